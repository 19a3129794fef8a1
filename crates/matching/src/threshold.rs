//! From which score on a person should look.

use suar_domain::text::FullName;
use suar_domain::time::PlainDate;

use crate::bits::Bits;
use crate::gather::Memory;
use crate::index::{Index, Key};
use crate::known::Known;
use crate::record::Facts;
use crate::weights::Weights;

/// Fewest strangers from which a share of one in a hundred can be read.
const LEAST: usize = 100;
/// Candidates among which the best with a second field is looked for.
const SHOWN: usize = 5;

/// The least score of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold(Bits);

impl Threshold {
    /// A threshold that was measured or decided.
    pub const fn at(bits: Bits) -> Self {
        Self(bits)
    }

    /// The threshold for so many records when at most so large a share of strangers may raise an alert.
    ///
    /// Among n strangers at most n / 2^t have t bits by chance, if the bits are honest; so t is log2(n / share).
    pub fn for_records(records: usize, false_alerts: f64) -> Self {
        let share = false_alerts.clamp(1e-6, 1.0);
        Self(Bits::from_f64((records.max(1) as f64 / share).log2()))
    }

    /// The score.
    pub const fn bits(self) -> Bits {
        self.0
    }
}

impl<K: Key> Index<K> {
    /// The threshold that so large a share of strangers reach, measured on `samples` strangers who are made of the records
    /// themselves: the name of one and the birth date of another. `None` when there are too few records to say.
    ///
    /// Nobody has to know which records are of one person, and what is not independent in the names of the region
    /// is in the answer.
    pub fn calibrated(
        &self,
        weights: &Weights,
        false_alerts: f64,
        samples: usize,
        memory: &mut Memory,
    ) -> Option<Threshold> {
        let mut records: Vec<(K, u32)> = self.living().map(|(place, key)| (key, place)).collect();
        records.sort_unstable();
        let dates: Vec<PlainDate> = self.dates(&records);
        let samples = samples.min(records.len());
        if samples < LEAST || dates.is_empty() {
            return None;
        }
        let step = records.len() / samples;
        let mut scores = Vec::with_capacity(samples);
        for (at, &(_, place)) in records.iter().step_by(step).take(samples).enumerate() {
            let Some(name) = self.name_at(place) else {
                continue;
            };
            let mut stranger = Known::named(name);
            // Far from the place of the name, whatever the order of the keys.
            stranger.birth_date = dates
                .get((at * step + records.len() / 2) % dates.len())
                .copied();
            let found = self.candidates(&stranger, weights, SHOWN, memory);
            let best = found.iter().find(|candidate| candidate.has_second_field());
            scores.push(best.map_or(Bits::from_thousandths(i32::MIN), |candidate| {
                candidate.score
            }));
        }
        scores.sort_unstable();
        let place = (scores.len() as f64 * (1.0 - false_alerts.clamp(0.0, 1.0))) as usize;
        // The alert begins above the last stranger that must not raise one.
        let limit = scores.get(place.min(scores.len().saturating_sub(1)))?;
        Some(Self::above(*limit))
    }

    fn above(limit: Bits) -> Threshold {
        Threshold(limit + Bits::from_thousandths(1))
    }

    fn dates(&self, records: &[(K, u32)]) -> Vec<PlainDate> {
        let mut facts = Facts::default();
        let date = |&(_, place): &(K, u32)| {
            self.read(place, &mut facts).then_some(())?;
            facts.day?.date()
        };
        records.iter().filter_map(date).collect()
    }

    fn name_at(&self, place: u32) -> Option<FullName> {
        let mut facts = Facts::default();
        self.read(place, &mut facts).then_some(())?;
        let words = facts.each_name().next()?.iter();
        let words: Vec<&str> = words.map(|&word| self.dictionary.text(word)).collect();
        FullName::parse(&words.join(" ")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_fewer_false_alerts_cost_three_bits() {
        let million = Threshold::for_records(1_000_000, 0.01).bits();
        assert!((million.to_f64() - 26.575).abs() < 0.01, "{million}");
        let rarer = Threshold::for_records(1_000_000, 0.001).bits();
        assert!((rarer - million).to_f64() > 3.3);
    }
}
