//! Birth dates: as a sortable key, and how far two of them agree.
//!
//! What must hold: a day that was never known is no day; 1 January is a day like any other, except that it often stands
//! for "some day of this year" (identifiers 4.8): whoever is asked for with it has levels of its own.

use suar_domain::nik::Nik;
use suar_domain::time::PlainDate;

use crate::level::Level;

/// A day as year, month and day in 21 bits; later days are larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(u32);

/// Years apart that still count as a slip of the year.
const YEARS: u32 = 3;
/// Two-digit years of a NIK up to this one are read in this century: nobody who leaves for work was born before 1930.
const PIVOT: u32 = 29;

impl Day {
    pub(crate) fn new(date: PlainDate) -> Self {
        Self::of(date.year().unsigned_abs(), date.month(), date.day())
    }

    const fn of(year: u32, month: u32, day: u32) -> Self {
        Self((year << 9) | (month << 5) | day)
    }

    /// The day as a key of [`crate::pairs::Pairs`].
    pub(crate) const fn key(self) -> u32 {
        self.0
    }

    /// From a stored key; `None` when it names no day.
    pub(crate) fn from_key(key: u32) -> Option<Self> {
        let (year, month, day) = Self(key).parts();
        let date = PlainDate::new(i32::try_from(year).ok()?, month, day).ok()?;
        Some(Self::new(date))
    }

    const fn parts(self) -> (u32, u32, u32) {
        (self.0 >> 9, (self.0 >> 5) & 15, self.0 & 31)
    }

    pub(crate) fn date(self) -> Option<PlainDate> {
        let (year, month, day) = self.parts();
        PlainDate::new(i32::try_from(year).ok()?, month, day).ok()
    }

    /// The birth date inside a NIK; 40 is added to the day of women. `None` when the digits name no day.
    pub(crate) fn of_nik(nik: &Nik) -> Option<Self> {
        let digits = nik.as_str().as_bytes();
        let two = |at: usize| {
            let digit = |at: usize| digits.get(at).map(|&b| u32::from(b.wrapping_sub(b'0')));
            Some(digit(at)? * 10 + digit(at + 1)?)
        };
        let (day, month, year) = (two(6)?, two(8)?, two(10)?);
        let day = if day > 40 { day - 40 } else { day };
        let century = if year <= PIVOT { 2000 } else { 1900 };
        Self::from_key(Self::of(century + year, month, day).0)
    }

    /// Whether a NIK has this day in it, in either century.
    pub(crate) fn is_in(self, nik: &Nik) -> bool {
        let (year, month, day) = self.parts();
        Self::of_nik(nik).is_some_and(|inside| {
            let (nik_year, nik_month, nik_day) = inside.parts();
            (nik_year % 100, nik_month, nik_day) == (year % 100, month, day)
        })
    }

    pub(crate) const fn is_new_year(self) -> bool {
        let (_, month, day) = self.parts();
        month == 1 && day == 1
    }

    /// Day and month the other way round, when that is another day.
    pub(crate) fn swapped(self) -> Option<Self> {
        let (year, month, day) = self.parts();
        (day <= 12 && day != month).then(|| Self::of(year, day, month))
    }

    /// The days before and after.
    pub(crate) fn neighbours(self) -> impl Iterator<Item = Self> {
        let (year, month, day) = self.parts();
        let last = |year, month| {
            (28..=31)
                .rev()
                .find(|&d| Self::from_key(Self::of(year, month, d).0).is_some())
        };
        let before = match (month, day) {
            (1, 1) => Some(Self::of(year - 1, 12, 31)),
            (_, 1) => last(year, month - 1).map(|last| Self::of(year, month - 1, last)),
            _ => Some(Self::of(year, month, day - 1)),
        };
        let after = match (month, Some(day) == last(year, month)) {
            (12, true) => Self::of(year + 1, 1, 1),
            (_, true) => Self::of(year, month + 1, 1),
            _ => Self::of(year, month, day + 1),
        };
        before.into_iter().chain([after])
    }

    /// The same day and month a few years before and after.
    pub(crate) fn other_years(self) -> impl Iterator<Item = Self> {
        let (year, month, day) = self.parts();
        (1..=YEARS)
            .flat_map(move |apart| [year - apart, year + apart])
            .map(move |year| Self::of(year, month, day))
    }

    /// 1 January of the year, unless it is the day itself.
    pub(crate) fn new_year(self) -> Option<Self> {
        let (year, ..) = self.parts();
        (!self.is_new_year()).then(|| Self::of(year, 1, 1))
    }

    /// First and last key of the year.
    pub(crate) const fn year(self) -> (u32, u32) {
        let (year, ..) = self.parts();
        (Self::of(year, 0, 0).0, Self::of(year, 15, 31).0)
    }

    /// First and last key of the month.
    pub(crate) const fn month(self) -> (u32, u32) {
        let (year, month, _) = self.parts();
        (Self::of(year, month, 0).0, Self::of(year, month, 31).0)
    }

    /// How far this day, which was asked for, agrees with one that is there.
    pub(crate) fn level(self, other: Self) -> Level {
        if self.is_new_year() {
            return match other {
                _ if self == other => Level::NewYearSame,
                Self(key) if self.year().0 <= key && key <= self.year().1 => Level::NewYearOther,
                _ => Level::NewYearDiffers,
            };
        }
        if self == other {
            return Level::DateSame;
        }
        let ((year, month, day), (other_year, other_month, other_day)) =
            (self.parts(), other.parts());
        let same_year = year == other_year;
        if same_year && (day, month) == (other_month, other_day) {
            return Level::DateSwapped;
        }
        if same_year && other.is_new_year() {
            return Level::DateNewYear;
        }
        let apart = match (self.date(), other.date()) {
            (Some(one), Some(other)) => one.days_until(other).abs(),
            _ => i32::MAX,
        };
        if apart == 1 {
            return Level::DateNextDay;
        }
        let same_day = (month, day) == (other_month, other_day);
        if same_day && year.abs_diff(other_year) <= YEARS {
            return Level::DateNextYear;
        }
        // One of three parts was misread.
        let parts =
            u8::from(same_year) + u8::from(month == other_month) + u8::from(day == other_day);
        match parts {
            2 => Level::DatePart,
            _ if same_year => Level::DateYear,
            _ => Level::DateDiffers,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::new(text.parse().expect("a day in the test table"))
    }

    #[test]
    fn days_agree_by_levels() {
        for (one, other, level) in [
            ("1990-03-07", "1990-03-07", Level::DateSame),
            ("1990-03-07", "1990-07-03", Level::DateSwapped),
            ("1990-03-07", "1990-01-01", Level::DateNewYear),
            ("1990-01-01", "1990-01-01", Level::NewYearSame),
            ("1990-01-01", "1990-03-07", Level::NewYearOther),
            ("1990-01-01", "1991-01-01", Level::NewYearDiffers),
            ("1990-02-28", "1990-03-01", Level::DateNextDay),
            ("1989-12-31", "1990-01-01", Level::DateNextDay),
            ("1990-12-31", "1991-01-02", Level::DateDiffers),
            ("1990-03-07", "1993-03-07", Level::DateNextYear),
            ("1990-03-07", "1994-03-07", Level::DatePart),
            ("1990-03-07", "1990-03-17", Level::DatePart),
            ("1990-03-07", "1990-11-07", Level::DatePart),
            ("1990-03-07", "1990-11-21", Level::DateYear),
            ("1990-03-07", "1991-04-08", Level::DateDiffers),
        ] {
            assert_eq!(day(one).level(day(other)), level, "{one} {other}");
        }
    }

    #[test]
    fn the_day_inside_a_nik_is_read_for_men_and_women() {
        for (nik, inside) in [
            ("3515140508680001", Some("1968-08-05")),
            ("3515144508680002", Some("1968-08-05")),
            ("6503024507050001", Some("2005-07-05")),
            ("6503023213050001", None),
            ("0000000000000000", None),
        ] {
            let number = Nik::parse(nik).expect("16 digits");
            assert_eq!(Day::of_nik(&number), inside.map(day), "{nik}");
        }
        let nik = Nik::parse("3515144508680002").expect("16 digits");
        assert!(day("1968-08-05").is_in(&nik) && !day("1968-08-06").is_in(&nik));
    }

    proptest! {
        #[test]
        fn neighbours_are_one_day_away(year in 1902i32..2198, month in 1u32..=12, dom in 1u32..=31) {
            if let Ok(date) = PlainDate::new(year, month, dom) {
                let day = Day::new(date);
                let near: Vec<Day> = day.neighbours().collect();
                prop_assert_eq!(near.len(), 2);
                for neighbour in near {
                    let apart = neighbour.date().map(|other| date.days_until(other).abs());
                    prop_assert_eq!(apart, Some(1));
                }
                prop_assert_eq!(Day::from_key(day.key()), Some(day));
            }
        }

        #[test]
        fn days_agree_as_much_either_way_unless_one_stands_for_a_year(a in 0i32..9000, b in 0i32..9000) {
            let (a, b) = (moment(a), moment(b));
            prop_assume!(!a.is_new_year() && !b.is_new_year());
            prop_assert_eq!(a.level(b), b.level(a));
        }
    }

    fn moment(days: i32) -> Day {
        let millis = i64::from(days) * 86_400_000;
        Day::new(suar_domain::time::Instant::from_millis(millis).wita_date())
    }
}
