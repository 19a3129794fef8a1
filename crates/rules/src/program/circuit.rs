//! Formulas as tests of bit words: many leaves in one comparison.
//!
//! The answers to all leaves lie in words of 64 bits, once for each [`Is`]. A conjunction of leaves is then a few pairs
//! (word, mask): all bits of the mask must be set. Alternatives and counts are computed first, each into a bit of its
//! own behind the leaves (a gate), so that every rule ends as a conjunction of at most four pairs. Rules are kept by
//! their number of pairs: the loops over them have no branch that depends on the case.

use super::node::{Is, Node};

/// Most pairs of a rule; longer conjunctions become a gate.
const MOST_PAIRS: usize = 4;

/// Bits of a mask that must be set in a word.
#[derive(Debug, Clone, Copy, Default)]
struct Test {
    word: u32,
    mask: u64,
}

/// A rule that is a conjunction of so many tests; its place among 64 rules.
#[derive(Debug)]
struct Conjunction<const PAIRS: usize> {
    place: u32,
    tests: [Test; PAIRS],
}

/// The rules of one word of answers, by their number of tests. The word is put together in a register.
#[derive(Debug, Default)]
struct Block {
    one: Vec<Conjunction<1>>,
    two: Vec<Conjunction<2>>,
    three: Vec<Conjunction<3>>,
    four: Vec<Conjunction<MOST_PAIRS>>,
}

/// What a gate does with its inputs.
#[derive(Debug, Clone, Copy)]
enum Join {
    All,
    Any,
    AtLeast(usize),
}

#[derive(Debug)]
struct Gate {
    join: Join,
    /// Bits it reads: leaves, and gates before it.
    inputs: Box<[u32]>,
    tests: Box<[Test]>,
}

/// The formulas of all rules.
#[derive(Debug)]
pub(super) struct Circuit {
    /// Bit of the first gate.
    first: u32,
    gates: Vec<Gate>,
    /// Each 64 rules.
    blocks: Vec<Block>,
    /// For each rule that can hold, the bits that must be set.
    inputs: Vec<(u32, Box<[u32]>)>,
}

impl Circuit {
    /// The circuit of these formulas. `bits` gives the bit of each leaf among `64 * words`.
    pub(super) fn new<'n>(
        roots: impl IntoIterator<Item = &'n Node>,
        bits: &[u32],
        words: usize,
    ) -> Self {
        let plane = u32::try_from(words * 64).unwrap_or(u32::MAX);
        let mut this = Self {
            first: plane.saturating_mul(Is::COUNT as u32),
            gates: Vec::new(),
            blocks: Vec::new(),
            inputs: Vec::new(),
        };
        for (rule, root) in (0..).zip(roots) {
            let mut inputs = match root {
                // Never holds: its bit is never set.
                Node::Constant(false) => continue,
                Node::All(parts) => parts
                    .iter()
                    .map(|part| this.bit(part, bits, plane))
                    .collect(),
                other => vec![this.bit(other, bits, plane)],
            };
            if tests(&inputs).len() > MOST_PAIRS {
                inputs = vec![this.gate(Join::All, inputs)];
            }
            this.rule(rule, inputs);
        }
        this
    }

    fn rule(&mut self, rule: u32, inputs: Vec<u32>) {
        let (block, place) = (rule as usize / 64, rule % 64);
        while self.blocks.len() <= block {
            self.blocks.push(Block::default());
        }
        let block = &mut self.blocks[block];
        let pairs = tests(&inputs);
        match *pairs.as_slice() {
            [one] => block.one.push(Conjunction {
                place,
                tests: [one],
            }),
            [one, two] => block.two.push(Conjunction {
                place,
                tests: [one, two],
            }),
            [one, two, three] => block.three.push(Conjunction {
                place,
                tests: [one, two, three],
            }),
            // Pairs that are not used are empty masks, which always pass; longer ones were made a gate.
            _ => {
                let mut tests = [Test::default(); MOST_PAIRS];
                for (place, test) in tests.iter_mut().zip(pairs) {
                    *place = test;
                }
                block.four.push(Conjunction { place, tests });
            }
        }
        self.inputs.push((rule, inputs.into()));
    }

    /// The bit that says whether a formula holds.
    fn bit(&mut self, node: &Node, bits: &[u32], plane: u32) -> u32 {
        let mut each = |parts: &[Node]| -> Vec<u32> {
            parts
                .iter()
                .map(|part| self.bit(part, bits, plane))
                .collect()
        };
        match node {
            Node::Leaf(leaf, is) => *is as u32 * plane + bits[*leaf as usize],
            Node::Constant(true) => self.gate(Join::All, Vec::new()),
            Node::Constant(false) => self.gate(Join::Any, Vec::new()),
            Node::All(parts) => {
                let inputs = each(parts);
                self.gate(Join::All, inputs)
            }
            Node::Any(parts) => {
                let inputs = each(parts);
                self.gate(Join::Any, inputs)
            }
            Node::AtLeast(least, parts) => {
                let inputs = each(parts);
                self.gate(Join::AtLeast(*least), inputs)
            }
        }
    }

    fn gate(&mut self, join: Join, inputs: Vec<u32>) -> u32 {
        let bit = self.first + u32::try_from(self.gates.len()).unwrap_or(u32::MAX);
        self.gates.push(Gate {
            join,
            tests: tests(&inputs).into(),
            inputs: inputs.into(),
        });
        bit
    }

    /// Words needed for the leaves, four times, and the gates.
    pub(super) fn words(&self) -> usize {
        self.first as usize / 64 + self.gates.len().div_ceil(64)
    }

    /// Sets the bit of each rule that holds. `words` holds the leaves; its gates are overwritten.
    pub(super) fn run(&self, words: &mut [u64], rules: &mut [u64]) {
        words[self.first as usize / 64..self.words()].fill(0);
        for (bit, gate) in (self.first as usize..).zip(&self.gates) {
            let holds = match gate.join {
                Join::All => is_met(&gate.tests, words),
                Join::Any => {
                    let found = |some, test: &Test| some | (test.mask & words[test.word as usize]);
                    gate.tests.iter().fold(0, found) != 0
                }
                Join::AtLeast(least) => {
                    let is_set = |bit: &u32| (words[*bit as usize / 64] >> (bit % 64)) & 1;
                    gate.inputs.iter().map(is_set).sum::<u64>() >= least as u64
                }
            };
            words[bit / 64] |= u64::from(holds) << (bit % 64);
        }
        rules.fill(0);
        for (rules, block) in rules.iter_mut().zip(&self.blocks) {
            *rules = conjunctions(&block.one, words)
                | conjunctions(&block.two, words)
                | conjunctions(&block.three, words)
                | conjunctions(&block.four, words);
        }
    }

    /// Columns needed for [`Circuit::run_columns`].
    pub(super) fn columns(&self) -> usize {
        self.first as usize + self.gates.len()
    }

    /// The same for 64 cases at once: a column holds one bit for each case. Gives the column of each rule.
    pub(super) fn run_columns(&self, columns: &mut [u64], mut rule: impl FnMut(usize, u64)) {
        for (place, gate) in (self.first as usize..).zip(&self.gates) {
            let each = gate.inputs.iter().map(|bit| columns[*bit as usize]);
            columns[place] = match gate.join {
                Join::All => each.fold(u64::MAX, |all, column| all & column),
                Join::Any => each.fold(0, |some, column| some | column),
                Join::AtLeast(least) => at_least(least, each),
            };
        }
        for (number, inputs) in &self.inputs {
            let column = inputs
                .iter()
                .fold(u64::MAX, |all, bit| all & columns[*bit as usize]);
            rule(*number as usize, column);
        }
    }
}

/// Pairs of word and mask for these bits.
fn tests(bits: &[u32]) -> Vec<Test> {
    let mut tests: Vec<Test> = Vec::new();
    for bit in bits {
        let (word, mask) = (bit / 64, 1 << (bit % 64));
        match tests.iter_mut().find(|test| test.word == word) {
            Some(test) => test.mask |= mask,
            None => tests.push(Test { word, mask }),
        }
    }
    tests
}

/// Whether all bits are set; looks at every test, because a wrong guess costs more than a look.
fn is_met(tests: &[Test], words: &[u64]) -> bool {
    let missing = |missing, test: &Test| missing | (test.mask & !words[test.word as usize]);
    tests.iter().fold(0, missing) == 0
}

fn conjunctions<const PAIRS: usize>(all: &[Conjunction<PAIRS>], words: &[u64]) -> u64 {
    all.iter().fold(0, |fired, each| {
        fired | u64::from(is_met(&each.tests, words)) << each.place
    })
}

/// Cases in which at least so many of the columns are set: the columns are added bit by bit.
fn at_least(least: usize, columns: impl Iterator<Item = u64>) -> u64 {
    const DIGITS: usize = 16;
    let mut sum = [0u64; DIGITS];
    for column in columns {
        let mut carry = column;
        for digit in &mut sum {
            (*digit, carry) = (*digit ^ carry, *digit & carry);
        }
    }
    // Compared from the highest digit down: bigger so far, or equal so far.
    let (mut bigger, mut equal) = (0, u64::MAX);
    for (place, digit) in sum.iter().enumerate().rev() {
        if least >> place & 1 == 0 {
            bigger |= equal & digit;
            equal &= !digit;
        } else {
            equal &= digit;
        }
    }
    bigger | equal
}
