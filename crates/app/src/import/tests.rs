//! Whole files in, whole readings out.

use std::collections::BTreeSet;

use suar_domain::manifest::{CellOrigin, LineState};

use super::*;

const SAMPLES: [&[u8]; 3] = [
    include_bytes!("../../../../tests/fixtures/manifests/manifest-1-merged-header.csv"),
    include_bytes!("../../../../tests/fixtures/manifests/manifest-2-semicolon-cp1252.csv"),
    include_bytes!("../../../../tests/fixtures/manifests/manifest-3-repeated-header.csv"),
];

fn today() -> PlainDate {
    "2026-11-24".parse().expect("a day")
}

fn reading(text: &str) -> ReadManifest {
    read_on(text.as_bytes(), "uji.csv", today()).expect("a manifest")
}

/// Codes of every row.
fn codes(manifest: &ReadManifest) -> Vec<BTreeSet<&'static str>> {
    manifest
        .lines
        .iter()
        .map(|line| line.codes().into_iter().map(DefectCode::as_str).collect())
        .collect()
}

fn set<const N: usize>(codes: [&'static str; N]) -> BTreeSet<&'static str> {
    codes.into_iter().collect()
}

/// The codes of a table with one row.
fn row_codes(header: &str, row: &str) -> BTreeSet<&'static str> {
    let manifest = reading(&format!("{header}\n{row}\n"));
    assert_eq!(manifest.lines.len(), 1, "{row} is a passenger");
    codes(&manifest).remove(0)
}

#[test]
fn codes_are_given_for_what_they_mean() {
    let header =
        "Nama,JK,No Paspor,Tgl Lahir,Berlaku Sampai,Tgl Terbit,NIK,No HP,Kewarganegaraan,Ket";
    for (row, expected) in [
        (
            "BUDI CONTOH,L,X0000471,14/09/2001,20/05/2030,2024-01-15,6503021409010001,081200000101,WNI,",
            set([]),
        ),
        (
            "BUDI CONTOH,L,X0000471,14/09/2001,20/05/2030,31/02/2024,,,WNI,",
            set([]),
        ),
        (
            "BUDI CONTOH,L,x0000471,14/09/2001,20/05/2030,,,,,",
            set(["doc_spaces"]),
        ),
        (
            "BUDI CONTOH,L,X-0000.471,14/09/2001,20/05/2030,,,,,",
            set(["doc_spaces"]),
        ),
        (
            "BUDI CONTOH,L,X\u{a0}0000471,14/09/2001,20/05/2030,,,,,",
            set(["doc_spaces", "nbsp"]),
        ),
        (
            "BUDI CONTOH,L,12345678,14/09/2001,20/05/2030,,,,,",
            set(["doc_shape"]),
        ),
        (
            "BUDI CONTOH,L,X1,14/09/2001,20/05/2030,,,,,",
            set(["doc_shape"]),
        ),
        (
            "BUDI CONTOH,L,-,14/09/2001,20/05/2030,,,,,",
            set(["doc_missing"]),
        ),
        (
            "BUDI CONTOH,L,belum ada,14/09/2001,20/05/2030,,,,,",
            set(["doc_missing"]),
        ),
        (
            "BUDI CONTOH,L,0,14/09/2001,20/05/2030,,,,,",
            set(["doc_missing"]),
        ),
        (
            "BUDI CONTOH,L,000000,14/09/2001,20/05/2030,,,,,",
            set(["doc_missing"]),
        ),
        (
            "BUDI CONTOH,L,belum,14/09/2001,20/05/2030,,,,,",
            set(["doc_missing"]),
        ),
        (
            "BUDI CONTOH,L,dalam proses,14/09/2001,20/05/2030,,,,,",
            set(["doc_missing"]),
        ),
        (
            "BUDI CONTOH,L,X0000471/X0000472,14/09/2001,20/05/2030,,,,,",
            set(["doc_missing", "doc_shape"]),
        ),
        (
            "BUDI CONTOH,L,X0000471 dan X0000472,14/09/2001,20/05/2030,,,,,",
            set(["doc_missing", "doc_shape"]),
        ),
        (
            "BUDI CONTOH,L,X0000471,13/05/2035,20/05/2036,,,,,",
            set(["date_invalid"]),
        ),
        (
            "BUDI CONTOH,L,X0000471,2035-05-04,20/05/2036,,,,,",
            set(["date_invalid"]),
        ),
        (
            "BUDI CONTOH,L,X0000471,13/05/1835,20/05/2030,,,,,",
            set(["date_invalid"]),
        ),
        ("BUDI CONTOH,L,X0000471,24/11/2026,20/05/2030,,,,,", set([])),
        (
            "BUDI CONTOH,L,5.13E+08,14/09/2001,20/05/2030,,,,,",
            set(["doc_scientific"]),
        ),
        (
            "BUDI CONTOH,L,X0000471,03.04.1979,20/05/2030,,,,,",
            set(["date_format", "date_ambiguous"]),
        ),
        (
            "BUDI CONTOH,L,X0000471,03/04/1979,2030-05-20,,,,,",
            set(["date_format", "date_ambiguous"]),
        ),
        (
            "BUDI CONTOH,L,X0000471,31/02/1992,20/05/2030,,,,,",
            set(["date_invalid"]),
        ),
        (
            "BUDI CONTOH,L,X0000471,14/09/2001,2030-02-30,,,,,",
            set(["date_invalid"]),
        ),
        ("BUDI CONTOH,L,X0000471,,-,,,,,", set([])),
        (
            "BUDI,L,X0000471,14/09/2001,20/05/2030,,,,,",
            set(["mononym"]),
        ),
        (
            "-,L,X0000471,14/09/2001,20/05/2030,,,,,",
            set(["name_missing"]),
        ),
        (
            "BUDI CONTOH,X?,X0000471,14/09/2001,20/05/2030,,,,,",
            set(["sex_unknown"]),
        ),
        ("BUDI CONTOH,,X0000471,14/09/2001,20/05/2030,,,,,", set([])),
        (
            "BUDI CONTOH,L,X0000471,14/09/2001,20/05/2030,,650302,0812,WNI,",
            set(["nik_shape", "phone_shape"]),
        ),
        (
            "BUDI CONTOH,L,X0000471,14/09/2001,20/05/2030,,6.50302E+15,081200000101/081200000102,,",
            set(["nik_scientific"]),
        ),
        (
            "BUDI CONTOH,L,X0000471,14/09/2001,20/05/2030,,,,,bayi 1 31/02/1999 X?",
            set([]),
        ),
        (
            "BUDI\u{a0}CONTOH,L,X0000471,14/09/2001,20/05/2030,,,,,",
            set(["nbsp"]),
        ),
        (
            "BUDI \u{202e}CONTOH,L,X0000471,14/09/2001,20/05/2030,,,,,",
            set(["nbsp"]),
        ),
        (
            "BUDI  CONTOH ,L,X0000471,14/09/2001,20/05/2030,,,\u{a0},,",
            set([]),
        ),
    ] {
        assert_eq!(row_codes(header, row), expected, "{row}");
    }
}

#[test]
fn a_column_that_does_not_exist_has_no_defects() {
    assert_eq!(
        row_codes("No,Nama,Umur", "1,BUDI CONTOH,35"),
        set([]),
        "no document column, nothing missing"
    );
}

#[test]
fn a_file_without_document_numbers_says_so() {
    let notes = |header: &str| reading(&format!("{header}\n1,BUDI CONTOH,35\n")).notes;
    assert_eq!(notes("No,Nama,Umur"), [FileNote::NoDocumentColumn]);
    assert_eq!(notes("No,Nama,No Paspor"), []);
}

#[test]
fn two_numbers_in_one_cell_stay_visible_and_are_named() {
    let manifest = reading("Nama,No Paspor\nBUDI CONTOH,X0000471 / X0000472\n");
    let line = &manifest.lines[0];
    assert_eq!(line.state, LineState::ToFix);
    assert_eq!(line.fields.document_number, None, "none is guessed");
    let missing = |code| line.defects.iter().find(|defect| defect.code == code);
    let missing = missing(DefectCode::DocMissing).expect("no number is known");
    assert_ne!(problem_in(missing), problem(DefectCode::DocMissing));
    let empty = reading("Nama,No Paspor\nBUDI CONTOH,\n");
    let missing = &empty.lines[0].defects[0];
    assert_eq!(problem_in(missing), problem(DefectCode::DocMissing));
}

#[test]
fn a_column_called_date_is_the_day_of_sailing_only_when_it_can_be() {
    let read = |rows: &str| {
        let manifest = reading(&format!("Nama,No Paspor,Tgl\n{rows}"));
        (manifest.sailing.date.map(|d| d.to_string()), manifest.notes)
    };
    let unclear = || {
        vec![FileNote::DateColumnUnclear {
            header: "Tgl".into(),
        }]
    };
    let two = "BUDI CONTOH,X0000471,02/03/2026\nRATNA CONTOH,X0000472,02/03/2026\n";
    assert_eq!(read(two), (Some("2026-03-02".into()), vec![]));
    for births in [
        "BUDI CONTOH,X0000471,14/09/2001\nRATNA CONTOH,X0000472,05/03/1988\n",
        "BUDI CONTOH,X0000471,14/09/2001\nRATNA CONTOH,X0000472,14/09/2001\n",
        "BUDI CONTOH,X0000471,14/09/2001\n",
        "BAYI CONTOH,X0000471,02/03/2026\n",
    ] {
        assert_eq!(read(births), (None, unclear()), "{births}");
    }
    let labelled = reading("Nama,No Paspor,Tgl Berangkat\nBUDI CONTOH,X0000471,02/03/2026\n");
    assert!(labelled.sailing.date.is_some() && labelled.notes.is_empty());
}

#[test]
fn a_line_of_sums_is_a_footer_and_a_person_called_total_is_not() {
    let lines = |row: &str| {
        let text = format!(
            "No,Nama,L/P,No Paspor,Tgl Lahir,Berat\n1,BUDI CONTOH,L,X0000471,14/09/2001,20\n{row}\n"
        );
        let manifest = reading(&text);
        (manifest.lines.len(), manifest.footer_lines)
    };
    for sums in [
        "2,TOTAL,,,,20",
        "2,JUMLAH,,1,,20",
        ",Jumlah penumpang,,1 orang,,20",
        ",TOTAL,,12345,,\"1.250,5\"",
        "2,GRAND TOTAL,,,,",
    ] {
        assert_eq!(lines(sums), (1, vec![3]), "{sums}");
    }
    for person in [
        "2,TOTAL,L,X0000472,15/09/2001,20",
        "2,TOTAL,,X0000472,,",
        "2,JUMLAH,P,,15/09/2001,",
        "2,TOTALINA CONTOH,,,,20",
    ] {
        assert_eq!(lines(person), (2, vec![]), "{person}");
    }
}

#[test]
fn duplicates_and_conflicts_compare_persons() {
    let manifest = reading(
        "No,Nama,No Paspor,Tgl Lahir\n\
         1,HASAN CONTOH,X0000603,01/02/1980\n\
         2,RUDI CONTOH,X0000603,09/09/1991\n\
         3,\"Contoh, Hasan\",x 0000603,01-02-1980\n\
         4,MELATI CONTOH,X0000604,07/01/1999\n\
         5,MELATI CONTOH,X0000604,01/07/1999\n\
         6,MELATI CONTOH,X0000604,\n\
         7,RATNA CONTOH,X0000605,01/01/1990\n\
         8,RATNA CONTOH,X0000605,15/08/1975\n\
         9,,X0000604,\n",
    );
    let state: Vec<_> = manifest.lines.iter().map(|line| line.state).collect();
    assert_eq!(
        state,
        [
            LineState::ToFix,
            LineState::ToFix,
            LineState::Duplicate { of: 2 },
            LineState::Clean,
            LineState::Duplicate { of: 5 },
            LineState::Duplicate { of: 5 },
            LineState::ToFix,
            LineState::ToFix,
            LineState::ToFix,
        ]
    );
    let codes = codes(&manifest);
    assert_eq!(codes[0], set(["doc_conflict", "date_ambiguous"]));
    assert_eq!(codes[1], set(["doc_conflict"]));
    assert_eq!(
        codes[2],
        set(["duplicate_row"]),
        "no other code for a duplicate"
    );
    assert_eq!(
        codes[6],
        set(["doc_conflict"]),
        "same name, another birth date: an officer decides"
    );
    assert_eq!(
        codes[8],
        set(["name_missing"]),
        "a row without a name is nobody else"
    );
}

#[test]
fn every_line_is_accounted_for() {
    let text = "MANIFES PENUMPANG,,,\n\
         ,,,\n\
         KM CONTOH,,Tanggal: 02/03/2026,\n\
         No,Nama,No Paspor,Ket\n\
         1,2,3,4\n\
         1,MELATI CONTOH,X0000471,\n\
         \n\
         MANIFES PENUMPANG,,,\n\
         No.,NAMA,No. Paspor,Ket\n\
         2,SAIFUL,X0000472,Nakhoda lama\n\
         ANAK-ANAK,,,\n\
         3,,,\n\
         4,RATNA CONTOH,,\n\
         5,,,\n\
         6,,,\n\
         ,,,\n\
         ,Jumlah,4,\n\
         ,,,\"Nunukan, 2 Maret 2026\"\n\
         Mengetahui,,,\n\
         ,(..........),,\n\
         ,BUDI CONTOH,,\n";
    let manifest = reading(text);
    let lines: Vec<u32> = manifest.lines.iter().map(|line| line.line).collect();
    assert_eq!(manifest.header_line, 4);
    assert_eq!(
        lines,
        [6, 10, 12, 13],
        "a numbered line between passengers stays visible"
    );
    assert_eq!(manifest.title_lines, [1, 3]);
    assert_eq!(manifest.skip_lines, [2, 5, 7, 8, 9, 11, 14, 15, 16]);
    assert_eq!(
        manifest.footer_lines,
        [17, 18, 19, 20, 21],
        "after the signatures a name alone is a signature"
    );
    assert_eq!(
        manifest.file_defects,
        [
            DefectCode::MergedHeader,
            DefectCode::TitleRow,
            DefectCode::FooterRow
        ]
    );
}

#[test]
fn a_header_of_two_lines_is_read_as_one() {
    let manifest = reading(
        "No,Nama Lengkap,L/P,PASPOR,,LAHIR,,No HP\n\
         ,,,No,Berlaku Sampai,Tempat,Tanggal,\n\
         1,MELATI CONTOH,P,X0000471,20/05/2031,Bone,14/09/2001,081200000101\n",
    );
    assert_eq!(manifest.header_line, 2);
    assert_eq!(manifest.file_defects, [DefectCode::MergedHeader]);
    let fields = &manifest.lines[0].fields;
    assert_eq!(
        fields.document_number.as_ref().map(|n| n.as_str()),
        Some("X0000471")
    );
    assert_eq!(
        fields.birth_date.map(|d| d.to_string()).as_deref(),
        Some("2001-09-14")
    );
    assert_eq!(
        fields.birth_place.as_ref().map(|p| p.as_str()),
        Some("Bone")
    );
    assert!(
        fields.contact_phone.is_some(),
        "a header merged downwards counts"
    );
    assert!(manifest.lines[0].defects.is_empty());
}

#[test]
fn title_and_group_lines_are_told_apart() {
    use DefectCode as C;
    let header = "No,Nama,No Paspor,Tgl Lahir\n1,MELATI CONTOH,X0000471,14/09/2001\n";
    for (above, expected) in [
        ("", vec![]),
        ("DAFTAR PENUMPANG,,,\n", vec![C::MergedHeader]),
        ("PT CONTOH LINES\n", vec![C::MergedHeader]),
        ("Agen: PT CONTOH\nKapal: KM CONTOH\n", vec![C::TitleRow]),
        (
            "Kapal: KM CONTOH,,Tanggal: 02/03/2026,\n",
            vec![C::TitleRow],
        ),
        (
            "MANIFES KM CONTOH 02/03/2026,,,\n",
            vec![C::MergedHeader, C::TitleRow],
        ),
        ("sep=,\n", vec![]),
        (",,,\n", vec![]),
    ] {
        assert_eq!(
            reading(&format!("{above}{header}")).file_defects,
            expected,
            "{above:?}"
        );
    }
}

#[test]
fn a_header_in_line_30_and_names_in_two_columns_are_found() {
    let mut text: String = (1..30).map(|n| format!("Keterangan umum {n}\n")).collect();
    text.push_str("Bil,Surname,Given Names,Jantina,No Pasport,Tarikh Lahir,Warganegara\n1,CONTOH,MARTHA,P,X0000605,25 Disember 1987,WNI\n2,SAIFUL,,L,X0000606,1/1/1990,WNI\n");
    let manifest = reading(&text);
    assert_eq!(manifest.header_line, 30);
    let names: Vec<_> = manifest
        .lines
        .iter()
        .filter_map(|l| l.fields.full_name.as_ref())
        .map(|n| n.as_str())
        .collect();
    assert_eq!(names, ["MARTHA CONTOH", "SAIFUL"]);
    assert_eq!(codes(&manifest), [set(["date_format"]), set(["mononym"])]);
}

#[test]
fn hostile_names_are_only_text() {
    let long = "A".repeat(150) + " " + &"B".repeat(149);
    let too_long = "C ".repeat(200);
    let manifest = reading(&format!(
        "Nama,No Paspor\n<img src=x onerror=alert(1)>,X0000471\n\"'; DROP TABLE person; --\",X0000472\n\
         =HYPERLINK(\"http://example.org\"),X0000473\n{long},X0000474\n{too_long},X0000475\n\u{202e}OTNOC ITALEM,X0000476\n"
    ));
    let names: Vec<_> = manifest
        .lines
        .iter()
        .map(|l| l.fields.full_name.as_ref().map(|n| n.as_str().to_owned()))
        .collect();
    assert_eq!(names[0].as_deref(), Some("<img src=x onerror=alert(1)>"));
    assert_eq!(names[1].as_deref(), Some("'; DROP TABLE person; --"));
    assert_eq!(
        names[3].as_deref(),
        Some(long.as_str()),
        "300 characters are a name"
    );
    assert_eq!(names[4], None, "400 are not");
    assert_eq!(names[5].as_deref(), Some("OTNOC ITALEM"));
    assert_eq!(
        manifest.lines[5].cells[0], "\u{202e}OTNOC ITALEM",
        "the cell keeps what was sent"
    );
}

#[test]
fn files_that_are_no_manifests_say_so() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
    let wide = format!("Nama,No Paspor\n{}x\n", ",".repeat(70));
    for (bytes, expected) in [
        (&png[..], ImportError::NotATable(Foreign::Picture("PNG"))),
        (b"", ImportError::Empty),
        (b"\xef\xbb\xbf \r\n", ImportError::Empty),
        (b"Halo,apa kabar\n1,2\n", ImportError::NoHeader),
        (
            b"\0\x01\x02\x03\x04",
            ImportError::NotATable(Foreign::Binary),
        ),
        (wide.as_bytes(), ImportError::TooLarge(Cap::Columns)),
        (
            &vec![b'a'; MAX_FILE + 1][..],
            ImportError::TooLarge(Cap::File),
        ),
        (b"PK\x03\x04 not really", ImportError::Unreadable),
    ] {
        assert_eq!(
            read_on(bytes, "manifes.xlsx", today()).err(),
            Some(expected)
        );
    }
}

#[test]
fn a_file_with_only_a_header_has_no_rows() {
    let manifest = reading("No,Nama,No Paspor\n");
    assert_eq!(manifest.counts().rows, 0);
    assert_eq!(manifest.columns.len(), 3);
}

#[test]
fn a_correction_in_place_reads_everything_again() {
    let manifest = reading(
        "No,Nama,No Paspor,Tgl Lahir\n1,HASAN CONTOH,X0000603,09/09/1980\n2,RUDI CONTOH,X0000603,09/09/1991\n3,ANI CONTOH\n",
    );
    assert_eq!(manifest.counts().to_fix, 3);
    let fixed = reinterpret(
        &manifest,
        &[
            (3, 2, "X0000604".into()),
            (4, 2, "X0000605".into()),
            (99, 0, "x".into()),
        ],
    );
    assert_eq!(
        fixed.counts().clean,
        3,
        "the other row of the conflict is clean too"
    );
    assert_eq!(fixed.lines[1].cells[2], "X0000604");
    let doubled = reinterpret(
        &fixed,
        &[(4, 1, "RUDI CONTOH".into()), (4, 2, "X0000604".into())],
    );
    assert_eq!(doubled.lines[2].state, LineState::Duplicate { of: 3 });
    assert_eq!(
        reinterpret(&manifest, &[]),
        manifest,
        "without corrections nothing changes"
    );
}

#[test]
fn two_hundred_thousand_rows_are_read_and_one_more_is_refused() {
    let mut text = String::from("No,Nama,L/P,No Paspor,Tgl Lahir\n");
    for n in 0..MAX_ROWS {
        text.push_str(&format!("{n},MELATI CONTOH {n},P,X{n:07},14/09/2001\n"));
    }
    let manifest = reading(&text);
    assert_eq!(manifest.counts().clean, MAX_ROWS);
    text.push_str("1,SATU LAGI,L,Y0000001,14/09/2001\n");
    assert_eq!(
        read_on(text.as_bytes(), "", today()).err(),
        Some(ImportError::TooLarge(Cap::Rows))
    );
}

#[test]
fn a_hundred_thousand_namesakes_on_one_passport_cost_no_more() {
    let mut text = String::from("Nama,No Paspor\n");
    for n in 0..100_000 {
        text.push_str(&format!("MELATI CONTOH {},X0000001\n", n % 50_000));
    }
    let counts = reading(&text).counts();
    assert_eq!((counts.to_fix, counts.duplicate), (50_000, 50_000));
}

/// A small generator of repeatable disorder.
struct Disorder(u64);

impl Disorder {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("small")
    }
}

#[test]
fn no_damage_to_a_file_is_too_much() {
    const PIECES: [&str; 12] = [
        "\"", ",", ";", "\n", "\r", "\u{a0}", "\u{202e}", "é", "31/12", "No,Nama", "::", "km ",
    ];
    let mut disorder = Disorder(0x5EED);
    for round in 0..600 {
        let mut bytes = SAMPLES[round % 3].to_vec();
        for _ in 0..=disorder.below(8) {
            let at = disorder.below(bytes.len());
            match disorder.below(4) {
                0 => bytes[at] = u8::try_from(disorder.below(256)).expect("a byte"),
                1 if bytes.len() > 9 => drop(bytes.remove(at)),
                2 => bytes.truncate(at.max(9)),
                _ => drop(bytes.splice(at..at, PIECES[disorder.below(12)].bytes())),
            }
        }
        let Ok(manifest) = read_on(&bytes, "", today()) else {
            continue;
        };
        let known = manifest
            .lines
            .iter()
            .map(|l| l.line)
            .chain(manifest.skip_lines.iter().copied());
        let known = known
            .chain(manifest.title_lines.iter().copied())
            .chain(manifest.footer_lines.iter().copied());
        let lines: Vec<u32> = known.chain([manifest.header_line]).collect();
        let distinct: BTreeSet<u32> = lines.iter().copied().collect();
        assert_eq!(
            lines.len(),
            distinct.len(),
            "round {round}: a line is one thing only"
        );
        assert_eq!(
            reinterpret(&manifest, &[]).lines,
            manifest.lines,
            "round {round}: reading again is the same"
        );
    }
}

mod broken;
mod corpus;
mod export;
mod same_column;
mod workbooks;

#[test]
fn one_row_at_a_time_gives_the_same_as_all_at_once() {
    let text = "No,Nama,No Paspor,Tgl Lahir\n\
        1,MELATI CONTOH,X0000471,14/09/2001\n\
        2,MELATI CONTOH,X 0000471,14/09/2001\n\
        3,RATNA CONTOH,X0000472,31/02/1990\n\
        4,SITI CONTOH,X0000473,01/02/1990\n\
        5,ANI CONTOH,X0000473,03/02/1991\n\
        6,SAIFUL,,\n";
    let all = reading(text);
    let parsed = parsed::parse(text.as_bytes()).expect("a table");
    let stream = unread(parsed, today()).expect("a manifest").stream();
    assert_eq!(stream.lines().collect::<Vec<_>>(), all.lines);
    assert_eq!(stream.counts(), all.counts());
    let numbers: Vec<u32> = all.lines.iter().map(|line| line.line).collect();
    assert_eq!(stream.line_numbers().collect::<Vec<_>>(), numbers);
}
