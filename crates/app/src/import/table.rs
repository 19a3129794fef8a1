//! A file as rows of cells, before anything is known about their meaning.

use suar_domain::manifest::{CellOrigin, Encoding};
use suar_domain::text::cleaned;

/// One line of a file that has at least one cell with text.
#[derive(Clone)]
pub(super) struct Row {
    /// Line of the file, from 1.
    pub line: u32,
    /// Cells as they were.
    pub cells: Cells,
    /// Cells of a workbook that were not text.
    pub origins: Vec<(u16, CellOrigin)>,
}

impl Row {
    /// The text of a cell; empty when the row is shorter.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index)
    }

    /// Indexes of the cells that hold something.
    pub fn filled(&self) -> impl Iterator<Item = usize> {
        (0..self.cells.len()).filter(|index| !is_blank(self.cells.get(*index)))
    }
}

/// The cells of one line, in one text: a long list has millions of them, and most are short or empty.
#[derive(Clone, Default)]
pub(super) struct Cells {
    text: Box<str>,
    /// Where each cell ends in the text, in bytes.
    ends: Box<[u32]>,
}

impl Cells {
    /// The text of a cell; empty when there are fewer.
    pub fn get(&self, index: usize) -> &str {
        let at = |end: &u32| usize::try_from(*end).unwrap_or(usize::MAX);
        let end = self.ends.get(index).map_or(0, at);
        let start = index
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        self.text.get(start.map_or(0, at)..end).unwrap_or_default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Each cell on its own.
    pub fn to_strings(&self) -> Vec<String> {
        self.iter().map(str::to_owned).collect()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Cells {
    /// A file is far smaller than 4 GB, so that every end has its place.
    fn from_iter<I: IntoIterator<Item = S>>(cells: I) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for cell in cells {
            text.push_str(cell.as_ref());
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Self {
            text: text.into_boxed_str(),
            ends: ends.into_boxed_slice(),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_keep_their_bounds() {
        let cells: Cells = ["", "a", "", "é b", ""].into_iter().collect();
        assert_eq!(cells.to_strings(), ["", "a", "", "é b", ""]);
        assert_eq!((cells.len(), cells.get(3), cells.get(9)), (5, "é b", ""));
        assert_eq!(Cells::default().get(0), "");
    }
}
