//! From a case to where each indicator stands: condition, withdrawal, strength, decisiveness (levels 1.1 to 1.7).

use crate::bits::{FactSet, IndicatorSet};
use crate::case::Case;
use crate::cell::Cell;
use crate::conditions::Judged;
use crate::expr::{Expr, View};
use crate::indicator::{Dimension, Indicator, Lane, State, Strength};
use crate::pack::Pack;
use crate::situation::{Mark, Situation};
use crate::truth::Truth;

impl Pack {
    /// Binds the facts of a case and assesses every indicator.
    pub(crate) fn situation(&self, case: &Case) -> Situation {
        let mut cells = vec![Cell::Unknown; self.vocabulary.len()];
        for (fact, value) in &case.facts {
            cells[fact.slot()] = Cell::new(*fact, value);
        }
        let stated = self.stated(&cells);
        let slots = |facts: &std::collections::BTreeSet<crate::fact::FactId>| -> FactSet {
            facts.iter().map(|fact| fact.slot()).collect()
        };
        let mut situation = Situation {
            leg: case.leg,
            today: case.as_of.ordinal(),
            manifest_only: case.manifest_only,
            papers: cells.clone(),
            cells,
            refused: slots(&case.refused),
            changed: self.wiring.slots.with_derived(slots(&case.changed)),
            answered: case.answered.iter().map(|each| each.index()).collect(),
            stated,
            marks: vec![Mark::ABSENT; self.indicators.len()],
            present: IndicatorSet::empty(),
            unknown: IndicatorSet::empty(),
        };
        self.derive(&mut situation);
        self.answer_papers(&mut situation);
        let all: IndicatorSet = (0..self.indicators.len()).collect();
        let judged = self.conditions.judge(&situation);
        self.assess_with(&mut situation, &all, Some(&judged));
        situation
    }

    /// Lets the tick "all papers present" answer the items that were not recorded singly (levels 2).
    pub(crate) fn answer_papers(&self, situation: &mut Situation) {
        situation.papers.clone_from(&situation.cells);
        if self.holds(situation, &self.papers.when) {
            for (slot, cell) in &self.papers.answers {
                let paper = &mut situation.papers[usize::from(*slot)];
                if !paper.is_known() {
                    *paper = *cell;
                }
            }
        }
    }

    /// Assesses some indicators again, those that others refer to first. Says whether anything that counts towards a
    /// level has changed: what is present, or a checklist item.
    pub(crate) fn assess(&self, situation: &mut Situation, which: &IndicatorSet) -> bool {
        self.assess_with(situation, which, None)
    }

    /// The same, where conditions were already judged for these facts.
    fn assess_with(
        &self,
        situation: &mut Situation,
        which: &IndicatorSet,
        judged: Option<&Judged>,
    ) -> bool {
        let mut counts = false;
        for wave in &self.wiring.waves {
            for index in wave.intersection(which).iter() {
                let before = situation.marks[index];
                let truth = judged.and_then(|judged| self.conditions.truth(judged, index));
                let mark = self.assess_one(situation, index, truth);
                if mark != before {
                    let is_paper = self.indicators[index].lane == Lane::Documents;
                    counts |= is_paper
                        || [before, mark]
                            .iter()
                            .any(|each| each.state == State::Present);
                    situation.set_mark(index, mark);
                }
            }
        }
        counts
    }

    /// Whether a condition outside the indicators is known to hold.
    pub(crate) fn holds(&self, situation: &Situation, condition: &Expr) -> bool {
        self.ask_level(situation, condition).holds()
    }

    /// Truth of a condition outside the indicators.
    pub(crate) fn ask_level(&self, situation: &Situation, condition: &Expr) -> Truth {
        let peers = IndicatorSet::empty();
        let view = View {
            situation,
            cells: &situation.cells,
            peers: &peers,
            dimensions: self.dimensions(),
        };
        condition.truth(&view)
    }

    /// Truth of a condition as the indicator at `index` asks it.
    pub(crate) fn ask(&self, situation: &Situation, index: usize, condition: &Expr) -> Truth {
        let peers = self.peers(index);
        let view = View {
            situation,
            cells: self.cells(situation, index),
            peers: &peers,
            dimensions: self.dimensions(),
        };
        condition.truth(&view)
    }

    /// The facts as an indicator sees them: the tick "all papers present" answers the checklist and nothing else.
    pub(crate) fn cells<'a>(&self, situation: &'a Situation, index: usize) -> &'a [Cell] {
        if self.indicators[index].lane == Lane::Documents {
            &situation.papers
        } else {
            &situation.cells
        }
    }

    /// Whether a checklist item is needed here although its facts are not known (levels 2).
    pub(crate) fn is_required(&self, situation: &Situation, indicator: &Indicator) -> bool {
        indicator
            .required
            .as_ref()
            .is_some_and(|required| self.holds(situation, required))
    }

    fn assess_one(&self, situation: &Situation, index: usize, judged: Option<Truth>) -> Mark {
        let indicator = &self.indicators[index];
        if !indicator.legs.contains(&situation.leg) {
            return Mark::ABSENT;
        }
        let peers = self.peers(index);
        let view = View {
            situation,
            cells: self.cells(situation, index),
            peers: &peers,
            dimensions: self.dimensions(),
        };
        let truth = judged.unwrap_or_else(|| indicator.condition.truth(&view));
        if truth == Truth::False {
            let strength = self.listed_strength(situation, indicator);
            return Mark {
                state: State::Absent,
                strength,
                decisive: indicator.decisive,
            };
        }
        let strength = self.strength(&view, indicator);
        let state = if indicator
            .cancels
            .iter()
            .any(|cancel| cancel.truth(&view).holds())
            || (truth == Truth::True && self.is_cleared(&view, indicator, strength))
        {
            State::Withdrawn
        } else if truth == Truth::Unknown
            || (indicator.silent_at_manifest && situation.manifest_only)
        {
            // Nothing was asked yet while only the manifest is known: that is no missing answer.
            State::Unknown
        } else {
            State::Present
        };
        let decisive_when = indicator.decisive_when.as_ref();
        let decisive =
            indicator.decisive || decisive_when.is_some_and(|when| when.truth(&view).holds());
        Mark {
            state,
            strength,
            decisive,
        }
    }

    fn strength(&self, view: &View<'_>, indicator: &Indicator) -> Strength {
        let ruled = indicator
            .strengths
            .iter()
            .find(|(when, _)| when.truth(view).holds());
        ruled.map_or_else(
            || self.listed_strength(view.situation, indicator),
            |(_, strength)| *strength,
        )
    }

    /// The strength of the catalogue, for an adult or a child.
    fn listed_strength(&self, situation: &Situation, indicator: &Indicator) -> Strength {
        if self.is_child(situation) {
            indicator.child
        } else {
            indicator.adult
        }
    }

    /// A person who was cleared is not stopped again for the same thing; danger, children and gates stay (levels 1.7).
    fn is_cleared(&self, view: &View<'_>, indicator: &Indicator, strength: Strength) -> bool {
        view.situation.cells[self.wiring.slots.cleared.slot()] == Cell::Bool(true)
            && indicator.lane != Lane::Documents
            && indicator.dimension != Dimension::Child
            && strength != Strength::Gate
            && !indicator
                .danger
                .as_ref()
                .is_some_and(|danger| danger.truth(view).holds())
            && indicator
                .fact_set
                .intersection(&view.situation.changed)
                .is_empty()
    }

    /// Child, or doubt, which is treated as child (levels 1.6).
    fn is_child(&self, situation: &Situation) -> bool {
        let status = situation.cells[self.wiring.slots.child_status.slot()];
        status.is_known() && status != self.wiring.slots.adult
    }
}
