//! Sending to the hub: status, one attempt, enrolment.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use suar_domain::operation::Permit;
use suar_domain::user::Permission;
use suar_sync::{SyncClient, SyncProblem, SyncState, SyncStatus};

use crate::App;
use crate::error::AppError;

/// The exchange of one session. It ends with the session, also in the middle of an attempt: an attempt holds the
/// registry, and with it the key.
#[derive(Default)]
pub(crate) struct Exchange {
    client: Mutex<Client>,
    /// Held for as long as the hub is spoken to.
    line: Mutex<()>,
}

#[derive(Default)]
enum Client {
    /// Made when first needed.
    #[default]
    NotYet,
    Ready(Arc<SyncClient>),
    /// The session is over.
    Over,
}

impl Exchange {
    fn client(&self) -> Result<Arc<SyncClient>, AppError> {
        let mut state = self.state();
        match &*state {
            Client::Ready(client) => Ok(Arc::clone(client)),
            Client::Over => Err(AppError::Locked),
            Client::NotYet => {
                let client = Arc::new(SyncClient::new()?);
                *state = Client::Ready(Arc::clone(&client));
                Ok(client)
            }
        }
    }

    /// Stops an attempt under way and lets no other begin. Does not wait.
    pub(crate) fn end(&self) {
        if let Client::Ready(client) = std::mem::replace(&mut *self.state(), Client::Over) {
            client.stop();
        }
    }

    /// The line to the hub, once nobody else speaks.
    fn line(&self) -> MutexGuard<'_, ()> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The line to the hub, when nobody else speaks now: a hub that is slow to answer keeps one caller waiting.
    fn free_line(&self) -> Option<MutexGuard<'_, ()>> {
        match self.line.try_lock() {
            Ok(line) => Some(line),
            Err(TryLockError::Poisoned(line)) => Some(line.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn state(&self) -> MutexGuard<'_, Client> {
        // Replaced as a whole: a panic elsewhere leaves it as it was.
        self.client.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the officer sees of the exchange.
#[derive(Debug, Clone)]
pub struct ExchangeStatus {
    /// State and figures.
    pub status: SyncStatus,
    /// Address of the hub, once enrolled.
    pub hub: Option<String>,
}

impl App {
    /// How the exchange stands. Never waits for an attempt under way.
    pub fn sync_status(&self) -> Result<ExchangeStatus, AppError> {
        let desk = self.desk()?;
        let mut status = desk.exchange.client()?.status(desk.registry())?;
        // A client remembers its own attempts only; what the hub has confirmed is on the disk.
        status.last_ok = status.last_ok.max(desk.registry.last_receipt_at()?);
        let hub = desk.registry.hub_link()?.map(|link| link.url);
        Ok(ExchangeStatus { status, hub })
    }

    /// Asks the hub where it stands and sends what it lacks, now, whatever the schedule says: a hub that was restored
    /// from a backup lacks more than what waits. While an attempt is under way there is no other, and the status says
    /// so.
    pub fn sync_now(&self) -> Result<ExchangeStatus, AppError> {
        let desk = self.desk()?;
        let client = desk.exchange.client()?;
        let Some(line) = desk.exchange.free_line() else {
            return self.sync_status();
        };
        // A failed attempt is part of the status, with its code; it is not an error of the button.
        match apart(|| client.compare(desk.registry(), desk.now)) {
            Ok(_) | Err(SyncProblem::NotEnrolled) => {}
            Err(SyncProblem::Registry(error)) => return Err(SyncProblem::Registry(error).into()),
            Err(_) => {}
        }
        drop(line);
        self.sync_status()
    }

    /// Sends when an attempt is due and something waits, and once an hour whatever waits; tells whether anything
    /// was tried.
    pub fn sync_if_due(&self) -> Result<bool, AppError> {
        let desk = self.desk()?;
        let client = desk.exchange.client()?;
        if desk.registry.hub_link()?.is_none() || !client.is_due(desk.now) {
            return Ok(false);
        }
        let compare = client.is_compare_due(desk.now);
        if !compare && desk.registry.waiting()?.lines == 0 {
            return Ok(false);
        }
        let Some(_line) = desk.exchange.free_line() else {
            return Ok(false);
        };
        let attempt = apart(|| {
            if compare {
                client.compare(desk.registry(), desk.now)
            } else {
                client.push(desk.registry(), desk.now)
            }
        });
        match attempt {
            Err(SyncProblem::Stopped) => Err(AppError::Locked),
            Err(SyncProblem::Registry(error)) => Err(SyncProblem::Registry(error).into()),
            _ => Ok(true),
        }
    }

    /// Something new waits: the next attempt need not wait for the schedule of a quiet hub.
    pub(crate) fn something_waits(&self) {
        let Ok(desk) = self.desk() else { return };
        // Not under the guard: a status may have to wait for a write, and locking must not.
        let client = match &*desk.exchange.state() {
            Client::Ready(client) => Arc::clone(client),
            Client::NotYet | Client::Over => return,
        };
        if let Ok(status) = client.status(desk.registry())
            && !matches!(status.state, SyncState::Offline)
        {
            client.wake();
        }
    }

    /// Enrols this computer with a supervisor's one-time code, once an attempt under way has ended.
    pub fn enroll(&self, url: &str, code: &str) -> Result<ExchangeStatus, AppError> {
        let desk = self.desk()?;
        Permit::ask(desk.user.id, desk.user.role, Permission::Enroll)?;
        // Codes are made for an office; at the hub, an office has the name of its port.
        let office = self.session().settings.port.to_uppercase();
        if office.is_empty() {
            return Err(AppError::Empty { field: "port" });
        }
        let client = desk.exchange.client()?;
        let line = desk.exchange.line();
        match apart(|| client.enroll(desk.registry(), url.trim(), code.trim(), &office)) {
            Err(SyncProblem::Stopped) => return Err(AppError::Locked),
            other => other?,
        };
        drop(line);
        self.sync_now()
    }
}

/// Runs an exchange on a thread of its own. The client blocks on a runtime of its own, which the threads of another
/// runtime (the shell runs its commands on such) do not allow.
fn apart<T: Send>(
    exchange: impl FnOnce() -> Result<T, SyncProblem> + Send,
) -> Result<T, SyncProblem> {
    std::thread::scope(|scope| scope.spawn(exchange).join()).unwrap_or(Err(SyncProblem::Setup))
}
