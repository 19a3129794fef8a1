//! When a condition holds, and when it fails: two plain yes-or-no formulas over leaves.
//!
//! A three-valued condition is two such formulas: it is true where the first holds, false where the second does, and
//! unknown where neither. Each says of a leaf that it is true, that it is false, or the opposite of one of these, which
//! includes unknown. `not` disappears: it swaps the two formulas.

use super::leaf::{Leaf, Leaves, Outside};
use crate::expr::Expr;
use crate::truth::Truth;

/// What is said of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Is {
    True,
    False,
    /// False or unknown.
    NotTrue,
    /// True or unknown.
    NotFalse,
}

impl Is {
    pub(super) const COUNT: usize = 4;

    fn opposite(self) -> Self {
        match self {
            Self::True => Self::NotTrue,
            Self::False => Self::NotFalse,
            Self::NotTrue => Self::True,
            Self::NotFalse => Self::False,
        }
    }
}

/// A yes-or-no formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Constant(bool),
    Leaf(u32, Is),
    All(Vec<Node>),
    Any(Vec<Node>),
    AtLeast(usize, Vec<Node>),
}

impl Node {
    /// When the condition is known to hold.
    pub(super) fn holds(expr: &Expr, leaves: &mut Leaves, today: u16) -> Result<Self, Outside> {
        Self::new(expr, true, leaves, today)
    }

    /// When the condition is known not to hold.
    pub(super) fn fails(expr: &Expr, leaves: &mut Leaves, today: u16) -> Result<Self, Outside> {
        Self::new(expr, false, leaves, today)
    }

    fn new(expr: &Expr, wanted: bool, leaves: &mut Leaves, today: u16) -> Result<Self, Outside> {
        let mut each = |parts: &[Expr]| -> Result<Vec<Self>, Outside> {
            let parts = parts.iter();
            parts
                .map(|part| Self::new(part, wanted, leaves, today))
                .collect()
        };
        Ok(match expr {
            Expr::Constant(truth) => Self::Constant(*truth == Truth::from(wanted)),
            Expr::Not(inner) => Self::new(inner, !wanted, leaves, today)?,
            Expr::Surely(inner) => {
                let holds = Self::new(inner, true, leaves, today)?;
                if wanted {
                    holds
                } else {
                    holds.opposite(leaves)
                }
            }
            Expr::All(parts) => {
                let parts = each(parts)?;
                if wanted {
                    all(parts, leaves)
                } else {
                    any(parts, leaves)
                }
            }
            Expr::Any(parts) => {
                let parts = each(parts)?;
                if wanted {
                    any(parts, leaves)
                } else {
                    all(parts, leaves)
                }
            }
            Expr::AtLeast(least, parts) => {
                // Fewer than n of k hold as soon as k - n + 1 fail.
                let least = if wanted {
                    *least
                } else {
                    (parts.len() + 1).saturating_sub(*least)
                };
                at_least(least, each(parts)?)
            }
            leaf => {
                let (leaf, negated) = Leaf::of(leaf, today)?;
                let is = if wanted == negated {
                    Is::False
                } else {
                    Is::True
                };
                Self::Leaf(leaves.number(leaf), is)
            }
        })
    }

    /// When the formula does not hold.
    fn opposite(self, leaves: &Leaves) -> Self {
        let each = |parts: Vec<Self>| {
            parts
                .into_iter()
                .map(|part| part.opposite(leaves))
                .collect()
        };
        match self {
            Self::Constant(value) => Self::Constant(!value),
            Self::Leaf(leaf, is) => Self::Leaf(leaf, is.opposite()),
            Self::All(parts) => any(each(parts), leaves),
            Self::Any(parts) => all(each(parts), leaves),
            Self::AtLeast(least, parts) => {
                at_least((parts.len() + 1).saturating_sub(least), each(parts))
            }
        }
    }

    /// Whether it says that a fact is known (or not, if `negated`), and which.
    fn says_known(&self, leaves: &Leaves, negated: bool) -> Option<u16> {
        let Self::Leaf(leaf, is) = self else {
            return None;
        };
        // A leaf of this kind is never unknown, so "false" and "not true" are the same.
        let wanted = match is {
            Is::True | Is::NotFalse => !negated,
            Is::False | Is::NotTrue => negated,
        };
        match leaves.get(*leaf) {
            Some(Leaf::Known(slot)) if wanted => Some(*slot),
            _ => None,
        }
    }

    /// Slots that must be known for this to hold (or that must be known for it to fail, if `negated`).
    fn needs(&self, leaves: &Leaves, negated: bool) -> Vec<u16> {
        match self {
            Self::Leaf(leaf, is) if matches!(is, Is::True | Is::False) != negated => {
                match leaves.get(*leaf) {
                    None | Some(Leaf::Known(_)) => Vec::new(),
                    Some(leaf) => leaf.slots(),
                }
            }
            _ => Vec::new(),
        }
    }
}

/// A conjunction without what goes without saying: `known(f)` beside a leaf that can only hold when `f` is known.
fn all(parts: Vec<Node>, leaves: &Leaves) -> Node {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Node::Constant(true) => {}
            Node::Constant(false) => return Node::Constant(false),
            Node::All(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    without_known(&mut flat, leaves, false);
    single(flat, Node::All)
}

fn any(parts: Vec<Node>, leaves: &Leaves) -> Node {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Node::Constant(false) => {}
            Node::Constant(true) => return Node::Constant(true),
            Node::Any(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    unknown_or(&mut flat, leaves);
    without_known(&mut flat, leaves, true);
    single(flat, Node::Any)
}

fn at_least(least: usize, parts: Vec<Node>) -> Node {
    let sure = parts
        .iter()
        .filter(|part| **part == Node::Constant(true))
        .count();
    let parts: Vec<Node> = parts
        .into_iter()
        .filter(|part| !matches!(part, Node::Constant(_)))
        .collect();
    let least = least.saturating_sub(sure);
    if least == 0 {
        Node::Constant(true)
    } else if least > parts.len() {
        Node::Constant(false)
    } else {
        Node::AtLeast(least, parts)
    }
}

fn single(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

fn without_known(parts: &mut Vec<Node>, leaves: &Leaves, negated: bool) {
    let needed: Vec<u16> = parts
        .iter()
        .flat_map(|part| part.needs(leaves, negated))
        .collect();
    parts.retain(|part| {
        let said = part.says_known(leaves, negated);
        said.is_none_or(|slot| !needed.contains(&slot))
    });
}

/// "`f` is not known, or the leaf about `f` is false" is the same as "the leaf is not true".
fn unknown_or(parts: &mut [Node], leaves: &Leaves) {
    let unknown: Vec<u16> = parts
        .iter()
        .filter_map(|part| part.says_known(leaves, true))
        .collect();
    for part in parts {
        let Node::Leaf(leaf, is) = part else {
            continue;
        };
        let slots = match leaves.get(*leaf) {
            None | Some(Leaf::Known(_)) => continue,
            Some(leaf) => leaf.slots(),
        };
        if slots.iter().all(|slot| unknown.contains(slot)) {
            *is = match *is {
                Is::False => Is::NotTrue,
                Is::True => Is::NotFalse,
                other => other,
            };
        }
    }
}
