//! A small fictional world: one officer, sailings, passengers, forms. Ids are counted, so that tests can name them.

use std::path::Path;

use suar_domain::alert::{AlertKind, Evidence, NewAlert};
use suar_domain::basis::{Basis, Leg, Stage};
use suar_domain::decision::Decision;
use suar_domain::departure::{Departure, StatedFact};
use suar_domain::document::{DocumentKind, Nationality, PassportNumber};
use suar_domain::id::{
    AlertId, DecisionId, DepartureId, ManifestId, ManifestLineId, PersonId, SailingId, ScreeningId,
    UserId,
};
use suar_domain::manifest::{
    ColumnMatch, Defect, DefectCode, Encoding, Field, LineFields, LineState, ReadLine,
    ReadManifest, SailingHint,
};
use suar_domain::operation::{
    DecisionTaken, ImportManifest, OpenScreening, Operation, Passenger, Permit, ScreeningResult,
};
use suar_domain::person::{Person, TravelDocument};
use suar_domain::sailing::{Port, Sailing};
use suar_domain::screening::{Answer, AnswerStatus, Assessment, Level, NewScreening};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{FullName, PlaceName};
use suar_domain::time::{Instant, PlainDate};
use suar_domain::user::{Role, User};
use suar_protocol::chain::Head;
use suar_protocol::change::{AuditMark, Change};
use suar_registry::{NewRegistry, Registry, RegistryError};
use uuid::Uuid;

pub const PASSPHRASE: &str = "perahu lewat pagi hari";
/// The morning of the tests, Unix milliseconds.
const MORNING: i64 = 1_795_449_600_000;

/// A moment, in seconds after the morning of the tests.
pub fn at(seconds: i64) -> Instant {
    Instant::from_millis(MORNING + seconds * 1000)
}

fn uuid(kind: u64, number: u64) -> Uuid {
    Uuid::from_u64_pair(kind, number)
}

pub fn officer() -> UserId {
    UserId::from_uuid(uuid(1, 1))
}

pub fn user(id: UserId, name: &str) -> User {
    User {
        id,
        name: Sensitive::new(name.to_owned()),
        role: Role::Supervisor,
    }
}

pub fn create(folder: &Path) -> Result<Registry, RegistryError> {
    let new = NewRegistry {
        user: user(officer(), "Rekaan Tanjung"),
        passphrase: PASSPHRASE,
        training: false,
        stream: uuid(2, 1),
    };
    Registry::create(folder, new, at(0))
}

pub fn unlock(folder: &Path) -> Result<Registry, RegistryError> {
    Registry::unlock(folder, officer(), PASSPHRASE, at(0))
}

pub fn permit(operation: &Operation) -> Permit {
    Permit::ask(officer(), Role::Supervisor, operation.permission()).expect("a supervisor may")
}

/// Writes with the right permit.
pub fn save(registry: &Registry, at: Instant, operation: &Operation) -> Result<(), RegistryError> {
    registry.write(&permit(operation), at, operation)
}

pub fn sailing_id(n: u64) -> SailingId {
    SailingId::from_uuid(uuid(3, n))
}

/// Sailing `n` leaves on day `n` of the month.
pub fn sailing(n: u64) -> Sailing {
    Sailing {
        id: sailing_id(n),
        vessel: PlaceName::parse(&format!("KM CONTOH {n}")).expect("a vessel"),
        from: Port::Nunukan,
        to: Port::Tawau,
        date: PlainDate::new(2026, 11, u32::try_from(n).expect("a day")).expect("a date"),
        departs: "09:15".parse().ok(),
        gate_closes: "09:00".parse().ok(),
    }
}

pub fn departure_id(sailing: u64, n: u64) -> DepartureId {
    DepartureId::from_uuid(uuid(4, sailing << 32 | n))
}

pub fn line_id(sailing: u64, n: u64) -> ManifestLineId {
    ManifestLineId::from_uuid(uuid(5, sailing << 32 | n))
}

pub fn manifest_id(sailing: u64) -> ManifestId {
    ManifestId::from_uuid(uuid(6, sailing))
}

pub fn screening_id(n: u64) -> ScreeningId {
    ScreeningId::from_uuid(uuid(7, n))
}

pub fn alert_id(n: u64) -> AlertId {
    AlertId::from_uuid(uuid(8, n))
}

pub fn decision_id(n: u64) -> DecisionId {
    DecisionId::from_uuid(uuid(9, n))
}

pub fn person_id(sailing: u64, n: u64) -> PersonId {
    PersonId::from_uuid(uuid(10, sailing << 32 | n))
}

pub fn document(n: u64) -> PassportNumber {
    PassportNumber::parse(&format!("X{n:07}")).expect("a number")
}

pub fn assessment(level: Level) -> Assessment {
    Assessment {
        level,
        documents: Level::Siap,
        trafficking: level,
        courier: Level::Siap,
        signs: vec!["T-01".into()],
        pack: "contoh 1".into(),
        pack_hash: "00".into(),
        basis: Basis {
            as_of: PlainDate::new(2026, 11, 24).expect("a day"),
            leg: Leg::Departure,
            stage: Stage::Port,
            manifest_only: true,
            facts: Vec::new(),
            refused: Vec::new(),
            dont_know: Vec::new(),
            changed: Vec::new(),
        },
    }
}

pub fn passenger(of: u64, n: u64, line: Option<ManifestLineId>) -> Passenger {
    let person = Person {
        id: person_id(of, n),
        name: Sensitive::new(FullName::parse(&format!("REKAAN CONTOH {n}")).expect("a name")),
        sex: None,
        birth_date: PlainDate::new(1990, 2, 3).ok().map(Sensitive::new),
        nationality: Some(Nationality::Indonesia),
        nik: None,
        document: Some(TravelDocument {
            kind: DocumentKind::from_code("seaman_book"),
            number: Sensitive::new(document(n)),
            expires: PlainDate::new(2030, 1, 1).ok(),
        }),
    };
    let departure = Departure {
        id: departure_id(of, n),
        person: person.id,
        sailing: sailing_id(of),
        line,
        row_no: Some(n.to_string()),
        seat: Some(format!("A{n}")),
        agency: None,
        facts: vec![StatedFact {
            fact: "trip.purpose".into(),
            value: "work".into(),
            source: "manifest".into(),
        }],
        links: Vec::new(),
        known: Vec::new(),
    };
    Passenger {
        person,
        new_person: true,
        departure,
        assessment: Some(assessment(Level::Siap)),
    }
}

pub fn read_line(n: u64, state: LineState) -> ReadLine {
    let missing = Defect {
        code: DefectCode::DocMissing,
        field: Some(Field::DocumentNumber),
        column: Some(1),
        found: Sensitive::new(String::new()),
    };
    ReadLine {
        line: u32::try_from(n + 1).expect("a line number"),
        cells: vec![format!("REKAAN CONTOH {n}"), format!("X{n:07}")],
        origins: Vec::new(),
        fields: LineFields::default(),
        defects: match state {
            LineState::Clean => Vec::new(),
            LineState::ToFix | LineState::Duplicate { .. } => vec![missing],
        },
        state,
    }
}

/// The manifest of a new sailing: `clean` passengers, then one row for each state of `others`.
pub fn import(of: u64, clean: u64, others: &[LineState]) -> ImportManifest {
    let mut lines: Vec<ReadLine> = (1..=clean)
        .map(|n| read_line(n, LineState::Clean))
        .collect();
    lines.extend(
        (clean + 1..)
            .zip(others)
            .map(|(n, state)| read_line(n, *state)),
    );
    let column = |(index, header, field): (usize, &str, Field)| ColumnMatch {
        index,
        header: header.to_owned(),
        field: Some(field),
    };
    ImportManifest {
        manifest: manifest_id(of),
        file_name: "manifes.csv".into(),
        sailing: sailing(of),
        new_sailing: true,
        line_ids: (1..).take(lines.len()).map(|n| line_id(of, n)).collect(),
        passengers: (1..=clean)
            .map(|n| passenger(of, n, Some(line_id(of, n))))
            .collect(),
        corrected: Vec::new(),
        reading: ReadManifest {
            encoding: Encoding::Utf8,
            delimiter: Some(','),
            header_line: 1,
            sailing: SailingHint::default(),
            columns: [
                (0, "Nama", Field::FullName),
                (1, "No Paspor", Field::DocumentNumber),
            ]
            .map(column)
            .into(),
            file_defects: Vec::new(),
            lines,
            skip_lines: Vec::new(),
            title_lines: Vec::new(),
            footer_lines: Vec::new(),
            sheets: Vec::new(),
            notes: Vec::new(),
            read_on: PlainDate::new(2026, 11, 24).expect("a date"),
        },
    }
}

pub fn importing(of: u64, clean: u64) -> Operation {
    Operation::ImportManifest(Box::new(import(of, clean, &[])))
}

pub const NOTHING_NEW: ScreeningResult = ScreeningResult {
    assessment: None,
    alert: None,
};

/// The form `id` for passenger `n` of a sailing.
pub fn open_form(id: u64, of: u64, n: u64) -> OpenScreening {
    OpenScreening {
        screening: NewScreening {
            id: screening_id(id),
            person: person_id(of, n),
            departure: departure_id(of, n),
        },
        walk_on: None,
        new_sailing: None,
        mrz: None,
        facts: Vec::new(),
        park: None,
        result: NOTHING_NEW,
    }
}

pub fn opening(id: u64, of: u64, n: u64) -> Operation {
    Operation::OpenScreening(Box::new(open_form(id, of, n)))
}

pub fn answering(id: u64, question: &str, key: &str) -> Operation {
    answering_with(id, question, key, NOTHING_NEW)
}

pub fn answering_with(id: u64, question: &str, key: &str, result: ScreeningResult) -> Operation {
    Operation::AnswerQuestion {
        screening: screening_id(id),
        answer: Answer {
            question: question.to_owned(),
            status: AnswerStatus::Answered,
            key: Some(key.to_owned()),
        },
        result,
    }
}

pub fn alert(n: u64, form: u64, kind: AlertKind) -> NewAlert {
    NewAlert {
        id: alert_id(n),
        screening: screening_id(form),
        kind,
        evidence: vec![Evidence {
            indicator: "T-01".into(),
            pack: "contoh 1".into(),
            facts: vec!["trip.purpose".into()],
        }],
    }
}

pub fn deciding(id: u64, form: u64) -> Operation {
    Operation::Decide(Box::new(DecisionTaken {
        id: decision_id(id),
        screening: screening_id(form),
        decision: Decision::Lanjut,
        advice: Decision::Lanjut,
        reason: None,
    }))
}

/// Everything that must be the same before and after a change that was refused.
pub fn picture(registry: &Registry) -> (String, u64, u64, usize, usize, usize) {
    (
        registry.fingerprint().expect("a fingerprint"),
        registry.verify_audit().expect("a sound audit"),
        registry.people_count().expect("a count"),
        registry.sailings().expect("sailings").len(),
        registry.alerts().expect("alerts").len(),
        registry.waiting_screenings().expect("forms").len(),
    )
}

/// Walks the operation log with the hub's eyes: numbers without gaps, chain, rising stamps, exact bytes. Gives its
/// changes.
pub fn sound_log(registry: &Registry) -> Vec<Change> {
    let lines = registry.outbox_after(0, usize::MAX).expect("the log");
    let mut head = Head::START;
    let mut changes: Vec<Change> = Vec::with_capacity(lines.len());
    for (seq, line) in (1..).zip(&lines) {
        assert_eq!(line.seq, seq, "numbers have no gap");
        head = head.append(&line.line);
        let stored = registry.head_at(seq).expect("a chain value");
        assert_eq!(
            stored,
            Some(head),
            "line {seq} is chained to those before it"
        );
        let change = Change::parse_line(&line.line).expect("a line that the hub can read");
        assert_eq!(change.seq, seq, "the line carries its own number");
        let mut canonical = change.to_line();
        if let Some(mark) = AuditMark::text_in(&line.line) {
            canonical.pop();
            canonical.push_str(&format!(",\"a\":\"{mark}\"}}"));
        }
        assert_eq!(
            canonical.as_bytes(),
            line.line,
            "the bytes are the canonical ones"
        );
        if let Some(before) = changes.last() {
            assert!(change.hlc > before.hlc, "stamps rise, line {seq}");
        }
        changes.push(change);
    }
    let state = registry.stream().expect("where the log stands");
    assert_eq!((state.last_seq, state.head), (lines.len() as u64, head));
    changes
}
