//! Children are protected at least as much as adults (`levels.md` 1.6, guard rail on children in `indicators.md` 2.0):
//! no sign is weaker for a child, and age makes no other difference to a strength.

use super::{Input, Role, lane::key, raises};
use crate::diagnostic::{Code, Problems};

/// Facts that say or decide whether somebody is a child.
const AGE: [&str; 5] = [
    "person.child_status",
    "person.age_years",
    "person.age_stated",
    "doc.birth_evidence",
    "doc.identity_conflict",
];

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for (index, indicator) in input.indicators.iter().enumerate() {
        if !raises(indicator) || input.has_shipped_strengths(index) {
            continue;
        }
        let (source, _) = &input.raw[index];
        if indicator.child < indicator.adult {
            let message = format!(
                "{} would be weaker for a child than for an adult",
                indicator.id
            );
            let hint = format!(
                "write strength_child = \"{}\" or more",
                indicator.adult.as_str()
            );
            problems.at(
                Code::RailChild,
                source,
                key(source, "strength_child"),
                message,
                hint,
            );
        }
        for written in input.of(index, Role::Strength) {
            let mut slots = Vec::new();
            written.expr.collect_facts(&mut slots);
            let reads = input
                .vocabulary
                .facts()
                .find(|fact| slots.contains(&fact.0.slot) && AGE.contains(&fact.as_str()));
            if let Some(fact) = reads {
                let message = format!("a strength of {} depends on {fact}", indicator.id);
                let hint = "say it with strength_child, which holds for children and where the age is in doubt";
                input.report(written, Code::RailChild, message, hint, problems);
            }
        }
    }
}
