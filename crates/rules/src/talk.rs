//! The talk in the closed room: how far it may go, by what is known of room and consent (interview design, sections 1
//! and 4).
//!
//! What must hold: a question meant for the closed room is never put at an open counter. That the room is closed and
//! the person agrees has to be known; unknown is not yes. Whoever wants to stop is asked nothing more, wherever it is.
//!
//! A talk that has visibly begun counts as one in the closed room, unless the room is known not to be: a case may come
//! from a list that keeps the answers and not what was said at the door.

use crate::bits::{FactSet, QuestionSet};
use crate::cell::Cell;
use crate::fact::FactId;
use crate::pack::Pack;
use crate::question::{Form, QuestionId};
use crate::situation::Situation;
use crate::vocabulary::Vocabulary;

/// Section of the entrance: room, counsellor, language, consent.
const ENTRANCE: &str = "A";
/// Section on what the person wants, and on help.
const HELP: &str = "I";

/// How far the talk may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Talk {
    /// No closed room, no consent, or the person wants to stop.
    Closed,
    /// The person talks and nothing is to be noted: only what the person wants is kept.
    HelpOnly,
    /// All sections.
    Open,
}

impl Talk {
    /// Whether a question may be put. Entrance and ticks always may, and what is not asked in the closed room.
    pub(crate) fn allows(self, question: QuestionId) -> bool {
        let is_inside = is_inside(question) && question.is_asked();
        match self {
            Self::Open => true,
            Self::HelpOnly => !is_inside || question.section() == HELP,
            Self::Closed => !is_inside,
        }
    }
}

/// Facts that tell how far the talk may go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Door {
    room_private: FactId,
    talk: FactId,
    stopped: FactId,
    /// Questions behind the entrance, and facts that only they fill.
    questions: QuestionSet,
    facts: FactSet,
}

impl Door {
    /// Finds them, or names the one that is missing.
    pub(crate) fn find(vocabulary: &Vocabulary) -> Result<Self, &'static str> {
        let fact = |id: &'static str| vocabulary.fact(id).ok_or(id);
        let is_source = |source: &String| vocabulary.question(source).is_some_and(is_inside);
        let inside = vocabulary.facts().filter(|fact| {
            let sources = fact.filled_by();
            !sources.is_empty() && sources.iter().all(is_source)
        });
        let questions = vocabulary.questions().filter(|each| is_inside(*each));
        Ok(Self {
            room_private: fact("consent.room_private")?,
            talk: fact("consent.talk")?,
            stopped: fact("consent.stopped")?,
            questions: questions.map(QuestionId::index).collect(),
            facts: inside.map(FactId::slot).collect(),
        })
    }

    /// Whether something was said or ticked behind the entrance.
    fn is_passed(&self, situation: &Situation) -> bool {
        let known = |slot: usize| situation.cells[slot].is_known();
        !situation.answered.intersection(&self.questions).is_empty() || self.facts.iter().any(known)
    }
}

/// Belongs to the closed room, behind its entrance.
fn is_inside(question: QuestionId) -> bool {
    question.form() == Form::Long && question.section() != ENTRANCE
}

impl Pack {
    /// How far the talk may go now.
    pub(crate) fn talk(&self, situation: &Situation) -> Talk {
        let door = &self.wiring.slots.door;
        let cell = |fact: FactId| situation.cells[fact.slot()];
        let room = cell(door.room_private);
        let consent = |value: &str| door.talk.code(value).map(Cell::Code) == Some(cell(door.talk));
        if self.has_stopped(situation) || room == Cell::Bool(false) || consent("no") {
            return Talk::Closed;
        }
        let is_passed = door.is_passed(situation);
        if room != Cell::Bool(true) && !is_passed {
            Talk::Closed
        } else if consent("talk_without_notes") {
            Talk::HelpOnly
        } else if consent("yes") || is_passed {
            Talk::Open
        } else {
            Talk::Closed
        }
    }

    /// Whether the person wants to stop.
    pub(crate) fn has_stopped(&self, situation: &Situation) -> bool {
        situation.cells[self.wiring.slots.door.stopped.slot()] == Cell::Bool(true)
    }
}
