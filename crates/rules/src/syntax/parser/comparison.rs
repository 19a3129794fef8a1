//! Comparisons: what may be compared with what depends on the type of the fact.

use super::super::ReadError;
use super::super::lexer::{Kind, Token};
use super::{Parser, Read, fail, fail_as, meant};
use crate::diagnostic::Code;
use crate::expr::{Expr, Order};
use crate::fact::{Decimal, FactId, FactKind};

/// One side of a comparison of numbers.
enum Operand {
    Fact(FactId, i64, usize),
    Age(FactId),
}

impl Parser<'_, '_> {
    pub(super) fn comparison(&mut self) -> Read<Expr> {
        let start = self.peek().offset;
        let left = self.operand()?;
        let operator = self.take();
        let (fact, factor, offset) = match left {
            Operand::Age(fact) => {
                let order = order_of(operator).ok_or_else(|| number_operator(operator.offset))?;
                let days = self.whole("a number of days")?;
                return Ok(order.build(|order| Expr::DaysSince(fact.0.slot, order, days)));
            }
            Operand::Fact(fact, factor, offset) => (fact, factor, offset),
        };
        match fact.kind() {
            FactKind::Bool => self.bool_comparison(fact, operator),
            FactKind::Enum => self.enum_comparison(fact, operator),
            FactKind::Set => self.set_comparison(fact, operator),
            FactKind::Int | FactKind::Money | FactKind::Decimal => {
                let order = order_of(operator).ok_or_else(|| number_operator(operator.offset))?;
                self.number_comparison(fact, factor, order)
            }
            FactKind::Date => fail_as(
                Code::WrongType,
                start,
                format!("{fact} is a date"),
                format!("write: days_since({fact}) <= 30"),
            ),
            FactKind::Text => fail_as(
                Code::WrongType,
                offset,
                format!("{fact} is a text"),
                format!("write: known({fact})"),
            ),
        }
    }

    fn operand(&mut self) -> Read<Operand> {
        let token = self.take();
        match token.kind {
            Kind::Word("days_since") => {
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
                Ok(Operand::Age(fact))
            }
            Kind::Number(text) => {
                let factor = whole_number(text, token.offset)?;
                self.expect("*")?;
                let offset = self.peek().offset;
                let fact = self.fact()?;
                Ok(Operand::Fact(fact, factor, offset))
            }
            Kind::Word(id) => {
                let fact = self.fact_named(id, token.offset)?;
                let factor = if self.eat(Kind::Sign("*")) {
                    self.whole("a whole number")?
                } else {
                    1
                };
                Ok(Operand::Fact(fact, factor, token.offset))
            }
            _ => fail(token.offset, "a fact is missing here", "write a fact"),
        }
    }

    fn bool_comparison(&mut self, fact: FactId, operator: Token<'_>) -> Read<Expr> {
        let (negated, known) = self.equality(fact, operator)?;
        let (word, offset) = self.word("true or false")?;
        let wanted = match word {
            "true" => true,
            "false" => false,
            _ => {
                return fail_as(
                    Code::WrongType,
                    offset,
                    format!("{fact} is true or false"),
                    "write true or false",
                );
            }
        };
        Ok(dressed(Expr::Bool(fact.0.slot, wanted), negated, known))
    }

    fn enum_comparison(&mut self, fact: FactId, operator: Token<'_>) -> Read<Expr> {
        let listed = match operator.kind {
            Kind::Word("in") => Some(false),
            Kind::Word("not") => {
                let offset = self.peek().offset;
                if !self.eat(Kind::Word("in")) {
                    return fail(offset, "in is missing here", "write: not in [a, b]");
                }
                Some(true)
            }
            _ => None,
        };
        if let Some(negated) = listed {
            let mask = self.values(fact)?;
            return Ok(dressed(Expr::Code(fact.0.slot, mask), negated, false));
        }
        let (negated, known) = self.equality(fact, operator)?;
        let mask = self.value(fact)?;
        Ok(dressed(Expr::Code(fact.0.slot, mask), negated, known))
    }

    fn set_comparison(&mut self, fact: FactId, operator: Token<'_>) -> Read<Expr> {
        if operator.kind != Kind::Word("contains") {
            return fail_as(
                Code::WrongType,
                operator.offset,
                format!("{fact} is a set"),
                "write: contains a, or: contains any [a, b]",
            );
        }
        if self.eat(Kind::Word("any")) {
            let mask = self.values(fact)?;
            return Ok(Expr::Shares(fact.0.slot, mask, 1));
        }
        if self.eat(Kind::Word("at")) {
            let (least, offset) = self.count_after_least()?;
            let mask = self.values(fact)?;
            return match u32::try_from(least) {
                Ok(least) if (1..=mask.count_ones()).contains(&least) => {
                    Ok(Expr::Shares(fact.0.slot, mask, least))
                }
                _ => fail_as(
                    Code::NeverTrue,
                    offset,
                    "this can never be unmet, or never be met",
                    "write a number within the list",
                ),
            };
        }
        let mask = self.value(fact)?;
        Ok(Expr::Shares(fact.0.slot, mask, 1))
    }

    /// `=`, `!=`, `is` or `is not`: (negated, asks what is known).
    fn equality(&mut self, fact: FactId, operator: Token<'_>) -> Read<(bool, bool)> {
        match operator.kind {
            Kind::Sign("=") => Ok((false, false)),
            Kind::Sign("!=") => Ok((true, false)),
            Kind::Word("is") => Ok((self.eat(Kind::Word("not")), true)),
            _ => fail_as(
                Code::WrongType,
                operator.offset,
                format!("{fact} needs another operator"),
                "write =, !=, in, is or is not",
            ),
        }
    }

    fn value(&mut self, fact: FactId) -> Read<u64> {
        let (word, offset) = self.word("a value")?;
        match fact.code(word) {
            Some(code) => Ok(1 << code),
            None => {
                let listed = format!("use one of: {}", fact.values().join(", "));
                let hint = meant(word, fact.values().iter().map(String::as_str), &listed);
                fail_as(
                    Code::UnknownValue,
                    offset,
                    format!("{fact} has no value {word}"),
                    hint,
                )
            }
        }
    }

    fn values(&mut self, fact: FactId) -> Read<u64> {
        self.expect("[")?;
        let mut mask = self.value(fact)?;
        while self.eat(Kind::Sign(",")) {
            mask |= self.value(fact)?;
        }
        self.expect("]")?;
        Ok(mask)
    }

    fn number_comparison(&mut self, fact: FactId, factor: i64, order: Compared) -> Read<Expr> {
        let token = self.peek();
        let scale = if fact.kind() == FactKind::Decimal {
            Decimal::SCALE
        } else {
            1
        };
        let limit = match token.kind {
            Kind::Number(text) if !self.is_factor() => {
                self.take();
                number(text, scale, token.offset)?
            }
            Kind::Term(name) => {
                self.take();
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
                value.saturating_mul(scale)
            }
            _ => {
                let Operand::Fact(other, by, offset) = self.operand()? else {
                    return fail(
                        token.offset,
                        "a number is compared with a number",
                        "write a number or a fact",
                    );
                };
                if other.kind() != fact.kind() || other.unit() != fact.unit() {
                    let message = format!("{fact} and {other} have different types or units");
                    return fail_as(Code::WrongType, offset, message, "compare like with like");
                }
                let (left, right) = ((fact.0.slot, factor), (other.0.slot, by));
                return Ok(order.build(|order| Expr::Numbers(left, order, right)));
            }
        };
        if factor != 1 {
            return fail(
                token.offset,
                "a factor is only for comparing two facts",
                "multiply the number instead",
            );
        }
        Ok(order.build(|order| Expr::Number(fact.0.slot, order, limit)))
    }

    fn whole(&mut self, what: &str) -> Read<i64> {
        let token = self.take();
        match token.kind {
            Kind::Number(text) => whole_number(text, token.offset),
            _ => fail(
                token.offset,
                format!("{what} is missing here"),
                format!("write {what}"),
            ),
        }
    }
}

/// An order and whether it is negated (`!=`).
#[derive(Clone, Copy)]
struct Compared(Order, bool);

impl Compared {
    fn build(self, comparison: impl FnOnce(Order) -> Expr) -> Expr {
        dressed(comparison(self.0), self.1, false)
    }
}

fn order_of(operator: Token<'_>) -> Option<Compared> {
    Some(match operator.kind {
        Kind::Sign("=") => Compared(Order::Equal, false),
        Kind::Sign("!=") => Compared(Order::Equal, true),
        Kind::Sign("<") => Compared(Order::Less, false),
        Kind::Sign("<=") => Compared(Order::LessOrEqual, false),
        Kind::Sign(">") => Compared(Order::Greater, false),
        Kind::Sign(">=") => Compared(Order::GreaterOrEqual, false),
        _ => return None,
    })
}

fn number_operator(offset: usize) -> ReadError {
    let (message, hint) = (
        "a number is compared here".to_owned(),
        "write = != < <= > or >=".to_owned(),
    );
    ReadError {
        code: Code::WrongType,
        offset,
        message,
        hint,
    }
}

fn dressed(expr: Expr, negated: bool, known: bool) -> Expr {
    let expr = if known {
        Expr::Surely(Box::new(expr))
    } else {
        expr
    };
    if negated {
        Expr::Not(Box::new(expr))
    } else {
        expr
    }
}

fn whole_number(text: &str, offset: usize) -> Read<i64> {
    number(text, 1, offset)
}

/// A number times `scale`, exactly.
fn number(text: &str, scale: i64, offset: usize) -> Read<i64> {
    let plain = text.replace('_', "");
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let places = u32::try_from(decimals.len()).unwrap_or(u32::MAX);
    let exact = 10i64
        .checked_pow(places)
        .filter(|unit| scale % unit == 0 && decimals.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|unit| {
            let fraction = if decimals.is_empty() {
                0
            } else {
                decimals.parse::<i64>().ok()?
            };
            let sign = if whole.starts_with('-') { -1 } else { 1 };
            whole
                .parse::<i64>()
                .ok()?
                .checked_mul(scale)?
                .checked_add(sign * fraction * (scale / unit))
        });
    match exact {
        Some(value) => Ok(value),
        None if scale == 1 => fail_as(
            Code::WrongType,
            offset,
            "a whole number is needed here",
            "write a whole number",
        ),
        None => fail(
            offset,
            "this number is too large or too fine",
            "use at most six decimals",
        ),
    }
}
