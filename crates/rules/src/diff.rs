//! What distinguishes two packs, in words: what an expert changed, not which lines.
//!
//! Layout, comments, the order of keys and named terms are no difference: conditions are compared in a normal form
//! ([`print`]). The cases of both packs show which levels move; how many people that means is for a back-test.
//!
//! Not here: who may put a pack in force, and counting over a registry.

mod fields;
mod level_rules;
mod words;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::explain::PackName;
use crate::indicator::{IndicatorId, Text};
use crate::pack::Pack;
use crate::screening::Level;

pub use words::Aspect;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The indicator it is about; none if it is about the pack.
    pub indicator: Option<IndicatorId>,
    /// What of it differs.
    pub aspect: Aspect,
    /// Which one, where there are several: a language, a threshold, a level rule, a paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the old pack says; none if it says nothing.
    pub before: Option<String>,
    /// What the new pack says; none if it says nothing.
    pub after: Option<String>,
}

/// A case of the packs whose level differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseShift {
    /// The indicator whose file holds the case.
    pub indicator: IndicatorId,
    /// Name of the case.
    pub case: String,
    /// Level under the old pack.
    pub before: Level,
    /// Level under the new pack.
    pub after: Level,
}

/// Everything that distinguishes two packs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackDiff {
    /// The old pack.
    pub old: PackName,
    /// The new pack.
    pub new: PackName,
    /// Differences: of the pack first, then by indicator in the order of the new pack, then what was removed.
    pub differences: Vec<Difference>,
    /// Cases of either pack whose level moves.
    pub cases: Vec<CaseShift>,
    /// How many cases were tried.
    pub cases_tried: usize,
}

impl PackDiff {
    /// Whether the packs say the same thing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty() && self.cases.is_empty()
    }
}

impl Pack {
    /// What distinguishes `new` from `old`.
    #[must_use]
    pub fn diff(old: &Self, new: &Self) -> PackDiff {
        let mut changes = Vec::new();
        level_rules::compare(old, new, &mut changes);
        for after in new.indicators() {
            match old.indicator(after.id().as_str()) {
                Some(before) => fields::compare((old, before), (new, after), &mut changes),
                None => changes.push(Difference {
                    indicator: Some(after.id().clone()),
                    aspect: Aspect::Added,
                    name: None,
                    before: None,
                    after: Some(both(after.label())),
                }),
            }
        }
        let gone = old.indicators().iter();
        for before in gone.filter(|each| new.indicator(each.id().as_str()).is_none()) {
            changes.push(Difference {
                indicator: Some(before.id().clone()),
                aspect: Aspect::Removed,
                name: None,
                before: Some(both(before.label())),
                after: None,
            });
        }
        let (cases, cases_tried) = shifts(old, new);
        PackDiff {
            old: name(old),
            new: name(new),
            differences: changes,
            cases,
            cases_tried,
        }
    }
}

/// The short name in both languages: a difference keeps one text.
fn both(label: &Text) -> String {
    format!("{} / {}", label.id, label.en)
}

fn name(pack: &Pack) -> PackName {
    PackName {
        id: pack.id().to_owned(),
        version: pack.version().to_owned(),
        hash: pack.hash().to_owned(),
    }
}

/// Screens every case of both packs with both; a case that stands in both is taken as the new pack has it.
fn shifts(old: &Pack, new: &Pack) -> (Vec<CaseShift>, usize) {
    let mut seen = BTreeSet::new();
    let mut shifts = Vec::new();
    for pack in [new, old] {
        for case in &pack.cases {
            let Some(indicator) = pack.indicators.get(usize::from(case.indicator)) else {
                continue;
            };
            if !seen.insert((indicator.id.clone(), case.name.as_str())) {
                continue;
            }
            let [before, after] = [old, new].map(|pack| pack.screen_as_is(&case.case).level);
            if before != after {
                shifts.push(CaseShift {
                    indicator: indicator.id.clone(),
                    case: case.name.clone(),
                    before,
                    after,
                });
            }
        }
    }
    (shifts, seen.len())
}

#[cfg(test)]
mod tests;
