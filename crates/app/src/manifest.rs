//! Manifests: read a file, look at it, import it, fix what is left.
//!
//! Reading stores nothing. Importing is one operation: the sailing, every row of the file, and the people of the
//! clean rows, each with a first assessment. A row that is not clean stays on the board until it is fixed or set
//! aside.

mod correct;
mod people;
mod sailing;

use std::sync::{Arc, MutexGuard, PoisonError};

use suar_domain::id::{ManifestId, ManifestLineId};
use suar_domain::manifest::{LineState, ReadManifest};
use suar_domain::operation::{ImportManifest, Operation};
pub use suar_registry::{LineRow, ManifestRow};

pub(crate) use people::same_person;
pub use sailing::{SailingChoice, SailingDraft};

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

    /// The turn to change manifests; whoever comes second reads what the first has stored.
    fn manifest_turn(&self) -> MutexGuard<'_, ()> {
        // Nothing is behind this lock: a change that broke off has stored nothing.
        self.manifest_turn
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Imports what was read. A reading is imported once: of two imports at the same time the second finds it taken.
    pub fn import_manifest(
        &self,
        token: &str,
        draft: &SailingDraft,
    ) -> Result<SailingFigures, AppError> {
        let _turn = self.manifest_turn();
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
        let (sailing, new_sailing) = desk.sailing_for(draft, &home_port, &reading.manifest)?;
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
            reading: self.taken(token, reading.manifest),
            line_ids,
            passengers,
        }));
        if let Err(error) = desk.write(&operation) {
            self.give_back(token, operation);
            return Err(error);
        }
        self.something_waits();
        desk.figures(sailing)
    }

    /// Takes a reading out of the memory, so that a long one is there only once while it is stored.
    fn taken(&self, token: &str, manifest: Arc<ReadManifest>) -> ReadManifest {
        if let Some(open) = self.state().as_mut() {
            open.readings.remove(token);
        }
        Arc::try_unwrap(manifest).unwrap_or_else(|shared| ReadManifest::clone(&shared))
    }

    /// An import that failed can be tried again, unless the screen was locked meanwhile.
    fn give_back(&self, token: &str, operation: Operation) {
        if let (Some(open), Operation::ImportManifest(import)) = (self.state().as_mut(), operation)
        {
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
