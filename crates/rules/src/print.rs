//! A condition in words again: the language of packs, in one normal form.
//!
//! Two conditions that ask the same thing in the same way have one text, whatever their layout, their named terms and
//! the order of what stands beside `and` and `or`. It is no proof of equality: two texts may differ and still mean the
//! same.

use crate::expr::{Expr, Order};
use crate::fact::{Decimal, FactId, FactKind};
use crate::indicator::Strength;
use crate::pack::Pack;
use crate::question::QuestionId;
use crate::situation::Leg;
use crate::text::{How, TextTest};
use crate::truth::Truth;

/// Prints conditions of one pack.
pub(crate) struct Printer<'a> {
    pack: &'a Pack,
    facts: Vec<FactId>,
    questions: Vec<QuestionId>,
    /// Parts of `and` and `or` in the order of their text, without repetition: to compare, not to read.
    sorted: bool,
}

impl<'a> Printer<'a> {
    /// Prints for people: parts stand in the author's order.
    pub(crate) fn new(pack: &'a Pack) -> Self {
        Self {
            pack,
            facts: pack.vocabulary.facts().collect(),
            questions: pack.vocabulary.questions().collect(),
            sorted: false,
        }
    }

    /// Prints to compare.
    pub(crate) fn for_comparison(pack: &'a Pack) -> Self {
        Self {
            sorted: true,
            ..Self::new(pack)
        }
    }

    /// The condition as text.
    pub(crate) fn text(&self, expr: &Expr) -> String {
        match expr {
            Expr::Constant(Truth::True) => "always".to_owned(),
            Expr::Constant(Truth::False) => "never".to_owned(),
            Expr::Constant(Truth::Unknown) => "unknown".to_owned(),
            Expr::All(_) => self.joined(expr, " and "),
            Expr::Any(_) => self.joined(expr, " or "),
            Expr::AtLeast(least, parts) => {
                let mut parts: Vec<String> = parts.iter().map(|part| self.text(part)).collect();
                if self.sorted {
                    // A part that stands twice counts twice.
                    parts.sort();
                }
                format!("at least {least} of ({})", parts.join(", "))
            }
            Expr::Not(inner) => self.negated(inner),
            Expr::Surely(inner) => match &**inner {
                Expr::Bool(slot, wanted) => format!("{} is {wanted}", self.id(*slot)),
                Expr::Code(slot, mask) if mask.count_ones() == 1 => {
                    format!("{} is {}", self.id(*slot), self.listed(*slot, *mask))
                }
                inner => format!("surely({})", self.text(inner)),
            },
            Expr::Known(slot) => format!("known({})", self.id(*slot)),
            Expr::Bool(slot, wanted) => format!("{} = {wanted}", self.id(*slot)),
            Expr::Code(slot, mask) => self.code(*slot, *mask, ["=", "in"]),
            Expr::Shares(slot, mask, least) => self.shares(*slot, *mask, *least),
            Expr::Number(..) | Expr::Numbers(..) | Expr::DaysSince(..) => self.ordered(expr, None),
            Expr::Sum(terms, order, limit) => self.sum(terms, sign(*order), *limit),
            Expr::Text(slot, test) => self.tested(*slot, test, false),
            Expr::Leg(Leg::Departure) => "leg = departure".to_owned(),
            Expr::Leg(Leg::Return) => "leg = return".to_owned(),
            Expr::Fires(index, least) => {
                let indicator = self.pack.indicators.get(usize::from(*index));
                let id = indicator.map_or("", |indicator| indicator.id.as_str());
                match least {
                    Strength::None => format!("fires({id})"),
                    least => format!("fires({id}, {})", least.as_str()),
                }
            }
            Expr::Asked(slots, all) => self.asked(slots, *all),
            Expr::OtherDecisive(least) => format!("other_decisive({})", least.as_str()),
            Expr::DecisiveIn(dimension) => format!("decisive_in({})", dimension.as_str()),
        }
    }

    fn negated(&self, inner: &Expr) -> String {
        match inner {
            Expr::Not(inner) => self.text(inner),
            Expr::Constant(truth) => self.text(&Expr::Constant(truth.negated())),
            Expr::Bool(slot, wanted) => format!("{} = {}", self.id(*slot), !wanted),
            Expr::Code(slot, mask) => self.code(*slot, *mask, ["!=", "not in"]),
            Expr::Number(_, order, _)
            | Expr::Numbers(_, order, _)
            | Expr::DaysSince(_, order, _) => self.ordered(inner, Some(opposite(*order))),
            Expr::Sum(terms, order, limit) => self.sum(terms, opposite(*order), *limit),
            Expr::Text(slot, test) => self.tested(*slot, test, true),
            Expr::Surely(known) => match &**known {
                Expr::Bool(slot, wanted) => format!("{} is not {wanted}", self.id(*slot)),
                Expr::Code(slot, mask) if mask.count_ones() == 1 => {
                    format!("{} is not {}", self.id(*slot), self.listed(*slot, *mask))
                }
                _ => format!("not {}", self.text(inner)),
            },
            Expr::All(_) | Expr::Any(_) => format!("not ({})", self.text(inner)),
            _ => format!("not {}", self.text(inner)),
        }
    }

    /// `and` and `or` with everything that is joined the same way below them.
    fn joined(&self, expr: &Expr, with: &str) -> String {
        let mut flat = Vec::new();
        flatten(expr, &mut flat);
        let inner = |part: &&Expr| {
            let text = self.text(part);
            // Both are put in brackets, so that nobody has to know which binds closer.
            if matches!(part, Expr::All(_) | Expr::Any(_)) && flat.len() > 1 {
                format!("({text})")
            } else {
                text
            }
        };
        let mut parts: Vec<String> = flat.iter().map(inner).collect();
        if self.sorted {
            parts.sort();
            parts.dedup();
        }
        parts.join(with)
    }

    fn code(&self, slot: u16, mask: u64, [one, several]: [&str; 2]) -> String {
        let (id, values) = (self.id(slot), self.listed(slot, mask));
        if mask.count_ones() == 1 {
            format!("{id} {one} {values}")
        } else {
            format!("{id} {several} [{values}]")
        }
    }

    fn shares(&self, slot: u16, mask: u64, least: u32) -> String {
        let (id, values) = (self.id(slot), self.listed(slot, mask));
        match (mask.count_ones(), least) {
            (1, _) => format!("{id} contains {values}"),
            (_, 1) => format!("{id} contains any [{values}]"),
            (_, least) => format!("{id} contains at least {least} of [{values}]"),
        }
    }

    /// A comparison of numbers; with another sign where a negation turns it round.
    fn ordered(&self, expr: &Expr, turned: Option<&'static str>) -> String {
        let side = |(slot, factor): (u16, i64)| match factor {
            1 => self.id(slot).to_owned(),
            factor => format!("{factor} * {}", self.id(slot)),
        };
        match expr {
            Expr::Number(slot, order, limit) => {
                let sign = turned.unwrap_or_else(|| sign(*order));
                format!("{} {sign} {}", self.id(*slot), self.number(*slot, *limit))
            }
            Expr::Numbers(left, order, right) => {
                let sign = turned.unwrap_or_else(|| sign(*order));
                format!("{} {sign} {}", side(*left), side(*right))
            }
            Expr::DaysSince(slot, order, days) => {
                let sign = turned.unwrap_or_else(|| sign(*order));
                format!("days_since({}) {sign} {days}", self.id(*slot))
            }
            other => self.text(other),
        }
    }

    /// A sum of facts as it is written: the first one bare, the others with their sign before them.
    fn sum(&self, terms: &[(u16, i64)], sign: &str, limit: i64) -> String {
        let mut text = String::new();
        for (slot, factor) in terms {
            text.push_str(match (text.is_empty(), *factor < 0) {
                (true, false) => "",
                (true, true) => "0 - ",
                (false, false) => " + ",
                (false, true) => " - ",
            });
            if factor.unsigned_abs() != 1 {
                text.push_str(&format!("{} * ", factor.unsigned_abs()));
            }
            text.push_str(self.id(*slot));
        }
        let unit = terms.first().map_or(0, |(slot, _)| *slot);
        format!("{text} {sign} {}", self.number(unit, limit))
    }

    /// A test of a text.
    fn tested(&self, slot: u16, test: &TextTest, negated: bool) -> String {
        let words: Vec<String> = test
            .words
            .iter()
            .map(|word| format!("\"{word}\""))
            .collect();
        let (id, several) = (self.id(slot), words.len() > 1);
        let words = if several {
            format!("[{}]", words.join(", "))
        } else {
            words.concat()
        };
        let verb = match (test.how, several) {
            (How::Equals, false) if negated => return format!("{id} != {words}"),
            (How::Equals, true) if negated => return format!("{id} not in {words}"),
            (How::Equals, false) => "=",
            (How::Equals, true) => "in",
            (How::Starts, _) => "starts with",
            (How::Contains, _) => "contains",
            (How::Matches, _) => "matches",
        };
        let not = if negated { "not " } else { "" };
        format!("{not}{id} {verb} {words}")
    }

    /// The question whose facts are read; spelled out where no question has them.
    fn asked(&self, slots: &[u16], all: bool) -> String {
        let question = self.questions.iter().find(|question| {
            let subject = &question.0.subject;
            let facts = subject.facts.iter().map(|fact| fact.0.slot);
            subject.all == all && facts.eq(slots.iter().copied())
        });
        if let Some(question) = question {
            return format!("answered({})", question.as_str());
        }
        let ids: Vec<&str> = slots.iter().map(|slot| self.id(*slot)).collect();
        let how = if all { "all" } else { "any" };
        format!("answered({how} of {})", ids.join(", "))
    }

    pub(crate) fn id(&self, slot: u16) -> &'static str {
        let fact = self.facts.get(usize::from(slot));
        fact.map_or("", |fact| fact.as_str())
    }

    pub(crate) fn listed(&self, slot: u16, mask: u64) -> String {
        let fact = self.facts.get(usize::from(slot));
        let values = fact.map_or(&[][..], |fact| fact.values()).iter();
        let chosen = values
            .enumerate()
            .filter(|(code, _)| mask >> code & 1 == 1)
            .map(|(_, value)| value.as_str());
        chosen.collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn number(&self, slot: u16, number: i64) -> String {
        let fact = self.facts.get(usize::from(slot));
        if fact.is_none_or(|fact| fact.kind() != FactKind::Decimal) {
            return number.to_string();
        }
        let (scale, size) = (Decimal::SCALE.unsigned_abs(), number.unsigned_abs());
        let minus = if number < 0 { "-" } else { "" };
        let text = format!("{minus}{}.{:06}", size / scale, size % scale);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

fn flatten<'e>(expr: &'e Expr, flat: &mut Vec<&'e Expr>) {
    let parts = match expr {
        Expr::All(parts) | Expr::Any(parts) => parts,
        _ => return flat.push(expr),
    };
    for part in parts {
        if std::mem::discriminant(part) == std::mem::discriminant(expr) {
            flatten(part, flat);
        } else {
            flat.push(part);
        }
    }
}

fn sign(order: Order) -> &'static str {
    match order {
        Order::Equal => "=",
        Order::Less => "<",
        Order::LessOrEqual => "<=",
        Order::Greater => ">",
        Order::GreaterOrEqual => ">=",
    }
}

/// What is left when a comparison does not hold and both numbers are known.
fn opposite(order: Order) -> &'static str {
    match order {
        Order::Equal => "!=",
        Order::Less => ">=",
        Order::LessOrEqual => ">",
        Order::Greater => "<=",
        Order::GreaterOrEqual => "<",
    }
}
