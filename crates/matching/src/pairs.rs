//! Which places go with a key: one sorted row of pairs, eight bytes a pair.
//!
//! What must hold: [`Pairs::of`] and [`Pairs::within`] see every pair that was added, in whatever order they came.
//! New pairs wait in a short sorted row of their own until there are enough to be worth a merge, so that one more
//! record costs microseconds and reading stays two binary searches.
//!
//! Not here: removing. Whoever reads knows which places are gone.

/// Pairs that wait before a merge, at least.
const WAITING: usize = 4096;
/// Keys are found through a table of so many bits before the search begins.
const TABLE_BITS: u32 = 14;

/// A multimap from keys to places.
#[derive(Default)]
pub(crate) struct Pairs {
    sorted: Vec<u64>,
    fresh: Vec<u64>,
    /// Where each range of keys begins in `sorted`; the keys of a range have equal upper bits.
    table: Vec<u32>,
    shift: u32,
    bulk: bool,
}

const fn pair(key: u32, place: u32) -> u64 {
    ((key as u64) << 32) | place as u64
}

const fn place(pair: u64) -> u32 {
    // The lower half.
    pair as u32
}

impl Pairs {
    /// Makes additions cheap until [`Self::settle`]; nothing may be read before.
    pub(crate) fn begin_bulk(&mut self) {
        self.bulk = true;
    }

    /// Adds a pair.
    pub(crate) fn add(&mut self, key: u32, place: u32) {
        let pair = pair(key, place);
        if self.bulk {
            self.sorted.push(pair);
            return;
        }
        let at = self.fresh.partition_point(|&other| other < pair);
        self.fresh.insert(at, pair);
        if self.fresh.len() > WAITING.max(self.sorted.len() / 64) {
            self.settle();
        }
    }

    /// Brings everything into one row.
    pub(crate) fn settle(&mut self) {
        self.sorted.append(&mut self.fresh);
        self.fresh = Vec::new();
        // Two sorted rows, or one that is not sorted: the sort knows how to use either.
        if self.bulk {
            self.sorted.sort_unstable();
            self.sorted.shrink_to_fit();
        } else {
            self.sorted.sort();
        }
        self.bulk = false;
        let highest = self.sorted.last().map_or(0, |&pair| pair >> 32) as u32;
        self.shift = (u32::BITS - highest.leading_zeros()).saturating_sub(TABLE_BITS);
        self.table.clear();
        let mut at = 0;
        for upper in 0..=(highest >> self.shift) {
            let from = u64::from(upper) << self.shift << 32;
            while self.sorted.get(at).is_some_and(|&pair| pair < from) {
                at += 1;
            }
            self.table.push(at as u32);
        }
        self.table.push(self.sorted.len() as u32);
    }

    /// The places of a key.
    pub(crate) fn of(&self, key: u32) -> Places<'_> {
        self.within(key, key)
    }

    /// The places of all keys from `low` to `high`, both included.
    pub(crate) fn within(&self, low: u32, high: u32) -> Places<'_> {
        let (from, to) = (pair(low, 0), pair(high, u32::MAX));
        let cut = |row: &'_ [u64]| {
            let start = row.partition_point(|&pair| pair < from);
            let end = start + row[start..].partition_point(|&pair| pair <= to);
            (start, end)
        };
        let near = self.near(low, high);
        let (start, end) = cut(&self.sorted[near.clone()]);
        let (fresh_start, fresh_end) = cut(&self.fresh);
        Places {
            sorted: &self.sorted[near.start + start..near.start + end],
            fresh: &self.fresh[fresh_start..fresh_end],
        }
    }

    /// The part of the sorted row in which the keys lie, if they are anywhere.
    fn near(&self, low: u32, high: u32) -> std::ops::Range<usize> {
        let last = self.table.len().saturating_sub(1);
        let edge = |upper: usize| self.table.get(upper.min(last)).map_or(0, |&at| at as usize);
        let (low, high) = ((low >> self.shift) as usize, (high >> self.shift) as usize);
        edge(low)..edge(high.saturating_add(1))
    }
}

/// Places that go with a key.
#[derive(Clone, Copy)]
pub(crate) struct Places<'a> {
    sorted: &'a [u64],
    fresh: &'a [u64],
}

impl<'a> Places<'a> {
    pub(crate) fn len(self) -> usize {
        self.sorted.len() + self.fresh.len()
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = u32> + 'a {
        self.sorted
            .iter()
            .chain(self.fresh)
            .map(|&pair| place(pair))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Pairs;
    use proptest::prelude::*;

    fn found(pairs: &Pairs, low: u32, high: u32) -> BTreeSet<u32> {
        pairs.within(low, high).iter().collect()
    }

    proptest! {
        #[test]
        fn every_pair_is_found_whenever_it_came(
            bulk in prop::collection::vec((0u32..40, 0u32..1000), 0..60),
            later in prop::collection::vec((0u32..70, 0u32..1000), 0..60),
            spread in 0u32..26,
            low in 0u32..70,
            width in 0u32..10,
        ) {
            let mut pairs = Pairs::default();
            pairs.begin_bulk();
            for &(key, place) in &bulk {
                pairs.add(key << spread, place);
            }
            pairs.settle();
            for &(key, place) in &later {
                pairs.add(key << spread, place);
            }
            let high = low + width;
            let expected: BTreeSet<u32> = bulk.iter().chain(&later)
                .filter(|(key, _)| (low..=high).contains(key))
                .map(|&(_, place)| place)
                .collect();
            prop_assert_eq!(found(&pairs, low << spread, high << spread), expected.clone());
            pairs.settle();
            prop_assert_eq!(found(&pairs, low << spread, high << spread), expected);
        }
    }

    #[test]
    fn the_highest_key_is_found() {
        let mut pairs = Pairs::default();
        for key in [0, u32::MAX] {
            pairs.add(key, 7);
        }
        pairs.settle();
        assert_eq!(pairs.of(u32::MAX).len(), 1);
        assert_eq!(pairs.within(0, u32::MAX).len(), 2);
    }
}
