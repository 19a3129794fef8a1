//! A condition part by part, for people.

use std::io::Write;

use suar_rules::{NearMiss, Node, Part, Truth};

use super::{Stop, shown};

/// Questions that were not put, where that decides a condition.
pub(super) fn not_put<'a>(node: &'a Node, found: &mut Vec<&'a str>) {
    match node.part {
        Part::All | Part::Any | Part::AtLeast(_) => {
            for part in node.parts.iter().filter(|part| part.truth == node.truth) {
                not_put(part, found);
            }
        }
        Part::Not => node.parts.iter().for_each(|part| not_put(part, found)),
        _ if node.truth == Truth::False => {
            let question = node
                .text
                .strip_prefix("answered(")
                .and_then(|rest| rest.strip_suffix(')'));
            found.extend(question.filter(|id| !found.contains(id)));
        }
        _ => {}
    }
}

/// A condition, part under part, each with how it came out.
pub(super) fn tree(out: &mut dyn Write, node: &Node, depth: usize) -> Result<(), Stop> {
    let text = match node.part {
        Part::All => "all of".to_owned(),
        Part::Any => "any of".to_owned(),
        Part::AtLeast(least) => format!("at least {least} of"),
        Part::Not => "not".to_owned(),
        Part::Surely => "known to hold".to_owned(),
        Part::Fact | Part::Sign | Part::Setting => node.text.clone(),
    };
    let values: Vec<String> = node
        .reads
        .iter()
        .map(|read| format!("{} is {}", read.fact, shown(read.value.as_ref())))
        .collect();
    let values = if values.is_empty() {
        String::new()
    } else {
        format!("   ({})", values.join("; "))
    };
    writeln!(
        out,
        "{}{} {text}{values}",
        "  ".repeat(depth),
        mark(node.truth)
    )?;
    node.parts
        .iter()
        .try_for_each(|part| tree(out, part, depth + 1))
}

pub(super) fn near(out: &mut dyn Write, near: &NearMiss) -> Result<(), Stop> {
    writeln!(
        out,
        "  near: {} of {} conditions hold; open:",
        near.holds, near.of
    )?;
    for missing in &near.missing {
        let why = if missing.is_false {
            "does not hold"
        } else {
            "is not known"
        };
        writeln!(out, "    {} {why}", missing.condition)?;
    }
    Ok(())
}

fn mark(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "yes",
        Truth::False => "no ",
        Truth::Unknown => "?  ",
    }
}
