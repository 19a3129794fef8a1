//! People and their links in a registry of a million departures.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;

use super::row::{Goal, Row};
use super::suarctl;
use crate::process::{cargo, finish, output};
use crate::{Stop, project};

/// Departures of the registry.
const PEOPLE: &str = "1000000";
/// The passphrase of every training registry (`suar_demo::PASSPHRASE`).
const PASSPHRASE: &str = "latihan suar 2026";
/// Goals of the registry at this size, by the name of the row.
const GOALS: [(&str, f64); 4] = [
    ("all link facts of one person, p99", 5.0),
    ("two-hop network, p95", 20.0),
    ("save, p95", 50.0),
    ("open after unlock, passphrase included", 2.0),
];

/// Makes the registry unless an earlier run has left it, and measures it.
pub(super) fn measure() -> Result<Vec<Row>, Stop> {
    let (folder, made) = registry()?;
    eprintln!("  Building suar-bench-links with optimisation");
    let mut build = cargo();
    build.args(["build", "--locked", "--release", "--package", "suar-bench"]);
    build.args(["--bin", "suar-bench-links"]);
    finish(
        build.stdout(Stdio::null()),
        "Building suar-bench-links",
        "Read the compiler's lines above.",
    )?;
    eprintln!("  Looking at {PEOPLE} departures");
    let mut bench = Command::new(project::built("release", "suar-bench-links"));
    let text = output(
        bench.arg(&folder).arg(PASSPHRASE).stderr(Stdio::inherit()),
        "Measuring the registry",
        "Remove target/bench/million and try again.",
    )?;
    let mut rows: Vec<Row> = made.into_iter().collect();
    for line in text.lines() {
        rows.push(row(line)?);
    }
    Ok(rows)
}

/// The registry, and how long it took to make when it was not there.
fn registry() -> Result<(PathBuf, Option<Row>), Stop> {
    let folder = project::target_folder("bench")?.join("million");
    if folder.join("whole").exists() {
        return Ok((folder, None));
    }
    cleared(&folder)?;
    let suarctl = suarctl()?;
    eprintln!("  Writing a registry of {PEOPLE} departures (some minutes)");
    let start = Instant::now();
    let mut demo = Command::new(suarctl);
    demo.args(["demo", "--people", PEOPLE, "--seed", "20261124"]);
    output(
        demo.arg(&folder).stderr(Stdio::inherit()),
        "Writing the registry",
        "It needs about 4 GB of disk.",
    )?;
    let took = start.elapsed().as_secs_f64();
    // Says that it was written to the end.
    let mark = folder.join("whole");
    fs::write(&mark, "").map_err(|error| unusable(&mark, &error))?;
    let made = Row {
        area: "registry",
        name: "suarctl demo, 1,000,000 rows".to_owned(),
        value: took,
        unit: "s".to_owned(),
        baseline: None,
        measured_ratio: None,
        goal: None,
    };
    Ok((folder, Some(made)))
}

fn cleared(folder: &Path) -> Result<(), Stop> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unusable(folder, &error)),
        _ => Ok(()),
    }
}

fn unusable(path: &Path, error: &std::io::Error) -> Stop {
    Stop::new(
        format!("{} cannot be used: {error}.", path.display()),
        "Remove it and try again.",
    )
}

fn row(line: &str) -> Result<Row, Stop> {
    let unreadable = || {
        Stop::new(
            "A line of suar-bench-links is no row.",
            "This is an error in the bench.",
        )
    };
    let json: Value = serde_json::from_str(line).map_err(|_| unreadable())?;
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(unreadable);
    let name = text(&json["name"])?;
    let goal = GOALS.iter().find(|(of, _)| *of == name);
    Ok(Row {
        area: "registry",
        value: json["value"].as_f64().ok_or_else(unreadable)?,
        unit: text(&json["unit"])?,
        baseline: None,
        measured_ratio: None,
        goal: goal.map(|&(_, limit)| Goal {
            of: "value",
            op: "<=",
            limit,
        }),
        name,
    })
}
