//! `docs/rules.md` followed to the letter: its files are written and its commands run, in the order of the page.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use suar_rules::{Code, Pack, SHIPPED_FILES};

/// What is wrong with a condition that cannot be read.
const READING: [Code; 9] = [
    Code::Toml,
    Code::Syntax,
    Code::UnknownFact,
    Code::UnknownValue,
    Code::UnknownIndicator,
    Code::UnknownQuestion,
    Code::UnknownTerm,
    Code::WrongType,
    Code::ForbiddenFact,
];

/// A fenced block: what stands behind its three backticks, and its lines.
fn blocks(page: &str) -> Vec<(&str, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, String)> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => open = Some((info, String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some((_, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

fn run(command: &str, folder: &Path) {
    let expected = command
        .split_once("# exit ")
        .map_or(0, |(_, status)| status.trim().parse().unwrap());
    let programs = Path::new(env!("CARGO_BIN_EXE_suarctl")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", path)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(expected), "{command}\n{told}");
    assert!(
        !output.stdout.is_empty() || command.contains(" fmt ") || command.contains('>'),
        "{command} says nothing"
    );
}

#[test]
fn the_page_for_authors_works_as_it_stands() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let page = fs::read_to_string(page).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut commands = 0;
    for (info, text) in blocks(&page) {
        match info.split_once(' ') {
            Some((_, file)) => fs::write(folder.path().join(file), text).unwrap(),
            None if info == "sh" => {
                for command in text.lines() {
                    run(command, folder.path());
                    commands += 1;
                }
            }
            None => panic!("a block that is neither a file nor commands: {info}"),
        }
    }
    assert!(commands >= 10, "{commands} commands");
}

/// Everything in backticks in the first column of the table of the language, except single words and signs.
fn examples(page: &str) -> Vec<&str> {
    let table = page.split("## The language").nth(1).unwrap();
    let rows = table
        .lines()
        .skip_while(|line| !line.starts_with("|---"))
        .skip(1)
        .take_while(|line| line.starts_with('|'));
    let cells = rows.flat_map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2));
    cells.collect()
}

#[test]
fn every_example_of_the_language_is_a_condition() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let page = fs::read_to_string(page).unwrap();
    let examples = examples(&page);
    assert!(examples.len() >= 25, "{examples:?}");
    for example in examples {
        // As a withdrawal, which may be any condition. What it then does to the indicator is of no interest here.
        let more = format!("\n[[cancel]]\nwhen = '{example}'\n");
        let files = SHIPPED_FILES.iter().map(|(path, text)| {
            let more = if *path == "indicators/TIP-16.toml" {
                more.as_str()
            } else {
                ""
            };
            (*path, format!("{text}{more}"))
        });
        let read = Pack::from_files(files);
        let errors = read
            .as_ref()
            .err()
            .map_or(&[][..], |errors| errors.errors());
        let unread: Vec<String> = errors
            .iter()
            .filter(|error| READING.contains(&error.code))
            .map(ToString::to_string)
            .collect();
        assert!(unread.is_empty(), "{example}: {unread:?}");
    }
}
