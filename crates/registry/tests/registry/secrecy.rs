//! A planted person is in no file and in no debug text.

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use suar_domain::alert::AlertKind;
use suar_domain::decision::Decision;
use suar_domain::departure::StatedFact;
use suar_domain::document::PassportNumber;
use suar_domain::operation::{DecisionReason, DecisionTaken, Operation, ScreeningResult};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::FullName;
use suar_registry::Registry;
use suar_registry::settings::Settings;

use crate::world::{
    alert, answering_with, assessment, at, create, decision_id, departure_id, import, line_id,
    manifest_id, open_form, opening, person_id, sailing_id, save, screening_id, unlock,
};

const NAME: &str = "TERSEMBUNYI REKAAN";
const NUMBER: &str = "X0471999";
const PHONE: &str = "+6281200004711";
const WORDS: &str = "kata rahasia dari percakapan";
const PLANTED: [&str; 4] = [NAME, NUMBER, PHONE, WORDS];

/// Writes the planted person into every place that can hold one.
fn plant(registry: &Registry) {
    let mut manifest = import(1, 3, &[]);
    let planted = &mut manifest.passengers[0];
    planted.person.name = Sensitive::new(FullName::parse(NAME).expect("a name"));
    let document = planted.person.document.as_mut().expect("a document");
    document.number = Sensitive::new(number());
    planted.departure.facts[0].value = PHONE.into();
    manifest.reading.lines[0].cells = vec![NAME.into(), NUMBER.into(), PHONE.into()];
    save(
        registry,
        at(1),
        &Operation::ImportManifest(Box::new(manifest)),
    )
    .expect("imported");

    let mut form = open_form(1, 1, 1);
    let lines = [format!("P<IDN{NAME}<<<"), format!("{NUMBER}<0IDN")];
    form.mrz = Some(Sensitive::new(lines));
    save(registry, at(2), &Operation::OpenScreening(Box::new(form))).expect("opened");
    let mut reasons = assessment(suar_domain::screening::Level::Lindungi);
    reasons.basis.facts.push(StatedFact {
        fact: "contact.phone".into(),
        value: format!("\"{PHONE}\""),
        source: "K3".into(),
    });
    let result = ScreeningResult {
        assessment: Some(reasons),
        alert: Some(alert(1, 1, AlertKind::SecondOfficer)),
    };
    save(registry, at(3), &answering_with(1, "K3", WORDS, result)).expect("answered");
    let decision = DecisionTaken {
        id: decision_id(1),
        screening: screening_id(1),
        decision: Decision::Rujuk,
        advice: Decision::Rujuk,
        reason: Some(DecisionReason {
            indicator: None,
            text: Sensitive::new(WORDS.into()),
        }),
    };
    save(registry, at(4), &Operation::Decide(Box::new(decision))).expect("decided");
    save(registry, at(5), &opening(2, 1, 2)).expect("another form");
}

fn number() -> PassportNumber {
    PassportNumber::parse(NUMBER).expect("a number")
}

/// The ways in which a text can lie in a file.
fn spellings(text: &str) -> [Vec<u8>; 3] {
    [
        text.as_bytes().to_vec(),
        text.to_lowercase().into_bytes(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ]
}

/// Gives the names of the files that were searched.
fn nowhere_in(folder: &Path, when: &str) -> Vec<String> {
    let mut searched = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("a file").path();
        let bytes = fs::read(&path).expect("readable");
        for planted in PLANTED {
            for spelling in spellings(planted) {
                assert!(
                    !bytes.windows(spelling.len()).any(|part| part == spelling),
                    "{planted} is in {} {when}",
                    path.display()
                );
            }
        }
        if !bytes.is_empty() {
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            searched.push(name);
        }
    }
    searched.sort();
    searched
}

#[test]
fn a_planted_person_is_in_no_file_while_open_after_writes_and_after_closing() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    Settings::default().write(folder.path()).expect("settings");
    plant(&registry);
    let open = [
        "suar.db",
        "suar.db-shm",
        "suar.db-wal",
        "suar.settings.json",
        "suar.slots.json",
    ];
    assert_eq!(
        nowhere_in(folder.path(), "while open"),
        open,
        "all of them hold something"
    );
    registry.checkpoint().expect("moved into the main file");
    nowhere_in(folder.path(), "after moving the recent writes");
    drop(registry);
    nowhere_in(folder.path(), "after closing");
    let head = fs::read(folder.path().join("suar.db")).expect("the file");
    assert!(
        !head.starts_with(b"SQLite format 3"),
        "not even the kind of file shows"
    );

    let again = unlock(folder.path()).expect("opens");
    let person = again.person(person_id(1, 1)).expect("the person");
    assert_eq!(
        person.name.expose("compared").as_str(),
        NAME,
        "the person is in there"
    );
    assert_eq!(again.people_by_document(&number()).expect("found").len(), 1);
    nowhere_in(folder.path(), "after opening again");
}

/// Neither as text nor as a list of bytes.
fn hides<T: Debug>(what: &str, value: &T) {
    for printed in [format!("{value:?}"), format!("{value:#?}")] {
        let dense: String = printed.split_whitespace().collect();
        for planted in PLANTED {
            assert!(
                !printed.contains(planted),
                "{planted} shows in {what}: {printed}"
            );
            let bytes = format!("{:?}", planted.as_bytes()).replace(' ', "");
            let bytes = bytes.trim_matches(['[', ']']);
            assert!(!dense.contains(bytes), "{planted} shows as bytes in {what}");
        }
    }
}

#[test]
fn no_row_shows_a_planted_person_when_it_is_printed_for_a_programmer() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    plant(&registry);
    let r = &registry;
    hides("a person", &r.person(person_id(1, 1)).expect("a person"));
    hides(
        "people found by number",
        &r.people_by_document(&number()).expect("found"),
    );
    hides(
        "the board",
        &r.board(sailing_id(1), 0, 10).expect("a board"),
    );
    hides(
        "a departure",
        &r.departure(departure_id(1, 1)).expect("a departure"),
    );
    hides(
        "an assessment",
        &r.assessment(departure_id(1, 1)).expect("an assessment"),
    );
    hides(
        "a manifest",
        &r.manifest(manifest_id(1)).expect("a manifest"),
    );
    hides(
        "findings of a row",
        &r.manifest_line(line_id(1, 1)).expect("a row").defects,
    );
    hides("a form", &r.screening(screening_id(1)).expect("a form"));
    hides("decisions", &r.recent_decisions(10).expect("decisions"));
    hides("alerts", &r.alerts().expect("alerts"));
    hides("the log", &r.outbox_after(0, usize::MAX).expect("lines"));
    save(r, at(9), &Operation::ParkScreening(screening_id(2))).expect("parked");
    hides("waiting forms", &r.waiting_screenings().expect("forms"));
}
