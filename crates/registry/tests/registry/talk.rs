//! Forms, alerts and decisions: one at a time, once, and taken back in the open.

use suar_domain::alert::AlertKind;
use suar_domain::decision::Decision;
use suar_domain::operation::{Operation, ScreeningResult};
use suar_domain::screening::{DocumentItem, Level, ScreeningState, TickState};
use suar_registry::{Registry, RegistryError};

use crate::world::{
    NOTHING_NEW, alert, alert_id, answering, answering_with, assessment, at, create, deciding,
    decision_id, departure_id, importing, open_form, opening, sailing_id, save, screening_id,
    sound_log,
};

fn counter() -> (tempfile::TempDir, Registry) {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    save(&registry, at(1), &importing(1, 5)).expect("imported");
    (folder, registry)
}

fn conflicts(registry: &Registry, operation: &Operation, why: &str) {
    let result = save(registry, at(900), operation);
    assert!(
        matches!(result, Err(RegistryError::Conflict { .. })),
        "{why}: {result:?}"
    );
}

fn state(registry: &Registry, form: u64) -> ScreeningState {
    registry
        .screening(screening_id(form))
        .expect("a form")
        .state
}

#[test]
fn one_form_is_open_and_the_others_wait() {
    let (_folder, registry) = counter();
    save(&registry, at(2), &opening(1, 1, 1)).expect("opened");
    conflicts(
        &registry,
        &opening(2, 1, 2),
        "a second form beside the first",
    );
    let mut second = open_form(2, 1, 2);
    second.park = Some(screening_id(1));
    save(
        &registry,
        at(3),
        &Operation::OpenScreening(Box::new(second)),
    )
    .expect("first one parked");
    assert_eq!(state(&registry, 1), ScreeningState::Parked);
    assert_eq!(
        registry.open_screening().expect("a form"),
        Some(screening_id(2))
    );
    conflicts(
        &registry,
        &answering(1, "K1", "1"),
        "an answer on a form that waits",
    );
    conflicts(
        &registry,
        &deciding(1, 1),
        "a decision on a form that waits",
    );
    conflicts(
        &registry,
        &Operation::ParkScreening(screening_id(1)),
        "parked already",
    );

    save(
        &registry,
        at(4),
        &Operation::ResumeScreening(screening_id(1)),
    )
    .expect("resumed");
    assert_eq!(
        state(&registry, 2),
        ScreeningState::Parked,
        "they change places"
    );
    let waiting = registry.waiting_screenings().expect("forms");
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].id, screening_id(2));
    assert_eq!(waiting[0].name.expose("compared"), "REKAAN CONTOH 2");
}

#[test]
fn the_latest_answer_counts_and_the_earlier_ones_stay_in_the_log() {
    let (_folder, registry) = counter();
    save(&registry, at(2), &opening(1, 1, 1)).expect("opened");
    for (second, (question, key)) in (3..).zip([("K2", "1"), ("K1", "1"), ("K2", "3")]) {
        save(&registry, at(second), &answering(1, question, key)).expect("answered");
    }
    let tick = |state| Operation::TickDocuments {
        screening: screening_id(1),
        ticks: vec![(DocumentItem::Passport, state)],
        all: false,
        result: NOTHING_NEW,
    };
    save(&registry, at(6), &tick(TickState::NotShown)).expect("ticked");
    save(&registry, at(7), &tick(TickState::Seen)).expect("ticked again");
    let form = registry.screening(screening_id(1)).expect("a form");
    let answers: Vec<_> = form
        .answers
        .iter()
        .map(|answer| (answer.question.as_str(), answer.key.as_deref()))
        .collect();
    assert_eq!(answers, [("K1", Some("1")), ("K2", Some("3"))]);
    assert_eq!(form.ticks, [(DocumentItem::Passport, TickState::Seen)]);
    let log = sound_log(&registry);
    let logged = log.iter().filter(|change| change.field == "answer").count();
    assert_eq!(logged, 3, "nothing that was said is lost");
}

#[test]
fn a_decision_is_made_once_and_taken_back_in_the_open() {
    let (_folder, registry) = counter();
    save(&registry, at(2), &opening(1, 1, 1)).expect("opened");
    save(&registry, at(3), &deciding(1, 1)).expect("decided");
    conflicts(&registry, &deciding(2, 1), "a second decision");
    conflicts(
        &registry,
        &answering(1, "K1", "1"),
        "an answer after the decision",
    );
    let decided = registry
        .decision_of(screening_id(1))
        .expect("asked")
        .expect("one");
    assert_eq!(decided.decision, Decision::Lanjut);
    assert_eq!(
        decided.seq,
        registry.stream().expect("the log").last_seq,
        "its place in the log"
    );
    let entry = registry
        .board_entry(departure_id(1, 1))
        .expect("on the board");
    assert_eq!(entry.decision, Some(Decision::Lanjut));
    assert_eq!(
        registry
            .level_counts(sailing_id(1))
            .expect("figures")
            .decided,
        1
    );

    save(&registry, at(4), &opening(2, 1, 2)).expect("the next person");
    let undo = Operation::UndoDecision {
        decision: decision_id(1),
        screening: screening_id(1),
        reason: None,
    };
    save(&registry, at(5), &undo).expect("taken back");
    assert_eq!(state(&registry, 1), ScreeningState::Open);
    assert_eq!(
        state(&registry, 2),
        ScreeningState::Parked,
        "the next person waits"
    );
    assert!(
        registry
            .decision_of(screening_id(1))
            .expect("asked")
            .is_none()
    );
    conflicts(&registry, &undo, "taken back already");
    save(&registry, at(6), &deciding(2, 1)).expect("decided anew");
    let newest = registry.recent_decisions(10).expect("decisions");
    assert_eq!(newest.len(), 1, "one decision is in effect");
    assert_eq!(newest[0].id, decision_id(2));
    let log = sound_log(&registry);
    for (field, times) in [("decision", 2), ("decision_undone", 1)] {
        let logged = log.iter().filter(|change| change.field == field).count();
        assert_eq!(logged, times, "{field}: the history keeps both");
    }
}

#[test]
fn an_alert_is_raised_once_made_stronger_once_and_taken_once() {
    let (_folder, registry) = counter();
    save(&registry, at(2), &opening(1, 1, 1)).expect("opened");
    let raising = |number, kind| {
        let result = ScreeningResult {
            assessment: Some(assessment(Level::Lindungi)),
            alert: Some(alert(number, 1, kind)),
        };
        answering_with(1, "K3", "3", result)
    };
    let the_alert = || {
        let alerts = registry.alerts().expect("alerts");
        assert_eq!(alerts.len(), 1, "one alert for one talk");
        (
            alerts[0].id,
            alerts[0].kind,
            alerts[0].taken,
            alerts[0].raised_at,
        )
    };
    save(&registry, at(3), &raising(1, AlertKind::Talk)).expect("raised");
    assert_eq!(the_alert(), (alert_id(1), AlertKind::Talk, false, at(3)));
    save(&registry, at(4), &raising(2, AlertKind::Talk)).expect("nothing new");
    assert_eq!(
        the_alert(),
        (alert_id(1), AlertKind::Talk, false, at(3)),
        "not raised twice"
    );
    save(&registry, at(5), &Operation::TakeAlert(alert_id(1))).expect("taken");
    conflicts(
        &registry,
        &Operation::TakeAlert(alert_id(1)),
        "taken already",
    );

    save(&registry, at(6), &raising(3, AlertKind::SecondOfficer)).expect("more is asked for");
    let both = (alert_id(1), AlertKind::SecondOfficerAndTalk, false, at(6));
    assert_eq!(the_alert(), both, "the same alert, open again");
    for (number, less) in [(4, AlertKind::Talk), (5, AlertKind::SecondOfficer)] {
        save(&registry, at(7), &raising(number, less)).expect("less is asked for");
        assert_eq!(the_alert(), both, "an alert never gets weaker by itself");
    }
    let log = sound_log(&registry);
    let logged = log.iter().filter(|change| change.field == "alert").count();
    assert_eq!(logged, 2, "the hub hears of the alert and of its growth");
}

#[test]
fn a_request_to_talk_after_a_second_officer_was_called_is_an_event_of_its_own() {
    let (_folder, registry) = counter();
    save(&registry, at(2), &opening(1, 1, 1)).expect("opened");
    let raising = |number, kind| {
        let result = ScreeningResult {
            assessment: Some(assessment(Level::Lindungi)),
            alert: Some(alert(number, 1, kind)),
        };
        answering_with(1, "K8", "2", result)
    };
    save(&registry, at(3), &raising(1, AlertKind::SecondOfficer)).expect("raised");
    save(&registry, at(4), &Operation::TakeAlert(alert_id(1))).expect("taken");
    save(&registry, at(5), &raising(2, AlertKind::Talk)).expect("the person asks");
    let alerts = registry.alerts().expect("alerts");
    assert_eq!(alerts.len(), 1, "one alert for one talk");
    assert_eq!(
        (alerts[0].kind, alerts[0].taken, alerts[0].raised_at),
        (AlertKind::SecondOfficerAndTalk, false, at(5)),
        "whoever took the first request has not taken this one"
    );
    save(&registry, at(6), &raising(3, AlertKind::Talk)).expect("asked once more");
    let log = sound_log(&registry);
    let logged = log.iter().filter(|change| change.field == "alert").count();
    assert_eq!(logged, 2, "once");
}
