//! The rule engine: beside hand-written rules and other engines, on the shipped pack, and over many cases.
//!
//! Looking back over many departures is measured in [`backtest`]. The first two are measured by `suar-bench`, which says of every engine that it gives the same results.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::row::{Goal, Row};
use super::{backtest, best_of, best_of_three, suarctl, write};
use crate::process::{cargo, finish, output};
use crate::{Stop, needs, project};

/// What the figures should be: name, whether the value or the ratio counts, and the limit.
const GOALS: [(&str, &str, &str, f64); 9] = [
    ("suar, verdict", "ratio", "<=", 3.0),
    ("suar, with full explanation", "ratio", "<=", 5.0),
    ("suar, batch of columns", "ratio", "<=", 2.5),
    ("datalogic-rs", "ratio", ">=", 8.0),
    ("cel", "ratio", ">=", 60.0),
    ("zen-expression", "ratio", ">=", 60.0),
    ("shipped pack: load with checks", "value", "<=", 10.0),
    ("shipped pack: one person, p99", "value", "<=", 1.0),
    ("counterfactual: worst case", "value", "<=", 20.0),
];

pub(super) fn measure() -> Result<Vec<Row>, Stop> {
    let mut rows = engines()?;
    rows.extend(screening()?);
    rows.extend(backtest::measure()?);
    Ok(rows)
}

/// The rows of `suar-bench`, with other engines.
fn engines() -> Result<Vec<Row>, Stop> {
    needs::meet(&needs::BUILD)?;
    eprintln!("  Building the other engines with optimisation (a first build takes some minutes)");
    let mut build = cargo();
    build.args(["build", "--locked", "--release", "--package", "suar-bench"]);
    build.args(["--features", "peers"]);
    finish(
        build.stdout(Stdio::null()),
        "Building suar-bench",
        "Read the compiler's lines above.",
    )?;
    eprintln!("  Measuring the engines in turn (some seconds)");
    let mut bench = Command::new(project::built("release", "suar-bench"));
    let text = output(
        bench.stderr(Stdio::inherit()),
        "Measuring the engines",
        "The line above names the engine.",
    )?;
    text.lines()
        .map(|line| row(line, "rules", &GOALS))
        .collect()
}

/// A row from a line of `suar-bench`, with its goal: name, whether the value or the ratio counts, and the limit.
pub(super) fn row(
    line: &str,
    area: &'static str,
    goals: &[(&str, &'static str, &'static str, f64)],
) -> Result<Row, Stop> {
    let unreadable = || {
        Stop::new(
            "A line of suar-bench is no row.",
            "This is an error in the bench.",
        )
    };
    let json: Value = serde_json::from_str(line).map_err(|_| unreadable())?;
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(unreadable);
    let name = text(&json["name"])?;
    let baseline = match &json["baseline"] {
        Value::Null => None,
        baseline => {
            let value = baseline["value"].as_f64().ok_or_else(unreadable)?;
            Some((text(&baseline["name"])?, value))
        }
    };
    let goal = goals.iter().find(|(of, ..)| *of == name);
    Ok(Row {
        area,
        value: json["value"].as_f64().ok_or_else(unreadable)?,
        unit: text(&json["unit"])?,
        baseline,
        measured_ratio: json["ratio"].as_f64(),
        goal: goal.map(|&(_, of, op, limit)| Goal { of, op, limit }),
        name,
    })
}

/// Screening of many cases: reported ones, repeated. The baseline only reads the same lines as JSON.
fn screening() -> Result<Vec<Row>, Stop> {
    const CASES: usize = 20_000;
    let suarctl = suarctl()?;
    let source = project::root().join("tests/fixtures/cases/dev-cases.jsonl");
    let text = fs::read_to_string(&source).map_err(|error| {
        Stop::new(
            format!("{} cannot be read: {error}.", source.display()),
            "Restore it from the repository.",
        )
    })?;
    let usable: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let many: String = usable
        .iter()
        .cycle()
        .take(CASES)
        .flat_map(|line| [*line, "\n"])
        .collect();
    let file = project::target_folder("bench")?.join("cases.jsonl");
    write(&file, &many)?;
    eprintln!("  Screening {CASES} cases, three times");
    let ours = best_of_three(
        || {
            let mut command = Command::new(&suarctl);
            command.arg("screen").arg(&file);
            command
        },
        &[0, 1],
    )?;
    let mut broken = 0;
    let parsing = best_of(|| {
        broken = many
            .lines()
            .filter(|line| serde_json::from_str::<Value>(line).is_err())
            .count()
    });
    if broken > 0 {
        return Err(Stop::new(
            "The cases are not JSON.",
            "Restore tests/fixtures from the repository.",
        ));
    }
    Ok(vec![Row {
        area: "rules",
        name: "suarctl screen, 20,000 cases".to_owned(),
        value: CASES as f64 / ours.as_secs_f64(),
        unit: "cases/s".to_owned(),
        baseline: Some((
            "parsing the same JSON lines".to_owned(),
            CASES as f64 / parsing.as_secs_f64(),
        )),
        measured_ratio: None,
        goal: None,
    }])
}

#[cfg(test)]
mod tests {
    use super::{GOALS, row};

    #[test]
    fn a_line_becomes_a_row_with_its_goal() {
        let line = r#"{"name":"suar, verdict","value":0.5,"unit":"µs/case","baseline":{"name":"hand","value":0.2},"ratio":2.4}"#;
        let row = row(line, "rules", &GOALS).unwrap().json();
        assert_eq!(row["ratio"], 2.4, "the measured one, not 2.5");
        assert_eq!(row["met"], true);
        assert_eq!(row["baseline"]["name"], "hand");
    }

    #[test]
    fn a_line_that_is_no_row_is_an_error() {
        for line in [
            "",
            "{}",
            "nonsense",
            r#"{"name":"a","value":"b","unit":"c"}"#,
        ] {
            assert!(row(line, "rules", &GOALS).is_err(), "{line}");
        }
    }
}
