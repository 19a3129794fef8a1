//! One module a concept: its rows, its queries, its lines of the operation log.

pub mod again;
pub mod alert;
pub mod assessment;
pub mod case;
pub mod decision;
pub mod departure;
pub mod history;
pub mod kin;
pub mod link;
pub mod manifest;
pub mod outcome;
pub mod pack;
pub mod person;
pub mod sailing;
pub mod screening;
pub mod stored_case;
pub mod user;
pub mod watchlist;
pub mod whitelist;

use rusqlite::Row;
use serde_json::Value;
use uuid::Uuid;

use crate::error::RegistryError;

/// A stored value that this version cannot have written.
pub(crate) const fn damaged() -> RegistryError {
    RegistryError::Damaged { what: "record" }
}

/// The members that say something. In a line of the log a member that is not there is not known, which costs
/// nothing on a slow line.
pub(crate) fn known(mut members: Value) -> Value {
    if let Value::Object(members) = &mut members {
        members.retain(|_, value| !value.is_null());
    }
    members
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
