//! Guard rails 6 and 9: papers belong to the checklist, health and demeanour to help. None of them is scored.

use super::reach::World;
use super::{Input, raises, unknown};
use crate::diagnostic::{Code, Problems};
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
        let papers = |other: &Indicator, _: Strength| other.lane == Lane::Documents;
        let world = World {
            fires: &papers,
            ..World::empty(&indicator.legs)
        };
        if world.may_hold(input, &indicator.condition)
            && let Some(written) = input.condition(index)
        {
            let message = format!("{} would count missing papers as a sign", indicator.id);
            let hint = "leave papers to the checklist, or set both strengths to none";
            input.report(written, Code::RailNotScored, message, hint, problems);
        }
    }
}
