//! A case while it is being judged: facts in slots, and where each indicator stands.
//!
//! It is made once per screening; trying out an answer changes a few cells and re-assesses only the indicators that
//! read them.

use serde::{Deserialize, Serialize};

use crate::bits::{FactSet, IndicatorSet, QuestionSet};
use crate::cell::Cell;
use crate::derive::Stated;
use crate::indicator::{State, Strength};

/// Direction of the journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Leg {
    /// Leaving for work or a visit abroad.
    Departure,
    /// Coming home.
    Return,
}

/// The desk at which the person is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Counselling before departure.
    Predeparture,
    /// At the port.
    Port,
    /// On the way home.
    Return,
}

/// Where an indicator stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) state: State,
    pub(crate) strength: Strength,
    pub(crate) decisive: bool,
}

impl Mark {
    pub(crate) const ABSENT: Self = Self {
        state: State::Absent,
        strength: Strength::None,
        decisive: false,
    };
}

/// A case being judged.
#[derive(Clone)]
pub(crate) struct Situation {
    pub(crate) leg: Leg,
    /// Day of the screening, as [`Date::ordinal`](crate::Date::ordinal).
    pub(crate) today: i64,
    pub(crate) manifest_only: bool,
    pub(crate) cells: Vec<Cell>,
    /// The same, with "all papers present" answering the items that were not recorded singly (levels 2).
    pub(crate) papers: Vec<Cell>,
    pub(crate) refused: FactSet,
    pub(crate) changed: FactSet,
    /// Questions that were answered, by their place in the interview.
    pub(crate) answered: QuestionSet,
    /// What was stated about facts that also follow from others.
    pub(crate) stated: Stated,
    pub(crate) marks: Vec<Mark>,
    pub(crate) present: IndicatorSet,
    pub(crate) unknown: IndicatorSet,
}

impl Situation {
    pub(crate) fn set_mark(&mut self, index: usize, mark: Mark) {
        self.marks[index] = mark;
        self.present.remove(index);
        self.unknown.remove(index);
        match mark.state {
            State::Present => self.present.insert(index),
            State::Unknown => self.unknown.insert(index),
            State::Absent | State::Withdrawn => {}
        }
    }
}
