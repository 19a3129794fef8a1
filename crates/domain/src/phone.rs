//! Phone numbers in one comparable form, E.164 (identifiers 4.5).
//!
//! What must hold: `+`, country code, national number, nothing else; Indonesian and Malaysian numbers have a length
//! and beginning that exist there. The text as typed stays with the caller.
//!
//! Not here: whether a number is in use, or what it means that two people share one.

use std::fmt;

use crate::text::hidden_debug;

/// Where a number without country code was written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Country {
    /// Country code 62.
    Indonesia,
    /// Country code 60.
    Malaysia,
}

/// The text is not a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a phone number")]
pub struct PhoneError;

/// A phone number in E.164 form, `+6281200000101`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(String);

hidden_debug!(PhoneNumber);

impl PhoneNumber {
    /// Reads a number as people write it: with spaces, dots, dashes, slashes, brackets; with `+`, `00` or bare country
    /// code; `08…` is an Indonesian mobile and `01…` a Malaysian one wherever it was written; any other number with
    /// a leading zero belongs to `default`. An Indonesian mobile that a spreadsheet robbed of its zero is accepted.
    ///
    /// # Errors
    /// Anything else.
    pub fn parse(text: &str, default: Country) -> Result<Self, PhoneError> {
        let digits = digits(text).ok_or(PhoneError)?;
        let international = text
            .trim_start_matches(|c: char| c != '+' && !c.is_ascii_digit())
            .starts_with('+');
        if international {
            return e164(&digits);
        }
        if let Some(rest) = digits.strip_prefix("00") {
            return e164(rest);
        }
        if let Some(rest) = digits.strip_prefix('0') {
            return national(rest, default);
        }
        let with_code = e164(&digits).ok().filter(|n| n.country().is_some());
        if let Some(number) = with_code {
            return Ok(number);
        }
        if default == Country::Indonesia && is_indonesian_mobile(&digits) {
            return Ok(Self(format!("+62{digits}")));
        }
        Err(PhoneError)
    }

    /// The number in E.164 form. Personal: not for logs.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Indonesia or Malaysia; `None` for any other country.
    pub fn country(&self) -> Option<Country> {
        match self.0.get(..3) {
            Some("+62") => Some(Country::Indonesia),
            Some("+60") => Some(Country::Malaysia),
            _ => None,
        }
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The digits, or `None` when something stands between them that is no part of a number.
fn digits(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '0'..='9' => out.push(c),
            '+' if out.is_empty() => {}
            '.' | '-' | '(' | ')' | '/' | '\'' | '‐'..='―' => {}
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    Some(out)
}

/// A number with country code; a trunk zero written after the code (`+62 (0)812`) is dropped.
fn e164(digits: &str) -> Result<PhoneNumber, PhoneError> {
    let valid = if let Some(rest) = digits.strip_prefix("62") {
        return indonesian(rest.strip_prefix('0').unwrap_or(rest));
    } else if let Some(rest) = digits.strip_prefix("60") {
        return malaysian(rest.strip_prefix('0').unwrap_or(rest));
    } else {
        (8..=15).contains(&digits.len()) && !digits.starts_with('0')
    };
    if valid {
        Ok(PhoneNumber(format!("+{digits}")))
    } else {
        Err(PhoneError)
    }
}

/// A number whose trunk zero was removed.
fn national(rest: &str, default: Country) -> Result<PhoneNumber, PhoneError> {
    match (rest.as_bytes().first(), default) {
        (Some(b'1'), _) => malaysian(rest),
        (Some(b'8'), Country::Malaysia) => malaysian(rest).or_else(|_| indonesian(rest)),
        (Some(b'8'), Country::Indonesia) => indonesian(rest),
        (_, Country::Malaysia) => malaysian(rest),
        (_, Country::Indonesia) => indonesian(rest),
    }
}

fn indonesian(rest: &str) -> Result<PhoneNumber, PhoneError> {
    let fixed = matches!(rest.as_bytes().first(), Some(b'2'..=b'7' | b'9'))
        && (7..=11).contains(&rest.len());
    if fixed || is_indonesian_mobile(rest) {
        Ok(PhoneNumber(format!("+62{rest}")))
    } else {
        Err(PhoneError)
    }
}

/// `8[1-35-9]` and seven to ten more digits.
fn is_indonesian_mobile(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    matches!(bytes, [b'8', b'1'..=b'3' | b'5'..=b'9', ..]) && (9..=12).contains(&bytes.len())
}

fn malaysian(rest: &str) -> Result<PhoneNumber, PhoneError> {
    let valid = match rest.as_bytes().first() {
        Some(b'1') => (9..=10).contains(&rest.len()),
        Some(b'3'..=b'9') => (8..=9).contains(&rest.len()),
        _ => false,
    };
    if valid {
        Ok(PhoneNumber(format!("+60{rest}")))
    } else {
        Err(PhoneError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_read_to_e164() {
        for (raw, e164) in [
            ("0811-5445-110", "+628115445110"),
            ("011-2527 9996", "+601125279996"),
            ("0812-0000-0101", "+6281200000101"),
            ("+62 812 0000 0104", "+6281200000104"),
            ("62 812 0000 0104", "+6281200000104"),
            ("0062 81200000104", "+6281200000104"),
            ("+62 (0)812-0000-0104", "+6281200000104"),
            ("81200000104", "+6281200000104"),
            ("+60 11 0000 0201", "+601100000201"),
            ("+60110000 0201", "+601100000201"),
            ("011-0000 0201", "+601100000201"),
            ("(0551) 21234", "+6255121234"),
            ("+65 6123 4567", "+6561234567"),
            ("0812\u{a0}0000\u{a0}0101", "+6281200000101"),
        ] {
            let read = PhoneNumber::parse(raw, Country::Indonesia);
            assert_eq!(read.as_ref().map(PhoneNumber::as_str), Ok(e164), "{raw}");
        }
    }

    #[test]
    fn a_sabah_landline_needs_the_malaysian_default() {
        let number = PhoneNumber::parse("089-771 234", Country::Malaysia);
        assert_eq!(number.as_ref().map(PhoneNumber::as_str), Ok("+6089771234"));
        assert_eq!(number.map(|n| n.country()), Ok(Some(Country::Malaysia)));
    }

    #[test]
    fn what_no_network_has_is_refused() {
        for raw in [
            "",
            "-",
            "0812",
            "0841-0000-0101",
            "8,12E+11",
            "0812xxxx0101",
            "12345",
            "081200000101 / 081200000102",
            "+0812",
        ] {
            assert_eq!(
                PhoneNumber::parse(raw, Country::Indonesia),
                Err(PhoneError),
                "{raw}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_was_read_reads_again_to_itself(raw in "[+0-9 .()-]{0,20}") {
            if let Ok(number) = PhoneNumber::parse(&raw, Country::Indonesia) {
                prop_assert_eq!(PhoneNumber::parse(number.as_str(), Country::Malaysia), Ok(number));
            }
        }
    }
}
