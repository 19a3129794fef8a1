//! Lines of an input of any size, each of bounded length.

use std::io::{self, BufRead, BufReader, Read};

/// Longest line that is read, in bytes. A case with every fact has less than a hundredth of it.
pub const LONGEST: usize = 1024 * 1024;

/// What stands in a line.
pub enum Line<'a> {
    /// Text without its line end.
    Text(&'a str),
    /// Something else; the following lines are not affected.
    Unusable(Problem),
}

/// Why a line is no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Longer than [`LONGEST`].
    TooLong,
    /// Not UTF-8.
    NotUtf8,
}

/// One line: its number from 1, the bytes it took, and its content.
pub struct Numbered<'a> {
    pub number: u64,
    pub read: u64,
    pub content: Line<'a>,
}

/// Reads lines one at a time into one buffer.
pub struct Lines<R> {
    input: BufReader<R>,
    buffer: Vec<u8>,
    number: u64,
}

impl<R: Read> Lines<R> {
    pub fn new(input: BufReader<R>) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            number: 0,
        }
    }

    /// The next line; `None` at the end. The last line needs no line end.
    pub fn next(&mut self) -> io::Result<Option<Numbered<'_>>> {
        self.buffer.clear();
        let (mut read, mut too_long) = (0u64, false);
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                if read == 0 {
                    return Ok(None);
                }
                break;
            }
            let end = available.iter().position(|byte| *byte == b'\n');
            let part = &available[..end.unwrap_or(available.len())];
            if self.buffer.len() + part.len() > LONGEST {
                too_long = true;
                self.buffer.clear();
            } else if !too_long {
                self.buffer.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            read += used as u64;
            if end.is_some() {
                break;
            }
        }
        self.number += 1;
        let content = if too_long {
            Line::Unusable(Problem::TooLong)
        } else {
            let mut bytes = self.buffer.as_slice();
            bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
            if self.number == 1 {
                bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            }
            std::str::from_utf8(bytes).map_or(Line::Unusable(Problem::NotUtf8), Line::Text)
        };
        Ok(Some(Numbered {
            number: self.number,
            read,
            content,
        }))
    }

    /// Whether reading on may have to wait for more input, so that answers should be handed out first.
    pub fn would_wait(&self) -> bool {
        self.input.buffer().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{BufReader, LONGEST, Line, Lines, Problem};

    fn read(bytes: &[u8]) -> Vec<Result<String, Problem>> {
        let mut lines = Lines::new(BufReader::with_capacity(16, bytes));
        let mut all = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            all.push(match line.content {
                Line::Text(text) => Ok(text.to_owned()),
                Line::Unusable(problem) => Err(problem),
            });
        }
        all
    }

    #[test]
    fn a_line_that_is_too_long_does_not_swallow_the_next() {
        let mut bytes = vec![b'x'; 3 * LONGEST];
        bytes.extend_from_slice(b"\nnext\n");
        assert_eq!(read(&bytes), [Err(Problem::TooLong), Ok("next".to_owned())]);
    }

    #[test]
    fn line_ends_of_every_system_and_none_are_accepted() {
        let texts: Vec<_> = read(b"\xEF\xBB\xBFone\r\ntwo\n\nfour")
            .into_iter()
            .map(Result::unwrap)
            .collect();
        assert_eq!(
            texts,
            ["one", "two", "", "four"],
            "the byte order mark is no content"
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_reported_in_their_place() {
        assert_eq!(
            read(b"a\n\xFF\xFE\nb"),
            [
                Ok("a".to_owned()),
                Err(Problem::NotUtf8),
                Ok("b".to_owned())
            ]
        );
    }
}
