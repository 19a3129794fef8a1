//! What can go wrong with the store. No message carries data of a person.

/// A failure of the registry.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// No registry exists in this folder.
    #[error("there is no registry in this folder")]
    Missing,
    /// A registry exists already in this folder.
    #[error("a registry exists in this folder")]
    Exists,
    /// Another process has the registry open.
    #[error("the registry is open in another Suar")]
    AlreadyOpen,
    /// The passphrase does not open this account's slot.
    #[error("the passphrase does not open the registry")]
    WrongPassphrase,
    /// Too many wrong passphrases: the next attempt is accepted in this many seconds.
    #[error("the next attempt is accepted in {seconds} s")]
    Wait {
        /// Seconds to wait, at least 1.
        seconds: u32,
    },
    /// The account does not exist.
    #[error("there is no such account")]
    UnknownUser,
    /// The file was written by a newer Suar, with this schema number.
    #[error("the registry was written by a newer version (schema {found})")]
    Newer {
        /// Schema number found.
        found: u32,
    },
    /// The key file or the registry file is damaged.
    #[error("the registry is damaged: {what}")]
    Damaged {
        /// Which part, in a word.
        what: &'static str,
    },
    /// The disk is full. The transaction was rolled back; nothing already saved is lost.
    #[error("the disk is full")]
    DiskFull,
    /// The permit is for another kind of change.
    #[error("the permit does not cover this change")]
    WrongPermit,
    /// The record does not exist.
    #[error("there is no such {what}")]
    NotFound {
        /// Kind of record.
        what: &'static str,
    },
    /// The change does not fit the present state, such as a second decision on one screening.
    #[error("the change does not fit the present state: {what}")]
    Conflict {
        /// What does not fit.
        what: &'static str,
    },
    /// The operating system refused to read or write a file.
    #[error("the file system failed ({kind:?})")]
    Io {
        /// Kind of failure.
        kind: std::io::ErrorKind,
    },
    /// The database failed in an unexpected way.
    #[error("the database failed (code {code})")]
    Database {
        /// Extended result code of SQLite; 0 when it was a conversion.
        code: i32,
    },
}

impl From<std::io::Error> for RegistryError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            kind => Self::Io { kind },
        }
    }
}

impl From<rusqlite::Error> for RegistryError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match &error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => Self::DiskFull,
                ErrorCode::NotADatabase => Self::Damaged {
                    what: "registry file",
                },
                ErrorCode::DatabaseCorrupt => Self::Damaged {
                    what: "registry file",
                },
                // How a full disk shows itself in WAL mode: a write that fails in the middle of a page, or an index
                // of the log that cannot grow.
                ErrorCode::SystemIoFailure
                    if matches!(
                        failure.extended_code,
                        rusqlite::ffi::SQLITE_IOERR_WRITE | rusqlite::ffi::SQLITE_IOERR_SHMSIZE
                    ) =>
                {
                    Self::DiskFull
                }
                _ => Self::Database {
                    code: failure.extended_code,
                },
            },
            _ => Self::Database { code: 0 },
        }
    }
}
