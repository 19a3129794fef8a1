//! What is wrong with a pack or a vocabulary, where, and how to put it right.
//!
//! A pack is written by people in the field: every diagnostic names file, line and column and proposes a fix.

use std::fmt;
use std::ops::Range;

/// One thing wrong with a pack or vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackError {
    /// File inside the pack, with `/` between parts.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{}:{}: {}\n  fix: {}",
            self.file, self.line, self.column, self.message, self.hint
        )
    }
}

/// Everything that is wrong with a pack: never empty, and the pack is not usable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackErrors(Vec<PackError>);

impl PackErrors {
    /// Each problem, in the order of the files.
    #[must_use]
    pub fn errors(&self) -> &[PackError] {
        &self.0
    }
}

impl fmt::Display for PackErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            write!(out, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for PackErrors {}

/// Collects problems while a pack is read, so that one run shows them all.
#[derive(Default)]
pub(crate) struct Problems(Vec<PackError>);

impl Problems {
    pub(crate) fn at(&mut self, source: &Source<'_>, offset: usize, message: String, hint: String) {
        let (line, column) = source.position(offset);
        self.0.push(PackError {
            file: source.file.to_owned(),
            line,
            column,
            message,
            hint,
        });
    }

    pub(crate) fn add(&mut self, error: PackError) {
        self.0.push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_result<T>(self, value: T) -> Result<T, PackErrors> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(PackErrors(self.0))
        }
    }

    pub(crate) fn into_errors(self) -> PackErrors {
        PackErrors(self.0)
    }
}

/// A file being read: its name and text, to turn byte offsets into lines and columns.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

impl Source<'_> {
    /// Line and column of a byte offset, both from 1.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (
            before.matches('\n').count() + 1,
            before[start..].chars().count() + 1,
        )
    }

    /// Where the characters of a TOML string begin: after its opening quotes.
    pub(crate) fn string_start(&self, span: &Range<usize>) -> usize {
        let raw = self.text.get(span.clone()).unwrap_or_default();
        for quotes in ["'''", "\"\"\""] {
            if let Some(rest) = raw.strip_prefix(quotes) {
                let newline = if rest.starts_with("\r\n") {
                    2
                } else {
                    usize::from(rest.starts_with('\n'))
                };
                return span.start + quotes.len() + newline;
            }
        }
        span.start + 1
    }
}

/// The word of `known` nearest to `wrong`, if it is near enough to be a slip of the pen.
pub(crate) fn nearest<'a>(
    wrong: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    known
        .into_iter()
        .map(|word| (distance(wrong, word), word))
        .min()
        .filter(|(distance, word)| *distance <= 1 + word.len() / 4)
        .map(|(_, word)| word)
}

/// Number of single-byte edits between two words (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{Source, nearest};

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let known = ["trip.purpose", "job.match", "money.repay"];
        assert_eq!(nearest("trip.purpos", known), Some("trip.purpose"));
        assert_eq!(nearest("job.mach", known), Some("job.match"));
        assert_eq!(nearest("harm.threat", known), None, "nothing is near");
    }

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let source = Source {
            file: "a.toml",
            text: "x = 'é'\ny = '''\nz = 1'''",
        };
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(source.text.find('y').unwrap()), (2, 1));
        let span = source.text.find("'''").unwrap()..source.text.len();
        assert_eq!(
            source.position(source.string_start(&span)),
            (3, 1),
            "the first newline is not content"
        );
    }
}
