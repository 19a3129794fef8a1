//! Corrections of rows that are people, and the crossings of one vessel.

use suar_api::error::ErrorCode;
use suar_api::handle;
use suar_api::manifest::{LineState, SailingDraft};
use suar_api::sailing::DepartureRef;
use suar_api::screening::{Answer, AnswerStatus, Scan, ScanReply};

use crate::world::{Office, draft, only, passport};

#[test]
fn a_correction_reaches_the_person_who_is_on_the_board_already() {
    let office = Office::new();
    let board = office.import(&["1,MELATI CONTHO,P,,14/09/2001,12A"], draft(None));
    let row = office.fix(&board.lines[0], "No Paspor", "X0000741");
    let board = office.board(&board.sailing.id);
    let departure = only(&board).departure.clone();
    let form = handle::counter_open(
        &office.app,
        DepartureRef {
            departure: departure.clone(),
        },
    )
    .expect("a form");
    let answer = Answer {
        screening: form.screening.clone(),
        question: "K1".into(),
        status: AnswerStatus::Answered,
        key: Some("1".into()),
    };
    let answered = handle::answer(&office.app, answer).expect("an answer");

    office.fix(&row, "No Paspor", "X0000471");
    office.fix(&row, "Nama", "MELATI CONTOH");
    office.fix(&row, "Tgl Lahir", "14/09/1990");
    office.fix(&row, "Kursi", "14C");

    let board = office.board(&board.sailing.id);
    let person = only(&board);
    assert_eq!(person.departure, departure, "the same place on the sailing");
    assert_eq!(person.name, "MELATI CONTOH");
    assert_eq!(person.document.as_deref(), Some("X0000471"));
    assert_eq!(person.age, Some(35));
    assert_eq!(person.seat.as_deref(), Some("14C"));
    let form = handle::counter_open(&office.app, DepartureRef { departure }).expect("the form");
    let key = |form: &suar_api::screening::CounterView| {
        let question = form.questions.iter().find(|q| q.id == "K1");
        question
            .expect("K1")
            .answer
            .as_ref()
            .and_then(|answer| answer.key.clone())
    };
    assert_eq!(key(&form), key(&answered), "the answer is untouched");
    assert_eq!(key(&form).as_deref(), Some("1"));
}

#[test]
fn a_number_typed_by_mistake_no_longer_leads_to_the_person() {
    let office = Office::new();
    let board = office.import(&["1,MELATI CONTOH,P,,14/09/2001,"], draft(None));
    let row = office.fix(&board.lines[0], "No Paspor", "X0000741");
    office.fix(&row, "No Paspor", "X0000471");
    // Someone else really has the mistaken number.
    let text = passport("RATNA CONTOH", "X0000741", "1988-03-05");
    let ScanReply::Opened { counter, .. } =
        handle::scan(&office.app, Scan { text }).expect("a reply")
    else {
        panic!("no form was opened")
    };
    assert_eq!(counter.person.name, "RATNA CONTOH");
    assert_eq!(office.board(&board.sailing.id).rows.len(), 2);
}

#[test]
fn a_correction_that_leaves_a_row_unusable_changes_nobody_and_stays_visible() {
    let office = Office::new();
    let board = office.import(&["1,MELATI CONTOH,P,,14/09/2001,"], draft(None));
    let row = office.fix(&board.lines[0], "No Paspor", "X0000471");
    let row = office.fix(&row, "Tgl Lahir", "31/02/2001");
    assert_eq!(row.state, LineState::ToFix);
    let board = office.board(&board.sailing.id);
    assert_eq!(only(&board).age, Some(24), "as it was known");
    assert_eq!(board.lines.len(), 1, "the row waits for a fix");
}

#[test]
fn correcting_a_row_of_a_repeated_manifest_makes_no_second_person() {
    let office = Office::new();
    let rows = ["1,MELATI CONTOH,P,X0000471,14/09/2001,12A"];
    let more = [rows[0], "2,RATNA CONTOH,P,,05/03/1988,"];
    office.import(&rows, draft(None));
    let board = office.import(&more, draft(None));
    assert_eq!(board.rows.len(), 1);
    // The row of Ratna becomes Melati's number by a slip: a conflict, which the next correction ends.
    let row = office.fix(&board.lines[0], "No Paspor", "X0000471");
    assert_eq!(row.state, LineState::ToFix, "one number for two people");
    office.fix(&row, "No Paspor", "X0000473");
    let board = office.board(&board.sailing.id);
    let mut names: Vec<&str> = board.rows.iter().map(|row| row.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["MELATI CONTOH", "RATNA CONTOH"]);
}

#[test]
fn a_row_that_was_fixed_while_set_aside_comes_back_as_a_person() {
    let office = Office::new();
    let board = office.import(&["1,MELATI CONTOH,P,,14/09/2001,"], draft(None));
    let row = office.set_aside(&board.lines[0], Some("Menunggu kabar agen"));
    office.fix(&row, "No Paspor", "X0000471");
    assert!(office.board(&board.sailing.id).rows.is_empty());
    let row = office.set_aside(&row, None);
    assert_eq!(row.state, LineState::Clean);
    assert_eq!(only(&office.board(&board.sailing.id)).name, "MELATI CONTOH");
}

#[test]
fn a_second_crossing_at_another_time_is_another_sailing() {
    let office = Office::new();
    let morning = office.import(
        &["1,MELATI CONTOH,P,X0000471,14/09/2001,"],
        draft(Some("09:30")),
    );
    let afternoon = office.import(
        &["1,RATNA CONTOH,P,X0000473,05/03/1988,"],
        draft(Some("15:00")),
    );
    assert_ne!(morning.sailing.id, afternoon.sailing.id);
    assert_eq!(only(&afternoon).name, "RATNA CONTOH");
    let again = office.import(
        &[
            "1,MELATI CONTOH,P,X0000471,14/09/2001,",
            "2,SITI CONTOH,P,X0000474,05/03/1988,",
        ],
        draft(Some("09.30")),
    );
    assert_eq!(again.sailing.id, morning.sailing.id, "the time decides");
    assert_eq!(again.rows.len(), 2);
}

#[test]
fn where_the_time_does_not_tell_the_officer_is_asked() {
    let office = Office::new();
    let first = office.import(&["1,MELATI CONTOH,P,X0000471,14/09/2001,"], draft(None));
    let others = ["1,RATNA CONTOH,P,X0000473,05/03/1988,"];
    for departs in [None, Some("15:00")] {
        let error = office
            .try_import(&others, draft(departs))
            .expect_err("nobody of the known sailing is on this list");
        assert_eq!(error.code, ErrorCode::SailingUnclear);
        assert_eq!(error.args, [first.sailing.id.clone(), String::new()]);
    }
    let chosen = |choice: &str, departs| SailingDraft {
        choice: Some(choice.into()),
        ..draft(departs)
    };
    let second = office.import(&others, chosen("new", Some("15:00")));
    assert_ne!(second.sailing.id, first.sailing.id);
    let same = office.import(
        &["1,SITI CONTOH,P,X0000474,05/03/1988,"],
        chosen(&first.sailing.id, Some("09:30")),
    );
    assert_eq!(same.sailing.id, first.sailing.id);
    assert_eq!(same.rows.len(), 2);
    let error = office
        .try_import(&others, chosen("bukan-id", None))
        .expect_err("no such sailing");
    assert_eq!(error.code, ErrorCode::BadRequest);
}

#[test]
fn confirmed_ports_and_times_of_a_known_sailing_are_stored() {
    let office = Office::new();
    let rows = ["1,MELATI CONTOH,P,X0000471,14/09/2001,"];
    office.import(&rows, draft(None));
    let confirmed = SailingDraft {
        from: Some("tarakan".into()),
        to: Some("Lahad Datu".into()),
        gate_closes_at: Some("09:00".into()),
        ..draft(Some("09:30"))
    };
    let board = office.import(&rows, confirmed);
    let sailing = &board.sailing;
    assert_eq!(
        (sailing.from.as_str(), sailing.to.as_str()),
        ("Tarakan", "Lahad Datu")
    );
    assert_eq!(sailing.departs_at.as_deref(), Some("09:30"));
    assert_eq!(sailing.gate_closes_at.as_deref(), Some("09:00"));
    let board = office.import(&rows, draft(None));
    assert_eq!(board.sailing.from, "Tarakan", "silence changes nothing");
    assert_eq!(board.sailing.departs_at.as_deref(), Some("09:30"));
    assert_eq!(board.rows.len(), 1);
}

#[test]
fn a_port_that_cannot_be_read_is_reported() {
    let office = Office::new();
    for from in ["123", "Nunukan - Tawau", "?"] {
        let unreadable = SailingDraft {
            from: Some(from.into()),
            ..draft(None)
        };
        let error = office
            .try_import(&["1,MELATI CONTOH,P,X0000471,14/09/2001,"], unreadable)
            .expect_err("no port");
        assert_eq!(error.code, ErrorCode::PortInvalid, "{from}");
        assert_eq!(error.field.as_deref(), Some("from"));
    }
}
