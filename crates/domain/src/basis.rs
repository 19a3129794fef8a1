//! What an assessment rests on: everything that the rules were given, and nothing that they answered.
//!
//! Rules are a function of a pack and a basis: with the pack of the same hash, a basis gives the same answer again,
//! to the byte, years later. So the answer itself is not kept.

use std::fmt;

use crate::departure::StatedFact;
use crate::time::PlainDate;

/// Direction of the journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// Leaving.
    Departure,
    /// Coming home.
    Return,
}

impl Leg {
    /// All directions. The place in the list is the stored form.
    pub const ALL: [Self; 2] = [Self::Departure, Self::Return];
}

/// The desk at which someone is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Counselling before departure.
    Predeparture,
    /// At the port.
    Port,
    /// On the way home.
    Return,
}

impl Stage {
    /// All desks. The place in the list is the stored form.
    pub const ALL: [Self; 3] = [Self::Predeparture, Self::Port, Self::Return];
}

/// The input of an assessment.
#[derive(Clone, PartialEq, Eq)]
pub struct Basis {
    /// The day that ages and validities were reckoned to.
    pub as_of: PlainDate,
    /// Direction of the journey.
    pub leg: Leg,
    /// The desk.
    pub stage: Stage,
    /// Nobody had talked with the person yet.
    pub manifest_only: bool,
    /// Facts in the order in which they were stated: of two that name the same fact, the later one was used.
    pub facts: Vec<StatedFact>,
    /// Facts whose question was refused.
    pub refused: Vec<String>,
    /// Facts whose question was answered *tidak tahu*.
    pub dont_know: Vec<String>,
    /// Facts that are new or changed since the person was last cleared.
    pub changed: Vec<String>,
}

impl fmt::Debug for Basis {
    /// What is known of a person is not for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "basis of {} facts on {}", self.facts.len(), self.as_of)
    }
}
