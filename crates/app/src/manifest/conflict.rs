//! One document number for two people of a sailing, where they come from different lists.
//!
//! Rows of one file are compared when it is read. What another manifest or the counter has stated is known only here.

use std::collections::HashSet;

use suar_domain::id::{DepartureId, SailingId};
use suar_domain::manifest::{
    ColumnMatch, Defect, DefectCode, Field, LineFields, LineState, ReadLine,
};
use suar_domain::sensitive::Sensitive;

use super::people::{same_person, stated_person};
use crate::Desk;
use crate::error::AppError;

/// A row that states a document number.
pub(super) struct Claim<'a> {
    /// What it says.
    pub fields: &'a LineFields,
    /// The place that it stands for.
    pub own: Option<DepartureId>,
    /// Places that it was compared with already.
    pub compared: &'a HashSet<DepartureId>,
}

impl Desk {
    /// Whether the number is that of somebody else on the sailing: someone with another birth date or another name.
    pub(super) fn conflicts(
        &self,
        claim: &Claim<'_>,
        sailing: SailingId,
    ) -> Result<bool, AppError> {
        let (Some(name), Some(number)) = (&claim.fields.full_name, &claim.fields.document_number)
        else {
            return Ok(false);
        };
        let stated = stated_person(claim.fields, name.clone());
        let mut others = false;
        for found in self.registry.people_by_document(number)? {
            let Some(place) = found.departure_on(sailing) else {
                continue;
            };
            if claim.own == Some(place) {
                return Ok(false);
            }
            if claim.compared.contains(&place) {
                continue;
            }
            if same_person(&found.person, &stated) {
                return Ok(false);
            }
            others = true;
        }
        Ok(others)
    }
}

/// Lets a row wait for an officer because of its number.
pub(super) fn mark(line: &mut ReadLine, columns: &[ColumnMatch]) {
    let column = columns
        .iter()
        .find(|column| column.field == Some(Field::DocumentNumber))
        .map(|column| column.index);
    let found = column.and_then(|at| line.cells.get(at)).cloned();
    line.defects.push(Defect {
        code: DefectCode::DocConflict,
        field: Some(Field::DocumentNumber),
        column,
        found: Sensitive::new(found.unwrap_or_default()),
    });
    line.state = LineState::ToFix;
}

/// Takes the mark back.
pub(super) fn unmark(line: &mut ReadLine) {
    line.defects.pop();
    line.state = LineState::Clean;
}
