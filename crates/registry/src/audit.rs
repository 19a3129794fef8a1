//! Who changed what and when: append-only and hash-chained, so that a changed or missing row shows.

use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};
use suar_domain::operation::Permit;
use suar_protocol::hlc::Hlc;
use uuid::Uuid;

use crate::Registry;
use crate::error::RegistryError;

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

/// Appends an entry.
pub(crate) fn append(
    transaction: &Transaction<'_>,
    entry: &Entry<'_>,
) -> Result<(), RegistryError> {
    let last: Option<(u64, Vec<u8>)> = transaction
        .prepare_cached("SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (n, prev) = last.map_or((1, vec![0; 32]), |(n, hash)| (n + 1, hash));
    let mut row = Stored {
        n,
        prev,
        hash: Vec::new(),
        hlc: entry.hlc.to_string(),
        user: entry.permit.user().uuid().as_bytes().to_vec(),
        role: entry.permit.role().code().to_owned(),
        action: entry.action.to_owned(),
        object: entry.object.map(|id| id.to_string()),
        first: entry.lines.map(|(first, _)| first),
        last: entry.lines.map(|(_, last)| last),
    };
    row.hash = row.computed().to_vec();
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
    /// Walks the whole audit; gives the number of rows.
    ///
    /// # Errors
    /// [`RegistryError::Damaged`] when a row was changed, reordered or removed from the middle.
    pub fn verify_audit(&self) -> Result<u64, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT n, prev, hash, hlc, by_user, role, action, object, first_seq, last_seq FROM audit ORDER BY n",
        )?;
        let mut rows = statement.query([])?;
        let mut expected = vec![0; 32];
        let mut count = 0;
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
            if !sound {
                return Err(RegistryError::Damaged { what: "audit" });
            }
            expected = stored.hash;
        }
        Ok(count)
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
mod tests {
    use std::path::Path;

    use suar_domain::id::UserId;
    use suar_domain::operation::Operation;
    use suar_domain::sensitive::Sensitive;
    use suar_domain::time::Instant;
    use suar_domain::user::{Permission, Role, User};

    use super::*;
    use crate::NewRegistry;

    const NOW: Instant = Instant::from_millis(1_795_478_400_000);

    fn user(n: u128) -> User {
        User {
            id: UserId::from_uuid(Uuid::from_u128(n)),
            name: Sensitive::new("Rekaan Tanjung".to_owned()),
            role: Role::Supervisor,
        }
    }

    /// A registry with three audited changes.
    fn audited(folder: &Path) -> Registry {
        let new = NewRegistry {
            user: user(1),
            passphrase: "kapal berangkat pagi",
            training: false,
            stream: Uuid::from_u128(77),
        };
        let registry = Registry::create(folder, new, NOW).expect("a new registry");
        let permit = Permit::ask(user(1).id, Role::Supervisor, Permission::Configure)
            .expect("a supervisor may");
        for n in [2, 3] {
            registry
                .write(&permit, NOW, &Operation::CreateUser(user(n)))
                .expect("another account");
        }
        registry
    }

    #[test]
    fn a_row_that_was_changed_behind_the_triggers_is_found() {
        for change in [
            "UPDATE audit SET action = 'nothing' WHERE n = 3",
            "UPDATE audit SET by_user = zeroblob(16) WHERE n = 1",
            "UPDATE audit SET hlc = '0.0' WHERE n = 2",
            "UPDATE audit SET object = NULL WHERE n = 2",
            "UPDATE audit SET last_seq = 9 WHERE n = 2",
            "UPDATE audit SET prev = hash WHERE n = 2",
            "UPDATE audit SET n = n + 10",
            "DELETE FROM audit WHERE n = 1",
            "DELETE FROM audit WHERE n = 2",
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            let registry = audited(folder.path());
            assert_eq!(registry.verify_audit().expect("sound"), 3);
            // Whoever holds the key can take the triggers away.
            let sql = format!(
                "DROP TRIGGER audit_is_append_only_u; DROP TRIGGER audit_is_append_only_d; {change}"
            );
            registry.connection().execute_batch(&sql).expect(change);
            let found = registry.verify_audit();
            assert!(
                matches!(found, Err(RegistryError::Damaged { what: "audit" })),
                "{change}: {found:?}"
            );
        }
    }
}
