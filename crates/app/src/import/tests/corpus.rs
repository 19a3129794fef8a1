//! Any bytes: no panic, and every line of a file that can be read is accounted for.
//!
//! Files that once were, or could have been, a fault are kept in `tests/fixtures/import-corpus` and replayed.

use std::path::Path;

use proptest::prelude::*;

use super::workbooks::book;
use super::*;

/// What holds for every file, whatever its bytes.
fn check(bytes: &[u8]) {
    let Ok(manifest) = read_on(bytes, "", today()) else {
        return;
    };
    let counts = manifest.counts();
    assert_eq!(
        counts.rows,
        counts.clean + counts.to_fix + counts.duplicate,
        "every row is in one state"
    );
    let mut lines: Vec<u32> = manifest.lines.iter().map(|line| line.line).collect();
    lines.extend(&manifest.skip_lines);
    lines.extend(&manifest.title_lines);
    lines.extend(&manifest.footer_lines);
    lines.push(manifest.header_line);
    lines.sort_unstable();
    let distinct = lines.windows(2).all(|pair| pair[0] < pair[1]);
    assert!(distinct, "a line is one thing only");
    // A line break inside quotes makes a row longer than a line; sheets that were left out have notes.
    if manifest.sheets.len() < 2 && !bytes.contains(&b'"') {
        let last = u32::try_from(lines.len()).expect("few lines");
        assert!(lines.iter().copied().eq(1..=last), "no line is lost");
    }
    for line in &manifest.lines {
        let waits = line.defects.iter().any(|defect| defect.code.blocks());
        let clean = line.state == LineState::Clean;
        assert_eq!(waits, !clean, "a row that waits says why");
    }
}

#[test]
fn the_corpus_is_read_without_a_loss() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/import-corpus");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus") {
        check(&std::fs::read(entry.expect("a file").path()).expect("readable"));
        files += 1;
    }
    assert!(files >= 10, "the corpus is there");
}

/// A workbook with everything that a parser looks at.
fn workbook() -> Vec<u8> {
    book(|sheet| {
        sheet
            .write(0, 0, "KM CONTOH EXPRESS, 02/03/2026")?
            .write(2, 0, "Nama")?
            .write(2, 1, "No Paspor")?
            .write(2, 2, "Umur")?
            .write(3, 0, "BUDI CONTOH")?
            .write(3, 1, "X0000471")?
            .write(3, 2, 35)?;
        sheet.write_formula(4, 0, "=A4")?;
        Ok(())
    })
}

proptest! {
    #[test]
    fn bytes_without_any_sense_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&bytes);
    }

    #[test]
    fn text_after_a_header_is_accounted_for(body in "[ -~\n\r\t\u{a0}é;|]{0,300}", delimiter in "[,;|\t]") {
        let header = ["No", "Nama", "L/P", "No Paspor", "Tgl Lahir"].join(&delimiter);
        check(format!("{header}\n{body}").as_bytes());
    }

    #[test]
    fn a_damaged_workbook_is_read_or_refused(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = workbook();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
        }
        check(&bytes);
    }
}
