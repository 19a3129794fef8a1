//! Sending to the hub: status, one attempt, enrolment. Before anything is sent, whether the audit is whole.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use suar_domain::operation::Permit;
use suar_domain::user::Permission;
use suar_registry::{AuditPosition, Registry, RegistryError};
use suar_sync::{SyncClient, SyncProblem, SyncState, SyncStatus};

use crate::App;
use crate::error::AppError;

/// The exchange of one session. It ends with the session, also in the middle of an attempt: an attempt holds the
/// registry, and with it the key.
#[derive(Default)]
pub(crate) struct Exchange {
    client: Mutex<Client>,
    audit: Mutex<Audit>,
}

/// How far the audit is looked through in this session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Audit {
    #[default]
    NotYet,
    Sound(AuditPosition),
    Whole,
    Damaged,
}

/// Rows of the audit that one look of the schedule goes through.
const AUDIT_ROWS: u32 = 500;
/// Code of a damaged audit in the table of errors.
const AUDIT_DAMAGED: &str = "registryDamaged";

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

    fn state(&self) -> MutexGuard<'_, Client> {
        // Replaced as a whole: a panic elsewhere leaves it as it was.
        self.client.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn audit(&self) -> MutexGuard<'_, Audit> {
        self.audit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on looking through the audit, a few rows at a time; tells whether it was just found damaged.
    fn look_through(&self, registry: &Registry) -> bool {
        let mut audit = self.audit();
        let step = match *audit {
            Audit::Whole | Audit::Damaged => return false,
            Audit::NotYet => registry.verified_audit(),
            Audit::Sound(position) => Ok(position),
        }
        .and_then(|position| registry.verify_audit_from(position, AUDIT_ROWS));
        match step {
            Ok(step) if step.finished => *audit = Audit::Whole,
            Ok(step) => *audit = Audit::Sound(step.position),
            Err(RegistryError::Damaged { .. }) => *audit = Audit::Damaged,
            // Looked at again in a moment.
            Err(_) => {}
        }
        *audit == Audit::Damaged
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
        if *desk.exchange.audit() == Audit::Damaged {
            status.state = SyncState::NeedsHelp(AUDIT_DAMAGED.to_owned());
        }
        let hub = desk.registry.hub_link()?.map(|link| link.url);
        Ok(ExchangeStatus { status, hub })
    }

    /// Asks the hub where it stands and sends what it lacks, now, whatever the schedule says: a hub that was restored
    /// from a backup lacks more than what waits.
    pub fn sync_now(&self) -> Result<ExchangeStatus, AppError> {
        let desk = self.desk()?;
        let client = desk.exchange.client()?;
        // A failed attempt is part of the status, with its code; it is not an error of the button.
        match apart(|| client.compare(desk.registry(), desk.now)) {
            Ok(_) | Err(SyncProblem::NotEnrolled) => {}
            Err(SyncProblem::Registry(error)) => return Err(SyncProblem::Registry(error).into()),
            Err(_) => {}
        }
        self.sync_status()
    }

    /// Sends when an attempt is due and something waits, and once an hour whatever waits; looks on through the audit.
    /// Tells whether there is something new to show.
    pub fn sync_if_due(&self) -> Result<bool, AppError> {
        let desk = self.desk()?;
        let client = desk.exchange.client()?;
        let found = desk.exchange.look_through(desk.registry());
        if desk.registry.hub_link()?.is_none() || !client.is_due(desk.now) {
            return Ok(found);
        }
        let compare = client.is_compare_due(desk.now);
        if !compare && desk.registry.waiting()?.lines == 0 {
            return Ok(found);
        }
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

    /// Enrols this computer with a supervisor's one-time code.
    pub fn enroll(&self, url: &str, code: &str) -> Result<ExchangeStatus, AppError> {
        let desk = self.desk()?;
        Permit::ask(desk.user.id, desk.user.role, Permission::Enroll)?;
        // Codes are made for an office; at the hub, an office has the name of its port.
        let office = self.session().settings.port.to_uppercase();
        if office.is_empty() {
            return Err(AppError::Empty { field: "port" });
        }
        let client = desk.exchange.client()?;
        match apart(|| client.enroll(desk.registry(), url.trim(), code.trim(), &office)) {
            Err(SyncProblem::Stopped) => return Err(AppError::Locked),
            other => other?,
        };
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
