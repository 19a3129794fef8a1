//! Which values of a fact make a difference: values that no comparison tells apart form one class, and one of them is
//! tried for all.
//!
//! What must hold: two values of one class give the same answer to every comparison that anything on this leg makes,
//! with the other facts as they are. Enum values and small sets are all looked at. A number is looked at on both sides
//! of every limit it is compared with, of another fact it is compared with, and at both ends of its range.

use crate::bits::IndicatorSet;
use crate::cell::Cell;
use crate::expr::Expr;
use crate::fact::{Decimal, FactId, FactKind};
use crate::indicator::Indicator;
use crate::pack::Pack;
use crate::situation::Situation;
use crate::truth::Truth;

/// Largest set whose subsets are all looked at; of a larger one only none, each alone, and all.
const SUBSETS: usize = 8;
/// Largest number a fact may hold.
const LARGEST: i64 = 1_000_000_000_000;

/// Values that no comparison tells apart.
pub(crate) struct Class {
    /// The one that is tried.
    pub(crate) tried: Cell,
    /// All of them; of numbers only the one that is tried.
    pub(crate) members: Vec<Cell>,
}

/// Every comparison made on one leg, by the fact it reads.
pub(crate) struct Leaves<'a> {
    by_slot: Vec<Vec<&'a Expr>>,
    readers: Vec<IndicatorSet>,
    of_age: [FactId; 4],
    of_fee: [FactId; 2],
    fee_months: usize,
}

impl<'a> Leaves<'a> {
    pub(crate) fn of(pack: &'a Pack, situation: &Situation) -> Self {
        let mut leaves = Self {
            by_slot: vec![Vec::new(); pack.vocabulary.len()],
            readers: vec![IndicatorSet::empty(); pack.vocabulary.len()],
            of_age: pack.wiring.slots.of_age(),
            of_fee: pack.wiring.slots.of_fee(),
            fee_months: pack.wiring.slots.fee_months.slot(),
        };
        let child_status = pack.wiring.slots.child_status.slot();
        for (index, indicator) in pack.indicators.iter().enumerate() {
            if !indicator.legs.contains(&situation.leg) {
                continue;
            }
            for expr in conditions(indicator) {
                leaves.collect(expr, Some(index));
            }
            if indicator.adult != indicator.child {
                leaves.readers[child_status].insert(index);
            }
        }
        for expr in level_conditions(pack) {
            leaves.collect(expr, None);
        }
        for fact in leaves.of_fee {
            leaves.readers[fact.slot()] =
                leaves.readers[fact.slot()].union(&leaves.readers[leaves.fee_months]);
        }
        leaves
    }

    fn collect(&mut self, expr: &'a Expr, reader: Option<usize>) {
        match expr {
            Expr::Not(inner) | Expr::Surely(inner) => self.collect(inner, reader),
            Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => {
                for part in parts {
                    self.collect(part, reader);
                }
            }
            leaf => {
                let mut slots = Vec::new();
                leaf.collect_facts(&mut slots);
                for slot in slots.into_iter().map(usize::from) {
                    self.by_slot[slot].push(leaf);
                    if let Some(index) = reader {
                        self.readers[slot].insert(index);
                    }
                }
            }
        }
    }

    /// Whether anything on this leg reads the fact, also through what follows from it.
    pub(crate) fn is_read(&self, slot: usize) -> bool {
        let is_fee = self.of_fee.iter().any(|fact| fact.slot() == slot);
        !self.by_slot[slot].is_empty()
            || self.of_age.iter().any(|fact| fact.slot() == slot)
            || (is_fee && !self.by_slot[self.fee_months].is_empty())
    }

    /// Indicators that read the fact themselves, or the fee in months that follows from it.
    pub(crate) fn readers(&self, slot: usize) -> IndicatorSet {
        self.readers[slot]
    }

    /// The classes of values of a fact, without the one its present value belongs to.
    pub(crate) fn classes(&self, pack: &Pack, situation: &Situation, fact: FactId) -> Vec<Class> {
        let slot = fact.slot();
        let present = situation.cells[slot];
        let mut tried = situation.clone();
        let mut signature = |cell: Cell| -> Vec<Truth> {
            tried.cells[slot] = cell;
            tried.stated = pack.stated_after(tried.stated, slot, cell);
            pack.derive(&mut tried);
            let followed = if self.of_fee.contains(&fact) {
                self.by_slot[self.fee_months].as_slice()
            } else {
                &[]
            };
            let leaves = self.by_slot[slot].iter().chain(followed);
            let mut answers: Vec<Truth> = leaves.map(|leaf| pack.ask_level(&tried, leaf)).collect();
            // Ages are read through the child status that follows from them.
            if self.of_age.contains(&fact) {
                let status = tried.cells[pack.wiring.slots.child_status.slot()];
                let codes = (0..3).map(|code| Truth::from(status == Cell::Code(code)));
                answers.extend(codes);
            }
            answers
        };
        let now = signature(present);
        let mut classes: Vec<(Vec<Truth>, Class)> = Vec::new();
        for cell in self.values(pack, situation, fact) {
            let answers = signature(cell);
            if cell == present || (present.is_known() && answers == now) {
                continue;
            }
            match classes.iter_mut().find(|(known, _)| *known == answers) {
                Some((_, class)) if !matches!(cell, Cell::Number(_)) => class.members.push(cell),
                Some(_) => {}
                None => classes.push((
                    answers,
                    Class {
                        tried: cell,
                        members: vec![cell],
                    },
                )),
            }
        }
        classes.into_iter().map(|(_, class)| class).collect()
    }

    /// Values that can differ from each other for some comparison.
    fn values(&self, pack: &Pack, situation: &Situation, fact: FactId) -> Vec<Cell> {
        let count = fact.values().len();
        match fact.kind() {
            FactKind::Bool => vec![Cell::Bool(false), Cell::Bool(true)],
            FactKind::Enum => (0u8..)
                .zip(fact.values())
                .map(|(code, _)| Cell::Code(code))
                .collect(),
            FactKind::Set if count <= SUBSETS => {
                let mut masks: Vec<u64> = (0..1u64 << count).collect();
                masks.sort_by_key(|mask| mask.count_ones());
                masks.into_iter().map(Cell::Set).collect()
            }
            FactKind::Set => {
                let single = (0..count).map(|code| 1u64 << code);
                let all = single.clone().fold(0, |all, one| all | one);
                let masks = std::iter::once(0).chain(single).chain([all]);
                masks.map(Cell::Set).collect()
            }
            FactKind::Int | FactKind::Money | FactKind::Decimal => {
                self.numbers(pack, situation, fact)
            }
            FactKind::Date | FactKind::Text => Vec::new(),
        }
    }

    /// Both sides of every limit, round numbers first.
    fn numbers(&self, pack: &Pack, situation: &Situation, fact: FactId) -> Vec<Cell> {
        let number = |slot: usize| match situation.cells[slot] {
            Cell::Number(number) => Some(number),
            _ => None,
        };
        let mut limits = pack.edges_of_fee(situation, fact);
        for leaf in &self.by_slot[fact.slot()] {
            let mut own = Vec::new();
            leaf.collect_limits(&mut own);
            limits.extend(own.into_iter().map(|(_, limit)| limit));
            if let Expr::Sum(terms, _, limit) = leaf {
                limits.extend(edge_of_sum(terms, *limit, fact.slot(), number));
            }
            if let Expr::Numbers((left, times), _, (right, by)) = leaf {
                let (here, other, factor) = if usize::from(*left) == fact.slot() {
                    (*times, number(usize::from(*right)), *by)
                } else {
                    (*by, number(usize::from(*left)), *times)
                };
                let edge = other.map(|other| other.saturating_mul(factor).checked_div(here));
                limits.extend(edge.flatten());
            }
        }
        if self.of_age.contains(&fact) {
            // A child below 18; a doubt from two years of difference.
            limits.push(18);
            for other in self.of_age.iter().filter(|other| **other != fact) {
                let other = number(other.slot());
                limits.extend(other.into_iter().flat_map(|age| [age - 2, age + 2]));
            }
        }
        let unit = if fact.kind() == FactKind::Decimal {
            Decimal::SCALE
        } else {
            1
        };
        let mut numbers = Vec::new();
        for step in [unit, 1] {
            for limit in &limits {
                numbers.extend([limit - step, *limit, limit + step]);
            }
        }
        numbers.extend([0, LARGEST]);
        let numbers = numbers.into_iter().filter(|number| *number >= 0);
        numbers.map(Cell::Number).collect()
    }
}

/// Every condition of an indicator, with what makes the checklist need it.
pub(crate) fn conditions(indicator: &Indicator) -> impl Iterator<Item = &Expr> {
    std::iter::once(&indicator.condition)
        .chain(indicator.strengths.iter().map(|(when, _)| when))
        .chain(&indicator.decisive_when)
        .chain(&indicator.cancels)
        .chain(&indicator.danger)
        .chain(&indicator.required)
}

/// Every condition outside the indicators.
pub(crate) fn level_conditions(pack: &Pack) -> [&Expr; 8] {
    let levels = &pack.levels;
    [
        &levels.child,
        &levels.danger,
        &levels.register,
        &levels.age_doubt,
        &levels.forced_to_carry,
        &levels.joint,
        &levels.request,
        &pack.papers.when,
    ]
}

/// The number of the fact at which a sum meets its limit, as far as the other facts are known.
fn edge_of_sum(
    terms: &[(u16, i64)],
    limit: i64,
    slot: usize,
    number: impl Fn(usize) -> Option<i64>,
) -> Option<i64> {
    let (mut rest, mut factor) = (limit, 0i64);
    for (other, times) in terms {
        if usize::from(*other) == slot {
            factor = factor.saturating_add(*times);
        } else {
            let part = number(usize::from(*other))?.saturating_mul(*times);
            rest = rest.saturating_sub(part);
        }
    }
    rest.checked_div(factor)
}
