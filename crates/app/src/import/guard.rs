//! Cells that a spreadsheet would take for a formula.
//!
//! A name `=HYPERLINK(…)` is a strange name here and a trap in the spreadsheet of whoever opens the file. An apostrophe
//! before it makes it text there; reading takes exactly that apostrophe away again.

/// Whether a spreadsheet would compute this text. A dash alone is only a dash.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.contains(char::is_alphanumeric)
}

/// Whether this text needs an apostrophe: a formula, also behind apostrophes of its own.
fn needs_guard(text: &str) -> bool {
    is_formula(text.trim_start_matches('\''))
}

/// The text as it is written.
pub(super) fn guarded(text: &str) -> String {
    if needs_guard(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text that was written; the apostrophe of a name (`'Aisyah`) stays.
pub(super) fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'')
        .filter(|rest| needs_guard(rest))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guarded_comes_back() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+6281200000101", "'+6281200000101"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2", "'-2"),
            ("'=1+1", "''=1+1"),
            ("''+62", "'''+62"),
            ("-", "-"),
            ("'Aisyah", "'Aisyah"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), written);
            assert_eq!(unguarded(written), text);
        }
        assert_eq!(unguarded("'0812"), "'0812", "people write that too");
    }
}
