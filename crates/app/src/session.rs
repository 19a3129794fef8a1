//! Who acts: first run, unlocking, locking, settings that are needed before anyone signs in.

use std::collections::HashMap;
use std::sync::Arc;
use suar_domain::id::UserId;
use suar_domain::sensitive::Sensitive;
use suar_domain::user::{Role, User};
pub use suar_registry::key::Account;
use suar_registry::key::SlotFile;
pub use suar_registry::settings::Settings;
use suar_registry::{NewRegistry, Registry, RegistryError};
use uuid::Uuid;

use crate::error::AppError;
use crate::pack::{InForce, PackProblem};
use crate::{App, Open, new_id};

/// Shortest passphrase, in characters (security.md V6.2: officers at least 12).
pub const PASSPHRASE_MIN: usize = 12;
const NAME_MAX: usize = 100;
const COUNTER_MAX: usize = 40;

/// What is known about the session, also while locked.
#[derive(Debug)]
pub struct Session {
    /// Which screen comes first.
    pub phase: Phase,
    /// The registry holds fictional data for training.
    pub training: bool,
    /// Accounts that can unlock this computer.
    pub accounts: Vec<Account>,
    /// Who is signed in.
    pub user: Option<User>,
    /// Seconds until the next attempt of the first account is accepted.
    pub wait_seconds: u32,
    /// Port, counter, language, theme.
    pub settings: Settings,
    /// Why the registry cannot be opened.
    pub problem: Option<AppError>,
}

/// Which screen comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// No registry exists.
    FirstRun,
    /// The key is not in memory.
    Locked,
    /// An officer is signed in.
    Open,
    /// The registry cannot be opened.
    Blocked,
}

/// The first account and the place of this computer.
pub struct FirstRun {
    /// `nunukan` or `tarakan`.
    pub port: &'static str,
    /// Counter name.
    pub counter: String,
    /// The supervisor's name.
    pub name: String,
    /// The passphrase.
    pub passphrase: String,
}

impl App {
    /// What the window shows before anything else. Never fails: a failure is what it shows.
    pub fn session(&self) -> Session {
        let settings = Settings::read(&self.folder);
        let mut session = Session {
            phase: Phase::FirstRun,
            training: false,
            accounts: Vec::new(),
            user: self.state().as_ref().map(|open| open.user.clone()),
            wait_seconds: 0,
            settings,
            problem: None,
        };
        if !Registry::exists(&self.folder) {
            return session;
        }
        match self.read_slots(&mut session) {
            Err(problem) => {
                session.phase = Phase::Blocked;
                session.problem = Some(problem);
            }
            Ok(()) if session.user.is_some() => session.phase = Phase::Open,
            Ok(()) if suar_registry::is_open_elsewhere(&self.folder) => {
                session.phase = Phase::Blocked;
                session.problem = Some(RegistryError::AlreadyOpen.into());
            }
            Ok(()) => session.phase = Phase::Locked,
        }
        session
    }

    fn read_slots(&self, session: &mut Session) -> Result<(), AppError> {
        let slots = SlotFile::read(&self.folder)?;
        session.training = slots.training;
        session.accounts = slots.accounts()?;
        if let Some(account) = session.accounts.first() {
            session.wait_seconds = slots.wait_seconds(account.user, self.now());
        }
        Ok(())
    }

    /// Creates the registry with its supervisor and signs the supervisor in.
    pub fn first_run(&self, first: FirstRun) -> Result<(), AppError> {
        let name = required("name", &first.name, NAME_MAX)?;
        let counter = required("counter", &first.counter, COUNTER_MAX)?;
        if first.passphrase.chars().count() < PASSPHRASE_MIN {
            return Err(AppError::PassphraseShort {
                limit: PASSPHRASE_MIN,
            });
        }
        let user = User {
            id: UserId::from_uuid(new_id()),
            name: Sensitive::new(name),
            role: Role::Supervisor,
        };
        // Before the registry exists: a computer that can be unlocked must know its port.
        let old = Settings::read(&self.folder);
        let settings = Settings {
            port: first.port.into(),
            counter,
            unfinished: false,
            closed: false,
            ..old
        };
        settings.write(&self.folder)?;
        let registry = Registry::create(
            &self.folder,
            NewRegistry {
                user: user.clone(),
                passphrase: &first.passphrase,
                training: false,
                stream: Uuid::new_v4(),
            },
            self.now(),
        )?;
        self.open(registry, user, false)
    }

    /// Signs an officer in.
    pub fn unlock(&self, user: UserId, passphrase: &str) -> Result<(), AppError> {
        if self.state().is_some() {
            return Ok(());
        }
        let registry = Registry::unlock(&self.folder, user, passphrase, self.now())?;
        let user = registry.user(user)?;
        let settings = Settings::read(&self.folder);
        let restored = !settings.closed && registry.open_screening()?.is_some();
        Settings {
            closed: false,
            ..settings
        }
        .write(&self.folder)?;
        self.open(registry, user, restored)
    }

    fn open(&self, registry: Registry, user: User, restored: bool) -> Result<(), AppError> {
        let rules = InForce::of(&registry, &self.shelf).map_err(|problem| match problem {
            PackProblem::App(error) => error,
            _ => AppError::RulesInvalid,
        })?;
        // A courtesy to later years: where the disk refuses, the next start tries again.
        let _ = self.shelf.keep_shipped();
        *self.state() = Some(Open {
            registry: Arc::new(registry),
            user,
            rules,
            readings: HashMap::new(),
            restored,
        });
        self.exchange_reset();
        Ok(())
    }

    /// Locks: the key and everything read with it leave memory. What was answered is on the disk already.
    pub fn lock(&self) -> Result<(), AppError> {
        let Some(open) = self.state().take() else {
            return Ok(());
        };
        let unfinished = open.registry.open_screening()?.is_some();
        drop(open);
        let settings = Settings {
            unfinished,
            closed: true,
            ..Settings::read(&self.folder)
        };
        Ok(settings.write(&self.folder)?)
    }

    /// Changes language and theme; allowed while locked.
    pub fn set_appearance(&self, language: &str, theme: &str) -> Result<(), AppError> {
        let settings = Settings {
            language: language.into(),
            theme: theme.into(),
            ..Settings::read(&self.folder)
        };
        Ok(settings.write(&self.folder)?)
    }

    /// Remembers, outside the encrypted file, whether a form is open, so that the lock screen can say so.
    ///
    /// A courtesy: what it follows is on the disk already, and a disk that refuses this note must not turn a change
    /// that was made into one that failed.
    pub(crate) fn note_unfinished(&self, unfinished: bool) {
        let settings = Settings::read(&self.folder);
        if settings.unfinished != unfinished {
            let noted = Settings {
                unfinished,
                ..settings
            };
            let _ = noted.write(&self.folder);
        }
    }

    /// The open form was found after the app had ended without locking.
    pub(crate) fn restored(&self) -> bool {
        self.state().as_ref().is_some_and(|open| open.restored)
    }

    /// The officer has seen that a form was restored.
    pub(crate) fn forget_restored(&self) {
        if let Some(open) = self.state().as_mut() {
            open.restored = false;
        }
    }
}

/// A trimmed field with content and within its limit.
pub(crate) fn required(field: &'static str, text: &str, limit: usize) -> Result<String, AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AppError::Empty { field });
    }
    if text.chars().count() > limit {
        return Err(AppError::Long { field, limit });
    }
    Ok(text.to_owned())
}
