//! How near an indicator that does not fire came to firing: n of m conditions hold, and which do not.
//!
//! A near miss is no sign and counts nowhere. It tells an officer what a further answer would mean, and an author
//! whether a condition is too narrow. A condition that is unknown and one that is known not to hold are kept apart.

use serde::Serialize;

use crate::fact::FactId;
use crate::trace::{Node, Part};
use crate::truth::Truth;

/// A condition that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The condition, in the language of packs.
    pub condition: String,
    /// Known not to hold; otherwise it is not known.
    pub is_false: bool,
    /// The facts it reads that are not known.
    pub unknown: Vec<FactId>,
}

/// An indicator that does not fire although some of its conditions hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NearMiss {
    /// Conditions that hold.
    pub holds: usize,
    /// Conditions that are needed.
    pub of: usize,
    /// Those that do not hold. With "at least n of", any of them.
    pub missing: Vec<Missing>,
}

/// How near a condition came; none if it holds, if nothing of it holds, or if it is a single comparison.
pub(crate) fn near(condition: &Node) -> Option<NearMiss> {
    let is_near = |near: &NearMiss| condition.truth != Truth::True && near.holds > 0 && near.of > 1;
    measure(condition).filter(is_near)
}

/// None if the condition cannot be met where the screening takes place.
fn measure(node: &Node) -> Option<NearMiss> {
    match node.part {
        Part::All => {
            let mut near = NearMiss {
                holds: 0,
                of: 0,
                missing: Vec::new(),
            };
            for part in conjuncts(node) {
                match (part.part, part.truth) {
                    (Part::Setting, Truth::True) => {}
                    (Part::Setting, _) => return None,
                    (_, Truth::True) => {
                        near.of += 1;
                        near.holds += 1;
                    }
                    _ => {
                        near.of += 1;
                        near.missing.push(missing(part));
                    }
                }
            }
            Some(near)
        }
        Part::AtLeast(least) => {
            let holding = node.parts.iter().filter(|part| part.truth == Truth::True);
            let open = node.parts.iter().filter(|part| part.truth != Truth::True);
            Some(NearMiss {
                holds: holding.count().min(least),
                of: least,
                missing: open.map(missing).collect(),
            })
        }
        // The alternative that lacks least; of equals the one that has most, then the first.
        Part::Any => node
            .parts
            .iter()
            .filter_map(measure)
            .min_by_key(|way| (way.of - way.holds, usize::MAX - way.holds)),
        Part::Not | Part::Surely | Part::Fact | Part::Sign | Part::Setting => Some(single(node)),
    }
}

/// The parts of nested conjunctions, in order.
fn conjuncts(node: &Node) -> Vec<&Node> {
    let parts = node.parts.iter();
    let flat = parts.flat_map(|part| match part.part {
        Part::All => conjuncts(part),
        _ => vec![part],
    });
    flat.collect()
}

fn single(node: &Node) -> NearMiss {
    let holds = node.truth == Truth::True;
    NearMiss {
        holds: usize::from(holds),
        of: 1,
        missing: if holds {
            Vec::new()
        } else {
            vec![missing(node)]
        },
    }
}

fn missing(node: &Node) -> Missing {
    let mut unknown = Vec::new();
    collect_unknown(node, &mut unknown);
    Missing {
        condition: node.condition(),
        is_false: node.truth == Truth::False,
        unknown,
    }
}

fn collect_unknown(node: &Node, unknown: &mut Vec<FactId>) {
    for reading in &node.reads {
        if reading.value.is_none() && !unknown.contains(&reading.fact) {
            unknown.push(reading.fact);
        }
    }
    for part in &node.parts {
        collect_unknown(part, unknown);
    }
}
