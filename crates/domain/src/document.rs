//! Travel documents: numbers, kinds, and the identity words printed in them.
//!
//! What must hold: a [`PassportNumber`] has 3 to 20 of `A-Z0-9`. Whether it *looks usual* is a notice, never a
//! rejection: the published shapes contradict each other (identifiers 4.3), and passports are also issued abroad.
//!
//! Not here: validity at a sailing date (a fact), the machine-readable zone ([`crate::mrz`]).

use std::fmt;

use crate::text::{codes, hidden_debug, is_scientific};

codes! {
    /// Kinds of travel document; the codes are those of the fact `doc.travel_document`.
    DocumentKind {
        /// Indonesian passport.
        Passport = "passport",
        /// *Pas lintas batas*, the border pass of residents; valid for Tawau town only.
        Plb = "plb",
        /// *Surat perjalanan laksana paspor*, a consular travel letter.
        Splp = "splp",
        /// Seafarer's book.
        SeamanBook = "seaman_book",
        /// Passport of another state.
        ForeignPassport = "foreign_passport",
    }
}

codes! {
    /// Sex as printed in a document. Never an input of a rule.
    Sex {
        /// Female.
        Female = "f",
        /// Male.
        Male = "m",
        /// Left open by the issuing state (`<` or `X`).
        Unspecified = "x",
    }
}

codes! {
    /// Nationality as far as the checklist needs it.
    Nationality {
        /// Indonesian.
        Indonesia = "idn",
        /// Malaysian.
        Malaysia = "mys",
        /// Any other.
        Other = "other",
    }
}

impl Nationality {
    /// From a three-letter code of ICAO 9303-3 section 5; `None` when it is not three letters (`D` is Germany's).
    pub fn from_icao(code: &str) -> Option<Self> {
        match code {
            "IDN" => Some(Self::Indonesia),
            "MYS" => Some(Self::Malaysia),
            "D" => Some(Self::Other),
            _ if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => {
                Some(Self::Other)
            }
            _ => None,
        }
    }
}

/// Why a text is not a document number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassportNumberError {
    /// Nothing but spaces and punctuation.
    #[error("the document number is empty")]
    Empty,
    /// A spreadsheet replaced the number by `5,13E+08`: digits are lost and must be typed again.
    #[error("the document number has become scientific notation")]
    Scientific,
    /// Fewer than 3 or more than 20 letters and digits.
    #[error("a document number has 3 to 20 letters and digits, this one has {count}")]
    Length {
        /// Letters and digits found.
        count: usize,
    },
    /// A character outside `A-Z0-9` that is neither space nor punctuation.
    #[error("a document number has only the letters A to Z and digits")]
    Character,
}

/// Number of a passport or another travel document: upper case, without spaces and punctuation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassportNumber(String);

hidden_debug!(PassportNumber);

impl PassportNumber {
    /// Reads a number as people and spreadsheets write it: `X 0000 472`, `X-0000.601`, `x0000601`.
    ///
    /// # Errors
    /// Empty, scientific notation, wrong length, or a letter that no document number has.
    pub fn parse(text: &str) -> Result<Self, PassportNumberError> {
        if is_scientific(text) {
            return Err(PassportNumberError::Scientific);
        }
        let number: String = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if number.is_empty() {
            return Err(PassportNumberError::Empty);
        }
        if !number.is_ascii() {
            return Err(PassportNumberError::Character);
        }
        if !(3..=20).contains(&number.len()) {
            return Err(PassportNumberError::Length {
                count: number.len(),
            });
        }
        Ok(Self(number))
    }

    /// The number. Personal: not for logs.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has the usual shape of an Indonesian passport, one or two letters and six or seven digits
    /// (identifiers 4.3, soft rule). Otherwise a person should look again; nothing more.
    pub fn usual_shape(&self) -> bool {
        let letters = self.0.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = self.0.len() - letters;
        (1..=2).contains(&letters)
            && (6..=7).contains(&digits)
            && self.0.bytes().skip(letters).all(|b| b.is_ascii_digit())
    }
}

impl fmt::Display for PassportNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_numbers_in_many_ways() {
        for raw in [
            "X0000471",
            "x 0000 471",
            "X-0000.471",
            "'X0000471",
            "X\u{a0}0000471",
            "X/0000471",
        ] {
            assert_eq!(
                PassportNumber::parse(raw)
                    .as_ref()
                    .map(PassportNumber::as_str),
                Ok("X0000471"),
                "{raw}"
            );
        }
    }

    #[test]
    fn what_is_not_a_number_says_why() {
        use PassportNumberError as E;
        for (raw, error) in [
            (" - ", E::Empty),
            ("5,13E+08", E::Scientific),
            ("X1", E::Length { count: 2 }),
            ("X00000000000000000000", E::Length { count: 21 }),
            ("Ж0000471", E::Character),
        ] {
            assert_eq!(PassportNumber::parse(raw), Err(error), "{raw}");
        }
    }

    #[test]
    fn the_usual_shape_is_one_or_two_letters_and_six_or_seven_digits() {
        for (raw, usual) in [
            ("X0000471", true),
            ("AB0000607", true),
            ("AB123456", true),
            ("K00000519", false),
            ("ABC123456", false),
            ("12345678", false),
            ("X12345A7", false),
        ] {
            assert_eq!(
                PassportNumber::parse(raw).map(|n| n.usual_shape()),
                Ok(usual),
                "{raw}"
            );
        }
    }

    #[test]
    fn codes_are_those_of_the_facts() {
        assert_eq!(
            DocumentKind::from_code("seaman_book"),
            Some(DocumentKind::SeamanBook)
        );
        assert_eq!(Sex::from_code("F"), None, "codes are exact");
        assert_eq!(Nationality::from_icao("PHL"), Some(Nationality::Other));
        assert_eq!(Nationality::from_icao("<<<"), None);
    }
}
