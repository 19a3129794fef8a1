//! Packs as an author names them: a folder, the word `shipped`, or one indicator file beside the shipped pack.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use suar_app::pack::{FolderProblem, PackFile, read_files};
use suar_domain::time::Instant;
use suar_rules::{Date, Pack, PackError, PackErrors, SHIPPED_FILES};

use super::Stop;

/// The word for the pack that Suar ships.
pub const SHIPPED: &str = "shipped";
/// Largest single file that is read, in bytes.
const LARGEST_FILE: u64 = 256 * 1024;

/// The files of the pack at a path. A single file is read with the pack in whose folder it lies; one that lies in none
/// stands in the shipped pack, in the place of the one with its name.
pub fn files(path: &Path) -> Result<Vec<PackFile>, Stop> {
    if path.as_os_str() == SHIPPED {
        return Ok(shipped());
    }
    if !path.is_file() {
        return of_folder(path);
    }
    let inside = path_inside(path)?;
    if let Some(pack) = around(path, &inside) {
        return of_folder(&pack);
    }
    let text = text(path)?;
    let mut files = shipped();
    files.retain(|(other, _)| *other != inside);
    files.push((inside, text));
    files.sort();
    Ok(files)
}

/// The folder of the pack in which a file lies in its place.
fn around(path: &Path, inside: &str) -> Option<PathBuf> {
    let path = fs::canonicalize(path).ok()?;
    let mut folder = path.parent()?;
    if inside != "pack.toml" {
        folder = folder
            .parent()
            .filter(|_| folder.file_name().is_some_and(|name| name == "indicators"))?;
    }
    let whole = folder.join("pack.toml").is_file() && folder.join("indicators").is_dir();
    whole.then(|| folder.to_owned())
}

/// The files of a pack in a folder. A file that no pack reads is kept with its name alone, so that its author is told:
/// an indicator that is saved as `TIP-70.toml.txt` would be missing in silence.
fn of_folder(folder: &Path) -> Result<Vec<PackFile>, Stop> {
    let mut files = read_files(folder).map_err(unusable)?;
    let names = fs::read_dir(folder.join("indicators"))
        .into_iter()
        .flatten();
    for entry in names.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_file = !entry.path().is_dir();
        if is_file && !name.ends_with(".toml") && !name.starts_with('.') {
            files.push((format!("indicators/{name}"), String::new()));
        }
    }
    files.sort();
    Ok(files)
}

/// What an author should look at today although the pack is usable.
pub fn advice(pack: &Pack) -> Vec<PackError> {
    today().map_or_else(Vec::new, |today| pack.warnings(today))
}

/// The same, for people.
pub fn warnings(pack: &Pack, files: &[PackFile]) -> String {
    let warnings = advice(pack);
    let shown = warnings.iter().map(|warning| {
        let file = files.iter().find(|(path, _)| *path == warning.file);
        warning.render_warning(file.map(|(_, text)| text.as_str()))
    });
    shown.collect()
}

/// Today at the ports, as an activation reckons it; none if the clock is beyond the calendar.
fn today() -> Option<Date> {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = passed.map_or(0, |passed| passed.as_millis());
    let now = Instant::from_millis(i64::try_from(millis).unwrap_or(0));
    now.wita_date().to_string().parse().ok()
}

/// What reading its files gives.
pub fn understood(files: &[PackFile]) -> Result<Pack, PackErrors> {
    Pack::from_files(
        files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    )
}

/// A usable pack at a path. What its author should look at goes to standard error: the answer is for programs too.
pub fn pack(path: &Path) -> Result<Pack, Stop> {
    let files = files(path)?;
    let pack = understood(&files).map_err(|errors| Stop::Wrong(told(&errors, &files)))?;
    // Nobody is left to warn when standard error is closed.
    let _ = io::stderr()
        .lock()
        .write_all(warnings(&pack, &files).as_bytes());
    Ok(pack)
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
