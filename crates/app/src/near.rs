//! What is not so, and what would be: signs that came near, and facts that would lower the level.
//!
//! Must hold: nothing here counts. A near miss is told only where something unusual is known and nothing contradicts
//! it; that somebody travels for work, or how old they are, brings nobody near anything.

use suar_rules::{FactId, FactValue, Form, Lane, Level, QuestionId, Shown, State, Strength};

use crate::screening::Reasons;

/// A sign that is not present although part of it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Indicator id.
    pub indicator: String,
    /// Conditions that hold.
    pub holds: usize,
    /// Conditions that are needed.
    pub of: usize,
    /// Facts that are not known, one for each condition that is open: any of its facts could settle it.
    pub missing: Vec<FactId>,
    /// The first counter question without an answer that could settle it.
    pub question: Option<QuestionId>,
}

/// A smallest set of facts that would lower the level, each with what it would have to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lower {
    /// One fact or two, with a value in words.
    pub facts: Vec<(FactId, Wording)>,
    /// The level they lead to.
    pub level: Level,
}

/// What a fact would be, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wording {
    /// As an answer of a question puts it.
    Answer {
        /// Bahasa Indonesia.
        id: String,
        /// English.
        en: String,
    },
    /// Yes or no.
    Bool(bool),
}

/// Facts about the journey and the papers, which most travellers share (design.md §1.4: data missing is no sign).
const USUAL: [&str; 4] = [
    "trip.purpose",
    "trip.admitted_work",
    "trip.departure_point",
    "trip.scheme",
];

fn is_usual(fact: FactId) -> bool {
    let id = fact.as_str();
    // What the registry counts about every journey is not unusual because it is known.
    let counted = id.starts_with("link.") || id.starts_with("hist.");
    counted || id.starts_with("person.") || id.starts_with("doc.") || USUAL.contains(&id)
}

/// Signs that came near, those that lack least first, then the strongest.
pub fn near(reasons: &Reasons) -> Vec<Near> {
    let explained = reasons.rules.explain(&reasons.case);
    let mut near: Vec<(Strength, Near)> = explained
        .indicators
        .iter()
        .filter(|each| each.lane != Lane::Documents && each.strength != Strength::None)
        .filter(|each| matches!(each.state, State::Absent | State::Unknown))
        .filter(|each| each.facts.iter().any(|known| !is_usual(known.fact)))
        .filter_map(|each| {
            let near = each.near.as_ref()?;
            let open = near
                .missing
                .iter()
                .all(|missing| !missing.is_false && !missing.unknown.is_empty());
            if !open {
                return None;
            }
            let asked = |fact: &FactId| question_for(reasons, *fact);
            let unknown = near.missing.iter().flat_map(|missing| &missing.unknown);
            Some((
                each.strength,
                Near {
                    indicator: each.id.as_str().to_owned(),
                    holds: near.holds,
                    of: near.of,
                    missing: near
                        .missing
                        .iter()
                        .filter_map(|missing| missing.unknown.first().copied())
                        .collect(),
                    question: unknown.filter_map(asked).next(),
                },
            ))
        })
        .collect();
    near.sort_by_key(|(strength, near)| (near.of - near.holds, std::cmp::Reverse(*strength)));
    near.into_iter().map(|(_, near)| near).collect()
}

/// The counter question that fills a fact and was not asked yet.
fn question_for(reasons: &Reasons, fact: FactId) -> Option<QuestionId> {
    let case = &reasons.case;
    if case.refused.contains(&fact) || case.dont_know.contains(&fact) {
        return None;
    }
    reasons.rules.vocabulary().questions().find(|question| {
        question.form() == Form::Counter
            && question.facts().contains(&fact)
            && !case.answered.contains(question)
            && reasons.applies(*question)
    })
}

/// What would lower the level, fewest facts first (at most `limit`), and the facts that nobody can check away and that
/// alone keep it up. Only what can be put into words is told.
pub fn changes(reasons: &Reasons, limit: usize) -> (Vec<Lower>, Vec<FactId>) {
    let found = reasons.rules.counterfactuals(&reasons.case);
    let told = found.lower.iter().filter_map(|each| {
        let facts = each.changes.iter().map(|change| {
            let wording = change
                .to
                .iter()
                .find_map(|value| wording(reasons, change.fact, value))?;
            Some((change.fact, wording))
        });
        Some(Lower {
            facts: facts.collect::<Option<_>>()?,
            level: each.level,
        })
    });
    let lower = told.take(limit).collect();
    (lower, found.fixed.iter().map(|fixed| fixed.fact).collect())
}

/// A value as the answer that states it; counter questions first, because that is where it was asked.
fn wording(reasons: &Reasons, fact: FactId, value: &Shown) -> Option<Wording> {
    let vocabulary = reasons.rules.vocabulary();
    let value = vocabulary.value(fact, value.as_json()).ok()?;
    let counter = vocabulary.questions().filter(|q| q.form() == Form::Counter);
    let others = vocabulary.questions().filter(|q| q.form() != Form::Counter);
    let option = counter.chain(others).find_map(|question| {
        question
            .options()
            .iter()
            .find(|option| option.sets().contains(&(fact, value.clone())))
    });
    if let Some(option) = option {
        return Some(Wording::Answer {
            id: option.label_id().to_owned(),
            en: option.label_en().to_owned(),
        });
    }
    match value {
        FactValue::Bool(yes) => Some(Wording::Bool(yes)),
        _ => None,
    }
}
