//! The JSON Schemas that editors use say what the loader says: shipped files conform, broken ones do not, and the keys
//! are the same. The checker here knows the few words the schemas use and refuses any other, so none is overlooked.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

#[path = "common/spoilt.rs"]
mod spoilt;

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use spoilt::{broken, files};

fn schema(path: &str) -> Value {
    let text = if path == "pack.toml" {
        include_str!("../schema/pack.schema.json")
    } else {
        include_str!("../schema/indicator.schema.json")
    };
    serde_json::from_str(text).unwrap()
}

fn value(text: &str) -> Value {
    let table: toml::Value = toml::from_str(text).unwrap();
    serde_json::to_value(table).unwrap()
}

/// Days are the only pattern besides ids: digits where the pattern has them, or plain letters, digits and hyphens.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern {
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => {
            text.len() == 10
                && text.bytes().enumerate().all(|(index, byte)| match index {
                    4 | 7 => byte == b'-',
                    _ => byte.is_ascii_digit(),
                })
        }
        "^[A-Za-z0-9-]+$" => {
            !text.is_empty()
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        }
        other => panic!("the checker does not know the pattern {other}"),
    }
}

/// Why a value does not conform; empty if it does.
fn faults(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    let rules = schema.as_object().unwrap();
    for (word, rule) in rules {
        let holds = match word.as_str() {
            "$schema" | "title" | "description" => true,
            "type" => match rule.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "integer" => value.is_i64(),
                other => panic!("the checker does not know the type {other}"),
            },
            "const" => rule == value,
            "enum" => rule.as_array().unwrap().contains(value),
            "pattern" => value
                .as_str()
                .is_none_or(|text| fits(rule.as_str().unwrap(), text)),
            "minLength" => value
                .as_str()
                .is_none_or(|text| text.chars().count() as u64 >= rule.as_u64().unwrap()),
            "minimum" => value
                .as_i64()
                .is_none_or(|number| number >= rule.as_i64().unwrap()),
            "maximum" => value
                .as_i64()
                .is_none_or(|number| number <= rule.as_i64().unwrap()),
            "minItems" => value
                .as_array()
                .is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap()),
            "items" => {
                let items = value.as_array().into_iter().flatten();
                found.extend(items.flat_map(|item| faults(rule, item, &format!("{at}[]"))));
                true
            }
            "required" => {
                let keys = rule
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|key| key.as_str().unwrap());
                let missing = |key: &&str| {
                    value
                        .as_object()
                        .is_some_and(|object| !object.contains_key(*key))
                };
                found.extend(keys.filter(missing).map(|key| format!("{at} has no {key}")));
                true
            }
            "properties" => {
                for (key, rule) in rule.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        found.extend(faults(rule, value, &format!("{at}.{key}")));
                    }
                }
                true
            }
            "additionalProperties" => {
                let none = Map::new();
                let known = rules
                    .get("properties")
                    .and_then(Value::as_object)
                    .unwrap_or(&none);
                let more = value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .filter(|(key, _)| !known.contains_key(*key));
                for (key, value) in more {
                    match rule {
                        Value::Bool(false) => found.push(format!("{at} may not have {key}")),
                        rule => found.extend(faults(rule, value, &format!("{at}.{key}"))),
                    }
                }
                true
            }
            other => panic!("the checker does not know {other}"),
        };
        if !holds {
            found.push(format!("{at}: {word}"));
        }
    }
    found
}

#[test]
fn every_shipped_file_conforms() {
    let files = files();
    assert_eq!(files.len(), 126);
    for (path, text) in files {
        let faults = faults(&schema(&path), &value(&text), &path);
        assert!(faults.is_empty(), "{faults:?}");
    }
}

#[test]
fn what_the_schema_refuses_the_loader_refuses_too() {
    let file = "indicators/TIP-16.toml";
    for (file, from, to) in [
        (file, "lane = \"trafficking\"", "lane = \"smuggling\""),
        (file, "dimension = \"D2\"", "dimension = \"D7\""),
        (
            file,
            "strength_adult = \"medium\"",
            "strength_adult = \"huge\"",
        ),
        (file, "basis = \"ILO-Delphi\"", "basis = \"hearsay\""),
        (file, "decisive = true", "decisive = \"yes\""),
        (file, "decisive = true", "decisive = true\ncolour = \"red\""),
        (
            file,
            "reviewed = \"2026-11-24\"",
            "reviewed = \"yesterday\"",
        ),
        (file, "schema_version = 1", "schema_version = 9"),
        (file, "author = \"Suar\"\n", ""),
        (file, "legal_basis = []", "legal_basis = \"none\""),
        (file, "expect = \"present\"", "expect = \"maybe\""),
        ("pack.toml", "dalami_medium = 2", "dalami_medium = 0"),
        ("pack.toml", "dalami_medium = 2\n", ""),
        ("pack.toml", "title_en = \"Core pack\"", "title_en = \"\""),
        (
            "pack.toml",
            "unrealistic_wage = 27_375_000",
            "unrealistic_wage = \"much\"",
        ),
    ] {
        let text = spoilt::changed(&[(file, from, to)])[file].clone();
        let faults = faults(&schema(file), &value(&text), file);
        assert!(!faults.is_empty(), "{file}: the schema accepts {to:?}");
        let errors = broken(file, from, to);
        assert!(
            errors.errors().iter().all(|error| error.file == file),
            "{errors}"
        );
    }
}

/// The keys of a file, as the loader lists them when it meets a wrong one.
fn keys(file: &str) -> BTreeSet<String> {
    let start = files()[file]
        .lines()
        .find(|line| line.starts_with("id = "))
        .unwrap()
        .to_owned();
    let errors = broken(file, &start, &format!("zzzzzzzzzzzz = 1\n{start}"));
    let hint = &errors.errors()[0].hint;
    let list = hint
        .split("one of: ")
        .nth(1)
        .unwrap_or_else(|| panic!("{hint}"));
    list.split(", ").map(ToOwned::to_owned).collect()
}

#[test]
fn schema_and_loader_know_the_same_keys() {
    for file in ["pack.toml", "indicators/TIP-16.toml"] {
        let schema = schema(file);
        let listed: BTreeSet<String> = schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect();
        assert_eq!(listed, keys(file), "{file}");
    }
}
