//! The rule engine beside hand-written code and other engines, on the same cases and rules; and finding people.
//!
//! What must hold: every engine says the same of every case; a run in which the hashes differ fails. Cases are made
//! from a seed and describe nobody. Other engines are behind the feature `peers`.
//!
//! Not here: goals, tables for people (`cargo xtask bench`).

pub mod case;
pub mod emit;
pub mod engine;
pub mod generate;
pub mod hand;
pub mod hash;
pub mod matching;
pub mod measure;
pub mod pack;
#[cfg(feature = "peers")]
pub mod peers;
pub mod ruleset;
