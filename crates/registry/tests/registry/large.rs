//! Large manifests, the board, corrections, and people who travel again.

use suar_domain::manifest::LineState;
use suar_domain::operation::{CorrectLine, Operation};
use suar_domain::screening::Level;
use suar_registry::LevelCounts;

use crate::world::{
    answering, assessment, at, create, deciding, departure_id, document, import, importing,
    line_id, manifest_id, opening, passenger, person_id, read_line, sailing_id, save, sound_log,
};

#[test]
fn twenty_thousand_rows_are_one_import() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let others: Vec<LineState> = (0..400)
        .map(|n| {
            if n % 4 == 0 {
                LineState::Duplicate { of: 2 }
            } else {
                LineState::ToFix
            }
        })
        .collect();
    let mut manifest = import(1, 19_600, &others);
    for (passenger, level) in manifest.passengers[10_000..].iter_mut().zip([
        Level::Lengkapi,
        Level::Dalami,
        Level::Lindungi,
    ]) {
        passenger.assessment = Some(assessment(level));
    }
    manifest.passengers[19_599].assessment = None;
    save(
        &registry,
        at(1),
        &Operation::ImportManifest(Box::new(manifest)),
    )
    .expect("imported");
    assert_eq!(
        registry.audit_tail(1).expect("the audit"),
        [("manifest.import".to_owned(), 2 + 2 * 19_600 + 3)],
        "the sailing, the manifest, the people, and the three levels worth a word"
    );

    assert_eq!(registry.people_count().expect("a count"), 19_600);
    let figures = registry.level_counts(sailing_id(1)).expect("figures");
    let expected = LevelCounts {
        levels: [19_597, 1, 1, 1],
        absent: 19_600,
        decided: 0,
        total: 19_600,
    };
    assert_eq!(figures, expected);
    let board = registry.board(sailing_id(1), 0, 1_000).expect("a board");
    assert_eq!(board.len(), 1_000);
    let first: Vec<_> = board[..5].iter().map(|entry| entry.departure).collect();
    let urgent = [10_003, 10_002, 10_001, 1, 2].map(|n| departure_id(1, n));
    assert_eq!(
        first, urgent,
        "most urgent first, then the order of the manifest"
    );
    let end = registry
        .board(sailing_id(1), 19_599, 1_000)
        .expect("the end");
    assert_eq!(end.len(), 1);
    assert_eq!(
        end[0].level, None,
        "nothing is said about whom the rules could not judge"
    );

    assert_eq!(registry.lines_to_fix(sailing_id(1)).expect("a count"), 300);
    let open = registry.open_lines(sailing_id(1), 350).expect("rows");
    assert_eq!(open.len(), 350);
    assert!(
        open[..300]
            .iter()
            .all(|line| line.state == LineState::ToFix)
    );
    assert!(
        open.windows(2)
            .take(299)
            .all(|pair| pair[0].line < pair[1].line)
    );
    let lines = registry.manifest_lines(manifest_id(1)).expect("rows");
    assert_eq!(lines.len(), 20_000, "no row is dropped");
    assert_eq!(
        lines[6].cells,
        ["REKAAN CONTOH 7", "X0000007"],
        "cells as printed"
    );
    assert_eq!(lines[6].departure, Some(departure_id(1, 7)));
    sound_log(&registry);
}

#[test]
fn a_decided_person_moves_to_the_end_of_the_board() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let mut manifest = import(1, 3, &[]);
    manifest.passengers[1].assessment = Some(assessment(Level::Lindungi));
    save(
        &registry,
        at(1),
        &Operation::ImportManifest(Box::new(manifest)),
    )
    .expect("imported");
    let order = || -> Vec<String> {
        let board = registry.board(sailing_id(1), 0, 10).expect("a board");
        board.into_iter().filter_map(|entry| entry.row_no).collect()
    };
    assert_eq!(order(), ["2", "1", "3"]);
    save(&registry, at(2), &opening(1, 1, 2)).expect("opened");
    save(&registry, at(3), &answering(1, "K1", "1")).expect("answered");
    let figures = registry.level_counts(sailing_id(1)).expect("figures");
    assert_eq!(
        (figures.absent, figures.decided),
        (2, 0),
        "a talk has begun"
    );
    save(&registry, at(4), &deciding(1, 1)).expect("decided");
    assert_eq!(order(), ["1", "3", "2"], "whoever still waits comes first");
}

#[test]
fn a_correction_stands_beside_the_printed_cell_and_changes_other_rows_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let others = [LineState::ToFix, LineState::Duplicate { of: 4 }];
    let manifest = import(1, 2, &others);
    save(
        &registry,
        at(1),
        &Operation::ImportManifest(Box::new(manifest)),
    )
    .expect("imported");
    assert_eq!(
        registry.open_lines(sailing_id(1), 10).expect("rows").len(),
        2
    );
    // Row 3 gets a number of its own; row 4 is then nobody's double.
    let correction = CorrectLine {
        manifest: manifest_id(1),
        line: line_id(1, 3),
        column: 1,
        text: "X0000333".into(),
        lines: vec![
            (line_id(1, 3), read_line(3, LineState::Clean)),
            (line_id(1, 4), read_line(4, LineState::Clean)),
        ],
        passengers: vec![
            passenger(1, 3, Some(line_id(1, 3))),
            passenger(1, 4, Some(line_id(1, 4))),
        ],
        corrected: Vec::new(),
    };
    save(
        &registry,
        at(2),
        &Operation::CorrectLine(Box::new(correction)),
    )
    .expect("corrected");
    assert!(
        registry
            .open_lines(sailing_id(1), 10)
            .expect("rows")
            .is_empty()
    );
    let corrected = registry.manifest_line(line_id(1, 3)).expect("a row");
    assert_eq!(corrected.cells[1], "X0000003", "the printed cell stays");
    assert_eq!(
        corrected.corrections.get(&1).map(String::as_str),
        Some("X0000333")
    );
    assert_eq!(corrected.state, LineState::Clean);
    let other = registry.manifest_line(line_id(1, 4)).expect("a row");
    assert_eq!((other.state, other.defects.len()), (LineState::Clean, 0));
    assert!(other.corrections.is_empty(), "nobody corrected that one");
    let board = registry.board(sailing_id(1), 0, 10).expect("a board");
    assert_eq!(board.len(), 4, "both are people now, at the end");
    assert_eq!(board[3].departure, departure_id(1, 4));
}

#[test]
fn a_row_set_aside_stays_visible_and_can_come_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let manifest = import(1, 1, &[LineState::ToFix, LineState::ToFix]);
    save(
        &registry,
        at(1),
        &Operation::ImportManifest(Box::new(manifest)),
    )
    .expect("imported");
    let move_row = |reason: Option<&str>| Operation::SetLineAside {
        line: line_id(1, 2),
        reason: reason.map(str::to_owned),
        passengers: Vec::new(),
    };
    save(&registry, at(2), &move_row(Some("bukan penumpang"))).expect("set aside");
    assert_eq!(registry.lines_to_fix(sailing_id(1)).expect("a count"), 1);
    let open = registry.open_lines(sailing_id(1), 10).expect("rows");
    assert_eq!(open.len(), 2, "it is still shown, after the others");
    assert_eq!(open[1].set_aside.as_deref(), Some("bukan penumpang"));
    save(&registry, at(3), &move_row(None)).expect("brought back");
    assert_eq!(registry.lines_to_fix(sailing_id(1)).expect("a count"), 2);
}

#[test]
fn a_person_who_travels_again_is_found_by_the_document_with_both_departures() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    save(&registry, at(1), &importing(1, 2)).expect("the first sailing");
    let mut second = import(2, 1, &[]);
    second.passengers[0].new_person = false;
    second.passengers[0].person.id = person_id(1, 1);
    second.passengers[0].departure.person = person_id(1, 1);
    save(
        &registry,
        at(2),
        &Operation::ImportManifest(Box::new(second)),
    )
    .expect("the second");
    assert_eq!(
        registry.people_count().expect("a count"),
        2,
        "nobody is counted twice"
    );
    let found = registry.people_by_document(&document(1)).expect("asked");
    assert_eq!(found.len(), 1);
    let departures: Vec<_> = found[0].departures.iter().map(|(id, ..)| *id).collect();
    assert_eq!(
        departures,
        [departure_id(2, 1), departure_id(1, 1)],
        "the latest day first"
    );

    // Another person with the same number is an alarm about the data: both are shown.
    save(&registry, at(3), &importing(3, 1)).expect("the third sailing");
    let found = registry.people_by_document(&document(1)).expect("asked");
    assert_eq!(found.len(), 2);
    assert!(
        registry
            .people_by_document(&document(99))
            .expect("asked")
            .is_empty()
    );
}
