//! Recursive descent over the tokens; types are checked as the expression is built.

use super::lexer::{Kind, Token, tokens};
use super::{ReadError, Reading};
use crate::diagnostic::nearest;
use crate::expr::{Expr, Order};
use crate::fact::{Decimal, FactId, FactKind};
use crate::indicator::{Dimension, Strength};
use crate::situation::Leg;
use crate::truth::Truth;

/// Deepest nesting of brackets and `not`.
const DEEPEST: usize = 32;
/// Most nodes in one condition, terms included.
const LARGEST: usize = 1024;

type Read<T> = Result<T, ReadError>;

pub(super) fn parse(reading: Reading<'_>, text: &str) -> Read<Expr> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        reading,
        tokens: &tokens,
        next: 0,
        depth: 0,
        nodes: 0,
    };
    let expr = parser.any()?;
    let token = parser.peek();
    if token.kind != Kind::End {
        return fail(
            token.offset,
            "the condition should end here",
            "join conditions with and / or",
        );
    }
    Ok(expr)
}

fn fail<T>(offset: usize, message: impl Into<String>, hint: impl Into<String>) -> Read<T> {
    Err(ReadError {
        offset,
        message: message.into(),
        hint: hint.into(),
    })
}

struct Parser<'a, 't> {
    reading: Reading<'a>,
    tokens: &'t [Token<'t>],
    next: usize,
    depth: usize,
    nodes: usize,
}

/// One side of a comparison of numbers.
enum Operand {
    Fact(FactId, i64, usize),
    Age(FactId),
}

impl<'t> Parser<'_, 't> {
    fn peek(&self) -> Token<'t> {
        self.tokens[self.next.min(self.tokens.len() - 1)]
    }

    fn take(&mut self) -> Token<'t> {
        let token = self.peek();
        self.next += 1;
        token
    }

    fn eat(&mut self, kind: Kind<'_>) -> bool {
        let found = self.peek().kind == kind;
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &'static str) -> Read<()> {
        let token = self.peek();
        if self.eat(Kind::Sign(sign)) {
            Ok(())
        } else {
            fail(
                token.offset,
                format!("{sign} is missing here"),
                format!("write {sign}"),
            )
        }
    }

    /// Whether the next two tokens are a number and `*`.
    fn is_factor(&self) -> bool {
        self.tokens.get(self.next + 1).map(|after| after.kind) == Some(Kind::Sign("*"))
    }

    fn word(&mut self, what: &str) -> Read<(&'t str, usize)> {
        match self.take() {
            Token {
                kind: Kind::Word(word),
                offset,
            } => Ok((word, offset)),
            Token { offset, .. } => fail(
                offset,
                format!("{what} is missing here"),
                format!("write {what}"),
            ),
        }
    }

    fn node(&mut self, offset: usize, count: usize) -> Read<()> {
        self.nodes += count;
        if self.nodes > LARGEST {
            return fail(
                offset,
                "the condition is too large",
                "split it into several indicators",
            );
        }
        Ok(())
    }

    fn any(&mut self) -> Read<Expr> {
        let mut parts = vec![self.all()?];
        while self.eat(Kind::Word("or")) {
            parts.push(self.all()?);
        }
        Ok(joined(parts, Expr::Any))
    }

    fn all(&mut self) -> Read<Expr> {
        let mut parts = vec![self.not()?];
        while self.eat(Kind::Word("and")) {
            parts.push(self.not()?);
        }
        Ok(joined(parts, Expr::All))
    }

    fn not(&mut self) -> Read<Expr> {
        let offset = self.peek().offset;
        self.depth += 1;
        if self.depth > DEEPEST {
            return fail(
                offset,
                "the condition is nested too deeply",
                "split it with named terms",
            );
        }
        self.node(offset, 1)?;
        let expr = if self.eat(Kind::Word("not")) {
            Expr::Not(Box::new(self.not()?))
        } else {
            self.primary()?
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn primary(&mut self) -> Read<Expr> {
        let token = self.peek();
        match token.kind {
            Kind::Sign("(") => {
                self.take();
                let inner = self.any()?;
                self.expect(")")?;
                Ok(inner)
            }
            Kind::Term(name) => self.term(name),
            Kind::Word("at") => self.at_least(),
            Kind::Word("always") => self.constant(Truth::True),
            Kind::Word("never") => self.constant(Truth::False),
            Kind::Word("leg") => self.leg(),
            Kind::Word(
                word @ ("known" | "surely" | "fires" | "answered" | "other_decisive"
                | "decisive_in"),
            ) if self.tokens.get(self.next + 1).map(|after| after.kind)
                == Some(Kind::Sign("(")) =>
            {
                self.take();
                self.expect("(")?;
                let expr = self.call(word)?;
                self.expect(")")?;
                Ok(expr)
            }
            Kind::Word(_) | Kind::Number(_) => self.comparison(),
            Kind::Sign(_) | Kind::End => fail(
                token.offset,
                "a condition is missing here",
                "write a comparison",
            ),
        }
    }

    fn constant(&mut self, truth: Truth) -> Read<Expr> {
        self.take();
        Ok(Expr::Constant(truth))
    }

    fn term(&mut self, name: &str) -> Read<Expr> {
        let token = self.take();
        let terms = self.reading.terms;
        let Some(expr) = terms.and_then(|terms| terms.get(name)) else {
            let known = terms.into_iter().flat_map(|terms| terms.keys().copied());
            return fail(
                token.offset,
                format!("there is no term @{name}"),
                meant(name, known, "define it under [terms]"),
            );
        };
        self.node(token.offset, size(expr))?;
        Ok(expr.clone())
    }

    fn at_least(&mut self) -> Read<Expr> {
        self.take();
        let (least, offset) = self.count_after_least()?;
        self.expect("(")?;
        let mut parts = vec![self.any()?];
        while self.eat(Kind::Sign(",")) {
            parts.push(self.any()?);
        }
        self.expect(")")?;
        if least == 0 || least > parts.len() {
            let hint = format!("write a number from 1 to {}", parts.len());
            return fail(offset, "this can never be unmet, or never be met", hint);
        }
        Ok(Expr::AtLeast(least, parts.into()))
    }

    /// `least N of`, after `at`.
    fn count_after_least(&mut self) -> Read<(usize, usize)> {
        let offset = self.peek().offset;
        if !self.eat(Kind::Word("least")) {
            return fail(offset, "least is missing here", "write: at least 2 of (…)");
        }
        let token = self.take();
        let count = match token.kind {
            Kind::Number(text) => text.parse().ok(),
            _ => None,
        };
        let Some(count) = count else {
            return fail(
                token.offset,
                "a whole number is missing here",
                "write: at least 2 of (…)",
            );
        };
        if !self.eat(Kind::Word("of")) {
            return fail(
                self.peek().offset,
                "of is missing here",
                "write: at least 2 of (…)",
            );
        }
        Ok((count, token.offset))
    }

    fn leg(&mut self) -> Read<Expr> {
        self.take();
        let offset = self.peek().offset;
        if !self.eat(Kind::Sign("=")) {
            return fail(
                offset,
                "a leg can only be compared with =",
                "write: leg = departure, or: leg = return",
            );
        }
        match self.word("departure or return")? {
            ("departure", _) => Ok(Expr::Leg(Leg::Departure)),
            ("return", _) => Ok(Expr::Leg(Leg::Return)),
            (word, offset) => fail(
                offset,
                format!("{word} is no leg"),
                "write departure or return",
            ),
        }
    }

    fn call(&mut self, word: &str) -> Read<Expr> {
        match word {
            "known" => {
                let fact = self.fact()?;
                Ok(Expr::Known(fact.0.slot))
            }
            "surely" => Ok(Expr::Surely(Box::new(self.any()?))),
            "fires" => self.fires(),
            "answered" => self.answered(),
            "other_decisive" => Ok(Expr::OtherDecisive(self.strength()?)),
            _ => {
                let (word, offset) = self.word("a dimension")?;
                match Dimension::from_code(word) {
                    Some(dimension) => Ok(Expr::DecisiveIn(dimension)),
                    None => fail(
                        offset,
                        format!("there is no dimension {word}"),
                        "write D1 to D6, PORT, PARCEL, …",
                    ),
                }
            }
        }
    }

    fn fires(&mut self) -> Read<Expr> {
        let (id, offset) = self.word("an indicator id")?;
        let Some(indicators) = self.reading.names.indicators else {
            return fail(
                offset,
                "this condition cannot read indicators",
                "read facts instead",
            );
        };
        let Some(&index) = indicators.get(id) else {
            let hint = meant(
                id,
                indicators.keys().map(String::as_str),
                "use an indicator of this pack",
            );
            return fail(offset, format!("there is no indicator {id}"), hint);
        };
        let least = if self.eat(Kind::Sign(",")) {
            self.strength()?
        } else {
            Strength::None
        };
        Ok(Expr::Fires(index, least))
    }

    fn answered(&mut self) -> Read<Expr> {
        let (id, offset) = self.word("a question id")?;
        let Some(question) = self
            .reading
            .names
            .questions
            .and_then(|questions| questions.get(id))
        else {
            return fail(
                offset,
                format!("there is no question {id}"),
                "use a question id such as K3",
            );
        };
        let subject = &question.0.subject;
        Ok(Expr::Asked(
            subject.facts.iter().map(|fact| fact.0.slot).collect(),
            subject.all,
        ))
    }

    fn strength(&mut self) -> Read<Strength> {
        let (word, offset) = self.word("a strength")?;
        match word {
            "weak" => Ok(Strength::Weak),
            "medium" => Ok(Strength::Medium),
            "strong" => Ok(Strength::Strong),
            _ => fail(
                offset,
                format!("{word} is no strength"),
                "write weak, medium or strong",
            ),
        }
    }

    fn fact(&mut self) -> Read<FactId> {
        let (id, offset) = self.word("a fact")?;
        self.fact_named(id, offset)
    }

    fn fact_named(&self, id: &str, offset: usize) -> Read<FactId> {
        let facts = self.reading.names.facts;
        let Some(&fact) = facts.get(id) else {
            let hint = meant(id, facts.keys().copied(), "use a fact of facts.toml");
            return fail(offset, format!("there is no fact {id}"), hint);
        };
        if !fact.is_rule_input() && !self.reading.any_fact {
            return fail(
                offset,
                format!("{id} must never be read by a rule"),
                "remove it from the condition",
            );
        }
        Ok(fact)
    }

    fn comparison(&mut self) -> Read<Expr> {
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
            FactKind::Date => fail(
                start,
                format!("{fact} is a date"),
                format!("write: days_since({fact}) <= 30"),
            ),
            FactKind::Text => fail(
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
                    return fail(
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
                return fail(
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
            return fail(
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
                _ => fail(
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
            _ => fail(
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
                fail(offset, format!("{fact} has no value {word}"), hint)
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
                    return fail(token.offset, format!("there is no number @{name}"), hint);
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
                    return fail(offset, message, "compare like with like");
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

fn joined(mut parts: Vec<Expr>, join: impl FnOnce(Box<[Expr]>) -> Expr) -> Expr {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            join(parts.into())
        }
        None => join(parts.into()),
    }
}

fn size(expr: &Expr) -> usize {
    match expr {
        Expr::Not(inner) | Expr::Surely(inner) => 1 + size(inner),
        Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => {
            1 + parts.iter().map(size).sum::<usize>()
        }
        _ => 1,
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
        None if scale == 1 => fail(
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

fn meant<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    nearest(wrong, known).map_or_else(
        || otherwise.to_owned(),
        |word| format!("did you mean {word}? Otherwise: {otherwise}"),
    )
}
