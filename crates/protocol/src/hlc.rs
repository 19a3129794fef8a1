//! Hybrid logical clock: the order of edits when clocks cannot be trusted.
//!
//! A stamp is the wall clock in milliseconds plus a counter (sync design 1.4). It never runs backwards on one
//! device, whatever the operating system's clock does, and equal stamps of two streams are told apart by the
//! stream's identifier, which is not part of this type.
//!
//! What must hold: [`Hlc::next`] is greater than its argument; the text form parses back to the same stamp.
//! Not here: reading a clock, and the hub's clamp of stamps from the future (the hub's ingest does that).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use suar_domain::time::Instant;

/// The text or the numbers are not a stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a logical time: it reads milliseconds, a full stop, and a counter below 65536")]
pub struct HlcError;

/// A logical time: milliseconds since 1970 UTC (48 bits) and a counter within the millisecond.
///
/// Ordered by milliseconds, then counter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Hlc {
    millis: u64,
    counter: u16,
}

impl Hlc {
    /// Before every stamp a clock can make: where a new operation log starts.
    pub const ZERO: Self = Self {
        millis: 0,
        counter: 0,
    };

    /// The last millisecond of 48 bits, in the year 10889.
    pub const MAX_MILLIS: u64 = (1 << 48) - 1;

    /// A stamp from its parts; milliseconds above [`Hlc::MAX_MILLIS`] are an error.
    pub const fn new(millis: u64, counter: u16) -> Result<Self, HlcError> {
        if millis > Self::MAX_MILLIS {
            Err(HlcError)
        } else {
            Ok(Self { millis, counter })
        }
    }

    /// The first stamp of a moment. Moments before 1970 count as 1970, moments past 48 bits as the last one.
    pub fn at(now: Instant) -> Self {
        let millis = u64::try_from(now.millis())
            .unwrap_or(0)
            .min(Self::MAX_MILLIS);
        Self { millis, counter: 0 }
    }

    /// Milliseconds since 1970 UTC.
    pub const fn millis(self) -> u64 {
        self.millis
    }

    /// Counter within the millisecond.
    pub const fn counter(self) -> u16 {
        self.counter
    }

    /// The stamp of a new edit made `now` by a device whose latest stamp is `prev` (written as a method).
    ///
    /// Greater than `prev` even when the clock stood still or went back.
    pub fn next(self, now: Instant) -> Self {
        Self::at(now).max(self.successor())
    }

    /// The latest stamp of a device after it has seen `seen` from elsewhere at `now`.
    ///
    /// Only stamps the hub has confirmed may be shown to this function: they are at most five minutes ahead of
    /// the hub, so no broken clock elsewhere can carry this one away.
    pub fn observe(self, seen: Self, now: Instant) -> Self {
        let latest = self.max(seen);
        Self::at(now).max(latest.successor())
    }

    /// The smallest stamp greater than this one; the very last stamp stays where it is.
    pub const fn successor(self) -> Self {
        if self.counter < u16::MAX {
            Self {
                millis: self.millis,
                counter: self.counter + 1,
            }
        } else if self.millis < Self::MAX_MILLIS {
            Self {
                millis: self.millis + 1,
                counter: 0,
            }
        } else {
            self
        }
    }
}

impl fmt::Display for Hlc {
    /// `1793000049905.3`: the form of the log, the wire and the hub.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.millis, self.counter)
    }
}

impl fmt::Debug for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hlc({self})")
    }
}

impl FromStr for Hlc {
    type Err = HlcError;

    /// Reads exactly what `Display` writes: no sign, no space, no leading zero.
    fn from_str(text: &str) -> Result<Self, HlcError> {
        let (millis, counter) = text.split_once('.').ok_or(HlcError)?;
        let counter = u16::try_from(plain_number(counter)?).map_err(|_| HlcError)?;
        Self::new(plain_number(millis)?, counter)
    }
}

impl From<Hlc> for String {
    fn from(hlc: Hlc) -> Self {
        hlc.to_string()
    }
}

impl TryFrom<String> for Hlc {
    type Error = HlcError;
    fn try_from(text: String) -> Result<Self, HlcError> {
        text.parse()
    }
}

fn plain_number(text: &str) -> Result<u64, HlcError> {
    let canonical = text == "0" || !text.starts_with('0');
    if !canonical || text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(HlcError);
    }
    text.parse().map_err(|_| HlcError)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stamp(text: &str) -> Hlc {
        text.parse().expect("a stamp in the test table")
    }

    #[test]
    fn only_the_written_form_is_read() {
        for text in [
            "",
            "1",
            "1.",
            ".1",
            "01.0",
            "1.00",
            "+1.0",
            "1.-0",
            " 1.0",
            "1.65536",
            "281474976710656.0",
        ] {
            assert_eq!(
                text.parse::<Hlc>(),
                Err(HlcError),
                "{text:?} has another reading"
            );
        }
        assert_eq!(stamp("281474976710655.65535").millis(), Hlc::MAX_MILLIS);
    }

    #[test]
    fn a_clock_that_goes_back_does_not_take_the_stamps_with_it() {
        let prev = stamp("1793000049905.3");
        assert_eq!(
            prev.next(Instant::from_millis(1_793_000_049_906)),
            stamp("1793000049906.0")
        );
        assert_eq!(
            prev.next(Instant::from_millis(1_793_000_049_905)),
            stamp("1793000049905.4")
        );
        assert_eq!(
            prev.next(Instant::from_millis(-5)),
            stamp("1793000049905.4"),
            "battery empty, clock in 1969"
        );
    }

    #[test]
    fn a_full_counter_borrows_from_the_next_millisecond() {
        let full = stamp("1793000049905.65535");
        assert_eq!(full.next(Instant::from_millis(0)), stamp("1793000049906.0"));
    }

    #[test]
    fn what_was_seen_is_never_overtaken_by_a_slow_clock() {
        let mine = stamp("1000.0");
        let seen = stamp("5000.7");
        assert_eq!(
            mine.observe(seen, Instant::from_millis(1200)),
            stamp("5000.8")
        );
        assert_eq!(
            mine.observe(seen, Instant::from_millis(9000)),
            stamp("9000.0")
        );
    }

    proptest! {
        #[test]
        fn every_stamp_prints_and_parses_back(millis in 0..=Hlc::MAX_MILLIS, counter in any::<u16>()) {
            let stamp = Hlc::new(millis, counter).expect("in range");
            prop_assert_eq!(stamp.to_string().parse(), Ok(stamp));
        }

        #[test]
        fn next_is_always_later(millis in 0..Hlc::MAX_MILLIS, counter in any::<u16>(), now in any::<i64>()) {
            let stamp = Hlc::new(millis, counter).expect("in range");
            prop_assert!(stamp.next(Instant::from_millis(now)) > stamp);
        }
    }
}
