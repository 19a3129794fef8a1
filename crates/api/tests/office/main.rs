//! The main job, command by command, as the page does it: from a manifest to a decision.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why and stops"
)]

mod case;
mod decision;
mod manifest;
mod opening;
mod session;
mod talk;
mod together;
mod world;
