//! Guard rail 7: people are only linked over a whitelist. Counsellors, ship agents and village relatives pay and
//! telephone for many; a sign that counts shared payers or phones must know them, and must not stand against them.

use super::conduct::{is_conduct, without_lower_wages};
use super::reach::World;
use super::{Input, raises};
use crate::cell::Cell;
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::fact::FactId;
use crate::indicator::{Indicator, Strength};
use crate::truth::Truth;

/// Facts that link one person to others (their windows are part of their names).
const LINKS: [&str; 3] = ["link.same_", "link.group_has_", "link.consecutive_"];
const WHITELIST: &str = "link.whitelisted_";

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for (index, indicator) in input.indicators.iter().enumerate() {
        if !raises(indicator)
            || !indicator.facts.iter().copied().any(is_link)
            || is_reviewed(input, index)
        {
            continue;
        }
        let direct =
            |found: fn(FactId) -> bool| indicator.direct_facts().iter().copied().any(found);
        let unread = direct(is_link) && !direct(is_whitelist);
        if (unread || stands_against_the_whitelist(input, index))
            && let Some(written) = input.condition(index)
        {
            let message = format!("{} links people without a whitelist", indicator.id);
            let hint = "add [[cancel]] with when = \"link.whitelisted_contact = true or link.whitelisted_payer = true\"";
            input.report(written, Code::RailLinking, message, hint, problems);
        }
    }
}

fn is_link(fact: FactId) -> bool {
    LINKS.iter().any(|start| fact.as_str().starts_with(start))
}

fn is_whitelist(fact: FactId) -> bool {
    fact.as_str().starts_with(WHITELIST)
}

/// Whether condition and withdrawals are the shipped ones.
fn is_reviewed(input: &Input<'_>, index: usize) -> bool {
    input.has_shipped_condition(index)
        && input.is_shipped(index, &|own, shipped, same| {
            let kept = |cancel: &Expr| own.cancels.iter().any(|other| same(other, cancel));
            shipped.cancels.iter().all(kept)
        })
}

/// Whether shared links alone may make the sign although contact and payer are whitelisted. What another person does
/// beside them is a reason of its own.
fn stands_against_the_whitelist(input: &Input<'_>, index: usize) -> bool {
    let indicator = &input.indicators[index];
    let knows = |fact: FactId, cell: Cell| is_link(fact) || !is_conduct(fact, cell);
    let fires = |other: &Indicator, _: Strength| !(other.decisive && raises(other));
    let world = World {
        knows: &knows,
        fires: &fires,
        ..World::any(&indicator.legs)
    };
    let kept = indicator
        .cancels
        .iter()
        .map(|cancel| Expr::Not(Box::new(Expr::Surely(Box::new(whitelisted(input, cancel))))));
    let condition = whitelisted(input, &indicator.condition);
    let stands = Expr::All(std::iter::once(condition).chain(kept).collect());
    world.may_hold(input, &without_lower_wages(input, &stands))
}

/// A condition where contact and payer are known to be whitelisted.
fn whitelisted(input: &Input<'_>, expr: &Expr) -> Expr {
    let is_listed = |slot: u16| {
        let mut facts = input.vocabulary.facts();
        facts.any(|fact| fact.0.slot == slot && is_whitelist(fact))
    };
    let parts = |parts: &[Expr]| -> Box<[Expr]> {
        parts.iter().map(|part| whitelisted(input, part)).collect()
    };
    match expr {
        Expr::Not(inner) => Expr::Not(Box::new(whitelisted(input, inner))),
        Expr::Surely(inner) => Expr::Surely(Box::new(whitelisted(input, inner))),
        Expr::All(all) => Expr::All(parts(all)),
        Expr::Any(any) => Expr::Any(parts(any)),
        Expr::AtLeast(least, of) => Expr::AtLeast(*least, parts(of)),
        Expr::Bool(slot, wanted) if is_listed(*slot) => Expr::Constant(Truth::from(*wanted)),
        Expr::Known(slot) if is_listed(*slot) => Expr::Constant(Truth::True),
        _ => expr.clone(),
    }
}
