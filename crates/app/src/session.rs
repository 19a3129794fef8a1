//! Who acts: first run, unlocking, locking, settings that are needed before anyone signs in.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant as Monotonic};

use suar_domain::id::UserId;
use suar_domain::operation::Permit;
use suar_domain::sensitive::Sensitive;
use suar_domain::user::{Permission, Role, User};
pub use suar_registry::key::Account;
use suar_registry::key::SlotFile;
pub use suar_registry::settings::{Found, IDLE_RANGE, Settings};
use suar_registry::{NewRegistry, Registry, RegistryError};
use uuid::Uuid;

use crate::error::AppError;
use crate::pack::{InForce, PackProblem};
use crate::{App, Held, Idle, Open, new_id};

/// Shortest passphrase, in characters (security.md V6.2: officers at least 12).
pub const PASSPHRASE_MIN: usize = 12;
const NAME_MAX: usize = 100;
const COUNTER_MAX: usize = 40;
/// How long unlocking waits for a step that was running when the screen was locked, such as an import.
const CLOSING: Duration = Duration::from_secs(20);

/// What is known about the session, also while locked.
#[derive(Debug)]
pub struct Session {
    /// Which screen comes first.
    pub phase: Phase,
    /// The registry holds fictional data for training.
    pub training: bool,
    /// Accounts that can unlock this computer.
    pub accounts: Vec<WaitingAccount>,
    /// Who is signed in.
    pub user: Option<User>,
    /// Port, counter, language, theme, zoom.
    pub settings: Settings,
    /// Where the settings were found.
    pub found: Found,
    /// Why the registry cannot be opened.
    pub problem: Option<AppError>,
}

/// An account that can unlock this computer, and its delay after wrong passphrases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingAccount {
    /// The account.
    pub account: Account,
    /// Seconds until its next attempt is accepted; 0 when it is accepted now.
    pub wait_seconds: u32,
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

/// The place of this computer, as a supervisor states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// `nunukan` or `tarakan`.
    pub port: &'static str,
    /// Counter name.
    pub counter: String,
    /// Minutes without activity until the screen locks itself; within [`IDLE_RANGE`].
    pub idle_minutes: u32,
}

impl App {
    /// What the window shows before anything else. Never fails: a failure is what it shows.
    pub fn session(&self) -> Session {
        let (settings, found) = Settings::find(&self.folder);
        let mut session = Session {
            phase: Phase::FirstRun,
            training: false,
            accounts: Vec::new(),
            user: self.state().as_ref().map(|open| open.user.clone()),
            settings,
            found,
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
            // Its lock is this app's own for a moment longer.
            Ok(()) if self.closing().strong_count() > 0 => session.phase = Phase::Locked,
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
        let now = self.now();
        let accounts = slots.accounts()?.into_iter();
        session.accounts = accounts
            .map(|account| WaitingAccount {
                wait_seconds: slots.wait_seconds(account.user, now),
                account,
            })
            .collect();
        Ok(())
    }

    /// Creates the registry with its supervisor and signs the supervisor in.
    pub fn first_run(&self, first: FirstRun) -> Result<(), AppError> {
        let name = required("name", &first.name, NAME_MAX)?;
        let counter = required("counter", &first.counter, COUNTER_MAX)?;
        if passphrase_length(&first.passphrase) < PASSPHRASE_MIN {
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
        self.change_settings(|old| Settings {
            port: first.port.into(),
            counter,
            unfinished: false,
            closed: false,
            ..old
        })?;
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
        self.open(registry, user, false, false)
    }

    /// Signs an officer in. Needs no space on the disk: on a full one a person must still get to the records.
    pub fn unlock(&self, user: UserId, passphrase: &str) -> Result<(), AppError> {
        if self.state().is_some() {
            return Ok(());
        }
        self.wait_until_closed();
        let registry = Registry::unlock(&self.folder, user, passphrase, self.now())?;
        let user = registry.user(user)?;
        let unfinished = registry.open_screening()?.is_some();
        let restored = !Settings::read(&self.folder).closed && unfinished;
        // A note for the next start; without it, a locked screen is at worst taken for a power cut.
        let _ = self.change_settings(|old| Settings {
            closed: false,
            ..old
        });
        self.open(registry, user, restored, unfinished)
    }

    fn open(
        &self,
        registry: Registry,
        user: User,
        restored: bool,
        unfinished: bool,
    ) -> Result<(), AppError> {
        let rules = InForce::of(&registry, &self.shelf).map_err(|problem| match problem {
            PackProblem::App(error) => error,
            _ => AppError::RulesInvalid,
        })?;
        // A courtesy to later years: where the disk refuses, the next start tries again.
        let _ = self.shelf.keep_shipped();
        *self.state() = Some(Open {
            registry: Arc::new(Held::new(registry)),
            exchange: Arc::default(),
            user,
            rules,
            readings: HashMap::new(),
            restored,
            unfinished,
            idle: Idle::since(self.now()),
        });
        Ok(())
    }

    /// Locks: from here on nothing can be read, and the key leaves memory as soon as the steps that are running have
    /// ended; one that sends is stopped. What was answered is on the disk already.
    ///
    /// # Errors
    /// None today. A disk that refuses the note for the lock screen does not keep the screen open.
    pub fn lock(&self) -> Result<(), AppError> {
        let mut state = self.state();
        let Some(open) = state.take() else {
            return Ok(());
        };
        *self.closing() = open.registry.mark();
        drop(state);
        open.exchange.end();
        let unfinished = open.unfinished;
        drop(open);
        let _ = self.change_settings(|old| Settings {
            unfinished,
            closed: true,
            ..old
        });
        Ok(())
    }

    fn closing(&self) -> MutexGuard<'_, Weak<()>> {
        // Replaced as a whole: a panic elsewhere leaves it as it was.
        self.closing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the registry of the session before is closed. After [`CLOSING`] unlocking is tried all the same,
    /// and says that the registry is open.
    fn wait_until_closed(&self) {
        const LOOK: Duration = Duration::from_millis(10);
        let start = Monotonic::now();
        while self.closing().strong_count() > 0 && start.elapsed() < CLOSING {
            std::thread::park_timeout(LOOK);
        }
    }

    /// Changes the settings: one change after the other, so that none undoes another.
    fn change_settings(&self, change: impl FnOnce(Settings) -> Settings) -> Result<(), AppError> {
        let _turn = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        let old = Settings::read(&self.folder);
        Ok(change(old).write(&self.folder)?)
    }

    /// States the place of this computer, or corrects it: also when the settings were lost, because a guessed port
    /// would put people on the wrong sailing.
    pub fn set_office(&self, office: Office) -> Result<(), AppError> {
        let desk = self.desk()?;
        Permit::ask(desk.user.id, desk.user.role, Permission::Configure)?;
        let counter = required("counter", &office.counter, COUNTER_MAX)?;
        if !IDLE_RANGE.contains(&office.idle_minutes) {
            return Err(AppError::BadRequest {
                what: "idleMinutes",
            });
        }
        self.change_settings(|old| Settings {
            port: office.port.into(),
            counter,
            idle_minutes: office.idle_minutes,
            ..old
        })
    }

    /// Changes language, theme and zoom, in percent; allowed while locked.
    pub fn set_appearance(&self, language: &str, theme: &str, zoom: u16) -> Result<(), AppError> {
        self.change_settings(|old| Settings {
            language: language.into(),
            theme: theme.into(),
            zoom,
            ..old
        })
    }

    /// Remembers, outside the encrypted file, whether a form is open, so that the lock screen can say so.
    ///
    /// A courtesy: what it follows is on the disk already, and a disk that refuses this note must not turn a change
    /// that was made into one that failed.
    pub(crate) fn note_unfinished(&self, unfinished: bool) {
        if let Some(open) = self.state().as_mut() {
            open.unfinished = unfinished;
        }
        if Settings::read(&self.folder).unfinished != unfinished {
            let _ = self.change_settings(|old| Settings { unfinished, ..old });
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

/// How long a passphrase is to whoever guesses: one character repeated in a row counts once, and spaces around it do
/// not count.
fn passphrase_length(passphrase: &str) -> usize {
    let mut before = None;
    passphrase
        .trim()
        .chars()
        .filter(|&c| before.replace(c) != Some(c))
        .count()
}

/// A trimmed field with content and within its limit.
pub(crate) fn required(field: &'static str, text: &str, limit: usize) -> Result<String, AppError> {
    let text = optional(field, text, limit)?;
    if text.is_empty() {
        return Err(AppError::Empty { field });
    }
    Ok(text)
}

/// A text that may be empty, trimmed.
pub(crate) fn optional(field: &'static str, text: &str, limit: usize) -> Result<String, AppError> {
    let text = text.trim();
    if text.chars().count() > limit {
        return Err(AppError::Long { field, limit });
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_as_long_as_it_is_to_whoever_guesses() {
        for (passphrase, length) in [
            ("            ", 0),
            ("aaaaaaaaaaaa", 1),
            ("  kapal pagi  ", 10),
            ("kapal berangkat", 15),
        ] {
            assert_eq!(passphrase_length(passphrase), length, "{passphrase:?}");
        }
    }
}
