//! Guard rail 10: "cleared" travels to the next counter. Only danger stays after a clearance; a pack that calls
//! anything else danger would have people stopped again for the same thing.

use super::danger::is_danger;
use super::reach::World;
use super::{Input, Role};
use crate::cell::Cell;
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::fact::FactId;

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let harmless = |fact: FactId, cell: Cell| !is_danger(fact, cell);
    for (index, indicator) in input.indicators.iter().enumerate() {
        let world = World {
            knows: &harmless,
            ..World::any(&indicator.legs)
        };
        for written in input.of(index, Role::Danger) {
            let both = Expr::All([indicator.condition.clone(), written.expr.clone()].into());
            if world.may_hold(input, &both) {
                let message = format!(
                    "{} would outlive a clearance without any danger",
                    indicator.id
                );
                let hint = "name a fact of danger, such as harm.threat = true, or remove danger";
                input.report(written, Code::RailClearing, message, hint, problems);
            }
        }
    }
}
