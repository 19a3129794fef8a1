//! A stored decision gives the same bytes again: after reading it back, in another process, years later.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

use std::io::Write;
use std::path::Path;
use std::process::Command;

use serde_json::json;
use sha2::{Digest, Sha256};
use suar_rules::{Case, Leg, Pack, Stage, Statement};

/// The fixed pack; what it says must never change. Where the form of packs or explanations changes on purpose, the
/// two hashes below are computed again and the form's version is raised. Where it changes what every pack must hold,
/// the pack is completed, and the hashes are computed again.
fn fixed_pack() -> Pack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/replay");
    let names = [
        "pack.toml",
        "indicators/FIX-01.toml",
        "indicators/FIX-02.toml",
        "indicators/FIX-03.toml",
        "indicators/TIP-14.toml",
        "indicators/TIP-15.toml",
        "indicators/TIP-19.toml",
        "indicators/TIP-30.toml",
        "indicators/TIP-31.toml",
        "indicators/TIP-60.toml",
        "indicators/CUR-01.toml",
        "indicators/CUR-02.toml",
        "indicators/CUR-05.toml",
        "indicators/CUR-24.toml",
        "indicators/LNK-02.toml",
        "indicators/LNK-03.toml",
    ];
    let files = names.map(|name| (name, std::fs::read_to_string(folder.join(name)).unwrap()));
    Pack::from_files(files).unwrap_or_else(|errors| panic!("{errors}"))
}

fn stored_case(pack: &Pack) -> Case {
    let vocabulary = pack.vocabulary();
    let mut case = Case::new(Leg::Departure, Stage::Port, "2026-11-24".parse().unwrap());
    let mut say = |id: &str, value: serde_json::Value, source: &str, at: &str| {
        let fact = vocabulary.fact(id).unwrap();
        let statement = Statement {
            value: vocabulary.value(fact, &value).unwrap(),
            source: vocabulary.source(source).unwrap(),
            at: (!at.is_empty()).then(|| at.to_owned()),
        };
        case.state(fact, statement);
    };
    say("person.age_years", json!(31), "mrz", "");
    say("trip.purpose", json!("work"), "K1", "2026-11-24T01:20:00Z");
    say(
        "control.id_holder",
        json!("self"),
        "K3",
        "2026-11-24T01:21:00Z",
    );
    say(
        "control.id_holder",
        json!("escort"),
        "E1",
        "2026-11-24T01:34:00Z",
    );
    say("cargo.for_other", json!(true), "K5", "2026-11-24T01:22:00Z");
    say(
        "cargo.reward",
        json!(["ticket", "money"]),
        "F5",
        "2026-11-24T01:36:00Z",
    );
    say("money.fee_months_of_wage", json!(2.25), "document", "");
    say(
        "doc.passport_issue_date",
        json!("2026-10-02"),
        "document",
        "",
    );
    say("doc.placement_docs", json!("all"), "document", "");
    say(
        "person.origin_region",
        json!("a region"),
        "B1",
        "2026-11-24T01:31:00Z",
    );
    case.refused
        .insert(vocabulary.fact("wish.safe_to_leave").unwrap());
    case.dont_know
        .insert(vocabulary.fact("recruit.source").unwrap());
    case
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// SHA-256 of the record of [`stored_case`].
const RECORD: &str = "635a5b2ae102e00f8b66cdd1c3e680810f362c60bd4c182d7092f7aa705bd625";
/// SHA-256 of what that record replays to.
const EXPLANATION: &str = "d626660447e0b622567f57c9d4977654b55f018c6fe41c5be300508d8edda02e";

#[test]
fn the_bytes_of_a_record_and_its_replay_are_those_of_the_first_day() {
    let pack = fixed_pack();
    let stored = pack.record(&stored_case(&pack)).to_bytes().unwrap();
    assert_eq!(
        hash(&stored),
        RECORD,
        "{}",
        String::from_utf8_lossy(&stored)
    );
    let replayed = pack.replay(&stored).unwrap();
    assert_eq!(
        hash(&replayed),
        EXPLANATION,
        "{}",
        String::from_utf8_lossy(&replayed)
    );
    assert_eq!(
        replayed,
        pack.explain(&stored_case(&pack)).to_bytes().unwrap()
    );
}

/// Names the test that another process runs, and the marker of what it prints.
const CHILD: &str = "SUAR_REPLAY_CHILD";

#[test]
fn another_process_replays_to_the_same_bytes() {
    let pack = Pack::builtin().unwrap_or_else(|errors| panic!("{errors}"));
    let stored = pack.record(&stored_case(pack)).to_bytes().unwrap();
    let here = hash(&pack.replay(&stored).unwrap());
    if std::env::var_os(CHILD).is_some() {
        writeln!(std::io::stderr(), "replayed {here}").unwrap();
        return;
    }
    for _ in 0..2 {
        let run = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "another_process_replays_to_the_same_bytes",
                "--nocapture",
            ])
            .env(CHILD, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{said}");
        assert!(said.contains(&format!("replayed {here}")), "{said}");
    }
}
