//! `suarctl rules` as an author of packs sees it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use suar_rules::SHIPPED_FILES;

struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

fn rules(args: &[&str], input: &str) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_suarctl"))
        .arg("rules")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may stop before it reads, for instance when its arguments are wrong.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    said(child.wait_with_output().unwrap())
}

fn said(output: Output) -> Said {
    Said {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The shipped pack as a folder, with texts replaced in one of its files.
fn folder(file: &str, edits: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("indicators")).unwrap();
    for (path, text) in SHIPPED_FILES {
        let mut text = (*text).to_owned();
        if *path == file {
            for (old, new) in edits {
                assert!(text.contains(old), "{file} has no {old:?}");
                text = text.replace(old, new);
            }
        }
        fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

const TIP_12: &str = "indicators/TIP-12.toml";
const MILD: [(&str, &str); 2] = [
    (
        "strength_adult = \"medium\"\nstrength_child = \"medium\"",
        "strength_adult = \"weak\"\nstrength_child = \"weak\"",
    ),
    (
        "expect = \"present\"\nstrength = \"medium\"",
        "expect = \"present\"\nstrength = \"weak\"",
    ),
];

#[test]
fn a_usable_pack_is_told_with_what_it_holds() {
    let pack = folder("", &[]);
    let said = rules(&["check", text(pack.path())], "");
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(
        said.out.contains("usable: inti 1.0.0, 125 indicators, "),
        "{}",
        said.out
    );
    let said = rules(&["test"], "");
    assert_eq!(said.status, 0);
    assert!(
        said.out
            .contains("cases of 125 indicators come out as written"),
        "{}",
        said.out
    );
}

#[test]
fn a_slip_is_told_with_its_place_and_a_fix() {
    let pack = folder(
        TIP_12,
        &[(
            "control.id_holder in [escort",
            "control.id_holdr in [escort",
        )],
    );
    let line = fs::read_to_string(pack.path().join(TIP_12)).unwrap();
    let line = 1 + line
        .lines()
        .position(|line| line.starts_with("control.id_holdr"))
        .unwrap();
    let said = rules(&["check", text(pack.path())], "");
    assert_eq!(said.status, 1);
    assert!(
        said.out.contains(&format!("{TIP_12}:{line}:1")),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("control.id_holder"),
        "what was meant: {}",
        said.out
    );

    let answer = rules(&["check", "--format", "json", text(pack.path())], "").json();
    let problem = &answer[0]["problems"][0];
    assert_eq!(answer[0]["usable"], false);
    assert_eq!(
        (&problem["line"], &problem["column"]),
        (&json!(line), &json!(1))
    );
}

#[test]
fn a_failing_case_is_told_by_check_and_test() {
    let pack = folder(
        TIP_12,
        &[(
            "name = \"held by family\"\nfacts = { \"control.id_holder\" = \"family\" }\nexpect = \"absent\"",
            "name = \"held by family\"\nfacts = { \"control.id_holder\" = \"family\" }\nexpect = \"present\"",
        )],
    );
    let checked = rules(&["check", text(pack.path())], "");
    assert_eq!(checked.status, 1);
    assert!(checked.out.contains("held by family"), "{}", checked.out);
    let tested = rules(&["test", text(pack.path())], "");
    assert_eq!(tested.status, 1);
    assert!(
        tested.err.contains("held by family") && tested.out.is_empty(),
        "{}",
        tested.err
    );
}

#[test]
fn one_file_is_read_as_part_of_the_shipped_pack() {
    let pack = folder(TIP_12, &MILD);
    let file = pack.path().join(TIP_12);
    assert_eq!(rules(&["check", text(&file)], "").status, 0);
    let said = rules(&["diff", "--language", "en", "shipped", text(&file)], "");
    assert_eq!(said.status, 1);
    assert!(
        said.out
            .contains("TIP-12: strength for an adult changed from medium to weak"),
        "{}",
        said.out
    );
    assert!(
        said.out
            .contains("Case TIP-12 \"held by an escort\": dalami becomes lengkapi"),
        "{}",
        said.out
    );
}

#[test]
fn what_cannot_be_read_is_another_exit_status() {
    let empty = tempfile::tempdir().unwrap();
    let missing = rules(&["check", text(&empty.path().join("nowhere"))], "");
    assert_eq!(missing.status, 2);
    assert!(missing.err.contains("fix: "), "{}", missing.err);
    let large = empty.path().join("TIP-12.toml");
    fs::write(&large, vec![b'#'; 300 * 1024]).unwrap();
    assert_eq!(rules(&["check", text(&large)], "").status, 2);
    fs::write(empty.path().join("TIP-13.toml"), [0xff, 0xfe]).unwrap();
    assert_eq!(
        rules(&["check", text(&empty.path().join("TIP-13.toml"))], "").status,
        2
    );
    assert_eq!(rules(&["diff", "shipped"], "").status, 2);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_a_pack_is_not_followed() {
    let pack = folder("", &[]);
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.toml"), "id = \"x\"").unwrap();
    let link = pack.path().join("indicators/TIP-99.toml");
    std::os::unix::fs::symlink(outside.path().join("secret.toml"), link).unwrap();
    let said = rules(&["check", text(pack.path())], "");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("leads out of the pack"), "{}", said.err);
}

#[test]
fn equal_packs_differ_in_nothing_in_both_languages() {
    let pack = folder("pack.toml", &[("[numbers]", "# A remark.\n[numbers]")]);
    for language in ["id", "en"] {
        let said = rules(
            &["diff", "--language", language, "shipped", text(pack.path())],
            "",
        );
        assert_eq!(said.status, 0, "{}", said.out);
        assert_eq!(said.out.lines().count(), 1);
    }
    let answer = rules(
        &["diff", "--format", "json", "shipped", text(pack.path())],
        "",
    )
    .json();
    assert_eq!(answer["differences"], json!([]));
    assert_ne!(answer["old"]["hash"], answer["new"]["hash"]);
}

#[test]
fn layout_is_checked_and_set_right() {
    let pack = folder(
        TIP_12,
        &[(
            "[escort, recruiter, other]\nor (",
            "[escort,recruiter, other]  or (  ",
        )],
    );
    let file = pack.path().join(TIP_12);
    let checked = rules(&["fmt", "--check", text(pack.path())], "");
    assert_eq!(
        (checked.status, checked.out.lines().count()),
        (1, 1),
        "{}",
        checked.out
    );
    let done = rules(&["fmt", text(&file)], "");
    assert_eq!(done.status, 0, "{}", done.err);
    let shipped = SHIPPED_FILES
        .iter()
        .find(|(path, _)| *path == TIP_12)
        .unwrap()
        .1;
    assert_eq!(fs::read_to_string(&file).unwrap(), shipped);
    assert_eq!(rules(&["fmt", "--check", text(pack.path())], "").status, 0);
}

fn case(facts: &Value) -> String {
    json!({ "id": "a", "leg": "departure", "stage": "port", "as_of": "2026-11-24", "facts": facts })
        .to_string()
}

#[test]
fn a_level_is_explained_sign_by_sign() {
    let held =
        case(&json!({ "control.id_holder": "employer", "control.id_on_request": "refused" }));
    let said = rules(&["explain", "--language", "en", "-"], &held);
    assert_eq!(said.status, 0, "{}", said.err);
    for words in [
        "dalami: documents lengkapi, trafficking dalami, courier siap",
        "TIP-12 present medium, counted (D2)",
        "Someone else holds the passport.",
        "yes all of",
        "yes control.id_holder in [p3mi, employer]   (control.id_holder is \"employer\")",
        "no  control.id_on_request = yes   (control.id_on_request is \"refused\")",
        "?   companion.group_kind = p3mi_batch   (companion.group_kind is not known)",
        "What would change the level",
    ] {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
    let answer = rules(&["explain", "--format", "json", "-"], &held).json();
    assert_eq!(answer["level"], "dalami");
    let reasons = answer["indicators"].as_array().unwrap();
    let reason = reasons
        .iter()
        .find(|reason| reason["id"] == "TIP-12")
        .unwrap();
    assert_eq!(reason["trace"]["condition"]["truth"], "true");
    let lower = answer["changes"]["lower"].as_array().unwrap();
    let by_holder = lower
        .iter()
        .any(|way| way["changes"][0]["fact"] == "control.id_on_request");
    assert!(
        by_holder,
        "given back on request, it would be withdrawn: {lower:?}"
    );
}

#[test]
fn a_near_miss_says_what_is_open() {
    let near = case(&json!({ "control.id_holder": "employer" }));
    let said = rules(&["explain", "-"], &near);
    let place = said
        .out
        .find("\nTIP-12 unknown")
        .unwrap_or_else(|| panic!("{}", said.out));
    let told = &said.out[place..];
    assert!(told.contains("near: 1 of 2 conditions hold"), "{told}");
    assert!(
        told.contains("control.id_on_request = refused is not known"),
        "{told}"
    );
}

#[test]
fn a_case_with_a_slip_is_told_without_its_values() {
    let wrong = case(&json!({ "control.id_holder": "MELATI CONTOH" }));
    let said = rules(&["explain", "-"], &wrong);
    assert_eq!(said.status, 1);
    assert!(
        said.err.contains("control.id_holder") && !said.err.contains("MELATI"),
        "{}",
        said.err
    );
    assert_eq!(rules(&["explain", "/nowhere/case.json"], "").status, 2);
}

/// A training registry and its passphrase.
fn registry(people: u32) -> (tempfile::TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("registry");
    let output = Command::new(env!("CARGO_BIN_EXE_suarctl"))
        .args([
            "demo",
            "--people",
            &people.to_string(),
            "--seed",
            "7",
            text(&path),
        ])
        .output()
        .unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let passphrase = out.split("The passphrase is: ").nth(1).unwrap();
    (folder, path, passphrase.trim().to_owned())
}

#[test]
fn a_registry_is_judged_by_another_pack_and_names_nobody() {
    let (_folder, path, passphrase) = registry(300);
    let pack = folder("pack.toml", &[("dalami_medium = 2", "dalami_medium = 3")]);
    let args = |format| {
        [
            "backtest",
            "--pack",
            text(pack.path()),
            "--registry",
            text(&path),
            "--format",
            format,
        ]
    };
    let said = rules(&args("json"), &format!("{passphrase}\n"));
    assert_eq!(said.status, 0, "{}", said.err);
    let report = said.json();
    assert_eq!(report["unreadable"], 0);
    let people = report["people"].as_u64().unwrap();
    assert!((250..=300).contains(&people), "{people} people");
    let transitions = report["transitions"].as_array().unwrap().iter();
    let sum: u64 = transitions
        .flat_map(|row| row.as_array().unwrap())
        .map(|n| n.as_u64().unwrap())
        .sum();
    assert_eq!(sum, people, "everybody has one place in the table");
    let human = rules(&args("human"), &passphrase);
    assert!(
        human.out.contains("Levels: from (row) to (column)"),
        "{}",
        human.out
    );

    let wrong = rules(&args("human"), "not the passphrase\n");
    assert_eq!(wrong.status, 2);
    assert!(
        wrong.out.is_empty() && wrong.err.contains("fix: "),
        "{}",
        wrong.err
    );
}

#[test]
fn facts_are_found_by_a_word_of_their_question() {
    let said = rules(&["facts", "--language", "en", "ticket_payer"], "");
    assert_eq!(said.status, 0, "{}", said.err);
    for words in [
        "money.ticket_payer: ",
        "new_acquaintance",
        "filled by ",
        "a rule may read it: yes",
    ] {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
    let origin = rules(&["facts", "person.origin_region"], "");
    assert!(
        origin.out.contains("a rule may read it: never"),
        "{}",
        origin.out
    );
    assert_eq!(rules(&["facts", "no such word"], "").status, 1);
    let all = rules(&["facts", "--format", "json"], "").json();
    assert_eq!(all.as_array().map(Vec::len), Some(221));
}

#[test]
fn an_unknown_fact_names_the_list_and_never_a_forbidden_fact() {
    let edit = |fact: &str| {
        let pack = folder(
            TIP_12,
            &[(
                "control.id_holder in [escort",
                &format!("{fact} in [escort"),
            )],
        );
        rules(&["check", text(pack.path())], "").out
    };
    let far = edit("control.passport_with");
    assert!(far.contains("suarctl rules facts"), "{far}");
    assert!(!far.contains("did you mean"), "{far}");
    let forbidden = edit("person.sexx");
    assert!(!forbidden.contains("person.sex?"), "{forbidden}");
}

#[test]
fn a_copy_gets_an_id_of_its_own() {
    let place = tempfile::tempdir().unwrap();
    let pack = place.path().join("mine");
    let said = rules(
        &[
            "copy",
            text(&pack),
            "--id",
            "nunukan",
            "--author",
            "P4MI Nunukan",
        ],
        "",
    );
    assert_eq!(said.status, 0, "{}", said.err);
    let head = fs::read_to_string(pack.join("pack.toml")).unwrap();
    for line in [
        "id = \"nunukan\"",
        "version = \"0.1.0\"",
        "author = \"P4MI Nunukan\"",
        "title_id = \"Paket inti\"",
    ] {
        assert!(head.lines().any(|each| each == line), "{line}\n{head}");
    }
    let checked = rules(&["check", text(&pack)], "");
    assert!(
        checked.out.contains("usable: nunukan 0.1.0"),
        "{}",
        checked.out
    );
    let other = place.path().join("other");
    assert_eq!(
        rules(&["copy", text(&other), "--id", "In Ti"], "").status,
        2
    );
    assert!(!other.exists());
}

#[test]
fn a_file_under_a_name_that_no_pack_reads_is_told() {
    let pack = folder("", &[]);
    fs::write(
        pack.path().join("indicators/TIP-70.toml.txt"),
        "id = \"TIP-70\"",
    )
    .unwrap();
    let said = rules(&["check", text(pack.path())], "");
    assert_eq!(said.status, 1, "{}", said.out);
    assert!(
        said.out.contains("error[file-name]") && said.out.contains("remove .txt from its name"),
        "{}",
        said.out
    );
}

#[test]
fn a_folder_among_the_indicators_is_told_and_not_passed_over() {
    let pack = folder("", &[]);
    let inner = pack.path().join("indicators/more");
    fs::create_dir(&inner).unwrap();
    fs::copy(pack.path().join(TIP_12), inner.join("TIP-70.toml")).unwrap();
    for command in ["check", "test"] {
        let said = rules(&[command, text(pack.path())], "");
        let words = format!("{}{}", said.out, said.err);
        assert_eq!(said.status, 1, "{words}");
        assert!(
            words.contains("indicators/more/:1:1")
                && words.contains("put its files into indicators/"),
            "{words}"
        );
    }
}

#[test]
fn no_name_moves_the_cursor() {
    let outer = tempfile::tempdir().unwrap();
    let named = outer.path().join("pack\u{1b}[2J\u{9b}31m\u{202e}");
    fs::rename(folder("", &[]).keep(), &named).unwrap();
    let missing = outer.path().join("none\u{1b}]0;x\u{7}");
    let commands: [&[&str]; 6] = [
        &["check", text(&named)],
        &["check", "--format", "json", text(&named)],
        &["fmt", "--check", text(&named)],
        &["check", text(&missing)],
        &["diff", text(&named), text(&missing)],
        &["explain", text(&missing)],
    ];
    for command in commands {
        let said = rules(command, "");
        let words = format!("{}{}", said.out, said.err);
        let moves = |character: char| suar_rules::is_hidden(character) && character != '\n';
        assert!(!words.contains(moves), "{words:?}");
    }
    let json = rules(&["check", "--format", "json", text(&named)], "").json();
    assert_eq!(
        json[0]["path"],
        text(&named),
        "a program reads the name as it is"
    );
}

#[test]
fn a_single_file_is_read_with_the_pack_around_it() {
    let pack = folder("pack.toml", &[("id = \"inti\"", "id = \"mine\"")]);
    let said = rules(&["check", text(&pack.path().join(TIP_12))], "");
    assert!(
        said.out.contains("usable: mine 1.0.0"),
        "{}{}",
        said.out,
        said.err
    );
    let alone = tempfile::tempdir().unwrap();
    let file = alone.path().join("TIP-12.toml");
    fs::copy(pack.path().join(TIP_12), &file).unwrap();
    let said = rules(&["check", text(&file)], "");
    assert!(said.out.contains("usable: inti 1.0.0"), "{}", said.out);
}

#[test]
fn a_review_that_has_ended_is_a_warning() {
    let pack = folder(
        TIP_12,
        &[
            ("reviewed = \"2026-11-24\"", "reviewed = \"2019-01-01\""),
            ("expires = \"2027-11-24\"", "expires = \"2020-01-01\""),
        ],
    );
    let said = rules(&["check", text(pack.path())], "");
    assert_eq!(said.status, 0, "{}", said.out);
    assert!(
        said.out
            .contains("warning[expired]: the review of TIP-12 ended on 2020-01-01"),
        "{}",
        said.out
    );
    let tested = rules(&["test", text(pack.path())], "");
    assert!(tested.err.contains("2020-01-01"), "{}", tested.err);
    let answer = rules(&["check", "--format", "json", text(pack.path())], "").json();
    assert_eq!(answer[0]["usable"], true);
    assert_eq!(answer[0]["warnings"][0]["code"], "expired");
}

#[test]
fn a_file_that_cannot_be_read_does_not_hide_the_others() {
    let pack = folder(
        TIP_12,
        &[(
            "control.id_holder in [escort",
            "control.id_holdr in [escort",
        )],
    );
    fs::write(pack.path().join("indicators/DOC-05.toml"), "id = ").unwrap();
    let said = rules(&["check", text(pack.path())], "");
    assert!(
        said.out.contains("indicators/DOC-05.toml:1") && said.out.contains("control.id_holdr"),
        "{}",
        said.out
    );
    assert!(
        !said.out.contains("there is no indicator DOC-05"),
        "nobody is blamed for pointing to it: {}",
        said.out
    );
    assert!(
        said.out.contains("its cases were not run yet"),
        "{}",
        said.out
    );
}

#[test]
fn a_failing_case_says_which_part_decided() {
    let pack = folder(
        "indicators/TIP-16.toml",
        &[(
            "= true }\nexpect = \"present\"",
            "= false }\nexpect = \"present\"",
        )],
    );
    let said = rules(&["check", text(pack.path())], "");
    assert!(
        said.out.contains("harm.threat_authority = true fails"),
        "{}",
        said.out
    );
}

#[test]
fn a_sign_that_is_not_counted_says_why() {
    let facts = case(&json!({ "vul.economic": true, "vul.disaster": true }));
    let said = rules(&["explain", "--language", "en", "-"], &facts);
    let line = said
        .out
        .lines()
        .find(|line| line.starts_with("TIP-20 present"))
        .unwrap_or_else(|| panic!("{}", said.out));
    assert!(line.contains("not counted: it is not decisive"), "{line}");
}

#[test]
fn broken_json_is_told_with_its_line() {
    let said = rules(&["explain", "-"], "{ \"id\": \"a\",\n  \"leg\": }");
    assert_eq!(said.status, 1);
    assert!(said.err.contains("line 2, column "), "{}", said.err);
}

#[test]
fn core_questions_are_one_line_and_changes_stand_by_level() {
    let facts =
        case(&json!({ "control.id_holder": "employer", "control.id_on_request": "refused" }));
    let said = rules(&["explain", "--language", "en", "-"], &facts);
    let line = said
        .out
        .lines()
        .find(|line| line.starts_with("  questions that were not put: "))
        .unwrap_or_else(|| panic!("{}", said.out));
    assert!(line.contains("K1") && !line.contains("K3"), "{line}");
    assert!(!said.out.contains("answered(K1)"), "{}", said.out);
    assert!(said.out.contains(", by any one of\n    "), "{}", said.out);
    let whole = rules(&["explain", "--all", "-"], &facts);
    assert!(whole.out.contains("answered(K1)"), "--all shows the tree");
}
