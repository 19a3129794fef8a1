//! From the files of a pack, as written, to indicators and rules that type-check.

mod case;
mod indicator;

use std::collections::HashMap;

use toml::Spanned;

use super::raw::{RawIndicator, RawPack};
use super::wiring::{Slots, Wiring};
use super::{LevelRules, Pack, Papers, reads, review};
use crate::cell::Cell;
use crate::conditions::Conditions;
use crate::diagnostic::{Code, PackErrors, Problems, Source};
use crate::expr::Expr;
use crate::fact::{FactId, FactValue};
use crate::indicator::Text;
use crate::lint::{self, LevelCondition, Reviewed, Role, Written};
use crate::question::QuestionId;
use crate::syntax::{self, Names, Reading, fact_hint};
use crate::truth::Truth;
use crate::vocabulary::Vocabulary;

/// Builds the pack from its files; collects every problem on the way.
pub(super) struct Reader<'a> {
    vocabulary: &'static Vocabulary,
    slots: Slots,
    head_source: Source<'a>,
    head: &'a RawPack,
    raw: &'a [(Source<'a>, RawIndicator)],
    facts: HashMap<&'static str, FactId>,
    questions: HashMap<&'static str, QuestionId>,
    indicators: HashMap<String, u16>,
    /// Every condition with its place, for the lints.
    written: Vec<Written>,
    problems: Problems,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        vocabulary: &'static Vocabulary,
        head_source: Source<'a>,
        head: &'a RawPack,
        raw: &'a [(Source<'a>, RawIndicator)],
        mut problems: Problems,
    ) -> Result<Self, PackErrors> {
        let slots = match Slots::find(vocabulary) {
            Ok(slots) => slots,
            Err(id) => {
                let message = format!("the vocabulary has no {id}");
                problems.at(Code::Vocabulary, &head_source, 0, message, "add the fact");
                return Err(problems.into_errors());
            }
        };
        let facts = vocabulary
            .facts()
            .map(|fact| (fact.as_str(), fact))
            .collect();
        let questions = vocabulary
            .questions()
            .map(|question| (question.as_str(), question))
            .collect();
        let indicators = (0..)
            .zip(raw)
            .map(|(index, (_, each))| (each.id.get_ref().clone(), index))
            .collect();
        Ok(Self {
            vocabulary,
            slots,
            head_source,
            head,
            raw,
            facts,
            questions,
            indicators,
            written: Vec::new(),
            problems,
        })
    }

    /// The pack, or everything that is wrong with it.
    ///
    /// `unread` are the ids of files that are no TOML: whoever points to them makes no mistake.
    pub(super) fn pack(
        mut self,
        hash: &str,
        unread: &[&str],
        reviewed: Reviewed,
    ) -> Result<Pack, PackErrors> {
        let mut terms = HashMap::new();
        for (name, text) in &self.head.terms {
            let expr = self.condition(None, Role::Term, text, &HashMap::new());
            terms.insert(name.as_str(), expr);
        }
        let mut groups = HashMap::new();
        let mut group_names = Vec::new();
        let mut indicators = Vec::new();
        let mut cases = Vec::new();
        for (index, (source, raw)) in self.raw.iter().enumerate() {
            let next = u16::try_from(groups.len()).unwrap_or(u16::MAX);
            let group = *groups
                .entry((raw.lane, raw.evidence_group.as_str()))
                .or_insert_with(|| {
                    group_names.push(raw.evidence_group.clone());
                    next
                });
            indicators.push(self.indicator(index, group, &terms));
            for case in &raw.case {
                cases.extend(self.case(source, index, raw, case));
            }
        }
        let levels = self.levels(&terms);
        let papers = self.papers(&terms);
        let head_review = {
            let head = self.head;
            let raw = [&head.author, &head.reviewed, &head.expires];
            review::read(&self.head_source, raw, &mut self.problems)
        };
        let extra = [
            &levels.child,
            &levels.danger,
            &levels.register,
            &levels.age_doubt,
            &levels.forced_to_carry,
            &levels.joint,
            &levels.request,
        ];
        let wiring = match Wiring::new(self.vocabulary, self.slots, &indicators, &extra) {
            Ok(wiring) => wiring,
            Err(_) => {
                lint::cycle(self.raw, &indicators, &self.written, &mut self.problems);
                return Err(self.problems.into_errors());
            }
        };
        self.problems.forget(|error| {
            error.code == Code::UnknownIndicator
                && unread
                    .iter()
                    .any(|id| error.message == syntax::no_indicator(id))
        });
        reads::complete(&mut indicators, &wiring.waves);
        lint::run(
            &lint::Input {
                vocabulary: self.vocabulary,
                head: (self.head_source, self.head),
                raw: self.raw,
                indicators: &indicators,
                waves: &wiring.waves,
                reviewed,
                written: &self.written,
            },
            &mut self.problems,
        );
        let (review, review_place) = head_review;
        let pack = Pack {
            id: self.head.id.clone(),
            version: self.head.version.clone(),
            title: Text {
                id: self.head.title_id.get_ref().clone(),
                en: self.head.title_en.get_ref().clone(),
            },
            hash: hash.to_owned(),
            warnings: self.problems.take_warnings(),
            groups: group_names,
            review,
            review_place,
            vocabulary: self.vocabulary,
            conditions: Conditions::new(self.vocabulary.facts(), &indicators),
            indicators,
            by_id: self.indicators,
            levels,
            papers,
            wiring,
            cases,
        };
        self.problems.into_result(pack)
    }

    /// Reads a condition; an unreadable one is reported and stands for "unknown" until reading ends. `owner` is the
    /// indicator whose file it stands in; without one it stands in `pack.toml`.
    fn condition(
        &mut self,
        owner: Option<usize>,
        role: Role,
        text: &Spanned<String>,
        terms: &HashMap<&str, Expr>,
    ) -> Expr {
        let names = Names {
            facts: &self.facts,
            questions: Some(&self.questions),
            indicators: Some(&self.indicators),
        };
        let reading = Reading::new(&names)
            .terms(terms)
            .numbers(&self.head.numbers);
        let source = owner.map_or(self.head_source, |index| self.raw[index].0);
        let start = source.string_start(&text.span());
        match reading.read_parts(text.get_ref()) {
            Ok((expr, parts)) => {
                self.written.push(Written {
                    owner,
                    role,
                    start,
                    expr: expr.clone(),
                    parts,
                });
                expr
            }
            Err(error) => {
                let offset = start + error.offset;
                // One mistake ends the reading; facts that do not exist are told also behind it.
                let later = reading.unknown_facts(text.get_ref(), error.offset + 1);
                self.problems
                    .at(error.code, &source, offset, error.message, error.hint);
                for error in later {
                    let offset = start + error.offset;
                    self.problems
                        .at(error.code, &source, offset, error.message, error.hint);
                }
                Expr::Constant(Truth::Unknown)
            }
        }
    }

    fn levels(&mut self, terms: &HashMap<&str, Expr>) -> LevelRules {
        use LevelCondition as Which;
        let raw = &self.head.levels;
        let mut read = |which: Which, text: &Spanned<String>| {
            self.condition(None, Role::Level(which), text, terms)
        };
        LevelRules {
            child: read(Which::Child, &raw.child),
            danger: read(Which::Danger, &raw.danger),
            register: read(Which::Register, &raw.register),
            age_doubt: read(Which::AgeDoubt, &raw.age_doubt),
            forced_to_carry: read(Which::ForcedToCarry, &raw.forced_to_carry),
            joint: read(Which::Joint, &raw.joint),
            request: read(Which::Request, &raw.request),
            thresholds: *self.head.thresholds.get_ref(),
        }
    }

    fn papers(&mut self, terms: &HashMap<&str, Expr>) -> Papers {
        let source = self.head_source;
        let raw = &self.head.papers;
        let when = self.condition(None, Role::Papers, &raw.when, terms);
        let mut answers = Vec::new();
        for (id, value) in &raw.answers {
            if let Some((fact, value)) = self.fact_value(&source, id, value) {
                answers.push((fact.0.slot, Cell::new(fact, &value)));
            }
        }
        Papers { when, answers }
    }

    fn fact_value(
        &mut self,
        source: &Source<'_>,
        id: &Spanned<String>,
        value: &toml::Value,
    ) -> Option<(FactId, FactValue)> {
        let offset = source.string_start(&id.span());
        let Some(fact) = self.vocabulary.fact(id.get_ref()) else {
            let message = format!("there is no fact {}", id.get_ref());
            let readable = self.facts.iter().filter(|(_, fact)| fact.is_rule_input());
            let hint = fact_hint(id.get_ref(), readable.map(|(id, _)| *id));
            self.problems
                .at(Code::UnknownFact, source, offset, message, hint);
            return None;
        };
        let json = serde_json::to_value(value).unwrap_or_default();
        match FactValue::from_json(fact, &json) {
            Ok(value) => Some((fact, value)),
            Err(error) => {
                self.problems.at(
                    Code::BadCase,
                    source,
                    offset,
                    error.to_string(),
                    "correct the value",
                );
                None
            }
        }
    }
}
