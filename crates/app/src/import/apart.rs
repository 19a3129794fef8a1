//! Parsing in a process of its own, with little memory, little time and no way to files or the network.
//!
//! What must hold: a file that breaks a parser costs its import and nothing else. The process gets the bytes and gives
//! back rows of cells; what they mean is worked out here, from text that was checked for its bounds. It ends with the
//! import, whatever happens.
//!
//! The process is this program again, called with one argument: see [`serve`]. Where its limits cannot be set (other
//! systems than Linux), files are parsed here.

mod answer;
mod limits;
mod wire;
mod worker;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Mutex, PoisonError};
use std::thread;

use suar_domain::manifest::ReadManifest;
use suar_domain::time::PlainDate;

use super::error::{ImportError, Stop};
use super::parsed::{self, Parsed, check_size};
use super::stream::Stream;
use super::{today, unread};
use answer::Broken;
pub use limits::Limits;
use wire::{Order, VERSION};
pub use worker::serve;

/// Where files are parsed.
#[derive(Debug, Clone)]
pub struct Parsing(Option<Apart>);

/// A program that parses files.
#[derive(Debug, Clone)]
struct Apart {
    program: PathBuf,
    argument: OsString,
    limits: Limits,
}

impl Parsing {
    /// In this process: for tests, and where nothing else is possible.
    pub const fn here() -> Self {
        Self(None)
    }

    /// In a process of its own: this program, which calls [`serve`] when it is started with `argument`.
    pub fn apart(argument: &str) -> Self {
        if cfg!(target_os = "linux") {
            // Also right when the file was replaced by a newer one since this program was started.
            Self::with("/proc/self/exe", argument, Limits::default())
        } else {
            Self::here()
        }
    }

    /// In a process of its own, by a given program.
    pub fn with(
        program: impl Into<PathBuf>,
        argument: impl Into<OsString>,
        limits: Limits,
    ) -> Self {
        Self(Some(Apart {
            program: program.into(),
            argument: argument.into(),
            limits,
        }))
    }

    /// Reads a manifest; two-digit years are read against `today`.
    ///
    /// # Errors
    /// See [`ImportError`]; each has a sentence and a way out in both languages.
    pub fn read(&self, bytes: &[u8], today: PlainDate) -> Result<ReadManifest, ImportError> {
        Ok(unread(self.parse(bytes)?, today)?.read_all())
    }

    /// Reads a list that is only looked at: the rows come one at a time. Two-digit years are read against the computer's
    /// present day.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub fn stream(&self, bytes: &[u8]) -> Result<Stream, ImportError> {
        Ok(unread(self.parse(bytes)?, today())?.stream())
    }

    fn parse(&self, bytes: &[u8]) -> Result<Parsed, ImportError> {
        check_size(bytes)?;
        match &self.0 {
            None => parsed::parse(bytes),
            Some(apart) => apart.parse(bytes),
        }
    }
}

impl Apart {
    fn parse(&self, bytes: &[u8]) -> Result<Parsed, ImportError> {
        let mut child = self
            .start()
            .map_err(|_| ImportError::Stopped(Stop::NotStarted))?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let (Some(mut input), Some(output)) = (input, output) else {
            end(&mut child);
            return Err(ImportError::Stopped(Stop::NotStarted));
        };
        let order = Order {
            version: VERSION,
            memory: self.limits.memory,
            cpu: self.limits.cpu,
        };
        let child = Mutex::new(child);
        let late = AtomicBool::new(false);
        let (answered, over) = mpsc::channel::<()>();
        let (answer, status) = thread::scope(|scope| {
            let (child, late) = (&child, &late);
            scope.spawn(move || {
                if over.recv_timeout(self.limits.wall) == Err(RecvTimeoutError::Timeout) {
                    late.store(true, Ordering::Relaxed);
                    // It is reaped below, when its output ends.
                    let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
                }
            });
            scope.spawn(move || {
                // A process that ended early does not read on: why it ended is told by its status.
                let _ = wire::write(&mut input, &order).and_then(|()| input.write_all(bytes));
            });
            let answer = answer::read(output);
            let status = end(&mut child.lock().unwrap_or_else(PoisonError::into_inner));
            drop(answered);
            (answer, status)
        });
        answer.unwrap_or_else(|broken| {
            Err(ImportError::Stopped(match broken {
                _ if late.load(Ordering::Relaxed) => Stop::Time,
                Broken::Ended => status.map_or(Stop::Died, why),
                Broken::Nonsense => Stop::Died,
            }))
        })
    }

    /// Nothing of the surroundings is handed on but where libraries lie; complaints of the process go nowhere, because
    /// they could quote a cell.
    fn start(&self) -> std::io::Result<Child> {
        let libraries = std::env::var_os("LD_LIBRARY_PATH");
        Command::new(&self.program)
            .arg(&self.argument)
            .env_clear()
            .envs(libraries.map(|folders| ("LD_LIBRARY_PATH", folders)))
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
    }
}

/// Ends a process and gives its status. One that has ended already keeps the status that it had.
fn end(child: &mut Child) -> Option<ExitStatus> {
    let _ = child.kill();
    child.wait().ok()
}

/// Why a process ended that gave no answer: a program without memory aborts, and the kernel ends one that used up its
/// time.
#[cfg(unix)]
fn why(status: ExitStatus) -> Stop {
    use std::os::unix::process::ExitStatusExt;

    const ABORTED: i32 = 6;
    const KILLED: i32 = 9;
    const SEGMENT: i32 = 11;
    const TIME_USED: i32 = 24;
    match status.signal() {
        Some(TIME_USED) => Stop::Time,
        Some(ABORTED | KILLED | SEGMENT) => Stop::Memory,
        None if status.code() == Some(wire::OUT_OF_MEMORY.into()) => Stop::Memory,
        _ => Stop::Died,
    }
}

#[cfg(not(unix))]
fn why(_: ExitStatus) -> Stop {
    Stop::Died
}
