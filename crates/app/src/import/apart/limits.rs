//! What the process that parses files may use.

use std::io;
use std::time::Duration;

/// What the process that parses a file may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Memory beyond what the program has mapped when it starts, in bytes.
    pub memory: u64,
    /// Time on the processor, in seconds.
    pub cpu: u64,
    /// Time on the clock.
    pub wall: Duration,
}

impl Default for Limits {
    /// Room for the largest file that is accepted, on an old and busy computer.
    fn default() -> Self {
        Self {
            memory: 512 * 1024 * 1024,
            cpu: 30,
            wall: Duration::from_secs(90),
        }
    }
}

/// Limits this process for the rest of its life: memory and time, and no file, connection, process or memory dump beside
/// the three streams that it has.
///
/// # Errors
/// A limit could not be set; then nothing may be parsed.
#[cfg(target_os = "linux")]
pub(super) fn apply(memory: u64, cpu: u64) -> io::Result<()> {
    use rustix::process::Resource;

    let mapped = mapped()?;
    let memory = mapped.saturating_add(memory);
    lower(Resource::As, memory, memory)?;
    // At the first limit the process hears that its time is over, at the second it is killed like any other.
    lower(Resource::Cpu, cpu, cpu.saturating_add(1))?;
    lower(Resource::Fsize, 0, 0)?;
    lower(Resource::Core, 0, 0)?;
    lower(Resource::Nproc, 0, 0)?;
    rustix::thread::set_no_new_privs(true)?;
    // The last one: from here on nothing can be opened, and so nothing can be asked of the system any more.
    lower(Resource::Nofile, STREAMS, STREAMS)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn apply(_memory: u64, _cpu: u64) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// Input, output, complaints.
#[cfg(target_os = "linux")]
const STREAMS: u64 = 3;

/// Sets a limit for good; one that is lower already stays.
#[cfg(target_os = "linux")]
fn lower(resource: rustix::process::Resource, current: u64, maximum: u64) -> io::Result<()> {
    use rustix::process::{Rlimit, getrlimit, setrlimit};

    let allowed = getrlimit(resource).maximum;
    let at_most = |limit: u64| Some(allowed.map_or(limit, |allowed| allowed.min(limit)));
    Ok(setrlimit(
        resource,
        Rlimit {
            current: at_most(current),
            maximum: at_most(maximum),
        },
    )?)
}

/// What is mapped now, in bytes: libraries of a window reserve much that they never use.
#[cfg(target_os = "linux")]
fn mapped() -> io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmSize:"))
        .and_then(|rest| rest.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    Ok(kilobytes.ok_or(io::ErrorKind::InvalidData)? * 1024)
}
