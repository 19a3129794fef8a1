//! Alerts: one for each talk, raised once and never lowered by itself.

use std::fmt;

use rusqlite::{OptionalExtension, Row, params};
use serde_json::json;
use suar_domain::alert::{AlertKind, NewAlert};
use suar_domain::id::{AlertId, DepartureId, SailingId, ScreeningId};
use suar_domain::screening::Level;
use suar_domain::sensitive::Sensitive;
use suar_domain::time::Instant;
use suar_protocol::change::ChangeKind;

use super::{blob, damaged, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::write::Writing;

/// An alert as stored.
#[derive(Clone)]
pub struct AlertRow {
    /// Identity.
    pub id: AlertId,
    /// The talk that led to it.
    pub screening: ScreeningId,
    /// What is asked for.
    pub kind: AlertKind,
    /// Name of the person.
    pub name: Sensitive<String>,
    /// When.
    pub raised_at: Instant,
    /// Someone has taken it.
    pub taken: bool,
    /// The departure that it is about.
    pub departure: DepartureId,
    /// The sailing of that departure.
    pub sailing: SailingId,
    /// Level now; none while the rules cannot be used.
    pub level: Option<Level>,
    /// Ids of the signs present now, strongest first.
    pub signs: Vec<String>,
    /// A decision is in effect.
    pub decided: bool,
}

impl fmt::Debug for AlertRow {
    /// Who someone is and what the rules found are not for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AlertRow")
            .field("id", &self.id)
            .field("screening", &self.screening)
            .field("kind", &self.kind)
            .field("raised_at", &self.raised_at)
            .field("taken", &self.taken)
            .finish_non_exhaustive()
    }
}

/// Raises an alert. A talk that has one already keeps it; asking for something else as well raises it again, open for
/// everyone, and the hub hears of it as an event of its own.
pub(crate) fn raise(w: &mut Writing<'_>, new: &NewAlert) -> Result<(), RegistryError> {
    let evidence: Vec<_> = new
        .evidence
        .iter()
        .map(|sign| json!({ "indicator": sign.indicator, "pack": sign.pack, "facts": sign.facts }))
        .collect();
    let evidence = serde_json::Value::Array(evidence);
    let existing: Option<(Vec<u8>, String)> =
        w.tx.prepare_cached("SELECT id, kind FROM alerts WHERE screening_id = ?1")?
            .query_row([blob(new.screening.uuid())], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
    let edition: Option<u32> = w
        .tx
        .prepare_cached(
            "SELECT a.edition FROM screenings s LEFT JOIN assessments a ON a.departure_id = s.departure_id
             WHERE s.id = ?1",
        )?
        .query_row([blob(new.screening.uuid())], |row| row.get(0))?;
    let mut kind = new.kind;
    let record = match existing {
        None => {
            w.tx.prepare_cached(
                "INSERT INTO alerts (id, screening_id, kind, evidence, raised_at, edition) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                blob(new.id.uuid()),
                blob(new.screening.uuid()),
                new.kind.code(),
                evidence.to_string(),
                w.at_ms(),
                edition
            ])?;
            new.id.uuid()
        }
        Some((id, before)) => {
            let before = AlertKind::from_code(&before).ok_or_else(damaged)?;
            kind = before.with(new.kind);
            if kind == before {
                return Ok(());
            }
            w.tx.prepare_cached(
                "UPDATE alerts SET kind = ?2, evidence = ?3, raised_at = ?4, edition = ?5, taken_at = NULL, taken_by = NULL
                 WHERE id = ?1",
            )?
            .execute(params![id, kind.code(), evidence.to_string(), w.at_ms(), edition])?;
            ::uuid::Uuid::from_slice(&id).map_err(|_| damaged())?
        }
    };
    // The pack and what it was told are in the line of the level: an alert names its signs and no more.
    let signs: Vec<_> = new.evidence.iter().map(|sign| &sign.indicator).collect();
    let value = json!({
        "screening": new.screening.to_string(),
        "kind": kind.code(),
        "signs": signs,
    });
    w.log(record, ChangeKind::Event, "alert", value)
}

pub(crate) fn take(w: &Writing<'_>, id: AlertId) -> Result<(), RegistryError> {
    let changed =
        w.tx.prepare_cached(
            "UPDATE alerts SET taken_at = ?2, taken_by = ?3 WHERE id = ?1 AND taken_at IS NULL",
        )?
        .execute(params![blob(id.uuid()), w.at_ms(), w.by()])?;
    if changed == 1 {
        Ok(())
    } else {
        Err(RegistryError::Conflict { what: "alert" })
    }
}

const ALERT: &str =
    "SELECT a.id, a.screening_id, a.kind, p.name, a.raised_at, a.taken_at IS NOT NULL, d.id, d.sailing_id, k.level,
        k.signs, s.state = 'decided'
    FROM alerts a JOIN screenings s ON s.id = a.screening_id JOIN people p ON p.id = s.person_id
    JOIN departures d ON d.id = s.departure_id LEFT JOIN assessments k ON k.departure_id = d.id";

fn read(row: &Row<'_>) -> Result<AlertRow, RegistryError> {
    let kind: String = row.get(2)?;
    let level: Option<String> = row.get(8)?;
    let signs: Option<String> = row.get(9)?;
    Ok(AlertRow {
        id: AlertId::from_uuid(uuid(row, 0)?),
        screening: ScreeningId::from_uuid(uuid(row, 1)?),
        kind: AlertKind::from_code(&kind).ok_or_else(damaged)?,
        name: Sensitive::new(row.get(3)?),
        raised_at: Instant::from_millis(row.get(4)?),
        taken: row.get(5)?,
        departure: DepartureId::from_uuid(uuid(row, 6)?),
        sailing: SailingId::from_uuid(uuid(row, 7)?),
        level: level
            .map(|code| Level::from_code(&code).ok_or_else(damaged))
            .transpose()?,
        signs: signs.map_or(Ok(Vec::new()), |text| {
            serde_json::from_str(&text).map_err(|_| damaged())
        })?,
        decided: row.get(10)?,
    })
}

impl Registry {
    /// Alerts: open ones first, oldest first; then the latest taken ones (at most 100 in all).
    pub fn alerts(&self) -> Result<Vec<AlertRow>, RegistryError> {
        let connection = self.connection();
        let sql = format!(
            "{ALERT} ORDER BY a.taken_at IS NOT NULL, CASE WHEN a.taken_at IS NULL THEN a.raised_at ELSE -a.raised_at END LIMIT 100"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut alerts = Vec::new();
        while let Some(row) = rows.next()? {
            alerts.push(read(row)?);
        }
        Ok(alerts)
    }

    /// The alert of a talk.
    pub fn alert_of(&self, screening: ScreeningId) -> Result<Option<AlertRow>, RegistryError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("{ALERT} WHERE a.screening_id = ?1"))?;
        let mut rows = statement.query([blob(screening.uuid())])?;
        rows.next()?.map(read).transpose()
    }
}
