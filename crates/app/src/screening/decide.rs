//! Deciding, and taking a decision back.

use suar_domain::decision::Decision;
use suar_domain::id::{DecisionId, ScreeningId};
use suar_domain::operation::{DecisionReason, DecisionTaken, Operation};
use suar_domain::screening::ScreeningState;
use suar_domain::sensitive::Sensitive;
use suar_registry::DecisionRow;

use super::CounterDesk;
use crate::error::AppError;
use crate::session::{optional, required};
use crate::{App, Desk, new_id};

/// How long Ctrl Z works, in milliseconds (journeys.md §16: ten minutes or until sent, whichever is first).
const UNDO_MS: i64 = 10 * 60 * 1000;
const REASON_MAX: usize = 500;

/// Why the officer sees it differently.
pub struct Reason {
    /// The sign that does not hold, when it is one of those shown.
    pub indicator: Option<String>,
    /// In the officer's words; may be empty beside a sign, which says it already (journeys.md §1).
    pub text: String,
}

impl App {
    /// Decides. A decision that differs from the advice needs a reason, and so does sending a person on while
    /// questions of the counter wait: the advice is to ask them first.
    pub fn decide(
        &self,
        id: ScreeningId,
        decision: Decision,
        reason: Option<Reason>,
    ) -> Result<CounterDesk, AppError> {
        let desk = self.turn()?;
        let counter = self.counter_of(&desk, id)?;
        if counter.screening.state == ScreeningState::Decided {
            return Err(AppError::AlreadyDecided);
        }
        let advice = counter.reasons.advice;
        let reason = match reason {
            None if decision != advice || counter.asks_first() => {
                return Err(AppError::ReasonNeeded);
            }
            None => None,
            Some(reason) => {
                let shown = counter.reasons.signs();
                let known = |id: &str| shown.iter().any(|finding| finding.id.as_str() == id);
                if reason.indicator.as_deref().is_some_and(|id| !known(id)) {
                    return Err(AppError::BadRequest { what: "indicator" });
                }
                let text = match reason.indicator {
                    Some(_) => optional("reason", &reason.text, REASON_MAX)?,
                    None => required("reason", &reason.text, REASON_MAX)?,
                };
                Some(DecisionReason {
                    indicator: reason.indicator,
                    text: Sensitive::new(text),
                })
            }
        };
        if counter.screening.state == ScreeningState::Parked {
            desk.write(&Operation::ResumeScreening(id))?;
        }
        let taken = DecisionTaken {
            id: DecisionId::from_uuid(new_id()),
            screening: id,
            decision,
            advice,
            reason,
        };
        desk.write(&Operation::Decide(Box::new(taken)))?;
        self.note_unfinished(false);
        self.after_change(&desk, &[]);
        self.counter()
    }

    /// Takes the last decision back; its form is open again.
    pub fn undo(&self) -> Result<CounterDesk, AppError> {
        let desk = self.turn()?;
        let last = desk
            .registry
            .recent_decisions(1)?
            .into_iter()
            .next()
            .ok_or(AppError::UndoTooLate)?;
        if !desk.can_undo(&last)? {
            return Err(AppError::UndoTooLate);
        }
        self.reopen(&desk, &last, None)
    }

    /// Takes back a decision that can no longer be undone, with a reason: what was decided stays in the history, and
    /// the form is open again for another decision (journeys.md §16).
    pub fn correct(&self, id: ScreeningId, reason: &str) -> Result<CounterDesk, AppError> {
        let desk = self.turn()?;
        let reason = required("reason", reason, REASON_MAX)?;
        // Taken back at another counter, or never decided: there is nothing to correct.
        let decision = desk
            .registry
            .decision_of(id)?
            .ok_or(AppError::UndoTooLate)?;
        self.reopen(&desk, &decision, Some(Sensitive::new(reason)))
    }

    fn reopen(
        &self,
        desk: &Desk,
        decision: &DecisionRow,
        reason: Option<Sensitive<String>>,
    ) -> Result<CounterDesk, AppError> {
        desk.write(&Operation::UndoDecision {
            decision: decision.id,
            screening: decision.screening,
            reason,
        })?;
        self.note_unfinished(true);
        self.after_change(desk, &[]);
        self.counter()
    }
}

impl Desk {
    /// Ctrl Z still works: ten minutes, and only while the hub has not confirmed the decision.
    pub(crate) fn can_undo(&self, decision: &DecisionRow) -> Result<bool, AppError> {
        let age = self.now.millis() - decision.at.millis();
        let sent = self.registry.stream()?.acked_seq >= decision.seq;
        Ok((0..=UNDO_MS).contains(&age) && !sent)
    }
}
