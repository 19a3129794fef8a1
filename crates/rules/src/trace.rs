//! How a condition came out, part by part: a tree of the same shape as the condition.
//!
//! What must hold: every part is asked, also where the outcome was already certain, so that two people who read the
//! trace see the same thing; the same situation gives the same tree; `Debug` shows no value, because values are
//! personal.
//!
//! Not here: which conditions an indicator has (`explain.rs`), how near it was (`near.rs`).

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::case::Case;
use crate::cell::Cell;
use crate::expr::Expr;
use crate::fact::{Decimal, FactId, FactKind, FactValue};
use crate::pack::Pack;
use crate::print::Printer;
use crate::record::to_json;
use crate::situation::Situation;
use crate::truth::Truth;

/// What a part of a condition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// All of its parts.
    All,
    /// One of its parts.
    Any,
    /// So many of its parts.
    AtLeast(usize),
    /// Not its part.
    Not,
    /// Its part, with unknown taken for no.
    Surely,
    /// A comparison of facts.
    Fact,
    /// Where another indicator stands.
    Sign,
    /// Where the screening takes place, or a constant.
    Setting,
}

/// A value of a fact in an answer, as people write it: numbers have the unit of the fact.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Shown(Value);

impl Shown {
    /// A value someone stated; none if it does not fit its fact.
    pub(crate) fn stated(fact: FactId, value: &FactValue) -> Option<Self> {
        let stored = to_json(fact, value)?;
        Some(Self(match value {
            FactValue::Decimal(decimal) => decimal.as_f64().into(),
            _ => stored,
        }))
    }

    /// The value, to be shown to someone who may see it.
    #[must_use]
    pub const fn as_json(&self) -> &Value {
        &self.0
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Shown(hidden)")
    }
}

/// A fact that a comparison read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Fact.
    pub fact: FactId,
    /// Its value; none while it is not known.
    pub value: Option<Shown>,
}

/// One part of a condition and how it came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// What it is.
    pub part: Part,
    /// How it came out.
    #[serde(serialize_with = "word")]
    pub truth: Truth,
    /// The comparison, in the language of packs; empty where there are parts.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Facts a comparison read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<Reading>,
    /// What it is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Self>,
}

fn word<S: Serializer>(truth: &Truth, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match truth {
        Truth::False => "false",
        Truth::Unknown => "unknown",
        Truth::True => "true",
    })
}

impl Node {
    /// The whole condition below this part, in the language of packs.
    #[must_use]
    pub fn condition(&self) -> String {
        let inner = |node: &Self| match node.part {
            Part::All | Part::Any => format!("({})", node.condition()),
            _ => node.condition(),
        };
        let join = |with: &str| {
            let parts: Vec<String> = self.parts.iter().map(inner).collect();
            parts.join(with)
        };
        match self.part {
            Part::All => join(" and "),
            Part::Any => join(" or "),
            Part::AtLeast(least) => format!("at least {least} of ({})", join(", ")),
            Part::Not => format!("not {}", join("")),
            Part::Surely => format!("surely({})", join("")),
            Part::Fact | Part::Sign | Part::Setting => self.text.clone(),
        }
    }
}

/// Whose condition is traced: its facts may be answered by the tick "all papers present", and its peers are of one
/// lane.
#[derive(Clone, Copy)]
pub(crate) enum Asker {
    /// An indicator of the pack.
    Indicator(usize),
    /// A rule of the levels.
    Level,
}

/// Makes traces of one case.
pub(crate) struct Tracer<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) case: &'a Case,
    pub(crate) situation: &'a Situation,
    facts: Vec<FactId>,
    printer: Printer<'a>,
}

impl<'a> Tracer<'a> {
    pub(crate) fn new(pack: &'a Pack, case: &'a Case, situation: &'a Situation) -> Self {
        Self {
            pack,
            case,
            situation,
            facts: pack.vocabulary.facts().collect(),
            printer: Printer::new(pack),
        }
    }

    /// The tree of a condition.
    pub(crate) fn node(&self, asker: Asker, expr: &Expr) -> Node {
        let (part, below): (Part, &[Expr]) = match expr {
            Expr::All(parts) => (Part::All, parts),
            Expr::Any(parts) => (Part::Any, parts),
            Expr::AtLeast(least, parts) => (Part::AtLeast(*least), parts),
            Expr::Not(inner) => (Part::Not, std::slice::from_ref(inner)),
            Expr::Surely(inner) => (Part::Surely, std::slice::from_ref(inner)),
            leaf => (kind(leaf), &[]),
        };
        let is_leaf = below.is_empty();
        let mut slots = Vec::new();
        if is_leaf {
            expr.collect_facts(&mut slots);
        }
        let facts = slots
            .iter()
            .filter_map(|slot| self.facts.get(usize::from(*slot)).copied());
        Node {
            part,
            truth: self.ask(asker, expr),
            text: if is_leaf {
                self.printer.text(expr)
            } else {
                String::new()
            },
            reads: facts
                .filter(|fact| fact.is_rule_input())
                .map(|fact| Reading {
                    fact,
                    value: self.value(asker, fact),
                })
                .collect(),
            parts: below.iter().map(|each| self.node(asker, each)).collect(),
        }
    }

    fn ask(&self, asker: Asker, expr: &Expr) -> Truth {
        match asker {
            Asker::Indicator(index) => self.pack.ask(self.situation, index, expr),
            Asker::Level => self.pack.ask_level(self.situation, expr),
        }
    }

    /// The value a condition of the asker sees; none if it is not known.
    pub(crate) fn value(&self, asker: Asker, fact: FactId) -> Option<Shown> {
        let cell = match asker {
            Asker::Indicator(index) => self.pack.cells(self.situation, index)[fact.slot()],
            Asker::Level => self.situation.cells[fact.slot()],
        };
        shown(self.case, fact, cell)
    }
}

/// The value at a cell: the one of the case, or one that was derived (the child status, a paper under the tick "all
/// papers present").
pub(crate) fn shown(case: &Case, fact: FactId, cell: Cell) -> Option<Shown> {
    let stated = case
        .facts
        .get(&fact)
        .filter(|value| Cell::new(fact, value) == cell)
        .and_then(|value| Shown::stated(fact, value));
    stated.or_else(|| of_cell(fact, cell))
}

/// The value of a cell; none if it is unknown, a day or a text.
pub(crate) fn of_cell(fact: FactId, cell: Cell) -> Option<Shown> {
    let values = fact.values();
    let value: Option<Value> = match (fact.kind(), cell) {
        (FactKind::Bool, Cell::Bool(value)) => Some(value.into()),
        (FactKind::Enum, Cell::Code(code)) => values
            .get(usize::from(code))
            .map(|text| text.as_str().into()),
        (FactKind::Set, Cell::Set(mask)) => {
            let chosen = values.iter().enumerate();
            let mut chosen: Vec<&str> = chosen
                .filter(|(code, _)| mask & (1 << code) != 0)
                .map(|(_, value)| value.as_str())
                .collect();
            chosen.sort_unstable();
            Some(chosen.into())
        }
        (FactKind::Int | FactKind::Money, Cell::Number(number)) => Some(number.into()),
        (FactKind::Decimal, Cell::Number(number)) => {
            Some(Decimal::from_millionths(number).as_f64().into())
        }
        _ => None,
    };
    value.map(Shown)
}

fn kind(leaf: &Expr) -> Part {
    match leaf {
        Expr::Constant(_) | Expr::Leg(_) => Part::Setting,
        Expr::Fires(..) | Expr::OtherDecisive(_) | Expr::DecisiveIn(_) => Part::Sign,
        _ => Part::Fact,
    }
}
