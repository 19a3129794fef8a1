//! What an officer decides. Suar advises; Immigration alone can postpone a departure.

use std::fmt;
use std::str::FromStr;

/// A decision at the counter, least protective first.
///
/// The order is the lattice of `sync/design.md` §1.1: while two offices disagree, the greater one is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// The person proceeds.
    Lanjut,
    /// The person proceeds, after advice.
    LanjutEdukasi,
    /// The person is asked into the quiet room.
    AjakBicara,
    /// Immigration is advised to postpone the departure.
    SarankanTunda,
    /// The person is referred to those who help.
    Rujuk,
}

/// Not one of the five decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decision")]
pub struct DecisionError;

impl Decision {
    /// All decisions, least protective first.
    pub const ALL: [Self; 5] = [
        Self::Lanjut,
        Self::LanjutEdukasi,
        Self::AjakBicara,
        Self::SarankanTunda,
        Self::Rujuk,
    ];

    /// The code used in storage and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lanjut => "lanjut",
            Self::LanjutEdukasi => "lanjut_edukasi",
            Self::AjakBicara => "ajak_bicara",
            Self::SarankanTunda => "sarankan_tunda",
            Self::Rujuk => "rujuk",
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Decision {
    type Err = DecisionError;
    fn from_str(text: &str) -> Result<Self, DecisionError> {
        Self::ALL
            .into_iter()
            .find(|decision| decision.code() == text)
            .ok_or(DecisionError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        for decision in Decision::ALL {
            assert_eq!(decision.code().parse(), Ok(decision));
        }
        assert_eq!(
            "tolak".parse::<Decision>(),
            Err(DecisionError),
            "Suar refuses nobody"
        );
    }

    #[test]
    fn the_protective_one_is_greater() {
        assert!(Decision::Rujuk > Decision::SarankanTunda);
        assert!(Decision::SarankanTunda > Decision::AjakBicara);
        assert!(Decision::LanjutEdukasi > Decision::Lanjut);
    }
}
