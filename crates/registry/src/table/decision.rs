//! Decisions. One that was taken back stays in the history.

use rusqlite::{Row, params};
use serde_json::json;
use suar_domain::decision::Decision;
use suar_domain::id::{DecisionId, ScreeningId};
use suar_domain::operation::DecisionTaken;
use suar_domain::review::ReviewReason;
use suar_domain::screening::Level;
use suar_domain::sensitive::Sensitive;
use suar_domain::time::Instant;
use suar_protocol::change::ChangeKind;

use super::{again, blob, case, damaged, known, screening, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::write::Writing;

/// A decision in effect.
#[derive(Debug, Clone)]
pub struct DecisionRow {
    /// Identity.
    pub id: DecisionId,
    /// The talk that it ended.
    pub screening: ScreeningId,
    /// Name of the person.
    pub name: Sensitive<String>,
    /// What the officer decided.
    pub decision: Decision,
    /// What Suar advised.
    pub advice: Decision,
    /// Level then; none while the rules could not be used.
    pub level: Option<Level>,
    /// When.
    pub at: Instant,
    /// Line of the operation log: once the hub has it, the decision is corrected and not undone.
    pub seq: u64,
}

pub(crate) fn take(w: &mut Writing<'_>, taken: &DecisionTaken) -> Result<(), RegistryError> {
    screening::decided(w, taken.screening)?;
    let (departure_level, edition): (Option<String>, Option<u32>) = w
        .tx
        .prepare_cached(
            "SELECT a.level, a.edition FROM screenings s LEFT JOIN assessments a ON a.departure_id = s.departure_id
             WHERE s.id = ?1",
        )?
        .query_row([blob(taken.screening.uuid())], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let indicator = taken
        .reason
        .as_ref()
        .and_then(|reason| reason.indicator.as_deref());
    let text = taken
        .reason
        .as_ref()
        .map(|reason| reason.text.expose("stored encrypted").as_str());
    let value = known(json!({
        "decision": taken.decision.code(),
        "advice": taken.advice.code(),
        "level": departure_level,
        "reason": taken.reason.as_ref().map(|_| known(json!({ "indicator": indicator, "text": text }))),
        "id": taken.id.to_string(),
        "at": w.at_ms(),
    }));
    w.log(taken.screening.uuid(), ChangeKind::Event, "decision", value)?;
    w.log(
        taken.screening.uuid(),
        ChangeKind::Set,
        "screening.decision",
        json!(taken.decision.code()),
    )?;
    w.tx.prepare_cached(
        "INSERT INTO decisions
             (id, screening_id, seq, decision, advice, level, reason_indicator, reason_text, at, by_user, edition)
         VALUES (?1, ?2, (SELECT max(seq) FROM outbox), ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        blob(taken.id.uuid()),
        blob(taken.screening.uuid()),
        taken.decision.code(),
        taken.advice.code(),
        departure_level,
        indicator,
        text,
        w.at_ms(),
        w.by(),
        edition
    ])?;
    let (person, departure) = screening::whose(w.tx, taken.screening)?;
    again::wait_of_person(w, person, departure, ReviewReason::Relations)?;
    if taken.decision == Decision::Rujuk {
        case::open(w, taken.id, (person, departure))?;
    }
    Ok(())
}

pub(crate) fn undo(
    w: &mut Writing<'_>,
    id: DecisionId,
    of: ScreeningId,
    reason: Option<&Sensitive<String>>,
) -> Result<(), RegistryError> {
    let changed = w
        .tx
        .prepare_cached(
            "UPDATE decisions SET undone_at = ?3 WHERE id = ?1 AND screening_id = ?2 AND undone_at IS NULL",
        )?
        .execute(params![blob(id.uuid()), blob(of.uuid()), w.at_ms()])?;
    if changed != 1 {
        return Err(RegistryError::Conflict { what: "decision" });
    }
    screening::reopened(w, of)?;
    case::undone(w, id)?;
    let (person, departure) = screening::whose(w.tx, of)?;
    again::wait_of_person(w, person, departure, ReviewReason::Relations)?;
    let mut undone = json!({ "id": id.to_string(), "at": w.at_ms() });
    if let Some(reason) = reason {
        undone["reason"] = json!(reason.expose("stored encrypted"));
    }
    w.log(of.uuid(), ChangeKind::Event, "decision_undone", undone)?;
    w.log(
        of.uuid(),
        ChangeKind::Set,
        "screening.decision",
        serde_json::Value::Null,
    )
}

const DECISION: &str =
    "SELECT d.id, d.screening_id, p.name, d.decision, d.advice, d.level, d.at, d.seq
    FROM decisions d JOIN screenings s ON s.id = d.screening_id JOIN people p ON p.id = s.person_id
    WHERE d.undone_at IS NULL";

fn read(row: &Row<'_>) -> Result<DecisionRow, RegistryError> {
    let decision: String = row.get(3)?;
    let advice: String = row.get(4)?;
    let level: Option<String> = row.get(5)?;
    Ok(DecisionRow {
        id: DecisionId::from_uuid(uuid(row, 0)?),
        screening: ScreeningId::from_uuid(uuid(row, 1)?),
        name: Sensitive::new(row.get(2)?),
        decision: decision.parse().map_err(|_| damaged())?,
        advice: advice.parse().map_err(|_| damaged())?,
        level: level
            .map(|code| Level::from_code(&code).ok_or_else(damaged))
            .transpose()?,
        at: Instant::from_millis(row.get(6)?),
        seq: row.get(7)?,
    })
}

impl Registry {
    /// Decisions in effect, newest first.
    pub fn recent_decisions(&self, limit: u32) -> Result<Vec<DecisionRow>, RegistryError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("{DECISION} ORDER BY d.seq DESC LIMIT ?1"))?;
        let mut rows = statement.query([limit])?;
        let mut decisions = Vec::new();
        while let Some(row) = rows.next()? {
            decisions.push(read(row)?);
        }
        Ok(decisions)
    }

    /// The decision in effect on a talk.
    pub fn decision_of(
        &self,
        screening: ScreeningId,
    ) -> Result<Option<DecisionRow>, RegistryError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached(&format!("{DECISION} AND d.screening_id = ?1"))?;
        let mut rows = statement.query([blob(screening.uuid())])?;
        rows.next()?.map(read).transpose()
    }
}
