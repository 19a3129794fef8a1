//! The hub's database: a pool of connections, and the SQL of each concept in a file of its own.
//!
//! What must hold: every write of one request is one transaction; errors carry PostgreSQL's code and never its
//! message, which can quote a row.

pub mod device;
pub mod enroll;
pub mod ingest;
mod materialise;
pub mod migrate;
pub mod office;
pub mod stream;

use std::time::Duration;

use deadpool_postgres::{
    Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, Timeouts,
};
use tokio_postgres::{Config, NoTls};

const POOL_SIZE: usize = 8;
const POOL_TIMEOUT: Duration = Duration::from_secs(5);

/// A commit that returns is on disk; a statement that hangs lets go of its locks.
const SESSION: &str = "-c synchronous_commit=on -c statement_timeout=30000 -c lock_timeout=10000 \
                       -c idle_in_transaction_session_timeout=60000";

/// The database could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address is not one of a PostgreSQL database.
    #[error("not a database address; it reads postgresql://user@host/database")]
    Address,
    /// No connection could be had.
    #[error("no connection to the database; is PostgreSQL running and the address right?")]
    NoConnection,
    /// A statement failed.
    #[error("the database refused a statement (SQLSTATE {sqlstate})")]
    Statement {
        /// PostgreSQL's five-character code; `none` when the connection was lost.
        sqlstate: String,
    },
    /// The tables are of another version than this program.
    #[error(
        "the database is at version {found}, this program needs {needed}; run `suar-hub migrate`"
    )]
    Version {
        /// Version of the tables.
        found: i32,
        /// Version of the program.
        needed: i32,
    },
    /// A stored value is not of its form.
    #[error("a stored {0} is damaged; restore the database from its backup")]
    Damaged(&'static str),
    /// The operating system gave no random numbers.
    #[error("the operating system gave no random numbers")]
    Random,
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let sqlstate = error.code().map_or("none", |code| code.code());
        Self::Statement {
            sqlstate: sqlstate.to_owned(),
        }
    }
}

/// The hub's database.
#[derive(Clone)]
pub struct Store {
    pool: Pool,
}

impl Store {
    /// A store at an address such as `postgresql://suar@localhost/suar`. Connects on first use.
    pub fn at(database_url: &str) -> Result<Self, StoreError> {
        let mut config: Config = database_url.parse().map_err(|_| StoreError::Address)?;
        let options = config
            .get_options()
            .map_or(SESSION.to_owned(), |own| format!("{own} {SESSION}"));
        config
            .options(options)
            .application_name("suar-hub")
            .connect_timeout(POOL_TIMEOUT);
        let manager = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let timeouts = Timeouts {
            wait: Some(POOL_TIMEOUT),
            create: Some(POOL_TIMEOUT),
            recycle: Some(POOL_TIMEOUT),
        };
        let pool = Pool::builder(Manager::from_config(config, NoTls, manager))
            .max_size(POOL_SIZE)
            .timeouts(timeouts)
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|_| StoreError::NoConnection)?;
        Ok(Self { pool })
    }

    /// Answers when the database does.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.connection().await?.simple_query("SELECT 1").await?;
        Ok(())
    }

    async fn connection(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) if error.code().is_some() => error.into(),
            _ => StoreError::NoConnection,
        })
    }
}

/// Numbers of the protocol are unsigned, PostgreSQL's are not; both stay below 2^63.
fn to_db(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn from_db(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn hash_from_db(bytes: &[u8], what: &'static str) -> Result<[u8; 32], StoreError> {
    bytes.try_into().map_err(|_| StoreError::Damaged(what))
}
