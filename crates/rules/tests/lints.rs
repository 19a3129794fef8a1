//! Slips in a pack: each is refused with code, place and fix. What is sound is never refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

#[path = "common/spoilt.rs"]
mod spoilt;

use spoilt::{broken, changed, codes, errors_of, files, with_condition};
use suar_rules::{Code, Date, Pack};

/// Code, line, column and marked text of the first problem that a condition of TIP-16 is refused for.
fn slip(condition: &str) -> (Code, String) {
    let files = with_condition("TIP-16", condition);
    let text = files["indicators/TIP-16.toml"].clone();
    let errors = errors_of(files);
    let error = &errors.errors()[0];
    assert_eq!(error.file, "indicators/TIP-16.toml", "{errors}");
    let line: Vec<char> = text.lines().nth(error.line - 1).unwrap().chars().collect();
    let marked = &line[error.column - 1..(error.column - 1 + error.length).min(line.len())];
    (error.code, marked.iter().collect())
}

/// Whether a condition of TIP-16 is only refused because the cases of the file no longer come out.
fn is_sound(condition: &str) -> bool {
    let errors = errors_of(with_condition("TIP-16", condition));
    errors
        .errors()
        .iter()
        .all(|error| error.code == Code::FailingCase)
}

#[test]
fn conditions_that_can_never_hold_are_found() {
    for condition in [
        "trip.purpose = work and trip.purpose = family_visit",
        "harm.threat = true and harm.threat = false",
        "harm.threat = true and harm.threat is not true",
        "not known(trip.purpose) and trip.purpose = work",
        "person.age_years < 18 and person.age_years > 30",
        "companion.children_n < 0 and harm.threat = true",
        "money.fee_amount > 2_000_000_000_000",
        "days_since(doc.passport_issue_date) < 3 and days_since(doc.passport_issue_date) > 9",
        "job.offer_changed contains any [route, cost] and not (job.offer_changed contains any [route, cost, place])",
        "at least 2 of (trip.purpose = work, trip.purpose = family_visit, trip.purpose = crew_duty)",
        "fires(TIP-33, medium) and harm.threat = true",
        "fires(CUR-05) and not fires(CUR-05)",
        "leg = departure and leg = return and harm.threat = true",
        "harm.threat = true and never",
    ] {
        let (code, _) = slip(condition);
        assert_eq!(code, Code::NeverTrue, "{condition}");
    }
}

#[test]
fn conditions_that_can_never_fail_are_found() {
    for condition in [
        "trip.purpose = work or trip.purpose != work",
        "known(trip.purpose) or not known(trip.purpose)",
        "person.age_years < 18 or person.age_years >= 18",
        "leg = departure or leg = return",
        "harm.threat is true or harm.threat is not true",
    ] {
        assert_eq!(slip(condition).0, Code::NeverFalse, "{condition}");
    }
}

#[test]
fn a_dead_part_is_marked_where_it_stands() {
    assert_eq!(
        slip("harm.threat = true or (trip.purpose = work and trip.purpose = school)"),
        (Code::NeverTrue, "(".to_owned()),
    );
    assert_eq!(
        slip("harm.threat = true or companion.children_n < 0"),
        (Code::NeverTrue, "companion.children_n".to_owned()),
    );
    assert_eq!(
        slip("harm.threat = true and (harm.sold = true or harm.sold != true)"),
        (Code::NeverFalse, "(".to_owned()),
    );
}

#[test]
fn what_can_hold_and_fail_is_left_alone() {
    for condition in [
        "harm.threat = true",
        "harm.threat = true and (harm.threat = true or trip.purpose = work)",
        "harm.threat = true and known(trip.purpose)",
        "harm.threat = true and trip.purpose is work",
        "person.age_years >= 18 and person.age_years <= 18 and harm.threat = true",
        "money.fee_amount >= 1_000_000_000_000 and harm.threat = true",
        "job.offer_changed contains route and not (job.offer_changed contains cost)",
        "5 * job.wage_contract <= 4 * job.wage_promised and 5 * job.wage_contract >= 4 * job.wage_promised",
        "at least 2 of (trip.purpose = work, harm.threat = true, harm.threat_family = true)",
        "harm.threat = true and not fires(CUR-05, strong) and fires(CUR-01)",
        "days_since(doc.passport_issue_date) < -3 and harm.threat = true",
    ] {
        assert!(
            is_sound(condition),
            "{condition}: {}",
            errors_of(with_condition("TIP-16", condition))
        );
    }
}

#[test]
fn a_withdrawal_that_always_applies_is_found() {
    let cancel = "decisive = true\n[[cancel]]\nwhen = \"harm.threat is not false\"\n[dummy]";
    let errors = broken("indicators/TIP-15.toml", "decisive = true", cancel);
    assert_eq!(errors.errors()[0].code, Code::UnknownKey, "{errors}");
    let mut files = files();
    let file = files.get_mut("indicators/TIP-15.toml").unwrap();
    *file = file.replacen(
        "[[case]]",
        "[[cancel]]\nwhen = \"harm.threat = true or money.cancel_consequence = threatened\"\n\n[[case]]",
        1,
    );
    let errors = errors_of(files);
    assert_eq!(errors.errors()[0].code, Code::AlwaysWithdrawn, "{errors}");
}

#[test]
fn a_circle_is_shown_with_the_way_around_it() {
    let errors = broken(
        "indicators/DOC-05.toml",
        "condition = \"",
        "condition = \"fires(TIP-50) or ",
    );
    let error = &errors.errors()[0];
    assert_eq!(error.code, Code::Cycle, "{errors}");
    assert!(
        error.message.contains("TIP-50 → DOC-05 → TIP-50"),
        "{errors}"
    );
    let errors = errors_of(with_condition(
        "TIP-16",
        "harm.threat = true and decisive_in(D1)",
    ));
    let text = errors.to_string();
    assert!(
        text.contains("TIP-16") && text.contains("cycle"),
        "TIP-42 looks at the whole lane: {text}"
    );
}

#[test]
fn texts_and_cases_are_complete() {
    assert_eq!(
        codes(&[(
            "indicators/TIP-16.toml",
            "author = \"Suar\"",
            "author = \" \""
        )]),
        [Code::MissingText]
    );
    let mut files = files();
    let file = files.get_mut("indicators/TIP-16.toml").unwrap();
    let english = file
        .lines()
        .find(|line| line.starts_with("sentence_en"))
        .unwrap()
        .to_owned();
    *file = file.replacen(&english, "sentence_en = \"\"", 1);
    let errors = errors_of(files);
    assert_eq!(errors.errors()[0].hint, "write it in English");
    assert_eq!(
        codes(&[(
            "indicators/TIP-16.toml",
            "expect = \"present\"",
            "expect = \"unknown\""
        )]),
        [Code::MissingCase],
        "nothing shows it present"
    );
    let only = broken(
        "indicators/TIP-16.toml",
        "expect = \"absent\"",
        "expect = \"present\"",
    );
    assert!(only.to_string().contains("not firing"), "{only}");
    let text = spoilt::files()["indicators/CUR-01.toml"].clone();
    let names: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("name = "))
        .collect();
    let twice = codes(&[("indicators/CUR-01.toml", names[1], names[0])]);
    assert_eq!(twice, [Code::Duplicate]);
}

#[test]
fn ids_and_files_appear_once() {
    let two: Vec<(String, String)> = files()
        .into_iter()
        .chain([("indicators/tip-01.toml".to_owned(), String::new())])
        .collect();
    let errors = match Pack::from_files(two) {
        Ok(_) => panic!("accepted"),
        Err(errors) => errors,
    };
    assert_eq!(errors.errors()[0].code, Code::Duplicate, "{errors}");
    assert_eq!(
        codes(&[(
            "indicators/TIP-01.toml",
            "id = \"TIP-01\"",
            "id = \"TIP-02\""
        )]),
        [Code::Id]
    );
}

#[test]
fn a_review_grows_old_and_stops_an_activation() {
    let day = |text: &str| -> Date { text.parse().unwrap() };
    let files = changed(&[
        (
            "indicators/TIP-16.toml",
            "expires = \"2027-11-24\"",
            "expires = \"2026-12-01\"",
        ),
        (
            "indicators/CUR-05.toml",
            "expires = \"2027-11-24\"",
            "expires = \"2027-01-01\"",
        ),
    ]);
    let pack = Pack::from_files(files).unwrap_or_else(|errors| panic!("{errors}"));
    let expired = |on: &str| -> Vec<String> {
        pack.expired(day(on))
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    assert!(
        expired("2026-12-01").is_empty(),
        "the last day still counts"
    );
    assert_eq!(expired("2026-12-02"), ["TIP-16"]);
    assert_eq!(expired("2027-01-02"), ["TIP-16", "CUR-05"], "pack order");
    assert!(pack.check_review(day("2026-11-24")).is_ok());
    let refused = pack.check_review(day("2026-12-02")).unwrap_err();
    let error = &refused.errors()[0];
    assert_eq!(
        (error.code, error.file.as_str()),
        (Code::Expired, "indicators/TIP-16.toml")
    );
    let all = pack.check_review(day("2028-01-01")).unwrap_err();
    assert_eq!(all.errors().len(), 126, "the pack and each indicator");
    assert_eq!(
        codes(&[(
            "indicators/TIP-16.toml",
            "expires = \"2027-11-24\"",
            "expires = \"2026-11-23\""
        )]),
        [Code::Dates]
    );
    assert_eq!(
        codes(&[(
            "pack.toml",
            "reviewed = \"2026-11-24\"",
            "reviewed = \"24-11-2026\""
        )]),
        [Code::Dates]
    );
}

#[test]
fn bytes_that_are_no_pack_are_refused_with_a_place() {
    let bytes = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut all: Vec<(String, Vec<u8>)> = files()
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes()))
            .collect();
        let last = all
            .iter_mut()
            .find(|(path, _)| path == "pack.toml")
            .unwrap();
        change(&mut last.1);
        match Pack::from_bytes(all) {
            Ok(pack) => Ok(pack.hash().to_owned()),
            Err(errors) => Err((errors.errors()[0].code, errors.errors()[0].line)),
        }
    };
    assert_eq!(
        bytes(&|_| {}),
        Ok(Pack::builtin().unwrap().hash().to_owned())
    );
    assert_eq!(
        bytes(&|text| text.extend(b"\n# \xff\n")).unwrap_err().0,
        Code::NotUtf8
    );
    let line = files()["pack.toml"].lines().count() + 1;
    assert_eq!(
        bytes(&|text| text.extend(b"# \xff")),
        Err((Code::NotUtf8, line))
    );
    assert_eq!(
        bytes(&|text| text.resize(100 << 20, b'#')),
        Err((Code::TooLarge, 1))
    );
    assert_eq!(bytes(&|text| text.truncate(3)), Err((Code::MissingKey, 1)));
    let deep = "[".repeat(200_000);
    assert_eq!(
        bytes(&|text| text.extend(format!("x = {deep}").bytes()))
            .unwrap_err()
            .0,
        Code::Toml
    );
}
