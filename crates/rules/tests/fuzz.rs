//! The reader of packs against files nobody would write: a small pack with bytes changed, soups, and a kept corpus
//! (`tests/fixtures/fuzz/files`). Conditions alone are tried many more times beside the parser (`src/syntax/fuzz.rs`).
//!
//! What must hold: an answer, not a panic; soon; and every error names a file, a place in it and a fix.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use common::Random;
use suar_rules::{Pack, format_file};

const PACKS: usize = 600;
const FILES: usize = 4_000;
/// Far beyond what any file takes, also on a busy machine: only a reader that hangs takes longer.
const PATIENCE: Duration = Duration::from_secs(10);

type Files = BTreeMap<String, Vec<u8>>;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The smallest pack there is: that of the replay fixtures.
fn small() -> Files {
    let root = fixtures().join("replay");
    let mut files = Files::new();
    files.insert(
        "pack.toml".to_owned(),
        std::fs::read(root.join("pack.toml")).unwrap(),
    );
    for entry in std::fs::read_dir(root.join("indicators")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        files.insert(format!("indicators/{name}"), std::fs::read(&path).unwrap());
    }
    files
}

/// Reads a pack; gives whether it can be used.
fn answered(files: &Files) -> bool {
    let start = Instant::now();
    let read = Pack::from_bytes(files);
    assert!(start.elapsed() < PATIENCE, "no answer in time");
    match read {
        Ok(_) => true,
        Err(errors) => {
            assert!(!errors.errors().is_empty());
            for error in errors.errors() {
                assert!(!error.hint.is_empty(), "{errors}");
            }
            assert!(!errors.to_string().is_empty());
            false
        }
    }
}

fn mutate(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..1 + random.below(4) {
        let at = random.below(bytes.len().max(1)).min(bytes.len());
        let end = (at + 1 + random.below(40)).min(bytes.len());
        match random.below(7) {
            0 if at < bytes.len() => bytes[at] = random.below(256) as u8,
            1 => bytes.insert(at, b"[]{}=\"'#\n.,()@"[random.below(14)]),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let span = bytes[at..end].to_vec();
                bytes.splice(at..at, span.repeat(1 + random.below(6)));
            }
            4 => {
                let from = random.below(other.len());
                let to = (from + random.below(200)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            5 => bytes.truncate(at),
            _ => {
                let line = bytes[..at].iter().rposition(|byte| *byte == b'\n');
                let start = line.map_or(0, |line| line + 1);
                drop(bytes.drain(start..end.max(start)));
            }
        }
    }
}

#[test]
fn whatever_a_pack_holds_the_reader_answers() {
    let sound = small();
    assert!(answered(&sound), "the pack is sound before it is changed");
    let names: Vec<String> = sound.keys().cloned().collect();
    let mut random = Random(41);
    let mut refused = 0;
    for _ in 0..PACKS {
        let mut files = sound.clone();
        let name = &names[random.below(names.len())];
        let other = &sound[&names[random.below(names.len())]];
        mutate(&mut random, files.get_mut(name).unwrap(), other);
        refused += usize::from(!answered(&files));
    }
    assert!(
        refused > PACKS / 4,
        "{refused} of {PACKS} were refused: the changes are too small to find anything"
    );
}

#[test]
fn whatever_a_file_holds_it_is_formatted_or_refused() {
    let sound = small();
    let texts: Vec<&Vec<u8>> = sound.values().collect();
    let mut random = Random(43);
    let mut formatted = 0;
    for round in 0..FILES {
        let mut bytes = if round % 10 == 0 {
            (0..random.below(200))
                .map(|_| random.below(256) as u8)
                .collect()
        } else {
            texts[random.below(texts.len())].clone()
        };
        let other = texts[random.below(texts.len())];
        mutate(&mut random, &mut bytes, other);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let start = Instant::now();
        let once = format_file("indicators/FIX-01.toml", &text);
        assert!(start.elapsed() < PATIENCE, "no answer in time");
        if let Ok(once) = once {
            formatted += 1;
            let twice = format_file("indicators/FIX-01.toml", &once);
            assert!(twice.is_ok_and(|twice| twice == once), "{text}");
        }
    }
    assert!(
        (FILES / 50..FILES * 4 / 5).contains(&formatted),
        "{formatted} of {FILES} could be formatted"
    );
}

#[test]
fn the_corpus_is_refused() {
    let mut count = 0;
    for entry in std::fs::read_dir(fixtures().join("fuzz/files")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for name in ["indicators/FIX-01.toml", "pack.toml"] {
            let mut files = small();
            files.insert(name.to_owned(), bytes.clone());
            assert!(!answered(&files), "{} as {name}", path.display());
        }
        count += 1;
    }
    assert!(count >= 10, "{count} files");
}
