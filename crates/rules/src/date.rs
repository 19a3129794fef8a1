//! A calendar day. Rules compare days and never ask what day it is: the day of the screening is part of the case.
//!
//! Not here: time of day, time zones, formatting for people.

use std::fmt;
use std::str::FromStr;

/// Why a text or three numbers are not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not of the form `YYYY-MM-DD`.
    #[error("a date is written YYYY-MM-DD")]
    Form,
    /// Well formed, but the calendar has no such day.
    #[error("the calendar has no such day")]
    NoSuchDay,
}

/// A day of the Gregorian calendar, from year 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The first day there is: stands in for a day that could not be read until reading ends.
    pub(crate) const EARLIEST: Self = Self {
        year: 1,
        month: 1,
        day: 1,
    };

    /// The day with this year, month (1 to 12) and day of the month.
    ///
    /// # Errors
    /// The calendar has no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        let valid = (1..=9999).contains(&year) && day >= 1 && day <= days_in_month(year, month);
        if valid {
            Ok(Self { year, month, day })
        } else {
            Err(DateError::NoSuchDay)
        }
    }

    /// Year.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// Month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days from 1 January of year 1 to this day.
    #[must_use]
    pub fn ordinal(self) -> i64 {
        let before = i64::from(self.year) - 1;
        let years = before * 365 + before / 4 - before / 100 + before / 400;
        let months: i64 = (1..self.month)
            .map(|month| i64::from(days_in_month(self.year, month)))
            .sum();
        years + months + i64::from(self.day) - 1
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(DateError::Form);
        }
        let number = |range: std::ops::Range<usize>| -> Result<u16, DateError> {
            let digits = &bytes[range];
            if digits.iter().all(u8::is_ascii_digit) {
                Ok(digits
                    .iter()
                    .fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')))
            } else {
                Err(DateError::Form)
            }
        };
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        let small = |value: u16| u8::try_from(value).map_err(|_| DateError::NoSuchDay);
        Self::new(year, small(month)?, small(day)?)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A day alone says nothing about a person; facts that hold one hide it themselves.
impl fmt::Debug for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, DateError};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        assert_eq!("2026-02-30".parse::<Date>(), Err(DateError::NoSuchDay));
        assert_eq!(
            "2025-02-29".parse::<Date>(),
            Err(DateError::NoSuchDay),
            "2025 is no leap year"
        );
        assert_eq!("2026-13-01".parse::<Date>(), Err(DateError::NoSuchDay));
        assert_eq!("0000-01-01".parse::<Date>(), Err(DateError::NoSuchDay));
        assert!("2024-02-29".parse::<Date>().is_ok());
        for text in [
            "",
            "2026-1-1",
            "26-01-01",
            "2026/01/01",
            "2026-01-01T00:00",
            "+026-01-01",
            "２０２６-01",
        ] {
            assert_eq!(text.parse::<Date>(), Err(DateError::Form), "{text:?}");
        }
    }

    #[test]
    fn days_are_counted_across_months_and_leap_years() {
        assert_eq!(day("2024-03-01").ordinal() - day("2024-02-28").ordinal(), 2);
        assert_eq!(
            day("2001-01-01").ordinal() - day("2000-01-01").ordinal(),
            366
        );
        assert_eq!(day("0001-01-01").ordinal(), 0);
        assert_eq!(day("2026-11-24").to_string(), "2026-11-24");
    }
}
