//! The cases inside a pack: each indicator file shows when the indicator fires and when it does not.

use std::fmt;

use super::Pack;
use crate::case::Case;
use crate::diagnostic::{PackError, PackErrors, Problems, Source};
use crate::indicator::{IndicatorId, State, Strength};

/// One case of an indicator file.
#[derive(Debug)]
pub(crate) struct PackCase {
    pub(crate) indicator: u16,
    pub(crate) name: String,
    pub(crate) case: Case,
    pub(crate) expect: State,
    pub(crate) strength: Option<Strength>,
    /// File, line and column of its name.
    pub(crate) place: (String, usize, usize),
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
    place: (String, usize, usize),
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
            "{indicator}, case \"{name}\": expected {expected:?}, found {found:?}"
        )
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
        let (file, line, column) = failure.place.clone();
        let hint = "correct the condition, or the case if it is wrong".to_owned();
        problems.add(PackError {
            file,
            line,
            column,
            message: failure.to_string(),
            hint,
        });
    }
    problems.into_errors()
}

/// Where a case is written.
pub(super) fn place(source: &Source<'_>, offset: usize) -> (String, usize, usize) {
    let (line, column) = source.position(offset);
    (source.file.to_owned(), line, column)
}
