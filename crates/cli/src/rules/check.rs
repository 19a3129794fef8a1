//! `suarctl rules check` and `suarctl rules test`.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use suar_rules::PackError;

use super::load::{self, SHIPPED};
use super::{Format, Found, Stop};

/// Arguments of `suarctl rules check`.
#[derive(Args)]
pub struct CheckArgs {
    /// Folders of packs, or indicator files to be read as part of the shipped pack.
    #[arg(value_name = "DIR|FILE", required = true)]
    paths: Vec<PathBuf>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// Arguments of `suarctl rules test`.
#[derive(Args)]
pub struct TestArgs {
    /// Folder of a pack, or an indicator file; without it the pack that Suar ships.
    #[arg(value_name = "DIR|FILE", default_value = SHIPPED)]
    path: PathBuf,
}

/// Says what is wrong with each.
pub fn check(args: &CheckArgs, out: &mut dyn Write) -> Result<Found, Stop> {
    let mut found = Found::Nothing;
    let mut answers = Vec::new();
    for path in &args.paths {
        let files = load::files(path)?;
        let shown = path.display();
        let mut warnings = json!([]);
        let (problems, words) = match load::understood(&files) {
            Ok(pack) => {
                warnings = listed(&load::advice(&pack));
                let usable = format!(
                    "{}{shown}: usable: {} {}, {} indicators, {} cases\n",
                    load::warnings(&pack, &files),
                    pack.id(),
                    pack.version(),
                    pack.indicators().len(),
                    pack.case_count()
                );
                (json!([]), usable)
            }
            Err(errors) => {
                found = Found::Something;
                (
                    listed(errors.errors()),
                    format!("{}\n", load::told(&errors, &files)),
                )
            }
        };
        match args.format {
            Format::Human => out.write_all(words.as_bytes())?,
            Format::Json => answers.push(json!({
                "path": shown.to_string(),
                "usable": problems.as_array().is_some_and(Vec::is_empty),
                "problems": problems,
                "warnings": warnings,
            })),
        }
    }
    if args.format == Format::Json {
        super::json(out, &answers)?;
    }
    Ok(found)
}

fn listed(problems: &[PackError]) -> Value {
    let problems = problems.iter().map(|error| {
        json!({
            "code": error.code.as_str(),
            "file": error.file,
            "line": error.line,
            "column": error.column,
            "message": error.message,
            "fix": error.hint,
        })
    });
    problems.collect()
}

/// Runs the cases.
pub fn test(args: &TestArgs, out: &mut dyn Write) -> Result<Found, Stop> {
    let pack = load::pack(&args.path)?;
    // A pack with a failing case does not load, so what is left to tell is how much was tried.
    writeln!(
        out,
        "{} cases of {} indicators come out as written ({} {})",
        pack.case_count(),
        pack.indicators().len(),
        pack.id(),
        pack.version()
    )?;
    Ok(Found::Nothing)
}
