//! From schema 1 to 2: facts and traces as JSON become facts and bases in their compact form.
//!
//! A trace of schema 1 held the facts and the whole answer. The facts are carried over; the answer is given again by
//! the pack. A trace that cannot be read keeps its level and signs, and has no basis.

use rusqlite::{Connection, params};
use serde::Deserialize;
use serde_json::Value;
use suar_domain::basis::{Basis, Leg, Stage};
use suar_domain::departure::StatedFact;
use suar_domain::time::Instant;

use crate::basis::{self, StatedAt};
use crate::error::RegistryError;
use crate::table::assessment::pack_number;
use crate::table::damaged;
use crate::words::Words;

/// Rows read at a time, so that memory does not grow with the file.
const PAGE: u32 = 1000;

/// The part of a first trace that cannot be computed again.
#[derive(Deserialize)]
struct Trace {
    facts: Vec<(String, Value, String)>,
    refused: Vec<String>,
    dont_know: Vec<String>,
}

struct Row {
    departure: Vec<u8>,
    codes: [String; 4],
    signs: String,
    pack: String,
    hash: String,
    trace: String,
    at: i64,
    day: String,
    talked: bool,
}

/// Carries the rows over.
pub(super) fn run(connection: &Connection) -> Result<(), RegistryError> {
    let mut words = Words::default();
    facts(connection, &mut words, "departures")?;
    facts(connection, &mut words, "screenings")?;
    let mut after = Vec::new();
    loop {
        let rows = page(connection, &after)?;
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.departure);
        for row in &rows {
            assessment(connection, &mut words, row)?;
        }
    }
    connection.execute_batch(
        "DROP TABLE first_assessments;
         ALTER TABLE departures DROP COLUMN facts;
         ALTER TABLE screenings DROP COLUMN facts;",
    )?;
    Ok(())
}

fn facts(connection: &Connection, words: &mut Words, table: &str) -> Result<(), RegistryError> {
    let read = format!("SELECT id, facts FROM {table} WHERE id > ?1 ORDER BY id LIMIT {PAGE}");
    let write = format!("UPDATE {table} SET stated = ?2 WHERE id = ?1");
    let mut after = Vec::new();
    loop {
        let rows: Vec<(Vec<u8>, String)> = connection
            .prepare_cached(&read)?
            .query_map([&after], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let Some((last, _)) = rows.last() else {
            return Ok(());
        };
        after.clone_from(last);
        for (id, text) in rows {
            let list: Vec<(String, String, String)> =
                serde_json::from_str(&text).map_err(|_| damaged())?;
            let stated: Vec<StatedFact> = list.into_iter().map(stated).collect();
            let packed = basis::pack_facts(connection, words, &stated)?;
            connection
                .prepare_cached(&write)?
                .execute(params![id, packed])?;
        }
    }
}

fn stated((fact, value, source): (String, String, String)) -> StatedFact {
    StatedFact {
        fact,
        value,
        source,
    }
}

fn page(connection: &Connection, after: &[u8]) -> Result<Vec<Row>, RegistryError> {
    let sql = format!(
        "SELECT a.departure_id, a.level, a.documents, a.trafficking, a.courier, a.signs, a.pack, a.pack_hash,
             a.trace, a.at, s.date, EXISTS (SELECT 1 FROM screenings t WHERE t.departure_id = d.id)
         FROM first_assessments a JOIN departures d ON d.id = a.departure_id JOIN sailings s ON s.id = d.sailing_id
         WHERE a.departure_id > ?1 ORDER BY a.departure_id LIMIT {PAGE}"
    );
    let rows = connection
        .prepare_cached(&sql)?
        .query_map([after], |row| {
            Ok(Row {
                departure: row.get(0)?,
                codes: [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?],
                signs: row.get(5)?,
                pack: row.get(6)?,
                hash: row.get(7)?,
                trace: row.get(8)?,
                at: row.get(9)?,
                day: row.get(10)?,
                talked: row.get(11)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The basis of a first trace. That schema reckoned to the day of the sailing, knew departures at the port only, and
/// assessed without a talk as long as there was none.
fn basis_of(row: &Row) -> Option<Basis> {
    let trace: Trace = serde_json::from_str(&row.trace).ok()?;
    let fact =
        |(fact, value, source): (String, Value, String)| stated((fact, value.to_string(), source));
    Some(Basis {
        as_of: row.day.parse().ok()?,
        leg: Leg::Departure,
        stage: Stage::Port,
        manifest_only: !row.talked,
        facts: trace.facts.into_iter().map(fact).collect(),
        refused: trace.refused,
        dont_know: trace.dont_know,
        changed: Vec::new(),
    })
}

fn assessment(connection: &Connection, words: &mut Words, row: &Row) -> Result<(), RegistryError> {
    let at = Instant::from_millis(row.at);
    // Nothing tells when each source spoke: times that are not known are left out.
    let packed = basis_of(row)
        .map(|basis| basis::pack(connection, words, &basis, (&StatedAt::new(), at)))
        .transpose()?;
    connection
        .prepare_cached(
            "INSERT INTO assessments
                 (departure_id, edition, level, documents, trafficking, courier, signs, pack, basis, at)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            row.departure,
            row.codes[0],
            row.codes[1],
            row.codes[2],
            row.codes[3],
            row.signs,
            pack_number(connection, &row.pack, &row.hash)?,
            packed,
            row.at
        ])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use suar_domain::id::{DepartureId, ScreeningId};
    use suar_domain::screening::Level;
    use uuid::Uuid;

    use crate::Registry;
    use crate::connection::open;
    use crate::error::RegistryError;
    use crate::key::DatabaseKey;
    use crate::migrate::{MIGRATIONS, SCHEMA, apply, schema_of};

    /// Two passengers of schema 1, as that version wrote them: the first before a talk, the second in one, and a third
    /// whose trace was damaged.
    const FIRST: &str = r#"
        INSERT INTO users VALUES (x'00000000000000000000000000000001', 'Rekaan', 'supervisor', 1);
        INSERT INTO sailings VALUES (x'00000000000000000000000000000002', 'KM CONTOH', 'nunukan', 'tawau',
            '2026-11-24', NULL, NULL, 1);
        INSERT INTO people (id, name, created_at) VALUES (x'00000000000000000000000000000003', 'Melati Contoh', 1);
        INSERT INTO departures (id, person_id, sailing_id, position, facts)
            SELECT column1, x'00000000000000000000000000000003', x'00000000000000000000000000000002', 1,
                '[["person.age_years","31","manifest"],["trip.purpose","\"work\"","manifest"]]'
            FROM (VALUES (x'000000000000000000000000000000a1'), (x'000000000000000000000000000000a2'),
                (x'000000000000000000000000000000a3'));
        INSERT INTO screenings (id, person_id, departure_id, state, facts, opened_at, opened_by, changed_at)
            VALUES (x'000000000000000000000000000000b2', x'00000000000000000000000000000003',
                x'000000000000000000000000000000a2', 'open', '[["person.sex","\"f\"","mrz"]]', 2,
                x'00000000000000000000000000000001', 2);
        INSERT INTO assessments VALUES
            (x'000000000000000000000000000000a1', 'lengkapi', 'lengkapi', 'siap', 'siap', '["DOC-19"]', '1.2.0', 'ab', '
                {"v":1,"facts":[["person.age_years",31,"manifest"],["trip.purpose","work","manifest"]],
                "refused":[],"dont_know":[],"result":{"level":"lengkapi","findings":[{"id":"DOC-19"}]}}', 1795478400000),
            (x'000000000000000000000000000000a2', 'dalami', 'siap', 'dalami', 'siap', '["TIP-01"]', '1.2.0', 'ab', '
                {"v":1,"facts":[["doc.bpjs",false,"document"]],"refused":["trip.scheme"],"dont_know":["work.employer"],
                "result":{}}', 1795478400001),
            (x'000000000000000000000000000000a3', 'siap', 'siap', 'siap', 'siap', '[]', '1.2.0', 'ab', 'not JSON', 3);
    "#;

    fn migrated(folder: &Path) -> Registry {
        let key = DatabaseKey::random().expect("random bytes");
        let mut connection = open(&folder.join("suar.db"), &key).expect("a new file");
        apply(&mut connection, &MIGRATIONS[..1]).expect("the first schema");
        connection
            .execute_batch(FIRST)
            .expect("rows of the first schema");
        let lock = crate::take_lock(folder).expect("the lock");
        let registry =
            Registry::of(folder, lock, connection).expect("a file of the first schema opens");
        let schema = schema_of(&registry.connection()).expect("a number");
        assert_eq!(schema, SCHEMA);
        registry
    }

    fn departure(n: u128) -> DepartureId {
        DepartureId::from_uuid(Uuid::from_u128(n))
    }

    #[test]
    fn a_file_of_the_first_schema_keeps_its_facts_and_what_its_assessments_rest_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let registry = migrated(folder.path());
        let read = registry.departure(departure(0xa1)).expect("a departure");
        let list = |facts: &[suar_domain::departure::StatedFact]| -> Vec<String> {
            let text = |fact: &suar_domain::departure::StatedFact| {
                format!("{} {} {}", fact.fact, fact.value, fact.source)
            };
            facts.iter().map(text).collect()
        };
        let stated = [
            "person.age_years 31 manifest",
            "trip.purpose \"work\" manifest",
        ];
        assert_eq!(list(&read.facts), stated);
        let talk = ScreeningId::from_uuid(Uuid::from_u128(0xb2));
        let talk = registry.screening(talk).expect("a talk");
        assert_eq!(list(&talk.facts), ["person.sex \"f\" mrz"]);

        let planned = registry
            .assessment(departure(0xa1))
            .expect("read")
            .expect("there");
        assert_eq!(
            (planned.edition, planned.at.millis()),
            (1, 1_795_478_400_000)
        );
        assert_eq!(planned.assessment.level, Level::Lengkapi);
        assert_eq!(planned.assessment.signs, ["DOC-19"]);
        assert_eq!(
            (
                planned.assessment.pack.as_str(),
                planned.assessment.pack_hash.as_str()
            ),
            ("1.2.0", "ab")
        );
        assert_eq!(list(&planned.assessment.basis.facts), stated);
        assert_eq!(planned.assessment.basis.as_of.to_string(), "2026-11-24");
        assert!(planned.assessment.basis.manifest_only, "there was no talk");
        assert!(planned.stated_at.is_empty(), "that schema did not keep it");

        let talked = registry
            .assessment(departure(0xa2))
            .expect("read")
            .expect("there");
        assert!(!talked.assessment.basis.manifest_only);
        assert_eq!(
            list(&talked.assessment.basis.facts),
            ["doc.bpjs false document"]
        );
        assert_eq!(talked.assessment.basis.refused, ["trip.scheme"]);
        assert_eq!(talked.assessment.basis.dont_know, ["work.employer"]);
    }

    #[test]
    fn a_trace_that_cannot_be_read_keeps_its_level_and_says_that_it_is_damaged() {
        let folder = tempfile::tempdir().expect("a folder");
        let registry = migrated(folder.path());
        let error = registry.assessment(departure(0xa3)).expect_err("no basis");
        assert!(matches!(error, RegistryError::Damaged { .. }), "{error}");
        let entry = registry.board_entry(departure(0xa3)).expect("on the board");
        assert_eq!(entry.level, Some(Level::Siap));
    }
}
