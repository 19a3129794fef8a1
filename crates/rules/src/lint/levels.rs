//! The level rules of a pack say what `levels.md` says, sections 3 and 4: which signs of the pack stand for a child, for
//! the register, for a forced carrier and for the joint rule, what danger is, and what a request for a talk is. A pack
//! may order the parts as it likes; it can add nothing, leave nothing out and turn nothing around. Guard rail 8 is here
//! too: only forced carriers are sent to the highest level by one sign.

use super::danger::{DANGER, is_danger};
use super::reviewed::same;
use super::{Input, LevelCondition, Role, Written};
use crate::cell::Cell;
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::indicator::{Dimension, Strength};

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for written in input.written {
        let Role::Level(which) = written.role else {
            continue;
        };
        let wrong = if which == LevelCondition::Danger {
            danger(input, written)
        } else {
            let meant = meant(input, which);
            let id = |index: u16| input.indicators[usize::from(index)].id.as_str();
            let fits = meant.is_some_and(|meant| same(&written.expr, &meant, &id, &id));
            (!fits)
                .then(|| "this level rule says something else than in every other pack".to_owned())
        };
        if let Some(message) = wrong {
            let hint = format!("write {}", rule(which));
            input.report(written, Code::RailLevelRule, message, hint, problems);
        }
    }
}

/// How a rule is written.
fn rule(which: LevelCondition) -> &'static str {
    match which {
        LevelCondition::Child => "child = \"fires(TIP-30)\"",
        LevelCondition::Register => "register = \"fires(LNK-02) or fires(LNK-03)\"",
        LevelCondition::AgeDoubt => "age_doubt = \"fires(TIP-31)\"",
        LevelCondition::ForcedToCarry => "forced_to_carry = \"fires(CUR-24)\"",
        LevelCondition::Joint => {
            "joint = \"(fires(CUR-01, medium) or fires(CUR-02, medium) or fires(CUR-05)) and decisive_in(D2)\""
        }
        LevelCondition::Request => "request = \"wish.feels_safe in [wants_to_talk, unsure]\"",
        LevelCondition::Danger => "danger as the shipped pack has it, each kind joined by or",
    }
}

/// What a rule means; nothing if an indicator it points to is missing, which is told on its own.
fn meant(input: &Input<'_>, which: LevelCondition) -> Option<Expr> {
    let fires = |id: &str, least: Strength| {
        let mut all = (0u16..).zip(input.indicators);
        let (index, _) = all.find(|(_, each)| each.id.as_str() == id)?;
        Some(Expr::Fires(index, least))
    };
    let any = |parts: Vec<Expr>| Expr::Any(parts.into());
    Some(match which {
        LevelCondition::Child => fires("TIP-30", Strength::None)?,
        LevelCondition::AgeDoubt => fires("TIP-31", Strength::None)?,
        LevelCondition::ForcedToCarry => fires("CUR-24", Strength::None)?,
        LevelCondition::Register => any(vec![
            fires("LNK-02", Strength::None)?,
            fires("LNK-03", Strength::None)?,
        ]),
        LevelCondition::Joint => {
            let parcel = any(vec![
                fires("CUR-01", Strength::Medium)?,
                fires("CUR-02", Strength::Medium)?,
                fires("CUR-05", Strength::None)?,
            ]);
            Expr::All([parcel, Expr::DecisiveIn(Dimension::D2)].into())
        }
        LevelCondition::Request => {
            let fact = input.vocabulary.fact("wish.feels_safe")?;
            let mask = |value: &str| fact.code(value).map(|code| 1u64 << code);
            Expr::Code(fact.0.slot, mask("wants_to_talk")? | mask("unsure")?)
        }
        LevelCondition::Danger => return None,
    })
}

/// Exactly the danger of L2: each kind alone raises it, and nothing else does.
fn danger(input: &Input<'_>, written: &Written) -> Option<String> {
    let mut seen = Vec::new();
    let alone = match &written.expr {
        Expr::Any(parts) => parts.iter().all(|part| kinds(input, part, &mut seen)),
        part => kinds(input, part, &mut seen),
    };
    if !alone {
        return Some(
            "this rule asks for something else than one kind of danger after another".to_owned(),
        );
    }
    let facts = input.vocabulary.facts();
    let mut listed = facts.flat_map(|fact| {
        let values = DANGER.iter().find(|(id, _)| *id == fact.as_str());
        values
            .into_iter()
            .flat_map(move |(_, values)| values.iter().map(move |value| (fact, *value)))
    });
    let missed = listed.find(|(fact, value)| {
        let cell = fact.code(value).map_or(Cell::Bool(true), Cell::Code);
        !seen.contains(&(fact.0.slot, cell))
    });
    missed.map(|(fact, value)| format!("this rule does not see the danger {fact} = {value}"))
}

/// Notes the kinds of danger of one comparison; false if it is about anything else.
fn kinds(input: &Input<'_>, part: &Expr, seen: &mut Vec<(u16, Cell)>) -> bool {
    let (slot, cells): (u16, Vec<Cell>) = match part {
        Expr::Any(parts) => return parts.iter().all(|part| kinds(input, part, seen)),
        Expr::Bool(slot, value) => (*slot, vec![Cell::Bool(*value)]),
        Expr::Code(slot, mask) => {
            let codes = (0u8..64).filter(|code| mask & (1 << code) != 0);
            (*slot, codes.map(Cell::Code).collect())
        }
        _ => return false,
    };
    let fact = input.vocabulary.facts().find(|fact| fact.0.slot == slot);
    let all = fact.is_some_and(|fact| cells.iter().all(|cell| is_danger(fact, *cell)));
    seen.extend(cells.into_iter().map(|cell| (slot, cell)));
    all
}
