//! One door: permit, record, audit row and log lines, together or not at all.

use suar_domain::alert::AlertKind;
use suar_domain::id::UserId;
use suar_domain::manifest::LineState;
use suar_domain::operation::{AttachScan, CorrectLine, Operation, Permit, ScreeningResult};
use suar_domain::outcome::{Outcome, Verdict};
use suar_domain::screening::{DocumentItem, Level, TickState};
use suar_domain::sensitive::Sensitive;
use suar_domain::user::{Permission, Role};
use suar_registry::{Registry, RegistryError};
use uuid::Uuid;

use crate::world::{
    alert, alert_id, answering, answering_with, at, create, deciding, decision_id, departure_id,
    import, line_id, manifest_id, officer, open_form, opening, passenger, person_id, picture,
    read_line, sailing, sailing_id, save, screening_id, sound_log, unlock, user,
};

fn correction() -> Operation {
    Operation::CorrectLine(Box::new(CorrectLine {
        manifest: manifest_id(1),
        line: line_id(1, 4),
        column: 1,
        text: "X0000004".into(),
        lines: vec![(line_id(1, 4), read_line(4, LineState::Clean))],
        passengers: vec![passenger(1, 4, Some(line_id(1, 4)))],
        corrected: Vec::new(),
    }))
}

fn set_aside(reason: Option<&str>) -> Operation {
    Operation::SetLineAside {
        line: line_id(1, 5),
        reason: reason.map(str::to_owned),
        passengers: Vec::new(),
    }
}

fn scanning() -> Operation {
    Operation::AttachScan(Box::new(AttachScan {
        screening: screening_id(1),
        mrz: Sensitive::new(["P<IDNREKAAN<<CONTOH".into(), "X0000001<0IDN".into()]),
        facts: Vec::new(),
        result: crate::world::NOTHING_NEW,
    }))
}

fn raising() -> Operation {
    let result = ScreeningResult {
        assessment: Some(crate::world::assessment(Level::Lindungi)),
        alert: Some(alert(1, 1, AlertKind::Talk)),
    };
    answering_with(1, "K3", "3", result)
}

/// One change of every kind, in an order in which all fit, with the lines that each writes to the log.
fn a_day() -> Vec<(Operation, u64)> {
    let colleague = user(UserId::from_uuid(Uuid::from_u128(77)), "Umpama Rekaan");
    let others = [LineState::ToFix, LineState::Duplicate { of: 2 }];
    vec![
        (Operation::CreateUser(colleague), 1),
        // The sailing, the manifest, and a person with a departure for each of three rows.
        (
            Operation::ImportManifest(Box::new(import(1, 3, &others))),
            8,
        ),
        (correction(), 3),
        (set_aside(Some("baris kosong")), 1),
        (set_aside(None), 1),
        (Operation::SelectSailing(sailing_id(1)), 0),
        (opening(1, 1, 1), 1),
        (scanning(), 1),
        (answering(1, "K1", "2"), 1),
        (
            Operation::TickDocuments {
                screening: screening_id(1),
                ticks: vec![
                    (DocumentItem::Passport, TickState::Seen),
                    (DocumentItem::Contract, TickState::NotShown),
                ],
                all: true,
                result: crate::world::NOTHING_NEW,
            },
            1,
        ),
        (Operation::ParkScreening(screening_id(1)), 0),
        (Operation::ResumeScreening(screening_id(1)), 0),
        // The answer, the level and the alert.
        (raising(), 3),
        (Operation::TakeAlert(alert_id(1)), 1),
        (deciding(1, 1), 2),
        (
            Operation::RecordOutcome(Box::new(Outcome {
                departure: departure_id(1, 1),
                edition: 1,
                case: Verdict::Unclear,
                signs: Vec::new(),
            })),
            1,
        ),
        (
            Operation::UndoDecision {
                decision: decision_id(1),
                screening: screening_id(1),
                reason: None,
            },
            2,
        ),
    ]
}

#[test]
fn every_change_is_record_audit_row_and_log_lines_even_when_the_clock_goes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let day = a_day();
    for (hour, (operation, lines)) in (0..).zip(&day) {
        let before = registry.stream().expect("the log").last_seq;
        // Each change an hour earlier than the one before it: an empty clock battery.
        save(&registry, at(-3600 * hour), operation).expect("the change fits");
        let audited = registry.audit_tail(1).expect("the audit");
        assert_eq!(audited, [(operation.audit_name().to_owned(), *lines)]);
        let after = registry.stream().expect("the log").last_seq;
        assert_eq!(after - before, *lines, "{}", operation.audit_name());
    }
    let rows = day.len() as u64 + 1;
    assert_eq!(
        registry.verify_audit().expect("sound"),
        rows,
        "a row for each, and one for the founder"
    );
    let changes = sound_log(&registry);
    let author = officer().to_string();
    assert!(
        changes.iter().all(|change| change.author == author),
        "the log names the officer by number"
    );

    let kept = picture(&registry);
    drop(registry);
    let again = unlock(folder.path()).expect("opens");
    assert_eq!(picture(&again), kept, "all of it is there after closing");
    assert_eq!(sound_log(&again).len(), changes.len());
}

#[test]
fn a_permit_for_one_kind_of_change_opens_the_door_for_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let before = picture(&registry);
    for (operation, _) in a_day() {
        for permission in Permission::ALL {
            if permission == operation.permission() {
                continue;
            }
            let permit = Permit::ask(officer(), Role::Supervisor, permission).expect("may");
            let refused = registry.write(&permit, at(1), &operation);
            assert!(
                matches!(refused, Err(RegistryError::WrongPermit)),
                "{} with {permission:?}",
                operation.audit_name()
            );
        }
    }
    assert_eq!(
        picture(&registry),
        before,
        "nothing was changed, not even the audit"
    );
}

/// The change is refused with a conflict or a missing record, and leaves no trace.
fn refused(registry: &Registry, operation: &Operation, why: &str) {
    let before = picture(registry);
    let result = save(registry, at(500), operation);
    assert!(
        matches!(
            result,
            Err(RegistryError::Conflict { .. } | RegistryError::NotFound { .. })
        ),
        "{why}: {result:?}"
    );
    assert_eq!(picture(registry), before, "{why}: nothing of it is there");
}

#[test]
fn a_change_that_does_not_fit_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let manifest = Operation::ImportManifest(Box::new(import(1, 3, &[])));
    save(&registry, at(1), &manifest).expect("imported");
    save(&registry, at(2), &opening(1, 1, 1)).expect("opened");

    // A walk-on with a sailing of their own is written before the form turns out not to fit.
    let mut walk_on = open_form(2, 2, 9);
    walk_on.new_sailing = Some(sailing(2));
    walk_on.walk_on = Some(passenger(2, 9, None));
    refused(
        &registry,
        &Operation::OpenScreening(Box::new(walk_on)),
        "another form is open",
    );
    assert!(
        matches!(
            registry.person(person_id(2, 9)),
            Err(RegistryError::NotFound { .. })
        ),
        "the walk-on is not there"
    );
    assert!(
        matches!(
            registry.departure(departure_id(2, 9)),
            Err(RegistryError::NotFound { .. })
        ),
        "nor is the departure"
    );
    assert_eq!(
        registry.active_sailing().expect("a sailing"),
        Some(sailing_id(1)),
        "the counter works on the old sailing"
    );
    refused(&registry, &answering(9, "K1", "1"), "no such form");
    refused(&registry, &deciding(1, 9), "no such form to decide on");
    refused(
        &registry,
        &Operation::TakeAlert(alert_id(4)),
        "no such alert",
    );
    refused(
        &registry,
        &Operation::SelectSailing(sailing_id(9)),
        "no such sailing",
    );
    let nowhere = Operation::SetLineAside {
        line: line_id(9, 9),
        reason: None,
        passengers: Vec::new(),
    };
    refused(&registry, &nowhere, "no such row");
    sound_log(&registry);
}

#[test]
fn an_import_with_one_impossible_row_at_the_end_is_no_import() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let before = picture(&registry);
    let mut half = import(1, 50, &[]);
    let last = half.passengers.last_mut().expect("passengers");
    last.departure.sailing = sailing_id(20);
    let result = save(&registry, at(1), &Operation::ImportManifest(Box::new(half)));
    assert!(
        result.is_err(),
        "the last one is on a sailing that does not exist"
    );
    assert_eq!(picture(&registry), before, "and so nobody is there");
    let whole = Operation::ImportManifest(Box::new(import(1, 50, &[])));
    save(&registry, at(2), &whole).expect("the corrected file can be imported");
    assert_eq!(registry.people_count().expect("a count"), 50);
}
