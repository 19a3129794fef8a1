//! A throw-away PostgreSQL cluster for one test.
//!
//! The real server, started in a temporary folder and reached over a Unix socket in it, so that nothing listens
//! on the network and no port can clash. It is stopped, and the folder removed, when the value is dropped or the
//! process ends in whatever way: a small guard program waits for either.
//!
//! PostgreSQL refuses to run as root: then the server runs as the user `nobody`. `initdb` and `pg_ctl` are looked
//! for on the PATH and where Debian puts them.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// The programs were not found.
    #[error(
        "{0} was not found on the PATH or under /usr/lib/postgresql; run `apt-get install postgresql`"
    )]
    Missing(&'static str),
    /// A program failed; its words follow.
    #[error("{program} failed: {output}")]
    Failed {
        /// The program.
        program: &'static str,
        /// What it printed.
        output: String,
    },
    /// The file system refused.
    #[error("the folder of the test database cannot be used: {0}")]
    Io(#[from] io::Error),
    /// There is no user to run as.
    #[error("PostgreSQL does not run as root, and there is no user nobody to run as")]
    NoUser,
}

/// A running server with one empty database.
#[derive(Debug)]
pub struct Postgres {
    folder: TempDir,
    run_as: Option<(u32, u32)>,
    pg_ctl: PathBuf,
    guard: Option<Child>,
}

/// Waits until its input ends, which it does with this process, then stops the server and clears up.
const GUARD: &str =
    "cat >/dev/null; \"$1\" stop --silent --mode=immediate --pgdata \"$2/data\"; rm -rf \"$2\"";

impl Postgres {
    /// Starts a server; takes about a second.
    pub fn start() -> Result<Self, PostgresError> {
        let (initdb, pg_ctl) = (find("initdb")?, find("pg_ctl")?);
        let folder = tempfile::Builder::new().prefix("suar-pg-").tempdir()?;
        let run_as = other_user(folder.path())?;
        if let Some((uid, gid)) = run_as {
            chown(folder.path(), Some(uid), Some(gid))?;
        }
        let mut server = Self {
            folder,
            run_as,
            pg_ctl,
            guard: None,
        };
        let data = server.data();
        let mut init = server.command(&initdb);
        init.args([
            "--no-sync",
            "--auth=trust",
            "--username=suar",
            "--encoding=UTF8",
            "--locale=C",
        ]);
        run("initdb", init.arg("--pgdata").arg(&data))?;
        let settings = format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nfsync = off\nfull_page_writes = off\n\
             max_connections = 60\nshared_buffers = 16MB\n",
            server.folder.path().display()
        );
        fs::write(data.join("postgresql.auto.conf"), settings)?;
        server.guard = Some(server.start_guard()?);
        server.up()?;
        Ok(server)
    }

    /// Address of its database, as `tokio-postgres` and `psql` read it.
    pub fn url(&self) -> String {
        format!(
            "host={} user=suar dbname=postgres",
            self.folder.path().display()
        )
    }

    /// Stops the server at once, as a power cut would, and keeps its data.
    pub fn stop(&self) -> Result<(), PostgresError> {
        let mut stop = self.command(&self.pg_ctl);
        stop.args(["stop", "--silent", "--mode=immediate", "--pgdata"])
            .arg(self.data());
        run("pg_ctl stop", &mut stop)
    }

    /// Starts it again after [`Postgres::stop`], and waits until it answers.
    pub fn up(&self) -> Result<(), PostgresError> {
        let mut start = self.command(&self.pg_ctl);
        let log = self.folder.path().join("server.log");
        start
            .args(["start", "--silent", "--wait", "--pgdata"])
            .arg(self.data())
            .arg("--log")
            .arg(log);
        run("pg_ctl start", &mut start)
    }

    fn start_guard(&self) -> io::Result<Child> {
        let mut guard = self.command(Path::new("/bin/sh"));
        guard
            .args(["-c", GUARD, "guard"])
            .arg(&self.pg_ctl)
            .arg(self.folder.path());
        // A group of its own: a signal to the test's group must not end the guard first.
        guard
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        if let Some((uid, gid)) = self.run_as {
            command.uid(uid).gid(gid);
        }
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut guard) = self.guard.take() {
            drop(guard.stdin.take());
            let _ = guard.wait();
        }
    }
}

/// Runs a program; its output goes to a file, since a server that inherits a pipe would keep it open.
fn run(program: &'static str, command: &mut Command) -> Result<(), PostgresError> {
    let output = tempfile::tempfile()?;
    let status = command
        .stdout(output.try_clone()?)
        .stderr(output.try_clone()?)
        .status()?;
    if status.success() {
        return Ok(());
    }
    let mut text = String::new();
    let mut output = output;
    io::Seek::rewind(&mut output)?;
    io::Read::read_to_string(&mut output, &mut text)?;
    Err(PostgresError::Failed {
        program,
        output: text,
    })
}

fn find(program: &'static str) -> Result<PathBuf, PostgresError> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join(program));
    let mut debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|versions| {
            versions
                .flatten()
                .map(|version| version.path().join("bin").join(program))
                .collect()
        })
        .unwrap_or_default();
    debian.sort();
    on_path
        .chain(debian.into_iter().rev())
        .find(|path| path.is_file())
        .ok_or(PostgresError::Missing(program))
}

/// The user and group to run as when this process is root: whoever owns a new folder is who we are.
fn other_user(folder: &Path) -> Result<Option<(u32, u32)>, PostgresError> {
    if folder.metadata()?.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let nobody = users.lines().find_map(|line| {
        let mut parts = line.split(':');
        let (name, _, uid, gid) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        (name == "nobody").then_some((uid.parse().ok()?, gid.parse().ok()?))
    });
    nobody.map(Some).ok_or(PostgresError::NoUser)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_and_leaves_nothing_behind() {
        let server = Postgres::start().expect("PostgreSQL is installed");
        let folder = server.folder.path().to_owned();
        assert!(
            folder.join(".s.PGSQL.5432").exists(),
            "it listens in its own folder"
        );
        drop(server);
        assert!(!folder.exists(), "the folder goes with the server");
    }

    #[test]
    fn stops_and_comes_back_with_its_data() {
        let server = Postgres::start().expect("PostgreSQL is installed");
        server.stop().expect("it runs");
        assert!(server.stop().is_err(), "it is down");
        server.up().expect("its data is there");
        server.stop().expect("it runs again");
    }
}
