//! One indicator from its file.

use std::collections::HashMap;
use std::sync::Arc;

use toml::Spanned;

use super::Reader;
use crate::bits::FactSet;
use crate::expr::Expr;
use crate::fact::FactId;
use crate::indicator::{Indicator, IndicatorId, Text};
use crate::lint::Role;
use crate::pack::review;
use crate::pack::wiring::expressions;

impl Reader<'_> {
    pub(super) fn indicator(
        &mut self,
        index: usize,
        group: u16,
        terms: &HashMap<&str, Expr>,
    ) -> Indicator {
        let (source, raw) = &self.raw[index];
        let mut read =
            |role: Role, text: &Spanned<String>| self.condition(Some(index), role, text, terms);
        let condition = read(Role::Condition, &raw.condition);
        let mut optional =
            |role: Role, text: &Option<Spanned<String>>| text.as_ref().map(|text| read(role, text));
        let decisive_when = optional(Role::Decisive, &raw.decisive_when);
        let danger = optional(Role::Danger, &raw.danger);
        let required = optional(Role::Required, &raw.required_when);
        let cancels = raw
            .cancel
            .iter()
            .map(|cancel| read(Role::Cancel, &cancel.when))
            .collect();
        let strengths = raw
            .strength
            .iter()
            .map(|rule| (read(Role::Strength, &rule.when), rule.then))
            .collect();
        let (review, review_place) = review::read(
            source,
            [&raw.author, &raw.reviewed, &raw.expires],
            &mut self.problems,
        );
        let text = |id: &Spanned<String>, en: &Spanned<String>| Text {
            id: id.get_ref().clone(),
            en: en.get_ref().clone(),
        };
        let mut indicator = Indicator {
            id: IndicatorId(Arc::from(raw.id.get_ref().as_str())),
            lane: raw.lane,
            dimension: raw.dimension,
            adult: raw.strength_adult,
            child: raw.strength_child,
            strengths,
            basis: raw.basis,
            stages: raw.stages.clone(),
            legs: raw.legs.get_ref().clone(),
            group,
            decisive: raw.decisive,
            decisive_when,
            condition,
            cancels,
            danger,
            required,
            silent_at_manifest: raw.silent_at_manifest,
            label: text(&raw.label_id, &raw.label_en),
            sentence: text(&raw.sentence_id, &raw.sentence_en),
            action: text(&raw.action_id, &raw.action_en),
            false_positive: raw.false_positive.get_ref().clone(),
            source: raw.source.get_ref().clone(),
            legal_basis: raw.legal_basis.clone(),
            review,
            review_place,
            facts: Arc::from([]),
            direct: 0,
            fact_set: FactSet::empty(),
        };
        self.list_facts(&mut indicator);
        indicator
    }

    /// Notes the facts that the indicator reads itself.
    fn list_facts(&self, indicator: &mut Indicator) {
        let mut slots = Vec::new();
        for expr in expressions(indicator) {
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
        indicator.direct = indicator.facts.len();
    }
}
