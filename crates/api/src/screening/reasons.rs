//! Level and why: signs, gaps, what further answers could change.

use serde::Serialize;
use suar_app::near::Near;
use suar_app::screening::Reasons;
use suar_rules as rules;
use ts_rs::TS;

use super::decision::{Decision, decision};
use crate::error::ApiError;
use crate::sailing::Level;
use crate::text::Text;

/// Weight of a sign, after the ILO scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Strength {
    /// Never counted.
    None,
    /// Only completes others.
    Weak,
    /// Medium.
    Medium,
    /// Strong.
    Strong,
    /// Changes the path by itself; not counted.
    Gate,
}

/// Lane of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Lane {
    /// Papers.
    Documents,
    /// Perdagangan orang.
    Trafficking,
    /// Perekrutan kurir.
    Courier,
}

/// A sign that is present, with its reason.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sign {
    /// Indicator id.
    pub id: String,
    /// Lane.
    pub lane: Lane,
    /// Weight.
    pub strength: Strength,
    /// Short name.
    pub label: Text,
    /// Reason in one sentence.
    pub sentence: Text,
    /// Questions and papers it rests on, as ids (`K3`, `mrz`, `manifest`, `document`).
    pub sources: Vec<String>,
    /// It counted towards the level; a weak or withdrawn sign does not.
    pub counted: bool,
    /// What helps.
    pub action: Text,
}

/// Something not known yet. Never a sign.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// Checklist item id.
    pub id: String,
    /// Its name.
    pub label: Text,
}

/// A sign that is not present although part of it is known. It counts nowhere.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NearSign {
    /// Indicator id.
    pub id: String,
    /// Lane.
    pub lane: Lane,
    /// Short name.
    pub label: Text,
    /// Conditions that hold.
    pub holds: u32,
    /// Conditions that are needed.
    pub of: u32,
    /// What is not known, by the names of the facts.
    pub missing: Vec<Text>,
    /// The counter question that would settle it; none when it cannot be asked at the counter.
    pub question: Option<String>,
}

/// Level and why.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReasonsView {
    /// Overall level.
    pub level: Level,
    /// Papers.
    pub documents: Level,
    /// Perdagangan orang.
    pub trafficking: Level,
    /// Perekrutan kurir.
    pub courier: Level,
    /// Lowest level that further answers can lead to.
    pub lowest: Level,
    /// Highest level that further answers can lead to.
    pub highest: Level,
    /// One sentence.
    pub headline: Text,
    /// Signs present, strongest first.
    pub signs: Vec<Sign>,
    /// What is not known yet.
    pub gaps: Vec<Gap>,
    /// Signs that came near, the nearest first. They count nowhere.
    pub near: Vec<NearSign>,
    /// Both lanes were raised together by the joint rule.
    pub joint: bool,
    /// The person asked to talk.
    pub request: bool,
    /// What Suar advises.
    pub advice: Decision,
    /// The question that would most narrow the level.
    pub next_question: Option<String>,
    /// Version of the rules.
    pub pack: String,
}

pub(super) const fn strength(strength: rules::Strength) -> Strength {
    match strength {
        rules::Strength::None => Strength::None,
        rules::Strength::Weak => Strength::Weak,
        rules::Strength::Medium => Strength::Medium,
        rules::Strength::Strong => Strength::Strong,
        rules::Strength::Gate => Strength::Gate,
    }
}

const fn lane(lane: rules::Lane) -> Lane {
    match lane {
        rules::Lane::Documents => Lane::Documents,
        rules::Lane::Trafficking => Lane::Trafficking,
        rules::Lane::Courier => Lane::Courier,
    }
}

pub(crate) const fn level_of(level: rules::Level) -> Level {
    match level {
        rules::Level::Siap => Level::Siap,
        rules::Level::Lengkapi => Level::Lengkapi,
        rules::Level::Dalami => Level::Dalami,
        rules::Level::Lindungi => Level::Lindungi,
    }
}

fn words(text: &rules::Text) -> Text {
    Text::new(text.id.clone(), text.en.clone())
}

/// A sign by its id, for lists: label and lane, without the sources of a particular case.
pub(crate) fn listed_sign(pack: &rules::Pack, id: &str) -> Sign {
    let indicator = pack.indicator(id);
    Sign {
        id: id.to_owned(),
        lane: indicator.map_or(Lane::Trafficking, |known| lane(known.lane())),
        strength: Strength::None,
        // A sign of an older pack is named by its id rather than left out.
        label: indicator.map_or_else(|| Text::new(id, id), |known| words(known.label())),
        sentence: indicator.map_or_else(|| Text::new("", ""), |known| words(known.sentence())),
        sources: Vec::new(),
        counted: true,
        action: indicator.map_or_else(|| Text::new("", ""), |known| words(known.action())),
    }
}

fn near_sign(pack: &rules::Pack, near: Near) -> NearSign {
    let listed = listed_sign(pack, &near.indicator);
    NearSign {
        id: near.indicator,
        lane: listed.lane,
        label: listed.label,
        holds: u32::try_from(near.holds).unwrap_or(u32::MAX),
        of: u32::try_from(near.of).unwrap_or(u32::MAX),
        missing: near.missing.into_iter().map(fact_name).collect(),
        question: near.question.map(|question| question.as_str().to_owned()),
    }
}

/// A fact by its name.
pub(crate) fn fact_name(fact: rules::FactId) -> Text {
    Text::new(fact.label_id(), fact.label_en())
}

/// Draws the reasons.
pub(crate) fn reasons(reasons: &Reasons) -> Result<ReasonsView, ApiError> {
    let pack = &reasons.rules;
    let result = &reasons.screening;
    let signs = reasons
        .signs()
        .into_iter()
        .map(|finding| Sign {
            lane: lane(finding.lane),
            strength: strength(finding.strength),
            sources: reasons.sources_of(finding),
            // A gate is not counted because it needs no others: it makes its level alone.
            counted: finding.counted || finding.strength == rules::Strength::Gate,
            ..listed_sign(pack, finding.id.as_str())
        })
        .collect();
    let gaps = reasons
        .gaps()
        .into_iter()
        .filter_map(|id| {
            let indicator = pack.indicator(id)?;
            Some(Gap {
                id: id.to_owned(),
                label: words(indicator.label()),
            })
        })
        .collect();
    let near = suar_app::near::near(reasons)
        .into_iter()
        .map(|each| near_sign(pack, each))
        .collect();
    let headline = suar_app::text::headline(reasons);
    Ok(ReasonsView {
        level: crate::sailing::level(reasons.level()),
        documents: level_of(result.lanes.documents),
        trafficking: level_of(result.lanes.trafficking),
        courier: level_of(result.lanes.courier),
        lowest: level_of(result.possible.lowest),
        highest: level_of(result.possible.highest),
        headline: Text::new(headline.id, headline.en),
        signs,
        gaps,
        near,
        joint: result.joint,
        request: result.request,
        advice: decision(reasons.advice),
        next_question: result
            .next_questions
            .first()
            .map(|question| question.as_str().to_owned()),
        pack: pack.version().to_string(),
    })
}
