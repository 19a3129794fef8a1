//! The counter: scan, documents, short questions, reasons, decision.

mod decision;
mod document;
mod form;
mod question;
mod reasons;
mod scan;
mod typed;

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::screening as app;
use suar_domain::id::ScreeningId;
use suar_domain::screening as domain;
use ts_rs::TS;

use crate::error::ApiError;
use crate::sailing::{DepartureRef, Level, SailingView};
use form::counter;

pub(crate) use decision::decision_view;
pub use decision::{Correct, Decide, Decision, DecisionView, Reason};
pub use document::{DocumentItem, DocumentTick, Tick, TickState};
pub use form::{CounterView, PersonHeader};
pub(crate) use form::{header, planned};
pub use question::{Answer, AnswerStatus, AnswerView, OptionView, QuestionView};
pub use reasons::{Gap, Lane, NearSign, ReasonsView, Sign, Strength};
pub use scan::{MrzField, MrzSuggestion, Scan, ScanCheck, ScanRepair, ScanReply};
pub use typed::{TypedPerson, TypedReply};

pub(crate) use decision::{correct, decide, decision, undo};
pub(crate) use document::{all_documents, tick};
pub(crate) use question::{answer, answer_status};
pub(crate) use reasons::{fact_name, level_of, listed_sign, reasons};
pub(crate) use scan::{scan, scan_check, scan_repair};
pub(crate) use typed::typed;

/// A form that waits.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftView {
    /// Screening id.
    pub screening: String,
    /// Name.
    pub name: String,
    /// Level now.
    pub level: Level,
    /// Next question, when one waits.
    pub question: Option<String>,
    /// Last change, Unix milliseconds.
    #[ts(type = "number")]
    pub at: i64,
}

/// The counter's left column.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CounterDesk {
    /// The sailing that the counter works on.
    pub sailing: Option<SailingView>,
    /// The form that is open, also after a restart.
    pub open: Option<CounterView>,
    /// Forms that wait.
    pub drafts: Vec<DraftView>,
    /// People done, newest first (at most 8).
    pub recent: Vec<DecisionView>,
}

/// Names a screening.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScreeningRef {
    /// Screening id.
    pub screening: String,
}

const SHOWN: &str = "shown to the officer";

fn counter_desk(desk: &app::CounterDesk) -> Result<CounterDesk, ApiError> {
    Ok(CounterDesk {
        sailing: desk.sailing.as_ref().map(crate::sailing::view),
        open: desk.open.as_ref().map(counter).transpose()?,
        drafts: desk
            .waiting
            .iter()
            .map(|(waiting, next)| DraftView {
                screening: waiting.id.to_string(),
                name: waiting.name.expose(SHOWN).clone(),
                level: crate::sailing::level(waiting.level.unwrap_or(domain::Level::Siap)),
                question: next.map(|question| question.as_str().to_owned()),
                at: waiting.changed_at.millis(),
            })
            .collect(),
        recent: desk
            .recent
            .iter()
            .map(|(row, undoable)| decision_view(row, *undoable))
            .collect(),
    })
}

fn id(text: &str) -> Result<ScreeningId, ApiError> {
    text.parse().map_err(|_| ApiError::bad_request("screening"))
}

pub(crate) fn desk(app: &App) -> Result<CounterDesk, ApiError> {
    counter_desk(&app.counter()?)
}

pub(crate) fn open(app: &App, request: DepartureRef) -> Result<CounterView, ApiError> {
    let departure = request
        .departure
        .parse()
        .map_err(|_| ApiError::bad_request("departure"))?;
    counter(&app.open_departure(departure)?)
}

pub(crate) fn resume(app: &App, request: ScreeningRef) -> Result<CounterView, ApiError> {
    counter(&app.resume(id(&request.screening)?)?)
}

pub(crate) fn park(app: &App, request: ScreeningRef) -> Result<CounterDesk, ApiError> {
    counter_desk(&app.park(id(&request.screening)?)?)
}
