//! Reads the command, does it, sets the exit status.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool talks on its standard streams"
)]

use std::env;
use std::process::ExitCode;

#[cfg(unix)]
use suar_xtask::hub;
use suar_xtask::{Stop, bench, check, package, process, run, tools};

const HELP: &str = "\
cargo xtask COMMAND

  run [--demo] [--registry DIR]   build Suar and start it; without a display, on a display of its own.
                                  --demo opens a training registry with fictional people.
  test [FILTER...]                everything that continuous integration runs;
                                  with FILTER only the tests whose names contain one of the words.
  bench [AREA] [--json]           measure; areas: rules, import, links, registry, ui. --json prints one object a line.
  hub                             start a hub with a PostgreSQL of its own, and print an enrolment code.
  shot [DIR]                      pictures of every screen, made with fictional data.
  package                         build the Debian package.
  types                           write the page's TypeScript from the Rust types.

Files made on the way are in the build folder (target, or CARGO_TARGET_DIR).";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match command(&words) {
        Ok(code) => code,
        Err(stop) => {
            eprintln!("\n{stop}");
            ExitCode::FAILURE
        }
    }
}

fn command(words: &[&str]) -> Result<ExitCode, Stop> {
    match words {
        [] | ["help" | "--help" | "-h", ..] => println!("{HELP}"),
        ["run", rest @ ..] => return run::run(&run::Options::read(rest)?),
        ["test", filters @ ..] => check::all(filters)?,
        ["bench", rest @ ..] => return bench::bench(rest),
        #[cfg(unix)]
        ["hub"] => hub::serve()?,
        ["shot", rest @ ..] => tools::shot(rest.first().copied())?,
        ["package"] => package::deb()?,
        ["types"] => process::finish(
            process::cargo().env("SUAR_WRITE_TYPES", "1").args([
                "test",
                "--package",
                "suar-api",
                "typescript",
            ]),
            "Writing the types",
            "Read the compiler's lines above.",
        )?,
        [unknown, ..] => {
            return Err(Stop::new(
                format!(
                    "`{}` is not a command of xtask, or has too many words.",
                    unknown
                ),
                "Run `cargo xtask` to see what there is.",
            ));
        }
    }
    Ok(ExitCode::SUCCESS)
}
