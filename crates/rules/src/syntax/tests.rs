//! Conditions: what can be written, and what every mistake is answered with.

use std::collections::HashMap;

use proptest::prelude::*;

use super::{Names, ReadError, Reading, format};
use crate::builtin;
use crate::expr::Expr;
use crate::fact::FactId;
use crate::vocabulary::Vocabulary;

fn facts() -> HashMap<&'static str, FactId> {
    Vocabulary::builtin()
        .unwrap()
        .facts()
        .map(|fact| (fact.as_str(), fact))
        .collect()
}

fn read(text: &str) -> Result<Expr, ReadError> {
    let facts = facts();
    let indicators = HashMap::from([("CUR-01".to_owned(), 0), ("TIP-11".to_owned(), 1)]);
    let names = Names {
        facts: &facts,
        questions: None,
        indicators: Some(&indicators),
    };
    let numbers = HashMap::from([("limit".to_owned(), 5)]);
    Reading::new(&names).numbers(&numbers).read(text)
}

#[test]
fn and_binds_closer_than_or() {
    let plain = read("harm.threat = true or harm.sold = true and harm.abducted = true").unwrap();
    let braced = read("harm.threat = true or (harm.sold = true and harm.abducted = true)").unwrap();
    assert_eq!(plain, braced);
}

#[test]
fn every_form_of_the_language_can_be_read() {
    let forms = [
        "trip.purpose = work",
        "trip.purpose != work",
        "trip.purpose in [work, school]",
        "trip.purpose not in [work]",
        "trip.purpose is not work",
        "harm.threat is true",
        "job.offer_changed contains route",
        "job.offer_changed contains any [route, cost]",
        "trip.route_unknown contains at least 2 of [drop_point, pickup]",
        "at least 2 of (harm.threat = true, harm.sold = true, known(job.sector))",
        "5 * job.wage_contract <= 4 * job.wage_promised",
        "money.fee_months_of_wage > 1.5",
        "doc.passport_valid_months < -1",
        "money.fee_amount >= @limit",
        "days_since(doc.passport_issue_date) <= 30",
        "leg = return and not (never or fires(CUR-01, medium))",
        "other_decisive(medium) or decisive_in(D2) or always",
        "surely(trip.purpose = work)",
    ];
    for form in forms {
        assert!(read(form).is_ok(), "{form}: {:?}", read(form));
    }
}

#[test]
fn mistakes_are_answered_with_place_and_fix() {
    let mistakes = [
        ("trip.purpse = work", 0, "did you mean trip.purpose?"),
        ("trip.purpose = wrk", 15, "did you mean work?"),
        ("trip.purpose < work", 13, "write =, !=, in"),
        ("harm.threat = maybe", 14, "write true or false"),
        ("harm.threat contains x", 12, "write =, !=, in"),
        ("job.offer_changed = route", 18, "contains"),
        ("money.fee_amount = 1.5", 19, "whole number"),
        (
            "money.fee_amount > person.age_years",
            19,
            "compare like with like",
        ),
        ("doc.passport_issue_date > 3", 0, "days_since"),
        ("days_since(person.age_years) > 3", 11, "needs a date"),
        ("person.origin_region = x", 0, "remove it"),
        ("known(person.sex)", 6, "remove it"),
        ("at least 4 of (harm.threat = true)", 9, "from 1 to 1"),
        ("fires(TIP-12)", 6, "did you mean TIP-11?"),
        ("harm.threat = true harm.sold = true", 19, "and / or"),
        ("(harm.threat = true", 19, "write )"),
        ("", 0, "write a comparison"),
        ("harm.threat = true and", 22, "write a comparison"),
        ("@nothing", 0, "[terms]"),
        ("trip.purpose = work; drop", 19, "use names"),
        ("leg = sideways", 6, "departure or return"),
    ];
    for (text, offset, hint) in mistakes {
        let error = read(text).unwrap_err();
        assert_eq!(error.offset, offset, "{text}: {error:?}");
        assert!(error.hint.contains(hint), "{text}: {error:?}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = format!("{}harm.threat = true{}", "(".repeat(5000), ")".repeat(5000));
    assert!(read(&deep).is_err());
    let deep = format!("{}harm.threat = true", "not ".repeat(40));
    assert!(read(&deep).unwrap_err().message.contains("nested"));
    let long = vec!["harm.threat = true"; 1000].join(" or ");
    assert!(read(&long).unwrap_err().message.contains("long"));
}

/// Every line of the corpus.
fn corpus() -> Vec<String> {
    let lines = include_str!("tests/corpus.txt").lines();
    let texts = lines.filter(|line| !line.starts_with("# "));
    texts
        .map(|line| {
            let mut text = line
                .replace("\\t", "\t")
                .replace("\\r", "\r")
                .replace("\\n", "\n");
            while let Some((before, rest)) = text.split_once("\\u{") {
                let (code, after) = rest.split_once('}').unwrap();
                let character = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
                text = format!("{before}{character}{after}");
            }
            text
        })
        .collect()
}

/// Every condition of the shipped pack, as written.
pub(super) fn shipped() -> Vec<String> {
    fn collect(value: &toml::Value, inside: &str, found: &mut Vec<String>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table {
                    collect(
                        value,
                        if inside == "terms" || inside == "levels" {
                            "when"
                        } else {
                            key
                        },
                        found,
                    );
                }
            }
            toml::Value::Array(values) => values.iter().for_each(|value| collect(value, "", found)),
            toml::Value::String(text)
                if [
                    "condition",
                    "when",
                    "danger",
                    "decisive_when",
                    "required_when",
                ]
                .contains(&inside) =>
            {
                found.push(text.clone());
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for (_, text) in builtin::FILES {
        let table: toml::Value = toml::from_str(text).unwrap();
        collect(&table, "", &mut found);
    }
    found
}

/// Reads with the names of the whole shipped pack.
fn read_shipped(text: &str) -> Result<Expr, ReadError> {
    let facts = facts();
    let vocabulary = Vocabulary::builtin().unwrap();
    let questions = vocabulary
        .questions()
        .map(|each| (each.as_str(), each))
        .collect();
    let ids = builtin::FILES
        .iter()
        .filter_map(|(path, _)| path.strip_prefix("indicators/")?.strip_suffix(".toml"));
    let indicators = (0..)
        .zip(ids)
        .map(|(index, id)| (id.to_owned(), index))
        .collect();
    let names = Names {
        facts: &facts,
        questions: Some(&questions),
        indicators: Some(&indicators),
    };
    let head: toml::Table = toml::from_str(builtin::FILES[0].1).unwrap();
    let numbers = head["numbers"].as_table().unwrap().iter();
    let numbers = numbers
        .map(|(name, value)| (name.clone(), value.as_integer().unwrap()))
        .collect();
    let plain = Reading::new(&names).numbers(&numbers);
    let texts = head["terms"].as_table().unwrap().iter();
    let terms = texts
        .map(|(name, text)| (name.as_str(), plain.read(text.as_str().unwrap()).unwrap()))
        .collect();
    Reading::new(&names)
        .numbers(&numbers)
        .terms(&terms)
        .read(text)
}

/// What must hold for any text: an answer with a place inside the text; and if it is a condition, its canonical form
/// is the same condition, and stays as it is.
fn check(text: &str) -> Result<(), TestCaseError> {
    match read_shipped(text) {
        Ok(expr) => {
            let canonical = format(text).map_err(|error| TestCaseError::fail(error.message))?;
            prop_assert_eq!(
                read_shipped(&canonical),
                Ok(expr),
                "{} became {}",
                text,
                &canonical
            );
            prop_assert_eq!(format(&canonical), Ok(canonical.clone()), "{}", text);
        }
        Err(error) => {
            prop_assert!(error.offset <= text.len(), "{}: {:?}", text, error);
            prop_assert!(
                !error.message.is_empty() && !error.hint.is_empty(),
                "{}: {:?}",
                text,
                error
            );
        }
    }
    Ok(())
}

#[test]
fn the_corpus_is_answered() {
    let corpus = corpus();
    assert!(corpus.len() > 90, "the corpus was read");
    for text in corpus {
        check(&text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }
}

#[test]
fn shipped_conditions_are_the_same_after_formatting() {
    let shipped = shipped();
    assert!(
        shipped.len() > 200,
        "{} conditions were found",
        shipped.len()
    );
    for text in shipped {
        assert!(read_shipped(&text).is_ok(), "{text}");
        check(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}

#[test]
fn canonical_form_is_one_of_spaces_only() {
    let forms = [
        (" harm.threat=true ", "harm.threat = true"),
        (
            "( harm.threat = true )or known (harm.sold)",
            "(harm.threat = true) or known(harm.sold)",
        ),
        (
            "trip.purpose in[work,school]",
            "trip.purpose in [work, school]",
        ),
        (
            "at least 1 of(harm.threat = true)",
            "at least 1 of (harm.threat = true)",
        ),
        (
            "5*job.wage_contract<=4*job.wage_promised",
            "5 * job.wage_contract <= 4 * job.wage_promised",
        ),
        (
            "not(fires(CUR-01,medium))and @limit",
            "not (fires(CUR-01, medium)) and @limit",
        ),
        (
            "money.fee_amount >= 5_000_000",
            "money.fee_amount >= 5_000_000",
        ),
        ("", ""),
    ];
    for (text, canonical) in forms {
        assert_eq!(format(text).unwrap(), canonical);
    }
}

/// How a condition is spoilt: at which token, and what happens there.
fn spoil(text: &str, changes: &[(usize, u8, usize)]) -> String {
    let mut words: Vec<String> = text.split_whitespace().map(ToOwned::to_owned).collect();
    for (place, change, other) in changes {
        if words.is_empty() {
            break;
        }
        let (place, other) = (place % words.len(), other % words.len());
        match change % 6 {
            0 => drop(words.remove(place)),
            1 => words.swap(place, other),
            2 => words.insert(place, words[other].clone()),
            3 => {
                let half = words[place].len() / 2;
                words[place].truncate(half);
            }
            4 => words[place]
                .push_str(["(", ")", "[", "]", ",", "=", "-", "@", "é", "9"][other % 10]),
            _ => {
                words[place] =
                    ["and", "or", "not", "unknown", "(", ")", "true", "-1"][other % 8].to_owned()
            }
        }
    }
    words.join(" ")
}

proptest! {
    #[test]
    fn a_spoilt_condition_is_answered_and_a_sound_one_keeps_its_meaning(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<usize>(), any::<u8>(), any::<usize>()), 0..4),
    ) {
        let shipped = shipped();
        check(&spoil(&shipped[which.index(shipped.len())], &changes))?;
    }

    #[test]
    fn any_text_is_answered_and_never_breaks_the_reader(text in ".{0,200}") {
        let offset = read(&text).err().map_or(0, |error| error.offset);
        prop_assert!(offset <= text.len());
    }

    #[test]
    fn any_row_of_words_is_answered(words in proptest::collection::vec(prop_oneof![
        Just("harm.threat"), Just("job.offer_changed"), Just("money.fee_amount"), Just("trip.purpose"), Just("="),
        Just("!="), Just("in"), Just("contains"), Just("any"), Just("at"), Just("least"), Just("2"), Just("of"),
        Just("("), Just(")"), Just("["), Just("]"), Just(","), Just("not"), Just("and"), Just("or"), Just("is"),
        Just("known"), Just("surely"), Just("fires"), Just("CUR-01"), Just("true"), Just("work"), Just("@limit"),
        Just("*"), Just("-5"), Just("1.5"), Just("leg"), Just("days_since"), Just("é"),
    ], 0..24)) {
        let text = words.join(" ");
        let offset = read(&text).err().map_or(0, |error| error.offset);
        prop_assert!(offset <= text.len());
    }
}

/// Over a schema in which rules may read texts and add amounts.
fn read_over_schema(text: &str) -> Result<Expr, ReadError> {
    use crate::fact::FactKind;
    use crate::schema::{FactSpec, Schema};
    let unit = |id: &str, kind, unit: &str| FactSpec {
        unit: Some(unit.to_owned()),
        ..FactSpec::new(id, kind, &[])
    };
    let secret = FactSpec {
        rule_input: false,
        ..FactSpec::new("secret", FactKind::Text, &[])
    };
    let specs = [
        FactSpec::new("notes", FactKind::Text, &[]),
        FactSpec::new("issue", FactKind::Date, &[]),
        FactSpec::new("ticket", FactKind::Date, &[]),
        unit("fee", FactKind::Money, "IDR"),
        unit("debt", FactKind::Money, "IDR"),
        unit("wage", FactKind::Money, "IDR/month"),
        unit("stay", FactKind::Int, "days"),
        FactSpec::new("hour", FactKind::Int, &[]),
        FactSpec::new("share", FactKind::Decimal, &[]),
        secret,
    ];
    let schema = Schema::new(specs).unwrap();
    Reading::new(&Names::of_facts(schema.by_id())).read(text)
}

#[test]
fn sums_dates_and_texts_can_be_read() {
    let forms = [
        "fee + debt > 12 * fee",
        "fee - 5 >= debt + 1_000",
        "issue - ticket < 14",
        "issue < ticket",
        "issue - stay > ticket",
        "14 > issue - ticket",
        "hour in [0, 1, 2] or hour not in [5, -6]",
        "share + share <= 0.25",
        "notes = \"a\" or notes != \"b\" or notes is not \"c\"",
        "notes in [\"a b\", \"c\"] or notes not in [\"d\"]",
        "notes contains \"titip\" or notes contains any [\"a\", \"b\"]",
        "notes starts with \"+855\" or notes starts with any [\"+95\", \"+856\"]",
        "notes matches \"^gaji (besar|[0-9]+ juta)$\"",
        "missing(notes) and not missing(fee)",
    ];
    for form in forms {
        assert!(
            read_over_schema(form).is_ok(),
            "{form}: {:?}",
            read_over_schema(form)
        );
    }
    let same = |one: &str, other: &str| assert_eq!(read_over_schema(one), read_over_schema(other));
    same("fee - 5 >= debt + 1_000", "fee - debt >= 1_005");
    same("missing(fee)", "not known(fee)");
}

#[test]
fn sums_dates_and_texts_are_checked() {
    let mistakes = [
        ("issue > 14", 0, "subtract another date"),
        ("issue + ticket > 14", 0, "subtract another date"),
        ("issue - hour > ticket", 8, "like with like"),
        ("fee + wage > 5", 6, "like with like"),
        ("fee > notes", 6, "like with like"),
        ("5 > 4", 0, "compare a fact"),
        ("fee + > 4", 6, "a number or a fact"),
        ("fee - debt in [1]", 14, "for sums"),
        ("issue in [1]", 9, "with a date"),
        ("hour in [x]", 9, "write a number"),
        ("share > 0.1234567", 8, "six decimals"),
        ("9_000_000 * fee > debt", 0, "at most a million"),
        (
            "fee > 9223372036854775807 + 9223372036854775807",
            28,
            "smaller",
        ),
        ("notes > 4", 6, "starts with"),
        ("notes = word", 8, "between"),
        ("notes starts \"a\"", 13, "starts with"),
        ("notes contains \"", 15, "write \" after it"),
        ("notes contains \"\"", 16, "known(…)"),
        ("notes matches \"a(b\"", 16, "write )"),
        ("notes matches \"(a)\\1\"", 18, "\\d"),
        ("notes not contains \"a\"", 10, "not in"),
        ("secret contains \"a\"", 0, "remove it"),
        ("missing(secret)", 8, "remove it"),
        ("\"a\" = notes", 0, "write a comparison"),
        (
            "fee + debt + fee + debt + fee + debt + fee + debt + fee > 1",
            0,
            "eight",
        ),
    ];
    for (text, offset, hint) in mistakes {
        let error = read_over_schema(text).unwrap_err();
        assert_eq!(error.offset, offset, "{text}: {error:?}");
        assert!(error.hint.contains(hint), "{text}: {error:?}");
    }
    let words = (0..40)
        .map(|index| format!("\"{index}{}\"", "ab".repeat(70)))
        .collect::<Vec<_>>()
        .join(", ");
    let error = read_over_schema(&format!("notes contains any [{words}]")).unwrap_err();
    assert!(error.message.contains("too large"), "{error:?}");
}
