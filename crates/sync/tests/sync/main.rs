//! The client against the real hub over a real PostgreSQL, over lines that die, and against hubs that lie.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests stop the test when their world is broken"
)]

mod bytes;
mod cut;
mod delivery;
mod distrust;
mod registry;
mod status;
mod world;
