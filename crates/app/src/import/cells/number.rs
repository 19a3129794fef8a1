//! Document cells from which no number can be taken.

use suar_domain::document::PassportNumber;

use crate::import::broken::is_broken;

/// Shortest run of letters that is a word and not the beginning of a number.
const WORD: usize = 3;

/// Why a document cell has no number that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum NoNumber {
    /// Nothing, or only punctuation.
    Empty,
    /// An error of the spreadsheet or a formula without a result.
    Broken,
    /// A word or zeros in place of a number: `belum`, `proses`, `0000`.
    Placeholder,
    /// More than one number: which one the person will show is not known.
    Several,
    /// Other text beside the number, `X0000471 (lama)`: whether it is the valid one is not known.
    Beside,
}

/// Why no number can be taken from a cell; `None` when there is one to read.
pub(in crate::import) fn no_number(cell: &str) -> Option<NoNumber> {
    if is_broken(cell) {
        return Some(NoNumber::Broken);
    }
    let mut signs = cell.chars().filter(|c| c.is_alphanumeric()).peekable();
    if signs.peek().is_none() {
        return Some(NoNumber::Empty);
    }
    // A number has a digit, and more in it than zeros.
    if !cell.bytes().any(|b| b.is_ascii_digit()) || signs.all(|c| c == '0') {
        return Some(NoNumber::Placeholder);
    }
    if numbers_in(cell) > 1 {
        return Some(NoNumber::Several);
    }
    has_text_beside(cell).then_some(NoNumber::Beside)
}

/// How many document numbers of the usual shape stand side by side in a cell.
fn numbers_in(cell: &str) -> usize {
    let apart = |c: char| c.is_whitespace() || matches!(c, '/' | ',' | ';' | '&' | '+' | '|');
    cell.split(apart).filter(|part| is_usual(part)).count()
}

/// Something in brackets, or a usual number that is only usual without what stands around it. Numbers of other shapes
/// may have words in them (`SPLP-123/KRI/2025`); they are left to the officer's eye.
fn has_text_beside(cell: &str) -> bool {
    let says = |text: &str| text.chars().any(char::is_alphanumeric);
    let bracketed = cell.find(['(', '[']).is_some_and(|open| {
        let (before, inside) = cell.split_at(open);
        let (inside, after) = inside.split_once([')', ']']).unwrap_or((inside, ""));
        says(inside) && (says(before) || says(after))
    });
    if bracketed {
        return true;
    }
    if is_usual(cell) {
        return false;
    }
    let parts = || {
        cell.split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
    };
    let is_word = |part: &&str| part.len() >= WORD && part.chars().all(char::is_alphabetic);
    let without_words: String = parts().filter(|part| !is_word(part)).collect();
    parts().count() > 1 && (parts().any(is_usual) || is_usual(&without_words))
}

fn is_usual(text: &str) -> bool {
    PassportNumber::parse(text).is_ok_and(|number| number.usual_shape())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_only_when_it_stands_alone() {
        for (cell, expected) in [
            ("", Some(NoNumber::Empty)),
            (" - ", Some(NoNumber::Empty)),
            ("#REF!", Some(NoNumber::Broken)),
            ("=B2&\"\"", Some(NoNumber::Broken)),
            ("hilang", Some(NoNumber::Placeholder)),
            ("000000", Some(NoNumber::Placeholder)),
            ("X0000471/X0000472", Some(NoNumber::Several)),
            ("X0000471 dan X0000472", Some(NoNumber::Several)),
            ("X1234567 (lama)", Some(NoNumber::Beside)),
            ("X1234567(2)", Some(NoNumber::Beside)),
            ("(lama) X1234567", Some(NoNumber::Beside)),
            ("12345678 [exp 2030]", Some(NoNumber::Beside)),
            ("X1234567 lama", Some(NoNumber::Beside)),
            ("Paspor: X1234567", Some(NoNumber::Beside)),
            ("No X1234567", Some(NoNumber::Beside)),
            ("X 0000 472 lama", Some(NoNumber::Beside)),
            ("PLB AB123456", Some(NoNumber::Beside)),
            ("(X1234567)", None),
            ("X1234567 ( )", None),
            ("X 0000 472", None),
            ("X123456 7", None),
            ("X-0000.601", None),
            ("AB 0000607", None),
            ("5,13E+08", None),
            ("K00000519", None),
            ("12345678", None),
            ("PLB 123456", None),
            ("SPLP-123/KRI/2025", None),
        ] {
            assert_eq!(no_number(cell), expected, "{cell}");
        }
    }
}
