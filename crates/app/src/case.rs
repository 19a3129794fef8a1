//! Everything about one departure: who, why, what would change it, what happened, and how it turned out.

use suar_domain::departure::Departure;
use suar_domain::id::DepartureId;
use suar_domain::operation::Operation;
use suar_domain::outcome::{Outcome, Verdict};
use suar_domain::person::Person;
pub use suar_registry::{Happened, HistoryRow, JourneyRow};

use crate::App;
use crate::error::AppError;
use crate::sailing::{BoardEntry, SailingFigures};
use crate::screening::{Counter, Reasons};

/// One departure with its history.
pub struct CaseFile {
    /// As the board shows it.
    pub entry: BoardEntry,
    /// The talk, or the plan while there was none.
    pub about: About,
    /// What happened, oldest first.
    pub history: Vec<HistoryRow>,
    /// The person's other journeys, latest first.
    pub journeys: Vec<JourneyRow>,
}

/// What is known about someone.
pub enum About {
    /// They were at the counter.
    Talk(Box<Counter>),
    /// They are on a manifest and have not come yet.
    Plan(Box<Plan>),
}

/// A departure before any talk.
pub struct Plan {
    /// Who.
    pub person: Person,
    /// Which departure.
    pub departure: Departure,
    /// Which sailing.
    pub sailing: SailingFigures,
    /// What the rules say.
    pub reasons: Reasons,
}

impl About {
    /// What the rules say.
    pub const fn reasons(&self) -> &Reasons {
        match self {
            Self::Talk(counter) => &counter.reasons,
            Self::Plan(plan) => &plan.reasons,
        }
    }

    /// Which sailing.
    pub const fn sailing(&self) -> &SailingFigures {
        match self {
            Self::Talk(counter) => &counter.sailing,
            Self::Plan(plan) => &plan.sailing,
        }
    }
}

impl App {
    /// One departure with its history.
    pub fn case_file(&self, id: DepartureId) -> Result<CaseFile, AppError> {
        let desk = self.desk()?;
        let entry = desk.registry.board_entry(id)?;
        let departure = desk.registry.departure(id)?;
        let journeys = desk.registry.journeys(departure.person)?;
        let about = match &entry.screening {
            Some((screening, _)) => About::Talk(Box::new(self.counter_of(&desk, *screening)?)),
            None => {
                let sailing = desk.registry.sailing(departure.sailing)?;
                let rules = &desk.rules.active;
                let cleared = desk.at_clearance(&departure, &sailing)?;
                let subject = crate::screening::Subject {
                    departure: &departure,
                    sailing: &sailing,
                    cleared: cleared.as_ref(),
                };
                About::Plan(Box::new(Plan {
                    person: desk.registry.person(departure.person)?,
                    reasons: crate::screening::reasons(rules, subject, None)?,
                    sailing: desk.figures(sailing)?,
                    departure,
                }))
            }
        };
        Ok(CaseFile {
            history: desk.registry.history(id)?,
            journeys: journeys
                .into_iter()
                .filter(|journey| journey.departure != id)
                .collect(),
            entry,
            about,
        })
    }

    /// Records how a case and its signs turned out, for the assessment that stands now.
    pub fn record_outcome(
        &self,
        id: DepartureId,
        case: Verdict,
        signs: Vec<(String, Verdict)>,
    ) -> Result<CaseFile, AppError> {
        let desk = self.desk()?;
        let stored = desk.registry.assessment(id)?;
        let row = stored.ok_or(AppError::RulesInvalid)?;
        desk.write(&Operation::RecordOutcome(Box::new(Outcome {
            departure: id,
            edition: row.edition,
            case,
            signs,
        })))?;
        self.something_waits();
        self.case_file(id)
    }
}
