//! Refusals, questions that are never scored, and what is not known.

use suar_rules::Code;

use super::spoilt::with_condition;
use super::{COURIER, WEAK, own, own_refused, refused};

#[test]
fn a_refusal_counts_for_nothing() {
    for condition in [
        "answered(K3) and not known(control.id_holder)",
        "harm.threat = true and answered(K3)",
        "harm.threat = true and not answered(K3)",
        "not fires(DOC-19) and harm.threat = true",
        "harm.threat = true and surely(at least 1 of (answered(K1), harm.sold = true))",
    ] {
        own_refused(&[], condition, Code::RailRefusal);
        own_refused(WEAK, condition, Code::RailRefusal);
    }
    for lines in [
        "[[cancel]]\nwhen = \"answered(K8)\"",
        "[[strength]]\nwhen = \"answered(K8)\"\nthen = \"strong\"",
    ] {
        let files = own(&[], "harm.threat_authority = true", lines);
        refused(files, "indicators/TIP-67.toml", Code::RailRefusal, lines);
    }
    for condition in [
        "answered(K3) and not known(control.id_holder)",
        "not fires(DOC-19) and not known(control.id_holder)",
    ] {
        let files = with_condition("DOC-18", condition);
        refused(
            files,
            "indicators/DOC-18.toml",
            Code::RailRefusal,
            condition,
        );
    }
}

#[test]
fn questions_that_are_never_scored_cannot_be_asked_about() {
    for question in ["H3", "H4", "A3", "A4", "I3", "T5", "T1"] {
        let condition = format!("harm.threat = true or answered({question})");
        own_refused(&[], &condition, Code::ForbiddenFact);
        let files = with_condition("DOC-18", &format!("not answered({question})"));
        refused(
            files,
            "indicators/DOC-18.toml",
            Code::ForbiddenFact,
            question,
        );
    }
}

#[test]
fn what_is_not_known_counts_for_nothing_beside_anything_that_is() {
    for condition in [
        "trip.purpose = work and not known(money.repay)",
        "recruit.source = broker and not known(job.wage_promised)",
        "recruit.source = broker and missing(job.wage_promised)",
        "recruit.source = broker and job.employer_known is not true",
        "recruit.source = broker and not surely(job.employer_known = true)",
        "recruit.source = broker and not (known(job.sector) and job.sector = domestic)",
        "at least 2 of (recruit.source = broker, not known(job.sector), not known(job.match))",
    ] {
        own_refused(&[], condition, Code::RailUnknown);
    }
    own_refused(
        WEAK,
        "vul.economic = true and not known(money.repay)",
        Code::RailUnknown,
    );
    for condition in [
        "not known(job.sector)",
        "not other_decisive(medium)",
        "not decisive_in(D2)",
    ] {
        let condition = format!("cargo.for_other = true and {condition}");
        own_refused(COURIER, &condition, Code::RailUnknown);
    }
    for lines in [
        "[[strength]]\nwhen = \"not known(job.employer_known)\"\nthen = \"strong\"",
        "[[strength]]\nwhen = \"not known(recruit.licensed)\"\nthen = \"weak\"",
        "[[cancel]]\nwhen = \"not known(job.employer_known)\"",
        "[[cancel]]\nwhen = \"recruit.licensed is not unlicensed\"",
    ] {
        let files = own(&[], "recruit.source = broker", lines);
        refused(files, "indicators/TIP-67.toml", Code::RailUnknown, lines);
    }
    let decisive = own(
        &[(
            "decisive",
            "false\ndecisive_when = \"recruit.source is not family\"",
        )],
        "recruit.source = broker",
        "",
    );
    refused(
        decisive,
        "indicators/TIP-67.toml",
        Code::RailUnknown,
        "decisive_when",
    );
}

#[test]
fn what_is_not_known_counts_for_nothing_through_another_indicator() {
    // A sign that is only shown may ask what is not known; nothing that counts may point to it.
    let shown = [
        ("strength_adult", "\"none\""),
        ("strength_child", "\"none\""),
    ];
    let mut files = own(&shown, "not known(job.sector)", "");
    let counted = files["indicators/TIP-67.toml"].replace("TIP-67", "TIP-68");
    let counted = counted
        .replace("_adult = \"none\"", "_adult = \"medium\"")
        .replace("_child = \"none\"", "_child = \"medium\"")
        .replace(
            "\"not known(job.sector)\"",
            "\"recruit.source = broker and fires(TIP-67)\"",
        );
    files.insert("indicators/TIP-68.toml".to_owned(), counted);
    refused(
        files,
        "indicators/TIP-68.toml",
        Code::RailUnknown,
        "pointed to",
    );
}
