//! Cases in few words, for the tests of the engine.
#![allow(dead_code, reason = "each test binary uses a part")]

use serde_json::{Map, Value};
use suar_rules::{Case, FactId, FactKind, FactValue, Leg, Pack, Stage};

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

/// The reported cases: id and case.
pub fn reported() -> Vec<(String, Case)> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/cases/dev-cases.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let read = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        let leg = if row["leg"] == "return" {
            Leg::Return
        } else {
            Leg::Departure
        };
        let mut case = case(leg, &row["facts"]);
        case.as_of = row["as_of"].as_str().unwrap().parse().unwrap();
        case.manifest_only = case.rests_on_manifest();
        (row["id"].as_str().unwrap().to_owned(), case)
    };
    text.lines().map(read).collect()
}

/// The generator of Steele, Lea and Flood (`SplitMix64`): a few lines, the same numbers everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    /// Anyone, with so many facts tried at random. Facts of danger are rare: they would decide everything alone.
    pub fn case(&mut self, facts: usize) -> Case {
        let all: Vec<FactId> = pack().vocabulary().facts().collect();
        let leg = if self.below(3) == 0 {
            Leg::Return
        } else {
            Leg::Departure
        };
        let mut case = case(leg, &Value::Object(Map::new()));
        for _ in 0..facts {
            let fact = all[self.below(all.len())];
            let id = fact.as_str();
            let danger = id.starts_with("harm.")
                || [
                    "wish.safe_to_leave",
                    "money.cancel_consequence",
                    "control.movement",
                ]
                .contains(&id)
                || id == "link.open_protection_case_match";
            if !danger || self.below(12) == 0 {
                let choice = self.below(1 << 20) as u32;
                case.facts.insert(fact, value(fact, choice));
            }
        }
        if self.below(8) == 0 {
            case.facts
                .retain(|fact, _| fact.is_filled_by("manifest") || fact.is_filled_by("registry"));
            case.manifest_only = true;
        }
        case
    }
}

/// A value for a fact, by a number.
pub fn value(fact: FactId, choice: u32) -> FactValue {
    use serde_json::json;
    let values = fact.values();
    let pick = |index: u32| values[index as usize % values.len()].clone();
    let json = match fact.kind() {
        FactKind::Bool => json!(choice.is_multiple_of(2)),
        FactKind::Int => json!(choice % 40),
        FactKind::Money => json!(u64::from(choice % 40) * 1_000_000),
        FactKind::Decimal => json!(f64::from(choice % 30) / 10.0),
        FactKind::Date => json!(format!("2026-11-{:02}", 1 + choice % 28)),
        FactKind::Enum => json!(pick(choice)),
        FactKind::Set => json!([pick(choice), pick(choice / 7)]),
        FactKind::Text => json!("x"),
    };
    pack().vocabulary().value(fact, &json).unwrap()
}
