//! Leaves: the smallest questions of conditions, each put once however many conditions ask it.
//!
//! To find doubles, each question has one form: `x >= 5`, `not x < 5` and `x > 4` are all "not (x is at most 4)", and a
//! bool is a listed value.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::expr::{Expr, Order};
use crate::fact::{Decimal, FactId, FactKind};
use crate::text::{How, TextTest};

/// A question to one or more facts. It is unknown as long as one of them is; only [`Leaf::Known`] never is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Leaf {
    Known(u16),
    /// A bool (no, yes) or enum whose position is in the mask.
    Code(u16, u64),
    /// A number from, to.
    Range(u16, i64, i64),
    /// A sum of facts, each times a number: from, to.
    Sum(Box<[(u16, i64)]>, i64, i64),
    /// A set that shares at least so many values with the mask.
    Shares(u16, u64, u32),
    Text(u16, TextTest),
}

/// A condition reads what no row holds: other indicators, the leg, or whether a question was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outside;

impl Leaf {
    /// The question of a comparison, and whether its answer is to be turned round.
    pub(super) fn of(expr: &Expr, today: u16) -> Result<(Self, bool), Outside> {
        Ok(match expr {
            Expr::Known(slot) => (Self::Known(*slot), false),
            Expr::Bool(slot, wanted) => (Self::Code(*slot, 0b10), !wanted),
            Expr::Code(slot, mask) => (Self::Code(*slot, *mask), false),
            Expr::Shares(slot, mask, least) => (Self::Shares(*slot, *mask, *least), false),
            Expr::Text(slot, test) => (Self::Text(*slot, (**test).clone()), false),
            Expr::Number(slot, order, limit) => {
                let (from, to, negated) = span(*order, *limit);
                (Self::Range(*slot, from, to), negated)
            }
            Expr::Numbers((left, times), order, (right, by)) => {
                let (from, to, negated) = span(*order, 0);
                let terms = [(*left, *times), (*right, by.saturating_neg())];
                (Self::Sum(terms.into(), from, to), negated)
            }
            Expr::Sum(terms, order, limit) => {
                let (from, to, negated) = span(*order, *limit);
                (Self::Sum(terms.clone(), from, to), negated)
            }
            Expr::DaysSince(slot, order, days) => {
                let (from, to, negated) = span(*order, *days);
                let terms = [(today, 1), (*slot, -1)];
                (Self::Sum(terms.into(), from, to), negated)
            }
            Expr::Constant(_)
            | Expr::Not(_)
            | Expr::All(_)
            | Expr::Any(_)
            | Expr::AtLeast(..)
            | Expr::Surely(_)
            | Expr::Leg(_)
            | Expr::Fires(..)
            | Expr::Asked(..)
            | Expr::OtherDecisive(_)
            | Expr::DecisiveIn(_) => return Err(Outside),
        })
    }

    /// Slots of the facts it reads.
    pub(super) fn slots(&self) -> Vec<u16> {
        match self {
            Self::Known(slot)
            | Self::Code(slot, _)
            | Self::Range(slot, ..)
            | Self::Shares(slot, ..)
            | Self::Text(slot, _) => vec![*slot],
            Self::Sum(terms, ..) => terms.iter().map(|(slot, _)| *slot).collect(),
        }
    }

    /// The question in the language of conditions, for explanations.
    pub(super) fn text(&self, facts: &[FactId]) -> String {
        let name = |slot: &u16| {
            facts
                .get(usize::from(*slot))
                .map_or("today", |fact| fact.as_str())
        };
        let fact = |slot: &u16| facts.get(usize::from(*slot)).copied();
        match self {
            Self::Known(slot) => format!("known({})", name(slot)),
            Self::Code(slot, mask) => match fact(slot) {
                Some(fact) if fact.kind() == FactKind::Bool => {
                    format!("{fact} = {}", if *mask == 0b10 { "true" } else { "false" })
                }
                _ => list(name(slot), "=", "in", &values(fact(slot), *mask)),
            },
            Self::Shares(slot, mask, 1) => list(
                name(slot),
                "contains",
                "contains any",
                &values(fact(slot), *mask),
            ),
            Self::Shares(slot, mask, least) => {
                let values = values(fact(slot), *mask).join(", ");
                format!("{} contains at least {least} of [{values}]", name(slot))
            }
            Self::Range(slot, from, to) => {
                let scale = match fact(slot) {
                    Some(fact) if fact.kind() == FactKind::Decimal => Decimal::SCALE,
                    _ => 1,
                };
                span_text(name(slot), *from, *to, scale)
            }
            Self::Sum(terms, from, to) => {
                let mut sum = String::new();
                for (index, (slot, factor)) in terms.iter().enumerate() {
                    let sign = match (index, *factor < 0) {
                        (0, false) => "",
                        (0, true) => "0 - ",
                        (_, false) => " + ",
                        (_, true) => " - ",
                    };
                    sum.push_str(sign);
                    if factor.unsigned_abs() != 1 {
                        // Writing to a string cannot fail.
                        let _ = write!(sum, "{} * ", factor.unsigned_abs());
                    }
                    sum.push_str(name(slot));
                }
                let decimal = |(slot, _): &(u16, i64)| {
                    fact(slot).is_some_and(|fact| fact.kind() == FactKind::Decimal)
                };
                let scale = if terms.iter().any(decimal) {
                    Decimal::SCALE
                } else {
                    1
                };
                span_text(&sum, *from, *to, scale)
            }
            Self::Text(slot, test) => {
                let (one, many) = match test.how {
                    How::Equals => ("=", "in"),
                    How::Starts => ("starts with", "starts with any"),
                    How::Contains => ("contains", "contains any"),
                    How::Matches => ("matches", "matches any"),
                };
                let words: Vec<String> = test
                    .words
                    .iter()
                    .map(|word| format!("\"{word}\""))
                    .collect();
                list(name(slot), one, many, &words)
            }
        }
    }
}

/// From, to, and whether being outside is what was asked.
fn span(order: Order, limit: i64) -> (i64, i64, bool) {
    // No value is as low as `i64::MIN`, so "below it" may include it.
    let below = limit.saturating_sub(1);
    match order {
        Order::Equal => (limit, limit, false),
        Order::Less => (i64::MIN, below, false),
        Order::LessOrEqual => (i64::MIN, limit, false),
        Order::Greater => (i64::MIN, limit, true),
        Order::GreaterOrEqual => (i64::MIN, below, true),
    }
}

fn span_text(left: &str, from: i64, to: i64, scale: i64) -> String {
    let number = if scale == 1 {
        to.to_string()
    } else {
        let (whole, rest) = (
            to.unsigned_abs() / scale as u64,
            to.unsigned_abs() % scale as u64,
        );
        let sign = if to < 0 { "-" } else { "" };
        format!("{sign}{whole}.{rest:06}")
    };
    let sign = if from == to { "=" } else { "<=" };
    format!("{left} {sign} {number}")
}

fn values(fact: Option<FactId>, mask: u64) -> Vec<String> {
    let values = fact.map_or(&[][..], FactId::values);
    let listed = values
        .iter()
        .enumerate()
        .filter(|(code, _)| mask.checked_shr(*code as u32).unwrap_or(0) & 1 == 1);
    listed.map(|(_, value)| value.clone()).collect()
}

fn list(name: &str, one: &str, many: &str, values: &[String]) -> String {
    match values {
        [only] => format!("{name} {one} {only}"),
        _ => format!("{name} {many} [{}]", values.join(", ")),
    }
}

/// Every leaf once, in the order in which it was first met.
#[derive(Debug, Default)]
pub(super) struct Leaves {
    pub(super) list: Vec<Leaf>,
    index: HashMap<Leaf, u32>,
}

impl Leaves {
    /// Number of a leaf.
    pub(super) fn number(&mut self, leaf: Leaf) -> u32 {
        let next = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let list = &mut self.list;
        *self.index.entry(leaf).or_insert_with_key(|leaf| {
            list.push(leaf.clone());
            next
        })
    }

    pub(super) fn get(&self, number: u32) -> Option<&Leaf> {
        self.list.get(number as usize)
    }
}
