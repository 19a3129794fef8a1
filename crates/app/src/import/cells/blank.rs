//! Cells that say nothing, in the many words in which lists say it.

use suar_domain::manifest::Field;

/// What a cell says when it says nothing. Compared in lower case.
const NOTHING: &[&str] = &[
    "n/a",
    "na",
    "n.a",
    "n.a.",
    "nil",
    "nihil",
    "null",
    "none",
    "kosong",
    "tidak ada",
    "tdk ada",
    "tak ada",
    "tiada",
    "belum ada",
    "blm ada",
    "tidak tahu",
    "tidak diketahui",
    "unknown",
    "hilang",
    "lupa",
];

/// Text that a spreadsheet protected as `="0812…"`.
pub(super) fn unwrapped(cell: &str) -> &str {
    cell.trim()
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(cell)
}

/// Whether a cell that looks like nothing has to be looked at: names are judged as a whole, and a question mark in the
/// column of sex is an answer that cannot be read.
pub(super) fn says_unsure(field: Field, text: &str) -> bool {
    match field {
        Field::FullName | Field::Surname | Field::GivenNames => true,
        Field::Sex => text.contains('?'),
        _ => false,
    }
}

/// Empty, only punctuation, or a word for nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    let marks = |c: char| !c.is_alphanumeric();
    text.chars().all(marks) || NOTHING.contains(&text.trim_end_matches('.').to_lowercase().as_str())
}
