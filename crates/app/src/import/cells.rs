//! One row: what each cell means, and what is wrong with it.

mod blank;
mod number;
mod source;
mod values;

use suar_domain::manifest::{
    CellOrigin, ColumnMatch, Defect, DefectCode, Field, LineFields, LineState, PlacementScheme,
    ReadLine, TicketPayer,
};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{FullName, PlaceName, TextLine, cleaned, has_special_space};
use suar_domain::time::PlainDate;

use super::broken::is_broken;
use super::columns::canonical;
use super::ports::is_port;
use super::table::{Row, is_blank};
use super::words;
use blank::{is_nothing, says_unsure, unwrapped};
use source::Source;

pub(super) use number::{NoNumber, no_number};

/// What the reading of all rows depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    pub today: PlainDate,
}

/// Reads rows of one table.
pub(super) struct RowReader {
    context: Context,
    sources: Vec<Source>,
    /// Columns of birth dates whose header names a place.
    births_with_place: Vec<usize>,
    p_is_male: bool,
}

impl RowReader {
    /// Learns from the columns, and from all rows how the column of sex is written.
    pub fn new(columns: &[ColumnMatch], rows: &[Row], context: Context) -> Self {
        let sources = source::of(columns);
        let has_place = |word: &str| matches!(word, "ttl" | "tempat" | "tmp" | "tmpt" | "place");
        let births_with_place = columns
            .iter()
            .filter(|c| c.field == Some(Field::BirthDate))
            .filter(|c| canonical(&c.header).split([' ', '/', '.']).any(has_place))
            .map(|c| c.index)
            .collect();
        let sex = sources.iter().find(|source| source.field == Field::Sex);
        let sex_header = || {
            let main = columns.iter().find(|c| c.field == Some(Field::Sex));
            main.map(|c| canonical(&c.header)).unwrap_or_default()
        };
        Self {
            context,
            p_is_male: sex.is_some_and(|sex| {
                let cells = rows.iter().map(|row| row.cell(sex.column_in(row)));
                words::p_means_pria(&sex_header(), cells)
            }),
            sources,
            births_with_place,
        }
    }

    /// Whether two tables can be read as one: the same letters and headers mean the same.
    pub fn reads_like(&self, other: &Self) -> bool {
        let both = |field| self.source(field).is_some() && other.source(field).is_some();
        (!both(Field::Sex) || self.p_is_male == other.p_is_male)
            && (!both(Field::BirthDate)
                || self.births_with_place.is_empty() == other.births_with_place.is_empty())
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
        for source in &self.sources {
            reading.field = source.field;
            reading.column = source.column_in(&row);
            let cell = row.cell(reading.column);
            if has_special_space(cell) && !is_blank(cell) {
                reading.defect(DefectCode::Nbsp);
            }
            let text = cleaned(unwrapped(cell));
            if is_broken(&text) {
                reading.broken();
            } else if is_nothing(&text) && !says_unsure(source.field, &text) {
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
        let cells = cells.to_strings();
        ReadLine {
            line,
            cells,
            origins,
            fields,
            defects,
            state: LineState::Clean,
        }
    }

    fn source(&self, wanted: Field) -> Option<&Source> {
        self.sources.iter().find(|source| source.field == wanted)
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

    /// A cell with an error of the spreadsheet. Fields without a code of their own have a note about the file.
    fn broken(&mut self) {
        match self.field {
            Field::BirthDate | Field::DocumentExpiry | Field::IssueDate => {
                self.defect(DefectCode::DateInvalid)
            }
            Field::DocumentNumber => self.defect(DefectCode::DocMissing),
            Field::Nik => self.defect(DefectCode::NikShape),
            Field::ContactPhone => self.defect(DefectCode::PhoneShape),
            Field::Sex => self.defect(DefectCode::SexUnknown),
            // Names are looked at as a whole.
            _ => {}
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
        let column = |field| Some(self.reader.source(field)?.column_in(self.line));
        let (full, given, surname) = (
            column(Field::FullName),
            column(Field::GivenNames),
            column(Field::Surname),
        );
        let parts = [
            (Field::FullName, full),
            (Field::GivenNames, given),
            (Field::Surname, surname),
        ];
        let known = parts
            .into_iter()
            .filter_map(|(field, column)| Some((field, column?)));
        let Some((field, place)) = known.clone().next() else {
            return;
        };
        let lost = known
            .clone()
            .find(|(_, column)| is_broken(self.line.cell(*column)));
        if let Some((field, place)) = lost {
            // What is left of the name is not the name.
            (self.field, self.column) = (field, place);
            return self.defect(DefectCode::NameMissing);
        }
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
