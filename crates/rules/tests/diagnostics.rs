//! Ten mistakes that authors make, as they are answered. The whole answer is compared, so that a change of wording,
//! place or mark is seen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

#[path = "common/spoilt.rs"]
mod spoilt;

use std::fmt::Write;

use spoilt::changed;
use suar_rules::Pack;

/// What the author did, and the change: file, text, replacement.
const MISTAKES: [(&str, (&str, &str, &str)); 10] = [
    (
        "a fact misspelt",
        (
            "indicators/TIP-03.toml",
            "job.conditions_told",
            "job.condition_told",
        ),
    ),
    (
        "a value misspelt, on the second line of a condition",
        ("indicators/TIP-42.toml", "fishing_boat]", "fishing_boot]"),
    ),
    (
        "a fact that no rule may read",
        (
            "indicators/TIP-16.toml",
            "harm.threat_authority = true",
            "person.sex = female",
        ),
    ),
    (
        "a number compared with a word",
        ("indicators/TIP-51.toml", "> 12", "= many"),
    ),
    (
        "an indicator that does not exist",
        ("indicators/TIP-50.toml", "fires(DOC-05)", "fires(DOC-55)"),
    ),
    (
        "a bracket forgotten",
        (
            "indicators/TIP-42.toml",
            "or not known(trip.purpose))",
            "or not known(trip.purpose",
        ),
    ),
    (
        "two values at once",
        (
            "indicators/TIP-16.toml",
            "harm.threat_authority = true",
            "trip.purpose = work and trip.purpose = school",
        ),
    ),
    (
        "a key misspelt",
        ("indicators/TIP-16.toml", "evidence_group", "evidence_grup"),
    ),
    (
        "poverty made decisive",
        (
            "indicators/TIP-20.toml",
            "decisive = false",
            "decisive = true",
        ),
    ),
    (
        "a case that does not come out",
        ("indicators/TIP-16.toml", "= true }", "= false }"),
    ),
];

#[test]
fn ten_mistakes_are_answered_like_this() {
    let mut answers = String::new();
    for (mistake, change) in MISTAKES {
        let files: Vec<(String, String)> = changed(&[change]).into_iter().collect();
        let errors = match Pack::from_files(files.clone()) {
            Ok(_) => panic!("{mistake} was accepted"),
            Err(errors) => errors,
        };
        // Writing into a String cannot fail.
        let _ = writeln!(answers, "## {mistake}\n\n{}", errors.render(&files));
    }
    let expected = include_str!("diagnostics/ten-mistakes.txt");
    assert!(
        answers == expected,
        "the answers have changed; if they are better, they are the new tests/diagnostics/ten-mistakes.txt:\n{answers}"
    );
}

#[test]
fn a_file_that_is_not_given_is_shown_without_its_line() {
    let errors = spoilt::broken(
        "indicators/TIP-20.toml",
        "decisive = false",
        "decisive = true",
    );
    let none: [(&str, &str); 0] = [];
    let shown = errors.render(&none);
    assert!(
        shown.contains("--> indicators/TIP-20.toml:12:14") && !shown.contains(" | "),
        "{shown}"
    );
}

#[test]
fn a_mark_stays_below_its_word_in_a_long_line() {
    let long = format!("{}harm.thread = true", "harm.threat = true or ".repeat(30));
    let files: Vec<(String, String)> = spoilt::with_condition("TIP-16", &long)
        .into_iter()
        .collect();
    let errors = match Pack::from_files(files.clone()) {
        Ok(_) => panic!("accepted"),
        Err(errors) => errors,
    };
    let shown = errors.render(&files);
    let lines: Vec<&str> = shown.lines().collect();
    let marks = lines.iter().position(|line| line.contains('^')).unwrap();
    let start = lines[marks].find('^').unwrap();
    assert!(
        lines[marks - 1][start..].starts_with("harm.thread"),
        "{shown}"
    );
    assert!(
        lines.iter().all(|line| line.chars().count() < 200),
        "{shown}"
    );
}

#[test]
fn what_a_file_contains_cannot_move_the_cursor() {
    let errors = spoilt::broken(
        "indicators/TIP-16.toml",
        "evidence_group",
        "\u{1b}[2Jevidence_group",
    );
    let mut files = spoilt::files();
    let file = files.get_mut("indicators/TIP-16.toml").unwrap();
    *file = file.replacen("evidence_group", "\u{1b}[2Jevidence_group", 1);
    let files: Vec<(String, String)> = files.into_iter().collect();
    let shown = errors.render(&files);
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
}
