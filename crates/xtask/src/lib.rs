//! `cargo xtask`: everything that happens around the code on a developer's machine and in continuous integration.
//!
//! What must hold: it compiles within seconds, so it depends on the standard library and `serde_json` alone;
//! every command says in plain words what it does; every failure is a sentence and a fix ([`Stop`]); a second
//! run of a command repeats nothing that is already done.
//!
//! Not here: anything that a test or a shipped program could do. The window tests borrow [`display`], [`bus`] and
//! [`process`] from this crate, so that a display and a message bus are started in one way only.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool talks on its standard streams"
)]

pub mod bench;
pub mod bus;
pub mod check;
pub mod display;
#[cfg(unix)]
pub mod hub;
pub mod needs;
pub mod package;
pub mod page;
pub mod picture;
pub mod process;
pub mod project;
pub mod run;
pub mod stop;
pub mod tools;

pub use stop::Stop;
