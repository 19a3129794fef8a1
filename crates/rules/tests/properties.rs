//! What must hold for every case, whatever is known.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;

use common::{fact, pack};
use proptest::prelude::*;
use serde_json::{Value, json};
use suar_rules::{Case, FactId, FactKind, FactValue, Leg, Level, Stage, State, Strength};

/// A value for a fact, by a number.
fn value(fact: FactId, choice: u32) -> FactValue {
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

fn cases(known: std::ops::Range<usize>) -> impl Strategy<Value = Case> {
    let facts: Vec<FactId> = pack().vocabulary().facts().collect();
    let chosen = proptest::collection::vec((0..facts.len(), any::<u32>()), known);
    (any::<bool>(), any::<bool>(), chosen).prop_map(move |(home, manifest, chosen)| {
        let (leg, stage) = if home {
            (Leg::Return, Stage::Return)
        } else {
            (Leg::Departure, Stage::Port)
        };
        let mut case = Case::new(leg, stage, "2026-11-24".parse().unwrap());
        for (index, choice) in chosen {
            case.facts.insert(facts[index], value(facts[index], choice));
        }
        case.manifest_only = manifest && case.rests_on_manifest();
        case
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_case_has_an_answer_within_its_interval(case in cases(0..60)) {
        let screening = pack().screen(&case);
        prop_assert!(screening.possible.lowest <= screening.level);
        prop_assert!(screening.level <= screening.possible.highest);
        let settled = screening.possible.lowest == screening.possible.highest;
        prop_assert!(!settled || screening.next_questions.is_empty(), "nothing to ask when settled");
        prop_assert_eq!(pack().screen(&case), screening, "the same case has the same answer");
    }

    #[test]
    fn a_refusal_never_raises_the_level(case in cases(0..40), refused in proptest::collection::vec(0usize..221, 1..20)) {
        let before = pack().screen(&case);
        let mut after = case.clone();
        let facts: Vec<FactId> = pack().vocabulary().facts().collect();
        after.refused.extend(refused.into_iter().map(|index| facts[index]).filter(|fact| !case.facts.contains_key(fact)));
        let after = pack().screen(&after);
        prop_assert!(after.level <= before.level, "{:?} became {:?}", before.level, after.level);
        prop_assert!(after.possible.highest <= before.possible.highest, "refusing closes ways, it opens none");
    }

    #[test]
    fn forgetting_a_present_sign_never_adds_a_strong_one(case in cases(1..30)) {
        // Unknown is not risk: without any fact there is no sign in the lanes of trafficking and courier.
        let mut empty = case;
        empty.facts.clear();
        let screening = pack().screen(&empty);
        prop_assert!(screening.level <= Level::Lengkapi);
        let signs = screening.findings.iter().filter(|finding| {
            finding.state == State::Present && matches!(finding.strength, Strength::Strong | Strength::Medium)
        });
        prop_assert_eq!(signs.count(), 0);
    }

    #[test]
    fn what_no_rule_may_read_changes_nothing(case in cases(0..40), choice in any::<u32>()) {
        let before = pack().screen(&case);
        let mut after = case;
        for fact in pack().vocabulary().facts().filter(|fact| !fact.is_rule_input()) {
            after.facts.insert(fact, value(fact, choice));
        }
        let after = pack().screen(&after);
        let signs = |screening: &suar_rules::Screening| {
            let findings = screening.findings.iter().filter(|finding| finding.id.as_str() != "DOC-19");
            findings.map(|finding| (finding.id.clone(), finding.state, finding.strength)).collect::<Vec<_>>()
        };
        prop_assert_eq!(signs(&before), signs(&after));
        prop_assert_eq!(before.lanes.trafficking, after.lanes.trafficking);
        prop_assert_eq!(before.lanes.courier, after.lanes.courier);
    }

    #[test]
    fn an_answer_to_a_proposed_question_stays_within_the_interval(case in cases(0..30)) {
        let screening = pack().screen(&case);
        for question in screening.next_questions.iter().take(4) {
            for option in question.options() {
                let mut answered = case.clone();
                let contradicts = option.sets().iter().any(|(fact, value)| {
                    case.facts.get(fact).is_some_and(|known| known != value)
                });
                if contradicts {
                    continue;
                }
                answered.facts.extend(option.sets().iter().cloned());
                answered.manifest_only = false;
                let level = pack().screen_as_is(&answered).level;
                prop_assert!(level <= screening.possible.highest, "{question}, key {}", option.key());
                prop_assert!(level >= screening.possible.lowest, "{question}, key {}", option.key());
            }
        }
    }
}

#[test]
fn the_search_for_the_ends_of_the_interval_finds_what_all_combinations_find() {
    // Three questions are left: small enough to try every combination here by hand.
    let left = [
        "trip.arranged_by",
        "control.call_freedom",
        "recruit.told_what_to_say",
    ];
    let mut case = common::departing(&json!({ "recruit.source": "broker" }));
    for question in pack()
        .vocabulary()
        .questions()
        .filter(|question| question.is_asked())
    {
        let facts = question.facts();
        let open = facts
            .iter()
            .chain(question.inputs())
            .filter(|fact| !case.facts.contains_key(fact));
        let closed: Vec<FactId> = open
            .copied()
            .filter(|fact| !left.contains(&fact.as_str()))
            .collect();
        case.refused.extend(closed);
    }
    let mut levels = Vec::new();
    let options = |id: &str| -> Vec<Value> {
        let fact = fact(id);
        match fact.kind() {
            FactKind::Bool => vec![Value::Null, json!(true), json!(false)],
            _ => std::iter::once(Value::Null)
                .chain(fact.values().iter().map(|value| json!(value)))
                .collect(),
        }
    };
    for first in options(left[0]) {
        for second in options(left[1]) {
            for third in options(left[2]) {
                let mut tried = case.clone();
                for (id, json) in left
                    .iter()
                    .zip([&first, &second, &third])
                    .filter(|(_, json)| !json.is_null())
                {
                    tried
                        .facts
                        .insert(fact(id), pack().vocabulary().value(fact(id), json).unwrap());
                }
                levels.push(pack().screen_as_is(&tried).level);
            }
        }
    }
    let screening = pack().screen(&case);
    assert_eq!(
        Some(screening.possible.lowest),
        levels.iter().min().copied()
    );
    assert_eq!(
        Some(screening.possible.highest),
        levels.iter().max().copied()
    );
}
