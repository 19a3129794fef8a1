//! Patterns: the part of regular expressions that needs no memory of what was read.
//!
//! `abc . [a-z0-9] [^;] \d \s ( | ) ? * + {2} {2,5}`, `^` as the first and `$` as the last sign. There are no
//! back-references, look-arounds or lazy repetitions. A pattern that every text matches is refused: it says nothing.

use super::How;

/// Longest pattern, in bytes.
const LONGEST: usize = 256;
/// Most bytes of a match that a pattern spells out, repetitions written in full.
const LARGEST: usize = 256;
/// Deepest nesting of brackets.
const DEEPEST: usize = 16;

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
        let mut reader = Reader {
            text: inner,
            next: 0,
            depth: 0,
        };
        let shift = usize::from(from_start);
        let piece = reader.any().map_err(|error| PatternError {
            offset: error.offset + shift,
            ..error
        })?;
        if reader.next < inner.len() {
            return refuse(
                reader.next + shift,
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

/// Reads a pattern from left to right.
struct Reader<'a> {
    text: &'a str,
    next: usize,
    depth: usize,
}

type Read<T> = Result<T, PatternError>;

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.next..)?.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.next += next.len_utf8();
        Some(next)
    }

    fn eat(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(sign);
        self.next += if found { sign.len_utf8() } else { 0 };
        found
    }

    fn any(&mut self) -> Read<Piece> {
        let mut parts = vec![self.all()?];
        while self.eat('|') {
            parts.push(self.all()?);
        }
        Ok(match parts.pop() {
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                Piece::Any(parts)
            }
        })
    }

    fn all(&mut self) -> Read<Piece> {
        let mut parts = Vec::new();
        while self.peek().is_some_and(|next| !matches!(next, '|' | ')')) {
            let one = self.one()?;
            parts.push(self.repeated(one)?);
        }
        Ok(Piece::All(parts))
    }

    fn one(&mut self) -> Read<Piece> {
        let offset = self.next;
        match self.take() {
            Some('(') => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return refuse(offset, "nested too deeply", "use fewer brackets");
                }
                if self.peek() == Some('?') {
                    return refuse(
                        offset,
                        "(? is not part of patterns here",
                        "use plain brackets",
                    );
                }
                let inner = self.any()?;
                if !self.eat(')') {
                    return refuse(offset, "this ( is not closed", "write )");
                }
                self.depth -= 1;
                Ok(inner)
            }
            Some('[') => self.class(offset),
            Some('.') => Ok(any_character(ByteSet::range(0, 127))),
            Some('\\') => Ok(Piece::Byte(self.escape(offset)?.folded())),
            Some('^' | '$') => refuse(
                offset,
                "^ and $ stand at the two ends of a pattern",
                "move it, or write \\^ or \\$",
            ),
            Some('?' | '*' | '+' | '{') => refuse(
                offset,
                "there is nothing to repeat",
                "write what is repeated before it",
            ),
            Some(other) => {
                let mut bytes = [0; 4];
                let bytes = other.encode_utf8(&mut bytes).bytes();
                Ok(Piece::All(bytes.map(byte).collect()))
            }
            None => refuse(offset, "the pattern ends too early", "complete it"),
        }
    }

    /// What follows a backslash.
    fn escape(&mut self, offset: usize) -> Read<ByteSet> {
        match self.take() {
            Some('d') => Ok(ByteSet::range(b'0', b'9')),
            Some('s') => {
                let mut set = ByteSet::range(b'\t', b'\r');
                set.insert(b' ');
                Ok(set)
            }
            Some(sign) if sign.is_ascii_punctuation() => Ok(ByteSet::range(sign as u8, sign as u8)),
            _ => refuse(
                offset,
                "this escape has no meaning",
                "use \\d, \\s, or \\ before a sign",
            ),
        }
    }

    fn class(&mut self, offset: usize) -> Read<Piece> {
        let negated = self.eat('^');
        let mut set = ByteSet::empty();
        loop {
            let place = self.next;
            match self.take() {
                Some(']') if self.next > offset + 2 + usize::from(negated) => break,
                Some('\\') => {
                    let escaped = self.escape(place)?;
                    (0..128u8)
                        .filter(|byte| escaped.contains(*byte))
                        .for_each(|byte| set.insert(byte));
                }
                Some(first) if first.is_ascii() && first != '[' && first != ']' => {
                    let first = first as u8;
                    let rest = self.text.get(self.next..).unwrap_or_default().as_bytes();
                    let last = match rest {
                        [b'-', last, ..] if *last != b']' && last.is_ascii() => {
                            self.next += 2;
                            *last
                        }
                        _ => first,
                    };
                    if last < first {
                        return refuse(place, "this range runs backwards", "swap its ends");
                    }
                    (first..=last).for_each(|byte| set.insert(byte));
                }
                None => return refuse(offset, "this [ is not closed", "write ]"),
                Some(_) => {
                    return refuse(place, "a class lists plain characters", "use a | b instead");
                }
            }
        }
        let set = set.folded();
        Ok(if negated {
            any_character(set.other_ascii())
        } else {
            Piece::Byte(set)
        })
    }

    fn repeated(&mut self, inner: Piece) -> Read<Piece> {
        let offset = self.next;
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.next += 1;
                let (least, most) = self.bounds(offset)?;
                (least, Some(most))
            }
            _ => return Ok(inner),
        };
        if self
            .text
            .get(offset..)
            .is_some_and(|rest| !rest.starts_with('{'))
        {
            self.next += 1;
        }
        if matches!(self.peek(), Some('?' | '*' | '+' | '{')) {
            return refuse(
                self.next,
                "a repetition is repeated",
                "use brackets, or only one",
            );
        }
        if most.is_none() && inner.may_be_empty() {
            return refuse(
                offset,
                "nothing is repeated without end",
                "repeat something",
            );
        }
        Ok(Piece::Repeat(Box::new(inner), least, most))
    }

    /// `2}` or `2,5}`.
    fn bounds(&mut self, offset: usize) -> Read<(u8, u8)> {
        let rest = self.text.get(self.next..).unwrap_or_default();
        let read = rest.split_once('}').and_then(|(inside, _)| {
            let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
            let (least, most) = (least.parse::<u8>().ok()?, most.parse::<u8>().ok()?);
            (least <= most && most > 0).then_some((inside.len() + 1, least, most))
        });
        match read {
            Some((length, least, most)) => {
                self.next += length;
                Ok((least, most))
            }
            None => refuse(
                offset,
                "this repetition has no bounds",
                "write {2} or {2,5}",
            ),
        }
    }
}
