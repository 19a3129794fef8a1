//! suarctl: the command-line twin of Suar, for scripts and large batches.
//!
//! Standard output carries the answer and nothing else; progress and complaints go to standard error. Exit status 2
//! means that nothing was tried, because the arguments or the pack are wrong.
//!
//! Not here: logic. Each command reads its arguments, asks a library and writes lines.

mod audit;
mod demo;
mod manifest;
mod passphrase;
mod rules;
mod screen;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// Suar on the command line: screening of many cases, manifests, training data.
#[derive(Parser)]
#[command(name = "suarctl", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Screen cases: one JSON line in, one JSON line out.
    Screen(screen::ScreenArgs),
    /// Look at passenger manifests.
    #[command(subcommand)]
    Manifest(ManifestCommand),
    /// Write, try and compare rule packs.
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    /// Walk the whole audit of a registry: was a row or a line changed or removed?
    Audit(audit::AuditArgs),
    /// Write a training registry of fictional people.
    Demo(demo::DemoArgs),
    /// Parse one file for another process of this program.
    #[command(hide = true, name = manifest::IMPORT_WORKER)]
    ImportWorker,
}

#[derive(Subcommand)]
enum ManifestCommand {
    /// Read a manifest and say what would be imported and what is wrong with it.
    Check(ManifestArgs),
    /// Write a manifest as CSV that imports again, with ISO dates and without formulas.
    Export(ManifestArgs),
}

#[derive(Args)]
struct ManifestArgs {
    /// CSV or XLSX file.
    file: PathBuf,
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Screen(args) => screen::run(&args),
        Command::Manifest(ManifestCommand::Check(args)) => manifest::check(&args.file),
        Command::Manifest(ManifestCommand::Export(args)) => manifest::export(&args.file),
        Command::Rules(command) => rules::run(&command),
        Command::Audit(args) => audit::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::ImportWorker => suar_app::import::serve(),
    }
}
