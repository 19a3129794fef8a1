//! Corrections in place: a cell, a row set aside, a row brought back.
//!
//! What must hold: a correction of a row that already is a person reaches the person and the departure, in the same
//! operation, with answers and decisions untouched. A row that cannot be imported after a correction changes nobody; it
//! stays on the board until it is fixed.

use std::collections::{HashMap, HashSet};

use suar_domain::id::{DepartureId, ManifestLineId};
use suar_domain::manifest::{LineFields, LineState};
use suar_domain::operation::{CorrectLine, Operation};
use suar_domain::sailing::Sailing;
use suar_registry::{LineRow, ManifestRow};

use super::conflict::{self, Claim};
use super::people::stated_person;
use super::readings::Readings;
use super::restate::Restated;
use super::{CELL_MAX, REASON_MAX};
use crate::error::AppError;
use crate::session::required;
use crate::{App, Desk};

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
        let sailing = desk.registry.sailing(manifest.sailing)?;
        let mut readings = desk.readings(&manifest, Some((line.line, column, text)))?;
        let standing = desk.standing(&readings, &sailing)?;
        for at in desk.conflicts_of(&readings, &standing, &sailing)? {
            conflict::mark(&mut readings.after[at], &manifest.reading.columns);
        }
        let mut corrected = Vec::new();
        let mut notices = Vec::new();
        for (at, row) in readings.ids.iter().enumerate() {
            let (heard, after) = (&readings.heard[at], &readings.after[at]);
            let Some(departure) = standing.get(row) else {
                continue;
            };
            if after.state == LineState::Clean && *heard != after.fields {
                let fields = (heard, &after.fields);
                let restated = desk.restated(*row, *departure, fields, &sailing)?;
                let (passenger, told) = desk.corrected(restated, &sailing)?;
                corrected.push(passenger);
                notices.extend(told);
            }
        }
        for restated in desk.heard_at_last(&readings, &standing, &sailing)? {
            let (passenger, told) = desk.corrected(restated, &sailing)?;
            corrected.push(passenger);
            notices.extend(told);
        }
        let become_people = readings
            .ids
            .iter()
            .zip(&readings.after)
            .filter(|(row, line)| {
                line.state == LineState::Clean
                    && !standing.contains_key(row)
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
            // The stored state knows more than the file alone: the number may be that of someone from another list.
            let comes_back = readings
                .ids
                .iter()
                .zip(&readings.after)
                .filter(|(line, read)| {
                    **line == id
                        && row.state == LineState::Clean
                        && read.state == LineState::Clean
                        && !readings.departed.contains_key(line)
                });
            passengers = desk.passengers(&sailing, comes_back)?;
        }
        desk.write(&Operation::SetLineAside {
            line: id,
            reason,
            passengers,
        })?;
        self.after_change(&desk, &[]);
        let line = desk.registry.manifest_line(id)?;
        let manifest = desk.registry.manifest(line.manifest)?;
        Ok((line, manifest))
    }
}

impl Desk {
    /// The departures that rows stand for: their own, or, where a newer manifest repeats people who have their place from
    /// an earlier one, the one that a changed row stood for before.
    fn standing(
        &self,
        readings: &Readings,
        sailing: &Sailing,
    ) -> Result<HashMap<ManifestLineId, DepartureId>, AppError> {
        let mut standing = readings.departed.clone();
        for (at, row) in readings.ids.iter().enumerate() {
            let before = &readings.before[at];
            if standing.contains_key(row)
                || readings.aside.contains(row)
                || before.fields == readings.after[at].fields
                || matches!(before.state, LineState::Duplicate { .. })
            {
                continue;
            }
            if let Some(departure) = self.stands_for(&before.fields, sailing)? {
                standing.insert(*row, departure);
            }
        }
        Ok(standing)
    }

    /// Someone's place on the sailing, when a row says who it is about.
    pub(super) fn stands_for(
        &self,
        fields: &LineFields,
        sailing: &Sailing,
    ) -> Result<Option<DepartureId>, AppError> {
        let Some(name) = fields.full_name.clone() else {
            return Ok(None);
        };
        let known = self.known_person(&stated_person(fields, name), sailing.id)?;
        Ok(known.and_then(|found| found.departure_on(sailing.id)))
    }

    /// People whom a newer manifest repeats in rows that waited for a fix until now: those rows are heard only now.
    fn heard_at_last(
        &self,
        readings: &Readings,
        standing: &HashMap<ManifestLineId, DepartureId>,
        sailing: &Sailing,
    ) -> Result<Vec<Restated>, AppError> {
        let mut repeated = Vec::new();
        for (at, row) in readings.ids.iter().enumerate() {
            let after = &readings.after[at];
            if after.state == LineState::Clean
                && readings.states[at] != LineState::Clean
                && !standing.contains_key(row)
                && !readings.aside.contains(row)
                && let Some(departure) = self.stands_for(&after.fields, sailing)?
            {
                repeated.push((departure, *row, &after.fields));
            }
        }
        if repeated.is_empty() {
            return Ok(Vec::new());
        }
        let heard = self.heard_so_far(sailing)?;
        let restated = repeated
            .into_iter()
            .map(|(departure, row, newer)| self.renewed(&heard, departure, (row, newer), sailing));
        restated.filter_map(Result::transpose).collect()
    }

    /// Rows, by index, with the number of somebody whom another list or the counter has put on the sailing.
    fn conflicts_of(
        &self,
        readings: &Readings,
        standing: &HashMap<ManifestLineId, DepartureId>,
        sailing: &Sailing,
    ) -> Result<Vec<usize>, AppError> {
        let here: HashSet<DepartureId> = standing.values().copied().collect();
        let mut conflicts = Vec::new();
        for (at, row) in readings.ids.iter().enumerate() {
            let (before, after) = (&readings.before[at], &readings.after[at]);
            let as_stored = readings.states[at] == LineState::Clean
                && before.fields.document_number == after.fields.document_number;
            if after.state != LineState::Clean || (as_stored && readings.departed.contains_key(row))
            {
                continue;
            }
            let claim = Claim {
                fields: &after.fields,
                own: standing.get(row).copied(),
                // Rows of one list are compared with each other when the list is read.
                compared: &here,
            };
            if self.conflicts(&claim, sailing.id)? {
                conflicts.push(at);
            }
        }
        Ok(conflicts)
    }
}
