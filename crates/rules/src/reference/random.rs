//! Random facts and random conditions over them.

use super::Tree;
use crate::date::Date;
use crate::fact::{Decimal, FactId, FactKind, FactValue};
use crate::indicator::Strength;
use crate::situation::Leg;

/// The generator of Steele, Lea and Flood (`SplitMix64`): a few lines, the same numbers everywhere.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn some<T: Clone>(&mut self, from: &[T]) -> Vec<T> {
        let count = 1 + self.below(from.len().min(4));
        (0..count).map(|_| self.pick(from).clone()).collect()
    }

    /// A number near those that conditions name.
    fn number(&mut self, fact: FactId) -> i64 {
        let unit = if fact.kind() == FactKind::Decimal {
            500_000
        } else {
            1
        };
        self.below(8) as i64 * unit
    }

    pub(super) fn value(&mut self, fact: FactId) -> FactValue {
        match fact.kind() {
            FactKind::Bool => FactValue::Bool(self.below(2) == 0),
            FactKind::Int => FactValue::Int(self.number(fact)),
            FactKind::Money => FactValue::Money(self.number(fact)),
            FactKind::Decimal => FactValue::Decimal(Decimal::from_millionths(self.number(fact))),
            FactKind::Date => {
                let day = 1 + self.below(28) as u8;
                FactValue::Date(Date::new(2026, 11, day).unwrap())
            }
            FactKind::Text => FactValue::Text("x".to_owned()),
            FactKind::Enum => FactValue::Enum(self.pick(fact.values()).clone()),
            FactKind::Set => {
                let none = self.below(3) == 0;
                let some = if none {
                    Vec::new()
                } else {
                    self.some(fact.values())
                };
                FactValue::Set(some.into_iter().collect())
            }
        }
    }

    fn leaf(&mut self, facts: &[FactId], signs: &[String]) -> Tree {
        const ORDERS: [&str; 6] = ["=", "!=", "<", "<=", ">", ">="];
        let fact = *self.pick(facts);
        let order = *self.pick(&ORDERS);
        match (self.below(12), fact.kind()) {
            (0, _) => Tree::Known(fact),
            (1, _) => {
                let least = [
                    Strength::None,
                    Strength::Weak,
                    Strength::Medium,
                    Strength::Strong,
                ];
                Tree::Fires(self.pick(signs).clone(), *self.pick(&least))
            }
            (2, _) => match self.below(4) {
                0 => Tree::Always,
                1 => Tree::Never,
                2 => Tree::Leg(Leg::Departure),
                _ => Tree::Leg(Leg::Return),
            },
            (_, FactKind::Bool) => Tree::Yes(fact, self.below(2) == 0, self.below(4) == 0),
            (3, FactKind::Enum) => Tree::Is(fact, self.pick(fact.values()).clone()),
            (_, FactKind::Enum) => Tree::OneOf(fact, self.some(fact.values())),
            (_, FactKind::Set) => {
                let mut listed = self.some(fact.values());
                listed.sort_unstable();
                listed.dedup();
                Tree::Contains(fact, 1 + self.below(listed.len()), listed)
            }
            (_, FactKind::Date) => Tree::Days(fact, order, self.below(20) as i64),
            (3..6, FactKind::Money | FactKind::Int) => {
                let like =
                    |other: &&FactId| other.kind() == fact.kind() && other.unit() == fact.unit();
                let others: Vec<FactId> = facts.iter().filter(like).copied().collect();
                let (times, by) = (1 + self.below(5) as i64, 1 + self.below(5) as i64);
                Tree::Ratio(times, fact, order, by, *self.pick(&others))
            }
            (_, FactKind::Int | FactKind::Money | FactKind::Decimal) => {
                Tree::Compare(fact, order, self.number(fact))
            }
            (_, FactKind::Text) => Tree::Known(fact),
        }
    }

    pub(super) fn tree(&mut self, facts: &[FactId], signs: &[String], depth: usize) -> Tree {
        let kind = if depth == 0 { 9 } else { self.below(10) };
        let inner = |random: &mut Self| random.tree(facts, signs, depth - 1);
        match kind {
            0 => Tree::Not(Box::new(inner(self))),
            1 => Tree::Surely(Box::new(inner(self))),
            2..6 => {
                let parts: Vec<Tree> = (0..2 + self.below(3)).map(|_| inner(self)).collect();
                match kind {
                    2 | 3 => Tree::All(parts),
                    4 => Tree::Any(parts),
                    _ => Tree::AtLeast(1 + self.below(parts.len()), parts),
                }
            }
            _ => self.leaf(facts, signs),
        }
    }
}
