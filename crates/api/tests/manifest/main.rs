//! Manifests after the first import: corrections that reach people, crossings of one vessel, newer lists, nobody twice
//! and nobody lost.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says why and stops"
)]

mod again;
mod kept;
mod rows;
mod world;
