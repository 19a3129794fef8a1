//! From the text of a pattern to its pieces.

use super::{ByteSet, PatternError, Piece, any_character, byte, refuse};

/// Deepest nesting of brackets.
const DEEPEST: usize = 16;

/// Reads a pattern from left to right.
pub(super) struct Reader<'a> {
    text: &'a str,
    next: usize,
    depth: usize,
}

type Read<T> = Result<T, PatternError>;

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            next: 0,
            depth: 0,
        }
    }

    /// How far it has read.
    pub(super) fn place(&self) -> usize {
        self.next
    }

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

    /// Alternatives, as far as they go.
    pub(super) fn any(&mut self) -> Read<Piece> {
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
