//! What a round costs on the line, headers and all: a satellite is paid by the kilobyte (sync design 2).

use std::path::Path;

use suar_domain::alert::{AlertKind, Evidence, NewAlert};
use suar_domain::basis::{Basis, Leg, Stage};
use suar_domain::departure::Departure;
use suar_domain::id::{AlertId, DepartureId, PersonId, SailingId, ScreeningId, UserId};
use suar_domain::operation::{OpenScreening, Operation, Passenger, Permit, ScreeningResult};
use suar_domain::person::Person;
use suar_domain::sailing::{Port, Sailing};
use suar_domain::screening::{Answer, AnswerStatus, Assessment, Level, NewScreening};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{FullName, PlaceName};
use suar_domain::time::PlainDate;
use suar_domain::user::{Role, User};
use suar_registry::{NewRegistry, Registry};
use suar_sync::SyncClient;
use uuid::Uuid;

use crate::world::{Hub, now};

/// Most bytes of a round with nothing to send, both ways.
const QUIET: u64 = 600;
/// Most bytes of a single alert, both ways. The design asks for 1,200; some 1,030 of them are heads, signatures and the
/// signed receipt, which travel as they are over HTTP/1.1.
const ALERT: u64 = 1350;

/// An identity as the app makes them: the time and random bits, which no packing makes shorter.
fn id() -> Uuid {
    Uuid::now_v7()
}

fn registry(folder: &Path, user: UserId) -> Registry {
    let new = NewRegistry {
        user: User {
            id: user,
            name: Sensitive::new("Rekaan Tanjung".to_owned()),
            role: Role::Supervisor,
        },
        passphrase: "perahu biru di pelabuhan",
        training: false,
        stream: Uuid::new_v4(),
    };
    Registry::create(folder, new, now()).expect("an empty folder")
}

fn write(registry: &Registry, user: UserId, operation: &Operation) {
    let permit =
        Permit::ask(user, Role::Supervisor, operation.permission()).expect("a supervisor may");
    registry.write(&permit, now(), operation).expect("written");
}

fn says(level: Level, alert: Option<NewAlert>) -> ScreeningResult {
    let assessment = Assessment {
        level,
        documents: Level::Lengkapi,
        trafficking: level,
        courier: level,
        signs: ["TIP-17", "CUR-04", "TIP-02", "DOC-07", "DOC-09", "DOC-12"]
            .map(str::to_owned)
            .to_vec(),
        pack: "2026.11.1".into(),
        pack_hash: "5f1c0c6ad0d9bb1be4f5d3f4b5e1f30a92d1c0a4cbe4c0d2b8a6f3917e55d02c".into(),
        basis: Basis {
            as_of: PlainDate::new(2026, 11, 24).expect("a day"),
            leg: Leg::Departure,
            stage: Stage::Port,
            manifest_only: false,
            facts: Vec::new(),
            refused: Vec::new(),
            dont_know: Vec::new(),
            changed: Vec::new(),
        },
    };
    ScreeningResult {
        assessment: Some(assessment),
        alert,
    }
}

/// A walk-on whose form is open, before the answer that raises the alert.
fn opened(screening: ScreeningId) -> Operation {
    let sailing = Sailing {
        id: SailingId::from_uuid(id()),
        vessel: PlaceName::parse("KM CONTOH BAHARI").expect("a name"),
        from: Port::Nunukan,
        to: Port::Tawau,
        date: PlainDate::new(2026, 11, 24).expect("a day"),
        departs: None,
        gate_closes: None,
    };
    let person = Person {
        id: PersonId::from_uuid(id()),
        name: Sensitive::new(FullName::parse("Melati Contoh").expect("a name")),
        sex: None,
        birth_date: None,
        nationality: None,
        nik: None,
        document: None,
    };
    let departure = Departure {
        id: DepartureId::from_uuid(id()),
        person: person.id,
        sailing: sailing.id,
        line: None,
        row_no: None,
        seat: None,
        agency: None,
        facts: Vec::new(),
        links: Vec::new(),
        known: Vec::new(),
    };
    Operation::OpenScreening(Box::new(OpenScreening {
        screening: NewScreening {
            id: screening,
            person: person.id,
            departure: departure.id,
        },
        walk_on: Some(Passenger {
            person,
            new_person: true,
            departure,
            assessment: None,
        }),
        new_sailing: Some(sailing),
        mrz: None,
        facts: Vec::new(),
        park: None,
        result: says(Level::Siap, None),
    }))
}

fn alerting(screening: ScreeningId) -> Operation {
    let sign = |indicator: &str| Evidence {
        indicator: indicator.into(),
        pack: "2026.11.1".into(),
        facts: vec!["doc.passport_held_by".into()],
    };
    let alert = NewAlert {
        id: AlertId::from_uuid(id()),
        screening,
        kind: AlertKind::SecondOfficer,
        evidence: ["TIP-17", "CUR-04", "TIP-02", "DOC-07", "DOC-09", "DOC-12"]
            .map(sign)
            .to_vec(),
    };
    Operation::AnswerQuestion {
        screening,
        answer: Answer {
            question: "K5".into(),
            status: AnswerStatus::Answered,
            key: Some("3".into()),
        },
        result: says(Level::Lindungi, Some(alert)),
    }
}

#[test]
fn an_alert_and_a_quiet_round_stay_within_their_bytes() {
    let hub = Hub::start();
    let (proxy, url) = hub.proxy();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let user = UserId::from_uuid(id());
    let registry = registry(folder.path(), user);
    let client = SyncClient::new().expect("a runtime");
    client
        .enroll(&registry, &url, &hub.code(), "Nunukan")
        .expect("a fresh code");
    let round = || {
        let before = proxy.carried();
        let outcome = client.push(&registry, now()).expect("the hub is there");
        (proxy.carried() - before, outcome.sent)
    };
    let screening = ScreeningId::from_uuid(id());
    write(&registry, user, &opened(screening));
    round();

    let (quiet, sent) = round();
    assert_eq!(sent, 0);
    assert!(quiet <= QUIET, "a quiet round took {quiet} bytes");

    write(&registry, user, &alerting(screening));
    let (alert, sent) = round();
    assert_eq!(sent, 3, "the answer, the level, the alert");
    assert!(alert <= ALERT, "an alert took {alert} bytes");
}
