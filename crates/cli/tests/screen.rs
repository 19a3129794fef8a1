//! `suarctl screen` as a script sees it: lines in, lines out, exit status.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn suarctl(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_suarctl"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || {
        // The program may stop reading before the end, for instance when its arguments are wrong.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap();
    output
}

fn screened(input: &[u8]) -> (Vec<Value>, i32) {
    let output = suarctl(&["screen"], input);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    (lines, output.status.code().unwrap())
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn line(facts: &Value) -> Value {
    json!({ "id": "a", "leg": "departure", "stage": "port", "as_of": "2026-11-24", "facts": facts })
}

fn lines(values: &[Value]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| format!("{value}\n").into_bytes())
        .collect()
}

#[test]
fn an_answer_has_the_agreed_shape() {
    let facts = json!({ "control.id_holder": "other", "cargo.for_other": true, "cargo.content_known": false });
    let (answers, status) = screened(&lines(&[line(&facts)]));
    assert_eq!(status, 0);
    let answer = answers[0].as_object().unwrap();
    let keys: Vec<&str> = answer.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "id",
            "level",
            "lanes",
            "possible",
            "indicators",
            "next_questions",
            "actions"
        ]
    );
    assert_eq!(
        answer["level"], "lindungi",
        "K3 = 3 and K5 = 3: the joint rule"
    );
    let lanes =
        json!({ "documents": "lengkapi", "trafficking": "lindungi", "courier": "lindungi" });
    assert_eq!(answer["lanes"], lanes);
    assert_eq!(answer["possible"]["highest"], "lindungi");
    let indicators = answer["indicators"].as_array().unwrap();
    let parcel = indicators
        .iter()
        .find(|indicator| indicator["id"] == "CUR-01")
        .unwrap();
    assert_eq!(
        (&parcel["lane"], &parcel["strength"], &parcel["state"]),
        (&json!("courier"), &json!("medium"), &json!("present"))
    );
    assert!(
        parcel["facts"]
            .as_array()
            .unwrap()
            .contains(&json!("cargo.for_other"))
    );
    for indicator in indicators {
        assert!(
            ["present", "unknown"].contains(&indicator["state"].as_str().unwrap()),
            "{indicator}"
        );
    }
    assert_eq!(
        answer["actions"][0], "TIP-12",
        "strongest first, then pack order"
    );
}

#[test]
fn the_reported_cases_are_answered_one_line_for_one() {
    let path = repository().join("tests/fixtures/cases/dev-cases.jsonl");
    let cases = std::fs::read_to_string(&path).unwrap();
    let output = suarctl(&["screen", path.to_str().unwrap()], b"");
    assert_eq!(
        output.status.code(),
        Some(0),
        "the keys expect and label are left alone"
    );
    let answers = String::from_utf8(output.stdout).unwrap();
    let ids = |text: &str| -> Vec<Value> {
        text.lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone())
            .collect()
    };
    assert_eq!(ids(&answers), ids(&cases), "in order");
}

#[test]
fn a_line_that_cannot_be_used_is_answered_in_its_place() {
    let good = line(&json!({ "trip.purpose": "work" }));
    let with = |key: &str, value: Value| {
        let mut line = good.clone();
        line[key] = value;
        line.to_string()
    };
    let without = |key: &str| {
        let mut line = good.clone();
        line.as_object_mut().unwrap().remove(key);
        line.to_string()
    };
    let id = json!("a");
    let table: Vec<(String, &str, Value)> = vec![
        ("{".to_owned(), "broken_json", Value::Null),
        (String::new(), "empty_line", Value::Null),
        ("[]".to_owned(), "not_an_object", Value::Null),
        (format!("{good} {good}"), "broken_json", Value::Null),
        (without("id"), "missing_field", Value::Null),
        (without("leg"), "missing_field", id.clone()),
        (without("facts"), "missing_field", id.clone()),
        (with("leg", json!("sideways")), "wrong_value", id.clone()),
        (with("stage", json!(3)), "wrong_type", id.clone()),
        (with("as_of", json!("24-11-2026")), "wrong_date", id.clone()),
        (with("facts", json!([])), "wrong_type", id.clone()),
        (
            with("facts", json!({ "trip.purpse": "work" })),
            "unknown_fact",
            id.clone(),
        ),
        (
            with("facts", json!({ "trip.purpose": "wrk" })),
            "wrong_value",
            id.clone(),
        ),
        (
            with("facts", json!({ "trip.purpose": null })),
            "wrong_type",
            id.clone(),
        ),
        (
            with("facts", json!({ "cargo.for_other": "yes" })),
            "wrong_type",
            id.clone(),
        ),
        (
            with("facts", json!({ "cargo.reward": "money" })),
            "wrong_type",
            id.clone(),
        ),
        (
            with("facts", json!({ "cargo.reward": ["gold"] })),
            "wrong_value",
            id.clone(),
        ),
        (
            with("facts", json!({ "companion.children_n": 1.5 })),
            "wrong_type",
            id.clone(),
        ),
        (
            with("facts", json!({ "companion.children_n": -1 })),
            "out_of_range",
            id.clone(),
        ),
        (
            with("facts", json!({ "doc.passport_issue_date": "2026-02-30" })),
            "wrong_date",
            id.clone(),
        ),
        (
            with("refused", json!(["trip.purpose"])),
            "answered_and_refused",
            id.clone(),
        ),
        (
            with("refused", json!(["K8", "K99"])),
            "unknown_fact",
            id.clone(),
        ),
        (
            json!({ "id": "a", "leg": "departure", "stage": "port", "as_of": "2026-11-24", "refused": ["K4"],
                "facts": { "money.repay": "none" } }).to_string(),
            "answered_and_refused",
            id.clone(),
        ),
        (with("changed", json!("K3")), "wrong_type", id.clone()),
        (with("changed", json!(["K99"])), "unknown_fact", id.clone()),
        (
            with("dont_know", json!(["trip.purpose"])),
            "answered_and_dont_know",
            id.clone(),
        ),
        (with("refused", json!("K3")), "wrong_type", id.clone()),
        (with("refused", json!(["K99"])), "unknown_fact", id.clone()),
        (
            r#"{"id":"a","id":"b","leg":"return"}"#.to_owned(),
            "duplicate_key",
            id.clone(),
        ),
        (
            good.to_string().replace(
                "\"trip.purpose\":\"work\"",
                "\"trip.purpose\":\"work\",\"trip.purpose\":\"other\"",
            ),
            "duplicate_key",
            id,
        ),
    ];
    let mut input: Vec<u8> = table
        .iter()
        .flat_map(|(text, ..)| format!("{text}\n").into_bytes())
        .collect();
    input.extend_from_slice(b"\xFF\xFE\n");
    input.extend(lines(std::slice::from_ref(&good)));
    let (answers, status) = screened(&input);
    assert_eq!(status, 1, "some lines were errors");
    assert_eq!(answers.len(), table.len() + 2);
    for (index, (text, code, _)) in table.iter().enumerate() {
        let answer = &answers[index];
        assert_eq!(answer["error"]["code"], *code, "{text}: {answer}");
        assert_eq!(answer["error"]["line"], index + 1, "{text}");
        assert!(
            !answer["error"]["hint"].as_str().unwrap().is_empty(),
            "{answer}"
        );
    }
    for (index, (text, code, id)) in table
        .iter()
        .enumerate()
        .filter(|(_, (_, code, _))| *code != "duplicate_key")
    {
        assert_eq!(answers[index]["id"], *id, "{code}: {text}");
    }
    assert_eq!(answers[table.len()]["error"]["code"], "not_utf8");
    assert_eq!(
        answers[table.len() + 1]["level"],
        "siap",
        "the line after the errors is answered"
    );
}

/// A line with another member.
fn line_with(facts: &Value, name: &str, member: Value) -> Value {
    let mut line = line(facts);
    line[name] = member;
    line
}

#[test]
fn a_question_can_be_refused_although_another_one_made_its_fact_known() {
    // E4 said that there is no phone; K3, which asks for passport and phone, was refused. K1 was refused, the manifest
    // says why the journey is made.
    let rows = [
        line_with(
            &json!({ "control.phone_holder": "no_phone", "control.call_freedom": "no_phone" }),
            "refused",
            json!(["K3"]),
        ),
        line_with(&json!({ "trip.purpose": "work" }), "refused", json!(["K1"])),
        line_with(
            &json!({ "control.phone_holder": "no_phone" }),
            "dont_know",
            json!(["K3"]),
        ),
    ];
    let (answers, status) = screened(&lines(&rows));
    assert_eq!(status, 0, "{answers:?}");
    assert!(
        !answers[0]["next_questions"].to_string().contains("K3"),
        "{}",
        answers[0]
    );
    assert!(
        !answers[1]["next_questions"].to_string().contains("K1"),
        "{}",
        answers[1]
    );
}

#[test]
fn what_changed_since_a_clearance_counts_again() {
    let facts = json!({ "control.id_holder": "escort", "hist.cleared_recently": true });
    let rows = [
        line(&facts),
        line_with(&facts, "changed", json!(["control.id_holder"])),
        line_with(&facts, "changed", json!(["E1"])),
        line_with(&facts, "changed", json!(["K5"])),
    ];
    let (answers, status) = screened(&lines(&rows));
    assert_eq!(status, 0);
    let lanes: Vec<&str> = answers
        .iter()
        .map(|answer| answer["lanes"]["trafficking"].as_str().unwrap())
        .collect();
    assert_eq!(lanes, ["siap", "dalami", "dalami", "siap"]);
}

#[test]
fn no_value_of_a_line_is_repeated_in_an_error() {
    let planted = "Siti Aminah";
    let bad = [
        line(&json!({ "trip.purpose": planted })),
        line(&json!({ "person.age_years": planted })),
        line(&json!({ planted: true })),
        line(&json!({ "siti.aminah": true })),
        json!({ "id": "a", "leg": planted, "stage": "port", "as_of": planted, "facts": {} }),
    ];
    let mut input = lines(&bad);
    input.extend_from_slice(format!("{{\"id\":\"a\",\"leg\":\"{planted}\" oops\n").as_bytes());
    let output = suarctl(&["screen"], &input);
    let all = String::from_utf8([output.stdout, output.stderr].concat())
        .unwrap()
        .to_lowercase();
    assert!(!all.contains("aminah"), "{all}");
    assert_eq!(all.lines().count(), 6);
}

#[test]
fn a_misspelt_fact_is_answered_with_the_one_that_was_meant() {
    let (answers, _) = screened(&lines(&[line(&json!({ "trip.purpse": "work" }))]));
    assert_eq!(answers[0]["error"]["hint"], "did you mean trip.purpose?");
    assert!(
        answers[0]["error"]["message"]
            .as_str()
            .unwrap()
            .contains("trip.purpse")
    );
}

#[test]
fn refused_questions_stand_for_their_facts() {
    let facts = json!({
        "trip.purpose": "family_visit", "control.id_holder": "self", "cargo.for_other": false,
        "doc.travel_document": "passport", "doc.passport_valid_months": 30,
    });
    let mut refused = line(&facts);
    refused["refused"] = json!(["K8"]);
    let mut unsure = line(&facts);
    unsure["dont_know"] = json!(["wish.feels_safe"]);
    let (answers, status) = screened(&lines(&[line(&facts), refused, unsure]));
    assert_eq!(status, 0);
    let levels: Vec<&str> = answers
        .iter()
        .map(|answer| answer["level"].as_str().unwrap())
        .collect();
    assert_eq!(
        levels,
        ["lengkapi", "siap", "lengkapi"],
        "a refusal counts as asked, not knowing does not"
    );
    let proposes = |index: usize| {
        answers[index]["next_questions"]
            .as_array()
            .unwrap()
            .contains(&json!("K8"))
    };
    assert!(
        proposes(0) && !proposes(1),
        "a refused question is not proposed again"
    );
}

#[test]
fn manifest_facts_alone_are_capped() {
    let row = json!({ "person.age_years": 16, "trip.purpose": "work" });
    let mut answered = row.clone();
    answered["control.id_holder"] = json!("self");
    let (answers, _) = screened(&lines(&[line(&row), line(&answered)]));
    assert_eq!(answers[0]["level"], "dalami");
    assert_eq!(
        answers[1]["level"], "lindungi",
        "once a question was answered the cap is gone"
    );
}

#[test]
fn a_line_that_never_ends_costs_only_itself() {
    let mut input = vec![b'{'; 3 * 1024 * 1024];
    input.push(b'\n');
    input.extend(lines(&[line(&json!({}))]));
    let (answers, status) = screened(&input);
    assert_eq!(status, 1);
    assert_eq!(answers[0]["error"]["code"], "line_too_long");
    assert_eq!(answers[1]["id"], "a");
}

#[test]
fn a_pack_from_a_directory_answers_like_the_one_inside() {
    let pack = repository().join("crates/rules/packs/inti");
    let input = lines(&[line(&json!({ "recruit.source": "broker" }))]);
    let own = suarctl(&["screen", "--pack", pack.to_str().unwrap(), "-"], &input);
    assert_eq!(
        own.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&own.stderr)
    );
    assert_eq!(own.stdout, suarctl(&["screen"], &input).stdout);
}

#[test]
fn a_bad_pack_or_argument_is_status_2_with_a_fix_and_no_output() {
    let folder = tempfile::tempdir().unwrap();
    let pack = repository().join("crates/rules/packs/inti");
    std::fs::create_dir(folder.path().join("indicators")).unwrap();
    std::fs::copy(pack.join("pack.toml"), folder.path().join("pack.toml")).unwrap();
    let file = folder.path().join("indicators/TIP-16.toml");
    let text = std::fs::read_to_string(pack.join("indicators/TIP-16.toml")).unwrap();
    std::fs::write(
        &file,
        text.replace(
            "harm.threat_authority = true",
            "harm.thread_authority = true",
        ),
    )
    .unwrap();
    let folder = folder.path().to_str().unwrap();
    let bad: [&[&str]; 5] = [
        &["screen", "--pack", folder],
        &["screen", "--pack", "/nowhere"],
        &["screen", "/nowhere/cases.jsonl"],
        &["screen", "--format", "xml"],
        &["scream"],
    ];
    for args in bad {
        let output = suarctl(args, b"{}\n");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}: nothing was tried");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
    let spoilt = String::from_utf8(suarctl(bad[0], b"").stderr).unwrap();
    assert!(
        spoilt.contains("indicators/TIP-16.toml:12:14: error[unknown-fact]: there is no fact harm.thread_authority"),
        "{spoilt}"
    );
    assert!(
        spoilt.contains("fix: did you mean harm.threat_authority?"),
        "{spoilt}"
    );
}

#[test]
fn the_table_has_one_row_a_line() {
    let input = [lines(&[line(&json!({}))]), b"nonsense\n".to_vec()].concat();
    let output = suarctl(&["screen", "--format", "table"], &input);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows.len(), 3, "a heading and two rows");
    assert!(
        rows[0].starts_with("id ") && rows[1].starts_with("a ") && rows[2].contains("line 2"),
        "{text}"
    );
}

#[test]
fn an_empty_input_has_an_empty_answer() {
    let (answers, status) = screened(b"");
    assert!(answers.is_empty());
    assert_eq!(status, 0);
}
