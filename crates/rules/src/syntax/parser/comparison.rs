//! Comparisons: what may be compared with what depends on the type of the fact.

mod number;
mod sum;
mod text;

use super::super::lexer::{Kind, Token};
use super::{Parser, Read, fail, fail_as, meant};
use crate::diagnostic::Code;
use crate::expr::Expr;
use crate::fact::{FactId, FactKind};

impl Parser<'_, '_> {
    pub(super) fn comparison(&mut self) -> Read<Expr> {
        let token = self.peek();
        let Kind::Word(id) = token.kind else {
            return self.sum_comparison();
        };
        if id == "days_since" {
            return self.sum_comparison();
        }
        let fact = self.fact_named(id, token.offset)?;
        if fact.kind().is_number() {
            return self.sum_comparison();
        }
        self.take();
        let operator = self.take();
        match fact.kind() {
            FactKind::Bool => self.bool_comparison(fact, operator),
            FactKind::Enum => self.enum_comparison(fact, operator),
            FactKind::Set => self.set_comparison(fact, operator),
            _ => self.text_comparison(fact, operator),
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
        if let Some(negated) = self.listing(operator)? {
            let mask = self.values(fact)?;
            return Ok(dressed(Expr::Code(fact.0.slot, mask), negated, false));
        }
        let (negated, known) = self.equality(fact, operator)?;
        let mask = self.value(fact)?;
        Ok(dressed(Expr::Code(fact.0.slot, mask), negated, known))
    }

    /// Whether `in` (false) or `not in` (true) was written.
    fn listing(&mut self, operator: Token<'_>) -> Read<Option<bool>> {
        match operator.kind {
            Kind::Word("in") => Ok(Some(false)),
            Kind::Word("not") => {
                let offset = self.peek().offset;
                if !self.eat(Kind::Word("in")) {
                    return fail(offset, "in is missing here", "write: not in [a, b]");
                }
                Ok(Some(true))
            }
            _ => Ok(None),
        }
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
