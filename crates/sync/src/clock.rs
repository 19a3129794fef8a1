//! Time during one attempt: the caller's moment, the time that has passed since, and the hub's difference.

use std::time::Instant as Monotonic;

use suar_domain::time::Instant;

/// A clock that started at a given moment. The operating system's clock is never changed.
pub struct Clock {
    start: Instant,
    started: Monotonic,
    offset_ms: i64,
}

impl Clock {
    /// A clock that shows `now` now.
    pub fn starting_at(now: Instant) -> Self {
        Self {
            start: now,
            started: Monotonic::now(),
            offset_ms: 0,
        }
    }

    /// This computer's time.
    pub fn here(&self) -> Instant {
        let passed = i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX);
        Instant::from_millis(self.start.millis().saturating_add(passed))
    }

    /// The hub's time, as far as it is known: what requests are signed with.
    pub fn at_hub(&self) -> Instant {
        Instant::from_millis(self.here().millis().saturating_add(self.offset_ms))
    }

    /// Takes over the hub's time.
    pub fn set_hub(&mut self, hub_time: i64) {
        self.offset_ms = hub_time.saturating_sub(self.here().millis());
    }

    /// Takes over what an earlier attempt learnt of the hub's time.
    pub const fn set_offset(&mut self, offset_ms: i64) {
        self.offset_ms = offset_ms;
    }

    /// How far the hub is ahead of this computer, in milliseconds.
    pub const fn offset_ms(&self) -> i64 {
        self.offset_ms
    }
}
