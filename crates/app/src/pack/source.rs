//! A pack as a folder that somebody wrote: `pack.toml` and `indicators/*.toml`.
//!
//! What must hold: however the folder looks, reading it takes bounded memory and no file outside it.
//!
//! Not here: what the files say (`suar-rules`).

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use suar_rules::{Pack, PackErrors, lies_inside};

/// Largest file of a pack that is read, in bytes.
const LARGEST_FILE: u64 = 256 * 1024;
/// Most indicator files that are read.
const MOST_FILES: usize = 512;

/// A file of a pack: its path inside the pack, and its text.
pub type PackFile = (String, String);

/// Why a folder is not a usable pack.
#[derive(Debug)]
pub enum FolderProblem {
    /// A file or folder could not be read, or is not UTF-8.
    Unreadable(PathBuf, io::Error),
    /// A file is larger than any file of a pack.
    TooLarge(PathBuf),
    /// There are more files than any pack has.
    TooMany(PathBuf),
    /// A link leads out of the folder.
    Outside(PathBuf),
    /// What the files say is wrong.
    Wrong(PackErrors),
}

impl fmt::Display for FolderProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, what, fix) = match self {
            Self::Unreadable(path, error) => (
                path,
                error.to_string(),
                "name a directory with pack.toml and indicators/",
            ),
            Self::TooLarge(path) => (
                path,
                format!("larger than {LARGEST_FILE} bytes"),
                "split or shorten it",
            ),
            Self::TooMany(path) => (
                path,
                format!("more than {MOST_FILES} files"),
                "name the directory of one pack",
            ),
            Self::Outside(path) => (
                path,
                "a link that leads out of the pack".to_owned(),
                "put the file itself into the pack",
            ),
            Self::Wrong(errors) => return fmt::Display::fmt(errors, out),
        };
        write!(out, "{}: {what}\n  fix: {fix}", path.display())
    }
}

impl std::error::Error for FolderProblem {}

/// Reads the pack in a folder and runs its cases.
///
/// # Errors
/// The folder cannot be read, or what it says is wrong.
pub fn read_pack(folder: &Path) -> Result<Pack, FolderProblem> {
    Pack::from_files(read_files(folder)?).map_err(FolderProblem::Wrong)
}

/// Reads `pack.toml` and `indicators/*.toml` below a folder. Other files (a change log) are left alone; a folder inside
/// `indicators/` is named with `/` at its end and no text, so that a pack whose signs lie there is refused, not read
/// without them.
///
/// # Errors
/// A file cannot be read, is too large, is not UTF-8, or lies elsewhere.
pub fn read_files(folder: &Path) -> Result<Vec<PackFile>, FolderProblem> {
    let resolved =
        fs::canonicalize(folder).map_err(|error| unreadable(&folder.join("pack.toml"), error))?;
    let mut files = vec![(
        "pack.toml".to_owned(),
        text(&resolved, &folder.join("pack.toml"))?,
    )];
    let indicators = folder.join("indicators");
    for entry in fs::read_dir(&indicators).map_err(|error| unreadable(&indicators, error))? {
        let path = entry
            .map_err(|error| unreadable(&indicators, error))?
            .path();
        if let Some(name) = folder_name(&path) {
            files.push((format!("indicators/{name}/"), String::new()));
            continue;
        }
        let Some(name) = path
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|name| name.ends_with(".toml"))
        else {
            continue;
        };
        if files.len() > MOST_FILES {
            return Err(FolderProblem::TooMany(indicators));
        }
        files.push((format!("indicators/{name}"), text(&resolved, &path)?));
    }
    files.sort();
    Ok(files)
}

/// The name of a folder that is not hidden.
fn folder_name(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy();
    (path.is_dir() && !name.starts_with('.')).then(|| name.into_owned())
}

fn unreadable(path: &Path, error: io::Error) -> FolderProblem {
    FolderProblem::Unreadable(path.to_owned(), error)
}

fn text(folder: &Path, path: &Path) -> Result<String, FolderProblem> {
    let wrong = |error| unreadable(path, error);
    if !lies_inside(folder, &fs::canonicalize(path).map_err(wrong)?) {
        return Err(FolderProblem::Outside(path.to_owned()));
    }
    // A pipe would wait for a writer that never comes.
    if !fs::metadata(path).map_err(wrong)?.is_file() {
        return Err(wrong(io::ErrorKind::InvalidInput.into()));
    }
    let file = fs::File::open(path).map_err(wrong)?;
    let mut text = String::new();
    file.take(LARGEST_FILE + 1)
        .read_to_string(&mut text)
        .map_err(wrong)?;
    if text.len() as u64 > LARGEST_FILE {
        return Err(FolderProblem::TooLarge(path.to_owned()));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn what_is_no_file_is_refused_and_not_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pack.toml");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.expect("mkfifo").success());
        let refused = read_files(folder.path()).expect_err("a pipe is no pack");
        assert!(
            matches!(refused, FolderProblem::Unreadable(..)),
            "{refused}"
        );
    }
}
