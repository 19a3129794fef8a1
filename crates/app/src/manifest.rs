//! Manifests: read a file, look at it, import it, fix what is left.
//!
//! Reading stores nothing. Importing is one operation: the sailing, every row of the file, and the people of the
//! clean rows, each with a first assessment. A row that is not clean stays on the board until it is fixed or set
//! aside.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use suar_domain::departure::Departure;
use suar_domain::id::{DepartureId, ManifestId, ManifestLineId, PersonId, SailingId};
use suar_domain::manifest::{LineFields, LineState, ReadLine, ReadManifest};
use suar_domain::operation::{CorrectLine, ImportManifest, Operation, Passenger};
use suar_domain::person::{Person, TravelDocument};
use suar_domain::sailing::{ClockTime, Port, Sailing};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{FullName, PlaceName, TextLine};
use suar_registry::PersonMatch;
pub use suar_registry::{LineRow, ManifestRow};

use crate::error::AppError;
use crate::sailing::SailingFigures;
use crate::screening::{assess_planned, facts};
use crate::session::required;
use crate::{App, Desk, Reading, import, new_id};

/// Longest text of a corrected cell, in characters.
const CELL_MAX: usize = 300;
/// Longest reason, in characters.
const REASON_MAX: usize = 200;
/// Readings kept in memory at a time; choosing another file forgets the oldest.
const READINGS: usize = 4;

/// The sailing as the officer confirmed it.
#[derive(Debug, Clone, Default)]
pub struct SailingDraft {
    /// Vessel name.
    pub vessel: String,
    /// Port of departure, as written; empty means this office's port.
    pub from: String,
    /// Port of arrival, as written; empty means Tawau.
    pub to: String,
    /// Day, ISO 8601.
    pub date: String,
    /// Departure time; may be empty.
    pub departs: String,
    /// When boarding closes; may be empty.
    pub gate_closes: String,
}

impl App {
    /// Reads a file; gives a handle for the import that may follow.
    pub fn read_manifest(
        &self,
        bytes: &[u8],
        file_name: &str,
    ) -> Result<(String, Arc<ReadManifest>), AppError> {
        self.desk()?;
        let manifest = Arc::new(import::read_on(bytes, file_name, self.now().wita_date())?);
        let token = new_id().to_string();
        let reading = Reading {
            file_name: safe_file_name(file_name),
            manifest: Arc::clone(&manifest),
        };
        let mut state = self.state();
        let open = state.as_mut().ok_or(AppError::Locked)?;
        while open.readings.len() >= READINGS {
            // Tokens are in order of time: the smallest is the oldest.
            let Some(oldest) = open.readings.keys().min().cloned() else {
                break;
            };
            open.readings.remove(&oldest);
        }
        open.readings.insert(token.clone(), reading);
        Ok((token, manifest))
    }

    /// Imports what was read.
    pub fn import_manifest(
        &self,
        token: &str,
        draft: &SailingDraft,
    ) -> Result<SailingFigures, AppError> {
        let desk = self.desk()?;
        let reading = {
            let state = self.state();
            let open = state.as_ref().ok_or(AppError::Locked)?;
            open.readings
                .get(token)
                .cloned()
                .ok_or(AppError::Forgotten)?
        };
        let home_port = self.session().settings.port;
        let (sailing, new_sailing) = desk.sailing_for(draft, &home_port)?;
        let line_ids: Vec<ManifestLineId> = reading
            .manifest
            .lines
            .iter()
            .map(|_| ManifestLineId::from_uuid(new_id()))
            .collect();
        let clean = line_ids
            .iter()
            .zip(&reading.manifest.lines)
            .filter(|(_, line)| line.state == LineState::Clean);
        let passengers = desk.passengers(&sailing, clean)?;
        let operation = Operation::ImportManifest(Box::new(ImportManifest {
            manifest: ManifestId::from_uuid(new_id()),
            file_name: reading.file_name,
            sailing: sailing.clone(),
            new_sailing,
            reading: ReadManifest::clone(&reading.manifest),
            line_ids,
            passengers,
        }));
        desk.write(&operation)?;
        self.something_waits();
        if let Some(open) = self.state().as_mut() {
            open.readings.remove(token);
        }
        desk.figures(sailing)
    }

    /// Corrects a cell and reads the whole manifest again with it.
    pub fn correct_line(
        &self,
        id: ManifestLineId,
        column: u32,
        text: &str,
    ) -> Result<(LineRow, ManifestRow), AppError> {
        if text.chars().count() > CELL_MAX {
            return Err(AppError::Long {
                field: "text",
                limit: CELL_MAX,
            });
        }
        let desk = self.desk()?;
        let line = desk.registry.manifest_line(id)?;
        let mut manifest = desk.registry.manifest(line.manifest)?;
        if !manifest
            .reading
            .columns
            .iter()
            .any(|known| known.index == column as usize)
        {
            return Err(AppError::BadRequest { what: "column" });
        }
        let rows = desk.registry.manifest_lines(manifest.id)?;
        let ids: Vec<ManifestLineId> = rows.iter().map(|row| row.id).collect();
        let departed: HashMap<ManifestLineId, DepartureId> = rows
            .iter()
            .filter_map(|row| Some((row.id, row.departure?)))
            .collect();
        let aside: HashSet<ManifestLineId> = rows
            .iter()
            .filter(|row| row.set_aside.is_some())
            .map(|row| row.id)
            .collect();
        let mut corrections: Vec<(u32, usize, String)> = rows
            .iter()
            .flat_map(|row| {
                row.corrections
                    .iter()
                    .map(|(at, text)| (row.line, *at as usize, text.clone()))
            })
            .collect();
        corrections.push((line.line, column as usize, text.to_owned()));
        manifest.reading.lines = rows.into_iter().map(unread).collect();
        let read = import::reinterpret(&manifest.reading, &corrections);
        let lines: Vec<(ManifestLineId, ReadLine)> = ids.into_iter().zip(read.lines).collect();
        let sailing = desk.registry.sailing(manifest.sailing)?;
        let become_people = lines
            .iter()
            .filter(|(id, line)| {
                line.state == LineState::Clean && !departed.contains_key(id) && !aside.contains(id)
            })
            .map(|(id, line)| (id, line));
        let passengers = desk.passengers(&sailing, become_people)?;
        desk.write(&Operation::CorrectLine(Box::new(CorrectLine {
            manifest: manifest.id,
            line: id,
            column,
            text: text.to_owned(),
            lines,
            passengers,
        })))?;
        self.something_waits();
        Ok((
            desk.registry.manifest_line(id)?,
            desk.registry.manifest(manifest.id)?,
        ))
    }

    /// Sets a row aside with a reason, or brings it back.
    pub fn set_line_aside(
        &self,
        id: ManifestLineId,
        reason: Option<&str>,
    ) -> Result<(LineRow, ManifestRow), AppError> {
        let desk = self.desk()?;
        let reason = reason
            .map(|text| required("reason", text, REASON_MAX))
            .transpose()?;
        desk.write(&Operation::SetLineAside { line: id, reason })?;
        self.something_waits();
        let line = desk.registry.manifest_line(id)?;
        let manifest = desk.registry.manifest(line.manifest)?;
        Ok((line, manifest))
    }
}

impl Desk {
    fn sailing_for(
        &self,
        draft: &SailingDraft,
        home_port: &str,
    ) -> Result<(Sailing, bool), AppError> {
        let vessel = required("vessel", &draft.vessel, 100)?;
        let vessel = PlaceName::parse(&vessel).map_err(|_| AppError::Empty { field: "vessel" })?;
        let date = required("date", &draft.date, 10)?
            .parse()
            .map_err(|_| AppError::Date { field: "date" })?;
        if let Some(known) = self.registry.sailing_of(&vessel, date)? {
            return Ok((known, false));
        }
        let port = |text: &str, otherwise: Port| match text.trim() {
            "" => otherwise,
            written => Port::parse(written).unwrap_or(otherwise),
        };
        let home = Port::parse(home_port).unwrap_or(Port::Nunukan);
        let sailing = Sailing {
            id: SailingId::from_uuid(new_id()),
            vessel,
            from: port(&draft.from, home),
            to: port(&draft.to, Port::Tawau),
            date,
            departs: clock_time("departsAt", &draft.departs)?,
            gate_closes: clock_time("gateClosesAt", &draft.gate_closes)?,
        };
        Ok((sailing, true))
    }

    /// The people of rows, matched to those known already.
    fn passengers<'a>(
        &self,
        sailing: &Sailing,
        lines: impl Iterator<Item = (&'a ManifestLineId, &'a ReadLine)>,
    ) -> Result<Vec<Passenger>, AppError> {
        let mut passengers = Vec::new();
        for (id, line) in lines {
            let Some(name) = line.fields.full_name.clone() else {
                continue;
            };
            let stated = stated_person(&line.fields, name);
            let known = self.known_person(&stated)?;
            let on_board =
                |found: &PersonMatch| found.departures.iter().any(|(_, on, _)| *on == sailing.id);
            // The same file again, or a newer one of the same sailing: the place is there already.
            if known.as_ref().is_some_and(on_board) {
                continue;
            }
            let new_person = known.is_none();
            let person = match known {
                // What this manifest says of the document is newer than what was known.
                Some(found) => Person {
                    document: stated.document,
                    ..found.person
                },
                None => stated,
            };
            let departure = planned_departure(&line.fields, *id, person.id, sailing);
            let assessment = assess_planned(&self.rules.active, &departure, sailing)?;
            passengers.push(Passenger {
                new_person,
                person,
                departure,
                assessment,
            });
        }
        Ok(passengers)
    }

    /// Someone with the same document and the same birth date is the same person; where one of them states no birth
    /// date, the names must agree. A number alone is not enough: two people with one number is an alarm about the
    /// data.
    pub(crate) fn known_person(&self, stated: &Person) -> Result<Option<PersonMatch>, AppError> {
        let Some(document) = &stated.document else {
            return Ok(None);
        };
        let number = document.number.expose("looked up in the registry");
        let matches = self.registry.people_by_document(number)?;
        Ok(matches
            .into_iter()
            .find(|found| same_person(&found.person, stated)))
    }
}

fn same_person(known: &Person, stated: &Person) -> bool {
    let name = |person: &Person| person.name.expose("compared").clone();
    match (&known.birth_date, &stated.birth_date) {
        // Many people have 1 January as their birth date: a name that has nothing in common speaks against it.
        (Some(born), Some(stated_born)) => {
            let words = name(known).comparable_words();
            born == stated_born
                && name(stated)
                    .comparable_words()
                    .iter()
                    .any(|word| words.contains(word))
        }
        _ => name(known).comparable() == name(stated).comparable(),
    }
}

fn stated_person(fields: &LineFields, name: FullName) -> Person {
    Person {
        id: PersonId::from_uuid(new_id()),
        name: Sensitive::new(name),
        sex: fields.sex,
        birth_date: fields.birth_date.map(Sensitive::new),
        nationality: fields.nationality,
        nik: fields.nik.clone().map(Sensitive::new),
        document: document(fields),
    }
}

fn planned_departure(
    fields: &LineFields,
    line: ManifestLineId,
    person: PersonId,
    sailing: &Sailing,
) -> Departure {
    let text = |text: &Option<TextLine>| text.as_ref().map(|text| text.as_str().to_owned());
    Departure {
        id: DepartureId::from_uuid(new_id()),
        person,
        sailing: sailing.id,
        line: Some(line),
        row_no: text(&fields.row_no),
        seat: text(&fields.seat),
        agency: text(&fields.agency),
        facts: facts::from_manifest(fields, sailing),
    }
}

fn document(fields: &LineFields) -> Option<TravelDocument> {
    Some(TravelDocument {
        kind: fields.document_kind,
        number: Sensitive::new(fields.document_number.clone()?),
        expires: fields.document_expiry,
    })
}

/// A stored row before it is read again.
fn unread(row: LineRow) -> ReadLine {
    ReadLine {
        line: row.line,
        cells: row.cells,
        origins: row.origins,
        fields: LineFields::default(),
        defects: Vec::new(),
        state: row.state,
    }
}

fn clock_time(field: &'static str, text: &str) -> Result<Option<ClockTime>, AppError> {
    match text.trim() {
        "" => Ok(None),
        written => written
            .parse()
            .map(Some)
            .map_err(|_| AppError::Date { field }),
    }
}

/// The last part of a chosen name, without what could be a folder, at most 120 characters.
fn safe_file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    if shown.is_empty() {
        "manifes".to_owned()
    } else {
        shown
    }
}
