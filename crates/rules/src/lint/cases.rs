//! Each indicator shows when it fires and when it does not.

use super::Input;
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;
use crate::truth::Truth;

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    for ((source, raw), indicator) in input.raw.iter().zip(input.indicators) {
        let offset = source.string_start(&raw.id.span());
        let firing = raw
            .case
            .iter()
            .filter(|case| case.expect.get_ref() == "present")
            .count();
        let never = matches!(indicator.condition, Expr::Constant(Truth::False));
        if firing == 0 && !never {
            let message = format!("no case shows {} present", indicator.id);
            problems.at(
                Code::MissingCase,
                source,
                offset,
                message,
                "add a [[case]] with expect = \"present\"",
            );
        }
        if firing == raw.case.len() {
            let message = format!("no case shows {} not firing", indicator.id);
            let hint = "add a [[case]] with expect = \"absent\", \"unknown\" or \"withdrawn\"";
            problems.at(Code::MissingCase, source, offset, message, hint);
        }
        let mut names: Vec<&str> = Vec::with_capacity(raw.case.len());
        for case in &raw.case {
            let name = case.name.get_ref().as_str();
            if names.contains(&name) {
                let offset = source.string_start(&case.name.span());
                let message = "two cases of this file have the same name";
                problems.at(
                    Code::Duplicate,
                    source,
                    offset,
                    message,
                    "say what makes this case another one",
                );
            }
            names.push(name);
        }
    }
}
