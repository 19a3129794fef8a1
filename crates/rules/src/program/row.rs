//! What is known about one case, in typed places: bound from a struct or a database row, never through JSON.

use std::sync::Arc;

use super::layout::{Layout, Spot};
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
    pub(super) layout: Arc<Layout>,
    /// Bools and enums: 0 is unknown, otherwise one more than the position of the value. Then, for each number and
    /// each text, 1 if it is known.
    pub(super) flags: Box<[u8]>,
    /// Numbers, days and sets.
    pub(super) numbers: Box<[i64]>,
    pub(super) texts: Box<[&'t str]>,
}

/// How much is known, never what.
impl std::fmt::Debug for Row<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known = self.flags.iter().filter(|flag| **flag > 0).count();
        write!(out, "Row({known} known)")
    }
}

impl<'t> Row<'t> {
    /// A row about which nothing is known yet.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        Self::of(schema.layout())
    }

    pub(crate) fn of(layout: &Arc<Layout>) -> Self {
        Self {
            flags: vec![0; layout.codes + layout.numbers + layout.texts].into(),
            numbers: vec![0; layout.numbers].into(),
            texts: vec![""; layout.texts].into(),
            layout: Arc::clone(layout),
        }
    }

    /// Forgets everything, to be used for the next case without allocating.
    pub fn clear(&mut self) {
        self.flags.fill(0);
        self.texts.fill("");
    }

    /// Sets the day of the case, as [`Date::ordinal`] counts it, from which `days_since` counts; until it is set, the
    /// days since anything are unknown. Days beyond ±10¹⁸ are taken for unknown.
    pub fn set_today(&mut self, day: i64) {
        let known = u8::from(day.unsigned_abs() <= LARGEST);
        self.put_number(self.layout.numbers - 1, day, known);
    }

    /// Sets what is known about a fact of this row's schema; a fact of a larger schema is passed over.
    ///
    /// # Errors
    /// The value does not fit the fact; the fact stays as it was.
    pub fn set(&mut self, fact: FactId, value: Value<'t>) -> Result<(), RowError> {
        let put = place(fact, value)?;
        if fact.slot() >= self.layout.facts() {
            return Ok(());
        }
        match self.layout.spot(fact.slot()) {
            Spot::Code(spot) => {
                if let Some(flag) = self.flags.get_mut(spot) {
                    *flag = match put {
                        Some(Place::Code(code)) => code,
                        _ => 0,
                    };
                }
            }
            Spot::Number(spot) => match put {
                Some(Place::Number(value)) => self.put_number(spot, value, 1),
                _ => self.put_number(spot, 0, 0),
            },
            Spot::Text(spot) => {
                let text = match put {
                    Some(Place::Text(text)) => Some(text),
                    _ => None,
                };
                if let Some(place) = self.texts.get_mut(spot) {
                    *place = text.unwrap_or_default();
                }
                let flag = self.layout.codes + self.layout.numbers + spot;
                if let Some(flag) = self.flags.get_mut(flag) {
                    *flag = u8::from(text.is_some());
                }
            }
        }
        Ok(())
    }

    fn put_number(&mut self, spot: usize, value: i64, known: u8) {
        if let Some(place) = self.numbers.get_mut(spot) {
            *place = value;
        }
        if let Some(flag) = self.flags.get_mut(self.layout.codes + spot) {
            *flag = known;
        }
    }

    /// What is known about a fact.
    #[must_use]
    pub fn value(&self, fact: FactId) -> Value<'t> {
        let flag = |place: usize| self.flags.get(place).copied().unwrap_or(0);
        let layout = &self.layout;
        match layout.spot(fact.slot()) {
            Spot::Code(spot) => match (flag(spot), fact.kind()) {
                (0, _) => Value::Unknown,
                (code, FactKind::Bool) => Value::Bool(code == 2),
                (code, _) => Value::Code(code - 1),
            },
            Spot::Number(spot) if flag(layout.codes + spot) == 1 => {
                let number = self.numbers.get(spot).copied().unwrap_or(0);
                match fact.kind() {
                    FactKind::Decimal => Value::Decimal(Decimal::from_millionths(number)),
                    FactKind::Date => Value::Day(number),
                    FactKind::Set => Value::Set(number as u64),
                    _ => Value::Number(number),
                }
            }
            Spot::Text(spot) if flag(layout.codes + layout.numbers + spot) == 1 => {
                Value::Text(self.texts.get(spot).copied().unwrap_or_default())
            }
            Spot::Number(_) | Spot::Text(_) => Value::Unknown,
        }
    }

    /// Sets the value of a cell, for packs: they keep facts in cells.
    pub(crate) fn set_cell(&mut self, slot: usize, cell: Cell) {
        match (self.layout.spot(slot), cell) {
            (Spot::Code(spot), cell) => {
                if let Some(flag) = self.flags.get_mut(spot) {
                    *flag = match cell {
                        Cell::Bool(value) => 1 + u8::from(value),
                        Cell::Code(value) => 1 + value,
                        Cell::Unknown | Cell::Set(_) | Cell::Number(_) => 0,
                    };
                }
            }
            (Spot::Number(spot), Cell::Set(mask)) => self.put_number(spot, mask as i64, 1),
            (Spot::Number(spot), Cell::Number(value)) => {
                let largest = LARGEST as i64;
                self.put_number(spot, value.clamp(-largest, largest), 1);
            }
            (Spot::Number(spot), _) => self.put_number(spot, 0, 0),
            // Of a text a cell only says that it is known.
            (Spot::Text(spot), cell) => {
                let flag = self.layout.codes + self.layout.numbers + spot;
                if let Some(flag) = self.flags.get_mut(flag) {
                    *flag = u8::from(cell.is_known());
                }
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
