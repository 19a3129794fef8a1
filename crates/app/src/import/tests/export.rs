//! Export, import, export: the same bytes, and nobody lost.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn exported(manifest: &ReadManifest) -> Vec<u8> {
    let mut out = Vec::new();
    export(manifest, &mut out).expect("memory takes everything");
    out
}

/// Reads what was exported, and proves that exporting it again changes no byte.
fn again(manifest: &ReadManifest) -> ReadManifest {
    let first = exported(manifest);
    let back = read_on(&first, "", today()).expect("what was exported imports");
    assert_eq!(
        String::from_utf8_lossy(&exported(&back)),
        String::from_utf8_lossy(&first),
        "byte for byte"
    );
    back
}

#[test]
fn every_sample_comes_back_with_its_people_and_its_doubts() {
    for bytes in SAMPLES {
        let manifest = read_on(bytes, "", today()).expect("a sample");
        let back = again(&manifest);
        assert_eq!(back.sailing, manifest.sailing, "ship, day and ports");
        assert_eq!(back.counts(), manifest.counts());
        for (line, other) in manifest.lines.iter().zip(&back.lines) {
            let known = |line: &suar_domain::manifest::ReadLine| line.fields.clone();
            assert!(
                known(line) == known(other),
                "line {} says the same",
                line.line
            );
            let blocks = |line: &suar_domain::manifest::ReadLine| {
                let codes = line.codes().into_iter();
                codes.filter(|code| code.blocks()).collect::<Vec<_>>()
            };
            assert_eq!(blocks(line), blocks(other), "line {}", line.line);
        }
    }
}

#[test]
fn dates_are_iso_and_what_was_no_date_stays() {
    let manifest = reading(
        "Nama,No Paspor,TTL,Berlaku Sampai\n\
         BUDI CONTOH,x 0000-471,\"Nunukan, 5 Mar 1988\",31/12/29\n\
         RATNA CONTOH,X0000472,31/02/1990,\n",
    );
    let text = String::from_utf8(exported(&manifest)).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            "\u{feff}Nama,No Paspor,TTL,Berlaku Sampai,Tempat Lahir",
            "BUDI CONTOH,X0000471,1988-03-05,2029-12-31,Nunukan",
            "RATNA CONTOH,X0000472,31/02/1990,,",
        ]
    );
    again(&manifest);
}

#[test]
fn no_cell_begins_a_formula_and_every_cell_comes_back() {
    let manifest = reading(
        "Nama,No Paspor,No HP,Ket,Warna\n\
         BUDI CONTOH,X0000471,+60 11 0000 0201,\"=HYPERLINK(\"\"http://example.org\"\")\",-2\n\
         @RATNA CONTOH,X0000472,0812,'=1+1,'Aisyah\n",
    );
    let text = String::from_utf8(exported(&manifest)).expect("UTF-8");
    for line in text.lines().skip(1) {
        for cell in line.split(',') {
            let bare = cell.trim_start_matches('"');
            assert!(!bare.starts_with(['=', '+', '-', '@']), "{line}");
        }
    }
    let back = again(&manifest);
    for (line, other) in manifest.lines.iter().zip(&back.lines) {
        assert_eq!(other.cells[3..], line.cells[3..]);
        assert_eq!(other.fields.contact_phone, line.fields.contact_phone);
        assert_eq!(other.fields.full_name, line.fields.full_name);
    }
}

#[test]
fn a_number_that_lost_its_digits_does_not_become_whole() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["Nama", "No Paspor", "NIK"].into_iter().enumerate() {
        let column = u16::try_from(column).expect("small");
        sheet.write(0, column, header).expect("written");
    }
    sheet.write(1, 0, "BUDI CONTOH").expect("written");
    sheet.write(1, 1, 513_000_000).expect("written");
    sheet
        .write(1, 2, 6_503_021_409_010_001_f64)
        .expect("written");
    let bytes = book.save_to_buffer().expect("a workbook");
    let manifest = read_on(&bytes, "", today()).expect("a workbook");
    let expected = [set(["doc_scientific", "nik_scientific"])];
    assert_eq!(codes(&manifest), expected);
    assert_eq!(codes(&again(&manifest)), expected);
}

#[test]
fn one_row_at_a_time_writes_the_same() {
    for bytes in SAMPLES {
        let manifest = read_on(bytes, "", today()).expect("a sample");
        let parsed = parsed::parse(bytes).expect("a table");
        let stream = unread(parsed, today()).expect("a manifest").stream();
        let mut out = Vec::new();
        export_stream(&stream, &mut out).expect("memory takes everything");
        assert!(out == exported(&manifest));
    }
}

/// Cells as lists have them, and such that mean harm.
fn cell() -> impl Strategy<Value = String> {
    let known = select(vec![
        "",
        "-",
        "BUDI CONTOH",
        "SAIFUL",
        "X0000471",
        "x 0000-472",
        "X1234567 (lama)",
        "5,13E+08",
        "14/09/2001",
        "31/02/1990",
        "1988-03-05",
        "Nunukan, 5 Mar 1988",
        "L",
        "P",
        "W",
        "TOTAL",
        "12",
        "#REF!",
        "=A1+1",
        "'=A1+1",
        "+62 812 0000 0101",
        "\"",
        "a\nb",
        "Nama",
        "No Paspor",
        "Jumlah: 3 orang",
        "\u{a0}",
        "KM CONTOH",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "[ -~é]{0,12}"]
}

proptest! {
    #[test]
    fn any_list_comes_back_byte_for_byte(rows in prop::collection::vec(prop::collection::vec(cell(), 7), 0..8)) {
        let mut text = String::from("No,Nama,L/P,No Paspor,Tgl Lahir,Berlaku Sampai,Keterangan\n");
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        let manifest = reading(&text);
        prop_assert_eq!(again(&manifest).lines.len(), manifest.lines.len(), "nobody is lost");
    }
}
