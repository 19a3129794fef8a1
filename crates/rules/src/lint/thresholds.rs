//! Guard rail 2 in numbers: the thresholds of the level rules stay so near to `levels.md` that one sign is never made
//! to do what takes several there, and that no rule is switched off by a number that nobody reaches.

use super::Input;
use crate::diagnostic::{Code, Problems};

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let (source, head) = &input.head;
    let numbers = head.thresholds.get_ref();
    // The combination rule is that of the ILO operational indicators (2009), (i), (iii) and (iv): no pack sets it.
    let ranges = [
        ("positive_strong", numbers.positive_strong, 2, 2),
        ("positive_medium", numbers.positive_medium, 3, 3),
        (
            "positive_medium_beside_weak",
            numbers.positive_medium_beside_weak,
            2,
            2,
        ),
        // Each of these may differ by one from `levels.md` 3 and 4, and is at least two.
        ("l5_decisive_in_d3", numbers.l5_decisive_in_d3, 2, 3),
        ("l8_strong_dimensions", numbers.l8_strong_dimensions, 2, 3),
        (
            "l8_decisive_medium_beside_strong",
            numbers.l8_decisive_medium_beside_strong,
            2,
            4,
        ),
        ("c2_strong_dimensions", numbers.c2_strong_dimensions, 2, 3),
        (
            "c3_medium_beside_strong",
            numbers.c3_medium_beside_strong,
            2,
            4,
        ),
        ("dalami_medium", numbers.dalami_medium, 2, 3),
    ];
    for (name, value, lowest, highest) in ranges {
        if (lowest..=highest).contains(&value) {
            continue;
        }
        let table = head.thresholds.span().start;
        let rest = source.text.get(table..).unwrap_or_default();
        let offset = table + line_of(rest, name);
        let (message, hint) = if lowest == highest {
            (
                format!("{name} = {value} is not the combination rule of the ILO"),
                format!("write {name} = {lowest}"),
            )
        } else {
            (
                format!("{name} = {value} is outside {lowest} to {highest}"),
                format!("write a number from {lowest} to {highest}"),
            )
        };
        problems.at(Code::RailThreshold, source, offset, message, hint);
    }
}

/// Where the line of a key begins: one name may be the beginning of another.
fn line_of(text: &str, name: &str) -> usize {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let key = line.split('=').next().unwrap_or_default();
        if key.trim() == name {
            return offset + key.find(name).unwrap_or_default();
        }
        offset += line.len();
    }
    0
}
