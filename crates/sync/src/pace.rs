//! How much to send at once: about two seconds of the line, so that something urgent never waits long.
//!
//! `clamp(8 KiB, measured rate × 2 s, 1 MiB)` of log lines (sync design 3.1), measured on each request; a failure
//! goes down to the least at once, so that a line that keeps dying still gets something across.

use std::time::Duration;

/// Least bytes of lines in a request.
pub const LEAST: usize = 8 * 1024;
/// Most bytes of lines in a request.
pub const MOST: usize = 1024 * 1024;
const FIRST: usize = 64 * 1024;
const SECONDS: f64 = 2.0;

/// The current measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace(usize);

impl Default for Pace {
    fn default() -> Self {
        Self(FIRST)
    }
}

impl Pace {
    /// Bytes of lines for the next request.
    pub const fn bytes(self) -> usize {
        self.0
    }

    /// A request with `bytes` of lines was answered after `took`.
    pub fn answered(&mut self, bytes: usize, took: Duration) {
        let rate = bytes as f64 / took.as_secs_f64().max(0.001);
        // A small last batch says little about the line: it may raise the measure, not lower it far.
        let next = (rate * SECONDS).clamp(LEAST as f64, MOST as f64) as usize;
        self.0 = if bytes >= self.0 / 2 {
            next
        } else {
            next.max(self.0)
        };
    }

    /// A request failed on the way.
    pub const fn failed(&mut self) {
        self.0 = LEAST;
    }

    /// The hub said a body was too large; false when there is nothing smaller.
    pub fn shrink(&mut self) -> bool {
        let smaller = (self.0 / 4).max(1);
        let shrunk = smaller < self.0;
        self.0 = smaller;
        shrunk
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_line_gets_small_requests_and_a_fast_one_large() {
        let mut pace = Pace::default();
        pace.answered(64 * 1024, Duration::from_secs(16));
        assert_eq!(pace.bytes(), LEAST, "4 KiB a second");
        pace.answered(8 * 1024, Duration::from_millis(10));
        assert_eq!(pace.bytes(), MOST);
        pace.failed();
        assert_eq!(pace.bytes(), LEAST);
    }

    #[test]
    fn a_last_small_batch_does_not_slow_the_next_one() {
        let mut pace = Pace::default();
        pace.answered(200, Duration::from_millis(600));
        assert_eq!(
            pace.bytes(),
            FIRST,
            "one round trip of a satellite is not a slow line"
        );
    }

    #[test]
    fn shrinking_ends() {
        let mut pace = Pace::default();
        let steps = (0..).take_while(|_| pace.shrink()).count();
        assert!(steps < 20, "it took {steps} steps to one line at a time");
    }
}
