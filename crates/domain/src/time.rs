//! Dates and moments.
//!
//! A [`PlainDate`] is a day on a calendar, as printed in a passport: it has no time zone and must never be
//! shifted by one. An [`Instant`] is a moment, in milliseconds since 1970 UTC; people see it in WITA.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// Offset of *Waktu Indonesia Tengah* from UTC, in milliseconds. Nunukan and Tarakan have no daylight saving.
const WITA_OFFSET_MS: i64 = 8 * 60 * 60 * 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The numbers do not name a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a calendar day")]
pub struct DateError;

/// A day of the Gregorian calendar between year 1900 and 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlainDate(Date);

impl PlainDate {
    /// A day from its parts; `31 February` and years outside 1900..=2199 are errors.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, DateError> {
        let year = i16::try_from(year)
            .ok()
            .filter(|y| (1900..2200).contains(y))
            .ok_or(DateError)?;
        let month = i8::try_from(month).map_err(|_| DateError)?;
        let day = i8::try_from(day).map_err(|_| DateError)?;
        Date::new(year, month, day).map(Self).map_err(|_| DateError)
    }

    /// Four-digit year.
    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u32 {
        self.0.month().unsigned_abs().into()
    }

    /// Day of the month, 1 to 31.
    pub fn day(self) -> u32 {
        self.0.day().unsigned_abs().into()
    }

    /// Completed years from this day to `later`: an age. Negative when `later` is earlier.
    pub fn years_until(self, later: Self) -> i32 {
        let full = later.year() - self.year();
        if (later.month(), later.day()) < (self.month(), self.day()) {
            full - 1
        } else {
            full
        }
    }

    /// Completed months from this day to `later`. Negative when `later` is earlier, so that a passport that
    /// expired yesterday has -1 months left.
    pub fn months_until(self, later: Self) -> i32 {
        let full = (later.year() - self.year()) * 12 + later.month() as i32 - self.month() as i32;
        if later.day() < self.day() {
            full - 1
        } else {
            full
        }
    }

    /// Days from this day to `later`.
    pub fn days_until(self, later: Self) -> i32 {
        self.0
            .until(later.0)
            .map(|span| span.get_days())
            .unwrap_or(0)
    }
}

impl fmt::Display for PlainDate {
    /// ISO 8601, `2026-11-24`: the form of files, storage and the wire.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

impl FromStr for PlainDate {
    type Err = DateError;

    /// Reads ISO 8601 only; what people type is read by the importer.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(DateError);
        };
        if year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return Err(DateError);
        }
        let number = |text: &str| text.parse::<u32>().map_err(|_| DateError);
        Self::new(number(year)? as i32, number(month)?, number(day)?)
    }
}

/// A moment in milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// A moment from Unix milliseconds.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Unix milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The day at the port (WITA) when this moment happens.
    pub fn wita_date(self) -> PlainDate {
        let days = (self.0 + WITA_OFFSET_MS).div_euclid(DAY_MS);
        let epoch = Date::constant(1970, 1, 1);
        let days = i32::try_from(days).unwrap_or(0);
        let date = epoch
            .checked_add(jiff::Span::new().days(days))
            .unwrap_or(epoch);
        PlainDate(date)
    }

    /// Hour and minute at the port (WITA).
    pub fn wita_time(self) -> (u32, u32) {
        let minutes = (self.0 + WITA_OFFSET_MS).rem_euclid(DAY_MS) / 60_000;
        ((minutes / 60) as u32, (minutes % 60) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> PlainDate {
        text.parse().expect("a day in the test table")
    }

    #[test]
    fn refuses_days_that_do_not_exist() {
        for text in [
            "2026-02-30",
            "2025-02-29",
            "2026-13-01",
            "1899-12-31",
            "2026-1-1",
            "24-11-2026",
            "",
        ] {
            assert_eq!(
                text.parse::<PlainDate>(),
                Err(DateError),
                "{text} names no day"
            );
        }
    }

    #[test]
    fn age_turns_on_the_birthday() {
        let born = day("2008-11-25");
        assert_eq!(born.years_until(day("2026-11-24")), 17, "the day before");
        assert_eq!(born.years_until(day("2026-11-25")), 18, "the day itself");
    }

    #[test]
    fn months_left_are_complete_months() {
        let sailing = day("2026-11-24");
        assert_eq!(sailing.months_until(day("2027-05-24")), 6);
        assert_eq!(sailing.months_until(day("2027-05-23")), 5);
        assert_eq!(
            sailing.months_until(day("2026-11-23")),
            -1,
            "expired yesterday"
        );
    }

    #[test]
    fn a_sailing_past_midnight_is_dated_at_the_port() {
        let moment = Instant::from_millis(1_795_536_000_000); // 2026-11-24T16:00:00Z
        assert_eq!(moment.wita_date(), day("2026-11-25"));
        assert_eq!(moment.wita_time(), (0, 0));
    }
}
