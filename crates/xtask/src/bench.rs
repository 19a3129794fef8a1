//! `cargo xtask bench`: one row a figure, beside a baseline measured in the same run.
//!
//! A baseline is the least that any program must do for the same input, so a ratio says what Suar's own work costs.
//! Rows go to standard output, progress to standard error. The exit status says only whether everything could be
//! measured: a missed goal is a row, not a failure.

mod backtest;
mod import;
mod links;
mod registry;
mod row;
mod rules;
mod ui;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use row::Row;

use crate::process::{cargo, finish, not_started};
use crate::{Stop, needs, project};

type Measure = fn() -> Result<Vec<Row>, Stop>;

const AREAS: [(&str, Measure); 5] = [
    ("rules", rules::measure),
    ("import", import::measure),
    ("links", links::measure),
    ("registry", registry::measure),
    ("ui", ui::measure),
];

/// Measures one area or all.
pub fn bench(words: &[&str]) -> Result<ExitCode, Stop> {
    let json = words.contains(&"--json");
    let wanted: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| *word != "--json")
        .collect();
    let known: Vec<&str> = AREAS.iter().map(|(name, _)| *name).collect();
    if let Some(unknown) = wanted.iter().find(|word| !known.contains(word)) {
        return Err(Stop::new(
            format!("`{unknown}` is not an area of the bench."),
            format!("Areas: {}.", known.join(", ")),
        ));
    }
    // A baseline that is measured without optimisation would flatter every ratio.
    if cfg!(debug_assertions) {
        return optimised(words);
    }
    let mut code = ExitCode::SUCCESS;
    for (name, measure) in AREAS
        .iter()
        .filter(|(name, _)| wanted.is_empty() || wanted.contains(name))
    {
        eprintln!("Measuring {name}");
        match measure() {
            Ok(rows) => {
                for row in rows {
                    println!(
                        "{}",
                        if json {
                            row.json().to_string()
                        } else {
                            row.text()
                        }
                    );
                }
            }
            Err(stop) => {
                eprintln!("{stop}");
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

/// Runs the bench again in this program's optimised build.
fn optimised(words: &[&str]) -> Result<ExitCode, Stop> {
    eprintln!("Building the bench with optimisation");
    let mut build = cargo();
    build.args(["build", "--locked", "--release", "--package", "suar-xtask"]);
    finish(
        build.stdout(Stdio::null()),
        "Building the bench",
        "Read the compiler's lines above.",
    )?;
    let mut bench = Command::new(project::built("release", "suar-xtask"));
    let status = bench.arg("bench").args(words).status();
    let status = status.map_err(|error| not_started(&bench, &error))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// `suarctl`, optimised.
fn suarctl() -> Result<PathBuf, Stop> {
    needs::meet(&needs::BUILD)?;
    eprintln!("  Building suarctl with optimisation (a first build takes some minutes)");
    let mut build = cargo();
    build.args(["build", "--locked", "--release", "--package", "suar-cli"]);
    finish(
        build.stdout(Stdio::null()),
        "Building suarctl",
        "Read the compiler's lines above.",
    )?;
    Ok(project::built("release", "suarctl"))
}

/// How long a run takes that ends with one of the statuses in `fine`; the best of three.
fn best_of_three(mut command: impl FnMut() -> Command, fine: &[i32]) -> Result<Duration, Stop> {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let mut command = command();
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let start = Instant::now();
        let status = command
            .status()
            .map_err(|error| not_started(&command, &error))?;
        best = best.min(start.elapsed());
        if !status.code().is_some_and(|code| fine.contains(&code)) {
            return Err(Stop::new(
                format!("A measured run failed ({status})."),
                "Run the same command by hand to see why.",
            ));
        }
    }
    Ok(best)
}

fn best_of(mut work: impl FnMut()) -> Duration {
    (0..3)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn write(path: &Path, text: &str) -> Result<(), Stop> {
    fs::write(path, text).map_err(|error| {
        Stop::new(
            format!("{} cannot be written: {error}.", path.display()),
            "Free disk space.",
        )
    })
}
