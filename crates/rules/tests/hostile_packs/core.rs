//! What the level rules stand on: the rules themselves, twelve indicators, terms, numbers and the tick for papers.

use suar_rules::{Code, Pack};

use super::spoilt::{self, changed, files, with_condition};
use super::{errors, refused, with_lines};

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
