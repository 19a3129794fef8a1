//! A form that opens by a scan: whose passport it is, and what to do about one that was misread.

use suar_domain::id::PersonId;
use suar_domain::mrz::{Mrz, MrzField, MrzLines, ScanProblem, read_scan};
use suar_domain::person::{Person, TravelDocument};
use suar_domain::sensitive::Sensitive;
use suar_domain::time::PlainDate;

use super::open::Start;
use super::{Counter, facts};
use crate::error::AppError;
use crate::{App, Desk, new_id};

/// What a scan led to.
pub enum ScanOutcome {
    /// A form is open; another one may wait since.
    Opened {
        /// The form.
        counter: Box<Counter>,
        /// Another form was open and waits now.
        parked: bool,
    },
    /// Only one line arrived.
    Half,
    /// Not a passport.
    NotMrz,
    /// Two passports in one burst.
    TwoPeople,
    /// A check digit does not match.
    CheckFailed(Box<CheckFailed>),
}

/// A scan whose check digits do not match. A misreading first; never a sign.
pub struct CheckFailed {
    /// Lines as read.
    pub lines: MrzLines,
    /// Field to look at first.
    pub field: MrzField,
    /// Fields whose check digit matches.
    pub verified: Vec<MrzField>,
    /// Field and value that would match; to be offered, never applied.
    pub suggestion: Option<(MrzField, String)>,
    /// Name as read.
    pub name: String,
}

impl App {
    /// A burst from the scanner.
    pub fn scan(&self, text: &str) -> Result<ScanOutcome, AppError> {
        let desk = self.turn()?;
        self.scanned(&desk, text)
    }

    fn scanned(&self, desk: &Desk, text: &str) -> Result<ScanOutcome, AppError> {
        match read_scan(text, desk.now.wita_date()) {
            Ok(mrz) => self.open_scanned(desk, &mrz),
            Err(problem) => Ok(scan_problem(problem, desk.now.wita_date())),
        }
    }

    /// One field of a failed scan, typed by the officer who holds the passport.
    pub fn scan_repair(
        &self,
        text: &str,
        field: MrzField,
        value: &str,
    ) -> Result<ScanOutcome, AppError> {
        let desk = self.turn()?;
        let today = desk.now.wita_date();
        let Err(ScanProblem::CheckFailed { lines, .. }) = read_scan(text, today) else {
            return self.scanned(&desk, text);
        };
        let typed = match value.trim().parse::<PlainDate>() {
            Ok(date) => format!(
                "{:02}{:02}{:02}",
                date.year() % 100,
                date.month(),
                date.day()
            ),
            Err(_) if matches!(field, MrzField::BirthDate | MrzField::ExpiryDate) => {
                return Err(AppError::Date { field: "value" });
            }
            Err(_) => value.trim().to_owned(),
        };
        let corrected = lines.corrected(field, &typed).ok_or(AppError::Document)?;
        match Mrz::read(corrected.clone()) {
            Ok(mrz) => self.open_scanned(&desk, &mrz),
            // Another field does not match either: it is the next one to type.
            Err(_) => match read_scan(
                &format!("{}\n{}", corrected.first(), corrected.second()),
                today,
            ) {
                Ok(mrz) => self.open_scanned(&desk, &mrz),
                Err(problem) => Ok(scan_problem(problem, today)),
            },
        }
    }

    fn open_scanned(&self, desk: &Desk, mrz: &Mrz) -> Result<ScanOutcome, AppError> {
        let today = desk.now.wita_date();
        let birth_date = mrz.birth_date(today);
        let matches = desk.registry.people_by_document(mrz.document_number())?;
        let lines = Sensitive::new([
            mrz.lines().first().to_owned(),
            mrz.lines().second().to_owned(),
        ]);
        let start =
            match desk.best_departure(&matches, birth_date, &|name| mrz.name_agrees(name))? {
                Some((person, departure)) => {
                    let sailing = desk.sailing_of_departure(departure)?;
                    let facts = facts::from_mrz(mrz, &sailing, today);
                    Start {
                        person,
                        departure,
                        walk_on: None,
                        new_sailing: None,
                        mrz: Some(lines),
                        facts,
                    }
                }
                None => {
                    let port = self.session().settings.port;
                    let (sailing, new_sailing) = desk.current_sailing(&port)?;
                    let stated = person_of(mrz, today)?;
                    let facts = facts::from_mrz(mrz, &sailing, today);
                    desk.walk_on(stated, &sailing, new_sailing, Some(lines), facts)?
                }
            };
        let (counter, parked) = self.start(desk, start)?;
        Ok(ScanOutcome::Opened {
            counter: Box::new(counter),
            parked,
        })
    }
}

fn person_of(mrz: &Mrz, today: PlainDate) -> Result<Person, AppError> {
    let name = mrz.full_name().ok_or(AppError::Empty { field: "name" })?;
    Ok(Person {
        id: PersonId::from_uuid(new_id()),
        name: Sensitive::new(name),
        sex: mrz.sex(),
        birth_date: mrz.birth_date(today).map(Sensitive::new),
        nationality: mrz.nationality(),
        nik: None,
        document: Some(TravelDocument {
            kind: Some(mrz.kind()),
            number: Sensitive::new(mrz.document_number().clone()),
            expires: mrz.expiry_date(today),
        }),
    })
}

fn scan_problem(problem: ScanProblem, today: PlainDate) -> ScanOutcome {
    match problem {
        ScanProblem::Half => ScanOutcome::Half,
        ScanProblem::NotAnMrz => ScanOutcome::NotMrz,
        ScanProblem::TwoPeople => ScanOutcome::TwoPeople,
        ScanProblem::CheckFailed {
            field,
            verified,
            suggestion,
            lines,
        } => {
            let name = name_line(&lines);
            let suggestion = suggestion.map(|found| {
                let value = found
                    .value
                    .expose("offered to the officer who holds the passport");
                (found.field, readable(found.field, value, today))
            });
            ScanOutcome::CheckFailed(Box::new(CheckFailed {
                lines,
                field,
                verified,
                suggestion,
                name,
            }))
        }
    }
}

/// A suggested value as an officer types it: dates as ISO 8601, two-digit years as the passport means them.
fn readable(field: MrzField, value: &str, today: PlainDate) -> String {
    let part = |range| {
        value
            .get(range)
            .and_then(|text: &str| text.parse::<u32>().ok())
    };
    let (Some(year), Some(month), Some(day)) = (part(0..2), part(2..4), part(4..6)) else {
        return value.trim_end_matches('<').to_owned();
    };
    let century = today.year() / 100 * 100;
    let year = century + i32::try_from(year).unwrap_or(0);
    let year = match field {
        MrzField::BirthDate if year > today.year() => year - 100,
        MrzField::BirthDate | MrzField::ExpiryDate => year,
        _ => return value.trim_end_matches('<').to_owned(),
    };
    PlainDate::new(year, month, day).map_or_else(|_| value.to_owned(), |date| date.to_string())
}

/// The name of the upper line, as far as it can be read; names have no check digit.
fn name_line(lines: &MrzLines) -> String {
    let name = lines.first().get(5..).unwrap_or_default();
    name.split('<')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
