//! No row vanishes and no correction is lost, whatever else happens at the same time.

use std::sync::Barrier;
use std::thread;

use suar_api::error::ErrorCode;
use suar_api::handle;
use suar_api::manifest::{LineState, LineView, ManifestImport};
use suar_api::sailing::{BoardView, Level};
use suar_api::screening::{Answer, AnswerStatus};

use crate::world::{Office, draft, only};

fn row(board: &BoardView, line: u32) -> &LineView {
    board
        .lines
        .iter()
        .find(|row| row.line == line)
        .expect("the row waits")
}

/// Someone on the board whose row waits, because a later correction gave her number to another row: the office, the
/// sailing and her row.
fn one_number_for_two() -> (Office, String, LineView) {
    let office = Office::new();
    let rows = [
        "1,MELATI LIMA,P,X3000001,03/04/1990,",
        "2,BUDI ENAM,L,,05/12/1987,",
    ];
    let board = office.import(&rows, draft(None));
    office.fix(&board.lines[0], "No Paspor", "X3000001");
    let board = office.board(&board.sailing.id);
    let melati = row(&board, 2).clone();
    (office, board.sailing.id, melati)
}

#[test]
fn a_row_set_aside_stays_visible_when_another_correction_makes_it_clean() {
    let office = Office::new();
    let conflict = [
        "1,MELATI CONTOH,P,X0000471,14/09/2001,",
        "2,BUDI TELADAN,L,X0000471,05/03/1988,",
    ];
    let board = office.import(&conflict, draft(None));
    let set_aside = office.set_aside(row(&board, 2), Some("Menunggu kabar agen"));
    office.fix(row(&board, 3), "No Paspor", "X0000473");
    let board = office.board(&board.sailing.id);
    assert_eq!(only(&board).name, "BUDI TELADAN");
    assert_eq!(row(&board, 2).state, LineState::SetAside, "nobody vanishes");
    assert_eq!(board.lines.len(), 1);
    office.set_aside(&set_aside, None);
    assert_eq!(office.board(&board.sailing.id).rows.len(), 2);
}

#[test]
fn a_double_row_set_aside_stays_visible_when_it_is_double_no_longer() {
    let office = Office::new();
    let double = [
        "1,MELATI CONTOH,P,X0000471,14/09/2001,",
        "2,MELATI CONTOH,P,X0000471,14/09/2001,",
    ];
    let board = office.import(&double, draft(None));
    let aside = office.set_aside(row(&board, 3), Some("Ganda"));
    office.fix(&aside, "No Paspor", "X0000473");
    let board = office.board(&board.sailing.id);
    assert_eq!(board.rows.len(), 1);
    assert_eq!(row(&board, 3).state, LineState::SetAside);
}

#[test]
fn corrections_at_the_same_time_all_stay() {
    const WAITING: usize = 8;
    let office = Office::new();
    let rows: Vec<String> = (0..400)
        .map(|n| {
            let birth = if n < WAITING { "" } else { "14/09/1990" };
            let number = if n < WAITING {
                String::new()
            } else {
                format!("X{n:07}")
            };
            format!("{n},MELATI NOMOR {n},P,{number},{birth},")
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let board = office.import(&rows, draft(None));
    assert_eq!(board.lines.len(), WAITING);
    let start = Barrier::new(WAITING);
    thread::scope(|scope| {
        for (n, line) in board.lines.iter().enumerate() {
            let (office, start) = (&office, &start);
            scope.spawn(move || {
                start.wait();
                office.fix(line, "No Paspor", &format!("Y{n:07}"));
            });
        }
    });
    let board = office.board(&board.sailing.id);
    assert!(board.lines.is_empty(), "every fixed row stays fixed");
    assert_eq!(board.sailing.counts.total, 400);
}

#[test]
fn one_number_typed_into_two_rows_at_the_same_time_makes_one_person() {
    let office = Office::new();
    let twice = [
        "1,SITI CONTOH,P,,14/09/2001,",
        "2,SITI CONTOH,P,,14/09/2001,",
    ];
    let board = office.import(&twice, draft(None));
    let start = Barrier::new(2);
    thread::scope(|scope| {
        for line in &board.lines {
            let (office, start) = (&office, &start);
            scope.spawn(move || {
                start.wait();
                office.fix(line, "No Paspor", "X0000471");
            });
        }
    });
    assert_eq!(only(&office.board(&board.sailing.id)).name, "SITI CONTOH");
}

#[test]
fn a_reading_is_imported_once_however_often_it_is_asked_for() {
    let office = Office::new();
    let text = "No,Nama,L/P,No Paspor,Tgl Lahir,Kursi\n1,SITI CONTOH,P,X0000471,14/09/2001,\n";
    let preview = suar_api::manifest::read(&office.app, text.as_bytes(), "uji.csv").expect("read");
    let start = Barrier::new(4);
    let codes: Vec<_> = thread::scope(|scope| {
        let one = || {
            let (office, start, token) = (&office, &start, preview.token.clone());
            scope.spawn(move || {
                start.wait();
                let sailing = draft(Some("09:30"));
                handle::manifest_import(&office.app, ManifestImport { token, sailing })
                    .map_err(|error| error.code)
            })
        };
        let asked: Vec<_> = (0..4).map(|_| one()).collect();
        asked
            .into_iter()
            .filter_map(|each| each.join().expect("no panic").err())
            .collect()
    });
    assert_eq!(codes, [ErrorCode::ManifestForgotten; 3]);
    let sailings = handle::sailing_list(&office.app).expect("sailings");
    assert_eq!(sailings.len(), 1);
    assert_eq!(sailings[0].counts.total, 1);
}

#[test]
fn what_was_corrected_while_a_row_waited_reaches_the_person_in_the_end() {
    let (office, sailing, melati) = one_number_for_two();
    assert_eq!(melati.state, LineState::ToFix, "one number for two people");
    office.fix(&melati, "Nama", "MELATI LIMABELAS");
    office.fix(&melati, "Tgl Lahir", "03/04/2001");
    let fixed = office.fix(&melati, "No Paspor", "X3000009");
    assert_eq!(fixed.state, LineState::Clean);
    let board = office.board(&sailing);
    assert!(board.lines.is_empty(), "the other has the number alone now");
    let people: Vec<_> = board
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.document.as_deref(), row.age))
        .collect();
    assert_eq!(people.len(), 2);
    assert!(people.contains(&("MELATI LIMABELAS", Some("X3000009"), Some(24))));
    assert!(people.contains(&("BUDI ENAM", Some("X3000001"), Some(38))));
}

#[test]
fn a_wrong_number_that_was_cleared_first_is_forgotten_too() {
    let (office, _, melati) = one_number_for_two();
    office.fix(&melati, "No Paspor", "");
    office.fix(&melati, "No Paspor", "X3000009");
    assert_eq!(office.open("X3000001").person.name, "BUDI ENAM");
}

#[test]
fn a_newer_manifest_and_answers_at_the_same_time_judge_by_all_that_is_known() {
    const PEOPLE: usize = 12;
    let office = Office::new();
    let list = |seated: usize| -> Vec<String> {
        let row = |n| {
            let seat = if n < seated {
                format!("A{n}")
            } else {
                String::new()
            };
            format!("{n},MELATI NOMOR {n},P,X{n:07},14/09/1990,{seat}")
        };
        (0..PEOPLE).map(row).collect()
    };
    let import = |seated: usize| {
        let rows = list(seated);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        office.import(&rows, draft(None))
    };
    import(0);
    for n in 0..PEOPLE {
        let form = office.open(&format!("X{n:07}"));
        let say = |question: &str, key: &str| {
            let answer = Answer {
                screening: form.screening.clone(),
                question: question.into(),
                status: AnswerStatus::Answered,
                key: Some(key.into()),
            };
            handle::answer(&office.app, answer).expect("an answer")
        };
        say("K1", "1");
        let start = Barrier::new(2);
        thread::scope(|scope| {
            scope.spawn(|| {
                start.wait();
                import(n + 1)
            });
            start.wait();
            say("K3", "3");
            say("K5", "3");
        });
        let board = import(n + 1);
        let name = format!("MELATI NOMOR {n}");
        let row = board.rows.iter().find(|row| row.name == name);
        let row = row.expect("the person is on the board");
        assert_eq!(row.level, Level::Lindungi, "person {n}");
        assert_eq!(row.seat.as_deref(), Some(format!("A{n}").as_str()));
        let alerts = handle::alert_list(&office.app).expect("alerts");
        assert_eq!(alerts.len(), n + 1, "one person, one alert");
    }
}
