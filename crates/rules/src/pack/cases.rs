//! The cases inside a pack: each indicator file shows when the indicator fires and when it does not.

use std::fmt;

use super::Pack;
use crate::case::Case;
use crate::diagnostic::{Code, PackErrors, Place, Problems};
use crate::expr::Expr;
use crate::indicator::{IndicatorId, State, Strength};
use crate::trace::{Asker, Node, Part, Tracer};
use crate::truth::Truth;

/// One case of an indicator file.
#[derive(Debug)]
pub(crate) struct PackCase {
    pub(crate) indicator: u16,
    pub(crate) name: String,
    pub(crate) case: Case,
    pub(crate) expect: State,
    pub(crate) strength: Option<Strength>,
    /// Where its name is written.
    pub(crate) place: Place,
}

/// A case of a pack that does not come out as its author wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFailure {
    /// The indicator whose file holds the case.
    pub indicator: IndicatorId,
    /// Name of the case.
    pub name: String,
    /// What the author wrote.
    pub expected: (State, Option<Strength>),
    /// What came out.
    pub found: (State, Strength),
    place: Place,
}

impl fmt::Display for CaseFailure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            indicator,
            name,
            expected,
            found,
            ..
        } = self;
        write!(
            out,
            "{indicator}, case \"{name}\": expected {}",
            word(expected.0)
        )?;
        if let Some(strength) = expected.1 {
            write!(out, " and {}", strength.as_str())?;
        }
        write!(out, ", found {}", word(found.0))?;
        if found.0 == State::Present {
            write!(out, " and {}", found.1.as_str())?;
        }
        Ok(())
    }
}

/// A state as cases write it.
fn word(state: State) -> &'static str {
    match state {
        State::Present => "present",
        State::Unknown => "unknown",
        State::Absent => "absent",
        State::Withdrawn => "withdrawn",
    }
}

impl Pack {
    /// How many cases the files of the pack hold.
    #[must_use]
    pub fn case_count(&self) -> usize {
        self.cases.len()
    }

    /// Runs the cases of every indicator file; empty if all come out as written.
    #[must_use]
    pub fn check_cases(&self) -> Vec<CaseFailure> {
        let failure = |case: &PackCase| {
            let situation = self.situation(&case.case);
            let mark = situation.marks[usize::from(case.indicator)];
            let meets = mark.state == case.expect
                && case
                    .strength
                    .is_none_or(|strength| strength == mark.strength);
            (!meets).then(|| CaseFailure {
                indicator: self.indicators[usize::from(case.indicator)].id.clone(),
                name: case.name.clone(),
                expected: (case.expect, case.strength),
                found: (mark.state, mark.strength),
                place: case.place.clone(),
            })
        };
        self.cases.iter().filter_map(failure).collect()
    }
}

impl Pack {
    /// Failing cases as diagnostics, each with the part of the condition that made it come out so.
    pub(super) fn as_errors(&self, failures: &[CaseFailure]) -> PackErrors {
        let mut problems = Problems::default();
        for failure in failures {
            let mut why = self.why(failure);
            if let Some(file) = other_file(&why) {
                why.push_str(&format!(" (decided in {file})"));
            }
            let hint = format!("{why}: correct the condition, or the case if it is wrong");
            problems.add(
                Code::FailingCase,
                failure.place.clone(),
                failure.to_string(),
                hint,
            );
        }
        problems.into_errors()
    }

    /// What made a case come out as it did, in the words of the pack.
    fn why(&self, failure: &CaseFailure) -> String {
        let indicator = self.indicator(failure.indicator.as_str());
        let written = self.cases.iter().find(|each| each.place == failure.place);
        let (Some(indicator), Some(written)) = (indicator, written) else {
            return "it comes out otherwise".to_owned();
        };
        if !indicator.legs.contains(&written.case.leg) {
            return "the indicator is not asked on this leg".to_owned();
        }
        let situation = self.situation(&written.case);
        let tracer = Tracer::new(self, &written.case, &situation);
        let node =
            |expr: &Expr| tracer.node(Asker::Indicator(usize::from(written.indicator)), expr);
        let holding = |exprs: &mut dyn Iterator<Item = &Expr>| {
            exprs
                .map(node)
                .find(|node| node.truth == Truth::True)
                .map(|node| node.condition())
        };
        match failure.found.0 {
            State::Withdrawn => holding(&mut indicator.cancels.iter()).map_or_else(
                || "a clearance withdraws it".to_owned(),
                |cancel| format!("it is withdrawn by {cancel}"),
            ),
            State::Absent => format!("{} fails", parts(&node(&indicator.condition), Truth::False)),
            State::Unknown => {
                format!(
                    "{} is open",
                    parts(&node(&indicator.condition), Truth::Unknown)
                )
            }
            State::Present if failure.expected.0 == State::Present => {
                holding(&mut indicator.strengths.iter().map(|(when, _)| when)).map_or_else(
                    || "its strength is the listed one".to_owned(),
                    |when| format!("its strength comes from {when}"),
                )
            }
            State::Present => {
                format!("{} holds", parts(&node(&indicator.condition), Truth::True))
            }
        }
    }
}

/// The file of the first indicator that a reason points to: the author may have changed that one.
fn other_file(why: &str) -> Option<String> {
    let (_, rest) = why.split_once("fires(")?;
    let id = rest.split([')', ',']).next()?;
    Some(format!("indicators/{id}.toml"))
}

/// The comparisons of a condition that make it come out as it does.
fn parts(node: &Node, truth: Truth) -> String {
    let mut found = Vec::new();
    collect(node, truth, &mut found);
    if found.is_empty() {
        node.condition()
    } else {
        found.join(", ")
    }
}

fn collect(node: &Node, truth: Truth, found: &mut Vec<String>) {
    match node.part {
        Part::All | Part::Any | Part::AtLeast(_) => {
            for part in node.parts.iter().filter(|part| part.truth == truth) {
                collect(part, truth, found);
            }
        }
        _ => {
            let text = node.condition();
            if !found.contains(&text) {
                found.push(text);
            }
        }
    }
}
