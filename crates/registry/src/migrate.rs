//! Brings a file to the schema of this version. Forward only; each step is one transaction.

#[cfg(test)]
mod fixtures;
mod second;

use rusqlite::{Connection, TransactionBehavior};

use crate::error::RegistryError;

/// Released migrations, oldest first. The number of a migration is its place in the list, from 1.
const MIGRATIONS: &[Step] = &[
    Step::sql(include_str!("../migrations/0001_first.sql")),
    Step {
        sql: include_str!("../migrations/0002_basis.sql"),
        then: Some(second::run),
    },
    Step::sql(include_str!("../migrations/0003_packs.sql")),
    Step::sql(include_str!("../migrations/0004_relations.sql")),
];

/// What a step does beyond its statements, in the same transaction.
type Code = fn(&Connection) -> Result<(), RegistryError>;

/// One migration: statements, and what statements cannot do.
#[derive(Clone, Copy)]
struct Step {
    sql: &'static str,
    then: Option<Code>,
}

impl Step {
    const fn sql(sql: &'static str) -> Self {
        Self { sql, then: None }
    }
}

/// Schema number of this version.
pub const SCHEMA: u32 = MIGRATIONS.len() as u32;

/// Applies what is missing. Pages that a step frees stay in the file, and the next rows take them: `VACUUM` would build
/// a copy of everything either in memory, which a large registry does not leave, or in a temporary file, which might
/// show people in clear.
///
/// # Errors
/// [`RegistryError::Newer`] when the file has a schema that this version does not know; the file is left alone.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), RegistryError> {
    apply(connection, MIGRATIONS)
}

/// Schema number of a file; 0 when it has no schema yet.
pub(crate) fn schema_of(connection: &Connection) -> Result<u32, RegistryError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn apply(connection: &mut Connection, migrations: &[Step]) -> Result<(), RegistryError> {
    let found = schema_of(connection)?;
    if found as usize > migrations.len() {
        return Err(RegistryError::Newer { found });
    }
    for (number, step) in (1_u32..).zip(migrations).skip(found as usize) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(step.sql)?;
        if let Some(then) = step.then {
            then(&transaction)?;
        }
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::open;
    use crate::key::DatabaseKey;

    const NEXT: &str = "CREATE TABLE later (n INTEGER); INSERT INTO later VALUES (1);
        UPDATE meta SET value = x'02' WHERE key = 'kept';";

    /// All steps of today and one more.
    fn with(step: Step) -> Vec<Step> {
        [MIGRATIONS, &[step]].concat()
    }

    fn kept(connection: &Connection) -> Vec<u8> {
        let sql = "SELECT value FROM meta WHERE key = 'kept'";
        connection
            .query_row(sql, [], |row| row.get(0))
            .expect("a row from before the migration")
    }

    fn has_table(connection: &Connection, name: &str) -> bool {
        let sql = "SELECT count(*) FROM sqlite_schema WHERE name = ?1";
        let count: u32 = connection
            .query_row(sql, [name], |row| row.get(0))
            .expect("a count");
        count > 0
    }

    #[test]
    fn a_migration_that_stops_midway_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("suar.db");
        let key = DatabaseKey::random().expect("random bytes");
        let mut connection = open(&path, &key).expect("a new file");
        migrate(&mut connection).expect("the schema of today");
        connection
            .execute("INSERT INTO meta VALUES ('kept', x'01')", [])
            .expect("a row");

        let broken = Step {
            sql: NEXT,
            then: Some(|connection| {
                Ok(connection.execute_batch("INSERT INTO nowhere VALUES (1);")?)
            }),
        };
        let steps = with(broken);
        let error = apply(&mut connection, &steps).expect_err("the last step cannot end");
        assert!(matches!(error, RegistryError::Database { .. }), "{error}");
        drop(connection);

        let mut connection = open(&path, &key).expect("the file opens again");
        assert_eq!(schema_of(&connection).expect("a number"), SCHEMA);
        assert!(
            !has_table(&connection, "later"),
            "nothing of the step is left"
        );
        assert_eq!(kept(&connection), [1], "the rows are those of before");

        apply(&mut connection, &with(Step::sql(NEXT))).expect("the step that ends");
        assert_eq!(schema_of(&connection).expect("a number"), SCHEMA + 1);
        assert_eq!(kept(&connection), [2]);
    }

    #[test]
    fn a_process_that_dies_in_a_migration_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("suar.db");
        let key = DatabaseKey::random().expect("random bytes");
        let mut connection = open(&path, &key).expect("a new file");
        migrate(&mut connection).expect("the schema of today");
        connection
            .execute("INSERT INTO meta VALUES ('kept', x'01')", [])
            .expect("a row");
        let step = connection.transaction().expect("a step begins");
        step.execute_batch(NEXT).expect("its statements");
        step.pragma_update(None, "user_version", SCHEMA + 1)
            .expect("its number");
        // What a killed process leaves behind: the files, without the end of the transaction.
        let left = tempfile::tempdir().expect("a folder");
        for entry in std::fs::read_dir(folder.path()).expect("files") {
            let entry = entry.expect("a file");
            std::fs::copy(entry.path(), left.path().join(entry.file_name())).expect("copied");
        }
        drop(step);

        let mut connection = open(&left.path().join("suar.db"), &key).expect("opens");
        assert_eq!(schema_of(&connection).expect("a number"), SCHEMA);
        assert_eq!(kept(&connection), [1]);
        migrate(&mut connection).expect("nothing is missing");
    }

    #[test]
    fn pages_that_a_step_frees_are_taken_by_the_next_rows_and_nothing_is_copied() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = DatabaseKey::random().expect("random bytes");
        let mut connection = open(&folder.path().join("suar.db"), &key).expect("a new file");
        apply(&mut connection, &MIGRATIONS[..1]).expect("the first schema");
        connection
            .execute_batch(
                "CREATE TABLE large (bytes BLOB);
                 INSERT INTO large VALUES (zeroblob(4000000));
                 DROP TABLE large;",
            )
            .expect("a table that a step drops");
        let pages = |connection: &Connection| -> u32 {
            connection
                .query_row("PRAGMA page_count", [], |row| row.get(0))
                .expect("a number")
        };
        let before = pages(&connection);
        migrate(&mut connection).expect("the schema of today");
        assert!(pages(&connection) >= before, "no copy was made");
        connection
            .execute_batch(
                "CREATE TABLE later (bytes BLOB); INSERT INTO later VALUES (zeroblob(3000000));",
            )
            .expect("new rows");
        let grown = pages(&connection) - before;
        assert!(grown < 100, "they took freed pages: {grown} new ones");
    }

    #[test]
    fn a_schema_from_the_future_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = DatabaseKey::random().expect("random bytes");
        let mut connection = open(&folder.path().join("suar.db"), &key).expect("a new file");
        migrate(&mut connection).expect("the schema of today");
        connection
            .pragma_update(None, "user_version", SCHEMA + 1)
            .expect("a number");
        let error = migrate(&mut connection).expect_err("too new");
        assert!(matches!(error, RegistryError::Newer { found } if found == SCHEMA + 1));
        assert!(has_table(&connection, "people"), "it was left alone");
    }
}
