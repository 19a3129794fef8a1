//! Workbooks: real date cells, numbers, merged cells, several sheets, and files that mean harm.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use suar_domain::manifest::SheetProblem;

use super::*;

pub(super) fn book(
    fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet) -> Result<(), XlsxError>,
) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet()).expect("the sheet can be written");
    book.save_to_buffer().expect("the workbook can be written")
}

fn read_book(bytes: &[u8]) -> ReadManifest {
    read_on(bytes, "manifes.csv", today()).expect("a workbook whatever its name")
}

#[test]
fn date_cells_numbers_and_merged_cells_are_understood() {
    let bytes = book(|sheet| {
        let (plain, date) = (Format::new(), Format::new().set_num_format("dd/mm/yyyy"));
        let science = Format::new().set_num_format("0.00E+00");
        sheet.merge_range(0, 0, 0, 5, "MANIFES PENUMPANG", &plain)?;
        sheet.merge_range(
            1,
            0,
            1,
            5,
            "KM CONTOH EXPRESS - NUNUKAN KE TAWAU, 02/03/2026",
            &plain,
        )?;
        for (column, header) in ["No", "Nama", "No Paspor", "Tgl Lahir", "NIK", "No HP"]
            .iter()
            .enumerate()
        {
            sheet.write(3, column as u16, *header)?;
        }
        sheet
            .write(4, 0, 1)?
            .write(4, 1, "MELATI CONTOH")?
            .write(4, 2, "X0000471")?;
        sheet
            .write_with_format(4, 3, 28949, &date)?
            .write(4, 4, "6503020304790001")?
            .write(4, 5, 81_200_000_101_f64)?;
        sheet
            .write(5, 0, 2)?
            .write(5, 1, "SAIFUL")?
            .write_with_format(5, 2, 513_000_000, &science)?;
        sheet
            .write(5, 3, 37148)?
            .write(5, 4, 6_503_021_409_010_001_f64)?;
        sheet
            .write(6, 0, 3)?
            .write(6, 1, "RATNA CONTOH")?
            .write(6, 2, 12_345_678)?
            .write(6, 3, "03/04/1979")?;
        sheet.write(8, 0, "Jumlah: 3 orang")?;
        Ok(())
    });
    let manifest = read_book(&bytes);
    assert_eq!(
        (manifest.encoding, manifest.delimiter, manifest.header_line),
        (Encoding::Xlsx, None, 4)
    );
    assert_eq!(
        manifest.sailing.date.map(|d| d.to_string()).as_deref(),
        Some("2026-03-02")
    );
    assert_eq!(
        codes(&manifest),
        [
            set([]),
            set(["mononym", "doc_scientific", "date_format", "nik_scientific"]),
            set(["doc_shape", "date_ambiguous"]),
        ],
        "a real date cell is not ambiguous, 3 April 1979 though it is"
    );
    let first = &manifest.lines[0];
    assert_eq!(first.line, 5);
    assert_eq!(
        first.fields.birth_date.map(|d| d.to_string()).as_deref(),
        Some("1979-04-04")
    );
    assert_eq!(first.origin(3), Some(CellOrigin::Date));
    assert_eq!(
        first.fields.contact_phone.as_ref().map(|p| p.as_str()),
        Some("+6281200000101")
    );
    assert_eq!(
        manifest.lines[1]
            .fields
            .birth_date
            .map(|d| d.to_string())
            .as_deref(),
        Some("2001-09-14")
    );
    assert_eq!(manifest.skip_lines, [3, 8]);
    assert_eq!(manifest.footer_lines, [9]);
    assert_eq!(
        reinterpret(&manifest, &[]),
        manifest,
        "reading again keeps the origins"
    );
}

#[test]
fn the_first_visible_sheet_with_a_header_is_taken() {
    let mut book = Workbook::new();
    let fill = |sheet: &mut rust_xlsxwriter::Worksheet, name: &str| -> Result<(), XlsxError> {
        sheet
            .write(0, 0, "Nama")?
            .write(0, 1, "No Paspor")?
            .write(1, 0, name)?
            .write(1, 1, "X0000471")?;
        Ok(())
    };
    book.add_worksheet()
        .write(0, 0, "Petunjuk pengisian")
        .expect("written");
    let hidden = book.add_worksheet();
    fill(hidden, "TERSEMBUNYI").expect("written");
    hidden.set_hidden(true);
    fill(book.add_worksheet(), "MELATI CONTOH").expect("written");
    let manifest = read_book(&book.save_to_buffer().expect("written"));
    assert_eq!(manifest.lines[0].cells[0], "MELATI CONTOH");
    let note = |name: &str, why| FileNote::SheetNotRead {
        name: name.into(),
        why,
    };
    assert_eq!(
        manifest.notes,
        [
            note("Sheet1", SheetProblem::NoHeader),
            note("Sheet2", SheetProblem::Hidden)
        ],
        "what was not read is named"
    );
}

/// A sheet from lines of cells separated by `|`; numbers are numbers.
fn add(book: &mut Workbook, name: &str, lines: &[&str]) {
    let sheet = book.add_worksheet().set_name(name).expect("a name");
    for (row, line) in (0..).zip(lines) {
        for (column, cell) in (0..).zip(line.split('|')) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number),
                Err(_) => sheet.write(row, column, cell),
            }
            .expect("written");
        }
    }
}

#[test]
fn every_sheet_with_a_known_header_is_read() {
    let mut book = Workbook::new();
    add(
        &mut book,
        "Dewasa",
        &[
            "KM CONTOH EXPRESS, 02/03/2026",
            "No|Nama|No Paspor|Tgl Lahir",
            "1|MELATI CONTOH|X0000471|14/09/2001",
            "|Jumlah: 1 orang",
        ],
    );
    add(
        &mut book,
        "Anak",
        &[
            "Nama|Umur|Catatan agen|No Paspor",
            "RATNA CONTOH|9|bersama ibu|X0000472",
            "MELATI CONTOH|24||X0000471",
        ],
    );
    add(
        &mut book,
        "Lain",
        &[
            "KM LAIN JAYA, 02/03/2026",
            "Nama|No Paspor",
            "SITI CONTOH|X0000473",
        ],
    );
    book.add_worksheet().set_name("Kosong").expect("a name");
    let manifest = read_book(&book.save_to_buffer().expect("written"));
    let rows: Vec<_> = manifest
        .lines
        .iter()
        .map(|line| {
            let name = line.fields.full_name.as_ref().map(ToString::to_string);
            (manifest.place_of(line.line), name.unwrap_or_default())
        })
        .collect();
    assert_eq!(
        rows,
        [
            ((Some("Dewasa"), 3), "MELATI CONTOH".to_owned()),
            ((Some("Anak"), 2), "RATNA CONTOH".to_owned()),
            ((Some("Anak"), 3), "MELATI CONTOH".to_owned()),
        ]
    );
    let ratna = &manifest.lines[1].fields;
    assert_eq!(ratna.age, Some(9), "a column that only this sheet has");
    let number = ratna.document_number.as_ref().map(|n| n.as_str());
    assert_eq!(number, Some("X0000472"), "under the same field");
    let headers: Vec<&str> = manifest.columns.iter().map(|c| c.header.as_str()).collect();
    assert_eq!(
        headers,
        [
            "No",
            "Nama",
            "No Paspor",
            "Tgl Lahir",
            "Umur",
            "Catatan agen"
        ]
    );
    let LineState::Duplicate { of } = manifest.lines[2].state else {
        panic!("the same person on two sheets is a duplicate")
    };
    assert_eq!(manifest.place_of(of), (Some("Dewasa"), 3));
    let note = |name: &str, why| FileNote::SheetNotRead {
        name: name.into(),
        why,
    };
    assert_eq!(
        manifest.notes,
        [
            note("Kosong", SheetProblem::Empty),
            note("Lain", SheetProblem::OtherSailing)
        ]
    );
    assert_eq!(
        reinterpret(&manifest, &[]),
        manifest,
        "stored rows are read the same again"
    );
}

#[test]
fn a_sheet_whose_letters_mean_something_else_is_left_out() {
    let mut book = Workbook::new();
    add(
        &mut book,
        "A",
        &["Nama|L/P|No Paspor", "MELATI CONTOH|P|X0000471"],
    );
    add(
        &mut book,
        "B",
        &["Nama|P/W|No Paspor", "BUDI CONTOH|P|X0000472"],
    );
    let manifest = read_book(&book.save_to_buffer().expect("written"));
    assert_eq!(manifest.lines.len(), 1);
    assert_eq!(
        manifest.notes,
        [FileNote::SheetNotRead {
            name: "B".into(),
            why: SheetProblem::OtherWriting
        }]
    );
}

#[test]
fn a_wide_sheet_beside_the_manifest_is_left_out_and_named() {
    let mut book = Workbook::new();
    add(
        &mut book,
        "Manifes",
        &["Nama|No Paspor", "MELATI CONTOH|X0000471"],
    );
    let wide = book.add_worksheet().set_name("Rekap").expect("a name");
    wide.write(0, 200, "x").expect("written");
    let manifest = read_book(&book.save_to_buffer().expect("written"));
    assert_eq!(manifest.lines.len(), 1);
    assert_eq!(
        manifest.notes,
        [FileNote::SheetNotRead {
            name: "Rekap".into(),
            why: SheetProblem::TooLarge
        }]
    );
}

#[test]
fn a_cell_far_away_is_refused_and_costs_nothing() {
    let bytes = book(|sheet| {
        sheet
            .write(0, 0, "Nama")?
            .write(0, 1, "No Paspor")?
            .write(1_048_575, 16_383, "x")?;
        Ok(())
    });
    assert_eq!(
        read_on(&bytes, "", today()).err(),
        Some(ImportError::TooLarge(Cap::Columns))
    );
}

#[test]
fn a_truncated_workbook_is_unreadable_and_an_empty_one_is_empty() {
    let bytes = book(|sheet| sheet.write(0, 0, "Nama").map(|_| ()));
    assert_eq!(
        read_on(&bytes[..bytes.len() / 2], "", today()).err(),
        Some(ImportError::Unreadable)
    );
    assert_eq!(
        read_on(&book(|_| Ok(())), "", today()).err(),
        Some(ImportError::Empty)
    );
}

/// A copy of a workbook with one part replaced.
pub(super) fn with_part(bytes: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut source = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut target = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let mut file = source.by_index(index).expect("a part");
        let part = file.name().expect("a name").into_owned();
        let mut data = Vec::new();
        file.read_to_end(&mut data).expect("readable");
        target
            .start_file(&part, zip::write::SimpleFileOptions::default())
            .expect("a new part");
        target
            .write_all(if part == name { content } else { &data })
            .expect("written");
    }
    target.finish().expect("an archive").into_inner()
}

#[test]
fn a_zip_bomb_is_refused_before_it_unpacks() {
    let bytes = book(|sheet| sheet.write(0, 0, "Nama").map(|_| ()));
    let bomb = with_part(
        &bytes,
        "xl/sharedStrings.xml",
        &vec![b' '; MAX_UNPACKED as usize + 1],
    );
    assert!(bomb.len() < 1024 * 1024, "small when packed");
    assert_eq!(
        read_on(&bomb, "", today()).err(),
        Some(ImportError::TooLarge(Cap::Unpacked))
    );
}

#[test]
fn an_absurd_count_of_strings_reserves_nothing() {
    let bytes = book(|sheet| sheet.write(0, 0, "Nama").map(|_| ()));
    let xml = b"<?xml version=\"1.0\"?><sst count=\"1\" uniqueCount=\"999999999999999\"><si><t>x</t></si></sst>";
    let trap = with_part(&bytes, "xl/sharedStrings.xml", xml);
    assert_eq!(
        read_on(&trap, "", today()).err(),
        Some(ImportError::Unreadable)
    );
}

#[test]
fn a_table_of_entities_does_not_expand() {
    let bytes = book(|sheet| sheet.write(0, 0, "Nama").map(|_| ()));
    let xml = b"<?xml version=\"1.0\"?><!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">\
        <!ENTITY x SYSTEM \"file:///etc/hostname\">]><sst><si><t>&b;&x;</t></si></sst>";
    let trap = with_part(&bytes, "xl/sharedStrings.xml", xml);
    let result = read_on(&trap, "", today());
    assert!(
        matches!(result, Err(ImportError::Unreadable | ImportError::NoHeader)),
        "{:?}",
        result.err()
    );
}
