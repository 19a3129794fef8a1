//! The process is killed without a warning. What it said was saved is there.
//!
//! The second process is this test again, started with the folder in an environment variable.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use suar_registry::RegistryError;

use crate::world::{
    answering, at, create, importing, opening, save, screening_id, sound_log, unlock,
};

const FOLDER: &str = "SUAR_TEST_REGISTRY";
/// More than any round lets the process write.
const FAR: u64 = 100_000;

/// This test in a process of its own.
fn again(test: &str, folder: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", test, "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a second process")
}

/// The folder, in the second process.
fn given_folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nsuar: {text}").expect("the first process listens");
    out.flush().expect("the first process listens");
}

/// What the second process says, without what the test runner says around it.
fn said(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let out = child.stdout.take().expect("a pipe");
    BufReader::new(out)
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| line.strip_prefix("suar: ").map(str::to_owned))
}

/// Answers one question after the other and says so each time; ends only when it is killed.
fn answer_for_ever(folder: &Path) {
    let registry = unlock(folder).expect("opens in the second process");
    let first = 1 + registry
        .screening(screening_id(1))
        .expect("the form")
        .answers
        .len() as u64;
    for n in first..FAR {
        let seconds = i64::try_from(n).expect("a moment");
        save(
            &registry,
            at(seconds),
            &answering(1, &format!("Q{n}"), &n.to_string()),
        )
        .expect("saved");
        say(&n.to_string());
    }
}

#[test]
fn every_answer_that_was_confirmed_survives_sigkill() {
    if let Some(folder) = given_folder() {
        return answer_for_ever(&folder);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    save(&registry, at(1), &importing(1, 3)).expect("imported");
    save(&registry, at(2), &opening(1, 1, 1)).expect("opened");
    drop(registry);

    let mut before = 0;
    for kill_after in [1, 2, 5, 13, 34, 89] {
        let mut child = again(
            "killed::every_answer_that_was_confirmed_survives_sigkill",
            folder.path(),
        );
        let mut lines = said(&mut child);
        let mut confirmed: Vec<u64> = lines
            .by_ref()
            .take(kill_after)
            .map(|line| line.parse().expect("a number"))
            .collect();
        assert_eq!(confirmed.len(), kill_after, "the second process works");
        child.kill().expect("killed");
        confirmed.extend(lines.map(|line| line.parse::<u64>().expect("a number")));
        let status = child.wait().expect("ended");
        assert!(!status.success(), "it did not end by itself");

        let registry = unlock(folder.path()).expect("opens after the kill");
        let form = registry.screening(screening_id(1)).expect("the form");
        for n in &confirmed {
            let question = format!("Q{n}");
            let answer = form.answers.iter().find(|a| a.question == question);
            let key = answer.and_then(|answer| answer.key.clone());
            assert_eq!(key, Some(n.to_string()), "answer {n} was confirmed");
        }
        let stored = form.answers.len();
        let known = before + confirmed.len();
        assert!(
            stored == known || stored == known + 1,
            "at most the one answer under way is there unconfirmed: {stored} of {known}"
        );
        let log = sound_log(&registry);
        let answers = log.iter().filter(|change| change.field == "answer").count();
        assert_eq!(
            answers, stored,
            "no answer without its line, no line without its answer"
        );
        assert_eq!(
            registry.verify_audit().expect("a sound audit"),
            3 + stored as u64,
            "the founder, the import, the form, and each answer"
        );
        assert_eq!(
            registry.open_screening().expect("a form"),
            Some(screening_id(1)),
            "the counter goes on where it was"
        );
        before = stored;
    }
}

/// Imports one manifest after the other; ends only when it is killed.
fn import_for_ever(folder: &Path) {
    let registry = unlock(folder).expect("opens in the second process");
    let first = 1 + registry.sailings().expect("sailings").len() as u64;
    for n in first..=30 {
        let seconds = i64::try_from(n).expect("a moment");
        save(&registry, at(seconds), &importing(n, 300)).expect("imported");
        say(&n.to_string());
    }
}

#[test]
fn an_import_that_sigkill_interrupts_is_there_whole_or_not_at_all() {
    if let Some(folder) = given_folder() {
        return import_for_ever(&folder);
    }
    let folder = tempfile::tempdir().expect("a folder");
    drop(create(folder.path()).expect("a registry"));
    for kill_after in [1, 2, 1, 3] {
        let mut child = again(
            "killed::an_import_that_sigkill_interrupts_is_there_whole_or_not_at_all",
            folder.path(),
        );
        let mut lines = said(&mut child);
        let mut last = lines.by_ref().take(kill_after).last().expect("it works");
        child.kill().expect("killed");
        last = lines.last().unwrap_or(last);
        let confirmed: usize = last.parse().expect("a number");
        assert!(!child.wait().expect("ended").success());

        let registry = unlock(folder.path()).expect("opens after the kill");
        let sailings = registry.sailings().expect("sailings");
        assert!(
            sailings.len() == confirmed || sailings.len() == confirmed + 1,
            "every confirmed import is there: {} of {confirmed}",
            sailings.len()
        );
        for sailing in &sailings {
            let board = registry.board(sailing.id, 0, 1_000).expect("a board");
            assert_eq!(board.len(), 300, "a sailing has all of its people");
        }
        let people = registry.people_count().expect("a count");
        assert_eq!(
            people,
            300 * sailings.len() as u64,
            "and nobody belongs to none"
        );
        sound_log(&registry);
        let rows = registry.verify_audit().expect("a sound audit");
        assert_eq!(rows, 1 + sailings.len() as u64);
    }
}

#[test]
fn a_second_process_is_refused_while_the_first_is_open() {
    if let Some(folder) = given_folder() {
        return match unlock(&folder) {
            Err(RegistryError::AlreadyOpen) => say("already open"),
            Err(error) => say(&error.to_string()),
            Ok(registry) => say(&format!(
                "{} people",
                registry.people_count().expect("a count")
            )),
        };
    }
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    save(&registry, at(1), &importing(1, 3)).expect("imported");
    let ask = || {
        let mut child = again(
            "killed::a_second_process_is_refused_while_the_first_is_open",
            folder.path(),
        );
        let answer: Vec<String> = said(&mut child).collect();
        assert!(child.wait().expect("ended").success());
        answer
    };
    assert_eq!(ask(), ["already open"]);
    save(&registry, at(2), &opening(1, 1, 1)).expect("the first works on");
    drop(registry);
    assert_eq!(
        ask(),
        ["3 people"],
        "afterwards it is the second one's turn"
    );
}
