//! When to try again: decorrelated jitter, so that a hundred offices do not return in the same second.
//!
//! `sleep = min(cap, random between base and previous × 3)`, base 2 s, cap 15 min (sync design 3.1). The hub's
//! `Retry-After` wins over it. "Send now" and a network that came back start over.

use std::time::Duration;

use suar_domain::time::Instant;

/// Shortest pause.
pub const BASE: Duration = Duration::from_secs(2);
/// Longest pause.
pub const CAP: Duration = Duration::from_secs(15 * 60);

/// The pause after one that lasted `previous`; `random` is any number, evenly spread.
pub fn next_pause(previous: Duration, random: u64) -> Duration {
    let base = BASE.as_millis() as u64;
    let upper = u64::try_from(previous.as_millis())
        .unwrap_or(u64::MAX)
        .saturating_mul(3)
        .max(base + 1);
    let pause = base + random % (upper - base);
    Duration::from_millis(pause).min(CAP)
}

/// The pauses of one row of failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backoff {
    previous: Option<Duration>,
}

impl Backoff {
    /// The pause after another failure; `retry_after_s` is what the hub asked for.
    pub fn failed(&mut self, random: u64, retry_after_s: Option<u64>) -> Duration {
        let pause = next_pause(self.previous.unwrap_or(BASE), random);
        self.previous = Some(pause);
        retry_after_s.map_or(pause, |seconds| pause.max(Duration::from_secs(seconds)))
    }

    /// Starts over: an attempt succeeded, or a person wants to send now.
    pub const fn reset(&mut self) {
        self.previous = None;
    }
}

/// A pause by this computer's clock, which people and programs may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    from: Instant,
    length: Duration,
}

impl Pause {
    /// A pause that begins now.
    pub const fn new(now: Instant, length: Duration) -> Self {
        Self { from: now, length }
    }

    /// When it ends.
    pub fn end(self) -> Instant {
        let length = i64::try_from(self.length.as_millis()).unwrap_or(i64::MAX);
        Instant::from_millis(self.from.millis().saturating_add(length))
    }

    /// Whether it is over. A clock that was set back costs one more pause at most: the pause begins anew with it,
    /// because how much has passed is not known any more.
    pub fn is_over(&mut self, now: Instant) -> bool {
        if now < self.from {
            self.from = now;
        }
        self.end() <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_back_costs_one_more_pause_at_most() {
        let at = |seconds: i64| Instant::from_millis(seconds * 1000);
        let mut pause = Pause::new(at(86_400), Duration::from_secs(60));
        assert!(!pause.is_over(at(86_459)));
        assert!(pause.is_over(at(86_460)));
        assert!(!pause.is_over(at(100)), "the clock went back by a day");
        assert_eq!(pause.end(), at(160), "what the screen says follows");
        assert!(!pause.is_over(at(159)));
        assert!(pause.is_over(at(160)), "not a day later");
    }

    #[test]
    fn pauses_grow_to_the_cap_and_stay_above_the_base() {
        assert_eq!(
            next_pause(BASE, 3_999),
            Duration::from_millis(5_999),
            "at most three times the last"
        );
        assert_eq!(
            next_pause(Duration::from_secs(400), 1_100_000),
            CAP,
            "and never above the cap"
        );
        for random in (0..10_000).map(|n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15)) {
            let pause = next_pause(CAP, random);
            assert!((BASE..=CAP).contains(&pause), "{pause:?}");
        }
    }

    #[test]
    fn pauses_are_spread() {
        let previous = Duration::from_secs(60);
        let pauses: Vec<Duration> = (0..1000)
            .map(|n: u64| next_pause(previous, n.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .collect();
        let early = pauses
            .iter()
            .filter(|pause| **pause < Duration::from_secs(91))
            .count();
        assert!(
            (400..600).contains(&early),
            "half of them in the first half of 2..180 s: {early}"
        );
    }

    #[test]
    fn the_hub_can_ask_for_longer_but_not_for_less() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.failed(0, Some(600)), Duration::from_secs(600));
        assert_eq!(
            backoff.failed(0, Some(0)),
            BASE,
            "no hammering, whatever the hub says"
        );
    }

    #[test]
    fn a_reset_starts_over() {
        let mut backoff = Backoff::default();
        for _ in 0..10 {
            backoff.failed(u64::MAX, None);
        }
        backoff.reset();
        assert!(backoff.failed(u64::MAX, None) < BASE * 3);
    }
}
