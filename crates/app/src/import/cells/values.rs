//! Values whose spelling needs care: document numbers, NIK, phones, dates.

use suar_domain::document::{PassportNumber, PassportNumberError};
use suar_domain::manifest::{CellOrigin, DefectCode};
use suar_domain::nik::{Nik, NikError};
use suar_domain::phone::{Country, PhoneNumber};
use suar_domain::text::{cleaned, is_scientific};
use suar_domain::time::PlainDate;

use super::Reading;
use super::blank::unwrapped;
use super::number::{NoNumber, no_number};
use crate::import::dates::{self, Century, DateCell, DateColumn};

/// Oldest age that a birth date on a manifest can mean, in years; the age column has the same limit.
const OLDEST: i32 = 120;

impl Reading<'_> {
    pub(super) fn document_number(&mut self) {
        let raw = unwrapped(self.line.cell(self.column));
        if self.origin() == Some(CellOrigin::Number) && has_lost_digits(raw) {
            return self.defect(DefectCode::DocScientific);
        }
        let text = cleaned(raw);
        match no_number(&text) {
            None => {}
            Some(NoNumber::Several | NoNumber::Beside) => {
                self.defect(DefectCode::DocMissing);
                return self.defect(DefectCode::DocShape);
            }
            Some(NoNumber::Empty | NoNumber::Broken | NoNumber::Placeholder) => {
                return self.defect(DefectCode::DocMissing);
            }
        }
        match PassportNumber::parse(&text) {
            Ok(number) => {
                if number.as_str() != raw {
                    self.defect(DefectCode::DocSpaces);
                }
                if !number.usual_shape() {
                    self.defect(DefectCode::DocShape);
                }
                self.fields.document_number = Some(number);
            }
            Err(PassportNumberError::Empty) => self.defect(DefectCode::DocMissing),
            Err(PassportNumberError::Scientific) => self.defect(DefectCode::DocScientific),
            Err(PassportNumberError::Length { .. } | PassportNumberError::Character) => {
                self.defect(DefectCode::DocShape)
            }
        }
    }

    pub(super) fn nik(&mut self, text: &str) {
        if self.origin() == Some(CellOrigin::Number)
            && text.bytes().filter(u8::is_ascii_digit).count() > 15
        {
            return self.defect(DefectCode::NikScientific);
        }
        match Nik::parse(text) {
            Ok(nik) => self.fields.nik = Some(nik),
            Err(NikError::Scientific) => self.defect(DefectCode::NikScientific),
            Err(NikError::NotSixteenDigits) => self.defect(DefectCode::NikShape),
        }
    }

    pub(super) fn phone(&mut self, text: &str) {
        let whole = PhoneNumber::parse(text, Country::Indonesia);
        // Two numbers in one cell: the first, if both can be read.
        let first = || {
            let mut numbers = text
                .split(['/', ',', ';', '&'])
                .map(|part| PhoneNumber::parse(part, Country::Indonesia));
            let first = numbers.next()?.ok()?;
            numbers.all(|number| number.is_ok()).then_some(first)
        };
        match whole.ok().or_else(first) {
            Some(number) => self.fields.contact_phone = Some(number),
            None => self.defect(DefectCode::PhoneShape),
        }
    }

    pub(super) fn plain_date(&mut self, text: &str) -> Option<PlainDate> {
        let century = Century::Near(self.reader.context.today);
        self.date(
            text,
            DateColumn {
                century,
                with_place: false,
                place_in_header: false,
            },
        )
        .0
    }

    /// A date whose oddities are no defect: only birth and expiry dates have codes.
    pub(super) fn quiet_date(&mut self, text: &str) -> Option<PlainDate> {
        let before = self.defects.len();
        let date = self.plain_date(text);
        self.defects.truncate(before);
        date
    }

    /// A birth date and the place beside it. Nobody on a manifest is born after it was read, or more than 120 years
    /// before: such a date is no reading.
    pub(super) fn birth_date(&mut self, text: &str) -> (Option<PlainDate>, Option<String>) {
        let today = self.reader.context.today;
        let before = self.defects.len();
        let column = DateColumn {
            century: Century::Past(today),
            with_place: true,
            place_in_header: self.reader.births_with_place.contains(&self.column),
        };
        let (date, place) = self.date(text, column);
        let possible =
            |born: &PlainDate| (0..=OLDEST).contains(&born.years_until(today)) && *born <= today;
        if date.as_ref().is_some_and(|born| !possible(born)) {
            self.defects.truncate(before);
            self.defect(DefectCode::DateInvalid);
            return (None, place);
        }
        (date, place)
    }

    /// A date and the text beside it.
    pub(super) fn date(
        &mut self,
        text: &str,
        column: DateColumn,
    ) -> (Option<PlainDate>, Option<String>) {
        let read = match self.origin() {
            Some(CellOrigin::Date) => text
                .get(..10)
                .and_then(|iso| iso.parse().ok())
                .map(|date| (date, false)),
            Some(CellOrigin::Number) => dates::serial(text).map(|date| (date, true)),
            None => None,
        };
        if let Some((date, odd)) = read {
            if odd {
                self.defect(DefectCode::DateFormat);
            }
            return (Some(date), None);
        }
        match dates::read_cell(text, column) {
            DateCell::Blank { place } => (None, place),
            DateCell::Invalid => {
                self.defect(DefectCode::DateInvalid);
                (None, None)
            }
            DateCell::Read {
                date,
                odd,
                ambiguous,
                place,
            } => {
                if odd {
                    self.defect(DefectCode::DateFormat);
                }
                if ambiguous {
                    self.defect(DefectCode::DateAmbiguous);
                }
                (Some(date), place)
            }
        }
    }
}

/// A number cell of a workbook that cannot be the number that was typed: too long for a spreadsheet to show, a
/// fraction, or so many zeros that scientific notation was typed or pasted.
fn has_lost_digits(text: &str) -> bool {
    let zeros = text.len() - text.trim_end_matches('0').len();
    is_scientific(text)
        || !text.bytes().all(|b| b.is_ascii_digit())
        || text.len() > 11
        || (text.len() >= 9 && zeros >= 6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_cells_that_lost_digits_are_recognised() {
        for text in ["513000000", "6503024507050000", "5.13", "5E+20"] {
            assert!(has_lost_digits(text), "{text}");
        }
        for text in ["12345678", "51300000", "513000471"] {
            assert!(!has_lost_digits(text), "{text}");
        }
    }
}
