//! What the process that parses has said, checked word for word: it may have been taken over by the file.

use std::io::{BufRead, BufReader, Read};

use suar_domain::manifest::{Encoding, FileNote};

use super::wire::{self, VERSION, Word};
use crate::import::error::ImportError;
use crate::import::parsed::Parsed;
use crate::import::table::{Row, Table};
use crate::import::text_file::{MAX_LINES, SEARCHED};
use crate::import::{MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED};

/// Longest answer in bytes: the largest content with its quotes and escapes.
const ANSWER_MAX: u64 = 3 * MAX_UNPACKED;
/// Most sheets and notes; a workbook has a dozen.
const SHEETS_MAX: usize = 1_000;

/// An answer that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// It ends too early.
    Ended,
    /// It breaks the protocol or its bounds.
    Nonsense,
}

/// Reads an answer: what the file holds, or why it was refused.
pub(super) fn read(output: impl Read) -> Result<Result<Parsed, ImportError>, Broken> {
    let mut lines = BufReader::new(output.take(ANSWER_MAX));
    let mut line = Vec::new();
    let mut next = || {
        line.clear();
        match lines.read_until(b'\n', &mut line) {
            Ok(_) if line.ends_with(b"\n") => {
                serde_json::from_slice::<Word>(&line).map_err(|_| Broken::Nonsense)
            }
            _ => Err(Broken::Ended),
        }
    };
    match next()? {
        Word::Ready { version: VERSION } => {}
        _ => return Err(Broken::Nonsense),
    }
    let mut said = Said::default();
    loop {
        match next()? {
            Word::Refused { code, detail } => {
                let refusal = wire::refused(&code, &detail);
                return refusal.map(Err).ok_or(Broken::Nonsense);
            }
            Word::End { rows } if rows == said.rows => return Ok(Ok(said.parsed)),
            word => said.take(word).ok_or(Broken::Nonsense)?,
        }
    }
}

/// What was said so far.
struct Said {
    parsed: Parsed,
    rows: usize,
}

impl Default for Said {
    fn default() -> Self {
        Self {
            parsed: Parsed {
                tables: Vec::new(),
                notes: Vec::new(),
            },
            rows: 0,
        }
    }
}

impl Said {
    /// Takes one word; none when it is out of place or out of bounds.
    fn take(&mut self, word: Word) -> Option<()> {
        match word {
            Word::Sheet {
                name,
                encoding,
                delimiter,
            } if self.parsed.tables.len() < SHEETS_MAX => {
                let table = Table {
                    encoding: Encoding::from_code(&encoding)?,
                    delimiter,
                    rows: Vec::new(),
                    blank: Vec::new(),
                };
                self.parsed.tables.push((name, table));
            }
            Word::Row(line, cells, origins) => {
                let (_, table) = self.parsed.tables.last_mut()?;
                let follows = table.rows.last().is_none_or(|last| last.line < line);
                let inside = |(at, _): &(u16, _)| usize::from(*at) < cells.len();
                self.rows += 1;
                if !follows
                    || line > MAX_LINES
                    || cells.len() > MAX_COLUMNS
                    || !origins.iter().all(inside)
                    || self.rows > MAX_ROWS + SEARCHED * 10
                {
                    return None;
                }
                table.rows.push(Row {
                    line,
                    cells: cells.into_iter().collect(),
                    origins: origins
                        .into_iter()
                        .map(|(at, origin)| (at, origin.into()))
                        .collect(),
                });
            }
            Word::Blank(from, to) => {
                let (_, table) = self.parsed.tables.last_mut()?;
                let follows = table.blank.last().is_none_or(|last| *last < from);
                if !follows || from > to || to > MAX_LINES {
                    return None;
                }
                table.blank.extend(from..=to);
            }
            Word::Note { code, name } if self.parsed.notes.len() < SHEETS_MAX => {
                self.parsed.notes.push(FileNote::from_parts(&code, name)?);
            }
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How an answer of these lines ends.
    fn broken(lines: &[&str]) -> Option<Broken> {
        let text = lines.join("\n");
        read(text.as_bytes()).err()
    }

    const READY: &str = r#"{"ready":{"version":1}}"#;
    const SHEET: &str = r#"{"sheet":{"name":"","encoding":"utf-8","delimiter":","}}"#;

    #[test]
    fn a_whole_answer_is_taken() {
        let row = r#"{"row":[2,["Nama","1"],[[1,"number"]]]}"#;
        let answer = [
            READY,
            SHEET,
            r#"{"blank":[3,5]}"#,
            row,
            r#"{"end":{"rows":1}}"#,
            "",
        ];
        let parsed = read(answer.join("\n").as_bytes())
            .expect("an answer")
            .expect("a table");
        let (_, table) = &parsed.tables[0];
        assert_eq!(table.blank, [3, 4, 5]);
        assert_eq!(table.rows[0].cells.to_strings(), ["Nama", "1"]);
        let refused = [
            READY,
            r#"{"refused":{"code":"too_large","detail":"rows"}}"#,
            "",
        ];
        let refused = read(refused.join("\n").as_bytes()).expect("an answer");
        assert_eq!(
            refused.err(),
            Some(ImportError::TooLarge(crate::import::Cap::Rows))
        );
    }

    #[test]
    fn an_answer_that_stops_is_no_answer() {
        assert_eq!(broken(&[]), Some(Broken::Ended));
        assert_eq!(broken(&[READY, SHEET, ""]), Some(Broken::Ended));
        assert_eq!(
            broken(&[READY, r#"{"end":{"rows":0}}"#]),
            Some(Broken::Ended),
            "half a line"
        );
    }

    #[test]
    fn nonsense_is_refused_word_for_word() {
        let wide = format!(r#"{{"row":[1,[{}""],[]]}}"#, r#""x","#.repeat(MAX_COLUMNS));
        for lines in [
            &["MELATI CONTOH", ""][..],
            &[r#"{"ready":{"version":2}}"#, ""],
            &[SHEET, ""],
            &[READY, r#"{"row":[1,["x"],[]]}"#, ""],
            &[READY, SHEET, r#"{"row":[1,["x"],[[1,"date"]]]}"#, ""],
            &[
                READY,
                SHEET,
                r#"{"row":[2,["x"],[]]}"#,
                r#"{"row":[2,["x"],[]]}"#,
                "",
            ],
            &[READY, SHEET, r#"{"blank":[1,4000000000]}"#, ""],
            &[READY, SHEET, r#"{"end":{"rows":3}}"#, ""],
            &[READY, r#"{"note":{"code":"unheard_of","name":""}}"#, ""],
            &[
                READY,
                r#"{"refused":{"code":"unheard_of","detail":""}}"#,
                "",
            ],
            &[READY, SHEET, &wide, ""],
        ] {
            assert_eq!(broken(lines), Some(Broken::Nonsense), "{lines:?}");
        }
    }
}
