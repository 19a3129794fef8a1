//! What would change the level: the smallest sets of facts, single ones and pairs.
//!
//! What must hold:
//! - Exact. Every set that is given was evaluated, and changes the level as it says. No single fact or pair of facts
//!   that could be checked is left out, and a pair is given only where neither of its facts alone leads to its level.
//! - What cannot be checked is never offered: who the person is, what happened, what the register holds, what was
//!   said about danger, what was refused (`Search::is_fixed`). Such facts are only named where one of them alone keeps the
//!   level up.
//! - Nothing is advised. That the level would be lower if the passport were in the person's own hands says what to
//!   look into, not what to write down.
//!
//! Everything else stays as it is in the case: answers not given, what has changed since a clearance, and the manifest
//! stage. While nothing but the manifest is known, only what a manifest says is offered: the first answer or paper ends
//! that stage, and with it the cap and the silence about papers (levels 4), so that its level would be compared with one
//! of another kind. What to ask is told by the next questions.
//!
//! Not here: which values of a fact make a difference (`classes.rs`), how a change is tried (`trial.rs`).

mod search;

use serde::Serialize;

use crate::case::Case;
use crate::fact::{FactId, FactValue};
use crate::pack::Pack;
use crate::screening::Level;
use crate::trace::Shown;

use search::{Candidate, Search};

/// One fact that would have to be different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Fact.
    pub fact: FactId,
    /// Its value in the case; none if it is not known.
    pub now: Option<Shown>,
    /// Values that lead to the level. Numbers are given at the edge where they begin to matter; in a pair, together
    /// with any value of the other fact.
    pub to: Vec<Shown>,
}

/// A smallest set of facts that changes the level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counterfactual {
    /// One change or two.
    pub changes: Vec<Change>,
    /// The level they lead to.
    pub level: Level,
}

/// A fact that cannot be checked away, and alone keeps the level from being lower.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fixed {
    /// Fact.
    pub fact: FactId,
    /// The lowest level there would be without it.
    pub without: Level,
}

/// What would change the level of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counterfactuals {
    /// The level of the case.
    pub level: Level,
    /// What would lower it: fewest facts first, then the furthest, then in the order of the vocabulary.
    pub lower: Vec<Counterfactual>,
    /// What would raise it, in the same order.
    pub higher: Vec<Counterfactual>,
    /// Known facts that are never offered, each of which alone keeps the level up.
    pub fixed: Vec<Fixed>,
}

impl Counterfactual {
    /// The case with the changes made; each fact takes the first of its values.
    #[must_use]
    pub fn applied_to(&self, case: &Case) -> Case {
        let mut changed = case.clone();
        for change in &self.changes {
            let value = change.to.first();
            let value =
                value.and_then(|value| FactValue::from_json(change.fact, value.as_json()).ok());
            if let Some(value) = value {
                changed.facts.insert(change.fact, value);
                changed.manifest_only &= change.fact.is_of_manifest();
                // No source said so.
                changed.sources.remove(&change.fact);
            }
        }
        changed
    }
}

impl Pack {
    /// What would change the level of a case, by single facts and pairs of facts.
    #[must_use]
    pub fn counterfactuals(&self, case: &Case) -> Counterfactuals {
        let situation = self.situation(case);
        let mut search = Search::new(self, case, &situation);
        let level = search.level;
        let (mut checkable, mut fixed) = (Vec::new(), Vec::new());
        for fact in search.facts() {
            let candidate = search.candidate(fact);
            if search.is_fixed(fact) {
                fixed.push(candidate);
            } else if !candidate.classes.is_empty() {
                checkable.push(candidate);
            }
        }
        let mut found = Vec::new();
        for candidate in &checkable {
            found.extend(search.single(candidate));
        }
        for (index, first) in checkable.iter().enumerate() {
            for second in &checkable[index + 1..] {
                search.pair(first, second, &mut found);
            }
        }
        found.sort_by_key(|each| {
            let far = (each.level as u8).abs_diff(level as u8);
            (each.changes.len(), std::cmp::Reverse(far))
        });
        let (lower, higher) = found.into_iter().partition(|each| each.level < level);
        let without = |candidate: &Candidate| {
            let lowest = candidate.levels.iter().min().copied();
            let known = situation.cells[candidate.fact.slot()].is_known();
            lowest.filter(|lowest| known && *lowest < level)
        };
        let fixed = fixed.iter().filter_map(|candidate| {
            without(candidate).map(|without| Fixed {
                fact: candidate.fact,
                without,
            })
        });
        Counterfactuals {
            level,
            lower,
            higher,
            fixed: fixed.collect(),
        }
    }
}
