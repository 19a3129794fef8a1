//! Many cases at once: facts in columns, 64 cases in a word.

use std::sync::Arc;

use super::layout::{Layout, Spot};
use super::row::{LARGEST, Place, Row, RowError, Value, place};
use crate::fact::FactId;
use crate::schema::Schema;

/// Cases in one word.
pub(super) const BLOCK: usize = 64;

/// The known values of many cases, fact by fact.
#[derive(Clone)]
pub struct Columns<'t> {
    pub(super) layout: Arc<Layout>,
    codes: Vec<Vec<u8>>,
    /// The last is the day of the case.
    numbers: Vec<Vec<i64>>,
    texts: Vec<Vec<&'t str>>,
    /// One bit a case, for each number and then each text.
    known: Vec<Vec<u64>>,
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
        let layout = Arc::clone(schema.layout());
        Self {
            codes: vec![Vec::new(); layout.codes],
            numbers: vec![Vec::new(); layout.numbers],
            texts: vec![Vec::new(); layout.texts],
            known: vec![Vec::new(); layout.numbers + layout.texts],
            layout,
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
        self.codes.iter_mut().for_each(Vec::clear);
        self.numbers.iter_mut().for_each(Vec::clear);
        self.texts.iter_mut().for_each(Vec::clear);
        self.known.iter_mut().for_each(Vec::clear);
        self.cases = 0;
    }

    /// Adds a case about which nothing is known yet; gives its place.
    pub fn add(&mut self) -> usize {
        let case = self.cases;
        self.codes.iter_mut().for_each(|column| column.push(0));
        self.numbers.iter_mut().for_each(|column| column.push(0));
        self.texts.iter_mut().for_each(|column| column.push(""));
        if case.is_multiple_of(BLOCK) {
            self.known.iter_mut().for_each(|column| column.push(0));
        }
        self.cases += 1;
        case
    }

    /// Adds the case of a row of the same schema. A row of another one adds a case about which nothing is known.
    pub fn push(&mut self, row: &Row<'t>) {
        let case = self.add();
        if row.layout != self.layout {
            return;
        }
        let (codes, known) = row.flags.split_at(self.layout.codes);
        copy(&mut self.codes, codes, case);
        copy(&mut self.numbers, &row.numbers, case);
        copy(&mut self.texts, &row.texts, case);
        for (column, known) in self.known.iter_mut().zip(known) {
            mark(column, case, *known == 1);
        }
    }

    /// Sets what is known about a fact in a case that was added before; a case or fact that is not there is passed
    /// over.
    ///
    /// # Errors
    /// The value does not fit the fact; the fact stays as it was.
    pub fn set(&mut self, case: usize, fact: FactId, value: Value<'t>) -> Result<(), RowError> {
        let put = place(fact, value)?;
        if case >= self.cases || fact.slot() >= self.layout.facts() {
            return Ok(());
        }
        let known = match (self.layout.spot(fact.slot()), put) {
            (Spot::Code(spot), put) => {
                self.codes[spot][case] = match put {
                    Some(Place::Code(code)) => code,
                    _ => 0,
                };
                return Ok(());
            }
            (Spot::Number(spot), put) => {
                if let Some(Place::Number(value)) = put {
                    self.numbers[spot][case] = value;
                }
                spot
            }
            (Spot::Text(spot), put) => {
                if let Some(Place::Text(text)) = put {
                    self.texts[spot][case] = text;
                }
                self.layout.numbers + spot
            }
        };
        mark(&mut self.known[known], case, put.is_some());
        Ok(())
    }

    /// Sets the day of a case, as [`Row::set_today`] does.
    pub fn set_today(&mut self, case: usize, day: i64) {
        let place = self.layout.numbers - 1;
        if let Some(number) = self.numbers[place].get_mut(case) {
            *number = day;
            mark(&mut self.known[place], case, day.unsigned_abs() <= LARGEST);
        }
    }

    pub(super) fn codes(&self, spot: usize, block: usize) -> &[u8] {
        block_of(&self.codes[spot], block)
    }

    pub(super) fn numbers(&self, spot: usize, block: usize) -> &[i64] {
        block_of(&self.numbers[spot], block)
    }

    pub(super) fn texts(&self, spot: usize, block: usize) -> &[&'t str] {
        block_of(&self.texts[spot], block)
    }

    /// Which cases of a block know a number, or a text if it is counted behind the numbers.
    pub(super) fn known(&self, spot: usize, block: usize) -> u64 {
        self.known[spot].get(block).copied().unwrap_or(0)
    }
}

fn copy<T: Copy>(columns: &mut [Vec<T>], row: &[T], case: usize) {
    for (column, value) in columns.iter_mut().zip(row) {
        if let Some(place) = column.get_mut(case) {
            *place = *value;
        }
    }
}

fn mark(column: &mut [u64], case: usize, known: bool) {
    if let Some(word) = column.get_mut(case / BLOCK) {
        *word &= !(1 << (case % BLOCK));
        *word |= u64::from(known) << (case % BLOCK);
    }
}

/// The part of a column that belongs to a block.
fn block_of<T>(column: &[T], block: usize) -> &[T] {
    let first = (block * BLOCK).min(column.len());
    &column[first..column.len().min(first + BLOCK)]
}
