//! What became known later: kept for each sign, for one assessment and its pack, and never rewritten.

use suar_domain::operation::{Operation, ScreeningResult};
use suar_domain::outcome::{Outcome, Verdict};
use suar_domain::screening::Level;
use suar_registry::RegistryError;

use crate::Office;
use crate::world::{
    answering_with, assessment, at, departure_id, importing, officer, opening, sound_log,
};

/// The one sign of the assessments of this world.
const SIGN: &str = "T-01";

fn outcome(edition: u32, case: Verdict, signs: &[(&str, Verdict)]) -> Operation {
    let sign = |(id, verdict): &(&str, Verdict)| ((*id).to_owned(), *verdict);
    Operation::RecordOutcome(Box::new(Outcome {
        departure: departure_id(1, 1),
        edition,
        case,
        signs: signs.iter().map(sign).collect(),
    }))
}

/// An office with one talk, assessed once by pack `aa` and then by pack `bb`.
fn assessed_twice() -> (Office, u32) {
    let office = Office::new();
    office.done(&importing(1, 1));
    office.done(&opening(1, 1, 1));
    for hash in ["aa", "bb"] {
        let mut said = assessment(Level::Dalami);
        said.pack_hash = hash.into();
        let result = ScreeningResult {
            assessment: Some(said),
            alert: None,
        };
        office.done(&answering_with(1, "K3", "3", result));
    }
    let now = office.registry.assessment(departure_id(1, 1));
    let edition = now.expect("readable").expect("assessed").edition;
    (office, edition)
}

#[test]
fn an_outcome_is_kept_for_each_sign_with_the_pack_that_found_it() {
    let (office, edition) = assessed_twice();
    let signs = [(SIGN, Verdict::NotConfirmed)];
    office.done(&outcome(edition - 1, Verdict::Unclear, &signs));
    office.done(&outcome(edition, Verdict::Confirmed, &[]));
    let office = office.reopened();
    let rows = office
        .registry
        .outcomes(departure_id(1, 1))
        .expect("readable");
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.indicator.as_deref(),
                row.verdict,
                row.pack_hash.as_str(),
            )
        })
        .collect();
    let expected = [
        (None, Verdict::Unclear, "aa"),
        (Some(SIGN), Verdict::NotConfirmed, "aa"),
        (None, Verdict::Confirmed, "bb"),
    ];
    assert_eq!(told, expected);
    assert!(
        rows.iter()
            .all(|row| row.at == at(1) && row.by == officer())
    );

    let first = office.registry.outcomes_after(0, 2).expect("readable");
    let rest = office
        .registry
        .outcomes_after(first[1].n, 2)
        .expect("readable");
    assert_eq!([first, rest].concat(), rows, "page by page it is the same");

    let heard: Vec<_> = sound_log(&office.registry)
        .into_iter()
        .filter(|change| change.field == "outcome")
        .map(|change| change.value)
        .collect();
    let lines = [
        serde_json::json!({"edition": edition - 1, "pack": "aa", "case": "unclear", "signs": {SIGN: "not_confirmed"}}),
        serde_json::json!({"edition": edition, "pack": "bb", "case": "confirmed", "signs": {}}),
    ];
    assert_eq!(heard, lines);
    office.registry.verify_audit().expect("audited");
}

#[test]
fn an_outcome_belongs_to_an_assessment_and_its_own_signs() {
    let (office, edition) = assessed_twice();
    let none = office.refused(&outcome(edition + 1, Verdict::Confirmed, &[]));
    assert!(matches!(none, RegistryError::NotFound { .. }), "{none}");
    let other = [(SIGN, Verdict::Confirmed), ("T-02", Verdict::Confirmed)];
    let stranger = office.refused(&outcome(edition, Verdict::Confirmed, &other));
    assert!(
        matches!(stranger, RegistryError::Conflict { .. }),
        "{stranger}"
    );
    let rows = office
        .registry
        .outcomes(departure_id(1, 1))
        .expect("readable");
    assert!(rows.is_empty());
}
