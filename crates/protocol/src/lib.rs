//! What travels between an office and the hub.
//!
//! The vocabulary of the exchange, as values and pure functions: the lines of the operation log and their chain,
//! batches, signatures, receipts, enrolment and refusals. The same code runs in the app and in the hub, so the
//! two cannot drift apart.
//!
//! What must hold:
//! - the bytes of a line are never rewritten after they were hashed;
//! - nothing counts as delivered without a [`receipt`] whose signature and head verify;
//! - there is one signature algorithm and one list of signed components: nothing is negotiated;
//! - no value of a record appears in an error or in `Debug`.
//!
//! Not here: HTTP, databases, clocks, randomness, and the meaning of fields. Not yet here: feeds (what a device
//! pulls), the zstd dictionary and the sealing of batches; a batch names its [`batch::Encoding`], so they can
//! come without breaking what exists.

pub mod batch;
pub mod chain;
pub mod change;
pub mod enroll;
pub mod hello;
pub mod hex;
pub mod hlc;
pub mod key;
pub mod problem;
pub mod receipt;
pub mod reject;
pub mod sign;
pub mod signed_text;
pub mod stream;
mod wire_id;

/// First part of every path.
pub const BASE_PATH: &str = "/v1";

/// Version of the protocol this code speaks.
pub const PROTOCOL_VERSION: u32 = 1;

/// Version of the records' fields that this code writes; the hub reads this one and, later, the two before it.
pub const SCHEMA_VERSION: u32 = 1;
