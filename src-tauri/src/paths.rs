//! Where the registry lives: the only module that knows about operating systems' folders.

use std::path::PathBuf;

/// The folder of the registry: the one named, or the user's data folder.
pub fn registry_folder(named: Option<PathBuf>) -> Result<PathBuf, String> {
    if let Some(folder) = named {
        return Ok(folder);
    }
    let base = if cfg!(windows) {
        std::env::var_os("LOCALAPPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        std::env::var_os("HOME").map(|home| PathBuf::from(home).join("Library/Application Support"))
    } else {
        std::env::var_os("XDG_DATA_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
            .or_else(|| {
                std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"))
            })
    };
    base.map(|base| base.join("suar")).ok_or_else(|| {
        "there is no data folder for this user; name one with --registry FOLDER".to_owned()
    })
}
