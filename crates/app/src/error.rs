//! What can stop an officer's action. Every case has a code at the edge and a sentence in both catalogues.

use suar_domain::id::SailingId;
use suar_domain::operation::Denied;
use suar_domain::sailing::ClockTime;
use suar_registry::RegistryError;
use suar_sync::SyncProblem;

use crate::import::ImportError;

/// A failure of an action.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Nobody is signed in.
    #[error("the screen is locked")]
    Locked,
    /// A field was left empty.
    #[error("{field} is empty")]
    Empty {
        /// The field, by its name in the request.
        field: &'static str,
    },
    /// A field is too long.
    #[error("{field} is longer than {limit} characters")]
    Long {
        /// The field, by its name in the request.
        field: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The passphrase is too short.
    #[error("the passphrase is shorter than {limit} characters")]
    PassphraseShort {
        /// The limit.
        limit: usize,
    },
    /// A date could not be read.
    #[error("{field} is not a date")]
    Date {
        /// The field, by its name in the request.
        field: &'static str,
    },
    /// A text names no port, or more than one.
    #[error("{field} is not a port")]
    Port {
        /// The field, by its name in the request.
        field: &'static str,
    },
    /// The vessel sails on that day already, and only the officer can tell whether this is the same crossing.
    #[error("the vessel has other crossings on that day")]
    SailingUnclear {
        /// The known crossings with their times of departure.
        known: Vec<(SailingId, Option<ClockTime>)>,
    },
    /// A document number could not be read.
    #[error("not a document number")]
    Document,
    /// The file cannot be read as a manifest.
    #[error("the file cannot be read as a manifest")]
    Import(#[from] ImportError),
    /// The reading was forgotten, because the screen was locked since.
    #[error("the reading is no longer in memory")]
    Forgotten,
    /// A decision exists already.
    #[error("a decision was taken already")]
    AlreadyDecided,
    /// The decision can no longer be taken back.
    #[error("the decision can no longer be taken back")]
    UndoTooLate,
    /// The decision differs from the advice and has no reason.
    #[error("a decision that differs from the advice needs a reason")]
    ReasonNeeded,
    /// The rules cannot be used.
    #[error("the rules cannot be used")]
    RulesInvalid,
    /// The request names something that the vocabulary does not have.
    #[error("the request does not have the agreed form: {what}")]
    BadRequest {
        /// What does not fit.
        what: &'static str,
    },
    /// The role does not allow this.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store failed.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The exchange with the hub failed.
    #[error(transparent)]
    Sync(#[from] SyncProblem),
}
