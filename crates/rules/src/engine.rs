//! The one question the engine answers: what does this case mean for the officer?

use crate::bits::IndicatorSet;
use crate::case::Case;
use crate::fact::FactId;
use crate::indicator::{Indicator, IndicatorId, Lane, State, Strength};
use crate::level::Verdict;
use crate::pack::Pack;
use crate::question::QuestionId;
use crate::screening::{Finding, Gap, Possible, Screening};
use crate::situation::Situation;
use crate::truth::Truth;

impl Pack {
    /// Screens a case. Total: every case has an answer, and what is not known never counts as a sign.
    #[must_use]
    pub fn screen(&self, case: &Case) -> Screening {
        let situation = self.situation(case);
        self.screen_judged(&situation, &self.judge(&situation))
    }

    pub(crate) fn screen_judged(&self, situation: &Situation, verdict: &Verdict) -> Screening {
        let outlook = self.outlook(situation, verdict);
        self.answer(situation, verdict, outlook.possible, outlook.next)
    }

    /// Indicators that apply to the leg of a situation, in pack order.
    pub(crate) fn of_leg<'a>(
        &'a self,
        situation: &Situation,
    ) -> impl Iterator<Item = &'a Indicator> + use<'a> {
        let leg = situation.leg;
        let indicators = self.indicators.iter();
        indicators.filter(move |indicator| indicator.legs.contains(&leg))
    }

    /// Screens a case without looking at what its open questions could change: `possible` is the level itself and
    /// `next_questions` is empty. For large lists such as a whole sailing.
    #[must_use]
    pub fn screen_as_is(&self, case: &Case) -> Screening {
        let situation = self.situation(case);
        let verdict = self.judge(&situation);
        self.answer(
            &situation,
            &verdict,
            Possible {
                lowest: verdict.level,
                highest: verdict.level,
            },
            Vec::new(),
        )
    }

    /// Whether a question is to be shown for this case; unknown when the facts that decide it are not known, and then
    /// it is not shown yet. A question for the closed room is not shown before the room and the consent are known.
    #[must_use]
    pub fn shows(&self, question: QuestionId, case: &Case) -> Truth {
        let situation = self.situation(case);
        self.show_if(&situation, question)
    }

    pub(crate) fn show_if(&self, situation: &Situation, question: QuestionId) -> Truth {
        let peers = IndicatorSet::empty();
        let cells = &situation.cells;
        let view = crate::expr::View {
            situation,
            cells,
            peers: &peers,
            dimensions: self.dimensions(),
        };
        let stands = question.0.show_if.truth(&view);
        if self.talk(situation).allows(question) {
            stands
        } else {
            Truth::False
        }
    }

    fn answer(
        &self,
        situation: &Situation,
        verdict: &Verdict,
        possible: Possible,
        next: Vec<QuestionId>,
    ) -> Screening {
        let findings = self.indicators.iter().zip(&situation.marks).enumerate();
        let findings =
            findings.filter(|(_, (indicator, _))| indicator.legs.contains(&situation.leg));
        let findings = findings.map(|(index, (indicator, mark))| Finding {
            id: indicator.id.clone(),
            lane: indicator.lane,
            dimension: indicator.dimension,
            strength: mark.strength,
            state: mark.state,
            decisive: mark.decisive,
            facts: indicator.facts.clone(),
            counted: verdict.counted.contains(index),
        });
        Screening {
            level: verdict.level,
            lanes: verdict.lanes,
            possible,
            findings: findings.collect(),
            gaps: self.gaps(situation, verdict),
            rules: verdict.rules(),
            joint: verdict.joint,
            request: verdict.request,
            next_questions: next,
            actions: self.actions(situation),
        }
    }

    /// Items of the checklist that are needed: unknown papers, and core questions not yet asked.
    fn gaps(&self, situation: &Situation, verdict: &Verdict) -> Vec<Gap> {
        let unanswered = |index: &usize| {
            let indicator = &self.indicators[*index];
            indicator.silent_at_manifest && situation.marks[*index].state == State::Present
        };
        let asked: IndicatorSet = situation.present.iter().filter(unanswered).collect();
        let open = verdict.gaps.union(&asked);
        let missing = |index: usize| -> Vec<FactId> {
            let indicator = &self.indicators[index];
            let known = |fact: &FactId| {
                situation.papers[fact.slot()].is_known() || situation.refused.contains(fact.slot())
            };
            indicator
                .facts
                .iter()
                .copied()
                .filter(|fact| !known(fact))
                .collect()
        };
        let gap = |index: usize| Gap {
            indicator: self.indicators[index].id.clone(),
            facts: missing(index),
        };
        open.iter().map(gap).collect()
    }

    /// Present indicators by what they do to the level, strongest first. A gate of the person (a child, an open
    /// case) alone makes `lindungi`, which no single strong sign does; a gate of the papers alone makes `lengkapi`,
    /// like one medium sign; a weak sign alone makes nothing. Equals stand in pack order.
    fn actions(&self, situation: &Situation) -> Vec<IndicatorId> {
        let order = |index: usize| {
            let papers = self.indicators[index].lane == Lane::Documents;
            match situation.marks[index].strength {
                Strength::Gate if !papers => 0,
                Strength::Strong => 1,
                Strength::Medium => 2,
                Strength::Gate => 3,
                Strength::Weak => 4,
                Strength::None => 5,
            }
        };
        let mut present: Vec<usize> = situation.present.iter().collect();
        present.sort_by_key(|&index| order(index));
        present
            .into_iter()
            .map(|index| self.indicators[index].id.clone())
            .collect()
    }
}
