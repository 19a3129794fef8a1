//! One observation counts once: signs that rest on the same facts belong into one evidence group.
//!
//! This is a warning. Only what is proved is said: both read the same facts, and wherever the one holds so does the
//! other. Signs that share only some facts are left to the author.

use super::reach::World;
use super::{Input, raises};
use crate::diagnostic::{Code, PackError, Place, Problems};
use crate::expr::Expr;
use crate::truth::Truth;

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let scored: Vec<usize> = (0..input.indicators.len())
        .filter(|&index| raises(&input.indicators[index]))
        .collect();
    for (place, &first) in scored.iter().enumerate() {
        for &second in &scored[place + 1..] {
            let (one, other) = (&input.indicators[first], &input.indicators[second]);
            let may_count_twice = one.lane == other.lane
                && one.group != other.group
                && one.legs.iter().any(|leg| other.legs.contains(leg))
                && facts(&one.condition)
                    .is_some_and(|shared| facts(&other.condition) == Some(shared));
            let Some(written) = input.condition(second).filter(|_| may_count_twice) else {
                continue;
            };
            if implies(input, first, second) || implies(input, second, first) {
                let message = format!(
                    "{} and {} rest on the same facts and would count as two signs",
                    one.id, other.id
                );
                let place = Place::new(&input.source(written), written.start);
                problems.warn(PackError::new(
                    Code::CountsTwice,
                    place,
                    message,
                    "give both the same evidence_group, or remove one",
                ));
            }
        }
    }
}

/// Facts of a condition; none if it reads no fact itself.
fn facts(condition: &Expr) -> Option<Vec<u16>> {
    let mut slots = Vec::new();
    condition.collect_facts(&mut slots);
    slots.sort_unstable();
    slots.dedup();
    Some(slots).filter(|slots| !slots.is_empty())
}

/// Whether it is proved that one sign is never present without the other.
fn implies(input: &Input<'_>, one: usize, other: usize) -> bool {
    let (one, other) = (&input.indicators[one], &input.indicators[other]);
    let without = Expr::All(
        [
            one.condition.clone(),
            Expr::Not(Box::new(Expr::Surely(Box::new(other.condition.clone())))),
        ]
        .into(),
    );
    World::any(&one.legs).never(input, &without, Truth::True)
}
