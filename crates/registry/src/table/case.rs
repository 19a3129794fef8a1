//! Protection cases: people who were referred to those who help, until somebody says that it is over.
//!
//! What must hold: a case is opened by the decision that refers a person, in the same transaction, and closed when that
//! decision is taken back or an officer closes it. It stays in the history.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;
use suar_domain::id::{CaseId, DecisionId, DepartureId, PersonId};
use suar_domain::person::Person;
use suar_domain::relation::CaseMatch;
use suar_domain::review::ReviewReason;
use suar_domain::time::{Instant, PlainDate};
use suar_protocol::change::ChangeKind;
use uuid::Uuid;

use super::{again, blob, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::write::Writing;

/// A case that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseRow {
    /// Identity: that of the decision that opened it.
    pub id: CaseId,
    /// Who.
    pub person: PersonId,
    /// On which departure.
    pub departure: DepartureId,
    /// Since when.
    pub opened_at: Instant,
}

/// Opens the case of a decision that refers somebody.
pub(crate) fn open(
    w: &mut Writing<'_>,
    decision: DecisionId,
    (person, departure): (PersonId, DepartureId),
) -> Result<(), RegistryError> {
    w.tx.prepare_cached(
        "INSERT INTO protection_cases (id, person_id, departure_id, decision_id, opened_at)
         VALUES (?1, ?2, ?3, ?1, ?4)",
    )?
    .execute(params![
        blob(decision.uuid()),
        blob(person.uuid()),
        blob(departure.uuid()),
        w.at_ms()
    ])?;
    others_wait(w, person, departure)
}

/// The decision was taken back.
pub(crate) fn undone(w: &mut Writing<'_>, decision: DecisionId) -> Result<(), RegistryError> {
    let id = CaseId::from_uuid(decision.uuid());
    match of_case(w.tx, id)? {
        Some(place) => end(w, id, place, "undone"),
        None => Ok(()),
    }
}

/// An officer closes a case.
pub(crate) fn close(w: &mut Writing<'_>, id: CaseId, reason: &str) -> Result<(), RegistryError> {
    let place = of_case(w.tx, id)?.ok_or(RegistryError::Conflict { what: "case" })?;
    end(w, id, place, reason)?;
    let value = json!({ "case": id.to_string(), "reason": reason });
    w.log(id.uuid(), ChangeKind::Event, "case_closed", value)
}

fn end(
    w: &mut Writing<'_>,
    id: CaseId,
    (person, departure): (PersonId, DepartureId),
    why: &str,
) -> Result<(), RegistryError> {
    w.tx.prepare_cached(
        "UPDATE protection_cases SET closed_at = ?2, closed_by = ?3, closed_why = ?4 WHERE id = ?1",
    )?
    .execute(params![blob(id.uuid()), w.at_ms(), w.by(), why])?;
    others_wait(w, person, departure)
}

fn of_case(
    connection: &Connection,
    id: CaseId,
) -> Result<Option<(PersonId, DepartureId)>, RegistryError> {
    Ok(connection
        .prepare_cached("SELECT person_id, departure_id FROM protection_cases WHERE id = ?1 AND closed_at IS NULL")?
        .query_row([blob(id.uuid())], |row| Ok((uuid(row, 0)?, uuid(row, 1)?)))
        .optional()?
        .map(|(person, departure)| (PersonId::from_uuid(person), DepartureId::from_uuid(departure))))
}

/// Other departures of the person, of people with the same number, and of whoever is in a group with them: those on
/// the day of the case or later.
fn others_wait(
    w: &mut Writing<'_>,
    person: PersonId,
    departure: DepartureId,
) -> Result<(), RegistryError> {
    again::wait_of_person(w, person, departure, ReviewReason::Case)?;
    let others = ids(
        w.tx,
        "SELECT other.person_id FROM documents mine JOIN documents other ON other.number = mine.number
         WHERE mine.person_id = ?1 AND other.person_id <> ?1
         UNION SELECT other.id FROM people mine JOIN people other ON other.nik = mine.nik
         WHERE mine.id = ?1 AND other.id <> ?1",
        person.uuid(),
    )?;
    for other in others {
        again::wait_of_person(w, PersonId::from_uuid(other), departure, ReviewReason::Case)?;
    }
    let journeys = ids(
        w.tx,
        "SELECT d.id FROM departures c JOIN sailings first ON first.id = c.sailing_id
         JOIN departures d ON d.person_id = c.person_id JOIN sailings s ON s.id = d.sailing_id
         WHERE c.id = ?1 AND s.date >= first.date",
        departure.uuid(),
    )?;
    for journey in journeys {
        again::wait_of_group(w, DepartureId::from_uuid(journey), ReviewReason::Case)?;
    }
    Ok(())
}

fn ids(connection: &Connection, sql: &str, of: Uuid) -> Result<Vec<Uuid>, RegistryError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([blob(of)])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.push(uuid(row, 0)?);
    }
    Ok(ids)
}

/// Whether a person has an open case from a departure on a day or before, one departure left out: what happened later
/// says nothing about a sailing that was over.
pub(crate) fn is_open(
    connection: &Connection,
    person: PersonId,
    (but, on): (DepartureId, PlainDate),
) -> Result<bool, RegistryError> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM protection_cases c JOIN departures d ON d.id = c.departure_id
             JOIN sailings s ON s.id = d.sailing_id
             WHERE c.person_id = ?1 AND c.departure_id <> ?2 AND c.closed_at IS NULL AND s.date <= ?3",
        )?
        .exists(params![blob(person.uuid()), blob(but.uuid()), on.to_string()])?)
}

/// How certain it is that a person is the one of an open case. None when no case is open here, or when nothing is known
/// that could tell.
///
/// Exact: the same record, or the same travel document or NIK with the same birth date (facts.toml).
pub(crate) fn matching(
    connection: &Connection,
    person: &Person,
    (departure, on): (DepartureId, PlainDate),
) -> Result<Option<CaseMatch>, RegistryError> {
    let any: bool = connection
        .prepare_cached("SELECT 1 FROM protection_cases WHERE closed_at IS NULL")?
        .exists([])?;
    if !any {
        return Ok(None);
    }
    if is_open(connection, person.id, (departure, on))? {
        return Ok(Some(CaseMatch::Exact));
    }
    let nik = person
        .nik
        .as_ref()
        .map(|nik| nik.expose("compared").as_str());
    let number = person
        .document
        .as_ref()
        .map(|document| document.number.expose("compared").as_str());
    let born = person
        .birth_date
        .as_ref()
        .map(|date| date.expose("compared").to_string());
    if nik.is_none() && number.is_none() {
        return Ok(None);
    }
    let mut statement = connection.prepare_cached(
        "SELECT p.birth_date FROM (
             SELECT id FROM people WHERE nik = ?2
             UNION SELECT person_id FROM documents WHERE number = ?3
             UNION SELECT other.person_id FROM documents mine JOIN documents other ON other.number = mine.number
                 WHERE mine.person_id = ?1) same
         JOIN protection_cases c ON c.person_id = same.id JOIN people p ON p.id = same.id
         JOIN departures d ON d.id = c.departure_id JOIN sailings s ON s.id = d.sailing_id
         WHERE c.closed_at IS NULL AND p.id <> ?1 AND s.date <= ?4",
    )?;
    let births: Vec<Option<String>> = statement
        .query_map(
            params![blob(person.id.uuid()), nik, number, on.to_string()],
            |row| row.get(0),
        )?
        .collect::<Result<_, _>>()?;
    let exact = births.iter().any(|birth| birth.is_some() && *birth == born);
    Ok(Some(match (births.is_empty(), exact) {
        (true, _) => CaseMatch::None,
        (false, true) => CaseMatch::Exact,
        (false, false) => CaseMatch::Possible,
    }))
}

impl Registry {
    /// Open protection cases, oldest first; at most `limit`.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn open_cases(&self, limit: u32) -> Result<Vec<CaseRow>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT id, person_id, departure_id, opened_at FROM protection_cases
             WHERE closed_at IS NULL ORDER BY opened_at, id LIMIT ?1",
        )?;
        let mut rows = statement.query([limit])?;
        let mut cases = Vec::new();
        while let Some(row) = rows.next()? {
            cases.push(CaseRow {
                id: CaseId::from_uuid(uuid(row, 0)?),
                person: PersonId::from_uuid(uuid(row, 1)?),
                departure: DepartureId::from_uuid(uuid(row, 2)?),
                opened_at: Instant::from_millis(row.get(3)?),
            });
        }
        Ok(cases)
    }
}
