//! What distinguishes the level rules, thresholds and papers of two packs.

use std::collections::BTreeMap;

use super::fields::reviews;
use super::{Aspect, Difference};
use crate::cell::Cell;
use crate::expr::Expr;
use crate::pack::{LevelRules, Pack, Thresholds};
use crate::print::Printer;

/// Adds every difference between the two packs beside their indicators.
pub(super) fn compare(old: &Pack, new: &Pack, changes: &mut Vec<Difference>) {
    let mut push = |aspect, name: Option<&str>, before: Option<String>, after: Option<String>| {
        if before != after {
            changes.push(Difference {
                indicator: None,
                aspect,
                name: name.map(str::to_owned),
                before,
                after,
            });
        }
    };
    for (language, before, after) in [
        ("id", &old.title.id, &new.title.id),
        ("en", &old.title.en, &new.title.en),
    ] {
        let (before, after) = (Some(before.clone()), Some(after.clone()));
        push(Aspect::Title, Some(language), before, after);
    }
    for (aspect, before, after) in reviews(old.review(), new.review()) {
        push(aspect, None, Some(before), Some(after));
    }
    let thresholds = [old, new].map(|pack| numbers(&pack.levels.thresholds));
    for ((name, before), (_, after)) in thresholds[0].iter().zip(&thresholds[1]) {
        let (before, after) = (Some(before.to_string()), Some(after.to_string()));
        push(Aspect::Threshold, Some(name), before, after);
    }
    let keys = [old, new].map(Printer::for_comparison);
    let read = [old, new].map(Printer::new);
    let rules = [old, new].map(|pack| conditions(&pack.levels));
    let papers = ("papers", &old.papers.when, &new.papers.when);
    let levels = rules[0].iter().zip(&rules[1]);
    let levels = levels.map(|((name, before), (_, after))| (*name, *before, *after));
    for (name, before, after) in levels.chain([papers]) {
        if keys[0].text(before) != keys[1].text(after) {
            let (before, after) = (read[0].text(before), read[1].text(after));
            push(Aspect::LevelRule, Some(name), Some(before), Some(after));
        }
    }
    let [before, after] = [answers(old, &read[0]), answers(new, &read[1])];
    for fact in before
        .keys()
        .chain(after.keys().filter(|fact| !before.contains_key(*fact)))
    {
        let values = [before.get(fact), after.get(fact)].map(|value| value.cloned());
        let [before, after] = values;
        push(Aspect::PaperAnswer, Some(fact), before, after);
    }
}

/// Every threshold by its name in the file.
fn numbers(thresholds: &Thresholds) -> [(&'static str, u8); 9] {
    let Thresholds {
        positive_strong,
        positive_medium,
        positive_medium_beside_weak,
        l5_decisive_in_d3,
        l8_strong_dimensions,
        l8_decisive_medium_beside_strong,
        c2_strong_dimensions,
        c3_medium_beside_strong,
        dalami_medium,
    } = *thresholds;
    [
        ("positive_strong", positive_strong),
        ("positive_medium", positive_medium),
        ("positive_medium_beside_weak", positive_medium_beside_weak),
        ("l5_decisive_in_d3", l5_decisive_in_d3),
        ("l8_strong_dimensions", l8_strong_dimensions),
        (
            "l8_decisive_medium_beside_strong",
            l8_decisive_medium_beside_strong,
        ),
        ("c2_strong_dimensions", c2_strong_dimensions),
        ("c3_medium_beside_strong", c3_medium_beside_strong),
        ("dalami_medium", dalami_medium),
    ]
}

/// Every condition of the level rules by its name in the file.
fn conditions(levels: &LevelRules) -> [(&'static str, &Expr); 7] {
    let LevelRules {
        child,
        danger,
        register,
        age_doubt,
        forced_to_carry,
        joint,
        request,
        thresholds: _,
    } = levels;
    [
        ("child", child),
        ("danger", danger),
        ("register", register),
        ("age_doubt", age_doubt),
        ("forced_to_carry", forced_to_carry),
        ("joint", joint),
        ("request", request),
    ]
}

/// What "all papers present" answers, by fact.
fn answers(pack: &Pack, printer: &Printer<'_>) -> BTreeMap<&'static str, String> {
    let value = |slot: u16, cell: Cell| match cell {
        Cell::Unknown => "unknown".to_owned(),
        Cell::Bool(value) => value.to_string(),
        Cell::Code(code) => printer.listed(slot, 1 << code),
        Cell::Set(mask) => format!("[{}]", printer.listed(slot, mask)),
        Cell::Number(number) => printer.number(slot, number),
    };
    let answers = pack.papers.answers.iter();
    answers
        .map(|(slot, cell)| (printer.id(*slot), value(*slot, *cell)))
        .collect()
}
