//! A world for one story: a display, a desktop, and folders that go away with it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use suar_xtask::bus::Bus;
use suar_xtask::display::{Display, environment};
use suar_xtask::picture::Picture;
use suar_xtask::process::poll;
use tempfile::TempDir;

use super::notifications::Notifications;
use super::shots;

/// Everything around the app.
pub struct World {
    story: &'static str,
    folder: TempDir,
    display: Display,
    bus: Bus,
    /// What the desktop was asked to show.
    pub notifications: Notifications,
}

impl World {
    /// An empty world; `story` names its pictures.
    pub fn new(story: &'static str) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("suar-story-")
            .tempdir()
            .expect("a temporary folder");
        for name in ["screen", "home", "registry"] {
            fs::create_dir(folder.path().join(name)).expect("a folder in it");
        }
        let display = Display::start(&folder.path().join("screen")).expect("Xvfb starts");
        let bus = Bus::start(folder.path()).expect("dbus-daemon starts");
        let notifications = Notifications::listen(bus.address());
        Self {
            story,
            folder,
            display,
            bus,
            notifications,
        }
    }

    /// Folder of the registry.
    pub fn registry(&self) -> PathBuf {
        self.folder.path().join("registry")
    }

    /// A file for the officer to choose.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).expect("the file can be written");
        path
    }

    /// Environment of the app: this display and desktop, and a home of its own.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let home = self.folder.path().join("home");
        let place = |name: &str| home.join(name).to_string_lossy().into_owned();
        let mut environment = Vec::from(environment(&self.display, self.bus.address()));
        environment.extend([
            ("HOME", place("")),
            ("XDG_DATA_HOME", place("data")),
            ("XDG_STATE_HOME", place("state")),
            ("XDG_CACHE_HOME", place("cache")),
            ("XDG_CONFIG_HOME", place("config")),
            ("TAURI_WEBVIEW_AUTOMATION", "true".to_owned()),
        ]);
        environment
    }

    /// Takes pictures of this world's screen.
    pub fn camera(&self) -> Camera {
        Camera {
            story: self.story,
            dump: self.display.dump(),
        }
    }

    /// Everything that the app left on this machine: registry, journals, logs, caches, and what the desktop heard.
    pub fn traces(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        for name in ["registry", "home"] {
            collect(&self.folder.path().join(name), &mut found);
        }
        found.push((
            PathBuf::from("notifications"),
            self.notifications.everything().into_bytes(),
        ));
        found
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = fs::read_to_string(self.registry().join("suar.log"));
            eprintln!("log of the app:\n{}", log.unwrap_or_default());
        }
    }
}

/// Takes pictures of one screen for one story.
pub struct Camera {
    story: &'static str,
    dump: PathBuf,
}

impl Camera {
    /// Keeps a picture of the screen as it is now.
    pub fn take(&self, name: &str) {
        let path = shots().join(format!("{}-{name}.png", self.story));
        if let Err(error) = self.see().and_then(|picture| picture.save(&path)) {
            eprintln!("no picture {}: {error}", path.display());
        }
    }

    /// Waits for a moment until nothing moves on the screen.
    pub fn settle(&self) {
        let mut before = None;
        let stands_still = || {
            let now = self.see().ok()?;
            let same = before.as_ref() == Some(&now);
            before = Some(now);
            same.then_some(())
        };
        // A screen that keeps moving makes a worse picture, nothing else.
        let _ = poll(Duration::from_secs(2), stands_still);
    }

    fn see(&self) -> io::Result<Picture> {
        Picture::of_dump(&fs::read(&self.dump)?)
    }
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else if let Ok(bytes) = fs::read(&path) {
            found.push((path, bytes));
        }
    }
}
