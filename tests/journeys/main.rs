//! Stories through the real window.
//!
//! Each file tells one: the app as it is shipped, on a display of its own (Xvfb), driven through WebKit's own
//! automation; where a hub is needed, the real program with a real PostgreSQL behind it. Nothing is simulated
//! except the network line and the desktop that shows notifications.
//!
//! Faults that can be shown at a lower level are tested there: these stories prove that the parts fit.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "everything here is a test: a failure should stop it, and its lines help"
)]

mod harness;

mod decided_person_returns;
mod departure_is_screened;
mod hostile_names_are_text;
mod network_dies_midway;
mod one_window_per_registry;
mod person_asks_to_talk;
mod scan_goes_wrong;
mod undo_takes_back;
mod wrong_passphrase;
