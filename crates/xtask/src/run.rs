//! `cargo xtask run`: from a fresh clone to a window.
//!
//! With a display the app starts on it. Without one it starts on an Xvfb of its own, and a picture is taken as soon
//! as the window stands still; a person at a terminal then ends it with Ctrl-C, a script gets its prompt back.

use std::env;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use crate::bus::Bus;
use crate::display::{Display, environment};
use crate::process::{Guarded, cargo, finish, leashed, not_started, output, poll, spoken};
use crate::{Stop, needs, page, project};

/// Passphrase of the training registry, as `suarctl demo` sets it.
const DEMO_PASSPHRASE: &str = "latihan suar 2026";

/// How long the first window may take: a debug build on a slow disk needs a few seconds.
const FIRST_WINDOW: Duration = Duration::from_secs(90);

/// What `run` was asked to do.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Open a training registry with fictional people.
    demo: bool,
    /// Folder of the registry; the app's own place when absent.
    registry: Option<PathBuf>,
}

impl Options {
    /// Reads the words after `run`.
    pub fn read(words: &[&str]) -> Result<Self, Stop> {
        let mut options = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match (*word, word.strip_prefix("--registry=")) {
                ("--demo", _) => options.demo = true,
                ("--registry", _) => match words.next() {
                    Some(folder) => options.registry = Some(PathBuf::from(folder)),
                    None => {
                        return Err(Stop::new(
                            "`--registry` needs a folder.",
                            "Write `--registry DIR`.",
                        ));
                    }
                },
                (_, Some(folder)) => options.registry = Some(PathBuf::from(folder)),
                _ => {
                    return Err(Stop::new(
                        format!("`run` does not know `{word}`."),
                        "Use `cargo xtask run [--demo] [--registry DIR]`.",
                    ));
                }
            }
        }
        Ok(options)
    }
}

/// Sets up what is missing, builds, starts.
pub fn run(options: &Options) -> Result<ExitCode, Stop> {
    let start = Instant::now();
    let display = env::var_os("DISPLAY").is_some()
        || env::var_os("WAYLAND_DISPLAY").is_some()
        || !cfg!(target_os = "linux");
    println!("1/5  Rust, Node and system packages");
    needs::toolchains()?;
    needs::meet(&needs::BUILD)?;
    if !display {
        needs::meet(&needs::DISPLAY)?;
    }
    println!("2/5  npm packages");
    page::install()?;
    println!("3/5  The page");
    page::build()?;
    println!("4/5  The app (a first build takes some minutes)");
    let mut build = cargo();
    // One selection whether or not the demo is asked for: another one would compile the dependencies again.
    build.args([
        "build",
        "--locked",
        "--package",
        "suar",
        "--package",
        "suar-cli",
    ]);
    finish(
        &mut build,
        "Building the app",
        "Read the compiler's lines above.",
    )?;
    let registry = registry(options)?;
    println!(
        "5/5  Starting Suar, {} after the command was given",
        spoken(start.elapsed())
    );
    let mut words: Vec<PathBuf> = Vec::new();
    if let Some(folder) = registry {
        words.extend([PathBuf::from("--registry"), folder]);
    }
    if display {
        on_the_desktop(&words)
    } else {
        on_our_own_display(&words)
    }
}

fn registry(options: &Options) -> Result<Option<PathBuf>, Stop> {
    if !options.demo {
        return Ok(options.registry.clone());
    }
    let folder = options
        .registry
        .clone()
        .unwrap_or_else(|| project::target().join("latihan"));
    let is_empty = fs::read_dir(&folder).map_or(true, |mut entries| entries.next().is_none());
    if is_empty {
        println!(
            "  Making a training registry with 400 fictional people in {}",
            folder.display()
        );
        make_demo(&folder)?;
    }
    println!("  Training registry: {}", folder.display());
    println!("  Its passphrase: {DEMO_PASSPHRASE}");
    Ok(Some(folder))
}

/// Made beside its place and moved there when complete: an interrupted run leaves nothing that looks like one.
fn make_demo(folder: &Path) -> Result<(), Stop> {
    let draft = folder.with_extension("draft");
    let unusable = |error: io::Error| {
        Stop::new(
            format!("{} cannot be used: {error}.", draft.display()),
            "Delete it, or free disk space.",
        )
    };
    if draft.exists() {
        fs::remove_dir_all(&draft).map_err(unusable)?;
    }
    let mut demo = Command::new(project::built("debug", "suarctl"));
    demo.args(["demo", "--people", "400", "--seed", "7"])
        .arg(&draft);
    // What it says is about the draft; where the registry is, is said by our caller.
    output(
        &mut demo,
        "Making the training registry",
        "Delete the folder named above, then run this again.",
    )?;
    if folder.exists() {
        fs::remove_dir(folder).map_err(unusable)?;
    }
    fs::rename(&draft, folder).map_err(unusable)
}

fn on_the_desktop(words: &[PathBuf]) -> Result<ExitCode, Stop> {
    let mut app = Command::new(project::built("debug", "suar"));
    let status = app
        .args(words)
        .status()
        .map_err(|error| not_started(&app, &error))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn on_our_own_display(words: &[PathBuf]) -> Result<ExitCode, Stop> {
    let folder = project::target_folder("xtask/screen")?;
    let display = Display::start(&folder)?;
    let bus = Bus::start(&folder)?;
    println!(
        "  There is no display here, so Suar runs on one of its own, {}.",
        display.name()
    );
    let mut command = leashed(project::built("debug", "suar"));
    command
        .args(words)
        .envs(environment(&display, bus.address()))
        .stdin(Stdio::null());
    let mut app = Guarded::start(&mut command).map_err(|error| not_started(&command, &error))?;
    let picture = project::target().join("suar.png");
    first_picture(&display, &mut app, &picture)?;
    println!("  The window is open. Picture: {}", picture.display());
    if !io::stdout().is_terminal() || env::var_os("CI").is_some() {
        println!("  Nobody can be at this window, so Suar is closed again.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("  Suar keeps running, and the picture is renewed every 2 s. Ctrl-C ends it.");
    loop {
        if let Some(status) = poll(Duration::from_secs(2), || app.ended()) {
            println!("  Suar has ended ({status}).");
            return Ok(if status.success() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        if let Ok(now) = display.picture() {
            // A picture that cannot be renewed is stale, nothing worse.
            let _ = now.save(&picture);
        }
    }
}

/// Waits for the window and keeps its picture.
fn first_picture(display: &Display, app: &mut Guarded, path: &Path) -> Result<(), Stop> {
    let fix = "Run it again with `SUAR_LOG=debug`; the lines above may name the cause.";
    let start = Instant::now();
    let found = poll(FIRST_WINDOW, || match app.ended() {
        Some(status) => Some(Err(Stop::new(
            format!("Suar ended before its window was open ({status})."),
            fix,
        ))),
        None => display.settled(Duration::from_secs(1)).map(Ok),
    });
    let window = found.unwrap_or_else(|| {
        Err(Stop::new(
            format!("No window was drawn within {}.", spoken(FIRST_WINDOW)),
            fix,
        ))
    })?;
    println!("  The window was drawn after {}.", spoken(start.elapsed()));
    window.save(path).map_err(|error| {
        Stop::new(
            format!(
                "The picture cannot be written to {}: {error}.",
                path.display()
            ),
            "Free disk space.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_in_any_order_and_form() {
        let read = |words: &[&str]| Options::read(words).expect("known words");
        assert_eq!(read(&[]), Options::default());
        let both = Options {
            demo: true,
            registry: Some(PathBuf::from("x")),
        };
        assert_eq!(read(&["--demo", "--registry", "x"]), both);
        assert_eq!(read(&["--registry=x", "--demo"]), both);
    }

    #[test]
    fn an_option_that_does_not_exist_is_refused_with_the_ones_that_do() {
        let stop = Options::read(&["--dmeo"]).expect_err("a typing error");
        assert!(stop.to_string().contains("--demo"), "{stop}");
        assert!(
            Options::read(&["--registry"]).is_err(),
            "the folder is missing"
        );
    }
}
