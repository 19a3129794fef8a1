//! Talks: people without a manifest, scans that come late, who is told what.

use suar_domain::alert::AlertKind;
use suar_domain::id::ScreeningId;
use suar_domain::operation::{AttachScan, Operation, ScreeningResult};
use suar_domain::screening::{DocumentItem, Level, ScreeningState, TickState};
use suar_domain::sensitive::Sensitive;
use suar_registry::RegistryError;

use crate::Office;
use crate::world::{
    NOTHING_NEW, alert, alert_id, answering, answering_with, assessment, at, deciding, decision_id,
    departure_id, importing, open_form, opening, passenger, person_id, sailing, sailing_id, save,
    screening_id, sound_log,
};

fn is_conflict(error: &RegistryError) -> bool {
    matches!(error, RegistryError::Conflict { .. })
}

fn says(level: Level) -> ScreeningResult {
    ScreeningResult {
        assessment: Some(assessment(level)),
        alert: None,
    }
}

fn asks(number: u64, form: u64, kind: AlertKind) -> ScreeningResult {
    ScreeningResult {
        assessment: None,
        alert: Some(alert(number, form, kind)),
    }
}

#[test]
fn someone_without_a_manifest_comes_with_a_sailing_and_a_departure_in_one_change() {
    let office = Office::new();
    let mut walk_on = passenger(3, 9, None);
    walk_on.assessment = None;
    let mut form = open_form(1, 3, 9);
    form.walk_on = Some(walk_on.clone());
    form.new_sailing = Some(sailing(3));
    form.mrz = Some(Sensitive::new(["ATAS".to_owned(), "BAWAH".to_owned()]));
    form.facts = walk_on.departure.facts.clone();
    form.result = says(Level::Lengkapi);
    office.done(&Operation::OpenScreening(Box::new(form)));
    let office = office.reopened();
    let registry = &office.registry;
    let row = registry.screening(screening_id(1)).expect("the talk");
    assert_eq!(
        (row.person, row.departure),
        (person_id(3, 9), departure_id(3, 9))
    );
    assert_eq!(row.facts, walk_on.departure.facts);
    let lines = row.mrz.expect("scanned");
    assert_eq!(
        lines.expose("compared"),
        &["ATAS".to_owned(), "BAWAH".to_owned()]
    );
    assert_eq!(
        registry.departure(departure_id(3, 9)).expect("there"),
        walk_on.departure
    );
    assert_eq!(
        registry.person(person_id(3, 9)).expect("there"),
        walk_on.person
    );
    assert_eq!(
        registry.active_sailing().expect("readable"),
        Some(sailing_id(3))
    );
    let board = registry.board(sailing_id(3), 0, 10).expect("a board");
    assert_eq!(board.len(), 1);
    assert_eq!(
        board[0].screening,
        Some((screening_id(1), ScreeningState::Open))
    );
    assert_eq!(board[0].level, Some(Level::Lengkapi));
    let rows = registry.audit_tail(10).expect("the audit").len();
    assert_eq!(rows, 2, "the founder, and one change for all of it");
}

#[test]
fn a_scan_that_comes_later_belongs_to_the_open_form_and_to_no_other() {
    let office = Office::new();
    office.done(&importing(1, 1));
    office.done(&opening(1, 1, 1));
    office.done(&answering(1, "K1", "1"));
    let scan = |text: &str| {
        Operation::AttachScan(Box::new(AttachScan {
            screening: screening_id(1),
            mrz: Sensitive::new([text.to_owned(), text.to_owned()]),
            facts: passenger(1, 1, None).departure.facts,
            result: says(Level::Dalami),
        }))
    };
    office.done(&scan("SATU"));
    office.done(&scan("DUA"));
    let row = office
        .registry
        .screening(screening_id(1))
        .expect("the talk");
    let lines = row.mrz.expect("scanned");
    assert_eq!(lines.expose("compared")[0], "DUA", "the last scan counts");
    assert_eq!(row.answers.len(), 1, "answers stay");
    assert_eq!(row.facts.len(), 1);
    office.done(&Operation::ParkScreening(screening_id(1)));
    assert!(is_conflict(&office.refused(&scan("TIGA"))), "it waits");
    office.done(&Operation::ResumeScreening(screening_id(1)));
    office.done(&deciding(1, 1));
    assert!(is_conflict(&office.refused(&scan("TIGA"))), "it is decided");
    let ticks = Operation::TickDocuments {
        screening: screening_id(1),
        ticks: vec![(DocumentItem::Visa, TickState::Seen)],
        all: false,
        result: NOTHING_NEW,
    };
    assert!(
        is_conflict(&office.refused(&ticks)),
        "nor can papers be added"
    );
}

#[test]
fn the_hub_hears_of_a_level_when_it_changes_and_not_again() {
    let office = Office::new();
    let mut unjudged = crate::world::import(1, 1, &[]);
    unjudged.passengers[0].assessment = None;
    office.done(&Operation::ImportManifest(Box::new(unjudged)));
    office.done(&opening(1, 1, 1));
    let levels = [
        ("K1", Level::Siap),
        ("K2", Level::Dalami),
        ("K3", Level::Dalami),
        ("K4", Level::Siap),
        ("K5", Level::Siap),
    ];
    for (question, level) in levels {
        office.done(&answering_with(1, question, "1", says(level)));
    }
    let heard: Vec<_> = sound_log(&office.registry)
        .into_iter()
        .filter(|change| change.field == "level")
        .map(|change| change.value["level"].clone())
        .collect();
    assert_eq!(heard, ["dalami", "siap"], "a first `siap` is no news");
    let now = office
        .registry
        .assessment(departure_id(1, 1))
        .expect("readable");
    let now = now.expect("there is one").assessment;
    assert_eq!(now, assessment(Level::Siap), "all of it, as it was last");
}

#[test]
fn the_decision_taken_last_is_first_even_when_the_clock_went_back() {
    let office = Office::new();
    office.done(&importing(1, 3));
    for (n, seconds) in (1..).zip([100, 50, -4_000]) {
        office.done(&opening(n, 1, n));
        save(&office.registry, at(seconds), &deciding(n, n)).expect("decided");
    }
    let recent = office.registry.recent_decisions(2).expect("readable");
    let ids: Vec<_> = recent.iter().map(|row| row.id).collect();
    assert_eq!(ids, [decision_id(3), decision_id(2)]);
}

#[test]
fn the_last_answer_given_counts_whatever_the_clock_said() {
    let office = Office::new();
    office.done(&importing(1, 1));
    office.done(&opening(1, 1, 1));
    // Standing still, a day ahead, back by ten years, before 1970, and now.
    let clock = [0, 0, 86_400, -315_360_000, -1_900_000_000, 1];
    for (n, seconds) in clock.into_iter().enumerate() {
        let answer = answering(1, "K1", &n.to_string());
        save(&office.registry, at(seconds), &answer).expect("answered");
    }
    let row = office
        .registry
        .screening(screening_id(1))
        .expect("the talk");
    assert_eq!(row.answers[0].key.as_deref(), Some("5"));
    let last = sound_log(&office.registry).pop().expect("lines").hlc;
    let ahead = u64::try_from(at(86_400).millis()).expect("after 1970");
    assert!(last.millis() >= ahead, "stamps never come back");
    let office = office.reopened();
    save(&office.registry, at(2), &answering(1, "K1", "6")).expect("answered");
    let next = sound_log(&office.registry).pop().expect("lines").hlc;
    assert!(next > last, "also over a restart");
}

#[test]
fn alerts_are_shown_open_ones_first_and_oldest_first() {
    let office = Office::new();
    office.done(&importing(1, 3));
    for n in 1..=3 {
        office.done(&opening(n, 1, n));
        let answer = answering_with(n, "K8", "1", asks(n, n, AlertKind::Talk));
        let seconds = i64::try_from(n).expect("a moment");
        save(&office.registry, at(seconds), &answer).expect("answered");
        office.done(&Operation::ParkScreening(screening_id(n)));
    }
    office.done(&Operation::TakeAlert(alert_id(1)));
    assert!(is_conflict(
        &office.refused(&Operation::TakeAlert(alert_id(1)))
    ));
    let alerts = office.registry.alerts().expect("readable");
    let ids: Vec<_> = alerts.iter().map(|alert| alert.id).collect();
    assert_eq!(ids, [alert_id(2), alert_id(3), alert_id(1)]);
    let screenings: Vec<ScreeningId> = alerts.iter().map(|alert| alert.screening).collect();
    assert_eq!(screenings[0], screening_id(2));
    assert!(alerts[2].taken && !alerts[0].taken);
}
