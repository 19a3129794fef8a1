//! Comparisons of numbers and dates: sums of facts, each perhaps times a whole number.
//!
//! What may stand in one sum: facts of one unit. A date minus a date is a number of days; a date alone is compared with
//! a date. All is brought to one side: the facts there, a number on the other.

use super::super::super::lexer::Kind;
use super::super::{Parser, Read, fail, fail_as, meant};
use super::dressed;
use super::number::{number, number_operator, order_of};
use crate::diagnostic::Code;
use crate::expr::{Expr, Order};
use crate::fact::{Decimal, FactId, FactKind};

/// Most facts in one comparison.
const MOST: usize = 8;
/// Largest number a fact is multiplied with.
const LARGEST_FACTOR: i64 = 1_000_000;

/// A sum as far as it was read.
#[derive(Default)]
struct Sum {
    /// Fact, factor, and where it stands.
    facts: Vec<(FactId, i64, usize)>,
    /// Numbers, negative where they are subtracted, and where they stand.
    numbers: Vec<(Written, bool, usize)>,
}

/// A number as written, before the unit says how fine it may be.
enum Written {
    Plain(String),
    Named(i64),
}

impl Parser<'_, '_> {
    pub(super) fn sum_comparison(&mut self) -> Read<Expr> {
        let start = self.peek().offset;
        if self.eat(Kind::Word("days_since")) {
            return self.age_comparison();
        }
        let mut sum = Sum::default();
        self.side(&mut sum, false)?;
        let operator = self.take();
        if let Some(negated) = self.listing(operator)? {
            return self.number_list(&sum, negated);
        }
        let order = order_of(operator).ok_or_else(|| number_operator(operator.offset))?;
        let facts_left = sum.facts.len();
        let plain_left = sum.numbers.is_empty();
        self.side(&mut sum, true)?;
        let Some(&(first, factor, _)) = sum.facts.first() else {
            return fail_as(
                Code::WrongType,
                start,
                "numbers are compared here",
                "compare a fact",
            );
        };
        self.check(&sum, start)?;
        let limit = self.limit(&sum, first)?;
        let slot = |(fact, factor, _): &(FactId, i64, usize)| (fact.0.slot, *factor);
        let expr = match sum.facts.as_slice() {
            [_] if facts_left == 1 && plain_left => {
                if factor != 1 {
                    return fail(
                        sum.numbers.first().map_or(start, |(_, _, offset)| *offset),
                        "a factor is only for comparing two facts",
                        "multiply the number instead",
                    );
                }
                order.build(|order| Expr::Number(first.0.slot, order, limit))
            }
            [left, right]
                if facts_left == 1 && sum.numbers.is_empty() && first.kind() != FactKind::Date =>
            {
                let (left, (right, by)) = (slot(left), slot(right));
                order.build(|order| Expr::Numbers(left, order, (right, -by)))
            }
            facts => {
                let terms = facts.iter().map(slot).collect();
                order.build(|order| Expr::Sum(terms, order, limit))
            }
        };
        Ok(expr)
    }

    /// The rest of `days_since(fact) <= 30`.
    fn age_comparison(&mut self) -> Read<Expr> {
        self.expect("(")?;
        let offset = self.peek().offset;
        let fact = self.fact()?;
        if fact.kind() != FactKind::Date {
            return fail_as(
                Code::WrongType,
                offset,
                format!("{fact} is no date"),
                "days_since needs a date",
            );
        }
        self.expect(")")?;
        let operator = self.take();
        let order = order_of(operator).ok_or_else(|| number_operator(operator.offset))?;
        let token = self.take();
        match token.kind {
            Kind::Number(text) => {
                let days = number(text, 1, token.offset)?;
                Ok(order.build(|order| Expr::DaysSince(fact.0.slot, order, days)))
            }
            _ => fail(
                token.offset,
                "a number of days is missing here",
                "write a number of days",
            ),
        }
    }

    /// `fact in [1, 2, 3]`.
    fn number_list(&mut self, sum: &Sum, negated: bool) -> Read<Expr> {
        let offset = self.peek().offset;
        let ([(fact, 1, _)], []) = (sum.facts.as_slice(), sum.numbers.as_slice()) else {
            return fail(offset, "a sum is in no list", "use = < or > for sums");
        };
        if fact.kind() == FactKind::Date {
            return fail_as(
                Code::WrongType,
                offset,
                format!("{fact} is a date"),
                "compare it with a date",
            );
        }
        self.expect("[")?;
        let mut parts = Vec::new();
        loop {
            let token = self.take();
            let Kind::Number(text) = token.kind else {
                return fail(token.offset, "a number is missing here", "write a number");
            };
            self.node(token.offset, 1)?;
            let value = number(text, scale(*fact), token.offset)?;
            parts.push(Expr::Number(fact.0.slot, Order::Equal, value));
            if !self.eat(Kind::Sign(",")) {
                break;
            }
        }
        self.expect("]")?;
        Ok(dressed(
            super::super::joined(parts, Expr::Any),
            negated,
            false,
        ))
    }

    /// One side of the comparison; the right one is brought over, so its signs change.
    fn side(&mut self, sum: &mut Sum, is_right: bool) -> Read<()> {
        let mut minus = is_right;
        loop {
            self.addend(sum, minus)?;
            minus = if self.eat(Kind::Sign("+")) {
                is_right
            } else if self.eat(Kind::Sign("-")) {
                !is_right
            } else {
                return Ok(());
            };
        }
    }

    /// A fact, a fact times a number, or a number.
    fn addend(&mut self, sum: &mut Sum, minus: bool) -> Read<()> {
        let token = self.take();
        self.node(token.offset, usize::from(!sum.facts.is_empty()))?;
        let sign = if minus { -1 } else { 1 };
        match token.kind {
            Kind::Number(text) if self.eat(Kind::Sign("*")) => {
                let factor = factor(text, token.offset)?;
                let offset = self.peek().offset;
                let fact = self.fact()?;
                sum.facts.push((fact, sign * factor, offset));
            }
            Kind::Number(text) => {
                let text = Written::Plain(text.to_owned());
                sum.numbers.push((text, minus, token.offset));
            }
            Kind::Term(name) => {
                let numbers = self.reading.numbers;
                let Some(value) = numbers.and_then(|numbers| numbers.get(name)) else {
                    let known = numbers
                        .into_iter()
                        .flat_map(|numbers| numbers.keys().map(String::as_str));
                    let hint = meant(name, known, "define it under [numbers]");
                    return fail_as(
                        Code::UnknownTerm,
                        token.offset,
                        format!("there is no number @{name}"),
                        hint,
                    );
                };
                sum.numbers
                    .push((Written::Named(*value), minus, token.offset));
            }
            Kind::Word(id) => {
                let fact = self.fact_named(id, token.offset)?;
                let by = if self.eat(Kind::Sign("*")) {
                    let token = self.take();
                    match token.kind {
                        Kind::Number(text) => factor(text, token.offset)?,
                        _ => {
                            return fail(
                                token.offset,
                                "a whole number is missing here",
                                "write a whole number",
                            );
                        }
                    }
                } else {
                    1
                };
                sum.facts.push((fact, sign * by, token.offset));
            }
            _ if sum.facts.is_empty() => {
                return fail(token.offset, "a fact is missing here", "write a fact");
            }
            _ => {
                return fail(
                    token.offset,
                    "a number or a fact is missing here",
                    "write a number or a fact",
                );
            }
        }
        Ok(())
    }

    /// Whether the facts of a sum may stand together.
    fn check(&self, sum: &Sum, start: usize) -> Read<()> {
        let Some(&(first, ..)) = sum.facts.first() else {
            return Ok(());
        };
        if sum.facts.len() > MOST {
            return fail(start, "too many facts are added", "add at most eight");
        }
        for &(fact, _, offset) in &sum.facts {
            if !fact.kind().is_number() || !alike(first, fact) {
                let message = format!("{first} and {fact} have different types or units");
                return fail_as(Code::WrongType, offset, message, "compare like with like");
            }
        }
        let mut dates = sum
            .facts
            .iter()
            .filter(|(fact, ..)| fact.kind() == FactKind::Date);
        let Some(&(date, ..)) = dates.clone().next() else {
            return Ok(());
        };
        // What is left of the dates must be a number of days, not a day.
        if dates.try_fold(0i64, |all, (_, factor, _)| all.checked_add(*factor)) == Some(0) {
            return Ok(());
        }
        fail_as(
            Code::WrongType,
            start,
            format!("{date} is a date"),
            format!("write: days_since({date}) <= 30, or subtract another date"),
        )
    }

    /// The number on the other side, in the unit of `fact`.
    fn limit(&self, sum: &Sum, fact: FactId) -> Read<i64> {
        let scale = scale(fact);
        let mut limit = 0i64;
        for (written, minus, offset) in &sum.numbers {
            let value = match written {
                Written::Plain(text) => number(text, scale, *offset)?,
                Written::Named(value) => value.saturating_mul(scale),
            };
            // It changes sides, and with it its sign.
            let moved = if *minus {
                Some(value)
            } else {
                value.checked_neg()
            };
            let Some(next) = moved.and_then(|moved| limit.checked_add(moved)) else {
                return fail(
                    *offset,
                    "this number is too large",
                    "write a smaller number",
                );
            };
            limit = next;
        }
        Ok(limit)
    }
}

/// Whether two facts may be added: one kind and unit, or a date and a number of days.
fn alike(one: FactId, other: FactId) -> bool {
    let days = |fact: FactId| fact.kind() == FactKind::Date || fact.unit() == Some("days");
    (one.kind() == other.kind() && one.unit() == other.unit()) || (days(one) && days(other))
}

/// How many of the numbers kept make up one as written.
fn scale(fact: FactId) -> i64 {
    if fact.kind() == FactKind::Decimal {
        Decimal::SCALE
    } else {
        1
    }
}

fn factor(text: &str, offset: usize) -> Read<i64> {
    let factor = number(text, 1, offset)?;
    if factor.unsigned_abs() > LARGEST_FACTOR.unsigned_abs() {
        return fail(offset, "this factor is too large", "use at most a million");
    }
    Ok(factor)
}
