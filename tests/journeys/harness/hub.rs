//! The real hub with a real PostgreSQL.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use suar_testkit::postgres::Postgres;
use suar_xtask::process::{Guarded, leashed};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls};

use super::program;

/// A hub that answers on a port of its own.
pub struct Hub {
    address: SocketAddr,
    log: PathBuf,
    // Ended in this order.
    _server: Guarded,
    postgres: Postgres,
    folder: TempDir,
}

impl Hub {
    /// Starts database and hub.
    pub fn start() -> Self {
        let postgres = Postgres::start().expect("PostgreSQL starts");
        let folder = tempfile::Builder::new()
            .prefix("suar-hub-")
            .tempdir()
            .expect("a temporary folder");
        let log = folder.path().join("hub.log");
        run(settings(Command::new(program("suar-hub")), &postgres, &folder).arg("migrate"));
        let mut serve = settings(leashed(program("suar-hub")), &postgres, &folder);
        serve
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        serve.stderr(std::fs::File::create(&log).expect("a log file"));
        let mut server = Guarded::start(&mut serve).expect("the hub starts");
        let mut line = String::new();
        let out = server.child().stdout.take().expect("its output is piped");
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it says where it listens");
        let address = line
            .trim()
            .rsplit('/')
            .next()
            .and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("an address in {line:?}"));
        Self {
            address,
            log,
            _server: server,
            postgres,
            folder,
        }
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// A one-time enrolment code for the office in Nunukan.
    pub fn code(&self) -> String {
        let mut command = settings(
            Command::new(program("suar-hub")),
            &self.postgres,
            &self.folder,
        );
        run(command.args(["device", "code", "--office", "NUNUKAN"]))
            .trim()
            .to_owned()
    }

    /// A connection to its database.
    pub async fn database(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.postgres.url(), NoTls)
            .await
            .expect("the database answers");
        tokio::spawn(connection);
        client
    }

    /// What it wrote to its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

fn settings(mut command: Command, postgres: &Postgres, folder: &TempDir) -> Command {
    command
        .env("SUAR_HUB_DATABASE_URL", postgres.url())
        .env("SUAR_HUB_KEY_FILE", folder.path().join("hub.key"));
    command
}

fn run(command: &mut Command) -> String {
    let output = command.output().expect("the hub's program starts");
    assert!(
        output.status.success(),
        "it succeeds: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}
