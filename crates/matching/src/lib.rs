//! Is this the same person? Names, dates and numbers, and scores that explain themselves.
//!
//! [`Index`] holds what tells people apart, [`Index::candidates`] gives the records that may be a person, each with its
//! [`Candidate::score`] in bits and the evidence of every field. Scores are weights of evidence after Fellegi and Sunter:
//! each level of agreement is worth how much more often it occurs between two records of one person ([`Weights`]) than by
//! chance, and chance is counted in the index itself.
//!
//! What must hold:
//! - A name alone never raises an alert ([`Candidate::is_alert`]).
//! - What one side does not know is neither equal nor different.
//! - The evidence adds up to the score, and the order in which records came makes no difference.
//!
//! Not here: files, databases, network, clock; deciding that two records are one person. People do that.

mod apart;
mod asked;
mod bits;
mod bytes;
mod candidates;
mod date;
mod dictionary;
mod edit;
mod explain;
mod family;
mod fold;
mod gather;
mod index;
mod known;
mod learn;
mod level;
mod name;
mod number;
mod pairs;
mod query;
mod record;
mod row;
mod score;
mod search;
mod texts;
mod threshold;
pub mod watchlist;
mod weights;

pub use bits::Bits;
pub use bytes::BytesError;
pub use explain::{Candidate, Detail, FieldEvidence, Verdict};
pub use gather::Memory;
pub use index::{Index, IndexError, Key};
pub use known::Known;
pub use learn::Learned;
pub use level::{Field, Level};
pub use name::folded_name;
pub use threshold::Threshold;
pub use weights::Weights;
