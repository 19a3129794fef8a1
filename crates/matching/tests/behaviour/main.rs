//! What the index promises, on small invented worlds.

#![allow(
    clippy::expect_used,
    reason = "everything here is a test: a failure should stop it"
)]

mod finding;
mod properties;
mod searching;
mod weighing;
mod world;
