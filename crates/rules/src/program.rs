//! Many conditions over the same facts, compiled together.
//!
//! ```
//! use suar_rules::{FactKind, FactSpec, Row, Rules, Schema, Truth, Value};
//!
//! let schema = Schema::new([
//!     FactSpec::new("payer", FactKind::Enum, &["self", "sponsor", "stranger"]),
//!     FactSpec::new("luggage_kg", FactKind::Int, &[]),
//! ])?;
//! let rules = Rules::compile(&schema, &[("R1", "payer = stranger and luggage_kg > 28")])?;
//! let mut memory = rules.memory();
//! let mut row = Row::new(&schema);
//! let [payer, luggage] = ["payer", "luggage_kg"].map(|id| schema.fact(id).expect("it is there"));
//! row.set(luggage, Value::Number(31))?;
//! rules.eval(&row, &mut memory);
//! assert_eq!(memory.truth(0), Truth::Unknown, "who paid is not known");
//! row.set(payer, Value::Code(1))?;
//! rules.eval(&row, &mut memory);
//! assert_eq!(memory.truth(0), Truth::False);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! How it works. Each leaf (a comparison) is kept once and answered once a case, by a loop over leaves of its kind
//! (`plan.rs`): a look-up by value for bools and enums, one subtraction for numbers and days, one pass for all tests of
//! a text. The answers are bits. Every condition becomes two formulas, when it holds and when it fails (`node.rs`), and
//! each formula a few comparisons of words of bits (`circuit.rs`). Nothing is allocated while evaluating.
//!
//! What must hold: the answer is that of [`Expr::truth`], leaf by leaf in Kleene's logic; a test compares the two on
//! random conditions and facts. The cost is bounded when compiling: leaves, gates and rules are each visited once,
//! texts once a byte.
//!
//! Not here: what a condition means for a level; conditions that read other indicators.

mod batch;
mod circuit;
mod columns;
mod explanation;
mod layout;
mod leaf;
mod node;
mod plan;
mod row;

pub use columns::Columns;
pub use explanation::{Explanation, LeafId, Reason};
pub use row::{Row, RowError, Value};

use circuit::Circuit;
use explanation::Shown;
pub(crate) use layout::Layout;
use leaf::Leaves;
use node::Node;
use plan::Plan;

use std::sync::Arc;

use crate::expr::Expr;
use crate::fact::FactId;
use crate::schema::Schema;
use crate::syntax::{Names, Reading};
use crate::truth::Truth;

/// What is wrong with a condition, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule}, byte {offset}: {message}\n  fix: {hint}")]
pub struct RuleError {
    /// The rule.
    pub rule: String,
    /// Byte offset in its condition.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// All that is wrong with the conditions of some rules: never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} conditions cannot be used; the first: {}", .0.len(), .0[0])]
pub struct RuleErrors(Vec<RuleError>);

impl RuleErrors {
    /// Each, in the order of the rules.
    #[must_use]
    pub fn errors(&self) -> &[RuleError] {
        &self.0
    }
}

/// Compiled rules over a schema.
#[derive(Debug)]
pub struct Rules {
    program: Program,
    ids: Vec<String>,
}

impl Rules {
    /// Reads, type-checks and compiles conditions, given with the name of their rule.
    ///
    /// # Errors
    /// Every condition that cannot be read, with its place and a fix.
    pub fn compile(schema: &Schema, conditions: &[(&str, &str)]) -> Result<Self, RuleErrors> {
        let names = Names::of_facts(schema.by_id());
        let reading = Reading::new(&names);
        let (mut read, mut exprs, mut errors) = (Vec::new(), Vec::new(), Vec::new());
        for (rule, text) in conditions {
            match reading.read(text) {
                Ok(expr) => {
                    read.push(*rule);
                    exprs.push(expr);
                }
                Err(error) => errors.push(RuleError {
                    rule: (*rule).to_owned(),
                    offset: error.offset,
                    message: error.message,
                    hint: error.hint,
                }),
            }
        }
        let program = Program::new(schema.facts().collect(), schema.layout(), exprs.iter());
        for (rule, _) in read
            .iter()
            .zip(&program.compiled)
            .filter(|(_, done)| !**done)
        {
            errors.push(RuleError {
                rule: (*rule).to_owned(),
                offset: 0,
                message: "this reads what no row holds".to_owned(),
                hint: "read facts only".to_owned(),
            });
        }
        if errors.is_empty() {
            let ids = conditions.iter().map(|(rule, _)| (*rule).to_owned());
            Ok(Self {
                program,
                ids: ids.collect(),
            })
        } else {
            Err(RuleErrors(errors))
        }
    }

    /// Names of the rules, in their order.
    #[must_use]
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// Number of different leaves.
    #[must_use]
    pub fn leaves(&self) -> usize {
        self.program.leaves()
    }

    /// A leaf in the language of conditions; other spellings of the same question share it.
    #[must_use]
    pub fn leaf(&self, leaf: LeafId) -> &str {
        self.program.shown.text(leaf)
    }

    /// Room for evaluating; to be used again for the next case.
    #[must_use]
    pub fn memory(&self) -> Memory {
        self.program.memory()
    }

    /// Finds the rules that hold: [`Memory::fired`]. Which of the others fail and which are unknown is not asked.
    pub fn verdict(&self, row: &Row<'_>, memory: &mut Memory) {
        self.program.run(row, memory, false);
    }

    /// Finds the truth of every rule: [`Memory::fired`], [`Memory::failed`], [`Memory::truth`].
    pub fn eval(&self, row: &Row<'_>, memory: &mut Memory) {
        self.program.run(row, memory, true);
    }

    /// Says why the rules hold that hold: every leaf of each, its truth, and the values it read. `memory` is that of
    /// the last evaluation, of the same row.
    pub fn explain<'t>(&self, row: &Row<'t>, memory: &Memory, into: &mut Explanation<'t>) {
        self.program.explain(row, memory, into);
    }

    /// The same as [`Rules::verdict`] for many cases; gives the words of [`Memory::fired`] of one after the other.
    pub fn batch(&self, columns: &Columns<'_>, fired: &mut Vec<u64>) {
        self.program.batch(columns, fired);
    }
}

/// Answers of one evaluation, and the room for it.
#[derive(Debug, Clone)]
pub struct Memory {
    /// Leaves that are true, that are false, the opposite of both, and gates.
    words: Vec<u64>,
    fired: Vec<u64>,
    failed: Vec<u64>,
}

impl Memory {
    /// Rules that hold, one bit each, 64 in a word.
    #[must_use]
    pub fn fired(&self) -> &[u64] {
        &self.fired
    }

    /// Rules that are known not to hold. Only after [`Rules::eval`].
    #[must_use]
    pub fn failed(&self) -> &[u64] {
        &self.failed
    }

    /// Truth of a rule, by its place. Only after [`Rules::eval`]; unknown for a rule that does not exist.
    #[must_use]
    pub fn truth(&self, rule: usize) -> Truth {
        let is_in = |words: &[u64]| {
            words
                .get(rule / 64)
                .is_some_and(|word| word >> (rule % 64) & 1 == 1)
        };
        if is_in(&self.fired) {
            Truth::True
        } else if is_in(&self.failed) {
            Truth::False
        } else {
            Truth::Unknown
        }
    }
}

/// Compiled conditions over any facts.
#[derive(Debug)]
pub(crate) struct Program {
    layout: Arc<Layout>,
    plan: Plan,
    holds: Circuit,
    fails: Circuit,
    rules: usize,
    /// Which conditions could be compiled; the others neither hold nor fail.
    pub(crate) compiled: Vec<bool>,
    shown: Shown,
}

impl Program {
    /// Compiles conditions. Those that read more than facts are left out.
    pub(crate) fn new<'e>(
        facts: Vec<FactId>,
        layout: &Arc<Layout>,
        conditions: impl Iterator<Item = &'e Expr>,
    ) -> Self {
        let today = u16::try_from(facts.len()).unwrap_or(u16::MAX);
        let mut leaves = Leaves::default();
        let (mut holds, mut fails, mut compiled) = (Vec::new(), Vec::new(), Vec::new());
        for condition in conditions {
            let pair = Node::holds(condition, &mut leaves, today)
                .and_then(|holds| Ok((holds, Node::fails(condition, &mut leaves, today)?)));
            compiled.push(pair.is_ok());
            let (one, other) = pair.unwrap_or((Node::Constant(false), Node::Constant(false)));
            holds.push(one);
            fails.push(other);
        }
        let plan = Plan::new(&leaves, &facts, layout);
        Self {
            shown: Shown::new(&holds, &leaves, &facts, &plan.bits),
            holds: Circuit::new(&holds, &plan.bits, plan.words),
            fails: Circuit::new(&fails, &plan.bits, plan.words),
            rules: holds.len(),
            layout: Arc::clone(layout),
            plan,
            compiled,
        }
    }

    pub(crate) fn leaves(&self) -> usize {
        self.plan.bits.len()
    }

    pub(crate) fn memory(&self) -> Memory {
        let rules = self.rules.div_ceil(64);
        Memory {
            words: vec![0; self.holds.words().max(self.fails.words())],
            fired: vec![0; rules],
            failed: vec![0; rules],
        }
    }

    /// Evaluates; `both` asks also which conditions fail.
    pub(crate) fn run(&self, row: &Row<'_>, memory: &mut Memory, both: bool) {
        let words = self.plan.words;
        let Memory {
            words: answers,
            fired,
            failed,
        } = memory;
        let fits = (Arc::ptr_eq(&row.layout, &self.layout) || row.layout == self.layout)
            && answers.len() == self.holds.words().max(self.fails.words())
            && fired.len() == self.rules.div_ceil(64);
        if !fits {
            // A row or memory of other rules: nothing is known.
            fired.fill(0);
            failed.fill(0);
            return;
        }
        let (truths, rest) = answers.split_at_mut(words);
        let (falses, rest) = rest.split_at_mut(words);
        self.plan.answer(row, truths, falses);
        let opposites = truths.iter().chain(&*falses);
        for (place, word) in rest.iter_mut().zip(opposites) {
            *place = !word;
        }
        self.holds.run(answers, fired);
        if both {
            self.fails.run(answers, failed);
        }
    }
}

#[cfg(test)]
mod tests;
