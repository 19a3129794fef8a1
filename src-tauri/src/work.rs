//! Where commands run.
//!
//! What must hold: locking, and telling whether the screen is locked, never wait for a command that waits for a hub, a
//! disk or another command. The threads of the runtime carry what the page says and hears, on a computer with one
//! processor a single one; so whatever may take time runs on threads of its own.

use std::io;

use suar_api::error::ApiError;
use tokio::runtime::{Builder, Runtime};

/// These wait for nobody, and so run where the message arrives.
const AT_ONCE: [&str; 3] = ["session_state", "lock", "active"];
/// Commands that may be under way at once; others queue behind them. A page has a handful, and most of those wait for
/// each other at the registry.
const THREADS: usize = 32;

/// The runtime of the shell, to be kept for as long as commands arrive.
pub fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .max_blocking_threads(THREADS)
        .enable_all()
        .build()
}

/// Runs a command by its name and gives its answer.
pub async fn run<T: Send + 'static>(
    name: &'static str,
    command: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    if AT_ONCE.contains(&name) {
        return command();
    }
    // It fails only for a command that panicked outside its guard, or that the end of the process overtook.
    let ended = tokio::task::spawn_blocking(command).await;
    ended.unwrap_or_else(|_| Err(ApiError::unexpected(format!("ended-{name}"))))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    /// Far more than an answer takes.
    const SOON: Duration = Duration::from_secs(10);

    #[test]
    fn the_screen_is_locked_while_commands_wait_for_a_hub_on_a_computer_with_one_processor() {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(2)
            .build()
            .expect("a runtime");
        let (begins, begun) = mpsc::channel();
        let mut hubs = Vec::new();
        for name in ["hub_enroll", "sync_now"] {
            let (hub, silence) = mpsc::channel::<()>();
            hubs.push(hub);
            let begins = begins.clone();
            runtime.spawn(run(name, move || {
                begins.send(()).expect("the test goes on");
                // Until the hub goes away.
                let _ = silence.recv();
                Ok(())
            }));
        }
        for _ in &hubs {
            begun.recv_timeout(SOON).expect("it waits for its hub");
        }
        let (answers, answered) = mpsc::channel();
        for name in AT_ONCE {
            let answers = answers.clone();
            runtime.spawn(run(name, move || {
                answers.send(name).expect("the test goes on");
                Ok(())
            }));
        }
        let mut names: Vec<_> = AT_ONCE
            .iter()
            .filter_map(|_| answered.recv_timeout(SOON).ok())
            .collect();
        names.sort_unstable();
        assert_eq!(names, ["active", "lock", "session_state"]);
        drop(hubs);
    }

    #[test]
    fn a_command_that_ends_in_a_panic_is_an_error_of_that_command() {
        let runtime = runtime().expect("a runtime");
        let answer: Result<(), ApiError> = runtime.block_on(run("board", || panic!("a fault")));
        let error = answer.expect_err("an error");
        assert_eq!(error.reference.as_deref(), Some("ended-board"));
        assert_eq!(runtime.block_on(run("board", || Ok(7))).ok(), Some(7));
    }
}
