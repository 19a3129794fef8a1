//! The vocabulary: which facts exist, which questions fill them, and when a question is shown.
//!
//! It is read once from the files in `schema/` and lives as long as the program, so that a [`FactId`] or
//! [`QuestionId`] is a plain reference that cannot be wrong. Packs are written against this vocabulary and name its
//! version.

mod read;

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

use crate::diagnostic::{PackErrors, Source, nearest};
use crate::fact::{Fact, FactId, FactValue, ValueError};
use crate::question::{Question, QuestionId};

/// Version of the vocabulary; packs written for another one are refused.
pub const SCHEMA_VERSION: u32 = 1;

const FACTS: Source<'static> = Source {
    file: "schema/facts.toml",
    text: include_str!("../schema/facts.toml"),
};
const INTERVIEW: Source<'static> = Source {
    file: "schema/interview.toml",
    text: include_str!("../schema/interview.toml"),
};
const SHOW_IF: Source<'static> = Source {
    file: "schema/show_if.toml",
    text: include_str!("../schema/show_if.toml"),
};

/// Facts and questions.
#[derive(Debug)]
pub struct Vocabulary {
    facts: &'static [Fact],
    questions: &'static [Question],
    fact_by_id: HashMap<&'static str, FactId>,
    question_by_id: HashMap<&'static str, QuestionId>,
}

impl Vocabulary {
    /// The vocabulary this crate ships.
    ///
    /// # Errors
    /// The shipped files contradict each other; a test keeps that from happening.
    pub fn builtin() -> Result<&'static Self, PackErrors> {
        static BUILTIN: OnceLock<Result<Vocabulary, PackErrors>> = OnceLock::new();
        BUILTIN
            .get_or_init(|| read::read(FACTS, INTERVIEW, SHOW_IF))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The fact with this id.
    #[must_use]
    pub fn fact(&self, id: &str) -> Option<FactId> {
        self.fact_by_id.get(id).copied()
    }

    /// The question with this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<QuestionId> {
        self.question_by_id.get(id).copied()
    }

    /// The fact that was probably meant by an id that does not exist.
    #[must_use]
    pub fn nearest_fact(&self, id: &str) -> Option<FactId> {
        nearest(id, self.facts.iter().map(|fact| fact.id.as_str())).and_then(|id| self.fact(id))
    }

    /// All facts, in the order of the vocabulary.
    pub fn facts(&self) -> impl Iterator<Item = FactId> + use<> {
        self.facts.iter().map(FactId)
    }

    /// All questions, in the order of the interview.
    pub fn questions(&self) -> impl Iterator<Item = QuestionId> + use<> {
        self.questions.iter().map(QuestionId)
    }

    /// Reads a JSON value for a fact.
    ///
    /// # Errors
    /// Another type, a value that is not listed, no day of the calendar, or a number out of range.
    pub fn value(&self, fact: FactId, value: &Value) -> Result<FactValue, ValueError> {
        FactValue::from_json(fact, value)
    }

    pub(crate) fn len(&self) -> usize {
        self.facts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;
    use crate::fact::FactValue;

    #[test]
    fn the_shipped_vocabulary_is_consistent() {
        let vocabulary = Vocabulary::builtin().unwrap();
        assert_eq!(vocabulary.facts().count(), 221);
        assert_eq!(
            vocabulary.questions().count(),
            69,
            "K1-K8, A1-I4 (45), T1-T8, R1-R8"
        );
        for question in vocabulary.questions() {
            assert!(
                !question.wording_id().is_empty() && !question.wording_en().is_empty(),
                "{question}"
            );
        }
    }

    #[test]
    fn what_must_never_be_an_input_is_none() {
        let vocabulary = Vocabulary::builtin().unwrap();
        for id in [
            "person.sex",
            "person.origin_region",
            "person.language",
            "harm.fear_observed",
            "consent.talk",
        ] {
            assert!(
                !vocabulary.fact(id).unwrap().is_rule_input(),
                "{id} is a guard rail"
            );
        }
    }

    #[test]
    fn a_value_outside_its_fact_is_refused_without_repeating_it() {
        let vocabulary = Vocabulary::builtin().unwrap();
        let purpose = vocabulary.fact("trip.purpose").unwrap();
        let error = vocabulary
            .value(purpose, &serde_json::json!("Siti Aminah"))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("trip.purpose") && error.contains("family_visit"),
            "{error}"
        );
        assert!(
            !error.contains("Siti"),
            "a wrong value may be personal: {error}"
        );
        let children = vocabulary.fact("companion.children_n").unwrap();
        assert!(
            vocabulary.value(children, &serde_json::json!(-1)).is_err(),
            "there are no -1 children"
        );
        assert!(vocabulary.value(children, &serde_json::json!(1.5)).is_err());
        assert!(
            vocabulary
                .value(children, &serde_json::json!(true))
                .is_err()
        );
        let months = vocabulary.fact("doc.passport_valid_months").unwrap();
        assert_eq!(
            vocabulary.value(months, &serde_json::json!(-3)).unwrap(),
            FactValue::Int(-3),
            "expired"
        );
    }
}
