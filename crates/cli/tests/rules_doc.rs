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
