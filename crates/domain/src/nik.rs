//! *Nomor induk kependudukan*: the Indonesian population number (identifiers 4.1).
//!
//! 16 digits: region where the person was first registered (6), birth date as DDMMYY with 40 added to the day for
//! women (6), serial (4). There is no check digit, and the number never changes: not when the person moves, not
//! when a region is split, not when the birth date is corrected. So everything but the length is a warning.
//!
//! Not here: deciding that a number belongs to someone.

use std::fmt;
use std::sync::OnceLock;

use crate::document::Sex;
use crate::text::{hidden_debug, is_scientific};
use crate::time::PlainDate;

/// Kemendagri codes of six regulations from 2015 to 2025, united (see `data/`).
const REGIONS: &str = include_str!("../data/nik_region_codes_2015-2025.csv");

/// Prefixes of Bulungan, Nunukan, Malinau, Tana Tidung and Tarakan before Kalimantan Utara was split off (law
/// 20/2012). No list since 2015 has them, and adults of this very corridor carry them (identifiers 4.1, trap 1).
const LEGACY_REGENCIES: [&str; 5] = ["6404", "6405", "6406", "6410", "6473"];

/// Why a text is not a NIK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NikError {
    /// A spreadsheet replaced the number by `6,50302E+15`: digits are lost.
    #[error("the NIK has become scientific notation")]
    Scientific,
    /// Not 16 digits after removing spaces, dots and dashes.
    #[error("a NIK has 16 digits")]
    NotSixteenDigits,
}

/// Something about a NIK that a person should look at. Never a sign of risk by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NikWarning {
    /// The birth digits name no day; probably a typing error.
    ImpossibleDate,
    /// No known region and no legacy prefix.
    UnknownPrefix,
    /// The day digits say another sex than the form.
    SexDiffers,
    /// The birth digits differ from the birth date on the form. A corrected birth date leaves the NIK as it was.
    BirthDateDiffers,
    /// Serial 0000 was never given out.
    SerialZero,
}

/// A number of 16 digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik([u8; 16]);

hidden_debug!(Nik);

impl Nik {
    /// Reads a NIK; spaces, dots, dashes and a spreadsheet's leading apostrophe are removed.
    ///
    /// # Errors
    /// Scientific notation, or not 16 digits.
    pub fn parse(text: &str) -> Result<Self, NikError> {
        if is_scientific(text) {
            return Err(NikError::Scientific);
        }
        let digits: Vec<u8> = text
            .chars()
            .filter(|c| {
                !c.is_whitespace()
                    && !matches!(c, '.' | '-' | '\'' | '‐'..='―' | '\u{200B}'..='\u{200F}')
            })
            .map(|c| {
                u8::try_from(c)
                    .ok()
                    .filter(u8::is_ascii_digit)
                    .ok_or(NikError::NotSixteenDigits)
            })
            .collect::<Result<_, _>>()?;
        digits
            .try_into()
            .map(Self)
            .map_err(|_| NikError::NotSixteenDigits)
    }

    /// The 16 digits. Personal: not for logs.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether the prefix is one of the five regencies' before 2012; accepted like a current one.
    pub fn is_legacy(&self) -> bool {
        LEGACY_REGENCIES.contains(&&self.as_str()[..4])
    }

    /// Sex by the day digits; `None` when they name no day.
    pub fn sex(&self) -> Option<Sex> {
        match self.number(6) {
            1..=31 => Some(Sex::Male),
            41..=71 => Some(Sex::Female),
            _ => None,
        }
    }

    /// The birth date, with the century that makes the age 0 to 110 on `today`; when two do, the one between 1950
    /// and 2009, the birth years of CPMI. `None` when no or no single reading exists: ask for the date.
    pub fn birth_date(&self, today: PlainDate) -> Option<PlainDate> {
        let fits = |date: &PlainDate| *date <= today && date.years_until(today) <= 110;
        let [early, late] = self.birth_dates().map(|date| date.filter(fits));
        match (early, late) {
            (Some(early), Some(late)) => [early, late]
                .into_iter()
                .find(|d| (1950..=2009).contains(&d.year())),
            (one, other) => one.or(other),
        }
    }

    /// What a person should look at, given what the form says. Nothing is compared that is not known.
    pub fn warnings(&self, birth: Option<PlainDate>, sex: Option<Sex>) -> Vec<NikWarning> {
        let mut found = Vec::new();
        let possible = self.birth_dates();
        let is_date = possible.iter().any(Option::is_some);
        if !is_date {
            found.push(NikWarning::ImpossibleDate);
        }
        if !self.is_legacy() && regions().binary_search(&self.region()).is_err() {
            found.push(NikWarning::UnknownPrefix);
        }
        if let (Some(own), Some(form)) = (self.sex(), sex)
            && form != Sex::Unspecified
            && own != form
        {
            found.push(NikWarning::SexDiffers);
        }
        if is_date && birth.is_some_and(|birth| !possible.contains(&Some(birth))) {
            found.push(NikWarning::BirthDateDiffers);
        }
        if self.as_str().ends_with("0000") {
            found.push(NikWarning::SerialZero);
        }
        found
    }

    /// The birth digits read in the 20th and the 21st century.
    fn birth_dates(&self) -> [Option<PlainDate>; 2] {
        let day = match self.number(6) {
            day @ 41..=71 => day - 40,
            day => day,
        };
        [1900, 2000].map(|century| {
            PlainDate::new(century + self.number(10) as i32, self.number(8), day).ok()
        })
    }

    /// The two digits at `index`.
    fn number(&self, index: usize) -> u32 {
        u32::from(self.0[index] - b'0') * 10 + u32::from(self.0[index + 1] - b'0')
    }

    fn region(&self) -> u32 {
        (self.number(0) * 100 + self.number(2)) * 100 + self.number(4)
    }
}

impl fmt::Display for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Six-digit prefixes of all districts since 2015, sorted; built once.
fn regions() -> &'static [u32] {
    static TABLE: OnceLock<Vec<u32>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let prefixes = REGIONS
            .lines()
            .skip(1)
            .filter_map(|line| line.split(',').nth(1));
        let mut table: Vec<u32> = prefixes
            .filter(|p| p.len() == 6)
            .filter_map(|p| p.parse().ok())
            .collect();
        table.sort_unstable();
        table.dedup();
        table
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn nik(text: &str) -> Nik {
        Nik::parse(text).expect("16 digits in the test table")
    }

    fn day(text: &str) -> PlainDate {
        text.parse().expect("a day in the test table")
    }

    const TODAY: &str = "2026-11-24";

    #[test]
    fn only_the_length_is_an_error() {
        assert_eq!(nik("6503.0245 0705-0001").as_str(), "6503024507050001");
        assert_eq!(Nik::parse("6,50302E+15"), Err(NikError::Scientific));
        for raw in [
            "650302",
            "65030245070500011",
            "6503024507O50001",
            "",
            "６503024507050001",
        ] {
            assert_eq!(Nik::parse(raw), Err(NikError::NotSixteenDigits), "{raw}");
        }
    }

    #[test]
    fn the_published_vectors_read_as_described() {
        for (raw, sex, birth) in [
            ("6503024507050001", Sex::Female, "2005-07-05"),
            ("6405021203850003", Sex::Male, "1985-03-12"),
            ("6503027107050001", Sex::Female, "2005-07-31"),
            ("3515140508680001", Sex::Male, "1968-08-05"),
            ("3515144508680002", Sex::Female, "1968-08-05"),
        ] {
            let nik = nik(raw);
            assert_eq!(
                (nik.sex(), nik.birth_date(day(TODAY))),
                (Some(sex), Some(day(birth))),
                "{raw}"
            );
            assert_eq!(
                nik.warnings(Some(day(birth)), Some(sex)),
                [],
                "{raw} agrees with its form"
            );
        }
    }

    #[test]
    fn prefixes_from_before_the_split_are_accepted_as_legacy() {
        assert!(nik("6405021203850003").is_legacy(), "Nunukan before 2012");
        assert!(!nik("6503024507050001").is_legacy());
        assert_eq!(
            nik("9999991203850003").warnings(None, None),
            [NikWarning::UnknownPrefix]
        );
    }

    #[test]
    fn doubts_are_warnings() {
        assert_eq!(
            nik("6503023213050001").warnings(None, None),
            [NikWarning::ImpossibleDate],
            "day 32, month 13"
        );
        assert_eq!(
            nik("6503020507050000").warnings(None, None),
            [NikWarning::SerialZero]
        );
        let woman = nik("6503024507050001");
        assert_eq!(
            woman.warnings(None, Some(Sex::Male)),
            [NikWarning::SexDiffers]
        );
        assert_eq!(
            woman.warnings(None, Some(Sex::Unspecified)),
            [],
            "an open sex contradicts nothing"
        );
        assert_eq!(
            woman.warnings(Some(day("2005-07-06")), None),
            [NikWarning::BirthDateDiffers]
        );
        assert_eq!(
            woman.warnings(Some(day("1905-07-05")), None),
            [],
            "the century is not in the number"
        );
    }

    #[test]
    fn the_century_is_chosen_by_age() {
        assert_eq!(
            nik("6503020507260001").birth_date(day(TODAY)),
            None,
            "born 1926 or four months ago: ask"
        );
        assert_eq!(
            nik("6503020507270001").birth_date(day(TODAY)),
            Some(day("1927-07-05")),
            "not in the future"
        );
        assert_eq!(
            nik("6503022902040001").birth_date(day(TODAY)),
            Some(day("2004-02-29"))
        );
        assert_eq!(
            nik("6503022902010001").birth_date(day(TODAY)),
            None,
            "no leap day in 1901 or 2001"
        );
    }

    #[test]
    fn the_table_holds_every_district() {
        assert!(regions().len() > 7_000, "{} prefixes", regions().len());
    }

    proptest! {
        #[test]
        fn any_sixteen_digits_can_be_asked_anything(raw in "[0-9]{16}") {
            let nik = nik(&raw);
            prop_assert_eq!(nik.to_string(), raw);
            prop_assert!(nik.warnings(None, nik.sex()).len() <= 3);
        }
    }
}
