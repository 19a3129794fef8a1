//! Guard rail 2: weak signs never add up. A medium or strong sign must not rest on weak ones alone, which would let
//! them raise a level by another name.

use super::reach::World;
use super::{Input, Role, raises, unknown};
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::indicator::{Indicator, Strength};

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for (index, indicator) in input.indicators.iter().enumerate() {
        if !raises(indicator) || unknown::holds_on_nothing(input, index) {
            continue;
        }
        let weak_only = |_: &Indicator, strength: Strength| strength <= Strength::Weak;
        let world = World {
            fires: &weak_only,
            ..World::empty(&indicator.legs)
        };
        let hint =
            "let it need a medium or strong sign, as in fires(ID, medium), or a fact of its own";
        let listed = [indicator.adult, indicator.child]
            .iter()
            .any(|strength| *strength >= Strength::Medium);
        if listed
            && world.may_hold(input, &indicator.condition)
            && let Some(written) = input.condition(index)
        {
            let message = format!(
                "{} would be {} on weak signs alone",
                indicator.id,
                indicator.adult.as_str()
            );
            input.report(written, Code::RailWeakOnly, message, hint, problems);
            continue;
        }
        for (written, (when, then)) in input.of(index, Role::Strength).zip(&indicator.strengths) {
            let both = Expr::All([indicator.condition.clone(), when.clone()].into());
            if *then >= Strength::Medium && world.may_hold(input, &both) {
                let message = format!(
                    "{} would be {} on weak signs alone",
                    indicator.id,
                    then.as_str()
                );
                input.report(written, Code::RailWeakOnly, message, hint, problems);
            }
        }
    }
}
