//! Facts: what can be known about one departure, and the values they may have.
//!
//! What must hold: a [`FactId`] always names a fact of the vocabulary, and a value made by
//! [`Vocabulary::value`](crate::Vocabulary::value) fits its fact. Values are personal: their `Debug` shows the kind
//! and nothing else.
//!
//! Not here: who the person is; whether a fact is known (an absent fact is unknown, not false).

use std::collections::BTreeSet;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::date::{Date, DateError};

/// The type of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactKind {
    /// Yes or no.
    Bool,
    /// A whole number with the unit of the fact.
    Int,
    /// Whole rupiah.
    Money,
    /// A number with up to six decimals.
    Decimal,
    /// A day.
    Date,
    /// One of the listed values.
    Enum,
    /// Any subset of the listed values.
    Set,
    /// Words for people; no rule may read them.
    Text,
}

impl FactKind {
    /// Whether it is counted: a number, or a day.
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::Money | Self::Decimal | Self::Date)
    }
}

impl fmt::Display for FactKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Bool => "true or false",
            Self::Int => "a whole number",
            Self::Money => "a whole number of rupiah",
            Self::Decimal => "a number",
            Self::Date => "a date YYYY-MM-DD",
            Self::Enum => "one of the listed values",
            Self::Set => "a list of the listed values",
            Self::Text => "a text",
        })
    }
}

/// One fact of the vocabulary, as `facts.toml` describes it.
#[derive(Debug)]
pub struct Fact {
    pub(crate) slot: u16,
    pub(crate) id: String,
    pub(crate) kind: FactKind,
    pub(crate) values: Vec<String>,
    pub(crate) filled_by: Vec<String>,
    pub(crate) label_id: String,
    pub(crate) label_en: String,
    pub(crate) note: String,
    pub(crate) rule_input: bool,
    pub(crate) sensitivity: String,
    pub(crate) unit: Option<String>,
}

/// Names a fact. It cannot name one that does not exist.
#[derive(Clone, Copy)]
pub struct FactId(pub(crate) &'static Fact);

impl FactId {
    /// The id, as in `trip.purpose`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        &self.0.id
    }

    /// Its type.
    #[must_use]
    pub fn kind(self) -> FactKind {
        self.0.kind
    }

    /// The values of an enum or set, in the order of the vocabulary; empty for other kinds.
    #[must_use]
    pub fn values(self) -> &'static [String] {
        &self.0.values
    }

    /// Question ids and other sources (`mrz`, `document`, `manifest`, `registry`, `officer`) that can fill it.
    #[must_use]
    pub fn filled_by(self) -> &'static [String] {
        &self.0.filled_by
    }

    /// Whether a source can fill it.
    #[must_use]
    pub fn is_filled_by(self, source: &str) -> bool {
        self.0.filled_by.iter().any(|each| each == source)
    }

    /// Whether it can be known before anybody talks with the person (levels 4, "Manifest stage").
    pub(crate) fn is_of_manifest(self) -> bool {
        self.is_filled_by("manifest") || self.is_filled_by("registry")
    }

    /// Label in Bahasa Indonesia.
    #[must_use]
    pub fn label_id(self) -> &'static str {
        &self.0.label_id
    }

    /// Label in English.
    #[must_use]
    pub fn label_en(self) -> &'static str {
        &self.0.label_en
    }

    /// What the vocabulary adds about its meaning.
    #[must_use]
    pub fn note(self) -> &'static str {
        &self.0.note
    }

    /// Whether a rule may read it. Origin, language, sex, consent, health and notes may never be read.
    #[must_use]
    pub fn is_rule_input(self) -> bool {
        self.0.rule_input
    }

    /// `public`, `personal` or `sensitive`.
    #[must_use]
    pub fn sensitivity(self) -> &'static str {
        &self.0.sensitivity
    }

    /// Unit of a number, as in `IDR/month`.
    #[must_use]
    pub fn unit(self) -> Option<&'static str> {
        self.0.unit.as_deref()
    }

    /// Lowest and highest number that a whole-number fact can have. Beyond a million million are typing errors, and
    /// counts are not negative. Only the months a passport is still valid may be: it is negative once the passport has
    /// expired.
    pub(crate) fn range(self) -> std::ops::RangeInclusive<i64> {
        let lowest = if self.as_str() == "doc.passport_valid_months" {
            -12_000
        } else {
            0
        };
        lowest..=1_000_000_000_000
    }

    pub(crate) fn slot(self) -> usize {
        usize::from(self.0.slot)
    }

    /// Position of a value in [`FactId::values`].
    pub(crate) fn code(self, value: &str) -> Option<u8> {
        let position = self.0.values.iter().position(|each| each == value)?;
        u8::try_from(position).ok()
    }
}

impl PartialEq for FactId {
    fn eq(&self, other: &Self) -> bool {
        self.0.slot == other.0.slot
    }
}

impl Eq for FactId {}

impl PartialOrd for FactId {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FactId {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.slot.cmp(&other.0.slot)
    }
}

impl Hash for FactId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.slot.hash(state);
    }
}

impl fmt::Display for FactId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for FactId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Serialize for FactId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A number kept in millionths, so that equal inputs compare equal on every machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i64);

impl Decimal {
    pub(crate) const SCALE: i64 = 1_000_000;
    /// Farthest from zero, in millionths.
    pub(crate) const LARGEST: i64 = 1_000_000_000_000_000_000;

    /// Rounds to millionths; `None` if it is not finite or beyond ±10¹².
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        let scaled = (value * Self::SCALE as f64).round();
        (scaled.is_finite() && scaled.abs() <= 1e18).then_some(Self(scaled as i64))
    }

    pub(crate) fn millionths(self) -> i64 {
        self.0
    }

    pub(crate) fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }
}

impl Decimal {
    /// The number, for storage and display; comparisons use the exact millionths.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / Self::SCALE as f64
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Decimal(hidden)")
    }
}

/// A known value of a fact.
#[derive(Clone, PartialEq, Eq)]
pub enum FactValue {
    /// Yes or no.
    Bool(bool),
    /// Whole number, unit of the fact.
    Int(i64),
    /// Whole rupiah.
    Money(i64),
    /// Number with decimals.
    Decimal(Decimal),
    /// A day.
    Date(Date),
    /// Words for people.
    Text(String),
    /// One of the values of the fact.
    Enum(String),
    /// Some of the values of the fact; empty means "asked, and none".
    Set(BTreeSet<String>),
}

/// The kind, never the value: values are personal.
impl fmt::Debug for FactValue {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Bool(_) => "Bool(hidden)",
            Self::Int(_) => "Int(hidden)",
            Self::Money(_) => "Money(hidden)",
            Self::Decimal(_) => "Decimal(hidden)",
            Self::Date(_) => "Date(hidden)",
            Self::Text(_) => "Text(hidden)",
            Self::Enum(_) => "Enum(hidden)",
            Self::Set(_) => "Set(hidden)",
        })
    }
}

/// Why a JSON value is not a value of a fact. The value itself is never repeated: it may be personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Another JSON type.
    #[error("{fact} needs {kind}")]
    WrongType {
        /// The fact.
        fact: FactId,
        /// What it needs.
        kind: FactKind,
    },
    /// A value the vocabulary does not list.
    #[error("{fact} has no such value; it is one of: {}", .fact.values().join(", "))]
    NotListed {
        /// The fact.
        fact: FactId,
    },
    /// Not a day of the calendar.
    #[error("{fact}: {reason}")]
    Date {
        /// The fact.
        fact: FactId,
        /// What is wrong with it.
        reason: DateError,
    },
    /// A count below zero, or a number too large to be meant.
    #[error("{fact} is out of range")]
    OutOfRange {
        /// The fact.
        fact: FactId,
    },
}

impl FactValue {
    /// Reads a JSON value for `fact`.
    pub(crate) fn from_json(fact: FactId, value: &Value) -> Result<Self, ValueError> {
        let wrong_type = || ValueError::WrongType {
            fact,
            kind: fact.kind(),
        };
        match fact.kind() {
            FactKind::Bool => value.as_bool().map(Self::Bool).ok_or_else(wrong_type),
            FactKind::Int => whole(fact, value).map(Self::Int),
            FactKind::Money => whole(fact, value).map(Self::Money),
            FactKind::Decimal => {
                let number = value.as_f64().ok_or_else(wrong_type)?;
                Decimal::from_f64(number)
                    .map(Self::Decimal)
                    .ok_or(ValueError::OutOfRange { fact })
            }
            FactKind::Date => {
                let text = value.as_str().ok_or_else(wrong_type)?;
                text.parse()
                    .map(Self::Date)
                    .map_err(|reason| ValueError::Date { fact, reason })
            }
            FactKind::Text => value
                .as_str()
                .map(|text| Self::Text(text.to_owned()))
                .ok_or_else(wrong_type),
            FactKind::Enum => {
                let text = value.as_str().ok_or_else(wrong_type)?;
                listed(fact, text).map(Self::Enum)
            }
            FactKind::Set => {
                let items = value.as_array().ok_or_else(wrong_type)?;
                let texts = items
                    .iter()
                    .map(|item| listed(fact, item.as_str().ok_or_else(wrong_type)?));
                texts.collect::<Result<_, _>>().map(Self::Set)
            }
        }
    }
}

fn listed(fact: FactId, text: &str) -> Result<String, ValueError> {
    fact.code(text)
        .map(|_| text.to_owned())
        .ok_or(ValueError::NotListed { fact })
}

fn whole(fact: FactId, value: &Value) -> Result<i64, ValueError> {
    let number = value.as_i64().ok_or(ValueError::WrongType {
        fact,
        kind: fact.kind(),
    })?;
    if fact.range().contains(&number) {
        Ok(number)
    } else {
        Err(ValueError::OutOfRange { fact })
    }
}
