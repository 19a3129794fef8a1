//! Small fixed sets of positions: which facts, which indicators. Copying one is a few words, no allocation.

/// A set of positions below `64 * N`. Positions beyond are never stored; loading a pack refuses larger tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bits<const N: usize>([u64; N]);

/// Facts by slot.
pub(crate) type FactSet = Bits<8>;
/// Questions by their place in the interview.
pub(crate) type QuestionSet = Bits<4>;
/// Indicators by pack order.
pub(crate) type IndicatorSet = Bits<4>;

impl<const N: usize> Bits<N> {
    pub(crate) const CAPACITY: usize = 64 * N;

    pub(crate) const fn empty() -> Self {
        Self([0; N])
    }

    pub(crate) fn insert(&mut self, position: usize) {
        if let Some(word) = self.0.get_mut(position / 64) {
            *word |= 1 << (position % 64);
        }
    }

    pub(crate) fn remove(&mut self, position: usize) {
        if let Some(word) = self.0.get_mut(position / 64) {
            *word &= !(1 << (position % 64));
        }
    }

    pub(crate) fn contains(&self, position: usize) -> bool {
        self.0
            .get(position / 64)
            .is_some_and(|word| word & (1 << (position % 64)) != 0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    pub(crate) fn union(mut self, other: &Self) -> Self {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
        self
    }

    pub(crate) fn intersection(mut self, other: &Self) -> Self {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word &= more;
        }
        self
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + use<N> {
        let words = self.0;
        (0..N).flat_map(move |index| {
            let mut word = words[index];
            std::iter::from_fn(move || {
                (word != 0).then(|| {
                    let bit = word.trailing_zeros() as usize;
                    word &= word - 1;
                    index * 64 + bit
                })
            })
        })
    }
}

impl<const N: usize> FromIterator<usize> for Bits<N> {
    fn from_iter<I: IntoIterator<Item = usize>>(positions: I) -> Self {
        let mut set = Self::empty();
        for position in positions {
            set.insert(position);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::IndicatorSet;

    #[test]
    fn positions_come_back_in_order() {
        let set: IndicatorSet = [200, 3, 64, 63].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 63, 64, 200]);
        assert!(set.contains(200) && !set.contains(4));
        let mut fewer = set;
        fewer.remove(64);
        assert_eq!(fewer.intersection(&set).iter().count(), 3);
    }
}
