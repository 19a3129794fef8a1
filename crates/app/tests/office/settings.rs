//! The settings are damaged or gone: nothing is guessed, and nobody is kept out.

use std::fs;

use suar_app::AppError;
use suar_app::session::{Found, Office, Phase};

use crate::world::Computer;

const FILES: [&str; 2] = ["suar.settings.json", "suar.settings.bak"];

#[test]
fn a_damaged_file_is_replaced_by_its_copy_and_that_is_said() {
    let computer = Computer::new();
    computer.app.lock().expect("locked");
    fs::write(computer.path().join(FILES[0]), b"\0\0\0").expect("damaged");
    let computer = computer.started_again();
    let session = computer.app.session();
    assert_eq!(session.found, Found::Copy);
    assert_eq!(session.settings.port, "tarakan");
    assert_eq!(session.settings.counter, "Loket 2");
    computer.unlock();
    assert_eq!(
        computer.app.session().found,
        Found::File,
        "it was written again"
    );
}

#[test]
fn when_both_are_gone_the_port_is_asked_for_and_not_guessed() {
    let computer = Computer::new();
    computer.app.lock().expect("locked");
    for file in FILES {
        fs::remove_file(computer.path().join(file)).expect("gone");
    }
    let computer = computer.started_again();
    assert_eq!(computer.app.session().phase, Phase::Locked);
    assert_eq!(computer.app.session().found, Found::Nowhere);
    computer.unlock();
    assert_eq!(computer.app.session().settings.port, "");
    let walk_on = || {
        computer
            .app
            .type_person("X0000618", Some("SUPARMINAH"), Some("1984-07-12"))
    };
    assert!(
        matches!(walk_on(), Err(AppError::Empty { field: "port" })),
        "no sailing from a guessed port"
    );

    let office = Office {
        port: "tarakan",
        counter: " Loket 4 ".into(),
        idle_minutes: 3,
    };
    computer.app.set_office(office.clone()).expect("stated");
    let settings = computer.app.session().settings;
    assert_eq!(
        (settings.port.as_str(), settings.counter.as_str()),
        ("tarakan", "Loket 4")
    );
    walk_on().expect("now it is known where the sailing starts");

    for (wrong, field) in [
        (
            Office {
                counter: "  ".into(),
                ..office.clone()
            },
            "counter",
        ),
        (
            Office {
                idle_minutes: 0,
                ..office
            },
            "idleMinutes",
        ),
    ] {
        match computer.app.set_office(wrong) {
            Err(AppError::Empty { field: named } | AppError::BadRequest { what: named }) => {
                assert_eq!(named, field);
            }
            other => panic!("{field}: {other:?}"),
        }
    }
}

#[test]
fn the_place_of_a_computer_is_stated_by_who_is_signed_in() {
    let computer = Computer::new();
    computer.app.lock().expect("locked");
    let office = Office {
        port: "nunukan",
        counter: "Loket 9".into(),
        idle_minutes: 5,
    };
    let refused = computer.app.set_office(office);
    assert!(matches!(refused, Err(AppError::Locked)));
    assert_eq!(computer.app.session().settings.port, "tarakan");
}
