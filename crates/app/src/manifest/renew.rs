//! A newer manifest of a sailing that has one already.
//!
//! What must hold: nobody is removed, and no answer is touched. What the newer list says anew about someone reaches that
//! person like a correction; what it says as the earlier list did, before an officer corrected it, leaves the correction
//! as it is; what it does not say takes nothing back. Whoever it does not name is listed.

use std::collections::HashSet;

use suar_domain::departure::{Departure, StatedFact};
use suar_domain::id::{DepartureId, ManifestLineId, SailingId};
use suar_domain::manifest::{LineFields, LineState, ReadLine};
use suar_domain::operation::CorrectedPassenger;
use suar_domain::sailing::Sailing;
use suar_registry::BoardEntry;

use super::conflict::Claim;
use super::heard::HeardSoFar;
use super::restate::Restated;
use crate::error::AppError;
use crate::screening::facts;
use crate::{Desk, Notice};

/// The fact that follows from the sailing, not from a row.
pub(super) const FROM_THE_SAILING: &str = "trip.departure_point";

/// How a newer manifest differs from what was known of its sailing.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// People who are new on the board.
    pub added: u32,
    /// People about whom the newer manifest says something else.
    pub changed: Vec<BoardEntry>,
    /// People from an earlier manifest whom no row of the newer one names. They stay on the board.
    pub missing: Vec<BoardEntry>,
}

/// What an import has to do beside adding people.
#[derive(Default)]
pub(super) struct Renewal {
    pub corrected: Vec<CorrectedPassenger>,
    pub notices: Vec<Notice>,
    /// Rows, by index, with the number of somebody else on the sailing.
    pub conflicts: Vec<usize>,
    changed: Vec<DepartureId>,
    stated: HashSet<DepartureId>,
}

impl Renewal {
    /// The manifest names these people too: they got their places from it.
    pub(super) fn states(&mut self, places: impl Iterator<Item = DepartureId>) {
        self.stated.extend(places);
    }
}

impl Desk {
    /// Compares the rows of a newer manifest with what its sailing knows.
    pub(super) fn renewal(
        &self,
        sailing: &Sailing,
        rows: &[(ManifestLineId, &ReadLine)],
    ) -> Result<Renewal, AppError> {
        let heard = self.heard_so_far(sailing)?;
        let nobody = HashSet::new();
        let mut renewal = Renewal::default();
        for (at, (id, line)) in rows.iter().enumerate() {
            if line.state != LineState::Clean {
                continue;
            }
            let Some(departure) = self.stands_for(&line.fields, sailing)? else {
                let claim = Claim {
                    fields: &line.fields,
                    own: None,
                    compared: &nobody,
                };
                if self.conflicts(&claim, sailing.id)? {
                    renewal.conflicts.push(at);
                }
                continue;
            };
            // Two rows that lead to one person: the first speaks.
            if !renewal.stated.insert(departure) {
                continue;
            }
            let Some(restated) = self.renewed(&heard, departure, (*id, &line.fields), sailing)?
            else {
                continue;
            };
            if restated.changes_more_than_the_number() {
                renewal.changed.push(departure);
            }
            let (passenger, told) = self.corrected(restated, sailing)?;
            renewal.corrected.push(passenger);
            renewal.notices.extend(told);
        }
        Ok(renewal)
    }

    /// Someone on the board as a row of a newer manifest states them; none when it says nothing new.
    pub(super) fn renewed(
        &self,
        heard: &HeardSoFar,
        departure: DepartureId,
        (row, newer): (ManifestLineId, &LineFields),
        sailing: &Sailing,
    ) -> Result<Option<Restated>, AppError> {
        let Some(heard) = heard.get(&departure) else {
            return Ok(None);
        };
        let now = heard.renewed_by(newer);
        if now == heard.corrected {
            return Ok(None);
        }
        let restated = self
            .restated(row, departure, (&heard.corrected, &now), sailing)?
            .keeping_numbers();
        Ok(restated.changes_anything().then_some(restated))
    }

    /// After the port of departure of a sailing was corrected: what the manifests state about it for everyone on board.
    pub(super) fn move_port(
        &self,
        sailing: &Sailing,
        renewal: &mut Renewal,
    ) -> Result<(), AppError> {
        let stated = facts::from_manifest(&LineFields::default(), sailing)
            .into_iter()
            .find(|fact| fact.fact == FROM_THE_SAILING);
        let done: HashSet<DepartureId> = renewal
            .corrected
            .iter()
            .map(|passenger| passenger.departure.id)
            .collect();
        for entry in self.registry.board(sailing.id, 0, u32::MAX)? {
            if done.contains(&entry.departure) {
                continue;
            }
            let stored = self.registry.departure(entry.departure)?;
            let Some(line) = stored.line else {
                continue;
            };
            let departure = Departure {
                facts: with_port(&stored.facts, stated.as_ref()),
                ..stored.clone()
            };
            if departure == stored {
                continue;
            }
            let (result, notices) = self.result_of(&departure, sailing)?;
            renewal.corrected.push(CorrectedPassenger {
                line,
                person: self.registry.person(departure.person)?,
                mistaken_number: None,
                departure,
                result,
            });
            renewal.notices.extend(notices);
        }
        Ok(())
    }

    /// The report of a renewal, after it was stored.
    pub(super) fn changes(
        &self,
        sailing: SailingId,
        renewal: &Renewal,
        (added, named): (u32, &Named),
    ) -> Result<Changes, AppError> {
        let changed: HashSet<&DepartureId> = renewal.changed.iter().collect();
        let mut changes = Changes {
            added,
            ..Changes::default()
        };
        for entry in self.registry.board(sailing, 0, u32::MAX)? {
            if changed.contains(&entry.departure) {
                changes.changed.push(entry);
            } else if !renewal.stated.contains(&entry.departure)
                && !named.names(&entry)
                && self.registry.departure(entry.departure)?.line.is_some()
            {
                changes.missing.push(entry);
            }
        }
        Ok(changes)
    }
}

/// Whom the rows of a list name that are nobody's place yet.
pub(super) struct Named {
    numbers: HashSet<String>,
    names: HashSet<String>,
}

impl Named {
    /// Looks at the rows that wait for a fix: they still name somebody. For the others, places are known.
    pub(super) fn by(lines: &[ReadLine]) -> Self {
        let waiting = lines.iter().filter(|line| line.state != LineState::Clean);
        let (mut numbers, mut names) = (HashSet::new(), HashSet::new());
        for line in waiting {
            numbers.extend(
                line.fields
                    .document_number
                    .as_ref()
                    .map(|number| number.as_str().to_owned()),
            );
            names.extend(
                line.fields
                    .full_name
                    .as_ref()
                    .map(|name| name.as_str().to_owned()),
            );
        }
        Self { numbers, names }
    }

    fn names(&self, entry: &BoardEntry) -> bool {
        let number = entry
            .document
            .as_ref()
            .map(|number| number.expose("compared with a list"));
        number.is_some_and(|number| self.numbers.contains(number))
            || self
                .names
                .contains(entry.name.expose("compared with a list"))
    }
}

/// Facts with what the sailing says about the port; nothing where the vocabulary does not know it.
fn with_port(facts: &[StatedFact], stated: Option<&StatedFact>) -> Vec<StatedFact> {
    let said = facts.iter().any(|fact| fact.fact == FROM_THE_SAILING);
    let mut moved: Vec<StatedFact> = facts
        .iter()
        .filter_map(|fact| match fact.fact.as_str() {
            FROM_THE_SAILING => stated.cloned(),
            _ => Some(fact.clone()),
        })
        .collect();
    if !said {
        moved.extend(stated.cloned());
    }
    moved
}
