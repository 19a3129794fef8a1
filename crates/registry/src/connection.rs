//! How the database is opened.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::error::RegistryError;
use crate::key::DatabaseKey;

/// Opens or creates the encrypted file.
///
/// `synchronous=FULL` makes every committed answer survive a power cut; `secure_delete` and `temp_store=MEMORY`
/// keep plain text out of freed pages and temporary files; `trusted_schema=OFF` distrusts a file made elsewhere;
/// `recursive_triggers` closes the back door of append-only tables: without it, `INSERT OR REPLACE` deletes a row
/// and no trigger hears of it.
///
/// On a disk without room for the index of the journal, the index is kept in memory: no other process may read then,
/// and none may anyway (`suar.lock`). So the records can be read on a full disk.
pub(crate) fn open(path: &Path, key: &DatabaseKey) -> Result<Connection, RegistryError> {
    match open_with(path, key, Index::OnDisk) {
        Err(RegistryError::DiskFull) => open_with(path, key, Index::InMemory),
        other => other,
    }
}

/// Closes the file with everything in it and no journal beside it, so that it can be given another name.
pub(crate) fn close(connection: Connection) -> Result<(), RegistryError> {
    let mode: String =
        connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("delete") {
        return Err(RegistryError::Damaged {
            what: "journal mode",
        });
    }
    connection.flush_prepared_statement_cache();
    Ok(connection.close().map_err(|(_, error)| error)?)
}

/// Where the index of the write-ahead log lives.
#[derive(PartialEq, Eq)]
enum Index {
    OnDisk,
    InMemory,
}

fn open_with(path: &Path, key: &DatabaseKey, index: Index) -> Result<Connection, RegistryError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.pragma_update(None, "key", key.pragma().as_str())?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    if index == Index::InMemory {
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    }
    // The first statement that reads a page tells whether the key fits.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(RegistryError::Damaged {
            what: "journal mode",
        });
    }
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA mmap_size = 0;
         PRAGMA journal_size_limit = 16777216;
         PRAGMA cache_size = -65536;",
    )?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}
