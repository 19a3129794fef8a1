//! Seeded fictional worlds: a training registry of any size, for practice, tests and measurements.
//!
//! Everybody in it is invented: surnames say so (Contoh, Rekaan, Umpama, ...), document numbers begin with `X000`.
//! The same seed gives the same people. Sailings are written one at a time, so that memory does not grow with the
//! number of people.
//!
//! Not here: rules. What a manifest row states and what follows from it is asked of the caller ([`Bridge`]).

mod people;
mod random;

use std::path::Path;

use suar_domain::departure::{Departure, StatedFact};
use suar_domain::id::{DepartureId, ManifestId, ManifestLineId, PersonId, SailingId, UserId};
use suar_domain::manifest::{
    ColumnMatch, Defect, DefectCode, Encoding, Field, LineFields, LineState, ReadLine,
    ReadManifest, SailingHint,
};
use suar_domain::operation::{ImportManifest, Operation, Passenger, Permit};
use suar_domain::person::{Person, TravelDocument};
use suar_domain::sailing::{Port, Sailing};
use suar_domain::screening::Assessment;
use suar_domain::sensitive::Sensitive;
use suar_domain::text::PlaceName;
use suar_domain::time::Instant;
use suar_domain::user::{Permission, Role, User};
use suar_registry::settings::Settings;
use suar_registry::{NewRegistry, Registry, RegistryError};
use uuid::Uuid;

use people::{Invented, invent};
use random::Random;

/// The passphrase of every training registry. It protects nothing: nobody in it is real.
pub const PASSPHRASE: &str = "latihan suar 2026";
/// People on one sailing, as on a usual day (journeys.md §0).
const ABOARD: u32 = 118;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const VESSELS: [&str; 4] = [
    "MV CONTOH BAHARI 1",
    "MV REKAAN SAMUDRA",
    "KM UMPAMA EXPRESS",
    "KM MISAL JAYA",
];

/// What is to be invented.
#[derive(Debug, Clone, Copy)]
pub struct World {
    /// How many people, at least 1.
    pub people: u32,
    /// Equal seeds give equal people.
    pub seed: u64,
    /// The day that is today in this world, as a moment of it.
    pub now: Instant,
}

/// What the rules make of a manifest row, asked of the caller.
pub struct Bridge<'a> {
    /// Facts that a row states.
    pub facts: &'a dyn Fn(&LineFields, &Sailing) -> Vec<StatedFact>,
    /// What follows from them.
    pub assess: &'a dyn Fn(&Departure, &Sailing) -> Option<Assessment>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// People.
    pub people: u32,
    /// Sailings.
    pub sailings: u32,
    /// Manifest rows that wait for a fix.
    pub to_fix: u32,
}

/// Writes a training registry into `folder`; `progress` hears the number of people written so far.
///
/// # Errors
/// [`RegistryError::Exists`] when there is a registry already; whatever the disk refuses.
pub fn build(
    folder: &Path,
    world: World,
    bridge: &Bridge<'_>,
    progress: &mut dyn FnMut(u32),
) -> Result<Summary, RegistryError> {
    let mut random = Random::new(world.seed);
    let user = User {
        id: UserId::from_uuid(random.uuid(world.now)),
        name: Sensitive::new("Rekaan Tanjung".to_owned()),
        role: Role::Supervisor,
    };
    let new = NewRegistry {
        user: user.clone(),
        passphrase: PASSPHRASE,
        training: true,
        stream: random.uuid(world.now),
    };
    let registry = Registry::create(folder, new, world.now)?;
    let settings = Settings {
        port: "nunukan".into(),
        counter: "Loket 2".into(),
        ..Settings::default()
    };
    settings.write(folder)?;
    let permit = Permit::ask(user.id, user.role, Permission::EditManifest)
        .map_err(|_| RegistryError::WrongPermit)?;
    let mut summary = Summary {
        people: 0,
        sailings: 0,
        to_fix: 0,
    };
    let sailings = world.people.div_ceil(ABOARD);
    // Oldest first, so that today's sailing is imported last and the counter works on it.
    for ago in (0..sailings).rev() {
        let aboard = if ago == 0 {
            world.people - (sailings - 1) * ABOARD
        } else {
            ABOARD
        };
        let sailing = sailing(&mut random, world.now, ago);
        let import = manifest(&mut random, world.now, sailing, aboard, bridge);
        summary.sailings += 1;
        summary.people += u32::try_from(import.passengers.len()).unwrap_or(0);
        summary.to_fix += u32::try_from(import.reading.counts().to_fix).unwrap_or(0);
        registry.write(
            &permit,
            world.now,
            &Operation::ImportManifest(Box::new(import)),
        )?;
        progress(summary.people + summary.to_fix);
    }
    registry.checkpoint()?;
    Ok(summary)
}

fn sailing(random: &mut Random, now: Instant, ago: u32) -> Sailing {
    // Two sailings a day; today's closes its gate in about an hour.
    let day = Instant::from_millis(now.millis() - i64::from(ago.div_ceil(2)) * DAY_MS);
    let (hour, minute) = now.wita_time();
    let closes = if ago == 0 {
        (hour * 60 + minute + 60).min(23 * 60 + 40)
    } else {
        9 * 60
    };
    let clock = |minutes: u32| {
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
            .parse()
            .ok()
    };
    let vessel = VESSELS[ago as usize % VESSELS.len()];
    Sailing {
        id: SailingId::from_uuid(random.uuid(now)),
        vessel: PlaceName::parse(vessel).unwrap_or_else(|_| any_vessel()),
        from: if ago % 5 == 4 {
            Port::Tarakan
        } else {
            Port::Nunukan
        },
        to: Port::Tawau,
        date: day.wita_date(),
        departs: clock(closes + 15),
        gate_closes: clock(closes),
    }
}

/// The names of this module are place names; a test holds that.
fn any_vessel() -> PlaceName {
    PlaceName::parse("KM CONTOH").unwrap_or_else(|_| std::process::abort())
}

fn columns() -> Vec<ColumnMatch> {
    [
        ("No", Field::RowNo),
        ("Nama", Field::FullName),
        ("L/P", Field::Sex),
        ("No Paspor", Field::DocumentNumber),
        ("Tgl Lahir", Field::BirthDate),
        ("Berlaku Sampai", Field::DocumentExpiry),
        ("No HP", Field::ContactPhone),
        ("Kursi", Field::Seat),
        ("Keperluan", Field::Purpose),
    ]
    .into_iter()
    .enumerate()
    .map(|(index, (header, field))| ColumnMatch {
        index,
        header: header.to_owned(),
        field: Some(field),
    })
    .collect()
}

fn manifest(
    random: &mut Random,
    now: Instant,
    sailing: Sailing,
    aboard: u32,
    bridge: &Bridge<'_>,
) -> ImportManifest {
    let mut lines = Vec::new();
    let mut line_ids = Vec::new();
    let mut passengers = Vec::new();
    for number in 1..=aboard {
        let id = ManifestLineId::from_uuid(random.uuid(now));
        let invented = invent(random, &sailing, number);
        if invented.fields.document_number.is_some() {
            passengers.push(passenger(random, now, &sailing, id, &invented, bridge));
        }
        lines.push(line(number, invented));
        line_ids.push(id);
    }
    ImportManifest {
        manifest: ManifestId::from_uuid(random.uuid(now)),
        file_name: format!("manifes-{}.csv", sailing.date),
        new_sailing: true,
        reading: ReadManifest {
            encoding: Encoding::Utf8,
            delimiter: Some(','),
            header_line: 1,
            sailing: SailingHint::default(),
            columns: columns(),
            file_defects: Vec::new(),
            lines,
            skip_lines: Vec::new(),
            title_lines: Vec::new(),
            footer_lines: Vec::new(),
            read_on: now.wita_date(),
        },
        sailing,
        line_ids,
        passengers,
    }
}

fn line(number: u32, invented: Invented) -> ReadLine {
    let missing = invented.fields.document_number.is_none();
    let defects = missing.then(|| Defect {
        code: DefectCode::DocMissing,
        field: Some(Field::DocumentNumber),
        column: Some(3),
        found: Sensitive::new(String::new()),
    });
    ReadLine {
        line: number + 1,
        cells: invented.cells,
        origins: Vec::new(),
        fields: invented.fields,
        defects: defects.into_iter().collect(),
        state: if missing {
            LineState::ToFix
        } else {
            LineState::Clean
        },
    }
}

fn passenger(
    random: &mut Random,
    now: Instant,
    sailing: &Sailing,
    line: ManifestLineId,
    invented: &Invented,
    bridge: &Bridge<'_>,
) -> Passenger {
    let fields = &invented.fields;
    let document = fields.document_number.clone().map(|number| TravelDocument {
        kind: fields.document_kind,
        number: Sensitive::new(number),
        expires: fields.document_expiry,
    });
    let person = Person {
        id: PersonId::from_uuid(random.uuid(now)),
        name: Sensitive::new(invented.name.clone()),
        sex: fields.sex,
        birth_date: fields.birth_date.map(Sensitive::new),
        nationality: fields.nationality,
        nik: None,
        document,
    };
    let departure = Departure {
        id: DepartureId::from_uuid(random.uuid(now)),
        person: person.id,
        sailing: sailing.id,
        line: Some(line),
        row_no: fields.row_no.as_ref().map(|text| text.as_str().to_owned()),
        seat: fields.seat.as_ref().map(|text| text.as_str().to_owned()),
        agency: fields.agency.as_ref().map(|text| text.as_str().to_owned()),
        facts: (bridge.facts)(fields, sailing),
    };
    let assessment = (bridge.assess)(&departure, sailing);
    Passenger {
        person,
        new_person: true,
        departure,
        assessment,
    }
}

/// A UUID of version 7 made from the world's own randomness.
impl Random {
    fn uuid(&mut self, now: Instant) -> Uuid {
        let mut bytes = [0; 10];
        for chunk in bytes.chunks_mut(8) {
            let drawn = self.next().to_be_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
        let millis = u64::try_from(now.millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn world(people: u32, seed: u64) -> World {
        World {
            people,
            seed,
            now: Instant::from_millis(1_795_449_600_000),
        }
    }

    fn written(world: World) -> (tempfile::TempDir, Summary, Vec<String>) {
        let folder = tempfile::tempdir().expect("a folder");
        let bridge = Bridge {
            facts: &|_, _| Vec::new(),
            assess: &|_, _| None,
        };
        let summary = build(folder.path(), world, &bridge, &mut |_| ()).expect("a world");
        let accounts = suar_registry::key::SlotFile::read(folder.path())
            .expect("slots")
            .accounts();
        let user = accounts.expect("accounts")[0].user;
        let registry = Registry::unlock(folder.path(), user, PASSPHRASE, world.now).expect("opens");
        let names = registry
            .sailings()
            .expect("sailings")
            .iter()
            .flat_map(|sailing| registry.board(sailing.id, 0, 500).expect("a board"))
            .map(|entry| entry.name.expose("compared").clone())
            .collect();
        (folder, summary, names)
    }

    #[test]
    fn equal_seeds_give_equal_people() {
        let (_one, first, names) = written(world(250, 7));
        let (_two, again, same) = written(world(250, 7));
        let (_three, _, others) = written(world(250, 8));
        assert_eq!((first, &names), (again, &same));
        assert_ne!(names, others, "another seed, other people");
        assert_eq!(first.sailings, 3);
        assert_eq!(first.people + first.to_fix, 250);
        assert!(first.to_fix > 0, "there is something to fix");
    }

    #[test]
    fn a_training_registry_says_that_it_is_one() {
        let (folder, _, _) = written(world(5, 1));
        let slots = suar_registry::key::SlotFile::read(folder.path()).expect("slots");
        assert!(slots.training);
        let bridge = Bridge {
            facts: &|_, _| Vec::new(),
            assess: &|_, _| None,
        };
        let again = build(folder.path(), world(5, 1), &bridge, &mut |_| ());
        assert!(
            matches!(again, Err(RegistryError::Exists)),
            "an existing registry is left alone"
        );
    }

    #[test]
    fn every_vessel_is_a_name() {
        for vessel in VESSELS {
            assert!(PlaceName::parse(vessel).is_ok(), "{vessel}");
        }
    }
}
