//! What waits to be sent, and how the connection is.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::sync::ExchangeStatus;
use ts_rs::TS;

use crate::error::ApiError;

/// State of the exchange with the hub.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncView {
    /// What the chip says.
    pub state: SyncState,
    /// Changes that the hub has not confirmed.
    #[ts(type = "number")]
    pub waiting: u64,
    /// Size of what waits, in bytes.
    #[ts(type = "number")]
    pub waiting_bytes: u64,
    /// When the oldest waiting change was made, Unix milliseconds.
    #[ts(type = "number | null")]
    pub oldest_at: Option<i64>,
    /// Last confirmed exchange, Unix milliseconds.
    #[ts(type = "number | null")]
    pub last_ok: Option<i64>,
    /// Next attempt, Unix milliseconds.
    #[ts(type = "number | null")]
    pub next_try: Option<i64>,
    /// Address of the hub, once enrolled.
    pub hub: Option<String>,
    /// Why help is needed, as a code of the error table.
    pub problem: Option<ApiError>,
    /// Changes that the hub keeps aside because it could not understand them.
    #[ts(type = "number")]
    pub rejected: u64,
}

/// What the chip says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SyncState {
    /// This computer has not been enrolled at a hub.
    NotEnrolled,
    /// Everything was confirmed.
    AllSent,
    /// Sending now.
    Sending,
    /// No connection; work goes on.
    Offline,
    /// A person must do something; see `problem`.
    NeedsHelp,
}

/// Enrols this computer.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Enroll {
    /// Address of the hub.
    pub url: String,
    /// One-time code, ten characters.
    pub code: String,
}

/// Draws the exchange.
fn view(exchange: ExchangeStatus) -> SyncView {
    let ExchangeStatus { status, hub } = exchange;
    let (state, problem) = match status.state {
        suar_app::SyncState::NotEnrolled => (SyncState::NotEnrolled, None),
        suar_app::SyncState::AllSent => (SyncState::AllSent, None),
        suar_app::SyncState::Sending => (SyncState::Sending, None),
        suar_app::SyncState::Offline => (SyncState::Offline, None),
        suar_app::SyncState::NeedsHelp(code) => {
            (SyncState::NeedsHelp, Some(ApiError::lasting(&code)))
        }
    };
    SyncView {
        state,
        waiting: status.waiting,
        waiting_bytes: status.waiting_bytes,
        oldest_at: status.oldest.map(|at| at.millis()),
        last_ok: status.last_ok.map(|at| at.millis()),
        next_try: status.next_try.map(|at| at.millis()),
        hub,
        problem,
        rejected: status.rejected.len() as u64,
    }
}

pub(crate) fn status(app: &App) -> Result<SyncView, ApiError> {
    Ok(view(app.sync_status()?))
}

pub(crate) fn now(app: &App) -> Result<SyncView, ApiError> {
    Ok(view(app.sync_now()?))
}

pub(crate) fn enroll(app: &App, request: Enroll) -> Result<SyncView, ApiError> {
    Ok(view(app.enroll(&request.url, &request.code)?))
}
