//! A newer manifest of a sailing: what it says anew is stored and reported, and nobody is removed.

use suar_api::handle;
use suar_api::manifest::{ImportReport, LineState, ManifestChanges, NamedPerson, SailingDraft};
use suar_api::sailing::DepartureRef;
use suar_api::screening::{Answer, AnswerStatus, Scan, ScanReply};

use crate::world::{Office, draft, only, passport};

fn again(office: &Office, rows: &[&str]) -> ImportReport {
    office
        .try_import(rows, draft(Some("09:30")))
        .expect("an import")
}

fn changes(report: &ImportReport) -> &ManifestChanges {
    report.changes.as_ref().expect("an earlier manifest")
}

fn names(people: &[NamedPerson]) -> Vec<&str> {
    people.iter().map(|person| person.name.as_str()).collect()
}

const MELATI: &str = "1,MELATI CONTOH,P,X0000471,14/09/2001,12A";
const BUDI: &str = "2,BUDI TELADAN,L,X0000472,05/03/1988,12B";

#[test]
fn a_newer_manifest_says_who_is_new_who_changed_and_whom_it_does_not_name() {
    let office = Office::new();
    let first = again(&office, &[MELATI, BUDI]);
    assert!(first.changes.is_none(), "there is nothing to compare with");
    let newer = again(
        &office,
        &[
            "1,RATNA CONTOH,P,X0000473,05/03/1988,1A",
            "2,MELATI CONTOH,L,X0000471,14/09/2001,14C",
        ],
    );
    let changes = changes(&newer);
    assert_eq!(changes.added, 1);
    assert_eq!(names(&changes.changed), ["MELATI CONTOH"]);
    assert_eq!(names(&changes.missing), ["BUDI TELADAN"]);
    let board = office.board(&newer.sailing.id);
    assert_eq!(board.rows.len(), 3, "nobody is removed");
    let melati = board
        .rows
        .iter()
        .find(|row| row.name == "MELATI CONTOH")
        .expect("she is on the board");
    assert_eq!(melati.seat.as_deref(), Some("14C"));
    assert_eq!(melati.row_no.as_deref(), Some("2"));
}

#[test]
fn the_same_list_again_changes_nobody_and_back_again_is_a_change() {
    let office = Office::new();
    again(&office, &[MELATI, BUDI]);
    let same = again(&office, &[MELATI, BUDI]);
    let silent = changes(&same);
    assert_eq!(
        (silent.added, silent.changed.len(), silent.missing.len()),
        (0, 0, 0)
    );
    let moved = MELATI.replace("12A", "14C");
    assert_eq!(changes(&again(&office, &[&moved, BUDI])).changed.len(), 1);
    let back = again(&office, &[MELATI, BUDI]);
    assert_eq!(names(&changes(&back).changed), ["MELATI CONTOH"]);
    let board = office.board(&back.sailing.id);
    assert!(
        board
            .rows
            .iter()
            .any(|row| row.seat.as_deref() == Some("12A"))
    );
}

#[test]
fn a_newer_manifest_leaves_answers_and_what_an_officer_corrected() {
    let office = Office::new();
    let board = office.import(&["1,MELATI CONTOH,P,,14/09/2001,12A"], draft(Some("09:30")));
    let row = office.fix(&board.lines[0], "No Paspor", "X0000471");
    office.fix(&row, "L/P", "L");
    let departure = only(&office.board(&board.sailing.id)).departure.clone();
    let open = || {
        let departure = departure.clone();
        handle::counter_open(&office.app, DepartureRef { departure }).expect("a form")
    };
    let answer = Answer {
        screening: open().screening,
        question: "K1".into(),
        status: AnswerStatus::Answered,
        key: Some("1".into()),
    };
    handle::answer(&office.app, answer).expect("an answer");
    let newer = again(&office, &["1,MELATI CONTOH,P,X0000471,,14C"]);
    assert_eq!(names(&changes(&newer).changed), ["MELATI CONTOH"]);
    let board = office.board(&newer.sailing.id);
    let melati = only(&board);
    assert_eq!(melati.seat.as_deref(), Some("14C"), "said anew");
    assert_eq!(melati.age, Some(24), "silence takes nothing back");
    assert_eq!(melati.sex.as_deref(), Some("m"), "the officer's word stays");
    let form = open();
    let k1 = form.questions.iter().find(|question| question.id == "K1");
    let given = k1.expect("K1").answer.as_ref().expect("the answer");
    assert_eq!(given.key.as_deref(), Some("1"));
}

#[test]
fn the_number_of_someone_on_board_with_another_birth_date_waits_for_an_officer() {
    let office = Office::new();
    again(&office, &[MELATI, BUDI]);
    let other = MELATI.replace("14/09/2001", "14/09/1991");
    let newer = again(&office, &[&other, BUDI]);
    let board = office.board(&newer.sailing.id);
    assert_eq!(board.rows.len(), 2, "no second Melati");
    assert_eq!(board.lines.len(), 1);
    let row = &board.lines[0];
    assert_eq!(row.state, LineState::ToFix);
    assert!(
        row.defects
            .iter()
            .any(|defect| defect.code == "doc_conflict")
    );
    assert!(
        changes(&newer).missing.is_empty(),
        "a waiting row names her"
    );
    office.fix(row, "Kursi", "15A");
    let board = office.board(&newer.sailing.id);
    assert_eq!(
        (board.rows.len(), board.lines.len()),
        (2, 1),
        "it still waits"
    );
    office.fix(row, "Tgl Lahir", "14/09/2001");
    let board = office.board(&newer.sailing.id);
    assert_eq!((board.rows.len(), board.lines.len()), (2, 0), "it is she");
    let seat = |seat: &str| {
        board
            .rows
            .iter()
            .any(|row| row.seat.as_deref() == Some(seat))
    };
    assert!(seat("15A") && !seat("12A"), "and her row is heard at last");
}

#[test]
fn the_number_of_someone_from_another_list_cannot_be_typed_for_a_second_person() {
    let office = Office::new();
    again(&office, &[MELATI]);
    let newer = again(&office, &[MELATI, "2,RATNA CONTOH,P,,05/03/1988,"]);
    let ratna = office.board(&newer.sailing.id).lines[0].clone();
    let fixed = office.fix(&ratna, "No Paspor", "X0000471");
    assert_eq!(fixed.state, LineState::ToFix);
    let aside = office.set_aside(&ratna, Some("Dicek dulu"));
    let back = office.set_aside(&aside, None);
    assert_eq!(back.state, LineState::ToFix, "coming back ends no conflict");
    assert_eq!(office.board(&newer.sailing.id).rows.len(), 1);
}

#[test]
fn two_statements_under_one_number_give_one_place_on_the_sailing() {
    let office = Office::new();
    let board = office.import(&["1,ANI CONTOH,P,X0000900,,"], draft(None));
    let same = SailingDraft {
        choice: Some(board.sailing.id.clone()),
        ..draft(None)
    };
    let board = office.import(&["1,ANI SARI CONTOH,P,X0000900,02/01/1990,"], same);
    assert_eq!((board.rows.len(), board.lines.len()), (1, 1));
    let mut seen = Vec::new();
    for _ in 0..2 {
        let text = passport("ANI CONTOH", "X0000900", "1990-01-02");
        let ScanReply::Opened { counter, .. } =
            handle::scan(&office.app, Scan { text }).expect("a reply")
        else {
            panic!("no form was opened")
        };
        seen.push(counter.screening);
    }
    assert_eq!(office.board(&board.sailing.id).rows.len(), 1);
    assert_eq!(seen[0], seen[1], "the same form each time");
}
