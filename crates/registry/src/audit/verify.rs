//! Walks the audit and holds it against the operation log.

use rusqlite::{Connection, OptionalExtension};
use suar_protocol::change::AuditMark;

use super::{END, Stored, mark};
use crate::Registry;
use crate::error::RegistryError;
use crate::outbox::{last_line, last_receipt, meta};

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
        let damaged = || RegistryError::Damaged { what: "audit" };
        let connection = self.connection();
        let sql = format!("SELECT {} FROM audit ORDER BY n", Stored::COLUMNS);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut log = LogCheck::default();
        let (mut walked, mut head) = (0, [0; 32]);
        while let Some(row) = rows.next()? {
            let stored = Stored::read(row)?;
            let hash = stored.computed();
            let sound = stored.n == walked + 1
                && stored.prev == head
                && stored.hash == hash
                && log.follows(&connection, &stored)?;
            if !sound {
                return Err(damaged());
            }
            walked = stored.n;
            head = hash;
        }
        if !log.ends(&connection)? {
            return Err(damaged());
        }
        Ok(walked)
    }
}
