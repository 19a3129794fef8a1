//! Recursive descent over the tokens; types are checked as the expression is built.

mod comparison;

use super::lexer::{Kind, Token, tokens};
use super::{Join, Part, ReadError, Reading};
use crate::diagnostic::{Code, nearest};
use crate::expr::Expr;
use crate::fact::FactId;
use crate::indicator::{Dimension, Strength};
use crate::situation::Leg;
use crate::truth::Truth;

/// Deepest nesting of brackets and `not`.
const DEEPEST: usize = 32;
/// Most nodes in one condition, terms included.
const LARGEST: usize = 1024;

type Read<T> = Result<T, ReadError>;

pub(super) fn parse(reading: Reading<'_>, text: &str) -> Read<(Expr, Vec<Part>)> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        reading,
        tokens: &tokens,
        next: 0,
        depth: 0,
        nodes: 0,
        parts: Vec::new(),
    };
    let expr = parser.any()?;
    let token = parser.peek();
    if token.kind != Kind::End {
        let hint = match token.kind {
            Kind::Word(word) => small_letters(word),
            _ => None,
        };
        return fail(
            token.offset,
            "the condition should end here",
            hint.map_or_else(
                || "join conditions with and / or".to_owned(),
                |word| format!("write {word} in small letters"),
            ),
        );
    }
    Ok((expr, parser.parts))
}

/// Words behind `from` that look like facts and are none.
pub(super) fn unknown_facts(reading: Reading<'_>, text: &str, from: usize) -> Vec<ReadError> {
    let facts = reading.names.facts;
    let known = || facts.iter().filter(|(_, fact)| fact.is_rule_input());
    let unknown = tokens(text).unwrap_or_default().into_iter();
    unknown
        .filter_map(|token| match token.kind {
            Kind::Word(id) if token.offset >= from && id.contains('.') => (!facts.contains_key(id))
                .then(|| ReadError {
                    code: Code::UnknownFact,
                    offset: token.offset,
                    message: format!("there is no fact {id}"),
                    hint: fact_hint(id, known().map(|(id, _)| *id)),
                }),
            _ => None,
        })
        .collect()
}

fn fail<T>(offset: usize, message: impl Into<String>, hint: impl Into<String>) -> Read<T> {
    fail_as(Code::Syntax, offset, message, hint)
}

fn fail_as<T>(
    code: Code,
    offset: usize,
    message: impl Into<String>,
    hint: impl Into<String>,
) -> Read<T> {
    Err(ReadError {
        code,
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
    /// What `and` and `or` join, with its place.
    parts: Vec<Part>,
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

    fn word(&mut self, what: &str) -> Read<(&'t str, usize)> {
        match self.take() {
            Token {
                kind: Kind::Word(word),
                offset,
            } => Ok((word, offset)),
            Token {
                kind: Kind::Text(text),
                offset,
            } => fail(
                offset,
                format!("{what} stands without quotes"),
                format!("write it without quotes: {text}"),
            ),
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
            return fail_as(
                Code::TooLarge,
                offset,
                "the condition is too large",
                "split it into several indicators",
            );
        }
        Ok(())
    }

    fn any(&mut self) -> Read<Expr> {
        self.row(Join::Any)
    }

    fn all(&mut self) -> Read<Expr> {
        self.row(Join::All)
    }

    /// What one kind of word joins.
    fn row(&mut self, join: Join) -> Read<Expr> {
        let (mut parts, mut offsets) = (Vec::new(), Vec::new());
        loop {
            offsets.push(self.peek().offset);
            parts.push(match join {
                Join::Any => self.all()?,
                Join::All => self.not()?,
            });
            let word = match join {
                Join::Any => "or",
                Join::All => "and",
            };
            if !self.eat(Kind::Word(word)) {
                break;
            }
        }
        if parts.len() > 1 {
            let placed = offsets.into_iter().zip(&parts);
            self.parts.extend(placed.map(|(offset, expr)| Part {
                offset,
                join,
                expr: expr.clone(),
            }));
        }
        Ok(joined(parts, |parts| match join {
            Join::Any => Expr::Any(parts),
            Join::All => Expr::All(parts),
        }))
    }

    fn not(&mut self) -> Read<Expr> {
        let offset = self.peek().offset;
        self.depth += 1;
        if self.depth > DEEPEST {
            return fail_as(
                Code::TooDeep,
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
                word @ ("known" | "missing" | "surely" | "fires" | "answered" | "other_decisive"
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
            Kind::Sign(_) | Kind::Text(_) | Kind::End => fail(
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
            return fail_as(
                Code::UnknownTerm,
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
            return fail_as(
                Code::NeverTrue,
                offset,
                "this can never be unmet, or never be met",
                hint,
            );
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
            (word, offset) => fail_as(
                Code::UnknownValue,
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
            "missing" => {
                let fact = self.fact()?;
                Ok(Expr::Not(Box::new(Expr::Known(fact.0.slot))))
            }
            "surely" => Ok(Expr::Surely(Box::new(self.any()?))),
            "fires" => self.fires(),
            "answered" => self.answered(),
            "other_decisive" => Ok(Expr::OtherDecisive(self.strength()?)),
            _ => {
                let (word, offset) = self.word("a dimension")?;
                match Dimension::from_code(word) {
                    Some(dimension) => Ok(Expr::DecisiveIn(dimension)),
                    None => fail_as(
                        Code::UnknownValue,
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
            return fail_as(Code::UnknownIndicator, offset, no_indicator(id), hint);
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
            return fail_as(
                Code::UnknownQuestion,
                offset,
                format!("there is no question {id}"),
                "use a question id such as K3",
            );
        };
        let is_input = question
            .0
            .subject
            .facts
            .iter()
            .any(|fact| fact.is_rule_input());
        if !question.is_asked() || question.is_never_scored() || !is_input {
            let hint = "use a question of the counter or the interview that fills a fact for rules, such as K3";
            return fail_as(
                Code::ForbiddenFact,
                offset,
                format!("no rule may read whether {id} was answered"),
                hint,
            );
        }
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
            _ => fail_as(
                Code::UnknownValue,
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
            if let Some(word) = small_letters(id) {
                return fail(
                    offset,
                    format!("{id} is no fact"),
                    format!("write {word} in small letters"),
                );
            }
            // What no rule may read is never proposed.
            let readable = facts
                .iter()
                .filter(|(_, fact)| self.reading.any_fact || fact.is_rule_input());
            let hint = fact_hint(id, readable.map(|(id, _)| *id));
            return fail_as(
                Code::UnknownFact,
                offset,
                format!("there is no fact {id}"),
                hint,
            );
        };
        if !fact.is_rule_input() && !self.reading.any_fact {
            return fail_as(
                Code::ForbiddenFact,
                offset,
                format!("{id} must never be read by a rule"),
                "remove it from the condition",
            );
        }
        Ok(fact)
    }
}

/// The complaint about an indicator that the pack does not have.
pub(crate) fn no_indicator(id: &str) -> String {
    format!("there is no indicator {id}")
}

/// What to write in the place of a fact that does not exist.
pub(crate) fn fact_hint<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    const LOOK: &str = "look for one with: suarctl rules facts";
    nearest(wrong, known).map_or_else(
        || LOOK.to_owned(),
        |word| format!("did you mean {word}? Otherwise {LOOK}"),
    )
}

/// The word of the language that was written with capital letters.
fn small_letters(word: &str) -> Option<&'static str> {
    let words = [
        "and", "or", "not", "in", "is", "at", "contains", "fires", "known",
    ];
    words
        .into_iter()
        .find(|small| *small != word && small.eq_ignore_ascii_case(word))
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

fn meant<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    nearest(wrong, known).map_or_else(
        || otherwise.to_owned(),
        |word| format!("did you mean {word}? Otherwise: {otherwise}"),
    )
}
