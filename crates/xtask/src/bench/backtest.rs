//! Judging the departures of a registry with another pack: how long it takes, and that memory does not grow with them.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::row::{Goal, Row};
use super::{suarctl, write};
use crate::process::{Guarded, not_started, output};
use crate::{Stop, project};

/// Departures of the larger registry, at the least.
const MANY: u64 = 200_000;
/// Most seconds for them.
const SECONDS: f64 = 10.0;
/// Memory for twice as many departures, as a share of that for the first half: equal, but for the system's own noise.
const FLAT: f64 = 1.15;

/// One back-test.
struct Measured {
    departures: u64,
    took: Duration,
    /// Most memory that it held at once, in KiB.
    peak: u64,
}

/// The time for many departures, and the memory beside that for half of them.
pub(super) fn measure() -> Result<Vec<Row>, Stop> {
    let suarctl = suarctl()?;
    let folder = project::target_folder("bench")?;
    let pack = stricter_pack(&suarctl, &folder)?;
    let half = best(&suarctl, &folder, &pack, MANY / 2)?;
    let all = best(&suarctl, &folder, &pack, MANY)?;
    let mib = |kib: u64| kib as f64 / 1024.0;
    Ok(vec![
        Row {
            area: "rules",
            name: "back-test, 200,000 departures".to_owned(),
            value: all.took.as_secs_f64(),
            unit: "s".to_owned(),
            baseline: None,
            measured_ratio: None,
            goal: Some(Goal {
                of: "value",
                op: "<=",
                limit: SECONDS,
            }),
        },
        Row {
            area: "rules",
            name: "back-test, most memory".to_owned(),
            value: mib(all.peak),
            unit: "MiB".to_owned(),
            baseline: Some(("half as many departures".to_owned(), mib(half.peak))),
            measured_ratio: None,
            goal: Some(Goal {
                of: "ratio",
                op: "<=",
                limit: FLAT,
            }),
        },
    ])
}

/// A copy of the shipped pack that asks for a talk on one sign instead of two: some levels change.
fn stricter_pack(suarctl: &Path, folder: &Path) -> Result<PathBuf, Stop> {
    let pack = folder.join("stricter");
    cleared(&pack)?;
    output(
        Command::new(suarctl).args(["rules", "copy"]).arg(&pack),
        "Copying the shipped pack",
        "Run the same command by hand to see why.",
    )?;
    let file = pack.join("pack.toml");
    let text = fs::read_to_string(&file).map_err(|error| unusable(&file, &error))?;
    let stricter = text.replace(
        "l8_decisive_medium_beside_strong = 3",
        "l8_decisive_medium_beside_strong = 2",
    );
    if stricter == text {
        return Err(Stop::new(
            "The shipped pack has no l8_decisive_medium_beside_strong = 3 to change.",
            "Name another number in crates/xtask/src/bench/backtest.rs.",
        ));
    }
    write(&file, &stricter)?;
    Ok(pack)
}

/// The fastest of three over a registry of at least so many departures, and the most memory of the three.
fn best(suarctl: &Path, folder: &Path, pack: &Path, least: u64) -> Result<Measured, Stop> {
    let registry = folder.join("departures");
    cleared(&registry)?;
    // Some rows of a made-up manifest repeat another or wait for a fix.
    let rows = least + least / 8;
    eprintln!("  Writing a registry of {rows} manifest rows (a minute or two)");
    let said = output(
        Command::new(suarctl)
            .args(["demo", "--seed", "20261124", "--people", &rows.to_string()])
            .arg(&registry),
        "Writing the registry",
        "Free disk space.",
    )?;
    let passphrase = said.split("The passphrase is: ").nth(1).ok_or_else(|| {
        Stop::new(
            "suarctl demo does not say its passphrase.",
            "This is an error in the bench.",
        )
    })?;
    eprintln!("  Judging its departures, three times");
    let mut best: Option<Measured> = None;
    for _ in 0..3 {
        let run = once(suarctl, folder, pack, &registry, passphrase.trim())?;
        if run.departures < least {
            return Err(Stop::new(
                format!("The registry holds {} departures only.", run.departures),
                "Write more rows in crates/xtask/src/bench/backtest.rs.",
            ));
        }
        best = Some(match best {
            None => run,
            Some(best) => Measured {
                departures: run.departures,
                took: best.took.min(run.took),
                peak: best.peak.max(run.peak),
            },
        });
    }
    cleared(&registry)?;
    best.ok_or_else(|| Stop::new("Nothing was measured.", "This is an error in the bench."))
}

fn once(
    suarctl: &Path,
    folder: &Path,
    pack: &Path,
    registry: &Path,
    passphrase: &str,
) -> Result<Measured, Stop> {
    let report = folder.join("backtest.json");
    let file = File::create(&report).map_err(|error| unusable(&report, &error))?;
    let mut command = Command::new(suarctl);
    command
        .args(["rules", "backtest", "--format", "json", "--pack"])
        .arg(pack)
        .arg("--registry")
        .arg(registry);
    command
        .stdin(Stdio::piped())
        .stdout(file)
        .stderr(Stdio::inherit());
    let start = Instant::now();
    let mut run = Guarded::start(&mut command).map_err(|error| not_started(&command, &error))?;
    if let Some(mut input) = run.child().stdin.take() {
        // One that ended already says below why.
        let _ = writeln!(input, "{passphrase}");
    }
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_of(run.id()));
        if let Some(status) = run.ended() {
            break status;
        }
        // A process that has ended no longer says what it held: it is asked again and again until then.
        std::thread::sleep(Duration::from_millis(5));
    };
    let took = start.elapsed();
    if !status.success() || peak == 0 {
        return Err(Stop::new(
            format!("The back-test failed, or its memory cannot be read ({status})."),
            "Run suarctl rules backtest by hand to see why; memory is read on Linux only.",
        ));
    }
    let text = fs::read_to_string(&report).map_err(|error| unusable(&report, &error))?;
    let report: Value = serde_json::from_str(&text).unwrap_or_default();
    let departures = report["people"].as_u64().ok_or_else(|| {
        Stop::new(
            "The report of the back-test does not say how many departures it judged.",
            "This is an error in the bench.",
        )
    })?;
    Ok(Measured {
        departures,
        took,
        peak,
    })
}

/// Most memory that a process has held so far, in KiB; 0 when it has ended.
fn peak_of(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    peak_in(&status).unwrap_or(0)
}

fn peak_in(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
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
        "Free disk space, or set CARGO_TARGET_DIR to a folder that you may write.",
    )
}

#[cfg(test)]
mod tests {
    use super::{peak_in, peak_of};

    #[test]
    fn the_most_memory_of_a_process_is_read_and_of_none_it_is_nothing() {
        assert!(
            peak_of(std::process::id()) > 1000,
            "this one holds a megabyte"
        );
        assert_eq!(peak_of(0), 0);
        assert_eq!(
            peak_in("Name:\tsuarctl\nVmHWM:\t   70124 kB\nVmRSS:\t 1 kB\n"),
            Some(70_124)
        );
        assert_eq!(peak_in("VmHWM:\tmuch"), None);
    }
}
