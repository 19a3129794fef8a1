//! The thread that works through what waits: people to be judged again, and what is to be sent when an attempt is due.

use std::sync::Arc;
use std::time::Duration;

use suar_api::{App, Topic};
use tauri::AppHandle;

use crate::window;

/// How often the schedule is asked. Asking costs one query; the schedule decides.
const LOOK: Duration = Duration::from_secs(1);

/// Starts the thread; it ends with the process.
pub fn start(handle: AppHandle, app: Arc<App>) {
    std::thread::spawn(move || {
        let mut said = false;
        loop {
            std::thread::park_timeout(LOOK);
            match suar_api::handle::guarded("judge", || suar_api::judge_waiting(&app)) {
                Ok(true) => window::changed(&handle, &[Topic::Sailing, Topic::Alert]),
                Ok(false) => said = false,
                // It is tried again every second, and said once.
                Err(error) if !said => {
                    said = true;
                    tracing::warn!(code = ?error.code, reference = ?error.reference, "judging again failed");
                }
                Err(_) => {}
            }
            match suar_api::handle::guarded("send", || suar_api::send_if_due(&app)) {
                Ok(true) => window::changed(&handle, &[Topic::Sync, Topic::Screening]),
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!(code = ?error.code, reference = ?error.reference, "sending failed")
                }
            }
        }
    });
}
