//! Errors of the spreadsheet and formulas without a result: in no column do they vanish.

use rust_xlsxwriter::Workbook;

use super::workbooks::with_part;
use super::*;

const HEADER: &str = "Nama,JK,No Paspor,Tgl Lahir,Berlaku Sampai,Tgl Terbit,NIK,No HP,Agen";
const ROW: [&str; 9] = [
    "BUDI CONTOH",
    "L",
    "X0000471",
    "14/09/2001",
    "20/05/2030",
    "15/01/2024",
    "6503021409010001",
    "081200000101",
    "PT CONTOH",
];

/// What is said when one cell of an ordinary row is replaced, and whether the row is clean.
fn with(column: usize, cell: &str) -> (BTreeSet<&'static str>, bool) {
    let mut row = ROW;
    row[column] = cell;
    let row: Vec<String> = row.iter().map(|cell| format!("\"{cell}\"")).collect();
    let manifest = reading(&format!("{HEADER}\n{}\n", row.join(",")));
    let clean = manifest.lines[0].state == LineState::Clean;
    (codes(&manifest).remove(0), clean)
}

#[test]
fn an_error_in_any_cell_is_a_defect_of_it() {
    assert_eq!(with(0, ROW[0]), (set([]), true), "without an error");
    for cell in ["#VALUE!", "#REF!", "#N/A", "########", "=VLOOKUP(A2;B:C;2)"] {
        for (column, expected) in [
            (0, (set(["name_missing"]), false)),
            (1, (set(["sex_unknown"]), true)),
            (2, (set(["doc_missing"]), false)),
            (3, (set(["date_invalid"]), false)),
            (4, (set(["date_invalid"]), false)),
            (5, (set(["date_invalid"]), false)),
            (6, (set(["nik_shape"]), true)),
            (7, (set(["phone_shape"]), true)),
        ] {
            assert_eq!(with(column, cell), expected, "{cell} in column {column}");
        }
    }
}

#[test]
fn a_column_without_codes_has_a_note_and_no_value() {
    let manifest = reading(
        "Nama,No Paspor,Agen,Kapal,Warna\n\
         BUDI CONTOH,X0000471,#REF!,#N/A,#REF!\n\
         RATNA CONTOH,X0000472,PT CONTOH,KM CONTOH,\n",
    );
    let note = |header: &str| FileNote::CellsNotRead {
        header: header.into(),
    };
    assert_eq!(
        manifest.notes,
        [note("Agen"), note("Kapal")],
        "an unknown column is not read anyway"
    );
    assert_eq!(manifest.lines[0].fields.agency, None);
    assert!(manifest.lines[1].fields.agency.is_some());
    let vessel = manifest.sailing.vessel.as_ref().map(|name| name.as_str());
    assert_eq!(vessel, Some("KM CONTOH"), "an error is no vessel");
}

#[test]
fn the_words_name_the_error_and_not_an_empty_cell() {
    let said = |column: usize, cell: &str| {
        let mut row = ROW;
        row[column] = cell;
        let manifest = reading(&format!("{HEADER}\n{}\n", row.join(",")));
        problem_in(&manifest.lines[0].defects[0]).en
    };
    let error = said(2, "#REF!");
    assert!(error.contains("error of the spreadsheet"), "{error}");
    for column in [0, 1, 3, 4, 5, 6, 7] {
        assert_eq!(said(column, "#N/A"), error, "column {column}");
    }
    let empty = problem(DefectCode::DocMissing).en;
    assert_eq!(said(2, ""), empty);
    for cell in ["hilang", "0000", "X1234567 (lama)", "X0000471/X0000472"] {
        assert_ne!(said(2, cell), empty, "{cell}: the cell is not empty");
    }
}

#[test]
fn a_number_with_words_beside_it_waits_for_an_officer() {
    for cell in ["X1234567 (lama)", "X1234567 lama", "Paspor X1234567"] {
        assert_eq!(
            with(2, cell),
            (set(["doc_missing", "doc_shape"]), false),
            "{cell}"
        );
    }
}

#[test]
fn a_sum_that_was_never_computed_is_no_passenger() {
    let manifest =
        reading("No,Nama,No Paspor,Berat\n1,BUDI CONTOH,X0000471,20\n,JUMLAH,,=SUM(D2:D2)\n");
    assert_eq!(manifest.lines.len(), 1);
    assert_eq!(manifest.footer_lines, [3]);
}

/// Formulas as programs write them that compute nothing: without a result, shared, and with an error as the result.
const SHEET: &[u8] = br#"<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>Nama</t></is></c><c r="B1" t="inlineStr"><is><t>No Paspor</t></is></c>
<c r="C1" t="inlineStr"><is><t>Tgl Lahir</t></is></c><c r="D1" t="inlineStr"><is><t>Berlaku Sampai</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>BUDI CONTOH</t></is></c><c r="B2"><f>VLOOKUP(A2,Z:Z,1)</f><v></v></c>
<c r="C2"><f t="shared" ref="C2:C3" si="0">DATE(1990,1,1)</f></c><c r="D2" t="e"><f>Z1</f><v>#REF!</v></c></row>
<row r="3"><c r="A3" t="inlineStr"><is><t>RATNA CONTOH</t></is></c><c r="B3" t="str"><f>"X0000472"</f><v>X0000472</v></c>
<c r="C3"><f t="shared" si="0"/></c><c r="D3" t="str"><f>IF(Z1="","","x")</f><v></v></c></row>
</sheetData></worksheet>"#;

#[test]
fn formulas_of_a_workbook_without_a_result_are_named() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "Nama").expect("written");
    let bytes = book.save_to_buffer().expect("written");
    let bytes = with_part(&bytes, "xl/worksheets/sheet1.xml", SHEET);
    let manifest = read_on(&bytes, "", today()).expect("a workbook");
    assert_eq!(
        codes(&manifest),
        [set(["doc_missing", "date_invalid"]), set(["date_invalid"]),],
        "a formula with an empty text as its result is an empty cell"
    );
    assert_eq!(
        manifest.lines[0].cells,
        [
            "BUDI CONTOH",
            "=VLOOKUP(A2,Z:Z,1)",
            "=DATE(1990,1,1)",
            "#REF!"
        ]
    );
    assert_eq!(manifest.lines[1].cells[2], "=DATE(1990,1,1)");
    assert_eq!(
        reinterpret(&manifest, &[]),
        manifest,
        "stored rows are read the same again"
    );
}
