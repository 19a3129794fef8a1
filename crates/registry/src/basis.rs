//! The stored form of facts and of what an assessment rests on.
//!
//! A fact is three things: which, what, and who said it. Which and who are numbers of [`words`](crate::words); facts
//! of one source that follow each other name it once. A value keeps its exact JSON text, so that what is read is what
//! was written. The first byte names the form.

use std::collections::BTreeMap;

use rusqlite::Connection;
use suar_domain::basis::{Basis, Leg, Stage};
use suar_domain::departure::StatedFact;
use suar_domain::time::{Instant, PlainDate};

use crate::bytes::{Packer, Unpacker};
use crate::error::RegistryError;
use crate::table::damaged;
use crate::words::{Words, word};

const FORM: u8 = 1;

const TEXT: u8 = 0;
const JSON: u8 = 1;
const INTEGER: u8 = 2;
const NO: u8 = 3;
const YES: u8 = 4;

/// When each source said what it says.
pub(crate) type StatedAt = BTreeMap<String, Instant>;

/// Packs stated facts.
pub(crate) fn pack_facts(
    connection: &Connection,
    words: &mut Words,
    facts: &[StatedFact],
) -> Result<Vec<u8>, RegistryError> {
    let mut packer = Packer::default();
    packer.byte(FORM);
    put_facts(connection, words, &mut packer, facts)?;
    Ok(packer.into_bytes())
}

/// Reads stated facts.
pub(crate) fn read_facts(
    connection: &Connection,
    bytes: &[u8],
) -> Result<Vec<StatedFact>, RegistryError> {
    let mut unpacker = Unpacker::new(bytes);
    form(&mut unpacker)?;
    let facts = take_facts(&|number| word(connection, number), &mut unpacker)?;
    unpacker.end()?;
    Ok(facts)
}

/// Packs a basis; times are kept as distances to `at`, the moment of the assessment.
pub(crate) fn pack(
    connection: &Connection,
    words: &mut Words,
    basis: &Basis,
    (stated_at, at): (&StatedAt, Instant),
) -> Result<Vec<u8>, RegistryError> {
    let mut packer = Packer::default();
    packer.byte(FORM);
    packer.number(day_number(basis.as_of));
    packer.byte(situation(basis));
    put_facts(connection, words, &mut packer, &basis.facts)?;
    packer.number(stated_at.len() as u64);
    for (source, moment) in stated_at {
        packer.number(words.number(connection, source)?);
        packer.signed(at.millis() - moment.millis());
    }
    for facts in [&basis.refused, &basis.dont_know, &basis.changed] {
        packer.number(facts.len() as u64);
        for fact in facts {
            packer.number(words.number(connection, fact)?);
        }
    }
    Ok(packer.into_bytes())
}

/// Reads a basis.
pub(crate) fn read(
    connection: &Connection,
    bytes: &[u8],
    at: Instant,
) -> Result<(Basis, StatedAt), RegistryError> {
    read_with(&|number| word(connection, number), bytes, at)
}

/// Gives the word with a number.
pub(crate) type FindWord<'a> = &'a dyn Fn(u64) -> Result<String, RegistryError>;

/// Reads a basis whose words are at hand.
pub(crate) fn read_with(
    word: FindWord<'_>,
    bytes: &[u8],
    at: Instant,
) -> Result<(Basis, StatedAt), RegistryError> {
    let mut unpacker = Unpacker::new(bytes);
    form(&mut unpacker)?;
    let as_of = day(unpacker.number()?)?;
    let situation = unpacker.byte()?;
    let (leg, stage) = (usize::from(situation >> 1 & 1), usize::from(situation >> 2));
    let facts = take_facts(word, &mut unpacker)?;
    let mut stated_at = StatedAt::new();
    for _ in 0..unpacker.count()? {
        let source = word(unpacker.number()?)?;
        let moment = at.millis().checked_sub(unpacker.signed()?);
        stated_at.insert(source, Instant::from_millis(moment.ok_or_else(damaged)?));
    }
    let mut names = || -> Result<Vec<String>, RegistryError> {
        (0..unpacker.count()?)
            .map(|_| word(unpacker.number()?))
            .collect()
    };
    let basis = Basis {
        as_of,
        leg: *Leg::ALL.get(leg).ok_or_else(damaged)?,
        stage: *Stage::ALL.get(stage).ok_or_else(damaged)?,
        manifest_only: situation & 1 == 1,
        facts,
        refused: names()?,
        dont_know: names()?,
        changed: names()?,
    };
    unpacker.end()?;
    Ok((basis, stated_at))
}

fn form(unpacker: &mut Unpacker<'_>) -> Result<(), RegistryError> {
    if unpacker.byte()? == FORM {
        Ok(())
    } else {
        Err(damaged())
    }
}

/// Bit 0: only the manifest is known; bit 1: the leg; from bit 2: the stage.
fn situation(basis: &Basis) -> u8 {
    let place = |found: Option<usize>| found.unwrap_or(0) as u8;
    let leg = place(Leg::ALL.iter().position(|leg| *leg == basis.leg));
    let stage = place(Stage::ALL.iter().position(|stage| *stage == basis.stage));
    u8::from(basis.manifest_only) | leg << 1 | stage << 2
}

/// Year, month and day side by side.
fn day_number(day: PlainDate) -> u64 {
    let year = u64::from(day.year().unsigned_abs());
    year << 9 | u64::from(day.month()) << 5 | u64::from(day.day())
}

fn day(number: u64) -> Result<PlainDate, RegistryError> {
    let year = i32::try_from(number >> 9).map_err(|_| damaged())?;
    PlainDate::new(year, (number >> 5 & 0xf) as u32, (number & 0x1f) as u32).map_err(|_| damaged())
}

fn put_facts(
    connection: &Connection,
    words: &mut Words,
    packer: &mut Packer,
    facts: &[StatedFact],
) -> Result<(), RegistryError> {
    let groups: Vec<_> = facts.chunk_by(|a, b| a.source == b.source).collect();
    packer.number(groups.len() as u64);
    for group in groups {
        let source = group.first().map_or("", |fact| fact.source.as_str());
        packer.number(words.number(connection, source)?);
        packer.number(group.len() as u64);
        for fact in group {
            packer.number(words.number(connection, &fact.fact)?);
            put_value(packer, &fact.value);
        }
    }
    Ok(())
}

fn take_facts(
    word: FindWord<'_>,
    unpacker: &mut Unpacker<'_>,
) -> Result<Vec<StatedFact>, RegistryError> {
    let mut facts = Vec::new();
    for _ in 0..unpacker.count()? {
        let source = word(unpacker.number()?)?;
        for _ in 0..unpacker.count()? {
            facts.push(StatedFact {
                fact: word(unpacker.number()?)?,
                value: take_value(unpacker)?,
                source: source.clone(),
            });
        }
    }
    Ok(facts)
}

/// The exact text of a value. Text in quotation marks without anything to escape, whole numbers and truth values
/// are shorter than their JSON; whatever else there is stays JSON.
fn put_value(packer: &mut Packer, value: &str) {
    let quoted = value
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .filter(|text| !text.contains(['"', '\\']));
    match (value, quoted, value.parse::<i64>()) {
        ("true", ..) => packer.byte(YES),
        ("false", ..) => packer.byte(NO),
        (_, Some(text), _) => {
            packer.byte(TEXT);
            packer.text(text);
        }
        (_, None, Ok(number)) if number.to_string() == value => {
            packer.byte(INTEGER);
            packer.signed(number);
        }
        _ => {
            packer.byte(JSON);
            packer.text(value);
        }
    }
}

fn take_value(unpacker: &mut Unpacker<'_>) -> Result<String, RegistryError> {
    Ok(match unpacker.byte()? {
        TEXT => format!("\"{}\"", unpacker.text()?),
        JSON => unpacker.text()?.to_owned(),
        INTEGER => unpacker.signed()?.to_string(),
        NO => "false".to_owned(),
        YES => "true".to_owned(),
        _ => return Err(damaged()),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const AT: Instant = Instant::from_millis(1_795_478_400_000);

    fn words_table() -> Connection {
        let connection = Connection::open_in_memory().expect("memory");
        connection
            .execute_batch("CREATE TABLE words (n INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE)")
            .expect("a table");
        connection
    }

    fn fact(fact: &str, value: &str, source: &str) -> StatedFact {
        StatedFact {
            fact: fact.into(),
            value: value.into(),
            source: source.into(),
        }
    }

    fn basis() -> Basis {
        Basis {
            as_of: PlainDate::new(2026, 11, 24).expect("a day"),
            leg: Leg::Return,
            stage: Stage::Return,
            manifest_only: true,
            facts: vec![
                fact("person.age_years", "31", "manifest"),
                fact("trip.purpose", "\"work\"", "manifest"),
                fact("person.age_years", "17", "mrz"),
                fact("doc.opp_done", "false", "document"),
                fact("doc.bpjs", "true", "document"),
                fact("money.wage", "1.50", "K4"),
                fact("doc.passport_issue_office", r#""Kantor \"A\"""#, "manifest"),
                fact("trip.carried", r#"["a","b"]"#, "K5"),
                fact("x.y", "-0", "K6"),
            ],
            refused: vec!["contact.phone_held_by".into()],
            dont_know: vec!["trip.scheme".into(), "work.employer".into()],
            changed: vec!["doc.bpjs".into()],
        }
    }

    #[test]
    fn a_basis_is_read_back_to_the_letter() {
        let connection = words_table();
        let times = StatedAt::from([
            ("manifest".into(), Instant::from_millis(AT.millis() - 1000)),
            ("mrz".into(), AT),
        ]);
        let pack =
            |words: &mut Words| pack(&connection, words, &basis(), (&times, AT)).expect("packed");
        let bytes = pack(&mut Words::default());
        let found = read(&connection, &bytes, AT).expect("read");
        assert!(found == (basis(), times.clone()), "{found:?}");
        assert_eq!(pack(&mut Words::default()), bytes, "one form only");
    }

    #[test]
    fn bytes_that_were_cut_or_came_from_a_later_version_are_an_error() {
        let connection = words_table();
        let times = StatedAt::from([("manifest".into(), AT)]);
        let mut words = Words::default();
        let bytes = pack(&connection, &mut words, &basis(), (&times, AT)).expect("packed");
        for end in 0..bytes.len() {
            assert!(
                read(&connection, &bytes[..end], AT).is_err(),
                "cut at {end}"
            );
        }
        let more = [bytes.as_slice(), &[0]].concat();
        assert!(read(&connection, &more, AT).is_err(), "something follows");
        let newer = [&[FORM + 1][..], &bytes[1..]].concat();
        assert!(read(&connection, &newer, AT).is_err(), "a later form");
    }

    #[test]
    fn the_values_of_a_person_are_no_words() {
        let connection = words_table();
        let office = [fact("doc.passport_issue_office", "\"melati\"", "manifest")];
        pack_facts(&connection, &mut Words::default(), &office).expect("packed");
        let count: u32 = connection
            .query_row("SELECT count(*) FROM words", [], |row| row.get(0))
            .expect("a count");
        assert_eq!(count, 2, "the fact and the source");
    }

    proptest! {
        #[test]
        fn any_value_keeps_its_text(value in any::<String>(), number in any::<i64>()) {
            let connection = words_table();
            let facts = [
                fact("a", &value, "s"),
                fact("b", &number.to_string(), "s"),
                fact("c", &format!("\"{value}\""), "t"),
            ];
            let bytes = pack_facts(&connection, &mut Words::default(), &facts).expect("packed");
            prop_assert!(read_facts(&connection, &bytes).expect("read") == facts);
        }

        #[test]
        fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let connection = words_table();
            prop_assert!(read(&connection, &bytes, AT).is_err(), "no word is known");
        }
    }
}
