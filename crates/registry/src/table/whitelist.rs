//! Things that many people share and that connect nobody: staff of an agency, a relative in the village, a ticket
//! office.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;
use suar_domain::link::Entity;
use suar_domain::review::ReviewReason;
use suar_domain::sensitive::Sensitive;
use suar_domain::time::PlainDate;
use suar_domain::watchlist::{Harmless, WhitelistChange};
use suar_protocol::change::ChangeKind;

use super::{again, damaged, link};
use crate::Registry;
use crate::error::RegistryError;
use crate::write::Writing;

/// Something harmless.
#[derive(Debug, Clone)]
pub struct HarmlessRow {
    /// The thing.
    pub entity: Entity,
    /// Why.
    pub harmless: Harmless,
    /// In the officer's words.
    pub reason: Sensitive<String>,
    /// Last day on which it is harmless.
    pub expires: Option<PlainDate>,
}

/// Puts a thing on the list or takes it off. Everybody who named it waits to be judged again.
pub(crate) fn change(w: &mut Writing<'_>, change: &WhitelistChange) -> Result<(), RegistryError> {
    let entity = link::intern(w, &change.entity)?;
    let ended = w
        .tx
        .prepare_cached("UPDATE whitelist SET ended_at = ?2, ended_by = ?3 WHERE entity = ?1 AND ended_at IS NULL")?
        .execute(params![entity, w.at_ms(), w.by()])?;
    if let Some(harmless) = change.harmless {
        w.tx.prepare_cached(
            "INSERT INTO whitelist (entity, harmless, reason, expires, at, by_user) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            entity,
            harmless.as_str(),
            change.reason.expose("stored encrypted"),
            change.expires.map(|date| date.to_string()),
            w.at_ms(),
            w.by()
        ])?;
    } else if ended == 0 {
        return Err(RegistryError::NotFound { what: "entry" });
    }
    again::wait_of_entity(w, entity, ReviewReason::Lists)?;
    let value = json!({
        "kind": change.entity.kind().as_str(),
        "key": change.entity.key(),
        "harmless": change.harmless.map(Harmless::as_str),
        "expires": change.expires.map(|date| date.to_string()),
        "reason": change.reason.expose("stored encrypted"),
    });
    w.log(w.user.uuid(), ChangeKind::Event, "whitelist", value)
}

/// Whether a thing is harmless on a day.
pub(crate) fn covers(
    connection: &Connection,
    entity: i64,
    day: PlainDate,
) -> Result<bool, RegistryError> {
    // Dates as ISO 8601 sort as the days do.
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM whitelist WHERE entity = ?1 AND ended_at IS NULL AND (expires IS NULL OR expires >= ?2)",
        )?
        .exists(params![entity, day.to_string()])?)
}

impl Registry {
    /// Everything that is on the whitelist now.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn whitelist(&self) -> Result<Vec<HarmlessRow>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT entity, harmless, reason, expires FROM whitelist WHERE ended_at IS NULL ORDER BY n",
        )?;
        let mut rows = statement.query([])?;
        let mut list = Vec::new();
        while let Some(row) = rows.next()? {
            let harmless: String = row.get(1)?;
            let expires: Option<String> = row.get(3)?;
            list.push(HarmlessRow {
                entity: link::entity(&connection, row.get(0)?)?,
                harmless: Harmless::from_code(&harmless).ok_or_else(damaged)?,
                reason: Sensitive::new(row.get(2)?),
                expires: expires
                    .map(|date| date.parse().map_err(|_| damaged()))
                    .transpose()?,
            });
        }
        Ok(list)
    }

    /// Why a thing is harmless on a day; none when it is not on the list.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn harmless(
        &self,
        entity: &Entity,
        day: PlainDate,
    ) -> Result<Option<Harmless>, RegistryError> {
        let connection = self.connection();
        let Some(number) = link::find(&connection, entity)? else {
            return Ok(None);
        };
        let code: Option<String> = connection
            .prepare_cached(
                "SELECT harmless FROM whitelist
                 WHERE entity = ?1 AND ended_at IS NULL AND (expires IS NULL OR expires >= ?2)",
            )?
            .query_row(params![number, day.to_string()], |row| row.get(0))
            .optional()?;
        code.map(|code| Harmless::from_code(&code).ok_or_else(damaged))
            .transpose()
    }
}
