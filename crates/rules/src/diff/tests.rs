//! Two packs compared: the shipped one, and copies of it with one thing changed.

use std::collections::HashMap;

use super::{Aspect, Difference, PackDiff};
use crate::builtin;
use crate::expr::Expr;
use crate::indicator::Indicator;
use crate::pack::Pack;
use crate::print::Printer;
use crate::screening::Level;
use crate::syntax::{Names, Reading};

/// The shipped pack with texts replaced in one of its files.
fn edited(file: &str, edits: &[(&str, &str)]) -> Pack {
    let files = builtin::FILES.iter().map(|(path, text)| {
        let mut text = (*text).to_owned();
        if *path == file {
            for (old, new) in edits {
                assert!(text.contains(old), "{file} has no {old:?}");
                text = text.replace(old, new);
            }
        }
        (*path, text)
    });
    Pack::from_files(files).expect("the edited pack is usable")
}

fn diff(file: &str, edits: &[(&str, &str)]) -> PackDiff {
    Pack::diff(Pack::builtin().unwrap(), &edited(file, edits))
}

const TIP_12: &str = "indicators/TIP-12.toml";

fn only(diff: &PackDiff) -> &Difference {
    let [change] = diff.differences.as_slice() else {
        panic!("one change expected: {:#?}", diff.differences);
    };
    change
}

#[test]
fn layout_comments_and_order_are_no_difference() {
    let condition = "condition = '''\ncontrol.id_holder in [escort, recruiter, other]\nor (control.id_holder in [employer, p3mi] and control.id_on_request = refused)\n'''";
    let same = "# Reviewed.\ncondition = '''\n(control.id_on_request = refused   and\n control.id_holder in [p3mi, employer])\nor control.id_holder in [other, escort, recruiter]'''";
    let diff = diff(TIP_12, &[(condition, same)]);
    assert_ne!(diff.old.hash, diff.new.hash, "the files do differ");
    assert!(diff.is_empty(), "{:#?}", diff.differences);
    assert!(diff.cases_tried > 300, "{} cases", diff.cases_tried);
}

#[test]
fn a_term_that_changes_is_told_where_it_is_read() {
    let diff = diff(
        "pack.toml",
        &[("id_card, bank_card, other]", "id_card, bank_card]")],
    );
    let told: Vec<_> = diff
        .differences
        .iter()
        .map(|change| (change.aspect, change.words().en))
        .collect();
    let unless = "link.whitelisted_payer = true and not money.pledge_held contains any";
    let listed = "[land_title, diploma, id_card, bank_card";
    assert_eq!(
        told,
        [
            (
                Aspect::Cancel,
                format!("TIP-11: withdrawn when, no longer: {unless} {listed}, other]")
            ),
            (
                Aspect::Cancel,
                format!("TIP-11: withdrawn when, new: {unless} {listed}]")
            ),
        ],
        "a term has no meaning of its own"
    );
}

#[test]
fn every_kind_of_difference_has_its_words() {
    let cases: [(&str, &str, &str, Aspect, &str); 9] = [
        (
            TIP_12,
            "strength_adult = \"medium\"\nstrength_child = \"medium\"",
            "strength_adult = \"medium\"\nstrength_child = \"strong\"",
            Aspect::StrengthChild,
            "TIP-12: strength for a child changed from medium to strong",
        ),
        (
            TIP_12,
            "[[cancel]]\nwhen = \"control.id_on_request = yes\"",
            "[[cancel]]\nwhen = \"control.id_on_request = yes\"\n[[cancel]]\nwhen = \"cargo.opened_together_ok = true\"",
            Aspect::Cancel,
            "TIP-12: withdrawn when, new: cargo.opened_together_ok = true",
        ),
        (
            TIP_12,
            "legs = [\"departure\"]",
            "legs = [\"departure\", \"return\"]",
            Aspect::Legs,
            "TIP-12: legs changed from departure to departure, return",
        ),
        (
            TIP_12,
            "stages = [\"predeparture\", \"port\"]",
            "stages = [\"port\"]",
            Aspect::Stages,
            "TIP-12: stages changed from port, predeparture to port",
        ),
        (
            TIP_12,
            "sentence_en = \"Someone else holds the passport.\"",
            "sentence_en = \"The passport is with someone else.\"",
            Aspect::Sentence,
            "TIP-12: sentence (en) changed from Someone else holds the passport. to The passport is with someone else.",
        ),
        (
            TIP_12,
            "decisive = true",
            "decisive = false",
            Aspect::Decisive,
            "TIP-12: decisive changed from true to false",
        ),
        (
            TIP_12,
            "expires = \"2027-11-24\"",
            "expires = \"2027-12-31\"",
            Aspect::Expires,
            "TIP-12: holds until changed from 2027-11-24 to 2027-12-31",
        ),
        (
            "pack.toml",
            "dalami_medium = 2",
            "dalami_medium = 3",
            Aspect::Threshold,
            "Pack: threshold (dalami_medium) changed from 2 to 3",
        ),
        (
            "pack.toml",
            "\"doc.jkn\" = true\n",
            "",
            Aspect::PaperAnswer,
            "Pack: answer of \"all papers\" (doc.jkn), no longer: true",
        ),
    ];
    for (file, old, new, aspect, words) in cases {
        let diff = diff(file, &[(old, new)]);
        let found = diff
            .differences
            .iter()
            .find(|change| change.aspect == aspect);
        let text = found.expect("the difference is found").words();
        assert!(text.en.starts_with(words), "{}\n{words}", text.en);
        assert_ne!(text.id, text.en, "both languages");
    }
}

#[test]
fn a_sign_that_no_longer_counts_once_with_another_is_told() {
    let shipped = builtin::FILES.iter().find(|(path, _)| *path == TIP_12);
    let (_, text) = shipped.expect("TIP-12 is shipped");
    let with = |group: &str| {
        let text = text
            .replace("id = \"TIP-12\"", "id = \"TIP-67\"")
            .replace("docs_held", group);
        let files = builtin::FILES.iter();
        let files = files.map(|(path, text)| (*path, (*text).to_owned()));
        let own = [("indicators/TIP-67.toml", text)];
        Pack::from_files(files.chain(own)).expect("a sign of one's own beside the catalogue")
    };
    let diff = Pack::diff(&with("docs_held"), &with("own_group"));
    let told: Vec<String> = diff
        .differences
        .iter()
        .filter(|change| change.aspect == Aspect::EvidenceGroup)
        .map(|change| change.words().en)
        .collect();
    assert!(
        told.contains(&"TIP-67: counts once together with changed from TIP-12 to none".to_owned()),
        "{told:?}"
    );
}

#[test]
fn a_condition_is_told_in_its_normal_form_and_moves_cases() {
    let edits = [
        (
            "\nor (control.id_holder in [employer, p3mi] and control.id_on_request = refused)",
            "",
        ),
        (
            "[[case]]\nname = \"held by the employer, refused\"\nfacts = { \"control.id_holder\" = \"employer\", \"control.id_on_request\" = \"refused\" }\nexpect = \"present\"",
            "",
        ),
        (
            "[[case]]\nname = \"held by the P3MI, not asked whether it is given back\"\nfacts = { \"control.id_holder\" = \"p3mi\" }\nexpect = \"unknown\"",
            "",
        ),
    ];
    let diff = diff(TIP_12, &edits);
    let change = only(&diff);
    assert_eq!(change.aspect, Aspect::Condition);
    assert_eq!(
        change.after.as_deref(),
        Some("control.id_holder in [escort, recruiter, other]"),
        "values in the order of the vocabulary"
    );
    let moved = diff
        .cases
        .iter()
        .find(|case| case.case == "held by the employer, refused");
    let moved = moved.expect("a case that only the old pack has is tried too");
    assert_eq!(
        (moved.before, moved.after),
        (Level::Dalami, Level::Lengkapi),
        "papers are unknown"
    );
    assert!(moved.words().id.contains("dalami menjadi lengkapi"));
}

#[test]
fn indicators_come_and_go() {
    let with = Pack::builtin().unwrap();
    let files = builtin::FILES
        .iter()
        .filter(|(path, _)| !path.ends_with("TIP-47.toml"));
    let without = Pack::from_files(files.copied()).expect("nothing refers to TIP-47");
    let gone = Pack::diff(with, &without);
    assert_eq!(only(&gone).aspect, Aspect::Removed);
    let back = Pack::diff(&without, with);
    assert_eq!(only(&back).aspect, Aspect::Added);
    assert!(
        only(&back)
            .words()
            .id
            .starts_with("TIP-47: indikator baru: ")
    );
}

fn conditions(indicator: &Indicator) -> impl Iterator<Item = &Expr> {
    std::iter::once(&indicator.condition)
        .chain(indicator.strengths.iter().map(|(when, _)| when))
        .chain(&indicator.decisive_when)
        .chain(&indicator.cancels)
        .chain(&indicator.danger)
        .chain(&indicator.required)
}

#[test]
fn what_is_printed_reads_back_as_the_same_condition() {
    let pack = Pack::builtin().unwrap();
    let (print, compare) = (Printer::new(pack), Printer::for_comparison(pack));
    let facts: HashMap<_, _> = pack
        .vocabulary()
        .facts()
        .map(|fact| (fact.as_str(), fact))
        .collect();
    let questions: HashMap<_, _> = pack
        .vocabulary()
        .questions()
        .map(|each| (each.as_str(), each))
        .collect();
    let names = Names {
        facts: &facts,
        questions: Some(&questions),
        indicators: Some(&pack.by_id),
    };
    let mut texts = 0;
    for indicator in pack.indicators() {
        for expr in conditions(indicator) {
            let text = print.text(expr);
            let again = Reading::new(&names).read(&text);
            let again = again.unwrap_or_else(|error| panic!("{}: {text}: {error:?}", indicator.id));
            assert_eq!(compare.text(&again), compare.text(expr), "{}", indicator.id);
            texts += 1;
        }
    }
    assert!(texts > 200, "{texts} conditions");
}
