//! Sailings and the triage board.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::sailing::{BoardEntry, SailingFigures};
use suar_domain::screening::ScreeningState;
use suar_domain::time::PlainDate;
use ts_rs::TS;

use crate::error::ApiError;
use crate::manifest::{self, LineView};
use crate::screening::{self, Decision, ReasonsView, Sign};

const SHOWN: &str = "shown to the officer";

/// A level: what the officer does next, never what the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// Nothing stands in the way.
    Siap,
    /// Something is missing, or one clarifying question.
    Lengkapi,
    /// Talk in the quiet room.
    Dalami,
    /// A second officer comes.
    Lindungi,
}

/// One sailing with its figures.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SailingView {
    /// Sailing id.
    pub id: String,
    /// Vessel name as on the manifest.
    pub vessel: String,
    /// Port of departure.
    pub from: String,
    /// Port of arrival.
    pub to: String,
    /// Day of sailing, ISO 8601.
    pub date: String,
    /// Departure time at the port, `HH:MM`.
    pub departs_at: Option<String>,
    /// When boarding closes, `HH:MM`.
    pub gate_closes_at: Option<String>,
    /// Minutes until boarding closes; negative when it has closed; absent when no time is known or the sailing is
    /// not today.
    pub minutes_left: Option<i32>,
    /// The counter works on this sailing.
    pub active: bool,
    /// Figures.
    pub counts: Counts,
}

/// Figures of one sailing. People, except `to_fix`, which counts manifest rows.
#[derive(Debug, Clone, Copy, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// People at level Siap.
    pub siap: u32,
    /// People at level Lengkapi.
    pub lengkapi: u32,
    /// People at level Dalami.
    pub dalami: u32,
    /// People at level Lindungi.
    pub lindungi: u32,
    /// People who have not come to the counter yet.
    pub absent: u32,
    /// People with a decision.
    pub decided: u32,
    /// People on the sailing.
    pub total: u32,
    /// Manifest rows that wait for a fix.
    pub to_fix: u32,
}

/// Asks for the board.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BoardRequest {
    /// Sailing id.
    pub sailing: String,
    /// First row wanted, from 0.
    pub offset: u32,
    /// At most this many rows; the server caps it at 2,000.
    pub limit: u32,
}

/// The triage board of a sailing, most urgent first.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BoardView {
    /// The sailing.
    pub sailing: SailingView,
    /// Name of the manifest file last imported, when there is one.
    pub file_name: Option<String>,
    /// People, from `offset`.
    pub rows: Vec<BoardRow>,
    /// First row delivered.
    pub offset: u32,
    /// Manifest rows that wait for a fix or were set aside (at most 500).
    pub lines: Vec<LineView>,
}

/// One person on the board.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BoardRow {
    /// Departure id.
    pub departure: String,
    /// Number on the manifest, as printed there.
    pub row_no: Option<String>,
    /// Full name.
    pub name: String,
    /// `f`, `m` or `x`.
    pub sex: Option<String>,
    /// Age on the day of sailing, in years.
    pub age: Option<u32>,
    /// Seat.
    pub seat: Option<String>,
    /// Travel document number.
    pub document: Option<String>,
    /// Level now.
    pub level: Level,
    /// The first signs, strongest first (at most 2).
    pub signs: Vec<Sign>,
    /// How many signs there are.
    pub sign_count: u32,
    /// Where the person stands.
    pub status: Status,
    /// The decision, when there is one.
    pub decision: Option<Decision>,
    /// How many of the eight documents were seen; none before a talk.
    pub documents: Option<u32>,
}

/// Where a person stands at the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// Not seen yet.
    Absent,
    /// A form is open.
    InProgress,
    /// A form was set aside to be continued.
    Parked,
    /// A decision was taken.
    Decided,
}

/// One person's reasons, for the board's side panel.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BoardPersonView {
    /// The row.
    pub row: BoardRow,
    /// Why.
    pub reasons: ReasonsView,
}

/// Names a sailing.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SailingRef {
    /// Sailing id.
    pub sailing: String,
}

/// Names a departure.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DepartureRef {
    /// Departure id.
    pub departure: String,
}

pub(crate) const fn level(level: suar_domain::screening::Level) -> Level {
    match level {
        suar_domain::screening::Level::Siap => Level::Siap,
        suar_domain::screening::Level::Lengkapi => Level::Lengkapi,
        suar_domain::screening::Level::Dalami => Level::Dalami,
        suar_domain::screening::Level::Lindungi => Level::Lindungi,
    }
}

/// Draws a sailing with its figures.
pub(crate) fn view(figures: &SailingFigures) -> SailingView {
    let sailing = &figures.sailing;
    let [siap, lengkapi, dalami, lindungi] = figures.counts.levels;
    SailingView {
        id: sailing.id.to_string(),
        vessel: sailing.vessel.as_str().to_owned(),
        from: sailing.from.to_string(),
        to: sailing.to.to_string(),
        date: sailing.date.to_string(),
        departs_at: sailing.departs.map(|time| time.to_string()),
        gate_closes_at: sailing.gate_closes.map(|time| time.to_string()),
        minutes_left: figures.minutes_left,
        active: figures.active,
        counts: Counts {
            siap,
            lengkapi,
            dalami,
            lindungi,
            absent: figures.counts.absent,
            decided: figures.counts.decided,
            total: figures.counts.total,
            to_fix: figures.to_fix,
        },
    }
}

pub(crate) fn row(entry: &BoardEntry, day: PlainDate, pack: &suar_rules::Pack) -> BoardRow {
    let signs = entry
        .signs
        .iter()
        .take(2)
        .map(|id| screening::listed_sign(pack, id))
        .collect();
    let status = match &entry.screening {
        None => Status::Absent,
        Some((_, ScreeningState::Open)) => Status::InProgress,
        Some((_, ScreeningState::Parked)) => Status::Parked,
        Some((_, ScreeningState::Decided)) => Status::Decided,
    };
    let age = entry
        .birth_date
        .as_ref()
        .map(|born| born.expose(SHOWN).years_until(day));
    BoardRow {
        departure: entry.departure.to_string(),
        row_no: entry.row_no.clone(),
        name: entry.name.expose(SHOWN).clone(),
        sex: entry.sex.clone(),
        age: age.and_then(|years| u32::try_from(years).ok()),
        seat: entry.seat.clone(),
        document: entry
            .document
            .as_ref()
            .map(|number| number.expose(SHOWN).clone()),
        level: level(entry.level.unwrap_or(suar_domain::screening::Level::Siap)),
        signs,
        sign_count: u32::try_from(entry.signs.len()).unwrap_or(u32::MAX),
        status,
        decision: entry.decision.map(screening::decision),
        documents: entry.documents,
    }
}

pub(crate) fn list(app: &App) -> Result<Vec<SailingView>, ApiError> {
    Ok(app.sailings()?.iter().map(view).collect())
}

pub(crate) fn select(app: &App, request: SailingRef) -> Result<Vec<SailingView>, ApiError> {
    let id = request
        .sailing
        .parse()
        .map_err(|_| ApiError::bad_request("sailing"))?;
    Ok(app.select_sailing(id)?.iter().map(view).collect())
}

pub(crate) fn board(app: &App, request: BoardRequest) -> Result<BoardView, ApiError> {
    let id = request
        .sailing
        .parse()
        .map_err(|_| ApiError::bad_request("sailing"))?;
    let board = app.board(id, request.offset, request.limit)?;
    let day = board.sailing.sailing.date;
    Ok(BoardView {
        sailing: view(&board.sailing),
        file_name: board.manifest.map(|manifest| manifest.file_name),
        rows: board
            .entries
            .iter()
            .map(|entry| row(entry, day, &board.rules))
            .collect(),
        offset: request.offset,
        lines: board
            .lines
            .iter()
            .map(|(line, manifest)| manifest::line(line, &manifest.reading))
            .collect(),
    })
}

pub(crate) fn board_person(app: &App, request: DepartureRef) -> Result<BoardPersonView, ApiError> {
    let id = request
        .departure
        .parse()
        .map_err(|_| ApiError::bad_request("departure"))?;
    let (entry, sailing, reasons) = app.board_person(id)?;
    Ok(BoardPersonView {
        row: row(&entry, sailing.date, &reasons.rules),
        reasons: screening::reasons(&reasons)?,
    })
}
