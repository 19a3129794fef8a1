//! `suarctl manifest check FILE`: what the importer makes of a file, as one JSON object. `suarctl manifest export FILE`: the
//! same as CSV.
//!
//! What must hold: of a check standard output has exactly one object, also when the file cannot be read; the exit status is 0 when
//! the file could be read, whatever its rows are like, and 1 when it could not. The object holds personal data, because
//! that is what was asked for; nothing of it goes to standard error.
//!
//! Not here: reading files (the importer of `suar-app`), storing anything.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use suar_app::import::{self, Parsing, Stream};
use suar_domain::manifest::{DefectCode, Field, LineState, ReadLine, ReadManifest};

/// The command with which this program parses a file for another process of itself.
pub const IMPORT_WORKER: &str = "import-worker";

/// Checks a file and prints the result.
pub fn check(path: &Path) -> ExitCode {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (written, status) = match read(path) {
        Ok(manifest) => {
            let report = Report {
                file: &file_name(path),
                manifest: &manifest,
            };
            (
                serde_json::to_writer(&mut out, &report).is_ok(),
                ExitCode::SUCCESS,
            )
        }
        Err(failure) => (
            serde_json::to_writer(&mut out, &failure).is_ok(),
            ExitCode::FAILURE,
        ),
    };
    if written && out.write_all(b"\n").and_then(|()| out.flush()).is_ok() {
        status
    } else {
        ExitCode::FAILURE
    }
}

/// Writes a file as CSV that imports again. Standard error says in one sentence why nothing was written.
#[allow(
    clippy::print_stderr,
    reason = "the output is a file; what is wrong belongs beside it"
)]
pub fn export(path: &Path) -> ExitCode {
    let manifest = match read(path) {
        Ok(manifest) => manifest,
        Err(failure) => {
            let part = |name: &str| {
                failure["error"][name]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned()
            };
            eprintln!("suarctl: {} {}", part("message"), part("hint"));
            return ExitCode::FAILURE;
        }
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    match import::export_stream(&manifest, &mut out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// The reading of a manifest in the shape of the `.expected.json` files beside the samples; values that are not known
/// are `null`. It writes itself row by row, so that a long list is never in memory twice.
struct Report<'a> {
    file: &'a str,
    manifest: &'a Stream,
}

impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let counts = self.manifest.counts();
        let manifest = self.manifest.head();
        let columns = manifest.columns.iter().map(|column| {
            json!({ "index": column.index, "header": column.header, "field": column.field.map(Field::as_str) })
        });
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("file", self.file)?;
        map.serialize_entry("encoding", manifest.encoding.as_str())?;
        map.serialize_entry("delimiter", &manifest.delimiter)?;
        map.serialize_entry("header_line", &manifest.header_line)?;
        map.serialize_entry("sailing", &sailing(manifest))?;
        map.serialize_entry("columns", &columns.collect::<Vec<_>>())?;
        let numbers = Each(|| {
            self.manifest
                .line_numbers()
                .map(|line| manifest.place_of(line).1)
        });
        map.serialize_entry("data_lines", &numbers)?;
        map.serialize_entry("file_defects", &codes(&manifest.file_defects))?;
        let rows = Each(|| self.manifest.lines().map(|line| row(&line, manifest)));
        map.serialize_entry("rows", &rows)?;
        map.serialize_entry(
            "counts",
            &json!({
                "rows": counts.rows,
                "clean": counts.clean,
                "to_fix": counts.to_fix,
                "duplicate": counts.duplicate,
            }),
        )?;
        map.serialize_entry("skip_lines", &places(manifest, &manifest.skip_lines))?;
        map.serialize_entry("title_lines", &places(manifest, &manifest.title_lines))?;
        map.serialize_entry("footer_lines", &places(manifest, &manifest.footer_lines))?;
        let notes = manifest.notes.iter().map(|note| import::note(note).en);
        map.serialize_entry("notes", &notes.collect::<Vec<_>>())?;
        map.end()
    }
}

/// Lines as numbers, or with their sheet when the rows come from several.
fn places(manifest: &ReadManifest, lines: &[u32]) -> Vec<Value> {
    let place = |line: &u32| match manifest.place_of(*line) {
        (None, line) => Value::from(line),
        (Some(sheet), line) => json!({ "sheet": sheet, "line": line }),
    };
    lines.iter().map(place).collect()
}

/// A list that makes one value at a time.
struct Each<F>(F);

impl<F, I> Serialize for Each<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

fn read(path: &Path) -> Result<Stream, Value> {
    let bytes = bytes(path).map_err(|error| {
        let (code, message, hint) = match error.kind() {
            std::io::ErrorKind::NotFound => (
                "not_found",
                "This file does not exist.",
                "Check the path and the spelling of the name.",
            ),
            _ => (
                "unreadable_file",
                "This file cannot be opened.",
                "Check that it is a file and that you may read it.",
            ),
        };
        failure(path, code, message, hint)
    })?;
    Parsing::apart(IMPORT_WORKER)
        .stream(&bytes)
        .map_err(|error| failure(path, error.code(), &error.message().en, &error.hint().en))
}

/// The file, or one byte more than is allowed: enough to be refused without filling the memory.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(import::MAX_FILE as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn failure(path: &Path, code: &str, message: &str, hint: &str) -> Value {
    json!({ "file": file_name(path), "error": { "code": code, "message": message, "hint": hint } })
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// What the file says about the sailing; only what it says.
fn sailing(manifest: &ReadManifest) -> Value {
    let hint = &manifest.sailing;
    let place =
        |place: &Option<suar_domain::text::PlaceName>| place.as_ref().map(ToString::to_string);
    let values = [
        ("vessel", place(&hint.vessel)),
        ("date", hint.date.map(|date| date.to_string())),
        ("port_from", place(&hint.port_from)),
        ("port_to", place(&hint.port_to)),
    ];
    let known = values
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), Value::from(value?))));
    Value::Object(known.collect())
}

fn codes(codes: &[DefectCode]) -> Vec<&'static str> {
    codes.iter().map(|code| code.as_str()).collect()
}

fn row(line: &ReadLine, manifest: &ReadManifest) -> Value {
    fn text<T: ToString>(value: Option<&T>) -> Value {
        value.map_or(Value::Null, |value| Value::from(value.to_string()))
    }
    let fields = &line.fields;
    let mut row = Map::new();
    let mut put = |key: &str, value: Value| {
        row.insert(key.to_owned(), value);
    };
    let (sheet, number) = manifest.place_of(line.line);
    if let Some(sheet) = sheet {
        put("sheet", sheet.into());
    }
    put("line", number.into());
    put("clean", (line.state == LineState::Clean).into());
    put("name", text(fields.full_name.as_ref()));
    put("document", text(fields.document_number.as_ref()));
    put("document_kind", text(fields.document_kind.as_ref()));
    put("birth", text(fields.birth_date.as_ref()));
    put("birth_place", text(fields.birth_place.as_ref()));
    put("expiry", text(fields.document_expiry.as_ref()));
    put("issue_date", text(fields.issue_date.as_ref()));
    put("phone", text(fields.contact_phone.as_ref()));
    put("nationality", text(fields.nationality.as_ref()));
    put("sex", text(fields.sex.as_ref()));
    put("age", fields.age.into());
    put("nik", text(fields.nik.as_ref()));
    put("purpose", text(fields.purpose.as_ref()));
    put("scheme", text(fields.scheme.as_ref()));
    put("e_pmi", text(fields.e_pmi.as_ref()));
    put("payer_code", text(fields.payer_code.as_ref()));
    put("payer", text(fields.payer_name.as_ref()));
    put("destination", text(fields.destination.as_ref()));
    put("children", fields.children.into());
    put("crew", fields.crew.into());
    put("defects", codes(&line.codes()).into());
    if let LineState::Duplicate { of } = line.state {
        let (sheet, number) = manifest.place_of(of);
        put("duplicate_of", number.into());
        if let Some(sheet) = sheet {
            put("duplicate_sheet", sheet.into());
        }
    }
    Value::Object(row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use suar_app::import::{Cap, ImportError};

    #[test]
    fn a_failure_names_code_message_and_hint() {
        let error = ImportError::TooLarge(Cap::File);
        let answer = failure(
            Path::new("/tmp/besar.csv"),
            error.code(),
            &error.message().en,
            &error.hint().en,
        );
        assert_eq!(answer["file"], "besar.csv");
        assert_eq!(answer["error"]["code"], "too_large");
        assert!(
            answer["error"]["hint"]
                .as_str()
                .is_some_and(|hint| hint.ends_with('.'))
        );
    }

    #[test]
    fn a_file_that_does_not_exist_is_an_answer() {
        let Err(answer) = read(Path::new("/nirgendwo/manifes.csv")) else {
            panic!("there is no such file")
        };
        assert_eq!(answer["error"]["code"], "not_found");
    }
}
