//! `suarctl audit`: walks the whole audit of a registry.
//!
//! Exit status: 0 when it is whole; 1 when it is damaged; 2 when nothing was looked at.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use suar_app::audit::{AuditProblem, Audited, audit};
use suar_app::{AppError, RegistryError};

use crate::passphrase;

/// Arguments of `suarctl audit`.
#[derive(Args)]
pub struct AuditArgs {
    /// Folder of the registry. Suar must not have it open.
    #[arg(long, value_name = "PATH")]
    registry: PathBuf,
    /// File whose first line is the passphrase of an account; without it the first line of standard input.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Looks.
pub fn run(args: &AuditArgs) -> ExitCode {
    let said = match passphrase::read(args.passphrase_file.as_deref()) {
        Ok(passphrase) => said(audit(&args.registry, &passphrase, passphrase::now())),
        Err(message) => (2, message),
    };
    let (code, text) = said;
    let written = if code == 0 {
        writeln!(io::stdout().lock(), "{text}")
    } else {
        writeln!(io::stderr().lock(), "suarctl: {text}")
    };
    match written {
        // Nobody could be told that all is well.
        Err(_) if code == 0 => ExitCode::from(2),
        _ => ExitCode::from(code),
    }
}

/// Exit status and what is said.
fn said(found: Result<Audited, AuditProblem>) -> (u8, String) {
    match found {
        Ok(Audited {
            rows,
            lines,
            confirmed,
        }) => (
            0,
            format!(
                "The audit is whole: {rows} rows, {lines} lines of the log, {confirmed} of them confirmed by the hub."
            ),
        ),
        Err(AuditProblem::NotWhole(problem)) => (
            1,
            format!(
                "{problem}\n  fix: leave the folder as it is and call the supervisor; a backup can be restored"
            ),
        ),
        Err(AuditProblem::NotOpened(problem)) => {
            let fix = match &problem {
                AppError::Registry(error) => passphrase::fix(error),
                _ => passphrase::fix(&RegistryError::Missing),
            };
            (2, format!("{problem}\n  fix: {fix}"))
        }
    }
}
