//! XLSX: every visible sheet that has a header, read cell by cell; the others are named with the reason.
//!
//! A sheet is never laid out as a rectangle in memory: two cells in opposite corners would be enough to fill it.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};
use suar_domain::manifest::{CellOrigin, Encoding, FileNote, SheetProblem};
use zip::ZipArchive;

use super::broken::is_broken;
use super::error::{Cap, ImportError};
use super::layout::header_strength;
use super::table::{Row, Table, is_blank};
use super::text_file::SEARCHED;
use super::{MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED};

/// How much of a formula without a result is shown, in characters.
const SHOWN_FORMULA: usize = 60;

/// The sheets of a workbook that can be a manifest, by name, and notes about all others.
pub(super) struct Book {
    pub tables: Vec<(String, Table)>,
    pub notes: Vec<FileNote>,
}

pub(super) fn read(bytes: &[u8]) -> Result<Book, ImportError> {
    check_declared_strings(bytes)?;
    // A defect of the XML reader must not end the program; nothing is shared with the closure but the bytes.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes))).unwrap_or(Err(ImportError::Unreadable))
}

/// The reader reserves memory for as many strings as the file declares, so an absurd count is refused first.
fn check_declared_strings(bytes: &[u8]) -> Result<(), ImportError> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ImportError::Unreadable)?;
    for index in 0..zip.len() {
        let Ok(mut file) = zip.by_index(index) else {
            continue;
        };
        let name = file
            .name()
            .map_err(|_| ImportError::Unreadable)?
            .to_ascii_lowercase();
        if !name.ends_with("sharedstrings.xml") {
            continue;
        }
        let size = file.size();
        let mut head = vec![0; 16 * 1024];
        let mut length = 0;
        while length < head.len() {
            match file.read(&mut head[length..]) {
                Ok(0) | Err(_) => break,
                Ok(count) => length += count,
            }
        }
        let head = String::from_utf8_lossy(&head[..length]).into_owned();
        let Some((_, rest)) = head.split_once("uniqueCount") else {
            continue;
        };
        let digits: String = rest
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .take(20)
            .collect();
        // The shortest entry, `<si/>`, has five bytes.
        if digits
            .parse::<u64>()
            .map_or(true, |count| count > size / 5 + 1)
        {
            return Err(ImportError::Unreadable);
        }
    }
    Ok(())
}

fn sheets(bytes: &[u8]) -> Result<Book, ImportError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| failure(&error))?;
    let mut found = Book {
        tables: Vec::new(),
        notes: Vec::new(),
    };
    let mut room = Room::default();
    let mut failed = None;
    for sheet in book.sheets_metadata().to_vec() {
        let name = sheet.name;
        let why = if sheet.visible != SheetVisible::Visible {
            SheetProblem::Hidden
        } else if sheet.typ != SheetType::WorkSheet {
            SheetProblem::NotATable
        } else {
            match read_sheet(&mut book, &name, &mut room) {
                Ok(table) if table.rows.is_empty() => SheetProblem::Empty,
                Ok(table) if has_header(&table) => {
                    found.tables.push((name, table));
                    continue;
                }
                Ok(_) => SheetProblem::NoHeader,
                // A workbook that fills the memory is refused as a whole.
                Err(error @ ImportError::TooLarge(Cap::Unpacked | Cap::Rows)) => return Err(error),
                Err(error) => {
                    let why = match error {
                        ImportError::TooLarge(_) => SheetProblem::TooLarge,
                        _ => SheetProblem::Damaged,
                    };
                    failed.get_or_insert(error);
                    why
                }
            }
        };
        found.notes.push(FileNote::SheetNotRead { name, why });
    }
    if !found.tables.is_empty() {
        return Ok(found);
    }
    let has = |wanted| {
        let is =
            |note: &FileNote| matches!(note, FileNote::SheetNotRead { why, .. } if *why == wanted);
        found.notes.iter().any(is)
    };
    Err(match failed {
        Some(error) => error,
        None if has(SheetProblem::NoHeader) => ImportError::NoHeader,
        None if has(SheetProblem::Empty) => ImportError::Empty,
        None => ImportError::Unreadable,
    })
}

fn has_header(table: &Table) -> bool {
    table
        .rows
        .iter()
        .take(SEARCHED)
        .any(|row| header_strength(row) > 0)
}

/// What the sheets of a workbook have used up together.
#[derive(Default)]
struct Room {
    text_bytes: u64,
    rows: usize,
}

fn read_sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    room: &mut Room,
) -> Result<Table, ImportError> {
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|error| failure(&error))?;
    let mut table = Table {
        encoding: Encoding::Xlsx,
        delimiter: None,
        rows: Vec::new(),
        blank: Vec::new(),
    };
    let mut shared = HashMap::new();
    let mut filling: Option<Filling> = None;
    while let Some(cell) = cells
        .next_cell_with_formula_metadata()
        .map_err(|error| failure(&error))?
    {
        let (row, column) = cell.pos;
        let formula = cell
            .formula
            .and_then(|formula| shown_formula(formula, &mut shared));
        let without_result = || Some((formula?, None));
        let found = content(&cell.value).or_else(without_result);
        let Some((text, origin)) = found.filter(|(text, _)| !is_blank(text)) else {
            continue;
        };
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MAX_COLUMNS {
            return Err(ImportError::TooLarge(Cap::Columns));
        }
        room.text_bytes += text.len() as u64;
        if room.text_bytes > MAX_UNPACKED {
            return Err(ImportError::TooLarge(Cap::Unpacked));
        }
        let line = row.saturating_add(1);
        match &mut filling {
            Some(filling) if filling.line > line => return Err(ImportError::Unreadable),
            Some(filling) if filling.line == line => filling.put(column, text, origin),
            _ => {
                let mut next = Filling::new(line);
                next.put(column, text, origin);
                table.rows.extend(filling.replace(next).map(Filling::row));
            }
        }
        if room.rows + table.rows.len() >= MAX_ROWS + SEARCHED * 10 {
            return Err(ImportError::TooLarge(Cap::Rows));
        }
    }
    table.rows.extend(filling.map(Filling::row));
    room.rows += table.rows.len();
    let mut expected = 1;
    for row in &table.rows {
        table.blank.extend(expected..row.line);
        expected = row.line + 1;
    }
    Ok(table)
}

/// The row that is being filled.
struct Filling {
    line: u32,
    cells: Vec<String>,
    origins: Vec<(u16, CellOrigin)>,
}

impl Filling {
    fn new(line: u32) -> Self {
        Self {
            line,
            cells: Vec::new(),
            origins: Vec::new(),
        }
    }

    /// Puts a cell in its place; of two cells in one place the later one stays.
    fn put(&mut self, column: usize, text: String, origin: Option<CellOrigin>) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        let at = u16::try_from(column).unwrap_or(u16::MAX);
        self.origins.retain(|(other, _)| *other != at);
        self.origins.extend(origin.map(|origin| (at, origin)));
    }

    fn row(self) -> Row {
        Row {
            line: self.line,
            cells: self.cells.into_iter().collect(),
            origins: self.origins,
        }
    }
}

/// The text of a cell. A real date becomes ISO 8601; a number is written out, never in scientific notation.
fn content(value: &DataRef<'_>) -> Option<(String, Option<CellOrigin>)> {
    match value {
        DataRef::String(text) => Some((text.clone(), None)),
        DataRef::SharedString(text) => Some(((*text).to_owned(), None)),
        DataRef::Int(number) => Some((number.to_string(), Some(CellOrigin::Number))),
        DataRef::Float(number) => Some((number.to_string(), Some(CellOrigin::Number))),
        DataRef::Bool(value) => Some((if *value { "TRUE" } else { "FALSE" }.to_owned(), None)),
        DataRef::DateTime(moment) if moment.is_datetime() && moment.as_f64() >= 1.0 => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Some((
                format!("{year:04}-{month:02}-{day:02}"),
                Some(CellOrigin::Date),
            ))
        }
        DataRef::DateTime(moment) => Some((moment.as_f64().to_string(), Some(CellOrigin::Number))),
        DataRef::DateTimeIso(text) => Some((text.clone(), Some(CellOrigin::Date))),
        DataRef::DurationIso(text) => Some((text.clone(), None)),
        DataRef::Error(error) => Some((error.to_string(), None)),
        DataRef::Empty => None,
    }
}

/// A formula as the text of its cell, for one without a result. Cells that share a formula have it written in the first
/// of them only.
fn shown_formula(
    formula: XlsxFormulaMetadata,
    shared: &mut HashMap<usize, String>,
) -> Option<String> {
    let shown = |formula: &str| {
        let known = formula.contains(|c: char| c.is_alphanumeric());
        let formula = if known { formula } else { "rumus" };
        let formula: String = formula.chars().take(SHOWN_FORMULA).collect();
        let text = format!("={formula}");
        // A name alone would look like a word.
        if is_broken(&text) {
            text
        } else {
            format!("=({formula})")
        }
    };
    match formula {
        XlsxFormulaMetadata::Normal { formula } => Some(shown(&formula)),
        XlsxFormulaMetadata::Shared {
            shared_index,
            formula,
            ..
        } => {
            let text = shown(&formula);
            shared.insert(shared_index, text.clone());
            Some(text)
        }
        XlsxFormulaMetadata::SharedDerived { shared_index } => {
            let first = shared.get(&shared_index).cloned();
            Some(first.unwrap_or_else(|| shown("")))
        }
        _ => None,
    }
}

fn failure(error: &XlsxError) -> ImportError {
    match error {
        XlsxError::Password => ImportError::Encrypted,
        _ => ImportError::Unreadable,
    }
}
