//! Who changed what and when: append-only and hash-chained, so that a changed or missing row shows.
//!
//! A chain alone does not tell that its last rows are missing. So it is bound to the operation log both ways: a row
//! names the lines of its change, the first of these lines carries where the audit stood before it, and the file
//! remembers where both ended. Whoever has the key can bring all of that into line again; what the hub has confirmed,
//! its receipts still contradict.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};
use suar_domain::operation::Permit;
use suar_protocol::change::AuditMark;
use suar_protocol::hlc::Hlc;
use uuid::Uuid;

use crate::Registry;
use crate::error::RegistryError;
use crate::outbox::set_meta;

mod verify;

/// Where the audit ended, as the last change left it.
const END: &str = "audit_end";

/// One entry before it is chained.
pub(crate) struct Entry<'a> {
    pub hlc: Hlc,
    pub permit: &'a Permit,
    pub action: &'a str,
    pub object: Option<Uuid>,
    pub lines: Option<(u64, u64)>,
}

struct Stored {
    n: u64,
    prev: Vec<u8>,
    hash: Vec<u8>,
    hlc: String,
    user: Vec<u8>,
    role: String,
    action: String,
    object: Option<String>,
    first: Option<u64>,
    last: Option<u64>,
}

impl Stored {
    const COLUMNS: &str = "n, prev, hash, hlc, by_user, role, action, object, first_seq, last_seq";

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            n: row.get(0)?,
            prev: row.get(1)?,
            hash: row.get(2)?,
            hlc: row.get(3)?,
            user: row.get(4)?,
            role: row.get(5)?,
            action: row.get(6)?,
            object: row.get(7)?,
            first: row.get(8)?,
            last: row.get(9)?,
        })
    }

    fn computed(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(&self.prev);
        let numbers = [self.first, self.last].map(|n| n.map_or(String::new(), |n| n.to_string()));
        let object = self.object.as_deref().unwrap_or_default();
        for part in [
            &self.hlc,
            &self.role,
            &self.action,
            object,
            &numbers[0],
            &numbers[1],
        ] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.update(&self.user);
        hash.update(self.n.to_be_bytes());
        hash.finalize().into()
    }
}

/// Number and hash of the last row; 0 and zeros before the first.
fn last(connection: &Connection) -> Result<(u64, [u8; 32]), RegistryError> {
    let last: Option<(u64, [u8; 32])> = connection
        .prepare_cached("SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(last.unwrap_or((0, [0; 32])))
}

/// Where the audit stands.
pub(crate) fn mark(connection: &Connection) -> Result<AuditMark, RegistryError> {
    let (rows, hash) = last(connection)?;
    Ok(AuditMark::new(rows, &hash))
}

/// Appends an entry.
pub(crate) fn append(
    transaction: &Transaction<'_>,
    entry: &Entry<'_>,
) -> Result<(), RegistryError> {
    let (rows, prev) = last(transaction)?;
    let mut row = Stored {
        n: rows + 1,
        prev: prev.to_vec(),
        hash: Vec::new(),
        hlc: entry.hlc.to_string(),
        user: entry.permit.user().uuid().as_bytes().to_vec(),
        role: entry.permit.role().code().to_owned(),
        action: entry.action.to_owned(),
        object: entry.object.map(|id| id.to_string()),
        first: entry.lines.map(|(first, _)| first),
        last: entry.lines.map(|(_, last)| last),
    };
    let hash = row.computed();
    row.hash = hash.to_vec();
    set_meta(
        transaction,
        END,
        AuditMark::new(row.n, &hash).to_string().as_bytes(),
    )?;
    transaction
        .prepare_cached(
            "INSERT INTO audit (n, prev, hash, hlc, by_user, role, action, object, first_seq, last_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            row.n, row.prev, row.hash, row.hlc, row.user, row.role, row.action, row.object, row.first, row.last
        ])?;
    Ok(())
}

impl Registry {
    /// The last audited actions, newest first, as (action, number of log lines).
    pub fn audit_tail(&self, limit: u32) -> Result<Vec<(String, u64)>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT action, coalesce(last_seq - first_seq + 1, 0) FROM audit ORDER BY n DESC LIMIT ?1",
        )?;
        let rows = statement.query_map([limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests;
