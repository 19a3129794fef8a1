//! Packs that try to switch a guard rail off, each in its own way. What is told names file, line, column and a fix.
//!
//! `guard_rails.rs` has one plain offence for each rail; here somebody has read the rules and looks for a way around.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod core;
mod knowledge;
#[path = "../common/spoilt.rs"]
mod spoilt;
mod texts;
mod weight;

use std::collections::BTreeMap;

use spoilt::files;
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
