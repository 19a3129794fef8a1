//! The samples meet their expectations, as text files, as workbooks and in other dress.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on says why and stops"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

const SAMPLES: [&str; 3] = [
    "manifest-1-merged-header",
    "manifest-2-semicolon-cp1252",
    "manifest-3-repeated-header",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/manifests")
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(folder().join(format!("{name}.csv"))).expect("a sample")
}

fn expectation(name: &str) -> Value {
    let text =
        fs::read_to_string(folder().join(format!("{name}.expected.json"))).expect("an expectation");
    serde_json::from_str(&text).expect("JSON")
}

/// What `suarctl manifest check` says about a file, and its exit status.
fn check_file(file: &Path) -> (Value, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_suarctl"))
        .args(["manifest", "check"])
        .arg(file)
        .output()
        .expect("suarctl runs");
    assert!(
        output.stderr.is_empty(),
        "nothing of a manifest reaches standard error"
    );
    let answer = serde_json::from_slice(&output.stdout).expect("one JSON object");
    (answer, output.status.code())
}

/// The same for a file with this content.
fn check(bytes: &[u8]) -> (Value, Option<i32>) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("manifes.csv");
    fs::write(&file, bytes).expect("written");
    check_file(&file)
}

/// The answer for a file that can be read.
fn answer(bytes: &[u8]) -> Value {
    let (answer, status) = check(bytes);
    assert_eq!(status, Some(0), "{answer}");
    answer
}

/// Every key of the expectation, except notes, is equal in the answer; lists of codes are compared as sets.
fn differences(path: &str, expected: &Value, answer: &Value, found: &mut Vec<String>) {
    let codes = |value: &Value| -> BTreeSet<String> {
        value
            .as_array()
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect()
    };
    match (expected, answer) {
        (Value::Object(keys), Value::Object(_)) => {
            for (key, value) in keys.iter().filter(|(key, _)| *key != "note") {
                let here = format!("{path}.{key}");
                match answer.get(key) {
                    Some(other) if key == "defects" || key == "file_defects" => {
                        if codes(value) != codes(other) {
                            found.push(format!("{here}: {value} but {other}"));
                        }
                    }
                    Some(other) => differences(&here, value, other, found),
                    None => found.push(format!("{here} is missing")),
                }
            }
        }
        (Value::Array(expected), Value::Array(answer)) if expected.len() == answer.len() => {
            for (index, (expected, answer)) in expected.iter().zip(answer).enumerate() {
                differences(&format!("{path}[{index}]"), expected, answer, found);
            }
        }
        _ if expected == answer => {}
        _ => found.push(format!("{path}: {expected} but {answer}")),
    }
}

fn assert_meets(case: &str, expected: &Value, answer: &Value) {
    let mut found = Vec::new();
    differences("", expected, answer, &mut found);
    assert!(found.is_empty(), "{case}:\n{}", found.join("\n"));
}

#[test]
fn every_sample_meets_its_expectation() {
    for name in SAMPLES {
        let (answer, status) = check_file(&folder().join(format!("{name}.csv")));
        assert_eq!(status, Some(0), "{name} can be read");
        assert_meets(name, &expectation(name), &answer);
    }
}

/// The text of a sample with its separator.
fn text_of(name: &str) -> (String, char) {
    let bytes = sample(name);
    match name {
        "manifest-2-semicolon-cp1252" => {
            // The two non-ASCII characters and the two no-break spaces of the sample.
            let text: String = bytes
                .iter()
                .map(|b| if *b == 0x92 { '’' } else { char::from(*b) })
                .collect();
            (text.replace("\r\n", "\n"), ';')
        }
        _ => (
            String::from_utf8(bytes)
                .expect("UTF-8")
                .trim_start_matches('\u{feff}')
                .to_owned(),
            ',',
        ),
    }
}

/// The expectation for the same rows in another dress: what the dress decides is left out.
fn in_other_dress(name: &str, leave_out: &[&str]) -> Value {
    let mut expected = expectation(name);
    let keys = expected.as_object_mut().expect("an object");
    for key in ["file", "encoding", "delimiter"].iter().chain(leave_out) {
        keys.remove(*key);
    }
    if let Some(Value::Array(defects)) = keys.get_mut("file_defects") {
        defects.retain(|code| code != "delimiter_semicolon" && code != "encoding_1252");
    }
    expected
}

#[test]
fn samples_read_the_same_with_other_encodings_and_line_endings() {
    for name in SAMPLES {
        let (text, delimiter) = text_of(name);
        let unix = text.replace("\r\n", "\n");
        let utf16 = |order: fn(u16) -> [u8; 2], mark: &[u8]| {
            mark.iter()
                .copied()
                .chain(unix.encode_utf16().flat_map(order))
                .collect::<Vec<u8>>()
        };
        for (dress, bytes) in [
            ("UTF-8", unix.clone().into_bytes()),
            ("CR LF", unix.replace('\n', "\r\n").into_bytes()),
            ("CR alone", unix.replace('\n', "\r").into_bytes()),
            ("UTF-16 LE", utf16(u16::to_le_bytes, b"\xff\xfe")),
            ("UTF-16 BE", utf16(u16::to_be_bytes, b"\xfe\xff")),
        ] {
            let mut expected = in_other_dress(name, &[]);
            if delimiter == ';' {
                let defects = expected["file_defects"].as_array_mut().expect("a list");
                defects.push("delimiter_semicolon".into());
            }
            let answer = answer(&bytes);
            assert_meets(&format!("{name} as {dress}"), &expected, &answer);
        }
    }
}

/// Cells of a sample, read with a CSV library.
fn cells_of(name: &str) -> Vec<(u64, Vec<String>)> {
    let (text, delimiter) = text_of(name);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter as u8)
        .from_reader(text.as_bytes());
    let records = reader.records().map(|record| {
        let record = record.expect("a regular sample");
        let line = record.position().expect("a position").line();
        (line, record.iter().map(str::to_owned).collect())
    });
    records.collect()
}

#[test]
fn samples_read_the_same_separated_by_tabs() {
    for name in SAMPLES {
        let lines = cells_of(name)
            .into_iter()
            .map(|(_, cells)| cells.join("\t") + "\n");
        let text: String = lines.collect();
        let answer = answer(text.as_bytes());
        assert_eq!(answer["delimiter"], "\t");
        assert_meets(
            &format!("{name} with tabs"),
            &in_other_dress(name, &[]),
            &answer,
        );
    }
}

#[test]
fn samples_read_the_same_as_workbooks() {
    for name in SAMPLES {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (line, cells) in cells_of(name) {
            for (column, cell) in cells
                .iter()
                .enumerate()
                .filter(|(_, cell)| !cell.is_empty())
            {
                let row = u32::try_from(line - 1).expect("a row");
                sheet
                    .write_string(row, u16::try_from(column).expect("a column"), cell)
                    .expect("written");
            }
        }
        let answer = answer(&book.save_to_buffer().expect("a workbook"));
        assert_eq!(
            (&answer["encoding"], &answer["delimiter"]),
            (&Value::from("xlsx"), &Value::Null)
        );
        assert_meets(
            &format!("{name} as a workbook"),
            &in_other_dress(name, &[]),
            &answer,
        );
    }
}

#[test]
fn rows_of_several_sheets_carry_their_sheet_and_a_sheet_that_was_not_read_is_named() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (sheet, cells) in [
        (
            "Dewasa",
            [["Nama", "No Paspor"], ["BUDI CONTOH", "X0000471"]],
        ),
        (
            "Anak",
            [["Name", "Passport No"], ["RATNA CONTOH", "X0000472"]],
        ),
        ("Catatan", [["dari", "agen"], ["", ""]]),
    ] {
        let page = book.add_worksheet().set_name(sheet).expect("a name");
        for (row, line) in (0..).zip(cells) {
            for (column, cell) in (0..).zip(line) {
                page.write(row, column, cell).expect("written");
            }
        }
    }
    let answer = answer(&book.save_to_buffer().expect("a workbook"));
    let places: Vec<Value> = answer["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| json!([row["sheet"], row["line"], row["document"]]))
        .collect();
    assert_eq!(
        places,
        [
            json!(["Dewasa", 2, "X0000471"]),
            json!(["Anak", 2, "X0000472"])
        ]
    );
    let notes = answer["notes"].as_array().expect("notes");
    assert_eq!(notes.len(), 1);
    assert!(
        notes[0]
            .as_str()
            .is_some_and(|note| note.contains("Catatan"))
    );
}

#[test]
fn unknown_values_are_null_and_nothing_is_left_out() {
    let answer = answer(b"Nama,No Paspor,Gelang\nBUDI CONTOH,,merah\n");
    let row = &answer["rows"][0];
    assert_eq!(answer["file"], "manifes.csv");
    assert_eq!(row["document"], Value::Null);
    assert_eq!(row["defects"], json!(["doc_missing"]));
    assert_eq!(
        answer["columns"][2],
        json!({"index": 2, "header": "Gelang", "field": null})
    );
    assert_eq!(answer["sailing"], json!({}));
}

#[test]
fn what_was_not_used_of_a_column_is_said() {
    let answer = answer(
        b"Nama,No Paspor,Passport No,Agen\nBUDI CONTOH,,X0000471,#REF!\nRATNA CONTOH,#N/A,,PT CONTOH\n",
    );
    let notes: Vec<&str> = answer["notes"]
        .as_array()
        .expect("notes")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].contains("Passport No"), "{notes:?}");
    assert!(notes[1].contains("Agen"), "{notes:?}");
    assert_eq!(answer["rows"][0]["document"], "X0000471");
    assert_eq!(answer["rows"][1]["defects"], json!(["doc_missing"]));
}

#[test]
fn a_file_that_cannot_be_read_is_an_answer_with_a_way_out() {
    for (bytes, code) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "not_a_table"),
        (b"", "empty_file"),
        (b"Halo,apa kabar\n1,2\n", "no_header"),
        (b"PK\x03\x04 broken", "unreadable_workbook"),
    ] {
        let (answer, status) = check(bytes);
        assert_eq!(
            (answer["error"]["code"].as_str(), status),
            (Some(code), Some(1))
        );
        for part in ["message", "hint"] {
            let sentence = answer["error"][part].as_str();
            assert!(
                sentence.is_some_and(|s| s.ends_with('.')),
                "{code}: {part} is a sentence"
            );
        }
    }
    let (answer, status) = check_file(Path::new("/nowhere/manifes.csv"));
    assert_eq!(
        (answer["error"]["code"].as_str(), status),
        (Some("not_found"), Some(1))
    );
    let (answer, status) = check_file(&folder());
    assert_eq!(
        (answer["error"]["code"].as_str(), status),
        (Some("unreadable_file"), Some(1)),
        "a folder is no file"
    );
}

#[test]
fn a_file_over_20_megabytes_is_refused() {
    let (answer, status) = check(&vec![b'a'; 21 * 1024 * 1024]);
    assert_eq!(
        (answer["error"]["code"].as_str(), status),
        (Some("too_large"), Some(1))
    );
}

#[test]
fn only_a_header_is_readable_and_has_no_rows() {
    assert_eq!(answer(b"No,Nama,No Paspor\n")["counts"]["rows"], 0);
}
