//! The conditions of a pack's indicators, compiled together: all are judged in one go when a case is bound.
//!
//! Trying out an answer afterwards changes a few facts; then the few indicators that read them are judged one by one
//! with [`Expr::truth`]. So are, always, indicators that read others.

use std::sync::Arc;

use crate::bits::IndicatorSet;
use crate::cell::Cell;
use crate::fact::FactId;
use crate::indicator::{Indicator, Lane};
use crate::program::{Layout, Memory, Program, Row};
use crate::situation::Situation;
use crate::truth::Truth;

#[cfg(doc)]
use crate::expr::Expr;

/// Compiled conditions, by indicator.
#[derive(Debug)]
pub(crate) struct Conditions {
    program: Program,
    /// Indicators whose condition reads facts only.
    compiled: IndicatorSet,
    /// Indicators that read facts as the checklist sees them.
    papers: IndicatorSet,
    layout: Arc<Layout>,
}

/// Truth of the compiled conditions for one case.
pub(crate) struct Judged {
    cells: Memory,
    papers: Memory,
}

impl Conditions {
    pub(crate) fn new(facts: impl Iterator<Item = FactId>, indicators: &[Indicator]) -> Self {
        let facts: Vec<FactId> = facts.collect();
        let layout = Arc::new(Layout::new(facts.iter().copied()));
        let program = Program::new(
            facts,
            &layout,
            indicators.iter().map(|each| &each.condition),
        );
        let places = |holds: &dyn Fn(usize) -> bool| {
            (0..indicators.len())
                .filter(|index| holds(*index))
                .collect()
        };
        Self {
            compiled: places(&|index| program.compiled[index]),
            papers: places(&|index| indicators[index].lane == Lane::Documents),
            program,
            layout,
        }
    }

    /// Judges all conditions that can be judged from facts.
    pub(crate) fn judge(&self, situation: &Situation) -> Judged {
        let run = |cells: &[Cell]| {
            let mut row = Row::of(&self.layout);
            row.set_today(situation.today);
            for (slot, cell) in cells.iter().enumerate() {
                row.set_cell(slot, *cell);
            }
            let mut memory = self.program.memory();
            self.program.run(&row, &mut memory, true);
            memory
        };
        let cells = run(&situation.cells);
        let papers = if situation.papers == situation.cells {
            cells.clone()
        } else {
            run(&situation.papers)
        };
        Judged { cells, papers }
    }

    /// Truth of the condition of an indicator; `None` if it reads more than facts.
    pub(crate) fn truth(&self, judged: &Judged, index: usize) -> Option<Truth> {
        let memory = if self.papers.contains(index) {
            &judged.papers
        } else {
            &judged.cells
        };
        self.compiled.contains(index).then(|| memory.truth(index))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::case::Case;
    use crate::cell::Cell;
    use crate::expr::View;
    use crate::fact::{FactId, FactKind};
    use crate::indicator::Lane;
    use crate::pack::Pack;
    use crate::situation::{Leg, Stage};

    fn cell(fact: FactId, choice: u32) -> Cell {
        let values = fact.values().len().max(1) as u32;
        let small = i64::from(choice % 40);
        match fact.kind() {
            FactKind::Bool => Cell::Bool(choice.is_multiple_of(2)),
            FactKind::Enum => Cell::Code((choice % values) as u8),
            FactKind::Set => Cell::Set(u64::from(choice) & ((1 << values) - 1)),
            FactKind::Int => Cell::Number(small),
            FactKind::Money => Cell::Number(small * 1_000_000),
            FactKind::Decimal => Cell::Number(small * 100_000),
            FactKind::Date => Cell::Number(739_900 + small),
            FactKind::Text => Cell::Bool(true),
        }
    }

    #[test]
    fn most_conditions_of_the_shipped_pack_are_compiled() {
        let conditions = &Pack::builtin().unwrap().conditions;
        let compiled = conditions.compiled.iter().count();
        let all = Pack::builtin().unwrap().indicators().len();
        assert!(compiled * 10 >= all * 8, "{compiled} of {all}");
    }

    proptest! {
        #[test]
        fn compiled_conditions_of_the_shipped_pack_say_what_the_tree_says(
            chosen in proptest::collection::vec(proptest::option::of(any::<u32>()), 221),
            more in proptest::collection::vec((0usize..221, any::<u32>()), 0..10),
        ) {
            let pack = Pack::builtin().unwrap();
            let case = Case::new(Leg::Departure, Stage::Port, "2026-11-24".parse().unwrap());
            let mut situation = pack.situation(&case);
            let facts: Vec<FactId> = pack.vocabulary().facts().collect();
            for (fact, choice) in facts.iter().zip(chosen) {
                situation.cells[fact.slot()] = choice.map_or(Cell::Unknown, |choice| cell(*fact, choice));
            }
            situation.papers = situation.cells.clone();
            for (place, choice) in more {
                situation.papers[place] = cell(facts[place], choice);
            }
            let judged = pack.conditions.judge(&situation);
            for (index, indicator) in pack.indicators().iter().enumerate() {
                let peers = pack.peers(index);
                let is_paper = indicator.lane == Lane::Documents;
                let view = View {
                    situation: &situation,
                    cells: if is_paper { &situation.papers } else { &situation.cells },
                    peers: &peers,
                    dimensions: pack.dimensions(),
                };
                if let Some(truth) = pack.conditions.truth(&judged, index) {
                    prop_assert_eq!(truth, indicator.condition.truth(&view), "{}", indicator.id());
                }
            }
        }
    }
}
