//! Sets of truth values: what a condition may come out as while not everything about it is chosen.

use crate::truth::Truth;

/// A set of truth values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Truths(u8);

impl Truths {
    pub(super) const NONE: Self = Self(0);
    pub(super) const ALL: Self = Self(0b111);

    pub(super) fn of(truth: Truth) -> Self {
        Self(1 << truth as u8)
    }

    pub(super) fn has(self, truth: Truth) -> bool {
        self.0 & Self::of(truth).0 != 0
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Truth> {
        [Truth::False, Truth::Unknown, Truth::True]
            .into_iter()
            .filter(move |truth| self.has(*truth))
    }

    pub(super) fn map(self, change: impl Fn(Truth) -> Truth) -> Self {
        self.iter()
            .map(|truth| Self::of(change(truth)))
            .fold(Self::NONE, Self::union)
    }

    pub(super) fn join(self, other: Self, join: impl Fn(Truth, Truth) -> Truth) -> Self {
        self.iter()
            .map(|left| other.map(|right| join(left, right)))
            .fold(Self::NONE, Self::union)
    }
}
