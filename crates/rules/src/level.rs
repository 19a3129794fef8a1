//! From indicators to levels, as `levels.md` says (sections 1 to 4).
//!
//! What no pack can change: gates and "none" are not counted; a group of evidence counts once per lane; vulnerability
//! counts only beside another person's conduct; weak signs alone raise nothing; exploitation (D4 to D6) is not
//! evaluated on departure; missing data never lifts anything above `lengkapi`.

use crate::bits::IndicatorSet;
use crate::indicator::{Dimension, Lane, Strength};
use crate::pack::{Pack, Thresholds};
use crate::screening::{Lanes, Level, LevelRule};
use crate::situation::{Leg, Situation};

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

/// Signs that count in one dimension.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    strong: u8,
    medium: u8,
    weak: u8,
    /// Decisive ones of any strength.
    decisive: u8,
    /// Decisive medium or strong: another person's conduct.
    conduct: u8,
    /// Decisive and medium.
    decisive_medium: u8,
}

impl Count {
    /// The combination rule of the ILO operational indicators.
    fn is_positive(self, limits: &Thresholds) -> bool {
        self.strong >= limits.positive_strong
            || (self.strong >= 1 && self.medium + self.weak >= 1)
            || self.medium >= limits.positive_medium
            || (self.medium >= limits.positive_medium_beside_weak && self.weak >= 1)
    }
}

/// Signs that count in one lane.
struct Tally {
    dimensions: [Count; Dimension::COUNT],
    all: Count,
    counted: IndicatorSet,
}

impl Tally {
    fn of(&self, dimension: Dimension) -> Count {
        self.dimensions[dimension as usize]
    }

    fn strong_dimensions(&self) -> u8 {
        self.dimensions
            .iter()
            .map(|count| u8::from(count.strong > 0))
            .sum()
    }
}

impl Pack {
    /// Judges a situation.
    pub(crate) fn judge(&self, situation: &Situation) -> Verdict {
        let trafficking = self.tally(situation, Lane::Trafficking);
        let courier = self.tally(situation, Lane::Courier);
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
            counted: trafficking.counted.union(&courier.counted),
            gaps: IndicatorSet::empty(),
            rules: 0,
        };
        verdict.lanes.documents = self.documents(situation, &mut verdict);
        verdict.lanes.trafficking = self.trafficking(situation, &trafficking, &mut verdict);
        verdict.lanes.courier = self.courier(situation, &courier, &mut verdict);
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
            || (tally.all.strong >= 1
                && tally.all.decisive_medium >= limits.l8_decisive_medium_beside_strong);
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
            || tally.of(D2).decisive_medium + tally.of(D5).decisive_medium >= 1
            || self.holds(situation, &self.levels.age_doubt)
            || (all.medium >= limits.dalami_medium && all.decisive_medium >= 1)
        {
            Level::Dalami
        } else if all.decisive_medium >= 1 {
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
        let c3 = all.strong >= 1 && all.medium >= limits.c3_medium_beside_strong;
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

    /// Counts a lane (levels 1): who counts at all, one per evidence group, the strongest of each.
    fn tally(&self, situation: &Situation, lane: Lane) -> Tally {
        let present = situation
            .present
            .intersection(&self.wiring.lanes[lane as usize]);
        let conduct = present
            .iter()
            .any(|index| self.is_conduct(situation, index));
        let mut best = [usize::MAX; IndicatorSet::CAPACITY];
        let mut counted = IndicatorSet::empty();
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
            if *known == usize::MAX || weight(index) > weight(*known) {
                if *known != usize::MAX {
                    counted.remove(*known);
                }
                counted.insert(index);
                *known = index;
            }
        }
        let mut tally = Tally {
            dimensions: [Count::default(); Dimension::COUNT],
            all: Count::default(),
            counted,
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
                count.decisive_medium += decisive * u8::from(mark.strength == Strength::Medium);
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
