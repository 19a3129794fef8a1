//! A computer with packs, for tests.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use suar_domain::pack::{PackHash, PackVersion};
use suar_domain::screening::{AnswerStatus, Level};
use suar_domain::time::Instant;
use suar_rules::SHIPPED_FILES;

use super::PackFile;
use crate::App;
use crate::backtest::Stored;
use crate::screening::TypedOutcome;
use crate::session::FirstRun;

/// 2026-11-24, midnight at the port.
pub(crate) const MIDNIGHT: i64 = 1_795_449_600_000;
pub(crate) const HOUR: i64 = 3_600_000;
const PASSPHRASE: &str = "perahu lewat pagi hari";

pub(crate) struct World {
    pub(crate) app: App,
    now: Arc<AtomicI64>,
    folder: PathBuf,
    /// Taken away with the world, unless somebody else holds the folder.
    temporary: Option<tempfile::TempDir>,
}

impl World {
    /// A new computer.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let world = Self::on(folder.path());
        Self {
            temporary: Some(folder),
            ..world
        }
    }

    /// A new computer whose registry lies in a folder of the caller.
    pub(crate) fn on(folder: &Path) -> Self {
        let world = Self::off(folder);
        world
            .app
            .first_run(FirstRun {
                port: "nunukan",
                counter: "Loket 2".into(),
                name: "Rekaan Tanjung".into(),
                passphrase: PASSPHRASE.into(),
            })
            .expect("a registry");
        world
    }

    /// A computer that was used before.
    pub(crate) fn unlocked(folder: &Path) -> Self {
        let world = Self::off(folder);
        world.unlock();
        world
    }

    fn off(folder: &Path) -> Self {
        let now = Arc::new(AtomicI64::new(MIDNIGHT));
        Self {
            app: app(folder, &now),
            now,
            folder: folder.to_owned(),
            temporary: None,
        }
    }

    fn unlock(&self) {
        let user = self.app.session().accounts[0].account.user;
        self.app.unlock(user, PASSPHRASE).expect("unlocked");
    }

    /// Switches the computer off and keeps its folder.
    pub(crate) fn into_folder(self) -> tempfile::TempDir {
        self.app.lock().expect("locked");
        self.temporary.expect("a folder of its own")
    }

    /// A file of the registry.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join("registry").join(name)
    }

    pub(crate) fn at(&self, hour: i64) {
        self.now.store(MIDNIGHT + hour * HOUR, Ordering::SeqCst);
    }

    /// The same computer after a restart.
    pub(crate) fn restarted(self) -> Self {
        self.app.lock().expect("locked");
        let app = app(&self.folder, &self.now);
        let world = Self { app, ..self };
        world.unlock();
        world
    }

    pub(crate) fn in_force(&self) -> PackVersion {
        self.app.packs().expect("packs").in_force
    }

    /// The registry of this computer, opened to look back over it; nobody is signed in any more.
    pub(crate) fn stored(&self) -> Stored {
        self.app.lock().expect("locked");
        let now = Instant::from_millis(self.now.load(Ordering::SeqCst));
        Stored::open(&self.folder.join("registry"), PASSPHRASE, now).expect("opened")
    }

    /// A person whose passport is held by someone else, at the counter.
    pub(crate) fn talk(&self, document: &str) -> Level {
        let typed = self
            .app
            .type_person(document, Some("REKAAN CONTOH"), Some("1990-02-03"));
        let Ok(TypedOutcome::Opened(counter)) = typed else {
            panic!("a form for someone without a manifest");
        };
        let id = counter.screening.id;
        let answered = self
            .app
            .answer(id, "K3", AnswerStatus::Answered, Some(HELD_BY_OTHERS));
        let level = answered.expect("answered").reasons.level();
        self.app.park(id).expect("set aside");
        level
    }
}

/// The answer to K3 that someone who is no relative holds the passport.
pub(crate) const HELD_BY_OTHERS: &str = "3";

fn app(folder: &Path, now: &Arc<AtomicI64>) -> App {
    let now = Arc::clone(now);
    let clock = Arc::new(move || Instant::from_millis(now.load(Ordering::SeqCst)));
    App::new(folder.join("registry"), clock, Arc::new(|_| ()))
}

/// The shipped pack as `version`, with texts replaced.
pub(crate) fn pack(version: &str, edits: &[(&str, &str, &str)]) -> Vec<PackFile> {
    let version = format!("version = \"{version}\"");
    let files = SHIPPED_FILES.iter().map(|(path, text)| {
        let mut text = text.replace("version = \"1.0.0\"", &version);
        for (file, old, new) in edits {
            if path.ends_with(file) {
                assert!(text.contains(old), "{file} has no {old:?}");
                text = text.replace(old, new);
            }
        }
        ((*path).to_owned(), text)
    });
    files.collect()
}

/// A pack for which a passport in other hands is a weak sign.
pub(crate) fn mild() -> Vec<PackFile> {
    let adult = "strength_adult = \"medium\"\nstrength_child = \"medium\"";
    let case = "expect = \"present\"\nstrength = \"medium\"";
    pack(
        "2.0.0",
        &[
            (
                "TIP-12.toml",
                adult,
                "strength_adult = \"weak\"\nstrength_child = \"weak\"",
            ),
            (
                "TIP-12.toml",
                case,
                "expect = \"present\"\nstrength = \"weak\"",
            ),
        ],
    )
}

pub(crate) fn kept(world: &World, files: &[PackFile]) -> PackHash {
    world.app.keep_pack_files(files).expect("kept").hash
}
