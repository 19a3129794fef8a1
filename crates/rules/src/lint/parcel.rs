//! The joint rule adds a parcel to another person's conduct against the traveller (`levels.md` 4, J1); apart from it the
//! lanes are not added. So a parcel, or money carried for others, is no decisive sign of the trafficking lane: it would
//! be both halves of the rule at once. Being made to carry is: that is coercion.

use super::conduct::{is_conduct, without_lower_wages};
use super::reach::World;
use super::{Input, raises};
use crate::cell::Cell;
use crate::diagnostic::{Code, Problems};
use crate::fact::FactId;
use crate::indicator::{Indicator, Lane, Strength};

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for (index, indicator) in input.indicators.iter().enumerate() {
        let counts = indicator.lane == Lane::Trafficking
            && raises(indicator)
            && (indicator.decisive || indicator.decisive_when.is_some());
        if !counts || input.has_shipped_decisiveness(index) {
            continue;
        }
        let knows = |fact: FactId, cell: Cell| is_parcel(fact) || !is_conduct(fact, cell);
        let fires = |other: &Indicator, _: Strength| {
            other.lane != Lane::Trafficking || !(other.decisive && raises(other))
        };
        let world = World {
            knows: &knows,
            fires: &fires,
            ..World::any(&indicator.legs)
        };
        let alone = without_lower_wages(input, &indicator.condition);
        let without = World {
            knows: &|fact, cell| !is_conduct(fact, cell),
            fires: &|other: &Indicator, _| !(other.decisive && raises(other)),
            ..World::any(&indicator.legs)
        };
        // What needs no conduct at all is told elsewhere.
        if world.may_hold(input, &alone)
            && !without.may_hold(input, &alone)
            && let Some(written) = input.condition(index)
        {
            let message = format!(
                "{} would count what is carried as conduct against the person",
                indicator.id
            );
            let hint = "write lane = \"courier\" with a dimension of it, or let it need what somebody does to the person";
            input.report(written, Code::RailLevelRule, message, hint, problems);
        }
    }
}

/// What is carried, for whom and for what; not whether the person may refuse.
fn is_parcel(fact: FactId) -> bool {
    let id = fact.as_str();
    let carried = id.starts_with("cargo.") || id.starts_with("fin.");
    (carried && id != "cargo.can_refuse") || id == "recruit.carry_only_offer"
}
