//! `cargo xtask test`: everything that continuous integration runs, in the order in which it fails fastest.

use std::time::Instant;

use crate::process::{cargo, find, finish, spoken};
use crate::{Stop, needs, page, tools};

type Work = fn() -> Result<Outcome, Stop>;

/// How a step ended.
enum Outcome {
    Done,
    /// Not possible here; the reason.
    Skipped(String),
}

struct Step {
    name: &'static str,
    work: Work,
}

const STEPS: [Step; 14] = [
    Step {
        name: "Rust, Node and system packages",
        work: || done(system()),
    },
    Step {
        name: "npm packages",
        work: || done(page::install()),
    },
    Step {
        name: "Format of the Rust code",
        work: || done(format()),
    },
    Step {
        name: "Types and templates of the page",
        work: || done(page::check()),
    },
    Step {
        name: "Tests of the page",
        work: || done(page::test()),
    },
    Step {
        name: "The page in Chromium: access, contrast, keys, sizes",
        work: || done(page::test_in_browser()),
    },
    Step {
        name: "Build of the page",
        work: || done(page::build()),
    },
    Step {
        name: "Clippy",
        work: || done(clippy()),
    },
    Step {
        name: "Build of everything",
        work: || done(build()),
    },
    Step {
        name: "Tests",
        work: || done(tests(&[])),
    },
    Step {
        name: "Examples in the documentation",
        work: || done(doc_tests()),
    },
    Step {
        name: "The lock file fits the manifests",
        work: || done(locked()),
    },
    Step {
        name: "Licences, bans and sources",
        work: || done(tools::deny(&["licenses", "bans", "sources"])),
    },
    Step {
        name: "Known vulnerabilities",
        work: advisories,
    },
];

/// Runs all steps; with `filters`, only the tests whose names contain one of the words.
pub fn all(filters: &[&str]) -> Result<(), Stop> {
    let start = Instant::now();
    if !filters.is_empty() {
        system()?;
        page::install()?;
        page::build()?;
        build()?;
        tests(filters)?;
        println!("\nThe chosen tests passed, in {}.", spoken(start.elapsed()));
        return Ok(());
    }
    let mut skipped = Vec::new();
    for (index, step) in STEPS.iter().enumerate() {
        let began = Instant::now();
        println!("\n[{}/{}] {}", index + 1, STEPS.len(), step.name);
        match (step.work)()? {
            Outcome::Done => println!("  Done in {}.", spoken(began.elapsed())),
            Outcome::Skipped(why) => {
                println!("  Skipped: {why}");
                skipped.push(step.name);
            }
        }
    }
    let passed = STEPS.len() - skipped.len();
    println!(
        "\n{passed} of {} steps passed in {}.",
        STEPS.len(),
        spoken(start.elapsed())
    );
    if !skipped.is_empty() {
        println!("Skipped: {}.", skipped.join(", "));
    }
    Ok(())
}

fn done(result: Result<(), Stop>) -> Result<Outcome, Stop> {
    result.map(|()| Outcome::Done)
}

fn system() -> Result<(), Stop> {
    needs::toolchains()?;
    needs::meet(
        &[
            &needs::BUILD[..],
            &needs::DISPLAY,
            &needs::HUB,
            &needs::DRIVER,
            &needs::BROWSER,
        ]
        .concat(),
    )
}

fn format() -> Result<(), Stop> {
    finish(
        cargo().args(["fmt", "--all", "--check"]),
        "The format check",
        "Run `cargo fmt --all`.",
    )
}

fn clippy() -> Result<(), Stop> {
    finish(
        cargo().args([
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--keep-going",
            "--",
            "--deny",
            "warnings",
        ]),
        "Clippy",
        "Each finding above names its place and usually the better form.",
    )
}

fn build() -> Result<(), Stop> {
    finish(
        cargo().args(["build", "--locked", "--workspace", "--all-targets"]),
        "The build",
        "Read the compiler's lines above.",
    )
}

fn tests(filters: &[&str]) -> Result<(), Stop> {
    // The same selection as the build: another one would compile the dependencies again.
    let mut command = cargo();
    if find("cargo-nextest").is_some() {
        command
            .args([
                "nextest",
                "run",
                "--locked",
                "--workspace",
                "--all-targets",
                "--no-fail-fast",
            ])
            .args(filters);
    } else {
        command
            .args([
                "test",
                "--locked",
                "--workspace",
                "--all-targets",
                "--no-fail-fast",
                "--",
            ])
            .args(filters);
    }
    finish(
        &mut command,
        "A test",
        "Run it alone with `cargo xtask test NAME`; pictures of window tests are in the build folder under shots.",
    )
}

fn doc_tests() -> Result<(), Stop> {
    finish(
        cargo().args(["test", "--quiet", "--locked", "--workspace", "--doc"]),
        "An example in the documentation",
        "The lines above name its file.",
    )
}

fn locked() -> Result<(), Stop> {
    let mut command = cargo();
    command
        .args(["metadata", "--locked", "--format-version", "1", "--no-deps"])
        .stdout(std::process::Stdio::null());
    finish(
        &mut command,
        "Reading Cargo.lock",
        "Run `cargo check` once and commit the changed Cargo.lock.",
    )
}

fn advisories() -> Result<Outcome, Stop> {
    if !tools::advisories_reachable()? {
        return Ok(Outcome::Skipped(
            "the database of advisories cannot be reached from here.".to_owned(),
        ));
    }
    done(tools::deny(&["advisories"]))
}
