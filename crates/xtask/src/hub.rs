//! `cargo xtask hub`: a hub on this machine, with a PostgreSQL that nobody else uses.
//!
//! The database stays between runs. It listens on a Unix socket in its own folder only.

use std::env;
use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::process::{Guarded, cargo, finish, leashed, not_started, output, poll};
use crate::{Stop, needs, project};

/// Where a hub for trying things out listens.
const LISTEN: &str = "127.0.0.1:8440";

/// Starts the database and the hub, prints a code, serves until Ctrl-C.
pub fn serve() -> Result<(), Stop> {
    println!("1/4  System packages");
    needs::meet(&needs::BUILD)?;
    needs::meet(&needs::HUB)?;
    println!("2/4  Building the hub");
    let mut build = cargo();
    finish(
        build.args(["build", "--locked", "--package", "suar-hub"]),
        "Building the hub",
        "Read the compiler's lines above.",
    )?;
    println!("3/4  PostgreSQL");
    let database = Database::start()?;
    println!("  Data in {}", database.folder.display());
    println!("4/4  The hub");
    let key = project::target_folder("hub")?.join("hub.key");
    let hub = |words: &[&str]| {
        let mut command = Command::new(project::built("debug", "suar-hub"));
        command
            .args(words)
            .env("SUAR_HUB_DATABASE_URL", database.url())
            .env("SUAR_HUB_KEY_FILE", &key);
        command
    };
    let fix = "Delete the folder named above to begin with an empty database.";
    print!(
        "{}",
        output(&mut hub(&["migrate"]), "Preparing the database", fix)?
    );
    for office in ["NUNUKAN", "TARAKAN"] {
        let code = output(
            &mut hub(&["device", "code", "--office", office]),
            "Making an enrolment code",
            fix,
        )?;
        println!("  One-time code for {office}: {}", code.trim());
    }
    println!("  Address for Sinkron in the app: http://{LISTEN}");
    println!("  Ctrl-C ends hub and database; what they hold stays.");
    finish(
        &mut hub(&["serve", "--listen", LISTEN]),
        "The hub",
        "See that nothing else listens on that address.",
    )
}

/// A running server; it ends with the value.
struct Database {
    folder: PathBuf,
    // Held for its drop.
    _server: Guarded,
}

impl Database {
    fn start() -> Result<Self, Stop> {
        let folder = folder()?;
        let owner = if needs::is_root() { nobody() } else { None };
        if let Some((user, group)) = owner {
            chown(&folder, Some(user), Some(group)).map_err(|error| unusable(&folder, &error))?;
        }
        let as_owner = |mut command: Command| {
            // A working folder that the other user may enter.
            command
                .current_dir("/")
                .env("LC_ALL", "C")
                .stdin(Stdio::null());
            if let Some((user, group)) = owner {
                command.uid(user).gid(group);
            }
            command
        };
        let data = folder.join("data");
        if !data.join("PG_VERSION").is_file() {
            let mut make = as_owner(Command::new(program("initdb")?));
            make.args([
                "--auth=trust",
                "--username=suar",
                "--encoding=UTF8",
                "--locale=C",
                "--pgdata",
            ])
            .arg(&data);
            output(
                &mut make,
                "`initdb`",
                "Delete the folder named above and run this again.",
            )?;
        }
        let mut serve = as_owner(leashed(program("postgres")?));
        serve
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&folder)
            .args(["-c", "listen_addresses="]);
        serve.stdout(Stdio::null()).stderr(Stdio::null());
        let server = Guarded::start(&mut serve).map_err(|error| not_started(&serve, &error))?;
        let socket = folder.join(".s.PGSQL.5432");
        poll(Duration::from_secs(30), || socket.exists().then_some(())).ok_or_else(|| {
            Stop::new(
                "PostgreSQL did not start within 30 s.",
                format!("Delete {} and run this again.", folder.display()),
            )
        })?;
        Ok(Self {
            folder,
            _server: server,
        })
    }

    fn url(&self) -> String {
        format!("host={} user=suar dbname=postgres", self.folder.display())
    }
}

/// Where the database lives. PostgreSQL never runs as root, and another user cannot enter root's home; a socket's
/// path is at most 107 bytes. Both lead to the folder for temporary files.
fn folder() -> Result<PathBuf, Stop> {
    let mut folder = project::target().join("hub/postgres");
    if needs::is_root() || folder.as_os_str().len() > 80 {
        folder = env::temp_dir().join("suar-hub-postgres");
    }
    fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
    Ok(folder)
}

fn unusable(folder: &Path, error: &std::io::Error) -> Stop {
    Stop::new(
        format!("The folder {} cannot be used: {error}.", folder.display()),
        "Delete it, or free disk space.",
    )
}

fn nobody() -> Option<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    let line = users.lines().find(|line| line.starts_with("nobody:"))?;
    let mut parts = line.split(':').skip(2);
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn program(name: &str) -> Result<PathBuf, Stop> {
    needs::postgres_program(name).ok_or_else(|| {
        Stop::new(
            format!("{name} is missing."),
            "Run `sudo apt-get install postgresql`.",
        )
    })
}
