//! `suarctl demo` as a person runs it.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on says why and stops"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use suar_domain::time::Instant;
use suar_registry::Registry;
use suar_registry::key::SlotFile;

const PASSPHRASE: &str = "latihan suar 2026";

fn demo(people: &str, seed: &str, folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_suarctl"))
        .args(["demo", "--people", people, "--seed", seed])
        .arg(folder)
        .output()
        .expect("suarctl runs")
}

/// Opens the registry with the passphrase that was printed.
fn opened(folder: &Path) -> Registry {
    let slots = SlotFile::read(folder).expect("a key file");
    assert!(slots.training, "the window shows that this is practice");
    let accounts = slots.accounts().expect("accounts");
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].name, "Rekaan Tanjung");
    let now = Instant::from_millis(0);
    Registry::unlock(folder, accounts[0].user, PASSPHRASE, now).expect("it opens")
}

/// Names and documents of everyone, sailing by sailing.
fn everyone(folder: &Path) -> Vec<String> {
    let registry = opened(folder);
    let mut everyone = Vec::new();
    for sailing in registry.sailings().expect("sailings") {
        for entry in registry.board(sailing.id, 0, 1_000).expect("a board") {
            let number = entry.document.expect("a document");
            let name = entry.name.expose("compared");
            everyone.push(format!("{name} {}", number.expose("compared")));
        }
    }
    everyone.sort_unstable();
    everyone
}

#[test]
fn a_training_registry_is_written_and_the_command_says_where_and_how_to_open_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("latihan");
    let output = demo("250", "7", &path);
    assert!(output.status.success());
    assert!(output.stderr.is_empty(), "no bar where nobody watches");
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(said.contains(&path.display().to_string()), "where: {said}");
    assert!(said.contains(PASSPHRASE), "how: {said}");
    let registry = opened(&path);
    let people = registry.people_count().expect("a count");
    assert!((200..=250).contains(&people), "{people} people");
    assert!(
        said.contains(&format!("{people} fictional people on 3 sailings")),
        "{said}"
    );
    let sailing = registry.active_sailing().expect("readable").expect("one");
    let counts = registry.level_counts(sailing).expect("figures");
    assert!(counts.total > 90, "today's ship is full: {counts:?}");
    let board = registry.board(sailing, 0, 500).expect("a board");
    assert!(
        board.iter().all(|entry| entry.level.is_some()),
        "everyone has a level"
    );
}

#[test]
fn the_same_seed_gives_the_same_people_and_another_seed_gives_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = ["one", "same", "other"].map(|name| folder.path().join(name));
    for (path, seed) in paths.iter().zip(["7", "7", "8"]) {
        assert!(demo("130", seed, path).status.success());
    }
    let [one, same, other] = paths.map(|path| everyone(&path));
    assert_eq!(one, same);
    assert_ne!(one, other);
}

#[test]
fn an_existing_registry_is_left_alone_with_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(demo("20", "1", folder.path()).status.success());
    let before = everyone(folder.path());
    let key = fs::read(folder.path().join("suar.slots.json")).expect("a key file");
    let again = demo("20", "2", folder.path());
    assert_eq!(again.status.code(), Some(1));
    assert!(again.stdout.is_empty(), "nothing was written");
    let said = String::from_utf8(again.stderr).expect("text");
    assert!(said.contains("holds a registry already"), "{said}");
    assert!(said.contains("Name another folder"), "the way out: {said}");
    assert!(fs::read(folder.path().join("suar.slots.json")).expect("there") == key);
    assert_eq!(everyone(folder.path()), before);
}

#[test]
fn a_folder_that_cannot_be_written_and_numbers_that_make_no_sense_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("berkas");
    fs::write(&file, b"a file").expect("written");
    let output = demo("20", "1", &file.join("latihan"));
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(said.contains("could not be written"), "{said}");
    for (people, seed) in [
        ("0", "1"),
        ("-5", "1"),
        ("5000001", "1"),
        ("banyak", "1"),
        ("5", "x"),
    ] {
        let path = folder.path().join("tidak");
        let output = demo(people, seed, &path);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{people} people, seed {seed}"
        );
        assert!(!path.exists(), "nothing was tried");
    }
}
