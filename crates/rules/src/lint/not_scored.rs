//! Guard rails 6 and 9: papers belong to the checklist, health and demeanour to help. None of them is scored, and no
//! sign rests on a purpose, an age or an innocent answer either: whatever stands beside it, that says nothing.

use super::conduct::{is_circumstance, is_conduct, without_lower_wages};
use super::reach::World;
use super::{Input, raises, unknown};
use crate::cell::Cell;
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::fact::FactId;
use crate::indicator::{Dimension, Indicator, Lane, Strength};

/// Indicators of the catalogue that are shown and never counted, whoever writes the pack.
const NEVER: [&str; 6] = ["TIP-33", "TIP-47", "TIP-50", "CUR-25", "CUR-26", "CUR-27"];

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for (index, indicator) in input.indicators.iter().enumerate() {
        if !raises(indicator) || unknown::holds_on_nothing(input, index) {
            continue;
        }
        let (source, raw) = &input.raw[index];
        let listed = NEVER.contains(&indicator.id.as_str());
        if listed || indicator.dimension == Dimension::Health {
            let message = format!("{} is shown and never counted", indicator.id);
            let hint = "set both strengths to none and remove conditional ones";
            let offset = source.string_start(&raw.id.span());
            problems.at(Code::RailNotScored, source, offset, message, hint);
            continue;
        }
        if input.has_shipped_condition(index) || !rests_on_no_sign(input, index) {
            continue;
        }
        let Some(written) = input.condition(index) else {
            continue;
        };
        let (code, message, hint) = if holds(
            input,
            index,
            &|fact, cell| says_nothing(fact, cell) && !is_paper(fact),
            &|other, _| !raises(other) && other.lane != Lane::Documents,
        ) {
            (
                Code::RailNoSign,
                format!("{} would be present without any sign", indicator.id),
                "let it need what somebody does or lives through; purpose, age, papers and innocent answers are no signs",
            )
        } else {
            (
                Code::RailNotScored,
                format!("{} would count missing papers as a sign", indicator.id),
                "leave papers to the checklist, or set both strengths to none",
            )
        };
        input.report(written, code, message, hint, problems);
    }
}

/// Whether an indicator may be present while nothing is known that is a sign of anything: only papers and facts that
/// say nothing. Other signs are looked at where they stand, so here none is present.
pub(super) fn rests_on_no_sign(input: &Input<'_>, index: usize) -> bool {
    holds(input, index, &says_nothing, &|other, _| !raises(other))
}

/// Whether a value is neither another person's conduct nor a circumstance.
pub(super) fn says_nothing(fact: FactId, cell: Cell) -> bool {
    !is_conduct(fact, cell) && !is_circumstance(fact, cell)
}

fn is_paper(fact: FactId) -> bool {
    fact.as_str().starts_with("doc.")
}

fn holds(
    input: &Input<'_>,
    index: usize,
    knows: &dyn Fn(FactId, Cell) -> bool,
    fires: &dyn Fn(&Indicator, Strength) -> bool,
) -> bool {
    let indicator = &input.indicators[index];
    let world = World {
        knows,
        fires,
        ..World::any(&indicator.legs)
    };
    let condition: Expr = without_lower_wages(input, &indicator.condition);
    world.may_hold(input, &condition)
}
