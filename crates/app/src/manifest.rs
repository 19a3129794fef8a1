//! Manifests: read a file, look at it, import it, fix what is left.
//!
//! Reading stores nothing. Importing is one operation: the sailing, every row of the file, and the people of the
//! clean rows, each with a first assessment. A row that is not clean stays on the board until it is fixed or set
//! aside.

mod conflict;
mod correct;
mod heard;
mod people;
mod readings;
mod renew;
mod restate;
mod sailing;

use std::sync::Arc;

use suar_domain::id::{ManifestId, ManifestLineId};
use suar_domain::manifest::{LineState, ReadManifest};
use suar_domain::operation::{ImportManifest, Operation};
pub use suar_registry::{LineRow, ManifestRow};

pub(crate) use people::same_person;
pub use renew::Changes;
pub use sailing::{SailingChoice, SailingDraft};

use renew::{Named, Renewal};

use crate::error::AppError;
use crate::sailing::SailingFigures;
use crate::{App, Reading, import, new_id};

/// Longest text of a corrected cell, in characters.
const CELL_MAX: usize = 300;
/// Longest reason, in characters.
const REASON_MAX: usize = 200;
/// Readings kept in memory at a time, and together at most as many rows as one file may have; choosing another file
/// forgets the oldest.
const READINGS: usize = 4;

/// What an import did.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The sailing with its figures.
    pub figures: SailingFigures,
    /// How this manifest differs from an earlier one of the sailing, when there is one.
    pub changes: Option<Changes>,
}

impl App {
    /// Reads a file; gives a handle for the import that may follow.
    pub fn read_manifest(
        &self,
        bytes: &[u8],
        file_name: &str,
    ) -> Result<(String, Arc<ReadManifest>), AppError> {
        self.desk()?;
        let manifest = Arc::new(self.parsing.read(bytes, self.now().wita_date())?);
        let token = new_id().to_string();
        let reading = Reading {
            file_name: safe_file_name(file_name),
            manifest: Arc::clone(&manifest),
        };
        let mut state = self.state();
        let open = state.as_mut().ok_or(AppError::Locked)?;
        let kept = |open: &crate::Open| {
            let lines = open.readings.values().map(|kept| kept.manifest.lines.len());
            lines.sum::<usize>() + manifest.lines.len()
        };
        while open.readings.len() >= READINGS || kept(open) > import::MAX_ROWS {
            // Tokens are in order of time: the smallest is the oldest.
            let Some(oldest) = open.readings.keys().min().cloned() else {
                break;
            };
            open.readings.remove(&oldest);
        }
        open.readings.insert(token.clone(), reading);
        Ok((token, manifest))
    }

    /// Imports what was read. A reading is imported once: of two imports at the same time the second finds it taken.
    /// Like an answer it takes its turn, because a newer manifest of a sailing judges people anew who are being asked.
    pub fn import_manifest(&self, token: &str, draft: &SailingDraft) -> Result<Imported, AppError> {
        let desk = self.turn()?;
        let reading = {
            let state = self.state();
            let open = state.as_ref().ok_or(AppError::Locked)?;
            open.readings
                .get(token)
                .cloned()
                .ok_or(AppError::Forgotten)?
        };
        let home_port = self.session().settings.port;
        let (sailing, new_sailing) = desk.sailing_for(draft, &home_port, &reading.manifest)?;
        let line_ids: Vec<ManifestLineId> = reading
            .manifest
            .lines
            .iter()
            .map(|_| ManifestLineId::from_uuid(new_id()))
            .collect();
        let mut renewal = Renewal::default();
        let mut again = false;
        if !new_sailing {
            let rows: Vec<_> = line_ids
                .iter()
                .copied()
                .zip(&reading.manifest.lines)
                .collect();
            renewal = desk.renewal(&sailing, &rows)?;
            again = !desk.registry.manifests_of(sailing.id)?.is_empty();
            if desk.registry.sailing(sailing.id)?.from != sailing.from {
                desk.move_port(&sailing, &mut renewal)?;
            }
        }
        let clean = line_ids
            .iter()
            .zip(&reading.manifest.lines)
            .enumerate()
            .filter(|(at, (_, line))| {
                line.state == LineState::Clean && renewal.conflicts.binary_search(at).is_err()
            })
            .map(|(_, row)| row);
        let passengers = desk.passengers(&sailing, clean)?;
        let added = u32::try_from(passengers.len()).unwrap_or(u32::MAX);
        renewal.states(passengers.iter().map(|passenger| passenger.departure.id));
        let file_name = reading.file_name.clone();
        let mut reading = self.taken(token, reading.manifest);
        for at in &renewal.conflicts {
            conflict::mark(&mut reading.lines[*at], &reading.columns);
        }
        let named = Named::by(&reading.lines);
        let operation = Operation::ImportManifest(Box::new(ImportManifest {
            manifest: ManifestId::from_uuid(new_id()),
            file_name,
            sailing: sailing.clone(),
            new_sailing,
            reading,
            line_ids,
            passengers,
            corrected: std::mem::take(&mut renewal.corrected),
        }));
        if let Err(error) = desk.write(&operation) {
            self.give_back(token, operation, &renewal.conflicts);
            return Err(error);
        }
        // What was stored is no longer needed, and of a long list it is much.
        drop(operation);
        self.after_change(&desk, &renewal.notices);
        let changes = again
            .then(|| desk.changes(sailing.id, &renewal, (added, &named)))
            .transpose()?;
        Ok(Imported {
            figures: desk.figures(sailing)?,
            changes,
        })
    }

    /// Takes a reading out of the memory, so that a long one is there only once while it is stored.
    fn taken(&self, token: &str, manifest: Arc<ReadManifest>) -> ReadManifest {
        if let Some(open) = self.state().as_mut() {
            open.readings.remove(token);
        }
        Arc::try_unwrap(manifest).unwrap_or_else(|shared| ReadManifest::clone(&shared))
    }

    /// An import that failed can be tried again, unless the screen was locked meanwhile.
    fn give_back(&self, token: &str, operation: Operation, conflicts: &[usize]) {
        if let (Some(open), Operation::ImportManifest(mut import)) =
            (self.state().as_mut(), operation)
        {
            // The next try may be about another sailing.
            for at in conflicts {
                conflict::unmark(&mut import.reading.lines[*at]);
            }
            let reading = Reading {
                file_name: import.file_name,
                manifest: Arc::new(import.reading),
            };
            open.readings.insert(token.to_owned(), reading);
        }
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

#[cfg(test)]
mod tests;
