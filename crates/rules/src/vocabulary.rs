//! The vocabulary: which facts exist, which questions fill them, and when a question is shown.
//!
//! It is read once from the files in `schema/` and lives as long as the program, so that a [`FactId`] or
//! [`QuestionId`] is a plain reference that cannot be wrong. Packs are written against this vocabulary and name its
//! version.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::Value;
use toml::Spanned;

use crate::bits::FactSet;
use crate::diagnostic::{PackErrors, Problems, Source, nearest};
use crate::expr::Expr;
use crate::fact::{Fact, FactId, FactKind, FactValue, ValueError};
use crate::question::{AnswerOption, Form, Question, QuestionId, Subject, answers_of};
use crate::syntax::{Names, Reading};

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
            .get_or_init(|| Self::read(FACTS, INTERVIEW, SHOW_IF))
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

    /// Reads the three files. They are kept for the rest of the program.
    fn read(
        facts: Source<'_>,
        interview: Source<'_>,
        show_if: Source<'_>,
    ) -> Result<Self, PackErrors> {
        let mut problems = Problems::default();
        let facts: &'static [Fact] = Vec::leak(read_facts(facts, &mut problems));
        let fact_by_id: HashMap<_, _> = facts
            .iter()
            .map(|fact| (fact.id.as_str(), FactId(fact)))
            .collect();
        let raw = read_questions(interview, &mut problems);
        let shown = read_show_if(show_if, &mut problems);
        let names = Names::of_facts(&fact_by_id);
        let mut build = Build {
            interview,
            show_if,
            facts: &fact_by_id,
            shown: &shown,
            names: &names,
            terms: HashMap::new(),
        };
        for (name, text) in &shown.terms {
            if let Some(expr) = build.condition(text, &mut problems) {
                build.terms.insert(name, expr);
            }
        }
        let mut questions = Vec::new();
        for question in raw {
            questions.extend(build.question(question, questions.len(), &mut problems));
        }
        let known: Vec<&str> = questions
            .iter()
            .map(|question| question.id.as_str())
            .collect();
        for (id, text) in &shown.question {
            if !known.contains(&id.as_str()) {
                let message = format!("{id} is no question of the interview");
                problems.at(
                    &show_if,
                    text.span().start,
                    message,
                    "remove it, or add the question".to_owned(),
                );
            }
        }
        let questions: &'static [Question] = Vec::leak(questions);
        let question_by_id = questions
            .iter()
            .map(|each| (each.id.as_str(), QuestionId(each)))
            .collect();
        problems.into_result(Self {
            facts,
            questions,
            fact_by_id,
            question_by_id,
        })
    }
}

#[derive(Deserialize)]
struct RawFacts {
    fact: Vec<RawFact>,
}

#[derive(Deserialize)]
struct RawFact {
    id: Spanned<String>,
    #[serde(rename = "type")]
    kind: FactKind,
    #[serde(default)]
    values: Vec<String>,
    filled_by: Vec<String>,
    label_id: String,
    label_en: String,
    note: String,
    rule_input: bool,
    sensitivity: String,
    unit: Option<String>,
}

#[derive(Deserialize)]
struct RawInterview {
    question: Vec<RawQuestion>,
}

#[derive(Deserialize)]
struct RawQuestion {
    id: Spanned<String>,
    form: Form,
    section: String,
    wording_id: String,
    wording_en: String,
    note: String,
    asked: bool,
    multi: bool,
    core: bool,
    never_scored: bool,
    inputs: Vec<String>,
    #[serde(default)]
    options: Vec<RawOption>,
}

#[derive(Deserialize)]
struct RawOption {
    key: String,
    label_id: String,
    label_en: String,
    sets: toml::Table,
}

/// `show_if.toml`: named conditions, one condition per question, seconds per section.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShowIf {
    terms: HashMap<String, Spanned<String>>,
    question: HashMap<String, Spanned<String>>,
    seconds: HashMap<String, u16>,
}

fn read_toml<T: for<'de> Deserialize<'de>>(
    source: Source<'_>,
    problems: &mut Problems,
) -> Option<T> {
    toml::from_str(source.text)
        .map_err(|error: toml::de::Error| {
            let offset = error.span().map_or(0, |span| span.start);
            problems.at(
                &source,
                offset,
                error.message().to_owned(),
                "correct the file as described".to_owned(),
            );
        })
        .ok()
}

fn read_facts(source: Source<'_>, problems: &mut Problems) -> Vec<Fact> {
    let raw = read_toml::<RawFacts>(source, problems)
        .map(|file| file.fact)
        .unwrap_or_default();
    let mut facts: Vec<Fact> = Vec::with_capacity(raw.len());
    for fact in raw {
        let slot = facts.len();
        let listed = matches!(fact.kind, FactKind::Enum | FactKind::Set);
        let wrong = if slot >= FactSet::CAPACITY {
            Some("too many facts")
        } else if facts.iter().any(|known| known.id == *fact.id.get_ref()) {
            Some("this fact is described twice")
        } else if listed == fact.values.is_empty() || fact.values.len() > 64 {
            Some("an enum or set lists 1 to 64 values, other types list none")
        } else if fact.kind == FactKind::Text && fact.rule_input {
            Some("a text is for people and cannot be read by rules")
        } else {
            None
        };
        if let Some(message) = wrong {
            problems.at(
                &source,
                fact.id.span().start,
                message.to_owned(),
                "correct this fact".to_owned(),
            );
        }
        facts.push(Fact {
            slot: u16::try_from(slot).unwrap_or(u16::MAX),
            id: fact.id.into_inner(),
            kind: fact.kind,
            values: fact.values,
            filled_by: fact.filled_by,
            label_id: fact.label_id,
            label_en: fact.label_en,
            note: fact.note,
            rule_input: fact.rule_input,
            sensitivity: fact.sensitivity,
            unit: fact.unit,
        });
    }
    facts
}

fn read_questions(source: Source<'_>, problems: &mut Problems) -> Vec<RawQuestion> {
    read_toml::<RawInterview>(source, problems)
        .map(|file| file.question)
        .unwrap_or_default()
}

fn read_show_if(source: Source<'_>, problems: &mut Problems) -> RawShowIf {
    read_toml(source, problems).unwrap_or_default()
}

/// What building a question needs.
struct Build<'a> {
    interview: Source<'a>,
    show_if: Source<'a>,
    facts: &'a HashMap<&'static str, FactId>,
    shown: &'a RawShowIf,
    names: &'a Names<'a>,
    terms: HashMap<&'a str, Expr>,
}

impl Build<'_> {
    fn question(
        &self,
        raw: RawQuestion,
        index: usize,
        problems: &mut Problems,
    ) -> Option<Question> {
        let at = raw.id.span().start;
        let id = raw.id.into_inner();
        let mut wrong = |message: String| {
            problems.at(
                &self.interview,
                at,
                message,
                "correct this question".to_owned(),
            );
        };
        let mut inputs = Vec::new();
        for input in &raw.inputs {
            match self.facts.get(input.as_str()) {
                Some(fact) => inputs.push(*fact),
                None => wrong(format!("{id}: there is no fact {input}")),
            }
        }
        let mut options = Vec::new();
        for option in raw.options {
            match self.option(option) {
                Ok(option) => options.push(option),
                Err(message) => wrong(format!("{id}: {message}")),
            }
        }
        let sets_inputs = options
            .iter()
            .flat_map(|option| &option.sets)
            .any(|(fact, _)| fact.is_rule_input());
        if raw.never_scored && sets_inputs {
            wrong(format!(
                "{id} is never scored and sets a fact that rules read"
            ));
        }
        let Some(&seconds) = self.shown.seconds.get(&raw.section) else {
            wrong(format!(
                "show_if.toml gives no seconds for section {}",
                raw.section
            ));
            return None;
        };
        let Some(text) = self.shown.question.get(&id) else {
            wrong(format!("show_if.toml has no condition for {id}"));
            return None;
        };
        let show_if = self.condition(text, problems)?;
        Some(Question {
            index: u16::try_from(index).ok()?,
            id,
            form: raw.form,
            section: raw.section,
            wording_id: raw.wording_id,
            wording_en: raw.wording_en,
            note: raw.note,
            asked: raw.asked,
            multi: raw.multi,
            core: raw.core,
            never_scored: raw.never_scored,
            seconds,
            subject: Subject::of(&options, &inputs, raw.multi),
            answers: answers_of(&options, raw.multi),
            inputs,
            options,
            show_if,
        })
    }

    fn option(&self, raw: RawOption) -> Result<AnswerOption, String> {
        let mut sets = Vec::new();
        for (id, value) in raw.sets {
            let fact = *self
                .facts
                .get(id.as_str())
                .ok_or_else(|| format!("there is no fact {id}"))?;
            let json = serde_json::to_value(value).map_err(|error| error.to_string())?;
            sets.push((
                fact,
                FactValue::from_json(fact, &json).map_err(|error| error.to_string())?,
            ));
        }
        Ok(AnswerOption {
            key: raw.key,
            label_id: raw.label_id,
            label_en: raw.label_en,
            sets,
        })
    }

    fn condition(&self, text: &Spanned<String>, problems: &mut Problems) -> Option<Expr> {
        match Reading::new(self.names)
            .any_fact()
            .terms(&self.terms)
            .read(text.get_ref())
        {
            Ok(expr) => Some(expr),
            Err(error) => {
                let offset = self.show_if.string_start(&text.span()) + error.offset;
                problems.at(&self.show_if, offset, error.message, error.hint);
                None
            }
        }
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
