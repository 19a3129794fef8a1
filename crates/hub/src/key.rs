//! The hub's signing key, in a file of its own.
//!
//! It is never in the database: whoever copies the database cannot sign receipts. The file holds 64 hexadecimal
//! digits and is readable by its owner only. Losing it means that every device must pin a new key.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use suar_protocol::hex;
use suar_protocol::key::SigningKey;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// There is no such file.
    #[error("there is no hub key at {0}; create it with `suar-hub migrate --key-file {0}`")]
    Missing(PathBuf),
    /// Others may read it.
    #[error("the hub key at {0} can be read by others; run `chmod 600 {0}`")]
    OpenToOthers(PathBuf),
    /// It does not hold a key.
    #[error("the file at {0} is not a hub key (64 hexadecimal digits); restore it from its backup")]
    NotAKey(PathBuf),
    /// The file system refused.
    #[error("the hub key at {0} cannot be used: {1}")]
    Io(PathBuf, io::Error),
}

/// Reads the key.
pub fn read(path: &Path) -> Result<SigningKey, KeyFileError> {
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => KeyFileError::Missing(path.into()),
        io::ErrorKind::InvalidData => KeyFileError::NotAKey(path.into()),
        _ => KeyFileError::Io(path.into(), error),
    })?;
    if !platform::is_private(path).map_err(|error| KeyFileError::Io(path.into(), error))? {
        return Err(KeyFileError::OpenToOthers(path.into()));
    }
    let seed = hex::decode(text.trim()).ok_or_else(|| KeyFileError::NotAKey(path.into()))?;
    Ok(SigningKey::from_bytes(&seed))
}

/// Reads the key, or makes one if there is none. Never replaces a file.
pub fn read_or_create(path: &Path) -> Result<SigningKey, KeyFileError> {
    match read(path) {
        Err(KeyFileError::Missing(_)) => {
            create(path).map_err(|error| KeyFileError::Io(path.into(), error))?;
            read(path)
        }
        other => other,
    }
}

fn create(path: &Path) -> io::Result<()> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(io::Error::other)?;
    let mut file = platform::create_private(path)?;
    writeln!(file, "{}", hex::encode(&seed))?;
    file.sync_all()
}

mod platform {
    //! File permissions, the one thing here that differs between systems.

    use std::fs::{File, OpenOptions};
    use std::io;
    use std::path::Path;

    #[cfg(unix)]
    pub fn create_private(path: &Path) -> io::Result<File> {
        use std::os::unix::fs::OpenOptionsExt;
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
    }

    #[cfg(not(unix))]
    pub fn create_private(path: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(path)
    }

    #[cfg(unix)]
    pub fn is_private(path: &Path) -> io::Result<bool> {
        use std::os::unix::fs::PermissionsExt;
        Ok(path.metadata()?.permissions().mode() & 0o077 == 0)
    }

    #[cfg(not(unix))]
    pub fn is_private(_path: &Path) -> io::Result<bool> {
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_kept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("hub.key");
        assert!(matches!(read(&path), Err(KeyFileError::Missing(_))));
        let made = read_or_create(&path).expect("a new key");
        let read_again = read_or_create(&path).expect("the same key");
        assert_eq!(
            made.to_bytes(),
            read_again.to_bytes(),
            "migrating twice must not change the key"
        );
    }

    #[test]
    fn a_damaged_file_is_not_replaced() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("hub.key");
        read_or_create(&path).expect("a new key");
        fs::write(&path, "rubbish").expect("writable");
        assert!(matches!(
            read_or_create(&path),
            Err(KeyFileError::NotAKey(_))
        ));
        assert_eq!(fs::read_to_string(&path).expect("still there"), "rubbish");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("hub.key");
        read_or_create(&path).expect("a new key");
        assert_eq!(
            path.metadata().expect("there").permissions().mode() & 0o777,
            0o600
        );
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("owner may");
        assert!(matches!(read(&path), Err(KeyFileError::OpenToOthers(_))));
    }
}
