//! The log: what happened, never to whom.
//!
//! It is a file in the registry's folder, replaced at each start and limited by what is logged: start, failures by
//! code, panics by place. The message of a panic is not written, because it may hold anything.

use std::fs::File;
use std::path::Path;
use std::sync::Mutex;

/// Starts the log. Without a folder to write to, the app works without one.
pub fn start(folder: &Path) {
    if std::fs::create_dir_all(folder).is_ok()
        && let Ok(file) = File::create(folder.join("suar.log"))
    {
        let log = tracing_subscriber::fmt()
            .with_writer(Mutex::new(file))
            .with_ansi(false)
            .with_env_filter(tracing_subscriber::EnvFilter::new("warn,suar_shell=info"))
            .finish();
        if tracing::subscriber::set_global_default(log).is_err() {
            return;
        }
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(|at| format!("{}:{}", at.file(), at.line()))
            .unwrap_or_default();
        tracing::error!(place, "a command ended in a panic");
    }));
    tracing::info!("started");
}
