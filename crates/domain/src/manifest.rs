//! A manifest as it was read from a file: every row, what it means, and what is wrong with it.
//!
//! What must hold: the text of a cell is never altered; a row is a passenger and stays visible whatever its defects;
//! a missing cell leaves its value unknown. A field that has a value has a valid one.
//!
//! Not here: reading files (the importer), the sailing that an officer confirms, who the passenger is.

use std::fmt;

use crate::document::{DocumentKind, Nationality, PassportNumber, Sex};
use crate::nik::Nik;
use crate::phone::PhoneNumber;
use crate::sensitive::Sensitive;
use crate::text::{FullName, PlaceName, TextLine, codes};
use crate::time::PlainDate;

codes! {
    /// How the characters of a file are written.
    Encoding {
        /// UTF-8, or plain ASCII.
        Utf8 = "utf-8",
        /// UTF-8 with a byte order mark.
        Utf8Bom = "utf-8-bom",
        /// UTF-16, low byte first.
        Utf16Le = "utf-16le",
        /// UTF-16, high byte first.
        Utf16Be = "utf-16be",
        /// Western European Windows.
        Windows1252 = "windows-1252",
        /// Not a text file: an XLSX workbook.
        Xlsx = "xlsx",
    }
}

codes! {
    /// What a column holds; the codes are the fields of `manifest-columns.toml`.
    Field {
        /// Number of the row in the list. Never an identity.
        RowNo = "row_no",
        /// Whole name.
        FullName = "full_name",
        /// Part of the name; joined.
        Surname = "surname",
        /// Part of the name; joined.
        GivenNames = "given_names",
        /// Number of the travel document.
        DocumentNumber = "document_number",
        /// Kind of the travel document.
        DocumentKind = "document_kind",
        /// Last day of validity.
        DocumentExpiry = "document_expiry",
        /// Day of issue.
        IssueDate = "issue_date",
        /// Issuing office.
        IssueOffice = "issue_office",
        /// Nationality.
        Nationality = "nationality",
        /// Sex.
        Sex = "sex",
        /// Birth date, perhaps with the birth place before it.
        BirthDate = "birth_date",
        /// Birth place.
        BirthPlace = "birth_place",
        /// Age in years.
        Age = "age",
        /// Population number.
        Nik = "nik",
        /// Purpose of travel.
        Purpose = "purpose",
        /// Placement scheme.
        Scheme = "scheme",
        /// Number of an e-PMI or E-KPMI.
        StatusPmi = "status_pmi",
        /// Employer.
        Employer = "employer",
        /// Placement agency.
        Agency = "agency",
        /// Phone.
        ContactPhone = "contact_phone",
        /// Who paid the ticket.
        Payer = "payer",
        /// Address at the destination.
        Destination = "destination",
        /// Hotel or booking.
        Lodging = "lodging",
        /// Seat.
        Seat = "seat",
        /// Ticket number.
        TicketNo = "ticket_no",
        /// Vessel of the sailing.
        Vessel = "vessel",
        /// Day of the sailing.
        SailingDate = "sailing_date",
        /// Port of departure.
        PortFrom = "port_from",
        /// Port of arrival.
        PortTo = "port_to",
        /// Remarks; kept for people, never parsed.
        Remarks = "remarks",
        /// Number of children.
        Children = "children",
        /// Whether the passenger is crew.
        CrewFlag = "crew_flag",
    }
}

codes! {
    /// What is unusual or wrong, for the file or for one row; the codes of `[defects]` in `manifest-columns.toml`.
    DefectCode {
        /// A title, or merged group cells, before the header.
        MergedHeader = "merged_header",
        /// A line that describes the sailing.
        TitleRow = "title_row",
        /// A birth or expiry date that is not day-month-year with slashes or hyphens; read all the same.
        DateFormat = "date_format",
        /// Day and month could be exchanged; read day first.
        DateAmbiguous = "date_ambiguous",
        /// No reading exists.
        DateInvalid = "date_invalid",
        /// Spaces, punctuation or lower case removed from a document number.
        DocSpaces = "doc_spaces",
        /// A document number became scientific notation.
        DocScientific = "doc_scientific",
        /// No name.
        NameMissing = "name_missing",
        /// No document number.
        DocMissing = "doc_missing",
        /// A document number of unusual shape.
        DocShape = "doc_shape",
        /// One document number, two persons.
        DocConflict = "doc_conflict",
        /// The same document and person as an earlier row.
        DuplicateRow = "duplicate_row",
        /// A name of one word; valid.
        Mononym = "mononym",
        /// No-break or other special spaces, cleaned.
        Nbsp = "nbsp",
        /// A sex that cannot be read.
        SexUnknown = "sex_unknown",
        /// A NIK that has not 16 digits.
        NikShape = "nik_shape",
        /// A NIK became scientific notation and was dropped.
        NikScientific = "nik_scientific",
        /// Cells separated by semicolons.
        DelimiterSemicolon = "delimiter_semicolon",
        /// Characters in Windows-1252.
        Encoding1252 = "encoding_1252",
        /// A phone number that cannot be read.
        PhoneShape = "phone_shape",
        /// Totals or signatures after the passengers.
        FooterRow = "footer_row",
    }
}

impl DefectCode {
    /// Whether a row with this code waits for an officer; all other codes are notices.
    pub const fn blocks(self) -> bool {
        matches!(
            self,
            Self::DocMissing
                | Self::DocScientific
                | Self::DocConflict
                | Self::DateInvalid
                | Self::NameMissing
                | Self::DuplicateRow
        )
    }

    /// Whether the code belongs to a row; the others belong to the file.
    pub const fn is_row_code(self) -> bool {
        !matches!(
            self,
            Self::MergedHeader
                | Self::TitleRow
                | Self::DelimiterSemicolon
                | Self::Encoding1252
                | Self::FooterRow
        )
    }
}

codes! {
    /// Purpose of travel; values of the fact `trip.purpose`.
    TripPurpose {
        /// Work.
        Work = "work",
        /// Visit to the family.
        FamilyVisit = "family_visit",
        /// Shopping or medical treatment.
        MedicalOrShopping = "medical_or_shopping",
        /// School.
        School = "school",
        /// Holiday.
        Holiday = "holiday",
        /// On duty as crew.
        CrewDuty = "crew_duty",
        /// Going home.
        GoingHome = "going_home",
        /// Another purpose that was stated as such.
        Other = "other",
    }
}

codes! {
    /// Placement scheme; values of the fact `trip.scheme` that a manifest can state.
    PlacementScheme {
        /// Through a licensed agency (P3MI).
        P2pP3mi = "p2p_p3mi",
        /// On one's own (perseorangan).
        Individual = "individual",
        /// Return to the same employer after leave.
        Reentry = "reentry",
        /// For the employer's own company.
        Ukps = "ukps",
        /// Seafarer.
        Seafarer = "seafarer",
        /// Not a migrant worker.
        NotCpmi = "not_cpmi",
    }
}

codes! {
    /// Who paid the ticket; values of the fact `money.ticket_payer`.
    TicketPayer {
        /// The traveller.
        OneSelf = "self",
        /// Family.
        Family = "family",
        /// A licensed agency.
        P3mi = "p3mi",
        /// The employer.
        Employer = "employer",
        /// A charity or the state.
        CharityOrState = "charity_or_state",
        /// Someone met recently.
        NewAcquaintance = "new_acquaintance",
        /// A recruiter.
        Recruiter = "recruiter",
        /// The owner of a parcel.
        ParcelOwner = "parcel_owner",
    }
}

/// Where the text of a workbook's cell came from, when it was not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CellOrigin {
    /// A number: leading zeros are gone, and digits beyond the fifteenth.
    Number,
    /// A real date: its text is ISO 8601, and day and month cannot be confused.
    Date,
}

/// What the file says about the sailing; the officer confirms it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SailingHint {
    /// Vessel as written, `KM CONTOH EXPRESS`.
    pub vessel: Option<PlaceName>,
    /// Day of departure.
    pub date: Option<PlainDate>,
    /// Port of departure as written.
    pub port_from: Option<PlaceName>,
    /// Port of arrival as written.
    pub port_to: Option<PlaceName>,
}

/// One column and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMatch {
    /// Index of the cell in each row, from 0.
    pub index: usize,
    /// Header as printed; empty when the column has none.
    pub header: String,
    /// `None`: the column is kept but not used.
    pub field: Option<Field>,
}

/// Something unusual or wrong in one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// What it is.
    pub code: DefectCode,
    /// The field concerned.
    pub field: Option<Field>,
    /// Index of the column to fix; `None` when no single cell is to blame.
    pub column: Option<usize>,
    /// The text that was found there.
    pub found: Sensitive<String>,
}

/// Whether a row can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineState {
    /// As it is; its defects are notices.
    Clean,
    /// An officer has to fix a cell or set the row aside.
    ToFix,
    /// Repeats an earlier row and is not imported again.
    Duplicate {
        /// Line of the first row.
        of: u32,
    },
}

/// The values of a row; what is `None` is unknown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct LineFields {
    /// Number of the row in the list.
    pub row_no: Option<TextLine>,
    /// Whole name.
    pub full_name: Option<FullName>,
    /// Number of the travel document.
    pub document_number: Option<PassportNumber>,
    /// Kind of the travel document.
    pub document_kind: Option<DocumentKind>,
    /// Last day of validity.
    pub document_expiry: Option<PlainDate>,
    /// Day of issue.
    pub issue_date: Option<PlainDate>,
    /// Issuing office.
    pub issue_office: Option<PlaceName>,
    /// Nationality.
    pub nationality: Option<Nationality>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth date.
    pub birth_date: Option<PlainDate>,
    /// Birth place.
    pub birth_place: Option<PlaceName>,
    /// Age in completed years, 0 to 120; to be used only without a birth date.
    pub age: Option<u8>,
    /// Population number.
    pub nik: Option<Nik>,
    /// Purpose, when the cell is exactly a known word.
    pub purpose: Option<TripPurpose>,
    /// Scheme, when the cell is exactly a code.
    pub scheme: Option<PlacementScheme>,
    /// Number of an e-PMI or E-KPMI.
    pub e_pmi: Option<TextLine>,
    /// Employer.
    pub employer: Option<TextLine>,
    /// Agency.
    pub agency: Option<TextLine>,
    /// Phone.
    pub contact_phone: Option<PhoneNumber>,
    /// Who paid the ticket, when the cell is exactly a code.
    pub payer_code: Option<TicketPayer>,
    /// Who paid the ticket, as a name.
    pub payer_name: Option<TextLine>,
    /// Address at the destination; a port name alone is none.
    pub destination: Option<TextLine>,
    /// Hotel or booking.
    pub lodging: Option<TextLine>,
    /// Seat.
    pub seat: Option<TextLine>,
    /// Ticket number.
    pub ticket_no: Option<TextLine>,
    /// Remarks, not parsed.
    pub remarks: Option<TextLine>,
    /// Number of children.
    pub children: Option<u8>,
    /// Crew or not.
    pub crew: Option<bool>,
}

/// One row of the list.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadLine {
    /// Line of the file where the row begins, from 1; for a workbook the number of the row.
    pub line: u32,
    /// The cells as they were in the file.
    pub cells: Vec<String>,
    /// Cells of a workbook that were not text, by index, ascending.
    pub origins: Vec<(u16, CellOrigin)>,
    /// What the cells mean.
    pub fields: LineFields,
    /// What is unusual or wrong; one entry per cell, so a code can occur more than once.
    pub defects: Vec<Defect>,
    /// Whether the row can be imported.
    pub state: LineState,
}

impl ReadLine {
    /// The codes of the row, each once, in the order of [`DefectCode::ALL`].
    pub fn codes(&self) -> Vec<DefectCode> {
        let mut codes: Vec<DefectCode> = self.defects.iter().map(|defect| defect.code).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Where the text of a cell came from; `None` for text.
    pub fn origin(&self, column: usize) -> Option<CellOrigin> {
        self.origins
            .iter()
            .find(|(index, _)| usize::from(*index) == column)
            .map(|(_, origin)| *origin)
    }
}

impl fmt::Debug for ReadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadLine")
            .field("line", &self.line)
            .field("cells", &self.cells.len())
            .field("defects", &self.codes())
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for LineFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LineFields([hidden])")
    }
}

/// How many rows are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCounts {
    /// All rows.
    pub rows: usize,
    /// Rows that can be imported.
    pub clean: usize,
    /// Rows that need an officer.
    pub to_fix: usize,
    /// Rows that repeat an earlier one.
    pub duplicate: usize,
}

/// A manifest as read. Every line of the file is in exactly one of `title_lines`, the header, `lines`,
/// `skip_lines` and `footer_lines`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadManifest {
    /// How the characters are written.
    pub encoding: Encoding,
    /// What separates the cells; `None` for a workbook.
    pub delimiter: Option<char>,
    /// Line of the header, from 1; of two header lines the lower one.
    pub header_line: u32,
    /// What the file says about the sailing.
    pub sailing: SailingHint,
    /// All columns, the unknown ones too.
    pub columns: Vec<ColumnMatch>,
    /// What is unusual about the file.
    pub file_defects: Vec<DefectCode>,
    /// The rows.
    pub lines: Vec<ReadLine>,
    /// Empty lines, repeated headers, and numbering lines.
    pub skip_lines: Vec<u32>,
    /// Lines with text before the header.
    pub title_lines: Vec<u32>,
    /// Totals, signatures and other lines after the passengers.
    pub footer_lines: Vec<u32>,
    /// Day of reading: two-digit years were read against it.
    pub read_on: PlainDate,
}

impl ReadManifest {
    /// Index of the column that holds a field.
    pub fn column_of(&self, field: Field) -> Option<usize> {
        self.columns
            .iter()
            .find(|column| column.field == Some(field))
            .map(|column| column.index)
    }

    /// Header of the cell that a defect is about.
    pub fn header_of(&self, defect: &Defect) -> Option<&str> {
        let index = defect.column?;
        self.columns
            .iter()
            .find(|column| column.index == index)
            .map(|column| column.header.as_str())
    }

    /// How many rows are in which state.
    pub fn counts(&self) -> LineCounts {
        let mut counts = LineCounts {
            rows: self.lines.len(),
            ..LineCounts::default()
        };
        for line in &self.lines {
            match line.state {
                LineState::Clean => counts.clean += 1,
                LineState::ToFix => counts.to_fix += 1,
                LineState::Duplicate { .. } => counts.duplicate += 1,
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_an_officer_must_decide_blocks_a_row() {
        let blocking: Vec<_> = DefectCode::ALL
            .iter()
            .filter(|code| code.blocks())
            .map(|code| code.as_str())
            .collect();
        assert_eq!(
            blocking,
            [
                "date_invalid",
                "doc_scientific",
                "name_missing",
                "doc_missing",
                "doc_conflict",
                "duplicate_row"
            ]
        );
        assert!(
            DefectCode::ALL
                .iter()
                .all(|code| code.is_row_code() || !code.blocks()),
            "a file code blocks no row"
        );
    }

    #[test]
    fn debug_of_a_row_shows_no_cell() {
        let line = ReadLine {
            line: 5,
            cells: vec!["MELATI CONTOH".into()],
            origins: vec![],
            fields: LineFields {
                full_name: FullName::parse("MELATI CONTOH").ok(),
                ..LineFields::default()
            },
            defects: vec![Defect {
                code: DefectCode::Nbsp,
                field: Some(Field::FullName),
                column: Some(0),
                found: Sensitive::new("MELATI CONTOH".into()),
            }],
            state: LineState::Clean,
        };
        let printed = format!("{line:?} {:?} {:?}", line.fields, line.defects);
        assert!(!printed.contains("MELATI"), "{printed}");
    }
}
