//! What the rules say about each departure, and what they said before.
//!
//! An assessment is stored when it rests on something new, or when another pack made it. Each has an edition, counted
//! from 1 for each departure, so that decisions, alerts and outcomes can name the one that they belong to.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::json;
use suar_domain::id::DepartureId;
use suar_domain::screening::{Assessment, Level};
use suar_domain::time::Instant;
use suar_protocol::change::ChangeKind;

use super::{blob, damaged};
use crate::Registry;
use crate::basis::{self, StatedAt};
use crate::error::RegistryError;
use crate::write::Writing;

/// Digits of a pack's hash that name it in a line of the log: enough to tell the ministry's packs apart. The whole
/// hash stays in this file.
const PACK_DIGITS: usize = 16;

/// An assessment as stored.
#[derive(Debug, Clone)]
pub struct AssessmentRow {
    /// Which one of this departure, from 1.
    pub edition: u32,
    /// The assessment.
    pub assessment: Assessment,
    /// When each source first stated what this assessment took from it; not known of what schema 1 stored.
    pub stated_at: StatedAt,
    /// When it was made.
    pub at: Instant,
}

/// Stores what the rules say now, if it rests on anything new. The level is logged when it changes, so that the hub
/// follows it.
pub(crate) fn store(
    w: &mut Writing<'_>,
    id: DepartureId,
    assessment: &Assessment,
) -> Result<(), RegistryError> {
    // A stored basis that is damaged is no reason to refuse an answer: the new edition says all that is known.
    let before = current(w.tx, id).or_else(|error| match error {
        RegistryError::Damaged { .. } => Ok(None),
        error => Err(error),
    })?;
    if before
        .as_ref()
        .is_some_and(|row| row.assessment == *assessment)
    {
        return Ok(());
    }
    let key = blob(id.uuid());
    w.tx.prepare_cached(
        "INSERT INTO past_assessments SELECT * FROM assessments WHERE departure_id = ?1",
    )?
    .execute([&key])?;
    let stated_at = stated_at(w.at, assessment, before.as_ref());
    let packed = w.basis(&assessment.basis, &stated_at)?;
    let pack = pack_number(w.tx, &assessment.pack, &assessment.pack_hash)?;
    let signs = serde_json::to_string(&assessment.signs).map_err(|_| damaged())?;
    let level_before: Option<String> =
        w.tx.prepare_cached("SELECT level FROM assessments WHERE departure_id = ?1")?
            .query_row([&key], |row| row.get(0))
            .optional()?;
    w.tx.prepare_cached(
        "INSERT INTO assessments
             (departure_id, edition, level, documents, trafficking, courier, signs, pack, basis, at)
         VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (departure_id) DO UPDATE SET
             edition = edition + 1, level = excluded.level, documents = excluded.documents,
             trafficking = excluded.trafficking, courier = excluded.courier, signs = excluded.signs,
             pack = excluded.pack, basis = excluded.basis, at = excluded.at",
    )?
    .execute(params![
        key,
        assessment.level.code(),
        assessment.documents.code(),
        assessment.trafficking.code(),
        assessment.courier.code(),
        signs,
        pack,
        packed,
        w.at_ms()
    ])?;
    log_level(w, id, assessment, level_before.as_deref())
}

fn log_level(
    w: &mut Writing<'_>,
    id: DepartureId,
    assessment: &Assessment,
    before: Option<&str>,
) -> Result<(), RegistryError> {
    let level = assessment.level.code();
    let unremarkable = before.is_none() && assessment.level == Level::Siap;
    if before == Some(level) || unremarkable {
        return Ok(());
    }
    let value = json!({
        "level": level,
        "documents": assessment.documents.code(),
        "trafficking": assessment.trafficking.code(),
        "courier": assessment.courier.code(),
        "signs": assessment.signs,
        "pack": pack_name(&assessment.pack_hash),
    });
    w.log(id.uuid(), ChangeKind::Set, "level", value)
}

/// A pack in a line of the log.
pub(crate) fn pack_name(hash: &str) -> &str {
    hash.get(..PACK_DIGITS).unwrap_or(hash)
}

/// A source that says what it said before said it then; anything else it says now.
fn stated_at(now: Instant, assessment: &Assessment, before: Option<&AssessmentRow>) -> StatedAt {
    let facts = &assessment.basis.facts;
    let of = |assessment: &Assessment, source: &str| -> Vec<(String, String)> {
        let facts = assessment.basis.facts.iter();
        facts
            .filter(|fact| fact.source == source)
            .map(|fact| (fact.fact.clone(), fact.value.clone()))
            .collect()
    };
    let mut times = StatedAt::new();
    for source in facts.iter().map(|fact| &fact.source) {
        if times.contains_key(source) {
            continue;
        }
        let unchanged = before
            .filter(|row| of(&row.assessment, source) == of(assessment, source))
            .and_then(|row| row.stated_at.get(source));
        times.insert(source.clone(), unchanged.copied().unwrap_or(now));
    }
    times
}

/// The number of a pack; a new one when it was never stored.
pub(crate) fn pack_number(
    connection: &Connection,
    version: &str,
    hash: &str,
) -> Result<u64, RegistryError> {
    let known: Option<u64> = connection
        .prepare_cached("SELECT n FROM packs WHERE hash = ?1 AND version = ?2")?
        .query_row([hash, version], |row| row.get(0))
        .optional()?;
    match known {
        Some(number) => Ok(number),
        None => Ok(connection
            .prepare_cached("INSERT INTO packs (version, hash) VALUES (?1, ?2) RETURNING n")?
            .query_row([version, hash], |row| row.get(0))?),
    }
}

const COLUMNS: &str = "SELECT a.edition, a.level, a.documents, a.trafficking, a.courier, a.signs,
    p.version, p.hash, a.basis, a.at";

fn read(connection: &Connection, row: &Row<'_>) -> Result<AssessmentRow, RegistryError> {
    let level = |column: usize| -> Result<Level, RegistryError> {
        let code: String = row.get(column)?;
        Level::from_code(&code).ok_or_else(damaged)
    };
    let signs: String = row.get(5)?;
    let packed: Option<Vec<u8>> = row.get(8)?;
    let at = Instant::from_millis(row.get(9)?);
    let packed = packed.ok_or(RegistryError::Damaged { what: "assessment" })?;
    let (basis, stated_at) = basis::read(connection, &packed, at)?;
    Ok(AssessmentRow {
        edition: row.get(0)?,
        assessment: Assessment {
            level: level(1)?,
            documents: level(2)?,
            trafficking: level(3)?,
            courier: level(4)?,
            signs: serde_json::from_str(&signs).map_err(|_| damaged())?,
            pack: row.get(6)?,
            pack_hash: row.get(7)?,
            basis,
        },
        stated_at,
        at,
    })
}

pub(crate) fn current(
    connection: &Connection,
    id: DepartureId,
) -> Result<Option<AssessmentRow>, RegistryError> {
    let sql = format!(
        "{COLUMNS} FROM assessments a JOIN packs p ON p.n = a.pack WHERE departure_id = ?1"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([blob(id.uuid())])?;
    rows.next()?.map(|row| read(connection, row)).transpose()
}

/// One edition, past or present. Asked in both tables by their keys.
pub(crate) fn edition(
    connection: &Connection,
    id: DepartureId,
    edition: u32,
) -> Result<Option<AssessmentRow>, RegistryError> {
    for table in ["assessments", "past_assessments"] {
        let sql = format!(
            "{COLUMNS} FROM {table} a JOIN packs p ON p.n = a.pack WHERE departure_id = ?1 AND edition = ?2"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![blob(id.uuid()), edition])?;
        if let Some(row) = rows.next()? {
            return read(connection, row).map(Some);
        }
    }
    Ok(None)
}

impl Registry {
    /// What the rules say about a departure now.
    ///
    /// # Errors
    /// [`RegistryError::Damaged`] when its basis cannot be read.
    pub fn assessment(&self, id: DepartureId) -> Result<Option<AssessmentRow>, RegistryError> {
        current(&self.connection(), id)
    }

    /// One edition of what the rules said about a departure.
    ///
    /// # Errors
    /// [`RegistryError::Damaged`] when its basis cannot be read.
    pub fn assessment_edition(
        &self,
        id: DepartureId,
        edition: u32,
    ) -> Result<Option<AssessmentRow>, RegistryError> {
        self::edition(&self.connection(), id, edition)
    }
}
