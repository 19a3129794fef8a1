//! Where a sailing starts: corrected for everyone on board, and never guessed.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on says why and stops"
)]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use suar_domain::time::Instant;

use super::{Imported, SailingDraft};
use crate::session::FirstRun;
use crate::{App, AppError};

const PASSPHRASE: &str = "perahu lewat pagi hari";
const LIST: &str = "No,Nama,L/P,No Paspor,Tgl Lahir\n\
    1,MELATI CONTOH,P,X0000471,14/09/2001\n2,BUDI TELADAN,L,X0000472,05/03/1988\n";

fn app(folder: &Path) -> App {
    // 2026-03-02 08:00 WITA.
    let clock = Arc::new(|| Instant::from_millis(1_772_409_600_000));
    App::new(folder, clock, Arc::new(|_| {}))
}

fn office(folder: &Path) -> App {
    let app = app(folder);
    let first = FirstRun {
        port: "nunukan",
        counter: "Loket 1".into(),
        name: "Rekaan Tanjung".into(),
        passphrase: PASSPHRASE.into(),
    };
    app.first_run(first).expect("a registry");
    app
}

fn import(app: &App, list: &str, from: &str) -> Result<Imported, AppError> {
    let (token, _) = app.read_manifest(list.as_bytes(), "uji.csv")?;
    let draft = SailingDraft {
        vessel: "KM CONTOH".into(),
        date: "2026-03-02".into(),
        departs: "09:30".into(),
        from: from.into(),
        ..SailingDraft::default()
    };
    app.import_manifest(&token, &draft)
}

fn points(app: &App, import: &Imported) -> Vec<String> {
    let desk = app.desk().expect("signed in");
    let board = desk.registry.board(import.figures.sailing.id, 0, 10);
    let people = board.expect("a board").into_iter();
    let facts = people.flat_map(|entry| {
        let departure = desk.registry.departure(entry.departure).expect("a place");
        departure.facts
    });
    facts
        .filter(|fact| fact.fact == "trip.departure_point")
        .map(|fact| fact.value)
        .collect()
}

#[test]
fn a_sailing_that_starts_elsewhere_starts_there_for_everyone_on_board() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = office(folder.path());
    let first = import(&app, LIST, "").expect("an import");
    assert_eq!(points(&app, &first), [r#""tunon_taka""#; 2]);
    let (one, _) = LIST.split_once("2,BUDI").expect("two rows");
    let moved = import(&app, one, "Tarakan").expect("an import");
    assert_eq!(moved.figures.sailing.id, first.figures.sailing.id);
    assert_eq!(
        points(&app, &moved),
        [r#""malundung""#; 2],
        "also for whom the list does not name"
    );
    let changes = moved.changes.expect("an earlier manifest");
    assert!(changes.changed.is_empty(), "no row says anything else");
    let unknown = import(&app, LIST, "Sebatik").expect("an import");
    assert!(
        points(&app, &unknown).is_empty(),
        "no word of the rules fits"
    );
}

#[test]
fn a_port_of_departure_that_is_not_known_is_not_guessed() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = office(folder.path());
    before.lock().expect("locked");
    drop(before);
    for file in ["suar.settings.json", "suar.settings.bak"] {
        fs::remove_file(folder.path().join(file)).expect("gone");
    }
    let app = app(folder.path());
    let officer = app.session().accounts[0].account.user;
    app.unlock(officer, PASSPHRASE).expect("unlocked");
    assert!(matches!(
        import(&app, LIST, ""),
        Err(AppError::Empty { field: "from" })
    ));
    let named = import(&app, LIST, "Tarakan").expect("the officer names it");
    assert_eq!(named.figures.sailing.from.to_string(), "Tarakan");
}
