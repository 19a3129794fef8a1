//! What an officer typed, what the rules found and who someone is: in no file, in no `Debug`, in no error.

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use suar_domain::manifest::LineState;
use suar_domain::nik::Nik;
use suar_domain::operation::{CorrectLine, Operation, ScreeningResult};
use suar_domain::screening::Level;
use suar_domain::sensitive::Sensitive;
use suar_domain::time::PlainDate;

use crate::Office;
use crate::world::{
    answering_with, assessment, import, importing, line_id, manifest_id, opening, person_id,
    sailing_id,
};

const NIK: &str = "6405015703910007";
const BORN: &str = "1991-03-17";
const CELL: &str = "SERUNI PETUNJUK SEKALI";
const FOUND: &str = "petunjuk-di-sel";
const ASIDE: &str = "petunjuk bukan penumpang";
const AGENCY: &str = "PT PETUNJUK REKAAN";
const SIGN: &str = "TIP-77";
const PLANTED: [&str; 7] = [NIK, BORN, CELL, FOUND, ASIDE, AGENCY, SIGN];

fn planted() -> Office {
    let office = Office::new();
    let mut import = import(1, 1, &[LineState::ToFix]);
    let place = &mut import.passengers[0];
    place.person.nik = Some(Sensitive::new(Nik::parse(NIK).expect("a NIK")));
    place.person.birth_date = PlainDate::new(1991, 3, 17).ok().map(Sensitive::new);
    place.departure.agency = Some(AGENCY.to_owned());
    import.reading.lines[1].defects[0].found = Sensitive::new(FOUND.to_owned());
    office.done(&Operation::ImportManifest(Box::new(import)));
    office.done(&Operation::CorrectLine(Box::new(CorrectLine {
        manifest: manifest_id(1),
        line: line_id(1, 2),
        column: 0,
        text: CELL.to_owned(),
        lines: Vec::new(),
        passengers: Vec::new(),
        corrected: Vec::new(),
    })));
    office.done(&Operation::SetLineAside {
        line: line_id(1, 2),
        reason: Some(ASIDE.to_owned()),
        passengers: Vec::new(),
    });
    office.done(&opening(1, 1, 1));
    let mut found = assessment(Level::Lindungi);
    found.signs = vec![SIGN.to_owned()];
    let result = ScreeningResult {
        assessment: Some(found),
        alert: None,
    };
    office.done(&answering_with(1, "K1", "1", result));
    office
}

/// Every place in a folder where one of the texts stands in clear, in any letter case.
fn in_clear(folder: &Path, texts: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("files") {
        let path = entry.expect("a file").path();
        let bytes = fs::read(&path).expect("its bytes").to_ascii_lowercase();
        for text in texts {
            let plain = text.to_ascii_lowercase().into_bytes();
            if bytes.windows(plain.len()).any(|window| window == plain) {
                found.push(format!("{text} in {}", path.display()));
            }
        }
    }
    found
}

#[test]
fn what_officers_type_and_what_rules_find_is_in_no_file_nor_are_the_words_of_the_schema() {
    let office = planted();
    let words = [
        "people",
        "manifest_lines",
        "CREATE TABLE",
        "lindungi",
        "KM CONTOH",
    ];
    let texts = [&PLANTED[..], &words].concat();
    let folder = office.folder.path();
    assert_eq!(in_clear(folder, &texts), [""; 0], "while open");
    office
        .registry
        .checkpoint()
        .expect("moved into the main file");
    assert_eq!(in_clear(folder, &texts), [""; 0], "in the main file");
    let Office { folder, registry } = office;
    drop(registry);
    assert_eq!(in_clear(folder.path(), &texts), [""; 0], "after closing");
    let account = in_clear(folder.path(), &["Rekaan Tanjung"]);
    assert_eq!(
        account.len(),
        1,
        "the search works: that name is in the key file"
    );
}

#[test]
fn the_secret_half_of_the_device_key_is_in_no_file_and_differs_on_every_computer() {
    let office = Office::new();
    let key = office.registry.device_key().expect("a key");
    let other = Office::new().registry.device_key().expect("a key");
    assert_ne!(key.seed(), other.seed());
    office
        .registry
        .checkpoint()
        .expect("moved into the main file");
    for entry in fs::read_dir(office.folder.path()).expect("files") {
        let bytes = fs::read(entry.expect("a file").path()).expect("its bytes");
        assert!(!bytes.windows(32).any(|window| window == key.seed()));
    }
}

fn hides<T: Debug>(value: &T) {
    let printed = format!("{value:?}");
    // An agency stands on every manifest and names no person.
    let shown = PLANTED
        .iter()
        .find(|text| **text != AGENCY && printed.contains(**text));
    assert_eq!(shown, None, "{printed}");
}

#[test]
fn no_row_shows_what_rules_found_or_officers_typed() {
    let office = planted();
    let registry = &office.registry;
    let board = registry.board(sailing_id(1), 0, 10).expect("a board");
    assert_eq!(
        board[0].signs,
        [SIGN],
        "it is there for those who may see it"
    );
    hides(&board);
    hides(&registry.board_entry(board[0].departure));
    hides(&registry.assessment(board[0].departure));
    hides(&registry.departure(board[0].departure));
    hides(&registry.person(person_id(1, 1)));
    hides(&registry.sailings());
    hides(&registry.manifests_of(sailing_id(1)));
    let line = registry.manifest_line(line_id(1, 2)).expect("a row");
    hides(&line.defects);
    hides(&registry.outbox_after(0, usize::MAX));
    hides(&registry.audit_tail(100));
    hides(&registry.level_counts(sailing_id(1)));
}

#[test]
fn errors_show_nothing_of_the_people_they_are_about() {
    let office = planted();
    let mut taken = import(2, 1, &[]);
    taken.passengers[0].person = office.registry.person(person_id(1, 1)).expect("known");
    taken.passengers[0].departure.person = person_id(1, 1);
    for misfit in [
        Operation::ImportManifest(Box::new(taken)),
        importing(1, 1),
        opening(2, 1, 1),
    ] {
        let error = office.refused(&misfit);
        hides(&error);
        hides(&error.to_string());
    }
}
