//! The files of a pack as they are written, before anything is understood. A key that is not listed is an error.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use toml::Spanned;

use super::Thresholds;
use crate::indicator::{Basis, Dimension, Lane, Strength};
use crate::situation::Leg;

/// `pack.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPack {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) schema_version: Spanned<u32>,
    pub(crate) author: Spanned<String>,
    pub(crate) reviewed: Spanned<String>,
    pub(crate) expires: Spanned<String>,
    pub(crate) title_id: Spanned<String>,
    pub(crate) title_en: Spanned<String>,
    /// Families of ids, in pack order.
    pub(crate) families: Vec<String>,
    pub(crate) numbers: HashMap<String, i64>,
    pub(crate) terms: HashMap<String, Spanned<String>>,
    pub(crate) levels: RawLevels,
    pub(crate) thresholds: Spanned<Thresholds>,
    pub(crate) papers: RawPapers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLevels {
    pub(crate) child: Spanned<String>,
    pub(crate) danger: Spanned<String>,
    pub(crate) register: Spanned<String>,
    pub(crate) age_doubt: Spanned<String>,
    pub(crate) forced_to_carry: Spanned<String>,
    pub(crate) joint: Spanned<String>,
    pub(crate) request: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPapers {
    pub(crate) when: Spanned<String>,
    pub(crate) answers: BTreeMap<Spanned<String>, toml::Value>,
}

/// `indicators/<ID>.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawIndicator {
    pub(crate) id: Spanned<String>,
    pub(crate) schema_version: Spanned<u32>,
    pub(crate) author: Spanned<String>,
    /// Day of the last review, YYYY-MM-DD.
    pub(crate) reviewed: Spanned<String>,
    /// Last day on which the review holds, YYYY-MM-DD.
    pub(crate) expires: Spanned<String>,
    /// Laws and treaties the indicator rests on, as the source names them; empty if it names none.
    pub(crate) legal_basis: Vec<String>,
    pub(crate) lane: Lane,
    pub(crate) dimension: Dimension,
    pub(crate) strength_adult: Strength,
    pub(crate) strength_child: Strength,
    pub(crate) basis: Basis,
    pub(crate) stages: Vec<String>,
    pub(crate) legs: Spanned<Vec<Leg>>,
    pub(crate) evidence_group: String,
    pub(crate) decisive: bool,
    pub(crate) decisive_when: Option<Spanned<String>>,
    pub(crate) condition: Spanned<String>,
    pub(crate) danger: Option<Spanned<String>>,
    pub(crate) required_when: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) silent_at_manifest: bool,
    pub(crate) label_id: Spanned<String>,
    pub(crate) label_en: Spanned<String>,
    pub(crate) sentence_id: Spanned<String>,
    pub(crate) sentence_en: Spanned<String>,
    pub(crate) action_id: Spanned<String>,
    pub(crate) action_en: Spanned<String>,
    pub(crate) false_positive: Spanned<String>,
    pub(crate) source: Spanned<String>,
    #[serde(default)]
    pub(crate) strength: Vec<RawStrength>,
    #[serde(default)]
    pub(crate) cancel: Vec<RawCancel>,
    #[serde(default)]
    pub(crate) case: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawStrength {
    pub(crate) when: Spanned<String>,
    pub(crate) then: Strength,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCancel {
    pub(crate) when: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCase {
    pub(crate) name: Spanned<String>,
    pub(crate) leg: Option<Leg>,
    pub(crate) as_of: Option<String>,
    pub(crate) facts: BTreeMap<Spanned<String>, toml::Value>,
    pub(crate) expect: Spanned<String>,
    pub(crate) strength: Option<Strength>,
}
