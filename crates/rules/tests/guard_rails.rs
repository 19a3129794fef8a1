//! The guard rails of the catalogue (`indicators.md`, section 2.0): a hostile pack for each of them is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

#[path = "common/spoilt.rs"]
mod spoilt;

use spoilt::{changed, codes, errors_of, files, with_condition};
use suar_rules::{Code, Pack};

/// Asserts that the shipped pack with another condition in one indicator is refused for this reason, at that file.
fn assert_refused(id: &str, condition: &str, code: Code) {
    let errors = errors_of(with_condition(id, condition));
    let file = format!("indicators/{id}.toml");
    let found = errors
        .errors()
        .iter()
        .any(|error| error.code == code && error.file == file);
    assert!(
        found,
        "{id}: {condition:?} should be refused as {code}:\n{errors}"
    );
}

/// Asserts that the shipped pack with another level rule is refused for this reason.
fn assert_level_refused(rule: &str, condition: &str, code: Code) {
    let mut files = files();
    let head = files.get_mut("pack.toml").unwrap();
    let table: toml::Table = toml::from_str(head).unwrap();
    let old = table["levels"][rule].as_str().unwrap().to_owned();
    *head = match head.find(&format!("{rule} = '''\n{old}'''")) {
        Some(_) => head.replacen(&format!("'''\n{old}'''"), &format!("\"{condition}\""), 1),
        None => head.replacen(
            &format!("{rule} = \"{old}\""),
            &format!("{rule} = \"{condition}\""),
            1,
        ),
    };
    let errors = errors_of(files);
    let found = errors
        .errors()
        .iter()
        .any(|error| error.code == code && error.file == "pack.toml");
    assert!(
        found,
        "{rule} = {condition:?} should be refused as {code}:\n{errors}"
    );
}

#[test]
fn rail_1_origin_language_sex_and_looks_are_no_inputs() {
    for fact in [
        "person.sex = female",
        "known(person.origin_region)",
        "known(person.language)",
        "harm.fear_observed = true",
        "person.marital_status = single",
    ] {
        let errors = errors_of(with_condition("TIP-16", fact));
        let code = errors.errors()[0].code;
        assert!(
            matches!(code, Code::ForbiddenFact | Code::UnknownFact),
            "{fact}: {errors}"
        );
    }
}

#[test]
fn rail_1_circumstances_of_a_person_are_never_decisive() {
    assert_eq!(
        codes(&[(
            "indicators/TIP-20.toml",
            "decisive = false",
            "decisive = true"
        )]),
        [Code::RailVulnerability]
    );
    assert_eq!(
        codes(&[(
            "indicators/TIP-28.toml",
            "decisive = false",
            "decisive = false\ndecisive_when = \"vul.economic = true\""
        )]),
        [Code::RailVulnerability],
        "poverty does not make family trouble decisive"
    );
    assert_refused(
        "TIP-16",
        "vul.economic = true and person.literacy_ok = false",
        Code::RailVulnerability,
    );
    assert_refused(
        "TIP-30",
        "vul.family_difficult = true",
        Code::RailVulnerability,
    );
    assert_refused(
        "TIP-16",
        "trip.destination_known = unknown",
        Code::RailVulnerability,
    );
    assert_refused(
        "TIP-16",
        "person.local_border_resident = true",
        Code::RailVulnerability,
    );
}

#[test]
fn rail_2_weak_signs_do_not_add_up_under_another_name() {
    assert_refused(
        "TIP-16",
        "at least 2 of (fires(TIP-29), fires(LNK-05), fires(TIP-10))",
        Code::RailWeakOnly,
    );
    assert_refused(
        "TIP-16",
        "fires(CUR-06) and not fires(TIP-33)",
        Code::RailWeakOnly,
    );
    let mut files = with_condition("TIP-29", "fires(CUR-07) or fires(LNK-05)");
    let file = files.get_mut("indicators/TIP-29.toml").unwrap();
    *file = file.replacen(
        "[[case]]",
        "[[strength]]\nwhen = \"always\"\nthen = \"strong\"\n\n[[case]]",
        1,
    );
    let errors = errors_of(files);
    assert_eq!(
        errors.errors()[0].code,
        Code::RailWeakOnly,
        "a weak sign made strong: {errors}"
    );
}

#[test]
fn rail_2_thresholds_stay_where_nothing_is_raised_by_nothing() {
    for (from, to) in [
        ("dalami_medium = 2", "dalami_medium = 0"),
        ("positive_medium = 3", "positive_medium = 1"),
        ("positive_strong = 2", "positive_strong = 0"),
        ("c2_strong_dimensions = 2", "c2_strong_dimensions = 200"),
    ] {
        let errors = spoilt::broken("pack.toml", from, to);
        let error = &errors.errors()[0];
        assert_eq!(error.code, Code::RailThreshold, "{errors}");
        let name = from.split(' ').next().unwrap();
        let line = files()["pack.toml"]
            .lines()
            .position(|line| line.starts_with(name))
            .unwrap()
            + 1;
        assert_eq!((error.line, error.column), (line, 1), "{errors}");
    }
}

#[test]
fn rail_3_a_sign_without_a_fact_cannot_be_explained() {
    assert_refused("TIP-16", "always", Code::RailUnknown);
    assert_refused(
        "CUR-05",
        "leg = departure or leg = return",
        Code::NeverFalse,
    );
    assert_refused("CUR-05", "leg = departure", Code::RailUnknown);
}

#[test]
fn rail_4_texts_neither_accuse_nor_decide() {
    for (key, text) in [
        ("sentence_id", "Orang ini korban."),
        ("sentence_en", "The person is a Suspect."),
        ("action_id", "Tolak keberangkatan."),
        ("label_id", "Tersangka kurir"),
    ] {
        let mut files = files();
        let file = files.get_mut("indicators/CUR-05.toml").unwrap();
        let line = file
            .lines()
            .find(|line| line.starts_with(key))
            .unwrap()
            .to_owned();
        *file = file.replacen(&line, &format!("{key} = \"{text}\""), 1);
        let errors = errors_of(files);
        assert_eq!(
            errors.errors()[0].code,
            Code::RailWording,
            "{key}: {errors}"
        );
    }
}

#[test]
fn rail_5_missing_answers_raise_nothing() {
    assert_refused("TIP-16", "not known(job.sector)", Code::RailUnknown);
    assert_refused("CUR-05", "job.sector is not domestic", Code::RailUnknown);
    assert_refused("TIP-30", "not known(person.age_years)", Code::RailUnknown);
    assert_refused("TIP-16", "not answered(K1)", Code::RailUnknown);
    assert_level_refused("request", "wish.feels_safe is not yes", Code::RailUnknown);
    assert_level_refused("danger", "harm.violence is not false", Code::RailUnknown);
    assert_eq!(
        codes(&[(
            "pack.toml",
            "when = \"doc.placement_docs = all\"",
            "when = \"always\""
        )]),
        [Code::RailUnknown],
        "papers are not present because nobody looked"
    );
}

#[test]
fn rail_6_missing_papers_are_no_sign() {
    assert_refused(
        "TIP-16",
        "fires(DOC-05) or fires(DOC-06)",
        Code::RailNotScored,
    );
    assert_eq!(
        codes(&[(
            "indicators/TIP-50.toml",
            "strength_adult = \"none\"",
            "strength_adult = \"medium\""
        )])[0],
        Code::RailNotScored
    );
    let found = codes(&[(
        "indicators/TIP-33.toml",
        "strength_child = \"none\"",
        "strength_child = \"strong\"",
    )]);
    assert_eq!(found[0], Code::RailNotScored);
}

#[test]
fn rail_7_people_are_linked_over_a_whitelist_only() {
    assert_refused(
        "TIP-16",
        "link.same_contact_phone_30d >= 2",
        Code::RailLinking,
    );
    assert_refused(
        "CUR-05",
        "link.consecutive_passports >= 2 and cargo.for_other = true",
        Code::RailLinking,
    );
}

#[test]
fn rail_8_only_forced_carriers_reach_the_highest_level_by_one_sign() {
    for condition in [
        "fires(CUR-01)",
        "fires(CUR-06)",
        "fires(TIP-16)",
        "cargo.for_other = true",
        "not fires(CUR-24)",
    ] {
        assert_level_refused("forced_to_carry", condition, Code::RailLevelRule);
    }
}

#[test]
fn rail_9_health_and_demeanour_are_never_counted() {
    for id in ["TIP-47", "CUR-25", "CUR-26", "CUR-27"] {
        let file = format!("indicators/{id}.toml");
        let found = codes(&[(
            &file,
            "strength_adult = \"none\"",
            "strength_adult = \"weak\"",
        )]);
        assert_eq!(found[0], Code::RailNotScored, "{id}");
    }
    let found = codes(&[(
        "indicators/CUR-19.toml",
        "dimension = \"PARCEL\"",
        "dimension = \"HEALTH\"",
    )]);
    assert_eq!(found[0], Code::RailNotScored, "whatever it is called");
}

#[test]
fn rail_10_a_clearance_holds_unless_there_is_danger() {
    let danger = |danger: &str| {
        let line = format!("decisive = true\ndanger = \"{danger}\"");
        codes(&[("indicators/TIP-12.toml", "decisive = true", &line)])
    };
    assert_eq!(danger("always"), [Code::RailClearing]);
    assert_eq!(danger("control.id_holder = escort"), [Code::RailClearing]);
    assert_eq!(danger("wish.safe_to_leave != unsafe"), [Code::RailClearing]);
    let real = "decisive = true\ndanger = \"harm.threat = true\"";
    let files = changed(&[("indicators/TIP-12.toml", "decisive = true", real)]);
    assert!(Pack::from_files(files).is_ok(), "a threat is danger");
}

#[test]
fn level_rules_look_only_at_what_levels_gives_them() {
    for (rule, condition) in [
        ("child", "trip.purpose = work"),
        ("child", "fires(TIP-20)"),
        ("child", "not fires(TIP-30)"),
        ("register", "fires(LNK-01)"),
        ("age_doubt", "fires(TIP-42)"),
        ("danger", "harm.violence = true or trip.purpose = work"),
        ("danger", "harm.violence = false"),
        ("joint", "fires(CUR-01) and decisive_in(D2)"),
        ("joint", "fires(CUR-05)"),
        ("joint", "decisive_in(D2)"),
        ("joint", "fires(CUR-05) and decisive_in(PORT)"),
        ("request", "trip.purpose = work"),
    ] {
        assert_level_refused(rule, condition, Code::RailLevelRule);
    }
    for rule in ["child", "danger", "register", "forced_to_carry", "request"] {
        assert_level_refused(rule, "never", Code::NeverTrue);
    }
}

#[test]
fn no_kind_of_danger_can_be_taken_away() {
    for part in [
        "harm.violence = true\nor ",
        "\nor harm.sold = true",
        "\nor cargo.can_refuse = threatened",
    ] {
        let errors = spoilt::broken("pack.toml", part, "");
        assert_eq!(
            errors.errors()[0].code,
            Code::RailLevelRule,
            "{part}: {errors}"
        );
    }
    let errors = spoilt::broken("pack.toml", "in [unsafe, afraid_of_someone]", "= unsafe");
    assert!(
        errors
            .to_string()
            .contains("wish.safe_to_leave = afraid_of_someone"),
        "{errors}"
    );
}
