//! Two commands at the same time: the page sends the next one before the last one has answered.

use std::sync::Barrier;

use suar_api::alert::AlertKind;
use suar_api::sailing::Level;
use suar_api::screening::{
    Answer, AnswerStatus, CounterView, ScanReply, ScreeningRef, TypedPerson, TypedReply,
};
use suar_api::{Notice, handle};

use crate::world::{Office, melati};

/// Two threads rarely meet in the few milliseconds that matter: often enough that they do.
const ROUNDS: usize = 25;

fn typed(office: &Office, document: String) -> CounterView {
    let request = TypedPerson {
        document,
        name: Some("MELATI CONTOH".into()),
        birth_date: Some("2001-09-14".into()),
    };
    match handle::counter_type(&office.app, request).expect("a form") {
        TypedReply::Opened { counter } => *counter,
        TypedReply::NotOnManifest => panic!("a name was given"),
    }
}

/// Runs commands at the same time, and gives what they answered.
fn at_once<T: Send>(commands: &[&(dyn Fn() -> T + Sync)]) -> Vec<T> {
    let start = &Barrier::new(commands.len());
    std::thread::scope(|scope| {
        let running: Vec<_> = commands
            .iter()
            .map(|command| {
                scope.spawn(move || {
                    start.wait();
                    command()
                })
            })
            .collect();
        running
            .into_iter()
            .map(|each| each.join().expect("it ends"))
            .collect()
    })
}

#[test]
fn signs_that_only_both_of_two_answers_make_are_seen_when_the_answers_come_at_once() {
    let office = Office::new();
    for round in 1..=ROUNDS {
        let form = typed(&office, format!("X{round:07}"));
        let form = office.answer(&form, "K1", "1");
        let say = |question: &str| {
            let request = Answer {
                screening: form.screening.clone(),
                question: question.into(),
                status: AnswerStatus::Answered,
                key: Some("3".into()),
            };
            handle::answer(&office.app, request).expect("an answer")
        };
        let papers = || {
            let all = ScreeningRef {
                screening: form.screening.clone(),
            };
            handle::documents_all(&office.app, all).expect("documents")
        };
        at_once::<CounterView>(&[&|| say("K3"), &papers, &|| say("K5")]);

        let desk = handle::counter(&office.app).expect("the counter");
        let form = desk.open.expect("the form");
        assert!(form.reasons.joint, "round {round}: {:?}", form.reasons);
        assert_eq!(form.reasons.level, Level::Lindungi, "round {round}");
        let sailing = form.sailing.as_ref().expect("a sailing").id.clone();
        let stored: Vec<Level> = office
            .board(&sailing)
            .rows
            .iter()
            .map(|row| row.level)
            .collect();
        assert_eq!(stored, vec![Level::Lindungi; round], "on the board too");
        assert_eq!(
            form.alert.map(|alert| alert.kind),
            Some(AlertKind::SecondOfficer),
            "round {round}"
        );
        let alerts = handle::alert_list(&office.app).expect("alerts");
        assert_eq!(alerts.len(), round, "one person, one alert");
        assert_eq!(
            office.heard(),
            vec![Notice::SecondOfficer; round],
            "and one call"
        );
    }
}

#[test]
fn a_passport_that_is_scanned_twice_at_once_opens_one_form() {
    for _ in 0..ROUNDS / 5 {
        let office = Office::new();
        let scan = || match office.scan(&melati()) {
            ScanReply::Opened { counter, .. } => counter.screening,
            other => panic!("no form was opened: {other:?}"),
        };
        let forms = at_once::<String>(&[&scan, &scan]);
        assert_eq!(forms[0], forms[1], "one person, one form");
        let desk = handle::counter(&office.app).expect("the counter");
        assert!(desk.drafts.is_empty(), "no other form waits");
    }
}
