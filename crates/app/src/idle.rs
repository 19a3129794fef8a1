//! When nobody has been at work for long enough: the screen locks itself (security.md T2, journeys.md 20.36).
//!
//! The clock is handed in. Who reports activity is not known here: the page does for keys and pointer, and every
//! command that changes something counts too.

use suar_domain::time::Instant;

use crate::App;
use crate::error::AppError;
use crate::session::{IDLE_RANGE, Settings};

const MINUTE_MS: i64 = 60 * 1000;

/// Since when nobody has been at work.
pub(crate) struct Idle(Instant);

impl Idle {
    /// Somebody is at work now.
    pub(crate) const fn since(now: Instant) -> Self {
        Self(now)
    }

    /// Whether nobody was at work for `minutes`. A clock that was set back costs one more span at most: time begins
    /// anew with it, because how much has passed is not known any more.
    fn is_over(&mut self, now: Instant, minutes: u32) -> bool {
        if now < self.0 {
            self.0 = now;
        }
        now.millis().saturating_sub(self.0.millis()) >= i64::from(minutes) * MINUTE_MS
    }
}

impl App {
    /// An officer is at work. Tells whether the registry is open.
    pub fn active(&self) -> bool {
        let now = self.now();
        match self.state().as_mut() {
            Some(open) => {
                open.idle = Idle::since(now);
                true
            }
            None => false,
        }
    }

    /// Locks when nobody has been at work for long enough; tells whether it did. The open form stays open in the
    /// registry and is there again after unlocking, at the same question.
    ///
    /// # Errors
    /// Those of [`App::lock`].
    pub fn lock_if_idle(&self) -> Result<bool, AppError> {
        let now = self.now();
        let is_over = |minutes| {
            let mut state = self.state();
            state
                .as_mut()
                .is_some_and(|open| open.idle.is_over(now, minutes))
        };
        // The shortest time first: the settings are read only when they matter.
        let over =
            is_over(*IDLE_RANGE.start()) && is_over(Settings::read(self.folder()).idle_minutes());
        if over {
            self.lock()?;
        }
        Ok(over)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_millis(seconds * 1000)
    }

    #[test]
    fn the_time_is_over_after_exactly_as_many_minutes() {
        let mut idle = Idle::since(at(0));
        assert!(!idle.is_over(at(299), 5));
        assert!(idle.is_over(at(300), 5));
        assert!(
            idle.is_over(at(86_400), 5),
            "a computer that slept wakes up locked"
        );
    }

    #[test]
    fn a_clock_that_was_set_back_begins_one_more_span_and_never_more() {
        let mut idle = Idle::since(at(10_000));
        assert!(!idle.is_over(at(100), 5), "how long it was is not known");
        assert!(!idle.is_over(at(399), 5));
        assert!(idle.is_over(at(400), 5));
    }
}
