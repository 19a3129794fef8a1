//! A computer with its registry folder, an officer, and a clock that can be moved.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use suar_app::App;
use suar_app::session::FirstRun;
use suar_domain::id::UserId;
use suar_domain::time::Instant;
use suar_registry::Registry;

pub const PASSPHRASE: &str = "perahu lewat pagi hari";
const MINUTE_MS: i64 = 60 * 1000;

pub struct Computer {
    pub app: App,
    pub folder: tempfile::TempDir,
    now: Arc<AtomicI64>,
}

impl Computer {
    /// After its first run, signed in.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // 2026-03-02 08:00 WITA.
        let now = Arc::new(AtomicI64::new(1_772_409_600_000));
        let app = app(folder.path(), &now);
        let first = FirstRun {
            port: "tarakan",
            counter: "Loket 2".into(),
            name: "Rekaan Tanjung".into(),
            passphrase: PASSPHRASE.into(),
        };
        app.first_run(first).expect("a registry");
        Self { app, folder, now }
    }

    /// The app ends, locked or not, and is started again.
    pub fn started_again(self) -> Self {
        let Self { app, folder, now } = self;
        drop(app);
        let app = self::app(folder.path(), &now);
        Self { app, folder, now }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn now(&self) -> Instant {
        Instant::from_millis(self.now.load(Ordering::SeqCst))
    }

    pub fn pass_minutes(&self, minutes: i64) {
        self.now.fetch_add(minutes * MINUTE_MS, Ordering::SeqCst);
    }

    pub fn officer(&self) -> UserId {
        self.app.session().accounts[0].account.user
    }

    pub fn unlock(&self) {
        self.app
            .unlock(self.officer(), PASSPHRASE)
            .expect("unlocked");
    }

    /// What lies beneath, while the app is locked.
    pub fn registry(&self) -> Registry {
        Registry::unlock(self.path(), self.officer(), PASSPHRASE, self.now()).expect("opens")
    }
}

fn app(folder: &Path, now: &Arc<AtomicI64>) -> App {
    let now = Arc::clone(now);
    App::new(
        folder,
        Arc::new(move || Instant::from_millis(now.load(Ordering::SeqCst))),
        Arc::new(|_| ()),
    )
}
