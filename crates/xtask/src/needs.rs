//! What the system must have, and how to get it on Debian.
//!
//! Every need is probed first, so a machine that has all of them is done within milliseconds, whatever its
//! distribution. Only what is missing is installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::process::{find, finish};
use crate::{Stop, project};

/// How to see whether something is there.
#[derive(Debug, Clone, Copy)]
enum Probe {
    /// A program on the PATH.
    Program(&'static str),
    /// A library that `pkg-config` knows.
    Library(&'static str),
    /// PostgreSQL's programs, which Debian keeps off the PATH.
    PostgreSql,
}

/// Something that the system must have, and the Debian package that brings it.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    probe: Probe,
    package: &'static str,
}

const fn need(probe: Probe, package: &'static str) -> Need {
    Need { probe, package }
}

/// To compile the app. `pkg-config` stands before the libraries, which are probed through it.
pub const BUILD: [Need; 4] = [
    need(Probe::Program("cc"), "build-essential"),
    need(Probe::Program("pkg-config"), "pkg-config"),
    need(Probe::Library("webkit2gtk-4.1"), "libwebkit2gtk-4.1-dev"),
    need(Probe::Library("openssl"), "libssl-dev"),
];

/// To show a window where there is no display.
pub const DISPLAY: [Need; 2] = [
    need(Probe::Program("Xvfb"), "xvfb"),
    need(Probe::Program("dbus-daemon"), "dbus"),
];

/// To run the hub.
pub const HUB: [Need; 1] = [need(Probe::PostgreSql, "postgresql")];

/// To drive the window in tests.
pub const DRIVER: [Need; 1] = [need(Probe::Program("WebKitWebDriver"), "webkit2gtk-driver")];

/// To look at the page in tests and pictures.
pub const BROWSER: [Need; 1] = [need(Probe::Program("chromium"), "chromium")];

impl Need {
    fn is_met(self) -> bool {
        match self.probe {
            Probe::Program(name) => find(name).is_some(),
            Probe::Library(name) => {
                let mut ask = Command::new("pkg-config");
                ask.args(["--exists", name])
                    .stdout(Stdio::null())
                    .stderr(Stdio::null());
                ask.status().is_ok_and(|status| status.success())
            }
            Probe::PostgreSql => postgres_program("initdb").is_some(),
        }
    }
}

/// Installs what is missing of `needs`, or says how.
pub fn meet(needs: &[Need]) -> Result<(), Stop> {
    if !cfg!(target_os = "linux") {
        println!(
            "  System packages are only installed on Debian; on this system they are up to you."
        );
        return Ok(());
    }
    let missing: Vec<&str> = needs
        .iter()
        .filter(|need| !need.is_met())
        .map(|need| need.package)
        .collect();
    if missing.is_empty() {
        eprintln!("  All {} system packages are there.", needs.len());
        return Ok(());
    }
    let line = format!(
        "sudo apt-get update && sudo apt-get install --yes {}",
        missing.join(" ")
    );
    if !Path::new("/etc/debian_version").exists() || find("apt-get").is_none() {
        return Err(Stop::new(
            format!(
                "This is not Debian, and these packages of Debian are missing: {}.",
                missing.join(", ")
            ),
            "Install what your distribution calls them, then run this command again.",
        ));
    }
    eprintln!("  Installing with apt-get: {}", missing.join(" "));
    let fix = format!("Run by hand: {line}");
    finish(
        apt(&fix)?.args(["update", "--quiet=2"]),
        "`apt-get update`",
        &fix,
    )?;
    let mut install = apt(&fix)?;
    install
        .args(["install", "--yes", "--quiet=2", "--no-install-recommends"])
        .args(&missing);
    finish(&mut install, "`apt-get install`", &fix)?;
    match needs.iter().find(|need| !need.is_met()) {
        None => Ok(()),
        Some(need) => Err(Stop::new(
            format!("{} was installed, but is still not found.", need.package),
            "See whether its programs are on the PATH, then run this command again.",
        )),
    }
}

/// apt-get as root: directly, or through sudo.
fn apt(fix: &str) -> Result<Command, Stop> {
    let mut command = if is_root() {
        Command::new("apt-get")
    } else if find("sudo").is_some() {
        let mut sudo = Command::new("sudo");
        sudo.args(["--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        sudo
    } else {
        return Err(Stop::new(
            "Installing system packages needs root, and there is no sudo.",
            fix,
        ));
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}

/// A program of PostgreSQL: on the PATH, or where Debian keeps it; the newest version wins.
pub fn postgres_program(name: &str) -> Option<PathBuf> {
    find(name).or_else(|| {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        let mut files: Vec<PathBuf> = versions
            .map(|version| version.path().join("bin").join(name))
            .collect();
        files.sort();
        files.into_iter().rev().find(|file| file.is_file())
    })
}

/// Whether this process is root, after `/proc/self/status` (effective user id).
pub fn is_root() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ids = status
        .lines()
        .find_map(|line| line.strip_prefix("Uid:"))
        .unwrap_or_default();
    ids.split_whitespace().nth(1) == Some("0")
}

/// Lowest versions of the two tool chains.
const NODE: (u32, u32) = (20, 19);

/// Checks that Rust and Node are new enough; everything else can be installed, these two cannot.
pub fn toolchains() -> Result<(), Stop> {
    let wanted = rust_version();
    let rustc = version("rustc", "Install Rust from https://rustup.rs.")?;
    if parsed(&rustc) < parsed(&wanted) {
        return Err(Stop::new(
            format!("Suar needs Rust {wanted} or newer; this is {rustc}."),
            "Run `rustup update stable`.",
        ));
    }
    let node = version(
        "node",
        "Install Node 20.19 or newer from https://nodejs.org.",
    )?;
    if parsed(&node) < NODE {
        return Err(Stop::new(
            format!(
                "Suar needs Node {}.{} or newer; this is {node}.",
                NODE.0, NODE.1
            ),
            "Install a newer Node from https://nodejs.org.",
        ));
    }
    if find("npm").is_none() && !cfg!(windows) {
        return Err(Stop::new(
            "npm is missing.",
            "Install Node together with npm.",
        ));
    }
    eprintln!("  Rust {rustc}, Node {node}.");
    Ok(())
}

fn rust_version() -> String {
    let manifest = std::fs::read_to_string(project::root().join("Cargo.toml")).unwrap_or_default();
    let line = manifest
        .lines()
        .find_map(|line| line.trim().strip_prefix("rust-version"));
    line.unwrap_or_default()
        .trim_matches([' ', '=', '"'])
        .to_owned()
}

/// The version that a program prints, without what surrounds it.
fn version(program: &str, fix: &str) -> Result<String, Stop> {
    let output = Command::new(program)
        .arg("--version")
        .current_dir(project::root())
        .output();
    let text = output
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    let word = text
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'));
    let number = word
        .into_iter()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    number
        .map(str::to_owned)
        .ok_or_else(|| Stop::new(format!("{program} is missing."), fix))
}

fn parsed(version: &str) -> (u32, u32) {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(parsed("1.95.0") < parsed("1.100.0"), "not as text");
        assert!(parsed("20.9.0") < NODE);
        assert!(parsed("v20.20.2".trim_start_matches('v')) >= NODE);
    }

    #[test]
    fn the_workspace_names_its_lowest_rust() {
        assert!(
            parsed(&rust_version()) >= (1, 95),
            "read from the root Cargo.toml: {:?}",
            rust_version()
        );
    }

    #[test]
    fn a_need_that_no_system_has_is_not_met() {
        assert!(!need(Probe::Program("suar-no-such-program"), "nothing").is_met());
        assert!(!need(Probe::Library("suar-no-such-library"), "nothing").is_met());
    }
}
