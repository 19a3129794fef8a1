//! `suarctl rules fmt`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use suar_app::pack::read_files;
use suar_rules::format_file;

use super::{Found, Stop, load};

/// Arguments of `suarctl rules fmt`.
#[derive(Args)]
pub struct FmtArgs {
    /// Folders of packs, or single files of one.
    #[arg(value_name = "DIR|FILE", required = true)]
    paths: Vec<PathBuf>,
    /// Change nothing; name the files that are out of layout.
    #[arg(long)]
    check: bool,
}

/// Lays out.
pub fn run(args: &FmtArgs, out: &mut dyn Write) -> Result<Found, Stop> {
    let mut found = Found::Nothing;
    for path in &args.paths {
        for (place, inside, text) in files(path)? {
            let tidy = format_file(&inside, &text)
                .map_err(|errors| Stop::Wrong(load::told(&errors, &[(inside, text.clone())])))?;
            if tidy == text {
                continue;
            }
            if args.check {
                found = Found::Something;
                writeln!(out, "{}: out of layout", place.display())?;
            } else {
                replace(&place, &tidy)?;
                writeln!(out, "{}: laid out", place.display())?;
            }
        }
    }
    Ok(found)
}

/// Where each file is, its path inside the pack, and its text.
fn files(path: &Path) -> Result<Vec<(PathBuf, String, String)>, Stop> {
    if path.is_file() {
        let (inside, text) = (load::path_inside(path)?, load::text(path)?);
        return Ok(vec![(path.to_owned(), inside, text)]);
    }
    let files = read_files(path).map_err(|problem| Stop::Unusable(problem.to_string()))?;
    let placed = files.into_iter();
    Ok(placed
        .map(|(inside, text)| (path.join(&inside), inside, text))
        .collect())
}

/// The new text takes the place of the old one at once: a power cut leaves one of the two.
fn replace(path: &Path, text: &str) -> Result<(), Stop> {
    let failed = |error: std::io::Error| {
        Stop::Unusable(format!(
            "{}: {error}\n  fix: check that the file can be written to",
            path.display()
        ))
    };
    let beside = path.with_extension("toml.part");
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(failed)
}
