//! House rules, as tests: they read the repository and name the file that breaks one.
//!
//! A rule is here when people would otherwise have to remember it in review. Rules about one program's behaviour
//! are tests beside that program. Nothing here builds or starts anything, apart from asking `cargo metadata`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "everything here is a test: a failure should stop it"
)]

mod edges;
mod page;
mod repository;
mod source;
mod texts;
