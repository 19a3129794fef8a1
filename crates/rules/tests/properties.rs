//! What must hold for every case, whatever is known.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;

use common::{Random, fact, pack, value};
use proptest::prelude::*;
use serde_json::{Value, json};
use suar_rules::{Case, FactId, FactKind, Leg, Level, Stage, State, Strength};

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
    fn what_is_not_known_is_never_more_than_a_gap(
        case in cases(0..1),
        refused in proptest::collection::vec(0usize..221, 0..80),
        dont_know in proptest::collection::vec(0usize..221, 0..80),
        changed in proptest::collection::vec(0usize..221, 0..80),
        manifest in any::<bool>(),
    ) {
        // Unknown is not risk: without any fact there is no sign in the lanes of trafficking and courier.
        let facts: Vec<FactId> = pack().vocabulary().facts().collect();
        let mut empty = case;
        empty.facts.clear();
        empty.refused.extend(refused.into_iter().map(|index| facts[index]));
        empty.dont_know.extend(dont_know.into_iter().map(|index| facts[index]));
        empty.changed.extend(changed.into_iter().map(|index| facts[index]));
        empty.manifest_only = manifest;
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

#[test]
fn whatever_else_is_answered_the_level_stays_within_the_interval() {
    let mut random = Random(7);
    let mut answered = 0;
    for round in 0..1_500 {
        let known = random.below(40);
        let mut case = random.case(known);
        if round % 2 == 0 {
            // Someone of whom nothing bad is known, where the interval is wide.
            case = common::departing(&json!({}));
            for _ in 0..random.below(4) {
                let fact = pack().vocabulary().facts().nth(random.below(221)).unwrap();
                case.facts
                    .insert(fact, value(fact, random.below(1 << 20) as u32));
            }
        }
        let screening = pack().screen(&case);
        let mut questions = pack().askable(&case);
        let mut now = case.clone();
        // Several answers, in any order; each only as far as it contradicts nothing.
        for _ in 0..1 + random.below(8) {
            if questions.is_empty() {
                break;
            }
            let question = questions.swap_remove(random.below(questions.len()));
            let options = question.options();
            if options.is_empty() {
                continue;
            }
            let option = &options[random.below(options.len())];
            let agrees = option
                .sets()
                .iter()
                .all(|(fact, value)| now.facts.get(fact).is_none_or(|known| known == value));
            if !agrees || option.sets().is_empty() {
                continue;
            }
            now.facts.extend(option.sets().iter().cloned());
            now.manifest_only = false;
            answered += 1;
            let level = pack().screen_as_is(&now).level;
            assert!(
                (screening.possible.lowest..=screening.possible.highest).contains(&level),
                "round {round}: {level:?} after {question}, key {}, is not within {:?}",
                option.key(),
                screening.possible
            );
        }
    }
    assert!(answered > 3_000, "only {answered} answers were tried");
}

#[test]
fn a_number_entered_beside_the_answers_stays_within_the_interval() {
    let mut random = Random(17);
    let mut entered = 0;
    for _ in 0..1_500 {
        let mut case =
            common::departing(&json!({ "consent.room_private": true, "consent.talk": "yes" }));
        for _ in 0..random.below(6) {
            let fact = pack().vocabulary().facts().nth(random.below(221)).unwrap();
            if !fact.as_str().starts_with("harm.") && !fact.as_str().starts_with("consent.") {
                let choice = random.below(1 << 20) as u32;
                case.facts.insert(fact, value(fact, choice));
            }
        }
        let screening = pack().screen(&case);
        for question in pack().askable(&case) {
            for fact in question.inputs() {
                let is_open = !case.facts.contains_key(fact) && fact.is_rule_input();
                if !is_open || fact.as_str() == "person.child_status" {
                    continue;
                }
                let mut now = case.clone();
                now.facts
                    .insert(*fact, value(*fact, random.below(1 << 20) as u32));
                entered += 1;
                let level = pack().screen_as_is(&now).level;
                assert!(
                    (screening.possible.lowest..=screening.possible.highest).contains(&level),
                    "{level:?} by {fact} of {question} is not within {:?}",
                    screening.possible
                );
            }
        }
    }
    assert!(entered > 3_000, "{entered} values were entered");
}
