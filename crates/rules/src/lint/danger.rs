//! What counts as danger (`levels.md`, L2). A pack can neither add to it nor take from it, nor explain it away.

use super::reach::World;
use super::{Input, Role, raises};
use crate::cell::Cell;
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::fact::FactId;

/// Facts and the values that mean danger; `true` for facts that are yes or no.
pub(super) const DANGER: [(&str, &[&str]); 11] = [
    ("harm.violence", &["true"]),
    ("harm.hurt_or_frightened", &["true"]),
    ("harm.threat", &["true"]),
    ("harm.abducted", &["true"]),
    ("harm.forced_marriage", &["true"]),
    ("harm.sold", &["true"]),
    ("money.cancel_consequence", &["threatened"]),
    ("control.movement", &["not_allowed"]),
    ("wish.safe_to_leave", &["unsafe", "afraid_of_someone"]),
    ("cargo.can_refuse", &["threatened"]),
    ("ret.violence", &["true"]),
];

/// Whether a value of a fact means danger.
pub(super) fn is_danger(fact: FactId, cell: Cell) -> bool {
    let listed = DANGER.iter().find(|(id, _)| *id == fact.as_str());
    listed.is_some_and(|(_, values)| match cell {
        Cell::Bool(value) => value,
        Cell::Code(code) => fact
            .values()
            .get(usize::from(code))
            .is_some_and(|value| values.contains(&value.as_str())),
        _ => false,
    })
}

/// Whether a danger alone makes a sign, and which: the fact, its value and the value's cell.
fn alone<'a>(
    input: &'a Input<'_>,
    index: usize,
) -> impl Iterator<Item = (FactId, &'static str, Cell)> + 'a {
    let indicator = &input.indicators[index];
    let direct = indicator.direct_facts().iter().copied();
    let listed = direct.flat_map(|fact| {
        let values = DANGER.iter().find(|(id, _)| *id == fact.as_str());
        let values = values.map_or(&[][..], |(_, values)| *values);
        values.iter().map(move |value| {
            let cell = fact.code(value).map_or(Cell::Bool(true), Cell::Code);
            (fact, *value, cell)
        })
    });
    listed.filter(move |(fact, _, cell)| {
        let knows = |other: FactId, known: Cell| other == *fact && known == *cell;
        let world = World {
            knows: &knows,
            ..World::empty(&indicator.legs)
        };
        world.may_hold(input, &indicator.condition)
    })
}

/// Danger is not explained away: a sign that one danger alone makes is not withdrawn while that danger is known.
pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for (index, indicator) in input.indicators.iter().enumerate() {
        if !raises(indicator) || indicator.cancels.is_empty() {
            continue;
        }
        for (fact, value, cell) in alone(input, index) {
            let knows = |other: FactId, known: Cell| other != fact || known == cell;
            let world = World {
                knows: &knows,
                ..World::any(&indicator.legs)
            };
            // The danger itself is known here, so whatever asks for something else of the fact fails.
            let known = match cell {
                Cell::Code(code) => Expr::Code(fact.0.slot, 1 << code),
                _ => Expr::Bool(fact.0.slot, true),
            };
            for written in input.of(index, Role::Cancel) {
                let both = Expr::All([known.clone(), written.expr.clone()].into());
                if world.may_hold(input, &both) {
                    let message = format!(
                        "{} would be withdrawn although {fact} = {value}",
                        indicator.id
                    );
                    let hint = "danger is not explained away: remove the withdrawal, or take the danger out of the condition; L2 sees it anyway";
                    input.report(written, Code::RailDanger, message, hint, problems);
                }
            }
        }
    }
}
