//! `suarctl demo`: writes a training registry of fictional people.

use std::io::{IsTerminal, stderr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use suar_app::RegistryError;
use suar_app::import;
use suar_app::relation::{manifest_links, registry_facts};
use suar_app::screening::{assess_departure, manifest_facts};
use suar_demo::{Bridge, DemoError, PASSPHRASE, World, build};
use suar_domain::time::Instant;

/// Arguments of `suarctl demo`.
#[derive(Args)]
pub struct DemoArgs {
    /// How many manifest rows; nearly all of them are people.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=5_000_000))]
    people: u32,
    /// Seed: equal seeds give equal people.
    #[arg(long)]
    seed: u64,
    /// Folder to write the registry into; it must not hold one yet.
    path: PathBuf,
}

/// Writes the registry.
#[allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command speaks to its terminal"
)]
pub fn run(args: &DemoArgs) -> ExitCode {
    let bar = bar(args.people);
    let millis = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |passed| passed.as_millis());
    let now = Instant::from_millis(i64::try_from(millis).unwrap_or(0));
    let world = World {
        people: args.people,
        seed: args.seed,
        now,
    };
    let bridge = Bridge {
        read: &|text, day| import::read_on(text.as_bytes(), "", day).ok(),
        facts: &manifest_facts,
        links: &manifest_links,
        known: &registry_facts,
        assess: &assess_departure,
    };
    let written = build(&args.path, world, &bridge, &mut |people| {
        bar.set_position(people.into())
    });
    bar.finish_and_clear();
    match written {
        Ok(summary) => {
            println!(
                "A training registry with {} fictional people on {} sailings is in {}.",
                summary.people,
                summary.sailings,
                args.path.display()
            );
            if summary.again > 0 {
                println!(
                    "{} places are later trips of people who are there already.",
                    summary.again
                );
            }
            println!(
                "{} manifest rows wait for a fix and {} repeat an earlier one. The passphrase is: {PASSPHRASE}",
                summary.to_fix, summary.duplicate
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("suarctl demo: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}

fn sentence(error: &DemoError) -> String {
    match error {
        DemoError::Registry(RegistryError::Exists) => {
            "this folder holds a registry already, and it was left alone. Name another folder."
                .into()
        }
        DemoError::Registry(RegistryError::DiskFull) => {
            "the disk is full. Free some space and name a new folder.".into()
        }
        other => format!(
            "the registry could not be written: {other}. Check that the folder can be written to."
        ),
    }
}

fn bar(people: u32) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} rows, {eta} left");
    let bar = ProgressBar::new(people.into());
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
