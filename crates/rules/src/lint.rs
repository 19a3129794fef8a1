//! What a pack must not say although every single condition of it can be read.
//!
//! Two kinds of checks: slips (a part that can never hold, a missing text) and the guard rails of the catalogue
//! (`indicators.md`, section 2.0), which no pack can switch off. One check per file.
//!
//! What must hold: a check that reasons about conditions only speaks when it has a proof, so a sound pack is never
//! refused; and it always ends (see `reach.rs`). Guard rails 3 (every output shows its facts) and 10 (a clearance
//! travels) are kept by the engine itself; here is only what a pack could do against them.

mod cases;
mod child;
mod clearing;
mod conduct;
mod constant;
mod core;
mod cycle;
mod danger;
mod knowledge;
mod lane;
mod levels;
mod linking;
mod not_scored;
mod papers;
mod parcel;
mod reach;
mod reviewed;
mod texts;
mod thresholds;
mod twice;
mod unknown;
mod vulnerability;
mod weak_only;
mod withdrawn;
mod wording;

pub(crate) use cycle::cycle;
pub(crate) use reviewed::Reviewed;

use crate::bits::IndicatorSet;
use crate::diagnostic::{Code, Problems, Source};
use crate::expr::Expr;
use crate::indicator::{Indicator, Lane, Strength};
use crate::pack::raw::{RawIndicator, RawPack};
use crate::situation::Leg;
use crate::syntax::Part;
use crate::vocabulary::Vocabulary;

/// What a condition is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Condition,
    Strength,
    Cancel,
    Decisive,
    Danger,
    Required,
    Term,
    Papers,
    Level(LevelCondition),
}

/// Conditions of the level rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LevelCondition {
    Child,
    Danger,
    Register,
    AgeDoubt,
    ForcedToCarry,
    Joint,
    Request,
}

/// A condition with its place.
#[derive(Debug)]
pub(crate) struct Written {
    /// The indicator whose file it stands in; `pack.toml` if none.
    pub(crate) owner: Option<usize>,
    pub(crate) role: Role,
    /// Byte offset of its text in the file.
    pub(crate) start: usize,
    pub(crate) expr: Expr,
    pub(crate) parts: Vec<Part>,
}

/// Everything a check may look at.
pub(crate) struct Input<'a> {
    pub(crate) vocabulary: &'static Vocabulary,
    pub(crate) head: (Source<'a>, &'a RawPack),
    pub(crate) raw: &'a [(Source<'a>, RawIndicator)],
    pub(crate) indicators: &'a [Indicator],
    /// Indicators in an order in which they only point to earlier ones.
    pub(crate) waves: &'a [IndicatorSet],
    pub(crate) reviewed: Reviewed,
    pub(crate) written: &'a [Written],
}

impl<'a> Input<'a> {
    fn source(&self, written: &Written) -> Source<'a> {
        written.owner.map_or(self.head.0, |index| self.raw[index].0)
    }

    /// Legs on which a condition is asked.
    fn legs(&self, written: &Written) -> &'a [Leg] {
        written
            .owner
            .map_or(&[Leg::Departure, Leg::Return], |index| {
                &self.indicators[index].legs
            })
    }

    /// Conditions of one indicator with one role.
    fn of(&self, index: usize, role: Role) -> impl Iterator<Item = &'a Written> {
        let written = self.written.iter();
        written.filter(move |each| each.owner == Some(index) && each.role == role)
    }

    /// The condition of an indicator.
    fn condition(&self, index: usize) -> Option<&'a Written> {
        self.of(index, Role::Condition).next()
    }

    fn report(
        &self,
        written: &Written,
        code: Code,
        message: impl Into<String>,
        hint: impl Into<String>,
        problems: &mut Problems,
    ) {
        problems.at(code, &self.source(written), written.start, message, hint);
    }
}

/// Runs every check. Those that reason about conditions only run when all conditions could be read.
pub(crate) fn run(input: &Input<'_>, problems: &mut Problems) {
    let readable = problems.is_empty();
    texts::check(input, problems);
    cases::check(input, problems);
    lane::check(input, problems);
    wording::check(input, problems);
    thresholds::check(input, problems);
    if readable {
        constant::check(input, problems);
        withdrawn::check(input, problems);
        unknown::check(input, problems);
        not_scored::check(input, problems);
        weak_only::check(input, problems);
        vulnerability::check(input, problems);
        clearing::check(input, problems);
        levels::check(input, problems);
        papers::check(input, problems);
        linking::check(input, problems);
        knowledge::check(input, problems);
        danger::check(input, problems);
        child::check(input, problems);
        parcel::check(input, problems);
        core::check(input, problems);
        twice::check(input, problems);
    }
}

/// Every strength an indicator can have.
fn strengths(indicator: &Indicator) -> impl Iterator<Item = Strength> {
    [indicator.adult, indicator.child]
        .into_iter()
        .chain(indicator.strengths.iter().map(|(_, strength)| *strength))
}

/// Whether an indicator can be counted or open a path outside the documents.
fn raises(indicator: &Indicator) -> bool {
    indicator.lane != Lane::Documents && strengths(indicator).any(|each| each != Strength::None)
}
