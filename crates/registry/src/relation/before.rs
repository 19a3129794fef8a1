//! What was before: earlier trips of the same person, how the last talk ended, and what was put on record then.

use rusqlite::params;
use suar_domain::decision::Decision;
use suar_domain::id::DepartureId;
use suar_domain::outcome::Verdict;
use suar_domain::relation::{PriorOutcome, Relations};
use suar_domain::time::PlainDate;

use super::{Look, stated};
use crate::error::RegistryError;
use crate::table::link::day_number;
use crate::table::{assessment, blob, damaged, uuid};

/// Days before a sailing in which earlier trips count (facts.toml, `link.prior_trips_60d`).
const TRIPS_DAYS: i32 = 60;
/// Days before a sailing in which a clearance is recent (facts.toml, `hist.cleared_recently`).
const CLEARED_DAYS: i32 = 30;
/// Earlier departures that are looked at, the latest first. Nobody has more trips than this in the window: a ferry
/// leaves twice a day at most.
const LOOKED_AT: u32 = 2 * TRIPS_DAYS as u32;
/// Earlier departures that are asked how they ended, unless they lie in the window: whoever travels every week was
/// decided about more recently than that.
const ASKED: usize = 20;
/// Earlier departures whose record is read for what was put down then. Each record holds what the one before it knew.
const READ: usize = 3;

/// An earlier departure of the same person.
struct Earlier {
    departure: DepartureId,
    day: i32,
    decision: Option<Decision>,
    verdict: Option<Verdict>,
}

pub(super) fn relate(
    look: &Look<'_>,
    oldest: Option<i32>,
    relations: &mut Relations,
) -> Result<(), RegistryError> {
    let earlier = earlier(look)?;
    let first = look.day - TRIPS_DAYS;
    // Whoever was held back or referred did not make that trip.
    let made = |trip: &&Earlier| {
        trip.day >= first
            && !matches!(
                trip.decision,
                Some(Decision::SarankanTunda | Decision::Rujuk)
            )
    };
    let trips = u32::try_from(earlier.iter().filter(made).count()).unwrap_or(LOOKED_AT);
    // Without a document a person is not recognised, and earlier trips are not found.
    let recognised = look.subject.person.document.is_some() || !earlier.is_empty();
    relations.prior_trips = stated(trips, oldest, first).filter(|_| recognised);
    if earlier.is_empty() {
        return Ok(());
    }
    let last = earlier.iter().find(|trip| trip.decision.is_some());
    relations.prior_outcome = Some(last.map_or(PriorOutcome::None, ended));
    relations.cleared_recently = last
        .filter(|trip| trip.day >= look.day - CLEARED_DAYS)
        .map(|trip| ended(trip) == PriorOutcome::Cleared);
    for trip in earlier.iter().take(READ) {
        let Some(row) = on_record(look, trip.departure)? else {
            continue;
        };
        let says = |fact: &str| {
            let facts = &row.assessment.basis.facts;
            let stated = facts.iter().rfind(|stated| stated.fact == fact);
            stated.is_some_and(|stated| stated.value == "true")
        };
        // What happened has happened; that nobody knew of it then says nothing.
        if says("hist.deported") {
            relations.deported = Some(true);
        }
        if says("hist.travel_reason_registered") {
            relations.travel_reason_registered = Some(true);
        }
    }
    Ok(())
}

/// What the rules were told about an earlier departure; none where its record is damaged.
fn on_record(
    look: &Look<'_>,
    departure: DepartureId,
) -> Result<Option<assessment::AssessmentRow>, RegistryError> {
    assessment::current(look.connection, departure).or_else(|error| match error {
        RegistryError::Damaged { .. } => Ok(None),
        error => Err(error),
    })
}

/// How a talk ended. What became known later stands above what was decided then.
const fn ended(trip: &Earlier) -> PriorOutcome {
    match (trip.verdict, trip.decision) {
        (Some(Verdict::NotConfirmed), _) | (None, Some(Decision::Lanjut)) => PriorOutcome::Cleared,
        (Some(Verdict::Confirmed), _) | (None, Some(Decision::Rujuk)) => PriorOutcome::Protected,
        (None, Some(Decision::LanjutEdukasi)) => PriorOutcome::Education,
        (Some(Verdict::Unclear), _)
        | (None, Some(Decision::AjakBicara | Decision::SarankanTunda)) => PriorOutcome::Unclear,
        (None, None) => PriorOutcome::None,
    }
}

/// Departures of the same person on earlier days, the latest first.
fn earlier(look: &Look<'_>) -> Result<Vec<Earlier>, RegistryError> {
    let mut statement = look.connection.prepare_cached(
        "SELECT d.id, s.date FROM departures d JOIN sailings s ON s.id = d.sailing_id
         WHERE d.person_id = ?1 AND d.id <> ?2 AND s.date < ?3 ORDER BY s.date DESC, d.id DESC LIMIT ?4",
    )?;
    let mut rows = statement.query(params![
        blob(look.subject.person.id.uuid()),
        blob(look.subject.departure.uuid()),
        look.subject.sailing.date.to_string(),
        LOOKED_AT
    ])?;
    let first = look.day - TRIPS_DAYS;
    let mut earlier: Vec<Earlier> = Vec::new();
    let mut decided = false;
    while let Some(row) = rows.next()? {
        let date: String = row.get(1)?;
        let date: PlainDate = date.parse().map_err(|_| damaged())?;
        let mut trip = Earlier {
            departure: DepartureId::from_uuid(uuid(row, 0)?),
            day: day_number(date),
            decision: None,
            verdict: None,
        };
        if trip.day >= first || (!decided && earlier.len() < ASKED) {
            ask(look, &mut trip)?;
            decided |= trip.decision.is_some();
        }
        earlier.push(trip);
    }
    Ok(earlier)
}

/// How a trip ended.
fn ask(look: &Look<'_>, trip: &mut Earlier) -> Result<(), RegistryError> {
    let mut statement = look.connection.prepare_cached(
        "SELECT
             (SELECT x.decision FROM screenings t JOIN decisions x ON x.screening_id = t.id AND x.undone_at IS NULL
              WHERE t.departure_id = ?1 ORDER BY x.at DESC LIMIT 1),
             (SELECT o.verdict FROM outcomes o WHERE o.departure_id = ?1 AND o.indicator IS NULL
              ORDER BY o.n DESC LIMIT 1)",
    )?;
    let (decision, verdict): (Option<String>, Option<String>) = statement
        .query_row([blob(trip.departure.uuid())], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    trip.decision = decision
        .map(|code| code.parse().map_err(|_| damaged()))
        .transpose()?;
    trip.verdict = verdict
        .map(|code| Verdict::from_code(&code).ok_or_else(damaged))
        .transpose()?;
    Ok(())
}
