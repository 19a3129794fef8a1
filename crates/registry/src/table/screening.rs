//! Talks at the counter: opening, answers, documents, waiting.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;
use suar_domain::departure::StatedFact;
use suar_domain::id::{DepartureId, PersonId, ScreeningId};
use suar_domain::operation::{AttachScan, OpenScreening, ScreeningResult};
use suar_domain::relation::FEWEST_ALIKE;
use suar_domain::review::ReviewReason;
use suar_domain::screening::{
    Answer, AnswerStatus, DocumentItem, Level, ScreeningState, TickState,
};
use suar_domain::sensitive::Sensitive;
use suar_domain::time::Instant;
use suar_protocol::change::ChangeKind;

use super::{again, alert, assessment, blob, damaged, known, person, sailing, uuid};
use crate::Registry;
use crate::basis::read_facts;
use crate::error::RegistryError;
use crate::write::Writing;

/// A talk as stored.
#[derive(Debug, Clone)]
pub struct ScreeningRow {
    /// Identity.
    pub id: ScreeningId,
    /// Who.
    pub person: PersonId,
    /// Which departure.
    pub departure: DepartureId,
    /// Where it stands.
    pub state: ScreeningState,
    /// The passport's lines, when it was scanned.
    pub mrz: Option<Sensitive<[String; 2]>>,
    /// Facts that the passport states.
    pub facts: Vec<StatedFact>,
    /// "All documents seen" was pressed.
    pub all_documents: bool,
    /// Last change.
    pub changed_at: Instant,
    /// Answers in effect.
    pub answers: Vec<Answer>,
    /// Documents in effect.
    pub ticks: Vec<TickRow>,
}

/// How a document stands.
pub type TickRow = (DocumentItem, TickState);

/// A talk that waits to be continued.
#[derive(Debug, Clone)]
pub struct WaitingScreening {
    /// Identity.
    pub id: ScreeningId,
    /// Name of the person.
    pub name: Sensitive<String>,
    /// Level now.
    pub level: Option<Level>,
    /// Last change.
    pub changed_at: Instant,
}

pub(crate) fn open(w: &mut Writing<'_>, open: &OpenScreening) -> Result<(), RegistryError> {
    if let Some(other) = open.park {
        park(w, other)?;
    }
    if let Some(new) = &open.new_sailing {
        sailing::insert(w, new)?;
        sailing::select(w, new.id)?;
    }
    if let Some(passenger) = &open.walk_on {
        person::insert_passenger_at_end(w, passenger)?;
    }
    let mrz = open
        .mrz
        .as_ref()
        .map(|mrz| mrz.expose("stored encrypted").join("\n"));
    let scanned = mrz.is_some();
    let stated = w.facts(&open.facts)?;
    w.tx.prepare_cached(
        "INSERT INTO screenings
             (id, person_id, departure_id, state, mrz, stated, opened_at, opened_by, changed_at)
         VALUES (?1, ?2, ?3, 'open', ?4, ?5, ?6, ?7, ?6)",
    )?
    .execute(params![
        blob(open.screening.id.uuid()),
        blob(open.screening.person.uuid()),
        blob(open.screening.departure.uuid()),
        mrz,
        stated,
        w.at_ms(),
        w.by()
    ])
    .map_err(|error| one_open(error, "another form is open"))?;
    let value = json!({
        "departure": open.screening.departure.to_string(),
        "stage": "port",
        "leg": "departure",
        "scanned": scanned,
    });
    w.log(
        open.screening.id.uuid(),
        ChangeKind::Create,
        "screening",
        value,
    )?;
    result(w, open.screening.id, &open.result)
}

/// Adds a scan to the open form.
pub(crate) fn attach(w: &mut Writing<'_>, scan: &AttachScan) -> Result<(), RegistryError> {
    touch(w, scan.screening)?;
    let key = blob(scan.screening.uuid());
    let mrz = scan.mrz.expose("stored encrypted").join("\n");
    let stated = w.facts(&scan.facts)?;
    w.tx.prepare_cached("UPDATE screenings SET mrz = ?2, stated = ?3 WHERE id = ?1")?
        .execute(params![key, mrz, stated])?;
    w.log(
        scan.screening.uuid(),
        ChangeKind::Event,
        "scanned",
        json!({ "at": w.at_ms() }),
    )?;
    result(w, scan.screening, &scan.result)
}

/// Names the constraint that keeps one form open at a time.
fn one_open(error: rusqlite::Error, what: &'static str) -> RegistryError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => RegistryError::Conflict { what },
        _ => error.into(),
    }
}

fn move_to(
    w: &Writing<'_>,
    id: ScreeningId,
    from: ScreeningState,
    to: ScreeningState,
) -> Result<(), RegistryError> {
    let changed =
        w.tx.prepare_cached(
            "UPDATE screenings SET state = ?3, changed_at = ?4 WHERE id = ?1 AND state = ?2",
        )?
        .execute(params![blob(id.uuid()), from.code(), to.code(), w.at_ms()])
        .map_err(|error| one_open(error, "another form is open"))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(RegistryError::Conflict {
            what: "state of the form",
        })
    }
}

pub(crate) fn park(w: &Writing<'_>, id: ScreeningId) -> Result<(), RegistryError> {
    move_to(w, id, ScreeningState::Open, ScreeningState::Parked)
}

pub(crate) fn resume(w: &Writing<'_>, id: ScreeningId) -> Result<(), RegistryError> {
    w.tx.prepare_cached(
        "UPDATE screenings SET state = 'parked' WHERE state = 'open' AND id <> ?1",
    )?
    .execute([blob(id.uuid())])?;
    move_to(w, id, ScreeningState::Parked, ScreeningState::Open)
}

pub(crate) fn decided(w: &Writing<'_>, id: ScreeningId) -> Result<(), RegistryError> {
    move_to(w, id, ScreeningState::Open, ScreeningState::Decided)
}

pub(crate) fn reopened(w: &Writing<'_>, id: ScreeningId) -> Result<(), RegistryError> {
    w.tx.prepare_cached("UPDATE screenings SET state = 'parked' WHERE state = 'open'")?
        .execute([])?;
    move_to(w, id, ScreeningState::Decided, ScreeningState::Open)
}

/// A change belongs to an open form only: an answer that arrives late must not alter a decision's basis.
fn touch(w: &Writing<'_>, id: ScreeningId) -> Result<(), RegistryError> {
    move_to(w, id, ScreeningState::Open, ScreeningState::Open)
}

pub(crate) fn answer(
    w: &mut Writing<'_>,
    id: ScreeningId,
    answer: &Answer,
) -> Result<(), RegistryError> {
    touch(w, id)?;
    w.tx.prepare_cached(
        "INSERT INTO answers (screening_id, question, status, key, at, by_user) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![blob(id.uuid()), answer.question, answer.status.code(), answer.key, w.at_ms(), w.by()])?;
    let value = known(
        json!({ "question": answer.question, "status": answer.status.code(), "key": answer.key }),
    );
    w.log(id.uuid(), ChangeKind::Event, "answer", value)
}

pub(crate) fn tick(
    w: &mut Writing<'_>,
    id: ScreeningId,
    ticks: &[TickRow],
    all: bool,
) -> Result<(), RegistryError> {
    touch(w, id)?;
    for (item, state) in ticks {
        w.tx.prepare_cached("INSERT INTO ticks (screening_id, item, state, at, by_user) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![blob(id.uuid()), item.code(), state.code(), w.at_ms(), w.by()])?;
    }
    w.tx.prepare_cached("UPDATE screenings SET all_documents = ?2 WHERE id = ?1")?
        .execute(params![blob(id.uuid()), all])?;
    let items: Vec<_> = ticks
        .iter()
        .map(|(item, state)| json!([item.code(), state.code()]))
        .collect();
    w.log(
        id.uuid(),
        ChangeKind::Event,
        "documents",
        json!({ "items": items, "all": all }),
    )
}

/// Stores what the rules say now and the alert that follows.
pub(crate) fn result(
    w: &mut Writing<'_>,
    id: ScreeningId,
    result: &ScreeningResult,
) -> Result<(), RegistryError> {
    if let Some(assessment) = &result.assessment {
        let departure =
            w.tx.prepare_cached("SELECT departure_id FROM screenings WHERE id = ?1")?
                .query_row([blob(id.uuid())], |row| uuid(row, 0))?;
        assessment::store(w, DepartureId::from_uuid(departure), assessment)?;
    }
    if let Some(new) = &result.alert {
        alert::raise(w, new)?;
    }
    Ok(())
}

/// Once there are enough answers to compare, those of the group may be alike. Without anybody to compare with, nobody
/// waits: an answer at the counter costs no second judging.
pub(crate) fn others_wait(w: &mut Writing<'_>, id: ScreeningId) -> Result<(), RegistryError> {
    if coded_answers(w.tx, id)?.len() < FEWEST_ALIKE {
        return Ok(());
    }
    let (_, departure) = whose(w.tx, id)?;
    let mut compared = false;
    for other in again::group(w.tx, departure)? {
        let enough = match latest(w.tx, other)? {
            Some(talk) => coded_answers(w.tx, talk)?.len() >= FEWEST_ALIKE,
            None => false,
        };
        if enough {
            again::wait(w, other, ReviewReason::Relations)?;
            compared = true;
        }
    }
    if compared {
        again::wait(w, departure, ReviewReason::Relations)?;
    }
    Ok(())
}

/// Whose talk it is, and on which departure.
pub(crate) fn whose(
    connection: &Connection,
    id: ScreeningId,
) -> Result<(PersonId, DepartureId), RegistryError> {
    connection
        .prepare_cached("SELECT person_id, departure_id FROM screenings WHERE id = ?1")?
        .query_row([blob(id.uuid())], |row| Ok((uuid(row, 0)?, uuid(row, 1)?)))
        .optional()?
        .map(|(person, departure)| {
            (
                PersonId::from_uuid(person),
                DepartureId::from_uuid(departure),
            )
        })
        .ok_or(RegistryError::NotFound { what: "form" })
}

/// Question and key of every answer that is a choice.
pub(crate) fn coded_answers(
    connection: &Connection,
    id: ScreeningId,
) -> Result<Vec<(String, String)>, RegistryError> {
    let answers = answers_in_effect(connection, id)?.into_iter();
    Ok(answers
        .filter_map(|answer| Some((answer.question, answer.key?)))
        .collect())
}

/// The latest talk of a departure.
pub(crate) fn latest(
    connection: &Connection,
    departure: DepartureId,
) -> Result<Option<ScreeningId>, RegistryError> {
    Ok(connection
        .prepare_cached(
            "SELECT id FROM screenings WHERE departure_id = ?1 ORDER BY opened_at DESC, id DESC LIMIT 1",
        )?
        .query_row([blob(departure.uuid())], |row| uuid(row, 0))
        .optional()?
        .map(ScreeningId::from_uuid))
}

fn answers_in_effect(
    connection: &Connection,
    id: ScreeningId,
) -> Result<Vec<Answer>, RegistryError> {
    let mut statement = connection.prepare_cached(
        "SELECT question, status, key FROM answers a WHERE screening_id = ?1
         AND n = (SELECT max(n) FROM answers WHERE screening_id = ?1 AND question = a.question) ORDER BY question",
    )?;
    let mut rows = statement.query([blob(id.uuid())])?;
    let mut answers = Vec::new();
    while let Some(row) = rows.next()? {
        let status: String = row.get(1)?;
        answers.push(Answer {
            question: row.get(0)?,
            status: AnswerStatus::from_code(&status).ok_or_else(damaged)?,
            key: row.get(2)?,
        });
    }
    Ok(answers)
}

fn ticks_in_effect(
    connection: &Connection,
    id: ScreeningId,
) -> Result<Vec<TickRow>, RegistryError> {
    let mut statement = connection.prepare_cached(
        "SELECT item, state FROM ticks t WHERE screening_id = ?1
         AND n = (SELECT max(n) FROM ticks WHERE screening_id = ?1 AND item = t.item)",
    )?;
    let mut rows = statement.query([blob(id.uuid())])?;
    let mut ticks = Vec::new();
    while let Some(row) = rows.next()? {
        let item: String = row.get(0)?;
        let state: String = row.get(1)?;
        ticks.push((
            DocumentItem::from_code(&item).ok_or_else(damaged)?,
            TickState::from_code(&state).ok_or_else(damaged)?,
        ));
    }
    Ok(ticks)
}

impl Registry {
    /// One talk with its answers.
    pub fn screening(&self, id: ScreeningId) -> Result<ScreeningRow, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT person_id, departure_id, state, mrz, stated, all_documents, changed_at FROM screenings WHERE id = ?1",
        )?;
        let mut rows = statement.query([blob(id.uuid())])?;
        let row = rows
            .next()?
            .ok_or(RegistryError::NotFound { what: "form" })?;
        let state: String = row.get(2)?;
        let mrz: Option<String> = row.get(3)?;
        let stated: Vec<u8> = row.get(4)?;
        let mrz = match mrz {
            Some(text) => {
                let (upper, lower) = text.split_once('\n').ok_or_else(damaged)?;
                Some(Sensitive::new([upper.to_owned(), lower.to_owned()]))
            }
            None => None,
        };
        Ok(ScreeningRow {
            id,
            person: PersonId::from_uuid(uuid(row, 0)?),
            departure: DepartureId::from_uuid(uuid(row, 1)?),
            state: ScreeningState::from_code(&state).ok_or_else(damaged)?,
            mrz,
            facts: read_facts(&connection, &stated)?,
            all_documents: row.get(5)?,
            changed_at: Instant::from_millis(row.get(6)?),
            answers: answers_in_effect(&connection, id)?,
            ticks: ticks_in_effect(&connection, id)?,
        })
    }

    /// The form at the counter, also after a restart.
    pub fn open_screening(&self) -> Result<Option<ScreeningId>, RegistryError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT id FROM screenings WHERE state = 'open'")?;
        Ok(statement
            .query_row([], |row| uuid(row, 0))
            .optional()?
            .map(ScreeningId::from_uuid))
    }

    /// The latest talk of a departure, and where it stands.
    pub fn latest_screening(
        &self,
        departure: DepartureId,
    ) -> Result<Option<(ScreeningId, ScreeningState)>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT id, state FROM screenings WHERE departure_id = ?1 ORDER BY opened_at DESC, id DESC LIMIT 1",
        )?;
        let mut rows = statement.query([blob(departure.uuid())])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let state: String = row.get(1)?;
        let state = ScreeningState::from_code(&state).ok_or_else(damaged)?;
        Ok(Some((ScreeningId::from_uuid(uuid(row, 0)?), state)))
    }

    /// Forms that wait, newest first (at most 20).
    pub fn waiting_screenings(&self) -> Result<Vec<WaitingScreening>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT s.id, p.name, a.level, s.changed_at FROM screenings s
             JOIN people p ON p.id = s.person_id
             LEFT JOIN assessments a ON a.departure_id = s.departure_id
             WHERE s.state = 'parked' ORDER BY s.changed_at DESC LIMIT 20",
        )?;
        let mut rows = statement.query([])?;
        let mut waiting = Vec::new();
        while let Some(row) = rows.next()? {
            let level: Option<String> = row.get(2)?;
            waiting.push(WaitingScreening {
                id: ScreeningId::from_uuid(uuid(row, 0)?),
                name: Sensitive::new(row.get(1)?),
                level: level
                    .map(|code| Level::from_code(&code).ok_or_else(damaged))
                    .transpose()?,
                changed_at: Instant::from_millis(row.get(3)?),
            });
        }
        Ok(waiting)
    }
}
