//! Writing a zone: transliteration and padding of ICAO 9303-3 section 6, for training data and tests.

use super::{LINE, MrzLines, NAME};
use crate::document::Sex;
use crate::text::folded;
use crate::time::PlainDate;

/// What goes into a zone. Texts may be as people write them; what does not fit is cut.
#[derive(Clone, Copy)]
pub struct MrzParts<'a> {
    /// Three-letter code of the issuing state.
    pub issuing_state: &'a str,
    /// Three-letter code of the nationality.
    pub nationality: &'a str,
    /// Surname, or the whole name of a person with one name.
    pub primary: &'a str,
    /// Given names; empty when there are none.
    pub secondary: &'a str,
    /// Document number, at most nine characters.
    pub document_number: &'a str,
    /// Birth date.
    pub birth: PlainDate,
    /// Sex.
    pub sex: Sex,
    /// Last day of validity.
    pub expiry: PlainDate,
    /// Optional data, at most 14 characters; empty when there are none.
    pub personal_number: &'a str,
}

pub(super) fn compose(parts: &MrzParts<'_>) -> MrzLines {
    let mut name = letters(parts.primary);
    if !parts.secondary.trim().is_empty() {
        name = format!("{name}<<{}", letters(parts.secondary));
    }
    let first = format!(
        "P<{}{}",
        padded(&letters(parts.issuing_state), 3),
        padded(&name, NAME)
    );
    let sex = match parts.sex {
        Sex::Female => 'F',
        Sex::Male => 'M',
        Sex::Unspecified => '<',
    };
    let second = format!(
        "{}0{}{}0{sex}{}0{}00",
        padded(&letters(parts.document_number), 9),
        padded(&letters(parts.nationality), 3),
        six_digits(parts.birth),
        six_digits(parts.expiry),
        padded(&letters(parts.personal_number), 14),
    );
    debug_assert!(
        first.len() == LINE && second.len() == LINE,
        "both lines have 44 characters"
    );
    MrzLines { first, second }.with_check_digits()
}

/// Letters and digits of the zone; a space or hyphen becomes one filler, an apostrophe nothing.
fn letters(text: &str) -> String {
    folded(text)
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
        .map(|c| {
            if c == ' ' {
                '<'
            } else {
                c.to_ascii_uppercase()
            }
        })
        .collect()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text:<<width$.width$}")
}

fn six_digits(date: PlainDate) -> String {
    format!(
        "{:02}{:02}{:02}",
        date.year() % 100,
        date.month(),
        date.day()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mrz::Mrz;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_is_composed_reads_back(
            primary in "\\PC{0,60}", secondary in "[A-Za-zÀ-ÿ' -]{0,40}", number in "[A-Z][0-9]{7}", year in 1930..2020,
        ) {
            let date = |year| PlainDate::new(year, 2, 28).expect("a day");
            let primary = format!("A{primary}");
            let text = Mrz::compose(&MrzParts {
                issuing_state: "IDN", nationality: "IDN", primary: &primary, secondary: &secondary,
                document_number: &number, birth: date(year), sex: Sex::Male, expiry: date(2031), personal_number: "",
            });
            let mrz = Mrz::parse(&text);
            let mrz = mrz.expect("composed lines are valid");
            prop_assert_eq!(mrz.document_number().as_str(), number);
            prop_assert_eq!(mrz.birth_date(date(2029)), Some(date(year)));
        }
    }
}
