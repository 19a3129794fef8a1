//! Where things are: the repository and the build folder.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Stop;

/// The repository's root folder.
pub fn root() -> PathBuf {
    // Cargo names the crate's folder when it runs us; the compiled-in one serves a binary that is started directly.
    let crate_folder = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let from_cargo = crate_folder
        .iter()
        .flat_map(|folder| folder.ancestors())
        .find(|folder| is_root(folder));
    let compiled = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    from_cargo
        .map(Path::to_owned)
        .or_else(|| compiled.canonicalize().ok())
        .unwrap_or(compiled)
}

fn is_root(folder: &Path) -> bool {
    folder.join("Cargo.lock").is_file() && folder.join("src-tauri").is_dir()
}

/// The build folder: `CARGO_TARGET_DIR` when set, otherwise `target` in the repository.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) if Path::new(&folder).is_absolute() => PathBuf::from(folder),
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// A folder of ours inside the build folder, made when missing.
pub fn target_folder(name: &str) -> Result<PathBuf, Stop> {
    let folder = target().join(name);
    fs::create_dir_all(&folder).map_err(|error| {
        Stop::new(
            format!("The folder {} cannot be made: {error}.", folder.display()),
            "Free disk space, or set CARGO_TARGET_DIR to a folder that you may write.",
        )
    })?;
    Ok(folder)
}

/// A program that was built in this workspace.
pub fn built(profile: &str, name: &str) -> PathBuf {
    target()
        .join(profile)
        .join(format!("{name}{}", env::consts::EXE_SUFFIX))
}
