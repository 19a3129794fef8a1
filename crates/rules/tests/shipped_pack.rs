//! The shipped pack and what is refused as a pack.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;
#[path = "common/spoilt.rs"]
mod spoilt;

use std::path::Path;

use common::pack;
use spoilt::{broken, files};
use suar_rules::Pack;

#[test]
fn every_case_of_the_pack_comes_out_as_written() {
    let failures: Vec<String> = pack()
        .check_cases()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_pack_holds_the_whole_catalogue_in_its_order() {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/indicators.toml"),
    )
    .unwrap();
    let catalogue: toml::Table = toml::from_str(&text).unwrap();
    let catalogue = catalogue["indicator"].as_array().unwrap();
    assert_eq!(
        pack().indicators().len(),
        125,
        "66 trafficking, 33 courier, 21 documents, 5 register"
    );
    for (row, indicator) in catalogue.iter().zip(pack().indicators()) {
        let word = |key: &str| row[key].as_str().unwrap();
        let id = indicator.id();
        assert_eq!(id.as_str(), word("id"), "pack order is catalogue order");
        assert_eq!(indicator.lane().as_str(), word("lane"), "{id}");
        assert_eq!(indicator.dimension().as_str(), word("dimension"), "{id}");
        if !REWORDED.contains(&id.as_str()) {
            assert_eq!(indicator.label().id, word("label_id"), "{id}");
            assert_eq!(indicator.action().en, word("action_en"), "{id}");
        }
        let scored = word("strength_adult") != "none";
        let named = ["needs", "cancels"]
            .iter()
            .flat_map(|key| row[*key].as_array().unwrap());
        let missing: Vec<&str> = named
            .map(|fact| fact.as_str().unwrap())
            .filter(|fact| !indicator.facts().iter().any(|read| read.as_str() == *fact))
            .collect();
        let unread = UNREAD
            .iter()
            .find(|(known, _)| *known == id.as_str())
            .map_or(&[][..], |(_, facts)| facts);
        assert!(
            !scored || missing == unread,
            "{id} does not read {missing:?}"
        );
    }
}

/// Indicators whose label or action has a word in the catalogue that `levels.md` keeps out of every output, or is torn
/// there (CUR-01).
const REWORDED: [&str; 5] = ["TIP-14", "TIP-16", "TIP-62", "CUR-01", "CUR-24"];

/// Facts the catalogue lists for an indicator whose condition does not use them.
const UNREAD: &[(&str, &[&str])] = &[
    ("TIP-01", &["doc.contract_substituted"]),
    ("TIP-04", &["doc.work_contract"]),
    ("TIP-30", &["person.age_years", "person.age_stated"]),
    ("TIP-31", &["person.child_status"]),
    ("TIP-55", &["ret.insured"]),
    ("TIP-58", &["job.free_to_quit"]),
    ("CUR-05", &["cargo.reward_amount"]),
    ("CUR-06", &["cargo.sealed"]),
    ("CUR-24", &["money.cancel_consequence"]),
    ("CUR-33", &["trip.onward_country"]),
    ("DOC-12", &["job.same_employer_before"]),
];

#[test]
fn no_text_of_the_pack_accuses() {
    let words = [
        "korban",
        "tersangka",
        "trafficking",
        "pelaku",
        "curiga",
        "kriminal",
        "victim",
        "suspect",
        "criminal",
        "!",
    ];
    for indicator in pack().indicators() {
        for text in [&indicator.sentence().id, &indicator.sentence().en] {
            let lower = text.to_lowercase();
            let found: Vec<_> = words.iter().filter(|word| lower.contains(**word)).collect();
            assert!(
                found.is_empty(),
                "{}: {text:?} says {found:?}",
                indicator.id()
            );
            assert!(
                text.ends_with('.'),
                "{}: {text:?} is no sentence",
                indicator.id()
            );
        }
    }
}

#[test]
fn a_pack_from_a_directory_equals_the_one_compiled_in() {
    let read = Pack::from_files(files()).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(
        read.hash(),
        pack().hash(),
        "the order of files does not matter"
    );
    assert_eq!(read.version(), "1.0.0");
    let mut other = files();
    other.get_mut("pack.toml").unwrap().push('\n');
    let other = Pack::from_files(other).unwrap_or_else(|errors| panic!("{errors}"));
    assert_ne!(other.hash(), pack().hash(), "one byte more is another pack");
}

#[test]
fn an_error_names_file_line_column_and_fix() {
    let errors = broken(
        "indicators/TIP-03.toml",
        "job.conditions_told",
        "job.condition_told",
    );
    let error = &errors.errors()[0];
    assert_eq!(
        (error.file.as_str(), error.line),
        ("indicators/TIP-03.toml", 12)
    );
    assert_eq!(
        error.column, 14,
        "the column of the fact, inside the quotes"
    );
    assert!(
        error.hint.contains("did you mean job.conditions_told?"),
        "{error}"
    );
}

#[test]
fn every_way_to_spoil_a_pack_is_refused_with_a_reason() {
    let spoilt = [
        (
            "indicators/TIP-03.toml",
            "no_rest_day\"",
            "no_rest\"",
            "has no value no_rest",
        ),
        (
            "indicators/TIP-47.toml",
            "\"never\"",
            "\"harm.fear_observed = true\"",
            "must never be read",
        ),
        (
            "indicators/TIP-16.toml",
            "= true\"",
            "= 3\"",
            "is missing here",
        ),
        (
            "indicators/TIP-51.toml",
            "> 12",
            "contains 12",
            "a number is compared",
        ),
        (
            "indicators/TIP-50.toml",
            "fires(DOC-05)",
            "fires(DOC-55)",
            "there is no indicator DOC-55",
        ),
        (
            "indicators/TIP-50.toml",
            "fires(DOC-05)",
            "fires(TIP-50)",
            "refers to itself",
        ),
        (
            "indicators/TIP-16.toml",
            "id = \"TIP-16\"",
            "id = \"TIP-17\"",
            "has another name",
        ),
        (
            "indicators/CUR-01.toml",
            "expect = \"present\"",
            "expect = \"absent\"",
            "expected",
        ),
        (
            "indicators/TIP-16.toml",
            "decisive = true",
            "decisive = true\ncolour = 1",
            "colour",
        ),
        (
            "indicators/TIP-16.toml",
            "sentence_en = \"",
            "sentence_en = \"\" #",
            "is empty",
        ),
        (
            "indicators/TIP-16.toml",
            "lane = \"trafficking\"",
            "lane = ",
            "string",
        ),
        (
            "pack.toml",
            "schema_version = 1",
            "schema_version = 9",
            "vocabulary 9",
        ),
        ("pack.toml", "\"LNK\"", "\"XYZ\"", "belongs to no family"),
        ("pack.toml", "dalami_medium = 2", "dalami_medium = -2", "-2"),
    ];
    for (file, from, to, expected) in spoilt {
        let errors = broken(file, from, to).to_string();
        assert!(
            errors.contains(expected),
            "{file}, {to}: expected {expected:?} in\n{errors}"
        );
        assert!(errors.contains("fix: "), "{errors}");
    }
}

#[test]
fn files_that_do_not_belong_to_a_pack_are_refused() {
    for path in [
        "../pack.toml",
        "indicators/../x.toml",
        "indicators/TIP-01.toml.bak",
        "notes.txt",
        "/etc/passwd",
    ] {
        let mut files = files();
        files.insert(path.to_owned(), String::new());
        let errors = Pack::from_files(files).map(|_| ()).unwrap_err().to_string();
        assert!(
            errors.contains("does not belong to a pack"),
            "{path}: {errors}"
        );
    }
    let none: [(&str, &str); 0] = [];
    assert!(
        Pack::from_files(none)
            .map(|_| ())
            .unwrap_err()
            .to_string()
            .contains("pack.toml is missing")
    );
    let huge = format!("#{}", "x".repeat(300 * 1024));
    let mut files = files();
    files.insert("pack.toml".to_owned(), huge);
    assert!(
        Pack::from_files(files)
            .map(|_| ())
            .unwrap_err()
            .to_string()
            .contains("too large")
    );
}

#[test]
fn every_question_can_be_shown_and_knows_its_time() {
    for question in pack().vocabulary().questions() {
        assert!(
            !question.is_asked() || question.seconds() > 0,
            "{question} takes no time"
        );
    }
}
