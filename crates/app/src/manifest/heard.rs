//! What the manifests of a sailing have said so far about people with a place on it.

use std::collections::HashMap;

use suar_domain::id::DepartureId;
use suar_domain::manifest::{LineFields, LineState};
use suar_domain::sailing::Sailing;

use super::readings::unread;
use crate::error::AppError;
use crate::{Desk, import};

/// What was said last about each one with a place.
pub(super) type HeardSoFar = HashMap<DepartureId, Heard>;

/// What the manifests of a sailing said last about someone.
pub(super) struct Heard {
    /// As printed.
    printed: LineFields,
    /// With the corrections of officers.
    pub corrected: LineFields,
}

impl Desk {
    /// What all manifests of a sailing said, the newest last.
    pub(super) fn heard_so_far(&self, sailing: &Sailing) -> Result<HeardSoFar, AppError> {
        let mut heard = HashMap::new();
        let oldest_first = self.registry.manifests_of(sailing.id)?.into_iter().rev();
        for manifest in oldest_first {
            let rows = self.registry.manifest_lines(manifest.id)?;
            let typed: Vec<(u32, usize, String)> = rows
                .iter()
                .flat_map(|row| row.corrections.iter().map(|cell| (row.line, cell)))
                .filter_map(|(line, (at, text))| {
                    Some((line, usize::try_from(*at).ok()?, text.clone()))
                })
                .collect();
            let own: Vec<(Option<DepartureId>, LineState, bool)> = rows
                .iter()
                .map(|row| (row.departure, row.state, row.set_aside.is_some()))
                .collect();
            let mut reading = manifest.reading;
            reading.lines = rows.into_iter().map(unread).collect();
            let printed = import::reinterpret(&reading, &[]).lines;
            let corrected = import::reinterpret(&reading, &typed).lines;
            for ((printed, corrected), (own, state, aside)) in
                printed.into_iter().zip(corrected).zip(own)
            {
                let clean = state == LineState::Clean;
                let place = match own {
                    Some(place) => Some(place),
                    None if clean && !aside => self.stands_for(&corrected.fields, sailing)?,
                    None => None,
                };
                let Some(place) = place else { continue };
                // Corrections of a row that waits for a fix have reached nobody.
                let corrected = if clean {
                    corrected.fields
                } else {
                    printed.fields.clone()
                };
                let printed = printed.fields;
                heard.insert(place, Heard { printed, corrected });
            }
        }
        Ok(heard)
    }
}

impl Heard {
    /// What is said now, when a newer list says `newer`.
    pub(super) fn renewed_by(&self, newer: &LineFields) -> LineFields {
        macro_rules! renew {
            ($($field:ident),* $(,)?) => {
                LineFields {
                    $($field: if newer.$field.is_none() || newer.$field == self.printed.$field {
                        self.corrected.$field.clone()
                    } else {
                        newer.$field.clone()
                    },)*
                }
            };
        }
        renew!(
            row_no,
            full_name,
            document_number,
            document_kind,
            document_expiry,
            issue_date,
            issue_office,
            nationality,
            sex,
            birth_date,
            birth_place,
            age,
            nik,
            purpose,
            scheme,
            e_pmi,
            employer,
            agency,
            contact_phone,
            payer_code,
            payer_name,
            destination,
            lodging,
            seat,
            ticket_no,
            remarks,
            children,
            crew,
        )
    }
}
