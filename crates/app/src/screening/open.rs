//! Opening a form, once it is known for whom: which departure, which sailing, and what was there before.

use suar_domain::departure::{Departure, StatedFact};
use suar_domain::id::{DepartureId, PersonId, SailingId, ScreeningId};
use suar_domain::operation::{AttachScan, OpenScreening, Operation, Passenger};
use suar_domain::person::Person;
use suar_domain::sailing::{Port, Sailing};
use suar_domain::screening::{NewScreening, ScreeningState};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{FullName, PlaceName};
use suar_domain::time::PlainDate;
use suar_registry::{PersonMatch, ScreeningRow};

use super::{Counter, evaluate};
use crate::error::AppError;
use crate::manifest::same_person;
use crate::{App, Desk, new_id};

/// Vessel of a sailing that was made because people came before any manifest.
const NO_MANIFEST: &str = "Tanpa manifes";

/// Where a form starts.
pub(super) struct Start {
    pub(super) person: PersonId,
    pub(super) departure: DepartureId,
    pub(super) walk_on: Option<Passenger>,
    pub(super) new_sailing: Option<Sailing>,
    pub(super) mrz: Option<Sensitive<[String; 2]>>,
    pub(super) facts: Vec<StatedFact>,
}

impl App {
    /// A person chosen on the board.
    pub fn open_departure(&self, id: DepartureId) -> Result<Counter, AppError> {
        let desk = self.turn()?;
        let departure = desk.registry.departure(id)?;
        let start = Start {
            person: departure.person,
            departure: id,
            walk_on: None,
            new_sailing: None,
            mrz: None,
            facts: Vec::new(),
        };
        Ok(self.start(&desk, start)?.0)
    }

    /// Opens the form, or goes back to the one that this departure has.
    pub(super) fn start(&self, desk: &Desk, start: Start) -> Result<(Counter, bool), AppError> {
        let open = desk.registry.open_screening()?;
        if let Some((id, state)) = desk.registry.latest_screening(start.departure)? {
            if state == ScreeningState::Parked {
                desk.write(&Operation::ResumeScreening(id))?;
                self.note_unfinished(true);
            }
            if state != ScreeningState::Decided {
                self.attach(desk, id, start)?;
            }
            let parked = state == ScreeningState::Parked && open.is_some();
            return Ok((self.counter_of(desk, id)?, parked));
        }
        let id = ScreeningId::from_uuid(new_id());
        let blank = ScreeningRow {
            id,
            person: start.person,
            departure: start.departure,
            state: ScreeningState::Open,
            mrz: None,
            facts: start.facts.clone(),
            all_documents: false,
            changed_at: desk.now,
            answers: Vec::new(),
            ticks: Vec::new(),
        };
        let departure = match &start.walk_on {
            Some(passenger) => passenger.departure.clone(),
            None => desk.registry.departure(start.departure)?,
        };
        let sailing = match &start.new_sailing {
            Some(sailing) => sailing.clone(),
            None => desk.registry.sailing(departure.sailing)?,
        };
        let cleared = match &start.walk_on {
            // Nothing was stated yet by the register about somebody who is entered now.
            Some(_) => None,
            None => desk.at_clearance(&departure, &sailing)?,
        };
        let subject = evaluate::Subject {
            departure: &departure,
            sailing: &sailing,
            cleared: cleared.as_ref(),
        };
        let result = evaluate::result(&desk.rules.active, subject, &blank)?;
        let notices = desk.notices(&result, id)?;
        desk.write(&Operation::OpenScreening(Box::new(OpenScreening {
            screening: NewScreening {
                id,
                person: start.person,
                departure: start.departure,
            },
            walk_on: start.walk_on,
            new_sailing: start.new_sailing,
            mrz: start.mrz,
            facts: start.facts,
            park: open,
            result,
        })))?;
        self.after_change(desk, &notices);
        self.note_unfinished(true);
        Ok((self.counter_of(desk, id)?, open.is_some()))
    }

    /// Adds what a scan says to a form that is open already.
    fn attach(&self, desk: &Desk, id: ScreeningId, start: Start) -> Result<(), AppError> {
        let Some(mrz) = start.mrz else {
            return Ok(());
        };
        let mut screening = desk.registry.screening(id)?;
        if screening.mrz.as_ref() == Some(&mrz) {
            return Ok(());
        }
        screening.facts.clone_from(&start.facts);
        let result = desk.result(&screening)?;
        let notices = desk.notices(&result, id)?;
        desk.write(&Operation::AttachScan(Box::new(AttachScan {
            screening: id,
            mrz,
            facts: start.facts,
            result,
        })))?;
        self.after_change(desk, &notices);
        Ok(())
    }
}

impl Desk {
    pub(super) fn sailing_of_departure(&self, id: DepartureId) -> Result<Sailing, AppError> {
        let departure = self.registry.departure(id)?;
        Ok(self.registry.sailing(departure.sailing)?)
    }

    /// The departure that a document most likely stands for: on the sailing that the counter works on, or else on one
    /// of today or later; a journey that is over is not taken up again. Birth dates must agree, or else the names.
    /// When that leaves a doubt, nobody is chosen and the person is entered anew, because a wrong match is worse than
    /// a duplicate.
    pub(super) fn best_departure(
        &self,
        matches: &[PersonMatch],
        birth_date: Option<PlainDate>,
        name_agrees: &dyn Fn(&FullName) -> bool,
    ) -> Result<Option<(PersonId, DepartureId)>, AppError> {
        let agrees = |found: &&PersonMatch| match (&found.person.birth_date, birth_date) {
            (Some(known), Some(stated)) => *known.expose("compared") == stated,
            _ => name_agrees(found.person.name.expose("compared")),
        };
        let mut agreeing: Vec<&PersonMatch> = matches.iter().filter(agrees).collect();
        let active = self.registry.active_sailing()?;
        // Two records of one person are no doubt: the one with a place on this sailing, else the oldest.
        agreeing.sort_by_key(|found| {
            let here = active.and_then(|active| found.departure_on(active));
            (
                here.is_none(),
                found.departures.is_empty(),
                found.person.id.uuid(),
            )
        });
        let Some((found, others)) = agreeing.split_first() else {
            return Ok(None);
        };
        if !others
            .iter()
            .all(|other| same_person(&found.person, &other.person))
        {
            return Ok(None);
        }
        let on_active = found
            .departures
            .iter()
            .find(|(_, sailing, _)| Some(*sailing) == active);
        let today = self.now.wita_date();
        // Departures come latest day first: the last one that is not over is the next to leave.
        let upcoming = found
            .departures
            .iter()
            .rfind(|(_, _, date)| !is_over(*date, today));
        let chosen = on_active.or(upcoming);
        Ok(chosen.map(|(departure, _, _)| (found.person.id, *departure)))
    }

    /// The sailing for someone who is on no manifest: the one that the counter works on, or a new one for today.
    pub(super) fn current_sailing(
        &self,
        home_port: &str,
    ) -> Result<(Sailing, Option<Sailing>), AppError> {
        let today = self.now.wita_date();
        if let Some(id) = self.registry.active_sailing()? {
            let sailing = self.registry.sailing(id)?;
            if !is_over(sailing.date, today) {
                return Ok((sailing, None));
            }
        }
        let vessel =
            PlaceName::parse(NO_MANIFEST).map_err(|_| AppError::Empty { field: "vessel" })?;
        if let Some(sailing) = self
            .registry
            .sailings_of(&vessel, today)?
            .into_iter()
            .next()
        {
            return Ok((sailing, None));
        }
        let sailing = Sailing {
            id: SailingId::from_uuid(new_id()),
            vessel,
            // Not guessed: the settings that name it may have been lost.
            from: Port::parse(home_port).ok_or(AppError::Empty { field: "port" })?,
            to: Port::Tawau,
            date: self.now.wita_date(),
            departs: None,
            gate_closes: None,
        };
        Ok((sailing.clone(), Some(sailing)))
    }

    pub(super) fn walk_on(
        &self,
        stated: Person,
        sailing: &Sailing,
        new_sailing: Option<Sailing>,
        mrz: Option<Sensitive<[String; 2]>>,
        facts: Vec<StatedFact>,
    ) -> Result<Start, AppError> {
        let known = self.known_person(&stated, sailing.id)?;
        // Whoever has a place on this sailing keeps it: one person is never counted twice on one vessel.
        if let Some(found) = &known
            && let Some(departure) = found.departure_on(sailing.id)
        {
            return Ok(Start {
                person: found.person.id,
                departure,
                walk_on: None,
                new_sailing,
                mrz,
                facts,
            });
        }
        let known = known.map(|found| found.person);
        let person = known.clone().unwrap_or(stated);
        let departure = Departure {
            id: DepartureId::from_uuid(new_id()),
            person: person.id,
            sailing: sailing.id,
            line: None,
            row_no: None,
            seat: None,
            agency: None,
            facts: Vec::new(),
            links: Vec::new(),
            known: Vec::new(),
        };
        Ok(Start {
            person: person.id,
            departure: departure.id,
            walk_on: Some(Passenger {
                new_person: known.is_none(),
                person,
                departure,
                assessment: None,
            }),
            new_sailing,
            mrz,
            facts,
        })
    }
}

/// A sailing past midnight still belongs to the day before.
fn is_over(date: PlainDate, today: PlainDate) -> bool {
    date.days_until(today) > 1
}
