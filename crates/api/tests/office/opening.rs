//! Whose form opens: by a scan, by a typed number, from the board.

use suar_api::handle;
use suar_api::sailing::{DepartureRef, Status};
use suar_api::screening::{
    Decide, MrzField, Reason, ScanRepair, ScanReply, ScreeningRef, TypedPerson, TypedReply,
};

use crate::world::{Office, melati, passport};

/// Someone goes on while questions wait.
fn passed_over() -> Reason {
    Reason {
        indicator: None,
        text: "Kapal berangkat".into(),
    }
}

#[test]
fn a_second_scan_parks_the_open_form() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let first = office.open(&melati());
    office.answer(&first, "K1", "1");
    let other = passport(
        "YOHANES CONTOH RAGA",
        "X0000473",
        "1988-03-05",
        "2029-12-11",
    );
    let ScanReply::Opened {
        counter: second,
        parked,
    } = office.scan(&other)
    else {
        panic!("a form")
    };
    assert!(parked);
    assert_ne!(second.screening, first.screening);
    let desk = handle::counter(&office.app).expect("the counter");
    assert_eq!(desk.drafts.len(), 1);
    assert_eq!(desk.drafts[0].screening, first.screening);
    let back = handle::counter_resume(
        &office.app,
        ScreeningRef {
            screening: first.screening.clone(),
        },
    )
    .expect("back");
    assert_eq!(back.current.as_deref(), Some("K2"), "the answer was kept");
    let again = office.open(&melati());
    assert_eq!(
        again.screening, first.screening,
        "the same passport is the same form"
    );
}

#[test]
fn a_misread_digit_is_repaired_by_the_officer_and_never_by_itself() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let good = melati();
    let wrong = good.replacen("010914", "010974", 1);
    let ScanReply::CheckFailed {
        fields, verified, ..
    } = office.scan(&wrong)
    else {
        panic!("a failed check")
    };
    assert_eq!(fields, [MrzField::BirthDate]);
    assert!(verified.contains(&MrzField::DocumentNumber));
    let repair = ScanRepair {
        text: wrong,
        field: MrzField::BirthDate,
        value: "2001-09-14".into(),
    };
    let ScanReply::Opened { counter, .. } =
        handle::scan_repair(&office.app, repair).expect("repaired")
    else {
        panic!("a form");
    };
    assert_eq!(counter.person.birth_date.as_deref(), Some("2001-09-14"));
    assert!(
        counter.reasons.signs.is_empty(),
        "a misreading is not a sign: {:?}",
        counter.reasons.signs
    );
}

#[test]
fn half_a_zone_and_nonsense_get_a_word_and_change_nothing() {
    let office = Office::new();
    let whole = melati();
    let half = whole.lines().next().expect("the upper line");
    assert!(matches!(office.scan(half), ScanReply::Half));
    assert!(matches!(office.scan("TIKET 0042"), ScanReply::NotMrz));
    assert!(matches!(office.scan(&"X".repeat(5_000)), ScanReply::NotMrz));
    assert!(
        handle::counter(&office.app)
            .expect("the counter")
            .open
            .is_none()
    );
}

#[test]
fn someone_on_no_manifest_is_still_someone() {
    let office = Office::new();
    let form = office.open(&passport(
        "SUPARMINAH",
        "X0000618",
        "1984-07-12",
        "2029-01-18",
    ));
    assert_eq!(form.person.name, "SUPARMINAH", "one word is a whole name");
    assert!(!form.person.on_manifest);

    let number = |name: Option<&str>| TypedPerson {
        document: "x 0000.700".into(),
        name: name.map(str::to_owned),
        birth_date: Some("1990-01-02".into()),
    };
    assert!(matches!(
        handle::counter_type(&office.app, number(None)),
        Ok(TypedReply::NotOnManifest)
    ));
    let hostile = "<img src=x onerror=alert(1)> D'ARC";
    let Ok(TypedReply::Opened { counter }) =
        handle::counter_type(&office.app, number(Some(hostile)))
    else {
        panic!("a form");
    };
    assert_eq!(counter.person.name, hostile, "a name is only text");
    assert_eq!(counter.person.document.as_deref(), Some("X0000700"));
}

#[test]
fn a_person_opened_on_the_board_moves_through_its_states() {
    let office = Office::new();
    let board = office.import("manifest-1-merged-header.csv");
    let row = &board.rows[0];
    assert_eq!(row.status, Status::Absent);
    let departure = DepartureRef {
        departure: row.departure.clone(),
    };
    let form = handle::counter_open(&office.app, departure).expect("a form");
    let status = |office: &Office| {
        let board = office.board(&board.sailing.id);
        board
            .rows
            .iter()
            .find(|each| each.departure == row.departure)
            .map(|row| row.status)
    };
    assert_eq!(status(&office), Some(Status::InProgress));
    handle::counter_park(
        &office.app,
        ScreeningRef {
            screening: form.screening.clone(),
        },
    )
    .expect("parked");
    assert_eq!(status(&office), Some(Status::Parked));
    let decide = Decide {
        screening: form.screening,
        decision: form.reasons.advice,
        reason: Some(passed_over()),
    };
    handle::decide(&office.app, decide).expect("decided");
    assert_eq!(status(&office), Some(Status::Decided));
}

#[test]
fn nobody_who_is_typed_in_is_born_tomorrow() {
    let office = Office::new();
    let born = |date: &str| TypedPerson {
        document: "X0000997".into(),
        name: Some("CONTOH REKAAN".into()),
        birth_date: Some(date.into()),
    };
    let refused = handle::counter_type(&office.app, born("2030-01-01")).expect_err("not born yet");
    assert_eq!(refused.code, suar_api::error::ErrorCode::DateInvalid);
    assert_eq!(refused.field.as_deref(), Some("birthDate"));
    handle::counter_type(&office.app, born("1990-01-01")).expect("a form");
}
