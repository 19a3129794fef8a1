//! Seeded fictional worlds: a training registry of any size, for practice, tests and measurements.
//!
//! Everybody in it is invented: surnames say so (Contoh, Rekaan, Umpama, ...), document numbers begin with `X0`, phone
//! numbers with `0812 0000`. The same seed gives the same people. Sailings are written one at a time, so that memory
//! does not grow with the number of people.
//!
//! A sailing begins as the file that a shipping agent would send, with the mistakes that agents make. So every row can
//! be corrected in the window as a real one can.
//!
//! Not here: reading files, and rules. What a file says, what a row states and what follows from it is asked of the
//! caller ([`Bridge`]).

mod patterns;
mod people;
mod random;
mod sheet;

use std::path::Path;

use suar_domain::departure::{Departure, StatedFact};
use suar_domain::id::{DepartureId, ManifestId, ManifestLineId, PersonId, SailingId, UserId};
use suar_domain::link::StatedLink;
use suar_domain::manifest::{LineFields, LineState, ReadManifest};
use suar_domain::operation::{ImportManifest, Operation, Passenger, Permit};
use suar_domain::person::{Person, TravelDocument};
use suar_domain::relation::Relations;
use suar_domain::sailing::{Port, Sailing};
use suar_domain::screening::Assessment;
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{FullName, PlaceName};
use suar_domain::time::{Instant, PlainDate};
use suar_domain::user::{Permission, Role, User};
use suar_registry::settings::Settings;
use suar_registry::{Company, NewRegistry, Registry, RegistryError, Subject};
use uuid::Uuid;

use patterns::{MONTH, Patterns};
use random::Random;
use sheet::{Aboard, sheet};

/// The passphrase of every training registry. It protects nothing: nobody in it is real.
pub const PASSPHRASE: &str = "latihan suar 2026";
/// Rows on one manifest, as on a usual day (journeys.md §0).
const ABOARD: u32 = 118;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const VESSELS: [&str; 4] = [
    "KM CONTOH BAHARI",
    "KM CONTOH SAMUDRA",
    "KM CONTOH EXPRESS",
    "KM CONTOH JAYA",
];

/// What is to be invented.
#[derive(Debug, Clone, Copy)]
pub struct World {
    /// How many rows of manifests, at least 1. Nearly all of them are people.
    pub people: u32,
    /// Equal seeds give equal people.
    pub seed: u64,
    /// The day that is today in this world, as a moment of it.
    pub now: Instant,
}

/// What the app makes of a file and its rows, asked of the caller.
pub struct Bridge<'a> {
    /// Reads the text of a manifest on a day; none when it is not a manifest.
    pub read: &'a dyn Fn(&str, PlainDate) -> Option<ReadManifest>,
    /// Facts that a row states.
    pub facts: &'a dyn Fn(&LineFields, &Sailing) -> Vec<StatedFact>,
    /// What a row names.
    pub links: &'a dyn Fn(&LineFields) -> Vec<StatedLink>,
    /// What the registry knows, in the words of the rules.
    pub known: &'a dyn Fn(&Relations) -> Vec<StatedFact>,
    /// What follows from all of it.
    pub assess: &'a dyn Fn(&Departure, &Sailing) -> Option<Assessment>,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// People.
    pub people: u32,
    /// Places of people who had travelled before.
    pub again: u32,
    /// Sailings.
    pub sailings: u32,
    /// Manifest rows that wait for a fix.
    pub to_fix: u32,
    /// Manifest rows that repeat an earlier one.
    pub duplicate: u32,
}

impl Summary {
    /// All rows of all manifests.
    pub const fn rows(&self) -> u32 {
        self.people + self.again + self.to_fix + self.duplicate
    }
}

/// Why there is no world.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The registry exists already, or the disk refused.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// An invented manifest could not be read, which is a mistake of this program.
    #[error("an invented manifest could not be read")]
    Unreadable,
}

/// Writes a training registry into `folder`; `progress` hears the number of rows written so far.
///
/// # Errors
/// [`RegistryError::Exists`] when there is a registry already, which is left alone; whatever the disk refuses.
pub fn build(
    folder: &Path,
    world: World,
    bridge: &Bridge<'_>,
    progress: &mut dyn FnMut(u32),
) -> Result<Summary, DemoError> {
    let mut random = Random::new(world.seed);
    let user = User {
        id: UserId::from_uuid(random.uuid(world.now)),
        name: Sensitive::new("Rekaan Tanjung".to_owned()),
        role: Role::Supervisor,
    };
    let registry = found(folder, &mut random, &user, world.now)?;
    let permit = Permit::ask(user.id, user.role, Permission::EditManifest)
        .map_err(|_| RegistryError::WrongPermit)?;
    let mut summary = Summary::default();
    let sailings = world.people.div_ceil(ABOARD);
    let mut patterns = (sailings > MONTH).then(Patterns::default);
    // Oldest first, so that today's sailing is imported last and the counter works on it. Today's is a full one.
    for ago in (0..sailings).rev() {
        let rows = if ago + 1 == sailings {
            world.people - ago * ABOARD
        } else {
            ABOARD
        };
        let aboard = Aboard {
            rows,
            seed: world.seed,
            before: summary.rows().into(),
        };
        let sailing = sailing(&mut random, world.now, ago)?;
        let text = sheet(&mut random, &sailing, aboard, patterns.as_mut());
        // Identities carry the time at which they were made, as those of the app do: a file whose records lie in the
        // order of their identities stays quick at any size.
        let mut ids = Ids {
            random: &mut random,
            moment: day_of(world.now, ago),
        };
        let mut import = manifest(&mut ids, world.now.wita_date(), &text, sailing, bridge)?;
        let again = match patterns {
            Some(_) => recognise(&registry, &mut import)?,
            None => 0,
        };
        judge(&registry, &mut import, bridge)?;
        let counts = import.reading.counts();
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        summary.sailings += 1;
        summary.again += again;
        summary.people += small(counts.clean).saturating_sub(again);
        summary.to_fix += small(counts.to_fix);
        summary.duplicate += small(counts.duplicate);
        let operation = Operation::ImportManifest(Box::new(import));
        registry.write(&permit, world.now, &operation)?;
        progress(summary.rows());
    }
    registry.checkpoint()?;
    Ok(summary)
}

fn found(
    folder: &Path,
    random: &mut Random,
    user: &User,
    now: Instant,
) -> Result<Registry, DemoError> {
    let new = NewRegistry {
        user: user.clone(),
        passphrase: PASSPHRASE,
        training: true,
        stream: random.uuid(now),
    };
    let registry = Registry::create(folder, new, now)?;
    let settings = Settings {
        port: "nunukan".into(),
        counter: "Loket 2".into(),
        ..Settings::default()
    };
    settings.write(folder)?;
    Ok(registry)
}

/// The moment of a sailing that was `ago` sailings before today's.
fn day_of(now: Instant, ago: u32) -> Instant {
    Instant::from_millis(now.millis() - i64::from(ago.div_ceil(2)) * DAY_MS)
}

fn sailing(random: &mut Random, now: Instant, ago: u32) -> Result<Sailing, DemoError> {
    // Two sailings a day; today's closes its gate in about an hour.
    let day = day_of(now, ago);
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
    Ok(Sailing {
        id: SailingId::from_uuid(random.uuid(day)),
        vessel: PlaceName::parse(vessel).map_err(|_| DemoError::Unreadable)?,
        from: if ago % 5 == 4 {
            Port::Tarakan
        } else {
            Port::Nunukan
        },
        to: Port::Tawau,
        date: day.wita_date(),
        departs: clock(closes + 15),
        gate_closes: clock(closes),
    })
}

/// Identities one millisecond apart.
struct Ids<'a> {
    random: &'a mut Random,
    moment: Instant,
}

impl Ids<'_> {
    fn next(&mut self) -> Uuid {
        self.moment = Instant::from_millis(self.moment.millis() + 1);
        self.random.uuid(self.moment)
    }
}

fn manifest(
    ids: &mut Ids<'_>,
    today: PlainDate,
    text: &str,
    sailing: Sailing,
    bridge: &Bridge<'_>,
) -> Result<ImportManifest, DemoError> {
    let reading = (bridge.read)(text, today).ok_or(DemoError::Unreadable)?;
    let manifest = ManifestId::from_uuid(ids.next());
    let mut line_ids = Vec::with_capacity(reading.lines.len());
    let mut passengers = Vec::with_capacity(reading.lines.len());
    for line in &reading.lines {
        let id = ManifestLineId::from_uuid(ids.next());
        line_ids.push(id);
        if line.state == LineState::Clean
            && let Some(name) = &line.fields.full_name
        {
            let person = person(ids, name, &line.fields);
            passengers.push(passenger(ids, &sailing, person, (id, &line.fields), bridge));
        }
    }
    Ok(ImportManifest {
        manifest,
        file_name: format!("manifes-{}.csv", sailing.date),
        new_sailing: true,
        sailing,
        reading,
        line_ids,
        passengers,
        corrected: Vec::new(),
    })
}

/// People of a list who travelled before keep their record: same number, same name, same birth date. Gives how many.
fn recognise(registry: &Registry, import: &mut ImportManifest) -> Result<u32, DemoError> {
    let mut again = 0;
    for passenger in &mut import.passengers {
        let Some(document) = &passenger.person.document else {
            continue;
        };
        let number = document.number.expose("looked up in the registry");
        let found = registry
            .people_by_document(number)?
            .into_iter()
            .find(|found| {
                found.person.name == passenger.person.name
                    && found.person.birth_date == passenger.person.birth_date
            });
        if let Some(found) = found {
            passenger.departure.person = found.person.id;
            passenger.person = found.person;
            passenger.new_person = false;
            again += 1;
        }
    }
    Ok(again)
}

/// Judges everybody of a list with what links them to others, as an import does.
fn judge(
    registry: &Registry,
    import: &mut ImportManifest,
    bridge: &Bridge<'_>,
) -> Result<(), DemoError> {
    let company = Company::of(&import.passengers);
    for passenger in &mut import.passengers {
        let subject = Subject {
            departure: passenger.departure.id,
            person: &passenger.person,
            sailing: &import.sailing,
            links: &passenger.departure.links,
        };
        let relations = registry.relations(subject, &company)?;
        passenger.departure.known = (bridge.known)(&relations);
        passenger.assessment = (bridge.assess)(&passenger.departure, &import.sailing);
    }
    Ok(())
}

fn person(ids: &mut Ids<'_>, name: &FullName, fields: &LineFields) -> Person {
    let document = fields.document_number.clone().map(|number| TravelDocument {
        kind: fields.document_kind,
        number: Sensitive::new(number),
        expires: fields.document_expiry,
    });
    Person {
        id: PersonId::from_uuid(ids.next()),
        name: Sensitive::new(name.clone()),
        sex: fields.sex,
        birth_date: fields.birth_date.map(Sensitive::new),
        nationality: fields.nationality,
        nik: None,
        document,
    }
}

fn passenger(
    ids: &mut Ids<'_>,
    sailing: &Sailing,
    person: Person,
    (line, fields): (ManifestLineId, &LineFields),
    bridge: &Bridge<'_>,
) -> Passenger {
    let departure = Departure {
        id: DepartureId::from_uuid(ids.next()),
        person: person.id,
        sailing: sailing.id,
        line: Some(line),
        row_no: fields.row_no.as_ref().map(|text| text.as_str().to_owned()),
        seat: fields.seat.as_ref().map(|text| text.as_str().to_owned()),
        agency: None,
        facts: (bridge.facts)(fields, sailing),
        links: (bridge.links)(fields),
        known: Vec::new(),
    };
    Passenger {
        person,
        new_person: true,
        departure,
        assessment: None,
    }
}

#[cfg(test)]
mod tests;
