//! The codes of manifests: encodings, fields, defects, and the values of facts that a manifest can state.

use crate::text::codes;

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
}
