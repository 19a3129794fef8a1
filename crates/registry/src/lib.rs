//! The encrypted store of one computer, and the one door for writes.
//!
//! What must hold:
//! - The file is SQLCipher; its key exists only in memory while an officer is signed in ([`key`]).
//! - Nothing is changed except through [`Registry::write`], which demands a permit. One transaction holds the
//!   records, the audit row and the lines of the operation log ([`write`], [`audit`], [`outbox`]).
//! - The operation log is the outbox: exact bytes, hash chain, never changed or deleted. What the hub confirmed
//!   is a receipt beside it.
//! - A committed change survives a power cut (`WAL`, `synchronous=FULL`).
//! - One process at a time has a registry open.
//!
//! Not here: permission checks (the permit is proof of one), decisions, network, clock.

mod audit;
mod basis;
mod bytes;
mod connection;
mod error;
mod founding;
pub mod key;
mod migrate;
mod outbox;
mod relation;
pub mod settings;
mod space;
mod table;
mod whole_file;
mod words;
mod write;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use suar_domain::id::{StreamId, UserId};
use suar_domain::operation::{Operation, Permit};
use suar_domain::time::Instant;
use suar_domain::user::{Permission, User};
use uuid::Uuid;

pub use error::RegistryError;
pub use migrate::SCHEMA;
pub use outbox::{DeviceKey, HubLink, OutboxLine, StreamState, SyncNote, Waiting};
pub use relation::aboard::Group;
pub use relation::network::{Network, NetworkPerson, NetworkThing, Step, Way};
pub use relation::{Company, Subject};
pub use space::TableSpace;
pub use table::again::ReviewRow;
pub use table::alert::AlertRow;
pub use table::assessment::AssessmentRow;
pub use table::case::CaseRow;
pub use table::decision::DecisionRow;
pub use table::departure::{BoardEntry, DepartureRow, LevelCounts};
pub use table::history::{Happened, HistoryRow, JourneyRow};
pub use table::link::LinkRow;
pub use table::manifest::{LineRow, ManifestRow};
pub use table::outcome::OutcomeRow;
pub use table::pack::{PackChangeRow, PacksChosen, PlannedPack, ShadowCount};
pub use table::person::PersonMatch;
pub use table::screening::{ScreeningRow, TickRow, WaitingScreening};
pub use table::stored_case::{StoredCase, StoredWords};
pub use table::watchlist::WatchedName;
pub use table::whitelist::HarmlessRow;

use key::{Account, DatabaseKey, SlotFile};

const DATABASE: &str = "suar.db";
const LOCK: &str = "suar.lock";
/// A database during its first run. It takes its own name when its key file is written: so a file named [`DATABASE`]
/// is always one that people may have worked with, and nothing here ever deletes it.
const FOUNDING: &str = "suar.founding.db";
/// What marked a first run before. Nothing heeds it any more; it is cleared away.
const OLD_MARK: &str = "suar.founding";

/// An open registry. Cheap to share: all methods take `&self`.
pub struct Registry {
    connection: Mutex<Connection>,
    folder: PathBuf,
    // Held for as long as the registry is open; the operating system frees it when the process dies.
    _lock: File,
}

/// What a new registry starts with.
pub struct NewRegistry<'a> {
    /// The first account.
    pub user: User,
    /// Its passphrase.
    pub passphrase: &'a str,
    /// The registry holds fictional data for training.
    pub training: bool,
    /// Identity of the operation log: 16 random bytes.
    pub stream: Uuid,
}

impl Registry {
    /// A registry exists in this folder.
    ///
    /// A database without its key file is one too: it may be opened again when the key file is put back.
    pub fn exists(folder: &Path) -> bool {
        SlotFile::path(folder).exists() || folder.join(DATABASE).exists()
    }

    /// Creates a registry with its first account.
    ///
    /// # Errors
    /// [`RegistryError::Exists`] when there is one already; nothing is touched then.
    pub fn create(
        folder: &Path,
        new: NewRegistry<'_>,
        now: Instant,
    ) -> Result<Self, RegistryError> {
        if Self::exists(folder) {
            return Err(RegistryError::Exists);
        }
        make_private_folder(folder)?;
        let lock = take_lock(folder)?;
        // Asked again, now that no other process can be at it.
        if Self::exists(folder) {
            return Err(RegistryError::Exists);
        }
        // Left over from a first run that did not come to its end: without a slot nothing in it can be read.
        remove_database(folder, FOUNDING)?;
        let key = DatabaseKey::random()?;
        let connection = connection::open(&folder.join(FOUNDING), &key)?;
        let registry = Self::of(folder, lock, connection)?;
        registry.found(&new, now)?;
        let lock = registry.close()?;
        // The slot comes last: a registry exists from the moment in which it can be unlocked.
        let account = Account {
            user: new.user.id,
            name: new.user.name.expose("shown on the lock screen").clone(),
            role: new.user.role,
        };
        let mut slots = SlotFile::new(new.training)?;
        slots.add(&account, new.passphrase, &key)?;
        slots.write(folder)?;
        founding::name_it(folder)?;
        Self::of(
            folder,
            lock,
            connection::open(&folder.join(DATABASE), &key)?,
        )
    }

    /// Opens a registry with an account's passphrase.
    pub fn unlock(
        folder: &Path,
        user: UserId,
        passphrase: &str,
        now: Instant,
    ) -> Result<Self, RegistryError> {
        let mut slots = SlotFile::read(folder)?;
        let lock = take_lock(folder)?;
        let key = slots.open(folder, user, passphrase, now)?;
        founding::finish(folder, &key)?;
        // Asked before it is opened: to open an empty file is to make a new one of it, and to lose its log.
        if fs::metadata(folder.join(DATABASE)).map_or(0, |file| file.len()) == 0 {
            return Err(RegistryError::Damaged {
                what: "registry file",
            });
        }
        let connection = connection::open(&folder.join(DATABASE), &key)?;
        // A file that was emptied opens like a new one. Its people are gone, and that must be said.
        if migrate::schema_of(&connection)? == 0 {
            return Err(RegistryError::Damaged {
                what: "registry file",
            });
        }
        Self::of(folder, lock, connection)
    }

    fn of(folder: &Path, lock: File, mut connection: Connection) -> Result<Self, RegistryError> {
        migrate::migrate(&mut connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
            folder: folder.to_owned(),
            _lock: lock,
        })
    }

    fn found(&self, new: &NewRegistry<'_>, now: Instant) -> Result<(), RegistryError> {
        let stream = StreamId::from_uuid(new.stream);
        {
            let connection = self.connection();
            outbox::found(&connection, stream)?;
        }
        let permit = Permit::ask(new.user.id, new.user.role, Permission::Configure)
            .map_err(|_| RegistryError::WrongPermit)?;
        self.write(&permit, now, &Operation::CreateUser(new.user.clone()))
    }

    /// Ends it with everything in one file; gives the lock.
    fn close(self) -> Result<File, RegistryError> {
        let Self {
            connection,
            _lock: lock,
            ..
        } = self;
        let connection = connection
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        connection::close(connection)?;
        Ok(lock)
    }

    /// Where the registry lives.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Limits the size of the file, in pages of 4,096 bytes. A registry on a shared disk can be given a quota.
    pub fn limit_pages(&self, pages: u32) -> Result<(), RegistryError> {
        Ok(self
            .connection()
            .pragma_update(None, "max_page_count", pages)?)
    }

    /// Moves the log of recent writes into the main file, as before a copy.
    pub fn checkpoint(&self) -> Result<(), RegistryError> {
        Ok(self
            .connection()
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic in another thread rolled its transaction back; the connection itself is sound.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Another process may have the registry open; asking takes and frees the lock.
pub fn is_open_elsewhere(folder: &Path) -> bool {
    folder.exists() && matches!(take_lock(folder), Err(RegistryError::AlreadyOpen))
}

fn take_lock(folder: &Path) -> Result<File, RegistryError> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(RegistryError::AlreadyOpen),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn make_private_folder(folder: &Path) -> Result<(), RegistryError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

pub(crate) fn remove_if_there(path: &Path) -> Result<(), RegistryError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Removes a database and what lies beside it.
pub(crate) fn remove_database(folder: &Path, name: &str) -> Result<(), RegistryError> {
    for suffix in ["", "-wal", "-shm"] {
        remove_if_there(&folder.join(format!("{name}{suffix}")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
