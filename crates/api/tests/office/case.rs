//! One departure on one page: why, what came near, what would change it, what happened, how it turned out.

use suar_api::alert::AlertKind;
use suar_api::case::{CaseOutcome, CaseView, EventKind, SignOutcome, Verdict};
use suar_api::error::ErrorCode;
use suar_api::handle;
use suar_api::manifest::ManifestImport;
use suar_api::sailing::{BoardView, DepartureRef, Level};
use suar_api::screening::{
    Decide, Decision, DocumentItem, Reason, Scan, ScanCheck, Tick, TickState,
};

use crate::world::{Office, melati, passport};

fn file(office: &Office, departure: &str) -> CaseView {
    let request = DepartureRef {
        departure: departure.into(),
    };
    handle::case_file(&office.app, request).expect("a case")
}

fn departure_of(board: &BoardView, document: &str) -> String {
    let row = board
        .rows
        .iter()
        .find(|row| row.document.as_deref() == Some(document));
    row.expect("on the board").departure.clone()
}

fn a_second_passes(office: &Office) {
    *office.now.lock().expect("a clock") += 1_000;
}

fn kinds(view: &CaseView) -> Vec<String> {
    view.events
        .iter()
        .map(|event| match &event.what {
            EventKind::Opened => "opened".to_owned(),
            EventKind::Answered {
                question, answer, ..
            } => {
                let said = answer.as_ref().map_or("", |text| text.id.as_str());
                format!("{question} {said}")
            }
            EventKind::Ticked { seen, not_shown } => format!("seen {seen}, not shown {not_shown}"),
            EventKind::Assessed { level, .. } => format!("{level:?}"),
            EventKind::Decided {
                decision, reason, ..
            } => format!("{decision:?} {}", reason.as_deref().unwrap_or_default()),
            EventKind::Undone { decision } => format!("undone {decision:?}"),
            EventKind::Called { alert } => format!("called {alert:?}"),
            EventKind::Taken => "taken".to_owned(),
            EventKind::Outcome { indicator, verdict } => {
                format!("{} {verdict:?}", indicator.as_deref().unwrap_or("case"))
            }
        })
        .collect()
}

#[test]
fn a_near_miss_names_the_question_that_would_settle_it_and_counts_nowhere() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let form = office.answer(&form, "K1", "1");
    assert!(
        form.reasons.near.is_empty(),
        "that somebody travels for work brings nobody near anything: {:?}",
        form.reasons.near
    );
    let form = office.answer(&form, "K5", "3");
    let ticket = form.reasons.near.iter().find(|near| near.id == "CUR-04");
    let ticket = ticket.expect("a parcel, and nobody knows yet who paid");
    assert_eq!(ticket.question.as_deref(), Some("K6"));
    assert!((ticket.holds, ticket.of) == (1, 2), "{ticket:?}");
    assert!(
        form.reasons.signs.iter().all(|sign| sign.id != "CUR-04"),
        "a near miss is no sign"
    );
    let form = office.answer(&form, "K6", "1");
    assert!(
        form.reasons.near.iter().all(|near| near.id != "CUR-04"),
        "answered, and it is not so"
    );
}

#[test]
fn the_case_tells_every_version_in_order_and_what_would_lower_the_level() {
    let office = Office::new();
    let board = office.import("manifest-1-merged-header.csv");
    let departure = departure_of(&board, "X0000471");
    let planned = file(&office, &departure);
    assert_eq!(planned.person.name, "MELATI CONTOH");
    assert!(planned.screening.is_none() && planned.row.documents.is_none());
    assert_eq!(
        kinds(&planned).len(),
        1,
        "the plan was assessed: {:?}",
        kinds(&planned)
    );

    a_second_passes(&office);
    let mut form = office.open(&melati());
    for (question, key) in [("K1", "1"), ("K3", "3"), ("K3", "2"), ("K3", "3")] {
        a_second_passes(&office);
        form = office.answer(&form, question, key);
    }
    a_second_passes(&office);
    let tick = Tick {
        screening: form.screening.clone(),
        item: DocumentItem::Visa,
        state: TickState::Seen,
    };
    handle::document_tick(&office.app, tick).expect("ticked");
    let view = file(&office, &departure);
    assert_eq!(view.reasons.level, Level::Dalami);
    assert_eq!(view.row.documents, Some(1));
    let first = &view.lower[0];
    assert_eq!(first.level, Level::Lengkapi);
    assert_eq!(first.facts[0].to.id, "Ya, keduanya", "{:?}", view.lower);

    a_second_passes(&office);
    let decide = |decision, reason: Option<Reason>| Decide {
        screening: form.screening.clone(),
        decision,
        reason,
    };
    let reason = Reason {
        indicator: Some("TIP-12".into()),
        text: "sudah kembali".into(),
    };
    handle::decide(&office.app, decide(Decision::Lanjut, Some(reason))).expect("decided");
    a_second_passes(&office);
    handle::undo(&office.app).expect("undone");
    a_second_passes(&office);
    handle::decide(&office.app, decide(Decision::AjakBicara, None)).expect("decided");

    let view = file(&office, &departure);
    let told = kinds(&view);
    let heard: Vec<&str> = told.iter().map(String::as_str).collect();
    let order = [
        "opened",
        "K1 Bekerja",
        "K3 Dipegang orang lain",
        "K3 Dipegang keluarga yang ikut",
        "K3 Dipegang orang lain",
        "seen 1, not shown 0",
        "Lanjut sudah kembali",
        "undone Lanjut",
        "AjakBicara ",
    ];
    let mut rest = heard.iter();
    for expected in order {
        assert!(rest.any(|each| *each == expected), "{expected}: {told:?}");
    }
    assert!(
        heard.contains(&"Dalami"),
        "levels have their place: {told:?}"
    );
    assert!(view.events.windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert_eq!(
        view.events.last().and_then(|last| last.by.as_deref()),
        Some("Rekaan Tanjung")
    );
    let decided = view.decision.expect("a decision");
    assert_eq!(decided.decision, Decision::AjakBicara);
}

#[test]
fn how_it_turned_out_is_recorded_for_the_signs_of_the_case_and_no_other() {
    let office = Office::new();
    let board = office.import("manifest-1-merged-header.csv");
    let departure = departure_of(&board, "X0000471");
    let form = office.open(&melati());
    office.answer(&form, "K3", "3");
    let outcome = |indicator: &str| CaseOutcome {
        departure: departure.clone(),
        case: Verdict::Unclear,
        signs: vec![SignOutcome {
            indicator: indicator.into(),
            verdict: Verdict::NotConfirmed,
        }],
    };
    let view = handle::case_outcome(&office.app, outcome("TIP-12")).expect("recorded");
    let told = kinds(&view);
    assert!(told.contains(&"case Unclear".to_owned()), "{told:?}");
    assert!(told.contains(&"TIP-12 NotConfirmed".to_owned()), "{told:?}");
    handle::case_outcome(&office.app, outcome("CUR-24")).expect_err("not a sign of this case");
    let again = file(&office, &departure);
    assert_eq!(kinds(&again), told, "nothing half recorded");
    let nobody = CaseOutcome {
        departure: "x".into(),
        case: Verdict::Unclear,
        signs: Vec::new(),
    };
    let refused = handle::case_outcome(&office.app, nobody).expect_err("no such id");
    assert_eq!(refused.code, ErrorCode::BadRequest);
}

#[test]
fn other_journeys_of_the_same_person_are_told_and_this_one_is_not() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    assert!(form.journeys.is_empty(), "the first time");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/manifests/manifest-1-merged-header.csv");
    let bytes = std::fs::read(path).expect("the sample");
    let preview = suar_api::manifest::read(&office.app, &bytes, "lagi.csv").expect("read");
    let mut sailing = preview.sailing;
    sailing.vessel = Some("FERRY CONTOH 9".into());
    sailing.date = Some("2026-03-09".into());
    let request = ManifestImport {
        token: preview.token,
        sailing,
    };
    let report = handle::manifest_import(&office.app, request).expect("an import");
    let again = departure_of(&office.board(&report.sailing.id), "X0000471");
    let view = file(&office, &again);
    assert_eq!(view.journeys.len(), 1);
    assert_eq!(view.journeys[0].date, "2026-03-02");
    assert_ne!(view.journeys[0].departure, again);
}

#[test]
fn requests_say_what_decides_who_comes_first() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    office.answer(&form, "K8", "2");
    let entries = handle::alert_list(&office.app).expect("alerts");
    let entry = &entries[0];
    assert_eq!(entry.alert.kind, AlertKind::Talk);
    assert_eq!((entry.level, entry.decided), (Level::Dalami, false));
    assert_eq!(
        entry.minutes_left,
        Some(75),
        "08.00, and boarding closes 09.15"
    );
    let view = file(&office, &entry.alert.departure);
    assert_eq!(
        view.alert.map(|alert| alert.id),
        Some(entry.alert.id.clone())
    );
}

#[test]
fn a_scanner_is_tried_without_a_person_and_before_anyone_signs_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let none = std::sync::Arc::default();
    let now = std::sync::Arc::new(std::sync::Mutex::new(1_772_409_600_000));
    let app = crate::world::app(folder.path(), &now, &none);
    let check = |text: &str| handle::scan_check(&app, Scan { text: text.into() }).expect("checked");
    let sample = passport("CONTOH", "X0000471", "2001-09-14", "2031-05-20");
    assert_eq!(check(&sample), ScanCheck::Read);
    assert_eq!(check(&sample.to_lowercase()), ScanCheck::Read);
    assert_eq!(
        check(sample.lines().next().unwrap_or_default()),
        ScanCheck::Half
    );
    assert_eq!(check("8991234567890"), ScanCheck::NotMrz);
    assert_eq!(
        check(&sample.replace("010914", "010941")),
        ScanCheck::CheckFailed
    );
    assert_eq!(check(&"P<".repeat(2_000)), ScanCheck::NotMrz);
}
