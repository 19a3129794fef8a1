//! The hash chain over a stream's lines: both sides can tell that they hold the same history.
//!
//! `H(n) = SHA-256(H(n-1) || length of the line as u64, big endian || exact bytes of the line)`, from zeros
//! (sync design 1.2). The length keeps two lines from being read as one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hex;

/// The hash after some line of a stream.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Head(pub [u8; 32]);

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a hash: it has 64 digits 0-9 and a-f")]
pub struct HeadError;

impl Head {
    /// The head of a stream without lines.
    pub const START: Self = Self([0; 32]);

    /// The head after one more line.
    #[must_use]
    pub fn append(self, line: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update((line.len() as u64).to_be_bytes());
        hash.update(line);
        Self(hash.finalize().into())
    }
}

/// SHA-256 of one line alone: how the hub recognises a line it already has.
pub fn line_hash(line: &[u8]) -> [u8; 32] {
    Sha256::digest(line).into()
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Head({self})")
    }
}

impl FromStr for Head {
    type Err = HeadError;
    fn from_str(text: &str) -> Result<Self, HeadError> {
        hex::decode(text).map(Self).ok_or(HeadError)
    }
}

impl From<Head> for String {
    fn from(head: Head) -> Self {
        head.to_string()
    }
}

impl TryFrom<String> for Head {
    type Error = HeadError;
    fn try_from(text: String) -> Result<Self, HeadError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fixed_for_ever() {
        // SHA-256 of 32 zero bytes, the length 1 in 8 bytes, and "a", computed with another program.
        let expected = "00f87f5348b32d1caf5e59cbfadc31d568b7b2d04679e0d52b5aad8c5d4dfeed";
        assert_eq!(Head::START.append(b"a").to_string(), expected);
    }

    #[test]
    fn two_lines_are_not_one_longer_line() {
        let two = Head::START.append(b"ab").append(b"c");
        let other = Head::START.append(b"a").append(b"bc");
        let one = Head::START.append(b"abc");
        assert!(
            two != other && two != one && other != one,
            "the length is part of the hash"
        );
    }

    #[test]
    fn prints_and_parses_back() {
        let head = Head::START.append(b"x");
        assert_eq!(head.to_string().parse(), Ok(head));
        for text in ["", "00", &"g".repeat(64), &"A".repeat(64), &"0".repeat(66)] {
            assert_eq!(text.parse::<Head>(), Err(HeadError), "{text:?}");
        }
    }
}
