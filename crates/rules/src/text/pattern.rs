//! Patterns: the part of regular expressions that needs no memory of what was read.
//!
//! `abc . [a-z0-9] [^;] \d \s ( | ) ? * + {2} {2,5}`, `^` as the first and `$` as the last sign. There are no
//! back-references, look-arounds or lazy repetitions. A pattern that every text matches is refused: it says nothing.

mod read;

use super::How;
use read::Reader;

/// Longest pattern, in bytes.
const LONGEST: usize = 256;
/// Most bytes of a match that a pattern spells out, repetitions written in full.
const LARGEST: usize = 256;

/// Why a text is no pattern: where (byte offset), what, and how to put it right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PatternError {
    pub(crate) offset: usize,
    pub(crate) message: &'static str,
    pub(crate) hint: &'static str,
}

/// A set of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ByteSet([u64; 4]);

impl ByteSet {
    const fn empty() -> Self {
        Self([0; 4])
    }

    fn range(first: u8, last: u8) -> Self {
        let mut set = Self::empty();
        (first..=last).for_each(|byte| set.insert(byte));
        set
    }

    fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte / 64)] |= 1 << (byte % 64);
    }

    pub(super) fn contains(&self, byte: u8) -> bool {
        self.0[usize::from(byte / 64)] & (1 << (byte % 64)) != 0
    }

    /// With both cases of every letter in it.
    fn folded(mut self) -> Self {
        for lower in b'a'..=b'z' {
            let upper = lower.to_ascii_uppercase();
            if self.contains(lower) || self.contains(upper) {
                self.insert(lower);
                self.insert(upper);
            }
        }
        self
    }

    /// The other bytes below 128.
    fn other_ascii(&self) -> Self {
        let mut set = Self::empty();
        (0..128u8)
            .filter(|byte| !self.contains(*byte))
            .for_each(|byte| set.insert(byte));
        set
    }
}

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Byte(ByteSet),
    All(Vec<Piece>),
    Any(Vec<Piece>),
    /// At least, and at most if there is an end.
    Repeat(Box<Piece>, u8, Option<u8>),
}

impl Piece {
    /// Bytes that the piece spells out, an upper bound of the states it becomes.
    fn size(&self) -> usize {
        match self {
            Self::Byte(_) => 1,
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::size).sum::<usize>(),
            Self::Repeat(inner, least, most) => {
                let times = usize::from(most.unwrap_or(*least).max(1)) + 1;
                inner.size().saturating_mul(times)
            }
        }
    }

    fn may_be_empty(&self) -> bool {
        match self {
            Self::Byte(_) => false,
            Self::All(parts) => parts.iter().all(Self::may_be_empty),
            Self::Any(parts) => parts.iter().any(Self::may_be_empty),
            Self::Repeat(inner, least, _) => *least == 0 || inner.may_be_empty(),
        }
    }
}

/// One way for a text to pass a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(super) piece: Piece,
    /// Begins where the text begins.
    pub(super) from_start: bool,
    /// Ends where the text ends.
    pub(super) to_end: bool,
}

impl Pattern {
    /// A word as it is.
    pub(super) fn literal(word: &str, how: How) -> Result<Self, PatternError> {
        if word.is_empty() {
            return refuse(0, "this text is empty", "write a word, or use known(…)");
        }
        if word.len() > LONGEST {
            return refuse(0, "this text is too long", "write at most 256 bytes");
        }
        Ok(Self {
            piece: Piece::All(word.bytes().map(byte).collect()),
            from_start: matches!(how, How::Equals | How::Starts),
            to_end: how == How::Equals,
        })
    }

    /// Reads a pattern.
    pub(super) fn read(text: &str) -> Result<Self, PatternError> {
        if text.len() > LONGEST {
            return refuse(0, "this pattern is too long", "write at most 256 bytes");
        }
        let (from_start, inner) = match text.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (to_end, inner) = match inner.strip_suffix('$') {
            Some(rest) if !rest.ends_with('\\') => (true, rest),
            _ => (false, inner),
        };
        let shift = usize::from(from_start);
        let mut reader = Reader::new(inner);
        let piece = reader.any().map_err(|error| PatternError {
            offset: error.offset + shift,
            ..error
        })?;
        if reader.place() < inner.len() {
            return refuse(
                reader.place() + shift,
                "this ) has no (",
                "remove it, or write \\)",
            );
        }
        if piece.size() > LARGEST {
            return refuse(0, "this pattern is too large", "repeat less, or split it");
        }
        if piece.may_be_empty() && !(from_start && to_end) {
            return refuse(
                0,
                "every text matches this",
                "require at least one character",
            );
        }
        Ok(Self {
            piece,
            from_start,
            to_end,
        })
    }
}

fn refuse<T>(offset: usize, message: &'static str, hint: &'static str) -> Result<T, PatternError> {
    Err(PatternError {
        offset,
        message,
        hint,
    })
}

fn byte(byte: u8) -> Piece {
    Piece::Byte(ByteSet::range(byte, byte).folded())
}

/// One character: of `ascii`, or any beyond it, however many bytes UTF-8 needs.
fn any_character(ascii: ByteSet) -> Piece {
    let long = |first: u8, last: u8, more: usize| {
        let mut parts = vec![Piece::Byte(ByteSet::range(first, last))];
        parts.extend((0..more).map(|_| Piece::Byte(ByteSet::range(0x80, 0xBF))));
        Piece::All(parts)
    };
    Piece::Any(vec![
        Piece::Byte(ascii),
        long(0xC2, 0xDF, 1),
        long(0xE0, 0xEF, 2),
        long(0xF0, 0xF4, 3),
    ])
}
