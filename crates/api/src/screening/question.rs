//! One short question with its choices and its answer.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::screening::{Counter, CounterQuestion};
use suar_domain::screening as domain;
use suar_rules as rules;
use ts_rs::TS;

use super::form::{CounterView, counter};
use super::id;
use super::reasons::{Strength, strength};
use crate::error::ApiError;
use crate::text::Text;

/// One short question.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    /// `K1` to `K8`.
    pub id: String,
    /// Words to say aloud.
    pub wording: Text,
    /// Choices.
    pub options: Vec<OptionView>,
    /// The question applies to this person.
    pub applies: bool,
    /// The answer, when given.
    pub answer: Option<AnswerView>,
}

/// One choice.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OptionView {
    /// Digit to press.
    pub key: String,
    /// What it says.
    pub label: Text,
}

/// A recorded answer.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    /// What happened.
    pub status: AnswerStatus,
    /// Key chosen, when answered.
    pub key: Option<String>,
    /// Strength of the strongest sign that rests on this answer, when there is one.
    pub strength: Option<Strength>,
}

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AnswerStatus {
    /// A choice was made.
    Answered,
    /// "Tidak tahu".
    DontKnow,
    /// "Tidak ingin menjawab"; never counted.
    Refused,
}

/// Answers a question.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    /// Screening id.
    pub screening: String,
    /// `K1` to `K8`.
    pub question: String,
    /// How it ended.
    pub status: AnswerStatus,
    /// Key chosen, when answered.
    pub key: Option<String>,
}

pub(crate) const fn answer_status(status: domain::AnswerStatus) -> AnswerStatus {
    match status {
        domain::AnswerStatus::Answered => AnswerStatus::Answered,
        domain::AnswerStatus::DontKnow => AnswerStatus::DontKnow,
        domain::AnswerStatus::Refused => AnswerStatus::Refused,
    }
}

pub(super) fn question(each: &CounterQuestion, counter: &Counter) -> QuestionView {
    let id = each.question.as_str();
    let strongest = counter
        .reasons
        .signs()
        .into_iter()
        .filter(|finding| finding.lane != rules::Lane::Documents)
        .filter(|finding| {
            counter
                .reasons
                .sources_of(finding)
                .iter()
                .any(|source| source == id)
        })
        .map(|finding| strength(finding.strength))
        .max();
    QuestionView {
        id: id.to_owned(),
        wording: Text::new(each.question.wording_id(), each.question.wording_en()),
        options: each
            .question
            .options()
            .iter()
            .map(|option| OptionView {
                key: option.key().to_owned(),
                label: Text::new(option.label_id(), option.label_en()),
            })
            .collect(),
        applies: each.applies,
        answer: each.answer.as_ref().map(|answer| AnswerView {
            status: answer_status(answer.status),
            key: answer.key.clone(),
            strength: strongest,
        }),
    }
}

pub(crate) fn answer(app: &App, request: Answer) -> Result<CounterView, ApiError> {
    let status = match request.status {
        AnswerStatus::Answered => domain::AnswerStatus::Answered,
        AnswerStatus::DontKnow => domain::AnswerStatus::DontKnow,
        AnswerStatus::Refused => domain::AnswerStatus::Refused,
    };
    counter(&app.answer(
        id(&request.screening)?,
        &request.question,
        status,
        request.key.as_deref(),
    )?)
}
