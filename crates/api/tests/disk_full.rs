//! The disk is full while a manifest is imported: a sentence, nothing half, nothing lost, and work goes on.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why and stops"
)]

use std::fmt::Write;
use std::sync::Arc;

use suar_api::error::ErrorCode;
use suar_api::manifest::{ManifestImport, SailingDraft};
use suar_api::screening::{TypedPerson, TypedReply};
use suar_api::session::{FirstRun, OfficePort, Phase, SessionView, Unlock};
use suar_api::{App, Instant, handle};
use suar_testkit::disk::SmallDisk;

fn passengers(count: u32) -> String {
    let mut text = String::from("No,Nama,L/P,No Paspor,Tgl Lahir\n");
    for n in 1..=count {
        writeln!(
            text,
            "{n},REKAAN CONTOH,L,X{n:07},{:02}/02/1990",
            n % 28 + 1
        )
        .expect("a string grows");
    }
    text
}

fn import(app: &App, count: u32, vessel: &str) -> Result<u32, ErrorCode> {
    let preview = suar_api::manifest::read(app, passengers(count).as_bytes(), "besar.csv")
        .map_err(|e| e.code)?;
    let sailing = SailingDraft {
        vessel: Some(vessel.into()),
        date: Some("2026-11-24".into()),
        ..preview.sailing
    };
    handle::manifest_import(
        app,
        ManifestImport {
            token: preview.token,
            sailing,
        },
    )
    .map(|report| report.counts.clean)
    .map_err(|error| error.code)
}

/// A computer whose registry lies on the small disk, just set up.
fn office_on(disk: &SmallDisk) -> (App, SessionView) {
    let clock = Arc::new(|| Instant::from_millis(1_795_449_600_000));
    let app = App::new(disk.path().join("registry"), clock, Arc::new(|_| ()));
    let first = FirstRun {
        port: OfficePort::Nunukan,
        counter: "Loket 2".into(),
        name: "Rekaan Tanjung".into(),
        passphrase: "perahu lewat pagi hari".into(),
    };
    let session = handle::first_run(&app, first).expect("a registry on the small disk");
    (app, session)
}

#[test]
fn an_import_that_does_not_fit_leaves_everything_as_it_was() {
    let Some(disk) = SmallDisk::mount().expect("the disk is made, or may not be") else {
        return;
    };
    let (app, _) = office_on(&disk);
    assert_eq!(
        import(&app, 50, "KM CONTOH SATU"),
        Ok(50),
        "a usual manifest fits"
    );

    assert_eq!(
        import(&app, 6_000, "KM CONTOH DUA"),
        Err(ErrorCode::DiskFull)
    );
    let sailings = handle::sailing_list(&app).expect("sailings");
    assert_eq!(sailings.len(), 1, "nothing of the second import is there");
    assert_eq!(sailings[0].counts.total, 50, "and everything of the first");

    let person = TypedPerson {
        document: "X0000007".into(),
        name: None,
        birth_date: None,
    };
    let opened = handle::counter_type(&app, person).expect("the counter works on");
    assert!(matches!(opened, TypedReply::Opened { .. }));
    handle::lock(&app).expect("locked");
}

#[test]
fn a_disk_without_a_byte_left_keeps_nobody_out() {
    let Some(disk) = SmallDisk::mount().expect("the disk is made, or may not be") else {
        return;
    };
    let (app, session) = office_on(&disk);
    let officer = session.officers[0].id.clone();
    assert_eq!(import(&app, 20, "KM CONTOH SATU"), Ok(20));
    let unlock = |passphrase: &str| {
        let request = Unlock {
            officer: officer.clone(),
            passphrase: passphrase.into(),
        };
        handle::unlock(&app, request).map_err(|error| error.code)
    };

    let reads = || {
        let session = unlock("perahu lewat pagi hari").expect("the records can be read");
        assert_eq!(session.phase, Phase::Open);
        let sailings = handle::sailing_list(&app).expect("sailings");
        assert_eq!(sailings[0].counts.total, 20);
    };
    // Filled while open: the disk refuses the note that the screen was locked, and the closing of the journal.
    let ballast = disk.fill().expect("it fills");
    let session = handle::lock(&app).expect("locked all the same");
    assert_eq!(session.phase, Phase::Locked);
    assert_eq!(
        unlock("bukan sandi yang benar").err(),
        Some(ErrorCode::PassphraseWrong),
        "what was wrong is the passphrase"
    );
    reads();

    // Filled while locked: there is no journal yet, and no room to make one.
    std::fs::remove_file(ballast).expect("space again");
    handle::lock(&app).expect("locked");
    disk.fill().expect("it fills");
    reads();
    handle::lock(&app).expect("locked");
}
