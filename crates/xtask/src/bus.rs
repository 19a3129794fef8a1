//! A message bus of our own, so that a started app neither finds nor disturbs the user's session.

use std::io::{BufRead, BufReader};
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

impl Bus {
    /// Starts a session bus at an address of its own.
    pub fn start() -> Result<Self, Stop> {
        let mut command = leashed("dbus-daemon");
        command.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
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
