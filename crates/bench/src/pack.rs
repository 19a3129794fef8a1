//! The shipped pack: how long it takes to load, and to answer everything about one person.

use std::path::Path;
use std::time::Instant;

use serde_json::Value;
use suar_rules::{Case, Leg, Pack, Stage};

use crate::engine::Failure;
use crate::measure::median;

/// The files of the pack in a folder: path inside the pack, and text.
///
/// # Errors
/// A file cannot be read.
pub fn files(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let mut files = vec![(
        "pack.toml".to_owned(),
        std::fs::read_to_string(folder.join("pack.toml"))?,
    )];
    for entry in std::fs::read_dir(folder.join("indicators"))? {
        let entry = entry?;
        let name = format!("indicators/{}", entry.file_name().to_string_lossy());
        files.push((name, std::fs::read_to_string(entry.path())?));
    }
    files.sort();
    Ok(files)
}

/// The cases of lines of JSON, as `suarctl screen` reads them.
///
/// # Errors
/// A line is no case: the reported cases are part of the repository.
pub fn cases(pack: &Pack, lines: &str) -> Result<Vec<Case>, Failure> {
    let lines = lines.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| case(pack, line)).collect()
}

fn case(pack: &Pack, line: &str) -> Result<Case, Failure> {
    let json: Value = serde_json::from_str(line)?;
    let leg = match json["leg"].as_str() {
        Some("return") => Leg::Return,
        _ => Leg::Departure,
    };
    let stage = match json["stage"].as_str() {
        Some("predeparture") => Stage::Predeparture,
        Some("return") => Stage::Return,
        _ => Stage::Port,
    };
    let day = json["as_of"].as_str().unwrap_or("2026-11-24").parse()?;
    let mut case = Case::new(leg, stage, day);
    let vocabulary = pack.vocabulary();
    for (id, value) in json["facts"].as_object().into_iter().flatten() {
        let fact = vocabulary.fact(id).ok_or("a fact that does not exist")?;
        case.facts.insert(fact, vocabulary.value(fact, value)?);
    }
    case.manifest_only = case.rests_on_manifest();
    Ok(case)
}

/// Milliseconds that each of some loads takes: reading, type checks, and the pack's own cases.
///
/// # Errors
/// The pack is broken.
pub fn loads(files: &[(String, String)], runs: usize) -> Result<Vec<f64>, Failure> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let start = Instant::now();
        let pack = Pack::from_files(files.iter().map(|(path, text)| (path, text)))?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
        drop(pack);
    }
    Ok(times)
}

/// Milliseconds that each case takes until all smallest changes of its level are known; the median of some rounds.
#[must_use]
pub fn counterfactuals(pack: &Pack, cases: &[Case], rounds: usize) -> Vec<f64> {
    let each = |case: &Case| {
        let times = (0..rounds).map(|_| {
            let start = Instant::now();
            std::hint::black_box(pack.counterfactuals(case));
            start.elapsed().as_secs_f64() * 1e3
        });
        median(times.collect())
    };
    cases.iter().map(each).collect()
}

/// Milliseconds that each full answer takes: level, reasons, interval and next questions.
#[must_use]
pub fn screens(pack: &Pack, cases: &[Case], rounds: usize) -> Vec<f64> {
    let mut times = Vec::with_capacity(cases.len() * rounds);
    for _ in 0..rounds {
        for case in cases {
            let start = Instant::now();
            std::hint::black_box(pack.screen(case));
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    times
}
