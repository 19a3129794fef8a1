//! Files that are replaced as a whole.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::RegistryError;

/// Writes a file beside the old one, flushes it, and renames it over the old one.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), RegistryError> {
    let temporary = beside(path);
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

/// Where a file is written before it takes the place of the old one. The whole name is kept: a file and its copy differ
/// in their endings alone, and must not meet here.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

fn write_flushed(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_and_its_copy_are_written_at_the_same_time_and_neither_becomes_the_other() {
        const ROUNDS: u32 = 50;
        let folder = tempfile::tempdir().expect("a folder");
        let names = ["suar.settings.json", "suar.settings.bak"];
        std::thread::scope(|scope| {
            for name in names {
                let path = folder.path().join(name);
                scope.spawn(move || {
                    for round in 0..ROUNDS {
                        let text = format!("{name} {round}");
                        write_whole(&path, text.as_bytes()).expect("written");
                        let read = fs::read_to_string(&path).expect("there");
                        assert_eq!(read, text, "its own content");
                    }
                });
            }
        });
        let left = fs::read_dir(folder.path()).expect("files").count();
        assert_eq!(left, names.len(), "nothing else is left behind");
    }
}
