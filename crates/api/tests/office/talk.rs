//! The short questions: what they lead to, and who is told.

use suar_api::alert::{AlertKind, AlertRef};
use suar_api::sailing::Level;
use suar_api::screening::{
    Decide, Decision, DocumentItem, ScreeningRef, Tick, TickState, TypedPerson,
};
use suar_api::{Notice, handle};

use crate::world::{Office, melati, passport};

#[test]
fn a_procedural_worker_is_ready_in_ten_keys() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    assert_eq!(form.person.name, "MELATI CONTOH");
    assert_eq!(form.person.seat.as_deref(), Some("A1"));
    assert!(form.person.on_manifest);
    assert_eq!(form.current.as_deref(), Some("K1"));
    assert_eq!(
        form.reasons.level,
        Level::Lengkapi,
        "core questions are not answered yet"
    );

    let all = ScreeningRef {
        screening: form.screening.clone(),
    };
    let mut form = handle::documents_all(&office.app, all).expect("documents");
    for question in ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"] {
        assert_eq!(form.current.as_deref(), Some(question));
        form = office.answer(&form, question, "1");
    }
    assert_eq!(form.current, None);
    assert_eq!(form.reasons.level, Level::Siap, "{:?}", form.reasons);
    assert_eq!(form.reasons.advice, Decision::Lanjut);
    let decide = Decide {
        screening: form.screening,
        decision: Decision::Lanjut,
        reason: None,
    };
    let desk = handle::decide(&office.app, decide).expect("a decision");
    assert!(desk.open.is_none());
    assert_eq!(desk.recent[0].decision, Decision::Lanjut);
    assert!(office.heard().is_empty(), "nobody is disturbed");
}

#[test]
fn held_papers_and_an_unknown_parcel_ask_for_a_second_officer_once() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let form = office.answer(&form, "K1", "1");
    let form = office.answer(&form, "K2", "1");
    let form = office.answer(&form, "K3", "3");
    assert_eq!(
        form.reasons.trafficking,
        Level::Dalami,
        "someone else holds the papers"
    );
    let form = office.answer(&form, "K4", "1");
    let form = office.answer(&form, "K5", "3");
    assert_eq!(form.reasons.level, Level::Lindungi);
    assert!(form.reasons.joint, "both lanes are raised together");
    assert_eq!(
        (form.reasons.trafficking, form.reasons.courier),
        (Level::Lindungi, Level::Lindungi)
    );
    assert_eq!(
        form.alert.as_ref().map(|alert| alert.kind),
        Some(AlertKind::SecondOfficer)
    );
    assert_eq!(office.heard(), [Notice::SecondOfficer]);
    let k3 = form
        .questions
        .iter()
        .find(|question| question.id == "K3")
        .expect("K3");
    assert!(
        k3.answer
            .as_ref()
            .is_some_and(|answer| answer.strength.is_some()),
        "the answer shows its weight"
    );

    let form = office.answer(&form, "K6", "1");
    assert_eq!(office.heard().len(), 1, "one person, one alert");
    let alerts = handle::alert_list(&office.app).expect("alerts");
    assert_eq!(alerts.len(), 1);
    assert_eq!(alerts[0].alert.screening, form.screening);
}

#[test]
fn asking_to_talk_is_a_request_and_not_a_sign() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let form = office.answer(&form, "K8", "2");
    assert_eq!(form.reasons.level, Level::Dalami);
    assert!(form.reasons.request);
    assert_eq!(
        form.reasons.trafficking,
        Level::Siap,
        "a wish is not an indicator"
    );
    assert_eq!(office.heard(), [Notice::Talk]);
}

#[test]
fn who_asks_to_talk_after_a_second_officer_was_called_is_heard_once() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let mut form = office.open(&melati());
    for (question, key) in [
        ("K1", "1"),
        ("K2", "1"),
        ("K3", "3"),
        ("K4", "1"),
        ("K5", "3"),
    ] {
        form = office.answer(&form, question, key);
    }
    assert_eq!(office.heard(), [Notice::SecondOfficer]);
    let alert = form.alert.clone().expect("an alert").id;
    handle::alert_take(&office.app, AlertRef { alert }).expect("a colleague takes it");

    let form = office.answer(&form, "K8", "2");
    assert!(form.reasons.request);
    assert_eq!(office.heard(), [Notice::SecondOfficer, Notice::Talk]);
    let alert = form.alert.clone().expect("the alert");
    assert_eq!(alert.kind, AlertKind::SecondOfficerAndTalk);
    assert!(!alert.acknowledged, "this request has nobody yet");

    let form = office.answer(&form, "K8", "1");
    let form = office.answer(&form, "K8", "3");
    assert_eq!(office.heard().len(), 2, "once");
    assert_eq!(
        form.alert.map(|alert| alert.kind),
        Some(AlertKind::SecondOfficerAndTalk)
    );
}

#[test]
fn a_request_to_talk_is_not_lost_when_a_second_officer_is_called_later() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let mut form = office.open(&melati());
    for (question, key) in [("K8", "2"), ("K1", "1"), ("K3", "3"), ("K5", "3")] {
        form = office.answer(&form, question, key);
    }
    assert_eq!(office.heard(), [Notice::Talk, Notice::SecondOfficer]);
    assert_eq!(
        form.alert.map(|alert| alert.kind),
        Some(AlertKind::SecondOfficerAndTalk)
    );
}

#[test]
fn a_document_asked_for_and_not_shown_is_a_gap_and_one_not_looked_at_is_unknown() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let form = office.answer(&form, "K1", "1");
    let tick = |state| Tick {
        screening: form.screening.clone(),
        item: DocumentItem::Contract,
        state,
    };
    let form = handle::document_tick(&office.app, tick(TickState::NotShown)).expect("a tick");
    assert_eq!(form.reasons.documents, Level::Lengkapi);
    assert!(form.reasons.signs.iter().any(|sign| sign.id == "DOC-03"));
    let form = handle::document_tick(&office.app, tick(TickState::Unknown)).expect("a tick");
    assert!(
        form.reasons.signs.iter().all(|sign| sign.id != "DOC-03"),
        "unknown is not false"
    );
}

#[test]
fn a_family_visit_is_asked_four_questions_and_a_corrected_purpose_asks_the_others() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let mut form = office.answer(&form, "K1", "2");
    for question in ["K3", "K5", "K8"] {
        assert_eq!(form.current.as_deref(), Some(question));
        form = office.answer(&form, question, "1");
    }
    assert_eq!(form.current, None, "the questions about work are not asked");
    assert_eq!(form.reasons.level, Level::Siap);
    let form = office.answer(&form, "K1", "1");
    assert_eq!(form.current.as_deref(), Some("K2"), "corrected to work");
}

#[test]
fn a_child_on_the_way_to_work_is_named_as_the_reason() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let child = passport("ANAK CONTOH", "X0000999", "2011-03-05", "2029-12-11");
    let typed = TypedPerson {
        document: "X0000999".into(),
        name: Some("ANAK CONTOH".into()),
        birth_date: Some("2011-03-05".into()),
    };
    handle::counter_type(&office.app, typed).expect("entered by hand");
    let form = office.open(&child);
    let form = office.answer(&form, "K1", "1");
    assert_eq!(form.reasons.level, Level::Lindungi);
    let sign = form.reasons.signs.iter().find(|sign| sign.id == "TIP-30");
    let sign = sign.expect("the sign is shown");
    assert!(sign.counted, "it makes the level");
    assert_eq!(
        form.reasons.headline.id,
        format!("Lindungi: {}.", sign.label.id)
    );
}
