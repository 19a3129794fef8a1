//! What people do with Suar: unlock it, import a manifest, talk with a person, decide, answer an alert, send.
//!
//! An [`App`] is one computer. It holds the registry while an officer is signed in and forgets it, key included,
//! when the screen is locked. Every change goes through a permit and the registry's one door.
//!
//! Not here: Tauri, SQL, shapes for the page. The clock is handed in.

pub mod alert;
pub mod audit;
pub mod backtest;
pub mod case;
mod error;
mod held;
mod idle;
pub mod import;
pub mod manifest;
pub mod near;
pub mod pack;
pub mod relation;
pub mod sailing;
pub mod screening;
pub mod session;
pub mod sync;
pub mod text;
pub mod watchlist;

use std::collections::HashMap;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use suar_domain::manifest::ReadManifest;
use suar_domain::operation::{Operation, Permit};
use suar_domain::time::Instant;
use suar_domain::user::User;
use suar_registry::Registry;
use suar_rules::Pack;
use uuid::Uuid;

pub use error::AppError;
use held::Held;
use idle::Idle;
pub use suar_registry::RegistryError;
pub use suar_sync::{SyncProblem, SyncState};

/// The moment that it is.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// Something that an officer must be told outside the window. It carries nothing about the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notice {
    /// A person needs a second officer.
    SecondOfficer,
    /// A person asked to talk.
    Talk,
}

/// Receives notices, in the middle of a step: it must neither wait nor call the app.
pub type Notify = Arc<dyn Fn(Notice) + Send + Sync>;

/// One computer with Suar on it.
pub struct App {
    folder: PathBuf,
    clock: Clock,
    notify: Notify,
    parsing: import::Parsing,
    state: Mutex<Option<Open>>,
    /// Tells while a registry that was locked is still being closed: a step that was running ends first.
    closing: Mutex<Weak<()>>,
    /// Held by a step that judges people: see [`Turn`].
    turn: Mutex<()>,
    /// Held while the settings are read, changed and written.
    settings: Mutex<()>,
    pub(crate) shelf: pack::Shelf,
}

/// What exists only while an officer is signed in.
pub(crate) struct Open {
    registry: Arc<Held>,
    exchange: Arc<sync::Exchange>,
    user: User,
    pub(crate) rules: pack::InForce,
    readings: HashMap<String, Reading>,
    restored: bool,
    /// A form is open at the counter.
    unfinished: bool,
    idle: Idle,
}

/// A file that was read and not yet imported.
#[derive(Clone)]
pub(crate) struct Reading {
    file_name: String,
    manifest: Arc<ReadManifest>,
}

/// An officer at work: the registry and who acts.
#[derive(Clone)]
pub(crate) struct Desk {
    pub registry: Arc<Held>,
    pub exchange: Arc<sync::Exchange>,
    pub user: User,
    pub rules: pack::InForce,
    pub now: Instant,
    pub notify: Notify,
}

/// An officer at work whose step is the only one that judges people, from what it reads to what it writes.
///
/// A level follows from everything that is known. Of two answers that come at once, each judged without the other,
/// neither would see a sign that only both make. What only reads needs no turn, and locking never waits for one.
pub(crate) struct Turn<'a> {
    desk: Desk,
    _alone: MutexGuard<'a, ()>,
}

impl Deref for Turn<'_> {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl App {
    /// Suar with its registry in `folder`, which need not exist yet.
    pub fn new(folder: impl Into<PathBuf>, clock: Clock, notify: Notify) -> Self {
        let folder = folder.into();
        Self {
            shelf: pack::Shelf::of(&folder),
            folder,
            clock,
            notify,
            parsing: import::Parsing::here(),
            state: Mutex::new(None),
            closing: Mutex::default(),
            turn: Mutex::default(),
            settings: Mutex::default(),
        }
    }

    /// The same, with files parsed elsewhere than in this process.
    #[must_use]
    pub fn parsing(self, parsing: import::Parsing) -> Self {
        Self { parsing, ..self }
    }

    /// Where the registry lives.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The moment that it is.
    pub fn now(&self) -> Instant {
        (self.clock)()
    }

    fn state(&self) -> MutexGuard<'_, Option<Open>> {
        // A panic while the state was held cannot leave it half changed: it is replaced as a whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The officer at work.
    ///
    /// # Errors
    /// [`AppError::Locked`] when nobody is signed in.
    pub(crate) fn desk(&self) -> Result<Desk, AppError> {
        let desk = self.desk_now()?;
        Ok(self.begin_planned(desk))
    }

    /// The officer at work, once the step before has ended. Never asked for twice in one step: it would wait for itself.
    ///
    /// # Errors
    /// [`AppError::Locked`] when nobody is signed in, or not any more when the turn comes.
    pub(crate) fn turn(&self) -> Result<Turn<'_>, AppError> {
        // It guards no value: a step that panicked has written everything or nothing.
        let alone = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Turn {
            desk: self.desk()?,
            _alone: alone,
        })
    }

    /// The officer at work, whatever is planned.
    pub(crate) fn desk_now(&self) -> Result<Desk, AppError> {
        let state = self.state();
        let open = state.as_ref().ok_or(AppError::Locked)?;
        Ok(Desk {
            registry: Arc::clone(&open.registry),
            exchange: Arc::clone(&open.exchange),
            user: open.user.clone(),
            rules: open.rules.clone(),
            now: self.now(),
            notify: Arc::clone(&self.notify),
        })
    }
}

impl Desk {
    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Asks for a permit and makes the change.
    pub(crate) fn write(&self, operation: &Operation) -> Result<(), AppError> {
        let permit = Permit::ask(self.user.id, self.user.role, operation.permission())?;
        let sayings = self.rules.sayings(operation);
        Ok(self
            .registry
            .write_beside(&permit, self.now, operation, &sayings)?)
    }
}

/// The rules that Suar ships: their vocabulary is that of every pack.
pub fn rules() -> Result<&'static Pack, AppError> {
    Pack::builtin().map_err(|_| AppError::RulesInvalid)
}

/// A new identity, in order of time.
pub(crate) fn new_id() -> Uuid {
    Uuid::now_v7()
}
