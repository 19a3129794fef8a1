//! Finding a person among a million invented ones, beside SQLite's full-text search; measured by `suar-bench`.

use std::process::{Command, Stdio};

use super::row::Row;
use super::rules::row;
use crate::process::{cargo, finish, output};
use crate::{Stop, needs, project};

/// What the figures should be: name, whether the value or the ratio counts, and the limit.
const GOALS: [(&str, &str, &str, f64); 10] = [
    ("match: recall at 1", "value", ">=", 0.93),
    ("match: recall at 5", "value", ">=", 0.96),
    ("match: first at 1 % false alerts", "value", ">=", 0.86),
    ("match: p95", "value", "<=", 10.0),
    ("index: build", "value", "<=", 5.0),
    ("index: load", "value", "<=", 5.0),
    ("index: memory, fresh process", "value", "<=", 200.0),
    ("index: memory after 200 questions", "value", "<=", 200.0),
    ("search while typing: p95 a key", "value", "<=", 50.0),
    ("watchlist: 150 passengers × 5000 names", "value", "<=", 0.5),
];

pub(super) fn measure() -> Result<Vec<Row>, Stop> {
    needs::meet(&needs::BUILD)?;
    eprintln!("  Building suar-bench with optimisation (a first build takes some minutes)");
    let mut build = cargo();
    build.args(["build", "--locked", "--release", "--package", "suar-bench"]);
    build.args(["--features", "sqlite"]);
    finish(
        build.stdout(Stdio::null()),
        "Building suar-bench",
        "Read the compiler's lines above.",
    )?;
    eprintln!("  Inventing a million people and looking for some of them (some minutes)");
    let mut bench = Command::new(project::built("release", "suar-bench"));
    let text = output(
        bench.arg("matching").stderr(Stdio::inherit()),
        "Measuring the matching",
        "The line above says what it was at.",
    )?;
    text.lines()
        .map(|line| row(line, "registry", &GOALS))
        .collect()
}
