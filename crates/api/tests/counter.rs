//! The main job, command by command, as the page does it: from a manifest to a decision.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why and stops"
)]

use std::path::Path;
use std::sync::{Arc, Mutex};

use suar_api::alert::{AlertKind, AlertRef};
use suar_api::error::ErrorCode;
use suar_api::manifest::{LineFix, LineSetAside, LineState, ManifestImport};
use suar_api::sailing::{BoardRequest, BoardView, DepartureRef, Level, Status};
use suar_api::screening::{
    Answer, AnswerStatus, CounterView, Decide, Decision, DocumentItem, MrzField, Reason, Scan,
    ScanRepair, ScanReply, ScreeningRef, Tick, TickState, TypedPerson, TypedReply,
};
use suar_api::session::{FirstRun, OfficePort, Phase, Unlock};
use suar_api::sync::SyncState;
use suar_api::{App, Instant, Notice, handle};
use suar_domain::document::Sex;
use suar_domain::mrz::{Mrz, MrzParts};

const PASSPHRASE: &str = "perahu lewat pagi hari";

/// One computer with an officer, a clock that can be moved, and ears for notices.
struct Office {
    app: App,
    folder: tempfile::TempDir,
    now: Arc<Mutex<i64>>,
    heard: Arc<Mutex<Vec<Notice>>>,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // 2026-03-02 08:00 WITA, the day of the first sample.
        let now = Arc::new(Mutex::new(1_772_409_600_000));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let app = app(folder.path(), &now, &heard);
        let first = FirstRun {
            port: OfficePort::Nunukan,
            counter: "Loket 2".into(),
            name: "Rekaan Tanjung".into(),
            passphrase: PASSPHRASE.into(),
        };
        let session = handle::first_run(&app, first).expect("a registry");
        assert_eq!(session.phase, Phase::Open);
        Self {
            app,
            folder,
            now,
            heard,
        }
    }

    fn import(&self, sample: &str) -> BoardView {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/fixtures/manifests")
            .join(sample);
        let bytes = std::fs::read(path).expect("the sample");
        let preview = suar_api::manifest::read(&self.app, &bytes, sample).expect("a manifest");
        let mut sailing = preview.sailing;
        sailing
            .vessel
            .get_or_insert_with(|| "FERRY CONTOH 2".into());
        sailing.date.get_or_insert_with(|| "2026-03-02".into());
        sailing.gate_closes_at = Some("09:15".into());
        let request = ManifestImport {
            token: preview.token,
            sailing,
        };
        let report = handle::manifest_import(&self.app, request).expect("an import");
        self.board(&report.sailing.id)
    }

    fn board(&self, sailing: &str) -> BoardView {
        let request = BoardRequest {
            sailing: sailing.into(),
            offset: 0,
            limit: 500,
        };
        handle::board(&self.app, request).expect("a board")
    }

    fn scan(&self, text: &str) -> ScanReply {
        handle::scan(&self.app, Scan { text: text.into() }).expect("a reply to the scan")
    }

    fn open(&self, text: &str) -> CounterView {
        match self.scan(text) {
            ScanReply::Opened { counter, .. } => *counter,
            other => panic!("no form was opened: {other:?}"),
        }
    }

    fn answer(&self, form: &CounterView, question: &str, key: &str) -> CounterView {
        let request = Answer {
            screening: form.screening.clone(),
            question: question.into(),
            status: AnswerStatus::Answered,
            key: Some(key.into()),
        };
        handle::answer(&self.app, request).expect("an answer")
    }

    fn heard(&self) -> Vec<Notice> {
        self.heard.lock().expect("ears").clone()
    }

    /// The process ends without locking, and the app is started again.
    fn power_cut(self) -> Self {
        let Self {
            app: killed,
            folder,
            now,
            heard,
        } = self;
        drop(killed);
        let app = app(folder.path(), &now, &heard);
        let office = Self {
            app,
            folder,
            now,
            heard,
        };
        office.unlock();
        office
    }

    fn unlock(&self) {
        let session = handle::session_state(&self.app).expect("a session");
        assert_eq!(session.phase, Phase::Locked);
        let officer = session.officers[0].id.clone();
        let request = Unlock {
            officer,
            passphrase: PASSPHRASE.into(),
        };
        assert_eq!(
            handle::unlock(&self.app, request).expect("unlocked").phase,
            Phase::Open
        );
    }
}

fn app(folder: &Path, now: &Arc<Mutex<i64>>, heard: &Arc<Mutex<Vec<Notice>>>) -> App {
    let (now, heard) = (Arc::clone(now), Arc::clone(heard));
    App::new(
        folder,
        Arc::new(move || Instant::from_millis(*now.lock().expect("a clock"))),
        Arc::new(move |notice| heard.lock().expect("ears").push(notice)),
    )
}

fn passport(name: &str, number: &str, birth: &str, expiry: &str) -> String {
    Mrz::compose(&MrzParts {
        issuing_state: "IDN",
        nationality: "IDN",
        primary: name,
        secondary: "",
        document_number: number,
        birth: birth.parse().expect("a day"),
        sex: Sex::Female,
        expiry: expiry.parse().expect("a day"),
        personal_number: "",
    })
}

fn melati() -> String {
    passport("MELATI CONTOH", "X0000471", "2001-09-14", "2031-05-20")
}

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
fn a_procedural_worker_is_ready_in_ten_keys() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    assert_eq!(form.person.name, "MELATI CONTOH");
    assert_eq!(form.person.seat.as_deref(), Some("A1"));
    assert!(form.person.on_manifest);
    assert_eq!(form.current.as_deref(), Some("K1"));
    assert_eq!(
        form.reasons.level,
        Level::Lengkapi,
        "core questions are not answered yet"
    );

    let all = ScreeningRef {
        screening: form.screening.clone(),
    };
    let mut form = handle::documents_all(&office.app, all).expect("documents");
    for question in ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"] {
        assert_eq!(form.current.as_deref(), Some(question));
        form = office.answer(&form, question, "1");
    }
    assert_eq!(form.current, None);
    assert_eq!(form.reasons.level, Level::Siap, "{:?}", form.reasons);
    assert_eq!(form.reasons.advice, Decision::Lanjut);
    let decide = Decide {
        screening: form.screening,
        decision: Decision::Lanjut,
        reason: None,
    };
    let desk = handle::decide(&office.app, decide).expect("a decision");
    assert!(desk.open.is_none());
    assert_eq!(desk.recent[0].decision, Decision::Lanjut);
    assert!(office.heard().is_empty(), "nobody is disturbed");
}

#[test]
fn held_papers_and_an_unknown_parcel_ask_for_a_second_officer_once() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let form = office.answer(&form, "K1", "1");
    let form = office.answer(&form, "K2", "1");
    let form = office.answer(&form, "K3", "3");
    assert_eq!(
        form.reasons.trafficking,
        Level::Dalami,
        "someone else holds the papers"
    );
    let form = office.answer(&form, "K4", "1");
    let form = office.answer(&form, "K5", "3");
    assert_eq!(form.reasons.level, Level::Lindungi);
    assert!(form.reasons.joint, "both lanes are raised together");
    assert_eq!(
        (form.reasons.trafficking, form.reasons.courier),
        (Level::Lindungi, Level::Lindungi)
    );
    assert_eq!(
        form.alert.as_ref().map(|alert| alert.kind),
        Some(AlertKind::SecondOfficer)
    );
    assert_eq!(office.heard(), [Notice::SecondOfficer]);
    let k3 = form
        .questions
        .iter()
        .find(|question| question.id == "K3")
        .expect("K3");
    assert!(
        k3.answer
            .as_ref()
            .is_some_and(|answer| answer.strength.is_some()),
        "the answer shows its weight"
    );

    let form = office.answer(&form, "K6", "1");
    assert_eq!(office.heard().len(), 1, "one person, one alert");
    let alerts = handle::alert_list(&office.app).expect("alerts");
    assert_eq!(alerts.len(), 1);
    assert_eq!(alerts[0].screening, form.screening);
}

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
fn asking_to_talk_is_a_request_and_not_a_sign() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let form = office.answer(&form, "K8", "2");
    assert_eq!(form.reasons.level, Level::Dalami);
    assert!(form.reasons.request);
    assert_eq!(
        form.reasons.trafficking,
        Level::Siap,
        "a wish is not an indicator"
    );
    assert_eq!(office.heard(), [Notice::Talk]);
}

#[test]
fn who_asks_to_talk_after_a_second_officer_was_called_is_heard_once() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let mut form = office.open(&melati());
    for (question, key) in [
        ("K1", "1"),
        ("K2", "1"),
        ("K3", "3"),
        ("K4", "1"),
        ("K5", "3"),
    ] {
        form = office.answer(&form, question, key);
    }
    assert_eq!(office.heard(), [Notice::SecondOfficer]);
    let alert = form.alert.clone().expect("an alert").id;
    handle::alert_take(&office.app, AlertRef { alert }).expect("a colleague takes it");

    let form = office.answer(&form, "K8", "2");
    assert!(form.reasons.request);
    assert_eq!(office.heard(), [Notice::SecondOfficer, Notice::Talk]);
    let alert = form.alert.clone().expect("the alert");
    assert_eq!(alert.kind, AlertKind::SecondOfficerAndTalk);
    assert!(!alert.acknowledged, "this request has nobody yet");

    let form = office.answer(&form, "K8", "1");
    let form = office.answer(&form, "K8", "3");
    assert_eq!(office.heard().len(), 2, "once");
    assert_eq!(
        form.alert.map(|alert| alert.kind),
        Some(AlertKind::SecondOfficerAndTalk)
    );
}

#[test]
fn a_request_to_talk_is_not_lost_when_a_second_officer_is_called_later() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let mut form = office.open(&melati());
    for (question, key) in [("K8", "2"), ("K1", "1"), ("K3", "3"), ("K5", "3")] {
        form = office.answer(&form, question, key);
    }
    assert_eq!(office.heard(), [Notice::Talk, Notice::SecondOfficer]);
    assert_eq!(
        form.alert.map(|alert| alert.kind),
        Some(AlertKind::SecondOfficerAndTalk)
    );
}

#[test]
fn a_decision_that_differs_needs_a_reason_and_can_be_undone() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let form = office.answer(&form, "K3", "3");
    assert_eq!(form.reasons.advice, Decision::AjakBicara);
    let bare = Decide {
        screening: form.screening.clone(),
        decision: Decision::Lanjut,
        reason: None,
    };
    let refused = handle::decide(&office.app, bare).expect_err("a reason is needed");
    assert_eq!(refused.code, ErrorCode::ReasonNeeded);
    let reason = Reason {
        indicator: Some("TIP-12".into()),
        text: "Paspor sudah kembali ke tangannya".into(),
    };
    let decide = Decide {
        screening: form.screening.clone(),
        decision: Decision::Lanjut,
        reason: Some(reason),
    };
    let desk = handle::decide(&office.app, decide).expect("decided");
    assert!(desk.recent[0].undoable);
    let desk = handle::undo(&office.app).expect("undone");
    assert_eq!(
        desk.open.map(|open| open.screening),
        Some(form.screening.clone()),
        "the form is open again"
    );
    assert!(desk.recent.is_empty());

    let again = Decide {
        screening: form.screening,
        decision: Decision::AjakBicara,
        reason: None,
    };
    handle::decide(&office.app, again).expect("decided");
    *office.now.lock().expect("a clock") += 11 * 60 * 1000;
    let late = handle::undo(&office.app).expect_err("eleven minutes later");
    assert_eq!(late.code, ErrorCode::UndoTooLate);
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
        reason: None,
    };
    handle::decide(&office.app, decide).expect("decided");
    assert_eq!(status(&office), Some(Status::Decided));
}

#[test]
fn a_document_asked_for_and_not_shown_is_a_gap_and_one_not_looked_at_is_unknown() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let form = office.answer(&form, "K1", "1");
    let tick = |state| Tick {
        screening: form.screening.clone(),
        item: DocumentItem::Contract,
        state,
    };
    let form = handle::document_tick(&office.app, tick(TickState::NotShown)).expect("a tick");
    assert_eq!(form.reasons.documents, Level::Lengkapi);
    assert!(form.reasons.signs.iter().any(|sign| sign.id == "DOC-03"));
    let form = handle::document_tick(&office.app, tick(TickState::Unknown)).expect("a tick");
    assert!(
        form.reasons.signs.iter().all(|sign| sign.id != "DOC-03"),
        "unknown is not false"
    );
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

#[test]
fn what_waits_is_counted_while_no_hub_is_known() {
    let office = Office::new();
    let before = handle::sync_status(&office.app).expect("a status");
    office.import("manifest-1-merged-header.csv");
    let after = handle::sync_status(&office.app).expect("a status");
    assert_eq!(after.state, SyncState::NotEnrolled);
    assert!(after.waiting > before.waiting);
}

#[test]
fn a_family_visit_is_asked_four_questions_and_a_corrected_purpose_asks_the_others() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let mut form = office.answer(&form, "K1", "2");
    for question in ["K3", "K5", "K8"] {
        assert_eq!(form.current.as_deref(), Some(question));
        form = office.answer(&form, question, "1");
    }
    assert_eq!(form.current, None, "the questions about work are not asked");
    assert_eq!(form.reasons.level, Level::Siap);
    let form = office.answer(&form, "K1", "1");
    assert_eq!(form.current.as_deref(), Some("K2"), "corrected to work");
}
