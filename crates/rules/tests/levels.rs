//! The worked examples of the level rules (levels 6), and each rule at its edge.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]
#![recursion_limit = "256"]

mod common;

use common::{case, departing, fact, know, pack, returning, without};
use serde_json::{Value, json};
use suar_rules::{Case, Leg, Level, LevelRule, Screening, State};

use Level::{Dalami, Lengkapi, Lindungi, Siap};

fn screen(case: &Case) -> Screening {
    pack().screen(case)
}

/// Ids of counted indicators.
fn counted(screening: &Screening) -> Vec<&str> {
    screening
        .findings
        .iter()
        .filter(|finding| finding.counted)
        .map(|finding| finding.id.as_str())
        .collect()
}

/// One line of the table: facts, counted, documents / trafficking / courier, overall.
fn check(name: &str, case: &Case, expected: &[&str], lanes: [Level; 3], overall: Level) {
    let screening = screen(case);
    assert_eq!(counted(&screening), expected, "{name}: what counts");
    let found = [
        screening.lanes.documents,
        screening.lanes.trafficking,
        screening.lanes.courier,
    ];
    assert_eq!(found, lanes, "{name}: documents, trafficking, courier");
    assert_eq!(
        screening.level, overall,
        "{name}: overall, by {:?}",
        screening.rules
    );
    assert!(
        screening.possible.lowest <= screening.level
            && screening.level <= screening.possible.highest,
        "{name}"
    );
}

fn example_6() -> Case {
    departing(&json!({
        "recruit.told_what_to_say": true, "trip.arranged_by": "recruiter", "recruit.source": "broker",
    }))
}

#[test]
fn example_1_complete_papers_and_answers_are_siap() {
    check("1", &departing(&json!({})), &[], [Siap; 3], Siap);
}

#[test]
fn example_2_a_reentry_worker_without_registration_completes_papers() {
    let facts = json!({
        "trip.scheme": "reentry", "doc.leave_letter": true, "doc.work_visa": "plks", "doc.work_contract": true,
        "doc.medical": true, "doc.bpjs": true, "doc.e_kpmi": false, "person.nik_present": false,
    });
    let person = without(departing(&facts), &["doc.placement_docs"]);
    check("2", &person, &["DOC-05"], [Lengkapi, Siap, Siap], Lengkapi);
}

#[test]
fn example_3_work_on_a_visit_is_a_matter_of_papers() {
    let facts = json!({ "doc.work_visa": "none", "trip.purpose_first_stated": "family_visit" });
    check(
        "3",
        &departing(&facts),
        &["DOC-02"],
        [Lengkapi, Siap, Siap],
        Lengkapi,
    );
    let screening = screen(&departing(&facts));
    assert_eq!(
        screening.finding("TIP-33").unwrap().state,
        State::Present,
        "shown, not counted"
    );
}

#[test]
fn example_4_vulnerability_without_conduct_is_siap() {
    let facts =
        json!({ "vul.economic": true, "person.literacy_ok": false, "vul.family_difficult": true });
    check("4", &departing(&facts), &[], [Siap; 3], Siap);
}

#[test]
fn example_5_an_unlicensed_recruiter_alone_is_one_clarifying_question() {
    let facts = json!({ "recruit.source": "broker", "doc.placement_docs": "none" });
    check(
        "5",
        &departing(&facts),
        &["TIP-39", "DOC-21"],
        [Lengkapi, Lengkapi, Siap],
        Lengkapi,
    );
}

#[test]
fn example_6_coached_arranged_and_unlicensed_is_a_talk() {
    check(
        "6",
        &example_6(),
        &["TIP-23", "TIP-24", "TIP-39"],
        [Siap, Dalami, Siap],
        Dalami,
    );
}

#[test]
fn example_7_not_knowing_employer_and_wage_completes_rule_l5() {
    let mut person = example_6();
    know(
        &mut person,
        json!({ "job.employer_known": false, "job.wage_known": false })
            .as_object()
            .unwrap(),
    );
    check(
        "7",
        &person,
        &["TIP-22", "TIP-23", "TIP-24", "TIP-39"],
        [Siap, Lindungi, Siap],
        Lindungi,
    );
    assert_eq!(screen(&person).rules, [LevelRule::L5]);
}

#[test]
fn example_8_one_sign_of_coercion_is_a_talk() {
    check(
        "8",
        &departing(&json!({ "control.id_holder": "escort" })),
        &["TIP-12"],
        [Siap, Dalami, Siap],
        Dalami,
    );
}

#[test]
fn example_9_an_irregular_route_with_debt_is_rule_l6() {
    let facts = json!({
        "trip.departure_point": "informal_jetty", "money.repay_mode": "on_arrival", "trip.ticket_handover": true,
    });
    check(
        "9",
        &departing(&facts),
        &["TIP-11", "TIP-37", "TIP-42"],
        [Siap, Lindungi, Siap],
        Lindungi,
    );
    assert_eq!(screen(&departing(&facts)).rules, [LevelRule::L6]);
}

#[test]
fn example_10_a_child_going_to_work_is_protected() {
    let person = departing(&json!({ "person.age_years": 16 }));
    check("10", &person, &[], [Siap, Lindungi, Siap], Lindungi);
    assert_eq!(screen(&person).rules, [LevelRule::L1]);
}

#[test]
fn example_11_a_parcel_of_unknown_owner_with_one_medium_is_a_talk() {
    let facts = json!({ "cargo.for_other": true, "cargo.owner_relation": "unknown", "person.occupation": "crew" });
    check(
        "11",
        &returning(&facts),
        &["CUR-01", "CUR-22"],
        [Siap, Siap, Dalami],
        Dalami,
    );
}

#[test]
fn example_12_forced_to_carry_is_rule_c1() {
    let facts = json!({
        "cargo.for_other": true, "cargo.owner_relation": "stranger", "cargo.reward": ["money"],
        "cargo.can_refuse": "not_allowed",
    });
    let person = returning(&facts);
    check(
        "12",
        &person,
        &["TIP-62", "CUR-01", "CUR-05", "CUR-24"],
        [Siap, Dalami, Lindungi],
        Lindungi,
    );
    assert!(screen(&person).rules.contains(&LevelRule::C1));
}

/// Everything the counter and the closed room could ask, answered without any sign.
fn all_answered() -> Value {
    json!({
        "money.repay": "none", "money.ticket_payer": "self", "trip.met_by": "named_staff",
        "trip.destination_known": "known", "person.age_stated": 30, "hist.worked_abroad": "none",
        "recruit.source": "p3mi", "recruit.relation": "p3mi_staff", "recruit.days_since_first_contact": 60,
        "job.clarity": "clear", "job.sector": "plantation", "job.offer_changed": [], "job.wage_known": true,
        "job.wage_promised": 6000000, "doc.contract_understood": "understood", "recruit.told_what_to_say": false,
        "money.costs_paid": [], "money.fee_receiver": "none", "money.all_costs_by_other": false,
        "money.fee_amount": 0, "money.fee_receipt": true, "money.debt_to": "none",
        "money.cancel_consequence": "nothing", "harm.threat": false, "money.pledge_held": [],
        "fin.bank_card_holder": "self", "doc.identity_conflict": "none", "control.call_freedom": "free",
        "control.movement": "free", "trip.staging_nights": 1, "trip.staging_place": "lodging",
        "trip.arranged_by": "self", "companion.relation": "coworkers", "companion.group_kind": "none",
        "recruit.travels_apart": false, "control.escort_present": false, "trip.route_unknown": [],
        "trip.departure_point": "tunon_taka", "trip.vessel_kind": "ferry", "trip.night_transfer": false,
        "trip.route_detour": false, "trip.onward_country": "none", "job.conditions_told": "clear",
        "job.free_to_quit": "yes", "trip.visit_pass_then_work": false, "recruit.papers_later": false,
        "vul.family_knows": "agrees", "harm.hurt_or_frightened": false, "wish.safe_to_leave": "safe",
        "trip.planned_days": 300, "wish.today": "depart",
    })
}

fn ids(screening: &Screening) -> Vec<&str> {
    screening
        .next_questions
        .iter()
        .map(|question| question.as_str())
        .collect()
}

#[test]
fn example_1_with_the_parcel_question_not_asked_proposes_it() {
    let mut person = departing(&all_answered());
    assert_eq!(screen(&person).level, Siap, "all answered without a sign");
    person = without(person, &["cargo.for_other"]);
    let screening = screen(&person);
    assert_eq!(screening.level, Lengkapi, "DOC-19");
    assert_eq!(
        (screening.possible.lowest, screening.possible.highest),
        (Siap, Dalami)
    );
    assert_eq!(ids(&screening)[0], "K5", "core, at the counter");
}

#[test]
fn example_6_with_employer_and_wage_not_asked_can_reach_lindungi() {
    let mut person = departing(&all_answered());
    know(
        &mut person,
        json!({ "recruit.told_what_to_say": true, "trip.arranged_by": "recruiter", "recruit.source": "broker" })
            .as_object()
            .unwrap(),
    );
    person = without(
        person,
        &[
            "job.employer_known",
            "job.wage_known",
            "trip.destination_known",
        ],
    );
    let screening = screen(&person);
    assert_eq!(screening.level, Dalami);
    assert_eq!(
        (screening.possible.lowest, screening.possible.highest),
        (Dalami, Lindungi)
    );
    assert_eq!(
        ids(&screening)[0],
        "G1",
        "employer and address together complete TIP-22"
    );
}

#[test]
fn a_settled_level_proposes_nothing() {
    let screening = screen(&departing(&json!({ "harm.violence": true })));
    assert_eq!(
        (screening.possible.lowest, screening.possible.highest),
        (Lindungi, Lindungi)
    );
    assert!(screening.next_questions.is_empty());
}

#[test]
fn danger_questions_come_first_and_ticks_and_refusals_never() {
    let mut person = departing(&json!({ "consent.room_private": true, "consent.talk": "yes" }));
    person.refused.insert(fact("money.cancel_consequence"));
    let screening = screen(&person);
    let questions = ids(&screening);
    assert_eq!(screening.possible.highest, Lindungi);
    assert_eq!(questions[0], "I2", "core, and can reach lindungi by L2");
    assert!(!questions.contains(&"D4"), "refused: {questions:?}");
    assert!(
        questions.iter().all(|id| !id.starts_with('T')),
        "ticks are not asked: {questions:?}"
    );
}

#[test]
fn the_end_to_end_story_becomes_lindungi_by_the_joint_rule() {
    let facts = json!({
        "control.id_holder": "other", "cargo.for_other": true, "cargo.content_known": false,
    });
    let screening = screen(&departing(&facts));
    assert_eq!(screening.level, Lindungi, "K3 = 3 and K5 = 3");
    assert!(
        screening.joint && screening.rules == [LevelRule::J1],
        "{:?}",
        screening.rules
    );
    assert_eq!(
        [screening.lanes.trafficking, screening.lanes.courier],
        [Lindungi, Lindungi]
    );
    let known = json!({ "control.id_holder": "other", "cargo.for_other": true, "cargo.content_known": true });
    assert!(
        !screen(&departing(&known)).joint,
        "a parcel of known content is weak"
    );
}

#[test]
fn asking_to_talk_is_a_request_and_no_sign() {
    for answer in ["wants_to_talk", "unsure"] {
        let screening = screen(&departing(&json!({ "wish.feels_safe": answer })));
        assert_eq!(screening.level, Dalami, "{answer}");
        assert!(screening.request && counted(&screening).is_empty());
        assert_eq!(screening.lanes.trafficking, Siap);
    }
}

#[test]
fn one_group_of_evidence_counts_once_in_its_lane() {
    let facts = json!({ "control.phone_holder": "other", "control.call_freedom": "watched" });
    let screening = screen(&departing(&facts));
    assert_eq!(
        counted(&screening),
        ["TIP-18"],
        "TIP-49 rests on the same fact"
    );
    assert_eq!(screening.level, Dalami);
}

#[test]
fn two_strong_signs_of_one_dimension_are_no_pair_of_dimensions() {
    let two = screen(&departing(
        &json!({ "fin.account_lent": true, "fin.money_forwarding": true }),
    ));
    assert_eq!(
        two.lanes.courier, Dalami,
        "both are MONEY: C2 needs two dimensions"
    );
    let pair = screen(&departing(
        &json!({ "fin.account_lent": true, "recruit.carry_only_offer": true }),
    ));
    assert_eq!(pair.lanes.courier, Lindungi, "MONEY and OFFER: C2");
    assert!(pair.rules.contains(&LevelRule::C2));
}

#[test]
fn exploitation_is_not_evaluated_on_departure() {
    let forced = json!({ "cargo.can_refuse": "not_allowed" });
    let leaving = screen(&departing(&forced));
    assert_eq!(leaving.finding("TIP-62").unwrap().state, State::Present);
    assert_eq!(
        leaving.lanes.trafficking, Siap,
        "D5 does not exist yet at departure"
    );
    assert_eq!(
        screen(&returning(&forced)).lanes.trafficking,
        Dalami,
        "one decisive medium in D5"
    );
}

#[test]
fn return_signs_follow_rule_l7() {
    let d5 = json!({ "ret.docs_held": "employer_refused", "ret.wage_withheld": true });
    assert_eq!(
        screen(&returning(&d5)).rules,
        [LevelRule::L7],
        "D5 positive: one strong, one medium"
    );
    let d4 = json!({ "ret.hours_per_day": 14, "ret.wage_received": "partly" });
    assert_eq!(
        screen(&returning(&d4)).lanes.trafficking,
        Dalami,
        "D4 positive alone"
    );
    let d4_and_d6 =
        json!({ "ret.hours_per_day": 14, "ret.wage_received": "partly", "ret.dependency": true });
    assert_eq!(
        screen(&returning(&d4_and_d6)).rules,
        [LevelRule::L7],
        "D4 positive, and D6"
    );
}

#[test]
fn weak_signs_alone_raise_nothing() {
    let weak = json!({
        "recruit.by_phone_only": true, "recruit.days_since_first_contact": 3, "link.consecutive_passports": 5,
        "trip.route_detour": true, "trip.luggage_mismatch": true, "cargo.item_kind": "fish_box", "vul.oath": true,
    });
    assert_eq!(screen(&departing(&weak)).level, Siap);
}

#[test]
fn whoever_refused_every_question_was_met_and_is_not_green() {
    let mut met = case(Leg::Departure, &json!({}));
    assert!(met.rests_on_manifest(), "nothing is known yet");
    let holder = pack()
        .vocabulary()
        .fact("control.id_holder")
        .expect("a fact");
    for refuses in [true, false] {
        let mut met = met.clone();
        let unknown = if refuses {
            &mut met.refused
        } else {
            &mut met.dont_know
        };
        unknown.insert(holder);
        met.manifest_only = met.rests_on_manifest();
        assert!(!met.manifest_only);
        assert_eq!(screen(&met).level, Lengkapi, "the passport was never seen");
    }
    met.manifest_only = true;
    assert_eq!(
        screen(&met).level,
        Siap,
        "nobody was met: nothing is missing yet"
    );
}

#[test]
fn the_manifest_alone_is_capped_and_has_no_paper_gaps() {
    let facts = json!({ "person.age_years": 16, "trip.purpose": "work" });
    let mut row = case(Leg::Departure, &facts);
    assert!(row.rests_on_manifest());
    row.manifest_only = true;
    let screening = screen(&row);
    assert_eq!(screening.level, Dalami, "capped");
    assert_eq!(
        screening.lanes.trafficking, Lindungi,
        "the lane itself is not"
    );
    assert_eq!(
        screening.lanes.documents, Siap,
        "unknown papers of a whole sailing are no gap"
    );
    assert_eq!(screening.rules, [LevelRule::L1, LevelRule::ManifestCap]);
    let mut match_ = case(
        Leg::Departure,
        &json!({ "link.open_protection_case_match": "exact" }),
    );
    match_.manifest_only = true;
    assert_eq!(screen(&match_).level, Lindungi, "except L3");
    let mut fired = case(Leg::Departure, &json!({ "doc.travel_document": "none" }));
    fired.manifest_only = true;
    assert_eq!(screen(&fired).level, Lengkapi, "a gate that fires counts");
}

#[test]
fn a_capped_manifest_row_says_what_to_ask() {
    let facts = json!({ "person.age_years": 16, "trip.purpose": "work" });
    let mut row = case(Leg::Departure, &facts);
    row.manifest_only = true;
    let screening = screen(&row);
    assert_eq!(
        (screening.possible.lowest, screening.possible.highest),
        (Dalami, Lindungi)
    );
    let first = *screening
        .next_questions
        .first()
        .expect("one answer ends the cap");
    let answer = first.options().first().unwrap();
    row.facts.extend(answer.sets().iter().cloned());
    row.manifest_only = false;
    assert_eq!(screen(&row).level, Lindungi, "{first} settles it");
}

#[test]
fn actions_are_ordered_by_what_a_sign_does_to_the_level() {
    let person = departing(&json!({
        "person.age_years": 16, "trip.departure_point": "informal_jetty", "control.id_holder": "escort",
        "recruit.by_phone_only": true, "doc.medical": false, "trip.purpose_first_stated": "family_visit",
        "doc.work_visa": "none",
    }));
    let screening = screen(&person);
    let strengths: Vec<(&str, suar_rules::Strength, suar_rules::Lane)> = screening
        .actions
        .iter()
        .map(|id| screening.finding(id.as_str()).unwrap())
        .map(|finding| (finding.id.as_str(), finding.strength, finding.lane))
        .collect();
    let rank = |(_, strength, lane): &(&str, suar_rules::Strength, suar_rules::Lane)| {
        use suar_rules::{Lane, Strength};
        match strength {
            Strength::Gate if *lane != Lane::Documents => 0,
            Strength::Strong => 1,
            Strength::Medium => 2,
            Strength::Gate => 3,
            Strength::Weak => 4,
            Strength::None => 5,
        }
    };
    let ranks: Vec<u8> = strengths.iter().map(rank).collect();
    assert!(ranks.is_sorted(), "{strengths:?}");
    for each in 0..=5 {
        assert!(
            ranks.contains(&each),
            "the case shows every kind: {strengths:?}"
        );
    }
    assert_eq!(strengths[0].0, "TIP-30", "the child comes first");
}

#[test]
fn a_refusal_counts_as_asked_and_not_knowing_does_not() {
    let person = without(departing(&json!({})), &["cargo.for_other"]);
    assert_eq!(screen(&person).level, Lengkapi);
    let mut refused = person.clone();
    refused.refused.insert(fact("cargo.for_other"));
    assert_eq!(
        screen(&refused).level,
        Siap,
        "refused: the question was put"
    );
    let mut unsure = person;
    unsure.dont_know.insert(fact("cargo.for_other"));
    assert_eq!(screen(&unsure).level, Lengkapi, "tidak tahu: still open");
}

#[test]
fn single_papers_override_the_overall_tick() {
    let missing = screen(&departing(&json!({ "doc.medical": false })));
    assert_eq!(counted(&missing), ["DOC-07"]);
    let person = without(departing(&json!({})), &["doc.placement_docs"]);
    let screening = screen(&person);
    assert_eq!(screening.level, Lengkapi);
    let gaps: Vec<&str> = screening
        .gaps
        .iter()
        .map(|gap| gap.indicator.as_str())
        .collect();
    let needed = [
        "DOC-02", "DOC-03", "DOC-04", "DOC-05", "DOC-06", "DOC-07", "DOC-08", "DOC-09", "DOC-10",
    ];
    assert_eq!(gaps, needed, "the papers of P-to-P placement");
}

#[test]
fn a_cleared_person_is_not_stopped_again_for_the_same_thing() {
    let facts = json!({ "control.id_holder": "escort", "hist.cleared_recently": true });
    let mut person = departing(&facts);
    assert_eq!(screen(&person).level, Siap);
    person.changed.insert(fact("control.id_holder"));
    assert_eq!(
        screen(&person).level,
        Dalami,
        "who holds the passport is new"
    );
    let danger = departing(&json!({ "harm.threat": true, "hist.cleared_recently": true }));
    assert_eq!(screen(&danger).level, Lindungi, "danger is never withdrawn");
    let child = departing(&json!({ "person.age_years": 16, "hist.cleared_recently": true }));
    assert_eq!(screen(&child).level, Lindungi, "a child neither");
}

#[test]
fn a_clearance_says_nothing_about_what_was_never_asked() {
    let person = departing(&json!({ "hist.cleared_recently": true }));
    let person = common::without(person, &["control.id_holder"]);
    let open = screen(&person);
    assert_eq!(
        open.finding("TIP-12").unwrap().state,
        State::Unknown,
        "nobody knows yet who holds the passport"
    );
}

#[test]
fn a_sign_rests_on_the_facts_of_the_signs_it_points_to() {
    let reads = |id: &str| -> Vec<&str> {
        let indicator = common::pack().indicator(id).unwrap();
        indicator.facts().iter().map(|each| each.as_str()).collect()
    };
    assert!(
        reads("TIP-50").contains(&"doc.medical"),
        "{:?}",
        reads("TIP-50")
    );
    assert!(
        reads("LNK-01").contains(&"link.same_ticket_payer_30d"),
        "through TIP-36: {:?}",
        reads("LNK-01")
    );
    assert!(
        reads("TIP-62").contains(&"harm.threat_family"),
        "through CUR-24: {:?}",
        reads("TIP-62")
    );
    let direct = common::pack().indicator("TIP-50").unwrap().direct_facts();
    assert!(direct.is_empty(), "TIP-50 itself reads no fact: {direct:?}");
}

#[test]
fn a_changed_fact_reopens_the_signs_that_point_to_it() {
    let facts = json!({
        "link.same_ticket_payer_30d": 3, "link.shared_attribute_kinds": 2, "link.group_size_same_sailing": 3,
        "hist.cleared_recently": true,
    });
    let mut person = departing(&facts);
    let state = |person: &suar_rules::Case| screen(person).finding("LNK-01").unwrap().state;
    assert_ne!(state(&person), State::Present, "cleared as a whole");
    person.changed.insert(fact("link.same_ticket_payer_30d"));
    assert_eq!(
        state(&person),
        State::Present,
        "the payers are new, and LNK-01 reads them through TIP-36"
    );
}

#[test]
fn child_status_comes_from_documents_and_statements() {
    let status = |facts: Value| {
        let mut person = case(Leg::Departure, &json!({ "companion.relation": "non_kin" }));
        know(&mut person, facts.as_object().unwrap());
        screen(&person).finding("TIP-30").unwrap().state
    };
    assert_eq!(status(json!({ "person.age_years": 17 })), State::Present);
    assert_eq!(status(json!({ "person.age_years": 18 })), State::Absent);
    assert_eq!(
        status(json!({ "person.age_years": 18, "person.age_stated": 17 })),
        State::Present,
        "TIP-31: doubt"
    );
    assert_eq!(
        status(json!({ "person.age_years": 30, "person.age_stated": 25 })),
        State::Absent,
        "both adult"
    );
    assert_eq!(
        status(json!({ "doc.birth_evidence": "minor" })),
        State::Present
    );
    assert_eq!(
        status(json!({ "person.age_years": 16, "person.child_status": "adult" })),
        State::Present,
        "what was stated takes no protection away"
    );
    assert_eq!(status(json!({})), State::Unknown);
}

#[test]
fn each_way_to_a_child_status_is_where_it_belongs() {
    // Document age, stated age, birth evidence, identity conflict (facts.toml, person.child_status; TIP-31).
    let table = [
        (Some(17), None, None, None, Some("child")),
        (Some(18), None, None, None, Some("adult")),
        (None, Some(17), None, None, Some("child")),
        (None, Some(18), None, None, Some("adult")),
        (Some(18), Some(17), None, None, Some("doubt")),
        (Some(17), Some(18), None, None, Some("child")),
        (Some(17), Some(19), None, None, Some("doubt")),
        (Some(16), Some(18), None, None, Some("doubt")),
        (Some(15), Some(17), None, None, Some("child")),
        (Some(30), Some(28), None, None, Some("adult")),
        (None, None, Some("minor"), None, Some("doubt")),
        (None, None, Some("adult"), None, None),
        (Some(30), None, Some("minor"), None, Some("doubt")),
        (Some(17), None, Some("minor"), None, Some("child")),
        (Some(30), None, None, Some("age_differs"), Some("doubt")),
        (Some(30), Some(20), None, Some("age_differs"), Some("adult")),
        (Some(30), None, None, Some("name_differs"), Some("adult")),
        (None, None, None, None, None),
    ];
    for (document, stated, evidence, conflict, expected) in table {
        let facts = [
            ("person.age_years", document.map(Value::from)),
            ("person.age_stated", stated.map(Value::from)),
            ("doc.birth_evidence", evidence.map(Value::from)),
            ("doc.identity_conflict", conflict.map(Value::from)),
        ];
        let known = facts
            .into_iter()
            .filter_map(|(id, value)| Some((id.to_owned(), value?)));
        let person = case(Leg::Departure, &Value::Object(known.collect()));
        let explanation = pack().explain(&person);
        let status = fact("person.child_status");
        let used = explanation.reason("TIP-30").unwrap().facts.iter();
        let found = used
            .filter(|used| used.fact == status)
            .find_map(|used| used.value.as_json().as_str());
        assert_eq!(
            found, expected,
            "document {document:?}, stated {stated:?}, {evidence:?}, {conflict:?}"
        );
    }
}

#[test]
fn gates_of_children_with_family_stay_a_matter_of_papers() {
    let child = case(
        Leg::Departure,
        &json!({
            "person.age_years": 8, "trip.purpose": "family_visit", "companion.relation": "parents",
            "control.id_holder": "family", "wish.feels_safe": "yes", "doc.travel_document": "passport",
            "doc.passport_valid_months": 20, "doc.kinship_proof": true,
        }),
    );
    assert_eq!(
        screen(&child).level,
        Siap,
        "no parcel question on the child path"
    );
}
