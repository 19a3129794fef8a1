//! The whole answer to a case: every indicator with its facts, sources, sentence and trace, what was not used, and
//! which rule made the level.
//!
//! What must hold: the same pack and case give the same bytes on every machine and in every year
//! ([`Pack::replay`]); nothing is said about a fact that no rule may read except that it is never used; no sentence is
//! composed here, all come from the pack.
//!
//! Not here: the short answer (`screening.rs`), what would change it (`counterfactual.rs`).

mod gather;

use serde::Serialize;

use crate::case::Case;
use crate::fact::FactId;
use crate::indicator::{Dimension, IndicatorId, Lane, State, Strength, Text};
use crate::near::NearMiss;
use crate::pack::Pack;
use crate::question::QuestionId;
use crate::record::{Record, RecordError};
use crate::screening::{Gap, Lanes, Level, LevelRule, Possible};
use crate::sources::Source;
use crate::standing::DimensionStanding;
use crate::trace::{Node, Shown, Tracer};

/// Version of the form of an explanation.
const FORM: u32 = 1;

/// Names the pack that answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackName {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Hash of its files.
    pub hash: String,
}

/// The reason an officer is told, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// Bahasa Indonesia.
    pub id: String,
    /// English.
    pub en: String,
}

impl From<&Text> for Sentence {
    fn from(text: &Text) -> Self {
        Self {
            id: text.id.clone(),
            en: text.en.clone(),
        }
    }
}

/// What one source says about a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Who or what.
    pub source: Source,
    /// When, as the caller wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// What.
    pub value: Shown,
}

/// A known fact an indicator rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactUsed {
    /// Fact.
    pub fact: FactId,
    /// The value in force.
    pub value: Shown,
    /// Who or what filled it; none where the caller did not say, and for derived facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// When it was filled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Nobody stated it: it follows from other facts (child status from ages; a fee in months of wage; papers from the
    /// tick "all present").
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub derived: bool,
    /// What was stated although the ages ask for more protection: it is kept and shown, and not in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overruled: Option<Shown>,
    /// Other sources that say something else, highest standing first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contradicting: Vec<Said>,
}

/// A rule for the strength of an indicator, and how its condition came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StrengthTrace {
    /// Its condition.
    pub when: Node,
    /// The strength it gives.
    pub then: Strength,
}

/// How every condition of an indicator came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndicatorTrace {
    /// Makes it fire.
    pub condition: Node,
    /// Each of these withdraws it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cancels: Vec<Node>,
    /// The first that holds sets the strength.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub strengths: Vec<StrengthTrace>,
    /// Makes it decisive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decisive_when: Option<Node>,
    /// Keeps a clearance from withdrawing it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub danger: Option<Node>,
    /// Makes the checklist need it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<Node>,
}

/// One indicator of this leg, with everything that decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Indicator.
    pub id: IndicatorId,
    /// Lane it can raise.
    pub lane: Lane,
    /// Element it belongs to.
    pub dimension: Dimension,
    /// Strength here.
    pub strength: Strength,
    /// Whether it fires.
    pub state: State,
    /// Whether it was counted towards the level.
    pub counted: bool,
    /// Whether it may count alone: conduct of another person.
    pub decisive: bool,
    /// What an officer is told when it is present.
    pub sentence: Sentence,
    /// Known facts it rests on.
    pub facts: Vec<FactUsed>,
    /// Facts it reads that are not known.
    pub unknown: Vec<FactId>,
    /// How near it came, if it does not fire.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<NearMiss>,
    /// How its conditions came out.
    pub trace: IndicatorTrace,
}

/// A condition of the level rules and how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelTrace {
    /// The rule. L4 to L8, C2 and C3 count indicators instead; `dimensions` shows their counts.
    pub rule: LevelRule,
    /// Its condition.
    pub condition: Node,
}

/// Why a known fact was not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NotUsed {
    /// No rule may ever read it (origin, language, sex, consent, health, notes, and others of the vocabulary).
    NeverRead,
    /// No indicator of this leg and no level rule reads it.
    NotReadHere,
}

/// A known fact that was not used. Its value is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unused {
    /// Fact.
    pub fact: FactId,
    /// Why.
    pub why: NotUsed,
}

/// The whole answer to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Version of this form.
    pub v: u32,
    /// The pack that answered.
    pub pack: PackName,
    /// The level to show.
    pub level: Level,
    /// The level of each lane.
    pub lanes: Lanes,
    /// What the level could still become.
    pub possible: Possible,
    /// Rules of `levels.md` that hold.
    pub rules: Vec<LevelRule>,
    /// The joint rule J1 holds.
    pub joint: bool,
    /// The person asked to talk, or is unsure.
    pub request: bool,
    /// How the dimensions of the trafficking lane stand.
    pub dimensions: Vec<DimensionStanding>,
    /// Every indicator of this leg, in pack order.
    pub indicators: Vec<Reason>,
    /// Papers and answers that are still needed.
    pub gaps: Vec<Gap>,
    /// Questions whose answer could change the level, best first.
    pub next_questions: Vec<QuestionId>,
    /// Present indicators, strongest first.
    pub actions: Vec<IndicatorId>,
    /// The conditions of the level rules.
    pub levels: Vec<LevelTrace>,
    /// Known facts that were not used.
    pub unused: Vec<Unused>,
}

/// Why a record cannot be replayed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// The bytes are no record.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Another pack answered then.
    #[error("the record was made with pack {wanted}")]
    OtherPack {
        /// Hash of the pack that is needed.
        wanted: String,
    },
}

impl Explanation {
    /// The bytes that are the same for the same pack and case: JSON without spaces.
    ///
    /// # Errors
    /// [`RecordError::Unwritable`]; no explanation made by a pack gives it.
    pub fn to_bytes(&self) -> Result<Vec<u8>, RecordError> {
        serde_json::to_vec(self).map_err(|_| RecordError::Unwritable)
    }

    /// The reason for one indicator, if it applies to this leg.
    #[must_use]
    pub fn reason(&self, id: &str) -> Option<&Reason> {
        self.indicators.iter().find(|each| each.id.as_str() == id)
    }
}

impl Pack {
    /// What has to be kept to give the same explanation later.
    #[must_use]
    pub fn record(&self, case: &Case) -> Record {
        Record {
            pack: self.hash.clone(),
            case: case.clone(),
        }
    }

    /// The bytes of the explanation that the recorded case had, and has.
    ///
    /// # Errors
    /// The bytes are no record, or this is not the pack that answered then.
    pub fn replay(&self, record: &[u8]) -> Result<Vec<u8>, ReplayError> {
        let record = Record::from_bytes(self.vocabulary, record)?;
        if record.pack != self.hash {
            return Err(ReplayError::OtherPack {
                wanted: record.pack,
            });
        }
        Ok(self.explain(&record.case).to_bytes()?)
    }

    /// Screens a case and explains the answer in full.
    #[must_use]
    pub fn explain(&self, case: &Case) -> Explanation {
        let situation = self.situation(case);
        let verdict = self.judge(&situation);
        let screening = self.screen_judged(&situation, &verdict);
        let tracer = Tracer::new(self, case, &situation);
        Explanation {
            v: FORM,
            pack: PackName {
                id: self.id.clone(),
                version: self.version.clone(),
                hash: self.hash.clone(),
            },
            level: screening.level,
            lanes: screening.lanes,
            possible: screening.possible,
            dimensions: self.standings(&situation, &verdict.counted),
            indicators: self.reasons(&tracer, &screening),
            levels: self.level_traces(&tracer),
            unused: self.unused(case, &situation),
            rules: screening.rules,
            joint: screening.joint,
            request: screening.request,
            gaps: screening.gaps,
            next_questions: screening.next_questions,
            actions: screening.actions,
        }
    }
}
