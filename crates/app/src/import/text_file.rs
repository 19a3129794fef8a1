//! CSV and its relatives: encoding, separator, quotes, line numbers.
//!
//! The splitting is done here and not by a CSV library, because the reading must report blank lines, count lines that
//! end in CR alone, and survive a quote that is never closed without swallowing the passengers after it.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use suar_domain::manifest::Encoding;

use super::error::{Cap, Foreign, ImportError};
use super::guard::unguarded;
use super::layout::header_strength;
use super::table::{Row, Table, is_blank};
use super::{MAX_COLUMNS, MAX_ROWS};

/// Separators, the likelier ones first.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
/// Lines that are looked at to find separator and header.
pub(super) const SEARCHED: usize = 120;
/// Longest quoted cell in bytes; a longer one is an unclosed quote.
pub(super) const LONGEST_QUOTED: usize = 8 * 1024;
/// Lines of a file, blank ones and repeated headers included: a spreadsheet has no more.
pub(super) const MAX_LINES: u32 = 1_048_576;

pub(super) fn read(bytes: &[u8]) -> Result<Table, ImportError> {
    let (text, encoding) = decode(bytes)?;
    if is_blank(&text) {
        return Err(ImportError::Empty);
    }
    let (stated, skipped) = stated_delimiter(&text);
    let delimiter = stated.unwrap_or_else(|| likely_delimiter(&text));
    let mut table = Table {
        encoding,
        delimiter: Some(delimiter),
        rows: Vec::new(),
        blank: Vec::new(),
    };
    for mut row in Records::new(&text, delimiter) {
        if row.line > MAX_LINES {
            return Err(ImportError::TooLarge(Cap::Rows));
        }
        let Some(last) = row.filled().last() else {
            table.blank.push(row.line);
            continue;
        };
        if last >= MAX_COLUMNS {
            return Err(ImportError::TooLarge(Cap::Columns));
        }
        if skipped && row.line == 1 {
            table.blank.push(1);
            continue;
        }
        if row.cells.iter().any(|cell| unguarded(cell) != cell) {
            row.cells = row.cells.iter().map(unguarded).collect();
        }
        table.rows.push(row);
        if table.rows.len() > MAX_ROWS + SEARCHED * 10 {
            return Err(ImportError::TooLarge(Cap::Rows));
        }
    }
    Ok(table)
}

/// Characters and encoding. Without a mark: UTF-16 by its zero bytes, UTF-8 if it is valid, else Windows-1252.
fn decode(bytes: &[u8]) -> Result<(String, Encoding), ImportError> {
    let bytes = bytes.strip_suffix(b"\x1a").unwrap_or(bytes);
    let (text, encoding) = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        (
            String::from_utf8_lossy(rest).into_owned(),
            Encoding::Utf8Bom,
        )
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        (
            UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
            Encoding::Utf16Le,
        )
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        (
            UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
            Encoding::Utf16Be,
        )
    } else if let Some(encoding) = utf16_without_mark(bytes) {
        let coder = if encoding == Encoding::Utf16Le {
            UTF_16LE
        } else {
            UTF_16BE
        };
        (
            coder.decode_without_bom_handling(bytes).0.into_owned(),
            encoding,
        )
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        (text.to_owned(), Encoding::Utf8)
    } else {
        (
            WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
                .into_owned(),
            Encoding::Windows1252,
        )
    };
    let strange = text
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\x0c'))
        .count();
    if text.contains('\0') || strange * 50 > text.len() {
        return Err(ImportError::NotATable(Foreign::Binary));
    }
    Ok((text, encoding))
}

fn utf16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    let head = &bytes[..bytes.len().min(1024) & !1];
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() / 4;
    if !bytes.len().is_multiple_of(2) || head.len() < 8 {
        None
    } else if odd > most && even == 0 {
        Some(Encoding::Utf16Le)
    } else if even > most && odd == 0 {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// A first line `sep=;` is an instruction to spreadsheets, not a row.
fn stated_delimiter(text: &str) -> (Option<char>, bool) {
    let first = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .trim_matches('"')
        .to_ascii_lowercase();
    match first.strip_prefix("sep=").map(|rest| rest.chars().next()) {
        Some(Some(mark)) if DELIMITERS.contains(&mark) => (Some(mark), true),
        Some(None) => (Some('\t'), true),
        _ => (None, false),
    }
}

/// The separator with which the best header appears; else the one that cuts the first lines into most cells.
fn likely_delimiter(text: &str) -> char {
    let score = |delimiter: char| {
        let rows: Vec<Row> = Records::new(text, delimiter).take(SEARCHED).collect();
        let header = rows.iter().map(header_strength).max().unwrap_or(0);
        let mut widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
        widths.sort_unstable();
        (header, widths.get(widths.len() / 2).copied().unwrap_or(0))
    };
    let mut best = (DELIMITERS[0], score(DELIMITERS[0]));
    for delimiter in &DELIMITERS[1..] {
        let found = score(*delimiter);
        if found > best.1 {
            best = (*delimiter, found);
        }
    }
    best.0
}

/// The lines of a text as rows of cells, blank lines included.
struct Records<'a> {
    text: &'a str,
    delimiter: u8,
    at: usize,
    line: u32,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: char) -> Self {
        Self {
            text,
            delimiter: delimiter as u8,
            at: 0,
            line: 1,
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Whether a cell ends here: separator, end of line or end of text.
    fn is_end(&self, at: usize) -> bool {
        self.byte(at)
            .is_none_or(|b| b == self.delimiter || b == b'\r' || b == b'\n')
    }

    fn cell(&mut self) -> Cow<'a, str> {
        if let Some(cell) = self.quoted() {
            return Cow::Owned(cell);
        }
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest
            .iter()
            .position(|b| *b == self.delimiter || *b == b'\r' || *b == b'\n');
        let end = self.at + length.unwrap_or(rest.len());
        let cell = &self.text[self.at..end];
        self.at = end;
        Cow::Borrowed(cell)
    }

    /// A cell in quotes: doubled quotes inside, line breaks inside. `None`, with nothing consumed, when no quote opens
    /// here or it is not closed within reason; the quote is then a character like others.
    fn quoted(&mut self) -> Option<String> {
        let spaces = self.text.as_bytes()[self.at..]
            .iter()
            .take_while(|b| **b == b' ')
            .count();
        let open = self.at + spaces;
        if self.byte(open) != Some(b'"') {
            return None;
        }
        let (mut cell, mut from, mut at) = (String::new(), open + 1, open + 1);
        loop {
            if at - open > LONGEST_QUOTED {
                return None;
            }
            match self.byte(at) {
                None => return None,
                Some(b'"') if self.byte(at + 1) == Some(b'"') => {
                    cell.push_str(&self.text[from..=at]);
                    at += 2;
                    from = at;
                }
                Some(b'"') => {
                    let after = at
                        + 1
                        + self.text.as_bytes()[at + 1..]
                            .iter()
                            .take_while(|b| **b == b' ')
                            .count();
                    if self.is_end(after) {
                        cell.push_str(&self.text[from..at]);
                        self.line += line_breaks(&self.text[open..at]);
                        self.at = after;
                        return Some(cell);
                    }
                    at += 1;
                }
                Some(_) => at += 1,
            }
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        self.byte(self.at)?;
        let line = self.line;
        let mut cells = Vec::new();
        loop {
            let cell = self.cell();
            // Of the cells after the last allowed column one with text is enough to refuse the file.
            if cells.len() < MAX_COLUMNS || (cells.len() == MAX_COLUMNS && !is_blank(&cell)) {
                cells.push(cell);
            }
            match self.byte(self.at) {
                Some(b) if b == self.delimiter => self.at += 1,
                Some(b'\r') if self.byte(self.at + 1) == Some(b'\n') => {
                    self.at += 2;
                    break;
                }
                Some(_) => {
                    self.at += 1;
                    break;
                }
                None => break,
            }
        }
        self.line += 1;
        Some(Row {
            line,
            cells: cells.into_iter().collect(),
            origins: Vec::new(),
        })
    }
}

fn line_breaks(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let breaks = bytes
        .iter()
        .enumerate()
        .filter(|(i, b)| **b == b'\n' || (**b == b'\r' && bytes.get(i + 1) != Some(&b'\n')));
    u32::try_from(breaks.count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        Records::new(text, ',')
            .map(|row| (row.line, row.cells.to_strings()))
            .collect()
    }

    fn row(line: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (line, cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn quotes_hold_separators_line_breaks_and_quotes() {
        let text = "a,\"b, c\"\n\"d\ne\",\"f \"\"g\"\" h\"\n i , \"j\" \n";
        assert_eq!(
            rows(text),
            [
                row(1, &["a", "b, c"]),
                row(2, &["d\ne", "f \"g\" h"]),
                row(4, &[" i ", "j"])
            ],
            "a row with a line break inside counts its lines"
        );
    }

    #[test]
    fn every_line_ending_and_blank_lines_count() {
        let expected = [row(1, &["a"]), row(2, &[""]), row(3, &["b"])];
        for text in ["a\n\nb", "a\r\n\r\nb\r\n", "a\r\rb\r", "a\n\nb\n"] {
            assert_eq!(rows(text), expected, "{text:?}");
        }
    }

    #[test]
    fn an_unclosed_quote_is_a_character() {
        assert_eq!(
            rows("1,\"BUDI,L\n2,RATNA,P\n"),
            [row(1, &["1", "\"BUDI", "L"]), row(2, &["2", "RATNA", "P"])]
        );
        assert_eq!(
            rows("=\"0812\",6\" pipa"),
            [row(1, &["=\"0812\"", "6\" pipa"])],
            "quotes inside stay"
        );
    }

    #[test]
    fn agrees_with_a_csv_library_on_regular_text() {
        let text = "No,Nama,Ket\r\n1,\"CONTOH, MARTHA\",\"kata \"\"ibu\"\"\"\r\n2,BUDI,\r\n";
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let theirs: Vec<Vec<String>> = reader
            .records()
            .map(|r| r.expect("regular").iter().map(str::to_owned).collect())
            .collect();
        let ours: Vec<Vec<String>> = rows(text).into_iter().map(|(_, cells)| cells).collect();
        assert_eq!(ours, theirs);
    }

    #[test]
    fn encodings_are_detected() {
        let text = "No,Nama\n1,JOSÉ\n";
        let utf16 =
            |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let mark = |mark: &[u8], body: &[u8]| [mark, body].concat();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (mark(b"\xef\xbb\xbf", text.as_bytes()), Encoding::Utf8Bom),
            (
                mark(b"\xff\xfe", &utf16(u16::to_le_bytes)),
                Encoding::Utf16Le,
            ),
            (
                mark(b"\xfe\xff", &utf16(u16::to_be_bytes)),
                Encoding::Utf16Be,
            ),
            (utf16(u16::to_le_bytes), Encoding::Utf16Le),
            (utf16(u16::to_be_bytes), Encoding::Utf16Be),
            (b"No,Nama\n1,JOS\xc9\n".to_vec(), Encoding::Windows1252),
        ] {
            assert_eq!(decode(&bytes), Ok((text.to_owned(), encoding)));
        }
        assert_eq!(
            decode(b"a\0b"),
            Err(ImportError::NotATable(Foreign::Binary))
        );
    }

    #[test]
    fn the_separator_is_the_one_that_shows_a_header() {
        for (text, delimiter) in [
            (
                "Judul, panjang, dengan, koma\nNo;Nama;No Paspor\n1;BUDI;X0000471",
                ';',
            ),
            ("No\tNama\tNo Paspor\n1\t\"CONTOH, BUDI\"\tX1", '\t'),
            ("No|Nama|No Paspor", '|'),
            ("No,Nama,\"a;b;c;d\"\n", ','),
        ] {
            assert_eq!(likely_delimiter(text), delimiter, "{text:?}");
        }
        assert_eq!(stated_delimiter("sep=;\nNo;Nama"), (Some(';'), true));
    }
}
