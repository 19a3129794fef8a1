//! How often each level occurs between two records of one person.
//!
//! This is one half of a weight of evidence (Fellegi and Sunter 1969): a level that occurs with probability m for one
//! person and u for two different people is worth log2(m / u) bits. The other half, u, is counted in the index itself
//! ([`crate::query`]), so that *Siti* is worth little where there are many. The levels of a field are exclusive: the
//! probabilities of a group add up to one.
//!
//! The weights set by hand come from what papers of this corridor look like (identifiers 4.1 to 4.8), not from any
//! generator of test data; [`crate::learn`] estimates the same numbers from records without labels.

use crate::bits::Bits;
use crate::level::Level;

/// Levels of which exactly one holds for a word, a number or a date.
pub(crate) const GROUPS: [&[Level]; 7] = [
    &[
        Level::WordSame,
        Level::WordFolded,
        Level::WordNear,
        Level::WordFar,
        Level::WordInitial,
        Level::WordBeginning,
        Level::WordJoined,
        Level::WordJoinedNear,
        Level::WordAbsent,
    ],
    &[Level::NameWhole, Level::NamePart],
    &[
        Level::DateSame,
        Level::DateSwapped,
        Level::DateNewYear,
        Level::DateNextDay,
        Level::DateNextYear,
        Level::DatePart,
        Level::DateYear,
        Level::DateDiffers,
    ],
    &[
        Level::NewYearSame,
        Level::NewYearOther,
        Level::NewYearDiffers,
    ],
    &[Level::NikSame, Level::NikNear, Level::NikDiffers],
    &[
        Level::PassportSame,
        Level::PassportNear,
        Level::PassportDiffers,
    ],
    &[Level::PhoneSame, Level::PhoneDiffers],
];

/// A probability for each level.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    probability: [f64; Level::ALL.len()],
    bits: [Bits; Level::ALL.len()],
}

impl Weights {
    /// The weights set by hand.
    pub fn by_hand() -> Self {
        Self::from_fn(|level| match level {
            // Words: most are copied from a document; some were heard or typed.
            Level::WordSame => 0.70,
            Level::WordFolded => 0.09,
            Level::WordNear => 0.08,
            Level::WordFar => 0.015,
            Level::WordInitial => 0.015,
            Level::WordBeginning => 0.01,
            Level::WordJoined => 0.02,
            Level::WordJoinedNear => 0.005,
            Level::WordAbsent => 0.065,
            // Of ten words on either side one may be missing on the other; words of rank more often.
            Level::WordExtra => 0.10,
            Level::RankAbsent | Level::RankExtra => 0.30,
            Level::NameWhole => 0.80,
            Level::NamePart => 0.20,
            // Dates: a document gives the day, memory gives the year.
            Level::DateSame => 0.80,
            Level::DateSwapped => 0.04,
            Level::DateNewYear => 0.02,
            Level::DateNextDay => 0.02,
            Level::DateNextYear => 0.05,
            Level::DatePart => 0.03,
            Level::DateYear => 0.01,
            Level::DateDiffers => 0.03,
            // Who says 1 January was born then, or does not know the day.
            Level::NewYearSame => 0.45,
            Level::NewYearOther => 0.45,
            Level::NewYearDiffers => 0.10,
            // A NIK never changes; a copied digit may.
            Level::NikSame => 0.86,
            Level::NikNear => 0.10,
            Level::NikDiffers => 0.04,
            // A passport is renewed, a phone replaced.
            Level::PassportSame => 0.45,
            Level::PassportNear => 0.03,
            Level::PassportDiffers => 0.52,
            Level::PhoneSame => 0.40,
            Level::PhoneDiffers => 0.60,
        })
    }

    pub(crate) fn from_fn(probability: impl Fn(Level) -> f64) -> Self {
        let probability = Level::ALL.map(|level| probability(level).clamp(1e-6, 1.0));
        Self {
            probability,
            bits: probability.map(|share| -Bits::of_share(share)),
        }
    }

    pub(crate) fn set(&mut self, level: Level, probability: f64) {
        let probability = probability.clamp(1e-6, 1.0);
        self.probability[level.index()] = probability;
        self.bits[level.index()] = -Bits::of_share(probability);
    }

    /// How often the level occurs between two records of one person, 0 to 1.
    pub const fn probability(&self, level: Level) -> f64 {
        self.probability[level.index()]
    }

    /// The same in bits; never more than zero.
    pub(crate) const fn bits(&self, level: Level) -> Bits {
        self.bits[level.index()]
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self::by_hand()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_levels_of_a_group_are_exclusive_and_complete() {
        let weights = Weights::by_hand();
        for group in GROUPS {
            let sum: f64 = group.iter().map(|&level| weights.probability(level)).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{group:?} adds up to {sum}");
        }
    }

    #[test]
    fn a_closer_level_is_never_rarer_between_records_of_one_person() {
        let weights = Weights::by_hand();
        for (closer, farther) in [
            (Level::WordSame, Level::WordFolded),
            (Level::WordFolded, Level::WordNear),
            (Level::WordNear, Level::WordFar),
            (Level::DateSame, Level::DateNextYear),
            (Level::NikSame, Level::NikNear),
        ] {
            assert!(weights.probability(closer) >= weights.probability(farther));
        }
    }
}
