//! Many cases at once: facts in columns, 64 cases in a word.

use super::row::{Place, Row, RowError, Value, place};
use crate::fact::{FactId, FactKind};
use crate::schema::Schema;

/// Cases in one word.
pub(super) const BLOCK: usize = 64;

/// The known values of one number, day, set or text in all cases.
#[derive(Clone, Default)]
struct Column<'t> {
    codes: Vec<u8>,
    numbers: Vec<i64>,
    texts: Vec<&'t str>,
    /// One bit a case, for numbers, days, sets and texts.
    known: Vec<u64>,
}

/// The known values of many cases, fact by fact.
#[derive(Clone)]
pub struct Columns<'t> {
    pub(super) facts: Vec<FactId>,
    /// By slot; the last is the day of the case.
    columns: Vec<Column<'t>>,
    cases: usize,
}

/// How many cases, never what is known about them.
impl std::fmt::Debug for Columns<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Columns({} cases)", self.cases)
    }
}

impl<'t> Columns<'t> {
    /// No cases yet.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        let facts: Vec<FactId> = schema.facts().collect();
        Self {
            columns: vec![Column::default(); facts.len() + 1],
            facts,
            cases: 0,
        }
    }

    /// Number of cases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cases
    }

    /// Whether there is no case.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cases == 0
    }

    /// Forgets all cases, and keeps the room.
    pub fn clear(&mut self) {
        for column in &mut self.columns {
            column.codes.clear();
            column.numbers.clear();
            column.texts.clear();
            column.known.clear();
        }
        self.cases = 0;
    }

    /// Adds a case about which nothing is known yet; gives its place.
    pub fn add(&mut self) -> usize {
        let case = self.cases;
        for (slot, column) in self.columns.iter_mut().enumerate() {
            match self.facts.get(slot).map(|fact| fact.kind()) {
                Some(FactKind::Bool | FactKind::Enum) => column.codes.push(0),
                kind => {
                    if kind == Some(FactKind::Text) {
                        column.texts.push("");
                    } else {
                        column.numbers.push(0);
                    }
                    if case.is_multiple_of(BLOCK) {
                        column.known.push(0);
                    }
                }
            }
        }
        self.cases += 1;
        case
    }

    /// Adds the case of a row.
    pub fn push(&mut self, row: &Row<'t>) {
        let case = self.add();
        for (slot, column) in self.columns.iter_mut().enumerate() {
            if let (Some(place), Some(code)) = (column.codes.get_mut(case), row.codes.get(slot)) {
                *place = *code;
            }
            if let (Some(place), Some(text)) = (column.texts.get_mut(case), row.texts.get(slot)) {
                *place = text;
            }
            if let Some(number) = row.numbers.get(slot) {
                if let Some(place) = column.numbers.get_mut(case) {
                    *place = number.value;
                }
                if let Some(word) = column.known.get_mut(case / BLOCK) {
                    *word |= number.known << (case % BLOCK);
                }
            }
        }
    }

    /// Sets what is known about a fact in a case that was added before.
    ///
    /// # Errors
    /// The value does not fit the fact; the fact stays as it was.
    pub fn set(&mut self, case: usize, fact: FactId, value: Value<'t>) -> Result<(), RowError> {
        let known = place(fact, value)?;
        let Some(column) = self.columns.get_mut(fact.slot()) else {
            return Ok(());
        };
        if let Some(place) = column.codes.get_mut(case) {
            *place = match known {
                Some(Place::Code(code)) => code,
                _ => 0,
            };
        }
        if let (Some(place), Some(Place::Number(value))) = (column.numbers.get_mut(case), known) {
            *place = value;
        }
        if let (Some(place), Some(Place::Text(text))) = (column.texts.get_mut(case), known) {
            *place = text;
        }
        if let Some(word) = column.known.get_mut(case / BLOCK) {
            *word &= !(1 << (case % BLOCK));
            *word |= u64::from(known.is_some()) << (case % BLOCK);
        }
        Ok(())
    }

    /// Which cases of a block of 64 know a fact.
    pub(super) fn known(&self, slot: usize, block: usize) -> u64 {
        self.columns[slot].known.get(block).copied().unwrap_or(0)
    }

    pub(super) fn numbers(&self, slot: usize, block: usize) -> &[i64] {
        block_of(&self.columns[slot].numbers, block)
    }

    pub(super) fn codes(&self, slot: usize, block: usize) -> &[u8] {
        block_of(&self.columns[slot].codes, block)
    }

    pub(super) fn texts(&self, slot: usize, block: usize) -> &[&'t str] {
        block_of(&self.columns[slot].texts, block)
    }
}

/// The part of a column that belongs to a block.
fn block_of<T>(column: &[T], block: usize) -> &[T] {
    let first = (block * BLOCK).min(column.len());
    &column[first..column.len().min(first + BLOCK)]
}
