//! Time and memory of everything but the questions themselves.

use std::fs;
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use serde_json::{Value, json};
use suar_domain::id::PersonId;
use suar_matching::watchlist::{EntryId, Watchlist};
use suar_matching::{Index, Memory, Weights};
use uuid::Uuid;

use super::{Figure, Person, Population, index, key};
use crate::engine::Failure;
use crate::measure::quantile;

/// People whose names and numbers are typed, letter by letter.
const TYPED: usize = 200;
/// Records that are added or changed one by one.
const CHANGED: usize = 20_000;
const PASSENGERS: usize = 150;
const ENTRIES: usize = 5_000;

/// Typing names and numbers, a search for every key.
#[must_use]
pub fn search(index: &Index, people: &[Person], memory: &mut Memory) -> Vec<Figure> {
    let mut times = Vec::new();
    for person in people.iter().step_by((people.len() / TYPED).max(1)) {
        let number = person.passport.as_deref().or(person.nik.as_deref());
        let turned = person.name.rsplit(' ').collect::<Vec<_>>().join(" ");
        for text in [Some(person.name.as_str()), Some(&turned), number]
            .into_iter()
            .flatten()
        {
            for length in 1..=text.len() {
                let start = Instant::now();
                black_box(index.search(&text[..length], 50, memory));
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    vec![
        Figure::new(
            "search while typing: p50 a key",
            quantile(times.clone(), 0.5),
            "ms",
        ),
        Figure::new(
            "search while typing: p95 a key",
            quantile(times.clone(), 0.95),
            "ms",
        ),
        Figure::new("search while typing: worst key", quantile(times, 1.0), "ms"),
    ]
}

/// Changing records in the full index.
///
/// # Errors
/// The generator made something that is no value.
pub fn inserts(mut index: Index, people: &[Person]) -> Result<Vec<Figure>, Failure> {
    let mut times = Vec::new();
    for (place, person) in people.iter().enumerate().take(CHANGED) {
        // Half are new, half replace a record.
        let key = key(if place % 2 == 0 {
            people.len() + place
        } else {
            place
        });
        let known = person.known()?;
        let start = Instant::now();
        index.insert(key, &known)?;
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    Ok(vec![
        Figure::new(
            "insert or replace one record: p50",
            quantile(times.clone(), 0.5),
            "µs",
        ),
        Figure::new(
            "insert or replace one record: p99",
            quantile(times.clone(), 0.99),
            "µs",
        ),
        Figure::new(
            "insert or replace one record: worst",
            quantile(times, 1.0) / 1e3,
            "ms",
        ),
    ])
}

/// A ship's passengers against a list of names.
///
/// # Errors
/// The generator made something that is no value.
pub fn watchlist(people: &[Person]) -> Result<Vec<Figure>, Failure> {
    let entry = |place: usize| EntryId::from_uuid(Uuid::from_u128(place as u128));
    let names: Result<Vec<_>, Failure> = people
        .iter()
        .take(ENTRIES)
        .enumerate()
        .map(|(place, person)| Ok((entry(place), person.known()?)))
        .collect();
    let (weights, mut memory) = (Weights::by_hand(), Memory::default());
    let passengers: Result<Vec<_>, Failure> = people
        .iter()
        .rev()
        .take(PASSENGERS)
        .map(Person::known)
        .collect();
    let passengers = passengers?;
    let list = Watchlist::new([], names?, 0.001)?;
    let start = Instant::now();
    for passenger in &passengers {
        black_box(list.with_number(&[0; 32]));
        black_box(list.with_name(passenger, &weights, &mut memory));
    }
    let name = format!("watchlist: {PASSENGERS} passengers × {ENTRIES} names");
    Ok(vec![Figure::new(&name, start.elapsed().as_secs_f64(), "s")])
}

/// Building, loading and memory, each in a process that does nothing else.
///
/// # Errors
/// The process cannot be started or says something else than figures.
pub fn fresh_process(count: usize) -> Result<Vec<Figure>, Failure> {
    let program = std::env::current_exe()?;
    let file = std::env::temp_dir().join(format!("suar-bench-index-{}", std::process::id()));
    let ask = |what: &str| -> Result<Value, Failure> {
        let output = Command::new(&program)
            .args(["matching", what])
            .arg(&file)
            .arg(count.to_string())
            .output()?;
        if !output.status.success() {
            return Err(format!(
                "measuring in a fresh process failed: {}",
                String::from_utf8_lossy(&output.stderr)
            )
            .into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    };
    let measured = ask("build").and_then(|built| Ok((built, ask("load")?)));
    // Removed also when something failed.
    let _ = fs::remove_file(&file);
    let (built, loaded) = measured?;
    let number = |value: &Value, name: &str| {
        value[name]
            .as_f64()
            .ok_or("a figure of the fresh process is missing")
    };
    Ok(vec![
        Figure::new("index: build", number(&built, "seconds")?, "s"),
        Figure::new("index: bytes", number(&built, "megabytes")?, "MB"),
        Figure::new("index: load", number(&loaded, "seconds")?, "s"),
        Figure::new(
            "index: memory, fresh process",
            number(&loaded, "resident")?,
            "MB",
        ),
        Figure::new(
            "index: memory after 200 questions",
            number(&loaded, "after")?,
            "MB",
        ),
    ])
}

/// The part of [`fresh_process`] that runs in it.
///
/// # Errors
/// Files, memory figures or people are not as they must be.
pub fn in_fresh_process(what: &str, file: &str, count: usize) -> Result<Value, Failure> {
    let first = Population::First;
    if what == "build" {
        // Making people takes its time too: once without the index, once with it.
        let start = Instant::now();
        for person in first.people(count) {
            black_box(person.known()?);
        }
        let making = start.elapsed();
        let start = Instant::now();
        let index = index(first.people(count))?;
        let seconds = start.elapsed().saturating_sub(making).as_secs_f64();
        let bytes = index.to_bytes();
        fs::write(file, &bytes)?;
        return Ok(json!({"seconds": seconds, "megabytes": bytes.len() as f64 / 1e6}));
    }
    let empty = resident()?;
    let bytes = fs::read(file)?;
    let start = Instant::now();
    let index: Index<PersonId> = Index::from_bytes(&bytes)?;
    let seconds = start.elapsed().as_secs_f64();
    drop(bytes);
    let loaded = resident()?;
    let mut memory = Memory::default();
    let weights = Weights::by_hand();
    for person in first.people(200) {
        black_box(index.candidates(&person.known()?, &weights, 5, &mut memory));
    }
    let after = resident()?;
    Ok(json!({"seconds": seconds, "resident": loaded - empty, "after": after - empty}))
}

/// Resident memory of this process, in megabytes.
fn resident() -> Result<f64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line
        .and_then(|line| line.split_whitespace().next())
        .ok_or("no memory figure")?;
    Ok(kilobytes.parse::<f64>()? / 1e3)
}
