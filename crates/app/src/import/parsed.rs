//! A file as tables: what the parsers make of its bytes, before anything is known about the meaning of a cell.
//!
//! This is all that needs the bytes, and so all that runs apart from the program when a file is not trusted.

use suar_domain::manifest::FileNote;

use super::error::{Cap, ImportError};
use super::table::Table;
use super::{MAX_FILE, kind, text_file, workbook};

/// The tables of a file.
pub(super) struct Parsed {
    /// Each with the name of its sheet; a text file is one table without a name.
    pub tables: Vec<(String, Table)>,
    /// Sheets that were left out.
    pub notes: Vec<FileNote>,
}

/// Refuses what is larger than a manifest can be.
pub(super) fn check_size(bytes: &[u8]) -> Result<(), ImportError> {
    if bytes.len() > MAX_FILE {
        return Err(ImportError::TooLarge(Cap::File));
    }
    Ok(())
}

/// Parses a file here.
pub(super) fn parse(bytes: &[u8]) -> Result<Parsed, ImportError> {
    check_size(bytes)?;
    match kind::of(bytes)? {
        kind::Kind::Text => Ok(Parsed {
            tables: vec![(String::new(), text_file::read(bytes)?)],
            notes: Vec::new(),
        }),
        kind::Kind::Workbook => {
            let book = workbook::read(bytes)?;
            Ok(Parsed {
                tables: book.tables,
                notes: book.notes,
            })
        }
    }
}
