//! One small database of each released schema, in `tests/fixtures/registry`: today's Suar opens all of them.
//!
//! After a schema is released, its file is made once and never again:
//! `SUAR_MAKE_FIXTURES=1 cargo nextest run -p suar-registry fixtures`, which makes those that are missing and leaves
//! the others alone. Everybody in them is invented.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use suar_domain::id::{DepartureId, PersonId, ScreeningId};
use suar_domain::screening::{Level, ScreeningState};
use uuid::Uuid;

use super::{MIGRATIONS, SCHEMA, apply, schema_of};
use crate::Registry;
use crate::connection::{close, open};
use crate::error::RegistryError;
use crate::key::DatabaseKey;

/// Asks for the files that are missing.
const MAKE: &str = "SUAR_MAKE_FIXTURES";

/// A person who was referred, as the first schema wrote it.
const FIRST: &str = r#"
    INSERT INTO users VALUES (x'00000000000000000000000000000001', 'Rekaan Tanjung', 'supervisor', 1);
    INSERT INTO sailings VALUES (x'00000000000000000000000000000002', 'KM CONTOH', 'nunukan', 'tawau', '2026-11-24',
        NULL, NULL, 1);
    INSERT INTO people (id, name, birth_date, created_at)
        VALUES (x'00000000000000000000000000000003', 'Melati Contoh', '2001-09-14', 1);
    INSERT INTO documents VALUES (x'00000000000000000000000000000003', 'X0000471', 'passport', '2030-01-01', 1);
    INSERT INTO departures (id, person_id, sailing_id, position, seat, facts)
        VALUES (x'000000000000000000000000000000a1', x'00000000000000000000000000000003',
            x'00000000000000000000000000000002', 1, 'A01', '[["person.age_years","25","manifest"]]');
    INSERT INTO screenings (id, person_id, departure_id, state, facts, opened_at, opened_by, changed_at)
        VALUES (x'000000000000000000000000000000b1', x'00000000000000000000000000000003',
            x'000000000000000000000000000000a1', 'decided', '[]', 2, x'00000000000000000000000000000001', 3);
    INSERT INTO answers (screening_id, question, status, key, at, by_user)
        VALUES (x'000000000000000000000000000000b1', 'K3', 'answered', '3', 2, x'00000000000000000000000000000001');
    INSERT INTO assessments VALUES (x'000000000000000000000000000000a1', 'dalami', 'siap', 'dalami', 'siap',
        '["TIP-12"]', '1.2.0', 'ab',
        '{"v":1,"facts":[["person.age_years",25,"manifest"]],"refused":[],"dont_know":[],"result":{}}', 3);
    INSERT INTO decisions (id, screening_id, seq, decision, advice, level, at, by_user)
        VALUES (x'000000000000000000000000000000c1', x'000000000000000000000000000000b1', 1, 'rujuk', 'ajak_bicara',
            'dalami', 3, x'00000000000000000000000000000001');
"#;

/// What the person named, as the fourth schema writes it.
const FOURTH: &str = "
    INSERT INTO entities VALUES (1, 'phone', '+6281200000101', '0812-0000-0101', 4);
    INSERT INTO links (departure_id, role, entity, source, person_id, day, at, by_user)
        SELECT x'000000000000000000000000000000a1', 0, 1, n, x'00000000000000000000000000000003', 20781, 4,
            x'00000000000000000000000000000001' FROM words WHERE word = 'manifest';
";

fn fixture(schema: u32) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/registry");
    folder.join(format!("schema-{schema}.db"))
}

/// Makes the file of a schema as the version of then would have left it.
fn make(schema: u32, path: &Path) -> Result<(), RegistryError> {
    let mut connection = open(path, &DatabaseKey::of_fixtures())?;
    apply(&mut connection, &MIGRATIONS[..1])?;
    connection.execute_batch(FIRST)?;
    apply(&mut connection, &MIGRATIONS[..schema as usize])?;
    if schema >= 4 {
        connection.execute_batch(FOURTH)?;
    }
    close(connection)
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn count(connection: &Connection, table: &str) -> u32 {
    let sql = format!("SELECT count(*) FROM {table}");
    connection
        .query_row(&sql, [], |row| row.get(0))
        .expect("a count")
}

#[test]
fn a_file_of_every_released_schema_opens_and_keeps_what_it_holds() {
    for schema in 1..=SCHEMA {
        let kept = fixture(schema);
        if !kept.exists() && std::env::var_os(MAKE).is_some() {
            std::fs::create_dir_all(kept.parent().expect("a folder")).expect("made");
            make(schema, &kept).expect("a file of this schema");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("suar.db");
        std::fs::copy(&kept, &path)
            .unwrap_or_else(|_| panic!("schema {schema} has no file: see the top of fixtures.rs"));
        let connection = open(&path, &DatabaseKey::of_fixtures()).expect("the key of the fixtures");
        let found = schema_of(&connection).expect("a number");
        assert_eq!(found, schema, "a released file is never made again");
        let lock = crate::take_lock(folder.path()).expect("the lock");
        let registry = Registry::of(folder.path(), lock, connection).expect("it is migrated");
        assert_eq!(schema_of(&registry.connection()).expect("a number"), SCHEMA);

        let departure = DepartureId::from_uuid(id(0xa1));
        let stored = registry.departure(departure).expect("a departure");
        let facts: Vec<_> = stored
            .facts
            .iter()
            .map(|fact| {
                (
                    fact.fact.as_str(),
                    fact.value.as_str(),
                    fact.source.as_str(),
                )
            })
            .collect();
        assert_eq!(
            facts,
            [("person.age_years", "25", "manifest")],
            "schema {schema}"
        );
        let person = registry
            .person(PersonId::from_uuid(id(3)))
            .expect("a person");
        let number = person.document.expect("a document").number;
        assert_eq!(number.expose("compared").as_str(), "X0000471");
        let talk = registry
            .screening(ScreeningId::from_uuid(id(0xb1)))
            .expect("a talk");
        assert_eq!(
            (talk.state, talk.answers.len()),
            (ScreeningState::Decided, 1)
        );
        let said = registry
            .assessment(departure)
            .expect("read")
            .expect("there");
        assert_eq!(said.assessment.level, Level::Dalami);
        let cases = registry.open_cases(9).expect("cases");
        assert_eq!(
            cases.len(),
            1,
            "whoever was referred has a case, schema {schema}"
        );
        assert_eq!(cases[0].departure, departure);
        let links = registry.links_of(departure).expect("links").len();
        assert_eq!(links, usize::from(schema >= 4), "what was named then");
        assert_eq!(count(&registry.connection(), "judge_again"), 0);
    }
}

#[test]
fn a_migration_that_cannot_end_leaves_a_file_of_any_schema_as_it_was() {
    for schema in 1..SCHEMA {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("suar.db");
        std::fs::copy(fixture(schema), &path).expect("copied");
        let mut connection = open(&path, &DatabaseKey::of_fixtures()).expect("opens");
        // The next steps find no room.
        let pages: u32 = connection
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .expect("a number");
        connection
            .pragma_update(None, "max_page_count", pages + 1)
            .expect("a limit");
        let error = super::migrate(&mut connection).expect_err("there is no room");
        assert!(
            matches!(error, RegistryError::DiskFull),
            "schema {schema}: {error}"
        );
        drop(connection);
        let mut connection = open(&path, &DatabaseKey::of_fixtures()).expect("opens again");
        let left = schema_of(&connection).expect("a number");
        assert!(
            (schema..SCHEMA).contains(&left),
            "whole steps only: {left} after {schema}"
        );
        assert_eq!(count(&connection, "people"), 1);
        super::migrate(&mut connection).expect("with room it ends");
        assert_eq!(schema_of(&connection).expect("a number"), SCHEMA);
    }
}
