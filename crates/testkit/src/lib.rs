//! Worlds for tests.
//!
//! A real PostgreSQL for the hub, a network line that can be cut, and a disk that is soon full. Not part of what is shipped.

pub mod disk;
pub mod postgres;
pub mod proxy;
