//! Alerts: one person, one alert, answered by a colleague.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::alert::Alert;
use suar_app::screening::AlertRow;
use suar_domain::alert as domain;
use ts_rs::TS;

use crate::error::ApiError;
use crate::sailing::Level;

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
    /// The departure that it is about.
    pub departure: String,
}

/// A request in the list of those that wait, with what decides who comes first.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AlertEntry {
    /// The request.
    pub alert: AlertView,
    /// Level now.
    pub level: Level,
    /// How many signs there are now.
    pub sign_count: u32,
    /// A decision was taken since.
    pub decided: bool,
    /// Vessel of the sailing.
    pub vessel: String,
    /// Minutes until boarding closes; negative when it has closed; absent when no time is known or the sailing is
    /// not today.
    pub minutes_left: Option<i32>,
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

pub(crate) const fn kind(kind: domain::AlertKind) -> AlertKind {
    match kind {
        domain::AlertKind::SecondOfficer => AlertKind::SecondOfficer,
        domain::AlertKind::Talk => AlertKind::Talk,
        domain::AlertKind::SecondOfficerAndTalk => AlertKind::SecondOfficerAndTalk,
    }
}

/// Draws an alert.
pub(crate) fn view(row: &AlertRow) -> AlertView {
    AlertView {
        id: row.id.to_string(),
        kind: kind(row.kind),
        screening: row.screening.to_string(),
        name: row.name.expose("shown to the officer").clone(),
        raised_at: row.raised_at.millis(),
        acknowledged: row.taken,
        departure: row.departure.to_string(),
    }
}

fn entry(alert: &Alert) -> AlertEntry {
    AlertEntry {
        alert: view(&alert.row),
        level: crate::sailing::level(
            alert
                .row
                .level
                .unwrap_or(suar_domain::screening::Level::Siap),
        ),
        sign_count: u32::try_from(alert.row.signs.len()).unwrap_or(u32::MAX),
        decided: alert.row.decided,
        vessel: alert.sailing.sailing.vessel.as_str().to_owned(),
        minutes_left: alert.sailing.minutes_left,
    }
}

pub(crate) fn list(app: &App) -> Result<Vec<AlertEntry>, ApiError> {
    Ok(app.alerts()?.iter().map(entry).collect())
}

pub(crate) fn take(app: &App, request: AlertRef) -> Result<Vec<AlertEntry>, ApiError> {
    let id = request
        .alert
        .parse()
        .map_err(|_| ApiError::bad_request("alert"))?;
    Ok(app.take_alert(id)?.iter().map(entry).collect())
}
