//! A talk at the counter: what was asked and answered, which papers were seen, what the rules said.

use std::fmt;

use crate::basis::Basis;
use crate::id::{DepartureId, PersonId, ScreeningId};

/// How an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerStatus {
    /// A choice was made.
    Answered,
    /// The person does not know: a gap in the data.
    DontKnow,
    /// The person prefers not to answer: counts as asked, and never against anyone.
    Refused,
}

impl AnswerStatus {
    /// The code used in storage and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::DontKnow => "dont_know",
            Self::Refused => "refused",
        }
    }

    /// Reads the stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Answered, Self::DontKnow, Self::Refused]
            .into_iter()
            .find(|status| status.code() == code)
    }
}

/// One answer. A later answer to the same question replaces it in effect; both stay in the history.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// Question id, such as `K3`.
    pub question: String,
    /// How it ended.
    pub status: AnswerStatus,
    /// Key of the choice, when answered.
    pub key: Option<String>,
}

impl fmt::Debug for Answer {
    /// What a person answered is not for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "answer to {}", self.question)
    }
}

/// A document of the checklist, in the order of the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentItem {
    /// Passport or other travel document.
    Passport,
    /// Work visa.
    Visa,
    /// Work agreement.
    Contract,
    /// e-PMI or E-KPMI.
    EPmi,
    /// Pre-departure orientation (OPP).
    Opp,
    /// Employment social security (BPJS Ketenagakerjaan).
    Bpjs,
    /// Health certificate.
    Medical,
    /// Marital status letter and family permission.
    Family,
}

impl DocumentItem {
    /// All items, in the order of the counter.
    pub const ALL: [Self; 8] = [
        Self::Passport,
        Self::Visa,
        Self::Contract,
        Self::EPmi,
        Self::Opp,
        Self::Bpjs,
        Self::Medical,
        Self::Family,
    ];

    /// The code used in storage and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Passport => "passport",
            Self::Visa => "visa",
            Self::Contract => "contract",
            Self::EPmi => "e_pmi",
            Self::Opp => "opp",
            Self::Bpjs => "bpjs",
            Self::Medical => "medical",
            Self::Family => "family",
        }
    }

    /// Reads the stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.code() == code)
    }
}

/// What is known of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TickState {
    /// Not looked at. Unknown is not missing.
    Unknown,
    /// Seen.
    Seen,
    /// Asked for and not shown.
    NotShown,
}

impl TickState {
    /// The code used in storage and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Seen => "seen",
            Self::NotShown => "not_shown",
        }
    }

    /// Reads the stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Unknown, Self::Seen, Self::NotShown]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// What to do next, lowest first. It never says what a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing stands in the way.
    Siap,
    /// Something is missing, or one clarifying question remains.
    Lengkapi,
    /// Talk in the quiet room.
    Dalami,
    /// A second officer comes.
    Lindungi,
}

impl Level {
    /// All levels, lowest first.
    pub const ALL: [Self; 4] = [Self::Siap, Self::Lengkapi, Self::Dalami, Self::Lindungi];

    /// The code used in storage and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Siap => "siap",
            Self::Lengkapi => "lengkapi",
            Self::Dalami => "dalami",
            Self::Lindungi => "lindungi",
        }
    }

    /// Reads the stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// What the rules said at one moment, and what they were told: enough to ask the same pack again years later.
#[derive(Clone, PartialEq, Eq)]
pub struct Assessment {
    /// Overall level.
    pub level: Level,
    /// Lane of papers.
    pub documents: Level,
    /// Lane *perdagangan orang*.
    pub trafficking: Level,
    /// Lane *perekrutan kurir*.
    pub courier: Level,
    /// Ids of the signs present, strongest first.
    pub signs: Vec<String>,
    /// Version of the rule pack.
    pub pack: String,
    /// Hash of the rule pack, hex.
    pub pack_hash: String,
    /// What the rules were told.
    pub basis: Basis,
}

impl fmt::Debug for Assessment {
    /// Signs and facts are not for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "assessment by pack {}", self.pack)
    }
}

/// Where a screening stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScreeningState {
    /// At the counter now. At most one at a time on a computer.
    Open,
    /// Set aside, to be continued.
    Parked,
    /// Ended by a decision.
    Decided,
}

impl ScreeningState {
    /// The code used in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Parked => "parked",
            Self::Decided => "decided",
        }
    }

    /// Reads the stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Open, Self::Parked, Self::Decided]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// A talk that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewScreening {
    /// Identity.
    pub id: ScreeningId,
    /// Who.
    pub person: PersonId,
    /// Which departure.
    pub departure: DepartureId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for item in DocumentItem::ALL {
            assert_eq!(DocumentItem::from_code(item.code()), Some(item));
        }
        for level in Level::ALL {
            assert_eq!(Level::from_code(level.code()), Some(level));
        }
        for state in [TickState::Unknown, TickState::Seen, TickState::NotShown] {
            assert_eq!(TickState::from_code(state.code()), Some(state));
        }
    }

    #[test]
    fn an_answer_does_not_show_itself() {
        let answer = Answer {
            question: "K3".into(),
            status: AnswerStatus::Answered,
            key: Some("3".into()),
        };
        assert_eq!(format!("{answer:?}"), "answer to K3");
    }
}
