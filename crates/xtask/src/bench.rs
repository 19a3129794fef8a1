//! `cargo xtask bench`: one row a figure, beside a baseline measured in the same run.
//!
//! A baseline is the least that any program must do for the same input, so a ratio says what Suar's own work costs.
//! Rows go to standard output, progress to standard error. The exit status says only whether everything could be
//! measured: a missed goal is a row, not a failure.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process::{cargo, finish, not_started};
use crate::{Stop, needs, page, project, tools};

/// A figure.
struct Row {
    area: &'static str,
    name: &'static str,
    value: f64,
    unit: &'static str,
    /// Name and value of the baseline.
    baseline: Option<(&'static str, f64)>,
    goal: Option<Goal>,
}

/// What the figure, or its ratio to the baseline, should be.
struct Goal {
    of: &'static str,
    op: &'static str,
    limit: f64,
}

impl Row {
    fn ratio(&self) -> Option<f64> {
        self.baseline
            .map(|(_, value)| self.value / value)
            .filter(|ratio| ratio.is_finite())
    }

    fn met(&self) -> Option<bool> {
        let goal = self.goal.as_ref()?;
        let figure = if goal.of == "ratio" {
            self.ratio()?
        } else {
            self.value
        };
        Some(if goal.op == "<=" {
            figure <= goal.limit
        } else {
            figure >= goal.limit
        })
    }

    fn json(&self) -> Value {
        json!({
            "area": self.area,
            "name": self.name,
            "value": rounded(self.value),
            "unit": self.unit,
            "baseline": self.baseline.map(|(name, value)| json!({"name": name, "value": rounded(value)})),
            "ratio": self.ratio().map(rounded),
            "goal": self.goal.as_ref().map(|goal| json!({"of": goal.of, "op": goal.op, "limit": goal.limit})),
            "met": self.met(),
        })
    }

    fn text(&self) -> String {
        let mut text = format!(
            "{:8} {:34} {:>12} {}",
            self.area,
            self.name,
            rounded(self.value),
            self.unit
        );
        if let (Some((name, value)), Some(ratio)) = (self.baseline, self.ratio()) {
            let _ = write!(
                text,
                "   {} × of {name}: {}",
                rounded(ratio),
                rounded(value)
            );
        }
        if let (Some(goal), Some(met)) = (&self.goal, self.met()) {
            let _ = write!(
                text,
                "   goal {} {} {}: {}",
                goal.of,
                goal.op,
                goal.limit,
                if met { "met" } else { "missed" }
            );
        }
        text
    }
}

/// Four significant digits: more would be noise.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = 10_f64.powf(3.0 - value.abs().log10().floor());
    (value * scale).round() / scale
}

type Measure = fn() -> Result<Vec<Row>, Stop>;

const AREAS: [(&str, Measure); 3] = [("rules", rules), ("import", import), ("ui", ui)];

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

/// Screening of many cases: reported ones, repeated. The baseline only reads the same lines as JSON.
fn rules() -> Result<Vec<Row>, Stop> {
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
        name: "suarctl screen, 20,000 cases",
        value: CASES as f64 / ours.as_secs_f64(),
        unit: "cases/s",
        baseline: Some((
            "parsing the same JSON lines",
            CASES as f64 / parsing.as_secs_f64(),
        )),
        goal: None,
    }])
}

/// A manifest of the largest size that is accepted. The baseline only splits the same lines into cells.
fn import() -> Result<Vec<Row>, Stop> {
    const ROWS: usize = 200_000;
    let suarctl = suarctl()?;
    let mut text =
        String::from("No,Nama Lengkap,No Paspor,Tanggal Lahir,JK,Kewarganegaraan,Berlaku Sampai\n");
    for row in 0..ROWS {
        let (day, month, year) = (row % 28 + 1, row % 12 + 1, 1960 + row % 45);
        let sex = if row % 2 == 0 { "P" } else { "L" };
        let _ = writeln!(
            text,
            "{},CONTOH NAMA {row},X{:07},{day:02}/{month:02}/{year},{sex},IDN,01/02/2031",
            row + 1,
            row
        );
    }
    let file = project::target_folder("bench")?.join("manifest.csv");
    write(&file, &text)?;
    eprintln!("  Reading a manifest of {ROWS} rows, three times");
    let ours = best_of_three(
        || {
            let mut command = Command::new(&suarctl);
            command.args(["manifest", "check"]).arg(&file);
            command
        },
        &[0],
    )?;
    let mut cells = 0;
    let splitting = best_of(|| {
        cells = text
            .lines()
            .flat_map(|line| line.split(','))
            .map(str::to_owned)
            .filter(|cell| !cell.is_empty())
            .count()
    });
    if cells == 0 {
        return Err(Stop::new(
            "The generated manifest is empty.",
            "This is an error in the bench.",
        ));
    }
    Ok(vec![Row {
        area: "import",
        name: "manifest of 200,000 rows",
        value: ROWS as f64 / ours.as_secs_f64(),
        unit: "rows/s",
        baseline: Some((
            "splitting lines and commas",
            ROWS as f64 / splitting.as_secs_f64(),
        )),
        goal: None,
    }])
}

/// Weight of the page after gzip.
fn ui() -> Result<Vec<Row>, Stop> {
    let folder = project::root().join("ui/dist");
    let mut files = Vec::new();
    page::files_below(&folder, &mut files);
    let mut code = 0;
    for file in &files {
        if file
            .extension()
            .is_some_and(|end| end == "js" || end == "css" || end == "html")
        {
            code += tools::gzip_size(file)?;
        }
    }
    if code == 0 {
        return Err(Stop::new(
            "The page has not been built.",
            "Run `cargo xtask run` or `npm run build` in ui/ first.",
        ));
    }
    let limit = 300.0;
    let goal = Some(Goal {
        of: "value",
        op: "<=",
        limit,
    });
    let kilobytes = code as f64 / 1000.0;
    Ok(vec![Row {
        area: "ui",
        name: "page: js, css and html after gzip",
        value: kilobytes,
        unit: "kB",
        baseline: None,
        goal,
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: f64, goal: Option<Goal>) -> Row {
        Row {
            area: "a",
            name: "n",
            value,
            unit: "u",
            baseline: Some(("b", 4.0)),
            goal,
        }
    }

    #[test]
    fn a_row_has_every_field_also_when_it_is_null() {
        let text = row(2.0, None).json().to_string();
        assert_eq!(
            text,
            r#"{"area":"a","name":"n","value":2.0,"unit":"u","baseline":{"name":"b","value":4.0},"ratio":0.5,"goal":null,"met":null}"#
        );
    }

    #[test]
    fn a_goal_is_held_against_the_value_or_the_ratio() {
        let goal = |of, op, limit| Some(Goal { of, op, limit });
        assert_eq!(
            row(2.0, goal("value", "<=", 2.0)).met(),
            Some(true),
            "the limit itself is within"
        );
        assert_eq!(row(2.0, goal("ratio", ">=", 0.6)).met(), Some(false));
    }

    #[test]
    fn figures_keep_four_digits() {
        assert_eq!(rounded(123_456.0), 123_500.0);
        assert_eq!(rounded(0.001_234_56), 0.001_235);
        assert_eq!(rounded(0.0), 0.0);
    }
}
