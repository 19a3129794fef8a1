//! A killed process and a full disk: the rules stay what they are, and the next try works.
//!
//! The second process is the test again, started with the folder in an environment variable.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use suar_domain::pack::PackHash;
use suar_testkit::disk::SmallDisk;

use super::testing::{World, kept, mild, pack};
use super::*;

const FOLDER: &str = "SUAR_TEST_PACKS";
/// More packs than any round lets the process put in force.
const FAR: u32 = 10_000;

/// Keeps one new pack after the other, puts it in force and says so; ends only when it is killed.
fn change_for_ever(folder: &Path) {
    let world = World::unlocked(folder);
    let first = world.app.desk().expect("a desk");
    let first = first.registry.pack_history().expect("a history").len();
    for n in (0..FAR).skip(first) {
        let hash = kept(&world, &pack(&format!("2.0.{n}"), &[]));
        world.app.activate_pack(hash).expect("put in force");
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nsuar: {hash}").expect("the first process listens");
        out.flush().expect("the first process listens");
    }
}

#[test]
fn a_process_killed_between_two_steps_leaves_whole_packs_and_one_of_them_in_force() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return change_for_ever(Path::new(&folder));
    }
    let folder = World::new().into_folder();
    for round in 1..4 {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "--nocapture"])
            .arg("pack::faults::a_process_killed_between_two_steps_leaves_whole_packs_and_one_of_them_in_force")
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a second process");
        let said = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let said = said
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("suar: ").map(str::to_owned))
            .nth(round)
            .expect("it puts packs in force");
        child.kill().expect("killed");
        child.wait().expect("gone");

        let world = World::unlocked(folder.path());
        let packs = world.app.packs().expect("packs");
        assert!(!packs.stands_in, "round {round}");
        assert!(
            packs.kept.iter().all(|kept| kept.rules.is_ok()),
            "every file is whole"
        );
        let said: PackHash = said.parse().expect("a hash");
        let before = packs.chosen.before.flatten().map(|pack| pack.hash);
        assert!(
            packs.in_force.hash == said || before == Some(said),
            "what was confirmed is in force, or the very next one"
        );
    }
    let world = World::unlocked(folder.path());
    let hash = kept(&world, &mild());
    world.app.activate_pack(hash).expect("work goes on");
    let desk = world.app.desk().expect("a desk");
    desk.registry.verify_audit().expect("the audit is whole");
}

#[test]
fn a_full_disk_keeps_no_half_pack_and_the_rules_stay() {
    let Some(disk) = SmallDisk::mount().expect("the disk is made, or may not be") else {
        return;
    };
    let world = World::on(disk.path());
    let shipped = world.in_force();
    let first = kept(&world, &mild());
    let ballast = disk.fill().expect("it fills");

    let refused = world.app.keep_pack_files(&pack("3.0.0", &[]));
    assert!(matches!(refused, Err(PackProblem::DiskFull)), "{refused:?}");
    let folder = disk.path().join("registry/packs");
    let names = std::fs::read_dir(&folder).expect("a folder");
    let names: Vec<_> = names
        .map(|entry| entry.expect("a file").file_name())
        .collect();
    let half = names
        .iter()
        .filter(|name| !name.to_string_lossy().ends_with(".pack"));
    assert_eq!(half.count(), 0, "{names:?}");

    match world.app.activate_pack(first) {
        Ok(()) => assert_eq!(world.in_force().hash, first, "it still found room"),
        Err(problem) => {
            assert!(matches!(problem, PackProblem::DiskFull), "{problem:?}");
            assert_eq!(world.in_force(), shipped);
        }
    }
    std::fs::remove_file(&ballast).expect("space again");
    let other = kept(&world, &pack("3.0.0", &[]));
    world.app.activate_pack(other).expect("put in force");
    assert_eq!(world.in_force().hash, other);
}
