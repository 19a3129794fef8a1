//! What the level rules stand on (`levels.md`, L1 to L3, C1 and J1) means the same in every pack. A pack may word it in
//! its own way, add signs beside it and write further cases; it can neither empty it, nor narrow or widen it, nor
//! explain it away. The meaning is that of the pack the program ships (`docs/decisions/0006-core-meanings.md`).

use super::lane::key;
use super::reviewed::{Reviewed, both, strengths_agree};
use super::{Input, Role, Written};
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::indicator::Indicator;

/// Child and doubtful age (L1, "TIP-31 alone"), signs made of danger alone (L2), the register (L3), forced carriers
/// (C1), and the parcel of the joint rule (J1).
const CORE: [&str; 12] = [
    "TIP-30", "TIP-31", "TIP-14", "TIP-15", "TIP-19", "TIP-60", "LNK-02", "LNK-03", "CUR-24",
    "CUR-01", "CUR-02", "CUR-05",
];

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let Reviewed::Shipped(pack) = input.reviewed else {
        return;
    };
    for id in CORE {
        let Some(index) = input
            .indicators
            .iter()
            .position(|each| each.id.as_str() == id)
        else {
            let message = format!("the pack has no {id}, on which the level rules stand");
            let hint = format!(
                "put indicators/{id}.toml of the shipped pack into it: suarctl rules copy writes it"
            );
            problems.at(Code::RailCore, &input.head.0, 0, message, hint);
            continue;
        };
        if let Some((what, offset)) = difference(input, index) {
            let message = format!("{id} means the same in every pack; here {what} differs");
            let hint = format!(
                "write {what} as in the shipped {id}; a sign of your own goes into a file of its own, such as TIP-67"
            );
            problems.at(Code::RailCore, &input.raw[index].0, offset, message, hint);
        }
    }
    groups(input, pack, problems);
}

/// What distinguishes a core indicator from the shipped one, and where it stands.
fn difference(input: &Input<'_>, index: usize) -> Option<(&'static str, usize)> {
    let (source, raw) = &input.raw[index];
    let at = |name: &str| key(source, name);
    let start = |role: Role| {
        let first = input.of(index, role).next();
        first.map_or_else(|| key(source, "id"), |written: &Written| written.start)
    };
    let same = |agree: &dyn Fn(&Indicator, &Indicator, &super::reviewed::Same<'_>) -> bool| {
        input.is_shipped(index, agree)
    };
    if !same(&|_, _, _| true) {
        return Some(("lane or dimension", at("dimension")));
    }
    if !input.has_shipped_condition(index) {
        return Some(("the condition", start(Role::Condition)));
    }
    if !same(&|own, shipped, same| strengths_agree(own, shipped, same)) {
        return Some(("the strength", at("strength_adult")));
    }
    if !input.has_shipped_decisiveness(index) {
        return Some(("decisive", at("decisive")));
    }
    let cancels = |own: &[Expr], shipped: &[Expr], same: &super::reviewed::Same<'_>| {
        own.len() == shipped.len()
            && own
                .iter()
                .all(|one| shipped.iter().any(|other| same(one, other)))
            && shipped
                .iter()
                .all(|other| own.iter().any(|one| same(one, other)))
    };
    if !same(&|own, shipped, same| cancels(&own.cancels, &shipped.cancels, same)) {
        return Some(("what cancels it", start(Role::Cancel)));
    }
    if !same(&|own, shipped, same| both(same, &own.danger, &shipped.danger)) {
        return Some(("danger", at("danger")));
    }
    let legs = |own: &Indicator, shipped: &Indicator| {
        shipped.legs.iter().all(|leg| own.legs.contains(leg))
            && own.legs.iter().all(|leg| shipped.legs.contains(leg))
    };
    if !same(&|own, shipped, _| legs(own, shipped)) {
        return Some(("legs", raw.legs.span().start));
    }
    let silent =
        |own: &Indicator, shipped: &Indicator| own.silent_at_manifest == shipped.silent_at_manifest;
    (!same(&|own, shipped, _| silent(own, shipped)))
        .then(|| ("silent_at_manifest", at("silent_at_manifest")))
}

/// Observations of the catalogue stay apart and together as they are: put into one group they would hide each other,
/// taken apart one of them would count twice (`levels.md`, 1.3).
fn groups(input: &Input<'_>, pack: &crate::pack::Pack, problems: &mut Problems) {
    for ((source, raw), indicator) in input.raw.iter().zip(input.indicators) {
        let Some(shipped) = pack.indicator(indicator.id.as_str()) else {
            continue;
        };
        let group = pack.evidence_group(shipped);
        if raw.evidence_group != group {
            let message = format!("{} is about another observation", indicator.id);
            let hint = format!("write evidence_group = \"{group}\"");
            problems.at(
                Code::RailCore,
                source,
                key(source, "evidence_group"),
                message,
                hint,
            );
        }
    }
}
