//! Trying out changes of facts on one situation: change, assess again what reads them, judge, put back.
//!
//! Unlike an answer, a change may replace what is known, and it may concern a paper or the tick that answers papers.

use crate::bits::{FactSet, IndicatorSet};
use crate::cell::Cell;
use crate::classes::{conditions, level_conditions};
use crate::fact::FactId;
use crate::indicator::{Lane, State, Strength};
use crate::pack::Pack;
use crate::screening::Level;
use crate::situation::{Mark, Situation};

/// Where the indicators stand, as far as a level or another indicator can tell; or one change that stands for itself.
///
/// A sign that is not present counts the same whether it is unknown or absent, except in the checklist, where unknown
/// is a gap, and where another condition asks whether it fires.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Marks {
    All(Vec<(State, Strength, bool)>),
    Own(u16, String),
}

impl Marks {
    /// An effect that equals no other.
    pub(crate) fn own(slot: u16, cell: Cell) -> Self {
        Self::Own(slot, format!("{cell:?}"))
    }

    fn of(situation: &Situation, watched: &IndicatorSet) -> Self {
        let marks = situation.marks.iter().enumerate();
        let seen = |(index, mark): (usize, &Mark)| match mark.state {
            State::Present => (mark.state, mark.strength, mark.decisive),
            state if watched.contains(index) => (state, Strength::None, false),
            _ => (State::Absent, Strength::None, false),
        };
        Self::All(marks.map(seen).collect())
    }
}

pub(crate) struct Trial<'a> {
    pack: &'a Pack,
    before: &'a Situation,
    now: Situation,
    base: Marks,
    level: Level,
    tick: FactSet,
    /// Indicators of which more matters than whether they are present.
    watched: IndicatorSet,
}

impl<'a> Trial<'a> {
    pub(crate) fn new(pack: &'a Pack, before: &'a Situation) -> Self {
        let mut tick = Vec::new();
        pack.papers.when.collect_facts(&mut tick);
        let mut watched = pack.wiring.lanes[Lane::Documents as usize];
        let levels = level_conditions(pack).into_iter();
        for expr in pack.indicators.iter().flat_map(conditions).chain(levels) {
            expr.collect_references(&mut watched, &mut false);
        }
        Self {
            pack,
            before,
            now: before.clone(),
            base: Marks::of(before, &watched),
            level: pack.judge(before).level,
            tick: tick.into_iter().map(usize::from).collect(),
            watched,
        }
    }

    /// The level without any change.
    pub(crate) fn level(&self) -> Level {
        self.level
    }

    /// Where the indicators stand without any change.
    pub(crate) fn base(&self) -> &Marks {
        &self.base
    }

    /// The level after some changes.
    pub(crate) fn level_after(&mut self, changes: &[(u16, Cell)]) -> Level {
        self.run(changes, |_, _| ()).0
    }

    /// The level after some changes, and where the indicators stand then.
    pub(crate) fn effect_of(&mut self, changes: &[(u16, Cell)]) -> (Level, Marks) {
        self.run(changes, Marks::of)
    }

    fn run<T>(
        &mut self,
        changes: &[(u16, Cell)],
        look: impl FnOnce(&Situation, &IndicatorSet) -> T,
    ) -> (Level, T) {
        let pack = self.pack;
        let slots = || changes.iter().map(|(slot, _)| usize::from(*slot));
        let mut touched = IndicatorSet::empty();
        for &(slot, cell) in changes {
            let slot = usize::from(slot);
            self.now.cells[slot] = cell;
            self.now.papers[slot] = cell;
            self.now.stated = pack.stated_after(self.now.stated, slot, cell);
            touched = touched.union(&pack.wiring.readers[slot]);
        }
        let is_tick = slots().any(|slot| self.tick.contains(slot));
        if is_tick {
            touched = touched.union(&pack.wiring.lanes[Lane::Documents as usize]);
            pack.answer_papers(&mut self.now);
        }
        if changes
            .iter()
            .any(|(slot, _)| pack.wiring.slots.feeds(*slot))
        {
            pack.derive(&mut self.now);
        }
        pack.assess(&mut self.now, &touched);
        let level = pack.judge(&self.now).level;
        let seen = look(&self.now, &self.watched);
        if is_tick {
            self.now.clone_from(self.before);
        } else {
            let derived = pack.wiring.slots.derived().map(FactId::slot);
            for slot in slots().chain(derived) {
                self.now.cells[slot] = self.before.cells[slot];
                self.now.papers[slot] = self.before.papers[slot];
            }
            self.now.stated = self.before.stated;
            self.now.marks.copy_from_slice(&self.before.marks);
            self.now.present = self.before.present;
            self.now.unknown = self.before.unknown;
        }
        (level, seen)
    }
}
