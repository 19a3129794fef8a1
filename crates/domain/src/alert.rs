//! A request for a colleague's attention. One person has one alert.

use crate::id::{AlertId, ScreeningId};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertKind {
    /// A talk, because the person asked for one (K8).
    Talk,
    /// A second officer, because the level is `lindungi`.
    SecondOfficer,
}

impl AlertKind {
    /// The code used in storage and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Talk => "talk",
            Self::SecondOfficer => "second_officer",
        }
    }

    /// Reads the stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Talk, Self::SecondOfficer]
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

/// A new alert, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAlert {
    /// Identity.
    pub id: AlertId,
    /// The talk that led to it.
    pub screening: ScreeningId,
    /// What is asked for.
    pub kind: AlertKind,
    /// The signs that were present then.
    pub evidence: Vec<Evidence>,
}

/// One sign, as it stood when the alert was raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Indicator id.
    pub indicator: String,
    /// Version of the rule pack that found it.
    pub pack: String,
    /// Ids of the facts used.
    pub facts: Vec<String>,
}
