//! What is known about one departure or return at one moment: the input of a screening.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Date;
use crate::fact::{FactId, FactValue};
use crate::question::QuestionId;
use crate::situation::{Leg, Stage};
use crate::sources::{FactSources, Statement};

/// Everything a screening may use. It names no person.
///
/// A fact in none of the maps was not asked. `refused` and `dont_know` are unknown like facts not asked; the
/// difference is only that a refused question counts as put and is never proposed again.
#[derive(Debug, Clone)]
pub struct Case {
    /// Direction of the journey.
    pub leg: Leg,
    /// The desk.
    pub stage: Stage,
    /// Day of the screening.
    pub as_of: Date,
    /// Known facts. A value that does not fit its fact counts as unknown.
    pub facts: BTreeMap<FactId, FactValue>,
    /// Facts whose question was refused. Never a sign.
    pub refused: BTreeSet<FactId>,
    /// Facts whose question was answered "tidak tahu". Never a sign.
    pub dont_know: BTreeSet<FactId>,
    /// Questions that were answered. What they asked about and is still not known was not among the chosen answers of a
    /// multiple choice; they are not proposed again. A question that is not listed counts as answered when its facts
    /// are known.
    pub answered: BTreeSet<QuestionId>,
    /// Facts that are new or changed since the person was last cleared. Only read when `hist.cleared_recently` is
    /// true: signs that rest on none of these are withdrawn (levels 1.7).
    pub changed: BTreeSet<FactId>,
    /// Nothing but the manifest and the registry is known yet (levels 4, "Manifest stage").
    pub manifest_only: bool,
    /// Who said what about a known fact, and when. The engine carries it into the explanation and reads nothing of
    /// it; a fact without an entry is as good as one with.
    pub sources: BTreeMap<FactId, FactSources>,
}

impl Case {
    /// A case about which nothing is known yet.
    #[must_use]
    pub fn new(leg: Leg, stage: Stage, as_of: Date) -> Self {
        Self {
            leg,
            stage,
            as_of,
            facts: BTreeMap::new(),
            refused: BTreeSet::new(),
            dont_know: BTreeSet::new(),
            answered: BTreeSet::new(),
            changed: BTreeSet::new(),
            manifest_only: false,
            sources: BTreeMap::new(),
        }
    }

    /// Adds what one source says about a fact. Where sources disagree all are kept, and the one that stands highest
    /// is in force ([`FactSources`]).
    pub fn state(&mut self, fact: FactId, statement: Statement) {
        let sources = self.sources.entry(fact).or_default();
        sources.add(statement);
        if let Some(in_force) = sources.in_force() {
            self.facts.insert(fact, in_force.value.clone());
        }
    }

    /// Known facts that are new or have another value than at a clearance (levels 1.7: "same coded values"). What was
    /// known then and is not known now has not changed: it was not asked yet.
    #[must_use]
    pub fn changed_since(&self, then: &BTreeMap<FactId, FactValue>) -> BTreeSet<FactId> {
        let known = self.facts.iter();
        let changed = known.filter(|(fact, value)| then.get(fact) != Some(value));
        changed.map(|(fact, _)| *fact).collect()
    }

    /// Whether every known fact can come from the manifest or the registry (levels 4). A question that was refused, or
    /// answered "tidak tahu", was put by somebody: then the person was met, and missing papers are no longer silent.
    #[must_use]
    pub fn rests_on_manifest(&self) -> bool {
        let nobody_asked =
            self.refused.is_empty() && self.dont_know.is_empty() && self.answered.is_empty();
        nobody_asked && self.facts.keys().all(|fact| fact.is_of_manifest())
    }
}
