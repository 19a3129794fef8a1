//! One row: what each cell means, and what is wrong with it.

use suar_domain::document::{DocumentKind, Nationality, PassportNumber, PassportNumberError, Sex};
use suar_domain::manifest::{
    CellOrigin, ColumnMatch, Defect, DefectCode, Field, LineFields, LineState, PlacementScheme,
    ReadLine, TicketPayer, TripPurpose,
};
use suar_domain::nik::{Nik, NikError};
use suar_domain::phone::{Country, PhoneNumber};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{FullName, PlaceName, TextLine, cleaned, has_special_space, is_scientific};
use suar_domain::time::PlainDate;

use super::columns::canonical;
use super::dates::{self, Century, DateCell, DateColumn};
use super::table::{Row, is_blank};
use super::titles::is_port;

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
                p_means_pria(
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
                self.fields.sex = sex(text, self.reader.p_is_male);
                if self.fields.sex.is_none() {
                    self.defect(DefectCode::SexUnknown);
                }
            }
            Field::RowNo => self.fields.row_no = line(),
            Field::DocumentKind => self.fields.document_kind = document_kind(text),
            Field::IssueOffice => self.fields.issue_office = PlaceName::parse(text).ok(),
            Field::Nationality => self.fields.nationality = nationality(text),
            Field::BirthPlace => self.fields.birth_place = PlaceName::parse(text).ok(),
            Field::Age => {
                self.fields.age = count(
                    text,
                    &["tahun", "thn", "th", "years", "year", "yrs", "y"],
                    120,
                )
            }
            Field::Purpose => self.fields.purpose = purpose(text),
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
                self.fields.children = count(
                    text,
                    &["anak", "orang", "bayi", "child", "children", "infant"],
                    20,
                )
            }
            Field::CrewFlag => self.fields.crew = crew(text),
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

/// Whether P stands for *pria* (man): the header says so, or the column has P and W (*wanita*) and nothing that means
/// man otherwise.
fn p_means_pria<'a>(header: &str, cells: impl Iterator<Item = &'a str>) -> bool {
    if matches!(header, "p/w" | "w/p") {
        return true;
    }
    let (mut p, mut w) = (false, false);
    for cell in cells {
        match cell.trim().to_ascii_lowercase().as_str() {
            "p" => p = true,
            "w" => w = true,
            other if sex(other, false) == Some(Sex::Male) || other == "f" => return false,
            _ => {}
        }
    }
    p && w
}

fn sex(text: &str, p_is_male: bool) -> Option<Sex> {
    let text = text.to_lowercase();
    let text = text.split('(').next().unwrap_or_default();
    match text.trim_matches(|c: char| !c.is_alphanumeric()) {
        "p" if p_is_male => Some(Sex::Male),
        "l" | "lk" | "laki" | "laki-laki" | "laki laki" | "laki2" | "lelaki" | "pria" | "m"
        | "male" | "man" => Some(Sex::Male),
        "p" | "pr" | "prp" | "perempuan" | "wanita" | "w" | "f" | "female" | "woman" | "fem" => {
            Some(Sex::Female)
        }
        _ => None,
    }
}

fn document_kind(text: &str) -> Option<DocumentKind> {
    let text = canonical(text);
    match text.as_str() {
        "paspor"
        | "paspor biasa"
        | "paspor ri"
        | "paspor indonesia"
        | "paspor republik indonesia" => Some(DocumentKind::Passport),
        "plb" | "pas lintas batas" | "border pass" => Some(DocumentKind::Plb),
        "splp" | "surat perjalanan laksana paspor" => Some(DocumentKind::Splp),
        "buku pelaut" | "seaman book" | "seaman's book" | "seamans book" | "seaman s book"
        | "seamen book" => Some(DocumentKind::SeamanBook),
        "paspor asing" | "foreign paspor" | "paspor malaysia" => {
            Some(DocumentKind::ForeignPassport)
        }
        code => DocumentKind::from_code(code),
    }
}

/// Exact words only. "WNA" alone says no more than "not Indonesian".
fn nationality(text: &str) -> Option<Nationality> {
    let text = text.to_lowercase();
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let named = |text: &str| match text {
        "indonesia" | "indonesian" | "idn" | "ina" | "id" | "ri" | "republik indonesia" => {
            Some(Nationality::Indonesia)
        }
        "malaysia" | "malaysian" | "mys" | "mas" | "mal" | "my" => Some(Nationality::Malaysia),
        "filipina" | "philippines" | "filipino" | "philippine" | "phl" | "singapura"
        | "singapore" | "sgp" | "brunei" | "brn" | "brunei darussalam" | "china" | "chn"
        | "tiongkok" | "india" | "ind" | "thailand" | "tha" | "vietnam" | "vnm" | "bangladesh"
        | "bgd" | "pakistan" | "pak" | "nepal" | "npl" | "myanmar" | "mmr" | "australia"
        | "aus" | "jepang" | "japan" | "jpn" | "korea" | "kor" | "inggris" | "gbr" | "usa"
        | "amerika" | "timor leste" | "tls" => Some(Nationality::Other),
        _ => None,
    };
    if text == "wni" || text == "warga negara indonesia" {
        return Some(Nationality::Indonesia);
    }
    if text == "wna" || text == "asing" {
        return Some(Nationality::Other);
    }
    let prefixes = [
        "wni ",
        "wna ",
        "wni-",
        "wna-",
        "wna/",
        "wni/",
        "wn ",
        "warga negara ",
        "warganegara ",
    ];
    let rest = prefixes
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(text);
    named(rest.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Exact words only; other text stays unknown.
fn purpose(text: &str) -> Option<TripPurpose> {
    let text = text.to_lowercase();
    match text.as_str() {
        "kerja" | "bekerja" | "work" | "working" => Some(TripPurpose::Work),
        "keluarga" | "kunjungan keluarga" | "family" | "family visit" => {
            Some(TripPurpose::FamilyVisit)
        }
        "belanja" | "berobat" | "shopping" | "medical" => Some(TripPurpose::MedicalOrShopping),
        "sekolah" | "school" => Some(TripPurpose::School),
        "wisata" | "holiday" => Some(TripPurpose::Holiday),
        "crew" => Some(TripPurpose::CrewDuty),
        "pulang" => Some(TripPurpose::GoingHome),
        code => TripPurpose::from_code(code),
    }
}

/// A count, alone or before one of `units`.
fn count(text: &str, units: &[&str], most: u8) -> Option<u8> {
    let text = text.to_lowercase();
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let unit = text[digits..].trim().trim_end_matches('.');
    let number = text[..digits]
        .parse()
        .ok()
        .filter(|number| *number <= most)?;
    (unit.is_empty() || units.contains(&unit)).then_some(number)
}

fn crew(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "ya" | "y" | "yes" | "1" | "x" | "v" | "✓" | "✔" | "true" | "abk" | "crew" | "awak" => {
            Some(true)
        }
        "tidak" | "tdk" | "t" | "no" | "n" | "0" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sex_follows_the_convention_of_the_column() {
        for (cell, expected) in [
            ("L", Some(Sex::Male)),
            ("Laki-laki", Some(Sex::Male)),
            ("M", Some(Sex::Male)),
            ("LELAKI", Some(Sex::Male)),
            ("P", Some(Sex::Female)),
            ("W", Some(Sex::Female)),
            ("f", Some(Sex::Female)),
            ("Perempuan", Some(Sex::Female)),
            ("?", None),
            ("Laki-laki (L)", Some(Sex::Male)),
            ("X?", None),
            ("X", None),
            ("LP", None),
            ("1", None),
        ] {
            assert_eq!(sex(cell, false), expected, "{cell}");
        }
        assert!(
            p_means_pria("jk", ["P", "W", "W"].into_iter()),
            "both cannot be women"
        );
        assert!(
            !p_means_pria("jk", ["P", "W", "L"].into_iter()),
            "men are written L here"
        );
        assert!(!p_means_pria("l/p", ["P", "P"].into_iter()));
    }

    #[test]
    fn only_exact_words_are_coded() {
        assert_eq!(purpose("Bekerja"), Some(TripPurpose::Work));
        assert_eq!(
            purpose("mau kerja di ladang"),
            None,
            "other text stays unknown"
        );
        assert_eq!(document_kind("Pas Lintas Batas"), Some(DocumentKind::Plb));
        assert_eq!(
            document_kind("Seaman's Book"),
            Some(DocumentKind::SeamanBook)
        );
        assert_eq!(nationality("WNA Malaysia"), Some(Nationality::Malaysia));
        assert_eq!(nationality("WNI"), Some(Nationality::Indonesia));
        assert_eq!(nationality("PHL"), Some(Nationality::Other));
        assert_eq!(nationality("entah"), None);
        assert_eq!(count("35 th", &["th"], 120), Some(35));
        assert_eq!(count("bayi 1", &["bayi"], 20), None, "text is not parsed");
    }

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
