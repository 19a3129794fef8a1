//! A file as rows of cells, before anything is known about their meaning.

use suar_domain::manifest::{CellOrigin, Encoding};
use suar_domain::text::cleaned;

/// One line of a file that has at least one cell with text.
#[derive(Clone)]
pub(super) struct Row {
    /// Line of the file, from 1.
    pub line: u32,
    /// Cells as they were.
    pub cells: Vec<String>,
    /// Cells of a workbook that were not text.
    pub origins: Vec<(u16, CellOrigin)>,
}

impl Row {
    /// The text of a cell; empty when the row is shorter.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).map_or("", String::as_str)
    }

    /// Indexes of the cells that hold something.
    pub fn filled(&self) -> impl Iterator<Item = usize> {
        (0..self.cells.len()).filter(|index| !is_blank(&self.cells[*index]))
    }
}

/// A file as rows.
pub(super) struct Table {
    /// How the characters are written.
    pub encoding: Encoding,
    /// What separates the cells.
    pub delimiter: Option<char>,
    /// Lines with text.
    pub rows: Vec<Row>,
    /// Lines without text.
    pub blank: Vec<u32>,
}

/// Whether nothing is left of a cell after cleaning.
pub(super) fn is_blank(cell: &str) -> bool {
    cell.is_empty() || (!cell.bytes().any(|b| b.is_ascii_graphic()) && cleaned(cell).is_empty())
}
