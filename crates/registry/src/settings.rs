//! What must be known before anyone has signed in: port, counter, language, theme, zoom. Plain text, no personal data.
//!
//! A copy lies beside the file. When the file is damaged or gone the copy stands in; when both are, the port is not
//! known, and whoever needs it must ask: a guessed port would put people on the wrong sailing.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::RegistryError;
use crate::whole_file::write_whole;

const FILE: &str = "suar.settings.json";
const COPY: &str = "suar.settings.bak";

/// Minutes without an officer's hand after which the screen locks itself (security.md T2).
pub const IDLE_MINUTES: u32 = 5;
/// What may be chosen instead: long enough to read a form, short enough for a counter that stands open.
pub const IDLE_RANGE: std::ops::RangeInclusive<u32> = 1..=30;

/// The settings of this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `nunukan` or `tarakan`; empty when it is not known.
    pub port: String,
    /// Counter name.
    pub counter: String,
    /// `id` or `en`.
    pub language: String,
    /// `light` or `dark`.
    pub theme: String,
    /// Size of the page in percent.
    pub zoom: u16,
    /// Minutes without activity until the screen locks itself; see [`Settings::idle_minutes`].
    pub idle_minutes: u32,
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
            idle_minutes: IDLE_MINUTES,
            unfinished: false,
            closed: true,
        }
    }
}

/// Where settings were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// In their file.
    File,
    /// In the copy: the file is damaged or gone.
    Copy,
    /// Nowhere; the settings are the defaults.
    Nowhere,
}

impl Settings {
    /// Reads the settings; defaults when they are nowhere, because nothing in them is worth keeping an officer out.
    pub fn read(folder: &Path) -> Self {
        Self::find(folder).0
    }

    /// Reads the settings and tells where they were found.
    pub fn find(folder: &Path) -> (Self, Found) {
        if let Some(settings) = parse(&folder.join(FILE)) {
            return (settings, Found::File);
        }
        match parse(&folder.join(COPY)) {
            Some(settings) => (settings, Found::Copy),
            None => (Self::default(), Found::Nowhere),
        }
    }

    /// Writes the settings as a whole, and the copy when it would miss something that a person chose.
    pub fn write(&self, folder: &Path) -> Result<(), RegistryError> {
        let text = serde_json::to_vec_pretty(self)
            .map_err(|_| RegistryError::Damaged { what: "settings" })?;
        fs::create_dir_all(folder)?;
        write_whole(&folder.join(FILE), &text)?;
        // Whether a form is open changes with every person and is no loss: it costs the copy no write.
        let copied = parse(&folder.join(COPY)).is_some_and(|copy| copy.chosen() == self.chosen());
        if copied {
            return Ok(());
        }
        write_whole(&folder.join(COPY), &text)
    }

    /// Minutes without activity until the screen locks itself; within [`IDLE_RANGE`], whatever the file says.
    pub fn idle_minutes(&self) -> u32 {
        self.idle_minutes
            .clamp(*IDLE_RANGE.start(), *IDLE_RANGE.end())
    }

    /// What a person chose.
    fn chosen(&self) -> (&str, &str, &str, &str, u16, u32) {
        (
            &self.port,
            &self.counter,
            &self.language,
            &self.theme,
            self.zoom,
            self.idle_minutes,
        )
    }
}

/// Settings of any version name the port; anything else is not a file of ours, even when it could be filled up with
/// defaults.
fn parse(path: &Path) -> Option<Settings> {
    let value: serde_json::Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    value.as_object()?.get("port")?;
    serde_json::from_value(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen() -> Settings {
        Settings {
            port: "tarakan".into(),
            counter: "Loket 2".into(),
            theme: "dark".into(),
            zoom: 125,
            ..Settings::default()
        }
    }

    #[test]
    fn settings_that_are_nowhere_are_the_defaults_and_say_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let nowhere = (Settings::default(), Found::Nowhere);
        assert_eq!(Settings::find(folder.path()), nowhere);
        chosen().write(folder.path()).expect("written");
        assert_eq!(Settings::find(folder.path()), (chosen(), Found::File));
        for file in [FILE, COPY] {
            fs::write(folder.path().join(file), b"{ half").expect("damaged");
        }
        assert_eq!(Settings::find(folder.path()), nowhere);
    }

    #[test]
    fn a_damaged_or_missing_file_is_replaced_by_its_copy_and_written_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(FILE);
        chosen().write(folder.path()).expect("written");
        for damage in [&b"{ half"[..], b"", b"[]", b"{}"] {
            fs::write(&file, damage).expect("damaged");
            assert_eq!(Settings::find(folder.path()), (chosen(), Found::Copy));
        }
        fs::remove_file(&file).expect("gone");
        let (found, place) = Settings::find(folder.path());
        assert_eq!((&found, place), (&chosen(), Found::Copy));
        found.write(folder.path()).expect("written again");
        assert_eq!(Settings::find(folder.path()), (chosen(), Found::File));
    }

    #[test]
    fn the_copy_follows_what_a_person_chose_and_not_every_form() {
        let folder = tempfile::tempdir().expect("a folder");
        let copy = folder.path().join(COPY);
        chosen().write(folder.path()).expect("written");
        let first = fs::read(&copy).expect("the copy");
        let open = Settings {
            unfinished: true,
            closed: false,
            ..chosen()
        };
        open.write(folder.path()).expect("written");
        assert_eq!(fs::read(&copy).expect("the copy"), first);
        let moved = Settings {
            counter: "Loket 3".into(),
            ..open
        };
        moved.write(folder.path()).expect("written");
        fs::remove_file(folder.path().join(FILE)).expect("gone");
        assert_eq!(Settings::read(folder.path()).counter, "Loket 3");
    }

    #[test]
    fn settings_of_before_have_the_usual_idle_time_and_no_file_can_switch_it_off() {
        let old: Settings = serde_json::from_str(r#"{"port":"nunukan"}"#).expect("settings");
        assert_eq!(old.idle_minutes(), IDLE_MINUTES);
        for (written, kept) in [(0, 1), (3, 3), (9_999, 30)] {
            let settings = Settings {
                idle_minutes: written,
                ..Settings::default()
            };
            assert_eq!(settings.idle_minutes(), kept);
        }
    }
}
