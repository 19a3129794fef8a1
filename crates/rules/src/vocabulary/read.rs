//! From the files in `schema/` to the vocabulary, or to everything that contradicts something else.

use std::collections::HashMap;

use serde::Deserialize;
use toml::Spanned;

use super::Vocabulary;
use crate::bits::FactSet;
use crate::diagnostic::{Code, PackErrors, Problems, Source};
use crate::expr::Expr;
use crate::fact::{Fact, FactId, FactKind, FactValue};
use crate::question::{AnswerOption, Form, Question, QuestionId, Subject, answers_of};
use crate::syntax::{Names, Reading};

/// Reads the three files. They are kept for the rest of the program.
pub(super) fn read(
    facts: Source<'_>,
    interview: Source<'_>,
    show_if: Source<'_>,
) -> Result<Vocabulary, PackErrors> {
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
                Code::Vocabulary,
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
    problems.into_result(Vocabulary {
        facts,
        questions,
        fact_by_id,
        question_by_id,
    })
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
                Code::Vocabulary,
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
                Code::Vocabulary,
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
                Code::Vocabulary,
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
                problems.at(
                    Code::Vocabulary,
                    &self.show_if,
                    offset,
                    error.message,
                    error.hint,
                );
                None
            }
        }
    }
}
