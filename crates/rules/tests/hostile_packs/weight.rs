//! What may weigh: conduct, not circumstances, papers, weak signs or a parcel alone; children and danger.

use suar_rules::Code;

use super::spoilt::with_condition;
use super::{COURIER, WEAK, errors, own, own_is_sound, own_refused, refused, with_lines};

#[test]
fn circumstances_stay_circumstances_whatever_stands_beside_them() {
    for condition in [
        "vul.economic = true and trip.purpose = work",
        "vul.economic = true and person.age_years >= 18",
        "hist.deported = true and control.id_holder = self",
        "person.literacy_ok = false and recruit.source in [family, friend]",
        "person.literacy_ok = false and known(recruit.source)",
        "vul.family_difficult = true and doc.travel_document = passport",
        "vul.economic = true and link.same_ticket_payer_30d >= 0 and link.whitelisted_payer = false",
        "vul.economic = true and job.wage_contract < 1_000 * job.wage_promised",
        "vul.economic = true and link.prior_trips_60d >= 1",
        "vul.economic = true and trip.arranged_by = unknown",
        "vul.economic = true and days_since(doc.passport_issue_date) >= 0",
        "at least 1 of (vul.economic = true, harm.sold = true)",
        "vul.economic = true and not harm.threat = true",
        "fires(TIP-20) and trip.purpose = work",
        "fires(TIP-20) and fires(TIP-28)",
        "job.employer_known = false and trip.destination_known = unknown",
    ] {
        own_refused(&[], condition, Code::RailVulnerability);
    }
    // In the trafficking lane TIP-42 looks at all others, so that none of them may look back.
    own_refused(
        COURIER,
        "vul.no_fare = true and other_decisive(medium)",
        Code::RailVulnerability,
    );
    for (when, then) in [
        ("vul.economic = true", "strong"),
        ("vul.economic = false", "weak"),
        ("trip.purpose = work", "strong"),
    ] {
        let lines = format!("[[strength]]\nwhen = \"{when}\"\nthen = \"{then}\"");
        let files = own(&[], "recruit.source = broker", &lines);
        refused(
            files,
            "indicators/TIP-67.toml",
            Code::RailVulnerability,
            when,
        );
    }
    let files = with_condition("DOC-18", "doc.ban_active = true or hist.deported = true");
    refused(
        files,
        "indicators/DOC-18.toml",
        Code::RailVulnerability,
        "papers of the deported",
    );
}

#[test]
fn papers_purposes_and_innocent_answers_are_no_sign() {
    for condition in [
        "trip.admitted_work = true and doc.work_visa in [none, visit]",
        "doc.e_kpmi = false",
        "trip.purpose = family_visit and doc.visit_evidence = false",
        "fires(DOC-02) and trip.purpose = work",
    ] {
        own_refused(WEAK, condition, Code::RailNotScored);
    }
    let beside = [
        ("lane", "\"courier\""),
        ("dimension", "\"OFFER\""),
        ("decisive", "false"),
    ];
    own_refused(
        &beside,
        "trip.purpose = work and other_decisive(medium)",
        Code::RailNoSign,
    );
    for condition in [
        "trip.purpose = work",
        "fires(TIP-33)",
        "wish.feels_safe = unsure",
        "vul.economic = false",
        "control.id_holder = self and money.ticket_payer = family",
        "trip.purpose = work and trip.purpose_first_stated = family_visit",
        "link.watchlist_match_strength = weak",
        "person.age_years >= 40",
    ] {
        own_refused(WEAK, condition, Code::RailNoSign);
    }
}

#[test]
fn weak_signs_do_not_add_up_beside_facts_that_say_nothing() {
    for condition in [
        "fires(TIP-29) and trip.purpose = work",
        "fires(TIP-29) and doc.travel_document = passport",
        "at least 2 of (fires(CUR-06), fires(CUR-07), trip.purpose = work)",
    ] {
        own_refused(WEAK, condition, Code::RailWeakOnly);
    }
}

#[test]
fn a_whitelist_that_is_read_and_not_heeded_is_none() {
    for condition in [
        "link.same_contact_phone_30d >= 2 and known(link.whitelisted_contact)",
        "link.same_contact_phone_30d >= 2 and link.whitelisted_contact = true",
        "link.same_contact_phone_30d >= 2 or (link.whitelisted_contact = false and harm.threat = true)",
    ] {
        own_refused(&[], condition, Code::RailLinking);
    }
    own_is_sound(
        &[],
        "link.same_contact_phone_30d >= 2",
        "[[cancel]]\nwhen = \"link.whitelisted_contact = true\"",
    );
}

#[test]
fn danger_is_not_explained_away() {
    for cancel in [
        "trip.purpose = work",
        "hist.cleared_recently = true",
        "link.whitelisted_contact = true",
        "control.movement = not_allowed",
        "control.movement in [free, not_allowed]",
    ] {
        let lines = format!("[[cancel]]\nwhen = \"{cancel}\"");
        refused(
            with_lines("TIP-13", &lines),
            "indicators/TIP-13.toml",
            Code::RailDanger,
            cancel,
        );
    }
    let free = with_lines("TIP-13", "[[cancel]]\nwhen = \"control.movement = free\"");
    let told = errors(free, "a case of TIP-13 is written without it");
    assert!(
        told.errors()
            .iter()
            .all(|error| error.code == Code::FailingCase),
        "whoever may go is not confined: {told}"
    );
}

#[test]
fn no_sign_is_weaker_for_a_child() {
    for (adult, child) in [("strong", "medium"), ("medium", "none"), ("weak", "none")] {
        let adult = format!("\"{adult}\"");
        let child = format!("\"{child}\"");
        own_refused(
            &[("strength_adult", &adult), ("strength_child", &child)],
            "recruit.source = broker",
            Code::RailChild,
        );
    }
    for when in [
        "person.child_status = child",
        "person.age_years < 18",
        "@child",
    ] {
        let lines = format!("[[strength]]\nwhen = \"{when}\"\nthen = \"weak\"");
        let files = own(&[], "recruit.source = broker", &lines);
        refused(files, "indicators/TIP-67.toml", Code::RailChild, when);
    }
}

#[test]
fn a_parcel_is_not_both_halves_of_the_joint_rule() {
    for condition in [
        "cargo.for_other = true",
        "fires(CUR-01)",
        "fin.money_forwarding = true and trip.purpose = work",
        "cargo.reward contains money and vul.economic = true",
    ] {
        own_refused(&[], condition, Code::RailLevelRule);
    }
    own_is_sound(
        &[],
        "cargo.can_refuse = not_allowed and harm.threat_family = true",
        "",
    );
}

#[test]
fn what_experts_write_is_left_alone() {
    for (keys, condition, lines) in [
        (
            &[][..],
            "control.phone_holder = other and money.ticket_payer in [new_acquaintance, recruiter]",
            "",
        ),
        (&[], "job.wage_contract < job.wage_promised", ""),
        (&[], "vul.economic = true and money.debt_to = recruiter", ""),
        (&[], "10 * job.wage_contract < 8 * job.wage_promised", ""),
        (
            &[],
            "at least 2 of (recruit.source = broker, recruit.papers_later = true, control.money_held = true)",
            "",
        ),
        (
            &[],
            "recruit.source = broker",
            "[[cancel]]\nwhen = \"recruit.licensed = licensed\"",
        ),
        (
            &[],
            "recruit.source = broker",
            "[[strength]]\nwhen = \"recruit.licensed = unlicensed\"\nthen = \"strong\"",
        ),
        (
            &[],
            "fires(TIP-39) and known(trip.purpose) and control.money_held = true",
            "",
        ),
        (
            WEAK,
            "vul.economic = true and person.literacy_ok = false",
            "",
        ),
        (WEAK, "trip.met_by = stranger", ""),
        (
            COURIER,
            "recruit.carry_only_offer = true and trip.planned_days <= 2",
            "",
        ),
    ] {
        own_is_sound(keys, condition, lines);
    }
}
