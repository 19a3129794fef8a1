//! The machine-readable zone of a passport (TD3, two lines of 44 characters; ICAO 9303-3 and 9303-4).
//!
//! What must hold: an [`Mrz`] has passed every check digit and its dates name days that exist. A failed check digit
//! means *misread* first: the failure says which fields are sound, keeps the lines, and may offer a correction, which
//! is never applied silently. Nothing here is a sign of risk.
//!
//! Not here: cards (TD1, TD2) and visas, whether the chip or the paper is genuine, and the clock: two-digit years
//! are read against a `today` that the caller passes in.

mod check;
mod compose;
mod scan;

use std::fmt;

pub use check::{CheckFailure, MrzField, MrzLines, MrzSuggestion};
pub use compose::MrzParts;
pub use scan::{ScanProblem, read_scan};

use crate::document::{DocumentKind, Nationality, PassportNumber, Sex};
use crate::text::{FullName, folded};
use crate::time::PlainDate;

/// Characters of a TD3 line.
pub const LINE: usize = 44;
/// Characters of the name field; longer names are cut there (9303-4).
const NAME: usize = 39;
/// Oldest age that a two-digit birth year can mean (identifiers 4.1).
const OLDEST: i32 = 110;

/// Why two lines are not a passport's zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MrzError {
    /// Not two lines of 44 characters of `A-Z0-9<`.
    #[error("not two lines of 44 characters")]
    Shape,
    /// The first letter is not `P`: another kind of document.
    #[error("not the zone of a passport")]
    NotAPassport,
    /// Name or document number has no character.
    #[error("the {0} is empty")]
    Missing(&'static str),
    /// At least one check digit differs.
    #[error("the check digit of the {} differs", .0.field)]
    CheckFailed(Box<CheckFailure>),
    /// The check digit agrees, but no such day exists.
    #[error("the {0} is no calendar day")]
    ImpossibleDate(MrzField),
}

/// The name as the zone prints it: letters only, words separated by spaces.
#[derive(Clone, PartialEq, Eq)]
pub struct MrzName {
    /// Primary identifier: the surname, or the whole name of a person with one name.
    pub primary: String,
    /// Secondary identifier; absent for many Indonesian passports, and that is complete.
    pub secondary: Option<String>,
    /// The field is full to its last character, so the name may be longer: compare by prefix.
    pub truncated: bool,
}

/// A date with a two-digit year; month and day may be left open (`<<`, 9303-3 section 4.8).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MrzDate {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
}

/// A passport's zone that was read without error.
#[derive(Clone, PartialEq, Eq)]
pub struct Mrz {
    lines: MrzLines,
    name: MrzName,
    document_number: PassportNumber,
    birth: MrzDate,
    expiry: MrzDate,
    sex: Option<Sex>,
}

impl Mrz {
    /// Reads two lines, separated by a line break, exactly as printed.
    ///
    /// # Errors
    /// Wrong shape, another document, a failed check digit, a date that does not exist, an empty name or number.
    pub fn parse(text: &str) -> Result<Self, MrzError> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        match (lines.next(), lines.next(), lines.next()) {
            (Some(first), Some(second), None) => {
                Self::read(MrzLines::new(first, second).ok_or(MrzError::Shape)?)
            }
            _ => Err(MrzError::Shape),
        }
    }

    /// Reads lines whose shape is known already.
    ///
    /// # Errors
    /// As [`Mrz::parse`], except for the shape.
    pub fn read(lines: MrzLines) -> Result<Self, MrzError> {
        if !lines.first().starts_with('P') {
            return Err(MrzError::NotAPassport);
        }
        if let Some(failure) = check::failure(&lines) {
            return Err(MrzError::CheckFailed(Box::new(failure)));
        }
        let date =
            |field| MrzDate::parse(lines.field(field)).ok_or(MrzError::ImpossibleDate(field));
        let birth = date(MrzField::BirthDate)?;
        let expiry = date(MrzField::ExpiryDate)?;
        let name = MrzName::parse(&lines.first()[5..]).ok_or(MrzError::Missing("name"))?;
        let number = lines.field(MrzField::DocumentNumber).replace('<', "");
        let document_number =
            PassportNumber::parse(&number).map_err(|_| MrzError::Missing("document number"))?;
        let sex = match lines.second().as_bytes()[20] {
            b'F' => Some(Sex::Female),
            b'M' => Some(Sex::Male),
            b'<' | b'X' => Some(Sex::Unspecified),
            _ => None,
        };
        Ok(Self {
            name,
            document_number,
            birth,
            expiry,
            sex,
            lines,
        })
    }

    /// Valid lines for these parts: names and codes are transliterated, cut to length and padded, check digits are
    /// computed. For training data and tests.
    pub fn compose(parts: &MrzParts<'_>) -> String {
        compose::compose(parts).to_string()
    }

    /// The two lines as printed.
    pub const fn lines(&self) -> &MrzLines {
        &self.lines
    }

    /// Primary and secondary identifier, kept aside from the full name.
    pub const fn name(&self) -> &MrzName {
        &self.name
    }

    /// The document number.
    pub const fn document_number(&self) -> &PassportNumber {
        &self.document_number
    }

    /// Three-letter code of the issuing state, `IDN`.
    pub fn issuing_state(&self) -> &str {
        self.lines.first()[2..5].trim_end_matches('<')
    }

    /// Three-letter code of the nationality.
    pub fn nationality_code(&self) -> &str {
        self.lines.second()[10..13].trim_end_matches('<')
    }

    /// Nationality as the checklist needs it; `None` when the field has no code.
    pub fn nationality(&self) -> Option<Nationality> {
        Nationality::from_icao(self.nationality_code())
    }

    /// Indonesian passport, or passport of another state.
    pub fn kind(&self) -> DocumentKind {
        if self.issuing_state() == "IDN" {
            DocumentKind::Passport
        } else {
            DocumentKind::ForeignPassport
        }
    }

    /// Sex; `None` when the character is none of those of 9303-4 (it has no check digit).
    pub const fn sex(&self) -> Option<Sex> {
        self.sex
    }

    /// Optional data, in an Indonesian passport often the NIK; `None` when empty.
    pub fn personal_number(&self) -> Option<&str> {
        let number = self
            .lines
            .field(MrzField::PersonalNumber)
            .trim_end_matches('<');
        (!number.is_empty()).then_some(number)
    }

    /// Birth date: in the past, at most 110 years ago. `None` when parts are left open or no century fits.
    pub fn birth_date(&self, today: PlainDate) -> Option<PlainDate> {
        self.birth.in_the_past(today)
    }

    /// Last day of validity: in the century that lies nearest to `today`.
    pub fn expiry_date(&self, today: PlainDate) -> Option<PlainDate> {
        self.expiry.nearest(today)
    }

    /// Whether the birth date has parts left open (`<<`).
    pub const fn birth_is_partial(&self) -> bool {
        !self.birth.is_complete()
    }

    /// The name in one field, given names first; cut where the zone cut it.
    pub fn full_name(&self) -> Option<FullName> {
        FullName::parse(&self.name.in_order()).ok()
    }

    /// Whether a name from another paper agrees: same words in either order, by prefix when the zone cut the name.
    pub fn name_agrees(&self, other: &FullName) -> bool {
        let tight = |text: &str| folded(text).replace(' ', "");
        let other_tight = tight(other.as_str());
        let surname_first = format!(
            "{} {}",
            self.name.primary,
            self.name.secondary.as_deref().unwrap_or("")
        );
        let written = [self.name.in_order(), surname_first].map(|name| tight(&name));
        if written.contains(&other_tight) {
            return true;
        }
        self.name.truncated
            && written
                .iter()
                .any(|name| other_tight.starts_with(name.as_str()))
    }
}

impl fmt::Debug for Mrz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mrz([hidden])")
    }
}

impl fmt::Debug for MrzName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MrzName([hidden])")
    }
}

impl fmt::Debug for MrzDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MrzDate([hidden])")
    }
}

impl MrzName {
    fn parse(field: &str) -> Option<Self> {
        let truncated = !field[..NAME].ends_with('<');
        let words = |part: &str| {
            part.split('<')
                .filter(|w| !w.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let field = field.trim_start_matches('<');
        let (primary, secondary) = field.split_once("<<").unwrap_or((field, ""));
        let (primary, secondary) = (words(primary), words(secondary));
        (!primary.is_empty()).then(|| Self {
            primary,
            secondary: Some(secondary).filter(|s| !s.is_empty()),
            truncated,
        })
    }

    fn in_order(&self) -> String {
        match &self.secondary {
            Some(given) => format!("{given} {}", self.primary),
            None => self.primary.clone(),
        }
    }
}

impl MrzDate {
    /// `None` when a known part cannot be a date in any century.
    fn parse(field: &str) -> Option<Self> {
        let part = |text: &str| match text {
            "<<" => Some(None),
            text if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok().map(Some),
            _ => None,
        };
        let date = Self {
            year: part(&field[..2])?,
            month: part(&field[2..4])?,
            day: part(&field[4..6])?,
        };
        let possible = match (date.year, date.month, date.day) {
            (Some(_), Some(_), Some(_)) => date.readings().iter().any(Option::is_some),
            (_, Some(month), Some(day)) => PlainDate::new(2000, month, day).is_ok(),
            (_, Some(month), None) => (1..=12).contains(&month),
            (_, None, Some(day)) => (1..=31).contains(&day),
            (_, None, None) => true,
        };
        possible.then_some(date)
    }

    const fn is_complete(self) -> bool {
        self.year.is_some() && self.month.is_some() && self.day.is_some()
    }

    /// The date in the 20th and the 21st century.
    fn readings(self) -> [Option<PlainDate>; 2] {
        let (Some(year), Some(month), Some(day)) = (self.year, self.month, self.day) else {
            return [None, None];
        };
        [1900, 2000].map(|century| PlainDate::new(century + year as i32, month, day).ok())
    }

    fn in_the_past(self, today: PlainDate) -> Option<PlainDate> {
        let fits = |date: &PlainDate| *date <= today && date.years_until(today) <= OLDEST;
        self.readings().into_iter().flatten().filter(fits).max()
    }

    fn nearest(self, today: PlainDate) -> Option<PlainDate> {
        self.readings()
            .into_iter()
            .flatten()
            .min_by_key(|date| date.days_until(today).abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The specimen of 9303-4.
    const SPECIMEN: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";

    fn day(text: &str) -> PlainDate {
        text.parse().expect("a day in the test table")
    }

    fn name(text: &str) -> FullName {
        FullName::parse(text).expect("a name in the test table")
    }

    fn indonesian<'a>(primary: &'a str, secondary: &'a str) -> MrzParts<'a> {
        MrzParts {
            issuing_state: "IDN",
            nationality: "IDN",
            primary,
            secondary,
            document_number: "X0000471",
            birth: day("2001-09-14"),
            sex: Sex::Female,
            expiry: day("2031-05-20"),
            personal_number: "",
        }
    }

    fn composed(parts: &MrzParts<'_>) -> Mrz {
        Mrz::parse(&Mrz::compose(parts)).expect("composed lines are valid")
    }

    #[test]
    fn the_specimen_reads_with_all_its_fields() {
        let mrz = Mrz::parse(SPECIMEN).expect("the specimen is valid");
        let today = day("2012-01-01");
        assert_eq!(mrz.document_number().as_str(), "L898902C3");
        assert_eq!(
            (mrz.issuing_state(), mrz.nationality()),
            ("UTO", Some(Nationality::Other))
        );
        assert_eq!(mrz.birth_date(today), Some(day("1974-08-12")));
        assert_eq!(mrz.expiry_date(today), Some(day("2012-04-15")));
        assert_eq!(
            (mrz.sex(), mrz.personal_number()),
            (Some(Sex::Female), Some("ZE184226B"))
        );
        assert_eq!(mrz.full_name(), Some(name("ANNA MARIA ERIKSSON")));
        assert_eq!(mrz.kind(), DocumentKind::ForeignPassport);
    }

    #[test]
    fn a_person_with_one_name_has_no_secondary_part() {
        let mrz = composed(&indonesian("SAIFUL", ""));
        assert_eq!(mrz.name().primary, "SAIFUL");
        assert_eq!(mrz.name().secondary, None);
        assert_eq!(
            mrz.full_name(),
            Some(name("SAIFUL")),
            "the whole name, no surname forced"
        );
        assert!(mrz.name_agrees(&name("Saiful")));
    }

    #[test]
    fn names_compare_without_apostrophes_and_in_either_order() {
        let mrz = composed(&indonesian("CONTOH'A-RAGA", "José"));
        assert!(
            mrz.lines()
                .first()
                .starts_with("P<IDNCONTOHA<RAGA<<JOSE<<<"),
            "apostrophe dropped, hyphen a filler"
        );
        assert!(mrz.name_agrees(&name("José Contoh’a Raga")));
        assert!(mrz.name_agrees(&name("CONTOHA-RAGA, JOSE")));
        assert!(!mrz.name_agrees(&name("JOSE CONTOH")));
    }

    #[test]
    fn a_name_cut_at_39_characters_compares_by_prefix() {
        let long = "MUHAMMAD ABDURRAHMAN CONTOH PANJANG SEKALI NAMANYA";
        let mrz = composed(&indonesian(long, ""));
        assert!(mrz.name().truncated);
        assert!(mrz.name_agrees(&name(long)), "the start agrees");
        assert!(
            !mrz.name_agrees(&name("MUHAMMAD ABDURRAHMAN")),
            "a shorter name is not the cut one"
        );
        assert!(!composed(&indonesian("SAIFUL", "")).name().truncated);
    }

    #[test]
    fn an_empty_personal_number_may_have_filler_or_zero_as_check_digit() {
        for digit in ["<", "0"] {
            let text = Mrz::compose(&indonesian("SAIFUL", ""));
            let lines = format!(
                "{}{digit}{}",
                &text[..text.len() - 2],
                &text[text.len() - 1..]
            );
            let mrz = Mrz::parse(&lines).expect("both forms are allowed by 9303-4");
            assert_eq!(mrz.personal_number(), None);
        }
    }

    #[test]
    fn a_wrong_check_digit_names_the_field_and_what_is_sound() {
        use MrzField as F;
        for (index, field, sound) in [
            (
                0,
                F::DocumentNumber,
                vec![F::BirthDate, F::ExpiryDate, F::PersonalNumber],
            ),
            (
                14,
                F::BirthDate,
                vec![F::DocumentNumber, F::ExpiryDate, F::PersonalNumber],
            ),
            (
                22,
                F::ExpiryDate,
                vec![F::DocumentNumber, F::BirthDate, F::PersonalNumber],
            ),
            (
                30,
                F::PersonalNumber,
                vec![F::DocumentNumber, F::BirthDate, F::ExpiryDate],
            ),
            (
                43,
                F::Composite,
                vec![
                    F::DocumentNumber,
                    F::BirthDate,
                    F::ExpiryDate,
                    F::PersonalNumber,
                ],
            ),
        ] {
            let mut text = SPECIMEN.as_bytes().to_vec();
            let at = LINE + 1 + index;
            text[at] = if text[at] == b'7' { b'3' } else { b'7' };
            let text = String::from_utf8(text).expect("ASCII");
            let Err(MrzError::CheckFailed(failure)) = Mrz::parse(&text) else {
                panic!("a changed character at {index} must fail its check digit")
            };
            assert_eq!(
                (failure.field, failure.verified),
                (field, sound),
                "character {index}"
            );
        }
    }

    #[test]
    fn unknown_birth_parts_are_accepted() {
        let mut text = Mrz::compose(&indonesian("SAIFUL", "")).into_bytes();
        text[LINE + 1 + 15..LINE + 1 + 19].copy_from_slice(b"<<<<");
        let text = String::from_utf8(text).expect("ASCII");
        let lines = MrzLines::new(&text[..LINE], &text[LINE + 1..])
            .expect("the shape is right")
            .with_check_digits();
        let mrz = Mrz::read(lines).expect("9303-3 allows open month and day");
        assert!(mrz.birth_is_partial());
        assert_eq!(mrz.birth_date(day("2026-11-24")), None);
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused_though_the_digits_agree() {
        let mut text = Mrz::compose(&indonesian("SAIFUL", "")).into_bytes();
        text[LINE + 1 + 13..LINE + 1 + 19].copy_from_slice(b"010231");
        let text = String::from_utf8(text).expect("ASCII");
        let lines = MrzLines::new(&text[..LINE], &text[LINE + 1..])
            .expect("the shape is right")
            .with_check_digits();
        assert_eq!(
            Mrz::read(lines),
            Err(MrzError::ImpossibleDate(MrzField::BirthDate))
        );
    }

    #[test]
    fn two_digit_years_follow_the_day_of_reading() {
        let born = |text| MrzDate::parse(text).and_then(|d| d.in_the_past(day("2026-11-24")));
        assert_eq!(born("261124"), Some(day("2026-11-24")), "born today");
        assert_eq!(born("261125"), Some(day("1926-11-25")), "not in the future");
        assert_eq!(born("000229"), Some(day("2000-02-29")));
        let expires = |text| MrzDate::parse(text).and_then(|d| d.nearest(day("2026-11-24")));
        assert_eq!(expires("360101"), Some(day("2036-01-01")));
        assert_eq!(
            expires("990101"),
            Some(day("1999-01-01")),
            "long expired, not in 73 years"
        );
    }

    #[test]
    fn other_documents_and_shapes_are_refused() {
        assert_eq!(Mrz::parse("P<UTO"), Err(MrzError::Shape));
        assert_eq!(
            Mrz::parse(&SPECIMEN.to_lowercase()),
            Err(MrzError::Shape),
            "normalising is the scanner's job"
        );
        assert_eq!(
            Mrz::parse(&format!("V{}", &SPECIMEN[1..])),
            Err(MrzError::NotAPassport)
        );
    }

    #[test]
    fn nothing_personal_reaches_debug_or_an_error() {
        let mrz = Mrz::parse(SPECIMEN).expect("the specimen is valid");
        let wrong = SPECIMEN.replace("7408122F", "7408123F");
        let error = Mrz::parse(&wrong).expect_err("a wrong check digit");
        let printed = format!(
            "{mrz:?} {:?} {error:?} {error} {:?}",
            mrz.name(),
            mrz.lines()
        );
        for secret in ["ERIKSSON", "L898902C3", "740812", "ZE184226B"] {
            assert!(!printed.contains(secret), "{secret} must not be printed");
        }
    }
}
