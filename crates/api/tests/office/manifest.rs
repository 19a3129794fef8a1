//! A manifest, from the file to the board.

use suar_api::error::ErrorCode;
use suar_api::handle;
use suar_api::manifest::{LineFix, LineSetAside, LineState};
use suar_api::sailing::Level;
use suar_api::sync::SyncState;

use crate::world::Office;

#[test]
fn a_manifest_becomes_a_board_and_nothing_is_lost() {
    let office = Office::new();
    let board = office.import("manifest-1-merged-header.csv");
    assert_eq!(board.sailing.vessel, "KM CONTOH EXPRESS");
    assert_eq!(board.sailing.date, "2026-03-02");
    assert_eq!(
        board.sailing.minutes_left,
        Some(75),
        "the gate closes at 09.15"
    );
    assert_eq!(board.rows.len(), 5);
    assert!(
        board.rows.iter().all(|row| row.level == Level::Siap),
        "unknown papers are not a sign before the talk"
    );
    assert_eq!(board.sailing.counts.to_fix, 2);
    assert_eq!(
        board.lines.len(),
        3,
        "two rows to fix and one double one stay visible"
    );

    let missing = board
        .lines
        .iter()
        .find(|line| line.line == 9)
        .expect("the row without a number");
    let column = missing
        .defects
        .iter()
        .find_map(|defect| defect.column)
        .expect("the column of the number");
    let fix = LineFix {
        line: missing.id.clone().expect("stored"),
        column,
        text: "X0000475".into(),
    };
    let fixed = handle::line_fix(&office.app, fix).expect("a fix");
    assert_eq!(fixed.state, LineState::Clean);
    let board = office.board(&board.sailing.id);
    assert_eq!(board.rows.len(), 6, "the fixed row is a person now");

    let invalid = board
        .lines
        .iter()
        .find(|line| line.line == 10)
        .expect("the row with 31 February");
    let request = LineSetAside {
        line: invalid.id.clone().expect("stored"),
        reason: Some("Tidak jadi berangkat".into()),
    };
    let aside = handle::line_set_aside(&office.app, request).expect("set aside");
    assert_eq!(aside.state, LineState::SetAside);
    assert_eq!(office.board(&board.sailing.id).sailing.counts.to_fix, 0);
}

#[test]
fn importing_the_same_file_again_adds_nobody() {
    let office = Office::new();
    let first = office.import("manifest-1-merged-header.csv");
    let again = office.import("manifest-1-merged-header.csv");
    assert_eq!(first.sailing.id, again.sailing.id, "one sailing");
    assert_eq!(again.rows.len(), first.rows.len(), "the same people");
}

#[test]
fn files_that_are_no_manifest_are_named_and_leave_nothing_behind() {
    let office = Office::new();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    for (bytes, code) in [
        (png.as_slice(), ErrorCode::ManifestUnreadable),
        (b"".as_slice(), ErrorCode::ManifestEmpty),
        (b"a,b\n1,2\n".as_slice(), ErrorCode::ManifestNoHeader),
    ] {
        let error = suar_api::manifest::read(&office.app, bytes, "x").expect_err("not a manifest");
        assert_eq!(error.code, code);
    }
    assert!(
        handle::sailing_list(&office.app)
            .expect("sailings")
            .is_empty()
    );
}

#[test]
fn what_waits_is_counted_while_no_hub_is_known() {
    let office = Office::new();
    let before = handle::sync_status(&office.app).expect("a status");
    office.import("manifest-1-merged-header.csv");
    let after = handle::sync_status(&office.app).expect("a status");
    assert_eq!(after.state, SyncState::NotEnrolled);
    assert!(after.waiting > before.waiting);
}
