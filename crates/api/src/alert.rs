//! Alerts: one person, one alert, answered by a colleague.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::screening::AlertRow;
use suar_domain::alert as domain;
use ts_rs::TS;

use crate::error::ApiError;

/// A request for a colleague.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AlertView {
    /// Alert id.
    pub id: String,
    /// What is asked.
    pub kind: AlertKind,
    /// Screening that raised it.
    pub screening: String,
    /// Name of the person; shown inside the unlocked window only.
    pub name: String,
    /// When, Unix milliseconds.
    #[ts(type = "number")]
    pub raised_at: i64,
    /// Someone has taken it.
    pub acknowledged: bool,
}

/// What an alert asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AlertKind {
    /// A second officer, for level Lindungi.
    SecondOfficer,
    /// A talk, because the person asked for one.
    Talk,
    /// Both: a second officer, and the talk that the person asked for.
    SecondOfficerAndTalk,
}

/// Takes an alert.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AlertRef {
    /// Alert id.
    pub alert: String,
}

/// Draws an alert.
pub(crate) fn view(row: &AlertRow) -> AlertView {
    AlertView {
        id: row.id.to_string(),
        kind: match row.kind {
            domain::AlertKind::SecondOfficer => AlertKind::SecondOfficer,
            domain::AlertKind::Talk => AlertKind::Talk,
            domain::AlertKind::SecondOfficerAndTalk => AlertKind::SecondOfficerAndTalk,
        },
        screening: row.screening.to_string(),
        name: row.name.expose("shown to the officer").clone(),
        raised_at: row.raised_at.millis(),
        acknowledged: row.taken,
    }
}

pub(crate) fn list(app: &App) -> Result<Vec<AlertView>, ApiError> {
    Ok(app.alerts()?.iter().map(view).collect())
}

pub(crate) fn take(app: &App, request: AlertRef) -> Result<Vec<AlertView>, ApiError> {
    let id = request
        .alert
        .parse()
        .map_err(|_| ApiError::bad_request("alert"))?;
    Ok(app.take_alert(id)?.iter().map(view).collect())
}
