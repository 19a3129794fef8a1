//! Sailings, and the one that this counter works on.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::json;
use suar_domain::id::SailingId;
use suar_domain::sailing::{Port, Sailing};
use suar_domain::text::PlaceName;
use suar_domain::time::PlainDate;
use suar_protocol::change::ChangeKind;
use uuid::Uuid;

use super::{blob, damaged, known, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::outbox::{meta, set_meta};
use crate::write::Writing;

const COLUMNS: &str = "id, vessel, port_from, port_to, date, departs, gate_closes";
const ACTIVE: &str = "active_sailing";

pub(crate) fn insert(w: &mut Writing<'_>, sailing: &Sailing) -> Result<(), RegistryError> {
    let departs = sailing.departs.map(|time| time.to_string());
    let gate_closes = sailing.gate_closes.map(|time| time.to_string());
    w.tx.prepare_cached(
        "INSERT INTO sailings (id, vessel, port_from, port_to, date, departs, gate_closes, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        blob(sailing.id.uuid()),
        sailing.vessel.as_str(),
        sailing.from.to_string(),
        sailing.to.to_string(),
        sailing.date.to_string(),
        departs,
        gate_closes,
        w.at_ms()
    ])?;
    let value = known(json!({
        "vessel": sailing.vessel.as_str(),
        "from": sailing.from.to_string(),
        "to": sailing.to.to_string(),
        "date": sailing.date.to_string(),
        "departs": departs,
        "gate_closes": gate_closes,
    }));
    w.log(sailing.id.uuid(), ChangeKind::Create, "sailing", value)
}

/// A choice of this computer; it does not travel.
pub(crate) fn select(w: &Writing<'_>, id: SailingId) -> Result<(), RegistryError> {
    let there: Option<i64> =
        w.tx.query_row(
            "SELECT 1 FROM sailings WHERE id = ?1",
            [blob(id.uuid())],
            |row| row.get(0),
        )
        .optional()?;
    there.ok_or(RegistryError::NotFound { what: "sailing" })?;
    set_meta(w.tx, ACTIVE, id.uuid().as_bytes())
}

fn read(row: &Row<'_>) -> Result<Sailing, RegistryError> {
    let vessel: String = row.get(1)?;
    let from: String = row.get(2)?;
    let to: String = row.get(3)?;
    let date: String = row.get(4)?;
    let departs: Option<String> = row.get(5)?;
    let gate_closes: Option<String> = row.get(6)?;
    let date: PlainDate = date.parse().map_err(|_| damaged())?;
    Ok(Sailing {
        id: SailingId::from_uuid(uuid(row, 0)?),
        vessel: PlaceName::parse(&vessel).map_err(|_| damaged())?,
        from: Port::parse(&from).ok_or_else(damaged)?,
        to: Port::parse(&to).ok_or_else(damaged)?,
        date,
        departs: departs
            .map(|time| time.parse().map_err(|_| damaged()))
            .transpose()?,
        gate_closes: gate_closes
            .map(|time| time.parse().map_err(|_| damaged()))
            .transpose()?,
    })
}

impl Registry {
    /// Sailings, latest day first (at most 200).
    pub fn sailings(&self) -> Result<Vec<Sailing>, RegistryError> {
        let connection = self.connection();
        let sql =
            format!("SELECT {COLUMNS} FROM sailings ORDER BY date DESC, created_at DESC LIMIT 200");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let mut sailings = Vec::new();
        while let Some(row) = rows.next()? {
            sailings.push(read(row)?);
        }
        Ok(sailings)
    }

    /// One sailing.
    pub fn sailing(&self, id: SailingId) -> Result<Sailing, RegistryError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("SELECT {COLUMNS} FROM sailings WHERE id = ?1"))?;
        let mut rows = statement.query([blob(id.uuid())])?;
        read(
            rows.next()?
                .ok_or(RegistryError::NotFound { what: "sailing" })?,
        )
    }

    /// The same vessel on the same day, when it is known already: a second manifest belongs to it.
    pub fn sailing_of(
        &self,
        vessel: &PlaceName,
        date: PlainDate,
    ) -> Result<Option<Sailing>, RegistryError> {
        let same = |sailing: &Sailing| sailing.vessel.comparable() == vessel.comparable();
        let connection = self.connection();
        let mut statement = connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM sailings WHERE date = ?1"))?;
        let mut rows = statement.query([date.to_string()])?;
        while let Some(row) = rows.next()? {
            let sailing = read(row)?;
            if same(&sailing) {
                return Ok(Some(sailing));
            }
        }
        Ok(None)
    }

    /// The sailing that this counter works on.
    pub fn active_sailing(&self) -> Result<Option<SailingId>, RegistryError> {
        let value = meta(&self.connection(), ACTIVE)?;
        value
            .map(|bytes| {
                Uuid::from_slice(&bytes)
                    .map(SailingId::from_uuid)
                    .map_err(|_| damaged())
            })
            .transpose()
    }
}
