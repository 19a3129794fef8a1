//! The reported cases: what happened to real people, as far as a counter could have known.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;

use common::{case, pack};
use serde_json::Value;
use suar_rules::{Leg, Level, Screening, Stage};

fn level(word: &str) -> Level {
    match word {
        "siap" => Level::Siap,
        "lengkapi" => Level::Lengkapi,
        "dalami" => Level::Dalami,
        "lindungi" => Level::Lindungi,
        other => panic!("no level {other}"),
    }
}

fn lane(screening: &Screening, lane: &str) -> Level {
    match lane {
        "documents" => screening.lanes.documents,
        "trafficking" => screening.lanes.trafficking,
        "courier" => screening.lanes.courier,
        "overall" => screening.level,
        other => panic!("no lane {other}"),
    }
}

fn screened(row: &Value) -> Screening {
    let leg = if row["leg"] == "return" {
        Leg::Return
    } else {
        Leg::Departure
    };
    let mut case = case(leg, &row["facts"]);
    case.stage = match row["stage"].as_str().unwrap() {
        "predeparture" => Stage::Predeparture,
        "port" => Stage::Port,
        _ => Stage::Return,
    };
    case.as_of = row["as_of"].as_str().unwrap().parse().unwrap();
    case.manifest_only = case.rests_on_manifest();
    pack().screen(&case)
}

#[test]
fn every_reported_case_comes_out_within_its_expectation() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/cases/dev-cases.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let mut misses = Vec::new();
    let (mut rows, mut scorable) = (0, 0);
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let screening = screened(&row);
        let expect = &row["expect"];
        let is_scorable = expect["scorable"].as_bool().unwrap();
        rows += 1;
        scorable += usize::from(is_scorable);
        let also = expect["also"].as_array().into_iter().flatten();
        for wanted in std::iter::once(expect).chain(also) {
            let name = wanted["lane"].as_str().unwrap();
            let found = lane(&screening, name);
            let (min, max) = (
                level(wanted["min"].as_str().unwrap()),
                level(wanted["max"].as_str().unwrap()),
            );
            // A thin report is no miss from below; its upper bound holds.
            if found > max || (is_scorable && found < min) {
                misses.push(format!(
                    "{} {name}: {found:?} is not within {min:?} to {max:?}",
                    row["id"]
                ));
            }
        }
    }
    assert_eq!(
        (rows, scorable),
        (36, 26),
        "the file of reported cases changed"
    );
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}
