//! Measures what a large registry knows about people and their links; prints one JSON object a line, as `suar-bench`.
//!
//! `suar-bench-links FOLDER PASSPHRASE`, on a training registry that `suarctl demo` has written. It adds a few talks to
//! it, to measure saving.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool talks on its standard streams"
)]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Instant as Stopwatch, SystemTime, UNIX_EPOCH};

use serde_json::json;
use suar_bench::measure::quantile;
use suar_domain::id::{DepartureId, PersonId, ScreeningId};
use suar_domain::operation::{OpenScreening, Operation, Permit, ScreeningResult};
use suar_domain::screening::{Answer, AnswerStatus, NewScreening};
use suar_domain::time::{Instant, PlainDate};
use suar_registry::key::{Account, SlotFile};
use suar_registry::{Registry, RegistryError};
use uuid::Uuid;

type Failure = Box<dyn Error>;

/// People who are looked at: enough for a 99th percentile.
const SAMPLE: u64 = 2_000;
/// People whose network is drawn, and pairs that are connected.
const NETWORKS: usize = 300;
/// Talks of which each answer is saved.
const TALKS: usize = 40;
const PAGE: u32 = 512;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match &words[..] {
        [folder, passphrase] => measure(Path::new(folder), passphrase),
        _ => Err("usage: suar-bench-links FOLDER PASSPHRASE".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// One of those who are looked at.
#[derive(Clone, Copy)]
struct Looked {
    departure: DepartureId,
    person: PersonId,
    day: PlainDate,
}

fn now() -> Instant {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = passed.map_or(0, |passed| passed.as_millis());
    Instant::from_millis(i64::try_from(millis).unwrap_or(0))
}

fn measure(folder: &Path, passphrase: &str) -> Result<(), Failure> {
    let accounts = SlotFile::read(folder)?.accounts()?;
    let account = accounts.into_iter().next().ok_or("no account")?;
    let start = Stopwatch::now();
    let registry = Registry::unlock(folder, account.user, passphrase, now())?;
    let opened = start.elapsed();
    row(
        "open after unlock, passphrase included",
        opened.as_secs_f64(),
        "s",
    );
    let count = registry.stored_case_count()?;
    row("departures", count as f64, "");
    let sample = sample(&registry, count)?;

    let times = each(&sample, |of| registry.relations_of(of.departure).map(drop))?;
    row(
        "all link facts of one person, median",
        quantile(times.clone(), 0.5),
        "ms",
    );
    row(
        "all link facts of one person, p99",
        quantile(times.clone(), 0.99),
        "ms",
    );
    row(
        "all link facts of one person, worst",
        quantile(times, 1.0),
        "ms",
    );

    let fewer = &sample[..NETWORKS.min(sample.len())];
    let mut people = 0;
    let times = each(fewer, |of| {
        let network = registry.network(of.person, around(of.day))?;
        people += network.people.len();
        Ok(())
    })?;
    row(
        "two-hop network, median",
        quantile(times.clone(), 0.5),
        "ms",
    );
    row("two-hop network, p95", quantile(times.clone(), 0.95), "ms");
    row("two-hop network, worst", quantile(times, 1.0), "ms");
    row(
        "people of a network, mean",
        people as f64 / fewer.len().max(1) as f64,
        "",
    );

    let pairs: Vec<(Looked, Looked)> = fewer
        .iter()
        .copied()
        .zip(sample.iter().rev().copied())
        .collect();
    let times = each(&pairs, |(one, other)| {
        let between = (one.person, other.person);
        registry
            .connection_between(between, around(one.day))
            .map(drop)
    })?;
    row("shortest connection, p95", quantile(times, 0.95), "ms");
    save(&registry, &account, &sample)
}

/// Departures spread over the whole registry, in an order that is not that of the file.
fn sample(registry: &Registry, count: u64) -> Result<Vec<Looked>, Failure> {
    let step = (count / SAMPLE).max(1);
    let mut sample = Vec::new();
    let mut after = None;
    let mut n = 0_u64;
    loop {
        let page = registry.stored_cases(after, PAGE)?;
        if page.is_empty() {
            break;
        }
        for case in page.into_iter().flatten() {
            after = Some(case.departure);
            if n.is_multiple_of(step) {
                let day = registry.sailing(case.sailing)?.date;
                sample.push(Looked {
                    departure: case.departure,
                    person: case.person,
                    day,
                });
            }
            n += 1;
        }
    }
    // Neighbours in the file would share its pages: every 37th in turn.
    let mut mixed: Vec<Looked> = Vec::with_capacity(sample.len());
    for start in 0..37 {
        mixed.extend(sample.iter().skip(start).step_by(37));
    }
    Ok(mixed)
}

/// Three months to both sides.
fn around(day: PlainDate) -> (PlainDate, PlainDate) {
    let shifted = |months: i32| {
        let month = day.year() * 12 + day.month() as i32 - 1 + months;
        PlainDate::new(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, 1).unwrap_or(day)
    };
    (shifted(-3), shifted(4))
}

/// Milliseconds of each.
fn each<T>(
    of: &[T],
    mut work: impl FnMut(&T) -> Result<(), RegistryError>,
) -> Result<Vec<f64>, Failure> {
    let mut times = Vec::with_capacity(of.len());
    for one in of {
        let start = Stopwatch::now();
        work(one)?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok(times)
}

/// Opens talks and answers in them, as at the counter; the rules are measured elsewhere.
fn save(registry: &Registry, account: &Account, sample: &[Looked]) -> Result<(), Failure> {
    let write = |operation: &Operation| -> Result<f64, Failure> {
        let permit = Permit::ask(account.user, account.role, operation.permission())?;
        let start = Stopwatch::now();
        registry.write(&permit, now(), operation)?;
        Ok(start.elapsed().as_secs_f64() * 1e3)
    };
    let result = || ScreeningResult {
        assessment: None,
        alert: None,
    };
    let mut times = Vec::new();
    for of in sample.iter().take(TALKS) {
        let id = ScreeningId::from_uuid(Uuid::now_v7());
        let open = registry.open_screening()?;
        times.push(write(&Operation::OpenScreening(Box::new(OpenScreening {
            screening: NewScreening {
                id,
                person: of.person,
                departure: of.departure,
            },
            walk_on: None,
            new_sailing: None,
            mrz: None,
            facts: Vec::new(),
            park: open,
            result: result(),
        })))?);
        for question in ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"] {
            let answer = Answer {
                question: question.to_owned(),
                status: AnswerStatus::Answered,
                key: Some("1".to_owned()),
            };
            times.push(write(&Operation::AnswerQuestion {
                screening: id,
                answer,
                result: result(),
            })?);
        }
    }
    row("save, median", quantile(times.clone(), 0.5), "ms");
    row("save, p95", quantile(times, 0.95), "ms");
    Ok(())
}

fn row(name: &str, value: f64, unit: &str) {
    println!(
        "{}",
        json!({"name": name, "value": value, "unit": unit, "baseline": null, "ratio": null})
    );
}
