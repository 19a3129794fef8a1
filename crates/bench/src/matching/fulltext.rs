//! SQLite's full-text search as a way to candidates: the folded name by trigrams, the two hundred best by its own
//! ranking, and everybody born on the same day; they are compared and ordered by the same scores as ours.

use std::time::Instant;

use rusqlite::{Connection, params};
use suar_domain::text::FullName;
use suar_matching::{Index, Memory, Weights};

use super::quality::Peer;
use super::{Person, Question, key};
use crate::engine::Failure;
use crate::measure::quantile;

/// Questions: each takes a good part of a second.
const QUESTIONS: usize = 100;

/// Measures it on the first questions.
///
/// # Errors
/// SQLite says so.
pub fn measure(
    people: &[Person],
    index: &Index,
    questions: &[Question],
) -> Result<Option<Peer>, Failure> {
    eprintln!("  Filling SQLite's full-text search");
    let mut db = Connection::open_in_memory()?;
    db.execute_batch(
        "CREATE VIRTUAL TABLE name USING fts5(text, tokenize='trigram');
         CREATE TABLE born (day TEXT, place INTEGER);",
    )?;
    let transaction = db.transaction()?;
    {
        let mut name = transaction.prepare("INSERT INTO name(rowid, text) VALUES (?1, ?2)")?;
        let mut born = transaction.prepare("INSERT INTO born VALUES (?1, ?2)")?;
        for (place, person) in people.iter().enumerate() {
            name.execute(params![place as i64, folded(&person.name)?])?;
            born.execute(params![
                person.born.map(|day| day.to_string()),
                place as i64
            ])?;
        }
    }
    transaction.commit()?;
    db.execute_batch("CREATE INDEX born_day ON born(day)")?;
    let mut by_name =
        db.prepare("SELECT rowid FROM name WHERE name MATCH ?1 ORDER BY rank LIMIT 200")?;
    let mut by_day = db.prepare("SELECT place FROM born WHERE day = ?1")?;
    let (weights, mut memory) = (Weights::by_hand(), Memory::default());
    let (mut times, mut at_1, mut at_5) = (Vec::new(), 0, 0);
    let questions = &questions[..QUESTIONS.min(questions.len())];
    eprintln!("  Asking it {} questions", questions.len());
    for question in questions {
        let start = Instant::now();
        let text = folded(&question.text.name)?;
        let letters: Vec<char> = text.chars().collect();
        let grams: Vec<String> = letters
            .windows(3)
            .map(|gram| format!("\"{}\"", String::from_iter(gram)))
            .collect();
        let mut places: Vec<i64> = Vec::new();
        if !grams.is_empty() {
            let rows = by_name.query_map([grams.join(" OR ")], |row| row.get(0))?;
            places.extend(rows.collect::<Result<Vec<i64>, _>>()?);
        }
        if let Some(day) = question.text.born {
            let rows = by_day.query_map([day.to_string()], |row| row.get(0))?;
            places.extend(rows.collect::<Result<Vec<i64>, _>>()?);
        }
        let keys: Vec<_> = places.iter().map(|&place| key(place as usize)).collect();
        let found = index.compared(&question.known, &keys, &weights, 5, &mut memory);
        times.push(start.elapsed().as_secs_f64() * 1e3);
        let right = key(question.place);
        let place = found.iter().position(|candidate| candidate.key == right);
        at_1 += u32::from(place == Some(0));
        at_5 += u32::from(place.is_some());
    }
    let share = |count: u32| f64::from(count) / questions.len().max(1) as f64;
    Ok(Some(Peer {
        at_1: share(at_1),
        at_5: share(at_5),
        p50: quantile(times.clone(), 0.5),
        p95: quantile(times, 0.95),
    }))
}

/// The folded words, sorted, as trigrams see them.
fn folded(name: &str) -> Result<String, Failure> {
    Ok(suar_matching::folded_name(&FullName::parse(name)?))
}
