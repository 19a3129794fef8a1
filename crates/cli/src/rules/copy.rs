//! `suarctl rules copy`.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use suar_rules::SHIPPED_FILES;

use super::{Found, Stop};

/// Arguments of `suarctl rules copy`.
#[derive(Args)]
pub struct CopyArgs {
    /// Folder to make; it must not exist.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes the files of the shipped pack into a new folder.
pub fn run(args: &CopyArgs, out: &mut dyn Write) -> Result<Found, Stop> {
    let failed = |error: io::Error| {
        let fix = match error.kind() {
            io::ErrorKind::AlreadyExists => "name a folder that does not exist",
            io::ErrorKind::StorageFull => "free some space and name a new folder",
            _ => "name a folder in a place that can be written to",
        };
        Stop::Unusable(format!("{}: {error}\n  fix: {fix}", args.folder.display()))
    };
    fs::create_dir(&args.folder).map_err(failed)?;
    fs::create_dir(args.folder.join("indicators")).map_err(failed)?;
    for (path, text) in SHIPPED_FILES {
        fs::write(args.folder.join(path), text).map_err(failed)?;
    }
    writeln!(
        out,
        "{}: {} files of the shipped pack",
        args.folder.display(),
        SHIPPED_FILES.len()
    )?;
    Ok(Found::Nothing)
}
