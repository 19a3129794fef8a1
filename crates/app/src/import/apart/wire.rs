//! What the two processes say to each other: one JSON value a line.
//!
//! An order and the bytes of the file go in; out come [`Word::Ready`], then sheets with their rows, notes, and the end; or
//! a refusal. Both sides are one program, so a version that differs is an error and nothing is negotiated.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use suar_domain::manifest::CellOrigin;

use crate::import::error::{Cap, Foreign, ImportError};

/// The version of this protocol.
pub(super) const VERSION: u32 = 1;

/// Exit status of a process that had no room for the file. Without room for anything else it aborts.
pub(super) const OUT_OF_MEMORY: u8 = 3;

/// The first line of the input; the bytes of the file follow it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    pub version: u32,
    /// See [`super::Limits`].
    pub memory: u64,
    pub cpu: u64,
}

/// One line of the answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Word {
    /// The limits hold; the file may come.
    Ready { version: u32 },
    /// The rows that follow are of this sheet.
    Sheet {
        name: String,
        encoding: String,
        delimiter: Option<char>,
    },
    /// Line, cells, and which cells were no text.
    Row(u32, Vec<String>, Vec<(u16, Origin)>),
    /// Lines without text, from and to.
    Blank(u32, u32),
    /// A note about the file, in its stored form.
    Note { code: String, name: String },
    /// The file is no manifest.
    Refused { code: String, detail: String },
    /// Everything was said.
    End { rows: usize },
}

/// What a cell was before it became text.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Origin {
    Number,
    Date,
}

impl From<CellOrigin> for Origin {
    fn from(origin: CellOrigin) -> Self {
        match origin {
            CellOrigin::Number => Self::Number,
            CellOrigin::Date => Self::Date,
        }
    }
}

impl From<Origin> for CellOrigin {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::Number => Self::Number,
            Origin::Date => Self::Date,
        }
    }
}

/// Writes one line.
pub(super) fn write(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// Every refusal that parsing can end in.
const REFUSALS: &[ImportError] = &[
    ImportError::Empty,
    ImportError::NoHeader,
    ImportError::Unreadable,
    ImportError::Encrypted,
    ImportError::TooLarge(Cap::File),
    ImportError::TooLarge(Cap::Unpacked),
    ImportError::TooLarge(Cap::Rows),
    ImportError::TooLarge(Cap::Columns),
    ImportError::NotATable(Foreign::Picture("PNG")),
    ImportError::NotATable(Foreign::Picture("JPEG")),
    ImportError::NotATable(Foreign::Picture("GIF")),
    ImportError::NotATable(Foreign::Picture("TIFF")),
    ImportError::NotATable(Foreign::Picture("WebP")),
    ImportError::NotATable(Foreign::Picture("BMP")),
    ImportError::NotATable(Foreign::Pdf),
    ImportError::NotATable(Foreign::Word),
    ImportError::NotATable(Foreign::OldOffice),
    ImportError::NotATable(Foreign::BinaryWorkbook),
    ImportError::NotATable(Foreign::OpenDocument),
    ImportError::NotATable(Foreign::WebPage),
    ImportError::NotATable(Foreign::Xml),
    ImportError::NotATable(Foreign::RichText),
    ImportError::NotATable(Foreign::Archive),
    ImportError::NotATable(Foreign::Program),
    ImportError::NotATable(Foreign::Binary),
];

/// A refusal as it is said: its code, and what tells it from others with that code.
pub(super) fn refusal(error: ImportError) -> Word {
    Word::Refused {
        code: error.code().to_owned(),
        detail: detail(error).to_owned(),
    }
}

/// A refusal as it was said; none when it is not known.
pub(super) fn refused(code: &str, detail: &str) -> Option<ImportError> {
    REFUSALS
        .iter()
        .copied()
        .find(|error| error.code() == code && self::detail(*error) == detail)
}

const fn detail(error: ImportError) -> &'static str {
    match error {
        ImportError::TooLarge(Cap::File) => "file",
        ImportError::TooLarge(Cap::Unpacked) => "unpacked",
        ImportError::TooLarge(Cap::Rows) => "rows",
        ImportError::TooLarge(Cap::Columns) => "columns",
        ImportError::NotATable(foreign) => match foreign {
            Foreign::Picture(kind) => kind,
            Foreign::Pdf => "pdf",
            Foreign::Word => "word",
            Foreign::OldOffice => "old_office",
            Foreign::BinaryWorkbook => "binary_workbook",
            Foreign::OpenDocument => "open_document",
            Foreign::WebPage => "web_page",
            Foreign::Xml => "xml",
            Foreign::RichText => "rich_text",
            Foreign::Archive => "archive",
            Foreign::Program => "program",
            Foreign::Binary => "binary",
        },
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_understood_on_the_other_side() {
        for error in REFUSALS {
            let Word::Refused { code, detail } = refusal(*error) else {
                panic!("a refusal is a refusal")
            };
            assert_eq!(refused(&code, &detail), Some(*error));
        }
        assert_eq!(refused("not_a_table", "unheard_of"), None);
    }
}
