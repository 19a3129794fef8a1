//! Identifiers that cannot be swapped.
//!
//! Every record has a UUID of version 7, made outside this crate (no randomness here). The types do not
//! convert into each other, so a sailing can never be passed where a person is expected.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// The text was not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of a {kind}")]
pub struct IdError {
    /// What was expected, as the name of the type.
    pub kind: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a UUID that was made for this kind of record.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID, for storage and the wire.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| IdError { kind: stringify!($name) })
            }
        }
    )*};
}

ids! {
    /// A prospective migrant worker (CPMI) or other traveller known to this office.
    PersonId;
    /// One crossing of one vessel.
    SailingId;
    /// One file of passengers received for a sailing.
    ManifestId;
    /// One row of a manifest.
    ManifestLineId;
    /// One person's place on one sailing.
    DepartureId;
    /// One talk at the counter: answers, document ticks, result.
    ScreeningId;
    /// One decision of an officer.
    DecisionId;
    /// One request for a colleague's attention.
    AlertId;
    /// A person to look at once more.
    ReviewId;
    /// A protection case.
    CaseId;
    /// A list of contacts and recruiters.
    WatchlistId;
    /// An officer's account on this computer.
    UserId;
    /// A computer enrolled at the hub.
    DeviceId;
    /// One incarnation of a device's operation log.
    StreamId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_and_parses_back() {
        let id = PersonId::from_uuid(Uuid::from_u128(7));
        assert_eq!(
            id.to_string().parse(),
            Ok(id),
            "the printed form is the stored form"
        );
    }

    #[test]
    fn names_the_kind_that_was_expected() {
        let error = "x".parse::<SailingId>().expect_err("not a UUID");
        assert_eq!(error.to_string(), "not an identifier of a SailingId");
    }
}
