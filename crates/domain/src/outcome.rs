//! What became known later about a case: which signs turned out to be right.
//!
//! Rules are judged by this and people are not: a sign that is often wrong is mended or taken out of the pack.

use crate::id::DepartureId;

/// How a sign, or a case as a whole, turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It was so.
    Confirmed,
    /// It was not so.
    NotConfirmed,
    /// Nobody could find out. This is an answer too, and counts for neither side.
    Unclear,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 3] = [Self::Confirmed, Self::NotConfirmed, Self::Unclear];

    /// The code used in storage and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::NotConfirmed => "not_confirmed",
            Self::Unclear => "unclear",
        }
    }

    /// Reads the stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

/// The outcome of a case. A later one for the same case or sign takes its place in effect; all stay in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Whose case.
    pub departure: DepartureId,
    /// The assessment that it is about, and with it the pack: see `AssessmentRow::edition` of the registry.
    pub edition: u32,
    /// The case as a whole: also one that no sign pointed to can turn out to have been one.
    pub case: Verdict,
    /// Signs of that assessment by indicator id. One that is left out was not looked into.
    pub signs: Vec<(String, Verdict)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
        }
        assert_eq!(Verdict::from_code("guilty"), None, "nobody is that here");
    }
}
