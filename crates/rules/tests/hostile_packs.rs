//! Packs that try to switch a guard rail off, each in its own way. What is told names file, line, column and a fix.
//!
//! `guard_rails.rs` has one plain offence for each rail; here somebody has read the rules and looks for a way around.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

#[path = "common/spoilt.rs"]
mod spoilt;

use std::collections::BTreeMap;

use spoilt::{changed, files, with_condition};
use suar_rules::{Code, Pack, PackErrors};

type Files = BTreeMap<String, String>;

fn errors(files: Files, what: &str) -> PackErrors {
    match Pack::from_files(files) {
        Ok(_) => panic!("accepted: {what}"),
        Err(errors) => errors,
    }
}

/// Asserts that a pack is refused for this reason, at a place that exists in this file, with a fix.
fn refused(files: Files, file: &str, code: Code, what: &str) {
    let lines = files.get(file).map_or(0, |text| text.lines().count());
    let errors = errors(files, what);
    let found = errors
        .errors()
        .iter()
        .find(|error| error.code == code && error.file == file);
    let Some(error) = found else {
        panic!("{what} should be refused as {code} in {file}:\n{errors}");
    };
    assert!((1..=lines).contains(&error.line), "{what}: {error}");
    assert!(
        error.column >= 1 && !error.hint.is_empty(),
        "{what}: {error}"
    );
}

/// The shipped pack with lines put before the first case of a file.
fn with_lines(id: &str, lines: &str) -> Files {
    let mut files = files();
    let file = files.get_mut(&format!("indicators/{id}.toml")).unwrap();
    let at = file.find("[[case]]").unwrap();
    file.insert_str(at, &format!("{lines}\n\n"));
    files
}

/// A sign of one's own, TIP-67, beside the shipped ones: keys that differ from a plain one, and its condition.
fn own(keys: &[(&str, &str)], condition: &str, lines: &str) -> Files {
    let mut files = files();
    let plain = files["indicators/TIP-16.toml"].replace("TIP-16", "TIP-67");
    let mut text = plain.replace("\"threat_authority\"", "\"of_its_own\"");
    for (key, value) in [("condition", format!("\"{condition}\""))]
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .chain(keys.iter().copied())
    {
        let line = text
            .lines()
            .find(|line| line.starts_with(&format!("{key} = ")))
            .unwrap_or_else(|| panic!("no {key}"))
            .to_owned();
        text = text.replacen(&line, &format!("{key} = {value}"), 1);
    }
    let at = text.find("[[case]]").unwrap();
    text.insert_str(at, &format!("{lines}\n\n"));
    files.insert("indicators/TIP-67.toml".to_owned(), text);
    files
}

fn own_refused(keys: &[(&str, &str)], condition: &str, code: Code) {
    refused(
        own(keys, condition, ""),
        "indicators/TIP-67.toml",
        code,
        condition,
    );
}

/// Whether only the cases of a file do not come out, which were written for another condition.
fn own_is_sound(keys: &[(&str, &str)], condition: &str, lines: &str) {
    if let Err(errors) = Pack::from_files(own(keys, condition, lines)) {
        let only_cases = |error: &suar_rules::PackError| error.code == Code::FailingCase;
        assert!(
            errors.errors().iter().all(only_cases),
            "{condition}: {errors}"
        );
    }
}

const WEAK: &[(&str, &str)] = &[("decisive", "false")];
const COURIER: &[(&str, &str)] = &[("lane", "\"courier\""), ("dimension", "\"OFFER\"")];

#[test]
fn the_request_is_what_the_person_said_and_not_its_opposite() {
    let old = "request = \"wish.feels_safe in [wants_to_talk, unsure]\"";
    for condition in [
        "wish.feels_safe = yes",
        "wish.feels_safe = wants_to_talk",
        "wish.feels_safe in [yes, unsure]",
        "not wish.feels_safe in [wants_to_talk, unsure]",
        "known(wish.feels_safe)",
        "wish.feels_safe in [wants_to_talk, unsure] and wish.feels_safe = unsure",
        "wish.feels_safe in [wants_to_talk, unsure] and not known(trip.purpose)",
    ] {
        let new = format!("request = \"{condition}\"");
        refused(
            changed(&[("pack.toml", old, &new)]),
            "pack.toml",
            Code::RailLevelRule,
            condition,
        );
    }
    let same = "request = \"wish.feels_safe in [unsure, wants_to_talk]\"";
    assert!(Pack::from_files(changed(&[("pack.toml", old, same)])).is_ok());
}

#[test]
fn the_level_rules_point_to_nothing_else_and_to_all_of_it() {
    for (old, new) in [
        ("child = \"fires(TIP-30)\"", "child = \"fires(TIP-31)\""),
        (
            "child = \"fires(TIP-30)\"",
            "child = \"fires(TIP-30) and not fires(TIP-31)\"",
        ),
        (
            "register = \"fires(LNK-02) or fires(LNK-03)\"",
            "register = \"fires(LNK-02)\"",
        ),
        (
            "register = \"fires(LNK-02) or fires(LNK-03)\"",
            "register = \"fires(LNK-02) and fires(LNK-03)\"",
        ),
        (
            "forced_to_carry = \"fires(CUR-24)\"",
            "forced_to_carry = \"fires(CUR-24) or fires(CUR-05)\"",
        ),
        (
            "age_doubt = \"fires(TIP-31)\"",
            "age_doubt = \"fires(TIP-32)\"",
        ),
        (") and decisive_in(D2)", ") and decisive_in(D3)"),
        (
            "fires(CUR-05)) and decisive_in(D2)",
            "fires(CUR-05) or fires(CUR-28, medium)) and decisive_in(D2)",
        ),
        (
            "or ret.violence = true",
            "or (ret.violence = true and not known(trip.purpose))",
        ),
        (
            "harm.violence = true\nor harm.hurt",
            "harm.violence = true and known(trip.purpose)\nor harm.hurt",
        ),
        (
            "control.movement = not_allowed",
            "control.movement in [not_allowed, with_permission]",
        ),
        (
            "or harm.threat = true",
            "or surely(harm.threat = true and leg = return)",
        ),
    ] {
        refused(
            changed(&[("pack.toml", old, new)]),
            "pack.toml",
            Code::RailLevelRule,
            new,
        );
    }
    let order = changed(&[(
        "pack.toml",
        "(fires(CUR-01, medium) or fires(CUR-02, medium) or fires(CUR-05)) and decisive_in(D2)",
        "decisive_in(D2) and (fires(CUR-05) or fires(CUR-02, medium) or fires(CUR-01, medium))",
    )]);
    assert!(
        Pack::from_files(order).is_ok(),
        "the order of parts is free"
    );
}

#[test]
fn what_the_level_rules_stand_on_is_not_emptied_narrowed_or_widened() {
    for (id, condition) in [
        ("TIP-30", "@child and trip.purpose = crew_duty"),
        ("TIP-30", "@child"),
        (
            "TIP-30",
            "known(person.child_status) and trip.purpose = work",
        ),
        ("TIP-31", "doc.birth_evidence = minor"),
        (
            "LNK-02",
            "link.open_protection_case_match in [possible, exact]",
        ),
        (
            "LNK-03",
            "link.group_has_open_case = true and link.shared_attribute_kinds >= 1",
        ),
        (
            "LNK-03",
            "link.group_has_open_case = true and link.shared_attribute_kinds >= 900",
        ),
        (
            "CUR-24",
            "cargo.for_other = true and cargo.can_refuse = threatened",
        ),
        ("CUR-24", "cargo.for_other = true"),
        ("CUR-01", "cargo.for_other = true and cargo.sealed = true"),
        ("CUR-02", "cargo.for_other = true"),
        ("CUR-05", "cargo.reward contains job"),
        (
            "TIP-14",
            "harm.violence = true and harm.hurt_or_frightened = true",
        ),
        (
            "TIP-15",
            "harm.threat = true and money.cancel_consequence = threatened",
        ),
        ("TIP-19", "harm.sold = true"),
        ("TIP-60", "ret.violence = true and ret.threat = true"),
    ] {
        let file = format!("indicators/{id}.toml");
        refused(
            with_condition(id, condition),
            &file,
            Code::RailCore,
            condition,
        );
    }
}

#[test]
fn what_the_level_rules_stand_on_is_not_explained_away_or_made_lighter() {
    for (id, lines) in [
        ("TIP-30", "[[cancel]]\nwhen = \"trip.purpose = work\""),
        (
            "LNK-02",
            "[[cancel]]\nwhen = \"companion.group_kind = family\"",
        ),
        (
            "CUR-24",
            "[[cancel]]\nwhen = \"cargo.opened_together_ok = true\"",
        ),
        ("CUR-01", "[[cancel]]\nwhen = \"known(trip.purpose)\""),
        ("TIP-14", "[[cancel]]\nwhen = \"trip.purpose = work\""),
        ("CUR-24", "[[strength]]\nwhen = \"always\"\nthen = \"weak\""),
        (
            "TIP-19",
            "[[strength]]\nwhen = \"trip.purpose = work\"\nthen = \"none\"",
        ),
    ] {
        let file = format!("indicators/{id}.toml");
        refused(with_lines(id, lines), &file, Code::RailCore, lines);
    }
    let gates = "strength_adult = \"gate\"\nstrength_child = \"gate\"";
    let lighter = "strength_adult = \"gate\"\nstrength_child = \"none\"";
    for (id, old, new) in [
        ("TIP-30", gates, lighter),
        (
            "TIP-30",
            "legs = [\"departure\", \"return\"]",
            "legs = [\"departure\"]",
        ),
        (
            "LNK-02",
            "legs = [\"departure\", \"return\"]",
            "legs = [\"return\"]",
        ),
        (
            "LNK-02",
            "decisive = true",
            "decisive = true\nsilent_at_manifest = true",
        ),
        (
            "CUR-24",
            "strength_adult = \"strong\"",
            "strength_adult = \"weak\"",
        ),
        (
            "CUR-24",
            "danger = \"cargo.can_refuse = threatened or harm.threat = true\"",
            "danger = \"harm.threat = true\"",
        ),
        ("TIP-14", "danger = \"always\"\n", ""),
        ("TIP-14", "decisive = true", "decisive = false"),
        (
            "CUR-05",
            "evidence_group = \"reward\"",
            "evidence_group = \"parcel\"",
        ),
        (
            "CUR-28",
            "evidence_group = \"account\"",
            "evidence_group = \"forwarding\"",
        ),
        (
            "TIP-49",
            "evidence_group = \"phone_held\"",
            "evidence_group = \"calls\"",
        ),
    ] {
        let file = format!("indicators/{id}.toml");
        refused(changed(&[(&file, old, new)]), &file, Code::RailCore, new);
    }
}

#[test]
fn a_term_or_number_changes_nothing_the_level_rules_stand_on() {
    for (from, to) in [
        (
            "\"person.child_status in [child, doubt]\"",
            "\"person.child_status = child\"",
        ),
        (
            "\"person.child_status in [child, doubt]\"",
            "\"person.child_status in [adult, child, doubt]\"",
        ),
    ] {
        let files = changed(&[("pack.toml", from, to)]);
        refused(files, "indicators/TIP-30.toml", Code::RailCore, to);
    }
    let everybody = changed(&[(
        "pack.toml",
        "unrealistic_wage = 27_375_000",
        "unrealistic_wage = 0",
    )]);
    refused(
        everybody,
        "indicators/TIP-25.toml",
        Code::RailVulnerability,
        "every wage is unrealistic",
    );
}

#[test]
fn what_the_level_rules_stand_on_is_there() {
    for id in ["TIP-14", "TIP-60"] {
        let mut files = files();
        files.remove(&format!("indicators/{id}.toml"));
        refused(files, "pack.toml", Code::RailCore, id);
    }
    for id in ["TIP-30", "LNK-03", "CUR-05"] {
        let mut files = files();
        files.remove(&format!("indicators/{id}.toml"));
        let errors = errors(files, id);
        let told =
            |error: &suar_rules::PackError| error.file == "pack.toml" && error.message.contains(id);
        assert!(errors.errors().iter().any(told), "{errors}");
    }
}

#[test]
fn a_refusal_counts_for_nothing() {
    for condition in [
        "answered(K3) and not known(control.id_holder)",
        "harm.threat = true and answered(K3)",
        "harm.threat = true and not answered(K3)",
        "not fires(DOC-19) and harm.threat = true",
        "harm.threat = true and surely(at least 1 of (answered(K1), harm.sold = true))",
    ] {
        own_refused(&[], condition, Code::RailRefusal);
        own_refused(WEAK, condition, Code::RailRefusal);
    }
    for lines in [
        "[[cancel]]\nwhen = \"answered(K8)\"",
        "[[strength]]\nwhen = \"answered(K8)\"\nthen = \"strong\"",
    ] {
        let files = own(&[], "harm.threat_authority = true", lines);
        refused(files, "indicators/TIP-67.toml", Code::RailRefusal, lines);
    }
    for condition in [
        "answered(K3) and not known(control.id_holder)",
        "not fires(DOC-19) and not known(control.id_holder)",
    ] {
        let files = with_condition("DOC-18", condition);
        refused(
            files,
            "indicators/DOC-18.toml",
            Code::RailRefusal,
            condition,
        );
    }
}

#[test]
fn questions_that_are_never_scored_cannot_be_asked_about() {
    for question in ["H3", "H4", "A3", "A4", "I3", "T5", "T1"] {
        let condition = format!("harm.threat = true or answered({question})");
        own_refused(&[], &condition, Code::ForbiddenFact);
        let files = with_condition("DOC-18", &format!("not answered({question})"));
        refused(
            files,
            "indicators/DOC-18.toml",
            Code::ForbiddenFact,
            question,
        );
    }
}

#[test]
fn what_is_not_known_counts_for_nothing_beside_anything_that_is() {
    for condition in [
        "trip.purpose = work and not known(money.repay)",
        "recruit.source = broker and not known(job.wage_promised)",
        "recruit.source = broker and missing(job.wage_promised)",
        "recruit.source = broker and job.employer_known is not true",
        "recruit.source = broker and not surely(job.employer_known = true)",
        "recruit.source = broker and not (known(job.sector) and job.sector = domestic)",
        "at least 2 of (recruit.source = broker, not known(job.sector), not known(job.match))",
    ] {
        own_refused(&[], condition, Code::RailUnknown);
    }
    own_refused(
        WEAK,
        "vul.economic = true and not known(money.repay)",
        Code::RailUnknown,
    );
    for condition in [
        "not known(job.sector)",
        "not other_decisive(medium)",
        "not decisive_in(D2)",
    ] {
        let condition = format!("cargo.for_other = true and {condition}");
        own_refused(COURIER, &condition, Code::RailUnknown);
    }
    for lines in [
        "[[strength]]\nwhen = \"not known(job.employer_known)\"\nthen = \"strong\"",
        "[[strength]]\nwhen = \"not known(recruit.licensed)\"\nthen = \"weak\"",
        "[[cancel]]\nwhen = \"not known(job.employer_known)\"",
        "[[cancel]]\nwhen = \"recruit.licensed is not unlicensed\"",
    ] {
        let files = own(&[], "recruit.source = broker", lines);
        refused(files, "indicators/TIP-67.toml", Code::RailUnknown, lines);
    }
    let decisive = own(
        &[(
            "decisive",
            "false\ndecisive_when = \"recruit.source is not family\"",
        )],
        "recruit.source = broker",
        "",
    );
    refused(
        decisive,
        "indicators/TIP-67.toml",
        Code::RailUnknown,
        "decisive_when",
    );
}

#[test]
fn what_is_not_known_counts_for_nothing_through_another_indicator() {
    // A sign that is only shown may ask what is not known; nothing that counts may point to it.
    let shown = [
        ("strength_adult", "\"none\""),
        ("strength_child", "\"none\""),
    ];
    let mut files = own(&shown, "not known(job.sector)", "");
    let counted = files["indicators/TIP-67.toml"].replace("TIP-67", "TIP-68");
    let counted = counted
        .replace("_adult = \"none\"", "_adult = \"medium\"")
        .replace("_child = \"none\"", "_child = \"medium\"")
        .replace(
            "\"not known(job.sector)\"",
            "\"recruit.source = broker and fires(TIP-67)\"",
        );
    files.insert("indicators/TIP-68.toml".to_owned(), counted);
    refused(
        files,
        "indicators/TIP-68.toml",
        Code::RailUnknown,
        "pointed to",
    );
}

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
fn one_sign_never_does_what_takes_several() {
    for (name, value) in [
        ("positive_strong", "1"),
        ("positive_strong", "3"),
        ("positive_medium", "2"),
        ("positive_medium", "9"),
        ("positive_medium_beside_weak", "1"),
        ("l5_decisive_in_d3", "1"),
        ("l8_strong_dimensions", "1"),
        ("l8_decisive_medium_beside_strong", "1"),
        ("c2_strong_dimensions", "1"),
        ("c2_strong_dimensions", "9"),
        ("c3_medium_beside_strong", "1"),
        ("dalami_medium", "1"),
        ("dalami_medium", "9"),
    ] {
        let mut files = files();
        let head = files.get_mut("pack.toml").unwrap();
        let at = head
            .lines()
            .position(|line| line.starts_with(&format!("{name} = ")))
            .unwrap();
        let line = head.lines().nth(at).unwrap().to_owned();
        *head = head.replacen(&line, &format!("{name} = {value}"), 1);
        let errors = errors(files, name);
        let told: Vec<_> = errors
            .errors()
            .iter()
            .map(|error| (error.code, error.line, error.column))
            .collect();
        assert_eq!(
            told,
            [(Code::RailThreshold, at + 1, 1)],
            "{name} = {value}: {errors}"
        );
    }
    for value in ["1_000_000_000", "-1", "256", "2.0", "\"2\""] {
        let new = format!("dalami_medium = {value}");
        let errors = spoilt::broken("pack.toml", "dalami_medium = 2", &new);
        let error = &errors.errors()[0];
        let at = files()["pack.toml"]
            .lines()
            .position(|line| line.starts_with("dalami_medium"))
            .unwrap();
        assert_eq!(
            (error.code, error.line),
            (Code::Toml, at + 1),
            "{value}: {errors}"
        );
    }
}

#[test]
fn the_tick_for_papers_answers_papers_alone() {
    for (old, new) in [
        (
            "when = \"doc.placement_docs = all\"",
            "when = \"doc.travel_document = passport\"",
        ),
        (
            "when = \"doc.placement_docs = all\"",
            "when = \"doc.placement_docs in [all, some]\"",
        ),
        ("\"doc.jkn\" = true", "\"doc.passport_valid_months\" = 99"),
        ("\"doc.jkn\" = true", "\"person.child_status\" = \"adult\""),
        ("\"doc.jkn\" = true", "\"cargo.for_other\" = false"),
        ("\"doc.medical\" = true", "\"doc.medical\" = false"),
        (
            "\"doc.work_visa\" = \"work_visa\"",
            "\"doc.work_visa\" = \"none\"",
        ),
    ] {
        refused(
            changed(&[("pack.toml", old, new)]),
            "pack.toml",
            Code::RailUnknown,
            new,
        );
    }
}

#[test]
fn texts_do_not_accuse_in_disguise() {
    for text in [
        "Orang ini KORBAN.",
        "Dia korbannya.",
        "Mungkin k0rban.",
        "Perdagangan orang",
        "TPPO",
        "Human-trafficking sign",
        "Trafficked person",
        "They are guilty",
        "A criminals' helper",
        "Tunda keberangkatan",
        "Tersangkanya",
    ] {
        let mut files = files();
        let file = files.get_mut("indicators/TIP-16.toml").unwrap();
        let line = file
            .lines()
            .find(|line| line.starts_with("sentence_en"))
            .unwrap()
            .to_owned();
        *file = file.replacen(&line, &format!("sentence_en = \"{text}\""), 1);
        refused(files, "indicators/TIP-16.toml", Code::RailWording, text);
    }
    let title = "title_en = \"Core pack\"";
    let files = changed(&[("pack.toml", title, "title_en = \"Suspects\"")]);
    refused(
        files,
        "pack.toml",
        Code::RailWording,
        "the title is read too",
    );
    for text in [
        "kor\\u200bban",
        "k\\u043erban",
        "ko\\u0301rban",
        "\\u202enabrok",
        "\\u001b[31m",
        "kor\\u00adban",
    ] {
        let mut files = spoilt::files();
        let file = files.get_mut("indicators/TIP-16.toml").unwrap();
        let line = file
            .lines()
            .find(|line| line.starts_with("sentence_id"))
            .unwrap()
            .to_owned();
        *file = file.replacen(&line, &format!("sentence_id = \"{text}\""), 1);
        refused(files, "indicators/TIP-16.toml", Code::BadText, text);
    }
}

#[test]
fn names_carry_no_commands_for_a_terminal() {
    for (file, old, new) in [
        (
            "pack.toml",
            "version = \"1.0.0\"",
            "version = \"1\\u001b[2J\"",
        ),
        ("pack.toml", "id = \"inti\"", "id = \"inti\\u009b2J\""),
        (
            "pack.toml",
            "\nwork = ",
            "\n\"wo\\u001brk\" = \"trip.purpose = work\"\nwork = ",
        ),
        (
            "indicators/TIP-16.toml",
            "author = \"Suar\"",
            "author = \"Su\\u202ear\"",
        ),
        (
            "indicators/TIP-16.toml",
            "legal_basis = []",
            "legal_basis = [\"UU\\u0007\"]",
        ),
        (
            "indicators/TIP-16.toml",
            "name = \"",
            "name = \"\\u001b]0;x\\u0007",
        ),
    ] {
        let files = changed(&[(file, old, new)]);
        refused(files, file, Code::BadText, new);
    }
    let errors = spoilt::broken("indicators/TIP-16.toml", "evidence_group", "\"\\u001b[2J\"");
    assert!(!errors.to_string().contains('\u{1b}'), "{errors:?}");
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
