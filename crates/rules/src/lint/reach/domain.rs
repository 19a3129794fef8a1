//! Values worth trying for a fact, an indicator or the leg.

use super::{Subject, Value, World};
use crate::cell::Cell;
use crate::expr::Expr;
use crate::fact::{Decimal, FactId, FactKind};
use crate::indicator::Strength;
use crate::lint::{Input, strengths};

/// Most values tried for a fact that is a set.
const MOST_SETS: usize = 128;

/// One value for each way the atoms tell a subject apart, within the world; none if there are too many.
pub(super) fn domain(
    world: &World<'_>,
    input: &Input<'_>,
    facts: &[FactId],
    subject: Subject,
    atoms: &[&Expr],
) -> Vec<Value> {
    match subject {
        Subject::Leg => world.legs.iter().copied().map(Value::Leg).collect(),
        Subject::Indicator(index) => {
            let indicator = &input.indicators[usize::from(index)];
            let mut strengths: Vec<Strength> = strengths(indicator)
                .filter(|strength| (world.fires)(indicator, *strength))
                .collect();
            strengths.sort_unstable();
            strengths.dedup();
            let present = strengths.into_iter().map(Value::Present);
            present.chain([Value::Undecided, Value::Absent]).collect()
        }
        Subject::Fact(slot) => {
            let fact = facts[usize::from(slot)];
            let Some(cells) = cells(world, fact, atoms) else {
                let may_be_known = (world.knows)(fact, Cell::Set(u64::MAX));
                return if may_be_known {
                    Vec::new()
                } else {
                    vec![Value::Cell(Cell::Unknown)]
                };
            };
            let known = cells.into_iter().filter(|cell| (world.knows)(fact, *cell));
            std::iter::once(Cell::Unknown)
                .chain(known)
                .map(Value::Cell)
                .collect()
        }
    }
}

/// One cell for each way the atoms tell the values of a fact apart; `None` if there are too many.
fn cells(world: &World<'_>, fact: FactId, atoms: &[&Expr]) -> Option<Vec<Cell>> {
    let masks = || {
        atoms.iter().filter_map(|atom| match atom {
            Expr::Code(_, mask) | Expr::Shares(_, mask, _) => Some(*mask),
            _ => None,
        })
    };
    // Values that no mask tells apart, nor what may be known, are one group.
    let mut groups: Vec<(Vec<bool>, Vec<usize>)> = Vec::new();
    for code in 0..fact.values().len() {
        let allowed = u8::try_from(code).is_ok_and(|code| (world.knows)(fact, Cell::Code(code)));
        let told = masks().map(|mask| mask & (1 << code) != 0);
        let signature: Vec<bool> = told.chain([allowed]).collect();
        match groups.iter_mut().find(|(known, _)| *known == signature) {
            Some((_, codes)) => codes.push(code),
            None => groups.push((signature, vec![code])),
        }
    }
    match fact.kind() {
        FactKind::Bool => Some(vec![Cell::Bool(false), Cell::Bool(true)]),
        FactKind::Text => Some(vec![Cell::Bool(true)]),
        FactKind::Enum => {
            let first = groups.iter().filter_map(|(_, codes)| codes.first());
            Some(
                first
                    .filter_map(|code| u8::try_from(*code).ok())
                    .map(Cell::Code)
                    .collect(),
            )
        }
        FactKind::Set => {
            let mut sets = vec![0u64];
            for (_, codes) in &groups {
                let mut next = Vec::new();
                for set in sets {
                    let mut grown = set;
                    next.push(grown);
                    for code in codes {
                        grown |= 1 << code;
                        next.push(grown);
                    }
                }
                if next.len() > MOST_SETS {
                    return None;
                }
                sets = next;
            }
            Some(sets.into_iter().map(Cell::Set).collect())
        }
        FactKind::Int | FactKind::Money | FactKind::Decimal | FactKind::Date => {
            let range = match fact.kind() {
                FactKind::Int | FactKind::Money => fact.range(),
                FactKind::Decimal => -Decimal::LARGEST..=Decimal::LARGEST,
                // Days from today, which is day 0 here.
                _ => -4_000_000..=4_000_000,
            };
            let mut numbers = vec![*range.start(), *range.end()];
            for atom in atoms {
                match atom {
                    Expr::Number(_, _, limit) => {
                        numbers.extend([limit.saturating_sub(1), *limit, limit.saturating_add(1)])
                    }
                    Expr::DaysSince(_, _, days) => {
                        let day = days.saturating_neg();
                        numbers.extend([day.saturating_sub(1), day, day.saturating_add(1)]);
                    }
                    _ => {}
                }
            }
            numbers.retain(|number| range.contains(number));
            numbers.sort_unstable();
            numbers.dedup();
            Some(numbers.into_iter().map(Cell::Number).collect())
        }
    }
}
