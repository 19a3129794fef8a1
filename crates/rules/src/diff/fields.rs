//! What distinguishes one indicator of two packs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aspect, Difference};
use crate::expr::Expr;
use crate::indicator::{Basis, Indicator, Text};
use crate::pack::{Pack, Review};
use crate::print::Printer;
use crate::situation::Leg;

/// Adds every difference between the two.
pub(super) fn compare(
    (old, before): (&Pack, &Indicator),
    (new, after): (&Pack, &Indicator),
    changes: &mut Vec<Difference>,
) {
    let mut found = Found {
        indicator: after,
        old: Printers::new(old),
        new: Printers::new(new),
        changes,
    };
    found.words(
        Aspect::Lane,
        Some(before.lane.as_str()),
        Some(after.lane.as_str()),
    );
    let dimensions = [before, after].map(|each| each.dimension.as_str());
    found.words(Aspect::Dimension, Some(dimensions[0]), Some(dimensions[1]));
    let adult = [before, after].map(|each| each.adult.as_str());
    found.words(Aspect::StrengthAdult, Some(adult[0]), Some(adult[1]));
    let child = [before, after].map(|each| each.child.as_str());
    found.words(Aspect::StrengthChild, Some(child[0]), Some(child[1]));
    found.strengths(before, after);
    let decisive = [before, after].map(|each| yes_or_no(each.decisive));
    found.words(Aspect::Decisive, Some(decisive[0]), Some(decisive[1]));
    found.condition(
        Aspect::DecisiveWhen,
        before.decisive_when.as_ref(),
        after.decisive_when.as_ref(),
    );
    let [group_before, group_after] = groups((old, before), (new, after));
    found.words(
        Aspect::EvidenceGroup,
        Some(&group_before),
        Some(&group_after),
    );
    let basis = [before, after].map(|each| basis(each.basis));
    found.words(Aspect::Basis, Some(basis[0]), Some(basis[1]));
    let legs = [before, after].map(legs);
    found.words(Aspect::Legs, Some(&legs[0]), Some(&legs[1]));
    let stages = [before, after].map(stages);
    found.words(Aspect::Stages, Some(&stages[0]), Some(&stages[1]));
    found.condition(
        Aspect::Condition,
        Some(&before.condition),
        Some(&after.condition),
    );
    found.cancels(before, after);
    found.condition(
        Aspect::Danger,
        before.danger.as_ref(),
        after.danger.as_ref(),
    );
    found.condition(
        Aspect::Required,
        before.required.as_ref(),
        after.required.as_ref(),
    );
    let silent = [before, after].map(|each| yes_or_no(each.silent_at_manifest));
    found.words(Aspect::SilentAtManifest, Some(silent[0]), Some(silent[1]));
    found.text(Aspect::Label, &before.label, &after.label);
    found.text(Aspect::Sentence, &before.sentence, &after.sentence);
    found.text(Aspect::Action, &before.action, &after.action);
    found.words(
        Aspect::FalsePositive,
        Some(&before.false_positive),
        Some(&after.false_positive),
    );
    found.words(Aspect::Source, Some(&before.source), Some(&after.source));
    let laws = [before, after].map(|each| each.legal_basis.join("; "));
    found.words(Aspect::LegalBasis, Some(&laws[0]), Some(&laws[1]));
    for (aspect, before, after) in reviews(&before.review, &after.review) {
        found.words(aspect, Some(&before), Some(&after));
    }
}

/// What a review says, before and after.
pub(super) fn reviews(before: &Review, after: &Review) -> [(Aspect, String, String); 3] {
    [
        (Aspect::Author, before.author.clone(), after.author.clone()),
        (
            Aspect::Reviewed,
            before.reviewed.to_string(),
            after.reviewed.to_string(),
        ),
        (
            Aspect::Expires,
            before.expires.to_string(),
            after.expires.to_string(),
        ),
    ]
}

/// One way to read and one way to compare.
struct Printers<'a> {
    read: Printer<'a>,
    compare: Printer<'a>,
}

impl<'a> Printers<'a> {
    fn new(pack: &'a Pack) -> Self {
        Self {
            read: Printer::new(pack),
            compare: Printer::for_comparison(pack),
        }
    }
}

struct Found<'a, 'c> {
    indicator: &'a Indicator,
    old: Printers<'a>,
    new: Printers<'a>,
    changes: &'c mut Vec<Difference>,
}

impl Found<'_, '_> {
    fn push(
        &mut self,
        aspect: Aspect,
        name: Option<&str>,
        before: Option<String>,
        after: Option<String>,
    ) {
        self.changes.push(Difference {
            indicator: Some(self.indicator.id.clone()),
            aspect,
            name: name.map(str::to_owned),
            before,
            after,
        });
    }

    fn words(&mut self, aspect: Aspect, before: Option<&str>, after: Option<&str>) {
        if before != after {
            let owned = |text: Option<&str>| text.map(str::to_owned);
            self.push(aspect, None, owned(before), owned(after));
        }
    }

    fn text(&mut self, aspect: Aspect, before: &Text, after: &Text) {
        for (language, before, after) in
            [("id", &before.id, &after.id), ("en", &before.en, &after.en)]
        {
            if before != after {
                let (before, after) = (Some(before.clone()), Some(after.clone()));
                self.push(aspect, Some(language), before, after);
            }
        }
    }

    fn condition(&mut self, aspect: Aspect, before: Option<&Expr>, after: Option<&Expr>) {
        let key_before = before.map(|expr| self.old.compare.text(expr));
        let key_after = after.map(|expr| self.new.compare.text(expr));
        if key_before != key_after {
            let before = before.map(|expr| self.old.read.text(expr));
            let after = after.map(|expr| self.new.read.text(expr));
            self.push(aspect, None, before, after);
        }
    }

    /// The first rule that holds decides, so their order counts.
    fn strengths(&mut self, before: &Indicator, after: &Indicator) {
        let list = |printer: &Printer<'_>, indicator: &Indicator| {
            let rules = indicator.strengths.iter();
            let rules =
                rules.map(|(when, then)| format!("{}: {}", then.as_str(), printer.text(when)));
            let list = rules.collect::<Vec<_>>().join("; ");
            (!list.is_empty()).then_some(list)
        };
        if list(&self.old.compare, before) != list(&self.new.compare, after) {
            let (before, after) = (list(&self.old.read, before), list(&self.new.read, after));
            self.push(Aspect::StrengthRules, None, before, after);
        }
    }

    /// Any one cancels, so their order does not count.
    fn cancels(&mut self, before: &Indicator, after: &Indicator) {
        let by_key = |printers: &Printers<'_>, indicator: &Indicator| -> BTreeMap<String, String> {
            let cancels = indicator.cancels.iter();
            cancels
                .map(|when| (printers.compare.text(when), printers.read.text(when)))
                .collect()
        };
        let (old, new) = (by_key(&self.old, before), by_key(&self.new, after));
        for (_, text) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
            self.push(Aspect::Cancel, None, Some(text.clone()), None);
        }
        for (_, text) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
            self.push(Aspect::Cancel, None, None, Some(text.clone()));
        }
    }
}

fn yes_or_no(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::IloDelphi => "ILO-Delphi",
        Basis::Judgement => "judgement",
    }
}

fn legs(indicator: &Indicator) -> String {
    let words: BTreeSet<&str> = indicator
        .legs
        .iter()
        .map(|leg| match leg {
            Leg::Departure => "departure",
            Leg::Return => "return",
        })
        .collect();
    Vec::from_iter(words).join(", ")
}

fn stages(indicator: &Indicator) -> String {
    let words: BTreeSet<&str> = indicator.stages.iter().map(String::as_str).collect();
    Vec::from_iter(words).join(", ")
}

/// With whom an indicator counts once. A group has no name outside its file, so it is told by its members; one that
/// only one of the packs has is no difference of the others.
fn groups((old, before): (&Pack, &Indicator), (new, after): (&Pack, &Indicator)) -> [String; 2] {
    let members = |pack: &Pack, other: &Pack, of: &Indicator| {
        let members = pack.indicators.iter().filter(|each| {
            each.group == of.group
                && each.id != of.id
                && other.indicator(each.id.as_str()).is_some()
        });
        let ids: Vec<&str> = members.map(|each| each.id.as_str()).collect();
        ids.join(", ")
    };
    [members(old, new, before), members(new, old, after)]
}
