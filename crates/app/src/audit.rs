//! Is the audit of a registry whole? Checked on demand.

use std::path::Path;

use suar_domain::time::Instant;

use crate::backtest::{BacktestProblem, Stored};
use crate::error::AppError;

/// A registry whose audit is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audited {
    /// Rows of the audit.
    pub rows: u64,
    /// Lines of the operation log, all of which belong to these rows.
    pub lines: u64,
    /// Lines that the hub has confirmed.
    pub confirmed: u64,
}

/// Why there is no such registry.
#[derive(Debug, thiserror::Error)]
pub enum AuditProblem {
    /// It cannot be opened; nothing was looked at.
    #[error(transparent)]
    NotOpened(AppError),
    /// It is damaged, or cannot be read to its end.
    #[error(transparent)]
    NotWhole(AppError),
}

/// Walks the whole audit of the registry in a folder, opened with the passphrase of any of its accounts.
///
/// # Errors
/// It cannot be opened, or it is not whole.
pub fn audit(folder: &Path, passphrase: &str, now: Instant) -> Result<Audited, AuditProblem> {
    let stored = Stored::open(folder, passphrase, now).map_err(|problem| {
        AuditProblem::NotOpened(match problem {
            BacktestProblem::App(error) => error,
            BacktestProblem::Pack(_) | BacktestProblem::Cancelled => AppError::RulesInvalid,
        })
    })?;
    let registry = stored.registry();
    let read = || {
        let rows = registry.verify_audit()?;
        let stream = registry.stream()?;
        Ok(Audited {
            rows,
            lines: stream.last_seq,
            confirmed: stream.acked_seq,
        })
    };
    read().map_err(AuditProblem::NotWhole)
}
