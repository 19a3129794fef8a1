//! What is asked in the closed room is asked nowhere else: next questions and interval follow room and consent.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;

use common::{case, departing, fact, know, pack, returning};
use serde_json::{Value, json};
use suar_rules::{Case, Form, Leg, Level, QuestionId, Stage, Truth};

fn with(mut person: Case, facts: Value) -> Case {
    know(&mut person, facts.as_object().unwrap());
    person
}

fn sections(questions: &[QuestionId]) -> String {
    let long = questions
        .iter()
        .filter(|question| question.form() == Form::Long);
    let mut sections: Vec<&str> = long.map(|question| question.section()).collect();
    sections.sort_unstable();
    sections.dedup();
    sections.concat()
}

/// Sections of the long form from which something is proposed, and from which something can be asked.
fn long(person: &Case) -> (String, String) {
    let proposed = pack().screen(person).next_questions;
    (sections(&proposed), sections(&pack().askable(person)))
}

#[test]
fn the_open_counter_proposes_its_own_questions_only() {
    for stage in [Stage::Port, Stage::Predeparture] {
        let nothing = case(Leg::Departure, &json!({}));
        let worker = departing(&json!({}));
        for mut person in [nothing, worker] {
            person.stage = stage;
            let screening = pack().screen(&person);
            assert!(!screening.next_questions.is_empty());
            for question in screening.next_questions {
                assert_eq!(question.form(), Form::Counter, "{question}");
            }
        }
    }
}

#[test]
fn the_interval_holds_only_what_can_be_asked_where_the_person_stands() {
    // Everything the counter asks was answered: what a talk could bring to light is not of this interval.
    let answered = json!({
        "money.repay": "none", "money.ticket_payer": "self", "trip.met_by": "family", "trip.destination_known": "known",
    });
    let counter = departing(&answered);
    let settled = pack().screen(&counter);
    assert_eq!(
        (settled.possible.lowest, settled.possible.highest),
        (Level::Siap, Level::Siap)
    );
    assert!(settled.next_questions.is_empty());
    let room = with(
        counter,
        json!({ "consent.room_private": true, "consent.talk": "yes" }),
    );
    let open = pack().screen(&room);
    assert_eq!(open.possible.highest, Level::Lindungi);
    assert_eq!(open.next_questions[0].as_str(), "D4", "danger first");
}

#[test]
fn room_and_consent_have_to_be_known() {
    let none = String::new;
    let all = || ("BCDEFGHI".to_owned(), "BCDEFGHI".to_owned());
    for (door, expected) in [
        (json!({}), (none(), none())),
        (json!({ "consent.room_private": true }), (none(), none())),
        (json!({ "consent.talk": "yes" }), (none(), none())),
        (
            json!({ "consent.room_private": false, "consent.talk": "yes" }),
            (none(), none()),
        ),
        (
            json!({ "consent.room_private": true, "consent.talk": "no" }),
            (none(), none()),
        ),
        (
            json!({ "consent.room_private": true, "consent.talk": "talk_without_notes" }),
            ("I".to_owned(), "I".to_owned()),
        ),
        (
            json!({ "consent.room_private": true, "consent.talk": "yes", "consent.stopped": true }),
            (none(), none()),
        ),
        (
            json!({ "consent.room_private": true, "consent.talk": "yes", "consent.stopped": false }),
            all(),
        ),
        (
            json!({ "consent.room_private": true, "consent.talk": "yes" }),
            all(),
        ),
    ] {
        let person = with(departing(&json!({})), door.clone());
        let (proposed, askable) = long(&person);
        assert_eq!(askable, expected.1, "{door}");
        // B and G can be asked, and change the level of this person only together with other answers.
        assert!(
            proposed.chars().all(|section| expected.0.contains(section)),
            "{door}: {proposed}"
        );
        assert_eq!(proposed.is_empty(), expected.0.is_empty(), "{door}");
    }
}

#[test]
fn a_talk_that_has_begun_goes_on_unless_the_room_is_open_or_the_person_stops() {
    let begun = departing(&json!({ "recruit.told_what_to_say": true }));
    assert!(
        !long(&begun).0.is_empty(),
        "only the closed room asks who told what to say"
    );
    for door in [
        json!({ "consent.room_private": false }),
        json!({ "consent.talk": "no" }),
        json!({ "consent.stopped": true }),
    ] {
        let person = with(begun.clone(), door.clone());
        assert_eq!(long(&person), (String::new(), String::new()), "{door}");
    }
    let noted = with(begun, json!({ "consent.talk": "talk_without_notes" }));
    assert_eq!(long(&noted).1, "I");
    // What a counter, a paper or the register can say as well is no sign of a talk.
    for facts in [
        json!({ "control.id_holder": "escort" }),
        json!({ "money.ticket_payer": "recruiter" }),
        json!({ "job.sector": "plantation" }),
        json!({ "hist.deported": true }),
        json!({ "person.language": "Bugis" }),
    ] {
        assert_eq!(long(&departing(&facts)).1, "", "{facts}");
    }
    let mut answered = departing(&json!({}));
    answered
        .answered
        .insert(pack().vocabulary().question("D1").unwrap());
    assert_ne!(long(&answered).1, "", "D1 was answered in the room");
}

#[test]
fn whoever_wants_to_stop_is_asked_nothing_more_anywhere() {
    for person in [
        case(Leg::Departure, &json!({ "consent.stopped": true })),
        departing(&json!({ "consent.stopped": true, "control.id_holder": "escort" })),
        returning(&json!({ "consent.stopped": true, "cargo.for_other": true })),
    ] {
        let screening = pack().screen(&person);
        assert!(screening.next_questions.is_empty());
        assert!(pack().askable(&person).is_empty());
        assert_eq!(
            (screening.possible.lowest, screening.possible.highest),
            (screening.level, screening.level)
        );
        let mut silent = person.clone();
        silent.facts.remove(&fact("consent.stopped"));
        assert_eq!(
            screening.level,
            pack().screen(&silent).level,
            "stopping is no sign"
        );
    }
}

#[test]
fn the_form_itself_is_locked_at_the_open_counter() {
    let shows = |person: &Case, id: &str| {
        let question = pack().vocabulary().question(id).unwrap();
        pack().shows(question, person)
    };
    let counter = departing(&json!({}));
    for id in ["B1", "C7", "D4", "E1", "H2", "I1", "I2"] {
        assert_eq!(shows(&counter, id), Truth::False, "{id}");
    }
    for id in ["A1", "A4", "K3", "T6"] {
        assert_eq!(shows(&counter, id), Truth::True, "{id}");
    }
    let room = with(
        counter,
        json!({ "consent.room_private": true, "consent.talk": "yes" }),
    );
    assert_eq!(shows(&room, "I2"), Truth::True);
    assert_eq!(shows(&room, "D3"), Truth::Unknown, "the debt is not known");
}
