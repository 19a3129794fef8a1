//! How the window looks, which is kept on this computer and known before anyone has signed in.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why and stops"
)]

use std::path::Path;
use std::sync::Arc;

use suar_api::session::{Appearance, Language, Theme, Zoom};
use suar_api::{App, Instant, handle};

fn app(folder: &Path) -> App {
    let clock = Arc::new(|| Instant::from_millis(1_795_449_600_000));
    App::new(folder.join("registry"), clock, Arc::new(|_| ()))
}

#[test]
fn language_theme_and_zoom_are_as_they_were_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let begun = handle::session_state(&app(folder.path())).expect("a session");
    assert_eq!(
        begun.zoom,
        Zoom::Full,
        "as designed until somebody changes it"
    );
    let wanted = Appearance {
        language: Language::En,
        theme: Theme::Dark,
        zoom: Zoom::Large,
    };
    handle::set_appearance(&app(folder.path()), wanted).expect("kept");
    let later = handle::session_state(&app(folder.path())).expect("a session");
    assert_eq!(
        (later.language, later.theme, later.zoom),
        (Language::En, Theme::Dark, Zoom::Large)
    );
}

#[test]
fn a_zoom_that_is_no_step_is_the_designed_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = folder.path().join("registry");
    std::fs::create_dir_all(&registry).expect("a folder");
    std::fs::write(registry.join("suar.settings.json"), r#"{"zoom": 999}"#).expect("written");
    let session = handle::session_state(&app(folder.path())).expect("a session");
    assert_eq!(session.zoom, Zoom::Full);
}
