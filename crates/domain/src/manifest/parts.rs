//! The sheets of a workbook, and what of a file was not used.
//!
//! What must hold: nothing of a file is passed over without a note that says what and why.

use super::ReadManifest;
use crate::text::codes;

/// One sheet that was read, and how its rows are counted: the lines of a manifest go on from sheet to sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRows {
    /// Name on the tab.
    pub name: String,
    /// Lines of the sheets before it: row 1 of this sheet is line `before + 1`.
    pub before: u32,
}

codes! {
    /// Why a sheet was not read.
    SheetProblem {
        /// It is hidden.
        Hidden = "hidden",
        /// It has no cell with text.
        Empty = "empty",
        /// No line names the columns.
        NoHeader = "no_header",
        /// It cannot be opened.
        Damaged = "damaged",
        /// It has more columns or rows than a manifest may have.
        TooLarge = "too_large",
        /// It is about another vessel or another day.
        OtherSailing = "other_sailing",
        /// Its columns of sex or birth are written in another way, so that the same letters would mean something else.
        OtherWriting = "other_writing",
        /// It is a diagram or a program.
        NotATable = "not_a_table",
    }
}

/// Something about the file as a whole that an officer has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileNote {
    /// No column holds document numbers, so that nobody can be recognised.
    NoDocumentColumn,
    /// A column has only "date" as its header, and its values are not the day of a sailing.
    DateColumnUnclear {
        /// Header as printed.
        header: String,
    },
    /// A column has the meaning of an earlier one, and stands in where that one is empty.
    RepeatedColumn {
        /// Header as printed.
        header: String,
    },
    /// Cells of a column hold an error of the spreadsheet or a formula without a result, and have no code of their own.
    CellsNotRead {
        /// Header as printed.
        header: String,
    },
    /// A sheet of the workbook that was not read.
    SheetNotRead {
        /// Name on the tab.
        name: String,
        /// Why.
        why: SheetProblem,
    },
}

impl FileNote {
    /// The stored form: a code, and the name that the note is about.
    pub fn to_parts(&self) -> (&'static str, &str) {
        match self {
            Self::NoDocumentColumn => ("no_document_column", ""),
            Self::DateColumnUnclear { header } => ("date_column_unclear", header),
            Self::RepeatedColumn { header } => ("repeated_column", header),
            Self::CellsNotRead { header } => ("cells_not_read", header),
            Self::SheetNotRead { name, why } => (why.as_str(), name),
        }
    }

    /// From the stored form; `None` for a code that no note has.
    pub fn from_parts(code: &str, name: String) -> Option<Self> {
        Some(match code {
            "no_document_column" => Self::NoDocumentColumn,
            "date_column_unclear" => Self::DateColumnUnclear { header: name },
            "repeated_column" => Self::RepeatedColumn { header: name },
            "cells_not_read" => Self::CellsNotRead { header: name },
            _ => Self::SheetNotRead {
                name,
                why: SheetProblem::from_code(code)?,
            },
        })
    }
}

impl ReadManifest {
    /// Where an officer finds a line: the sheet, when the rows come from several, and the line there.
    pub fn place_of(&self, line: u32) -> (Option<&str>, u32) {
        let sheet = self.sheets.iter().rfind(|sheet| sheet.before < line);
        match sheet {
            Some(sheet) if self.sheets.len() > 1 => (Some(&sheet.name), line - sheet.before),
            _ => (None, line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_note_survives_its_stored_form() {
        let header = || "No Paspor".to_owned();
        let mut notes = vec![
            FileNote::NoDocumentColumn,
            FileNote::RepeatedColumn { header: header() },
            FileNote::CellsNotRead { header: header() },
            FileNote::DateColumnUnclear {
                header: "Tgl".into(),
            },
        ];
        notes.extend(SheetProblem::ALL.iter().map(|why| FileNote::SheetNotRead {
            name: "Lembar 2".into(),
            why: *why,
        }));
        for note in notes {
            let (code, name) = note.to_parts();
            assert_eq!(
                FileNote::from_parts(code, name.to_owned()),
                Some(note.clone()),
                "{code}"
            );
        }
        assert_eq!(FileNote::from_parts("unheard_of", String::new()), None);
    }
}
