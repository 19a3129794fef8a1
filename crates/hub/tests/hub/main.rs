//! The hub against a real PostgreSQL: what a device can rely on, and what it is refused.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests stop the test when their world is broken"
)]

mod binary;
mod enrolment;
mod ingest;
mod merge;
mod refusal;
mod world;
