//! A condition after parsing: typed, over slots, nothing left to look up.
//!
//! Every operator is a case of one enum with the arguments it needs, so nonsense cannot be built: a set is never
//! compared with a number. There are no loops or calls; evaluation costs at most one visit per node.
//!
//! [`Expr::truth`] follows the tree, for a condition that is asked once or that reads other indicators. Many conditions
//! over the same facts are compiled together (`program.rs`); a test holds the two against each other.

use crate::bits::IndicatorSet;
use crate::indicator::{Dimension, State, Strength};
use crate::situation::{Leg, Mark, Situation};
use crate::text::TextTest;
use crate::truth::Truth;

/// How two numbers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    pub(crate) fn holds<N: PartialOrd>(self, left: N, right: N) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }
}

/// A typed condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expr {
    Constant(Truth),
    Not(Box<Expr>),
    All(Box<[Expr]>),
    Any(Box<[Expr]>),
    AtLeast(usize, Box<[Expr]>),
    /// Known to hold: unknown counts as false.
    Surely(Box<Expr>),
    Known(u16),
    Bool(u16, bool),
    /// An enum whose value is in the mask.
    Code(u16, u64),
    /// A set that shares at least so many values with the mask.
    Shares(u16, u64, u32),
    Number(u16, Order, i64),
    /// `left * factor` compared with `right * factor`.
    Numbers((u16, i64), Order, (u16, i64)),
    /// The sum of facts, each times a whole number, compared with a number. Dates count as days, decimals as
    /// millionths; the reader makes sure that all have one unit.
    Sum(Box<[(u16, i64)]>, Order, i64),
    /// A text that passes the test.
    Text(u16, Box<TextTest>),
    /// Days from the fact to the day of the screening.
    DaysSince(u16, Order, i64),
    Leg(Leg),
    /// An indicator is present with at least this strength.
    Fires(u16, Strength),
    /// Known, or refused: the question was put.
    Asked(Box<[u16]>, bool),
    /// Another decisive indicator of the same lane is present with at least this strength.
    OtherDecisive(Strength),
    /// A decisive medium or strong indicator of this dimension is present.
    DecisiveIn(Dimension),
}

/// What a condition is asked about: the facts it reads and the indicator it belongs to, if any.
pub(crate) struct View<'a> {
    pub(crate) situation: &'a Situation,
    pub(crate) cells: &'a [crate::cell::Cell],
    /// Other indicators of the same lane.
    pub(crate) peers: &'a IndicatorSet,
    /// Dimension of each indicator.
    pub(crate) dimensions: &'a [Dimension],
}

impl Expr {
    /// Truth of the condition; unknown where the facts that decide it are not known.
    pub(crate) fn truth(&self, view: &View<'_>) -> Truth {
        use crate::cell::Cell;
        let cell = |slot: &u16| view.cells[usize::from(*slot)];
        match self {
            Self::Constant(truth) => *truth,
            Self::Not(inner) => inner.truth(view).negated(),
            Self::Surely(inner) => inner.truth(view).surely(),
            Self::All(parts) => all(parts, view),
            Self::Any(parts) => any(parts, view),
            Self::AtLeast(least, parts) => at_least(*least, parts, view),
            Self::Known(slot) => cell(slot).is_known().into(),
            Self::Bool(slot, wanted) => match cell(slot) {
                Cell::Bool(value) => (value == *wanted).into(),
                _ => Truth::Unknown,
            },
            Self::Code(slot, mask) => match cell(slot) {
                Cell::Code(code) => (mask & (1 << code) != 0).into(),
                _ => Truth::Unknown,
            },
            Self::Shares(slot, mask, least) => match cell(slot) {
                Cell::Set(values) => ((values & mask).count_ones() >= *least).into(),
                _ => Truth::Unknown,
            },
            Self::Number(slot, order, limit) => match cell(slot) {
                Cell::Number(value) => order.holds(value, *limit).into(),
                _ => Truth::Unknown,
            },
            Self::Numbers((left, times), order, (right, by)) => match (cell(left), cell(right)) {
                (Cell::Number(left), Cell::Number(right)) => order
                    .holds(left.saturating_mul(*times), right.saturating_mul(*by))
                    .into(),
                _ => Truth::Unknown,
            },
            Self::Sum(terms, order, limit) => {
                let mut sum = 0;
                for (slot, factor) in terms {
                    let Cell::Number(value) = cell(slot) else {
                        return Truth::Unknown;
                    };
                    sum += i128::from(value) * i128::from(*factor);
                }
                order.holds(sum, i128::from(*limit)).into()
            }
            // No text of the vocabulary may be read by a rule, so its cell does not hold it; rows do.
            Self::Text(..) => Truth::Unknown,
            Self::DaysSince(slot, order, days) => match cell(slot) {
                Cell::Number(day) => order.holds(view.situation.today - day, *days).into(),
                _ => Truth::Unknown,
            },
            Self::Leg(leg) => (view.situation.leg == *leg).into(),
            Self::Fires(indicator, least) => {
                fires(view.situation.marks[usize::from(*indicator)], *least)
            }
            Self::Asked(slots, all) => {
                let asked = |slot: &u16| {
                    cell(slot).is_known() || view.situation.refused.contains(usize::from(*slot))
                };
                (if *all {
                    slots.iter().all(asked)
                } else {
                    slots.iter().any(asked)
                })
                .into()
            }
            Self::OtherDecisive(least) => {
                let present = view.situation.present.intersection(view.peers);
                decisive(view.situation, present, *least).into()
            }
            Self::DecisiveIn(dimension) => {
                let present = view.situation.present.iter();
                let inside: IndicatorSet = present
                    .filter(|&index| view.dimensions[index] == *dimension)
                    .collect();
                decisive(view.situation, inside, Strength::Medium).into()
            }
        }
    }

    /// Facts the condition reads, added in the order of the text.
    pub(crate) fn collect_facts(&self, facts: &mut Vec<u16>) {
        let mut add = |slot: u16| {
            if !facts.contains(&slot) {
                facts.push(slot);
            }
        };
        match self {
            Self::Not(inner) | Self::Surely(inner) => inner.collect_facts(facts),
            Self::All(parts) | Self::Any(parts) | Self::AtLeast(_, parts) => {
                for part in parts {
                    part.collect_facts(facts);
                }
            }
            Self::Known(slot)
            | Self::Bool(slot, _)
            | Self::Code(slot, _)
            | Self::Shares(slot, ..)
            | Self::Number(slot, ..)
            | Self::Text(slot, _)
            | Self::DaysSince(slot, ..) => add(*slot),
            Self::Sum(terms, ..) => terms.iter().for_each(|(slot, _)| add(*slot)),
            Self::Numbers((left, _), _, (right, _)) => {
                add(*left);
                add(*right);
            }
            Self::Asked(slots, _) => slots.iter().for_each(|slot| add(*slot)),
            Self::Constant(_)
            | Self::Leg(_)
            | Self::Fires(..)
            | Self::OtherDecisive(_)
            | Self::DecisiveIn(_) => {}
        }
    }

    /// Other indicators the condition reads; the second is true if it reads all of its own lane.
    pub(crate) fn collect_references(&self, references: &mut IndicatorSet, lane: &mut bool) {
        match self {
            Self::Not(inner) | Self::Surely(inner) => inner.collect_references(references, lane),
            Self::All(parts) | Self::Any(parts) | Self::AtLeast(_, parts) => {
                for part in parts {
                    part.collect_references(references, lane);
                }
            }
            Self::Fires(indicator, _) => references.insert(usize::from(*indicator)),
            Self::OtherDecisive(_) | Self::DecisiveIn(_) => *lane = true,
            _ => {}
        }
    }

    /// Numbers a fact is compared with: the places where an answer begins to matter.
    pub(crate) fn collect_limits(&self, limits: &mut Vec<(u16, i64)>) {
        match self {
            Self::Not(inner) | Self::Surely(inner) => inner.collect_limits(limits),
            Self::All(parts) | Self::Any(parts) | Self::AtLeast(_, parts) => {
                for part in parts {
                    part.collect_limits(limits);
                }
            }
            Self::Number(slot, _, limit) => limits.push((*slot, *limit)),
            _ => {}
        }
    }
}

fn all(parts: &[Expr], view: &View<'_>) -> Truth {
    let mut result = Truth::True;
    for part in parts {
        result = result.and(part.truth(view));
        if result == Truth::False {
            break;
        }
    }
    result
}

fn any(parts: &[Expr], view: &View<'_>) -> Truth {
    let mut result = Truth::False;
    for part in parts {
        result = result.or(part.truth(view));
        if result == Truth::True {
            break;
        }
    }
    result
}

/// True once enough parts hold, false once too many fail, unknown in between.
fn at_least(least: usize, parts: &[Expr], view: &View<'_>) -> Truth {
    let (mut holding, mut possible) = (0, 0);
    for part in parts {
        match part.truth(view) {
            Truth::True => holding += 1,
            Truth::Unknown => possible += 1,
            Truth::False => {}
        }
    }
    if holding >= least {
        Truth::True
    } else if holding + possible >= least {
        Truth::Unknown
    } else {
        Truth::False
    }
}

fn fires(mark: Mark, least: Strength) -> Truth {
    match mark.state {
        State::Present => (mark.strength >= least).into(),
        State::Unknown => Truth::Unknown,
        State::Absent | State::Withdrawn => Truth::False,
    }
}

fn decisive(situation: &Situation, among: IndicatorSet, least: Strength) -> bool {
    among.iter().any(|index| {
        let mark = situation.marks[index];
        mark.decisive && mark.strength >= least
    })
}
