//! The index as bytes, to be kept where the registry is kept and loaded when it is unlocked.
//!
//! What must hold: what was written loads to an index that gives the same answers; anything else is an error, never a
//! panic and never a part of an index. Only words and records are written: everything else follows from them, so
//! there is nothing that could disagree.
//!
//! Not here: encryption. The bytes hold names and numbers of people; whoever stores them encrypts them.

use suar_domain::text::FullName;

use crate::dictionary::Token;
use crate::index::{Index, Key};
use crate::name::WORDS;
use crate::record::{Facts, number, take};
use crate::texts::hash;

const MARK: [u8; 8] = *b"SUARFIND";
const VERSION: u8 = 1;

/// Why bytes are not an index. The remedy is always the same: build it from the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BytesError {
    /// Something else.
    #[error("this is no index of people")]
    Foreign,
    /// Written by another version of the program.
    #[error("the index was written by another version of the program")]
    OtherVersion,
    /// Cut off or changed.
    #[error("the index is damaged")]
    Damaged,
}

impl<K: Key> Index<K> {
    /// The index as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend_from_slice(&MARK);
        out.push(VERSION);
        number(&mut out, self.dictionary.len() as u64);
        for token in 0..self.dictionary.len() as Token {
            let text = self.dictionary.text(token);
            number(&mut out, text.len() as u64);
            out.extend_from_slice(text.as_bytes());
        }
        number(&mut out, self.alive.into());
        let mut facts = Facts::default();
        for (place, key) in self.living() {
            if self.read(place, &mut facts) {
                out.extend_from_slice(&key.to_u128().to_le_bytes());
                facts.write(&mut out);
            }
        }
        let sum = hash(&out);
        out.extend_from_slice(&sum.to_le_bytes());
        out
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// The bytes are something else, of another version, cut off or changed.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BytesError> {
        let mut rest = bytes.strip_prefix(&MARK).ok_or(BytesError::Foreign)?;
        match rest.split_off_first() {
            Some(&VERSION) => {}
            Some(_) => return Err(BytesError::OtherVersion),
            None => return Err(BytesError::Damaged),
        }
        let (all, sum) = bytes.split_last_chunk::<8>().ok_or(BytesError::Damaged)?;
        if hash(all) != u64::from_le_bytes(*sum) {
            return Err(BytesError::Damaged);
        }
        rest = rest
            .strip_suffix(sum.as_slice())
            .ok_or(BytesError::Damaged)?;
        Self::load(rest).ok_or(BytesError::Damaged)
    }

    fn load(mut rest: &[u8]) -> Option<Self> {
        let mut index = Self::default();
        index.begin_bulk();
        let mut words: Vec<Token> = Vec::new();
        for _ in 0..take(&mut rest)? {
            let length = usize::try_from(take(&mut rest)?).ok()?;
            let text = std::str::from_utf8(rest.split_off(..length)?).ok()?;
            // A word is what a name gives; other texts would never be found.
            FullName::parse(text).ok()?;
            words.push(index.dictionary.add(text));
        }
        let mut facts = Facts::default();
        for _ in 0..take(&mut rest)? {
            let key = u128::from_le_bytes(rest.split_off(..16)?.try_into().ok()?);
            let length = facts.read(rest)?;
            rest.split_off(..length)?;
            if facts
                .each_name()
                .any(|name| name.is_empty() || name.len() > WORDS)
            {
                return None;
            }
            for word in &mut facts.words {
                *word = *words.get(*word as usize)?;
            }
            index.insert_facts(K::from_u128(key), &facts).ok()?;
        }
        index.settle();
        rest.is_empty().then_some(index)
    }
}
