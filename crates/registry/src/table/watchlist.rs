//! Lists of contacts and recruiters of confirmed cases.
//!
//! What must hold: an entry that is looked up is kept as an HMAC under a key of this file, so that the file does not
//! tell whom it names. A name is kept as it is: it is compared, and counts only with something else beside it.
//!
//! Not here: names that are alike. Whoever compares them asks for [`Registry::watched_names`].

use hkdf::hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, Row, params};
use serde_json::json;
use sha2::Sha256;
use suar_domain::id::WatchlistId;
use suar_domain::link::{Entity, EntityKind, StatedLink};
use suar_domain::relation::MatchStrength;
use suar_domain::review::ReviewReason;
use suar_domain::sensitive::Sensitive;
use suar_domain::text::TextLine;
use suar_domain::time::PlainDate;
use suar_domain::watchlist::{WatchEntry, Watchlist, WatchlistChange};
use suar_protocol::change::ChangeKind;
use uuid::Uuid;

use super::{again, blob, damaged, link, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::key::fill_random;
use crate::outbox::{meta, set_meta};
use crate::write::Writing;

/// Where the key of the tags is kept.
const KEY: &str = "watchlist_key";

/// A name on a list, for whoever compares names.
#[derive(Debug, Clone)]
pub struct WatchedName {
    /// The list.
    pub list: WatchlistId,
    /// The name.
    pub name: Sensitive<String>,
    /// Something else must agree before it counts.
    pub has_second: bool,
}

/// Makes the change. Everybody who named a thing that it is about waits to be judged again.
pub(crate) fn change(w: &mut Writing<'_>, change: &WatchlistChange) -> Result<Uuid, RegistryError> {
    match change {
        WatchlistChange::Create(list) => {
            create(w, list)?;
            Ok(list.id.uuid())
        }
        WatchlistChange::Add { list, entries } => {
            exists(w.tx, *list)?;
            for entry in entries {
                add(w, *list, entry)?;
            }
            let value = json!({ "added": entries.len() });
            w.log(list.uuid(), ChangeKind::Event, "watchlist", value)?;
            Ok(list.uuid())
        }
        WatchlistChange::Drop { list, entity } => {
            let tag = tag(w.tx, entity)?.ok_or(RegistryError::NotFound { what: "entry" })?;
            let changed =
                w.tx.prepare_cached(
                    "UPDATE watchlist_entries SET ended_at = ?3, ended_by = ?4
                     WHERE list_id = ?1 AND tag = ?2 AND ended_at IS NULL",
                )?
                .execute(params![blob(list.uuid()), tag, w.at_ms(), w.by()])?;
            if changed != 1 {
                return Err(RegistryError::NotFound { what: "entry" });
            }
            screen_again(w, entity)?;
            w.log(
                list.uuid(),
                ChangeKind::Event,
                "watchlist",
                json!({ "dropped": 1 }),
            )?;
            Ok(list.uuid())
        }
        WatchlistChange::End(list) => {
            let changed = w
                .tx
                .prepare_cached("UPDATE watchlists SET ended_at = ?2, ended_by = ?3 WHERE id = ?1 AND ended_at IS NULL")?
                .execute(params![blob(list.uuid()), w.at_ms(), w.by()])?;
            if changed != 1 {
                return Err(RegistryError::NotFound { what: "list" });
            }
            // Tags do not tell whom they name: everybody with a match is looked for the other way round.
            matched_by(w, *list)?;
            w.log(
                list.uuid(),
                ChangeKind::Event,
                "watchlist",
                json!({ "ended": true }),
            )?;
            Ok(list.uuid())
        }
    }
}

fn create(w: &mut Writing<'_>, list: &Watchlist) -> Result<(), RegistryError> {
    w.tx.prepare_cached(
        "INSERT INTO watchlists (id, name, owner, purpose, legal_basis, expires, at, by_user)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        blob(list.id.uuid()),
        list.name.as_str(),
        list.owner.as_str(),
        list.purpose.as_str(),
        list.legal_basis.as_str(),
        list.expires.to_string(),
        w.at_ms(),
        w.by()
    ])?;
    let value = json!({
        "type": "watchlist",
        "name": list.name.as_str(),
        "owner": list.owner.as_str(),
        "purpose": list.purpose.as_str(),
        "legal_basis": list.legal_basis.as_str(),
        "expires": list.expires.to_string(),
    });
    w.log(list.id.uuid(), ChangeKind::Create, "watchlist", value)
}

fn exists(connection: &Connection, list: WatchlistId) -> Result<(), RegistryError> {
    connection
        .prepare_cached("SELECT 1 FROM watchlists WHERE id = ?1 AND ended_at IS NULL")?
        .exists([blob(list.uuid())])?
        .then_some(())
        .ok_or(RegistryError::NotFound { what: "list" })
}

/// Adds an entry; one that is there already is replaced, so that its second identifier can be corrected.
fn add(w: &mut Writing<'_>, list: WatchlistId, entry: &WatchEntry) -> Result<(), RegistryError> {
    found_key(w)?;
    let tag_ = tag(w.tx, &entry.entity)?.ok_or_else(damaged)?;
    let second = match &entry.second {
        Some(second) => tag(w.tx, second)?,
        None => None,
    };
    let name = (entry.entity.kind() == EntityKind::Name).then(|| entry.entity.shown());
    w.tx.prepare_cached(
        "UPDATE watchlist_entries SET ended_at = ?3, ended_by = ?4
         WHERE list_id = ?1 AND tag = ?2 AND ended_at IS NULL",
    )?
    .execute(params![blob(list.uuid()), tag_, w.at_ms(), w.by()])?;
    w.tx.prepare_cached(
        "INSERT INTO watchlist_entries (list_id, tag, name, second, at, by_user) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        blob(list.uuid()),
        tag_,
        name.map(|name| name.into_exposed("stored encrypted, to be compared")),
        second,
        w.at_ms(),
        w.by()
    ])?;
    screen_again(w, &entry.entity)
}

fn screen_again(w: &Writing<'_>, entity: &Entity) -> Result<(), RegistryError> {
    match link::find(w.tx, entity)? {
        Some(entity) => again::wait_of_entity(w, entity, ReviewReason::Lists),
        None => Ok(()),
    }
}

/// Whoever named a thing that a list has.
fn matched_by(w: &Writing<'_>, list: WatchlistId) -> Result<(), RegistryError> {
    let Some(key) = key(w.tx)? else { return Ok(()) };
    let tags: std::collections::HashSet<Vec<u8>> =
        w.tx.prepare_cached(
            "SELECT tag FROM watchlist_entries WHERE list_id = ?1 AND ended_at IS NULL",
        )?
        .query_map([blob(list.uuid())], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut statement = w.tx.prepare("SELECT n, kind, key FROM entities")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (n, kind, text): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if tags.contains(&tag_of(&key, &kind, &text)?) {
            again::wait_of_entity(w, n, ReviewReason::Lists)?;
        }
    }
    Ok(())
}

fn key(connection: &Connection) -> Result<Option<Vec<u8>>, RegistryError> {
    meta(connection, KEY)
}

/// Makes the key of the tags before the first one is made.
fn found_key(w: &Writing<'_>) -> Result<(), RegistryError> {
    if key(w.tx)?.is_some() {
        return Ok(());
    }
    let mut bytes = [0_u8; 32];
    fill_random(&mut bytes)?;
    set_meta(w.tx, KEY, &bytes)
}

/// The tag of a thing; none before there is any list.
fn tag(connection: &Connection, entity: &Entity) -> Result<Option<Vec<u8>>, RegistryError> {
    let Some(key) = key(connection)? else {
        return Ok(None);
    };
    tag_of(&key, entity.kind().as_str(), entity.key()).map(Some)
}

/// HMAC-SHA-256 of kind and comparable form, which a byte that neither has keeps apart.
fn tag_of(key: &[u8], kind: &str, text: &str) -> Result<Vec<u8>, RegistryError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| damaged())?;
    mac.update(kind.as_bytes());
    mac.update(&[0]);
    mac.update(text.as_bytes());
    Ok(mac.finalize().into_bytes().to_vec())
}

/// How certain it is that one of these things is on a list in force on a day; none when no list is in force. `beside`
/// is everything that the person named, for the second identifier of a name.
pub(crate) fn strength<'a>(
    connection: &Connection,
    things: impl Iterator<Item = &'a StatedLink>,
    beside: &[StatedLink],
    day: PlainDate,
) -> Result<Option<MatchStrength>, RegistryError> {
    let in_force = connection
        .prepare_cached("SELECT 1 FROM watchlists WHERE ended_at IS NULL AND expires >= ?1")?
        .exists([day.to_string()])?;
    if !in_force {
        return Ok(None);
    }
    let Some(key) = key(connection)? else {
        return Ok(Some(MatchStrength::None));
    };
    let mut strongest = MatchStrength::None;
    let mut statement = connection.prepare_cached(
        "SELECT e.second FROM watchlist_entries e JOIN watchlists l ON l.id = e.list_id
         WHERE e.tag = ?1 AND e.ended_at IS NULL AND l.ended_at IS NULL AND l.expires >= ?2",
    )?;
    for thing in things {
        let kind = thing.entity.kind();
        let tag = tag_of(&key, kind.as_str(), thing.entity.key())?;
        let seconds: Vec<Option<Vec<u8>>> = statement
            .query_map(params![tag, day.to_string()], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for second in seconds {
            let found = if kind == EntityKind::Name {
                named(&key, second.as_deref(), beside)?
            } else {
                MatchStrength::Exact
            };
            strongest = strongest.max(found);
        }
    }
    Ok(Some(strongest))
}

/// A name is on a list: with its second identifier beside it it is probable.
fn named(
    key: &[u8],
    second: Option<&[u8]>,
    beside: &[StatedLink],
) -> Result<MatchStrength, RegistryError> {
    let Some(second) = second else {
        return Ok(MatchStrength::Weak);
    };
    for link in beside {
        if tag_of(key, link.entity.kind().as_str(), link.entity.key())? == second {
            return Ok(MatchStrength::Probable);
        }
    }
    Ok(MatchStrength::Weak)
}

fn read(row: &Row<'_>) -> Result<Watchlist, RegistryError> {
    let line = |column: usize| -> Result<TextLine, RegistryError> {
        let text: String = row.get(column)?;
        TextLine::parse(&text).map_err(|_| damaged())
    };
    let expires: String = row.get(5)?;
    Ok(Watchlist {
        id: WatchlistId::from_uuid(uuid(row, 0)?),
        name: line(1)?,
        owner: line(2)?,
        purpose: line(3)?,
        legal_basis: line(4)?,
        expires: expires.parse().map_err(|_| damaged())?,
    })
}

impl Registry {
    /// Lists that were not ended, also those whose day has passed, with the number of their entries.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn watchlists(&self) -> Result<Vec<(Watchlist, u64)>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT id, name, owner, purpose, legal_basis, expires,
                 (SELECT count(*) FROM watchlist_entries e WHERE e.list_id = l.id AND e.ended_at IS NULL)
             FROM watchlists l WHERE ended_at IS NULL ORDER BY at, id",
        )?;
        let mut rows = statement.query([])?;
        let mut lists = Vec::new();
        while let Some(row) = rows.next()? {
            lists.push((read(row)?, row.get(6)?));
        }
        Ok(lists)
    }

    /// Names of lists in force on a day, for whoever compares names that are alike.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn watched_names(&self, day: PlainDate) -> Result<Vec<WatchedName>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT e.list_id, e.name, e.second IS NOT NULL FROM watchlist_entries e
             JOIN watchlists l ON l.id = e.list_id
             WHERE e.name IS NOT NULL AND e.ended_at IS NULL AND l.ended_at IS NULL AND l.expires >= ?1
             ORDER BY e.n",
        )?;
        let mut rows = statement.query([day.to_string()])?;
        let mut names = Vec::new();
        while let Some(row) = rows.next()? {
            names.push(WatchedName {
                list: WatchlistId::from_uuid(uuid(row, 0)?),
                name: Sensitive::new(row.get(1)?),
                has_second: row.get(2)?,
            });
        }
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::tag_of;

    #[test]
    fn a_tag_depends_on_the_key_of_the_file_and_keeps_kind_and_text_apart() {
        let tag = |key: &[u8], kind: &str, text: &str| tag_of(key, kind, text).expect("a tag");
        let known = tag(&[1; 32], "phone", "+6281200000101");
        assert_eq!(known, tag(&[1; 32], "phone", "+6281200000101"));
        assert_ne!(
            known,
            tag(&[2; 32], "phone", "+6281200000101"),
            "another registry"
        );
        assert_ne!(tag(&[1; 32], "name", "A"), tag(&[1; 32], "nameA", ""));
    }
}
