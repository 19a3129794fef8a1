//! Lists of contacts and recruiters, and things that are harmless.
//!
//! What must hold: a list names its owner, purpose, legal basis and last day. When one changes, whoever named what it is
//! about is judged again, and what comes of it is a review.

use suar_domain::id::{CaseId, WatchlistId};
use suar_domain::link::Entity;
use suar_domain::operation::Operation;
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{TextError, TextLine};
use suar_domain::time::PlainDate;
use suar_domain::watchlist::{Harmless, WatchEntry, Watchlist, WatchlistChange, WhitelistChange};
pub use suar_registry::{CaseRow, HarmlessRow};

use crate::error::AppError;
use crate::session::required;
use crate::{App, new_id};

/// Longest reason, in characters.
const REASON_MAX: usize = 200;
/// Most entries of one change.
const ENTRIES_MOST: usize = 10_000;
/// Cases in one list.
const CASES: u32 = 500;

/// A list as an officer describes it.
pub struct ListDraft<'a> {
    /// Its name.
    pub name: &'a str,
    /// Who answers for it.
    pub owner: &'a str,
    /// What it is for.
    pub purpose: &'a str,
    /// The law that permits it.
    pub legal_basis: &'a str,
    /// Last day on which it counts.
    pub expires: PlainDate,
}

impl App {
    /// Lists that were not ended, with the number of their entries.
    ///
    /// # Errors
    /// Nobody is signed in, or the registry cannot be read.
    pub fn watchlists(&self) -> Result<Vec<(Watchlist, u64)>, AppError> {
        Ok(self.desk()?.registry.watchlists()?)
    }

    /// Makes a list.
    ///
    /// # Errors
    /// A part of the description is empty or too long, or the list would be over before it begins.
    pub fn create_watchlist(&self, draft: &ListDraft<'_>) -> Result<WatchlistId, AppError> {
        let desk = self.turn()?;
        if draft.expires < desk.now.wita_date() {
            return Err(AppError::Date { field: "expires" });
        }
        let id = WatchlistId::from_uuid(new_id());
        let list = Watchlist {
            id,
            name: line("name", draft.name)?,
            owner: line("owner", draft.owner)?,
            purpose: line("purpose", draft.purpose)?,
            legal_basis: line("legalBasis", draft.legal_basis)?,
            expires: draft.expires,
        };
        desk.write(&Operation::ChangeWatchlist(Box::new(
            WatchlistChange::Create(list),
        )))?;
        self.after_change(&desk, &[]);
        Ok(id)
    }

    /// Adds entries to a list.
    ///
    /// # Errors
    /// There is no such list, or the registry refuses.
    pub fn add_to_watchlist(
        &self,
        list: WatchlistId,
        entries: Vec<WatchEntry>,
    ) -> Result<(), AppError> {
        if entries.len() > ENTRIES_MOST {
            return Err(AppError::BadRequest { what: "entries" });
        }
        self.change_watchlist(WatchlistChange::Add { list, entries })
    }

    /// An entry counts no more.
    ///
    /// # Errors
    /// The list has no such entry.
    pub fn drop_from_watchlist(&self, list: WatchlistId, entity: Entity) -> Result<(), AppError> {
        self.change_watchlist(WatchlistChange::Drop { list, entity })
    }

    /// A list counts no more.
    ///
    /// # Errors
    /// There is no such list.
    pub fn end_watchlist(&self, list: WatchlistId) -> Result<(), AppError> {
        self.change_watchlist(WatchlistChange::End(list))
    }

    fn change_watchlist(&self, change: WatchlistChange) -> Result<(), AppError> {
        let desk = self.turn()?;
        desk.write(&Operation::ChangeWatchlist(Box::new(change)))?;
        self.after_change(&desk, &[]);
        Ok(())
    }

    /// Everything that is harmless although many share it.
    ///
    /// # Errors
    /// Nobody is signed in, or the registry cannot be read.
    pub fn whitelist(&self) -> Result<Vec<HarmlessRow>, AppError> {
        Ok(self.desk()?.registry.whitelist()?)
    }

    /// A thing is harmless, until a day or without end; without a kind it counts again.
    ///
    /// # Errors
    /// The reason is empty, or the thing was not on the list.
    pub fn change_whitelist(
        &self,
        entity: Entity,
        harmless: Option<Harmless>,
        reason: &str,
        expires: Option<PlainDate>,
    ) -> Result<Vec<HarmlessRow>, AppError> {
        let desk = self.turn()?;
        let reason = Sensitive::new(required("reason", reason, REASON_MAX)?);
        desk.write(&Operation::ChangeWhitelist(Box::new(WhitelistChange {
            entity,
            harmless,
            reason,
            expires,
        })))?;
        self.after_change(&desk, &[]);
        Ok(desk.registry.whitelist()?)
    }

    /// Open protection cases, oldest first.
    ///
    /// # Errors
    /// Nobody is signed in, or the registry cannot be read.
    pub fn open_cases(&self) -> Result<Vec<CaseRow>, AppError> {
        Ok(self.desk()?.registry.open_cases(CASES)?)
    }

    /// A protection case is over.
    ///
    /// # Errors
    /// The reason is empty, or the case is not open.
    pub fn close_case(&self, case: CaseId, reason: &str) -> Result<Vec<CaseRow>, AppError> {
        let desk = self.turn()?;
        let reason = Sensitive::new(required("reason", reason, REASON_MAX)?);
        desk.write(&Operation::CloseCase { case, reason })?;
        self.after_change(&desk, &[]);
        Ok(desk.registry.open_cases(CASES)?)
    }
}

fn line(field: &'static str, text: &str) -> Result<TextLine, AppError> {
    TextLine::parse(text).map_err(|error| match error {
        TextError::TooLong { limit } => AppError::Long { field, limit },
        TextError::Empty | TextError::NoLetter => AppError::Empty { field },
    })
}
