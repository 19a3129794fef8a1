//! What happened to a departure, in order: read from the tables that only ever grow. Nothing is written here.

use rusqlite::{Connection, Row};
use suar_domain::alert::AlertKind;
use suar_domain::decision::Decision;
use suar_domain::id::{DepartureId, PersonId};
use suar_domain::outcome::Verdict;
use suar_domain::screening::{AnswerStatus, DocumentItem, Level, TickState};
use suar_domain::sensitive::Sensitive;
use suar_domain::time::{Instant, PlainDate};

use super::{blob, damaged, uuid};
use crate::Registry;
use crate::error::RegistryError;

/// One thing that happened.
#[derive(Clone)]
pub struct HistoryRow {
    /// When.
    pub at: Instant,
    /// Name of the officer, where one did it.
    pub by: Option<Sensitive<String>>,
    /// What.
    pub what: Happened,
}

/// What can happen to a departure.
#[derive(Clone)]
pub enum Happened {
    /// A form was opened at the counter.
    Opened,
    /// A question was answered, or answered again: all versions stay.
    Answered {
        /// Question id.
        question: String,
        /// How it ended.
        status: AnswerStatus,
        /// Key chosen, when answered.
        key: Option<String>,
    },
    /// Documents were looked at in one step.
    Ticked(Vec<(DocumentItem, TickState)>),
    /// The rules said something else than before.
    Assessed {
        /// Place in the order of assessments, from 1.
        edition: u32,
        /// Level.
        level: Level,
        /// How many signs were present.
        signs: u32,
        /// Version of the pack.
        pack: String,
    },
    /// A decision was taken.
    Decided {
        /// The decision.
        decision: Decision,
        /// What was advised.
        advice: Decision,
        /// The sign that the officer's reason is about.
        indicator: Option<String>,
        /// The officer's reason.
        reason: Option<Sensitive<String>>,
    },
    /// A decision was taken back.
    Undone(Decision),
    /// A colleague was called.
    Called(AlertKind),
    /// A colleague took the request.
    Taken(AlertKind),
    /// It became known how a sign, or the case as a whole, turned out.
    Outcome {
        /// Indicator id; none for the case.
        indicator: Option<String>,
        /// How.
        verdict: Verdict,
    },
}

/// A journey of a person.
#[derive(Clone)]
pub struct JourneyRow {
    /// The departure.
    pub departure: DepartureId,
    /// Day of sailing.
    pub date: PlainDate,
    /// Vessel as on the manifest.
    pub vessel: String,
    /// Port of arrival.
    pub to: String,
    /// The decision in effect.
    pub decision: Option<Decision>,
}

const OPENED: &str =
    "SELECT s.opened_at, u.name FROM screenings s JOIN users u ON u.id = s.opened_by
    WHERE s.departure_id = ?1";
const ANSWERS: &str = "SELECT a.at, u.name, a.question, a.status, a.key FROM answers a
    JOIN screenings s ON s.id = a.screening_id JOIN users u ON u.id = a.by_user WHERE s.departure_id = ?1 ORDER BY a.n";
const TICKS: &str = "SELECT t.at, u.name, t.item, t.state FROM ticks t
    JOIN screenings s ON s.id = t.screening_id JOIN users u ON u.id = t.by_user WHERE s.departure_id = ?1 ORDER BY t.n";
const ASSESSED: &str = "SELECT at, edition, level, signs, p.version FROM (
        SELECT at, edition, level, signs, pack FROM past_assessments WHERE departure_id = ?1
        UNION ALL SELECT at, edition, level, signs, pack FROM assessments WHERE departure_id = ?1
    ) a JOIN packs p ON p.n = a.pack ORDER BY edition";
const DECISIONS: &str =
    "SELECT d.at, u.name, d.decision, d.advice, d.reason_indicator, d.reason_text, d.undone_at
    FROM decisions d JOIN screenings s ON s.id = d.screening_id JOIN users u ON u.id = d.by_user
    WHERE s.departure_id = ?1 ORDER BY d.seq";
const ALERTS: &str = "SELECT a.raised_at, a.kind, a.taken_at, u.name FROM alerts a
    JOIN screenings s ON s.id = a.screening_id LEFT JOIN users u ON u.id = a.taken_by WHERE s.departure_id = ?1";
const OUTCOMES: &str =
    "SELECT o.at, u.name, o.indicator, o.verdict FROM outcomes o JOIN users u ON u.id = o.by_user
    WHERE o.departure_id = ?1 ORDER BY o.n";

/// Runs one of the queries above, a departure being its only parameter.
fn each(
    connection: &Connection,
    sql: &str,
    departure: DepartureId,
    mut take: impl FnMut(&Row<'_>) -> Result<(), RegistryError>,
) -> Result<(), RegistryError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([blob(departure.uuid())])?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

fn at(row: &Row<'_>, column: usize) -> Result<Instant, RegistryError> {
    Ok(Instant::from_millis(row.get(column)?))
}

fn name(row: &Row<'_>, column: usize) -> Result<Option<Sensitive<String>>, RegistryError> {
    let name: Option<String> = row.get(column)?;
    Ok(name.map(Sensitive::new))
}

/// A code of one column, in the type that it stands for.
fn code<T>(
    row: &Row<'_>,
    column: usize,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, RegistryError> {
    let text: String = row.get(column)?;
    read(&text).ok_or_else(damaged)
}

fn decision(text: &str) -> Option<Decision> {
    text.parse().ok()
}

impl Registry {
    /// What happened to a departure, oldest first. What happened in one step stays in the order of its causes.
    ///
    /// # Errors
    /// [`RegistryError::Damaged`] when a row cannot have been written by any version.
    pub fn history(&self, departure: DepartureId) -> Result<Vec<HistoryRow>, RegistryError> {
        let connection = self.connection();
        let mut told = Vec::new();
        talk(&connection, departure, &mut told)?;
        what_followed(&connection, departure, &mut told)?;
        // The sort is stable: an answer stands before the level that follows from it.
        told.sort_by_key(|row| row.at);
        Ok(told)
    }

    /// Journeys of a person, latest day first (at most 50).
    ///
    /// # Errors
    /// [`RegistryError::Damaged`] when a row cannot have been written by any version.
    pub fn journeys(&self, person: PersonId) -> Result<Vec<JourneyRow>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT d.id, s.date, s.vessel, s.port_to,
                (SELECT k.decision FROM decisions k JOIN screenings c ON c.id = k.screening_id
                 WHERE c.departure_id = d.id AND k.undone_at IS NULL ORDER BY k.seq DESC LIMIT 1)
             FROM departures d JOIN sailings s ON s.id = d.sailing_id
             WHERE d.person_id = ?1 ORDER BY s.date DESC, d.id DESC LIMIT 50",
        )?;
        let mut rows = statement.query([blob(person.uuid())])?;
        let mut journeys = Vec::new();
        while let Some(row) = rows.next()? {
            let decided: Option<String> = row.get(4)?;
            journeys.push(JourneyRow {
                departure: DepartureId::from_uuid(uuid(row, 0)?),
                date: code(row, 1, |text| text.parse().ok())?,
                vessel: row.get(2)?,
                to: row.get(3)?,
                decision: decided
                    .map(|text| decision(&text).ok_or_else(damaged))
                    .transpose()?,
            });
        }
        Ok(journeys)
    }
}

/// The talk itself: opened, answered, looked at.
fn talk(
    connection: &Connection,
    departure: DepartureId,
    told: &mut Vec<HistoryRow>,
) -> Result<(), RegistryError> {
    each(connection, OPENED, departure, |row| {
        told.push(HistoryRow {
            at: at(row, 0)?,
            by: name(row, 1)?,
            what: Happened::Opened,
        });
        Ok(())
    })?;
    each(connection, ANSWERS, departure, |row| {
        told.push(HistoryRow {
            at: at(row, 0)?,
            by: name(row, 1)?,
            what: Happened::Answered {
                question: row.get(2)?,
                status: code(row, 3, AnswerStatus::from_code)?,
                key: row.get(4)?,
            },
        });
        Ok(())
    })?;
    each(connection, TICKS, departure, |row| {
        let when = at(row, 0)?;
        let tick = (
            code(row, 2, DocumentItem::from_code)?,
            code(row, 3, TickState::from_code)?,
        );
        // "All documents seen" writes one row a document in one step.
        if let Some(HistoryRow {
            at,
            what: Happened::Ticked(ticks),
            ..
        }) = told.last_mut()
            && *at == when
        {
            ticks.push(tick);
        } else {
            told.push(HistoryRow {
                at: when,
                by: name(row, 1)?,
                what: Happened::Ticked(vec![tick]),
            });
        }
        Ok(())
    })
}

/// What followed from it: levels, requests, decisions, and what became known later.
fn what_followed(
    connection: &Connection,
    departure: DepartureId,
    told: &mut Vec<HistoryRow>,
) -> Result<(), RegistryError> {
    each(connection, ASSESSED, departure, |row| {
        let signs: String = row.get(3)?;
        let signs: Vec<String> = serde_json::from_str(&signs).map_err(|_| damaged())?;
        told.push(HistoryRow {
            at: at(row, 0)?,
            by: None,
            what: Happened::Assessed {
                edition: row.get(1)?,
                level: code(row, 2, Level::from_code)?,
                signs: u32::try_from(signs.len()).map_err(|_| damaged())?,
                pack: row.get(4)?,
            },
        });
        Ok(())
    })?;
    each(connection, ALERTS, departure, |row| {
        let kind = code(row, 1, AlertKind::from_code)?;
        told.push(HistoryRow {
            at: at(row, 0)?,
            by: None,
            what: Happened::Called(kind),
        });
        let taken: Option<i64> = row.get(2)?;
        if let Some(taken) = taken {
            told.push(HistoryRow {
                at: Instant::from_millis(taken),
                by: name(row, 3)?,
                what: Happened::Taken(kind),
            });
        }
        Ok(())
    })?;
    each(connection, DECISIONS, departure, |row| {
        let by = name(row, 1)?;
        let taken = code(row, 2, decision)?;
        told.push(HistoryRow {
            at: at(row, 0)?,
            by: by.clone(),
            what: Happened::Decided {
                decision: taken,
                advice: code(row, 3, decision)?,
                indicator: row.get(4)?,
                reason: name(row, 5)?,
            },
        });
        let undone: Option<i64> = row.get(6)?;
        if let Some(undone) = undone {
            told.push(HistoryRow {
                at: Instant::from_millis(undone),
                // Who took it back is in the audit; only the officer at work can.
                by: None,
                what: Happened::Undone(taken),
            });
        }
        Ok(())
    })?;
    each(connection, OUTCOMES, departure, |row| {
        told.push(HistoryRow {
            at: at(row, 0)?,
            by: name(row, 1)?,
            what: Happened::Outcome {
                indicator: row.get(2)?,
                verdict: code(row, 3, Verdict::from_code)?,
            },
        });
        Ok(())
    })
}
