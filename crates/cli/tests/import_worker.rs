//! Files are parsed by a process of their own: it says what parsing here would say, it is held by its limits, and what
//! breaks it costs the import and nothing else.
#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on says why and stops"
)]

use std::fs;
use std::io::{BufRead, BufReader, Cursor, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rust_xlsxwriter::Workbook;
use suar_app::import::{Cap, Foreign, ImportError, Limits, Parsing, Stop, read_on};
use suar_domain::time::PlainDate;

const PROGRAM: &str = env!("CARGO_BIN_EXE_suarctl");
const ARGUMENT: &str = "import-worker";

fn today() -> PlainDate {
    "2026-11-24".parse().expect("a day")
}

/// Why a file is not read within these limits.
fn refusal(program: &str, limits: Limits, bytes: &[u8]) -> Option<ImportError> {
    let parsing = Parsing::with(program, ARGUMENT, limits);
    parsing.read(bytes, today()).err()
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    for name in ["Dewasa", "Anak"] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        for (column, (header, cell)) in [("Nama", "BUDI CONTOH"), ("No Paspor", "X0000471")]
            .into_iter()
            .enumerate()
        {
            let column = u16::try_from(column).expect("small");
            sheet.write(0, column, header).expect("written");
            sheet.write(3, column, cell).expect("written");
        }
        sheet.write(0, 2, "NIK").expect("written");
        sheet
            .write(3, 2, 6_503_021_409_010_001_f64)
            .expect("written");
    }
    book.add_worksheet().set_name("Kosong").expect("a name");
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_file_reads_the_same_here_and_apart() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/manifests");
    let mut files = vec![workbook()];
    for entry in fs::read_dir(folder).expect("the samples") {
        let path = entry.expect("a sample").path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            files.push(fs::read(path).expect("a sample"));
        }
    }
    assert!(files.len() > 3, "there are samples");
    let parsing = Parsing::with(PROGRAM, ARGUMENT, Limits::default());
    for bytes in files {
        let here = read_on(&bytes, "", today());
        assert!(here.is_ok(), "it is a manifest");
        assert!(parsing.read(&bytes, today()) == here, "the same reading");
    }
    for (bytes, error) in [
        (&b""[..], ImportError::Empty),
        (
            b"\x89PNG\r\n\x1a\n",
            ImportError::NotATable(Foreign::Picture("PNG")),
        ),
        (b"PK\x03\x04 broken", ImportError::Unreadable),
        (b"Halo,apa kabar\n", ImportError::NoHeader),
    ] {
        assert_eq!(refusal(PROGRAM, Limits::default(), bytes), Some(error));
    }
}

#[test]
fn the_process_can_open_nothing_and_has_little_of_everything() {
    let mut child = Command::new(PROGRAM)
        .arg(ARGUMENT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("suarctl runs");
    let mut input = child.stdin.take().expect("its input");
    input
        .write_all(b"{\"version\":1,\"memory\":67108864,\"cpu\":7}\n")
        .expect("an order");
    let mut output = BufReader::new(child.stdout.take().expect("its output"));
    let mut ready = String::new();
    output.read_line(&mut ready).expect("an answer");
    assert_eq!(
        ready, "{\"ready\":{\"version\":1}}\n",
        "the file is not read before the limits hold"
    );
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).expect("its limits");
    let limit = |name: &str| -> Vec<String> {
        let line = limits.lines().find_map(|line| line.strip_prefix(name));
        line.expect("a limit")
            .split_whitespace()
            .take(2)
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(
        limit("Max open files"),
        ["3", "3"],
        "the streams that it has"
    );
    assert_eq!(limit("Max file size"), ["0", "0"]);
    assert_eq!(
        limit("Max core file size"),
        ["0", "0"],
        "no dump of personal data"
    );
    assert_eq!(limit("Max processes"), ["0", "0"]);
    assert_eq!(limit("Max cpu time"), ["7", "8"]);
    let memory: u64 = limit("Max address space")[0]
        .parse()
        .expect("a number of bytes");
    assert!((67_108_864..4 << 30).contains(&memory), "{memory} bytes");
    drop(input);
    let mut answer = String::new();
    output.read_line(&mut answer).expect("an answer");
    assert_eq!(
        answer,
        "{\"refused\":{\"code\":\"empty_file\",\"detail\":\"\"}}\n"
    );
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_zip_bomb_is_refused_before_it_unpacks() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive
        .start_file("xl/workbook.xml", options)
        .expect("a part");
    archive
        .start_file("xl/sharedStrings.xml", options)
        .expect("a part");
    let spaces = vec![b' '; 1024 * 1024];
    for _ in 0..=100 {
        archive.write_all(&spaces).expect("written");
    }
    let bomb = archive.finish().expect("an archive").into_inner();
    assert!(bomb.len() < 1024 * 1024, "small when packed");
    assert_eq!(
        refusal(PROGRAM, Limits::default(), &bomb),
        Some(ImportError::TooLarge(Cap::Unpacked))
    );
}

#[test]
fn a_file_that_needs_too_much_memory_is_a_sentence() {
    let text = "Nama,No Paspor\n".to_owned() + &"BUDI CONTOH,X0000471\n".repeat(150_000);
    let limits = Limits {
        memory: 4 * 1024 * 1024,
        ..Limits::default()
    };
    let stopped = ImportError::Stopped(Stop::Memory);
    assert_eq!(refusal(PROGRAM, limits, text.as_bytes()), Some(stopped));
    assert!(stopped.message().id.contains("memori"));
}

#[test]
fn a_file_of_open_quotes_is_stopped_when_its_time_is_over() {
    // Each quote is followed to the longest cell that there can be, because it might still be closed.
    let text = "\"a\n".repeat(190_000);
    let limits = Limits {
        cpu: 1,
        ..Limits::default()
    };
    let stopped = refusal(PROGRAM, limits, text.as_bytes());
    assert_eq!(stopped, Some(ImportError::Stopped(Stop::Time)));
}

#[test]
fn a_process_that_hangs_lies_or_does_not_exist_is_a_sentence() {
    let soon = Limits {
        wall: Duration::from_millis(50),
        ..Limits::default()
    };
    for (program, argument, limits, stop) in [
        ("/nowhere/suarctl", ARGUMENT, soon, Stop::NotStarted),
        ("/bin/echo", "MELATI CONTOH", Limits::default(), Stop::Died),
        ("/bin/cat", "-", Limits::default(), Stop::Died),
        ("/bin/sleep", "1000", soon, Stop::Time),
    ] {
        let parsing = Parsing::with(program, argument, limits);
        let refused = parsing.read(b"Nama,No Paspor\nBUDI CONTOH,X0000471\n", today());
        assert_eq!(refused.err(), Some(ImportError::Stopped(stop)), "{program}");
    }
}
