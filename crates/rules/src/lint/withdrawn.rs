//! A sign whose own withdrawal always applies when it is present.

use super::reach::World;
use super::{Input, Role};
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::truth::Truth;

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for (index, indicator) in input.indicators.iter().enumerate() {
        if indicator.cancels.is_empty()
            || matches!(indicator.condition, Expr::Constant(Truth::False))
        {
            continue;
        }
        let world = World::any(&indicator.legs);
        let stands = |cancels: &[Expr]| {
            let kept = cancels.iter().map(|cancel| {
                let holds = Expr::Surely(Box::new(cancel.clone()));
                Expr::Not(Box::new(holds))
            });
            Expr::All(
                std::iter::once(indicator.condition.clone())
                    .chain(kept)
                    .collect(),
            )
        };
        if world.never(input, &stands(&indicator.cancels), Truth::True)
            && let Some(cancel) = input.of(index, Role::Cancel).next()
        {
            let message = format!("{} is withdrawn whenever it would be present", indicator.id);
            let hint = "narrow the withdrawal, or remove the indicator";
            input.report(cancel, Code::AlwaysWithdrawn, message, hint, problems);
        }
    }
}
