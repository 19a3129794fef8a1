//! Bringing the tables to the version of this program: numbered files, forward only.
//!
//! A released file is never edited; its hash is recorded, and a difference stops the migration.

use sha2::{Digest, Sha256};

use super::{Store, StoreError, hash_from_db};

/// Every migration, in order; the version is the place in this list, from 1.
const MIGRATIONS: &[&str] = &[include_str!("../../migrations/0001_start.sql")];

const BOOK: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
    version int PRIMARY KEY,
    sha256  bytea NOT NULL,
    applied timestamptz NOT NULL DEFAULT now()
)";

impl Store {
    /// The version this program works with.
    pub const fn version() -> i32 {
        MIGRATIONS.len() as i32
    }

    /// Applies what is missing and returns the version reached. Two at once wait for each other.
    pub async fn migrate(&self) -> Result<i32, StoreError> {
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await?;
        // Creating the book is not safe against itself; everything after it is ordered by this lock, too.
        transaction
            .batch_execute("SELECT pg_advisory_xact_lock(1398096210)")
            .await?;
        transaction.batch_execute(BOOK).await?;
        let mut done = 0;
        for row in transaction
            .query(
                "SELECT version, sha256 FROM schema_migration ORDER BY version",
                &[],
            )
            .await?
        {
            let (version, hash): (i32, &[u8]) = (row.get(0), row.get(1));
            if let Some(file) = MIGRATIONS.get(done as usize)
                && hash_from_db(hash, "migration hash")? != <[u8; 32]>::from(Sha256::digest(file))
            {
                return Err(StoreError::Damaged("migration"));
            }
            done = version;
        }
        for (file, version) in MIGRATIONS
            .iter()
            .zip(1..)
            .skip(done.unsigned_abs() as usize)
        {
            transaction.batch_execute(file).await?;
            let hash = Sha256::digest(file);
            transaction
                .execute(
                    "INSERT INTO schema_migration (version, sha256) VALUES ($1, $2)",
                    &[&version, &hash.as_slice()],
                )
                .await?;
            done = version;
        }
        transaction.commit().await?;
        Ok(done)
    }

    /// Refuses a database of another version.
    pub async fn check_version(&self) -> Result<(), StoreError> {
        let connection = self.connection().await?;
        let exists = connection
            .query_one("SELECT to_regclass('schema_migration') IS NOT NULL", &[])
            .await?;
        let found = if exists.get(0) {
            let row = connection
                .query_one(
                    "SELECT coalesce(max(version), 0) FROM schema_migration",
                    &[],
                )
                .await?;
            row.get(0)
        } else {
            0
        };
        if found == Self::version() {
            Ok(())
        } else {
            Err(StoreError::Version {
                found,
                needed: Self::version(),
            })
        }
    }
}
