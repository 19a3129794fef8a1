//! A pack: indicators and the numbers and conditions of the level rules, as data.
//!
//! What must hold: a pack that exists type-checks against the vocabulary, reads no fact that must never be an input,
//! and has no circle of references. The structure of the level rules (`levels.md`) is code in `level.rs`: no pack can
//! make weak signs add up or count a refusal.
//!
//! Not here: reading a directory, choosing the pack in force, signatures.

mod build;
mod cases;
mod files;
mod format;
pub(crate) mod raw;
mod read;
mod reads;
mod review;
mod toml;
mod wiring;

use std::collections::HashMap;
use std::sync::OnceLock;

pub use cases::CaseFailure;
pub use files::{PackPath, lies_inside};
pub use format::format_file;
pub use review::Review;

use crate::bits::IndicatorSet;
use crate::builtin;
use crate::cell::Cell;
use crate::conditions::Conditions;
use crate::diagnostic::{PackError, PackErrors, Place};
use crate::expr::Expr;
use crate::indicator::{Dimension, Indicator, Text};
use crate::lint::Reviewed;
use crate::vocabulary::Vocabulary;

/// A usable pack.
#[derive(Debug)]
pub struct Pack {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) title: Text,
    pub(crate) hash: String,
    /// What an author should look at although the pack is usable.
    pub(crate) warnings: Vec<PackError>,
    /// Name of each evidence group, as indicators number them.
    pub(crate) groups: Vec<String>,
    pub(crate) review: Review,
    pub(crate) review_place: Place,
    pub(crate) vocabulary: &'static Vocabulary,
    pub(crate) indicators: Vec<Indicator>,
    pub(crate) by_id: HashMap<String, u16>,
    pub(crate) levels: LevelRules,
    pub(crate) papers: Papers,
    pub(crate) wiring: wiring::Wiring,
    pub(crate) conditions: Conditions,
    pub(crate) cases: Vec<cases::PackCase>,
}

/// Conditions and numbers of the level rules that a pack may set (levels 1 to 4).
#[derive(Debug)]
pub(crate) struct LevelRules {
    pub(crate) child: Expr,
    pub(crate) danger: Expr,
    pub(crate) register: Expr,
    pub(crate) age_doubt: Expr,
    pub(crate) forced_to_carry: Expr,
    pub(crate) joint: Expr,
    pub(crate) request: Expr,
    pub(crate) thresholds: Thresholds,
}

/// The numbers of `levels.md`. All are counts of indicators.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Thresholds {
    pub(crate) positive_strong: u8,
    pub(crate) positive_medium: u8,
    pub(crate) positive_medium_beside_weak: u8,
    pub(crate) l5_decisive_in_d3: u8,
    pub(crate) l8_strong_dimensions: u8,
    pub(crate) l8_decisive_medium_beside_strong: u8,
    pub(crate) c2_strong_dimensions: u8,
    pub(crate) c3_medium_beside_strong: u8,
    pub(crate) dalami_medium: u8,
}

/// What the counter's tick "all papers present" answers.
#[derive(Debug)]
pub(crate) struct Papers {
    pub(crate) when: Expr,
    pub(crate) answers: Vec<(u16, Cell)>,
}

impl Pack {
    /// The pack this crate ships, read once.
    ///
    /// # Errors
    /// The shipped pack is broken; a test keeps that from happening.
    pub fn builtin() -> Result<&'static Self, PackErrors> {
        static BUILTIN: OnceLock<Result<Pack, PackErrors>> = OnceLock::new();
        BUILTIN
            .get_or_init(|| read::read(builtin::FILES.iter().copied(), Reviewed::Everything))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// Reads a pack from its files: `pack.toml` and `indicators/<ID>.toml`, named with `/`. Files with other names
    /// are refused. The cases in the files are run: a pack with a failing case is not usable.
    ///
    /// # Errors
    /// Everything that is wrong, with file, line, column and a fix. If the shipped pack itself were broken: its errors.
    pub fn from_files<P: AsRef<str>, T: AsRef<str>>(
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Result<Self, PackErrors> {
        let files: Vec<(P, T)> = files.into_iter().collect();
        let pack = read::read(
            files
                .iter()
                .map(|(path, text)| (path.as_ref(), text.as_ref())),
            Reviewed::Shipped(Self::builtin()?),
        )?;
        let failures = pack.check_cases();
        if failures.is_empty() {
            Ok(pack)
        } else {
            Err(pack.as_errors(&failures))
        }
    }

    /// Reads a pack from the bytes of its files, as [`Pack::from_files`] does.
    ///
    /// # Errors
    /// Everything that is wrong, a file that is not UTF-8 or too large included.
    pub fn from_bytes<P: AsRef<str>, B: AsRef<[u8]>>(
        files: impl IntoIterator<Item = (P, B)>,
    ) -> Result<Self, PackErrors> {
        let files: Vec<(P, B)> = files.into_iter().collect();
        let bytes: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(path, bytes)| (path.as_ref(), bytes.as_ref()))
            .collect();
        Self::from_files(files::texts(&bytes)?)
    }

    /// Id of the pack.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Version of the pack.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Name of the pack.
    #[must_use]
    pub fn title(&self) -> &Text {
        &self.title
    }

    /// SHA-256 over the names and contents of its files, in hexadecimal. Equal hashes give equal answers.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Facts and questions the pack is written for.
    #[must_use]
    pub fn vocabulary(&self) -> &'static Vocabulary {
        self.vocabulary
    }

    /// All indicators, in pack order.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// The indicator with this id.
    #[must_use]
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.by_id
            .get(id)
            .and_then(|index| self.indicators.get(usize::from(*index)))
    }

    /// The name of the observation that an indicator rests on; indicators of one lane with the same name count once.
    #[must_use]
    pub fn evidence_group(&self, indicator: &Indicator) -> &str {
        let group = self.groups.get(usize::from(indicator.group));
        group.map_or("", String::as_str)
    }

    pub(crate) fn dimensions(&self) -> &[Dimension] {
        &self.wiring.dimensions
    }

    /// Other indicators of the lane of `index`.
    pub(crate) fn peers(&self, index: usize) -> IndicatorSet {
        let mut peers = self.wiring.lanes[self.indicators[index].lane as usize];
        peers.remove(index);
        peers
    }
}
