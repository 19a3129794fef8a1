//! Check digits of TD3: which fields are sound, and what a misread character could have been.
//!
//! Weights 7, 3, 1; digits count as themselves, letters 10 to 35, filler 0; the sum modulo 10 (ICAO 9303-3, 4.9).

use std::fmt;
use std::ops::Range;

use super::{LINE, MrzDate};
use crate::sensitive::Sensitive;
use crate::text::codes;
use crate::time::PlainDate;

codes! {
    /// A part of the second line that has a check digit.
    MrzField {
        /// Positions 1 to 9, check digit 10.
        DocumentNumber = "document_number",
        /// Positions 14 to 19, check digit 20.
        BirthDate = "birth_date",
        /// Positions 22 to 27, check digit 28.
        ExpiryDate = "expiry_date",
        /// Positions 29 to 42, check digit 43, which may be a filler when the field is empty.
        PersonalNumber = "personal_number",
        /// Check digit 44 over 1 to 10, 14 to 20 and 22 to 43.
        Composite = "composite",
    }
}

impl MrzField {
    /// Positions in the second line, from 0; the check digit follows directly.
    const fn range(self) -> Range<usize> {
        match self {
            Self::DocumentNumber => 0..9,
            Self::BirthDate => 13..19,
            Self::ExpiryDate => 21..27,
            Self::PersonalNumber => 28..42,
            Self::Composite => 0..LINE - 1,
        }
    }

    const fn has_date(self) -> bool {
        matches!(self, Self::BirthDate | Self::ExpiryDate)
    }
}

/// Pairs that character recognition confuses (identifiers 4.4).
const CONFUSED: [(u8, u8); 6] = [
    (b'0', b'O'),
    (b'1', b'I'),
    (b'2', b'Z'),
    (b'5', b'S'),
    (b'8', b'B'),
    (b'6', b'G'),
];

/// Two lines of 44 characters of `A-Z0-9<`; nothing else is known about them.
#[derive(Clone, PartialEq, Eq)]
pub struct MrzLines {
    pub(super) first: String,
    pub(super) second: String,
}

/// What the check digits say when they do not all agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFailure {
    /// The field to look at first.
    pub field: MrzField,
    /// Every field whose check digit differs. The composite is listed only when it is the only one.
    pub failed: Vec<MrzField>,
    /// Fields whose check digit agrees; an empty personal number counts as sound.
    pub verified: Vec<MrzField>,
    /// The lines as scanned, so that only the failed field has to be typed.
    pub lines: MrzLines,
}

/// A reading that would satisfy all check digits if one character was confused with its look-alike. To be offered
/// to a person who holds the passport, never applied silently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MrzSuggestion {
    /// The field that changes.
    pub field: MrzField,
    /// Its text after the change; for dates `YYMMDD`.
    pub value: Sensitive<String>,
    /// The lines after the change.
    pub lines: MrzLines,
}

impl MrzLines {
    /// `None` unless both lines have 44 characters of `A-Z0-9<`.
    pub fn new(first: &str, second: &str) -> Option<Self> {
        let fits = |line: &str| line.len() == LINE && line.bytes().all(is_mrz_character);
        (fits(first) && fits(second)).then(|| Self {
            first: first.to_owned(),
            second: second.to_owned(),
        })
    }

    /// Upper line. Personal: not for logs.
    pub fn first(&self) -> &str {
        &self.first
    }

    /// Lower line. Personal: not for logs.
    pub fn second(&self) -> &str {
        &self.second
    }

    /// The text of a field, fillers included.
    pub fn field(&self, field: MrzField) -> &str {
        &self.second[field.range()]
    }

    /// The same lines with one field as typed by an officer who looks at the passport: upper-cased, padded with
    /// fillers, its check digit and the composite computed. `None` when it does not fit.
    pub fn corrected(&self, field: MrzField, typed: &str) -> Option<Self> {
        let range = field.range();
        let typed: String = typed.trim().to_ascii_uppercase();
        if field == MrzField::Composite
            || typed.len() > range.len()
            || !typed.bytes().all(is_mrz_character)
        {
            return None;
        }
        let second = format!(
            "{}{typed:<<1$}{2}",
            &self.second[..range.start],
            range.len(),
            &self.second[range.end..]
        );
        let mut lines = Self {
            first: self.first.clone(),
            second,
        };
        lines.set_digit(field);
        lines.set_digit(MrzField::Composite);
        Some(lines)
    }

    /// The same lines with every check digit computed. For composing.
    pub fn with_check_digits(mut self) -> Self {
        for field in MrzField::ALL {
            self.set_digit(*field);
        }
        self
    }

    fn set_digit(&mut self, field: MrzField) {
        let end = field.range().end;
        let digit =
            if field == MrzField::PersonalNumber && self.field(field).bytes().all(|b| b == b'<') {
                '<'
            } else {
                char::from(b'0' + self.expected(field))
            };
        let mut buffer = [0; 4];
        self.second
            .replace_range(end..=end, digit.encode_utf8(&mut buffer));
    }

    fn expected(&self, field: MrzField) -> u8 {
        let line = self.second.as_bytes();
        match field {
            MrzField::Composite => check_digit(
                line[0..10]
                    .iter()
                    .chain(&line[13..20])
                    .chain(&line[21..43])
                    .copied(),
            ),
            field => check_digit(line[field.range()].iter().copied()),
        }
    }

    fn agrees(&self, field: MrzField) -> bool {
        let digit = self.second.as_bytes()[field.range().end];
        let empty =
            field == MrzField::PersonalNumber && self.field(field).bytes().all(|b| b == b'<');
        digit == b'0' + self.expected(field) || (empty && digit == b'<')
    }

    fn with_character(&self, index: usize, character: u8) -> Self {
        let mut second = self.second.clone();
        let mut buffer = [0; 4];
        second.replace_range(
            index..=index,
            char::from(character).encode_utf8(&mut buffer),
        );
        Self {
            first: self.first.clone(),
            second,
        }
    }
}

impl fmt::Debug for MrzLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MrzLines([hidden])")
    }
}

impl fmt::Display for MrzLines {
    /// Both lines with a line break between them, as [`super::Mrz::parse`] reads them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.first, self.second)
    }
}

/// Whether the byte may stand in a zone.
pub(super) const fn is_mrz_character(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<'
}

/// What fails in these lines; `None` when everything agrees.
pub(super) fn failure(lines: &MrzLines) -> Option<CheckFailure> {
    let (verified, mut failed): (Vec<_>, Vec<_>) = MrzField::ALL
        .iter()
        .partition(|field| lines.agrees(**field));
    let field = *failed.first()?;
    if failed.len() > 1 {
        failed.retain(|field| *field != MrzField::Composite);
    }
    let verified = verified
        .into_iter()
        .filter(|field| *field != MrzField::Composite)
        .collect();
    Some(CheckFailure {
        field,
        failed,
        verified,
        lines: lines.clone(),
    })
}

/// The only way, if there is exactly one, to satisfy all check digits by swapping one character with its look-alike,
/// with dates that make sense on `today`.
pub(super) fn suggestion(failure: &CheckFailure, today: PlainDate) -> Option<MrzSuggestion> {
    let [field] = failure.failed[..] else {
        return None;
    };
    let positions = match field {
        MrzField::Composite => LINE - 1..LINE,
        field => field.range().start..field.range().end + 1,
    };
    let mut found = positions.flat_map(|index| {
        let character = failure.lines.second.as_bytes()[index];
        look_alikes(character).map(move |other| failure.lines.with_character(index, other))
    });
    let mut fitting = found
        .by_ref()
        .filter(|lines| self::failure(lines).is_none() && makes_sense(lines, field, today));
    let lines = fitting.next()?;
    if fitting.next().is_some() {
        return None;
    }
    let value = if field == MrzField::Composite {
        &lines.second[LINE - 1..]
    } else {
        lines.field(field)
    };
    Some(MrzSuggestion {
        field,
        value: Sensitive::new(value.to_owned()),
        lines,
    })
}

fn look_alikes(character: u8) -> impl Iterator<Item = u8> {
    CONFUSED
        .into_iter()
        .filter_map(move |(digit, letter)| match character {
            c if c == digit => Some(letter),
            c if c == letter => Some(digit),
            _ => None,
        })
}

fn makes_sense(lines: &MrzLines, field: MrzField, today: PlainDate) -> bool {
    if !field.has_date() {
        return true;
    }
    MrzDate::parse(lines.field(field)).is_some_and(|date| match field {
        MrzField::BirthDate => !date.is_complete() || date.in_the_past(today).is_some(),
        _ => true,
    })
}

fn check_digit(characters: impl Iterator<Item = u8>) -> u8 {
    let value = |c: u8| match c {
        b'0'..=b'9' => u32::from(c - b'0'),
        b'A'..=b'Z' => u32::from(c - b'A') + 10,
        _ => 0,
    };
    let sum: u32 = characters
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(c, weight)| value(c) * weight)
        .sum();
    (sum % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    fn lines(second: &str) -> MrzLines {
        MrzLines::new("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", second)
            .expect("the shape is right")
    }

    fn today() -> PlainDate {
        "2012-01-01".parse().expect("a day")
    }

    #[test]
    fn the_specimen_agrees_in_every_field() {
        assert_eq!(failure(&lines(SECOND)), None);
        assert_eq!(
            lines(SECOND).with_check_digits(),
            lines(SECOND),
            "computing gives the printed digits"
        );
    }

    #[test]
    fn a_confused_character_is_suggested_and_the_lines_are_kept() {
        let misread = lines(&SECOND.replacen('0', "O", 1));
        let failure = failure(&misread).expect("O is not 0");
        let offer = suggestion(&failure, today()).expect("one look-alike fits");
        assert_eq!(
            (offer.field, offer.lines.second()),
            (MrzField::DocumentNumber, SECOND)
        );
        assert_eq!(offer.value.expose("test"), "L898902C3");
        assert_eq!(failure.lines, misread, "nothing was applied");
    }

    #[test]
    fn an_error_that_no_look_alike_explains_has_no_suggestion() {
        let failure =
            failure(&lines(&SECOND.replacen("7408122", "7408142", 1))).expect("4 is not 2");
        assert_eq!(failure.failed, [MrzField::BirthDate]);
        assert_eq!(suggestion(&failure, today()), None);
    }

    #[test]
    fn an_officer_types_only_the_failed_field() {
        let broken = lines(&SECOND.replacen("7408122", "7408142", 1));
        assert_eq!(
            broken.corrected(MrzField::BirthDate, "740812"),
            Some(lines(SECOND))
        );
        assert_eq!(
            broken.corrected(MrzField::DocumentNumber, "much too long"),
            None
        );
        let short = broken
            .corrected(MrzField::PersonalNumber, "")
            .expect("an empty field fits");
        assert!(short.agrees(MrzField::PersonalNumber));
    }
}
