//! `suarctl audit` as a person runs it.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on says why and stops"
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PASSPHRASE: &str = "latihan suar 2026";

fn demo(folder: &Path) {
    let made = Command::new(env!("CARGO_BIN_EXE_suarctl"))
        .args(["demo", "--people", "200", "--seed", "7"])
        .arg(folder)
        .output()
        .expect("suarctl runs");
    assert!(made.status.success());
}

fn audit(folder: &Path, passphrase: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_suarctl"));
    command.args(["audit", "--registry"]).arg(folder);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("suarctl runs");
    let mut input = child.stdin.take().expect("a pipe");
    writeln!(input, "{passphrase}").expect("it reads");
    drop(input);
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text")
}

#[test]
fn a_whole_audit_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = folder.path().join("latihan");
    demo(&registry);
    let found = audit(&registry, PASSPHRASE);
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stderr));
    let said = text(&found.stdout);
    let counts: Vec<u64> = said
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect();
    let [rows, lines, confirmed] = counts[..] else {
        panic!("three counts: {said}");
    };
    assert!(rows > 1 && lines > 200, "{said}");
    assert_eq!(confirmed, 0, "no hub was there");
    assert!(found.stderr.is_empty(), "and nothing is asked of a pipe");
}

#[test]
fn a_damaged_registry_is_told_from_one_that_does_not_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = folder.path().join("latihan");
    let none = audit(&registry, PASSPHRASE);
    assert_eq!(none.status.code(), Some(2));
    assert!(
        text(&none.stderr).contains("name the folder of a registry"),
        "{}",
        text(&none.stderr)
    );
    demo(&registry);
    let wrong = audit(&registry, "latihan suar 2025");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(wrong.stdout.is_empty());

    // What opens a registry stands at its beginning.
    let path = registry.join("suar.db");
    let mut bytes = fs::read(&path).expect("the file");
    let half = bytes.len() / 4096 / 2;
    for page in bytes.chunks_mut(4096).skip(half) {
        page[1234] ^= 1;
    }
    fs::write(&path, bytes).expect("written");
    let damaged = audit(&registry, PASSPHRASE);
    let said = text(&damaged.stderr);
    assert_eq!(damaged.status.code(), Some(1), "{said}");
    assert!(damaged.stdout.is_empty());
    assert!(said.contains("damaged") && said.contains("fix:"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}
