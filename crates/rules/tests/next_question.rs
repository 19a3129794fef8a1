//! The next best question: exactly those that can change the level, in the order of `levels.md` 5, and none that must
//! not be asked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;

use std::collections::BTreeSet;

use common::{case, departing, fact, know, pack, reported, returning, without};
use serde_json::json;
use suar_rules::{
    Case, FactId, FactValue, Form, Leg, Level, LevelRule, QuestionId, Screening, Truth,
};

fn ids(screening: &Screening) -> Vec<&'static str> {
    screening
        .next_questions
        .iter()
        .map(|question| question.as_str())
        .collect()
}

/// Every answer a question can be given: each choice of options that agree with each other and with what is known.
fn answers(question: QuestionId, case: &Case) -> Vec<Vec<(FactId, FactValue)>> {
    let options = question.options();
    let choices: Vec<u32> = if question.is_multi() {
        (1..1u32 << options.len()).collect()
    } else {
        (0..options.len()).map(|index| 1 << index).collect()
    };
    let united = |choice: u32| {
        let mut facts: Vec<(FactId, FactValue)> = Vec::new();
        for (index, option) in options.iter().enumerate() {
            if choice & (1 << index) == 0 {
                continue;
            }
            for (fact, value) in option.sets() {
                match (facts.iter_mut().find(|(known, _)| known == fact), value) {
                    // Who has paid nothing has not paid for a ticket.
                    (Some((_, FactValue::Set(known))), FactValue::Set(more))
                        if known.is_empty() != more.is_empty() =>
                    {
                        return None;
                    }
                    (Some((_, FactValue::Set(known))), FactValue::Set(more)) => {
                        known.extend(more.iter().cloned());
                    }
                    (Some((_, known)), value) if known != value => return None,
                    (Some(_), _) => {}
                    (None, value) => facts.push((*fact, value.clone())),
                }
            }
        }
        Some(facts)
    };
    let agrees = |facts: &Vec<(FactId, FactValue)>| {
        facts
            .iter()
            .all(|(fact, value)| case.facts.get(fact).is_none_or(|known| known == value))
            && facts.iter().any(|(fact, _)| !case.facts.contains_key(fact))
    };
    choices
        .into_iter()
        .filter_map(united)
        .filter(agrees)
        .collect()
}

/// What answering a question alone can do: (brings L1 or L2, levels moved, lowers).
fn effect(question: QuestionId, case: &Case, from: &Screening, shown: Level) -> (bool, u8, bool) {
    let mut effect = (false, 0, false);
    for answer in answers(question, case) {
        let mut answered = case.clone();
        let open = answer
            .into_iter()
            .filter(|(fact, _)| !case.refused.contains(fact));
        answered.facts.extend(open);
        let found = pack().screen_as_is(&answered);
        let newly = |rule| found.rules.contains(&rule) && !from.rules.contains(&rule);
        effect.0 |= newly(LevelRule::L1) || newly(LevelRule::L2);
        effect.1 = effect.1.max((found.level as u8).abs_diff(shown as u8));
        effect.2 |= found.level < from.level;
    }
    effect
}

/// Checks the questions of a case against the rule, the long way. Gives how many there are.
fn check(name: &str, case: &Case) -> usize {
    let screening = pack().screen(case);
    let settled = screening.possible.lowest == screening.possible.highest;
    if settled {
        assert!(
            screening.next_questions.is_empty(),
            "{name}: settled, nothing to ask"
        );
        return 0;
    }
    // Once something is asked, more than the manifest is known.
    let mut begun = case.clone();
    begun.manifest_only = false;
    let from = pack().screen_as_is(&begun);
    let capped = screening.rules.contains(&LevelRule::ManifestCap);
    let shown = if capped { screening.level } else { from.level };
    // Where no answer alone changes the level, questions are proposed whose answers do so together.
    let alone = screening.next_questions.iter().any(|question| {
        effect(*question, &begun, &from, shown).1 > 0
            || question.inputs().iter().any(|fact| fact.is_rule_input())
    });
    let mut keys = Vec::new();
    for question in &screening.next_questions {
        assert!(question.is_asked(), "{name}: {question} is a tick");
        assert!(
            !question.is_never_scored(),
            "{name}: {question} never scores"
        );
        assert_eq!(
            pack().shows(*question, &begun),
            Truth::True,
            "{name}: {question} is not shown"
        );
        let refused = question
            .facts()
            .into_iter()
            .find(|fact| case.refused.contains(fact));
        assert_eq!(refused, None, "{name}: {question} was refused");
        let (protects, moves, lowers) = effect(*question, &begun, &from, shown);
        let long = question.form() == Form::Long;
        // A value entered beside the options can do more than they do; such a question may stand higher.
        if question.inputs().iter().all(|fact| !fact.is_rule_input()) {
            assert!(
                moves > 0 || !alone,
                "{name}: no answer to {question} changes the level"
            );
            keys.push((
                !protects,
                u8::MAX - moves,
                !lowers,
                !question.is_core(),
                long,
                question.seconds(),
            ));
        }
    }
    assert!(
        keys.is_sorted(),
        "{name}: {:?} by {keys:?}",
        ids(&screening)
    );
    let proposed: BTreeSet<&str> = ids(&screening).into_iter().collect();
    assert_eq!(
        proposed.len(),
        screening.next_questions.len(),
        "{name}: none twice"
    );
    for question in pack().vocabulary().questions() {
        let facts = question.facts();
        let open = pack().askable(&begun).contains(&question);
        let untouched = facts
            .iter()
            .all(|fact| !case.facts.contains_key(fact) && !case.refused.contains(fact));
        let can_be_asked = question.is_asked()
            && !question.is_never_scored()
            && untouched
            && open
            && pack().shows(question, &begun) == Truth::True;
        if can_be_asked && effect(question, &begun, &from, shown).1 > 0 {
            assert!(
                proposed.contains(question.as_str()),
                "{name}: {question} is left out"
            );
        }
    }
    screening.next_questions.len()
}

#[test]
fn the_questions_of_reported_people_are_those_that_can_change_their_level() {
    let mut asked = 0;
    for (id, person) in reported() {
        asked += usize::from(check(&id, &person) > 0);
    }
    assert!(asked >= 20, "{asked} people have a question");
}

#[test]
fn the_questions_of_made_up_people_are_those_that_can_change_their_level() {
    let nothing = json!({});
    let mut capped = case(
        Leg::Departure,
        &json!({ "person.age_years": 16, "trip.purpose": "work" }),
    );
    capped.manifest_only = true;
    let mut row = case(
        Leg::Departure,
        &json!({ "trip.purpose": "work", "person.age_years": 30 }),
    );
    row.manifest_only = true;
    let mut refusing = departing(&nothing);
    for id in [
        "money.cancel_consequence",
        "wish.safe_to_leave",
        "harm.hurt_or_frightened",
    ] {
        refusing.refused.insert(fact(id));
    }
    let mut unsure = without(departing(&nothing), &["cargo.for_other"]);
    unsure.dont_know.insert(fact("cargo.for_other"));
    let people = [
        ("nothing known", case(Leg::Departure, &nothing)),
        ("nothing known on the way home", case(Leg::Return, &nothing)),
        ("a manifest row", row),
        ("a capped row", capped),
        ("all core answers", departing(&nothing)),
        ("refusals", refusing),
        ("not sure", unsure),
        (
            "a visitor",
            case(
                Leg::Departure,
                &json!({ "trip.purpose": "family_visit", "person.age_years": 40 }),
            ),
        ),
        (
            "an escort",
            departing(&json!({ "control.id_holder": "escort" })),
        ),
        ("a parcel", departing(&json!({ "cargo.for_other": true }))),
        (
            "a broker",
            departing(&json!({ "recruit.source": "broker" })),
        ),
        ("coming home", returning(&nothing)),
        (
            "coming home with a parcel",
            returning(&json!({ "cargo.for_other": true, "cargo.owner_relation": "stranger" })),
        ),
        (
            "a child with parents",
            case(
                Leg::Departure,
                &json!({ "person.age_years": 8, "companion.relation": "parents" }),
            ),
        ),
        (
            "a request",
            departing(&json!({ "wish.feels_safe": "unsure" })),
        ),
        (
            "cleared",
            departing(&json!({ "hist.cleared_recently": true, "control.id_holder": "escort" })),
        ),
    ];
    for (name, person) in people {
        check(name, &person);
    }
}

#[test]
fn the_child_path_asks_neither_about_parcels_nor_in_the_closed_room() {
    let child = case(
        Leg::Departure,
        &json!({ "person.age_years": 15, "trip.purpose": "family_visit", "companion.relation": "close_kin" }),
    );
    let screening = pack().screen(&child);
    assert!(!screening.next_questions.is_empty());
    for id in ids(&screening) {
        let allowed = id.starts_with('A')
            || id.starts_with('B')
            || ["K1", "K2", "K3", "K4", "K8"].contains(&id);
        assert!(allowed, "{id} on the child path");
    }
}

#[test]
fn without_a_closed_room_or_consent_only_the_desk_asks() {
    for (id, value) in [
        ("consent.room_private", json!(false)),
        ("consent.talk", json!("no")),
    ] {
        let mut person = departing(&json!({ "control.id_holder": "escort" }));
        know(&mut person, json!({ id: value }).as_object().unwrap());
        let long: Vec<QuestionId> = pack()
            .screen(&person)
            .next_questions
            .into_iter()
            .filter(|question| question.form() == Form::Long)
            .collect();
        assert!(long.is_empty(), "{id}: {long:?}");
    }
    let mut noted = departing(&json!({}));
    know(
        &mut noted,
        json!({ "consent.talk": "talk_without_notes" })
            .as_object()
            .unwrap(),
    );
    let asked = ids(&pack().screen(&noted));
    assert!(
        asked
            .iter()
            .all(|id| !id.starts_with(['B', 'C', 'D', 'E', 'F', 'G', 'H'])),
        "{asked:?}"
    );
}

#[test]
fn each_leg_asks_its_own_questions() {
    for (person, home) in [
        (departing(&json!({})), false),
        (case(Leg::Return, &json!({})), true),
    ] {
        let screening = pack().screen(&person);
        assert!(!screening.next_questions.is_empty());
        for question in screening.next_questions {
            assert_eq!(question.form() == Form::Return, home, "{question}");
        }
    }
}

#[test]
fn a_multiple_choice_that_was_answered_is_not_proposed_again() {
    let mut person = returning(&json!({ "cargo.for_other": true }));
    let question = pack().vocabulary().question("R3").unwrap();
    assert!(pack().screen(&person).next_questions.contains(&question));
    know(
        &mut person,
        json!({ "cargo.reward": ["money"] }).as_object().unwrap(),
    );
    assert!(
        pack().screen(&person).next_questions.contains(&question),
        "a reward that was heard of elsewhere does not answer it"
    );
    person.answered.insert(question);
    assert!(!pack().screen(&person).next_questions.contains(&question));
}

#[test]
fn asking_what_is_proposed_comes_to_an_end_and_then_proposes_nothing() {
    let mut questions = 0;
    for (name, mut person) in reported() {
        let mut asked: Vec<&str> = Vec::new();
        loop {
            let screening = pack().screen(&person);
            let Some(question) = screening.next_questions.first().copied() else {
                break;
            };
            assert!(
                !asked.contains(&question.as_str()),
                "{name}: {question} twice in {asked:?}"
            );
            asked.push(question.as_str());
            assert!(asked.len() < 70, "{name}: {asked:?}");
            person.manifest_only = false;
            person.answered.insert(question);
            match answers(question, &person).into_iter().next() {
                Some(answer) => person.facts.extend(answer),
                // Every answer would contradict what is known.
                None => person.refused.extend(question.facts()),
            }
        }
        questions += asked.len();
    }
    assert!(questions > 100, "{questions} questions were asked");
}
