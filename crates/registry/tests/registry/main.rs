//! The registry as its callers see it: real encrypted files, real processes that die, a real disk that is full.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests stop the test when their world is broken"
)]

mod damage;
mod disk;
mod door;
mod editions;
mod exchange;
mod killed;
mod large;
mod lock;
mod network;
mod packs;
mod recount;
mod relations;
mod secrecy;
mod talk;
mod watch;
mod world;
