//! The documents of the checklist.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::screening::Counter;
use suar_domain::screening as domain;
use ts_rs::TS;

use super::form::{CounterView, counter};
use super::{ScreeningRef, id};
use crate::error::ApiError;

/// One document of the checklist.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DocumentTick {
    /// Which one.
    pub item: DocumentItem,
    /// Seen, not shown, or not looked at yet.
    pub state: TickState,
}

/// Documents of the checklist, in the order of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DocumentItem {
    /// Passport or other travel document.
    Passport,
    /// Work visa.
    Visa,
    /// Work agreement.
    Contract,
    /// e-PMI or E-KPMI.
    EPmi,
    /// Pre-departure orientation.
    Opp,
    /// Employment social security.
    Bpjs,
    /// Health certificate.
    Medical,
    /// Marital status letter and family permission.
    Family,
}

/// State of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TickState {
    /// Not looked at yet: unknown, and never a sign.
    Unknown,
    /// Seen.
    Seen,
    /// Asked for and not shown.
    NotShown,
}

/// Ticks a document.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tick {
    /// Screening id.
    pub screening: String,
    /// Which document.
    pub item: DocumentItem,
    /// Its state.
    pub state: TickState,
}

const fn item(item: domain::DocumentItem) -> DocumentItem {
    match item {
        domain::DocumentItem::Passport => DocumentItem::Passport,
        domain::DocumentItem::Visa => DocumentItem::Visa,
        domain::DocumentItem::Contract => DocumentItem::Contract,
        domain::DocumentItem::EPmi => DocumentItem::EPmi,
        domain::DocumentItem::Opp => DocumentItem::Opp,
        domain::DocumentItem::Bpjs => DocumentItem::Bpjs,
        domain::DocumentItem::Medical => DocumentItem::Medical,
        domain::DocumentItem::Family => DocumentItem::Family,
    }
}

pub(super) fn documents(counter: &Counter) -> Vec<DocumentTick> {
    domain::DocumentItem::ALL
        .into_iter()
        .map(|each| {
            let state = counter
                .screening
                .ticks
                .iter()
                .find(|(other, _)| *other == each)
                .map(|(_, state)| *state);
            let state = match state {
                None | Some(domain::TickState::Unknown) => TickState::Unknown,
                Some(domain::TickState::Seen) => TickState::Seen,
                Some(domain::TickState::NotShown) => TickState::NotShown,
            };
            DocumentTick {
                item: item(each),
                state,
            }
        })
        .collect()
}

pub(crate) fn tick(app: &App, request: Tick) -> Result<CounterView, ApiError> {
    let wanted = domain::DocumentItem::ALL
        .into_iter()
        .find(|each| item(*each) == request.item);
    let wanted = wanted.ok_or_else(|| ApiError::bad_request("item"))?;
    let state = match request.state {
        TickState::Unknown => domain::TickState::Unknown,
        TickState::Seen => domain::TickState::Seen,
        TickState::NotShown => domain::TickState::NotShown,
    };
    counter(&app.tick(id(&request.screening)?, wanted, state)?)
}

pub(crate) fn all_documents(app: &App, request: ScreeningRef) -> Result<CounterView, ApiError> {
    counter(&app.all_documents(id(&request.screening)?)?)
}
