//! Things that people share, and who named them.
//!
//! What must hold: a link is ended and never changed; whoever shares a thing that somebody else now names as well waits
//! to be judged again, in the same transaction.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};
use suar_domain::id::{DepartureId, PersonId};
use suar_domain::link::{Entity, EntityKind, LinkRole, StatedLink};
use suar_domain::operation::StateLinks;
use suar_domain::review::ReviewReason;
use suar_domain::time::{Instant, PlainDate};
use suar_protocol::change::ChangeKind;

use super::{again, blob, damaged, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::words::word;
use crate::write::Writing;

/// The source of what manifests state.
const MANIFEST: &str = "manifest";

/// One link in effect.
#[derive(Debug, Clone)]
pub struct LinkRow {
    /// What was named, in which role, and who said so.
    pub link: StatedLink,
    /// When it was said.
    pub at: Instant,
    /// When it was taken back; none while it holds.
    pub ended_at: Option<Instant>,
}

/// Somebody who named a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sharer {
    pub person: PersonId,
    pub departure: DepartureId,
    pub number: Option<u64>,
}

/// Days since 1970-01-01.
pub(crate) fn day_number(date: PlainDate) -> i32 {
    PlainDate::new(1970, 1, 1).map_or(0, |epoch| epoch.days_until(date))
}

/// The stored form of a role.
pub(crate) fn role_number(role: LinkRole) -> i64 {
    let place = LinkRole::ALL.iter().position(|known| *known == role);
    place
        .and_then(|place| i64::try_from(place).ok())
        .unwrap_or(-1)
}

pub(crate) fn role_from(number: i64) -> Result<LinkRole, RegistryError> {
    let role = usize::try_from(number)
        .ok()
        .and_then(|place| LinkRole::ALL.get(place));
    role.copied().ok_or_else(damaged)
}

/// The number of a thing that somebody has named.
pub(crate) fn find(connection: &Connection, entity: &Entity) -> Result<Option<i64>, RegistryError> {
    Ok(connection
        .prepare_cached("SELECT n FROM entities WHERE kind = ?1 AND key = ?2")?
        .query_row(params![entity.kind().as_str(), entity.key()], |row| {
            row.get(0)
        })
        .optional()?)
}

/// The number of a thing; a new one when nobody has named it yet.
pub(crate) fn intern(w: &Writing<'_>, entity: &Entity) -> Result<i64, RegistryError> {
    if let Some(number) = find(w.tx, entity)? {
        return Ok(number);
    }
    Ok(w.tx
        .prepare_cached(
            "INSERT INTO entities (kind, key, shown, first_at) VALUES (?1, ?2, ?3, ?4) RETURNING n",
        )?
        .query_row(
            params![
                entity.kind().as_str(),
                entity.key(),
                entity.shown().expose("stored encrypted"),
                w.at_ms()
            ],
            |row| row.get(0),
        )?)
}

/// A thing by its number.
pub(crate) fn entity(connection: &Connection, number: i64) -> Result<Entity, RegistryError> {
    let (kind, key, shown): (String, String, String) = connection
        .prepare_cached("SELECT kind, key, shown FROM entities WHERE n = ?1")?
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?
        .ok_or_else(damaged)?;
    let kind = EntityKind::from_code(&kind).ok_or_else(damaged)?;
    Ok(Entity::from_stored(kind, key, shown))
}

/// Whose departure it is, and on which day.
pub(crate) fn place(
    connection: &Connection,
    departure: DepartureId,
) -> Result<(PersonId, i32), RegistryError> {
    let (person, date): ([u8; 16], String) = connection
        .prepare_cached(
            "SELECT d.person_id, s.date FROM departures d JOIN sailings s ON s.id = d.sailing_id WHERE d.id = ?1",
        )?
        .query_row([blob(departure.uuid())], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or(RegistryError::NotFound { what: "departure" })?;
    let date: PlainDate = date.parse().map_err(|_| damaged())?;
    Ok((
        PersonId::from_uuid(::uuid::Uuid::from_bytes(person)),
        day_number(date),
    ))
}

/// Stores links of a departure that is new.
pub(crate) fn insert(
    w: &mut Writing<'_>,
    departure: DepartureId,
    links: &[StatedLink],
) -> Result<(), RegistryError> {
    if links.is_empty() {
        return Ok(());
    }
    let (person, day) = place(w.tx, departure)?;
    for link in links {
        add(w, departure, (person, day), link)?;
    }
    Ok(())
}

fn add(
    w: &mut Writing<'_>,
    departure: DepartureId,
    (person, day): (PersonId, i32),
    link: &StatedLink,
) -> Result<(), RegistryError> {
    let entity = intern(w, &link.entity)?;
    let source = w.word(&link.source)?;
    w.tx.prepare_cached(
        "INSERT INTO links (departure_id, role, entity, number, source, person_id, day, at, by_user)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        blob(departure.uuid()),
        role_number(link.role),
        entity,
        link.number,
        source,
        blob(person.uuid()),
        day,
        w.at_ms(),
        w.by()
    ])?;
    w.again.shares(entity, link.role, day);
    Ok(())
}

/// Makes what a source says about a departure what it says now: what it no longer says is ended.
pub(crate) fn replace(
    w: &mut Writing<'_>,
    departure: DepartureId,
    (source, role): (&str, Option<LinkRole>),
    now: &[StatedLink],
) -> Result<bool, RegistryError> {
    let before = in_effect(w.tx, departure)?;
    let concerned = |row: &&(i64, i64, StatedLink)| {
        row.2.source == source && role.is_none_or(|role| row.2.role == role)
    };
    let same = |a: &StatedLink, b: &StatedLink| {
        a.role == b.role && a.entity.is_same(&b.entity) && a.number == b.number
    };
    let place = place(w.tx, departure)?;
    let mut changed = false;
    for (n, entity, link) in before.iter().filter(concerned) {
        if !now.iter().any(|now| same(now, link)) {
            w.tx.prepare_cached("UPDATE links SET ended_at = ?2, ended_by = ?3 WHERE n = ?1")?
                .execute(params![n, w.at_ms(), w.by()])?;
            w.again.shares(*entity, link.role, place.1);
            changed = true;
        }
    }
    for link in now {
        if !before
            .iter()
            .filter(concerned)
            .any(|(_, _, known)| same(known, link))
        {
            add(w, departure, place, link)?;
            changed = true;
        }
    }
    if changed {
        again::wait(w, departure, ReviewReason::Relations)?;
    }
    Ok(changed)
}

/// What the manifests of a sailing state about somebody on board.
pub(crate) fn restate(
    w: &mut Writing<'_>,
    departure: DepartureId,
    links: &[StatedLink],
) -> Result<(), RegistryError> {
    if replace(w, departure, (MANIFEST, None), links)? {
        w.log(departure.uuid(), ChangeKind::Set, "links", logged(links))?;
    }
    Ok(())
}

/// What somebody named in a talk.
pub(crate) fn state(w: &mut Writing<'_>, stated: &StateLinks) -> Result<(), RegistryError> {
    let fits = |link: &StatedLink| link.role == stated.role && link.source == stated.source;
    if !stated.links.iter().all(fits) {
        return Err(RegistryError::Conflict { what: "link" });
    }
    let source = (stated.source.as_str(), Some(stated.role));
    replace(w, stated.departure, source, &stated.links)?;
    let value = json!({
        "role": stated.role.as_str(),
        "source": stated.source,
        "links": logged(&stated.links),
    });
    w.log(stated.departure.uuid(), ChangeKind::Event, "links", value)
}

/// Links in a line of the log: role and comparable form.
pub(crate) fn logged(links: &[StatedLink]) -> Value {
    links
        .iter()
        .map(|link| json!([link.role.as_str(), link.entity.key()]))
        .collect()
}

/// Links in effect: number of the row, number of the thing, and what was said.
pub(crate) fn in_effect(
    connection: &Connection,
    departure: DepartureId,
) -> Result<Vec<(i64, i64, StatedLink)>, RegistryError> {
    let mut links = Vec::new();
    for (n, entity, row) in rows(connection, departure)? {
        if row.ended_at.is_none() {
            links.push((n, entity, row.link));
        }
    }
    Ok(links)
}

/// What the manifests state.
pub(crate) fn of_manifest(
    connection: &Connection,
    departure: DepartureId,
) -> Result<Vec<StatedLink>, RegistryError> {
    let links = in_effect(connection, departure)?.into_iter();
    Ok(links
        .map(|(_, _, link)| link)
        .filter(|link| link.source == MANIFEST)
        .collect())
}

fn rows(
    connection: &Connection,
    departure: DepartureId,
) -> Result<Vec<(i64, i64, LinkRow)>, RegistryError> {
    let mut statement = connection.prepare_cached(
        "SELECT l.n, l.entity, l.role, l.number, l.source, l.at, l.ended_at, e.kind, e.key, e.shown
         FROM links l JOIN entities e ON e.n = l.entity WHERE l.departure_id = ?1 ORDER BY l.n",
    )?;
    let mut rows = statement.query([blob(departure.uuid())])?;
    let mut links = Vec::new();
    while let Some(row) = rows.next()? {
        let kind: String = row.get(7)?;
        let ended_at: Option<i64> = row.get(6)?;
        let link = StatedLink {
            role: role_from(row.get(2)?)?,
            entity: Entity::from_stored(
                EntityKind::from_code(&kind).ok_or_else(damaged)?,
                row.get(8)?,
                row.get(9)?,
            ),
            number: row.get(3)?,
            source: word(connection, row.get(4)?)?,
        };
        let row_ = LinkRow {
            link,
            at: Instant::from_millis(row.get(5)?),
            ended_at: ended_at.map(Instant::from_millis),
        };
        links.push((row.get(0)?, row.get(1)?, row_));
    }
    Ok(links)
}

/// Who names a thing in a role on days from `from` to `to`, both included; at most `limit`.
pub(crate) fn sharers(
    connection: &Connection,
    (entity, role): (i64, LinkRole),
    (from, to): (i32, i32),
    limit: u32,
) -> Result<Vec<Sharer>, RegistryError> {
    let mut statement = connection.prepare_cached(
        "SELECT person_id, departure_id, number FROM links
         WHERE entity = ?1 AND day BETWEEN ?2 AND ?3 AND role = ?4 AND ended_at IS NULL LIMIT ?5",
    )?;
    let mut rows = statement.query(params![entity, from, to, role_number(role), limit])?;
    let mut sharers = Vec::new();
    while let Some(row) = rows.next()? {
        sharers.push(Sharer {
            person: PersonId::from_uuid(uuid(row, 0)?),
            departure: DepartureId::from_uuid(uuid(row, 1)?),
            number: row.get(2)?,
        });
    }
    Ok(sharers)
}

impl Registry {
    /// Everything that was ever named about a departure, oldest first; what no longer holds says since when.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn links_of(&self, departure: DepartureId) -> Result<Vec<LinkRow>, RegistryError> {
        let rows = rows(&self.connection(), departure)?;
        Ok(rows.into_iter().map(|(_, _, row)| row).collect())
    }
}
