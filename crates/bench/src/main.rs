//! Measures and prints one JSON object a line; `cargo xtask bench rules` makes rows of them.
//!
//! `{"name", "value", "unit", "baseline": {"name", "value"}, "ratio"}`. A run in which an engine does not say the same
//! of every case ends with an error and no row for it.
//!
//! `suar-bench matching` measures finding a person among a million; a smaller number can be given.
//!
//! `suar-bench cases 1000` prints so many of the cases instead, one JSON object a line, for engines that are not here.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool talks on its standard streams"
)]

use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};
use suar_bench::case::Case;
use suar_bench::engine::{self, Failure};
use suar_bench::measure::{Figures, beside, each, median, quantile};
use suar_bench::{generate, hand, hash, matching, pack};
use suar_rules::program::Explanation;
use suar_rules::{Memory, Pack, Row, Rules};

/// Cases of one run of the fast engines.
const CASES: usize = 20_000;
/// Runs between runs of the reference.
const RUNS: usize = 25;
/// People among whom one is looked for.
const PEOPLE: usize = 1_000_000;
/// Seed of the cases.
const SEED: u64 = 20_261_124;

const HAND: &str = "hand-written Rust";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => measure(),
        ["cases", count] => print_cases(count),
        ["matching"] => find_people(PEOPLE),
        ["matching", count] => count.parse().map_err(Failure::from).and_then(find_people),
        // One part in a process of its own, started by the line above.
        ["matching", what @ ("build" | "load"), file, count] => alone(what, file, count),
        _ => Err("usage: suar-bench [cases COUNT | matching [PEOPLE]]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn find_people(count: usize) -> Result<(), Failure> {
    matching::measure(count, |figure| {
        let baseline = figure
            .baseline
            .map(|(name, value)| (name, value, figure.value / value));
        row(&figure.name, figure.value, figure.unit, baseline);
    })
}

fn alone(what: &str, file: &str, count: &str) -> Result<(), Failure> {
    println!(
        "{}",
        matching::speed::in_fresh_process(what, file, count.parse()?)?
    );
    Ok(())
}

fn print_cases(count: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    for case in generate::cases(SEED, count.parse()?) {
        writeln!(out, "{}", Value::Object(case.json()))?;
    }
    Ok(())
}

fn measure() -> Result<(), Failure> {
    let cases = generate::cases(SEED, CASES);
    let expected: Vec<u128> = cases.iter().map(hand::fired).collect();
    let rules = engine::compile()?;
    ours(&cases, &expected, &rules)?;
    #[cfg(feature = "peers")]
    peers(&cases, &expected, &rules)?;
    shipped()
}

/// Time of the hand-written rules over all cases.
fn by_hand(cases: &[Case]) -> f64 {
    each(cases.len(), || {
        for case in cases {
            black_box(hand::fired(black_box(case)));
        }
    })
}

fn ours(cases: &[Case], expected: &[u128], rules: &Rules) -> Result<(), Failure> {
    let rows = engine::rows(cases)?;
    let mut memory = rules.memory();
    let mut found: Vec<u128> = vec![0; cases.len()];

    let figures = beside(
        RUNS,
        || by_hand(cases),
        || {
            each(rows.len(), || {
                verdicts(rules, &rows, &mut memory, &mut found)
            })
        },
    );
    same("verdict", expected, &found)?;
    beside_hand("suar, verdict", figures);

    found.fill(0);
    let mut explanation = Explanation::default();
    let figures = beside(
        RUNS,
        || by_hand(cases),
        || {
            each(rows.len(), || {
                for (row, mask) in rows.iter().zip(&mut found) {
                    *mask = engine::explained(rules, black_box(row), &mut memory, &mut explanation);
                    black_box(explanation.reasons());
                }
            })
        },
    );
    same("explanation", expected, &found)?;
    beside_hand("suar, with full explanation", figures);

    let columns = engine::columns(&rows)?;
    let mut fired = Vec::new();
    let figures = beside(
        RUNS,
        || by_hand(cases),
        || each(rows.len(), || rules.batch(black_box(&columns), &mut fired)),
    );
    same("batch", expected, &engine::masks(&fired))?;
    beside_hand("suar, batch of columns", figures);

    let facts = engine::facts()?;
    let mut row = Row::new(suar_bench::case::schema()?);
    let mut all_fit = true;
    let figures = beside(
        RUNS,
        || by_hand(cases),
        || {
            each(cases.len(), || {
                for case in cases {
                    all_fit &= black_box(case).bind(&facts, &mut row).is_ok();
                }
            })
        },
    );
    if !all_fit {
        return Err("a case does not fit its schema".into());
    }
    beside_hand("suar, binding a struct", figures);
    Ok(())
}

fn verdicts(rules: &Rules, rows: &[Row<'_>], memory: &mut Memory, found: &mut [u128]) {
    for (row, mask) in rows.iter().zip(found) {
        *mask = engine::verdict(rules, black_box(row), memory);
    }
}

/// Other engines beside this one.
#[cfg(feature = "peers")]
fn peers(cases: &[Case], expected: &[u128], rules: &Rules) -> Result<(), Failure> {
    /// They are slow: fewer cases and runs say enough.
    const FEWER: usize = 2_000;
    const RUNS: usize = 9;
    let cases = &cases[..FEWER.min(cases.len())];
    let rows = engine::rows(cases)?;
    let json: Vec<_> = cases.iter().map(Case::json).collect();
    let mut memory = rules.memory();
    let mut masks = vec![0; rows.len()];
    for (name, build) in suar_bench::peers::ALL {
        let mut peer = build()?;
        let mut found = vec![0; json.len()];
        let mut error = None;
        let figures = beside(
            RUNS,
            || {
                each(rows.len(), || {
                    verdicts(rules, &rows, &mut memory, &mut masks)
                })
            },
            || {
                let binding = each(json.len(), || json.iter().for_each(|case| peer.bind(case)));
                let both = each(json.len(), || {
                    for (case, mask) in json.iter().zip(&mut found) {
                        match peer.eval(case) {
                            Ok(fired) => *mask = fired,
                            Err(failure) => error = Some(failure),
                        }
                    }
                });
                both - binding
            },
        );
        if let Some(error) = error {
            return Err(format!("{name}: {error}").into());
        }
        same(name, &expected[..cases.len()], &found)?;
        row(
            name,
            figures.engine,
            "µs/case",
            Some(("suar, verdict", figures.reference, figures.ratio)),
        );
    }
    Ok(())
}

/// The shipped pack.
fn shipped() -> Result<(), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let files = pack::files(&root.join("crates/rules/packs/inti"))?;
    let loads = pack::loads(&files, 41)?;
    row("shipped pack: load with checks", median(loads), "ms", None);
    let shipped = Pack::builtin()?;
    let lines = std::fs::read_to_string(root.join("tests/fixtures/cases/dev-cases.jsonl"))?;
    let cases = pack::cases(shipped, &lines)?;
    // Once unmeasured.
    drop(pack::screens(shipped, &cases, 1));
    let rounds = 1 + 4_000 / cases.len().max(1);
    let times = pack::screens(shipped, &cases, rounds);
    row(
        "shipped pack: one person, median",
        median(times.clone()),
        "ms",
        None,
    );
    row(
        "shipped pack: one person, p99",
        quantile(times, 0.99),
        "ms",
        None,
    );
    let times = pack::counterfactuals(shipped, &cases, 5);
    row(
        "counterfactual: median case",
        median(times.clone()),
        "ms",
        None,
    );
    row(
        "counterfactual: worst case",
        quantile(times, 1.0),
        "ms",
        None,
    );
    Ok(())
}

/// Fails if an engine does not say what the hand-written rules say.
fn same(name: &str, expected: &[u128], found: &[u128]) -> Result<(), Failure> {
    eprintln!("  {name}: hash {}", hash::of(found));
    if expected == found {
        Ok(())
    } else {
        Err(format!("{name} does not say what the hand-written rules say").into())
    }
}

fn beside_hand(name: &str, figures: Figures) {
    let baseline = Some((HAND, figures.reference, figures.ratio));
    row(name, figures.engine, "µs/case", baseline);
}

fn row(name: &str, value: f64, unit: &str, baseline: Option<(&str, f64, f64)>) {
    let ratio = baseline.map(|(_, _, ratio)| ratio);
    let baseline: Option<Value> =
        baseline.map(|(name, value, _)| json!({"name": name, "value": value}));
    println!(
        "{}",
        json!({"name": name, "value": value, "unit": unit, "baseline": baseline, "ratio": ratio})
    );
}
