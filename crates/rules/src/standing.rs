//! Where each dimension of the trafficking lane stands by the combination rule of the ILO operational indicators:
//! positive, one short, or none. At a departure an answer about recruitment goes no further than that.
//!
//! Not here: what a positive dimension means for the level (`level.rs`).

use serde::Serialize;

use crate::bits::IndicatorSet;
use crate::indicator::{Dimension, IndicatorId};
use crate::level::Count;
use crate::pack::Pack;
use crate::situation::{Leg, Situation};

/// How a dimension stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing counts, or too little.
    None,
    /// Not positive, but one more medium sign would make it so. That the missing sign is taken as a medium one is
    /// judgement: beside a strong one a single weak sign would do, which would call almost everything short of one.
    OneShort,
    /// The combination rule holds.
    Positive,
}

/// One dimension of a screening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DimensionStanding {
    /// Dimension.
    pub dimension: Dimension,
    /// How it stands.
    pub standing: Standing,
    /// Strong signs that count.
    pub strong: u8,
    /// Medium signs that count.
    pub medium: u8,
    /// Weak signs that count.
    pub weak: u8,
    /// The signs that count, in pack order.
    pub signs: Vec<IndicatorId>,
}

/// Dimensions the rule is applied to (levels 3); PORT by judgement.
const RECRUITMENT: [Dimension; 4] = [Dimension::D1, Dimension::D2, Dimension::D3, Dimension::Port];
/// Evaluated on the way home only.
const DESTINATION: [Dimension; 3] = [Dimension::D4, Dimension::D5, Dimension::D6];

impl Pack {
    /// How the dimensions of this leg stand by the signs that were counted.
    pub(crate) fn standings(
        &self,
        situation: &Situation,
        counted: &IndicatorSet,
    ) -> Vec<DimensionStanding> {
        let tally = self.tally(situation, counted);
        let limits = &self.levels.thresholds;
        let destination: &[Dimension] = match situation.leg {
            Leg::Departure => &[],
            Leg::Return => &DESTINATION,
        };
        let dimensions = RECRUITMENT.iter().chain(destination);
        let standing = |count: Count| {
            let mut more = count;
            more.medium += 1;
            if count.is_positive(limits) {
                Standing::Positive
            } else if more.is_positive(limits) {
                Standing::OneShort
            } else {
                Standing::None
            }
        };
        let of = |dimension: Dimension| {
            let count = tally.of(dimension);
            let signs = counted.iter();
            DimensionStanding {
                dimension,
                standing: standing(count),
                strong: count.strong,
                medium: count.medium,
                weak: count.weak,
                signs: signs
                    .filter(|&index| self.indicators[index].dimension == dimension)
                    .map(|index| self.indicators[index].id.clone())
                    .collect(),
            }
        };
        dimensions.map(|dimension| of(*dimension)).collect()
    }
}
