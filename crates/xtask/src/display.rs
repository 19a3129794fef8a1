//! A display of our own: Xvfb on a free number, with the screen size of the design (1366×768).

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use crate::Stop;
use crate::picture::Picture;
use crate::process::{Guarded, leashed, not_started, poll};

/// A running Xvfb; it ends with the value.
#[derive(Debug)]
pub struct Display {
    name: String,
    folder: PathBuf,
    // Held for its drop.
    _server: Guarded,
}

impl Display {
    /// Starts Xvfb and keeps its screen in `folder`, which must exist.
    pub fn start(folder: &Path) -> Result<Self, Stop> {
        let mut command = leashed("Xvfb");
        // `-displayfd 1`: the server picks a free number and prints it when it is ready.
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1366x768x24",
            "-nolisten",
            "tcp",
            "-noreset",
            "-fbdir",
        ]);
        command
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server =
            Guarded::start(&mut command).map_err(|error| not_started(&command, &error))?;
        let mut line = String::new();
        if let Some(out) = server.child().stdout.take() {
            let _ = BufReader::new(out).read_line(&mut line);
        }
        let number = line.trim();
        if number.is_empty() {
            return Err(Stop::new(
                "Xvfb ended before its display was ready.",
                "Run `sudo apt-get install xvfb`, and see that /tmp/.X11-unix can be written.",
            ));
        }
        Ok(Self {
            name: format!(":{number}"),
            folder: folder.to_owned(),
            _server: server,
        })
    }

    /// Value for `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file with the screen.
    pub fn dump(&self) -> PathBuf {
        self.folder.join("Xvfb_screen0")
    }

    /// What is on the screen now.
    pub fn picture(&self) -> io::Result<Picture> {
        Picture::of_dump(&fs::read(self.dump())?)
    }

    /// Waits until something is drawn and stays the same, at most for `limit`.
    pub fn settled(&self, limit: Duration) -> Option<Picture> {
        let mut before: Option<Picture> = None;
        poll(limit, || {
            let now = self.picture().ok()?;
            let drawn = now.colours(DRAWN) >= DRAWN;
            if drawn && before.as_ref() == Some(&now) {
                return Some(now);
            }
            before = drawn.then_some(now);
            None
        })
    }
}

/// A page with text has at least this many colours; a blank window has one or two.
const DRAWN: usize = 24;

/// Environment that makes the app draw on a display under test: X11 even where Wayland runs, and no accessibility
/// bus, which would be started and left behind.
pub fn environment(display: &Display, bus: &str) -> [(&'static str, String); 4] {
    [
        ("DISPLAY", display.name().to_owned()),
        ("DBUS_SESSION_BUS_ADDRESS", bus.to_owned()),
        ("GDK_BACKEND", "x11".to_owned()),
        ("NO_AT_BRIDGE", "1".to_owned()),
    ]
}
