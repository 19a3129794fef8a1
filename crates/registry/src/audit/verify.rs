//! Walks the audit and holds it against the operation log: as a whole, or step by step from where it was found sound.
//!
//! A step is short, so that the counter never waits for it, and what it has covered is remembered in the file. It does
//! not look again at what lies before: that is what the whole walk is for.

use rusqlite::{Connection, OptionalExtension, params};
use suar_protocol::change::AuditMark;

use super::{END, Stored, mark};
use crate::Registry;
use crate::error::RegistryError;
use crate::outbox::{last_line, last_receipt, meta, set_meta};

/// How far the audit was found sound by steps.
const VERIFIED: &str = "audit_verified";

/// A row up to which the audit is sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AuditPosition {
    rows: u64,
    hash: [u8; 32],
    log: LogCheck,
}

/// What a step has found: everything it looked at is sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditStep {
    /// Where the next step begins.
    pub position: AuditPosition,
    /// The end was reached, and it is where the last change left it.
    pub finished: bool,
}

impl AuditPosition {
    const BYTES: usize = 8 + 32 + 8 + 1;

    /// Rows that were found sound.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::BYTES);
        bytes.extend_from_slice(&self.rows.to_be_bytes());
        bytes.extend_from_slice(&self.hash);
        bytes.extend_from_slice(&self.log.last.to_be_bytes());
        bytes.push(self.log.marked.into());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (rows, rest) = bytes.split_first_chunk()?;
        let (hash, rest) = rest.split_first_chunk()?;
        let (last, rest) = rest.split_first_chunk()?;
        let &[marked @ (0 | 1)] = rest else {
            return None;
        };
        Some(Self {
            rows: u64::from_be_bytes(*rows),
            hash: *hash,
            log: LogCheck {
                last: u64::from_be_bytes(*last),
                marked: marked == 1,
            },
        })
    }

    /// Whether the audit still has the row at which it was found sound.
    fn is_there(&self, connection: &Connection) -> Result<bool, RegistryError> {
        if self.rows == 0 {
            return Ok(*self == Self::default());
        }
        let hash: Option<Vec<u8>> = connection
            .prepare_cached("SELECT hash FROM audit WHERE n = ?1")?
            .query_row([self.rows], |row| row.get(0))
            .optional()?;
        Ok(hash.is_some_and(|hash| hash == self.hash))
    }
}

/// Holds the audit against the operation log while it is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct LogCheck {
    /// Last line that belongs to a row.
    last: u64,
    /// Lines of before this version carry no mark; once one does, all later ones must.
    marked: bool,
}

impl LogCheck {
    /// Whether the lines of the next row follow those of the one before and know where the audit stood.
    fn follows(&mut self, connection: &Connection, row: &Stored) -> Result<bool, RegistryError> {
        let (first, last) = match (row.first, row.last) {
            (None, None) => return Ok(true),
            (Some(first), Some(last)) => (first, last),
            _ => return Ok(false),
        };
        if first != self.last + 1 || last < first {
            return Ok(false);
        }
        self.last = last;
        let line: Option<Vec<u8>> = connection
            .prepare_cached("SELECT line FROM outbox WHERE seq = ?1")?
            .query_row([first], |row| row.get(0))
            .optional()?;
        let (Some(line), Ok(prev)) = (line, <&[u8; 32]>::try_from(row.prev.as_slice())) else {
            return Ok(false);
        };
        Ok(match AuditMark::text_in(&line) {
            Some(mark) => {
                self.marked = true;
                mark == AuditMark::new(row.n - 1, prev).to_string()
            }
            None => !self.marked,
        })
    }

    /// Whether audit and log end where they were left, and no earlier than the hub knows.
    fn ends(&self, connection: &Connection) -> Result<bool, RegistryError> {
        let (last, _) = last_line(connection)?;
        let (acked, head) = last_receipt(connection)?;
        let acked_here: Option<Vec<u8>> = connection
            .prepare_cached("SELECT hash FROM outbox WHERE seq = ?1")?
            .query_row([acked], |row| row.get(0))
            .optional()?;
        let receipted = acked == 0 || acked_here.is_some_and(|hash| hash == head.0);
        let end = match meta(connection, END)? {
            Some(end) => end == mark(connection)?.to_string().as_bytes(),
            // A file that no version since has written to.
            None => !self.marked,
        };
        Ok(receipted && end && self.last == last)
    }
}

/// Walks at most `most` rows on from a position.
fn walk(
    connection: &Connection,
    mut position: AuditPosition,
    most: i64,
) -> Result<AuditStep, RegistryError> {
    let damaged = || RegistryError::Damaged { what: "audit" };
    if !position.is_there(connection)? {
        return Err(damaged());
    }
    let sql = format!(
        "SELECT {} FROM audit WHERE n > ?1 ORDER BY n LIMIT ?2",
        Stored::COLUMNS
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![position.rows, most])?;
    let mut walked = 0;
    while let Some(row) = rows.next()? {
        let stored = Stored::read(row)?;
        let hash = stored.computed();
        let sound = stored.n == position.rows + 1
            && stored.prev == position.hash
            && stored.hash == hash
            && position.log.follows(connection, &stored)?;
        if !sound {
            return Err(damaged());
        }
        position.rows = stored.n;
        position.hash = hash;
        walked += 1;
    }
    // A negative limit is none.
    let finished = most < 0 || walked < most;
    if finished && !position.log.ends(connection)? {
        return Err(damaged());
    }
    Ok(AuditStep { position, finished })
}

impl Registry {
    /// Walks the whole audit; gives the number of rows.
    ///
    /// # Errors
    /// [`RegistryError::Damaged`] when a row was changed, reordered or removed, also at the end, and when lines of
    /// the operation log are missing that the audit or a receipt of the hub knows.
    pub fn verify_audit(&self) -> Result<u64, RegistryError> {
        let whole = walk(&self.connection(), AuditPosition::default(), -1)?;
        Ok(whole.position.rows)
    }

    /// How far the audit was found sound by [`Registry::verify_audit_from`], also in an earlier session.
    ///
    /// # Errors
    /// Whatever the disk or the database says.
    pub fn verified_audit(&self) -> Result<AuditPosition, RegistryError> {
        let known = meta(&self.connection(), VERIFIED)?;
        // Anything else is no position: then it is walked from the first row on.
        Ok(known
            .and_then(|bytes| AuditPosition::from_bytes(&bytes))
            .unwrap_or_default())
    }

    /// Walks at most `most` rows of the audit on from where it was found sound, and remembers how far it came. Others
    /// wait for the registry meanwhile: some hundred rows are a few hundredths of a second.
    ///
    /// # Errors
    /// Those of [`Registry::verify_audit`], for the rows that are walked.
    pub fn verify_audit_from(
        &self,
        position: AuditPosition,
        most: u32,
    ) -> Result<AuditStep, RegistryError> {
        let connection = self.connection();
        let step = walk(&connection, position, i64::from(most.max(1)))?;
        if step.position != position {
            // On a full disk the same rows are walked again after the next start, which does no harm.
            let _ = set_meta(&connection, VERIFIED, &step.position.to_bytes());
        }
        Ok(step)
    }
}
