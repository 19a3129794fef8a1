//! The one layout of a file of a pack. Comments, keys, texts and the author's line breaks stay; what is set right is
//! the space inside conditions, at line ends, and between blocks.
//!
//! What must hold: the laid out file says what the file said, and laying it out again changes nothing.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::raw::{RawIndicator, RawPack};
use crate::diagnostic::{PackErrors, Problems, Source};
use crate::syntax;

/// The text of a file of a pack in its layout. `path` is its path inside the pack: `pack.toml` or an indicator.
///
/// # Errors
/// The file cannot be read. Conditions that cannot be read are left as they are; reading the pack reports them.
pub fn format_file(path: &str, text: &str) -> Result<String, PackErrors> {
    let unix = text.replace("\r\n", "\n");
    let mut conditions = if path == "pack.toml" {
        head_conditions(&parsed(path, &unix)?)
    } else {
        indicator_conditions(&parsed(path, &unix)?)
    };
    conditions.sort_by_key(|span| std::cmp::Reverse(span.start));
    let mut laid_out = unix.clone();
    for span in conditions {
        let Some(literal) = unix.get(span.clone()) else {
            continue;
        };
        laid_out.replace_range(span, &spaced_literal(literal));
    }
    let laid_out = blocks(&laid_out);
    // A text between triple quotes could hold what looks like a line end to be trimmed: then nothing is touched.
    if meaning(&laid_out) == meaning(&unix) {
        Ok(laid_out)
    } else {
        Ok(unix)
    }
}

fn parsed<T: for<'de> Deserialize<'de>>(file: &str, text: &str) -> Result<T, PackErrors> {
    let mut problems = Problems::default();
    match super::toml::read(&Source { file, text }, &mut problems) {
        Some(raw) => Ok(raw),
        None => Err(problems.into_errors()),
    }
}

fn indicator_conditions(raw: &RawIndicator) -> Vec<Range<usize>> {
    let optional = [&raw.decisive_when, &raw.danger, &raw.required_when];
    let lists = raw.strength.iter().map(|each| &each.when);
    let lists = lists.chain(raw.cancel.iter().map(|each| &each.when));
    std::iter::once(&raw.condition)
        .chain(optional.into_iter().flatten())
        .chain(lists)
        .map(Spanned::span)
        .collect()
}

fn head_conditions(raw: &RawPack) -> Vec<Range<usize>> {
    let levels = &raw.levels;
    let levels = [
        &levels.child,
        &levels.danger,
        &levels.register,
        &levels.age_doubt,
        &levels.forced_to_carry,
        &levels.joint,
        &levels.request,
    ];
    let all = levels.into_iter().chain(raw.terms.values());
    all.chain([&raw.papers.when]).map(Spanned::span).collect()
}

/// A condition between its quotes, each of its lines spaced.
fn spaced_literal(literal: &str) -> String {
    let quotes = ["'''", "\"\"\"", "\"", "'"]
        .into_iter()
        .find(|quotes| literal.starts_with(quotes) && literal.ends_with(quotes));
    let inner = quotes.and_then(|quotes| {
        let end = literal.len().checked_sub(quotes.len())?;
        Some((quotes, literal.get(quotes.len()..end)?))
    });
    let Some((quotes, inner)) = inner else {
        return literal.to_owned();
    };
    // How far a line stands in is the author's: it shows what belongs together.
    let spaced = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        Some(format!("{}{}", line.get(..indent)?, syntax::spaced(line)?))
    };
    let lines: Option<Vec<String>> = inner.split('\n').map(spaced).collect();
    lines.map_or_else(
        || literal.to_owned(),
        |lines| format!("{quotes}{}{quotes}", lines.join("\n")),
    )
}

/// No space at line ends, at most one empty line in a row, none at the begin, one line end at the end.
fn blocks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() && empty {
            continue;
        }
        empty = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

/// What a file says, with all space taken out of its texts.
fn meaning(text: &str) -> Option<toml::Value> {
    fn plain(value: toml::Value) -> toml::Value {
        match value {
            toml::Value::String(text) => {
                toml::Value::String(text.split_whitespace().collect::<String>())
            }
            toml::Value::Array(items) => toml::Value::Array(items.into_iter().map(plain).collect()),
            toml::Value::Table(table) => {
                let entries = table.into_iter().map(|(key, value)| (key, plain(value)));
                toml::Value::Table(entries.collect())
            }
            other => other,
        }
    }
    toml::from_str(text).ok().map(plain)
}

#[cfg(test)]
mod tests {
    use super::format_file;
    use crate::builtin::FILES;
    use crate::pack::Pack;

    const TIP_12: &str = "indicators/TIP-12.toml";

    fn text() -> &'static str {
        FILES.iter().find(|(path, _)| *path == TIP_12).unwrap().1
    }

    #[test]
    fn the_shipped_pack_is_in_its_layout() {
        for (path, text) in FILES {
            assert_eq!(&format_file(path, text).unwrap(), text, "{path}");
        }
    }

    #[test]
    fn space_is_set_right_and_comments_and_terms_stay() {
        let messy = text()
            .replace(
                "[escort, recruiter, other] or (",
                "[ escort,recruiter ,other]   or  ( ",
            )
            .replace("[[cancel]]\n", "\n\n# Why.  \n[[cancel]]   \n")
            .replace('\n', "\r\n");
        let tidy = format_file(TIP_12, &messy).unwrap();
        assert_eq!(tidy.matches("# Why.\n[[cancel]]\n").count(), 2, "{tidy}");
        assert_eq!(tidy.replace("# Why.\n", ""), text());
        assert_eq!(format_file(TIP_12, &tidy).unwrap(), tidy, "once is enough");
    }

    #[test]
    fn a_condition_of_several_lines_keeps_them_and_its_meaning() {
        let one = "condition = \"control.id_holder in [escort, recruiter, other] or (";
        let many = "condition = '''\ncontrol.id_holder in [escort , recruiter,other]\n  or(";
        let messy = text()
            .replace(one, many)
            .replace("refused)\"", "refused )\n'''");
        let tidy = format_file(TIP_12, &messy).unwrap();
        assert!(
            tidy.contains("'''\ncontrol.id_holder in [escort, recruiter, other]\n  or (control"),
            "{tidy}"
        );
        let pack = |changed: &str| {
            let files = FILES
                .iter()
                .map(|(path, text)| (*path, if *path == TIP_12 { changed } else { text }));
            Pack::from_files(files).expect("usable")
        };
        assert!(Pack::diff(&pack(text()), &pack(&tidy)).is_empty());
    }

    #[test]
    fn a_file_that_cannot_be_read_says_where() {
        let error = format_file(TIP_12, "id = \n").unwrap_err().to_string();
        assert!(error.contains("indicators/TIP-12.toml:1:"), "{error}");
    }
}
