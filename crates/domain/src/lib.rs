//! What things are in Suar, and which changes to them are lawful.
//!
//! Vocabulary: a *person* (CPMI) has *documents* and *departures* on *sailings*; a *manifest* lists the
//! passengers of one sailing; a *screening* records answers and ends in a *decision*; an *alert* asks a
//! second officer to come. Every change is an [`operation::Operation`], and every write demands a
//! [`operation::Permit`] that only the role table can give.
//!
//! Invariants:
//! - A value that exists is valid: identifiers are made by parsing only.
//! - Doubt is a warning that travels with the value, never a rejection of the person.
//! - What must not be logged sits in [`sensitive::Sensitive`].
//!
//! Not here: input or output, clock, randomness, SQL, JSON of entities, rules and levels of risk.

pub mod alert;
pub mod basis;
pub mod decision;
pub mod departure;
pub mod document;
pub mod id;
pub mod link;
pub mod manifest;
pub mod mrz;
pub mod nik;
pub mod operation;
pub mod outcome;
pub mod pack;
pub mod person;
pub mod phone;
pub mod relation;
pub mod review;
pub mod sailing;
pub mod screening;
pub mod sensitive;
pub mod text;
pub mod time;
pub mod user;
pub mod watchlist;
