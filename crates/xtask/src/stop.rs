//! Why a command stops: what happened, and what to do about it.

use std::fmt;

/// A failure, as two sentences.
#[derive(Debug)]
pub struct Stop {
    /// What happened.
    pub what: String,
    /// What the reader can do.
    pub fix: String,
}

impl Stop {
    /// A failure with its fix.
    pub fn new(what: impl Into<String>, fix: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            fix: fix.into(),
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  Fix: {}", self.what, self.fix)
    }
}

impl std::error::Error for Stop {}
