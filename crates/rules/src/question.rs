//! Questions: how facts come to be known by talking, as `interview.toml` words them.
//!
//! What must hold: an option only sets values its facts can have; a question that is never scored sets no fact a rule
//! may read. Whether a question is shown is a condition of its own (`show_if.toml`), because the prose of the
//! interview cannot be evaluated.
//!
//! Not here: the order of a conversation, screens, keys.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize, Serializer};

use crate::cell::Cell;
use crate::expr::Expr;
use crate::fact::{FactId, FactValue};

/// Which instrument a question belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// K1 to K8, at the counter, within hearing of others.
    Counter,
    /// R1 to R8, on the way home.
    Return,
    /// A to I, in a closed room, and the ticks T1 to T8.
    Long,
}

/// One answer that can be chosen by its key.
#[derive(Debug)]
pub struct AnswerOption {
    pub(crate) key: String,
    pub(crate) label_id: String,
    pub(crate) label_en: String,
    pub(crate) sets: Vec<(FactId, FactValue)>,
}

impl AnswerOption {
    /// Key on the keyboard.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Label in Bahasa Indonesia.
    #[must_use]
    pub fn label_id(&self) -> &str {
        &self.label_id
    }

    /// Label in English.
    #[must_use]
    pub fn label_en(&self) -> &str {
        &self.label_en
    }

    /// Facts this answer makes known. Empty means that the answer is a refusal in other words (H2, key 3).
    #[must_use]
    pub fn sets(&self) -> &[(FactId, FactValue)] {
        &self.sets
    }
}

/// One question of the interview.
#[derive(Debug)]
pub struct Question {
    pub(crate) index: u16,
    pub(crate) id: String,
    pub(crate) form: Form,
    pub(crate) section: String,
    pub(crate) wording_id: String,
    pub(crate) wording_en: String,
    pub(crate) note: String,
    pub(crate) asked: bool,
    pub(crate) multi: bool,
    pub(crate) core: bool,
    pub(crate) never_scored: bool,
    pub(crate) seconds: u16,
    pub(crate) inputs: Vec<FactId>,
    pub(crate) options: Vec<AnswerOption>,
    pub(crate) show_if: Expr,
    pub(crate) subject: Subject,
    pub(crate) answers: Vec<Vec<(u16, Cell)>>,
}

/// The facts by which one sees that a question was answered.
#[derive(Debug)]
pub(crate) struct Subject {
    pub(crate) facts: Vec<FactId>,
    /// All must be known, or is one enough?
    pub(crate) all: bool,
}

/// Names a question. It cannot name one that does not exist.
#[derive(Clone, Copy)]
pub struct QuestionId(pub(crate) &'static Question);

impl QuestionId {
    /// The id, as in `K3`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        &self.0.id
    }

    /// Which instrument it belongs to.
    #[must_use]
    pub fn form(self) -> Form {
        self.0.form
    }

    /// Section letter within the form.
    #[must_use]
    pub fn section(self) -> &'static str {
        &self.0.section
    }

    /// The words to say, in Bahasa Indonesia.
    #[must_use]
    pub fn wording_id(self) -> &'static str {
        &self.0.wording_id
    }

    /// The words to say, in English.
    #[must_use]
    pub fn wording_en(self) -> &'static str {
        &self.0.wording_en
    }

    /// Advice to the person who asks; may be empty.
    #[must_use]
    pub fn note(self) -> &'static str {
        &self.0.note
    }

    /// Asked aloud. Ticks (T) are not: they are set only when the person tells it unasked.
    #[must_use]
    pub fn is_asked(self) -> bool {
        self.0.asked
    }

    /// More than one option may be chosen; their facts are united.
    #[must_use]
    pub fn is_multi(self) -> bool {
        self.0.multi
    }

    /// On the core path under time pressure.
    #[must_use]
    pub fn is_core(self) -> bool {
        self.0.core
    }

    /// Its facts are never read by a rule.
    #[must_use]
    pub fn is_never_scored(self) -> bool {
        self.0.never_scored
    }

    /// Seconds it usually takes (target times of the interview design).
    #[must_use]
    pub fn seconds(self) -> u16 {
        self.0.seconds
    }

    /// Facts entered as number, money, date or list beside the options.
    #[must_use]
    pub fn inputs(self) -> &'static [FactId] {
        &self.0.inputs
    }

    /// The answers to choose from.
    #[must_use]
    pub fn options(self) -> &'static [AnswerOption] {
        &self.0.options
    }

    /// Every fact the options of this question can set, once each. Refusing the question refuses these.
    #[must_use]
    pub fn facts(self) -> Vec<FactId> {
        let mut facts: Vec<FactId> = self
            .0
            .options
            .iter()
            .flat_map(|option| &option.sets)
            .map(|(id, _)| *id)
            .collect();
        if self.0.options.is_empty() {
            facts.clone_from(&self.0.inputs);
        }
        facts.sort_unstable();
        facts.dedup();
        facts
    }

    pub(crate) fn index(self) -> usize {
        usize::from(self.0.index)
    }
}

impl PartialEq for QuestionId {
    fn eq(&self, other: &Self) -> bool {
        self.0.index == other.0.index
    }
}

impl Eq for QuestionId {}

/// In the order of the interview.
impl Ord for QuestionId {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.index.cmp(&other.0.index)
    }
}

impl PartialOrd for QuestionId {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for QuestionId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.index.hash(state);
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for QuestionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Serialize for QuestionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Subject {
    /// The facts every answer sets show that the question was answered (K3: who holds the passport). Where the
    /// answers share none, one fact is enough for a single choice (R2: the payer, or that there is no fare); a
    /// multiple choice stays open until each is known (R3), since its answers do not exclude each other.
    pub(crate) fn of(options: &[AnswerOption], inputs: &[FactId], multi: bool) -> Self {
        let mut answers = options
            .iter()
            .filter(|option| !option.sets.is_empty())
            .map(|option| &option.sets);
        let Some(first) = answers.next() else {
            return Self {
                facts: inputs.iter().take(1).copied().collect(),
                all: true,
            };
        };
        let rest: Vec<_> = answers.collect();
        let shared = |fact: &FactId| {
            rest.iter()
                .all(|sets| sets.iter().any(|(id, _)| id == fact))
        };
        let common: Vec<FactId> = first.iter().map(|(id, _)| *id).filter(shared).collect();
        if !common.is_empty() {
            return Self {
                facts: common,
                all: true,
            };
        }
        let mut facts: Vec<FactId> = options
            .iter()
            .flat_map(|option| &option.sets)
            .map(|(id, _)| *id)
            .collect();
        facts.sort_unstable();
        facts.dedup();
        Self { facts, all: multi }
    }
}

/// The changes each answer makes, ready for trying them out: every option; and for a multiple choice every two
/// options that do not contradict each other, and the widest choices of such options from either end of the list.
pub(crate) fn answers_of(options: &[AnswerOption], multi: bool) -> Vec<Vec<(u16, Cell)>> {
    let cells = |option: &AnswerOption| -> Vec<(u16, Cell)> {
        option
            .sets
            .iter()
            .map(|(fact, value)| (fact.0.slot, Cell::new(*fact, value)))
            .collect()
    };
    let single: Vec<_> = options
        .iter()
        .map(cells)
        .filter(|answer| !answer.is_empty())
        .collect();
    let mut answers = single.clone();
    if multi {
        let mut add = |answer: Vec<(u16, Cell)>| {
            if !answers.contains(&answer) {
                answers.push(answer);
            }
        };
        for (index, first) in single.iter().enumerate() {
            for second in &single[index + 1..] {
                add(united([first, second].into_iter()));
            }
        }
        add(united(single.iter()));
        add(united(single.iter().rev()));
    }
    answers
}

/// The first answer and every later one that agrees with those before it.
fn united<'a>(answers: impl Iterator<Item = &'a Vec<(u16, Cell)>>) -> Vec<(u16, Cell)> {
    let mut widest: Vec<(u16, Cell)> = Vec::new();
    for answer in answers {
        if answer.iter().all(|change| agrees(&widest, *change)) {
            for change in answer {
                unite(&mut widest, *change);
            }
        }
    }
    widest
}

/// Sets are united, except with the empty one: who has paid nothing has not paid for a ticket.
fn agrees(widest: &[(u16, Cell)], (slot, cell): (u16, Cell)) -> bool {
    let none = Cell::Set(0);
    widest.iter().all(|(other, known)| {
        *other != slot
            || *known == cell
            || (matches!(cell, Cell::Set(_)) && cell != none && *known != none)
    })
}

fn unite(widest: &mut Vec<(u16, Cell)>, (slot, cell): (u16, Cell)) {
    match (widest.iter_mut().find(|(other, _)| *other == slot), cell) {
        (Some((_, Cell::Set(known))), Cell::Set(more)) => *known |= more,
        (Some(_), _) => {}
        (None, _) => widest.push((slot, cell)),
    }
}
