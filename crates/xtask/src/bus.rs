//! A message bus of our own, so that a started app neither finds nor disturbs the user's session.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use crate::Stop;
use crate::process::{Guarded, leashed, not_started};

/// A running `dbus-daemon`; it ends with the value.
#[derive(Debug)]
pub struct Bus {
    address: String,
    // Held for its drop.
    _daemon: Guarded,
}

/// A session bus that starts no services: portals and accessibility would be started for the app and left behind.
const SETTINGS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

impl Bus {
    /// Starts a session bus at an address of its own; its settings are kept in `folder`, which must exist.
    pub fn start(folder: &Path) -> Result<Self, Stop> {
        let settings = folder.join("bus.conf");
        fs::write(&settings, SETTINGS).map_err(|error| {
            Stop::new(
                format!("{} cannot be written: {error}.", settings.display()),
                "Free disk space.",
            )
        })?;
        let mut command = leashed("dbus-daemon");
        command.arg("--config-file").arg(&settings).args([
            "--nofork",
            "--nopidfile",
            "--print-address=1",
        ]);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut daemon =
            Guarded::start(&mut command).map_err(|error| not_started(&command, &error))?;
        let mut line = String::new();
        if let Some(out) = daemon.child().stdout.take() {
            let _ = BufReader::new(out).read_line(&mut line);
        }
        let address = line.trim().to_owned();
        if address.is_empty() {
            return Err(Stop::new(
                "dbus-daemon ended before it was ready.",
                "Run `sudo apt-get install dbus`.",
            ));
        }
        Ok(Self {
            address,
            _daemon: daemon,
        })
    }

    /// Value for `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }
}
