//! What counts as danger (`levels.md`, L2). A pack can neither add to it nor take from it.

use crate::cell::Cell;
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
