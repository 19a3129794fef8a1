//! Packs as an author names them: a folder, the word `shipped`, or one indicator file beside the shipped pack.

use std::fs;
use std::io::Read;
use std::path::Path;

use suar_app::pack::{FolderProblem, PackFile, read_files};
use suar_rules::{Pack, PackErrors, SHIPPED_FILES};

use super::Stop;

/// The word for the pack that Suar ships.
pub const SHIPPED: &str = "shipped";
/// Largest single file that is read, in bytes.
const LARGEST_FILE: u64 = 256 * 1024;

/// The files of the pack at a path. A file that is an indicator stands in the shipped pack, in the place of the one
/// with its name.
pub fn files(path: &Path) -> Result<Vec<PackFile>, Stop> {
    if path.as_os_str() == SHIPPED {
        return Ok(shipped());
    }
    if !path.is_file() {
        return read_files(path).map_err(unusable);
    }
    let inside = path_inside(path)?;
    let text = text(path)?;
    let mut files = shipped();
    files.retain(|(other, _)| *other != inside);
    files.push((inside, text));
    files.sort();
    Ok(files)
}

/// What reading its files gives.
pub fn understood(files: &[PackFile]) -> Result<Pack, PackErrors> {
    Pack::from_files(
        files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    )
}

/// A usable pack at a path.
pub fn pack(path: &Path) -> Result<Pack, Stop> {
    let files = files(path)?;
    understood(&files).map_err(|errors| Stop::Wrong(told(&errors, &files)))
}

/// Problems for people.
pub fn told(errors: &PackErrors, files: &[PackFile]) -> String {
    errors.render(files).trim_end().to_owned()
}

/// Where a file of a pack belongs inside it.
pub fn path_inside(path: &Path) -> Result<String, Stop> {
    let name = path.file_name().and_then(|name| name.to_str());
    match name {
        Some("pack.toml") => Ok("pack.toml".to_owned()),
        Some(name) if name.ends_with(".toml") => Ok(format!("indicators/{name}")),
        _ => Err(Stop::Unusable(format!(
            "{}: no file of a pack\n  fix: name pack.toml or an indicator such as TIP-12.toml",
            path.display()
        ))),
    }
}

/// The text of one file.
pub fn text(path: &Path) -> Result<String, Stop> {
    let unreadable = |error: std::io::Error| {
        Stop::Unusable(format!(
            "{}: {error}\n  fix: name a readable text file",
            path.display()
        ))
    };
    let file = fs::File::open(path).map_err(unreadable)?;
    let mut text = String::new();
    file.take(LARGEST_FILE + 1)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    if text.len() as u64 > LARGEST_FILE {
        return Err(unusable(FolderProblem::TooLarge(path.to_owned())));
    }
    Ok(text)
}

fn shipped() -> Vec<PackFile> {
    let files = SHIPPED_FILES.iter();
    files
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

fn unusable(problem: FolderProblem) -> Stop {
    Stop::Unusable(problem.to_string())
}
