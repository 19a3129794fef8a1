//! Rules about the documentation: what it names must exist.

use std::collections::BTreeSet;

use crate::repository::{assert_none, exists, files, read};

/// Words between backticks in a text, code blocks left aside.
fn quoted(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    found
}

/// Targets of links in a text, other sites left aside.
fn links(text: &str) -> Vec<String> {
    let parts = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    parts
        .filter(|target| !target.contains("://") && !target.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// Whether a quoted word is meant as a path of this repository.
fn is_path(word: &str) -> bool {
    let plain = word
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || "./-_@".contains(letter));
    let ends = [
        ".rs", ".md", ".toml", ".json", ".ts", ".svelte", ".sql", ".png", ".mjs",
    ];
    let made = ["target/", "/", "http", "@"];
    plain
        && (word.contains('/') || ends.iter().any(|end| word.ends_with(end)))
        && word.contains(|letter: char| letter.is_ascii_alphabetic())
        && !made.iter().any(|start| word.starts_with(start))
}

fn documents() -> Vec<(String, String)> {
    let mut all = files("docs", &[".md"]);
    all.push(("README.md".to_owned(), read("README.md")));
    all
}

#[test]
fn every_path_in_the_documentation_exists() {
    let mut missing = Vec::new();
    for (document, text) in documents() {
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
        for path in quoted(&text)
            .into_iter()
            .filter(|word| is_path(word))
            .chain(links(&text))
        {
            let path = path.split('#').next().unwrap_or_default().to_owned();
            let near = format!("{folder}/{path}");
            if !exists(&path) && !exists(near.trim_start_matches('/')) {
                missing.push(format!("{document}: {path}"));
            }
        }
    }
    assert_none(&missing, "the documentation names a file that is not there");
}

#[test]
fn every_word_of_the_glossary_is_a_word_of_the_code() {
    let code: BTreeSet<String> = ["crates", "src-tauri/src", "ui/src"]
        .into_iter()
        .flat_map(|folder| files(folder, &[".rs", ".ts", ".svelte", ".toml"]))
        .flat_map(|(_, text)| {
            let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
            words.map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    let glossary = read("docs/glossary.md");
    let rows: Vec<&str> = glossary
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'))
        .collect();
    assert!(rows.len() > 20, "the glossary has rows");
    let mut missing = Vec::new();
    for row in rows {
        for name in quoted(row) {
            // `a::b` and `table.column` are two words each.
            let absent = name
                .split(['.', ':', '-'])
                .filter(|part| !part.is_empty())
                .any(|part| !code.contains(part));
            if absent {
                missing.push(name);
            }
        }
    }
    assert_none(
        &missing,
        "the glossary names something that the code does not",
    );
}

#[test]
fn the_readme_has_exactly_the_two_commands() {
    let readme = read("README.md");
    let block = readme
        .split("```")
        .nth(1)
        .expect("a block with the commands");
    let commands: Vec<&str> = block
        .lines()
        .filter(|line| line.starts_with("cargo "))
        .collect();
    assert_eq!(commands.len(), 2, "one to run, one to test: {commands:?}");
    assert!(
        commands[0].starts_with("cargo xtask run") && commands[1].starts_with("cargo xtask test")
    );
    assert!(readme.lines().count() <= 80, "one page");
}
