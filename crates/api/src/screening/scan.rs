//! A burst from the scanner, and the repair of one.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::screening as app;
use suar_domain::mrz;
use ts_rs::TS;

use super::form::{CounterView, counter};
use crate::error::ApiError;

/// Text of a burst from the scanner, or of one typed by hand.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scan {
    /// Characters as they arrived, at most 400.
    pub text: String,
}

/// One field of a scan, typed by the officer.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScanRepair {
    /// The scan that failed.
    pub text: String,
    /// Which field was typed.
    pub field: MrzField,
    /// Date as ISO 8601, or the document number.
    pub value: String,
}

/// A field with its own check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MrzField {
    /// Document number.
    DocumentNumber,
    /// Birth date.
    BirthDate,
    /// Expiry date.
    ExpiryDate,
    /// Personal number.
    PersonalNumber,
    /// The check over all of them.
    Composite,
}

/// What a scan led to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
pub enum ScanReply {
    /// A form is open for this person.
    Opened {
        /// The form.
        counter: Box<CounterView>,
        /// Another form was open and now waits among the drafts.
        parked: bool,
    },
    /// Only one of the two lines arrived: swipe once more.
    Half,
    /// The text is not a passport's machine-readable zone.
    NotMrz,
    /// Two different passports in one burst: one at a time.
    TwoPeople,
    /// A check digit does not match. A misreading, not a sign.
    CheckFailed {
        /// The lines as read.
        lines: Vec<String>,
        /// Fields whose check digit does not match.
        fields: Vec<MrzField>,
        /// Fields whose check digit matches.
        verified: Vec<MrzField>,
        /// Name as read, to recognise the person.
        name: String,
        /// A reading that would match, never applied by itself.
        suggestion: Option<MrzSuggestion>,
    },
}

/// How a burst was read, for trying a scanner out. Nothing is kept and no form opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ScanCheck {
    /// All check digits fit.
    Read,
    /// Only one of the two lines arrived.
    Half,
    /// Not a machine-readable zone.
    NotMrz,
    /// Two documents in one burst.
    TwoPeople,
    /// A check digit does not match: letters or figures arrive as others.
    CheckFailed,
}

/// One field read differently, so that all check digits match. To be offered, never applied by itself.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MrzSuggestion {
    /// The field.
    pub field: MrzField,
    /// Its value: a date as ISO 8601, or characters.
    pub value: String,
}

const fn mrz_field(field: mrz::MrzField) -> MrzField {
    match field {
        mrz::MrzField::DocumentNumber => MrzField::DocumentNumber,
        mrz::MrzField::BirthDate => MrzField::BirthDate,
        mrz::MrzField::ExpiryDate => MrzField::ExpiryDate,
        mrz::MrzField::PersonalNumber => MrzField::PersonalNumber,
        mrz::MrzField::Composite => MrzField::Composite,
    }
}

fn scan_reply(outcome: app::ScanOutcome) -> Result<ScanReply, ApiError> {
    Ok(match outcome {
        app::ScanOutcome::Opened {
            counter: open,
            parked,
        } => ScanReply::Opened {
            counter: Box::new(counter(&open)?),
            parked,
        },
        app::ScanOutcome::Half => ScanReply::Half,
        app::ScanOutcome::NotMrz => ScanReply::NotMrz,
        app::ScanOutcome::TwoPeople => ScanReply::TwoPeople,
        app::ScanOutcome::CheckFailed(failed) => ScanReply::CheckFailed {
            lines: vec![
                failed.lines.first().to_owned(),
                failed.lines.second().to_owned(),
            ],
            fields: vec![mrz_field(failed.field)],
            verified: failed.verified.iter().copied().map(mrz_field).collect(),
            name: failed.name,
            suggestion: failed.suggestion.map(|(field, value)| MrzSuggestion {
                field: mrz_field(field),
                value,
            }),
        },
    })
}

/// Longest burst that is taken in; the scanner sends at most two lines twice.
const SCAN_MAX: usize = 1_000;

pub(crate) fn scan(app: &App, request: Scan) -> Result<ScanReply, ApiError> {
    if request.text.len() > SCAN_MAX {
        return Ok(ScanReply::NotMrz);
    }
    scan_reply(app.scan(&request.text)?)
}

pub(crate) fn scan_check(app: &App, request: Scan) -> Result<ScanCheck, ApiError> {
    if request.text.len() > SCAN_MAX {
        return Ok(ScanCheck::NotMrz);
    }
    Ok(match mrz::read_scan(&request.text, app.now().wita_date()) {
        Ok(_) => ScanCheck::Read,
        Err(mrz::ScanProblem::Half) => ScanCheck::Half,
        Err(mrz::ScanProblem::NotAnMrz) => ScanCheck::NotMrz,
        Err(mrz::ScanProblem::TwoPeople) => ScanCheck::TwoPeople,
        Err(mrz::ScanProblem::CheckFailed { .. }) => ScanCheck::CheckFailed,
    })
}

pub(crate) fn scan_repair(app: &App, request: ScanRepair) -> Result<ScanReply, ApiError> {
    let field = match request.field {
        MrzField::DocumentNumber => mrz::MrzField::DocumentNumber,
        MrzField::BirthDate => mrz::MrzField::BirthDate,
        MrzField::ExpiryDate => mrz::MrzField::ExpiryDate,
        MrzField::PersonalNumber => mrz::MrzField::PersonalNumber,
        MrzField::Composite => return Err(ApiError::bad_request("field")),
    };
    scan_reply(app.scan_repair(&request.text, field, &request.value)?)
}
