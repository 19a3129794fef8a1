//! From the text of a condition to a typed [`Expr`].
//!
//! ```text
//! money.debt_to in [recruiter, employer] or money.repay = unknown_amount
//! at least 2 of (job.wage_known = false, job.conditions_told = not_told)
//! job.offer_changed contains any [route, cost]
//! fires(CUR-01, medium) and not surely(@work)
//! money.fee_amount + money.debt_amount > 12 * job.wage_promised
//! doc.passport_issue_date - doc.ticket_date < 14
//! notes contains any ["titip", "paket"] or phone starts with "+855" or missing(contract)
//! ```
//!
//! (The last two lines are of a schema that lets rules read such facts.)
//!
//! `=`, `!=`, `<`, `in` and `contains` are unknown when the fact is unknown. `f is v` and `f is not v` ask what is
//! *known*: they are never unknown, and are for sentences like "is not true" or "not yet asked".
//!
//! What must hold: whatever the text, reading ends in an expression that type-checks or in one error with a place and
//! a fix; depth, length and size are bounded.

mod format;
mod lexer;
mod parser;

use std::collections::HashMap;

pub(crate) use format::format;
pub(crate) use parser::{fact_hint, no_indicator};

use crate::diagnostic::Code;
use crate::expr::Expr;
use crate::fact::FactId;
use crate::question::QuestionId;

/// Longest text of one condition, in bytes.
const LONGEST: usize = 8 * 1024;

/// The names a condition may use.
pub(crate) struct Names<'a> {
    pub(crate) facts: &'a HashMap<&'static str, FactId>,
    pub(crate) questions: Option<&'a HashMap<&'static str, QuestionId>>,
    pub(crate) indicators: Option<&'a HashMap<String, u16>>,
}

impl<'a> Names<'a> {
    /// Only facts: for conditions outside a pack.
    pub(crate) fn of_facts(facts: &'a HashMap<&'static str, FactId>) -> Self {
        Self {
            facts,
            questions: None,
            indicators: None,
        }
    }
}

/// What joins a row of conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Join {
    Any,
    All,
}

/// One condition of a row, and the byte offset where it begins.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) offset: usize,
    pub(crate) join: Join,
    pub(crate) expr: Expr,
}

/// Why a text is not a condition: where (byte offset in the text), what, and how to put it right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReadError {
    pub(crate) code: Code,
    pub(crate) offset: usize,
    pub(crate) message: String,
    pub(crate) hint: String,
}

/// How to read a condition.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    names: &'a Names<'a>,
    terms: Option<&'a HashMap<&'a str, Expr>>,
    numbers: Option<&'a HashMap<String, i64>>,
    any_fact: bool,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(names: &'a Names<'a>) -> Self {
        Self {
            names,
            terms: None,
            numbers: None,
            any_fact: false,
        }
    }

    /// Lets the condition read facts that are no rule inputs. Only for showing questions, never for indicators.
    pub(crate) fn any_fact(self) -> Self {
        Self {
            any_fact: true,
            ..self
        }
    }

    /// Named conditions, written `@name`.
    pub(crate) fn terms(self, terms: &'a HashMap<&'a str, Expr>) -> Self {
        Self {
            terms: Some(terms),
            ..self
        }
    }

    /// Named numbers, written `@name`.
    pub(crate) fn numbers(self, numbers: &'a HashMap<String, i64>) -> Self {
        Self {
            numbers: Some(numbers),
            ..self
        }
    }

    /// Reads and type-checks one condition.
    pub(crate) fn read(self, text: &str) -> Result<Expr, ReadError> {
        self.read_parts(text).map(|(expr, _)| expr)
    }

    /// Facts behind a place of the text that do not exist. Only a fact has a point in its name.
    pub(crate) fn unknown_facts(self, text: &str, from: usize) -> Vec<ReadError> {
        if text.len() > LONGEST {
            return Vec::new();
        }
        parser::unknown_facts(self, text, from)
    }

    /// Reads one condition, and where the parts of its `and`s and `or`s stand in the text.
    pub(crate) fn read_parts(self, text: &str) -> Result<(Expr, Vec<Part>), ReadError> {
        if text.len() > LONGEST {
            return Err(ReadError {
                code: Code::TooLarge,
                offset: LONGEST,
                message: format!("a condition is at most {LONGEST} bytes long"),
                hint: "split it with named terms".to_owned(),
            });
        }
        parser::parse(self, text)
    }
}

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;
