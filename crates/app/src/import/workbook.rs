//! XLSX: the first visible sheet that has a header, read cell by cell.
//!
//! A sheet is never laid out as a rectangle in memory: two cells in opposite corners would be enough to fill it.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Cell, DataRef, Reader, SheetVisible, Xlsx, XlsxError};
use suar_domain::manifest::{CellOrigin, Encoding};
use zip::ZipArchive;

use super::error::{Cap, ImportError};
use super::layout::header_strength;
use super::table::{Row, Table, is_blank};
use super::text_file::SEARCHED;
use super::{MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED};

pub(super) fn read(bytes: &[u8]) -> Result<Table, ImportError> {
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

fn sheets(bytes: &[u8]) -> Result<Table, ImportError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| failure(&error))?;
    let visible: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut first: Option<Table> = None;
    for name in visible {
        let table = match sheet(&mut book, &name) {
            Ok(table) => table,
            Err(ImportError::Unreadable) => continue,
            Err(error) => return Err(error),
        };
        if table
            .rows
            .iter()
            .take(SEARCHED)
            .map(header_strength)
            .max()
            .unwrap_or(0)
            > 0
        {
            return Ok(table);
        }
        if first.as_ref().is_none_or(|first| first.rows.is_empty()) {
            first = Some(table);
        }
    }
    match first {
        Some(table) if table.rows.is_empty() => Err(ImportError::Empty),
        Some(table) => Ok(table),
        None => Err(ImportError::Unreadable),
    }
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Table, ImportError> {
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|error| failure(&error))?;
    let mut table = Table {
        encoding: Encoding::Xlsx,
        delimiter: None,
        rows: Vec::new(),
        blank: Vec::new(),
    };
    let mut text_bytes = 0u64;
    while let Some(cell) = cells.next_cell().map_err(|error| failure(&error))? {
        let (row, column) = cell.get_position();
        let Some((text, origin)) = content(&cell).filter(|(text, _)| !is_blank(text)) else {
            continue;
        };
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MAX_COLUMNS {
            return Err(ImportError::TooLarge(Cap::Columns));
        }
        text_bytes += text.len() as u64;
        if text_bytes > MAX_UNPACKED {
            return Err(ImportError::TooLarge(Cap::Unpacked));
        }
        place(&mut table, row.saturating_add(1), column, text, origin)?;
    }
    let mut expected = 1;
    for row in &table.rows {
        table.blank.extend(expected..row.line);
        expected = row.line + 1;
    }
    Ok(table)
}

/// Puts a cell into the row that is being filled, or begins the next one.
fn place(
    table: &mut Table,
    line: u32,
    column: usize,
    text: String,
    origin: Option<CellOrigin>,
) -> Result<(), ImportError> {
    match table.rows.last() {
        Some(last) if last.line > line => return Err(ImportError::Unreadable),
        Some(last) if last.line == line => {}
        _ => table.rows.push(Row {
            line,
            cells: Vec::new(),
            origins: Vec::new(),
        }),
    }
    if table.rows.len() > MAX_ROWS + SEARCHED * 10 {
        return Err(ImportError::TooLarge(Cap::Rows));
    }
    let Some(row) = table.rows.last_mut() else {
        return Ok(());
    };
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    row.cells[column] = text;
    if let Some(origin) = origin {
        row.origins
            .push((u16::try_from(column).unwrap_or(u16::MAX), origin));
    }
    Ok(())
}

/// The text of a cell. A real date becomes ISO 8601; a number is written out, never in scientific notation.
fn content(cell: &Cell<DataRef<'_>>) -> Option<(String, Option<CellOrigin>)> {
    match cell.get_value() {
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

fn failure(error: &XlsxError) -> ImportError {
    match error {
        XlsxError::Password => ImportError::Encrypted,
        _ => ImportError::Unreadable,
    }
}
