//! Opening a form: by a scan, by a typed number, from the board.

use suar_domain::departure::{Departure, StatedFact};
use suar_domain::document::PassportNumber;
use suar_domain::id::{DepartureId, PersonId, SailingId, ScreeningId};
use suar_domain::mrz::{Mrz, MrzField, MrzLines, ScanProblem, read_scan};
use suar_domain::operation::{AttachScan, OpenScreening, Operation, Passenger};
use suar_domain::person::{Person, TravelDocument};
use suar_domain::sailing::{Port, Sailing};
use suar_domain::screening::{NewScreening, ScreeningState};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{FullName, PlaceName};
use suar_domain::time::PlainDate;
use suar_registry::{PersonMatch, ScreeningRow};

use super::{Counter, evaluate, facts};
use crate::error::AppError;
use crate::{App, Desk, new_id};

/// Vessel of a sailing that was made because people came before any manifest.
const NO_MANIFEST: &str = "Tanpa manifes";

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

/// What a typed number led to.
pub enum TypedOutcome {
    /// A form is open.
    Opened(Box<Counter>),
    /// The number is not on a manifest; name and birth date are needed.
    NotOnManifest,
}

/// Where a form starts.
struct Start {
    person: PersonId,
    departure: DepartureId,
    walk_on: Option<Passenger>,
    new_sailing: Option<Sailing>,
    mrz: Option<Sensitive<[String; 2]>>,
    facts: Vec<StatedFact>,
}

impl App {
    /// A burst from the scanner.
    pub fn scan(&self, text: &str) -> Result<ScanOutcome, AppError> {
        let desk = self.desk()?;
        match read_scan(text, desk.now.wita_date()) {
            Ok(mrz) => self.open_scanned(&desk, &mrz),
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
        let desk = self.desk()?;
        let today = desk.now.wita_date();
        let Err(ScanProblem::CheckFailed { lines, .. }) = read_scan(text, today) else {
            return self.scan(text);
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

    /// A number typed because there is no scanner.
    pub fn type_person(
        &self,
        document: &str,
        name: Option<&str>,
        birth_date: Option<&str>,
    ) -> Result<TypedOutcome, AppError> {
        let desk = self.desk()?;
        let number = PassportNumber::parse(document).map_err(|_| AppError::Document)?;
        let birth_date = birth_date
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(|text| {
                text.parse::<PlainDate>()
                    .map_err(|_| AppError::Date { field: "birthDate" })
            })
            .transpose()?;
        let matches = desk.registry.people_by_document(&number)?;
        if let Some((person, departure)) = desk.best_departure(&matches, birth_date, &|_| true)? {
            let sailing = desk.sailing_of_departure(departure)?;
            let facts = facts::from_typed(&number, birth_date, &sailing);
            let start = Start {
                person,
                departure,
                walk_on: None,
                new_sailing: None,
                mrz: None,
                facts,
            };
            return Ok(TypedOutcome::Opened(Box::new(self.start(&desk, start)?.0)));
        }
        let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else {
            return Ok(TypedOutcome::NotOnManifest);
        };
        let name = FullName::parse(name).map_err(|_| AppError::Empty { field: "name" })?;
        let stated = Person {
            id: PersonId::from_uuid(new_id()),
            name: Sensitive::new(name),
            sex: None,
            birth_date: birth_date.map(Sensitive::new),
            nationality: None,
            nik: None,
            document: Some(TravelDocument {
                kind: None,
                number: Sensitive::new(number.clone()),
                expires: None,
            }),
        };
        let port = self.session().settings.port;
        let (sailing, new_sailing) = desk.current_sailing(&port)?;
        let facts = facts::from_typed(&number, birth_date, &sailing);
        let start = desk.walk_on(stated, &sailing, new_sailing, None, facts)?;
        Ok(TypedOutcome::Opened(Box::new(self.start(&desk, start)?.0)))
    }

    /// A person chosen on the board.
    pub fn open_departure(&self, id: DepartureId) -> Result<Counter, AppError> {
        let desk = self.desk()?;
        let departure = desk.registry.departure(id)?;
        let start = Start {
            person: departure.person,
            departure: id,
            walk_on: None,
            new_sailing: None,
            mrz: None,
            facts: Vec::new(),
        };
        Ok(self.start(&desk, start)?.0)
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

    /// Opens the form, or goes back to the one that this departure has.
    fn start(&self, desk: &Desk, start: Start) -> Result<(Counter, bool), AppError> {
        let open = desk.registry.open_screening()?;
        if let Some((id, state)) = desk.registry.latest_screening(start.departure)? {
            if state == ScreeningState::Parked {
                desk.write(&Operation::ResumeScreening(id))?;
                self.note_unfinished(true);
            }
            if state != ScreeningState::Decided {
                self.attach(desk, id, start)?;
            }
            let parked = state == ScreeningState::Parked && open.is_some();
            return Ok((self.counter_of(desk, id)?, parked));
        }
        let id = ScreeningId::from_uuid(new_id());
        let blank = ScreeningRow {
            id,
            person: start.person,
            departure: start.departure,
            state: ScreeningState::Open,
            mrz: None,
            facts: start.facts.clone(),
            all_documents: false,
            changed_at: desk.now,
            answers: Vec::new(),
            ticks: Vec::new(),
        };
        let departure = match &start.walk_on {
            Some(passenger) => passenger.departure.clone(),
            None => desk.registry.departure(start.departure)?,
        };
        let sailing = match &start.new_sailing {
            Some(sailing) => sailing.clone(),
            None => desk.registry.sailing(departure.sailing)?,
        };
        let result = evaluate::result(&desk.rules.active, &departure, &sailing, &blank)?;
        let notice = desk.notice(&result, id)?;
        desk.write(&Operation::OpenScreening(Box::new(OpenScreening {
            screening: NewScreening {
                id,
                person: start.person,
                departure: start.departure,
            },
            walk_on: start.walk_on,
            new_sailing: start.new_sailing,
            mrz: start.mrz,
            facts: start.facts,
            park: open,
            result,
        })))?;
        self.after_change(desk, notice);
        self.note_unfinished(true);
        Ok((self.counter_of(desk, id)?, open.is_some()))
    }

    /// Adds what a scan says to a form that is open already.
    fn attach(&self, desk: &Desk, id: ScreeningId, start: Start) -> Result<(), AppError> {
        let Some(mrz) = start.mrz else {
            return Ok(());
        };
        let mut screening = desk.registry.screening(id)?;
        if screening.mrz.as_ref() == Some(&mrz) {
            return Ok(());
        }
        screening.facts.clone_from(&start.facts);
        let result = desk.result(&screening)?;
        let notice = desk.notice(&result, id)?;
        desk.write(&Operation::AttachScan(Box::new(AttachScan {
            screening: id,
            mrz,
            facts: start.facts,
            result,
        })))?;
        self.after_change(desk, notice);
        Ok(())
    }
}

impl Desk {
    fn sailing_of_departure(&self, id: DepartureId) -> Result<Sailing, AppError> {
        let departure = self.registry.departure(id)?;
        Ok(self.registry.sailing(departure.sailing)?)
    }

    /// The departure that a document most likely stands for: on the sailing that the counter works on, or else on one
    /// of today or later; a journey that is over is not taken up again. Birth dates must agree, or else the names.
    /// When that leaves a doubt, nobody is chosen and the person is entered anew, because a wrong match is worse than
    /// a duplicate.
    fn best_departure(
        &self,
        matches: &[PersonMatch],
        birth_date: Option<PlainDate>,
        name_agrees: &dyn Fn(&FullName) -> bool,
    ) -> Result<Option<(PersonId, DepartureId)>, AppError> {
        let agrees = |found: &&PersonMatch| match (&found.person.birth_date, birth_date) {
            (Some(known), Some(stated)) => *known.expose("compared") == stated,
            _ => name_agrees(found.person.name.expose("compared")),
        };
        let agreeing: Vec<&PersonMatch> = matches.iter().filter(agrees).collect();
        let [found] = agreeing.as_slice() else {
            return Ok(None);
        };
        let active = self.registry.active_sailing()?;
        let on_active = found
            .departures
            .iter()
            .find(|(_, sailing, _)| Some(*sailing) == active);
        let today = self.now.wita_date();
        // Departures come latest day first: the last one that is not over is the next to leave.
        let upcoming = found
            .departures
            .iter()
            .rfind(|(_, _, date)| !is_over(*date, today));
        let chosen = on_active.or(upcoming);
        Ok(chosen.map(|(departure, _, _)| (found.person.id, *departure)))
    }

    /// The sailing for someone who is on no manifest: the one that the counter works on, or a new one for today.
    fn current_sailing(&self, home_port: &str) -> Result<(Sailing, Option<Sailing>), AppError> {
        let today = self.now.wita_date();
        if let Some(id) = self.registry.active_sailing()? {
            let sailing = self.registry.sailing(id)?;
            if !is_over(sailing.date, today) {
                return Ok((sailing, None));
            }
        }
        let vessel =
            PlaceName::parse(NO_MANIFEST).map_err(|_| AppError::Empty { field: "vessel" })?;
        if let Some(sailing) = self.registry.sailing_of(&vessel, today)? {
            return Ok((sailing, None));
        }
        let sailing = Sailing {
            id: SailingId::from_uuid(new_id()),
            vessel,
            from: Port::parse(home_port).unwrap_or(Port::Nunukan),
            to: Port::Tawau,
            date: self.now.wita_date(),
            departs: None,
            gate_closes: None,
        };
        Ok((sailing.clone(), Some(sailing)))
    }

    fn walk_on(
        &self,
        stated: Person,
        sailing: &Sailing,
        new_sailing: Option<Sailing>,
        mrz: Option<Sensitive<[String; 2]>>,
        facts: Vec<StatedFact>,
    ) -> Result<Start, AppError> {
        let known = self.known_person(&stated)?.map(|found| found.person);
        let person = known.clone().unwrap_or(stated);
        let departure = Departure {
            id: DepartureId::from_uuid(new_id()),
            person: person.id,
            sailing: sailing.id,
            line: None,
            row_no: None,
            seat: None,
            agency: None,
            facts: Vec::new(),
        };
        Ok(Start {
            person: person.id,
            departure: departure.id,
            walk_on: Some(Passenger {
                new_person: known.is_none(),
                person,
                departure,
                assessment: None,
            }),
            new_sailing,
            mrz,
            facts,
        })
    }
}

/// A sailing past midnight still belongs to the day before.
fn is_over(date: PlainDate, today: PlainDate) -> bool {
    date.days_until(today) > 1
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
