//! Starting programs, and making sure that none outlives us.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::{Stop, project};

/// A child that is ended and reaped when the value is dropped.
#[derive(Debug)]
pub struct Guarded(Child);

impl Guarded {
    /// Starts `command`; on Linux the kernel also ends it when this process is killed.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        command.spawn().map(Self)
    }

    /// Process id.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// The child itself, to read its streams or wait for it.
    pub const fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// How it ended, when it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().ok().flatten()
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        // Asked first, so that it can remove its lock files; then made to.
        if self.ended().is_none() && signal("TERM", self.id()) {
            let _ = poll(Duration::from_secs(3), || self.ended());
        }
        // Gone already is what we want.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Sends a signal to a process of ours; tells whether it was sent.
pub fn signal(name: &str, id: u32) -> bool {
    // The shell's own `kill`: there is no program of that name on a small system.
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "kill -\"$0\" \"$1\"", name])
        .arg(id.to_string());
    shell
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// A command whose process ends together with the thread that starts it, where `setpriv` exists (util-linux).
pub fn leashed(program: impl AsRef<OsStr>) -> Command {
    if find("setpriv").is_none() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(program);
    command
}

/// Looks a program up on the PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path)
        .map(|folder| folder.join(&name))
        .find(|file| file.is_file())
}

/// Cargo, working on this repository.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(project::root());
    // What cargo told this process about itself would make every later build script run again.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text == "CARGO_BIN_NAME"
        {
            command.env_remove(&name);
        }
    }
    command
}

/// npm, working in the page's folder.
pub fn npm() -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(project::root().join("ui"));
    command
}

/// Runs a command to its end with our own streams.
pub fn finish(command: &mut Command, what: &str, fix: &str) -> Result<(), Stop> {
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Stop::new(format!("{what} failed ({status})."), fix))
    }
}

/// Runs a command to its end and gives what it printed on standard output.
pub fn output(command: &mut Command, what: &str, fix: &str) -> Result<String, Stop> {
    let output = command
        .output()
        .map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Stop::new(
        format!("{what} failed ({}): {}", output.status, said.trim()),
        fix,
    ))
}

/// The failure of a program that could not be started.
pub fn not_started(command: &Command, error: &io::Error) -> Stop {
    let program = command.get_program().to_string_lossy().into_owned();
    Stop::new(
        format!("{program} could not be started: {error}."),
        format!("Install {program}, or add it to the PATH."),
    )
}

/// Asks again and again until there is an answer, at most for `limit`.
pub fn poll<T>(limit: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if start.elapsed() > limit {
            return None;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A duration as people say it: `0.8 s`, `41 s`, `3 min 05 s`.
pub fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else if seconds < 60.0 {
        format!("{seconds:.0} s")
    } else {
        let whole = duration.as_secs();
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_reads_as_people_say_it() {
        let said = |millis| spoken(Duration::from_millis(millis));
        assert_eq!(said(830), "0.8 s");
        assert_eq!(said(41_200), "41 s");
        assert_eq!(said(185_000), "3 min 05 s");
    }

    #[test]
    fn a_program_that_does_not_exist_is_named_with_a_fix() {
        let stop = finish(
            &mut Command::new("no-such-program-here"),
            "The step",
            "unused",
        )
        .expect_err("it is not there");
        assert!(
            stop.to_string().contains("Install no-such-program-here"),
            "{stop}"
        );
    }

    #[test]
    fn a_failing_program_gives_the_sentence_of_its_step() {
        let stop = finish(
            &mut Command::new("false"),
            "The check of the page",
            "Read the lines above.",
        );
        let text = stop.expect_err("false fails").to_string();
        assert!(text.starts_with("The check of the page failed"), "{text}");
        assert!(text.contains("Fix: Read the lines above."), "{text}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_guarded_process_is_gone_after_its_guard() {
        let guarded = Guarded::start(leashed("sleep").arg("600")).expect("sleep exists");
        let id = guarded.id();
        drop(guarded);
        assert!(
            !std::path::Path::new(&format!("/proc/{id}")).exists(),
            "killed and reaped"
        );
    }
}
