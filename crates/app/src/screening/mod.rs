//! The counter: who stands there, what was asked, what the rules say, what was decided.
//!
//! Every answer is written together with the assessment that follows from it and with the alert that it may
//! raise, in one operation; one answer after the other (see [`Turn`](crate::Turn)). What is on the screen after a
//! change is what was read back from the registry.

mod clearance;
mod decide;
pub(crate) mod evaluate;
pub(crate) mod facts;
mod open;
mod replay;
mod scan;
mod typed;

use suar_domain::departure::Departure;
use suar_domain::document::{DocumentKind, Sex};
use suar_domain::id::ScreeningId;
use suar_domain::mrz::{Mrz, MrzLines};
use suar_domain::operation::Operation;
use suar_domain::person::Person;
use suar_domain::screening::{Answer, AnswerStatus, DocumentItem, ScreeningState, TickState};
use suar_domain::time::PlainDate;
pub use suar_registry::{AlertRow, DecisionRow};
use suar_registry::{JourneyRow, ScreeningRow, WaitingScreening};
use suar_rules::{Form, QuestionId};

use crate::error::AppError;
use crate::pack::Rules;
use crate::sailing::SailingFigures;
use crate::{App, Desk, Notice};

pub use decide::Reason;
pub use evaluate::{Headline, Reasons, assess_departure};
pub use replay::{ReplayError, replay};
pub use scan::{CheckFailed, ScanOutcome};
pub use typed::TypedOutcome;

pub(crate) use evaluate::{Subject, assess_planned, day, level_of_rules, reasons};
pub(crate) use replay::{case, level_of_basis};

/// People listed as done.
const RECENT: u32 = 8;

/// The open form with everything that the counter shows.
pub struct Counter {
    /// The talk.
    pub screening: ScreeningRow,
    /// Who.
    pub person: Person,
    /// Which departure.
    pub departure: Departure,
    /// Which sailing.
    pub sailing: SailingFigures,
    /// What the rules say now.
    pub reasons: Reasons,
    /// K1 to K8 with their state.
    pub questions: Vec<CounterQuestion>,
    /// The decision, when taken.
    pub decision: Option<DecisionRow>,
    /// Ctrl Z can still take the decision back.
    pub undoable: bool,
    /// The alert that this talk raised.
    pub alert: Option<AlertRow>,
    /// The form was found open after the app had ended without locking.
    pub restored: bool,
    /// The person's other journeys, latest first.
    pub journeys: Vec<JourneyRow>,
}

/// One short question with its state.
pub struct CounterQuestion {
    /// The question.
    pub question: QuestionId,
    /// It applies to this person, as far as is known.
    pub applies: bool,
    /// The answer in effect.
    pub answer: Option<Answer>,
}

/// The counter as a whole.
pub struct CounterDesk {
    /// The sailing that the counter works on.
    pub sailing: Option<SailingFigures>,
    /// The open form.
    pub open: Option<Counter>,
    /// Forms that wait, with their next question.
    pub waiting: Vec<(WaitingScreening, Option<QuestionId>)>,
    /// People done, newest first.
    pub recent: Vec<(DecisionRow, bool)>,
}

/// What the scanned passport says, where it says more than the record.
#[derive(Default)]
pub struct Scanned {
    /// Name to show; none when the record's is the better one.
    pub name: Option<String>,
    /// The name in the passport is cut off.
    pub name_truncated: bool,
    /// The names on manifest and passport differ.
    pub name_differs: bool,
    /// Sex as printed.
    pub sex: Option<Sex>,
    /// Birth date as printed.
    pub birth_date: Option<PlainDate>,
    /// Last day of validity as printed.
    pub expires: Option<PlainDate>,
    /// Kind of document.
    pub kind: Option<DocumentKind>,
}

impl Counter {
    /// What the scanned passport says; nothing when none was scanned.
    pub fn scanned(&self) -> Scanned {
        const SHOWN: &str = "shown to the officer";
        let Some(lines) = &self.screening.mrz else {
            return Scanned::default();
        };
        let [first, second] = lines.expose(SHOWN);
        let Some(mrz) = MrzLines::new(first, second).and_then(|lines| Mrz::read(lines).ok()) else {
            return Scanned::default();
        };
        let today = self.screening.changed_at.wita_date();
        let agrees = mrz.name_agrees(self.person.name.expose(SHOWN));
        Scanned {
            name: if agrees {
                None
            } else {
                mrz.full_name().map(|name| name.as_str().to_owned())
            },
            name_truncated: mrz.name().truncated,
            name_differs: !agrees,
            sex: mrz.sex(),
            birth_date: mrz.birth_date(today),
            expires: mrz.expiry_date(today),
            kind: Some(mrz.kind()),
        }
    }

    /// Where the cursor stands: the first question that applies and has no answer.
    pub fn current(&self) -> Option<QuestionId> {
        next_question(&self.questions)
    }

    /// The advice is to ask first: nothing but what is not known yet keeps this person at the counter.
    pub fn asks_first(&self) -> bool {
        self.reasons.screening.level == suar_rules::Level::Lengkapi && self.current().is_some()
    }
}

fn next_question(questions: &[CounterQuestion]) -> Option<QuestionId> {
    questions
        .iter()
        .find(|each| each.applies && each.answer.is_none())
        .map(|each| each.question)
}

/// What a manifest row states, for worlds that are made without a file.
pub fn manifest_facts(
    fields: &suar_domain::manifest::LineFields,
    sailing: &suar_domain::sailing::Sailing,
) -> Vec<suar_domain::departure::StatedFact> {
    facts::from_manifest(fields, sailing)
}

/// The questions of the counter form, in order.
pub fn counter_questions() -> Result<Vec<QuestionId>, AppError> {
    Ok(crate::rules()?
        .vocabulary()
        .questions()
        .filter(|question| question.form() == Form::Counter)
        .collect())
}

impl App {
    /// The counter as a whole, also after a restart.
    pub fn counter(&self) -> Result<CounterDesk, AppError> {
        let desk = self.desk()?;
        let open = match desk.registry.open_screening()? {
            Some(id) => Some(self.counter_of(&desk, id)?),
            None => None,
        };
        let sailing = match desk.registry.active_sailing()? {
            Some(id) => Some(desk.figures(desk.registry.sailing(id)?)?),
            None => None,
        };
        let waiting = desk
            .registry
            .waiting_screenings()?
            .into_iter()
            .map(|waiting| {
                let next = desk.next_question_of(waiting.id)?;
                Ok((waiting, next))
            })
            .collect::<Result<_, AppError>>()?;
        let recent = desk
            .registry
            .recent_decisions(RECENT)?
            .into_iter()
            .enumerate()
            .map(|(n, decision)| {
                let undoable = n == 0 && desk.can_undo(&decision)?;
                Ok((decision, undoable))
            })
            .collect::<Result<_, AppError>>()?;
        Ok(CounterDesk {
            sailing,
            open,
            waiting,
            recent,
        })
    }

    /// One form, read from the registry.
    pub(crate) fn counter_of(&self, desk: &Desk, id: ScreeningId) -> Result<Counter, AppError> {
        let screening = desk.registry.screening(id)?;
        let departure = desk.registry.departure(screening.departure)?;
        let sailing = desk.registry.sailing(departure.sailing)?;
        let rules = self.rules_of(desk, &screening)?;
        let cleared = desk.at_clearance(&departure, &sailing)?;
        let subject = Subject {
            departure: &departure,
            sailing: &sailing,
            cleared: cleared.as_ref(),
        };
        let reasons = reasons(&rules, subject, Some(&screening))?;
        let questions = questions_of(&screening, &reasons)?;
        let decision = desk.registry.decision_of(id)?;
        let undoable = match &decision {
            Some(decision) => desk.can_undo(decision)?,
            None => false,
        };
        let mut journeys = desk.registry.journeys(screening.person)?;
        journeys.retain(|journey| journey.departure != departure.id);
        Ok(Counter {
            journeys,
            person: desk.registry.person(screening.person)?,
            sailing: desk.figures(sailing)?,
            alert: desk.registry.alert_of(id)?,
            restored: self.restored() && screening.state == ScreeningState::Open,
            decision,
            undoable,
            questions,
            reasons,
            departure,
            screening,
        })
    }

    /// The pack that judges a talk: the one in force, or for a talk that is over the one that judged it.
    pub(crate) fn rules_of(
        &self,
        desk: &Desk,
        screening: &ScreeningRow,
    ) -> Result<Rules, AppError> {
        if screening.state != ScreeningState::Decided {
            return Ok(desk.rules.active.clone());
        }
        let stored = desk.registry.assessment(screening.departure)?;
        let hash = stored.and_then(|row| row.assessment.pack_hash.parse().ok());
        // A pack that is no longer kept cannot answer; the one in force is the nearest that can.
        let rules = hash.and_then(|hash| self.shelf.rules(hash).ok());
        Ok(rules.unwrap_or_else(|| desk.rules.active.clone()))
    }

    /// Records an answer.
    pub fn answer(
        &self,
        id: ScreeningId,
        question: &str,
        status: AnswerStatus,
        key: Option<&str>,
    ) -> Result<Counter, AppError> {
        let known = crate::rules()?
            .vocabulary()
            .question(question)
            .filter(|question| question.form() == Form::Counter)
            .ok_or(AppError::BadRequest { what: "question" })?;
        let key = match (status, key) {
            (AnswerStatus::Answered, Some(key))
                if known.options().iter().any(|option| option.key() == key) =>
            {
                Some(key.to_owned())
            }
            (AnswerStatus::Answered, _) => return Err(AppError::BadRequest { what: "key" }),
            _ => None,
        };
        let desk = self.turn()?;
        let mut screening = desk.registry.screening(id)?;
        let answer = Answer {
            question: known.as_str().to_owned(),
            status,
            key,
        };
        screening
            .answers
            .retain(|other| other.question != answer.question);
        screening.answers.push(answer.clone());
        let result = desk.result(&screening)?;
        let notices = desk.notices(&result, id)?;
        desk.write(&Operation::AnswerQuestion {
            screening: id,
            answer,
            result,
        })?;
        self.after_change(&desk, &notices);
        self.forget_restored();
        self.counter_of(&desk, id)
    }

    /// Ticks one document.
    pub fn tick(
        &self,
        id: ScreeningId,
        item: DocumentItem,
        state: TickState,
    ) -> Result<Counter, AppError> {
        let desk = self.turn()?;
        let mut screening = desk.registry.screening(id)?;
        screening.ticks.retain(|(other, _)| *other != item);
        screening.ticks.push((item, state));
        let all = screening.all_documents && state == TickState::Seen;
        self.tick_all(&desk, screening, vec![(item, state)], all)
    }

    /// All documents were seen: everything not recorded singly is there (facts.toml, doc.placement_docs).
    pub fn all_documents(&self, id: ScreeningId) -> Result<Counter, AppError> {
        let desk = self.turn()?;
        let mut screening = desk.registry.screening(id)?;
        let ticks: Vec<_> = DocumentItem::ALL
            .into_iter()
            .map(|item| (item, TickState::Seen))
            .collect();
        screening.ticks.clone_from(&ticks);
        self.tick_all(&desk, screening, ticks, true)
    }

    fn tick_all(
        &self,
        desk: &Desk,
        mut screening: ScreeningRow,
        ticks: Vec<(DocumentItem, TickState)>,
        all: bool,
    ) -> Result<Counter, AppError> {
        screening.all_documents = all;
        let id = screening.id;
        let result = desk.result(&screening)?;
        let notices = desk.notices(&result, id)?;
        desk.write(&Operation::TickDocuments {
            screening: id,
            ticks,
            all,
            result,
        })?;
        self.after_change(desk, &notices);
        self.counter_of(desk, id)
    }

    /// Sets the open form aside.
    pub fn park(&self, id: ScreeningId) -> Result<CounterDesk, AppError> {
        let desk = self.turn()?;
        desk.write(&Operation::ParkScreening(id))?;
        self.note_unfinished(false);
        self.counter()
    }

    /// Opens a form that was set aside; another open form waits from now on.
    pub fn resume(&self, id: ScreeningId) -> Result<Counter, AppError> {
        let desk = self.turn()?;
        if desk.registry.open_screening()? != Some(id) {
            desk.write(&Operation::ResumeScreening(id))?;
            self.note_unfinished(true);
        }
        self.counter_of(&desk, id)
    }

    /// Tells those who must know, after the change is on the disk.
    pub(crate) fn after_change(&self, desk: &Desk, notices: &[Notice]) {
        let of_others = desk.judge_waiting();
        for notice in notices.iter().chain(&of_others) {
            (desk.notify)(*notice);
        }
        self.something_waits();
    }
}

impl Desk {
    fn next_question_of(&self, id: ScreeningId) -> Result<Option<QuestionId>, AppError> {
        let screening = self.registry.screening(id)?;
        let departure = self.registry.departure(screening.departure)?;
        let sailing = self.registry.sailing(departure.sailing)?;
        let cleared = self.at_clearance(&departure, &sailing)?;
        let subject = Subject {
            departure: &departure,
            sailing: &sailing,
            cleared: cleared.as_ref(),
        };
        let reasons = reasons(&self.rules.active, subject, Some(&screening))?;
        Ok(next_question(&questions_of(&screening, &reasons)?))
    }
}

fn questions_of(
    screening: &ScreeningRow,
    reasons: &Reasons,
) -> Result<Vec<CounterQuestion>, AppError> {
    Ok(counter_questions()?
        .into_iter()
        .map(|question| CounterQuestion {
            applies: reasons.applies(question),
            answer: screening
                .answers
                .iter()
                .find(|answer| answer.question == question.as_str())
                .cloned(),
            question,
        })
        .collect())
}
