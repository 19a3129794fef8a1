//! One computer at the port, below the page: who gets in, what a lock ends, and what is known before anyone signs in.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why and stops"
)]

mod accounts;
mod exchange;
mod idle;
mod settings;
mod world;
