//! Worlds for tests.
//!
//! A real PostgreSQL for the hub, and a network line that can be cut. Not part of what is shipped.

pub mod postgres;
pub mod proxy;
