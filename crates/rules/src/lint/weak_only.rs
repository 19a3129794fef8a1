//! Guard rail 2: weak signs never add up. A medium or strong sign must not rest on weak ones alone, which would let
//! them raise a level by another name; nor on weak ones beside facts that say nothing.

use super::conduct::without_lower_wages;
use super::not_scored::{rests_on_no_sign, says_nothing};
use super::reach::World;
use super::{Input, Role, raises, unknown};
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::indicator::{Indicator, Strength};

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let weak_only =
        |other: &Indicator, strength: Strength| !raises(other) || strength <= Strength::Weak;
    for (index, indicator) in input.indicators.iter().enumerate() {
        // What needs no sign at all is told elsewhere.
        if !raises(indicator)
            || input.has_shipped_strengths(index)
            || unknown::holds_on_nothing(input, index)
            || rests_on_no_sign(input, index)
        {
            continue;
        }
        let world = World {
            knows: &says_nothing,
            fires: &weak_only,
            decisive: false,
            ..World::any(&indicator.legs)
        };
        let may_hold = |expr: &Expr| world.may_hold(input, &without_lower_wages(input, expr));
        let hint =
            "let it need a medium or strong sign, as in fires(ID, medium), or what somebody does";
        let listed = [indicator.adult, indicator.child]
            .iter()
            .any(|strength| *strength >= Strength::Medium);
        if listed
            && may_hold(&indicator.condition)
            && let Some(written) = input.condition(index)
        {
            let message = format!(
                "{} would be {} on weak signs alone",
                indicator.id,
                indicator.adult.max(indicator.child).as_str()
            );
            input.report(written, Code::RailWeakOnly, message, hint, problems);
            continue;
        }
        for (written, (when, then)) in input.of(index, Role::Strength).zip(&indicator.strengths) {
            let both = Expr::All([indicator.condition.clone(), when.clone()].into());
            if *then >= Strength::Medium && may_hold(&both) {
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
