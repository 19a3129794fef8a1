//! A difference as a sentence in both languages.

use serde::Serialize;

use super::{CaseShift, Difference};
use crate::indicator::Text;

/// What of a pack or indicator differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// The indicator is new.
    Added,
    /// The indicator is gone.
    Removed,
    /// What it can raise.
    Lane,
    /// The element it belongs to.
    Dimension,
    /// Strength for an adult.
    StrengthAdult,
    /// Strength for a child.
    StrengthChild,
    /// Conditions that change its strength.
    StrengthRules,
    /// Whether it counts alone.
    Decisive,
    /// When it counts alone although it is not decisive.
    DecisiveWhen,
    /// With which others it counts once.
    EvidenceGroup,
    /// Where the strength comes from.
    Basis,
    /// On which legs it is evaluated.
    Legs,
    /// At which desks it is usually seen.
    Stages,
    /// What makes it fire.
    Condition,
    /// What withdraws it.
    Cancel,
    /// When a clearance does not withdraw it.
    Danger,
    /// When a paper is needed.
    Required,
    /// Whether it is silent while only the manifest is known.
    SilentAtManifest,
    /// Short name.
    Label,
    /// The reason told to the officer.
    Sentence,
    /// What protects the person.
    Action,
    /// The innocent situation it must not be mistaken for.
    FalsePositive,
    /// Where it comes from.
    Source,
    /// Laws and treaties it rests on.
    LegalBasis,
    /// Who answers for it.
    Author,
    /// Day of its last review.
    Reviewed,
    /// Last day on which its review holds.
    Expires,
    /// Name of the pack.
    Title,
    /// A number of the level rules.
    Threshold,
    /// A condition of the level rules.
    LevelRule,
    /// What the tick "all papers present" answers.
    PaperAnswer,
}

impl Aspect {
    /// Bahasa Indonesia, English.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Added => ("indikator baru", "new indicator"),
            Self::Removed => ("indikator dihapus", "indicator removed"),
            Self::Lane => ("jalur", "lane"),
            Self::Dimension => ("dimensi", "dimension"),
            Self::StrengthAdult => ("kekuatan bagi orang dewasa", "strength for an adult"),
            Self::StrengthChild => ("kekuatan bagi anak", "strength for a child"),
            Self::StrengthRules => ("aturan kekuatan", "strength rules"),
            Self::Decisive => ("menentukan sendiri", "decisive"),
            Self::DecisiveWhen => ("menentukan bila", "decisive when"),
            Self::EvidenceGroup => ("dihitung sekali bersama", "counts once together with"),
            Self::Basis => ("dasar kekuatan", "basis of the strength"),
            Self::Legs => ("arah perjalanan", "legs"),
            Self::Stages => ("meja pemeriksaan", "stages"),
            Self::Condition => ("syarat", "condition"),
            Self::Cancel => ("dibatalkan bila", "withdrawn when"),
            Self::Danger => ("tetap berlaku karena bahaya bila", "stays for danger when"),
            Self::Required => ("wajib bila", "needed when"),
            Self::SilentAtManifest => ("diam pada tahap manifes", "silent at the manifest stage"),
            Self::Label => ("nama", "label"),
            Self::Sentence => ("kalimat alasan", "sentence"),
            Self::Action => ("tindakan pelindungan", "protective action"),
            Self::FalsePositive => ("keadaan wajar yang mirip", "false positive"),
            Self::Source => ("sumber", "source"),
            Self::LegalBasis => ("dasar hukum", "legal basis"),
            Self::Author => ("penyusun", "author"),
            Self::Reviewed => ("ditinjau pada", "reviewed on"),
            Self::Expires => ("berlaku sampai", "holds until"),
            Self::Title => ("nama paket", "title of the pack"),
            Self::Threshold => ("ambang", "threshold"),
            Self::LevelRule => ("aturan tingkat", "level rule"),
            Self::PaperAnswer => ("jawaban \"semua dokumen ada\"", "answer of \"all papers\""),
        }
    }
}

impl Difference {
    /// The difference as one sentence.
    #[must_use]
    pub fn words(&self) -> Text {
        let (id, en) = self.aspect.words();
        let name = self.name.as_deref();
        let named = |what: &str| match name {
            Some(name) => format!("{what} ({name})"),
            None => what.to_owned(),
        };
        let subject = |pack: &str| match &self.indicator {
            Some(indicator) => indicator.to_string(),
            None => pack.to_owned(),
        };
        let (id, en) = (named(id), named(en));
        let (paket, pack) = (subject("Paket"), subject("Pack"));
        let shown = |text: &str, nothing: &str| {
            if text.is_empty() {
                nothing.to_owned()
            } else {
                text.to_owned()
            }
        };
        if let (Aspect::Added | Aspect::Removed, Some(label)) =
            (self.aspect, self.after.as_ref().or(self.before.as_ref()))
        {
            return Text {
                id: format!("{paket}: {id}: {label}"),
                en: format!("{pack}: {en}: {label}"),
            };
        }
        match (self.before.as_deref(), self.after.as_deref()) {
            (Some(before), Some(after)) => Text {
                id: format!(
                    "{paket}: {id} berubah dari {} menjadi {}",
                    shown(before, "tidak ada"),
                    shown(after, "tidak ada")
                ),
                en: format!(
                    "{pack}: {en} changed from {} to {}",
                    shown(before, "none"),
                    shown(after, "none")
                ),
            },
            (None, Some(after)) => Text {
                id: format!("{paket}: {id}, baru: {after}"),
                en: format!("{pack}: {en}, new: {after}"),
            },
            (Some(before), None) => Text {
                id: format!("{paket}: {id}, tidak lagi: {before}"),
                en: format!("{pack}: {en}, no longer: {before}"),
            },
            (None, None) => Text {
                id: format!("{paket}: {id}"),
                en: format!("{pack}: {en}"),
            },
        }
    }
}

impl CaseShift {
    /// The moved case as one sentence.
    #[must_use]
    pub fn words(&self) -> Text {
        let (before, after) = (self.before.as_str(), self.after.as_str());
        let Self {
            indicator, case, ..
        } = self;
        Text {
            id: format!("Kasus {indicator} \"{case}\": {before} menjadi {after}"),
            en: format!("Case {indicator} \"{case}\": {before} becomes {after}"),
        }
    }
}
