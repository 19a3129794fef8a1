//! What every story needs: a world with a display, a desktop and a hub; the app in it; an officer's hands.

mod app;
mod gate;
mod hub;
mod manifest;
mod mrz;
mod notifications;
mod officer;
mod world;

pub use app::App;
pub use gate::Gate;
pub use hub::Hub;
pub use manifest::{departing_today, sample};
pub use mrz::passport;
pub use world::World;

use std::path::PathBuf;
use std::time::Duration;

/// How long anything may take before a story fails: generous, because two stories share two processors.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A program of this workspace, built beside the test.
pub fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("the test knows its own place");
    let folder = test
        .ancestors()
        .nth(2)
        .expect("tests lie in deps, programs one folder above");
    let file = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        file.is_file(),
        "{} is built: run `cargo build --workspace` first",
        file.display()
    );
    file
}

/// Where pictures go: `shots` in the build folder.
pub fn shots() -> PathBuf {
    let test = std::env::current_exe().expect("the test knows its own place");
    test.ancestors()
        .nth(3)
        .expect("below the build folder")
        .join("shots")
}

/// Asks again and again until there is an answer; fails the story with `what` when there is none in time.
pub async fn until<T, F>(what: &str, mut ask: impl FnMut() -> F) -> T
where
    F: Future<Output = Option<T>>,
{
    let start = std::time::Instant::now();
    let mut pause = tokio::time::interval(Duration::from_millis(50));
    loop {
        pause.tick().await;
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(
            start.elapsed() < PATIENCE,
            "{what}: not within {} s",
            PATIENCE.as_secs()
        );
    }
}
