//! `suar-hub`: the hub on the command line.
//!
//! Reads arguments, prints sentences, sets the exit status. Everything else is the library's.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use suar_domain::id::DeviceId;
use suar_hub::clock::now;
use suar_hub::{HubState, Store, key, router};
use suar_protocol::enroll::office_key;
use suar_protocol::key::PublicKey;
use tokio::net::TcpListener;

/// The hub of Suar: receives what the offices recorded, keeps it once, and signs for it.
#[derive(Parser)]
#[command(name = "suar-hub", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer devices until stopped; prints the address it listens on.
    Serve {
        /// Address to listen on; port 0 picks a free one. Plain HTTP: put a TLS proxy in front.
        #[arg(long, default_value = "127.0.0.1:8440")]
        listen: SocketAddr,
        #[command(flatten)]
        database: Database,
        #[command(flatten)]
        key_file: KeyFile,
    },
    /// Bring the database to this version, and make the hub's signing key if there is none.
    Migrate {
        #[command(flatten)]
        database: Database,
        #[command(flatten)]
        key_file: KeyFile,
    },
    /// Enrolled computers.
    Device {
        #[command(subcommand)]
        command: DeviceCommand,
    },
    /// Say whether the hub could serve: database, version, key.
    Check {
        #[command(flatten)]
        database: Database,
        #[command(flatten)]
        key_file: KeyFile,
    },
}

#[derive(Subcommand)]
enum DeviceCommand {
    /// Print a one-time enrolment code, good for 24 hours and one computer.
    Code {
        /// The office's name, for example NUNUKAN.
        #[arg(long)]
        office: String,
        #[command(flatten)]
        database: Database,
    },
    /// Print every device: identifier, office, state.
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Withdraw a device: the hub takes nothing from it any more.
    Revoke {
        /// The device's identifier, as `device list` prints it.
        device: String,
        #[command(flatten)]
        database: Database,
    },
}

#[derive(Args)]
struct Database {
    /// Address of the database, for example postgresql://suar@localhost/suar.
    #[arg(long, env = "SUAR_HUB_DATABASE_URL", hide_env_values = true)]
    database_url: String,
}

#[derive(Args)]
struct KeyFile {
    /// File with the hub's signing key; keep it out of the database's backups.
    #[arg(long, env = "SUAR_HUB_KEY_FILE", default_value = "suar-hub.key")]
    key_file: PathBuf,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("SUAR_HUB_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .init();
    match run(Cli::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "suar-hub: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve {
            listen,
            database,
            key_file,
        } => serve(listen, &database, &key_file).await,
        Command::Migrate { database, key_file } => migrate(&database, &key_file).await,
        Command::Check { database, key_file } => check(&database, &key_file).await,
        Command::Device { command } => device(command).await,
    }
}

async fn serve(listen: SocketAddr, database: &Database, key_file: &KeyFile) -> Result<(), Failure> {
    let key = Arc::new(key::read(&key_file.key_file)?);
    let store = Store::at(&database.database_url)?;
    store.check_version().await?;
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        format!("cannot listen on {listen}: {error}; choose another --listen address")
    })?;
    say(&format!(
        "suar-hub listens on http://{}",
        listener.local_addr()?
    ))?;
    axum::serve(listener, router(HubState { store, key }))
        .with_graceful_shutdown(stopped())
        .await?;
    Ok(())
}

async fn migrate(database: &Database, key_file: &KeyFile) -> Result<(), Failure> {
    let version = Store::at(&database.database_url)?.migrate().await?;
    let key = key::read_or_create(&key_file.key_file)?;
    say(&format!("database at version {version}"))?;
    say(&format!(
        "hub key {} in {}",
        PublicKey::of(&key).to_hex(),
        key_file.key_file.display()
    ))
}

async fn check(database: &Database, key_file: &KeyFile) -> Result<(), Failure> {
    let key = key::read(&key_file.key_file)?;
    say(&format!("key: ok, {}", PublicKey::of(&key).to_hex()))?;
    let store = Store::at(&database.database_url)?;
    store.ping().await?;
    store.check_version().await?;
    say(&format!("database: ok, version {}", Store::version()))
}

async fn device(command: DeviceCommand) -> Result<(), Failure> {
    match command {
        DeviceCommand::Code { office, database } => {
            let store = Store::at(&database.database_url)?;
            let Some(code) = store.create_code(&office_key(&office), now()).await? else {
                let known = store.offices().await?.join(", ");
                return Err(
                    format!("there is no office {office:?}; known offices: {known}").into(),
                );
            };
            let (left, right) = code.expose().split_at(5);
            say(&format!("{left}-{right}"))
        }
        DeviceCommand::List { database } => {
            for (device, office, revoked) in Store::at(&database.database_url)?.devices().await? {
                say(&format!(
                    "{device} {office} {}",
                    if revoked { "revoked" } else { "active" }
                ))?;
            }
            Ok(())
        }
        DeviceCommand::Revoke { device, database } => {
            let id: DeviceId = device
                .parse()
                .map_err(|_| "the device is not an identifier")?;
            if Store::at(&database.database_url)?.revoke(id, now()).await? {
                say(&format!("{id} revoked"))
            } else {
                Err(format!("there is no device {id}; see `suar-hub device list`").into())
            }
        }
    }
}

/// Ends on Ctrl-C and, where there is such a thing, SIGTERM; requests under way are finished.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

fn say(line: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
