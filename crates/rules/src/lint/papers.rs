//! The tick "all papers present" answers the scheme items of the checklist, and nothing else (`levels.md` 2): no age,
//! no passport and no answer of the traveller is known because of it.

use super::{Input, Role, unknown};
use crate::diagnostic::{Code, Problems};
use crate::expr::Expr;

/// Facts of DOC-02 to DOC-13 and DOC-21, and the answer that means present.
const ITEMS: [(&str, &str); 17] = [
    ("doc.work_visa", "work_visa"),
    ("doc.work_contract", "true"),
    ("doc.placement_agreement", "true"),
    ("doc.e_kpmi", "true"),
    ("doc.bpjs", "true"),
    ("doc.medical", "true"),
    ("doc.competence_cert", "true"),
    ("doc.marital_letter", "true"),
    ("doc.family_permission", "true"),
    ("doc.opp_done", "true"),
    ("doc.call_letter", "true"),
    ("doc.employer_profile", "true"),
    ("doc.risk_statement", "true"),
    ("doc.jkn", "true"),
    ("doc.leave_letter", "true"),
    ("doc.seafarer_papers", "true"),
    ("doc.guarantee_letter_only", "false"),
];

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let (source, head) = &input.head;
    for (id, value) in &head.papers.answers {
        let written = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        let item = ITEMS.iter().find(|(item, _)| item == id.get_ref());
        let hint = match item {
            Some((_, right)) if *right == written => continue,
            Some((item, right)) => format!("write \"{item}\" = {right}, or remove it"),
            None => {
                "remove it: the tick answers the items of DOC-02 to DOC-13 and DOC-21".to_owned()
            }
        };
        let message = format!(
            "the tick for all papers does not say {} = {written}",
            id.get_ref()
        );
        let offset = source.string_start(&id.span());
        problems.at(Code::RailUnknown, source, offset, message, hint);
    }
    let tick = input
        .vocabulary
        .fact("doc.placement_docs")
        .and_then(|fact| {
            let code = fact.code("all")?;
            Some(Expr::Code(fact.0.slot, 1 << code))
        });
    for written in input
        .written
        .iter()
        .filter(|each| each.role == Role::Papers)
    {
        // What holds while nothing is known is told elsewhere.
        if Some(&written.expr) != tick.as_ref()
            && !unknown::holds_on_nothing_at_all(input, &written.expr)
        {
            let message = "papers are taken as present by the counter's tick alone";
            let hint = "write when = \"doc.placement_docs = all\"";
            input.report(written, Code::RailUnknown, message, hint, problems);
        }
    }
}
