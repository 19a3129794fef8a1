//! Which indicator has to be looked at again when a fact changes, and in which order.

use std::collections::HashMap;

use crate::bits::{FactSet, IndicatorSet};
use crate::cell::Cell;
use crate::expr::Expr;
use crate::fact::{Decimal, FactId, FactKind};
use crate::indicator::{Dimension, Indicator};
use crate::talk::Door;
use crate::vocabulary::Vocabulary;

/// Values worth trying for one fact, one change each.
pub(crate) type Tries = Vec<[(u16, Cell); 1]>;

/// Derived once when a pack is read.
#[derive(Debug)]
pub(crate) struct Wiring {
    /// Waves: an indicator only refers to indicators of earlier waves.
    pub(crate) waves: Vec<IndicatorSet>,
    /// For each fact, the indicators it can change, directly or through a reference.
    pub(crate) readers: Vec<IndicatorSet>,
    /// Indicators by lane.
    pub(crate) lanes: [IndicatorSet; 3],
    /// Dimension by indicator.
    pub(crate) dimensions: Vec<Dimension>,
    /// For each question, each fact entered beside its options, and values worth trying for it.
    pub(crate) inputs: Vec<Vec<Tries>>,
    /// Facts that the level rules read themselves, beside the indicators.
    pub(crate) level_facts: FactSet,
    /// Numbers the fee in months of wage is compared with, in millionths.
    pub(crate) fee_limits: Vec<i64>,
    /// Slots the engine itself reads.
    pub(crate) slots: Slots,
}

/// Facts the engine itself reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slots {
    pub(crate) child_status: FactId,
    /// Values of the child status.
    pub(crate) adult: Cell,
    pub(crate) child: Cell,
    pub(crate) doubt: Cell,
    pub(crate) age_years: FactId,
    pub(crate) age_stated: FactId,
    pub(crate) birth_evidence: FactId,
    pub(crate) identity_conflict: FactId,
    pub(crate) fee_months: FactId,
    pub(crate) fee_amount: FactId,
    pub(crate) wage_promised: FactId,
    pub(crate) cleared: FactId,
    /// What tells how far the talk in the closed room may go.
    pub(crate) door: Door,
}

impl Slots {
    pub(crate) fn find(vocabulary: &Vocabulary) -> Result<Self, &'static str> {
        let fact = |id: &'static str| vocabulary.fact(id).ok_or(id);
        let child_status = fact("person.child_status")?;
        let status = |value: &str, missing: &'static str| {
            child_status.code(value).map(Cell::Code).ok_or(missing)
        };
        Ok(Self {
            child_status,
            adult: status("adult", "person.child_status = adult")?,
            child: status("child", "person.child_status = child")?,
            doubt: status("doubt", "person.child_status = doubt")?,
            age_years: fact("person.age_years")?,
            age_stated: fact("person.age_stated")?,
            birth_evidence: fact("doc.birth_evidence")?,
            identity_conflict: fact("doc.identity_conflict")?,
            fee_months: fact("money.fee_months_of_wage")?,
            fee_amount: fact("money.fee_amount")?,
            wage_promised: fact("job.wage_promised")?,
            cleared: fact("hist.cleared_recently")?,
            door: Door::find(vocabulary)?,
        })
    }

    /// Facts from which the child status is derived.
    pub(crate) fn of_age(&self) -> [FactId; 4] {
        [
            self.age_years,
            self.age_stated,
            self.birth_evidence,
            self.identity_conflict,
        ]
    }

    /// Facts from which the fee in months of wage is derived.
    pub(crate) fn of_fee(&self) -> [FactId; 2] {
        [self.fee_amount, self.wage_promised]
    }

    /// Facts that may follow from others.
    pub(crate) fn derived(&self) -> [FactId; 2] {
        [self.child_status, self.fee_months]
    }

    /// Whether something follows from the fact, or it is such a fact itself.
    pub(crate) fn feeds(&self, slot: u16) -> bool {
        let (ages, fee, derived) = (self.of_age(), self.of_fee(), self.derived());
        let mut facts = ages.iter().chain(&fee).chain(&derived);
        facts.any(|fact| fact.0.slot == slot)
    }

    /// The facts, and what follows from them.
    pub(crate) fn with_derived(&self, mut facts: FactSet) -> FactSet {
        for (sources, derived) in [
            (self.of_age().as_slice(), self.child_status),
            (self.of_fee().as_slice(), self.fee_months),
        ] {
            if sources.iter().any(|fact| facts.contains(fact.slot())) {
                facts.insert(derived.slot());
            }
        }
        facts
    }
}

impl Wiring {
    /// Orders the indicators; if some refer to each other in a circle, gives one of them.
    pub(crate) fn new(
        vocabulary: &Vocabulary,
        slots: Slots,
        indicators: &[Indicator],
        extra: &[&Expr],
    ) -> Result<Self, usize> {
        let mut lanes = [IndicatorSet::empty(); 3];
        for (index, indicator) in indicators.iter().enumerate() {
            lanes[indicator.lane as usize].insert(index);
        }
        let references: Vec<IndicatorSet> = (0..indicators.len())
            .map(|index| {
                let (mut references, mut lane) = (IndicatorSet::empty(), false);
                for expr in expressions(&indicators[index]) {
                    expr.collect_references(&mut references, &mut lane);
                }
                if lane {
                    references = references.union(&lanes[indicators[index].lane as usize]);
                    references.remove(index);
                }
                references
            })
            .collect();
        let waves = waves(&references)?;
        let readers = readers(vocabulary, slots, indicators, &references);
        let dimensions = indicators
            .iter()
            .map(|indicator| indicator.dimension)
            .collect();
        let inputs = inputs(vocabulary, slots, indicators, extra);
        let fee_limits = fee_limits(slots, indicators, extra);
        let mut level_facts = Vec::new();
        for expr in extra
            .iter()
            .copied()
            .chain(indicators.iter().filter_map(|each| each.required.as_ref()))
        {
            expr.collect_facts(&mut level_facts);
        }
        let level_facts: FactSet = level_facts.into_iter().map(usize::from).collect();
        // A rule that reads what follows from a fact reads the fact.
        let sources = (0..vocabulary.len()).filter(|slot| {
            let followed = slots.with_derived(std::iter::once(*slot).collect());
            !followed.intersection(&level_facts).is_empty()
        });
        let level_facts = level_facts.union(&sources.collect());
        Ok(Self {
            waves,
            readers,
            lanes,
            dimensions,
            inputs,
            level_facts,
            fee_limits,
            slots,
        })
    }
}

/// Every condition of an indicator.
pub(crate) fn expressions(indicator: &Indicator) -> impl Iterator<Item = &Expr> {
    std::iter::once(&indicator.condition)
        .chain(indicator.strengths.iter().map(|(when, _)| when))
        .chain(&indicator.decisive_when)
        .chain(&indicator.cancels)
        .chain(&indicator.danger)
}

fn waves(references: &[IndicatorSet]) -> Result<Vec<IndicatorSet>, usize> {
    let mut placed = IndicatorSet::empty();
    let mut waves = Vec::new();
    let mut left: Vec<usize> = (0..references.len()).collect();
    while !left.is_empty() {
        let ready = |index: &usize| {
            references[*index]
                .iter()
                .all(|other| placed.contains(other))
        };
        let (now, later): (Vec<_>, Vec<_>) = left.iter().copied().partition(ready);
        if now.is_empty() {
            return Err(left[0]);
        }
        let wave: IndicatorSet = now.into_iter().collect();
        placed = placed.union(&wave);
        waves.push(wave);
        left = later;
    }
    Ok(waves)
}

fn readers(
    vocabulary: &Vocabulary,
    slots: Slots,
    indicators: &[Indicator],
    references: &[IndicatorSet],
) -> Vec<IndicatorSet> {
    let mut readers = vec![IndicatorSet::empty(); vocabulary.len()];
    for (index, indicator) in indicators.iter().enumerate() {
        for fact in indicator.fact_set.iter() {
            readers[fact].insert(index);
        }
        if indicator.adult != indicator.child {
            readers[slots.child_status.slot()].insert(index);
        }
    }
    let all: IndicatorSet = (0..indicators.len()).collect();
    readers[slots.cleared.slot()] = all;
    for (sources, derived) in [
        (slots.of_age().as_slice(), slots.child_status),
        (slots.of_fee().as_slice(), slots.fee_months),
    ] {
        for fact in sources {
            readers[fact.slot()] = readers[fact.slot()].union(&readers[derived.slot()]);
        }
    }
    for readers in &mut readers {
        loop {
            let widened = (0..indicators.len())
                .filter(|&index| !references[index].intersection(readers).is_empty())
                .collect::<IndicatorSet>()
                .union(readers);
            if widened == *readers {
                break;
            }
            *readers = widened;
        }
    }
    readers
}

/// Both sides of every number that a condition compares the fee in months of wage with.
fn fee_limits(slots: Slots, indicators: &[Indicator], extra: &[&Expr]) -> Vec<i64> {
    let mut limits = Vec::new();
    let own = indicators.iter().flat_map(expressions);
    for expr in own.chain(extra.iter().copied()) {
        expr.collect_limits(&mut limits);
    }
    let fee = limits
        .into_iter()
        .filter(|(slot, _)| *slot == slots.fee_months.0.slot);
    let mut limits: Vec<i64> = fee.flat_map(|(_, limit)| [limit - 1, limit]).collect();
    limits.sort_unstable();
    limits.dedup();
    limits
}

/// Values worth trying for facts entered beside the options: every listed value, and both sides of every number that
/// a condition compares the fact with.
fn inputs(
    vocabulary: &Vocabulary,
    slots: Slots,
    indicators: &[Indicator],
    extra: &[&Expr],
) -> Vec<Vec<Tries>> {
    let mut limits = vec![(slots.age_stated.0.slot, 18)];
    for expr in indicators
        .iter()
        .flat_map(expressions)
        .chain(extra.iter().copied())
    {
        expr.collect_limits(&mut limits);
    }
    let mut by_fact: HashMap<u16, Vec<i64>> = HashMap::new();
    for (slot, limit) in limits {
        by_fact.entry(slot).or_default().push(limit);
    }
    let values = |fact: FactId| -> Vec<Cell> {
        match fact.kind() {
            FactKind::Bool => vec![Cell::Bool(false), Cell::Bool(true)],
            FactKind::Enum => (0u8..)
                .zip(fact.values())
                .map(|(code, _)| Cell::Code(code))
                .collect(),
            FactKind::Set => {
                let single = (0..fact.values().len()).map(|code| Cell::Set(1 << code));
                let all = fact
                    .values()
                    .iter()
                    .enumerate()
                    .fold(0, |mask, (code, _)| mask | 1 << code);
                single.chain([Cell::Set(0), Cell::Set(all)]).collect()
            }
            FactKind::Int | FactKind::Money | FactKind::Decimal => {
                let step = if fact.kind() == FactKind::Decimal {
                    Decimal::SCALE
                } else {
                    1
                };
                let around = |limit: &i64| [limit - step, *limit, limit + step];
                let mut numbers: Vec<i64> = by_fact
                    .get(&fact.0.slot)
                    .into_iter()
                    .flatten()
                    .flat_map(around)
                    .collect();
                numbers.sort_unstable();
                numbers.dedup();
                numbers
                    .into_iter()
                    .filter(|number| *number >= 0)
                    .map(Cell::Number)
                    .collect()
            }
            FactKind::Date | FactKind::Text => Vec::new(),
        }
    };
    let of_question = |question: crate::question::QuestionId| {
        let scored = question.is_asked() && !question.is_never_scored();
        let inputs = question
            .inputs()
            .iter()
            .filter(|fact| scored && fact.is_rule_input() && **fact != slots.child_status);
        inputs
            .map(|fact| {
                values(*fact)
                    .into_iter()
                    .map(|cell| [(fact.0.slot, cell)])
                    .collect()
            })
            .collect()
    };
    vocabulary.questions().map(of_question).collect()
}
