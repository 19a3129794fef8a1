//! From the files of a pack, as written, to indicators and rules that type-check.

use std::collections::HashMap;
use std::sync::Arc;

use toml::Spanned;

use super::cases::{PackCase, place};
use super::raw::{RawCase, RawIndicator, RawPack};
use super::wiring::{Slots, Wiring, expressions};
use super::{LevelRules, Pack, Papers};
use crate::bits::FactSet;
use crate::case::Case;
use crate::cell::Cell;
use crate::conditions::Conditions;
use crate::date::Date;
use crate::diagnostic::{PackErrors, Problems, Source};
use crate::expr::Expr;
use crate::fact::{FactId, FactValue};
use crate::indicator::{Indicator, IndicatorId, State, Text};
use crate::question::QuestionId;
use crate::situation::{Leg, Stage};
use crate::syntax::{Names, Reading};
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
                problems.at(
                    &head_source,
                    0,
                    format!("the vocabulary has no {id}"),
                    "add the fact".to_owned(),
                );
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
            problems,
        })
    }

    /// The pack, or everything that is wrong with it.
    pub(super) fn pack(mut self, hash: String) -> Result<Pack, PackErrors> {
        let mut terms = HashMap::new();
        for (name, text) in &self.head.terms {
            let expr = self.condition(&self.head_source.clone(), text, &HashMap::new());
            terms.insert(name.as_str(), expr);
        }
        let mut groups = HashMap::new();
        let mut indicators = Vec::new();
        let mut cases = Vec::new();
        for (index, (source, raw)) in (0..).zip(self.raw) {
            let next = u16::try_from(groups.len()).unwrap_or(u16::MAX);
            let group = *groups
                .entry((raw.lane, raw.evidence_group.as_str()))
                .or_insert(next);
            indicators.push(self.indicator(source, raw, group, &terms));
            for case in &raw.case {
                cases.extend(self.case(source, index, raw, case));
            }
        }
        let levels = self.levels(&terms);
        let papers = self.papers(&terms);
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
            Err(index) => {
                let (source, raw) = &self.raw[index];
                let message = format!(
                    "{} refers to itself through other indicators",
                    raw.id.get_ref()
                );
                self.problems.at(
                    source,
                    raw.id.span().start,
                    message,
                    "break the circle of fires(…)".to_owned(),
                );
                return Err(self.problems.into_errors());
            }
        };
        let pack = Pack {
            id: self.head.id.clone(),
            version: self.head.version.clone(),
            title: Text {
                id: self.head.title_id.clone(),
                en: self.head.title_en.clone(),
            },
            hash,
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

    /// Reads a condition; an unreadable one is reported and stands for "unknown" until reading ends.
    fn condition(
        &mut self,
        source: &Source<'_>,
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
        match reading.read(text.get_ref()) {
            Ok(expr) => expr,
            Err(error) => {
                let offset = source.string_start(&text.span()) + error.offset;
                self.problems.at(source, offset, error.message, error.hint);
                Expr::Constant(Truth::Unknown)
            }
        }
    }

    fn indicator(
        &mut self,
        source: &Source<'_>,
        raw: &RawIndicator,
        group: u16,
        terms: &HashMap<&str, Expr>,
    ) -> Indicator {
        let mut wrong = |message: &str, hint: &str| {
            self.problems.at(
                source,
                raw.id.span().start,
                message.to_owned(),
                hint.to_owned(),
            );
        };
        let texts = [
            &raw.label_id,
            &raw.label_en,
            &raw.sentence_id,
            &raw.sentence_en,
            &raw.action_id,
            &raw.action_en,
        ];
        if texts
            .into_iter()
            .chain([&raw.false_positive, &raw.source])
            .any(|text| text.trim().is_empty())
        {
            wrong(
                "a text of this indicator is empty",
                "both languages, false_positive and source are needed",
            );
        }
        if raw.case.len() < 2 {
            wrong(
                "an indicator shows at least two cases",
                "add one that fires and one that does not",
            );
        }
        if raw.legs.is_empty() || raw.stages.is_empty() {
            wrong(
                "legs and stages are empty",
                "say where the indicator applies",
            );
        }
        let mut optional = |text: &Option<Spanned<String>>| {
            text.as_ref()
                .map(|text| self.condition(source, text, terms))
        };
        let decisive_when = optional(&raw.decisive_when);
        let danger = optional(&raw.danger);
        let required = optional(&raw.required_when);
        let condition = self.condition(source, &raw.condition, terms);
        let cancels = raw
            .cancel
            .iter()
            .map(|cancel| self.condition(source, &cancel.when, terms))
            .collect();
        let strengths = raw
            .strength
            .iter()
            .map(|rule| (self.condition(source, &rule.when, terms), rule.then))
            .collect();
        let mut indicator = Indicator {
            id: IndicatorId(Arc::from(raw.id.get_ref().as_str())),
            lane: raw.lane,
            dimension: raw.dimension,
            adult: raw.strength_adult,
            child: raw.strength_child,
            strengths,
            basis: raw.basis,
            stages: raw.stages.clone(),
            legs: raw.legs.clone(),
            group,
            decisive: raw.decisive,
            decisive_when,
            condition,
            cancels,
            danger,
            required,
            silent_at_manifest: raw.silent_at_manifest,
            label: Text {
                id: raw.label_id.clone(),
                en: raw.label_en.clone(),
            },
            sentence: Text {
                id: raw.sentence_id.clone(),
                en: raw.sentence_en.clone(),
            },
            action: Text {
                id: raw.action_id.clone(),
                en: raw.action_en.clone(),
            },
            false_positive: raw.false_positive.clone(),
            source: raw.source.clone(),
            facts: Arc::from([]),
            fact_set: FactSet::empty(),
        };
        let mut slots = Vec::new();
        for expr in expressions(&indicator) {
            expr.collect_facts(&mut slots);
        }
        let child_status = self.slots.child_status.0.slot;
        if indicator.adult != indicator.child && !slots.contains(&child_status) {
            slots.push(child_status);
        }
        indicator.fact_set = slots.iter().map(|slot| usize::from(*slot)).collect();
        let all: Vec<FactId> = self.vocabulary.facts().collect();
        let facts = slots.iter().map(|slot| all[usize::from(*slot)]);
        indicator.facts = facts.filter(|fact| fact.is_rule_input()).collect();
        indicator
    }

    fn levels(&mut self, terms: &HashMap<&str, Expr>) -> LevelRules {
        let source = self.head_source;
        let raw = &self.head.levels;
        let mut read = |text: &Spanned<String>| self.condition(&source, text, terms);
        LevelRules {
            child: read(&raw.child),
            danger: read(&raw.danger),
            register: read(&raw.register),
            age_doubt: read(&raw.age_doubt),
            forced_to_carry: read(&raw.forced_to_carry),
            joint: read(&raw.joint),
            request: read(&raw.request),
            thresholds: self.head.thresholds,
        }
    }

    fn papers(&mut self, terms: &HashMap<&str, Expr>) -> Papers {
        let source = self.head_source;
        let raw = &self.head.papers;
        let when = self.condition(&source, &raw.when, terms);
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
        let Some(fact) = self.vocabulary.fact(id.get_ref()) else {
            let message = format!("there is no fact {}", id.get_ref());
            self.problems.at(
                source,
                id.span().start,
                message,
                "use a fact of facts.toml".to_owned(),
            );
            return None;
        };
        let json = serde_json::to_value(value).unwrap_or_default();
        match FactValue::from_json(fact, &json) {
            Ok(value) => Some((fact, value)),
            Err(error) => {
                self.problems.at(
                    source,
                    id.span().start,
                    error.to_string(),
                    "correct the value".to_owned(),
                );
                None
            }
        }
    }

    fn case(
        &mut self,
        source: &Source<'_>,
        indicator: u16,
        raw: &RawIndicator,
        case: &RawCase,
    ) -> Option<PackCase> {
        let expect = match case.expect.get_ref().as_str() {
            "present" => State::Present,
            "unknown" => State::Unknown,
            "absent" => State::Absent,
            "withdrawn" => State::Withdrawn,
            _ => {
                let hint = "write present, unknown, absent or withdrawn".to_owned();
                self.problems.at(
                    source,
                    case.expect.span().start,
                    "this is no outcome".to_owned(),
                    hint,
                );
                return None;
            }
        };
        let leg = case
            .leg
            .or(raw.legs.first().copied())
            .unwrap_or(Leg::Departure);
        let stage = if leg == Leg::Return {
            Stage::Return
        } else {
            Stage::Port
        };
        let as_of = case
            .as_of
            .as_deref()
            .unwrap_or("2026-11-24")
            .parse::<Date>();
        let Ok(as_of) = as_of else {
            let hint = "write as_of as YYYY-MM-DD".to_owned();
            self.problems.at(
                source,
                case.name.span().start,
                "as_of is no date".to_owned(),
                hint,
            );
            return None;
        };
        let mut built = Case::new(leg, stage, as_of);
        for (id, value) in &case.facts {
            built.facts.extend(self.fact_value(source, id, value));
        }
        Some(PackCase {
            indicator,
            name: case.name.get_ref().clone(),
            case: built,
            expect,
            strength: case.strength,
            place: place(source, case.name.span().start),
        })
    }
}
