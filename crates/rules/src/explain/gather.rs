//! Gathers an explanation: each indicator with its facts, sources and trace, the level rules, what was not used.

use super::{
    FactUsed, IndicatorTrace, LevelTrace, NotUsed, Reason, Said, Sentence, StrengthTrace, Unused,
};
use crate::case::Case;
use crate::expr::Expr;
use crate::fact::FactId;
use crate::indicator::State;
use crate::near::near;
use crate::pack::Pack;
use crate::screening::{Finding, LevelRule, Screening};
use crate::situation::Situation;
use crate::sources::Statement;
use crate::trace::{Asker, Shown, Tracer};

impl Pack {
    pub(super) fn reasons(&self, tracer: &Tracer<'_>, screening: &Screening) -> Vec<Reason> {
        let findings = screening.findings.iter();
        let reason = |finding: &Finding| {
            let index = usize::from(*self.by_id.get(finding.id.as_str())?);
            let indicator = self.indicators.get(index)?;
            let trace = self.indicator_trace(tracer, index);
            let (known, unknown): (Vec<FactId>, Vec<FactId>) = finding
                .facts
                .iter()
                .partition(|fact| tracer.value(Asker::Indicator(index), **fact).is_some());
            let facts = known.into_iter();
            Some(Reason {
                id: finding.id.clone(),
                lane: finding.lane,
                dimension: finding.dimension,
                strength: finding.strength,
                state: finding.state,
                counted: finding.counted,
                decisive: finding.decisive,
                sentence: Sentence::from(&indicator.sentence),
                facts: facts
                    .filter_map(|fact| fact_used(tracer, index, fact))
                    .collect(),
                unknown,
                near: match finding.state {
                    State::Absent | State::Unknown => near(&trace.condition),
                    State::Present | State::Withdrawn => None,
                },
                trace,
            })
        };
        findings.filter_map(reason).collect()
    }

    fn indicator_trace(&self, tracer: &Tracer<'_>, index: usize) -> IndicatorTrace {
        let indicator = &self.indicators[index];
        let node = |expr: &Expr| tracer.node(Asker::Indicator(index), expr);
        let strengths = indicator.strengths.iter();
        IndicatorTrace {
            condition: node(&indicator.condition),
            cancels: indicator.cancels.iter().map(node).collect(),
            strengths: strengths
                .map(|(when, then)| StrengthTrace {
                    when: node(when),
                    then: *then,
                })
                .collect(),
            decisive_when: indicator.decisive_when.as_ref().map(node),
            danger: indicator.danger.as_ref().map(node),
            // Asked of the stated facts alone, as the checklist does.
            required: indicator
                .required
                .as_ref()
                .map(|required| tracer.node(Asker::Level, required)),
        }
    }

    pub(super) fn level_traces(&self, tracer: &Tracer<'_>) -> Vec<LevelTrace> {
        let rules = &self.levels;
        let conditions = [
            (LevelRule::L1, &rules.child),
            (LevelRule::L2, &rules.danger),
            (LevelRule::L3, &rules.register),
            (LevelRule::C1, &rules.forced_to_carry),
            (LevelRule::J1, &rules.joint),
            (LevelRule::Request, &rules.request),
        ];
        let trace = |(rule, condition)| LevelTrace {
            rule,
            condition: tracer.node(Asker::Level, condition),
        };
        conditions.into_iter().map(trace).collect()
    }

    /// Known facts that decided nothing, in the order of the vocabulary.
    pub(super) fn unused(&self, case: &Case, situation: &Situation) -> Vec<Unused> {
        let mut read = self.wiring.level_facts;
        let mut slots = Vec::new();
        self.papers.when.collect_facts(&mut slots);
        read = read.union(&slots.into_iter().map(usize::from).collect());
        for indicator in self.of_leg(situation) {
            read = read.union(&indicator.fact_set);
        }
        let slots = &self.wiring.slots;
        let mut followed: Vec<FactId> = slots.of_age().to_vec();
        if read.contains(slots.fee_months.slot()) && !situation.stated.fee_months.is_known() {
            followed.extend(slots.of_fee());
        }
        read = read.union(&followed.iter().map(|fact| fact.slot()).collect());
        // A clearance can withdraw signs of every leg.
        read.insert(self.wiring.slots.cleared.slot());
        let known = case
            .facts
            .keys()
            .filter(|fact| situation.cells[fact.slot()].is_known());
        let unused = known.filter_map(|fact| {
            let why = if !fact.is_rule_input() {
                NotUsed::NeverRead
            } else if !read.contains(fact.slot()) {
                NotUsed::NotReadHere
            } else {
                return None;
            };
            Some(Unused { fact: *fact, why })
        });
        unused.collect()
    }
}

fn fact_used(tracer: &Tracer<'_>, index: usize, fact: FactId) -> Option<FactUsed> {
    let value = tracer.value(Asker::Indicator(index), fact)?;
    let stated = tracer.case.facts.get(&fact);
    let shown = stated.and_then(|stated| Shown::stated(fact, stated));
    let derived = shown.as_ref() != Some(&value);
    let sources = tracer.case.sources.get(&fact);
    // A value that the caller set past its sources has none.
    let sources = sources.filter(|sources| {
        let in_force = sources.in_force().map(|statement| &statement.value);
        shown.is_some() && in_force == stated
    });
    let in_force = sources
        .and_then(|sources| sources.in_force())
        .filter(|_| !derived);
    let said = |statement: &Statement| {
        let said = Said {
            source: statement.source,
            at: statement.at.clone(),
            value: Shown::stated(fact, &statement.value)?,
        };
        (said.value != value).then_some(said)
    };
    let contradicting = sources.map(|sources| {
        let statements = sources.all().iter().rev();
        statements.filter_map(said).collect()
    });
    Some(FactUsed {
        fact,
        source: in_force.map(|statement| statement.source),
        at: in_force.and_then(|statement| statement.at.clone()),
        derived,
        overruled: shown.filter(|shown| *shown != value),
        contradicting: contradicting.unwrap_or_default(),
        value,
    })
}
