//! Households: people who are not strangers to each other, as somebody declared.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;
use suar_domain::id::PersonId;
use suar_domain::review::ReviewReason;
use suar_protocol::change::ChangeKind;

use super::{blob, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::write::Writing;

/// Two people are one household, or are not. Saying what is known already changes nothing.
pub(crate) fn declare(
    w: &mut Writing<'_>,
    [one, other]: [PersonId; 2],
    related: bool,
) -> Result<(), RegistryError> {
    if one == other {
        return Err(RegistryError::Conflict { what: "household" });
    }
    let (first, second) = (one.min(other), one.max(other));
    let keys = (blob(first.uuid()), blob(second.uuid()));
    let known: Option<i64> =
        w.tx.prepare_cached(
            "SELECT n FROM kin WHERE person_id = ?1 AND other_id = ?2 AND ended_at IS NULL",
        )?
        .query_row(params![keys.0, keys.1], |row| row.get(0))
        .optional()?;
    match (known, related) {
        (None, true) => {
            w.tx.prepare_cached(
                "INSERT INTO kin (person_id, other_id, at, by_user) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![keys.0, keys.1, w.at_ms(), w.by()])?;
        }
        (Some(n), false) => {
            w.tx.prepare_cached("UPDATE kin SET ended_at = ?2, ended_by = ?3 WHERE n = ?1")?
                .execute(params![n, w.at_ms(), w.by()])?;
        }
        _ => return Ok(()),
    }
    for person in [first, second] {
        w.tx.prepare_cached(
            "INSERT OR IGNORE INTO judge_again (departure_id, reason) SELECT id, ?2 FROM departures WHERE person_id = ?1",
        )?
        .execute(params![blob(person.uuid()), ReviewReason::Relations.as_str()])?;
    }
    let value = json!({ "with": second.to_string(), "related": related });
    w.log(first.uuid(), ChangeKind::Event, "kin", value)
}

/// The household of a person.
pub(crate) fn of(
    connection: &Connection,
    person: PersonId,
) -> Result<HashSet<PersonId>, RegistryError> {
    let mut statement = connection.prepare_cached(
        "SELECT other_id FROM kin WHERE person_id = ?1 AND ended_at IS NULL
         UNION ALL SELECT person_id FROM kin WHERE other_id = ?1 AND ended_at IS NULL",
    )?;
    let mut rows = statement.query([blob(person.uuid())])?;
    let mut kin = HashSet::new();
    while let Some(row) = rows.next()? {
        kin.insert(PersonId::from_uuid(uuid(row, 0)?));
    }
    Ok(kin)
}

impl Registry {
    /// The household of a person, as far as anybody declared it.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn kin_of(&self, person: PersonId) -> Result<Vec<PersonId>, RegistryError> {
        let mut kin: Vec<PersonId> = of(&self.connection(), person)?.into_iter().collect();
        kin.sort_unstable();
        Ok(kin)
    }
}
