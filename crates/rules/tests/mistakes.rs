//! Mistakes of authors that are found, and the fix that is proposed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

#[path = "common/spoilt.rs"]
mod spoilt;

use spoilt::{broken, changed, errors_of, files};
use suar_rules::{Code, Date, Pack, PackErrors};

const TIP_16: &str = "indicators/TIP-16.toml";

/// Whether one of the errors has this code and this fix.
fn says(errors: &PackErrors, code: Code, fix: &str) -> bool {
    let found = |error: &&suar_rules::PackError| error.code == code && error.hint.contains(fix);
    errors.errors().iter().any(|error| found(&error))
}

#[test]
fn slips_of_the_file_are_answered_with_what_to_write() {
    let table = [
        (
            "decisive = true",
            "decisive = yes",
            Code::Toml,
            "write true or false",
        ),
        (
            "legal_basis = [",
            "legal_basis = \"UU\" #",
            Code::Toml,
            "write a list: legal_basis = [",
        ),
        (
            "source = ",
            "# source = ",
            Code::MissingKey,
            "add source = \"",
        ),
        ("[[case]]", "[case]", Code::Toml, "write [[case]] each time"),
        (
            "lane = \"trafficking\"",
            "lane = “trafficking”",
            Code::Toml,
            "straight quotes",
        ),
        (
            "dimension = \"D2\"",
            "dimension = \"PARCEL\"",
            Code::Dimension,
            "write one of: D1, ",
        ),
        (
            "stages = [",
            "stages = [\"gate\", ",
            Code::UnknownValue,
            "predeparture, port, return",
        ),
        (
            "id = \"TIP-16\"",
            "id = \"TIP-sixteen\"",
            Code::Id,
            "such as TIP-67",
        ),
        (
            "schema_version = 1",
            "schema_version = 1\n[cancel]\nwhen = \"trip.purpose = work\"",
            Code::Toml,
            "write [[cancel]] each time",
        ),
    ];
    for (old, new, code, fix) in table {
        let errors = broken(TIP_16, old, new);
        assert!(says(&errors, code, fix), "{new}: {errors}");
    }
}

#[test]
fn slips_of_a_condition_are_answered_with_what_to_write() {
    let table = [
        ("trip.purpose = \\\"work\\\"", "without quotes: work"),
        ("trip.purpose == work", "write one ="),
        (
            "harm.threat = true AND harm.sold = true",
            "write and in small letters",
        ),
        ("NOT harm.threat = true", "write not in small letters"),
        ("harm.threat = true # a remark", "line of its own"),
        ("trip.purpose = “work”", "straight quotes"),
    ];
    for (condition, fix) in table {
        let errors = errors_of(spoilt::with_condition("TIP-16", condition));
        assert!(says(&errors, Code::Syntax, fix), "{condition}: {errors}");
    }
}

#[test]
fn every_unknown_fact_of_a_condition_is_told() {
    let errors = errors_of(spoilt::with_condition(
        "TIP-16",
        "harm.thread = true or harm.solld = true",
    ));
    let unknown = errors.errors().iter();
    let unknown: Vec<&str> = unknown
        .filter(|error| error.code == Code::UnknownFact)
        .map(|error| error.hint.as_str())
        .collect();
    assert!(
        unknown.len() == 2
            && unknown[0].contains("harm.threat")
            && unknown[1].contains("harm.sold"),
        "{unknown:?}"
    );
}

fn warnings(pack: &Pack) -> Vec<(Code, String)> {
    let warnings = pack.warnings(Date::new(2026, 11, 24).unwrap());
    let warnings = warnings.into_iter();
    warnings.map(|each| (each.code, each.message)).collect()
}

#[test]
fn reviews_in_the_future_and_without_end_are_warned_about() {
    let pack = Pack::from_files(changed(&[
        (
            TIP_16,
            "reviewed = \"2026-11-24\"",
            "reviewed = \"2026-12-01\"",
        ),
        (
            TIP_16,
            "expires = \"2027-11-24\"",
            "expires = \"2030-01-01\"",
        ),
    ]))
    .unwrap();
    let found = warnings(&pack);
    let dates = found.iter().filter(|(code, _)| *code == Code::Dates);
    assert_eq!(dates.count(), 2, "{found:?}");
}

#[test]
fn signs_of_the_same_facts_in_two_groups_are_warned_about() {
    assert!(
        warnings(&Pack::from_files(files()).unwrap()).is_empty(),
        "the shipped pack counts nothing twice"
    );
    let mut twice = files();
    let text = twice[TIP_16]
        .replace("TIP-16", "TIP-67")
        .replace("evidence_group = \"", "evidence_group = \"another_");
    twice.insert("indicators/TIP-67.toml".to_owned(), text);
    let found = warnings(&Pack::from_files(twice).unwrap());
    assert!(
        matches!(found.as_slice(), [(Code::CountsTwice, message)] if message.contains("TIP-16 and TIP-67")),
        "{found:?}"
    );
}

#[test]
fn a_case_that_another_file_breaks_names_that_file() {
    let errors = errors_of(spoilt::with_condition(
        "DOC-05",
        "doc.medical = false and doc.jkn = false",
    ));
    let case = errors
        .errors()
        .iter()
        .find(|error| error.file == "indicators/TIP-50.toml");
    assert!(
        case.is_some_and(|error| error.hint.contains("decided in indicators/DOC-05.toml")),
        "{errors}"
    );
}
