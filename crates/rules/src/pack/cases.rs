//! The cases inside a pack: each indicator file shows when the indicator fires and when it does not.

use std::fmt;

use super::Pack;
use crate::case::Case;
use crate::diagnostic::{Code, PackErrors, Place, Problems};
use crate::indicator::{IndicatorId, State, Strength};

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

/// Failing cases as diagnostics.
pub(super) fn as_errors(failures: &[CaseFailure]) -> PackErrors {
    let mut problems = Problems::default();
    for failure in failures {
        let hint = "correct the condition, or the case if it is wrong";
        problems.add(
            Code::FailingCase,
            failure.place.clone(),
            failure.to_string(),
            hint,
        );
    }
    problems.into_errors()
}
