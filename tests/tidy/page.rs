//! Rules about the window and the words in it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::repository::{assert_none, files, read};

fn parsed(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|error| panic!("{path} is JSON: {error}"))
}

#[test]
fn the_window_title_is_always_the_name_of_the_app() {
    let settings = parsed("src-tauri/tauri.conf.json");
    assert_eq!(
        settings["app"]["windows"],
        json!([]),
        "the one window is opened in src-tauri/src/window.rs"
    );
    let titles: Vec<String> = files("src-tauri/src", &[".rs"])
        .into_iter()
        .flat_map(|(_, text)| {
            text.lines()
                .filter(|line| line.contains("title("))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .map(|line| line.trim().to_owned())
        .collect();
    assert_eq!(
        titles,
        [".title(\"Suar\")"],
        "no name, level or ship in a title, and none set later"
    );
    let page = read("ui/index.html");
    assert!(
        page.contains("<title>Suar</title>"),
        "the page has the same title"
    );
    let setters = files("ui/src", &[".ts", ".svelte"])
        .into_iter()
        .filter(|(_, text)| text.contains("document.title ="));
    let setters = setters.filter(|(path, _)| !path.ends_with(".test.ts"));
    let setters: Vec<String> = setters.map(|(path, _)| path).collect();
    assert_none(&setters, "the page never sets another title");
}

#[test]
fn the_page_may_load_nothing_from_elsewhere() {
    let settings = parsed("src-tauri/tauri.conf.json");
    let policy = match &settings["app"]["security"]["csp"] {
        Value::String(text) => text.clone(),
        Value::Object(parts) => parts
            .iter()
            .map(|(name, value)| {
                let values = value.as_array().map(|values| {
                    values
                        .iter()
                        .filter_map(Value::as_str)
                        .collect::<Vec<_>>()
                        .join(" ")
                });
                format!(
                    "{name} {}",
                    values.unwrap_or_else(|| value.as_str().unwrap_or_default().to_owned())
                )
            })
            .collect::<Vec<_>>()
            .join("; "),
        other => panic!("a content security policy is set, not {other}"),
    };
    assert!(
        policy.contains("default-src 'none'"),
        "everything is forbidden unless allowed: {policy}"
    );
    for word in ["'unsafe-inline'", "'unsafe-eval'", "*", "https:"] {
        assert!(
            !policy.split([' ', ';']).any(|part| part == word),
            "{word} is not allowed: {policy}"
        );
    }
    let hosts = policy
        .split([' ', ';'])
        .filter(|part| part.starts_with("http"));
    let foreign: Vec<String> = hosts
        .filter(|host| *host != "http://ipc.localhost")
        .map(str::to_owned)
        .collect();
    assert_none(&foreign, "the page talks to its own shell only");
}

/// The codes of `ErrorCode`, as the page spells them.
fn error_codes() -> BTreeSet<String> {
    let text = read("crates/api/src/error.rs");
    let (_, body) = text
        .split_once("pub enum ErrorCode {")
        .expect("the enum is there");
    let (body, _) = body.split_once('}').expect("it ends");
    let names = body
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"));
    names
        .map(|name| name.trim_end_matches(','))
        .map(lower_first)
        .collect()
}

fn lower_first(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_lowercase() + rest
}

#[test]
fn every_error_has_a_sentence_in_both_languages() {
    let codes = error_codes();
    assert!(codes.len() > 20, "the codes were found: {codes:?}");
    let mut missing = Vec::new();
    for language in ["id", "en"] {
        let texts = parsed(&format!("ui/src/lib/i18n/{language}.json"));
        for code in &codes {
            if texts[format!("error.{code}")]
                .as_str()
                .is_none_or(|text| text.trim().is_empty())
            {
                missing.push(format!("error.{code} in {language}.json"));
            }
        }
    }
    assert_none(&missing, "an error code without words");
}

#[test]
fn both_languages_have_the_same_texts() {
    let keys = |language: &str| -> BTreeSet<String> {
        let texts = parsed(&format!("ui/src/lib/i18n/{language}.json"));
        texts
            .as_object()
            .expect("a catalogue")
            .keys()
            .cloned()
            .collect()
    };
    let different: Vec<String> = keys("id")
        .symmetric_difference(&keys("en"))
        .cloned()
        .collect();
    assert_none(&different, "a text exists in one language only");
}
