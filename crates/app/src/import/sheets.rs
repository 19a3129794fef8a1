//! Several sheets of one workbook as one manifest.
//!
//! The first sheet with a header decides the columns; rows of further sheets are moved under the same fields. A sheet
//! that cannot be joined without a guess is left out, with a note that says why.

use std::collections::HashSet;

use suar_domain::manifest::{ColumnMatch, FileNote, SheetProblem, SheetRows};

use super::MAX_COLUMNS;
use super::cells::RowReader;
use super::columns::canonical;
use super::layout::Layout;
use super::table::{Row, is_blank};

/// A sheet whose lines are sorted out.
pub(super) struct Sheet {
    pub name: String,
    pub layout: Layout,
    pub blank: Vec<u32>,
    pub reader: RowReader,
}

/// All sheets that could be joined.
pub(super) struct Joined {
    pub layout: Layout,
    pub blank: Vec<u32>,
    pub sheets: Vec<SheetRows>,
    pub notes: Vec<FileNote>,
}

/// Joins sheets in their order; none when there is none.
pub(super) fn join(sheets: impl IntoIterator<Item = Sheet>) -> Option<Joined> {
    let mut sheets = sheets.into_iter();
    let first = sheets.next()?;
    let mut end = first.last_line();
    let mut joined = Joined {
        layout: first.layout,
        blank: first.blank,
        sheets: vec![SheetRows {
            name: first.name,
            before: 0,
        }],
        notes: Vec::new(),
    };
    for sheet in sheets {
        let lines = sheet.last_line();
        match joined.add(sheet, &first.reader, end) {
            Ok(()) => end = end.saturating_add(lines),
            Err(note) => joined.notes.push(note),
        }
    }
    Some(joined)
}

impl Joined {
    fn add(&mut self, sheet: Sheet, first: &RowReader, before: u32) -> Result<(), FileNote> {
        let refused = |name: String, why| FileNote::SheetNotRead { name, why };
        if self.is_other_sailing(&sheet) {
            return Err(refused(sheet.name, SheetProblem::OtherSailing));
        }
        if !first.reads_like(&sheet.reader) {
            return Err(refused(sheet.name, SheetProblem::OtherWriting));
        }
        let Some((columns, places)) = joined_columns(&self.layout.columns, &sheet.layout) else {
            return Err(refused(sheet.name, SheetProblem::TooLarge));
        };
        let Sheet {
            name,
            layout,
            blank,
            ..
        } = sheet;
        let down = |line: u32| before.saturating_add(line);
        self.layout.columns = columns;
        self.layout.rows.extend(
            layout
                .rows
                .into_iter()
                .map(|row| moved(row, &places, before)),
        );
        self.layout
            .titles
            .extend(layout.titles.into_iter().map(down));
        self.layout
            .footers
            .extend(layout.footers.into_iter().map(down));
        self.layout
            .skipped
            .extend(layout.skipped.into_iter().map(down));
        self.layout.skipped.push(down(layout.header_line));
        self.blank.extend(blank.into_iter().map(down));
        for defect in layout.defects {
            if !self.layout.defects.contains(&defect) {
                self.layout.defects.push(defect);
            }
        }
        super::titles::merge(&mut self.layout.sailing, layout.sailing);
        self.sheets.push(SheetRows { name, before });
        Ok(())
    }

    fn is_other_sailing(&self, sheet: &Sheet) -> bool {
        let (ours, theirs) = (&self.layout.sailing, &sheet.layout.sailing);
        let vessel = match (&ours.vessel, &theirs.vessel) {
            (Some(ours), Some(theirs)) => ours.comparable() != theirs.comparable(),
            _ => false,
        };
        let date = matches!((ours.date, theirs.date), (Some(ours), Some(theirs)) if ours != theirs);
        vessel || date
    }
}

impl Sheet {
    fn last_line(&self) -> u32 {
        let layout = &self.layout;
        let lists = [
            &layout.titles,
            &layout.footers,
            &layout.skipped,
            &self.blank,
        ];
        let listed = lists.into_iter().flatten().copied();
        let rows = layout.rows.iter().map(|row| row.line);
        listed
            .chain(rows)
            .chain([layout.header_line])
            .max()
            .unwrap_or(0)
    }
}

/// The columns of both, and for each column of the sheet its place among them. None when there are too many.
fn joined_columns(known: &[ColumnMatch], sheet: &Layout) -> Option<(Vec<ColumnMatch>, Vec<usize>)> {
    let mut columns = known.to_vec();
    let mut taken = HashSet::new();
    let mut places = Vec::with_capacity(sheet.columns.len());
    for column in &sheet.columns {
        let same = |other: &&ColumnMatch| {
            other.field == column.field
                && (column.field.is_some() || canonical(&other.header) == canonical(&column.header))
        };
        let found = known
            .iter()
            .filter(same)
            .map(|other| other.index)
            .find(|index| !taken.contains(index));
        let index = found.unwrap_or_else(|| {
            let index = columns.len();
            columns.push(ColumnMatch {
                index,
                ..column.clone()
            });
            index
        });
        taken.insert(index);
        places.push(index);
    }
    (columns.len() <= MAX_COLUMNS).then_some((columns, places))
}

/// A row with its cells under the joined columns.
fn moved(row: Row, places: &[usize], before: u32) -> Row {
    let mut cells: Vec<&str> = Vec::new();
    for (from, cell) in row.cells.iter().enumerate() {
        let Some(to) = places.get(from).copied().filter(|_| !is_blank(cell)) else {
            continue;
        };
        if cells.len() <= to {
            cells.resize(to + 1, "");
        }
        cells[to] = cell;
    }
    let mut origins: Vec<_> = row
        .origins
        .into_iter()
        .filter_map(|(from, origin)| {
            let to = places.get(usize::from(from))?;
            Some((u16::try_from(*to).ok()?, origin))
        })
        .collect();
    origins.sort_unstable_by_key(|(column, _)| *column);
    Row {
        line: before.saturating_add(row.line),
        cells: cells.into_iter().collect(),
        origins,
    }
}
