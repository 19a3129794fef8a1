//! Deciding, and taking a decision back.

use suar_api::error::ErrorCode;
use suar_api::handle;
use suar_api::screening::{Correct, Decide, Decision, Reason};

use crate::world::{Office, melati};

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

    let screening = form.screening;
    let again = Decide {
        screening: screening.clone(),
        decision: Decision::AjakBicara,
        reason: None,
    };
    handle::decide(&office.app, again).expect("decided");
    *office.now.lock().expect("a clock") += 11 * 60 * 1000;
    let late = handle::undo(&office.app).expect_err("eleven minutes later");
    assert_eq!(late.code, ErrorCode::UndoTooLate);

    let correct = |reason: &str| Correct {
        screening: screening.clone(),
        reason: reason.into(),
    };
    let refused = handle::correct(&office.app, correct(" ")).expect_err("a reason is needed");
    assert_eq!(refused.code, ErrorCode::FieldEmpty);
    let desk = handle::correct(&office.app, correct("Salah orang")).expect("corrected");
    let open = desk.open.expect("the form is open again");
    assert_eq!(
        (open.screening, open.decision.is_none()),
        (screening.clone(), true)
    );
    let refused = handle::correct(&office.app, correct("Lagi")).expect_err("nothing stands");
    assert_eq!(refused.code, ErrorCode::UndoTooLate);
}

#[test]
fn nobody_goes_on_past_the_questions_without_a_reason() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let form = office.answer(&form, "K1", "1");
    assert_eq!(form.reasons.advice, Decision::LanjutEdukasi);
    let decide = |reason| Decide {
        screening: form.screening.clone(),
        decision: Decision::LanjutEdukasi,
        reason,
    };
    let refused = handle::decide(&office.app, decide(None)).expect_err("seven questions wait");
    assert_eq!(refused.code, ErrorCode::ReasonNeeded);
    let empty = Reason {
        indicator: None,
        text: " ".into(),
    };
    let refused = handle::decide(&office.app, decide(Some(empty))).expect_err("an empty reason");
    assert_eq!(refused.code, ErrorCode::FieldEmpty);
    let reason = Reason {
        indicator: None,
        text: "Kapal berangkat".into(),
    };
    let desk = handle::decide(&office.app, decide(Some(reason))).expect("people decide");
    assert_eq!(desk.recent[0].decision, Decision::LanjutEdukasi);
}

#[test]
fn a_sign_is_reason_enough() {
    let office = Office::new();
    office.import("manifest-1-merged-header.csv");
    let form = office.open(&melati());
    let form = office.answer(&form, "K3", "3");
    let decide = Decide {
        screening: form.screening,
        decision: Decision::Lanjut,
        reason: Some(Reason {
            indicator: Some("TIP-12".into()),
            text: String::new(),
        }),
    };
    let desk = handle::decide(&office.app, decide).expect("decided");
    assert_eq!(desk.recent[0].decision, Decision::Lanjut);
}
