//! Tools that are installed once into the build folder, and pictures of the screens.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::process::{cargo, find, finish, output};
use crate::{Stop, page, project};

/// Version of cargo-deny that the settings in `.deny.toml` were written for.
const CARGO_DENY: &str = "0.20.2";

/// Runs the named checks of cargo-deny.
pub fn deny(checks: &[&str]) -> Result<(), Stop> {
    finish(
        deny_command()?.arg("check").args(checks),
        "cargo-deny",
        "Replace the crate it names, or allow it in .deny.toml with the reason.",
    )
}

/// Whether the database of advisories is on this machine or can be brought here.
pub fn advisories_reachable() -> Result<bool, Stop> {
    let mut command = deny_command()?;
    command
        .args(["fetch", "db"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    Ok(command.status().is_ok_and(|status| status.success()))
}

/// cargo-deny: the one on the PATH, or one of our own that is built on first use (about a minute).
fn deny_command() -> Result<Command, Stop> {
    let folder = project::target_folder("tools")?;
    let own = folder
        .join("bin")
        .join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    let program = match find("cargo-deny") {
        Some(found) => found,
        None if own.is_file() => own,
        None => {
            eprintln!("  Building cargo-deny {CARGO_DENY} once");
            let mut install = cargo();
            // Without optimisation and debug information: it checks this tree in a second either way.
            install.args([
                "install",
                "--quiet",
                "--locked",
                "--debug",
                "--version",
                CARGO_DENY,
                "--root",
            ]);
            install.arg(&folder).arg("cargo-deny");
            install
                .env("CARGO_TARGET_DIR", folder.join("build"))
                .env("CARGO_PROFILE_DEV_DEBUG", "0");
            finish(
                &mut install,
                "Installing cargo-deny",
                "See that the crate registry can be reached, or install cargo-deny by hand.",
            )?;
            own
        }
    };
    let mut command = Command::new(program);
    command
        .current_dir(project::root())
        .args(["--log-level", "warn", "--workspace", "--locked"]);
    command.args(["--config", ".deny.toml"]);
    Ok(command)
}

/// Pictures of every screen and state, from the built page with fictional data.
pub fn shot(folder: Option<&str>) -> Result<(), Stop> {
    page::install()?;
    page::build()?;
    let folder = folder.map_or_else(|| project::target().join("screens"), PathBuf::from);
    let folder = std::path::absolute(&folder).unwrap_or(folder);
    let mut node = Command::new("node");
    node.current_dir(project::root().join("ui"))
        .arg("shots.mjs")
        .arg(&folder);
    finish(
        &mut node,
        "Taking the pictures",
        "It needs Chromium: run `sudo apt-get install chromium`.",
    )?;
    println!("The pictures are in {}", folder.display());
    Ok(())
}

/// Size of a file after gzip at its best, in bytes.
pub fn gzip_size(path: &std::path::Path) -> Result<usize, Stop> {
    let mut gzip = Command::new("gzip");
    gzip.args(["-9", "-n", "-c"])
        .arg(path)
        .stderr(Stdio::inherit());
    let out = gzip
        .output()
        .map_err(|error| crate::process::not_started(&gzip, &error))?;
    if out.status.success() {
        Ok(out.stdout.len())
    } else {
        Err(Stop::new(
            format!("{} cannot be compressed.", path.display()),
            "Build the page first.",
        ))
    }
}

/// The Tauri command line program, installed once into the build folder.
pub fn tauri_cli() -> Result<PathBuf, Stop> {
    const VERSION: &str = "@tauri-apps/cli@2.12.5";
    let folder = project::target_folder("tools")?;
    let program = folder.join("node_modules/.bin/tauri");
    if !program.exists() {
        eprintln!("  Installing {VERSION} once");
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.args([
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-save",
            "--prefix",
        ])
        .arg(&folder)
        .arg(VERSION);
        output(
            &mut npm,
            "`npm install`",
            "See that the npm registry can be reached, then run this command again.",
        )?;
    }
    Ok(program)
}
