//! Brings a file to the schema of this version. Forward only; each step is one transaction.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::RegistryError;

/// Released migrations, oldest first. The number of a migration is its place in the list, from 1.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_first.sql")];

/// Schema number of this version.
pub const SCHEMA: u32 = MIGRATIONS.len() as u32;

/// Applies what is missing.
///
/// # Errors
/// [`RegistryError::Newer`] when the file has a schema that this version does not know; the file is left alone.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), RegistryError> {
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > SCHEMA {
        return Err(RegistryError::Newer { found });
    }
    for (number, sql) in (1_u32..).zip(MIGRATIONS).skip(found as usize) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}
