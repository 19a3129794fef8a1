//! Outcomes: what became known later about a case and its signs. Append-only.

use rusqlite::{Row, params};
use serde_json::{Map, json};
use suar_domain::id::{DepartureId, UserId};
use suar_domain::outcome::{Outcome, Verdict};
use suar_domain::review::ReviewReason;
use suar_domain::time::Instant;
use suar_protocol::change::ChangeKind;

use super::{again, assessment, blob, damaged, link, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::write::Writing;

/// One verdict as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeRow {
    /// Place in the history of this file, from 1: a later row about the same takes the place of an earlier one.
    pub n: u64,
    /// Whose case.
    pub departure: DepartureId,
    /// The assessment that it is about.
    pub edition: u32,
    /// Version of the pack that made the assessment.
    pub pack: String,
    /// Hash of that pack, hex.
    pub pack_hash: String,
    /// Indicator id; none for the case as a whole.
    pub indicator: Option<String>,
    /// How it turned out.
    pub verdict: Verdict,
    /// When it was recorded.
    pub at: Instant,
    /// By whom.
    pub by: UserId,
}

/// Records an outcome. The assessment must exist, and each sign must be one of its own.
pub(crate) fn record(w: &mut Writing<'_>, outcome: &Outcome) -> Result<(), RegistryError> {
    let row = assessment::edition(w.tx, outcome.departure, outcome.edition)?
        .ok_or(RegistryError::NotFound { what: "assessment" })?;
    let known = &row.assessment.signs;
    if !outcome.signs.iter().all(|(sign, _)| known.contains(sign)) {
        return Err(RegistryError::Conflict { what: "sign" });
    }
    put(w, outcome, None, outcome.case)?;
    // Later departures say how this one ended.
    let (person, _) = link::place(w.tx, outcome.departure)?;
    again::wait_of_person(w, person, outcome.departure, ReviewReason::Relations)?;
    for (sign, verdict) in &outcome.signs {
        put(w, outcome, Some(sign), *verdict)?;
    }
    let signs: Map<_, _> = outcome
        .signs
        .iter()
        .map(|(sign, verdict)| (sign.clone(), json!(verdict.code())))
        .collect();
    let value = json!({
        "edition": outcome.edition,
        "pack": assessment::pack_name(&row.assessment.pack_hash),
        "case": outcome.case.code(),
        "signs": signs,
    });
    let record = outcome.departure.uuid();
    w.log(record, ChangeKind::Event, "outcome", value)
}

fn put(
    w: &Writing<'_>,
    outcome: &Outcome,
    indicator: Option<&str>,
    verdict: Verdict,
) -> Result<(), RegistryError> {
    w.tx.prepare_cached(
        "INSERT INTO outcomes (departure_id, edition, indicator, verdict, at, by_user)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        blob(outcome.departure.uuid()),
        outcome.edition,
        indicator,
        verdict.code(),
        w.at_ms(),
        w.by()
    ])?;
    Ok(())
}

const OUTCOME: &str = "SELECT o.n, o.departure_id, o.edition, p.version, p.hash, o.indicator, o.verdict, o.at, o.by_user
    FROM outcomes o
    JOIN (SELECT departure_id, edition, pack FROM assessments
          UNION ALL SELECT departure_id, edition, pack FROM past_assessments) a
        ON a.departure_id = o.departure_id AND a.edition = o.edition
    JOIN packs p ON p.n = a.pack";

fn read(row: &Row<'_>) -> Result<OutcomeRow, RegistryError> {
    let verdict: String = row.get(6)?;
    Ok(OutcomeRow {
        n: row.get(0)?,
        departure: DepartureId::from_uuid(uuid(row, 1)?),
        edition: row.get(2)?,
        pack: row.get(3)?,
        pack_hash: row.get(4)?,
        indicator: row.get(5)?,
        verdict: Verdict::from_code(&verdict).ok_or_else(damaged)?,
        at: Instant::from_millis(row.get(7)?),
        by: UserId::from_uuid(uuid(row, 8)?),
    })
}

impl Registry {
    /// Every verdict about a departure, oldest first.
    pub fn outcomes(&self, departure: DepartureId) -> Result<Vec<OutcomeRow>, RegistryError> {
        let connection = self.connection();
        let sql = format!("{OUTCOME} WHERE o.departure_id = ?1 ORDER BY o.n");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([blob(departure.uuid())])?;
        let mut outcomes = Vec::new();
        while let Some(row) = rows.next()? {
            outcomes.push(read(row)?);
        }
        Ok(outcomes)
    }

    /// Verdicts of all departures in the order in which they were recorded: at most `limit` of those after number
    /// `after`, so that all can be read in pages.
    pub fn outcomes_after(&self, after: u64, limit: u32) -> Result<Vec<OutcomeRow>, RegistryError> {
        let connection = self.connection();
        let sql = format!("{OUTCOME} WHERE o.n > ?1 ORDER BY o.n LIMIT ?2");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![after, limit])?;
        let mut outcomes = Vec::new();
        while let Some(row) = rows.next()? {
            outcomes.push(read(row)?);
        }
        Ok(outcomes)
    }
}
