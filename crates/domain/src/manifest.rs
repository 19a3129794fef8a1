//! A manifest as it was read from a file: every row, what it means, and what is wrong with it.
//!
//! What must hold: the text of a cell is never altered; a row is a passenger and stays visible whatever its defects;
//! a missing cell leaves its value unknown. A field that has a value has a valid one.
//!
//! Not here: reading files (the importer), the sailing that an officer confirms, who the passenger is.

mod parts;
mod vocabulary;

use std::fmt;

use crate::document::{DocumentKind, Nationality, PassportNumber, Sex};
use crate::nik::Nik;
use crate::phone::PhoneNumber;
use crate::sensitive::Sensitive;
use crate::text::{FullName, PlaceName, TextLine};
use crate::time::PlainDate;

pub use parts::{FileNote, SheetProblem, SheetRows};
pub use vocabulary::{DefectCode, Encoding, Field, PlacementScheme, TicketPayer, TripPurpose};

/// Where the text of a workbook's cell came from, when it was not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CellOrigin {
    /// A number: leading zeros are gone, and digits beyond the fifteenth.
    Number,
    /// A real date: its text is ISO 8601, and day and month cannot be confused.
    Date,
}

/// What the file says about the sailing; the officer confirms it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SailingHint {
    /// Vessel as written, `KM CONTOH EXPRESS`.
    pub vessel: Option<PlaceName>,
    /// Day of departure.
    pub date: Option<PlainDate>,
    /// Port of departure as written.
    pub port_from: Option<PlaceName>,
    /// Port of arrival as written.
    pub port_to: Option<PlaceName>,
}

/// One column and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMatch {
    /// Index of the cell in each row, from 0.
    pub index: usize,
    /// Header as printed; empty when the column has none.
    pub header: String,
    /// `None`: the column is kept but not used.
    pub field: Option<Field>,
}

/// Something unusual or wrong in one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// What it is.
    pub code: DefectCode,
    /// The field concerned.
    pub field: Option<Field>,
    /// Index of the column to fix; `None` when no single cell is to blame.
    pub column: Option<usize>,
    /// The text that was found there.
    pub found: Sensitive<String>,
}

/// Whether a row can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineState {
    /// As it is; its defects are notices.
    Clean,
    /// An officer has to fix a cell or set the row aside.
    ToFix,
    /// Repeats an earlier row and is not imported again.
    Duplicate {
        /// Line of the first row.
        of: u32,
    },
}

/// The values of a row; what is `None` is unknown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct LineFields {
    /// Number of the row in the list.
    pub row_no: Option<TextLine>,
    /// Whole name.
    pub full_name: Option<FullName>,
    /// Number of the travel document.
    pub document_number: Option<PassportNumber>,
    /// Kind of the travel document.
    pub document_kind: Option<DocumentKind>,
    /// Last day of validity.
    pub document_expiry: Option<PlainDate>,
    /// Day of issue.
    pub issue_date: Option<PlainDate>,
    /// Issuing office.
    pub issue_office: Option<PlaceName>,
    /// Nationality.
    pub nationality: Option<Nationality>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth date.
    pub birth_date: Option<PlainDate>,
    /// Birth place.
    pub birth_place: Option<PlaceName>,
    /// Age in completed years, 0 to 120; to be used only without a birth date.
    pub age: Option<u8>,
    /// Population number.
    pub nik: Option<Nik>,
    /// Purpose, when the cell is exactly a known word.
    pub purpose: Option<TripPurpose>,
    /// Scheme, when the cell is exactly a code.
    pub scheme: Option<PlacementScheme>,
    /// Number of an e-PMI or E-KPMI.
    pub e_pmi: Option<TextLine>,
    /// Employer.
    pub employer: Option<TextLine>,
    /// Agency.
    pub agency: Option<TextLine>,
    /// Phone.
    pub contact_phone: Option<PhoneNumber>,
    /// Who paid the ticket, when the cell is exactly a code.
    pub payer_code: Option<TicketPayer>,
    /// Who paid the ticket, as a name.
    pub payer_name: Option<TextLine>,
    /// Address at the destination; a port name alone is none.
    pub destination: Option<TextLine>,
    /// Hotel or booking.
    pub lodging: Option<TextLine>,
    /// Seat.
    pub seat: Option<TextLine>,
    /// Ticket number.
    pub ticket_no: Option<TextLine>,
    /// Remarks, not parsed.
    pub remarks: Option<TextLine>,
    /// Number of children.
    pub children: Option<u8>,
    /// Crew or not.
    pub crew: Option<bool>,
}

/// One row of the list.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadLine {
    /// Line of the file where the row begins, from 1; for a workbook the number of the row.
    pub line: u32,
    /// The cells as they were in the file.
    pub cells: Vec<String>,
    /// Cells of a workbook that were not text, by index, ascending.
    pub origins: Vec<(u16, CellOrigin)>,
    /// What the cells mean.
    pub fields: LineFields,
    /// What is unusual or wrong; one entry per cell, so a code can occur more than once.
    pub defects: Vec<Defect>,
    /// Whether the row can be imported.
    pub state: LineState,
}

impl ReadLine {
    /// The codes of the row, each once, in the order of [`DefectCode::ALL`].
    pub fn codes(&self) -> Vec<DefectCode> {
        let mut codes: Vec<DefectCode> = self.defects.iter().map(|defect| defect.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Where the text of a cell came from; `None` for text.
    pub fn origin(&self, column: usize) -> Option<CellOrigin> {
        self.origins
            .iter()
            .find(|(index, _)| usize::from(*index) == column)
            .map(|(_, origin)| *origin)
    }
}

impl fmt::Debug for ReadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadLine")
            .field("line", &self.line)
            .field("cells", &self.cells.len())
            .field("defects", &self.codes())
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for LineFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LineFields([hidden])")
    }
}

/// How many rows are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCounts {
    /// All rows.
    pub rows: usize,
    /// Rows that can be imported.
    pub clean: usize,
    /// Rows that need an officer.
    pub to_fix: usize,
    /// Rows that repeat an earlier one.
    pub duplicate: usize,
}

/// A manifest as read. Every line of the file is in exactly one of `title_lines`, the header, `lines`,
/// `skip_lines` and `footer_lines`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadManifest {
    /// How the characters are written.
    pub encoding: Encoding,
    /// What separates the cells; `None` for a workbook.
    pub delimiter: Option<char>,
    /// Line of the header, from 1; of two header lines the lower one.
    pub header_line: u32,
    /// What the file says about the sailing.
    pub sailing: SailingHint,
    /// All columns, the unknown ones too.
    pub columns: Vec<ColumnMatch>,
    /// What is unusual about the file.
    pub file_defects: Vec<DefectCode>,
    /// The rows.
    pub lines: Vec<ReadLine>,
    /// Empty lines, repeated headers, and numbering lines.
    pub skip_lines: Vec<u32>,
    /// Lines with text before the header.
    pub title_lines: Vec<u32>,
    /// Totals, signatures and other lines after the passengers.
    pub footer_lines: Vec<u32>,
    /// The sheets of a workbook that were read, in their order; empty for text.
    pub sheets: Vec<SheetRows>,
    /// What was not used, and what an officer has to know about the file as a whole.
    pub notes: Vec<FileNote>,
    /// Day of reading: two-digit years were read against it.
    pub read_on: PlainDate,
}

impl ReadManifest {
    /// Index of the column that holds a field.
    pub fn column_of(&self, field: Field) -> Option<usize> {
        self.columns
            .iter()
            .find(|column| column.field == Some(field))
            .map(|column| column.index)
    }

    /// Header of the cell that a defect is about.
    pub fn header_of(&self, defect: &Defect) -> Option<&str> {
        let index = defect.column?;
        self.columns
            .iter()
            .find(|column| column.index == index)
            .map(|column| column.header.as_str())
    }

    /// How many rows are in which state.
    pub fn counts(&self) -> LineCounts {
        let mut counts = LineCounts {
            rows: self.lines.len(),
            ..LineCounts::default()
        };
        for line in &self.lines {
            match line.state {
                LineState::Clean => counts.clean += 1,
                LineState::ToFix => counts.to_fix += 1,
                LineState::Duplicate { .. } => counts.duplicate += 1,
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_of_a_row_shows_no_cell() {
        let line = ReadLine {
            line: 5,
            cells: vec!["MELATI CONTOH".into()],
            origins: vec![],
            fields: LineFields {
                full_name: FullName::parse("MELATI CONTOH").ok(),
                ..LineFields::default()
            },
            defects: vec![Defect {
                code: DefectCode::Nbsp,
                field: Some(Field::FullName),
                column: Some(0),
                found: Sensitive::new("MELATI CONTOH".into()),
            }],
            state: LineState::Clean,
        };
        let printed = format!("{line:?} {:?} {:?}", line.fields, line.defects);
        assert!(!printed.contains("MELATI"), "{printed}");
    }
}
