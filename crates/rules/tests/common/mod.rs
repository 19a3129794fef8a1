//! Cases in few words, for the tests of the engine.
#![allow(dead_code, reason = "each test binary uses a part")]

use serde_json::{Map, Value};
use suar_rules::{Case, FactId, Leg, Pack, Stage};

/// The shipped pack.
pub fn pack() -> &'static Pack {
    Pack::builtin().unwrap_or_else(|errors| panic!("the shipped pack is broken:\n{errors}"))
}

/// The fact with this id.
pub fn fact(id: &str) -> FactId {
    pack()
        .vocabulary()
        .fact(id)
        .unwrap_or_else(|| panic!("no fact {id}"))
}

/// Adds facts to a case.
pub fn know(case: &mut Case, facts: &Map<String, Value>) {
    for (id, value) in facts {
        let id = fact(id);
        let value = pack()
            .vocabulary()
            .value(id, value)
            .unwrap_or_else(|error| panic!("{error}"));
        case.facts.insert(id, value);
    }
}

/// A case with these facts.
pub fn case(leg: Leg, facts: &Value) -> Case {
    let stage = if leg == Leg::Return {
        Stage::Return
    } else {
        Stage::Port
    };
    let mut case = Case::new(leg, stage, "2026-11-24".parse().unwrap());
    know(&mut case, facts.as_object().unwrap());
    case
}

/// A departing adult who answered the core questions and carries complete papers, with further facts on top.
pub fn departing(facts: &Value) -> Case {
    let mut case = case(
        Leg::Departure,
        &serde_json::json!({
            "person.age_years": 30, "trip.purpose": "work", "trip.admitted_work": true,
            "control.id_holder": "self", "control.phone_holder": "self", "cargo.for_other": false,
            "wish.feels_safe": "yes", "job.match": "same", "job.employer_known": true,
            "doc.travel_document": "passport", "doc.passport_valid_months": 40,
            "trip.scheme": "p2p_p3mi", "doc.placement_docs": "all",
        }),
    );
    know(&mut case, facts.as_object().unwrap());
    case
}

/// Someone coming home who answered the core questions.
pub fn returning(facts: &Value) -> Case {
    let mut case = case(
        Leg::Return,
        &serde_json::json!({
            "person.age_years": 30, "cargo.for_other": false, "money.ticket_payer": "self",
            "wish.feels_safe": "yes", "doc.travel_document": "passport", "doc.passport_valid_months": 10,
        }),
    );
    know(&mut case, facts.as_object().unwrap());
    case
}

/// Forgets facts.
pub fn without(mut case: Case, ids: &[&str]) -> Case {
    for id in ids {
        assert!(case.facts.remove(&fact(id)).is_some(), "{id} was not known");
    }
    case
}
