//! Where each fact has its place: values of one kind lie side by side, so that a row is small.

use crate::fact::{FactId, FactKind};

/// The place of a fact among those of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// Bools and enums.
    Code(usize),
    /// Numbers, days and sets.
    Number(usize),
    Text(usize),
}

/// Places of all facts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// By slot.
    spots: Box<[Spot]>,
    pub(super) codes: usize,
    /// The last is the day of the case.
    pub(super) numbers: usize,
    pub(super) texts: usize,
}

impl Layout {
    pub(crate) fn new(facts: impl IntoIterator<Item = FactId>) -> Self {
        let (mut codes, mut numbers, mut texts) = (0, 0, 0);
        let next = |count: &mut usize| {
            *count += 1;
            *count - 1
        };
        let spots = facts
            .into_iter()
            .map(|fact| match fact.kind() {
                FactKind::Bool | FactKind::Enum => Spot::Code(next(&mut codes)),
                FactKind::Text => Spot::Text(next(&mut texts)),
                _ => Spot::Number(next(&mut numbers)),
            })
            .collect();
        Self {
            spots,
            codes,
            numbers: numbers + 1,
            texts,
        }
    }

    /// Place of the fact with this slot; the slot behind the last fact is the day of the case.
    pub(super) fn spot(&self, slot: usize) -> Spot {
        let spot = self.spots.get(slot).copied();
        spot.unwrap_or(Spot::Number(self.numbers - 1))
    }

    /// Place of a number among numbers; a fact of another kind has none and stands for the day of the case.
    pub(super) fn number(&self, slot: u16) -> usize {
        match self.spot(usize::from(slot)) {
            Spot::Number(place) => place,
            Spot::Code(_) | Spot::Text(_) => self.numbers - 1,
        }
    }

    /// Number of facts.
    pub(super) fn facts(&self) -> usize {
        self.spots.len()
    }
}
