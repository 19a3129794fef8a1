//! The thread that locks the screen when nobody is at work. When that is, the app decides; this only asks it.

use std::sync::Arc;
use std::time::Duration;

use suar_api::{App, Topic};
use tauri::AppHandle;

use crate::window;

/// How often the app is asked: the screen locks at most this much later than it should.
const LOOK: Duration = Duration::from_secs(1);

/// Starts the thread; it ends with the process.
pub fn start(handle: AppHandle, app: Arc<App>) {
    std::thread::spawn(move || {
        loop {
            std::thread::park_timeout(LOOK);
            match suar_api::handle::guarded("idle", || suar_api::lock_if_idle(&app)) {
                Ok(true) => window::changed(&handle, &[Topic::Session]),
                Ok(false) => {}
                Err(error) => tracing::warn!(code = ?error.code, "locking failed"),
            }
        }
    });
}
