//! Departures that wait to be judged again because something else changed, and the reviews that follow.
//!
//! What must hold: whoever waits was put there by the transaction that changed something, so that a power cut between
//! that change and the judging forgets nobody. A review is no alarm: it calls nobody and lowers nothing.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::json;
use suar_domain::id::{DepartureId, PersonId, ReviewId};
use suar_domain::link::LinkRole;
use suar_domain::relation::HUB;
use suar_domain::review::{JudgeAgain, JudgedAgain, NewReview, ReviewReason};
use suar_domain::screening::Level;
use suar_domain::sensitive::Sensitive;
use suar_domain::time::Instant;
use suar_protocol::change::ChangeKind;

use super::{alert, assessment, blob, damaged, link, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::write::Writing;

/// Rows of one thing that are looked at; of a hub, more would change no count.
pub(crate) const ROWS: u32 = 4 * HUB;

/// Whose facts a change may touch, gathered while it is made.
#[derive(Default)]
pub(crate) struct Touched {
    /// Things and roles, with the first and last day on which somebody began or ceased to share them.
    shared: BTreeMap<(i64, LinkRole), (i32, i32)>,
    /// Departures that the change itself has judged with everything that is known.
    judged: HashSet<DepartureId>,
}

impl Touched {
    /// Somebody begins or ceases to share a thing on a day.
    pub(crate) fn shares(&mut self, entity: i64, role: LinkRole, day: i32) {
        let days = self.shared.entry((entity, role)).or_insert((day, day));
        *days = (days.0.min(day), days.1.max(day));
    }

    /// A departure was judged with everything that is known.
    pub(crate) fn judged(&mut self, departure: DepartureId) {
        self.judged.insert(departure);
    }
}

/// A departure waits. Of several reasons the first is kept.
pub(crate) fn wait(
    w: &Writing<'_>,
    departure: DepartureId,
    reason: ReviewReason,
) -> Result<(), RegistryError> {
    w.tx.prepare_cached(
        "INSERT OR IGNORE INTO judge_again (departure_id, reason) VALUES (?1, ?2)",
    )?
    .execute(params![blob(departure.uuid()), reason.as_str()])?;
    Ok(())
}

/// Departures of a person wait whose day is not before that of one, that one itself left out: what was before them is
/// not what it was.
pub(crate) fn wait_of_person(
    w: &Writing<'_>,
    person: PersonId,
    but: DepartureId,
    reason: ReviewReason,
) -> Result<(), RegistryError> {
    w.tx.prepare_cached(
        "INSERT OR IGNORE INTO judge_again (departure_id, reason)
         SELECT d.id, ?3 FROM departures d JOIN sailings s ON s.id = d.sailing_id
         WHERE d.person_id = ?1 AND d.id <> ?2 AND s.date >= (
             SELECT s.date FROM departures d JOIN sailings s ON s.id = d.sailing_id WHERE d.id = ?2)",
    )?
    .execute(params![blob(person.uuid()), blob(but.uuid()), reason.as_str()])?;
    Ok(())
}

/// Everybody who ever named a thing waits.
pub(crate) fn wait_of_entity(
    w: &Writing<'_>,
    entity: i64,
    reason: ReviewReason,
) -> Result<(), RegistryError> {
    w.tx.prepare_cached(
        "INSERT OR IGNORE INTO judge_again (departure_id, reason)
         SELECT departure_id, ?2 FROM links WHERE entity = ?1 AND ended_at IS NULL",
    )?
    .execute(params![entity, reason.as_str()])?;
    Ok(())
}

/// Whoever shares something on the day of a departure waits: their group changes.
pub(crate) fn wait_of_group(
    w: &mut Writing<'_>,
    departure: DepartureId,
    reason: ReviewReason,
) -> Result<(), RegistryError> {
    for other in group(w.tx, departure)? {
        wait(w, other, reason)?;
    }
    Ok(())
}

/// Departures that share something with one on its day.
pub(crate) fn group(
    connection: &Connection,
    departure: DepartureId,
) -> Result<BTreeSet<DepartureId>, RegistryError> {
    let (_, day) = link::place(connection, departure)?;
    let mut others = BTreeSet::new();
    for (_, entity, stated) in link::in_effect(connection, departure)? {
        let of = (entity, stated.role);
        let sharers = link::sharers(connection, of, (day, day), ROWS)?;
        others.extend(sharers.into_iter().map(|sharer| sharer.departure));
    }
    others.remove(&departure);
    Ok(others)
}

/// Puts everyone there whose facts the change may have touched, once it is complete.
pub(crate) fn end(w: &mut Writing<'_>) -> Result<(), RegistryError> {
    let touched = std::mem::take(&mut w.again);
    for ((entity, role), (first, last)) in touched.shared {
        let within = role.window_days();
        let days = (first - within, last + within);
        // Those who came with this change itself take no room.
        let own = u32::try_from(touched.judged.len()).unwrap_or(u32::MAX);
        let rows = ROWS.saturating_add(own.min(ROWS * 8));
        let others = link::sharers(w.tx, (entity, role), days, rows)?;
        for other in others {
            if !touched.judged.contains(&other.departure) {
                wait(w, other.departure, ReviewReason::Relations)?;
            }
        }
    }
    Ok(())
}

/// Stores what the rules say about departures that waited.
pub(crate) fn judge(w: &mut Writing<'_>, again: &JudgeAgain) -> Result<(), RegistryError> {
    for judged in &again.judged {
        store(w, judged)?;
        forget(w, judged.departure)?;
    }
    for departure in &again.same {
        forget(w, *departure)?;
    }
    Ok(())
}

fn forget(w: &Writing<'_>, departure: DepartureId) -> Result<(), RegistryError> {
    w.tx.prepare_cached("DELETE FROM judge_again WHERE departure_id = ?1")?
        .execute([blob(departure.uuid())])?;
    Ok(())
}

fn store(w: &mut Writing<'_>, judged: &JudgedAgain) -> Result<(), RegistryError> {
    let key = blob(judged.departure.uuid());
    let known = w.facts(&judged.known)?;
    let changed =
        w.tx.prepare_cached("UPDATE departures SET known = ?2 WHERE id = ?1")?
            .execute(params![key, known])?;
    if changed != 1 {
        return Err(RegistryError::NotFound { what: "departure" });
    }
    let level_before: Option<String> =
        w.tx.prepare_cached("SELECT level FROM assessments WHERE departure_id = ?1")?
            .query_row([&key], |row| row.get(0))
            .optional()?;
    if let Some(new) = &judged.result.assessment {
        assessment::store(w, judged.departure, new)?;
    }
    if let Some(new) = &judged.result.alert {
        alert::raise(w, new)?;
    }
    if let Some(review) = &judged.review {
        open(w, judged.departure, review, level_before)?;
    }
    Ok(())
}

/// Opens a review; one that is open already gets what is new as well.
fn open(
    w: &mut Writing<'_>,
    departure: DepartureId,
    review: &NewReview,
    level_before: Option<String>,
) -> Result<(), RegistryError> {
    let key = blob(departure.uuid());
    let earlier: Option<(Vec<u8>, String)> =
        w.tx.prepare_cached(
            "SELECT id, new_signs FROM reviews WHERE departure_id = ?1 AND seen_at IS NULL",
        )?
        .query_row([&key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let edition: Option<u32> =
        w.tx.prepare_cached("SELECT edition FROM assessments WHERE departure_id = ?1")?
            .query_row([&key], |row| row.get(0))
            .optional()?;
    let edition = edition.ok_or(RegistryError::NotFound { what: "assessment" })?;
    let mut signs = match &earlier {
        Some((_, text)) => serde_json::from_str(text).map_err(|_| damaged())?,
        None => Vec::new(),
    };
    for sign in &review.new_signs {
        if !signs.contains(sign) {
            signs.push(sign.clone());
        }
    }
    let text = serde_json::to_string(&signs).map_err(|_| damaged())?;
    if let Some((id, _)) = earlier {
        w.tx.prepare_cached(
            "UPDATE reviews SET edition = ?2, new_signs = ?3, at = ?4 WHERE id = ?1",
        )?
        .execute(params![id, edition, text, w.at_ms()])?;
        return Ok(());
    }
    w.tx.prepare_cached(
        "INSERT INTO reviews (id, departure_id, edition, level_before, reason, new_signs, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        blob(review.id.uuid()),
        key,
        edition,
        level_before,
        review.reason.as_str(),
        text,
        w.at_ms()
    ])?;
    let value = json!({
        "departure": departure.to_string(),
        "reason": review.reason.as_str(),
        "signs": signs,
    });
    w.log(review.id.uuid(), ChangeKind::Event, "review", value)
}

/// A review was looked at.
pub(crate) fn see(w: &mut Writing<'_>, id: ReviewId) -> Result<(), RegistryError> {
    let changed =
        w.tx.prepare_cached(
            "UPDATE reviews SET seen_at = ?2, seen_by = ?3 WHERE id = ?1 AND seen_at IS NULL",
        )?
        .execute(params![blob(id.uuid()), w.at_ms(), w.by()])?;
    if changed != 1 {
        return Err(RegistryError::Conflict { what: "review" });
    }
    w.log(
        id.uuid(),
        ChangeKind::Event,
        "seen",
        json!({ "by": w.user.to_string() }),
    )
}

/// Somebody to look at once more.
#[derive(Debug, Clone)]
pub struct ReviewRow {
    /// Identity.
    pub id: ReviewId,
    /// Whose departure.
    pub departure: DepartureId,
    /// Name of the person.
    pub name: Sensitive<String>,
    /// What changed.
    pub reason: ReviewReason,
    /// Level before.
    pub level_before: Option<Level>,
    /// Level now.
    pub level: Option<Level>,
    /// Signs that were not there before, by indicator id.
    pub new_signs: Vec<String>,
    /// When.
    pub at: Instant,
}

fn read(row: &Row<'_>) -> Result<ReviewRow, RegistryError> {
    let level = |column: usize| -> Result<Option<Level>, RegistryError> {
        let code: Option<String> = row.get(column)?;
        code.map(|code| Level::from_code(&code).ok_or_else(damaged))
            .transpose()
    };
    let (reason, signs): (String, String) = (row.get(3)?, row.get(6)?);
    Ok(ReviewRow {
        id: ReviewId::from_uuid(uuid(row, 0)?),
        departure: DepartureId::from_uuid(uuid(row, 1)?),
        name: Sensitive::new(row.get(2)?),
        reason: ReviewReason::from_code(&reason).ok_or_else(damaged)?,
        level_before: level(4)?,
        level: level(5)?,
        new_signs: serde_json::from_str(&signs).map_err(|_| damaged())?,
        at: Instant::from_millis(row.get(7)?),
    })
}

impl Registry {
    /// Departures that wait to be judged again, with the reason; at most `limit`.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn waiting_to_be_judged(
        &self,
        limit: u32,
    ) -> Result<Vec<(DepartureId, ReviewReason)>, RegistryError> {
        let connection = self.connection();
        let mut statement =
            connection.prepare_cached("SELECT departure_id, reason FROM judge_again LIMIT ?1")?;
        let mut rows = statement.query([limit])?;
        let mut waiting = Vec::new();
        while let Some(row) = rows.next()? {
            let reason: String = row.get(1)?;
            waiting.push((
                DepartureId::from_uuid(uuid(row, 0)?),
                ReviewReason::from_code(&reason).ok_or_else(damaged)?,
            ));
        }
        Ok(waiting)
    }

    /// Reviews that nobody has looked at, oldest first; at most `limit`.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn reviews(&self, limit: u32) -> Result<Vec<ReviewRow>, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT r.id, r.departure_id, p.name, r.reason, r.level_before, a.level, r.new_signs, r.at
             FROM reviews r JOIN departures d ON d.id = r.departure_id JOIN people p ON p.id = d.person_id
             LEFT JOIN assessments a ON a.departure_id = r.departure_id
             WHERE r.seen_at IS NULL ORDER BY r.at, r.id LIMIT ?1",
        )?;
        let mut rows = statement.query([limit])?;
        let mut reviews = Vec::new();
        while let Some(row) = rows.next()? {
            reviews.push(read(row)?);
        }
        Ok(reviews)
    }
}
