//! The answer to a case: a level, why, what is not known, and what to ask next.
//!
//! The level says what the officer does next; it never says what the person is.

use std::sync::Arc;

use serde::Serialize;

use crate::fact::FactId;
use crate::indicator::{Dimension, IndicatorId, Lane, State, Strength};
use crate::question::QuestionId;

/// What the officer does next, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Ready to go.
    Siap,
    /// Something is to be completed or clarified.
    Lengkapi,
    /// A talk in private.
    Dalami,
    /// A second officer; protection first.
    Lindungi,
}

impl Level {
    /// The word used in data and output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Siap => "siap",
            Self::Lengkapi => "lengkapi",
            Self::Dalami => "dalami",
            Self::Lindungi => "lindungi",
        }
    }
}

/// The level of each lane, joint rule included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Lanes {
    /// Papers and answers.
    pub documents: Level,
    /// Recruitment.
    pub trafficking: Level,
    /// Things carried.
    pub courier: Level,
}

/// Lowest and highest level over the answers that could still be given (levels 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Possible {
    /// Lowest.
    pub lowest: Level,
    /// Highest.
    pub highest: Level,
}

/// A rule of `levels.md` that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum LevelRule {
    /// A child going to work or without family.
    L1,
    /// A danger fact.
    L2,
    /// A register match.
    L3,
    /// Deceptive or coercive recruitment positive.
    L4,
    /// Abuse of vulnerability positive, with conduct.
    L5,
    /// Port signs positive, with conduct.
    L6,
    /// Coercion or exploitation at destination.
    L7,
    /// Two strong signs of two dimensions, or one strong and three decisive medium.
    L8,
    /// Forced to carry.
    C1,
    /// Two strong courier signs of two dimensions.
    C2,
    /// One strong and three medium courier signs.
    C3,
    /// Possibly used as a courier: both lanes together.
    J1,
    /// The person asked to talk.
    Request,
    /// Held at `dalami` because only the manifest is known.
    ManifestCap,
}

/// One indicator as it stands for this case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Indicator.
    pub id: IndicatorId,
    /// Lane it can raise.
    pub lane: Lane,
    /// Element it belongs to.
    pub dimension: Dimension,
    /// Strength here; for an unknown one, the strength it would have as things are.
    pub strength: Strength,
    /// Whether it fires.
    pub state: State,
    /// Whether it may count alone: conduct of another person.
    pub decisive: bool,
    /// Facts it reads.
    #[serde(serialize_with = "as_list")]
    pub facts: Arc<[FactId]>,
    /// Whether it was counted towards the level (decisive rule, evidence groups).
    pub counted: bool,
}

fn as_list<S: serde::Serializer>(facts: &Arc<[FactId]>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(facts.iter())
}

/// A paper or answer that is still needed. Missing data, never a sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The checklist item.
    pub indicator: IndicatorId,
    /// The facts that are not known.
    pub facts: Vec<FactId>,
}

/// The answer to one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Screening {
    /// The level to show.
    pub level: Level,
    /// The level of each lane.
    pub lanes: Lanes,
    /// What the level could still become.
    pub possible: Possible,
    /// Every indicator of this leg, in pack order.
    pub findings: Vec<Finding>,
    /// Papers and answers that are still needed.
    pub gaps: Vec<Gap>,
    /// Rules of `levels.md` that hold.
    pub rules: Vec<LevelRule>,
    /// The joint rule J1 holds: the non-punishment note belongs on a referral.
    pub joint: bool,
    /// The person asked to talk, or is unsure.
    pub request: bool,
    /// Questions whose answer could change the level, best first.
    pub next_questions: Vec<QuestionId>,
    /// Present indicators, strongest first, for their protective actions: gates of the person (a child, an open
    /// case), strong, medium, gates of the papers, weak, never counted.
    pub actions: Vec<IndicatorId>,
}

impl Screening {
    /// The finding of one indicator, if it applies to this leg.
    #[must_use]
    pub fn finding(&self, id: &str) -> Option<&Finding> {
        self.findings
            .iter()
            .find(|finding| finding.id.as_str() == id)
    }
}
