//! From indicators to levels, as `levels.md` says (sections 1 to 4).
//!
//! What no pack can change: gates and "none" are not counted; a group of evidence counts once per lane; vulnerability
//! counts only beside another person's conduct; weak signs alone raise nothing; exploitation (D4 to D6) is not
//! evaluated on departure; missing data never lifts anything above `lengkapi`.
//!
//! A further sign, or a stronger one, never lowers a level. Two readings of `levels.md` follow from this:
//! - "So many medium" means at least medium. Otherwise one strong and three medium signs would be `lindungi`, and the
//!   same with one of the three grown strong would not.
//! - Where signs of one evidence group belong to different dimensions, the group counts in the one where it makes
//!   most of the whole. Otherwise a sign that adds nothing new could take the group away from a positive dimension.

mod tally;

use crate::bits::IndicatorSet;
use crate::indicator::{Dimension, Lane, Strength};
use crate::pack::Pack;
use crate::screening::{Lanes, Level, LevelRule};
use crate::situation::{Leg, Situation};

pub(crate) use tally::{Count, Tally};

/// The judgement of a situation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verdict {
    pub(crate) level: Level,
    pub(crate) lanes: Lanes,
    pub(crate) joint: bool,
    pub(crate) request: bool,
    pub(crate) counted: IndicatorSet,
    /// Checklist items that are needed and unknown.
    pub(crate) gaps: IndicatorSet,
    rules: u16,
}

const RULES: [LevelRule; 14] = [
    LevelRule::L1,
    LevelRule::L2,
    LevelRule::L3,
    LevelRule::L4,
    LevelRule::L5,
    LevelRule::L6,
    LevelRule::L7,
    LevelRule::L8,
    LevelRule::C1,
    LevelRule::C2,
    LevelRule::C3,
    LevelRule::J1,
    LevelRule::Request,
    LevelRule::ManifestCap,
];

impl Verdict {
    pub(crate) fn has(&self, rule: LevelRule) -> bool {
        self.rules & (1 << rule as u16) != 0
    }

    /// Rules that hold, in the order of `levels.md`.
    pub(crate) fn rules(&self) -> Vec<LevelRule> {
        RULES.into_iter().filter(|rule| self.has(*rule)).collect()
    }

    fn note(&mut self, rule: LevelRule, holds: bool) -> bool {
        self.rules |= u16::from(holds) << rule as u16;
        holds
    }
}

impl Pack {
    /// Judges a situation.
    pub(crate) fn judge(&self, situation: &Situation) -> Verdict {
        let lanes = Lanes {
            documents: Level::Siap,
            trafficking: Level::Siap,
            courier: Level::Siap,
        };
        let mut verdict = Verdict {
            level: Level::Siap,
            lanes,
            joint: false,
            request: self.holds(situation, &self.levels.request),
            counted: IndicatorSet::empty(),
            gaps: IndicatorSet::empty(),
            rules: 0,
        };
        verdict.lanes.documents = self.documents(situation, &mut verdict);
        verdict.lanes.trafficking = self.best(
            situation,
            Lane::Trafficking,
            &mut verdict,
            Self::trafficking,
        );
        verdict.lanes.courier = self.best(situation, Lane::Courier, &mut verdict, Self::courier);
        let joint = self.holds(situation, &self.levels.joint);
        verdict.joint = verdict.note(LevelRule::J1, joint);
        if joint {
            verdict.lanes.trafficking = Level::Lindungi;
            verdict.lanes.courier = Level::Lindungi;
        }
        verdict.level = verdict
            .lanes
            .documents
            .max(verdict.lanes.trafficking)
            .max(verdict.lanes.courier);
        if verdict.note(LevelRule::Request, verdict.request) {
            verdict.level = verdict.level.max(Level::Dalami);
        }
        let capped =
            situation.manifest_only && verdict.level > Level::Dalami && !verdict.has(LevelRule::L3);
        if verdict.note(LevelRule::ManifestCap, capped) {
            verdict.level = Level::Dalami;
        }
        verdict
    }

    /// Documents: complete or to be completed, nothing higher (levels 2).
    fn documents(&self, situation: &Situation, verdict: &mut Verdict) -> Level {
        let lane = &self.wiring.lanes[Lane::Documents as usize];
        let is_gate = |index: &usize| situation.marks[*index].strength == Strength::Gate;
        let fired: IndicatorSet = situation
            .present
            .intersection(lane)
            .iter()
            .filter(is_gate)
            .collect();
        verdict.counted = verdict.counted.union(&fired);
        if !situation.manifest_only {
            let open = situation.unknown.intersection(lane);
            verdict.gaps = open
                .iter()
                .filter(|&index| self.is_required(situation, &self.indicators[index]))
                .collect();
        }
        if fired.is_empty() && verdict.gaps.is_empty() {
            Level::Siap
        } else {
            Level::Lengkapi
        }
    }

    /// Trafficking lane (levels 3).
    fn trafficking(&self, situation: &Situation, tally: &Tally, verdict: &mut Verdict) -> Level {
        use Dimension::{D1, D2, D3, D4, D5, D6, Port};
        let limits = &self.levels.thresholds;
        let positive = |dimension: Dimension| tally.of(dimension).is_positive(limits);
        let conduct =
            |dimensions: &[Dimension]| dimensions.iter().any(|each| tally.of(*each).conduct > 0);
        let counts = |dimensions: &[Dimension]| {
            dimensions
                .iter()
                .any(|each| tally.of(*each).strong + tally.of(*each).medium > 0)
        };
        let l4 = [D1, D2]
            .into_iter()
            .any(|each| positive(each) && tally.of(each).decisive > 0);
        let l5 = positive(D3)
            && tally.of(D3).decisive >= limits.l5_decisive_in_d3
            && conduct(&[D1, D2, Port]);
        let l6 = positive(Port) && conduct(&[D1, D2, D3]);
        let l7 = situation.leg == Leg::Return
            && (positive(D5) || (positive(D4) && counts(&[D1, D2, D5, D6])));
        let l8 = tally.strong_dimensions() >= limits.l8_strong_dimensions
            || tally
                .all
                .decisive_beside_strong()
                .is_some_and(|others| others >= limits.l8_decisive_medium_beside_strong);
        let held = [
            (LevelRule::L1, self.holds(situation, &self.levels.child)),
            (LevelRule::L2, self.holds(situation, &self.levels.danger)),
            (LevelRule::L3, self.holds(situation, &self.levels.register)),
            (LevelRule::L4, l4),
            (LevelRule::L5, l5),
            (LevelRule::L6, l6),
            (LevelRule::L7, l7),
            (LevelRule::L8, l8),
        ];
        let mut protects = false;
        for (rule, holds) in held {
            protects |= verdict.note(rule, holds);
        }
        let all = tally.all;
        if protects {
            Level::Lindungi
        } else if all.strong >= 1
            || conduct(&[D2, D5])
            || self.holds(situation, &self.levels.age_doubt)
            || (all.medium >= limits.dalami_medium && all.conduct >= 1)
        {
            Level::Dalami
        } else if all.conduct >= 1 {
            Level::Lengkapi
        } else {
            Level::Siap
        }
    }

    /// Courier lane (levels 4).
    fn courier(&self, situation: &Situation, tally: &Tally, verdict: &mut Verdict) -> Level {
        let limits = &self.levels.thresholds;
        let all = tally.all;
        let c1 = verdict.note(
            LevelRule::C1,
            self.holds(situation, &self.levels.forced_to_carry),
        );
        let c2 = verdict.note(
            LevelRule::C2,
            tally.strong_dimensions() >= limits.c2_strong_dimensions,
        );
        let c3 = all
            .beside_strong()
            .is_some_and(|others| others >= limits.c3_medium_beside_strong);
        let c3 = verdict.note(LevelRule::C3, c3);
        if c1 || c2 || c3 {
            Level::Lindungi
        } else if all.strong >= 1 || all.medium >= limits.dalami_medium {
            Level::Dalami
        } else if all.medium >= 1 {
            Level::Lengkapi
        } else {
            Level::Siap
        }
    }

    /// The highest level a lane has by its rule, over the ways to count its evidence groups.
    fn best(
        &self,
        situation: &Situation,
        lane: Lane,
        verdict: &mut Verdict,
        rule: fn(&Self, &Situation, &Tally, &mut Verdict) -> Level,
    ) -> Level {
        let (counted, rivals) = self.counted(situation, lane);
        let judge = |counted: IndicatorSet| {
            let mut judged = *verdict;
            let level = rule(
                self,
                situation,
                &self.tally(situation, &counted),
                &mut judged,
            );
            judged.counted = judged.counted.union(&counted);
            (level, judged)
        };
        let (mut level, mut judged) = judge(counted);
        if !rivals.is_empty() {
            for other in self.other_ways(&counted, &rivals) {
                let (higher, otherwise) = judge(other);
                if higher > level {
                    (level, judged) = (higher, otherwise);
                }
            }
        }
        *verdict = judged;
        level
    }
}

#[cfg(test)]
mod tests;
