//! Rules about the source text.

use crate::repository::{assert_none, exists, files, read};

/// Rust that only names things for a macro and is included by a build script, where inner comments are not allowed.
const INCLUDED: &str = "crates/api/src/commands.rs";

fn is_test_file(path: &str) -> bool {
    path.starts_with("tests/") || path.contains("/tests/")
}

/// The part of a file that is only compiled for tests: all of a test file, otherwise from the first mark on.
fn test_code<'a>(path: &str, text: &'a str) -> &'a str {
    if is_test_file(path) {
        return text;
    }
    text.find("#[cfg(test)]").map_or("", |start| &text[start..])
}

fn shipped_code<'a>(path: &str, text: &'a str) -> &'a str {
    if is_test_file(path) {
        return "";
    }
    text.find("#[cfg(test)]")
        .map_or(text, |start| &text[..start])
}

/// Words that are put together here, so that this file does not contain them.
fn word(parts: &[&str]) -> String {
    parts.concat()
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut bad = Vec::new();
    for folder in ["crates", "src-tauri", "tests"] {
        for (path, text) in files(folder, &[".rs"]) {
            let first = text
                .lines()
                .find(|line| !line.trim().is_empty())
                .unwrap_or_default();
            if !first.starts_with("//!") && path != INCLUDED {
                bad.push(path);
            }
        }
    }
    assert_none(
        &bad,
        "a module opens with `//!`: what it is for, what must hold, what is not here",
    );
}

#[test]
fn tests_neither_sleep_nor_stand_aside() {
    let (sleep, ignore) = (word(&["sle", "ep("]), word(&["#[ign", "ore"]));
    let mut bad = Vec::new();
    for folder in ["crates", "src-tauri", "tests"] {
        for (path, text) in files(folder, &[".rs"]) {
            let code = test_code(&path, &text);
            if code.contains(&sleep) || code.contains(&ignore) {
                bad.push(path);
            }
        }
    }
    assert_none(
        &bad,
        "a test waits for a condition with a deadline instead of sleeping, and is never ignored",
    );
}

#[test]
fn sql_stays_with_the_two_crates_that_own_a_database() {
    let statements = [
        "SELECT ",
        "INSERT INTO ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "UPDATE OR ",
        "PRAGMA ",
    ];
    let mut bad = Vec::new();
    for folder in ["crates", "src-tauri"] {
        for (path, text) in files(folder, &[".rs"]) {
            let owner = path.starts_with("crates/registry/")
                || path.starts_with("crates/hub/")
                // Measures SQLite beside our index; owns nothing.
                || path == "crates/bench/src/matching/fulltext.rs";
            if !owner
                && statements
                    .iter()
                    .any(|sql| shipped_code(&path, &text).contains(sql))
            {
                bad.push(path);
            }
        }
    }
    assert_none(&bad, "SQL belongs to crates/registry and crates/hub");
}

#[test]
fn text_of_people_never_becomes_markup() {
    let (raw, inner) = (word(&["{@", "html"]), word(&["inner", "HTML"]));
    let mut bad = Vec::new();
    for (path, text) in files("ui/src", &[".svelte", ".ts"]) {
        let test = path.ends_with(".test.ts");
        if !test && (text.contains(&raw) || text.contains(&inner)) {
            bad.push(path);
        }
    }
    assert_none(&bad, "a name from a manifest is drawn as text");
}

#[test]
fn one_file_of_the_page_knows_tauri() {
    let bad: Vec<String> = files("ui/src", &[".svelte", ".ts"])
        .into_iter()
        .filter(|(path, text)| text.contains("'@tauri-apps/") && path != "ui/src/lib/api/client.ts")
        .map(|(path, _)| path)
        .collect();
    assert_none(&bad, "only ui/src/lib/api/client.ts imports Tauri");
}

/// Whether a text names a folder: as a path of its own, not as the end of another one.
fn names_folder(text: &str, folder: &str) -> bool {
    let before = |at: usize| text[..at].chars().next_back();
    let inside = |letter: char| letter.is_ascii_alphanumeric() || "./_-".contains(letter);
    text.match_indices(&format!("{folder}/"))
        .any(|(at, _)| !before(at).is_some_and(inside))
}

#[test]
fn nothing_depends_on_the_machine_it_was_written_on() {
    let root = crate::repository::root().to_string_lossy().into_owned();
    let home = std::env::var("HOME").unwrap_or_default();
    // A first-level folder such as /src or /app is a word that pages and settings use too.
    let deep =
        |place: &String| place.matches('/').count() > 1 || place.trim_start_matches('/') == "root";
    let places: Vec<String> = [root, home].into_iter().filter(deep).collect();
    let ends = [
        ".rs", ".toml", ".md", ".ts", ".svelte", ".json", ".mjs", ".sql", ".css", ".html", ".yaml",
        ".yml", "run",
    ];
    let mut bad = Vec::new();
    for (path, text) in files("", &ends) {
        for place in places.iter().filter(|place| names_folder(&text, place)) {
            bad.push(format!("{path} mentions {place}"));
        }
    }
    assert_none(&bad, "no file names a folder of one machine");
}

#[test]
fn a_folder_is_found_as_a_path_and_not_inside_another_one() {
    let folder = "/home/tester";
    assert!(names_folder("cp /home/tester/x .", folder));
    assert!(
        !names_folder("data/home/tester/x", folder),
        "the end of another path"
    );
    assert!(!names_folder("/home/testers/x", folder), "another name");
}

#[test]
fn dependencies_are_locked_and_come_from_the_public_registries() {
    for lock in ["Cargo.lock", "ui/package-lock.json"] {
        assert!(exists(lock), "{lock} is part of the repository");
    }
    let cargo = read("Cargo.lock");
    let public = "registry+https://github.com/rust-lang/crates.io-index";
    let sources = cargo
        .lines()
        .filter_map(|line| line.strip_prefix("source = "));
    let foreign: Vec<String> = sources
        .filter(|source| !source.contains(public))
        .map(str::to_owned)
        .collect();
    assert_none(&foreign, "Cargo.lock names crates.io only");
    let npm = read("ui/package-lock.json");
    let resolved = npm
        .lines()
        .filter(|line| line.contains("\"resolved\""))
        .map(|line| line.trim().to_owned());
    let foreign: Vec<String> = resolved
        .filter(|line| !line.contains("https://registry.npmjs.org/"))
        .collect();
    assert_none(
        &foreign,
        "ui/package-lock.json names no other registry than npm's own",
    );
}
