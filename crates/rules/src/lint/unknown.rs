//! Guard rail 5: unknown is neither false nor a risk. Nothing may be raised, and no paper taken as present, while
//! nothing is known.

use super::reach::World;
use super::{Input, LevelCondition, Role, raises};
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::situation::Leg;

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let hint = "let it need something that is known to hold, such as harm.threat = true";
    for (index, indicator) in input.indicators.iter().enumerate() {
        if raises(indicator)
            && holds_on_nothing(input, index)
            && let Some(written) = input.condition(index)
        {
            let message = format!(
                "{} would be present although nothing is known",
                indicator.id
            );
            input.report(written, Code::RailUnknown, message, hint, problems);
        }
    }
    for written in input.written {
        let message = match written.role {
            // The joint rule and the rules that point to indicators have a check of their own.
            Role::Level(LevelCondition::Danger | LevelCondition::Request) => {
                "this would raise the level although nothing is known"
            }
            Role::Papers => "this would take papers as present although nothing is known",
            _ => continue,
        };
        if holds_on_nothing_at_all(input, &written.expr) {
            input.report(written, Code::RailUnknown, message, hint, problems);
        }
    }
}

/// Whether an indicator would be present while nothing is known; the other rails then have nothing to add.
pub(super) fn holds_on_nothing(input: &Input<'_>, index: usize) -> bool {
    let indicator = &input.indicators[index];
    World::empty(&indicator.legs).may_hold(input, &indicator.condition)
}

/// The same for a condition outside the indicators.
pub(super) fn holds_on_nothing_at_all(input: &Input<'_>, expr: &Expr) -> bool {
    World::empty(&[Leg::Departure, Leg::Return]).may_hold(input, expr)
}
