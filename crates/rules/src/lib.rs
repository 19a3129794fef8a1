//! An explainable rule engine that knows no person.
//!
//! It answers one question: given what is known about one journey, what does the officer do next, why, and what would
//! be worth asking? The rules are data (a [`Pack`]) over a fixed [`Vocabulary`] of facts and questions.
//!
//! ```
//! use suar_rules::{Case, Leg, Level, Pack, Stage};
//!
//! let pack = Pack::builtin().expect("the shipped pack is tested");
//! let vocabulary = pack.vocabulary();
//! let mut case = Case::new(Leg::Departure, Stage::Port, "2026-11-24".parse().expect("a date"));
//! let mut know = |fact: &str, value: serde_json::Value| {
//!     let fact = vocabulary.fact(fact).expect("a fact of the vocabulary");
//!     case.facts.insert(fact, vocabulary.value(fact, &value).expect("a value of the fact"));
//! };
//! know("control.id_holder", "escort".into());
//! know("cargo.for_other", true.into());
//! know("cargo.content_known", false.into());
//!
//! let screening = pack.screen(&case);
//! assert_eq!(screening.level, Level::Lindungi, "someone holds the passport and handed over a parcel: rule J1");
//! assert!(screening.joint);
//! ```
//!
//! A case can be screened ([`Pack::screen`]), explained in full ([`Pack::explain`]), asked what would change its level
//! ([`Pack::counterfactuals`]), and kept in a few hundred bytes from which the same explanation comes again
//! ([`Pack::record`], [`Pack::replay`]).
//!
//! What must hold:
//! - Three values everywhere: what is not known is neither true nor false, and never counts as a sign. A refusal is
//!   unknown.
//! - Facts with `rule_input = false` (origin, sex, language, consent, health, notes) cannot be read by a rule: a pack
//!   that tries does not load.
//! - Evaluation always ends, costs a bounded number of steps, and gives the same answer for the same pack hash and
//!   facts on every machine. There is no clock: the day of the screening is part of the case.
//!
//! Facts of the register (`link.*`, `hist.*`) are computed by the caller; [`registry_facts`] says what each one means.
//!
//! Not here: persons, tables, files, network. The caller reads directories and knows who is asking.
//!
//! The parser and the reader of packs are tried with some ten thousand broken inputs in every test run (`syntax/fuzz.rs`,
//! `tests/fuzz.rs`), blind to coverage because there is no nightly compiler, and with a kept corpus
//! (`tests/fixtures/fuzz`): an input that ever broke them is added there as a file.

mod assess;
mod bits;
mod builtin;
mod case;
mod cell;
mod classes;
mod conditions;
mod counterfactual;
mod date;
mod derive;
mod diagnostic;
mod diff;
mod engine;
mod explain;
mod expr;
mod fact;
mod indicator;
mod level;
mod lint;
mod near;
mod outlook;
mod pack;
mod print;
pub mod program;
mod question;
mod record;
#[cfg(test)]
mod reference;
pub mod registry_facts;
mod schema;
mod screening;
mod situation;
mod sources;
mod standing;
mod syntax;
mod talk;
mod text;
mod trace;
mod trial;
mod truth;
mod vocabulary;

/// Files of the pack that this crate ships: path inside the pack, and text.
pub use builtin::FILES as SHIPPED_FILES;
pub use case::Case;
pub use counterfactual::{Change, Counterfactual, Counterfactuals, Fixed};
pub use date::{Date, DateError};
pub use diagnostic::{Code, PackError, PackErrors, is_hidden, plain};
pub use diff::{Aspect, CaseShift, Difference, PackDiff};
pub use explain::{
    Explanation, FactUsed, IndicatorTrace, LevelTrace, NotUsed, PackName, Reason, ReplayError,
    Said, Sentence, StrengthTrace, Unused,
};
pub use fact::{Decimal, FactId, FactKind, FactValue, ValueError};
pub use indicator::{Basis, Dimension, Indicator, IndicatorId, Lane, State, Strength, Text};
pub use near::{Missing, NearMiss};
pub use pack::{CaseFailure, Pack, PackPath, Review, format_file, lies_inside};
pub use program::{Columns, LeafId, Memory, Row, RowError, RuleError, RuleErrors, Rules, Value};
pub use question::{AnswerOption, Form, QuestionId};
pub use record::{Record, RecordError};
pub use schema::{FactSpec, Schema, SchemaError};
pub use screening::{Finding, Gap, Lanes, Level, LevelRule, Possible, Screening};
pub use situation::{Leg, Stage};
pub use sources::{FactSources, Source, Statement};
pub use standing::{DimensionStanding, Standing};
pub use trace::{Node, Part, Reading, Shown};
pub use truth::Truth;
pub use vocabulary::{SCHEMA_VERSION, Vocabulary};
