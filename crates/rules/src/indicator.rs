//! An indicator: one observable sign, what makes it fire, how strong it is, and what an officer is told.
//!
//! An indicator never says what a person is. It belongs to one lane and one dimension, and it is read from one file of
//! a pack.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::bits::FactSet;
use crate::diagnostic::Place;
use crate::expr::Expr;
use crate::fact::FactId;
use crate::pack::Review;
use crate::situation::Leg;

/// The id of an indicator of a pack, as in `TIP-12`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndicatorId(pub(crate) Arc<str>);

impl IndicatorId {
    /// The id as written in the pack.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IndicatorId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for IndicatorId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Serialize for IndicatorId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// How much a sign weighs, from least to most. `Gate` opens a path and is not counted; `None` is never counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Shown, never counted.
    None,
    /// Changes the path; not counted.
    Gate,
    /// Completes a combination; never raises a level alone.
    Weak,
    /// Counts.
    Medium,
    /// Counts most.
    Strong,
}

impl Strength {
    /// The word used in data and output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Gate => "gate",
            Self::Weak => "weak",
            Self::Medium => "medium",
            Self::Strong => "strong",
        }
    }
}

/// Whether an indicator fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Its condition holds.
    Present,
    /// Facts that decide it are not known. Never a sign by itself.
    Unknown,
    /// Its condition does not hold, or it does not apply to this leg.
    Absent,
    /// Its condition may hold, but a known fact explains it innocently.
    Withdrawn,
}

/// What an indicator can raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lane {
    /// Papers and answers that are missing.
    Documents,
    /// Signs of recruitment for exploitation.
    Trafficking,
    /// Signs that a person is used to carry something.
    Courier,
}

impl Lane {
    /// The word used in data and output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Trafficking => "trafficking",
            Self::Courier => "courier",
        }
    }
}

/// The element a sign belongs to: D1 to D6 of the ILO operational indicators (2009), and the project's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Dimension {
    /// Deceptive recruitment.
    D1,
    /// Coercive recruitment.
    D2,
    /// Recruitment by abuse of vulnerability.
    D3,
    /// Exploitation.
    D4,
    /// Coercion at destination.
    D5,
    /// Abuse of vulnerability at destination.
    D6,
    /// Seen at the port (judgement).
    Port,
    /// Children.
    Child,
    /// Register features.
    Link,
    /// Things carried.
    Parcel,
    /// What was offered for carrying.
    Offer,
    /// Who controls the carrier.
    Control,
    /// Accounts and money.
    Money,
    /// Health: never scored.
    Health,
    /// Document checklist.
    Doc,
}

impl Dimension {
    pub(crate) const COUNT: usize = 15;

    const ALL: [(Self, &'static str); Self::COUNT] = [
        (Self::D1, "D1"),
        (Self::D2, "D2"),
        (Self::D3, "D3"),
        (Self::D4, "D4"),
        (Self::D5, "D5"),
        (Self::D6, "D6"),
        (Self::Port, "PORT"),
        (Self::Child, "CHILD"),
        (Self::Link, "LINK"),
        (Self::Parcel, "PARCEL"),
        (Self::Offer, "OFFER"),
        (Self::Control, "CONTROL"),
        (Self::Money, "MONEY"),
        (Self::Health, "HEALTH"),
        (Self::Doc, "DOC"),
    ];

    /// The word used in data and output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, word)| *word == code)
            .map(|(dimension, _)| *dimension)
    }
}

/// Where the strength comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Basis {
    /// The Delphi survey of ILO and European Commission, 2009.
    #[serde(rename = "ILO-Delphi")]
    IloDelphi,
    /// Judgement of the catalogue; needs review.
    #[serde(rename = "judgement")]
    Judgement,
}

/// A text in the two languages of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Bahasa Indonesia.
    pub id: String,
    /// English.
    pub en: String,
}

/// One indicator of a pack.
#[derive(Debug)]
pub struct Indicator {
    pub(crate) id: IndicatorId,
    pub(crate) lane: Lane,
    pub(crate) dimension: Dimension,
    pub(crate) adult: Strength,
    pub(crate) child: Strength,
    /// Ordered: the first condition that holds decides.
    pub(crate) strengths: Vec<(Expr, Strength)>,
    pub(crate) basis: Basis,
    pub(crate) stages: Vec<String>,
    pub(crate) legs: Vec<Leg>,
    pub(crate) group: u16,
    pub(crate) decisive: bool,
    pub(crate) decisive_when: Option<Expr>,
    pub(crate) condition: Expr,
    pub(crate) cancels: Vec<Expr>,
    pub(crate) danger: Option<Expr>,
    pub(crate) required: Option<Expr>,
    pub(crate) silent_at_manifest: bool,
    pub(crate) label: Text,
    pub(crate) sentence: Text,
    pub(crate) action: Text,
    pub(crate) false_positive: String,
    pub(crate) source: String,
    pub(crate) legal_basis: Vec<String>,
    pub(crate) review: Review,
    pub(crate) review_place: Place,
    pub(crate) facts: Arc<[FactId]>,
    /// How many of `facts` it reads itself; the rest come from the indicators it points to.
    pub(crate) direct: usize,
    pub(crate) fact_set: FactSet,
}

impl Indicator {
    /// The id.
    #[must_use]
    pub fn id(&self) -> &IndicatorId {
        &self.id
    }

    /// The lane it can raise.
    #[must_use]
    pub fn lane(&self) -> Lane {
        self.lane
    }

    /// The element it belongs to.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.dimension
    }

    /// Where its strength comes from.
    #[must_use]
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// Desks at which it is usually seen. Not a filter: what is known from counselling still counts at the port.
    #[must_use]
    pub fn stages(&self) -> &[String] {
        &self.stages
    }

    /// Legs on which it is evaluated.
    #[must_use]
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// Short name.
    #[must_use]
    pub fn label(&self) -> &Text {
        &self.label
    }

    /// The reason told to the officer when it is present: a fact, not a verdict.
    #[must_use]
    pub fn sentence(&self) -> &Text {
        &self.sentence
    }

    /// What protects the person.
    #[must_use]
    pub fn action(&self) -> &Text {
        &self.action
    }

    /// The innocent situation it must not be mistaken for.
    #[must_use]
    pub fn false_positive(&self) -> &str {
        &self.false_positive
    }

    /// Where the indicator comes from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Laws and treaties it rests on, as its source names them; empty if the source names none.
    #[must_use]
    pub fn legal_basis(&self) -> &[String] {
        &self.legal_basis
    }

    /// Who wrote it, when it was last reviewed, and until when that holds.
    #[must_use]
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// Facts that its condition, withdrawal and strength rest on: first those it reads itself, then those of the
    /// indicators it points to with `fires(…)`.
    #[must_use]
    pub fn facts(&self) -> &[FactId] {
        &self.facts
    }

    /// The facts it reads itself.
    #[must_use]
    pub fn direct_facts(&self) -> &[FactId] {
        self.facts.get(..self.direct).unwrap_or_default()
    }
}
