//! What the open questions could still change: the interval of levels, and what to ask next (levels 5).
//!
//! Method. The questions that can be asked now are those of this leg whose `show_if` holds, that may be put where the
//! person stands (`talk.rs`), and that were neither answered nor refused. Where none is left, the level is settled.
//! An answer is tried by changing its facts and re-assessing only the indicators that read them; answers that
//! contradict a known fact are skipped, so indicators that share a fact are never set against each other.
//! 1. Every answer is tried alone. This gives the next questions, and often the highest level already.
//! 2. If few combinations are left ([`FULL_SEARCH`]), all are tried, and the interval is exact.
//! 3. Otherwise one question after the other takes the answer that moves the signs most, up and then down, until
//!    nothing moves. Conditions are monotone per indicator, so this finds the ends except where two questions must
//!    give way to each other; what it reports was always reached by real answers, never by impossible ones.
//!
//! The cost is bounded by (answers × sweeps), some hundred re-assessments of a few indicators each.
//!
//! Not here: questions that would only appear after another answer, registry and document facts (they cannot be
//! asked), ticks (nobody is asked for them).

use std::borrow::Cow;

use crate::case::Case;
use crate::cell::Cell;
use crate::fact::FactId;
use crate::indicator::Strength;
use crate::level::Verdict;
use crate::pack::Pack;
use crate::question::{Form, Question, QuestionId};
use crate::screening::{Level, LevelRule, Possible};
use crate::situation::Situation;

/// Most combinations of answers that are tried one by one.
const FULL_SEARCH: usize = 512;
/// Most passes over the questions when not all combinations are tried.
const SWEEPS: usize = 3;

pub(crate) struct Outlook {
    pub(crate) possible: Possible,
    pub(crate) next: Vec<QuestionId>,
}

type Changes = [(u16, Cell)];
/// The facts an answer makes known.
type Answer<'a> = Cow<'a, Changes>;

/// One thing that can be answered independently: the options of a question, or a value entered beside them.
struct Offer<'a> {
    question: QuestionId,
    answers: Vec<Answer<'a>>,
}

/// What has to be put back after trying an answer.
struct Undo {
    situation: Situation,
}

/// How answering one question alone moves the level.
#[derive(Clone, Copy)]
struct Reach {
    moves: u8,
    lowers: bool,
    protects: bool,
    /// Some answer makes a sign appear or go, which may move the level together with another answer.
    stirs: bool,
}

impl Pack {
    /// The interval and the next questions of a judged situation.
    pub(crate) fn outlook(&self, judged: &Situation, shown: &Verdict) -> Outlook {
        let mut base = judged.clone();
        let mut reference = *shown;
        if base.manifest_only {
            // Once a question is answered, more than the manifest is known.
            base.manifest_only = false;
            let silent = (0..self.indicators.len())
                .filter(|&index| self.indicators[index].silent_at_manifest);
            self.assess(&mut base, &silent.collect());
            reference = self.judge(&base);
        }
        let offers = self.offers(&base);
        let floor = self.floor(&base, &reference, &offers);
        let (lowest, highest) = (shown.level, shown.level);
        let mut found = Possible { lowest, highest };
        let mut undo = Undo {
            situation: base.clone(),
        };
        // While only the manifest is known the level may be held at `dalami`. The first answer ends that, whichever
        // it is: what it moves is measured from the level that is shown.
        let from = if shown.has(LevelRule::ManifestCap) {
            shown.level
        } else {
            reference.level
        };
        let reaches: Vec<Reach> = offers
            .iter()
            .map(|offer| self.reach(&mut base, &mut undo, offer, (&reference, from), &mut found))
            .collect();
        self.search(&base, &offers, &mut found, floor);
        let next = if found.lowest == found.highest {
            Vec::new()
        } else {
            rank(&offers, &reaches)
        };
        Outlook {
            possible: found,
            next,
        }
    }

    /// Questions that can be put now (levels 5): of this leg, shown, within the talk, neither answered nor refused, and
    /// of consequence for a level.
    #[must_use]
    pub fn askable(&self, case: &Case) -> Vec<QuestionId> {
        let situation = self.situation(case);
        self.open_questions(&situation).collect()
    }

    fn open_questions(&self, base: &Situation) -> impl Iterator<Item = QuestionId> {
        let has_stopped = self.has_stopped(base);
        self.vocabulary.questions().filter(move |question| {
            let refused = question
                .0
                .subject
                .facts
                .iter()
                .any(|fact| base.refused.contains(fact.slot()));
            !has_stopped
                && !refused
                && question.is_asked()
                && !question.is_never_scored()
                && !base.answered.contains(question.index())
                // The answers of a single choice exclude each other: nothing else will be said to it.
                && !is_answered(base, question.0)
                && self.show_if(base, *question).holds()
        })
    }

    /// What can be said to the questions that can be put now.
    fn offers(&self, base: &Situation) -> Vec<Offer<'_>> {
        let mut offers = Vec::new();
        for question in self.open_questions(base) {
            let possible = |changes: &Changes| self.is_possible(base, changes);
            let options = question
                .0
                .answers
                .iter()
                .map(|changes| Cow::Borrowed(changes.as_slice()));
            let values = self.wiring.inputs[question.index()].iter().map(|tries| {
                let tries = tries.iter();
                tries
                    .map(|change| Cow::Borrowed(change.as_slice()))
                    .collect()
            });
            let beside = question.inputs().iter().map(|fact| {
                let edges = self.edges_of_fee(base, *fact).into_iter();
                let around = edges.flat_map(|edge| [edge - 1, edge, edge + 1]);
                let fitting = around.filter(|number| fact.range().contains(number));
                fitting
                    .map(|number| Cow::Owned(vec![(fact.0.slot, Cell::Number(number))]))
                    .collect()
            });
            let all: Vec<Vec<Answer<'_>>> = std::iter::once(options.collect())
                .chain(values)
                .chain(beside)
                .collect();
            for mut answers in all {
                answers.retain(|changes| possible(changes));
                if !answers.is_empty() {
                    offers.push(Offer { question, answers });
                }
            }
        }
        offers
    }

    /// An answer that adds something a rule reads and contradicts nothing known.
    fn is_possible(&self, situation: &Situation, changes: &Changes) -> bool {
        let agrees = |(slot, cell): &(u16, Cell)| {
            let known = situation.cells[usize::from(*slot)];
            !known.is_known() || known == *cell
        };
        let adds = |(slot, _): &(u16, Cell)| {
            !situation.cells[usize::from(*slot)].is_known()
                && !situation.refused.contains(usize::from(*slot))
        };
        changes.iter().all(agrees) && changes.iter().any(adds)
    }

    /// Changes the facts of an answer and re-assesses what reads them. Refused facts stay unknown. `before` is the
    /// verdict so far; it stands where nothing that counts has changed.
    fn apply(&self, situation: &mut Situation, changes: &Changes, before: &Verdict) -> Verdict {
        let mut touched = crate::bits::IndicatorSet::empty();
        let mut counts = false;
        for &(slot, cell) in changes {
            let slot = usize::from(slot);
            if !situation.cells[slot].is_known() && !situation.refused.contains(slot) {
                situation.cells[slot] = cell;
                situation.papers[slot] = cell;
                touched = touched.union(&self.wiring.readers[slot]);
                counts |= self.wiring.level_facts.contains(slot);
            }
        }
        if changes
            .iter()
            .any(|(slot, _)| self.wiring.slots.feeds(*slot))
        {
            self.derive(situation);
        }
        counts |= self.assess(situation, &touched);
        if counts {
            self.judge(situation)
        } else {
            *before
        }
    }

    /// The lowest level that answers could reach at all: papers that no question can settle stay open.
    fn floor(&self, base: &Situation, verdict: &Verdict, offers: &[Offer<'_>]) -> Level {
        let mut askable = crate::bits::FactSet::empty();
        for (slot, _) in offers
            .iter()
            .flat_map(|offer| &offer.answers)
            .flat_map(|answer| answer.iter())
        {
            askable.insert(usize::from(*slot));
        }
        let lane = &self.wiring.lanes[crate::indicator::Lane::Documents as usize];
        let open = verdict.gaps.union(&verdict.counted.intersection(lane));
        let stays = |index: usize| {
            self.indicators[index]
                .fact_set
                .intersection(&askable)
                .is_empty()
        };
        let required =
            |index: usize| base.present.contains(index) || self.always_required(index, &askable);
        if open.iter().any(|index| stays(index) && required(index)) {
            Level::Lengkapi
        } else {
            Level::Siap
        }
    }

    /// Whether no answer can make a checklist item unnecessary.
    fn always_required(&self, index: usize, askable: &crate::bits::FactSet) -> bool {
        let mut facts = Vec::new();
        if let Some(required) = &self.indicators[index].required {
            required.collect_facts(&mut facts);
        }
        facts
            .iter()
            .all(|slot| !askable.contains(usize::from(*slot)))
    }

    fn reach(
        &self,
        base: &mut Situation,
        undo: &mut Undo,
        offer: &Offer<'_>,
        (reference, from): (&Verdict, Level),
        found: &mut Possible,
    ) -> Reach {
        let mut reach = Reach {
            moves: 0,
            lowers: false,
            protects: false,
            stirs: false,
        };
        for changes in &offer.answers {
            let verdict = self.apply(base, changes, reference);
            let newly = |rule| verdict.has(rule) && !reference.has(rule);
            reach.moves = reach.moves.max((verdict.level as u8).abs_diff(from as u8));
            reach.lowers |= verdict.level < reference.level;
            reach.protects |= newly(LevelRule::L1) || newly(LevelRule::L2);
            reach.stirs |= base.present != undo.situation.present;
            widen(found, verdict.level);
            undo.restore(base, changes, self);
        }
        reach
    }

    fn search(&self, base: &Situation, offers: &[Offer<'_>], found: &mut Possible, floor: Level) {
        let settled = |found: &Possible| found.lowest <= floor && found.highest == Level::Lindungi;
        if settled(found) || offers.len() < 2 {
            return;
        }
        let combinations = offers.iter().try_fold(1usize, |product, offer| {
            Some(product.checked_mul(offer.answers.len() + 1)?)
                .filter(|product| *product <= FULL_SEARCH)
        });
        if combinations.is_some() {
            let verdict = self.judge(base);
            self.try_all(base, &verdict, offers, found);
            return;
        }
        let up = |situation: &Situation, verdict: &Verdict| {
            (verdict.level as u32, self.weight(situation))
        };
        let down = |situation: &Situation, verdict: &Verdict| {
            let open = verdict.gaps.iter().count() as u32;
            let burden = 8 * (self.weight(situation) + 4 * open) + self.missing(situation);
            (u32::MAX - verdict.level as u32, u32::MAX - burden)
        };
        self.climb(base, offers, found, &up, &|found| {
            found.highest == Level::Lindungi
        });
        self.climb(base, offers, found, &down, &|found| found.lowest <= floor);
    }

    fn try_all(
        &self,
        here: &Situation,
        verdict: &Verdict,
        offers: &[Offer<'_>],
        found: &mut Possible,
    ) {
        let Some((offer, rest)) = offers.split_first() else {
            return;
        };
        self.try_all(here, verdict, rest, found);
        for changes in &offer.answers {
            if self.is_possible(here, changes) {
                let mut tried = here.clone();
                let reached = self.apply(&mut tried, changes, verdict);
                widen(found, reached.level);
                self.try_all(&tried, &reached, rest, found);
            }
        }
    }

    /// Lets each question in turn take the answer of the highest score, until nothing moves or the end is reached.
    fn climb(
        &self,
        base: &Situation,
        offers: &[Offer<'_>],
        found: &mut Possible,
        score: &dyn Fn(&Situation, &Verdict) -> (u32, u32),
        reached: &dyn Fn(&Possible) -> bool,
    ) {
        let mut here = base.clone();
        let mut undo = Undo {
            situation: here.clone(),
        };
        let mut verdict = self.judge(&here);
        let mut best = score(&here, &verdict);
        // A question is answered once: the options of a single choice exclude each other.
        let mut answered = vec![false; offers.len()];
        for _ in 0..SWEEPS {
            let before = best;
            for (offer, is_answered) in offers.iter().zip(&mut answered) {
                if *is_answered {
                    continue;
                }
                if reached(found) {
                    return;
                }
                let mut choice = None;
                for changes in &offer.answers {
                    if !self.is_possible(&here, changes) {
                        continue;
                    }
                    let tried = self.apply(&mut here, changes, &verdict);
                    let points = score(&here, &tried);
                    widen(found, tried.level);
                    undo.restore(&mut here, changes, self);
                    // An equal score is taken too: an answer settles what later ones depend on.
                    if points >= best && choice.is_none_or(|(known, _)| points > known) {
                        choice = Some((points, changes));
                    }
                }
                if let Some((points, changes)) = choice {
                    verdict = self.apply(&mut here, changes, &verdict);
                    undo.situation.clone_from(&here);
                    best = points;
                    *is_answered = true;
                }
            }
            if best == before {
                break;
            }
        }
    }

    /// How much the present signs weigh, only to find a way; levels are decided in `level.rs`.
    fn weight(&self, situation: &Situation) -> u32 {
        let weight = |index: usize| match situation.marks[index].strength {
            Strength::Strong => 64,
            Strength::Medium => 8,
            Strength::Gate => 4,
            Strength::Weak => 1,
            Strength::None => 0,
        };
        situation.present.iter().map(weight).sum()
    }

    /// Core answers that are still missing.
    fn missing(&self, situation: &Situation) -> u32 {
        let open = situation
            .present
            .iter()
            .filter(|&index| self.indicators[index].silent_at_manifest);
        let facts = open.flat_map(|index| self.indicators[index].facts.iter());
        facts
            .filter(|fact| !situation.cells[fact.slot()].is_known())
            .count() as u32
    }
}

impl Undo {
    /// Puts back what an answer changed.
    fn restore(&self, situation: &mut Situation, changes: &Changes, pack: &Pack) {
        let derived = pack.wiring.slots.derived().map(FactId::slot);
        for slot in changes
            .iter()
            .map(|(slot, _)| usize::from(*slot))
            .chain(derived)
        {
            situation.cells[slot] = self.situation.cells[slot];
            situation.papers[slot] = self.situation.papers[slot];
        }
        situation.marks.copy_from_slice(&self.situation.marks);
        situation.present = self.situation.present;
        situation.unknown = self.situation.unknown;
    }
}

fn widen(found: &mut Possible, level: Level) {
    found.lowest = found.lowest.min(level);
    found.highest = found.highest.max(level);
}

fn is_answered(situation: &Situation, question: &Question) -> bool {
    let known = |fact: &crate::fact::FactId| situation.cells[fact.slot()].is_known();
    let subject = &question.subject;
    if subject.all {
        subject.facts.iter().all(known)
    } else {
        subject.facts.iter().any(known)
    }
}

/// Open questions some answer of which changes the shown level, best first (levels 5).
fn rank(offers: &[Offer<'_>], reaches: &[Reach]) -> Vec<QuestionId> {
    let mut ranked: Vec<(QuestionId, Reach)> = Vec::new();
    for (offer, reach) in offers.iter().zip(reaches) {
        match ranked
            .last_mut()
            .filter(|(question, _)| *question == offer.question)
        {
            Some((_, known)) => {
                known.moves = known.moves.max(reach.moves);
                known.lowers |= reach.lowers;
                known.protects |= reach.protects;
                known.stirs |= reach.stirs;
            }
            None => ranked.push((offer.question, *reach)),
        }
    }
    // Where only answers together move the level, the questions they begin with are proposed: an open level is never
    // left with nothing to ask.
    let moving = ranked.iter().any(|(_, reach)| reach.moves > 0);
    ranked.retain(
        |(_, reach)| {
            if moving { reach.moves > 0 } else { reach.stirs }
        },
    );
    ranked.sort_by_key(|(question, reach)| {
        let long = u8::from(question.form() == Form::Long);
        (
            !reach.protects,
            u8::MAX - reach.moves,
            !reach.lowers,
            !question.is_core(),
            long,
            question.seconds(),
        )
    });
    ranked.into_iter().map(|(question, _)| question).collect()
}
