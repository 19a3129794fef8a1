//! Guard rail 5: unknown is no risk, and a refusal is unknown. Learning more never takes a sign away, except through
//! what cancels it: so a sign may rest on what is known and never on what is not.
//!
//! This looks at the form of a condition, not at its values: `known(…)`, `is` and `surely(…)` fail while nothing is
//! known, so a sign may need them but not their opposite. Whether a question was put says nothing about a person; only
//! the checklist of questions asks it, and only so that a question that was put is off the list.

use super::{Input, Role, Written, raises};
use crate::bits::IndicatorSet;
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::indicator::Lane;

/// What a condition rests on that it must not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It may hold because something is not known.
    Unknown,
    /// It may hold because of whether a question was put.
    Asked,
}

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let pointed = Pointed::of(input);
    for written in input.written {
        let Some(index) = written
            .owner
            .filter(|index| !is_shipped(input, *index, written))
        else {
            continue;
        };
        let indicator = &input.indicators[index];
        let found = if indicator.lane == Lane::Documents {
            // What is needed and not known is open: that is what a checklist says. A refusal is never held against it.
            let wanted = written.role != Role::Cancel;
            pointed.asked(&written.expr, wanted).then_some(Fault::Asked)
        } else if raises(indicator) {
            pointed.fault(&written.expr, true)
        } else {
            None
        };
        if let Some(fault) = found {
            tell(input, written, indicator.id.as_str(), fault, problems);
        }
    }
}

fn tell(input: &Input<'_>, written: &Written, who: &str, fault: Fault, problems: &mut Problems) {
    let (code, message, hint) = match (fault, written.role) {
        (Fault::Asked, _) => (
            Code::RailRefusal,
            format!("{who} would make something of a question that was put or refused"),
            "leave answered(…) out: read the fact that the question fills",
        ),
        (Fault::Unknown, Role::Cancel) => (
            Code::RailUnknown,
            format!("{who} would be withdrawn because something is not known"),
            "withdraw it for what is known: leave out not known(…), is not, not surely(…) and missing(…)",
        ),
        (Fault::Unknown, _) => (
            Code::RailUnknown,
            format!("{who} would count because something is not known"),
            "leave out not known(…), is not, not surely(…) and missing(…); what explains it innocently goes under [[cancel]], where only what is known counts",
        ),
    };
    input.report(written, code, message, hint, problems);
}

fn is_shipped(input: &Input<'_>, index: usize, written: &Written) -> bool {
    match written.role {
        Role::Condition => input.has_shipped_condition(index),
        Role::Strength => input.has_shipped_strengths(index),
        Role::Decisive => input.has_shipped_decisiveness(index),
        Role::Cancel => input.has_shipped_cancel(index, &written.expr),
        Role::Danger => false,
        // What is needed although it is not known; nothing but the checklist asks it.
        Role::Required => input.indicators[index].lane != Lane::Documents,
        Role::Term | Role::Papers | Role::Level(_) => true,
    }
}

/// What each indicator brings to a condition that points to it.
struct Pointed(Vec<Brought>);

#[derive(Debug, Clone, Copy, Default)]
struct Brought {
    present: Option<Fault>,
    absent: Option<Fault>,
    /// Whether a question that was put can make it present, or absent.
    asked: [bool; 2],
}

impl Pointed {
    /// Looked at in the order in which they point to each other, so that a long chain costs no stack.
    fn of(input: &Input<'_>) -> Self {
        let mut pointed = Self(vec![Brought::default(); input.indicators.len()]);
        for index in input.waves.iter().flat_map(IndicatorSet::iter) {
            pointed.0[index] = pointed.brought(input, index);
        }
        pointed
    }

    fn brought(&self, input: &Input<'_>, index: usize) -> Brought {
        let indicator = &input.indicators[index];
        let condition = |wanted: bool| {
            let found = self.fault(&indicator.condition, wanted);
            found.filter(|fault| *fault == Fault::Asked || !input.has_shipped_condition(index))
        };
        let strengths = indicator.strengths.iter().map(|(when, _)| when);
        let strengths = strengths.filter(|_| !input.has_shipped_strengths(index));
        let cancels = indicator.cancels.iter();
        let cancels = cancels.filter(|cancel| !input.has_shipped_cancel(index, cancel));
        let beside = strengths
            .chain(cancels)
            .find_map(|expr| self.fault(expr, true));
        Brought {
            present: condition(true).or(beside),
            absent: condition(false).or(beside),
            asked: [
                self.asked(&indicator.condition, true),
                self.asked(&indicator.condition, false)
                    || indicator
                        .cancels
                        .iter()
                        .any(|cancel| self.asked(cancel, true)),
            ],
        }
    }

    /// What a condition rests on that it must not, when it comes out as `wanted`.
    fn fault(&self, expr: &Expr, wanted: bool) -> Option<Fault> {
        match expr {
            Expr::Asked(..) => Some(Fault::Asked),
            Expr::Not(inner) => self.fault(inner, !wanted),
            Expr::Surely(inner) if wanted => self.fault(inner, true),
            Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => {
                parts.iter().find_map(|part| self.fault(part, wanted))
            }
            Expr::Surely(_) | Expr::Known(_) | Expr::OtherDecisive(_) | Expr::DecisiveIn(_) => {
                (!wanted).then_some(Fault::Unknown)
            }
            Expr::Fires(other, _) => {
                let other = self.0[usize::from(*other)];
                if wanted { other.present } else { other.absent }
            }
            _ => None,
        }
    }

    /// Whether a question that was put can make a condition come out as `wanted`.
    fn asked(&self, expr: &Expr, wanted: bool) -> bool {
        match expr {
            Expr::Asked(..) => wanted,
            Expr::Not(inner) => self.asked(inner, !wanted),
            Expr::Surely(inner) => self.asked(inner, wanted),
            Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => {
                parts.iter().any(|part| self.asked(part, wanted))
            }
            Expr::Fires(other, _) => self.0[usize::from(*other)].asked[usize::from(!wanted)],
            _ => false,
        }
    }
}
