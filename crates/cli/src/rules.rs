//! `suarctl rules`: for authors of packs. Check, test, explain, compare, lay out, look back.
//!
//! Exit status: 0 when all is well; 1 when something was found (a pack that is not usable, a case that fails, a
//! difference, a file out of layout); 2 when nothing was tried.
//!
//! Not here: what a pack may say (`suar-rules`), what a registry holds (`suar-app`).

mod backtest;
mod check;
mod copy;
mod diff;
mod explain;
mod facts;
mod fmt;
mod load;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use suar_rules::plain;

/// Exit status when something was found.
const FOUND: u8 = 1;
/// Exit status when the arguments are wrong.
const UNUSABLE: u8 = 2;

/// What can be done with packs.
#[derive(Subcommand)]
pub enum RulesCommand {
    /// Write the shipped pack into a new folder, to begin one's own with.
    Copy(copy::CopyArgs),
    /// Say everything that is wrong with packs or single indicator files.
    Check(check::CheckArgs),
    /// Run the cases that stand in the files of a pack.
    Test(check::TestArgs),
    /// List the facts a condition can read, and what fills them.
    Facts(facts::FactsArgs),
    /// Say why a case gets its level, indicator by indicator.
    Explain(explain::ExplainArgs),
    /// Say in words what distinguishes two packs.
    Diff(diff::DiffArgs),
    /// Lay out the files of a pack.
    Fmt(fmt::FmtArgs),
    /// Judge every departure of a registry with another pack.
    Backtest(backtest::BacktestArgs),
}

/// For people or for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Text for people.
    Human,
    /// JSON for programs.
    Json,
}

/// Language of sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Bahasa Indonesia.
    Id,
    /// English.
    En,
}

impl Language {
    fn of(self, text: &suar_rules::Text) -> &str {
        match self {
            Self::Id => &text.id,
            Self::En => &text.en,
        }
    }
}

/// Does it.
pub fn run(command: &RulesCommand) -> ExitCode {
    let mut out = Vec::new();
    let done = match command {
        RulesCommand::Copy(args) => copy::run(args, &mut out),
        RulesCommand::Check(args) => check::check(args, &mut out),
        RulesCommand::Test(args) => check::test(args, &mut out),
        RulesCommand::Facts(args) => facts::run(args, &mut out),
        RulesCommand::Explain(args) => explain::run(args, &mut out),
        RulesCommand::Diff(args) => diff::run(args, &mut out),
        RulesCommand::Fmt(args) => fmt::run(args, &mut out),
        RulesCommand::Backtest(args) => backtest::run(args, &mut out),
    };
    let said = write_plain(&out).map_err(Stop::from);
    match done.and_then(|found| said.map(|()| found)) {
        Ok(Found::Nothing) => ExitCode::SUCCESS,
        Ok(Found::Something) => ExitCode::from(FOUND),
        // The reader of our output has seen enough.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(stop) => {
            let words = stop.to_string();
            // Nobody is left to tell when standard error is closed.
            let _ = writeln!(io::stderr().lock(), "suarctl: {}", plain(&words));
            match stop {
                Stop::Wrong(_) => ExitCode::from(FOUND),
                Stop::Unusable(_) | Stop::Output(_) => ExitCode::from(UNUSABLE),
            }
        }
    }
}

/// Names and sentences come from packs that others wrote: none of them moves the cursor of whoever looks at them. The
/// whole answer is one text, so that no character is cut in two.
fn write_plain(answer: &[u8]) -> io::Result<()> {
    let answer = String::from_utf8_lossy(answer);
    let mut out = io::stdout().lock();
    out.write_all(plain(&answer).as_bytes())?;
    out.flush()
}

/// Whether a command has something to report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    Something,
}

/// Why a command ended early.
#[derive(Debug)]
enum Stop {
    /// What was given is understood and wrong, as it says.
    Wrong(String),
    /// Nothing was tried.
    Unusable(String),
    /// The answer cannot be written.
    Output(io::Error),
}

impl std::fmt::Display for Stop {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Wrong(message) | Self::Unusable(message) => out.write_str(message),
            Self::Output(error) => {
                write!(out, "{error}\n  fix: check the place the answer goes to")
            }
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// One JSON document on a line of its own.
fn json(out: &mut dyn Write, value: &impl serde::Serialize) -> Result<(), Stop> {
    let text = serde_json::to_string_pretty(value).map_err(io::Error::from)?;
    Ok(writeln!(out, "{text}")?)
}
