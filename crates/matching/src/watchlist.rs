//! Passengers against a watchlist: blinded numbers exactly, names with a second field.
//!
//! What must hold: a name alone never raises an alert; numbers on the list are known here only as keyed hashes, which the
//! caller makes with a key that is not here.
//!
//! Not here: owner, purpose, legal basis and expiry of a list; whoever holds the list hands over what is in force.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::explain::Candidate;
use crate::gather::Memory;
use crate::index::{Index, IndexError, Key};
use crate::known::Known;
use crate::threshold::Threshold;
use crate::weights::Weights;

/// A keyed hash of a number, made by the caller (HMAC-SHA-256).
pub type Digest = [u8; 32];

/// An entry of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(Uuid);

impl EntryId {
    /// Takes a UUID that was made for an entry.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// The bare UUID.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl Key for EntryId {
    fn to_u128(self) -> u128 {
        self.0.as_u128()
    }
    fn from_u128(bytes: u128) -> Self {
        Self(Uuid::from_u128(bytes))
    }
}

/// Most entries that are shown for one passenger.
const MOST: usize = 5;

/// The entries in force.
pub struct Watchlist {
    blinded: BTreeMap<Digest, Vec<EntryId>>,
    names: Index<EntryId>,
    threshold: Threshold,
}

impl Watchlist {
    /// A list of blinded numbers and of names. At most so large a share of strangers may raise an alert by name.
    ///
    /// # Errors
    /// More names than can be addressed.
    pub fn new(
        blinded: impl IntoIterator<Item = (Digest, EntryId)>,
        names: impl IntoIterator<Item = (EntryId, Known)>,
        false_alerts: f64,
    ) -> Result<Self, IndexError> {
        let mut exact: BTreeMap<Digest, Vec<EntryId>> = BTreeMap::new();
        for (digest, entry) in blinded {
            exact.entry(digest).or_default().push(entry);
        }
        let names = Index::build(names)?;
        let threshold = Threshold::for_records(names.len(), false_alerts);
        Ok(Self {
            blinded: exact,
            names,
            threshold,
        })
    }

    /// Entries with this blinded number.
    pub fn with_number(&self, digest: &Digest) -> &[EntryId] {
        self.blinded.get(digest).map_or(&[], Vec::as_slice)
    }

    /// Entries that may be the passenger: the name and at least one other field, the likeliest first.
    pub fn with_name(
        &self,
        passenger: &Known,
        weights: &Weights,
        memory: &mut Memory,
    ) -> Vec<Candidate<EntryId>> {
        let mut found = self.names.candidates(passenger, weights, MOST, memory);
        found.retain(|candidate| candidate.is_alert(self.threshold));
        found
    }
}

#[cfg(test)]
mod tests {
    use suar_domain::text::FullName;

    use super::*;

    fn known(name: &str, birth_date: Option<&str>) -> Known {
        let mut known = Known::named(FullName::parse(name).expect("a name"));
        known.birth_date = birth_date.map(|date| date.parse().expect("a day"));
        known
    }

    fn entry(number: u128) -> EntryId {
        EntryId::from_uuid(Uuid::from_u128(number))
    }

    fn list() -> Watchlist {
        let names = [
            (
                entry(1),
                known("Sulastri Contoh Rekaan", Some("1990-03-07")),
            ),
            (entry(2), known("Budi Umpama", None)),
        ];
        Watchlist::new([([7; 32], entry(3)), ([7; 32], entry(1))], names, 0.01).expect("two names")
    }

    #[test]
    fn a_name_alone_is_no_alert_however_rare() {
        let (weights, mut memory) = (Weights::by_hand(), Memory::default());
        for (name, date, alert) in [
            ("Soelastri Contoh Rekaan", Some("1990-03-07"), true),
            ("Sulastri Contoh Rekaan", None, false),
            ("Sulastri Contoh Rekaan", Some("1971-11-20"), false),
            ("Budi Umpama", Some("1990-03-07"), false),
            ("Agus Andaikan", Some("1990-03-07"), false),
        ] {
            let found = list().with_name(&known(name, date), &weights, &mut memory);
            assert_eq!(!found.is_empty(), alert, "{name} {date:?}: {found:?}");
        }
    }

    #[test]
    fn blinded_numbers_are_found_exactly() {
        assert_eq!(list().with_number(&[7; 32]), [entry(3), entry(1)]);
        assert_eq!(list().with_number(&[8; 32]), []);
    }
}
