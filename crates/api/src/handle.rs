//! One function a command, made from the list. The shell and the tests call these.
//!
//! A panic inside a command becomes an error with a reference; the window lives on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use suar_app::App;

use crate::alert::{AlertEntry, AlertRef};
use crate::case::{CaseOutcome, CaseView};
use crate::error::ApiError;
use crate::manifest::{ImportReport, LineFix, LineSetAside, LineView, ManifestImport};
use crate::sailing::{
    BoardPersonView, BoardRequest, BoardView, DepartureRef, SailingRef, SailingView,
};
use crate::screening::{
    Answer, Correct, CounterDesk, CounterView, Decide, Scan, ScanCheck, ScanRepair, ScanReply,
    ScreeningRef, Tick, TypedPerson, TypedReply,
};
use crate::session::{Appearance, FirstRun, Office, SessionView, Unlock};
use crate::sync::{Enroll, SyncView};
use crate::topics::Topic;

macro_rules! handlers {
    ($($name:ident: $module:ident :: $handler:ident ($($request:ty)?) -> $reply:ty, [$($topic:ident),*];)*) => {
        $(
            #[doc = concat!("The command `", stringify!($name), "`.")]
            pub fn $name(app: &App $(, request: $request)?) -> Result<$reply, ApiError> {
                // What changes something is an officer's doing, whether or not the page has reported a key.
                if !invalidates(stringify!($name)).is_empty() {
                    app.active();
                }
                guarded(stringify!($name), || {
                    crate::$module::$handler(app $(, { let request: $request = request; request })?)
                })
            }
        )*

        /// Topics that a command invalidates, for listeners other than the page that called it.
        pub fn invalidates(command: &str) -> &'static [Topic] {
            match command {
                $(stringify!($name) => &[$(Topic::$topic),*],)*
                _ => &[],
            }
        }

        /// The names of all commands, in the order of the list.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}
crate::commands!(handlers);

/// Runs a command; a panic becomes an error. The message of the panic is not passed on: it may hold anything.
pub fn guarded<T>(
    name: &'static str,
    command: impl FnOnce() -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    catch_unwind(AssertUnwindSafe(command))
        .unwrap_or_else(|_| Err(ApiError::unexpected(format!("panic-{name}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_a_command_is_an_error_and_not_a_dead_window() {
        let reply: Result<(), ApiError> = guarded("scan", || panic!("MELATI CONTOH"));
        let error = reply.expect_err("an error");
        assert_eq!(error.reference.as_deref(), Some("panic-scan"));
        assert!(
            !format!("{error:?}").contains("MELATI"),
            "the message of a panic stays inside"
        );
    }

    #[test]
    fn writing_commands_invalidate_what_they_change() {
        assert!(invalidates("decide").contains(&Topic::Sailing));
        assert!(invalidates("board").is_empty());
        assert!(NAMES.contains(&"scan"));
    }
}
