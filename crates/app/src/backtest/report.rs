//! What a back-test found. It names departures by their ids and nobody by name.

use serde::Serialize;

use super::interval::{GroupShare, Share};

/// The two packs that were compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sides {
    /// Version and hash of the pack it is compared with.
    pub active: (String, String),
    /// Version and hash of the new pack.
    pub new: (String, String),
}

/// How many alerts a sailing brings. An alert is a person at `lindungi`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SailingLoad {
    /// Sailings with people who were assessed.
    pub sailings: u64,
    /// Alerts in all.
    pub alerts: u64,
    /// Alerts a sailing.
    pub mean: f64,
    /// Alerts of the sailing that has most.
    pub most: u64,
    /// Sailings with more alerts than the budget.
    pub over_budget: u64,
}

/// How often a sign was right, as far as it became known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignShare {
    /// The sign.
    pub indicator: String,
    /// Confirmed among those confirmed or not; none if nothing is known where the sign is present.
    pub precision: Option<Share>,
    /// Outcomes that decide nothing.
    pub unclear: u64,
}

/// What one pack would have done.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// Confirmed cases at `dalami` or `lindungi`: somebody would have talked with the person.
    pub caught: u64,
    /// Confirmed cases below.
    pub missed: u64,
    /// By sign.
    pub precision: Vec<SignShare>,
    /// By sailing.
    pub load: SailingLoad,
    /// Share of people at `dalami` or `lindungi`, by sex.
    pub by_sex: Vec<GroupShare>,
    /// The same by province, as the NIK tells it.
    pub by_province: Vec<GroupShare>,
}

/// What a back-test found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The packs.
    pub packs: Sides,
    /// Departures that both packs judged.
    pub people: u64,
    /// Departures whose record cannot be judged again.
    pub unreadable: u64,
    /// Departures by level under the active pack (row) and the new one (column), from `siap` to `lindungi`.
    pub transitions: [[u64; 4]; 4],
    /// Departures that rise to `lindungi`.
    pub risen: u64,
    /// Their ids, the first ten thousand.
    pub risen_departures: Vec<String>,
    /// Departures whose case, or a sign of it, was confirmed.
    pub confirmed: u64,
    /// Confirmed cases that the active pack catches and the new one misses, by id.
    pub newly_missed_departures: Vec<String>,
    /// Alerts that a sailing can bear.
    pub budget: u64,
    /// What the active pack would have done.
    pub active: Side,
    /// What the new pack would have done.
    pub new: Side,
}
