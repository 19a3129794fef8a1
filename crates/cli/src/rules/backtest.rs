//! `suarctl rules backtest`.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use suar_app::AppError;
use suar_app::backtest::{
    BacktestProblem, GroupShare, Options, Report, SMALLEST_GROUP, Share, Side, Stored, Watch,
};
use suar_app::pack::Rules;
use suar_rules::Pack;

use crate::passphrase;

use super::load;
use super::{Format, Found, Stop};

/// The word for the pack in force in the registry.
const ACTIVE: &str = "active";
const LEVELS: [&str; 4] = ["siap", "lengkapi", "dalami", "lindungi"];

/// Arguments of `suarctl rules backtest`.
#[derive(Args)]
pub struct BacktestArgs {
    /// The pack to try: a folder, or an indicator file in the place of the shipped one.
    #[arg(long, value_name = "NEW")]
    pack: PathBuf,
    /// What it is compared with: active (the pack in force there), shipped, or a folder.
    #[arg(long, value_name = "ACTIVE", default_value = ACTIVE)]
    against: PathBuf,
    /// Folder of the registry. Suar must not have it open.
    #[arg(long, value_name = "PATH")]
    registry: PathBuf,
    /// File whose first line is the passphrase of an account; without it the first line of standard input.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Alerts that one sailing can bear.
    #[arg(long, value_name = "N", default_value_t = Options::default().budget)]
    budget: u64,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// Either of the packs to compare.
enum Against {
    InForce(Rules),
    Read(Box<Pack>),
}

/// Looks back.
pub fn run(args: &BacktestArgs, out: &mut dyn Write) -> Result<Found, Stop> {
    // Before the passphrase is asked for: a pack with a fault in it is told at once.
    let new = load::pack(&args.pack)?;
    let named = args.against.as_os_str();
    let read = if named == ACTIVE {
        None
    } else {
        Some(Box::new(load::pack(&args.against)?))
    };
    let passphrase = passphrase::read(args.passphrase_file.as_deref()).map_err(Stop::Unusable)?;
    let stored =
        Stored::open(&args.registry, &passphrase, passphrase::now()).map_err(|e| stop(&e))?;
    drop(passphrase);
    let against = match read {
        Some(pack) => Against::Read(pack),
        None => Against::InForce(stored.active().map_err(|e| stop(&e))?),
    };
    let active: &Pack = match &against {
        Against::InForce(rules) => rules,
        Against::Read(pack) => pack,
    };
    let bar = bar();
    let watch = Watch {
        stop: &AtomicBool::new(false),
        progress: &|done, all| {
            bar.set_length(all);
            bar.set_position(done);
        },
    };
    let options = Options {
        budget: args.budget,
    };
    let report = stored.backtest(active, &new, &options, &watch);
    bar.finish_and_clear();
    let report = report.map_err(|e| stop(&e))?;
    match args.format {
        Format::Json => super::json(out, &report)?,
        Format::Human => tell(out, &report)?,
    }
    Ok(Found::Nothing)
}

fn stop(problem: &BacktestProblem) -> Stop {
    let fix = match problem {
        BacktestProblem::App(AppError::Registry(error)) => passphrase::fix(error),
        _ => "name a pack that can be used",
    };
    Stop::Unusable(format!("{problem}\n  fix: {fix}"))
}

fn bar() -> ProgressBar {
    if !io::stderr().is_terminal() || io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
    match ProgressStyle::with_template("{bar:40} {pos} of {len} departures, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn tell(out: &mut dyn Write, report: &Report) -> Result<(), Stop> {
    // Two packs of one version are told apart by their hashes.
    let name = |(version, hash): &(String, String)| {
        format!("{version} ({})", hash.get(..8).unwrap_or(hash))
    };
    let (active, new) = (&name(&report.packs.active), &name(&report.packs.new));
    writeln!(
        out,
        "{} departures judged by {new} beside {active}; {} could not be judged again",
        report.people, report.unreadable
    )?;
    writeln!(out, "\nLevels: from (row) to (column)")?;
    writeln!(
        out,
        "{:>10} {:>10} {:>10} {:>10} {:>10}",
        "", LEVELS[0], LEVELS[1], LEVELS[2], LEVELS[3]
    )?;
    for (level, row) in LEVELS.iter().zip(report.transitions) {
        let [a, b, c, d] = row;
        writeln!(out, "{level:>10} {a:>10} {b:>10} {c:>10} {d:>10}")?;
    }
    writeln!(out, "\nRise to lindungi: {}", report.risen)?;
    list(out, &report.risen_departures)?;
    writeln!(out, "\nConfirmed cases: {}", report.confirmed)?;
    for (name, side) in [(active, &report.active), (new, &report.new)] {
        writeln!(
            out,
            "  {name}: caught {}, missed {}",
            side.caught, side.missed
        )?;
    }
    writeln!(
        out,
        "  caught by {active} and missed by {new}: {}",
        report.newly_missed_departures.len()
    )?;
    list(out, &report.newly_missed_departures)?;
    writeln!(
        out,
        "\nAlerts (lindungi) a sailing; budget {}",
        report.budget
    )?;
    for (name, side) in [(active, &report.active), (new, &report.new)] {
        let load = &side.load;
        writeln!(
            out,
            "  {name}: {:.2} on average, {} at most; {} of {} sailings above the budget",
            load.mean, load.most, load.over_budget, load.sailings
        )?;
    }
    precision(out, report)?;
    groups(out, report, "sex", |side| &side.by_sex)?;
    groups(out, report, "province of the NIK", |side| &side.by_province)
}

/// Ids, a screenful of them; all are in the JSON.
fn list(out: &mut dyn Write, ids: &[String]) -> Result<(), Stop> {
    const SHOWN: usize = 10;
    for id in ids.iter().take(SHOWN) {
        writeln!(out, "  {id}")?;
    }
    if ids.len() > SHOWN {
        writeln!(out, "  and {} more: see --format json", ids.len() - SHOWN)?;
    }
    Ok(())
}

fn precision(out: &mut dyn Write, report: &Report) -> Result<(), Stop> {
    if report.new.precision.is_empty() {
        writeln!(out, "\nNo outcome of a sign is recorded yet.")?;
        return Ok(());
    }
    writeln!(
        out,
        "\nPrecision of signs (confirmed of confirmed and not, 95 %)"
    )?;
    for (before, after) in report.active.precision.iter().zip(&report.new.precision) {
        writeln!(
            out,
            "  {}: {} -> {}; unclear {}",
            before.indicator,
            share(before.precision.as_ref()),
            share(after.precision.as_ref()),
            after.unclear
        )?;
    }
    Ok(())
}

fn groups(
    out: &mut dyn Write,
    report: &Report,
    by: &str,
    of: impl Fn(&Side) -> &Vec<GroupShare>,
) -> Result<(), Stop> {
    writeln!(
        out,
        "\nSomeone talks with them (dalami or lindungi), by {by}"
    )?;
    for (before, after) in of(&report.active).iter().zip(of(&report.new)) {
        match (&before.share, &after.share) {
            (Some(before_share), Some(after_share)) => writeln!(
                out,
                "  {}: {} -> {}",
                before.group,
                share(Some(before_share)),
                share(Some(after_share))
            )?,
            _ => writeln!(
                out,
                "  {}: not shown (fewer than {SMALLEST_GROUP} people, or it would tell of a group that has)",
                before.group
            )?,
        }
    }
    Ok(())
}

fn share(share: Option<&Share>) -> String {
    share.map_or_else(
        || "nothing known".to_owned(),
        |share| {
            format!(
                "{:.1} % ({} of {}, {:.1} to {:.1})",
                share.share * 100.0,
                share.hits,
                share.of,
                share.low * 100.0,
                share.high * 100.0
            )
        },
    )
}
