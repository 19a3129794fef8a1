//! Why rules hold: their leaves, each with its truth and the values it read.

use super::leaf::Leaves;
use super::node::Node;
use super::row::{Row, Value};
use super::{Memory, Program};
use crate::fact::FactId;
use crate::truth::Truth;

/// Names a leaf of some rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LeafId(u32);

/// One leaf of a rule that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Place of the rule.
    pub rule: usize,
    /// The leaf: see [`Rules::leaf`](super::Rules::leaf).
    pub leaf: LeafId,
    /// Its truth. A rule may hold although a leaf is false or unknown: another alternative does.
    pub truth: Truth,
    /// Place of its first value in [`Explanation::values`].
    first: u32,
    /// How many values it read.
    count: u32,
}

/// Why rules hold, in the order of the rules and of their leaves. Used again for the next case without allocating.
#[derive(Debug, Default)]
pub struct Explanation<'t> {
    reasons: Vec<Reason>,
    values: Vec<(FactId, Value<'t>)>,
}

impl<'t> Explanation<'t> {
    /// One for each leaf of each rule that holds.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// What the leaf of a reason read.
    #[must_use]
    pub fn values(&self, reason: &Reason) -> &[(FactId, Value<'t>)] {
        let (first, count) = (reason.first as usize, reason.count as usize);
        self.values.get(first..first + count).unwrap_or_default()
    }
}

/// What is needed to explain.
#[derive(Debug)]
pub(super) struct Shown {
    /// By rule, its leaves in the order of the text, and where they begin; one more at the end.
    leaves: Vec<u32>,
    begin: Vec<u32>,
    /// By leaf: its bit, and where its facts begin; one more at the end.
    bits: Vec<(u32, u32)>,
    facts: Vec<FactId>,
    texts: Vec<String>,
}

impl Shown {
    pub(super) fn new(rules: &[Node], leaves: &Leaves, facts: &[FactId], bits: &[u32]) -> Self {
        let length = |list: usize| u32::try_from(list).unwrap_or(u32::MAX);
        let mut this = Self {
            leaves: Vec::new(),
            begin: vec![0],
            bits: Vec::new(),
            facts: Vec::new(),
            texts: leaves.list.iter().map(|leaf| leaf.text(facts)).collect(),
        };
        for rule in rules {
            let mut of_rule = Vec::new();
            collect(rule, &mut of_rule);
            this.leaves.extend(of_rule);
            this.begin.push(length(this.leaves.len()));
        }
        for (leaf, bit) in leaves.list.iter().zip(bits) {
            this.bits.push((*bit, length(this.facts.len())));
            let slots = leaf.slots().into_iter();
            let read = slots.filter_map(|slot| facts.get(usize::from(slot)));
            this.facts.extend(read);
        }
        this.bits.push((0, length(this.facts.len())));
        this
    }

    pub(super) fn text(&self, leaf: LeafId) -> &str {
        self.texts.get(leaf.0 as usize).map_or("", String::as_str)
    }

    fn of_rule(&self, rule: usize) -> &[u32] {
        let place = |index: usize| self.begin.get(index).map(|place| *place as usize);
        match (place(rule), place(rule + 1)) {
            (Some(begin), Some(end)) => self.leaves.get(begin..end).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Bit and facts of a leaf.
    fn of_leaf(&self, leaf: u32) -> (u32, &[FactId]) {
        match self.bits.get(leaf as usize..leaf as usize + 2) {
            Some([(bit, begin), (_, end)]) => {
                let facts = self.facts.get(*begin as usize..*end as usize);
                (*bit, facts.unwrap_or_default())
            }
            _ => (0, &[]),
        }
    }
}

fn collect(node: &Node, leaves: &mut Vec<u32>) {
    match node {
        Node::Constant(_) => {}
        Node::Leaf(leaf, _) => {
            if !leaves.contains(leaf) {
                leaves.push(*leaf);
            }
        }
        Node::All(parts) | Node::Any(parts) | Node::AtLeast(_, parts) => {
            parts.iter().for_each(|part| collect(part, leaves));
        }
    }
}

impl Program {
    pub(super) fn explain<'t>(&self, row: &Row<'t>, memory: &Memory, into: &mut Explanation<'t>) {
        into.reasons.clear();
        into.values.clear();
        let words = self.plan.words;
        let is_set = |first: usize, bit: u32| {
            let word = memory.words.get(first + bit as usize / 64);
            word.is_some_and(|word| word >> (bit % 64) & 1 == 1)
        };
        for (index, word) in memory.fired.iter().enumerate() {
            let mut left = *word;
            while left != 0 {
                let rule = index * 64 + left.trailing_zeros() as usize;
                left &= left - 1;
                for &leaf in self.shown.of_rule(rule) {
                    let (bit, facts) = self.shown.of_leaf(leaf);
                    let truth = if is_set(0, bit) {
                        Truth::True
                    } else if is_set(words, bit) {
                        Truth::False
                    } else {
                        Truth::Unknown
                    };
                    into.reasons.push(Reason {
                        rule,
                        leaf: LeafId(leaf),
                        truth,
                        first: into.values.len() as u32,
                        count: facts.len() as u32,
                    });
                    let values = facts.iter().map(|fact| (*fact, row.value(*fact)));
                    into.values.extend(values);
                }
            }
        }
    }
}
