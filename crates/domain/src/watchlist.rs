//! Lists of contacts and recruiters of confirmed cases, and of those who are known to be harmless.
//!
//! What must hold: a list has an owner, a purpose, a legal basis and an end. It is about contacts and recruiters, never
//! about travellers. What is only a name never counts.
//!
//! Not here: blinding (registry), names that are alike (matching), lists that the ministry signs (protocol).

use std::fmt;

use crate::id::WatchlistId;
use crate::link::Entity;
use crate::sensitive::Sensitive;
use crate::text::{TextLine, codes};
use crate::time::PlainDate;

/// A named list.
#[derive(Clone, PartialEq, Eq)]
pub struct Watchlist {
    /// Identity.
    pub id: WatchlistId,
    /// Its name.
    pub name: TextLine,
    /// Who answers for it.
    pub owner: TextLine,
    /// What it is for.
    pub purpose: TextLine,
    /// The law that permits it.
    pub legal_basis: TextLine,
    /// Last day on which it counts.
    pub expires: PlainDate,
}

impl fmt::Debug for Watchlist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Watchlist({})", self.id)
    }
}

/// One entry: a phone, a document, a firm; or a name, which counts only with something else beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchEntry {
    /// The thing.
    pub entity: Entity,
    /// What must agree beside a name before it is more than a weak match.
    pub second: Option<Entity>,
}

/// A change of the lists.
#[derive(Debug, Clone)]
pub enum WatchlistChange {
    /// A new list.
    Create(Watchlist),
    /// Entries are added.
    Add {
        /// The list.
        list: WatchlistId,
        /// The entries.
        entries: Vec<WatchEntry>,
    },
    /// An entry counts no more.
    Drop {
        /// The list.
        list: WatchlistId,
        /// The thing.
        entity: Entity,
    },
    /// The list counts no more, before its day.
    End(WatchlistId),
}

codes! {
    /// Why a thing that many people share is harmless.
    Harmless {
        /// Staff of a licensed agency (P3MI).
        P3miStaff = "p3mi_staff",
        /// A counsellor of BP3MI.
        Counsellor = "counsellor",
        /// A relative in the village.
        VillageRelative = "village_relative",
        /// A ship agent or ticket office.
        ShipAgent = "ship_agent",
        /// A licensed agency.
        LicensedP3mi = "licensed_p3mi",
        /// A registered employer or a licensed estate.
        RegisteredEmployer = "registered_employer",
    }
}

/// A thing that connects nobody, or does again.
#[derive(Debug, Clone)]
pub struct WhitelistChange {
    /// The thing.
    pub entity: Entity,
    /// Why it is harmless; none when it counts again.
    pub harmless: Option<Harmless>,
    /// In the officer's words.
    pub reason: Sensitive<String>,
    /// Last day on which it is harmless; none for no end.
    pub expires: Option<PlainDate>,
}
