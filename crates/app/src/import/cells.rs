//! One row: what each cell means, and what is wrong with it.

mod blank;
mod values;

use suar_domain::manifest::{
    CellOrigin, ColumnMatch, Defect, DefectCode, Field, LineFields, LineState, PlacementScheme,
    ReadLine, TicketPayer,
};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{FullName, PlaceName, TextLine, cleaned, has_special_space};
use suar_domain::time::PlainDate;

use super::columns::canonical;
use super::ports::is_port;
use super::table::{Row, is_blank};
use super::words;
use blank::{is_nothing, says_unsure, unwrapped};

pub(super) use values::numbers_in;

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

    /// Whether two tables can be read as one: the same letters and headers mean the same.
    pub fn reads_like(&self, other: &Self) -> bool {
        let both = |field| self.column(field).is_some() && other.column(field).is_some();
        (!both(Field::Sex) || self.p_is_male == other.p_is_male)
            && (!both(Field::BirthDate)
                || self.place_in_birth_header == other.place_in_birth_header)
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
            mut defects,
            ..
        } = reading;
        defects.shrink_to_fit();
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
                let (date, place) = self.birth_date(text);
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
}
