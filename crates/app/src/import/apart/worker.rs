//! The process that parses: bytes in, rows out.

use std::io::{self, BufRead, BufWriter, Read, Write};
use std::process::ExitCode;

use super::limits;
use super::wire::{self, Order, VERSION, Word};
use crate::import::MAX_FILE;
use crate::import::parsed::{self, Parsed};
use crate::import::table::Row;

/// Longest order, in bytes.
const ORDER_MAX: u64 = 500;

/// Parses one file from standard input and answers on standard output. A program calls this when it is started with the
/// argument that it gave to [`super::Parsing::apart`], before anything else: no window, no log, no thread.
pub fn serve() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    match answer(&mut io::stdin().lock(), &mut out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => {
            ExitCode::from(wire::OUT_OF_MEMORY)
        }
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer(input: &mut impl BufRead, out: &mut impl Write) -> io::Result<()> {
    let mut line = String::new();
    input.by_ref().take(ORDER_MAX).read_line(&mut line)?;
    let order: Order = serde_json::from_str(&line)?;
    if order.version != VERSION {
        return Err(io::ErrorKind::InvalidData.into());
    }
    limits::apply(order.memory, order.cpu)?;
    wire::write(out, &Word::Ready { version: VERSION })?;
    out.flush()?;
    let mut bytes = Vec::new();
    let longest = MAX_FILE as u64 + 1;
    input.take(longest).read_to_end(&mut bytes)?;
    let parsed = parsed::parse(&bytes);
    drop(bytes);
    match parsed {
        Ok(parsed) => say(parsed, out)?,
        Err(error) => wire::write(out, &wire::refusal(error))?,
    }
    out.flush()
}

fn say(parsed: Parsed, out: &mut impl Write) -> io::Result<()> {
    let mut rows = 0;
    for (name, table) in parsed.tables {
        let sheet = Word::Sheet {
            name,
            encoding: table.encoding.as_str().to_owned(),
            delimiter: table.delimiter,
        };
        wire::write(out, &sheet)?;
        for run in table.blank.chunk_by(|line, next| line + 1 == *next) {
            if let (Some(from), Some(to)) = (run.first(), run.last()) {
                wire::write(out, &Word::Blank(*from, *to))?;
            }
        }
        rows += table.rows.len();
        for row in table.rows {
            wire::write(out, &said(&row))?;
        }
    }
    for note in parsed.notes {
        let (code, name) = note.to_parts();
        let note = Word::Note {
            code: code.to_owned(),
            name: name.to_owned(),
        };
        wire::write(out, &note)?;
    }
    wire::write(out, &Word::End { rows })
}

fn said(row: &Row) -> Word {
    let origins = row.origins.iter();
    Word::Row(
        row.line,
        row.cells.to_strings(),
        origins
            .map(|(at, origin)| (*at, (*origin).into()))
            .collect(),
    )
}
