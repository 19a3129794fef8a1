//! The client's side of the exchange with the hub: sends what waits, believes only what the hub signed.
//!
//! [`client::SyncClient`] is what the app uses; it blocks. [`runner::push_once`] is one attempt, readable as its
//! phases: greet, open the stream, catch up, send range by range, record each receipt. A hub met within the hour is
//! not greeted again when something waits: an alert is one request, and a quiet minute is one too. Once an hour, and
//! whenever a person asks, it is: what it has lost it gets again, also when nothing waits.
//!
//! What must hold:
//! - a line is marked delivered only on a receipt that the pinned hub key signed, for this stream, with the head
//!   that this log has at that line;
//! - every step can be repeated: whatever byte the connection dies at, the next attempt ends with each line held
//!   once;
//! - the hub's word on where to go on is taken from signed receipts, never from an unsigned refusal;
//! - nothing here writes a record, a name or a key to a log or an error.
//!
//! | What goes wrong | What happens |
//! |---|---|
//! | no network, connection cut, time-out | `offline`; tried again with growing pauses |
//! | 429, 503 | `hub_busy`; the hub's `Retry-After` is kept |
//! | 500, garbage, an answer cut short | `hub_fault` or `not_verified`; nothing is marked, tried again |
//! | a receipt of another key, stream or history | `not_verified`, `receipt_mismatch`; nothing is marked |
//! | the clock is off | greeting corrects it; a `clock_skew` refusal is signed again once |
//! | a receipt was lost | opening the stream gives it again |
//! | the hub lost lines | they are sent again: the log keeps every line |
//! | the hub does not know the dictionary | the same lines go without it |
//! | the hub has another history | `stream_forked`; nothing is sent, a person is called |
//! | a body is too large | fewer lines are sent at a time |
//!
//! Not here: what a record means, the user interface, pulling from feeds, and the USB way (the trait
//! [`hub::SyncHub`] is where it will come in).

pub mod address;
pub mod client;
mod clock;
pub mod enroll;
pub mod http;
pub mod hub;
pub mod outbox;
pub mod pace;
pub mod problem;
pub mod runner;
pub mod schedule;
pub mod status;

pub use client::SyncClient;
pub use problem::SyncProblem;
pub use runner::PushOutcome;
pub use status::{SyncState, SyncStatus};
