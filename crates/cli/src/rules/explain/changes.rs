//! What would change the level, for people: only what is smallest, by level. All ways are in the JSON.

use std::io::Write;

use suar_rules::{Counterfactual, Level, Shown};

use super::{Stop, shown};

/// A screenful of ways, by level; all are in the JSON.
pub(super) fn few(out: &mut dyn Write, ways: &[Counterfactual]) -> Result<(), Stop> {
    const SHOWN: usize = 8;
    let mut levels: Vec<Level> = Vec::new();
    for way in ways {
        if !levels.contains(&way.level) {
            levels.push(way.level);
        }
    }
    for level in levels {
        let to: Vec<&Counterfactual> = ways.iter().filter(|way| way.level == level).collect();
        let fewest = to.iter().map(|way| way.changes.len()).min().unwrap_or(0);
        let smallest: Vec<&&Counterfactual> = to
            .iter()
            .filter(|way| way.changes.len() == fewest)
            .collect();
        writeln!(out, "  {}, by any one of", level.as_str())?;
        for way in smallest.iter().take(SHOWN) {
            writeln!(out, "    {}", words(way))?;
        }
        if smallest.len() > SHOWN {
            let more = smallest.len() - SHOWN;
            writeln!(out, "    and {more} more: see --format json")?;
        }
    }
    Ok(())
}

/// The changes of one way.
fn words(way: &Counterfactual) -> String {
    let changes = way.changes.iter().map(|change| {
        let to = change
            .to
            .iter()
            .filter(|value| is_smallest(value, &change.to));
        let to: Vec<String> = to.map(|value| shown(Some(value))).collect();
        format!(
            "{} {} (now {})",
            change.fact,
            to.join(" or "),
            shown(change.now.as_ref())
        )
    });
    changes.collect::<Vec<_>>().join(", and ")
}

/// Whether no other of the values is a part of this one, where values are lists.
fn is_smallest(value: &Shown, among: &[Shown]) -> bool {
    let Some(list) = value.as_json().as_array() else {
        return true;
    };
    let within = |other: &Shown| {
        other.as_json().as_array().is_some_and(|other| {
            other.len() < list.len() && other.iter().all(|each| list.contains(each))
        })
    };
    !among.iter().any(within)
}
