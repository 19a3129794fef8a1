//! Why two records may be the same person, field by field.
//!
//! What must hold: the parts of an explanation add up to the score; a field that one side does not know is listed as
//! missing, with no bits. The words are those of people: nothing here may be logged.

use std::fmt;

use crate::bits::Bits;
use crate::level::{Field, Level};

/// What a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It speaks for the same person.
    Agrees,
    /// It speaks against it.
    Differs,
    /// One side does not know it.
    Missing,
}

/// One agreement or difference.
#[derive(Clone, PartialEq, Eq)]
pub struct Detail {
    /// How far it agrees.
    pub level: Level,
    /// What it is worth; below zero it speaks against the same person.
    pub bits: Bits,
    /// The words of the question, in capital letters and without accents; empty for other fields than the name.
    pub asked: String,
    /// The words of the record.
    pub known: String,
}

/// A field, what it says, and what that is worth.
#[derive(Clone, PartialEq, Eq)]
pub struct FieldEvidence {
    /// The field.
    pub field: Field,
    /// What it says, as a whole.
    pub verdict: Verdict,
    /// The sum of its details.
    pub bits: Bits,
    /// Its parts: one for each word of a name, at most one for other fields.
    pub details: Vec<Detail>,
}

impl FieldEvidence {
    pub(crate) fn new(field: Field, details: Vec<Detail>) -> Self {
        let bits = details.iter().map(|detail| detail.bits).sum();
        let verdict = match details.first() {
            None => Verdict::Missing,
            Some(_) if field == Field::Name && bits > Bits::ZERO => Verdict::Agrees,
            Some(detail) if agrees(detail.level) => Verdict::Agrees,
            Some(_) => Verdict::Differs,
        };
        Self {
            field,
            verdict,
            bits,
            details,
        }
    }
}

/// Levels of numbers and dates that are a likeness, whatever they are worth: a birth date agrees beside a NIK that holds
/// it, and says nothing more. That two dates share year and month is no likeness.
const fn agrees(level: Level) -> bool {
    matches!(
        level,
        Level::DateSame
            | Level::DateSwapped
            | Level::DateNewYear
            | Level::DateNextDay
            | Level::DateNextYear
            | Level::NewYearSame
            | Level::NewYearOther
            | Level::NikSame
            | Level::NikNear
            | Level::PassportSame
            | Level::PassportNear
            | Level::PhoneSame
    )
}

/// A record that may be the person who was asked for.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate<K> {
    /// The record.
    pub key: K,
    /// All evidence together. Ten bits are a thousand to one, before it is asked how many people there are.
    pub score: Bits,
    /// Every field, in the order of [`Field::ALL`].
    pub fields: Vec<FieldEvidence>,
}

impl<K> Candidate<K> {
    /// What a field says.
    pub fn field(&self, field: Field) -> Option<&FieldEvidence> {
        self.fields.iter().find(|evidence| evidence.field == field)
    }

    /// Whether anything but the name speaks for the same person. A name alone never raises an alert.
    pub fn has_second_field(&self) -> bool {
        let second = |evidence: &FieldEvidence| {
            evidence.field != Field::Name && evidence.verdict == Verdict::Agrees
        };
        self.fields.iter().any(second)
    }

    /// Whether a person should look: the score reaches the threshold and is not from the name alone.
    pub fn is_alert(&self, threshold: crate::threshold::Threshold) -> bool {
        self.score >= threshold.bits() && self.has_second_field()
    }
}

impl fmt::Debug for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.level, self.bits)
    }
}

impl fmt::Debug for FieldEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} {:?} {} {:?}",
            self.field, self.verdict, self.bits, self.details
        )
    }
}

impl<K> fmt::Debug for Candidate<K> {
    /// The bits and levels; neither key nor words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Candidate({} {:?})", self.score, self.fields)
    }
}
