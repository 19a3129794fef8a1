//! What the level rules of a pack may look at. `levels.md` decides what leads to which level; a pack only says which
//! of its indicators and facts stand for it. Guard rail 8 is here too: only forced carriers are sent to the highest
//! level by one sign.

use super::danger::{DANGER, is_danger};
use super::reach::World;
use super::{Input, LevelCondition, Role, Written, strengths};
use crate::cell::Cell;
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::fact::FactId;
use crate::indicator::{Dimension, Indicator, Lane, Strength};
use crate::situation::Leg;
use crate::truth::Truth;

const LEGS: &[Leg] = &[Leg::Departure, Leg::Return];

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for written in input.written {
        let Role::Level(which) = written.role else {
            continue;
        };
        let wrong = match which {
            LevelCondition::Child => {
                points(input, written, "the gates of children", &|indicator, _| {
                    indicator.dimension == Dimension::Child && is_gate(indicator)
                })
            }
            LevelCondition::Register => points(
                input,
                written,
                "the gates of the register",
                &|indicator, _| indicator.dimension == Dimension::Link && is_gate(indicator),
            ),
            LevelCondition::AgeDoubt => {
                points(input, written, "signs about a child", &|indicator, _| {
                    indicator.dimension == Dimension::Child
                })
            }
            LevelCondition::ForcedToCarry => points(
                input,
                written,
                "strong courier signs",
                &|indicator, least| {
                    indicator.lane == Lane::Courier && at_least(indicator, least, Strength::Strong)
                },
            ),
            LevelCondition::Joint => joint(input, written),
            LevelCondition::Danger => danger(input, written),
            LevelCondition::Request => request(input, written),
        };
        if let Some(message) = wrong {
            let hint = "see levels.md, sections 3 and 4, and the core pack";
            input.report(written, Code::RailLevelRule, message, hint, problems);
        }
    }
}

fn is_gate(indicator: &Indicator) -> bool {
    strengths(indicator).all(|strength| strength == Strength::Gate)
}

/// Whether `fires(indicator, least)` can only mean this strength or more.
fn at_least(indicator: &Indicator, least: Strength, wanted: Strength) -> bool {
    least >= wanted || strengths(indicator).all(|strength| strength >= wanted)
}

/// A rule that only points to indicators of one kind, and fails when none of them is present.
fn points(
    input: &Input<'_>,
    written: &Written,
    kind: &str,
    fits: &dyn Fn(&Indicator, Strength) -> bool,
) -> Option<String> {
    let only = all_parts(&written.expr, &|part| match part {
        Expr::Fires(index, least) => fits(&input.indicators[usize::from(*index)], *least),
        _ => false,
    });
    let quiet = !World::empty(LEGS).may_hold(input, &written.expr);
    (!only || !quiet).then(|| format!("this rule may only point to {kind}, with fires(…)"))
}

/// Courier signs of medium strength beside conduct against the person, both.
fn joint(input: &Input<'_>, written: &Written) -> Option<String> {
    let only = all_parts(&written.expr, &|part| match part {
        Expr::Fires(index, least) => {
            let indicator = &input.indicators[usize::from(*index)];
            indicator.lane == Lane::Courier && at_least(indicator, *least, Strength::Medium)
        }
        Expr::DecisiveIn(dimension) => {
            matches!(dimension, Dimension::D1 | Dimension::D2 | Dimension::D3)
        }
        _ => false,
    });
    let no_conduct = World {
        decisive: false,
        ..World::any(LEGS)
    };
    let no_parcel = World {
        fires: &|_, _| false,
        ..World::any(LEGS)
    };
    let both =
        !no_conduct.may_hold(input, &written.expr) && !no_parcel.may_hold(input, &written.expr);
    (!only || !both).then(|| {
        "the joint rule needs a courier sign, medium or strong, and a decisive sign of recruitment".to_owned()
    })
}

/// Exactly the danger of L2: nothing else raises it, and every kind of danger does.
fn danger(input: &Input<'_>, written: &Written) -> Option<String> {
    let harmless = |fact: FactId, cell: Cell| !is_danger(fact, cell);
    let world = World {
        knows: &harmless,
        ..World::any(LEGS)
    };
    if world.may_hold(input, &written.expr) {
        return Some("this rule holds without any danger of L2".to_owned());
    }
    let facts = input.vocabulary.facts();
    let mut kinds = facts.flat_map(|fact| {
        let values = DANGER.iter().find(|(id, _)| *id == fact.as_str());
        values
            .into_iter()
            .flat_map(move |(_, values)| values.iter().map(move |value| (fact, *value)))
    });
    let missed = kinds.find(|(fact, value)| {
        let cell = fact.code(value).map_or(Cell::Bool(true), Cell::Code);
        let alone = |other: FactId, known: Cell| other == *fact && known == cell;
        let world = World {
            knows: &alone,
            ..World::empty(LEGS)
        };
        world.can(input, &written.expr, Truth::True) == Some(false)
    });
    missed.map(|(fact, value)| format!("this rule does not see the danger {fact} = {value}"))
}

/// A request for a talk is what the person said, nothing else.
fn request(input: &Input<'_>, written: &Written) -> Option<String> {
    let asks = input
        .vocabulary
        .fact("wish.feels_safe")
        .map(|fact| fact.0.slot);
    let only = all_parts(&written.expr, &|part| match part {
        Expr::Code(slot, _) => Some(*slot) == asks,
        _ => false,
    });
    (!only).then(|| "this rule may only read wish.feels_safe".to_owned())
}

fn all_parts(expr: &Expr, fits: &dyn Fn(&Expr) -> bool) -> bool {
    match expr {
        Expr::Not(inner) | Expr::Surely(inner) => all_parts(inner, fits),
        Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => {
            parts.iter().all(|part| all_parts(part, fits))
        }
        part => fits(part),
    }
}
