//! Rows, people and sailings come back as they were, and the board shows them in order.

use suar_domain::document::PassportNumber;
use suar_domain::manifest::{
    CellOrigin, DefectCode, Encoding, FileNote, LineState, SheetProblem, SheetRows,
};
use suar_domain::operation::{CorrectLine, ImportManifest, Operation};
use suar_domain::person::TravelDocument;
use suar_domain::screening::Level;
use suar_domain::sensitive::Sensitive;
use suar_domain::text::PlaceName;
use suar_domain::time::PlainDate;
use suar_registry::{BoardEntry, PersonMatch, RegistryError};

use crate::Office;
use crate::world::{
    assessment, at, document, import, importing, line_id, manifest_id, passenger, person_id,
    read_line, sailing, sailing_id, save,
};

fn importing_this(import: &ImportManifest) -> Operation {
    Operation::ImportManifest(Box::new(import.clone()))
}

#[test]
fn rows_come_back_exactly_as_they_were_in_the_file() {
    let office = Office::new();
    let mut import = import(1, 3, &[LineState::ToFix, LineState::Duplicate { of: 2 }]);
    import.reading.lines[1].cells = vec![
        " O'Contoh\u{202e} ".to_owned(),
        "<img onerror=x>".to_owned(),
        "\u{a0}\u{0}\"';--".to_owned(),
        "é".repeat(300),
        String::new(),
    ];
    import.reading.lines[1].origins = vec![(0, CellOrigin::Date), (4, CellOrigin::Number)];
    import.reading.encoding = Encoding::Windows1252;
    import.reading.delimiter = Some(';');
    import.reading.header_line = 4;
    import.reading.file_defects = vec![DefectCode::MergedHeader];
    import.reading.title_lines = vec![1, 2];
    import.reading.skip_lines = vec![3, 11];
    import.reading.footer_lines = vec![12];
    let sheet = |name: &str, before| SheetRows {
        name: name.to_owned(),
        before,
    };
    import.reading.sheets = vec![sheet("Dewasa", 0), sheet("Anak", 7)];
    import.reading.notes = vec![
        FileNote::NoDocumentColumn,
        FileNote::SheetNotRead {
            name: "Rekap".to_owned(),
            why: SheetProblem::Empty,
        },
    ];
    import.file_name = "MANIFES 24 NOV (baru).csv".to_owned();
    office.done(&importing_this(&import));
    let office = office.reopened();

    let stored = office
        .registry
        .manifest(manifest_id(1))
        .expect("a manifest");
    assert_eq!(stored.file_name, import.file_name);
    let mut without_rows = import.reading.clone();
    without_rows.lines.clear();
    assert_eq!(stored.reading, without_rows);
    let lines = office
        .registry
        .manifest_lines(manifest_id(1))
        .expect("rows");
    assert_eq!(lines.len(), 5);
    for (n, (stored, read)) in (1..).zip(lines.iter().zip(&import.reading.lines)) {
        assert_eq!((stored.id, stored.line), (line_id(1, n), read.line));
        assert!(stored.cells == read.cells, "row {n}: to the last character");
        assert_eq!(stored.origins, read.origins);
        assert_eq!(stored.state, read.state);
        assert!(stored.defects == read.defects, "row {n}");
        assert_eq!(stored.departure.is_some(), n <= 3, "clean rows are people");
    }
}

#[test]
fn every_corrected_cell_of_a_row_keeps_its_latest_text() {
    let office = Office::new();
    office.done(&importing_this(&import(1, 1, &[LineState::ToFix])));
    let correct = |row, column, text: &str, state| {
        Operation::CorrectLine(Box::new(CorrectLine {
            manifest: manifest_id(1),
            line: line_id(1, row),
            column,
            text: text.to_owned(),
            lines: vec![(line_id(1, row), read_line(row, state))],
            passengers: Vec::new(),
            corrected: Vec::new(),
        }))
    };
    let duplicate = LineState::Duplicate { of: 2 };
    office.done(&correct(2, 1, "X0000001", duplicate));
    let line = office.registry.manifest_line(line_id(1, 2)).expect("a row");
    assert_eq!(line.state, duplicate, "a correction can make it a double");
    office.done(&correct(2, 0, "REKAAN BARU", LineState::ToFix));
    office.done(&correct(2, 1, "", LineState::ToFix));
    let line = office.registry.manifest_line(line_id(1, 2)).expect("a row");
    let corrections: Vec<_> = line.corrections.into_iter().collect();
    assert_eq!(
        corrections,
        [(0, "REKAAN BARU".to_owned()), (1, String::new())]
    );
    assert_eq!(line.state, LineState::ToFix);

    let error = office.refused(&correct(9, 0, "SIAPA", LineState::Clean));
    assert!(
        matches!(error, RegistryError::NotFound { what: "row" }),
        "{error:?}"
    );
}

fn departures(board: &[BoardEntry]) -> Vec<suar_domain::id::DepartureId> {
    board.iter().map(|entry| entry.departure).collect()
}

#[test]
fn a_board_of_a_thousand_people_is_in_order_and_its_pages_fit_together() {
    let office = Office::new();
    let mut import = import(1, 1_000, &[]);
    let levels = [
        None,
        Some(Level::Lindungi),
        Some(Level::Siap),
        Some(Level::Dalami),
        Some(Level::Lengkapi),
    ];
    for (passenger, level) in import.passengers.iter_mut().zip(levels.iter().cycle()) {
        passenger.assessment = level.map(|level| {
            let mut found = assessment(level);
            found.signs = vec!["TIP-02".to_owned(), "TIP-01".to_owned()];
            found
        });
    }
    office.done(&importing_this(&import));
    office.done(&importing(2, 2));
    let board = office
        .registry
        .board(sailing_id(1), 0, 2_000)
        .expect("a board");
    assert_eq!(board.len(), 1_000, "people of this sailing only");
    let order: Vec<_> = board
        .iter()
        .map(|entry| {
            let number = entry
                .row_no
                .as_deref()
                .and_then(|number| number.parse().ok());
            let place: u32 = number.expect("a number");
            (std::cmp::Reverse(entry.level.unwrap_or(Level::Siap)), place)
        })
        .collect();
    assert!(
        order.is_sorted(),
        "highest level first, then the manifest's order"
    );
    assert_eq!(
        board[0].signs,
        ["TIP-02", "TIP-01"],
        "signs keep their order"
    );
    assert_eq!(
        board.iter().filter(|entry| entry.level.is_none()).count(),
        200
    );

    let mut pages = Vec::new();
    for offset in (0..1_000).step_by(170) {
        let page = office.registry.board(sailing_id(1), offset, 170);
        pages.extend(page.expect("a page"));
    }
    assert_eq!(departures(&pages), departures(&board));
    let counts = office
        .registry
        .level_counts(sailing_id(1))
        .expect("figures");
    assert_eq!(counts.levels, [400, 200, 200, 200]);
    let one = office
        .registry
        .board_entry(board[7].departure)
        .expect("one");
    assert!(one.name == board[7].name && one.document == board[7].document);
}

fn found(office: &Office, text: &str) -> Vec<PersonMatch> {
    let number = PassportNumber::parse(text).expect("a number");
    office.registry.people_by_document(&number).expect("asked")
}

#[test]
fn two_people_with_one_number_are_told_apart_by_their_birth_dates() {
    let office = Office::new();
    let mut import = import(1, 2, &[]);
    let shared = import.passengers[0].person.document.clone();
    let twin = &mut import.passengers[1].person;
    twin.document = shared;
    twin.birth_date = PlainDate::new(1999, 12, 31).ok().map(Sensitive::new);
    office.done(&importing_this(&import));
    let both = found(&office, "x-000 0001");
    assert_eq!(both.len(), 2, "an alarm about the data, to be shown");
    for passenger in &import.passengers {
        let born = &passenger.person.birth_date;
        let same: Vec<_> = (both.iter())
            .filter(|found| found.person.birth_date == *born)
            .collect();
        assert_eq!(same.len(), 1);
        assert_eq!(same[0].person, passenger.person, "everything that is known");
    }
}

#[test]
fn what_is_known_of_a_document_is_completed_and_never_blanked() {
    let office = Office::new();
    office.done(&importing(1, 1));
    let known = found(&office, "X0000001").remove(0).person;
    // The same person on another sailing, with this document.
    let travels = |on, seconds, document: TravelDocument| {
        let mut again = import(on, 1, &[]);
        let place = &mut again.passengers[0];
        place.new_person = false;
        place.person = suar_domain::person::Person {
            document: Some(document),
            ..known.clone()
        };
        place.departure.person = known.id;
        save(&office.registry, at(seconds), &importing_this(&again)).expect("imported");
        let person = office.registry.person(known.id).expect("the person");
        person.document.expect("a document")
    };
    let blank = TravelDocument {
        kind: None,
        number: Sensitive::new(document(1)),
        expires: None,
    };
    let stated = known.document.clone().expect("a document");
    assert_eq!(travels(2, 10, blank), stated, "silence changes nothing");
    let renewed = TravelDocument {
        number: Sensitive::new(document(777)),
        expires: PlainDate::new(2031, 5, 1).ok(),
        ..stated
    };
    assert_eq!(
        travels(3, 20, renewed.clone()),
        renewed,
        "the one seen last is shown"
    );
    for number in ["X0000001", "X0000777"] {
        let person = found(&office, number).remove(0);
        assert_eq!(person.person.id, known.id, "{number} finds her");
        assert_eq!(person.departures.len(), 3);
    }
}

#[test]
fn the_same_vessel_on_the_same_day_is_the_same_sailing_however_it_is_written() {
    let office = Office::new();
    office.done(&importing(7, 1));
    let lookup = |vessel: &str, day| {
        let vessel = PlaceName::parse(vessel).expect("a vessel");
        let date = PlainDate::new(2026, 11, day).expect("a day");
        office
            .registry
            .sailings_of(&vessel, date)
            .expect("readable")
    };
    assert_eq!(lookup("km  contoh 7", 7), [sailing(7)], "all of it");
    assert_eq!(lookup("KM CONTOH 7", 8), []);
    assert_eq!(lookup("KM CONTOH 8", 7), []);
}

#[test]
fn a_file_whose_rows_or_people_are_taken_is_refused_whole() {
    let office = Office::new();
    office.done(&importing(1, 3));
    let mut taken_row = import(2, 40, &[]);
    taken_row.line_ids[39] = line_id(1, 1);
    let mut taken_person = import(2, 40, &[]);
    taken_person.passengers[39].person.id = person_id(1, 1);
    taken_person.passengers[39].departure.person = person_id(1, 1);
    let mut no_sailing = import(2, 5, &[]);
    no_sailing.new_sailing = false;
    let mut nobody = import(2, 5, &[]);
    nobody.passengers[4] = passenger(9, 9, None);
    for misfit in [taken_row, taken_person, no_sailing, nobody] {
        office.refused(&importing_this(&misfit));
    }
    office.done(&importing(2, 40));
    assert_eq!(office.registry.people_count().expect("a count"), 43);
}
