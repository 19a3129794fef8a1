//! The exchange for callers that are not asynchronous: the app's worker thread, scripts, tests.
//!
//! Owns a small runtime, the connection, and what is remembered between attempts. Methods block; they must not be
//! called from inside another asynchronous runtime's task. [`SyncClient::status`], [`SyncClient::wake`] and
//! [`SyncClient::stop`] never wait for an attempt under way.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use suar_domain::time::Instant;
use suar_registry::HubLink;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

use crate::address::HubAddress;
use crate::http::HttpHub;
use crate::outbox::Outbox;
use crate::problem::SyncProblem;
use crate::runner::{PushOutcome, Session, push_once};
use crate::schedule::{Backoff, Pause};
use crate::status::{Known, SyncStatus};

/// Pause between two attempts when all is well: the greeting also tells that the hub is there.
const QUIET_PAUSE: Duration = Duration::from_secs(60);
/// After this long, where the hub stands is asked even when nothing waits: it may have been restored from a backup.
const COMPARE_PAUSE: Duration = Duration::from_secs(60 * 60);

/// Sends what waits to the hub.
pub struct SyncClient {
    // Always there until the client is dropped; taken out then, to end without waiting.
    runtime: Option<Runtime>,
    // Held for a whole attempt: two at once would only repeat each other's work.
    session: Mutex<Session>,
    memory: Mutex<Memory>,
    stopped: watch::Sender<bool>,
}

#[derive(Default)]
struct Memory {
    last_ok: Option<Instant>,
    next_try: Option<Pause>,
    next_compare: Option<Pause>,
    backoff: Backoff,
}

impl Drop for SyncClient {
    /// Ends without waiting: a client may be dropped on a thread of another runtime, where waiting is not allowed.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl SyncClient {
    /// A client that has not tried yet.
    pub fn new() -> Result<Self, SyncProblem> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|_| SyncProblem::Setup)?;
        Ok(Self {
            runtime: Some(runtime),
            session: Mutex::default(),
            memory: Mutex::default(),
            stopped: watch::Sender::new(false),
        })
    }

    /// Sends everything that waits, now; `now` is this computer's time.
    pub fn push<O: Outbox>(&self, outbox: &O, now: Instant) -> Result<PushOutcome, SyncProblem> {
        self.push_with(outbox, now, |_| ())
    }

    /// Asks the hub where it stands, whatever was known, and sends everything that it lacks: what waits, and what it
    /// has lost.
    pub fn compare<O: Outbox>(&self, outbox: &O, now: Instant) -> Result<PushOutcome, SyncProblem> {
        let result = self.push_with(outbox, now, Session::forget_hub);
        if result.is_ok() {
            lock(&self.memory).next_compare = Some(Pause::new(now, COMPARE_PAUSE));
        }
        result
    }

    fn push_with<O: Outbox>(
        &self,
        outbox: &O,
        now: Instant,
        before: impl FnOnce(&mut Session),
    ) -> Result<PushOutcome, SyncProblem> {
        let mut session = lock(&self.session);
        before(&mut session);
        let result = self.attempt(outbox, &mut session, now);
        drop(session);
        self.remember(&result, now);
        result
    }

    /// Enrols this computer at the hub under `url`, with the supervisor's code for an office.
    pub fn enroll<O: Outbox>(
        &self,
        outbox: &O,
        url: &str,
        code: &str,
        office: &str,
    ) -> Result<HubLink, SyncProblem> {
        let address = HubAddress::parse(url)?;
        let _line = lock(&self.session);
        let hub = HttpHub::new(address.clone())?;
        let link = self.block_on(crate::enroll::enroll(outbox, &hub, &address, code, office))?;
        self.wake();
        Ok(link)
    }

    /// Whether an attempt is due: at the start, after [`SyncClient::wake`], and when the last pause is over.
    pub fn is_due(&self, now: Instant) -> bool {
        !self.is_sending() && is_over(&mut lock(&self.memory).next_try, now)
    }

    /// Whether [`SyncClient::compare`] is due: at the start, then once an hour.
    pub fn is_compare_due(&self, now: Instant) -> bool {
        !self.is_sending() && is_over(&mut lock(&self.memory).next_compare, now)
    }

    /// Try at the next opportunity: something was written, the network came back, or a person asked.
    pub fn wake(&self) {
        let mut memory = lock(&self.memory);
        memory.next_try = None;
        memory.backoff.reset();
    }

    /// Stops: an attempt under way ends at its next step, and there will be no other. What was confirmed before stays
    /// confirmed.
    pub fn stop(&self) {
        self.stopped.send_replace(true);
    }

    /// What the officer sees.
    pub fn status<O: Outbox>(&self, outbox: &O) -> Result<SyncStatus, SyncProblem> {
        let known = Known {
            enrolled: outbox.hub_link()?.is_some(),
            waiting: outbox.waiting()?,
            note: outbox.last_sync_note()?,
            ..self.remembered()
        };
        // After a restart the note is all that is known of the last success.
        let ok_note = known
            .note
            .as_ref()
            .filter(|note| note.code == crate::status::OK)
            .map(|note| note.at);
        let last_ok = known.last_ok.or(ok_note);
        Ok(Known { last_ok, ..known }.into())
    }

    fn is_sending(&self) -> bool {
        matches!(self.session.try_lock(), Err(TryLockError::WouldBlock))
    }

    fn block_on<T>(
        &self,
        work: impl Future<Output = Result<T, SyncProblem>>,
    ) -> Result<T, SyncProblem> {
        let runtime = self.runtime.as_ref().ok_or(SyncProblem::Setup)?;
        let mut stopped = self.stopped.subscribe();
        runtime.block_on(async {
            tokio::select! {
                biased;
                _ = stopped.wait_for(|stopped| *stopped) => Err(SyncProblem::Stopped),
                result = work => result,
            }
        })
    }

    fn attempt<O: Outbox>(
        &self,
        outbox: &O,
        session: &mut Session,
        now: Instant,
    ) -> Result<PushOutcome, SyncProblem> {
        let link = outbox.hub_link()?.ok_or(SyncProblem::NotEnrolled)?;
        // A new connection each time: between attempts nobody watches an old one, and on a satellite line it is
        // usually dead without knowing.
        let hub = HttpHub::new(HubAddress::parse(&link.url)?)?;
        self.block_on(push_once(outbox, &hub, now, session))
    }

    fn remember(&self, result: &Result<PushOutcome, SyncProblem>, now: Instant) {
        let mut memory = lock(&self.memory);
        let pause = match result {
            Ok(_) => {
                memory.last_ok = Some(now);
                memory.backoff.reset();
                QUIET_PAUSE
            }
            Err(problem) => memory.backoff.failed(random(), problem.retry_after_s()),
        };
        memory.next_try = Some(Pause::new(now, pause));
    }

    fn remembered(&self) -> Known {
        let memory = lock(&self.memory);
        Known {
            sending: self.is_sending(),
            last_ok: memory.last_ok,
            next_try: memory.next_try.map(Pause::end),
            ..Known::default()
        }
    }
}

/// Whether there is no pause, or none any more.
fn is_over(pause: &mut Option<Pause>, now: Instant) -> bool {
    pause.as_mut().is_none_or(|pause| pause.is_over(now))
}

/// Without random numbers the pause is the shortest one, which is safe for a single computer.
fn random() -> u64 {
    getrandom::u64().unwrap_or(0)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What is kept here is valid after any panic: at worst an old pace or pause.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
