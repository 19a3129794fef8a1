//! Who changed what and when: append-only and hash-chained, so that a changed or missing row shows.
//!
//! A chain alone does not tell that its last rows are missing. So it is bound to the operation log both ways: a row
//! names the lines of its change, the first of these lines carries where the audit stood before it, and the file
//! remembers where both ended. Whoever has the key can bring all of that into line again; what the hub has confirmed,
//! its receipts still contradict.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};
use suar_domain::operation::Permit;
use suar_protocol::change::AuditMark;
use suar_protocol::hlc::Hlc;
use uuid::Uuid;

use crate::Registry;
use crate::error::RegistryError;
use crate::outbox::{last_line, last_receipt, meta, set_meta};

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

/// Holds the audit against the operation log while it is walked.
#[derive(Default)]
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

impl Registry {
    /// Walks the whole audit; gives the number of rows.
    ///
    /// # Errors
    /// [`RegistryError::Damaged`] when a row was changed, reordered or removed, also at the end, and when lines of
    /// the operation log are missing that the audit or a receipt of the hub knows.
    pub fn verify_audit(&self) -> Result<u64, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT n, prev, hash, hlc, by_user, role, action, object, first_seq, last_seq FROM audit ORDER BY n",
        )?;
        let mut rows = statement.query([])?;
        let mut expected = vec![0; 32];
        let mut count = 0;
        let mut log = LogCheck::default();
        while let Some(row) = rows.next()? {
            let stored = Stored {
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
            };
            count += 1;
            let sound = stored.n == count
                && stored.prev == expected
                && stored.computed().as_slice() == stored.hash;
            let bound = sound && log.follows(&connection, &stored)?;
            if !bound {
                return Err(RegistryError::Damaged { what: "audit" });
            }
            expected = stored.hash;
        }
        if log.ends(&connection)? {
            Ok(count)
        } else {
            Err(RegistryError::Damaged { what: "audit" })
        }
    }

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
