//! The rows of a stored manifest, read again: values are not stored, they follow from cells and corrections.

use std::collections::{HashMap, HashSet};

use suar_domain::id::{DepartureId, ManifestLineId};
use suar_domain::manifest::{LineFields, LineState, ReadLine};
use suar_registry::{LineRow, ManifestRow};

use crate::error::AppError;
use crate::{Desk, import};

/// All rows of a manifest before and after a correction.
pub(super) struct Readings {
    /// Who they are.
    pub ids: Vec<ManifestLineId>,
    /// As they read before.
    pub before: Vec<ReadLine>,
    /// As they read with the correction.
    pub after: Vec<ReadLine>,
    /// What of a row has reached its person. A row that waits for a fix has reached nobody since it was blocked, so
    /// whatever an officer typed into it is still to be said.
    pub heard: Vec<LineFields>,
    /// As they are stored.
    pub states: Vec<LineState>,
    /// Places that were made from them.
    pub departed: HashMap<ManifestLineId, DepartureId>,
    /// Those that were set aside.
    pub aside: HashSet<ManifestLineId>,
}

impl Desk {
    /// Reads the stored rows again, without and with a correction: line, column, text.
    pub(super) fn readings(
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
        let states: Vec<LineState> = rows.iter().map(|row| row.state).collect();
        let blocked: HashSet<u32> = rows
            .iter()
            .filter(|row| row.state == LineState::ToFix)
            .map(|row| row.line)
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
        let before = import::reinterpret(&reading, &corrections).lines;
        let typed = corrections.iter().map(|(line, column, _)| (*line, *column));
        let unsaid: Vec<(u32, usize, String)> = typed
            .chain(correction.map(|(line, column, _)| (line, index(column))))
            .filter(|(line, _)| blocked.contains(line))
            .map(|(line, column)| (line, column, String::new()))
            .collect();
        let mut heard: Vec<LineFields> = before.iter().map(|line| line.fields.clone()).collect();
        if !unsaid.is_empty() {
            let said: Vec<_> = corrections.iter().cloned().chain(unsaid).collect();
            let said = import::reinterpret(&reading, &said).lines;
            for (heard, line) in heard.iter_mut().zip(said) {
                if blocked.contains(&line.line) {
                    *heard = line.fields;
                }
            }
        }
        let after = match correction {
            Some((line, column, text)) => {
                corrections.push((line, index(column), text.to_owned()));
                import::reinterpret(&reading, &corrections).lines
            }
            None => before.clone(),
        };
        Ok(Readings {
            ids,
            before,
            after,
            heard,
            states,
            departed,
            aside,
        })
    }
}

/// A stored row before it is read again.
pub(super) fn unread(row: LineRow) -> ReadLine {
    ReadLine {
        line: row.line,
        cells: row.cells,
        origins: row.origins,
        fields: LineFields::default(),
        defects: Vec::new(),
        state: row.state,
    }
}
