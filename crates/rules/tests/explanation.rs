//! The full answer: facts with their sources, what was not used, near misses, traces, and the same bytes years later.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;

use common::{Random, case, departing, fact, pack, returning, value, without};
use serde_json::json;
use suar_rules::{
    Case, Dimension, Explanation, Leg, LevelRule, Node, NotUsed, Part, Record, RecordError,
    ReplayError, Standing, State, Statement, Truth,
};

fn explain(case: &Case) -> Explanation {
    pack().explain(case)
}

/// Says something from a source.
fn say(case: &mut Case, id: &str, value: &serde_json::Value, source: &str, at: &str) {
    let vocabulary = pack().vocabulary();
    let statement = Statement {
        value: vocabulary.value(fact(id), value).unwrap(),
        source: vocabulary.source(source).unwrap(),
        at: (!at.is_empty()).then(|| at.to_owned()),
    };
    case.state(fact(id), statement);
}

/// A case with every kind of fact and source in it.
fn rich() -> Case {
    let mut person = departing(&json!({
        "recruit.told_what_to_say": true, "trip.arranged_by": "recruiter", "doc.medical": false,
        "money.fee_months_of_wage": 1.25, "doc.passport_issue_date": "2026-10-02",
        "job.offer_changed": ["wage", "place"], "money.fee_amount": 7_500_000,
        "person.origin_region": "a region", "person.sex": "f", "companion.children_n": 2,
    }));
    say(
        &mut person,
        "control.id_holder",
        &json!("self"),
        "K3",
        "2026-11-24T01:21:07Z",
    );
    say(
        &mut person,
        "control.id_holder",
        &json!("escort"),
        "E1",
        "2026-11-24T01:30:00Z",
    );
    say(&mut person, "person.age_years", &json!(30), "mrz", "");
    person.refused.insert(fact("harm.hurt_or_frightened"));
    person.dont_know.insert(fact("trip.destination_known"));
    person.changed.insert(fact("trip.arranged_by"));
    person.answered.extend(pack().vocabulary().question("D1"));
    person
}

#[test]
fn a_sign_shows_its_facts_with_source_time_and_sentence() {
    let explanation = explain(&rich());
    let reason = explanation.reason("TIP-12").unwrap();
    assert_eq!(reason.state, State::Present);
    assert!(reason.counted && reason.decisive);
    assert_eq!(reason.sentence.id, "Paspor dipegang orang lain.");
    assert_eq!(reason.sentence.en, "Someone else holds the passport.");
    let used = &reason.facts[0];
    assert_eq!(used.fact, fact("control.id_holder"));
    assert_eq!(used.value.as_json(), "escort");
    assert_eq!(used.source.unwrap().as_str(), "E1");
    assert_eq!(used.at.as_deref(), Some("2026-11-24T01:30:00Z"));
    assert_eq!(
        used.contradicting.len(),
        1,
        "what was said at the counter is kept"
    );
    assert_eq!(used.contradicting[0].source.as_str(), "K3");
    assert_eq!(used.contradicting[0].value.as_json(), "self");
    assert!(
        reason.unknown.contains(&fact("control.id_on_request")),
        "{:?}",
        reason.unknown
    );
}

#[test]
fn derived_facts_are_marked_and_have_no_source() {
    let explanation = explain(&departing(&json!({ "person.age_years": 16 })));
    let child = explanation.reason("TIP-30").unwrap();
    let status = fact("person.child_status");
    let status = child.facts.iter().find(|used| used.fact == status).unwrap();
    assert!(status.derived && status.source.is_none());
    assert_eq!(status.value.as_json(), "child");
    let medical = explanation.reason("DOC-07").unwrap();
    let paper = medical
        .facts
        .iter()
        .find(|used| used.fact == fact("doc.medical"));
    assert!(
        paper.is_some_and(|used| used.derived && used.value.as_json() == true),
        "the tick \"all papers present\" answers it"
    );
}

#[test]
fn what_was_not_used_is_named_without_its_value() {
    let explanation = explain(&departing(&json!({
        "person.origin_region": "Siti Aminah", "person.sex": "f", "ret.hours_per_day": 14,
    })));
    let why = |id: &str| {
        let found = explanation.unused.iter().find(|each| each.fact == fact(id));
        found.map(|each| each.why)
    };
    assert_eq!(why("person.origin_region"), Some(NotUsed::NeverRead));
    assert_eq!(why("person.sex"), Some(NotUsed::NeverRead));
    assert_eq!(
        why("ret.hours_per_day"),
        Some(NotUsed::NotReadHere),
        "a fact of the way home"
    );
    assert_eq!(why("control.id_holder"), None, "TIP-12 reads it");
    assert_eq!(
        why("person.age_years"),
        None,
        "the child status rests on it"
    );
    assert_eq!(why("doc.placement_docs"), None, "it answers the checklist");
    let text = String::from_utf8(explanation.to_bytes().unwrap()).unwrap();
    assert!(
        !text.contains("Siti"),
        "a fact that is never read shows no value"
    );
    let home = explain(&returning(&json!({ "ret.hours_per_day": 14 })));
    assert!(
        home.unused
            .iter()
            .all(|each| each.fact != fact("ret.hours_per_day"))
    );
}

#[test]
fn debug_shows_no_value() {
    let mut person = rich();
    say(
        &mut person,
        "trip.purpose",
        &json!("family_visit"),
        "K1",
        "",
    );
    let text = format!("{:?} {:?}", person, explain(&person));
    let trace = format!("{:?}", explain(&person).reason("TIP-12").unwrap().facts);
    assert!(trace.contains("Shown(hidden)"), "{trace}");
    assert!(!text.contains("7500000") && !text.contains("a region"));
}

#[test]
fn a_near_miss_says_how_many_conditions_hold_and_which_do_not() {
    // TIP-12 by its second way: the employer holds it, and gives it back on request or not.
    let person = departing(&json!({ "control.id_holder": "employer" }));
    let explanation = explain(&person);
    let reason = explanation.reason("TIP-12").unwrap();
    assert_eq!(reason.state, State::Unknown);
    let near = reason.near.as_ref().unwrap();
    assert_eq!((near.holds, near.of), (1, 2));
    assert_eq!(near.missing.len(), 1);
    assert_eq!(near.missing[0].condition, "control.id_on_request = refused");
    assert!(!near.missing[0].is_false);
    assert_eq!(near.missing[0].unknown, [fact("control.id_on_request")]);
    let asked = departing(&json!({
        "control.id_holder": "employer", "control.id_on_request": "never_asked",
    }));
    let explanation = explain(&asked);
    let reason = explanation.reason("TIP-12").unwrap();
    assert_eq!(reason.state, State::Absent);
    let near = reason.near.as_ref().unwrap();
    assert!(near.missing[0].is_false && near.missing[0].unknown.is_empty());
    let present = explain(&departing(&json!({ "control.id_holder": "escort" })));
    assert_eq!(present.reason("TIP-12").unwrap().near, None, "it fires");
    let none = explain(&departing(&json!({})));
    assert_eq!(
        none.reason("TIP-12").unwrap().near,
        None,
        "nothing of it holds"
    );
}

#[test]
fn near_misses_count_what_they_list() {
    let explanation = explain(&rich());
    let mut seen = 0;
    for reason in &explanation.indicators {
        let Some(near) = &reason.near else { continue };
        seen += 1;
        assert!(near.holds >= 1 && near.holds < near.of, "{}", reason.id);
        assert!(near.missing.len() >= near.of - near.holds, "{}", reason.id);
        assert!(
            matches!(reason.state, State::Absent | State::Unknown),
            "{}",
            reason.id
        );
    }
    assert!(seen > 0, "the case has near misses");
}

/// Recomputes the truth of a part from the parts below it.
fn check_tree(node: &Node) {
    let parts = || node.parts.iter().map(|part| part.truth);
    let recomputed = match node.part {
        Part::All => parts().min().unwrap(),
        Part::Any => parts().max().unwrap(),
        Part::Not => parts().next().unwrap().negated(),
        Part::Surely => Truth::from(parts().next() == Some(Truth::True)),
        Part::AtLeast(least) => {
            let holding = parts().filter(|truth| *truth == Truth::True).count();
            let open = parts().filter(|truth| *truth == Truth::Unknown).count();
            match (holding >= least, holding + open >= least) {
                (true, _) => Truth::True,
                (false, true) => Truth::Unknown,
                (false, false) => Truth::False,
            }
        }
        Part::Fact | Part::Sign | Part::Setting => {
            assert!(!node.text.is_empty(), "a comparison says what it compares");
            assert!(node.parts.is_empty());
            node.truth
        }
    };
    assert_eq!(node.truth, recomputed, "{}", node.condition());
    node.parts.iter().for_each(check_tree);
}

#[test]
fn a_trace_has_the_shape_of_the_condition_and_adds_up() {
    for person in [
        rich(),
        returning(&json!({ "cargo.for_other": true, "cargo.reward": ["money", "ticket"] })),
    ] {
        let explanation = explain(&person);
        for reason in &explanation.indicators {
            let trace = &reason.trace;
            let strengths = trace.strengths.iter().map(|rule| &rule.when);
            let optional = [&trace.decisive_when, &trace.danger, &trace.required];
            for node in std::iter::once(&trace.condition)
                .chain(&trace.cancels)
                .chain(strengths)
                .chain(optional.into_iter().flatten())
            {
                check_tree(node);
            }
            let cancelled = trace.cancels.iter().any(|node| node.truth == Truth::True);
            match reason.state {
                State::Present => assert!(
                    trace.condition.truth == Truth::True && !cancelled,
                    "{}",
                    reason.id
                ),
                State::Absent => assert_eq!(trace.condition.truth, Truth::False, "{}", reason.id),
                State::Withdrawn => {
                    assert_ne!(trace.condition.truth, Truth::False, "{}", reason.id)
                }
                State::Unknown => assert!(!cancelled, "{}", reason.id),
            }
        }
        for level in &explanation.levels {
            check_tree(&level.condition);
            let holds = level.condition.truth == Truth::True;
            assert_eq!(
                explanation.rules.contains(&level.rule),
                holds,
                "{:?}",
                level.rule
            );
        }
    }
    let explanation = explain(&rich());
    let condition = &explanation.reason("TIP-12").unwrap().trace.condition;
    assert_eq!(
        condition.condition(),
        "control.id_holder in [escort, recruiter, other] or \
         (control.id_holder in [p3mi, employer] and control.id_on_request = refused)",
        "the language of packs"
    );
}

#[test]
fn dimensions_are_positive_one_short_or_none() {
    let standing = |case: &Case, dimension| {
        let explanation = explain(case);
        let found = explanation
            .dimensions
            .iter()
            .find(|each| each.dimension == dimension);
        found.map(|each| (each.standing, each.strong, each.medium, each.weak))
    };
    let none = departing(&json!({}));
    assert_eq!(
        standing(&none, Dimension::D3),
        Some((Standing::None, 0, 0, 0))
    );
    let two =
        departing(&json!({ "recruit.told_what_to_say": true, "trip.arranged_by": "recruiter" }));
    assert_eq!(
        standing(&two, Dimension::D3),
        Some((Standing::OneShort, 0, 2, 0)),
        "a third medium sign completes (iii)"
    );
    let three = departing(&json!({
        "recruit.told_what_to_say": true, "trip.arranged_by": "recruiter", "recruit.source": "broker",
        "job.employer_known": false, "job.wage_known": false,
    }));
    assert_eq!(
        standing(&three, Dimension::D3),
        Some((Standing::Positive, 0, 3, 0))
    );
    let one = departing(&json!({ "control.id_holder": "escort" }));
    assert_eq!(
        standing(&one, Dimension::D2),
        Some((Standing::None, 0, 1, 0))
    );
    assert_eq!(
        standing(&one, Dimension::D5),
        None,
        "no exploitation at departure"
    );
    let home =
        returning(&json!({ "ret.docs_held": "employer_refused", "ret.wage_withheld": true }));
    assert_eq!(
        standing(&home, Dimension::D5).unwrap().0,
        Standing::Positive
    );
    let explanation = explain(&three);
    let d3 = explanation
        .dimensions
        .iter()
        .find(|each| each.dimension == Dimension::D3)
        .unwrap();
    let signs: Vec<&str> = d3.signs.iter().map(|id| id.as_str()).collect();
    assert_eq!(signs, ["TIP-22", "TIP-23", "TIP-24"]);
    assert_eq!(explanation.rules, [LevelRule::L5]);
}

#[test]
fn a_record_gives_the_case_back_and_is_the_same_for_the_same_case() {
    let person = rich();
    let record = pack().record(&person);
    let bytes = record.to_bytes().unwrap();
    let back = Record::from_bytes(pack().vocabulary(), &bytes).unwrap();
    assert_eq!(back.pack, pack().hash());
    assert_eq!(back.to_bytes().unwrap(), bytes);
    assert_eq!(back.case.facts.len(), person.facts.len());
    for (fact, value) in &person.facts {
        if fact.is_rule_input() {
            assert_eq!(&back.case.facts[fact], value, "{fact}");
        }
    }
    assert_eq!(back.case.sources, person.sources);
    assert_eq!(
        (
            back.case.refused,
            back.case.dont_know,
            back.case.changed,
            back.case.answered
        ),
        (
            person.refused,
            person.dont_know,
            person.changed,
            person.answered
        )
    );
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        !text.contains("a region"),
        "words that no rule may read are not stored"
    );
}

#[test]
fn bytes_that_are_no_record_are_refused_without_repeating_them() {
    let vocabulary = pack().vocabulary();
    let read =
        |text: &str| Record::from_bytes(vocabulary, text.as_bytes()).map(|record| record.pack);
    let head = r#""pack":"x","leg":"departure","stage":"port","as_of":"2026-11-24","#;
    let with = |rest: &str| format!("{{\"v\":1,{head}{rest}}}");
    assert_eq!(read(&with(r#""facts":{}"#)), Ok("x".to_owned()));
    assert_eq!(read(""), Err(RecordError::Shape));
    assert_eq!(read("[1]"), Err(RecordError::Shape));
    assert_eq!(
        read(&with(r#""facts":{}"#).replace(":1,", ":2,")),
        Err(RecordError::Version(2))
    );
    assert_eq!(
        read(&with(r#""facts":{},"more":1"#)),
        Err(RecordError::Shape)
    );
    assert_eq!(
        read(&with(r#""facts":{"a.b":true}"#)),
        Err(RecordError::NoFact("a.b".to_owned()))
    );
    let wrong = read(&with(r#""facts":{"trip.purpose":"Siti"}"#)).unwrap_err();
    assert_eq!(wrong, RecordError::Value(fact("trip.purpose")));
    assert!(!wrong.to_string().contains("Siti"));
    assert_eq!(
        read(&with(
            r#""facts":{"trip.purpose":"work"},"said":{"trip.purpose":[["K99",null,"work"]]}"#
        )),
        Err(RecordError::NoSource(fact("trip.purpose")))
    );
    for loose in [
        r#""facts":{"trip.purpose":"work","person.age_years":30}"#,
        r#""facts":{ }"#,
        r#""manifest_only":false,"facts":{}"#,
        r#""facts":{"trip.purpose":"work","trip.purpose":"work"}"#,
        r#""facts":{},"refused":[]"#,
    ] {
        let loose = with(loose);
        let found = read(&loose);
        assert!(
            matches!(found, Err(RecordError::NotCanonical | RecordError::Shape)),
            "{loose}: {found:?}"
        );
    }
}

#[test]
fn a_record_replays_to_the_same_bytes() {
    let cases = [
        rich(),
        departing(&json!({})),
        returning(&json!({ "cargo.for_other": true })),
        case(Leg::Departure, &json!({})),
        without(
            departing(&json!({ "person.age_years": 16 })),
            &["cargo.for_other"],
        ),
    ];
    for person in cases {
        let then = pack().explain(&person).to_bytes().unwrap();
        let stored = pack().record(&person).to_bytes().unwrap();
        assert_eq!(pack().replay(&stored).unwrap(), then);
        assert_eq!(pack().replay(&stored).unwrap(), then, "and again");
    }
}

#[test]
fn the_records_of_random_people_replay_to_the_same_bytes() {
    let mut random = Random(5);
    for person in 0..100 {
        let facts = random.below(90);
        let mut case = random.case(facts);
        for _ in 0..random.below(6) {
            let fact = pack().vocabulary().facts().nth(random.below(221)).unwrap();
            let sources: Vec<&str> = fact.filled_by().iter().map(String::as_str).collect();
            let source = sources[random.below(sources.len())];
            let statement = Statement {
                value: value(fact, random.below(1 << 20) as u32),
                source: pack().vocabulary().source(source).unwrap(),
                at: (random.below(2) == 0).then(|| "2026-11-24T01:00:00Z".to_owned()),
            };
            case.state(fact, statement);
        }
        let then = pack().explain(&case).to_bytes().unwrap();
        let stored = pack().record(&case).to_bytes().unwrap();
        assert!(
            stored.len() < then.len() / 4,
            "person {person}: {} bytes",
            stored.len()
        );
        assert_eq!(pack().replay(&stored).unwrap(), then, "person {person}");
    }
}

#[test]
fn another_pack_does_not_answer_for_the_one_that_did() {
    let mut record = pack().record(&rich());
    record.pack = "0".repeat(64);
    let stored = record.to_bytes().unwrap();
    assert_eq!(
        pack().replay(&stored),
        Err(ReplayError::OtherPack {
            wanted: "0".repeat(64)
        })
    );
}
