//! What has changed since a person was last cleared: a cleared person is not stopped again for the same thing, and what
//! is new counts as ever (levels 1.7).
//!
//! That there was a clearance is a fact of the register (`hist.cleared_recently`). Here it is compared what the rules
//! were told then and what they are told now. What was said then and cannot be found counts as different: then nothing
//! is withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use suar_domain::basis::Basis;
use suar_domain::departure::Departure;
use suar_domain::sailing::Sailing;
use suar_registry::{Registry, RegistryError};
use suar_rules::{Case, FactId, FactValue, Pack};

use super::facts;
use crate::error::AppError;

/// The fact by which the register says that someone was cleared.
const CLEARED: &str = "hist.cleared_recently";

/// What the rules were told when a departing person was last decided about, on a sailing before this one; none where
/// nobody says that the person was cleared, or the record cannot be found.
///
/// The register decides whether that decision was a clearance; the same departure is looked at here: of those on
/// earlier days, the latest with a decision.
pub(crate) fn at_clearance(
    registry: &Registry,
    departure: &Departure,
    sailing: &Sailing,
) -> Result<Option<Basis>, AppError> {
    let is_cleared = |value: &str| value == "true";
    let mut stated = departure.known.iter().chain(&departure.facts);
    if !stated.any(|stated| stated.fact == CLEARED && is_cleared(&stated.value)) {
        return Ok(None);
    }
    let person = registry.person(departure.person)?;
    let Some(document) = person.document else {
        return Ok(None);
    };
    let number = document.number.expose("looked up");
    let found = registry.people_by_document(number)?;
    let Some(found) = found
        .into_iter()
        .find(|found| found.person.id == departure.person)
    else {
        return Ok(None);
    };
    // Latest sailing day first.
    for (earlier, _, date) in found.departures {
        if earlier == departure.id || date >= sailing.date {
            continue;
        }
        let Some((talk, _)) = registry.latest_screening(earlier)? else {
            continue;
        };
        if registry.decision_of(talk)?.is_none() {
            continue;
        }
        return match registry.assessment(earlier) {
            Ok(row) => Ok(row.map(|row| row.assessment.basis)),
            // What was known then cannot be told any more: nothing of it is unchanged.
            Err(RegistryError::Damaged { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        };
    }
    Ok(None)
}

/// Facts that are new or have another value than at the clearance; none where the person was not cleared.
pub(super) fn changed(pack: &Pack, case: &Case, then: Option<&Basis>) -> BTreeSet<FactId> {
    let cleared = pack.vocabulary().fact(CLEARED);
    let is_cleared = cleared.and_then(|fact| case.facts.get(&fact)) == Some(&FactValue::Bool(true));
    if !is_cleared {
        return BTreeSet::new();
    }
    let then = then.map_or_else(BTreeMap::new, |basis| {
        // Of two statements about one fact the later one was used.
        let stated = basis.facts.iter();
        stated
            .filter_map(|stated| facts::read(pack.vocabulary(), stated))
            .collect()
    });
    let mut changed = case.changed_since(&then);
    // The clearance itself is no sign's fact.
    changed.retain(|fact| Some(*fact) != cleared);
    changed
}
