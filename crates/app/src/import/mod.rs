//! Reading passenger manifests: CSV and XLSX as shipping agents really send them.
//!
//! What must hold:
//! - Nothing is dropped silently. Every line of a file is a row, a title, the header, a skipped line or a footer, and
//!   the reading lists which.
//! - The text of a cell is never altered; what it means stands beside it. What cannot be read is a defect of that
//!   cell, never a guess and never a sign of risk.
//! - A hostile file costs bounded time and memory (security T11): 20 MB, 100 MB unpacked, 200,000 rows, 64 columns.
//! - The meaning of columns and codes is data: `data/manifest-columns.toml`.
//!
//! The way of a file: [`kind`] tells tables from other files by content; [`text_file`] or [`workbook`] makes a
//! [`table::Table`], in a process of its own ([`apart`]); [`layout`] finds header, titles, footers; [`sheets`] joins
//! sheets; [`cells`] reads each row; [`relations`] compares rows.
//!
//! Not here: the database, the officer's confirmation of the sailing, who the passengers are.

mod apart;
mod broken;
mod cells;
mod columns;
mod dates;
mod error;
mod export;
mod footer;
mod guard;
mod kind;
mod layout;
mod parsed;
mod ports;
mod relations;
mod sheets;
mod stream;
mod table;
mod text_file;
mod texts;
mod titles;
mod vessel;
mod words;
mod workbook;

use std::time::{SystemTime, UNIX_EPOCH};

use suar_domain::manifest::{DefectCode, Encoding, Field, FileNote, ReadLine, ReadManifest};
use suar_domain::time::{Instant, PlainDate};

pub use apart::{Limits, Parsing, serve};
pub use error::{Cap, Foreign, ImportError, Sentence, Stop};
pub use export::{export, export_stream};
pub use stream::Stream;
pub use texts::{fix, note, problem, problem_in};

use cells::{Context, RowReader};
use parsed::Parsed;
use sheets::{Joined, Sheet};
use stream::Unread;
use table::Table;

/// Largest file, in bytes.
pub const MAX_FILE: usize = 20 * 1024 * 1024;
/// Most bytes that a workbook may unpack to.
pub const MAX_UNPACKED: u64 = 100 * 1024 * 1024;
/// Most passenger rows.
pub const MAX_ROWS: usize = 200_000;
/// Most columns.
pub const MAX_COLUMNS: usize = 64;

fn today() -> PlainDate {
    let millis = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_millis());
    Instant::from_millis(i64::try_from(millis).unwrap_or(0)).wita_date()
}

/// Reads a manifest in this process, on a given day: two-digit years are read against it.
///
/// The kind of file is told by its content. The name is not trusted and not needed; it may be empty.
///
/// # Errors
/// See [`ImportError`]; each has a sentence and a way out in both languages.
pub fn read_on(
    bytes: &[u8],
    _file_name: &str,
    today: PlainDate,
) -> Result<ReadManifest, ImportError> {
    Ok(unread(parsed::parse(bytes)?, today)?.read_all())
}

fn unread(parsed: Parsed, today: PlainDate) -> Result<Unread, ImportError> {
    let mut form = (Encoding::Xlsx, None);
    let mut sheets = Vec::with_capacity(parsed.tables.len());
    for (name, table) in parsed.tables {
        form = (table.encoding, table.delimiter);
        sheets.push(arranged(name, table, today)?);
    }
    let mut joined = sheets::join(sheets).ok_or(ImportError::NoHeader)?;
    if form.0 != Encoding::Xlsx {
        joined.sheets.clear();
    }
    if joined.layout.rows.len() > MAX_ROWS {
        return Err(ImportError::TooLarge(Cap::Rows));
    }
    joined.notes.splice(0..0, parsed.notes);
    Ok(interpret(joined, form, today))
}

/// A table with its lines sorted out.
fn arranged(name: String, table: Table, today: PlainDate) -> Result<Sheet, ImportError> {
    let Table { rows, blank, .. } = table;
    let layout = layout::find(rows, today)?;
    let reader = RowReader::new(&layout.columns, &layout.rows, Context { today });
    Ok(Sheet {
        name,
        layout,
        blank,
        reader,
    })
}

/// Reads all rows again after corrections in place: (line, index of the column, new text). Rows are compared with
/// each other, so a correction of one can clear or mark another. Lines that do not exist are passed over.
pub fn reinterpret(manifest: &ReadManifest, corrections: &[(u32, usize, String)]) -> ReadManifest {
    let mut manifest = manifest.clone();
    for (line, column, text) in corrections {
        let Ok(at) = manifest.lines.binary_search_by_key(line, |row| row.line) else {
            continue;
        };
        let row = &mut manifest.lines[at];
        if *column >= manifest.columns.len().max(row.cells.len()) {
            continue;
        }
        if row.cells.len() <= *column {
            row.cells.resize(column + 1, String::new());
        }
        row.cells[*column].clone_from(text);
        row.origins
            .retain(|(index, _)| usize::from(*index) != *column);
    }
    let context = Context {
        today: manifest.read_on,
    };
    let rows: Vec<_> = manifest.lines.iter_mut().map(take_row).collect();
    let reader = RowReader::new(&manifest.columns, &rows, context);
    manifest.lines = rows.into_iter().map(|row| reader.read(row)).collect();
    relations::compare(&mut manifest.lines, &manifest.columns);
    manifest
}

fn take_row(line: &mut ReadLine) -> table::Row {
    table::Row {
        line: line.line,
        cells: std::mem::take(&mut line.cells).into_iter().collect(),
        origins: std::mem::take(&mut line.origins),
    }
}

fn interpret(
    joined: Joined,
    (encoding, delimiter): (Encoding, Option<char>),
    today: PlainDate,
) -> Unread {
    let Joined {
        layout,
        blank,
        sheets,
        mut notes,
    } = joined;
    let mut file_defects = layout.defects;
    if delimiter == Some(';') {
        file_defects.push(DefectCode::DelimiterSemicolon);
    }
    if encoding == Encoding::Windows1252 {
        file_defects.push(DefectCode::Encoding1252);
    }
    let mut skip_lines = layout.skipped;
    skip_lines.extend(blank);
    skip_lines.sort_unstable();
    let has = |field| {
        layout
            .columns
            .iter()
            .any(|column| column.field == Some(field))
    };
    if !has(Field::DocumentNumber) {
        notes.push(FileNote::NoDocumentColumn);
    }
    let (sailing, unclear) =
        titles::with_columns(layout.sailing, &layout.columns, &layout.rows, today);
    notes.extend(unclear);
    notes.extend(columns::repeated(&layout.columns));
    notes.extend(broken::notes(&layout.columns, &layout.rows));
    let reader = RowReader::new(&layout.columns, &layout.rows, Context { today });
    let head = ReadManifest {
        encoding,
        delimiter,
        header_line: layout.header_line,
        sailing,
        columns: layout.columns,
        file_defects,
        lines: Vec::new(),
        skip_lines,
        title_lines: layout.titles,
        footer_lines: layout.footers,
        sheets,
        notes,
        read_on: today,
    };
    Unread {
        head,
        rows: layout.rows,
        reader,
    }
}

#[cfg(test)]
mod tests;
