//! A file being read, and how its byte offsets become lines and columns.

use std::ops::Range;

/// A file being read: its name and text.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

impl Source<'_> {
    /// Line and column of a byte offset, both from 1.
    pub(crate) fn position(&self, offset: usize) -> (usize, usize) {
        let end = self.boundary(offset);
        let before = &self.text[..end];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (
            before.matches('\n').count() + 1,
            before[start..].chars().count() + 1,
        )
    }

    /// How many characters to underline at a byte offset: the word there, or one.
    pub(crate) fn length(&self, offset: usize) -> usize {
        let rest = &self.text[self.boundary(offset)..];
        let is_part = |next: &char| next.is_alphanumeric() || matches!(next, '_' | '.' | '-' | '@');
        rest.chars().take_while(is_part).count().max(1)
    }

    fn boundary(&self, offset: usize) -> usize {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        end
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

#[cfg(test)]
mod tests {
    use super::Source;

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
        assert_eq!(
            source.position(usize::MAX),
            (3, 9),
            "beyond the end is the end"
        );
    }

    #[test]
    fn a_word_is_underlined_as_a_whole() {
        let source = Source {
            file: "a.toml",
            text: "c = 'job.mach = é'",
        };
        assert_eq!(source.length(5), "job.mach".len());
        assert_eq!(source.length(14), 1, "a sign");
        assert_eq!(source.length(400), 1, "beyond the end");
    }
}
