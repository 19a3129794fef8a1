//! What a condition can come out as, over everything that could be known.
//!
//! Each fact is tried with unknown and with one value for each way the condition tells its values apart: the limits of
//! its numbers and their neighbours, one value of each group of values that no part distinguishes. Facts that occur
//! once are tried together, which is exact; facts that occur more often are tried one after the other.
//!
//! What must hold: "no" is a proof. Where two facts are compared with each other, where a form of condition is not
//! understood here, or where the search would take too long, the answer is "perhaps", never "no".

mod domain;
mod truths;

use std::collections::HashMap;

use domain::domain;
use truths::Truths;

use super::Input;
use crate::cell::Cell;
use crate::expr::Expr;
use crate::fact::FactId;
use crate::indicator::{Indicator, Strength};
use crate::situation::Leg;
use crate::truth::Truth;

/// Most evaluations for one answer.
const BUDGET: u32 = 4_000;
/// What may be the case while a condition is tried.
pub(super) struct World<'w> {
    /// Legs of the journey.
    pub(super) legs: &'w [Leg],
    /// Whether a fact may be known, with this value.
    pub(super) knows: &'w dyn Fn(FactId, Cell) -> bool,
    /// Whether an indicator may be present with this strength.
    pub(super) fires: &'w dyn Fn(&Indicator, Strength) -> bool,
    /// Whether other decisive signs may be present.
    pub(super) decisive: bool,
    /// Whether questions may have been answered.
    pub(super) asked: bool,
}

impl<'w> World<'w> {
    /// Everything is possible.
    pub(super) fn any(legs: &'w [Leg]) -> Self {
        Self {
            legs,
            knows: &|_, _| true,
            fires: &|_, _| true,
            decisive: true,
            asked: true,
        }
    }

    /// Nothing is known, nothing is present, nothing was asked.
    pub(super) fn empty(legs: &'w [Leg]) -> Self {
        Self {
            legs,
            knows: &|_, _| false,
            fires: &|_, _| false,
            decisive: false,
            asked: false,
        }
    }

    /// Whether a condition can come out as `truth` in this world; `None` if that could not be settled.
    pub(super) fn can(&self, input: &Input<'_>, expr: &Expr, truth: Truth) -> Option<bool> {
        let mut search = Search::new(self, input, expr);
        search.can(expr, truth, 0)
    }

    /// Whether it is proved that a condition never comes out as `truth` in this world.
    pub(super) fn never(&self, input: &Input<'_>, expr: &Expr, truth: Truth) -> bool {
        self.can(input, expr, truth) == Some(false)
    }

    /// Whether a condition may come out as true in this world. For guard rails: what cannot be settled counts as yes.
    pub(super) fn may_hold(&self, input: &Input<'_>, expr: &Expr) -> bool {
        !self.never(input, expr, Truth::True)
    }
}

/// What a condition depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Subject {
    Fact(u16),
    Indicator(u16),
    Leg,
}

#[derive(Debug, Clone, Copy)]
enum Value {
    Cell(Cell),
    Present(Strength),
    Undecided,
    Absent,
    Leg(Leg),
}

struct Search<'a> {
    world: &'a World<'a>,
    /// Values worth trying; none for a subject that stays open.
    domains: HashMap<Subject, Vec<Value>>,
    /// Subjects that occur more than once.
    repeated: Vec<Subject>,
    chosen: HashMap<Subject, Value>,
    left: u32,
}

impl<'a> Search<'a> {
    fn new(world: &'a World<'a>, input: &Input<'_>, expr: &Expr) -> Self {
        let mut atoms = Vec::new();
        collect(expr, &mut atoms);
        let mut order: Vec<Subject> = Vec::new();
        let mut groups: HashMap<Subject, Vec<&Expr>> = HashMap::new();
        for (subject, atom) in atoms {
            let group = groups.entry(subject).or_default();
            if group.is_empty() {
                order.push(subject);
            }
            group.push(atom);
        }
        let facts: Vec<FactId> = input.vocabulary.facts().collect();
        let domains = groups
            .iter()
            .map(|(subject, atoms)| (*subject, domain(world, input, &facts, *subject, atoms)))
            .collect();
        let repeated = order
            .into_iter()
            .filter(|subject| groups[subject].len() > 1)
            .collect();
        Self {
            world,
            domains,
            repeated,
            chosen: HashMap::new(),
            left: BUDGET,
        }
    }

    fn can(&mut self, expr: &Expr, truth: Truth, next: usize) -> Option<bool> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let possible = self.possible(expr);
        if !possible.has(truth) {
            return Some(false);
        }
        let Some(subject) = self
            .repeated
            .get(next)
            .copied()
            .filter(|_| possible != Truths::of(truth))
        else {
            return Some(true);
        };
        let values = self.domains.get(&subject).cloned().unwrap_or_default();
        if values.is_empty() {
            return self.can(expr, truth, next + 1);
        }
        let mut settled = Some(false);
        for value in values {
            self.chosen.insert(subject, value);
            match self.can(expr, truth, next + 1) {
                Some(true) => {
                    settled = Some(true);
                    break;
                }
                None => settled = None,
                Some(false) => {}
            }
        }
        self.chosen.remove(&subject);
        settled
    }

    fn possible(&self, expr: &Expr) -> Truths {
        match expr {
            Expr::Constant(truth) => Truths::of(*truth),
            Expr::Not(inner) => self.possible(inner).map(Truth::negated),
            Expr::Surely(inner) => self.possible(inner).map(Truth::surely),
            Expr::All(parts) => parts
                .iter()
                .map(|part| self.possible(part))
                .fold(Truths::of(Truth::True), |all, part| {
                    all.join(part, Truth::and)
                }),
            Expr::Any(parts) => parts
                .iter()
                .map(|part| self.possible(part))
                .fold(Truths::of(Truth::False), |any, part| {
                    any.join(part, Truth::or)
                }),
            Expr::AtLeast(least, parts) => self.at_least(*least, parts),
            Expr::OtherDecisive(_) | Expr::DecisiveIn(_) => may(self.world.decisive),
            Expr::Asked(..) => may(self.world.asked),
            atom => match subject(atom) {
                Some(subject) => self.possible_atom(subject, atom),
                None => self.open(atom),
            },
        }
    }

    fn possible_atom(&self, subject: Subject, atom: &Expr) -> Truths {
        if let Some(value) = self.chosen.get(&subject) {
            return Truths::of(truth(atom, *value));
        }
        match self.domains.get(&subject) {
            Some(values) if !values.is_empty() => values
                .iter()
                .map(|value| Truths::of(truth(atom, *value)))
                .fold(Truths::NONE, Truths::union),
            _ => Truths::ALL,
        }
    }

    /// A condition over several facts, or one that is not understood here: unknown if one of its facts is, otherwise
    /// anything.
    fn open(&self, atom: &Expr) -> Truths {
        let mut slots = Vec::new();
        atom.collect_facts(&mut slots);
        let is_unknown = |slot: &u16| {
            let subject = Subject::Fact(*slot);
            let unknown = |value: &Value| matches!(value, Value::Cell(Cell::Unknown));
            self.chosen.get(&subject).map_or_else(
                || {
                    self.domains
                        .get(&subject)
                        .is_some_and(|values| values.len() == 1 && values.iter().all(unknown))
                },
                unknown,
            )
        };
        if slots.iter().any(is_unknown) {
            Truths::of(Truth::Unknown)
        } else {
            Truths::ALL
        }
    }

    fn at_least(&self, least: usize, parts: &[Expr]) -> Truths {
        // Every (holding, unknown) that the parts can come to.
        let mut counts = vec![(0usize, 0usize)];
        for part in parts {
            let possible = self.possible(part);
            let mut next = Vec::new();
            for (holding, unknown) in counts {
                for truth in possible.iter() {
                    let count = match truth {
                        Truth::True => ((holding + 1).min(least), unknown),
                        Truth::Unknown => (holding, (unknown + 1).min(least)),
                        Truth::False => (holding, unknown),
                    };
                    if !next.contains(&count) {
                        next.push(count);
                    }
                }
            }
            counts = next;
        }
        let outcome = |(holding, unknown): (usize, usize)| {
            if holding >= least {
                Truth::True
            } else if holding + unknown >= least {
                Truth::Unknown
            } else {
                Truth::False
            }
        };
        counts
            .into_iter()
            .map(|count| Truths::of(outcome(count)))
            .fold(Truths::NONE, Truths::union)
    }
}

fn may(possible: bool) -> Truths {
    if possible {
        Truths::of(Truth::True).union(Truths::of(Truth::False))
    } else {
        Truths::of(Truth::False)
    }
}

/// What a part without parts depends on, if it is one thing.
fn subject(atom: &Expr) -> Option<Subject> {
    match atom {
        Expr::Known(slot)
        | Expr::Bool(slot, _)
        | Expr::Code(slot, _)
        | Expr::Shares(slot, ..)
        | Expr::Number(slot, ..)
        | Expr::DaysSince(slot, ..) => Some(Subject::Fact(*slot)),
        Expr::Fires(index, _) => Some(Subject::Indicator(*index)),
        Expr::Leg(_) => Some(Subject::Leg),
        _ => None,
    }
}

/// Every part without parts, under each thing it depends on.
fn collect<'e>(expr: &'e Expr, atoms: &mut Vec<(Subject, &'e Expr)>) {
    match expr {
        Expr::Not(inner) | Expr::Surely(inner) => collect(inner, atoms),
        Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => {
            for part in parts {
                collect(part, atoms);
            }
        }
        atom => match subject(atom) {
            Some(subject) => atoms.push((subject, atom)),
            None => {
                let mut slots = Vec::new();
                atom.collect_facts(&mut slots);
                atoms.extend(slots.into_iter().map(|slot| (Subject::Fact(slot), atom)));
            }
        },
    }
}

/// Truth of a part that depends on one thing, as [`Expr::truth`] has it.
fn truth(atom: &Expr, value: Value) -> Truth {
    match (atom, value) {
        (Expr::Known(_), Value::Cell(cell)) => cell.is_known().into(),
        (Expr::Bool(_, wanted), Value::Cell(Cell::Bool(value))) => (value == *wanted).into(),
        (Expr::Code(_, mask), Value::Cell(Cell::Code(code))) => (mask & (1 << code) != 0).into(),
        (Expr::Shares(_, mask, least), Value::Cell(Cell::Set(set))) => {
            ((set & mask).count_ones() >= *least).into()
        }
        (Expr::Number(_, order, limit), Value::Cell(Cell::Number(number))) => {
            order.holds(number, *limit).into()
        }
        (Expr::DaysSince(_, order, days), Value::Cell(Cell::Number(day))) => {
            order.holds(-day, *days).into()
        }
        (Expr::Fires(_, least), Value::Present(strength)) => (strength >= *least).into(),
        (Expr::Fires(..), Value::Absent) => Truth::False,
        (Expr::Leg(leg), Value::Leg(value)) => (*leg == value).into(),
        _ => Truth::Unknown,
    }
}
