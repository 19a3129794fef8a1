//! Facts that follow from others: the child status from ages, a fee in months of wage.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;

use common::{case, departing, fact, know, pack, without};
use serde_json::{Value, json};
use suar_rules::{Case, FactUsed, Leg, Level, LevelRule, State, Statement, Strength};

fn used(case: &Case, indicator: &str, id: &str) -> Option<FactUsed> {
    let explanation = pack().explain(case);
    let facts = &explanation.reason(indicator).unwrap().facts;
    facts.iter().find(|used| used.fact == fact(id)).cloned()
}

#[test]
fn no_statement_makes_an_adult_of_a_child_by_age() {
    for (ages, status) in [
        (json!({ "person.age_years": 16 }), "child"),
        (json!({ "person.age_stated": 17 }), "child"),
        (
            json!({ "person.age_years": 22, "person.age_stated": 16 }),
            "doubt",
        ),
        (json!({ "doc.birth_evidence": "minor" }), "doubt"),
    ] {
        for stated in ["adult", "doubt", "child"] {
            let mut person = without(departing(&ages), &[]);
            if ages.get("person.age_years").is_none() {
                person = without(person, &["person.age_years"]);
            }
            know(
                &mut person,
                json!({ "person.child_status": stated })
                    .as_object()
                    .unwrap(),
            );
            let screening = pack().screen(&person);
            assert_eq!(screening.level, Level::Lindungi, "{ages}, stated {stated}");
            assert!(screening.rules.contains(&LevelRule::L1));
            let found = used(&person, "TIP-30", "person.child_status").unwrap();
            let most = if stated == "child" { "child" } else { status };
            assert_eq!(*found.value.as_json(), most, "{ages}, stated {stated}");
            let overruled = found.overruled.as_ref().map(|value| value.as_json());
            let expected = json!(stated);
            assert_eq!(
                overruled,
                (stated != most).then_some(&expected),
                "what was stated is shown where it does not stand"
            );
            assert_eq!(found.derived, stated != most);
        }
    }
}

#[test]
fn a_child_by_statement_stays_one_whatever_the_passport_says() {
    for stated in ["child", "doubt"] {
        let person = departing(&json!({ "person.child_status": stated, "person.age_years": 30 }));
        assert_eq!(pack().screen(&person).level, Level::Lindungi);
        let found = used(&person, "TIP-30", "person.child_status").unwrap();
        assert_eq!(*found.value.as_json(), stated);
        assert!(!found.derived && found.overruled.is_none());
    }
    let adult = departing(&json!({ "person.child_status": "adult" }));
    let found = used(&adult, "TIP-30", "person.child_status").unwrap();
    assert!(!found.derived, "the age agrees with what was stated");
}

#[test]
fn whoever_stated_the_overruled_status_is_named() {
    let mut person = departing(&json!({ "person.age_years": 16 }));
    let status = fact("person.child_status");
    let vocabulary = pack().vocabulary();
    person.state(
        status,
        Statement {
            value: vocabulary.value(status, &json!("adult")).unwrap(),
            source: vocabulary.source("B2").unwrap(),
            at: Some("2026-11-24T01:00:00Z".to_owned()),
        },
    );
    let found = used(&person, "TIP-30", "person.child_status").unwrap();
    assert_eq!(*found.value.as_json(), "child");
    assert_eq!(
        found.source, None,
        "nobody said so: it follows from the age"
    );
    assert_eq!(found.contradicting.len(), 1);
    assert_eq!(found.contradicting[0].source.as_str(), "B2");
    assert_eq!(*found.contradicting[0].value.as_json(), "adult");
}

/// State and strength of TIP-40.
fn fee(facts: Value) -> (State, Strength) {
    let mut person = case(Leg::Departure, &json!({ "money.fee_receiver": "broker" }));
    know(&mut person, facts.as_object().unwrap());
    let screening = pack().screen_as_is(&person);
    let finding = screening.finding("TIP-40").unwrap();
    (finding.state, finding.strength)
}

#[test]
fn a_fee_is_compared_with_the_promised_wage_where_both_are_known() {
    let cases = [
        (json!({ "money.fee_amount": 4_000_000 }), Strength::Weak),
        (json!({ "money.fee_amount": 6_000_000 }), Strength::Medium),
        (
            json!({ "money.fee_amount": 4_000_000, "job.wage_promised": 3_000_000 }),
            Strength::Medium,
        ),
        (
            json!({ "money.fee_amount": 6_000_000, "job.wage_promised": 6_000_000 }),
            Strength::Weak,
        ),
        (
            json!({ "money.fee_amount": 6_000_001, "job.wage_promised": 6_000_000 }),
            Strength::Medium,
        ),
        (
            json!({ "money.fee_amount": 4_000_000, "job.wage_promised": 0 }),
            Strength::Weak,
        ),
        (json!({ "job.wage_promised": 3_000_000 }), Strength::Weak),
        (
            json!({ "money.fee_amount": 9_000_000, "job.wage_promised": 1_000_000, "money.fee_months_of_wage": 0.5 }),
            Strength::Weak,
        ),
    ];
    for (facts, strength) in cases {
        assert_eq!(fee(facts.clone()), (State::Present, strength), "{facts}");
    }
}

#[test]
fn a_derived_fee_is_shown_as_derived() {
    let person = departing(&json!({
        "money.fee_receiver": "broker", "money.fee_amount": 4_500_000, "job.wage_promised": 3_000_000,
    }));
    let found = used(&person, "TIP-40", "money.fee_months_of_wage").unwrap();
    assert_eq!(*found.value.as_json(), json!(1.5));
    assert!(found.derived && found.source.is_none());
    let explanation = pack().explain(&person);
    let unused = explanation
        .unused
        .iter()
        .find(|unused| unused.fact == fact("job.wage_promised"));
    assert_eq!(unused, None, "the wage was used");
}

#[test]
fn the_wage_that_makes_a_fee_small_or_large_is_found_before_it_is_asked() {
    // Six million without a receipt are medium while the wage is not known; a wage of six million makes it weak.
    let mut person = departing(&json!({
        "money.fee_receiver": "office", "money.fee_amount": 6_000_000, "money.fee_receipt": false, "consent.room_private": true, "consent.talk": "yes",
    }));
    for question in pack().vocabulary().questions() {
        if question.is_asked() && question.as_str() != "C5" {
            let open = question
                .facts()
                .into_iter()
                .chain(question.inputs().iter().copied());
            let open: Vec<_> = open
                .filter(|fact| !person.facts.contains_key(fact))
                .collect();
            person.refused.extend(open);
        }
    }
    let screening = pack().screen(&person);
    assert_eq!(screening.level, Level::Lengkapi);
    assert_eq!(screening.possible.lowest, Level::Siap, "a high wage");
    let asked: Vec<&str> = screening
        .next_questions
        .iter()
        .map(|question| question.as_str())
        .collect();
    assert_eq!(asked, ["C5"]);
}

#[test]
fn a_change_of_fee_or_wage_is_a_counterfactual_and_holds_when_tried() {
    let person = departing(&json!({
        "money.fee_receiver": "office", "money.fee_amount": 4_500_000, "money.fee_receipt": false,
        "job.wage_promised": 3_000_000,
    }));
    let found = pack().counterfactuals(&person);
    assert_eq!(found.level, Level::Lengkapi);
    for id in ["money.fee_amount", "job.wage_promised"] {
        let set = found
            .lower
            .iter()
            .find(|set| set.changes.len() == 1 && set.changes[0].fact == fact(id));
        let set = set.unwrap_or_else(|| panic!("{id} is not offered"));
        let level = pack().screen_as_is(&set.applied_to(&person)).level;
        assert_eq!(level, Level::Siap, "{id}");
    }
    let offered = found.lower.iter().chain(&found.higher);
    let mut facts = offered.flat_map(|set| &set.changes);
    assert!(
        !facts.any(|change| change.fact == fact("money.fee_months_of_wage")),
        "what follows from others is not changed by itself"
    );
}

#[test]
fn what_is_new_since_a_clearance_makes_what_follows_from_it_new() {
    let facts = json!({
        "money.fee_receiver": "none", "money.fee_amount": 6_000_000, "money.fee_receipt": false,
        "job.wage_promised": 3_000_000, "hist.cleared_recently": true,
    });
    let mut person = departing(&facts);
    let state = |person: &Case| pack().screen_as_is(person).finding("TIP-40").unwrap().state;
    assert_eq!(state(&person), State::Withdrawn);
    person.changed.insert(fact("job.wage_promised"));
    assert_eq!(state(&person), State::Present, "the wage is another one");
}
