//! Files that are replaced as a whole.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::RegistryError;

/// Writes a file beside the old one, flushes it, and renames it over the old one.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), RegistryError> {
    let temporary = path.with_extension("new");
    if let Err(error) = write_flushed(&temporary, bytes).and_then(|()| fs::rename(&temporary, path))
    {
        // Half a file would only take space, most likely on a full disk.
        let _ = fs::remove_file(&temporary);
        return Err(error.into());
    }
    match path.parent() {
        Some(folder) => flush_folder(folder),
        None => Ok(()),
    }
}

/// Makes the names in a folder survive a power cut.
pub(crate) fn flush_folder(folder: &Path) -> Result<(), RegistryError> {
    // On Windows a folder cannot be opened for flushing; there the rename itself is durable enough.
    if let Ok(folder) = fs::File::open(folder) {
        folder.sync_all().or_else(|error| match error.kind() {
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::InvalidInput => Ok(()),
            _ => Err(error),
        })?;
    }
    Ok(())
}

fn write_flushed(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
