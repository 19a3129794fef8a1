//! What is known about one case, in typed places: bound from a struct or a database row, never through JSON.

use crate::cell::Cell;
use crate::date::Date;
use crate::fact::{Decimal, FactId, FactKind};
use crate::schema::Schema;

/// A value to bind, and the value an explanation shows. Its `Debug` shows the kind and nothing else.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Value<'t> {
    /// Not known.
    Unknown,
    /// Yes or no.
    Bool(bool),
    /// A whole number with the unit of the fact, or whole rupiah.
    Number(i64),
    /// A number with decimals.
    Decimal(Decimal),
    /// A day, as [`Date::ordinal`] counts it.
    Day(i64),
    /// An enum value, by its position in the schema.
    Code(u8),
    /// A set, as a mask of positions in the schema.
    Set(u64),
    /// A text.
    Text(&'t str),
}

impl From<Date> for Value<'_> {
    fn from(date: Date) -> Self {
        Self::Day(date.ordinal())
    }
}

/// The kind, never the value: values are personal.
impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Unknown => "Unknown",
            Self::Bool(_) => "Bool(hidden)",
            Self::Number(_) => "Number(hidden)",
            Self::Decimal(_) => "Decimal(hidden)",
            Self::Day(_) => "Day(hidden)",
            Self::Code(_) => "Code(hidden)",
            Self::Set(_) => "Set(hidden)",
            Self::Text(_) => "Text(hidden)",
        })
    }
}

/// The value does not fit the fact: another type, a position that is not listed, or a number beyond ±10¹⁸. It is not
/// repeated here, because it may be personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the value does not fit {0}")]
pub struct RowError(pub FactId);

/// Largest number that is bound: the sum of eight of them still fits 64 bits.
pub(super) const LARGEST: u64 = 1_000_000_000_000_000_000;

/// A number or set, and whether it is known (0 or 1).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Number {
    pub(super) value: i64,
    pub(super) known: u64,
}

/// What a value becomes in a row.
#[derive(Clone, Copy)]
pub(super) enum Place<'t> {
    /// Position of a listed value, from 1; 0 is unknown.
    Code(u8),
    Number(i64),
    Text(&'t str),
}

/// Where a value goes; `None` for an unknown one.
pub(super) fn place<'t>(fact: FactId, value: Value<'t>) -> Result<Option<Place<'t>>, RowError> {
    let number = |value: i64| {
        if value.unsigned_abs() <= LARGEST {
            Ok(Some(Place::Number(value)))
        } else {
            Err(RowError(fact))
        }
    };
    match (fact.kind(), value) {
        (_, Value::Unknown) => Ok(None),
        (FactKind::Bool, Value::Bool(value)) => Ok(Some(Place::Code(1 + u8::from(value)))),
        (FactKind::Enum, Value::Code(code)) if usize::from(code) < fact.values().len() => {
            Ok(Some(Place::Code(1 + code)))
        }
        (FactKind::Int | FactKind::Money, Value::Number(value))
        | (FactKind::Date, Value::Day(value)) => number(value),
        (FactKind::Decimal, Value::Decimal(value)) => number(value.millionths()),
        (FactKind::Set, Value::Set(mask))
            if mask.checked_shr(fact.values().len() as u32).unwrap_or(0) == 0 =>
        {
            Ok(Some(Place::Number(mask as i64)))
        }
        (FactKind::Text, Value::Text(text)) => Ok(Some(Place::Text(text))),
        _ => Err(RowError(fact)),
    }
}

/// The known values of one case. A fact that was not set is unknown.
#[derive(Clone)]
pub struct Row<'t> {
    /// Bools and enums: 0 is unknown, otherwise one more than the position of the value.
    pub(super) codes: Box<[u8]>,
    /// Numbers, days and sets; for texts only whether they are known.
    pub(super) numbers: Box<[Number]>,
    pub(super) texts: Box<[&'t str]>,
}

/// How much is known, never what.
impl std::fmt::Debug for Row<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known = self.codes.iter().filter(|code| **code > 0).count();
        let numbers = self.numbers.iter().filter(|number| number.known > 0);
        write!(out, "Row({} known)", known + numbers.count())
    }
}

impl<'t> Row<'t> {
    /// A row about which nothing is known yet.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        Self::of_size(schema.facts().count())
    }

    /// A row of so many facts; the day of the case has a place of its own behind them.
    pub(crate) fn of_size(facts: usize) -> Self {
        Self {
            codes: vec![0; facts].into(),
            numbers: vec![Number::default(); facts + 1].into(),
            texts: vec![""; facts].into(),
        }
    }

    /// Forgets everything, to be used for the next case without allocating.
    pub fn clear(&mut self) {
        self.codes.fill(0);
        self.numbers.fill(Number::default());
        self.texts.fill("");
    }

    /// Sets the day of the case, as [`Date::ordinal`] counts it, from which `days_since` counts; until it is set, the
    /// days since anything are unknown. Days beyond ±10¹⁸ are taken for unknown.
    pub fn set_today(&mut self, day: i64) {
        let known = u64::from(day.unsigned_abs() <= LARGEST);
        if let Some(place) = self.numbers.last_mut() {
            *place = Number { value: day, known };
        }
    }

    /// Sets what is known about a fact of this row's schema; a fact of a larger schema is passed over.
    ///
    /// # Errors
    /// The value does not fit the fact; the fact stays as it was.
    pub fn set(&mut self, fact: FactId, value: Value<'t>) -> Result<(), RowError> {
        let (code, number, text) = match place(fact, value)? {
            None => (0, Number::default(), ""),
            Some(Place::Code(code)) => (code, Number::default(), ""),
            Some(Place::Number(value)) => (0, Number { value, known: 1 }, ""),
            Some(Place::Text(text)) => (0, Number { value: 0, known: 1 }, text),
        };
        let slot = fact.slot();
        if fact.kind() == FactKind::Text
            && let Some(place) = self.texts.get_mut(slot)
        {
            *place = text;
        }
        match fact.kind() {
            FactKind::Bool | FactKind::Enum => {
                if let Some(place) = self.codes.get_mut(slot) {
                    *place = code;
                }
            }
            _ if slot < self.codes.len() => {
                if let Some(place) = self.numbers.get_mut(slot) {
                    *place = number;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// What is known about a fact.
    #[must_use]
    pub fn value(&self, fact: FactId) -> Value<'t> {
        let slot = fact.slot();
        let code = self.codes.get(slot).copied().unwrap_or(0);
        let number = self.numbers.get(slot).copied().unwrap_or_default();
        match fact.kind() {
            FactKind::Bool | FactKind::Enum if code == 0 => Value::Unknown,
            FactKind::Bool => Value::Bool(code == 2),
            FactKind::Enum => Value::Code(code - 1),
            _ if number.known == 0 => Value::Unknown,
            FactKind::Int | FactKind::Money => Value::Number(number.value),
            FactKind::Decimal => Value::Decimal(Decimal::from_millionths(number.value)),
            FactKind::Date => Value::Day(number.value),
            FactKind::Set => Value::Set(number.value as u64),
            FactKind::Text => Value::Text(self.texts.get(slot).copied().unwrap_or_default()),
        }
    }

    /// Sets the value of a cell, for packs: they keep facts in cells.
    pub(crate) fn set_cell(&mut self, slot: usize, cell: Cell) {
        let (Some(code), Some(number)) = (self.codes.get_mut(slot), self.numbers.get_mut(slot))
        else {
            return;
        };
        *code = 0;
        *number = Number::default();
        let known = |value| Number { value, known: 1 };
        match cell {
            Cell::Unknown => {}
            // A known text is the cell of a bool; the place that is not read does no harm.
            Cell::Bool(value) => {
                *code = 1 + u8::from(value);
                *number = known(0);
            }
            Cell::Code(value) => *code = 1 + value,
            Cell::Set(mask) => *number = known(mask as i64),
            Cell::Number(value) => {
                let largest = LARGEST as i64;
                *number = known(value.clamp(-largest, largest));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Value};
    use crate::fact::{Decimal, FactKind};
    use crate::schema::{FactSpec, Schema};

    #[test]
    fn a_value_that_does_not_fit_leaves_the_fact_as_it_was() {
        let specs = [
            FactSpec::new("n", FactKind::Int, &[]),
            FactSpec::new("e", FactKind::Enum, &["x", "y"]),
            FactSpec::new("s", FactKind::Set, &["x", "y"]),
            FactSpec::new("t", FactKind::Text, &[]),
            FactSpec::new("d", FactKind::Decimal, &[]),
        ];
        let schema = Schema::new(specs).unwrap();
        let fact = |id: &str| schema.fact(id).unwrap();
        let mut row = Row::new(&schema);
        let half = Value::Decimal(Decimal::from_f64(0.5).unwrap());
        let good = [
            ("n", Value::Number(7)),
            ("e", Value::Code(1)),
            ("s", Value::Set(0b11)),
            ("t", Value::Text("a")),
            ("d", half),
        ];
        for (id, value) in good {
            assert_eq!(row.value(fact(id)), Value::Unknown, "{id} was not set");
            row.set(fact(id), value).unwrap();
        }
        let bad = [
            ("n", Value::Bool(true)),
            ("n", Value::Number(i64::MAX)),
            ("e", Value::Code(2)),
            ("s", Value::Set(0b100)),
            ("t", Value::Number(1)),
            ("d", Value::Number(1)),
        ];
        for (id, value) in bad {
            assert!(row.set(fact(id), value).is_err(), "{id} {value:?}");
        }
        for (id, value) in good {
            assert_eq!(row.value(fact(id)), value, "{id}");
        }
        assert!(
            !format!("{:?}", Value::Text("Siti")).contains("Siti"),
            "values are personal"
        );
        row.clear();
        assert!(schema.facts().all(|fact| row.value(fact) == Value::Unknown));
    }
}
