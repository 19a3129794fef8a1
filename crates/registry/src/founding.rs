//! The last step of a first run: the database gets its name.
//!
//! What must hold: the step can be repeated. A power cut before it leaves a key file without a database, and unlocking
//! ends what was begun.

use std::fs;
use std::path::Path;

use crate::error::RegistryError;
use crate::key::DatabaseKey;
use crate::whole_file::flush_folder;
use crate::{DATABASE, FOUNDING, OLD_MARK, connection, migrate, remove_if_there};

/// Gives the database of a first run its name. There must be none of that name.
pub(crate) fn name_it(folder: &Path) -> Result<(), RegistryError> {
    // The journal of a lost database would be taken for this one's.
    for suffix in ["-wal", "-shm"] {
        remove_if_there(&folder.join(format!("{DATABASE}{suffix}")))?;
    }
    fs::rename(folder.join(FOUNDING), folder.join(DATABASE))?;
    flush_folder(folder)
}

/// Ends a first run that stopped between its key file and its name, and clears the old mark away.
///
/// # Errors
/// [`RegistryError::Damaged`] when what was begun is not the database of this key.
pub(crate) fn finish(folder: &Path, key: &DatabaseKey) -> Result<(), RegistryError> {
    let (named, begun) = (folder.join(DATABASE), folder.join(FOUNDING));
    if !named.exists() && fs::metadata(&begun).map_or(0, |file| file.len()) > 0 {
        let connection = connection::open(&begun, key)?;
        let is_founded = migrate::schema_of(&connection)? > 0;
        connection::close(connection)?;
        if !is_founded {
            return Err(RegistryError::Damaged {
                what: "registry file",
            });
        }
        name_it(folder)?;
    }
    if folder.join(OLD_MARK).exists() {
        // Nothing depends on it: a disk that refuses keeps nobody out.
        let _ = remove_if_there(&folder.join(OLD_MARK)).and_then(|()| flush_folder(folder));
    }
    Ok(())
}
