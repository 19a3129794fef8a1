//! An interval that is open has something to ask, and what was answered, refused or said elsewhere is not asked again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;

use common::{Random, case, departing, fact, know, pack, reported, returning};
use serde_json::json;
use suar_rules::{Case, Leg, Level};

fn is_honest(name: &str, person: &Case) {
    let screening = pack().screen(person);
    let is_open = screening.possible.lowest != screening.possible.highest;
    assert_eq!(
        is_open,
        !screening.next_questions.is_empty(),
        "{name}: {:?} and {:?}",
        screening.possible,
        screening.next_questions
    );
    let askable = pack().askable(person);
    let mut proposed = screening.next_questions.iter();
    assert!(
        proposed.all(|question| askable.contains(question)),
        "{name}"
    );
}

#[test]
fn a_wish_that_is_not_decided_settles_the_last_question() {
    // R8, key 3: not decided. Nothing else will be said to it.
    let answered = json!({
        "wish.today": "undecided", "ret.wage_received": "full", "ret.docs_held": "self", "ret.free_to_leave": "yes",
        "link.prior_trips_60d": 0,
    });
    let mut person = returning(&json!({}));
    person.facts.remove(&fact("wish.feels_safe"));
    know(&mut person, answered.as_object().unwrap());
    let screening = pack().screen(&person);
    assert!(
        screening.next_questions.is_empty(),
        "{:?}",
        screening.next_questions
    );
    assert_eq!(
        screening.possible.lowest, screening.possible.highest,
        "nothing is left to ask"
    );
}

#[test]
fn an_open_interval_has_something_to_ask() {
    for (name, person) in reported() {
        is_honest(&name, &person);
    }
    is_honest("nobody", &case(Leg::Departure, &json!({})));
    let mut random = Random(23);
    for round in 0..2_000 {
        let facts = random.below(90);
        is_honest(&format!("round {round}"), &random.case(facts));
    }
}

#[test]
fn where_only_two_answers_together_move_the_level_they_are_proposed() {
    // The counter asked nothing yet and another sign makes dalami: passport (K3) and parcel (K5) together make lindungi.
    let person = case(
        Leg::Departure,
        &json!({ "person.age_years": 30, "trip.purpose": "family_visit", "trip.departure_point": "informal_jetty" }),
    );
    let screening = pack().screen(&person);
    assert_eq!(screening.possible.highest, Level::Lindungi);
    let asked: Vec<&str> = screening
        .next_questions
        .iter()
        .map(|question| question.as_str())
        .collect();
    assert!(asked.contains(&"K3") && asked.contains(&"K5"), "{asked:?}");
}

#[test]
fn a_single_choice_that_was_answered_in_part_is_not_read_further() {
    // E1 in the closed room said who holds the passport; K3 would ask both. The phone is asked about by E4.
    let mut person = departing(&json!({ "recruit.told_what_to_say": false }));
    person.facts.remove(&fact("control.phone_holder"));
    let counter = pack().vocabulary().question("K3").unwrap();
    assert!(!pack().askable(&person).contains(&counter));
}

#[test]
fn a_refused_question_stays_refused_beside_what_another_one_said() {
    // K3 was refused; E4 said that there is no phone.
    let mut person = departing(&json!({ "control.phone_holder": "no_phone" }));
    person.facts.remove(&fact("control.id_holder"));
    person.refused.insert(fact("control.id_holder"));
    let counter = pack().vocabulary().question("K3").unwrap();
    assert!(!pack().askable(&person).contains(&counter));
    assert!(!pack().screen(&person).next_questions.contains(&counter));
}
