//! Somebody was judged again because others changed: a person to look at once more, and no alarm.
//!
//! What must hold: a review never lowers anything that officers decided, and never calls a second officer by itself.

use crate::departure::StatedFact;
use crate::id::{DepartureId, ReviewId};
use crate::operation::ScreeningResult;
use crate::text::codes;

codes! {
    /// What changed.
    ReviewReason {
        /// Another departure shares something with this one.
        Relations = "relations",
        /// A watchlist or whitelist changed.
        Lists = "lists",
        /// A protection case was opened or closed.
        Case = "case",
    }
}

/// Why somebody is to be judged again, and when that is worth a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReview {
    /// Identity.
    pub id: ReviewId,
    /// What changed.
    pub reason: ReviewReason,
    /// Signs that were not there before, by indicator id.
    pub new_signs: Vec<String>,
}

/// A departure that was judged again.
#[derive(Debug, Clone)]
pub struct JudgedAgain {
    /// Which one.
    pub departure: DepartureId,
    /// What the registry knows now.
    pub known: Vec<StatedFact>,
    /// What the rules say now.
    pub result: ScreeningResult,
    /// The review that follows; none when nothing new is to be looked at.
    pub review: Option<NewReview>,
}

/// Departures that waited to be judged again.
#[derive(Debug, Clone, Default)]
pub struct JudgeAgain {
    /// Those about whom the registry knows something else now.
    pub judged: Vec<JudgedAgain>,
    /// Those about whom it knows what it knew.
    pub same: Vec<DepartureId>,
}
