//! A decision of an officer: taking it, taking it back, showing it.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::screening::{self as app, DecisionRow};
use ts_rs::TS;

use super::{CounterDesk, SHOWN, counter_desk, id};
use crate::error::ApiError;
use crate::sailing::Level;

/// A decision of an officer. Suar advises; Immigration alone can postpone a departure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Decision {
    /// Proceed.
    Lanjut,
    /// Proceed, with advice given.
    LanjutEdukasi,
    /// Talk in the quiet room.
    AjakBicara,
    /// Advise Immigration to postpone.
    SarankanTunda,
    /// Refer to those who help.
    Rujuk,
}

/// A decision that was taken.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DecisionView {
    /// Screening id.
    pub screening: String,
    /// Name, for the list of recent people.
    pub name: String,
    /// The decision.
    pub decision: Decision,
    /// What Suar advised then.
    pub advice: Decision,
    /// Level then.
    pub level: Level,
    /// When, Unix milliseconds.
    #[ts(type = "number")]
    pub at: i64,
    /// Ctrl Z can still take it back.
    pub undoable: bool,
}

/// Decides.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Decide {
    /// Screening id.
    pub screening: String,
    /// The decision.
    pub decision: Decision,
    /// Needed when the decision differs from the advice.
    pub reason: Option<Reason>,
}

/// Why the officer sees it differently.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reason {
    /// The sign that does not hold, when it is one of the signs shown.
    pub indicator: Option<String>,
    /// In the officer's words, at most 500 characters.
    pub text: String,
}

/// A decision that stood is taken back, and its form is open again.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Correct {
    /// Screening id.
    pub screening: String,
    /// Why, at most 500 characters.
    pub reason: String,
}

pub(crate) const fn decision(decision: suar_domain::decision::Decision) -> Decision {
    match decision {
        suar_domain::decision::Decision::Lanjut => Decision::Lanjut,
        suar_domain::decision::Decision::LanjutEdukasi => Decision::LanjutEdukasi,
        suar_domain::decision::Decision::AjakBicara => Decision::AjakBicara,
        suar_domain::decision::Decision::SarankanTunda => Decision::SarankanTunda,
        suar_domain::decision::Decision::Rujuk => Decision::Rujuk,
    }
}

const fn decided(decision: Decision) -> suar_domain::decision::Decision {
    match decision {
        Decision::Lanjut => suar_domain::decision::Decision::Lanjut,
        Decision::LanjutEdukasi => suar_domain::decision::Decision::LanjutEdukasi,
        Decision::AjakBicara => suar_domain::decision::Decision::AjakBicara,
        Decision::SarankanTunda => suar_domain::decision::Decision::SarankanTunda,
        Decision::Rujuk => suar_domain::decision::Decision::Rujuk,
    }
}

pub(crate) fn decision_view(row: &DecisionRow, undoable: bool) -> DecisionView {
    DecisionView {
        screening: row.screening.to_string(),
        name: row.name.expose(SHOWN).clone(),
        decision: decision(row.decision),
        advice: decision(row.advice),
        level: crate::sailing::level(row.level.unwrap_or(suar_domain::screening::Level::Siap)),
        at: row.at.millis(),
        undoable,
    }
}

pub(crate) fn decide(app: &App, request: Decide) -> Result<CounterDesk, ApiError> {
    let reason = request.reason.map(|reason| app::Reason {
        indicator: reason.indicator,
        text: reason.text,
    });
    counter_desk(&app.decide(id(&request.screening)?, decided(request.decision), reason)?)
}

pub(crate) fn undo(app: &App) -> Result<CounterDesk, ApiError> {
    counter_desk(&app.undo()?)
}

pub(crate) fn correct(app: &App, request: Correct) -> Result<CounterDesk, ApiError> {
    counter_desk(&app.correct(id(&request.screening)?, &request.reason)?)
}
