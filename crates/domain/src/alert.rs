//! A request for a colleague's attention. One person has one alert.

use crate::id::{AlertId, ScreeningId};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertKind {
    /// A talk, because the person asked for one (K8).
    Talk,
    /// A second officer, because the level is `lindungi`.
    SecondOfficer,
    /// A second officer, and a talk that the person asked for: neither request hides the other.
    SecondOfficerAndTalk,
}

impl AlertKind {
    /// The code used in storage and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Talk => "talk",
            Self::SecondOfficer => "second_officer",
            Self::SecondOfficerAndTalk => "second_officer_and_talk",
        }
    }

    /// Reads the stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Talk, Self::SecondOfficer, Self::SecondOfficerAndTalk]
            .into_iter()
            .find(|kind| kind.code() == code)
    }

    /// Everything that this kind or another one asks for. A request is never taken back by another.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        match (
            self.wants_second_officer() || other.wants_second_officer(),
            self.wants_talk() || other.wants_talk(),
        ) {
            (true, true) => Self::SecondOfficerAndTalk,
            (true, false) => Self::SecondOfficer,
            (false, _) => Self::Talk,
        }
    }

    /// A talk is asked for.
    pub const fn wants_talk(self) -> bool {
        matches!(self, Self::Talk | Self::SecondOfficerAndTalk)
    }

    /// A second officer is asked for.
    pub const fn wants_second_officer(self) -> bool {
        matches!(self, Self::SecondOfficer | Self::SecondOfficerAndTalk)
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

#[cfg(test)]
mod tests {
    use super::AlertKind::{self, SecondOfficer, SecondOfficerAndTalk, Talk};

    #[test]
    fn no_request_takes_another_one_back() {
        for (first, then, both) in [
            (Talk, Talk, Talk),
            (SecondOfficer, SecondOfficer, SecondOfficer),
            (Talk, SecondOfficer, SecondOfficerAndTalk),
            (SecondOfficer, Talk, SecondOfficerAndTalk),
            (SecondOfficerAndTalk, Talk, SecondOfficerAndTalk),
        ] {
            assert_eq!(first.with(then), both, "{first:?}, then {then:?}");
            assert_eq!(then.with(first), both, "the order does not matter");
        }
    }

    #[test]
    fn every_kind_is_read_back_from_its_code() {
        for kind in [Talk, SecondOfficer, SecondOfficerAndTalk] {
            assert_eq!(AlertKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(AlertKind::from_code("nothing"), None);
    }
}
