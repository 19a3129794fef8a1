//! `suarctl demo`: writes a training registry of fictional people.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

/// Arguments of `suarctl demo`.
#[derive(Args)]
pub struct DemoArgs {
    /// How many people.
    #[arg(long)]
    people: u32,
    /// Seed: equal seeds give equal registries.
    #[arg(long)]
    seed: u64,
    /// Where to write it.
    path: PathBuf,
}

/// Writes the registry.
pub fn run(args: &DemoArgs) -> ExitCode {
    let _ = (args.people, args.seed, &args.path);
    ExitCode::from(2)
}
