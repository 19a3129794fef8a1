//! `rules fmt`: one form for every condition, and nothing lost on the way.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

#[path = "common/spoilt.rs"]
mod spoilt;

use std::collections::BTreeMap;

use spoilt::{changed, files};
use suar_rules::{Code, Pack, format_file};

fn formatted(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let each = files.iter().map(|(path, text)| {
        let text = format_file(path, text).unwrap_or_else(|errors| panic!("{errors}"));
        (path.clone(), text)
    });
    each.collect()
}

#[test]
fn the_shipped_pack_is_in_canonical_form() {
    for (path, text) in files() {
        let canonical = format_file(&path, &text).unwrap_or_else(|errors| panic!("{errors}"));
        assert!(
            canonical == text,
            "{path} is not formatted; it should be:\n{canonical}"
        );
    }
}

#[test]
fn a_formatted_file_keeps_its_meaning_comments_and_texts() {
    let untidy = changed(&[
        (
            "indicators/TIP-03.toml",
            "condition = \"job.conditions_told",
            "# why\ncondition = \"job.conditions_told",
        ),
        (
            "indicators/CUR-02.toml",
            "cargo.for_other = true and (cargo.content_known = false or",
            "cargo.for_other=true   and ( cargo.content_known =false or",
        ),
    ]);
    let tidy = formatted(&untidy);
    assert_eq!(
        tidy["indicators/CUR-02.toml"],
        files()["indicators/CUR-02.toml"]
    );
    assert_eq!(
        tidy["indicators/TIP-03.toml"], untidy["indicators/TIP-03.toml"],
        "comments stay"
    );
    assert!(Pack::from_files(tidy).is_ok());
}

#[test]
fn a_long_condition_is_broken_before_its_outermost_words() {
    let alternatives = ["harm.threat = true and harm.sold = true"; 5].join(" or ");
    let text = format!("condition = \"{alternatives}\"\n");
    let once =
        format_file("indicators/TIP-16.toml", &text).unwrap_or_else(|errors| panic!("{errors}"));
    let lines: Vec<&str> = once.lines().collect();
    assert_eq!(lines[0], "condition = '''");
    assert_eq!(lines[1], "harm.threat = true and harm.sold = true");
    assert_eq!(lines[2], "or harm.threat = true and harm.sold = true");
    let twice =
        format_file("indicators/TIP-16.toml", &once).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(once, twice);
}

#[test]
fn what_cannot_be_formatted_is_said_with_a_place() {
    let code = |text: &str| {
        let errors = format_file("indicators/TIP-16.toml", text).unwrap_err();
        (errors.errors()[0].code, errors.errors()[0].column)
    };
    assert_eq!(
        code("condition = \"harm.threat = true; x\""),
        (Code::Syntax, 32)
    );
    assert_eq!(code("condition = "), (Code::Toml, 13));
    assert_eq!(code(&format!("#{}", "x".repeat(300_000))).0, Code::TooLarge);
}
