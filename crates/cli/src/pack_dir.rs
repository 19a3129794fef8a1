//! A pack on disk: the directory is read here, the pack is understood by `suar-rules`.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use suar_rules::{Pack, PackErrors};

/// Largest file of a pack that is read, in bytes.
const LARGEST_FILE: u64 = 256 * 1024;
/// Most indicator files that are read.
const MOST_FILES: usize = 512;

/// Why a directory is not a usable pack.
#[derive(Debug)]
pub enum PackDirError {
    /// A file or directory could not be read.
    Unreadable(PathBuf, io::Error),
    /// A file is larger than any file of a pack.
    TooLarge(PathBuf),
    /// There are more files than any pack has.
    TooMany(PathBuf),
    /// What the files say is wrong.
    Wrong(PackErrors),
}

impl fmt::Display for PackDirError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => {
                write!(
                    out,
                    "{}: {error}\n  fix: name a directory with pack.toml and indicators/",
                    path.display()
                )
            }
            Self::TooLarge(path) => {
                write!(
                    out,
                    "{}: larger than {LARGEST_FILE} bytes\n  fix: split or shorten it",
                    path.display()
                )
            }
            Self::TooMany(path) => {
                write!(
                    out,
                    "{}: more than {MOST_FILES} files\n  fix: name the directory of one pack",
                    path.display()
                )
            }
            Self::Wrong(errors) => fmt::Display::fmt(errors, out),
        }
    }
}

/// Reads `pack.toml` and `indicators/*.toml` below a directory. Other files (a change log) are left alone.
///
/// # Errors
/// A file cannot be read, is too large, is not UTF-8, or the pack is wrong.
pub fn read(directory: &Path) -> Result<Pack, PackDirError> {
    let mut files = vec![("pack.toml".to_owned(), text(&directory.join("pack.toml"))?)];
    let indicators = directory.join("indicators");
    let unreadable = |error| PackDirError::Unreadable(indicators.clone(), error);
    for entry in fs::read_dir(&indicators).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let Some(name) = path
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|name| name.ends_with(".toml"))
        else {
            continue;
        };
        if files.len() > MOST_FILES {
            return Err(PackDirError::TooMany(indicators));
        }
        files.push((format!("indicators/{name}"), text(&path)?));
    }
    Pack::from_files(files).map_err(PackDirError::Wrong)
}

fn text(path: &Path) -> Result<String, PackDirError> {
    let unreadable = |error| PackDirError::Unreadable(path.to_owned(), error);
    let file = fs::File::open(path).map_err(unreadable)?;
    let mut text = String::new();
    file.take(LARGEST_FILE + 1)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    if text.len() as u64 > LARGEST_FILE {
        return Err(PackDirError::TooLarge(path.to_owned()));
    }
    Ok(text)
}
