//! Guard rail 2 in numbers: the thresholds of the level rules stay in a range in which nothing is raised by nothing,
//! and no rule is switched off.

use super::Input;
use crate::diagnostic::{Code, Problems};

/// Highest threshold: more signs than this never come together.
const HIGHEST: u8 = 9;

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let (source, head) = &input.head;
    let numbers = head.thresholds.get_ref();
    // One medium sign alone makes no dimension positive (ILO rule iii and iv).
    let ranges = [
        ("positive_strong", numbers.positive_strong, 1),
        ("positive_medium", numbers.positive_medium, 2),
        (
            "positive_medium_beside_weak",
            numbers.positive_medium_beside_weak,
            1,
        ),
        ("l5_decisive_in_d3", numbers.l5_decisive_in_d3, 1),
        ("l8_strong_dimensions", numbers.l8_strong_dimensions, 1),
        (
            "l8_decisive_medium_beside_strong",
            numbers.l8_decisive_medium_beside_strong,
            1,
        ),
        ("c2_strong_dimensions", numbers.c2_strong_dimensions, 1),
        (
            "c3_medium_beside_strong",
            numbers.c3_medium_beside_strong,
            1,
        ),
        ("dalami_medium", numbers.dalami_medium, 1),
    ];
    for (name, value, lowest) in ranges {
        if !(lowest..=HIGHEST).contains(&value) {
            let table = head.thresholds.span().start;
            let rest = source.text.get(table..).unwrap_or_default();
            let offset = table + rest.find(name).unwrap_or_default();
            let message = format!("{name} = {value} is outside {lowest} to {HIGHEST}");
            let hint = format!("write a number from {lowest} to {HIGHEST}");
            problems.at(Code::RailThreshold, source, offset, message, hint);
        }
    }
}
