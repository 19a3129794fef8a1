//! One departure on one page: why, what would change it, what happened, and how it turned out.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::case::{About, CaseFile, Happened, HistoryRow, JourneyRow};
use suar_app::near::{Lower, Wording};
use suar_domain::{outcome, screening as domain};
use suar_rules as rules;
use ts_rs::TS;

use crate::alert::{AlertKind, AlertView};
use crate::error::ApiError;
use crate::sailing::{BoardRow, DepartureRef, Level, SailingView, level};
use crate::screening::{
    self, AnswerStatus, Decision, DecisionView, PersonHeader, ReasonsView, fact_name, listed_sign,
};
use crate::text::Text;

const SHOWN: &str = "shown to the officer";
/// What would change the level: more than this nobody reads before a gate closes.
const CHANGES: usize = 6;

/// One departure with everything that is known about it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CaseView {
    /// As the board shows it.
    pub row: BoardRow,
    /// Who.
    pub person: PersonHeader,
    /// Which sailing.
    pub sailing: SailingView,
    /// Why.
    pub reasons: ReasonsView,
    /// What would lower the level, fewest facts first (at most 6).
    pub lower: Vec<LowerView>,
    /// What nobody can check away and what alone keeps the level up.
    pub fixed: Vec<Text>,
    /// The talk, when there was one.
    pub screening: Option<String>,
    /// The decision in effect.
    pub decision: Option<DecisionView>,
    /// The request for a colleague.
    pub alert: Option<AlertView>,
    /// What happened, oldest first: every version of every answer.
    pub events: Vec<EventView>,
    /// The person's other journeys, latest first.
    pub journeys: Vec<JourneyView>,
}

/// A smallest set of facts that would lower the level.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LowerView {
    /// One fact or two.
    pub facts: Vec<LowerFact>,
    /// The level they lead to.
    pub level: Level,
}

/// A fact and what it would be.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LowerFact {
    /// Its name.
    pub label: Text,
    /// Its value in words.
    pub to: Text,
}

/// One thing that happened.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// When, Unix milliseconds.
    #[ts(type = "number")]
    pub at: i64,
    /// Name of the officer, where one did it.
    pub by: Option<String>,
    /// What.
    pub what: EventKind,
}

/// What can happen to a departure.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
pub enum EventKind {
    /// A form was opened at the counter.
    Opened,
    /// A question was answered, or answered again.
    Answered {
        /// `K1` to `K8`.
        question: String,
        /// How it ended.
        status: AnswerStatus,
        /// The answer chosen.
        answer: Option<Text>,
    },
    /// Documents were looked at in one step.
    Ticked {
        /// How many were seen.
        seen: u32,
        /// How many were asked for and not shown.
        not_shown: u32,
    },
    /// The rules said something else than before.
    Assessed {
        /// Place in the order of assessments, from 1.
        edition: u32,
        /// Level.
        level: Level,
        /// How many signs were present.
        signs: u32,
        /// Version of the rules.
        pack: String,
    },
    /// A decision was taken.
    Decided {
        /// The decision.
        decision: Decision,
        /// What Suar advised.
        advice: Decision,
        /// The sign that the officer's reason is about.
        sign: Option<Text>,
        /// The officer's reason.
        reason: Option<String>,
    },
    /// A decision was taken back.
    Undone {
        /// Which.
        decision: Decision,
    },
    /// A colleague was called.
    Called {
        /// For what.
        alert: AlertKind,
    },
    /// A colleague took the request.
    Taken,
    /// It became known how a sign, or the case as a whole, turned out.
    Outcome {
        /// Indicator id; none for the case.
        indicator: Option<String>,
        /// How.
        verdict: Verdict,
    },
}

/// A journey of the person.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JourneyView {
    /// Departure id.
    pub departure: String,
    /// Day of sailing, ISO 8601.
    pub date: String,
    /// Vessel as on the manifest.
    pub vessel: String,
    /// Port of arrival.
    pub to: String,
    /// The decision in effect.
    pub decision: Option<Decision>,
}

/// How a sign, or a case as a whole, turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// It was so.
    Confirmed,
    /// It was not so.
    NotConfirmed,
    /// Nobody could find out.
    Unclear,
}

/// Records how a case turned out.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CaseOutcome {
    /// Departure id.
    pub departure: String,
    /// The case as a whole.
    pub case: Verdict,
    /// Its signs; one that is left out was not looked into.
    pub signs: Vec<SignOutcome>,
}

/// How one sign turned out.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignOutcome {
    /// Indicator id.
    pub indicator: String,
    /// How.
    pub verdict: Verdict,
}

const fn verdict(verdict: outcome::Verdict) -> Verdict {
    match verdict {
        outcome::Verdict::Confirmed => Verdict::Confirmed,
        outcome::Verdict::NotConfirmed => Verdict::NotConfirmed,
        outcome::Verdict::Unclear => Verdict::Unclear,
    }
}

const fn stated(verdict: Verdict) -> outcome::Verdict {
    match verdict {
        Verdict::Confirmed => outcome::Verdict::Confirmed,
        Verdict::NotConfirmed => outcome::Verdict::NotConfirmed,
        Verdict::Unclear => outcome::Verdict::Unclear,
    }
}

fn lower(each: Lower) -> LowerView {
    let fact = |(fact, wording): (rules::FactId, Wording)| LowerFact {
        label: fact_name(fact),
        to: match wording {
            Wording::Answer { id, en } => Text::new(id, en),
            Wording::Bool(true) => Text::new("ya", "yes"),
            Wording::Bool(false) => Text::new("tidak", "no"),
        },
    };
    LowerView {
        facts: each.facts.into_iter().map(fact).collect(),
        level: screening::level_of(each.level),
    }
}

fn answer(pack: &rules::Pack, question: &str, key: Option<&str>) -> Option<Text> {
    let question = pack.vocabulary().question(question)?;
    let options = question.options().iter();
    let chosen = options.clone().find(|option| Some(option.key()) == key)?;
    Some(Text::new(chosen.label_id(), chosen.label_en()))
}

fn event(pack: &rules::Pack, row: &HistoryRow) -> EventView {
    let what = match &row.what {
        Happened::Opened => EventKind::Opened,
        Happened::Answered {
            question,
            status,
            key,
        } => EventKind::Answered {
            question: question.clone(),
            status: screening::answer_status(*status),
            answer: answer(pack, question, key.as_deref()),
        },
        Happened::Ticked(ticks) => {
            let count = |state| {
                let those = ticks.iter().filter(|(_, each)| *each == state);
                u32::try_from(those.count()).unwrap_or(u32::MAX)
            };
            EventKind::Ticked {
                seen: count(domain::TickState::Seen),
                not_shown: count(domain::TickState::NotShown),
            }
        }
        Happened::Assessed {
            edition,
            level: said,
            signs,
            pack,
        } => EventKind::Assessed {
            edition: *edition,
            level: level(*said),
            signs: *signs,
            pack: pack.clone(),
        },
        Happened::Decided {
            decision,
            advice,
            indicator,
            reason,
        } => EventKind::Decided {
            decision: screening::decision(*decision),
            advice: screening::decision(*advice),
            sign: indicator.as_ref().map(|id| listed_sign(pack, id).label),
            reason: reason.as_ref().map(|text| text.expose(SHOWN).clone()),
        },
        Happened::Undone(decision) => EventKind::Undone {
            decision: screening::decision(*decision),
        },
        Happened::Called(kind) => EventKind::Called {
            alert: crate::alert::kind(*kind),
        },
        Happened::Taken(_) => EventKind::Taken,
        Happened::Outcome {
            indicator,
            verdict: said,
        } => EventKind::Outcome {
            indicator: indicator.clone(),
            verdict: verdict(*said),
        },
    };
    EventView {
        at: row.at.millis(),
        by: row.by.as_ref().map(|name| name.expose(SHOWN).clone()),
        what,
    }
}

/// Draws a journey.
pub(crate) fn journey(row: &JourneyRow) -> JourneyView {
    JourneyView {
        departure: row.departure.to_string(),
        date: row.date.to_string(),
        vessel: row.vessel.clone(),
        to: row.to.clone(),
        decision: row.decision.map(screening::decision),
    }
}

fn view(file: CaseFile) -> Result<CaseView, ApiError> {
    let reasons = file.about.reasons();
    let figures = file.about.sailing();
    let pack = &reasons.rules;
    let (lowering, fixed) = suar_app::near::changes(reasons, CHANGES);
    let mut view = CaseView {
        row: crate::sailing::row(&file.entry, figures.sailing.date, pack),
        sailing: crate::sailing::view(figures),
        reasons: screening::reasons(reasons)?,
        lower: lowering.into_iter().map(lower).collect(),
        fixed: fixed.into_iter().map(fact_name).collect(),
        events: file.history.iter().map(|row| event(pack, row)).collect(),
        journeys: file.journeys.iter().map(journey).collect(),
        person: match &file.about {
            About::Talk(counter) => screening::header(counter),
            About::Plan(plan) => screening::planned(plan),
        },
        screening: None,
        decision: None,
        alert: None,
    };
    if let About::Talk(counter) = &file.about {
        view.screening = Some(counter.screening.id.to_string());
        let decision = counter.decision.as_ref();
        view.decision = decision.map(|row| screening::decision_view(row, counter.undoable));
        view.alert = counter.alert.as_ref().map(crate::alert::view);
    }
    Ok(view)
}

fn departure(text: &str) -> Result<suar_domain::id::DepartureId, ApiError> {
    text.parse().map_err(|_| ApiError::bad_request("departure"))
}

pub(crate) fn file(app: &App, request: DepartureRef) -> Result<CaseView, ApiError> {
    view(app.case_file(departure(&request.departure)?)?)
}

pub(crate) fn outcome(app: &App, request: CaseOutcome) -> Result<CaseView, ApiError> {
    let signs = request.signs.into_iter();
    let signs = signs.map(|sign| (sign.indicator, stated(sign.verdict)));
    view(app.record_outcome(
        departure(&request.departure)?,
        stated(request.case),
        signs.collect(),
    )?)
}
