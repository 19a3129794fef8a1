//! What would change the level: exact, smallest, and never about what cannot be checked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Random, case, departing, fact, pack, reported, returning, without};
use serde_json::{Value, json};
use suar_rules::{Case, Counterfactual, Counterfactuals, FactId, FactKind, FactValue, Leg, Level};

fn level(case: &Case) -> Level {
    pack().screen_as_is(case).level
}

/// Facts and level of a set, in words.
fn words(set: &Counterfactual) -> String {
    let changes: Vec<String> = set
        .changes
        .iter()
        .map(|change| {
            let to: Vec<String> = change
                .to
                .iter()
                .map(|to| to.as_json().to_string())
                .collect();
            format!("{} to {}", change.fact, to.join(" or "))
        })
        .collect();
    format!("{}: {}", set.level.as_str(), changes.join(" and "))
}

fn all(found: &Counterfactuals) -> impl Iterator<Item = &Counterfactual> {
    found.lower.iter().chain(&found.higher)
}

/// Every set changes the level as it says, each of its values does, and no smaller set leads there.
fn check(case: &Case) -> Counterfactuals {
    let found = pack().counterfactuals(case);
    assert_eq!(found.level, level(case));
    let singles: BTreeSet<(FactId, Level)> = all(&found)
        .filter(|set| set.changes.len() == 1)
        .map(|set| (set.changes[0].fact, set.level))
        .collect();
    for set in all(&found) {
        assert_ne!(set.level, found.level);
        assert_eq!(level(&set.applied_to(case)), set.level, "{}", words(set));
        for (index, change) in set.changes.iter().enumerate() {
            for value in &change.to {
                let mut other = set.clone();
                other.changes[index].to = vec![value.clone()];
                assert_eq!(
                    level(&other.applied_to(case)),
                    set.level,
                    "{}",
                    words(&other)
                );
            }
            let alone = set.changes.len() == 1 || !singles.contains(&(change.fact, set.level));
            assert!(alone, "{} is not smallest", words(set));
            assert!(
                !case.refused.contains(&change.fact),
                "refused: {}",
                words(set)
            );
            assert!(change.fact.is_rule_input(), "{}", words(set));
        }
    }
    let mut seen = BTreeSet::new();
    for set in all(&found) {
        let facts: Vec<FactId> = set.changes.iter().map(|change| change.fact).collect();
        assert!(seen.insert((facts, set.level)), "twice: {}", words(set));
    }
    found
}

#[test]
fn one_sign_of_coercion_falls_with_the_passport_in_hand() {
    let found = check(&departing(&json!({ "control.id_holder": "escort" })));
    assert_eq!(found.level, Level::Dalami);
    let first = found.lower.first().unwrap();
    assert_eq!(
        words(first),
        r#"siap: control.id_holder to "self" or "family" or "p3mi" or "employer""#
    );
    assert_eq!(first.changes[0].now.as_ref().unwrap().as_json(), "escort");
    let given_back = found
        .lower
        .iter()
        .any(|set| set.changes.len() == 1 && set.changes[0].fact == fact("control.id_on_request"));
    assert!(
        given_back,
        "a passport given back on request withdraws the sign"
    );
}

#[test]
fn two_signs_need_two_changes() {
    // Example 6: coached and arranged (D3), unlicensed (PORT): dalami by two medium signs with conduct.
    let person = departing(&json!({
        "doc.medical": false, "trip.ticket_handover": true,
    }));
    let found = check(&person);
    assert_eq!(found.level, Level::Lengkapi);
    let pair = found.lower.iter().find(|set| {
        let facts: Vec<&str> = set
            .changes
            .iter()
            .map(|change| change.fact.as_str())
            .collect();
        facts == ["doc.medical", "trip.ticket_handover"]
    });
    assert!(
        pair.is_some_and(|pair| pair.level == Level::Siap),
        "neither alone is enough"
    );
    assert!(
        found.lower.iter().all(|set| set.changes.len() == 2),
        "paper and sign hold the level each by itself"
    );
}

#[test]
fn age_and_danger_are_named_and_never_offered() {
    let child = check(&departing(&json!({ "person.age_years": 16 })));
    assert_eq!(child.level, Level::Lindungi);
    let fixed: Vec<(&str, Level)> = child
        .fixed
        .iter()
        .map(|each| (each.fact.as_str(), each.without))
        .collect();
    assert_eq!(fixed, [("person.age_years", Level::Siap)]);
    let threatened = check(&departing(
        &json!({ "money.cancel_consequence": "threatened" }),
    ));
    assert_eq!(threatened.level, Level::Lindungi);
    assert!(
        threatened.lower.is_empty(),
        "{:?}",
        threatened.lower.first().map(words)
    );
    assert_eq!(threatened.fixed[0].fact, fact("money.cancel_consequence"));
    let hurt = check(&departing(&json!({ "harm.violence": true })));
    assert!(hurt.lower.is_empty() && hurt.fixed[0].fact == fact("harm.violence"));
}

#[test]
fn what_cannot_be_checked_is_never_offered() {
    let never = [
        "person.age",
        "person.child",
        "person.occupation",
        "person.literacy",
        "harm.",
        "hist.",
        "link.",
        "ret.",
        "vul.",
        "wish.",
        "consent.",
        "service.",
        "doc.birth_evidence",
        "doc.identity_conflict",
    ];
    for (id, person) in reported() {
        for set in all(&check(&person)) {
            for change in &set.changes {
                let name = change.fact.as_str();
                assert!(
                    !never.iter().any(|group| name.starts_with(group)),
                    "{id}: {}",
                    words(set)
                );
            }
        }
    }
}

#[test]
fn every_set_for_random_people_holds_when_tried() {
    let mut random = Random(11);
    let mut sets = 0;
    for _ in 0..16 {
        let facts = random.below(60);
        sets += all(&check(&random.case(facts))).count();
    }
    assert!(sets > 100, "{sets} sets");
}

#[test]
fn before_anybody_is_met_only_what_a_manifest_says_is_offered() {
    let rows = [
        json!({ "person.age_years": 16, "trip.purpose": "work" }),
        json!({ "person.age_years": 30, "trip.purpose": "work", "money.ticket_payer": "recruiter" }),
        json!({ "trip.departure_point": "informal_jetty", "money.ticket_payer": "new_acquaintance" }),
        json!({ "doc.passport_valid_months": 3, "trip.purpose": "family_visit" }),
    ];
    let mut sets = 0;
    for row in rows {
        let mut person = case(Leg::Departure, &row);
        person.manifest_only = person.rests_on_manifest();
        assert!(person.manifest_only, "{row}");
        let found = check(&person);
        for set in all(&found) {
            sets += 1;
            let mut changed = set.applied_to(&person);
            assert!(changed.manifest_only, "{row}: {}", words(set));
            // As any caller would judge it: is the changed case still one of the manifest stage?
            changed.manifest_only = changed.rests_on_manifest();
            assert_eq!(level(&changed), set.level, "{row}: {}", words(set));
        }
        check_complete(&person, 1);
    }
    assert!(sets > 10, "{sets} sets");
    let mut child = case(
        Leg::Departure,
        &json!({ "person.age_years": 16, "trip.purpose": "work" }),
    );
    child.manifest_only = true;
    let found = check(&child);
    assert_eq!(found.level, Level::Dalami, "capped");
    assert!(
        found.higher.is_empty(),
        "no list of passengers lifts the cap"
    );
    assert_eq!(found.fixed[0].fact, fact("person.age_years"));
}

#[test]
fn refused_questions_are_left_alone() {
    let mut person = departing(&json!({ "control.id_holder": "escort" }));
    let before = check(&person);
    let offered = |found: &Counterfactuals| {
        all(found)
            .flat_map(|set| &set.changes)
            .any(|change| change.fact == fact("trip.met_by"))
    };
    assert!(offered(&before));
    person.refused.insert(fact("trip.met_by"));
    assert!(!offered(&check(&person)));
}

#[test]
fn papers_under_the_tick_and_the_tick_itself_are_tried() {
    let person = without(
        departing(&json!({ "doc.medical": false })),
        &["doc.placement_docs"],
    );
    let found = check(&person);
    assert_eq!(found.level, Level::Lengkapi);
    let pair = found.lower.iter().find(|set| {
        let facts: Vec<&str> = set
            .changes
            .iter()
            .map(|change| change.fact.as_str())
            .collect();
        facts == ["doc.placement_docs", "doc.medical"]
    });
    assert!(
        pair.is_some_and(|pair| pair.level == Level::Siap),
        "the certificate, and the tick for the rest"
    );
}

/// Values to try by hand: all of an enum, each of a set alone, none and all, and numbers around those of the rules.
fn values(fact: FactId) -> Vec<FactValue> {
    let numbers = || {
        [
            0, 1, 2, 3, 5, 6, 7, 10, 14, 30, 60, 90, 400, 5_000_000, 30_000_000,
        ]
    };
    let values: Vec<Value> = match fact.kind() {
        FactKind::Bool => vec![json!(true), json!(false)],
        FactKind::Enum => fact.values().iter().map(|value| json!(value)).collect(),
        FactKind::Set => fact
            .values()
            .iter()
            .map(|value| json!([value]))
            .chain([json!([]), json!(fact.values())])
            .collect(),
        FactKind::Int | FactKind::Money => numbers().iter().map(|number| json!(number)).collect(),
        FactKind::Decimal => [0.5, 1.0, 1.5, 2.5, 4.0]
            .iter()
            .map(|number| json!(number))
            .collect(),
        FactKind::Date | FactKind::Text => Vec::new(),
    };
    values
        .iter()
        .map(|value| pack().vocabulary().value(fact, value).unwrap())
        .collect()
}

fn with(case: &Case, changes: &[(FactId, &FactValue)]) -> Level {
    let mut changed = case.clone();
    for (fact, value) in changes {
        changed.facts.insert(*fact, (*value).clone());
    }
    level(&changed)
}

/// Facts that may be offered, by the rule of the module written down once more.
fn offerable(case: &Case) -> Vec<FactId> {
    let danger = [
        "money.cancel_consequence",
        "control.movement",
        "cargo.can_refuse",
    ];
    let groups = [
        "doc.",
        "trip.",
        "job.",
        "money.",
        "recruit.",
        "control.",
        "companion.",
        "cargo.",
        "fin.",
    ];
    let checkable = |fact: &FactId| {
        let id = fact.as_str();
        let paper = [
            "doc.birth_evidence",
            "doc.identity_conflict",
            "doc.ban_active",
        ]
        .contains(&id);
        let group = groups.iter().any(|group| id.starts_with(group))
            || ["person.nik_present", "person.local_border_resident"].contains(&id);
        let in_time =
            !case.manifest_only || fact.is_filled_by("manifest") || fact.is_filled_by("registry");
        let known_danger = danger.contains(&id) && case.facts.contains_key(fact);
        fact.is_rule_input()
            && in_time
            && group
            && !paper
            && !known_danger
            && !case.refused.contains(fact)
    };
    pack().vocabulary().facts().filter(checkable).collect()
}

/// Tries every single fact, and every pair of facts whose places in the list fall on a step, the long way.
fn check_complete(case: &Case, step: usize) {
    let found = check(case);
    let mut given: BTreeMap<Vec<FactId>, BTreeSet<Level>> = BTreeMap::new();
    for set in all(&found) {
        let facts = set.changes.iter().map(|change| change.fact).collect();
        given.entry(facts).or_default().insert(set.level);
    }
    let facts = offerable(case);
    let mut alone: Vec<BTreeSet<Level>> = Vec::new();
    for fact in &facts {
        let levels: BTreeSet<Level> = values(*fact)
            .iter()
            .map(|value| with(case, &[(*fact, value)]))
            .filter(|level| *level != found.level)
            .collect();
        let known = given.get(&vec![*fact]).cloned().unwrap_or_default();
        assert!(
            levels.is_subset(&known),
            "{fact}: {levels:?} is not in {known:?}"
        );
        alone.push(known);
    }
    let mut pair = 0;
    for (one, first) in facts.iter().enumerate() {
        for (two, second) in facts.iter().enumerate().skip(one + 1) {
            pair += 1;
            if pair % step != 0 {
                continue;
            }
            let known = given
                .get(&vec![*first, *second])
                .cloned()
                .unwrap_or_default();
            for left in values(*first) {
                for right in values(*second) {
                    let reached = with(case, &[(*first, &left), (*second, &right)]);
                    let expected = reached != found.level
                        && !alone[one].contains(&reached)
                        && !alone[two].contains(&reached);
                    assert!(
                        !expected || known.contains(&reached),
                        "{first} and {second} reach {reached:?}, given were {known:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn nothing_is_left_out() {
    check_complete(&departing(&json!({ "control.id_holder": "escort" })), 23);
    check_complete(
        &departing(&json!({
            "recruit.told_what_to_say": true, "trip.arranged_by": "recruiter", "recruit.source": "broker",
        })),
        29,
    );
    check_complete(
        &returning(&json!({ "cargo.for_other": true, "cargo.owner_relation": "unknown" })),
        31,
    );
    check_complete(
        &departing(
            &json!({ "trip.departure_point": "informal_jetty", "job.wage_contract": 4_000_000 }),
        ),
        37,
    );
    check_complete(
        &case(Leg::Departure, &json!({ "trip.purpose": "work" })),
        41,
    );
}

#[test]
fn a_whole_small_world_is_left_out_nowhere() {
    // Every pair, over a case where most questions were refused.
    let mut person =
        departing(&json!({ "recruit.source": "broker", "money.repay_mode": "on_arrival" }));
    let open = [
        "recruit.source",
        "money.repay_mode",
        "money.repay",
        "trip.arranged_by",
        "trip.ticket_handover",
        "control.id_holder",
        "control.id_on_request",
        "doc.medical",
        "cargo.for_other",
        "cargo.owner_relation",
        "companion.group_kind",
        "recruit.licensed",
        "job.employer_known",
        "job.wage_known",
        "trip.departure_point",
        "trip.vessel_kind",
        "money.debt_to",
    ];
    for fact in offerable(&person) {
        if !open.contains(&fact.as_str()) {
            person.refused.insert(fact);
        }
    }
    check_complete(&person, 1);
}
