//! Cells in which a spreadsheet left no value: an error in place of the result, or a formula that was never computed.
//!
//! What must hold: such a cell is never read as a value and never as an empty one. It is told by its text, because a CSV
//! file keeps nothing else of it.

use suar_domain::manifest::{ColumnMatch, Field, FileNote};

use super::table::Row;

/// What Excel and LibreOffice write where a result should be. Compared in upper case.
const ERRORS: &[&str] = &[
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#DATA!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#BLOCKED!",
    "#CONNECT!",
    "#BUSY!",
    "#UNKNOWN!",
    "#EXTERNAL!",
];

/// Fewest number signs that mean "the column is too narrow": Excel saves them in place of the value.
const TOO_NARROW: usize = 3;

/// Whether a spreadsheet left an error or a formula in a cell.
pub(super) fn is_broken(cell: &str) -> bool {
    let cell = cell.trim();
    match cell.as_bytes().first() {
        Some(b'#') => {
            ERRORS.iter().any(|error| cell.eq_ignore_ascii_case(error))
                || (cell.len() >= TOO_NARROW && cell.bytes().all(|b| b == b'#'))
        }
        Some(b'=') => is_formula(&cell[1..]),
        Some(b'E' | b'e') => cell
            .split_once(':')
            .is_some_and(|(word, number)| word.eq_ignore_ascii_case("err") && is_code(number)),
        _ => false,
    }
}

/// LibreOffice numbers its errors: `Err:502`.
fn is_code(number: &str) -> bool {
    number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit())
}

/// What follows the sign of equality in a formula. Text that is protected as `="0812"` is none, and neither is a dash
/// of people: `= lihat atas`.
fn is_formula(rest: &str) -> bool {
    !rest.starts_with([' ', '"'])
        && rest.contains(|c: char| c.is_alphanumeric())
        && rest.contains(|c: char| c.is_ascii_digit() || matches!(c, '(' | '!' | '&'))
}

/// Columns with such cells that have no code for a row: their cells stay, but nothing was read from them.
pub(super) fn notes(columns: &[ColumnMatch], rows: &[Row]) -> Vec<FileNote> {
    let silent = columns
        .iter()
        .filter(|column| column.field.is_some_and(|field| !has_code(field)));
    silent
        .filter(|column| rows.iter().any(|row| is_broken(row.cell(column.index))))
        .map(|column| FileNote::CellsNotRead {
            header: column.header.clone(),
        })
        .collect()
}

/// Whether a cell of this field that cannot be read has a code of its own.
const fn has_code(field: Field) -> bool {
    matches!(
        field,
        Field::FullName
            | Field::Surname
            | Field::GivenNames
            | Field::DocumentNumber
            | Field::BirthDate
            | Field::DocumentExpiry
            | Field::IssueDate
            | Field::Nik
            | Field::ContactPhone
            | Field::Sex
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_and_formulas_are_told_from_what_people_write() {
        for cell in [
            "#N/A",
            " #ref! ",
            "#VALUE!",
            "#NAME?",
            "########",
            "Err:502",
            "=VLOOKUP(A2,Data!A:C,3)",
            "=B5",
            "=A1&\" \"&B1",
        ] {
            assert!(is_broken(cell), "{cell}");
        }
        for cell in [
            "",
            "#",
            "##",
            "#1",
            "# 12",
            "=",
            "===",
            "=\"0812\"",
            "= lihat atas",
            "=idem",
            "Err",
            "Erna:502A",
            "ERNA",
        ] {
            assert!(!is_broken(cell), "{cell}");
        }
    }
}
