//! Rule packs on this computer: kept, tried in shadow, planned, put in force, taken back.
//!
//! What must hold:
//! - One pack is in force. A bad pack, a full disk or a killed process leaves it in force.
//! - A pack comes into force at a moment that somebody chose, never while a sailing boards or somebody sits at the
//!   counter; when the moment comes then, it waits.
//! - A pack in shadow is only counted: it raises nothing and is shown to nobody at the counter.
//! - What was assessed stays bound to the pack that did it.
//!
//! Not here: packs from the hub. They will come as files, be verified there and enter through [`App::keep_pack_files`].

mod boarding;
mod choose;
mod in_force;
mod shelf;
mod source;

use suar_domain::pack::{PackHash, PackVersion};
use suar_registry::{PacksChosen, RegistryError, ShadowCount};
use suar_rules::PackErrors;

use crate::error::AppError;

pub(crate) use in_force::InForce;
pub use shelf::Rules;
pub(crate) use shelf::Shelf;
pub use source::{FolderProblem, PackFile, read_files, read_pack};

/// Why a pack is not kept, put in force or tried. In every case nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PackProblem {
    /// What the pack says is wrong, or a case of it fails, or it is written for another vocabulary.
    #[error("{0}")]
    Wrong(Box<PackErrors>),
    /// The review of the pack, or of indicators in it, no longer holds.
    #[error("{0}")]
    Expired(Box<PackErrors>),
    /// The folder cannot be read as a pack.
    #[error(transparent)]
    Folder(#[from] FolderProblem),
    /// No pack of this hash is kept.
    #[error("no pack of this hash is kept here")]
    Unknown,
    /// The file of the pack is not what it was.
    #[error("the file of the pack is damaged")]
    Damaged,
    /// The file system refused.
    #[error("the file system failed ({kind:?})")]
    Io {
        /// Kind of failure.
        kind: std::io::ErrorKind,
    },
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// A sailing boards, or a form is open at the counter.
    #[error(
        "people are being screened: choose a moment when no sailing boards and no form is open"
    )]
    Boarding,
    /// The planned moment is not in the future.
    #[error("the moment must be later than now")]
    NotLater,
    /// The pack is in force already.
    #[error("this pack is in force already")]
    InForce,
    /// There is no step back.
    #[error("there is no pack to go back to")]
    NothingBefore,
    /// The registry or the session refused.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<std::io::Error> for PackProblem {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            kind => Self::Io { kind },
        }
    }
}

impl From<RegistryError> for PackProblem {
    fn from(error: RegistryError) -> Self {
        match error {
            RegistryError::DiskFull => Self::DiskFull,
            error => Self::App(error.into()),
        }
    }
}

/// A pack of the shelf.
#[derive(Debug)]
pub struct KeptPack {
    /// Its name on the shelf.
    pub hash: PackHash,
    /// The pack, or why it cannot be used.
    pub rules: Result<Rules, PackProblem>,
}

/// Everything about packs on this computer.
#[derive(Debug)]
pub struct Packs {
    /// The pack that judges now.
    pub in_force: PackVersion,
    /// The pack that was chosen cannot be used, and this one stands in for it.
    pub stands_in: bool,
    /// What was chosen.
    pub chosen: PacksChosen,
    /// The shelf.
    pub kept: Vec<KeptPack>,
    /// What the pack in shadow said beside those in force.
    pub shadow: Vec<ShadowCount>,
}

#[cfg(test)]
mod faults;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
