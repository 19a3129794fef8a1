//! Counting the signs of a lane (levels 1): who counts at all, one per evidence group, by dimension and strength.

use crate::bits::IndicatorSet;
use crate::indicator::{Dimension, Lane, Strength};
use crate::pack::{Pack, Thresholds};
use crate::situation::{Leg, Situation};

/// Signs that count in one dimension.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) strong: u8,
    pub(crate) medium: u8,
    pub(crate) weak: u8,
    /// Decisive ones of any strength.
    pub(super) decisive: u8,
    /// Decisive medium or strong: another person's conduct.
    pub(super) conduct: u8,
    /// Decisive and strong.
    pub(super) decisive_strong: u8,
}

impl Count {
    /// The combination rule of the ILO operational indicators.
    pub(crate) fn is_positive(self, limits: &Thresholds) -> bool {
        self.strong >= limits.positive_strong
            || (self.strong >= 1 && self.medium + self.weak >= 1)
            || self.medium >= limits.positive_medium
            || (self.medium >= limits.positive_medium_beside_weak && self.weak >= 1)
    }

    /// Signs of at least medium strength beside one strong sign; none without a strong one.
    pub(super) fn beside_strong(self) -> Option<u8> {
        (self.strong + self.medium)
            .checked_sub(1)
            .filter(|_| self.strong > 0)
    }

    /// Decisive signs of at least medium strength beside one strong sign, which need not be decisive itself.
    pub(super) fn decisive_beside_strong(self) -> Option<u8> {
        let taken = u8::from(self.strong == self.decisive_strong);
        self.conduct.checked_sub(taken).filter(|_| self.strong > 0)
    }
}

/// Signs that count in one lane.
pub(crate) struct Tally {
    pub(super) dimensions: [Count; Dimension::COUNT],
    pub(super) all: Count,
}

impl Tally {
    pub(crate) fn of(&self, dimension: Dimension) -> Count {
        self.dimensions[dimension as usize]
    }

    pub(super) fn strong_dimensions(&self) -> u8 {
        self.dimensions
            .iter()
            .map(|count| u8::from(count.strong > 0))
            .sum()
    }
}

impl Pack {
    /// Who counts in a lane (levels 1), one per evidence group, the strongest of each; and signs that could count in
    /// the place of one of them.
    pub(super) fn counted(
        &self,
        situation: &Situation,
        lane: Lane,
    ) -> (IndicatorSet, IndicatorSet) {
        let present = situation
            .present
            .intersection(&self.wiring.lanes[lane as usize]);
        let conduct = present
            .iter()
            .any(|index| self.is_conduct(situation, index));
        let mut best = [usize::MAX; IndicatorSet::CAPACITY];
        let (mut counted, mut rivals) = (IndicatorSet::empty(), IndicatorSet::empty());
        for index in present
            .iter()
            .filter(|&index| self.is_scored(situation, index))
        {
            if !situation.marks[index].decisive && !conduct {
                continue;
            }
            let known = &mut best[usize::from(self.indicators[index].group)];
            let weight = |index: usize| {
                (
                    situation.marks[index].strength,
                    situation.marks[index].decisive,
                )
            };
            if *known == usize::MAX {
                counted.insert(index);
                *known = index;
            } else if weight(index) > weight(*known) {
                counted.remove(*known);
                rivals.insert(*known);
                counted.insert(index);
                *known = index;
            } else {
                rivals.insert(index);
            }
        }
        (counted, rivals)
    }

    /// Other ways to count the evidence groups that have rivals. A pack has few such groups; beyond so many ways the
    /// strongest of each group has to do.
    pub(super) fn other_ways(
        &self,
        counted: &IndicatorSet,
        rivals: &IndicatorSet,
    ) -> Vec<IndicatorSet> {
        const MOST: usize = 64;
        let group = |index: usize| self.indicators[index].group;
        let mut ways = vec![*counted];
        for rival in rivals.iter() {
            for known in 0..ways.len() {
                let others = ways[known]
                    .iter()
                    .filter(|&index| group(index) != group(rival));
                let mut way: IndicatorSet = others.collect();
                way.insert(rival);
                if ways.len() <= MOST && !ways.contains(&way) {
                    ways.push(way);
                }
            }
        }
        ways.split_off(1)
    }

    /// Counts signs by dimension and strength.
    pub(crate) fn tally(&self, situation: &Situation, counted: &IndicatorSet) -> Tally {
        let mut tally = Tally {
            dimensions: [Count::default(); Dimension::COUNT],
            all: Count::default(),
        };
        for index in counted.iter() {
            let mark = situation.marks[index];
            let dimension = self.indicators[index].dimension as usize;
            for count in [&mut tally.dimensions[dimension], &mut tally.all] {
                match mark.strength {
                    Strength::Strong => count.strong += 1,
                    Strength::Medium => count.medium += 1,
                    _ => count.weak += 1,
                }
                let decisive = u8::from(mark.decisive);
                count.decisive += decisive;
                count.conduct += decisive * u8::from(mark.strength >= Strength::Medium);
                count.decisive_strong += decisive * u8::from(mark.strength == Strength::Strong);
            }
        }
        tally
    }

    /// Weak, medium or strong, and of a dimension that is evaluated on this leg.
    fn is_scored(&self, situation: &Situation, index: usize) -> bool {
        let destination = matches!(
            self.indicators[index].dimension,
            Dimension::D4 | Dimension::D5 | Dimension::D6
        );
        situation.marks[index].strength >= Strength::Weak
            && !(destination && situation.leg == Leg::Departure)
    }

    /// A decisive medium or strong sign: conduct of another person.
    fn is_conduct(&self, situation: &Situation, index: usize) -> bool {
        let mark = situation.marks[index];
        mark.decisive && mark.strength >= Strength::Medium && self.is_scored(situation, index)
    }
}
