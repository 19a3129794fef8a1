//! One person's place on one sailing.

use crate::id::{DepartureId, ManifestLineId, PersonId, SailingId};
use crate::link::StatedLink;

/// A planned departure: made from a manifest row, or by hand for a walk-on.
#[derive(Clone, PartialEq, Eq)]
pub struct Departure {
    /// Identity.
    pub id: DepartureId,
    /// Who.
    pub person: PersonId,
    /// Which crossing.
    pub sailing: SailingId,
    /// The manifest row, unless the person was added by hand.
    pub line: Option<ManifestLineId>,
    /// Number on the manifest as printed; never an identity.
    pub row_no: Option<String>,
    /// Seat.
    pub seat: Option<String>,
    /// Placement agency (P3MI) named on the manifest.
    pub agency: Option<String>,
    /// Facts of the rule vocabulary that the manifest states.
    pub facts: Vec<StatedFact>,
    /// Phones, payers, addresses and the like that the manifest states.
    pub links: Vec<StatedLink>,
    /// What the registry itself knows: links to others, and what was before. It follows other departures, too.
    pub known: Vec<StatedFact>,
}

impl std::fmt::Debug for Departure {
    /// Seat and number point to a person on a sailing.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Departure({})", self.id)
    }
}

/// One fact of the rule vocabulary, as some source stated it. The vocabulary gives the meaning; here it is opaque.
#[derive(Clone, PartialEq, Eq)]
pub struct StatedFact {
    /// Fact id, such as `trip.purpose`.
    pub fact: String,
    /// Value as JSON text.
    pub value: String,
    /// Who stated it: `manifest`, `mrz`, `document`, `registry`, or a question id.
    pub source: String,
}

impl std::fmt::Debug for StatedFact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} by {}", self.fact, self.source)
    }
}
