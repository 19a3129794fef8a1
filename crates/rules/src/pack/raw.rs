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
pub(super) struct RawPack {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) schema_version: Spanned<u32>,
    pub(super) title_id: String,
    pub(super) title_en: String,
    /// Families of ids, in pack order.
    pub(super) families: Vec<String>,
    pub(super) numbers: HashMap<String, i64>,
    pub(super) terms: HashMap<String, Spanned<String>>,
    pub(super) levels: RawLevels,
    pub(super) thresholds: Thresholds,
    pub(super) papers: RawPapers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLevels {
    pub(super) child: Spanned<String>,
    pub(super) danger: Spanned<String>,
    pub(super) register: Spanned<String>,
    pub(super) age_doubt: Spanned<String>,
    pub(super) forced_to_carry: Spanned<String>,
    pub(super) joint: Spanned<String>,
    pub(super) request: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPapers {
    pub(super) when: Spanned<String>,
    pub(super) answers: BTreeMap<Spanned<String>, toml::Value>,
}

/// `indicators/<ID>.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIndicator {
    pub(super) id: Spanned<String>,
    pub(super) lane: Lane,
    pub(super) dimension: Dimension,
    pub(super) strength_adult: Strength,
    pub(super) strength_child: Strength,
    pub(super) basis: Basis,
    pub(super) stages: Vec<String>,
    pub(super) legs: Vec<Leg>,
    pub(super) evidence_group: String,
    pub(super) decisive: bool,
    pub(super) decisive_when: Option<Spanned<String>>,
    pub(super) condition: Spanned<String>,
    pub(super) danger: Option<Spanned<String>>,
    pub(super) required_when: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) silent_at_manifest: bool,
    pub(super) label_id: String,
    pub(super) label_en: String,
    pub(super) sentence_id: String,
    pub(super) sentence_en: String,
    pub(super) action_id: String,
    pub(super) action_en: String,
    pub(super) false_positive: String,
    pub(super) source: String,
    #[serde(default)]
    pub(super) strength: Vec<RawStrength>,
    #[serde(default)]
    pub(super) cancel: Vec<RawCancel>,
    #[serde(default)]
    pub(super) case: Vec<RawCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStrength {
    pub(super) when: Spanned<String>,
    pub(super) then: Strength,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCancel {
    pub(super) when: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCase {
    pub(super) name: Spanned<String>,
    pub(super) leg: Option<Leg>,
    pub(super) as_of: Option<String>,
    pub(super) facts: BTreeMap<Spanned<String>, toml::Value>,
    pub(super) expect: Spanned<String>,
    pub(super) strength: Option<Strength>,
}
