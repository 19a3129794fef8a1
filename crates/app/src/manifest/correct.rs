//! Corrections in place: a cell, a row set aside, a row brought back.
//!
//! What must hold: a correction of a row that already is a person reaches the person and the departure, in the same
//! operation, with answers and decisions untouched. A row that cannot be imported after a correction changes nobody; it
//! stays on the board until it is fixed.

use std::collections::{HashMap, HashSet};

use suar_domain::document::PassportNumber;
use suar_domain::id::{DepartureId, ManifestLineId, ScreeningId};
use suar_domain::manifest::{LineFields, LineState, ReadLine};
use suar_domain::operation::{CorrectLine, CorrectedPassenger, Operation, ScreeningResult};
use suar_domain::person::{Person, TravelDocument};
use suar_domain::sailing::Sailing;
use suar_domain::screening::ScreeningState;
use suar_registry::{LineRow, ManifestRow};

use super::people::{planned_departure, stated_person};
use super::{CELL_MAX, REASON_MAX};
use crate::error::AppError;
use crate::screening::{assess_planned, evaluate};
use crate::session::required;
use crate::{App, Desk, Notice, import};

/// All rows of a manifest before and after a correction.
struct Readings {
    ids: Vec<ManifestLineId>,
    before: Vec<ReadLine>,
    after: Vec<ReadLine>,
    departed: HashMap<ManifestLineId, DepartureId>,
    aside: HashSet<ManifestLineId>,
}

impl App {
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
        let desk = self.turn()?;
        let line = desk.registry.manifest_line(id)?;
        let manifest = desk.registry.manifest(line.manifest)?;
        let known_column = |known: &suar_domain::manifest::ColumnMatch| {
            u32::try_from(known.index).is_ok_and(|index| index == column)
        };
        if !manifest.reading.columns.iter().any(known_column) {
            return Err(AppError::BadRequest { what: "column" });
        }
        let readings = desk.readings(&manifest, Some((line.line, column, text)))?;
        let sailing = desk.registry.sailing(manifest.sailing)?;
        let mut corrected = Vec::new();
        let mut notices = Vec::new();
        let mut on_board = HashSet::new();
        for (at, row) in readings.ids.iter().enumerate() {
            let (before, after) = (&readings.before[at], &readings.after[at]);
            if readings.aside.contains(row) {
                continue;
            }
            let departure = match readings.departed.get(row) {
                Some(departure) => Some(*departure),
                None if before.fields != after.fields => desk.stood_for(before, &sailing)?,
                None => None,
            };
            let Some(departure) = departure else {
                continue;
            };
            on_board.insert(*row);
            if after.state == LineState::Clean && before.fields != after.fields {
                let (passenger, told) =
                    desk.corrected(*row, departure, &before.fields, &after.fields, &sailing)?;
                corrected.push(passenger);
                notices.extend(told);
            }
        }
        let become_people = readings
            .ids
            .iter()
            .zip(&readings.after)
            .filter(|(row, line)| {
                line.state == LineState::Clean
                    && !on_board.contains(row)
                    && !readings.aside.contains(row)
            });
        let passengers = desk.passengers(&sailing, become_people)?;
        desk.write(&Operation::CorrectLine(Box::new(CorrectLine {
            manifest: manifest.id,
            line: id,
            column,
            text: text.to_owned(),
            lines: readings.ids.into_iter().zip(readings.after).collect(),
            passengers,
            corrected,
        })))?;
        self.after_change(&desk, &notices);
        Ok((
            desk.registry.manifest_line(id)?,
            desk.registry.manifest(manifest.id)?,
        ))
    }

    /// Sets a row aside with a reason, or brings it back. A row that was fixed meanwhile comes back as a person.
    pub fn set_line_aside(
        &self,
        id: ManifestLineId,
        reason: Option<&str>,
    ) -> Result<(LineRow, ManifestRow), AppError> {
        let desk = self.turn()?;
        let reason = reason
            .map(|text| required("reason", text, REASON_MAX))
            .transpose()?;
        let mut passengers = Vec::new();
        if reason.is_none() {
            let row = desk.registry.manifest_line(id)?;
            let manifest = desk.registry.manifest(row.manifest)?;
            let readings = desk.readings(&manifest, None)?;
            let sailing = desk.registry.sailing(manifest.sailing)?;
            let comes_back = readings
                .ids
                .iter()
                .zip(&readings.after)
                .filter(|(row, line)| {
                    **row == id
                        && line.state == LineState::Clean
                        && !readings.departed.contains_key(row)
                });
            passengers = desk.passengers(&sailing, comes_back)?;
        }
        desk.write(&Operation::SetLineAside {
            line: id,
            reason,
            passengers,
        })?;
        self.something_waits();
        let line = desk.registry.manifest_line(id)?;
        let manifest = desk.registry.manifest(line.manifest)?;
        Ok((line, manifest))
    }
}

impl Desk {
    /// Reads the stored rows again, without and with a correction: line, column, text.
    fn readings(
        &self,
        manifest: &ManifestRow,
        correction: Option<(u32, u32, &str)>,
    ) -> Result<Readings, AppError> {
        let rows = self.registry.manifest_lines(manifest.id)?;
        let ids = rows.iter().map(|row| row.id).collect();
        let departed = rows
            .iter()
            .filter_map(|row| Some((row.id, row.departure?)))
            .collect();
        let aside = rows
            .iter()
            .filter(|row| row.set_aside.is_some())
            .map(|row| row.id)
            .collect();
        let index = |column: u32| usize::try_from(column).unwrap_or(usize::MAX);
        let mut corrections: Vec<(u32, usize, String)> = rows
            .iter()
            .flat_map(|row| {
                row.corrections
                    .iter()
                    .map(|(at, text)| (row.line, index(*at), text.clone()))
            })
            .collect();
        let mut reading = manifest.reading.clone();
        reading.lines = rows.into_iter().map(unread).collect();
        let before = import::reinterpret(&reading, &corrections);
        let after = match correction {
            Some((line, column, text)) => {
                corrections.push((line, index(column), text.to_owned()));
                import::reinterpret(&reading, &corrections).lines
            }
            None => before.lines.clone(),
        };
        Ok(Readings {
            ids,
            before: before.lines,
            after,
            departed,
            aside,
        })
    }

    /// The departure that a row without one of its own stood for: a newer manifest repeats people who have their place
    /// from an earlier one.
    fn stood_for(
        &self,
        line: &ReadLine,
        sailing: &Sailing,
    ) -> Result<Option<DepartureId>, AppError> {
        let (LineState::Clean, Some(name)) = (line.state, line.fields.full_name.clone()) else {
            return Ok(None);
        };
        let known = self.known_person(&stated_person(&line.fields, name), sailing.id)?;
        Ok(known.and_then(|found| found.departure_on(sailing.id)))
    }

    /// Someone on the board as a row states them after a correction, and who must be told.
    fn corrected(
        &self,
        line: ManifestLineId,
        id: DepartureId,
        before: &LineFields,
        after: &LineFields,
        sailing: &Sailing,
    ) -> Result<(CorrectedPassenger, Vec<Notice>), AppError> {
        let stored = self.registry.departure(id)?;
        let known = self.registry.person(stored.person)?;
        let (person, mistaken_number) = corrected_person(known, before, after);
        let planned = planned_departure(after, line, person.id, sailing);
        let departure = suar_domain::departure::Departure {
            id,
            line: stored.line,
            ..planned
        };
        let (result, notices) = self.result_of(&departure, sailing)?;
        let passenger = CorrectedPassenger {
            line,
            person,
            mistaken_number,
            departure,
            result,
        };
        Ok((passenger, notices))
    }

    /// What the rules say about a corrected departure, with the answers so far. After a decision the level follows, but
    /// nobody is called: the talk is over.
    fn result_of(
        &self,
        departure: &suar_domain::departure::Departure,
        sailing: &Sailing,
    ) -> Result<(ScreeningResult, Vec<Notice>), AppError> {
        let latest: Option<(ScreeningId, ScreeningState)> =
            self.registry.latest_screening(departure.id)?;
        let Some((talk, state)) = latest else {
            let assessment = assess_planned(&self.rules.active, departure, sailing)?;
            let result = ScreeningResult {
                assessment,
                alert: None,
            };
            return Ok((result, Vec::new()));
        };
        let screening = self.registry.screening(talk)?;
        let mut result = evaluate::result(&self.rules.active, departure, sailing, &screening)?;
        if state == ScreeningState::Decided {
            result.alert = None;
        }
        let notices = self.notices(&result, talk)?;
        Ok((result, notices))
    }
}

/// The person with every value that the correction changed, and the number that was stated by mistake. What the row
/// did not change, and what it no longer states although it is known otherwise, stays as it is known.
fn corrected_person(
    known: Person,
    before: &LineFields,
    after: &LineFields,
) -> (Person, Option<PassportNumber>) {
    let name = after
        .full_name
        .clone()
        .unwrap_or_else(|| known.name.expose("kept").clone());
    let stated = stated_person(after, name.clone());
    let earlier = stated_person(before, name);
    let document = match (&stated.document, &known.document) {
        (Some(now), _) if before.document_number != after.document_number => Some(TravelDocument {
            kind: now.kind,
            number: now.number.clone(),
            expires: now.expires,
        }),
        (Some(now), Some(known)) if now.number == known.number => Some(TravelDocument {
            kind: changed(known.kind, earlier_document(&earlier, |d| d.kind), now.kind),
            number: known.number.clone(),
            expires: changed(
                known.expires,
                earlier_document(&earlier, |d| d.expires),
                now.expires,
            ),
        }),
        (_, known) => known.clone(),
    };
    let mistaken = before
        .document_number
        .clone()
        .filter(|_| after.document_number.is_some())
        .filter(|number| Some(number) != after.document_number.as_ref());
    let name = if before.full_name == after.full_name {
        known.name
    } else {
        stated.name
    };
    let person = Person {
        id: known.id,
        name,
        sex: changed(known.sex, earlier.sex, stated.sex),
        birth_date: changed(known.birth_date, earlier.birth_date, stated.birth_date),
        nationality: changed(known.nationality, earlier.nationality, stated.nationality),
        nik: changed(known.nik, earlier.nik, stated.nik),
        document,
    };
    (person, mistaken)
}

fn earlier_document<T>(person: &Person, value: impl Fn(&TravelDocument) -> Option<T>) -> Option<T> {
    person.document.as_ref().and_then(value)
}

/// A value after a correction. A cleared cell takes back only what the row itself had stated: silence is no statement.
fn changed<T: PartialEq>(known: Option<T>, before: Option<T>, after: Option<T>) -> Option<T> {
    if before == after {
        known
    } else if after.is_some() {
        after
    } else if known == before {
        None
    } else {
        known
    }
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
