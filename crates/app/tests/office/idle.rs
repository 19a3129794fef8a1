//! Nobody is at work: the screen locks itself, and the talk goes on where it was.

use suar_app::AppError;
use suar_app::screening::TypedOutcome;
use suar_app::session::{Office, Phase};
use suar_domain::screening::AnswerStatus;

use crate::world::Computer;

#[test]
fn after_five_quiet_minutes_the_screen_is_locked_and_the_talk_reopens_at_the_same_question() {
    let computer = Computer::new();
    let app = &computer.app;
    let typed = app
        .type_person("X0000618", Some("SUPARMINAH"), Some("1984-07-12"))
        .expect("a form");
    let TypedOutcome::Opened(form) = typed else {
        panic!("a form")
    };
    let id = form.screening.id;
    let form = app
        .answer(id, "K1", AnswerStatus::Answered, Some("1"))
        .expect("an answer");
    let next = form.current().expect("a question").as_str();

    computer.pass_minutes(4);
    assert!(!app.lock_if_idle().expect("asked"), "not yet");
    assert!(app.active(), "a key is pressed");
    computer.pass_minutes(4);
    assert!(!app.lock_if_idle().expect("asked"), "counted from the key");
    computer.pass_minutes(1);
    assert!(app.lock_if_idle().expect("asked"));
    assert!(!app.lock_if_idle().expect("asked"), "once");

    let session = app.session();
    assert_eq!(session.phase, Phase::Locked);
    assert!(session.settings.unfinished, "the lock screen says so");
    assert!(matches!(app.counter(), Err(AppError::Locked)));
    assert!(!app.active(), "a key on the lock screen opens nothing");

    computer.unlock();
    let open = app.counter().expect("the counter").open.expect("the form");
    assert_eq!(open.screening.id, id);
    assert_eq!(open.current().map(|question| question.as_str()), Some(next));
    assert!(!open.restored, "locked on purpose, not by a power cut");
    assert!(!app.lock_if_idle().expect("asked"), "the time begins anew");
}

#[test]
fn the_minutes_are_those_of_the_settings() {
    let computer = Computer::new();
    let office = Office {
        port: "tarakan",
        counter: "Loket 2".into(),
        idle_minutes: 12,
    };
    computer.app.set_office(office).expect("stated");
    computer.pass_minutes(11);
    assert!(!computer.app.lock_if_idle().expect("asked"));
    computer.pass_minutes(1);
    assert!(computer.app.lock_if_idle().expect("asked"));
}
