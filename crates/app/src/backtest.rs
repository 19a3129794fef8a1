//! What would another pack have said? Every stored departure judged by two packs, before one of them is put in force.
//!
//! What must hold: the registry is only read; memory does not grow with it; it can be stopped at any moment; nothing
//! of a person leaves but ids and counts, and small groups not even as counts.
//!
//! Not here: deciding. A pack that catches more and alarms more may be worse: people weigh that.

mod interval;
mod report;
mod tally;

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use suar_domain::document::Sex;
use suar_domain::id::DepartureId;
use suar_domain::pack::PackHash;
use suar_domain::time::Instant;
use suar_registry::key::SlotFile;
use suar_registry::{Registry, RegistryError, StoredCase, StoredWords};
use suar_rules::Pack;

use crate::error::AppError;
use crate::pack::{InForce, PackProblem, Rules, Shelf};
use crate::screening;

pub use interval::{GroupShare, SMALLEST_GROUP, Share, masked};
pub use report::{Report, SailingLoad, Side, Sides, SignShare};
use tally::{Said, Seen, Tally};

/// Departures read at a time.
const PAGE: u32 = 512;
/// Threads that judge: both processors of an office computer.
const THREADS: usize = 2;

/// How to count.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Alerts that a sailing can bear. One is 0.25 % of a ferry with 400 people, the share of `lindungi` that the
    /// vocabulary's simulated flow calls the load to keep.
    pub budget: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { budget: 1 }
    }
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum BacktestProblem {
    /// It was stopped.
    #[error("the back-test was stopped")]
    Cancelled,
    /// The registry cannot be read.
    #[error(transparent)]
    App(#[from] AppError),
    /// A pack cannot be used.
    #[error(transparent)]
    Pack(#[from] PackProblem),
}

impl From<RegistryError> for BacktestProblem {
    fn from(error: RegistryError) -> Self {
        Self::App(error.into())
    }
}

/// A registry opened to look back over it.
pub struct Stored {
    registry: Registry,
    shelf: Shelf,
}

impl Stored {
    /// Opens the registry in a folder with the passphrase of any of its accounts.
    ///
    /// # Errors
    /// There is none, it is open elsewhere, or no account has this passphrase.
    pub fn open(folder: &Path, passphrase: &str, now: Instant) -> Result<Self, BacktestProblem> {
        if !Registry::exists(folder) {
            return Err(RegistryError::Missing.into());
        }
        let accounts = SlotFile::read(folder)?.accounts()?;
        let mut problem = RegistryError::UnknownUser;
        for account in accounts {
            match Registry::unlock(folder, account.user, passphrase, now) {
                Ok(registry) => {
                    let shelf = Shelf::of(folder);
                    return Ok(Self { registry, shelf });
                }
                Err(error @ RegistryError::WrongPassphrase) => problem = error,
                Err(error) => return Err(error.into()),
            }
        }
        Err(problem.into())
    }

    pub(crate) const fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The pack in force there.
    ///
    /// # Errors
    /// The registry or its packs cannot be read.
    pub fn active(&self) -> Result<Rules, BacktestProblem> {
        Ok(InForce::of(&self.registry, &self.shelf)?.active)
    }

    /// A pack that is kept there.
    ///
    /// # Errors
    /// It is not kept, or cannot be used.
    pub fn kept(&self, hash: PackHash) -> Result<Rules, BacktestProblem> {
        Ok(self.shelf.rules(hash)?)
    }

    /// Judges every stored departure with both packs.
    ///
    /// # Errors
    /// The registry cannot be read, or it was stopped.
    pub fn backtest(
        &self,
        active: &Pack,
        new: &Pack,
        options: &Options,
        watch: &Watch<'_>,
    ) -> Result<Report, BacktestProblem> {
        run(&self.registry, [active, new], options, watch)
    }
}

/// How whoever waits follows a back-test, and stops it.
pub struct Watch<'a> {
    /// Set to stop.
    pub stop: &'a AtomicBool,
    /// Told now and then: departures done, and all.
    pub progress: &'a (dyn Fn(u64, u64) + Sync),
}

impl crate::App {
    /// Judges every departure of this registry with a kept pack, beside the one in force.
    ///
    /// # Errors
    /// Nobody is signed in, the pack cannot be used, the registry cannot be read, or it was stopped.
    pub fn backtest(
        &self,
        new: PackHash,
        options: &Options,
        watch: &Watch<'_>,
    ) -> Result<Report, BacktestProblem> {
        let desk = self.desk()?;
        let new = self.shelf.rules(new)?;
        run(&desk.registry, [&desk.rules.active, &new], options, watch)
    }
}

/// Where reading stands.
struct Reading {
    after: Option<DepartureId>,
    finished: bool,
}

fn run(
    registry: &Registry,
    packs: [&Pack; 2],
    options: &Options,
    watch: &Watch<'_>,
) -> Result<Report, BacktestProblem> {
    let words = registry.stored_words()?;
    let all = registry.stored_case_count()?;
    let (reading, done) = (
        Mutex::new(Reading {
            after: None,
            finished: false,
        }),
        AtomicU64::new(0),
    );
    let judge = || -> Result<Tally, BacktestProblem> {
        let mut tally = Tally::default();
        loop {
            if watch.stop.load(Ordering::Relaxed) {
                return Err(BacktestProblem::Cancelled);
            }
            let page = next_page(registry, &reading)?;
            if page.is_empty() {
                return Ok(tally);
            }
            for case in &page {
                match case
                    .as_ref()
                    .ok()
                    .and_then(|case| seen(case, &words, packs))
                {
                    Some(seen) => tally.add(&seen),
                    None => tally.unreadable(),
                }
            }
            let judged = page.len() as u64;
            let before = done.fetch_add(judged, Ordering::Relaxed);
            (watch.progress)(before + judged, all);
        }
    };
    let tallies: Vec<Result<Tally, BacktestProblem>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(judge)).collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, _>| {
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().map(join).collect()
    });
    let mut total = Tally::default();
    for tally in tallies {
        total.merge(tally?);
    }
    let name = |pack: &Pack| (pack.version().to_owned(), pack.hash().to_owned());
    let sides = Sides {
        active: name(packs[0]),
        new: name(packs[1]),
    };
    Ok(total.report(sides, options))
}

type Page = Vec<Result<StoredCase, DepartureId>>;

fn next_page(registry: &Registry, reading: &Mutex<Reading>) -> Result<Page, RegistryError> {
    let mut reading = reading.lock().unwrap_or_else(PoisonError::into_inner);
    if reading.finished {
        return Ok(Vec::new());
    }
    let page = registry.stored_cases(reading.after, PAGE)?;
    reading.finished = page.is_empty();
    if let Some(last) = page.last() {
        reading.after = Some(match last {
            Ok(case) => case.departure,
            Err(id) => *id,
        });
    }
    Ok(page)
}

/// One departure under both packs; none where its record cannot be judged again.
fn seen<'a>(case: &'a StoredCase, words: &StoredWords, packs: [&Pack; 2]) -> Option<Seen<'a>> {
    let basis = case.basis(words).ok()?;
    let asked = screening::case(packs[1], &basis).ok()?;
    let said = |pack: &Pack| {
        // What a pack said once it says again: the stored answer stands for it.
        if pack.hash() == case.pack_hash {
            return Said {
                level: screening::level_of_rules(case.level),
                signs: case.signs.clone(),
            };
        }
        Said::of(&pack.screen_as_is(&asked))
    };
    Some(Seen {
        departure: case.departure,
        sailing: case.sailing,
        sex: case.sex.map_or("unknown", Sex::as_str),
        province: case.province.as_deref().unwrap_or("unknown"),
        outcomes: &case.outcomes,
        active: said(packs[0]),
        new: said(packs[1]),
    })
}

#[cfg(test)]
mod tests;
