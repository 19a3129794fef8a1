//! The search for the smallest sets: single facts first, then pairs that single facts do not answer.
//!
//! It stays within its time because most pairs need no trial of their own. A change that moves no indicator adds
//! nothing to one it does not touch; changes that move the same indicators do the same beside a third one that neither
//! touches, and are tried once.

use std::collections::{BTreeMap, HashMap};

use super::{Change, Counterfactual};
use crate::bits::{FactSet, IndicatorSet};
use crate::case::Case;
use crate::cell::Cell;
use crate::classes::{Class, Leaves};
use crate::expr::Expr;
use crate::fact::{FactId, FactKind};
use crate::pack::Pack;
use crate::screening::Level;
use crate::situation::Situation;
use crate::trace::{Shown, of_cell, shown};
use crate::trial::{Marks, Trial};

/// Facts about who someone is and what happened, what was felt, and what the register holds.
const FIXED_GROUPS: [&str; 9] = [
    "person.", "harm.", "hist.", "link.", "ret.", "vul.", "wish.", "consent.", "service.",
];
/// Of the person, what a paper shows today.
const CHECKABLE: [&str; 2] = ["person.nik_present", "person.local_border_resident"];
/// Papers that prove age or identity, or an order of the authorities: a different one is no smaller gap.
const FIXED_PAPERS: [&str; 3] = [
    "doc.birth_evidence",
    "doc.identity_conflict",
    "doc.ban_active",
];

/// One fact that is tried, and where each class of its values leads.
pub(super) struct Candidate {
    pub(super) fact: FactId,
    slot: u16,
    pub(super) classes: Vec<Class>,
    pub(super) levels: Vec<Level>,
    /// By class: which effect it has on where the indicators stand; none if it has no effect at all.
    effects: Vec<Option<usize>>,
}

/// How what two facts do may depend on each other.
struct Touch {
    /// An indicator, or the level rules, read both themselves.
    directly: bool,
    /// An indicator reads the first itself, and the second through indicators it points to.
    first_depends: bool,
    /// The other way round.
    second_depends: bool,
}

/// One search over a judged situation.
pub(super) struct Search<'a> {
    pack: &'a Pack,
    case: &'a Case,
    situation: &'a Situation,
    trial: Trial<'a>,
    leaves: Leaves<'a>,
    pub(super) level: Level,
    /// Where the indicators stand after a change: equal changes have equal numbers.
    effects: HashMap<Marks, usize>,
    /// Level by pair of effects, for changes that do not touch each other.
    known: Vec<Option<Level>>,
    danger: FactSet,
    /// Facts that the tick "all papers present" is made of: they touch the whole checklist.
    tick: FactSet,
}

impl<'a> Search<'a> {
    pub(super) fn new(pack: &'a Pack, case: &'a Case, situation: &'a Situation) -> Self {
        let slots = |expr: &Expr| -> FactSet {
            let mut slots = Vec::new();
            expr.collect_facts(&mut slots);
            slots.into_iter().map(usize::from).collect()
        };
        let trial = Trial::new(pack, situation);
        Self {
            pack,
            case,
            situation,
            level: trial.level(),
            trial,
            leaves: Leaves::of(pack, situation),
            effects: HashMap::new(),
            known: Vec::new(),
            danger: slots(&pack.levels.danger),
            tick: slots(&pack.papers.when),
        }
    }

    /// Facts that something on this leg reads, that were not refused, and whose values can be told apart.
    pub(super) fn facts(&self) -> Vec<FactId> {
        let slots = &self.pack.wiring.slots;
        let stated = self.situation.stated;
        let is_derived = |fact: &FactId| {
            (*fact == slots.child_status && !stated.child_status.is_known())
                || (*fact == slots.fee_months && !stated.fee_months.is_known())
        };
        let facts = self.pack.vocabulary.facts();
        facts
            .filter(|fact| fact.is_rule_input())
            .filter(|fact| !matches!(fact.kind(), FactKind::Date | FactKind::Text))
            .filter(|fact| !self.situation.refused.contains(fact.slot()))
            .filter(|fact| !is_derived(fact))
            .filter(|fact| {
                !self.situation.manifest_only || fact.is_of_manifest() || self.is_fixed(*fact)
            })
            .filter(|fact| self.leaves.is_read(fact.slot()))
            .collect()
    }

    /// Never offered: see the head of the file.
    pub(super) fn is_fixed(&self, fact: FactId) -> bool {
        let id = fact.as_str();
        let group = FIXED_GROUPS.iter().any(|group| id.starts_with(group));
        let registry = fact.filled_by().iter().all(|source| source == "registry");
        let age = self.pack.wiring.slots.of_age().contains(&fact);
        let danger = self.danger.contains(fact.slot());
        let known = self.situation.cells[fact.slot()].is_known();
        (group && !CHECKABLE.contains(&id))
            || FIXED_PAPERS.contains(&id)
            || registry
            || age
            || (danger && known)
    }

    /// Tries every class of values of a fact alone.
    pub(super) fn candidate(&mut self, fact: FactId) -> Candidate {
        let classes = self.leaves.classes(self.pack, self.situation, fact);
        let slot = fact.0.slot;
        // A rule of the levels may read the fact itself, then marks do not tell the whole effect.
        let is_own = self.pack.wiring.level_facts.contains(fact.slot());
        let mut candidate = Candidate {
            fact,
            slot,
            levels: Vec::with_capacity(classes.len()),
            effects: Vec::with_capacity(classes.len()),
            classes,
        };
        for class in &candidate.classes {
            let (level, marks) = self.trial.effect_of(&[(slot, class.tried)]);
            let effect = match marks {
                _ if is_own => Some(Marks::own(slot, class.tried)),
                marks if marks == *self.trial.base() => None,
                marks => Some(marks),
            };
            let next = self.effects.len();
            let effect = effect.map(|marks| *self.effects.entry(marks).or_insert(next));
            candidate.levels.push(level);
            candidate.effects.push(effect);
        }
        candidate
    }

    /// The levels a fact leads to alone.
    pub(super) fn single(&self, candidate: &Candidate) -> Vec<Counterfactual> {
        let mut by_level: BTreeMap<Level, Vec<Shown>> = BTreeMap::new();
        for (class, level) in candidate.classes.iter().zip(&candidate.levels) {
            if *level != self.level {
                let to = by_level.entry(*level).or_default();
                to.extend(self.values(candidate.fact, class));
            }
        }
        let made = by_level.into_iter().map(|(level, to)| Counterfactual {
            changes: vec![self.change(candidate.fact, to)],
            level,
        });
        made.collect()
    }

    /// The levels two facts lead to together and neither leads to alone.
    pub(super) fn pair(
        &mut self,
        first: &Candidate,
        second: &Candidate,
        found: &mut Vec<Counterfactual>,
    ) {
        let touch = self.touch(first, second);
        let mut reached: Vec<Level> = Vec::new();
        for (one, left) in first.classes.iter().enumerate() {
            for (two, right) in second.classes.iter().enumerate() {
                let changes = [(first.slot, left.tried), (second.slot, right.tried)];
                let level = match (first.effects[one], second.effects[two]) {
                    _ if touch.directly => self.trial.level_after(&changes),
                    // What moves nothing by itself adds nothing, unless what it is read beside has moved.
                    (None, None) => continue,
                    (Some(_), None) if !touch.second_depends => continue,
                    (None, Some(_)) if !touch.first_depends => continue,
                    (Some(one), Some(two)) if !touch.first_depends && !touch.second_depends => {
                        self.apart((one, two), &changes)
                    }
                    _ => self.trial.level_after(&changes),
                };
                let alone = level == self.level
                    || first.levels.contains(&level)
                    || second.levels.contains(&level);
                if !alone && !reached.contains(&level) {
                    reached.push(level);
                    let change = |candidate: &Candidate, class: &Class| {
                        self.change(candidate.fact, self.values(candidate.fact, class))
                    };
                    found.push(Counterfactual {
                        changes: vec![change(first, left), change(second, right)],
                        level,
                    });
                }
            }
        }
    }

    /// The level after two changes that do not touch each other; tried once for equal effects.
    fn apart(&mut self, (one, two): (usize, usize), changes: &[(u16, Cell)]) -> Level {
        let count = self.effects.len();
        if self.known.len() != count * count {
            self.known = vec![None; count * count];
        }
        let place = one.min(two) * count + one.max(two);
        if let Some(level) = self.known.get(place).copied().flatten() {
            return level;
        }
        let level = self.trial.level_after(changes);
        if let Some(known) = self.known.get_mut(place) {
            *known = Some(level);
        }
        level
    }

    fn touch(&self, first: &Candidate, second: &Candidate) -> Touch {
        let (one, two) = (first.fact.slot(), second.fact.slot());
        let direct = |slot: usize| self.leaves.readers(slot);
        let through = |slot: usize| self.pack.wiring.readers[slot];
        let meet = |left: IndicatorSet, right: IndicatorSet| !left.intersection(&right).is_empty();
        let own = |slot: usize| self.pack.wiring.level_facts.contains(slot);
        Touch {
            directly: meet(direct(one), direct(two))
                || (own(one) && own(two))
                || self.tick.contains(one)
                || self.tick.contains(two),
            first_depends: meet(direct(one), through(two)),
            second_depends: meet(direct(two), through(one)),
        }
    }

    fn change(&self, fact: FactId, to: Vec<Shown>) -> Change {
        Change {
            fact,
            now: shown(self.case, fact, self.situation.cells[fact.slot()]),
            to,
        }
    }

    fn values(&self, fact: FactId, class: &Class) -> Vec<Shown> {
        let cells = class.members.iter();
        cells.filter_map(|cell| of_cell(fact, *cell)).collect()
    }
}
