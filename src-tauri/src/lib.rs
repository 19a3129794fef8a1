//! The shell: a window, the commands, notifications, and the threads that send and that lock. No domain logic.
//!
//! `suar [--registry FOLDER]` opens one window on one registry. Nothing personal is ever in the window title, a
//! notification, a log or a file name.

mod arguments;
mod commands;
mod desktop;
mod idle;
mod logging;
mod notify;
mod paths;
mod sending;
mod window;
mod work;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use suar_api::{App, Clock, Instant, Parsing};

/// With this argument alone the program parses one file for another process of itself, and opens no window.
const IMPORT_WORKER: &str = "--import-worker";

/// Starts the app; gives its exit status when the window is closed.
pub fn run() -> ExitCode {
    if std::env::args_os()
        .nth(1)
        .is_some_and(|word| word == IMPORT_WORKER)
    {
        return suar_api::parse_for_another();
    }
    let arguments = match arguments::Arguments::read(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(message) => return arguments::refuse(&message),
    };
    let folder = match paths::registry_folder(arguments.registry) {
        Ok(folder) => folder,
        Err(message) => return arguments::refuse(&message),
    };
    logging::start(&folder);
    let runtime = match work::runtime() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "no threads for commands");
            return arguments::refuse(
                "Suar cannot start its threads. Close other programs and start it again.",
            );
        }
    };
    tauri::async_runtime::set(runtime.handle().clone());
    let notifier = Arc::new(notify::Notifier::through(desktop::Desktop::of_computer()));
    let heard = Arc::clone(&notifier);
    let clock: Clock = Arc::new(now);
    let app = App::new(&folder, clock, Arc::new(move |notice| heard.hear(notice)));
    let app = Arc::new(app.parsing(Parsing::apart(IMPORT_WORKER)));
    notifier.speak_for(Arc::downgrade(&app));

    let shared = Arc::clone(&app);
    let built = commands::register(tauri::Builder::default())
        .manage(Arc::clone(&app))
        .setup(move |tauri| {
            window::open(tauri.handle())?;
            let window = tauri.handle().clone();
            notifier.or_else(move || window::call(&window));
            sending::start(tauri.handle().clone(), Arc::clone(&shared));
            idle::start(tauri.handle().clone(), Arc::clone(&shared));
            Ok(())
        })
        .build(tauri::generate_context!());
    let status = match built {
        Ok(window) => {
            window.run(move |_, event| {
                if let tauri::RunEvent::Exit = event {
                    // A window that is closed is locked: the next start asks for the passphrase and says what waits.
                    if let Err(error) = suar_api::handle::lock(&app) {
                        tracing::warn!(code = ?error.code, "locking at exit failed");
                    }
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the window cannot be opened");
            arguments::refuse(
                "Suar cannot open a window. Is a graphical session running, and is WebKitGTK installed?",
            )
        }
    };
    // A command that still waits, for a hub perhaps, does not keep the process.
    runtime.shutdown_background();
    status
}

fn now() -> Instant {
    let millis = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |passed| passed.as_millis());
    Instant::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}
