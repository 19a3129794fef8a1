//! What must be known before anyone has signed in: port, counter, language, theme, zoom. Plain text, no personal data.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::RegistryError;
use crate::key::write_whole;

const FILE: &str = "suar.settings.json";

/// The settings of this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `nunukan` or `tarakan`; empty before the first run.
    pub port: String,
    /// Counter name.
    pub counter: String,
    /// `id` or `en`.
    pub language: String,
    /// `light` or `dark`.
    pub theme: String,
    /// Size of the page in percent.
    pub zoom: u16,
    /// A form is open at the counter, or was when the process ended.
    pub unfinished: bool,
    /// The registry was locked on purpose; false while open, and so after a power cut.
    pub closed: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            port: String::new(),
            counter: String::new(),
            language: "id".into(),
            theme: "light".into(),
            zoom: 100,
            unfinished: false,
            closed: true,
        }
    }
}

impl Settings {
    /// Reads the settings; defaults when there are none or the file cannot be understood, because nothing in it is
    /// worth keeping an officer out.
    pub fn read(folder: &Path) -> Self {
        fs::read(path(folder))
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default()
    }

    /// Writes the settings as a whole.
    pub fn write(&self, folder: &Path) -> Result<(), RegistryError> {
        let text = serde_json::to_vec_pretty(self)
            .map_err(|_| RegistryError::Damaged { what: "settings" })?;
        fs::create_dir_all(folder)?;
        write_whole(&path(folder), &text)
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_cannot_be_read_are_the_defaults() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(Settings::read(folder.path()), Settings::default());
        fs::write(path(folder.path()), b"{ half").expect("written");
        assert_eq!(Settings::read(folder.path()), Settings::default());
        let settings = Settings {
            theme: "dark".into(),
            zoom: 125,
            ..Settings::default()
        };
        settings.write(folder.path()).expect("written");
        assert_eq!(Settings::read(folder.path()), settings);
    }
}
