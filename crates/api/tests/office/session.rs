//! First run, lock, unlock, power cut.

use std::sync::{Arc, Mutex};

use suar_api::error::ErrorCode;
use suar_api::handle;
use suar_api::screening::Scan;
use suar_api::session::{FirstRun, OfficePort, Phase, Unlock};

use crate::world::{Office, app, melati};

#[test]
fn after_a_power_cut_the_form_opens_at_the_same_question() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let mut form = office.open(&melati());
    for (question, key) in [("K1", "1"), ("K2", "1"), ("K3", "3"), ("K4", "1")] {
        form = office.answer(&form, question, key);
    }
    let office = office.power_cut();
    let desk = handle::counter(&office.app).expect("the counter");
    let again = desk.open.expect("the form is open");
    assert_eq!(again.screening, form.screening);
    assert_eq!(again.current.as_deref(), Some("K5"));
    assert!(again.restored, "the officer is told");
    assert_eq!(again.reasons.level, form.reasons.level);
}

#[test]
fn locked_means_locked() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let session = handle::lock(&office.app).expect("locked");
    assert_eq!(session.phase, Phase::Locked);
    assert!(session.unfinished, "the lock screen says that a form waits");
    let refused = handle::scan(&office.app, Scan { text: melati() }).expect_err("locked");
    assert_eq!(refused.code, ErrorCode::Locked);
    let wrong = Unlock {
        officer: session.officers[0].id.clone(),
        passphrase: "bukan sandi yang benar".into(),
    };
    let refused = handle::unlock(&office.app, wrong).expect_err("the wrong passphrase");
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (ErrorCode::PassphraseWrong, Some("passphrase"))
    );
    office.unlock();
    let desk = handle::counter(&office.app).expect("the counter");
    assert_eq!(
        desk.open.map(|open| (open.screening, open.restored)),
        Some((form.screening, false))
    );
}

#[test]
fn a_second_app_on_the_same_registry_says_so() {
    let office = Office::new();
    let second = app(office.folder.path(), &office.now, &office.heard);
    let session = handle::session_state(&second).expect("a session");
    assert_eq!(session.phase, Phase::Blocked);
    assert_eq!(
        session.problem.map(|problem| problem.code),
        Some(ErrorCode::AlreadyOpen)
    );
}

#[test]
fn a_short_passphrase_is_refused_before_anything_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(folder.path(), &Arc::new(Mutex::new(0)), &Arc::default());
    let first = FirstRun {
        port: OfficePort::Tarakan,
        counter: "Loket 1".into(),
        name: "Rekaan".into(),
        passphrase: "pendek".into(),
    };
    let error = handle::first_run(&app, first).expect_err("too short");
    assert_eq!(
        (error.code, error.args.as_slice()),
        (ErrorCode::PassphraseShort, ["12".to_owned()].as_slice())
    );
    assert_eq!(
        handle::session_state(&app).expect("a session").phase,
        Phase::FirstRun
    );
}
