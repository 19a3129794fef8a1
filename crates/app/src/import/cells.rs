//! One row: what each cell means, and what is wrong with it.

use suar_domain::document::{PassportNumber, PassportNumberError};
use suar_domain::manifest::{
    CellOrigin, ColumnMatch, Defect, DefectCode, Field, LineFields, LineState, PlacementScheme,
    ReadLine, TicketPayer,
};
use suar_domain::nik::{Nik, NikError};
use suar_domain::phone::{Country, PhoneNumber};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{FullName, PlaceName, TextLine, cleaned, has_special_space, is_scientific};
use suar_domain::time::PlainDate;

use super::columns::canonical;
use super::dates::{self, Century, DateCell, DateColumn};
use super::ports::is_port;
use super::table::{Row, is_blank};
use super::words;

/// What a cell says when it says nothing. Compared in lower case.
const NOTHING: &[&str] = &[
    "n/a",
    "na",
    "n.a",
    "n.a.",
    "nil",
    "nihil",
    "null",
    "none",
    "kosong",
    "tidak ada",
    "tdk ada",
    "tak ada",
    "tiada",
    "belum ada",
    "blm ada",
    "#n/a",
    "#ref!",
    "#value!",
    "tidak tahu",
    "tidak diketahui",
    "unknown",
    "hilang",
    "lupa",
];

/// What the reading of all rows depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    pub today: PlainDate,
}

/// Reads rows of one table.
pub(super) struct RowReader {
    context: Context,
    fields: Vec<(Field, usize)>,
    place_in_birth_header: bool,
    p_is_male: bool,
}

impl RowReader {
    /// Learns from the columns, and from all rows how the column of sex is written.
    pub fn new(columns: &[ColumnMatch], rows: &[Row], context: Context) -> Self {
        let fields: Vec<_> = columns
            .iter()
            .filter_map(|c| c.field.map(|field| (field, c.index)))
            .collect();
        let header_of = |field| {
            columns
                .iter()
                .find(|c| c.field == Some(field))
                .map(|c| canonical(&c.header))
        };
        let birth = header_of(Field::BirthDate).unwrap_or_default();
        let has_place = |word: &str| matches!(word, "ttl" | "tempat" | "tmp" | "tmpt" | "place");
        let sex = fields
            .iter()
            .find(|(field, _)| *field == Field::Sex)
            .map(|(_, index)| *index);
        Self {
            context,
            place_in_birth_header: birth.split([' ', '/', '.']).any(has_place),
            p_is_male: sex.is_some_and(|index| {
                words::p_means_pria(
                    &header_of(Field::Sex).unwrap_or_default(),
                    rows.iter().map(|row| row.cell(index)),
                )
            }),
            fields,
        }
    }

    /// What a row means. Comparing it with other rows comes later.
    pub fn read(&self, row: Row) -> ReadLine {
        let mut reading = Reading {
            line: &row,
            fields: LineFields::default(),
            defects: Vec::new(),
            reader: self,
            field: Field::RowNo,
            column: 0,
        };
        for (field, column) in &self.fields {
            reading.field = *field;
            reading.column = *column;
            let cell = row.cell(*column);
            if has_special_space(cell) && !is_blank(cell) {
                reading.defect(DefectCode::Nbsp);
            }
            let text = cleaned(unwrapped(cell));
            if is_nothing(&text) && !says_unsure(*field, &text) {
                reading.nothing();
            } else {
                reading.cell(&text);
            }
        }
        reading.name();
        let Reading {
            mut fields,
            defects,
            ..
        } = reading;
        if fields.payer_code.is_some() {
            fields.payer_name = None;
        }
        let Row {
            line,
            cells,
            origins,
        } = row;
        ReadLine {
            line,
            cells,
            origins,
            fields,
            defects,
            state: LineState::Clean,
        }
    }

    fn column(&self, wanted: Field) -> Option<usize> {
        self.fields
            .iter()
            .find(|(field, _)| *field == wanted)
            .map(|(_, column)| *column)
    }
}

struct Reading<'a> {
    line: &'a Row,
    reader: &'a RowReader,
    fields: LineFields,
    defects: Vec<Defect>,
    field: Field,
    column: usize,
}

impl Reading<'_> {
    fn defect(&mut self, code: DefectCode) {
        let found = Sensitive::new(self.line.cell(self.column).to_owned());
        self.defects.push(Defect {
            code,
            field: Some(self.field),
            column: Some(self.column),
            found,
        });
    }

    fn origin(&self) -> Option<CellOrigin> {
        let at = |(index, _): &&(u16, CellOrigin)| usize::from(*index) == self.column;
        self.line.origins.iter().find(at).map(|(_, origin)| *origin)
    }

    /// A cell without content: only a missing document number is a defect (a name is looked at as a whole).
    fn nothing(&mut self) {
        if self.field == Field::DocumentNumber {
            self.defect(DefectCode::DocMissing);
        }
    }

    fn cell(&mut self, text: &str) {
        let line = || TextLine::parse(text).ok();
        match self.field {
            Field::FullName | Field::Surname | Field::GivenNames => {}
            Field::DocumentNumber => self.document_number(),
            Field::BirthDate => {
                let century = Century::Past(self.reader.context.today);
                let place_in_header = self.reader.place_in_birth_header;
                let (date, place) = self.date(
                    text,
                    DateColumn {
                        century,
                        with_place: true,
                        place_in_header,
                    },
                );
                self.fields.birth_date = date;
                let place = place.and_then(|place| PlaceName::parse(&place).ok());
                self.fields.birth_place = self.fields.birth_place.take().or(place);
            }
            Field::DocumentExpiry => self.fields.document_expiry = self.plain_date(text),
            Field::IssueDate => self.fields.issue_date = self.quiet_date(text),
            Field::Nik => self.nik(text),
            Field::ContactPhone => self.phone(text),
            Field::Sex => {
                self.fields.sex = words::sex(text, self.reader.p_is_male);
                if self.fields.sex.is_none() {
                    self.defect(DefectCode::SexUnknown);
                }
            }
            Field::RowNo => self.fields.row_no = line(),
            Field::DocumentKind => self.fields.document_kind = words::document_kind(text),
            Field::IssueOffice => self.fields.issue_office = PlaceName::parse(text).ok(),
            Field::Nationality => self.fields.nationality = words::nationality(text),
            Field::BirthPlace => self.fields.birth_place = PlaceName::parse(text).ok(),
            Field::Age => {
                self.fields.age = words::count(
                    text,
                    &["tahun", "thn", "th", "years", "year", "yrs", "y"],
                    120,
                )
            }
            Field::Purpose => self.fields.purpose = words::purpose(text),
            Field::Scheme => self.fields.scheme = PlacementScheme::from_code(&text.to_lowercase()),
            Field::StatusPmi => {
                self.fields.e_pmi = line().filter(|_| text.bytes().any(|b| b.is_ascii_digit()))
            }
            Field::Employer => self.fields.employer = line(),
            Field::Agency => self.fields.agency = line(),
            Field::Payer => {
                self.fields.payer_code = TicketPayer::from_code(&text.to_lowercase());
                self.fields.payer_name = line();
            }
            Field::Destination => self.fields.destination = line().filter(|_| !is_port(text)),
            Field::Lodging => self.fields.lodging = line(),
            Field::Seat => self.fields.seat = line(),
            Field::TicketNo => self.fields.ticket_no = line(),
            Field::Remarks => self.fields.remarks = line(),
            Field::Children => {
                self.fields.children = words::count(
                    text,
                    &["anak", "orang", "bayi", "child", "children", "infant"],
                    20,
                )
            }
            Field::CrewFlag => self.fields.crew = words::crew(text),
            Field::Vessel | Field::SailingDate | Field::PortFrom | Field::PortTo => {}
        }
    }

    /// The whole name, from one column or from given names and surname.
    fn name(&mut self) {
        let column = |field| self.reader.column(field);
        let (full, given, surname) = (
            column(Field::FullName),
            column(Field::GivenNames),
            column(Field::Surname),
        );
        let Some((field, place)) = [
            (Field::FullName, full),
            (Field::GivenNames, given),
            (Field::Surname, surname),
        ]
        .into_iter()
        .find_map(|(field, column)| Some((field, column?))) else {
            return;
        };
        let text = |column: Option<usize>| column.map_or("", |index| self.line.cell(index));
        let joined = format!("{} {}", text(given), text(surname));
        let name = FullName::parse(text(full)).or_else(|_| FullName::parse(&joined));
        (self.field, self.column) = (field, place);
        match name {
            Ok(name) => {
                if name.is_mononym() {
                    self.defect(DefectCode::Mononym);
                }
                self.fields.full_name = Some(name);
            }
            Err(_) => self.defect(DefectCode::NameMissing),
        }
    }

    fn document_number(&mut self) {
        let raw = unwrapped(self.line.cell(self.column));
        if self.origin() == Some(CellOrigin::Number) && has_lost_digits(raw) {
            return self.defect(DefectCode::DocScientific);
        }
        match PassportNumber::parse(&cleaned(raw)) {
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

    fn nik(&mut self, text: &str) {
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

    fn phone(&mut self, text: &str) {
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

    fn plain_date(&mut self, text: &str) -> Option<PlainDate> {
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
    fn quiet_date(&mut self, text: &str) -> Option<PlainDate> {
        let before = self.defects.len();
        let date = self.plain_date(text);
        self.defects.truncate(before);
        date
    }

    /// A date and the text beside it.
    fn date(&mut self, text: &str, column: DateColumn) -> (Option<PlainDate>, Option<String>) {
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

/// Text that a spreadsheet protected as `="0812…"`.
fn unwrapped(cell: &str) -> &str {
    cell.trim()
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(cell)
}

/// Whether a cell that looks like nothing has to be looked at: names are judged as a whole, and a question mark in the
/// column of sex is an answer that cannot be read.
fn says_unsure(field: Field, text: &str) -> bool {
    match field {
        Field::FullName | Field::Surname | Field::GivenNames => true,
        Field::Sex => text.contains('?'),
        _ => false,
    }
}

/// Empty, only punctuation, or a word for nothing.
fn is_nothing(text: &str) -> bool {
    let marks = |c: char| !c.is_alphanumeric();
    text.chars().all(marks) || NOTHING.contains(&text.trim_end_matches('.').to_lowercase().as_str())
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
