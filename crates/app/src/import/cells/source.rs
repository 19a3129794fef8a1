//! Which column of a row says what, where several columns have the same meaning.

use suar_domain::manifest::{ColumnMatch, Field};
use suar_domain::text::cleaned;

use super::blank::{is_nothing, unwrapped};
use super::number::{NoNumber, no_number};
use crate::import::ports::is_port;
use crate::import::table::Row;

/// The columns of one field.
pub(super) struct Source {
    pub field: Field,
    /// The column that is read.
    main: usize,
    /// Columns that stand in where the main one says nothing, in the order of the file.
    others: Vec<usize>,
}

/// The columns of every field, in the order of the file.
pub(super) fn of(columns: &[ColumnMatch]) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for column in columns {
        let Some(field) = column.field else {
            continue;
        };
        match sources.iter_mut().find(|source| source.field == field) {
            Some(source) => source.others.push(column.index),
            None => sources.push(Source {
                field,
                main: column.index,
                others: Vec::new(),
            }),
        }
    }
    sources
}

impl Source {
    /// The first column with something in it; the main one when there is none.
    pub fn column_in(&self, row: &Row) -> usize {
        if self.others.is_empty() || self.says(row.cell(self.main)) {
            return self.main;
        }
        let mut others = self.others.iter().copied();
        others
            .find(|column| self.says(row.cell(*column)))
            .unwrap_or(self.main)
    }

    fn says(&self, cell: &str) -> bool {
        let text = cleaned(unwrapped(cell));
        match self.field {
            Field::DocumentNumber => !matches!(
                no_number(&text),
                Some(NoNumber::Empty | NoNumber::Placeholder)
            ),
            Field::Destination => !is_nothing(&text) && !is_port(&text),
            _ => !is_nothing(&text),
        }
    }
}
