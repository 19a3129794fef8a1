//! One file of a pack as TOML, with the parser's complaints as diagnostics.

use serde::Deserialize;

use crate::diagnostic::{Code, Problems, Source, nearest};

/// Reads a file.
pub(super) fn read<T: for<'de> Deserialize<'de>>(
    source: &Source<'_>,
    problems: &mut Problems,
) -> Option<T> {
    match ::toml::from_str(source.text) {
        Ok(value) => Some(value),
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let line = line(source, offset);
            let (code, hint) = explain(error.message());
            let hint = slip(line, error.message()).unwrap_or(hint);
            problems.at(code, source, offset, short(error.message()), hint);
            None
        }
    }
}

/// The complaint without the list of everything that would have been right; the fix has it where it is needed.
fn short(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default();
    line.split(", expected").next().unwrap_or_default()
}

/// Code and fix for a complaint. The parser names keys in backquotes; wherever it words things differently, the
/// complaint itself still stands.
fn explain(message: &str) -> (Code, String) {
    let named: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match named.split_first() {
        Some((wrong, known)) if message.starts_with("unknown field") => {
            let hint = nearest(wrong, known.iter().copied()).map_or_else(
                || format!("remove it, or write one of: {}", known.join(", ")),
                |word| format!("did you mean {word}? Otherwise remove it"),
            );
            (Code::UnknownKey, hint)
        }
        Some((wrong, known)) if message.starts_with("unknown variant") => {
            let listed = format!("write one of: {}", known.join(", "));
            let hint = nearest(wrong, known.iter().copied()).map_or_else(
                || listed.clone(),
                |word| format!("did you mean {word}? Otherwise {listed}"),
            );
            (Code::UnknownValue, hint)
        }
        Some((missing, _)) if message.starts_with("missing field") => {
            (Code::MissingKey, example(missing))
        }
        _ => (Code::Toml, "correct the file as described".to_owned()),
    }
}

/// The line in which a byte offset lies, without spaces around it.
fn line<'a>(source: &Source<'a>, offset: usize) -> &'a str {
    let start = source.text.get(..offset).unwrap_or_default();
    let start = start.rfind('\n').map_or(0, |newline| newline + 1);
    let rest = source.text.get(start..).unwrap_or_default();
    rest.lines().next().unwrap_or_default().trim()
}

/// The fix for a slip that shows in its line.
fn slip(line: &str, message: &str) -> Option<String> {
    let (key, value) = line
        .split_once('=')
        .map_or((line, ""), |(key, value)| (key.trim(), value.trim()));
    for table in ["cancel", "case", "strength"] {
        let begun_with_one = key == format!("[[{table}]]") && message == "duplicate key";
        if key == format!("[{table}]") || begun_with_one {
            return Some(format!(
                "write [[{table}]] each time, with two brackets on each side"
            ));
        }
    }
    if line.contains(['“', '”', '„', '‘', '’']) && !value.starts_with('"') {
        return Some("write straight quotes: \"".to_owned());
    }
    if matches!(key, "decisive" | "silent_at_manifest") {
        return Some("write true or false, without quotes".to_owned());
    }
    let is_list = matches!(key, "legal_basis" | "stages" | "legs");
    if is_list && message.starts_with("invalid type: string") {
        let value = if value.contains('#') {
            "\"…\""
        } else {
            value
        };
        return Some(format!("write a list: {key} = [{value}]"));
    }
    None
}

/// What to add for a key that is missing.
fn example(key: &str) -> String {
    let value = match key {
        "source" => {
            "\"where it comes from; if it is yours, say so: our counter, notes of 2026; not validated\""
        }
        "legal_basis" => "[]",
        "schema_version" => "1",
        "decisive" => "false",
        "stages" => "[\"port\"]",
        "legs" => "[\"departure\"]",
        "basis" => "\"judgement\"",
        "lane" => "\"trafficking\"",
        "dimension" => "\"PORT\"",
        "strength_adult" | "strength_child" => "\"medium\"",
        "reviewed" => "\"2026-11-24\"",
        "expires" => "\"2027-11-24\"",
        "author" => "\"who answers for it\"",
        "evidence_group" => "\"a_word_for_the_observation\"",
        "expect" => "\"present\"",
        "facts" => "{ }",
        _ => "\"…\"",
    };
    format!("add {key} = {value}")
}
