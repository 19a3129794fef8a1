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
            let (code, hint) = explain(error.message());
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
            (Code::MissingKey, format!("add {missing} = …"))
        }
        _ => (Code::Toml, "correct the file as described".to_owned()),
    }
}
