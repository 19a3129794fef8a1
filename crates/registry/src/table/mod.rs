//! One module a concept: its rows, its queries, its lines of the operation log.

pub mod alert;
pub mod assessment;
pub mod decision;
pub mod departure;
pub mod manifest;
pub mod person;
pub mod sailing;
pub mod screening;
pub mod user;

use rusqlite::Row;
use uuid::Uuid;

use crate::error::RegistryError;

/// A stored value that this version cannot have written.
pub(crate) const fn damaged() -> RegistryError {
    RegistryError::Damaged { what: "record" }
}

/// Reads an id column.
pub(crate) fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    let bytes: [u8; 16] = row.get(column)?;
    Ok(Uuid::from_bytes(bytes))
}

/// Reads an id column that may be empty.
pub(crate) fn maybe_uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Uuid>> {
    let bytes: Option<[u8; 16]> = row.get(column)?;
    Ok(bytes.map(Uuid::from_bytes))
}

/// The stored form of an id.
pub(crate) fn blob(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}
