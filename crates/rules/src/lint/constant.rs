//! A condition, or a part of one, that can never hold or never fail. Either it is a slip, or it says less than its
//! author believes.

use super::reach::World;
use super::{Input, Role, Written};
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::syntax::Join;
use crate::truth::Truth;

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for written in input.written {
        let is_word = matches!(written.expr, Expr::Constant(_));
        // `always` and `never` as a whole condition are meant; a level rule is never switched off by one.
        if is_word && !matches!(written.role, Role::Level(_)) {
            continue;
        }
        let world = World::any(input.legs(written));
        if world.never(input, &written.expr, Truth::True) {
            let hint = "two of its parts exclude each other, or a number or leg is out of reach: remove one";
            input.report(
                written,
                Code::NeverTrue,
                "this condition can never hold",
                hint,
                problems,
            );
        } else if world.never(input, &written.expr, Truth::False) {
            let hint = "it says nothing; write always, or what is meant";
            input.report(
                written,
                Code::NeverFalse,
                "this condition can never fail",
                hint,
                problems,
            );
        } else {
            check_parts(input, &world, written, problems);
        }
    }
}

fn check_parts(input: &Input<'_>, world: &World<'_>, written: &Written, problems: &mut Problems) {
    let source = input.source(written);
    for part in &written.parts {
        let offset = written.start + part.offset;
        match part.join {
            Join::Any if world.never(input, &part.expr, Truth::True) => {
                let hint = "remove it, or correct what excludes itself in it";
                problems.at(
                    Code::NeverTrue,
                    &source,
                    offset,
                    "this alternative can never hold",
                    hint,
                );
            }
            Join::All if world.never(input, &part.expr, Truth::False) => {
                let hint = "remove it: the rest says the same";
                problems.at(
                    Code::NeverFalse,
                    &source,
                    offset,
                    "this part can never fail",
                    hint,
                );
            }
            Join::Any | Join::All => {}
        }
    }
}
