//! What a row says about someone who is on the board already.
//!
//! What must hold: a value that the row states anew reaches the person and the departure; what it does not say, and what
//! it says as before, leaves them as they are known. Answers and decisions are not touched.

use suar_domain::departure::Departure;
use suar_domain::document::PassportNumber;
use suar_domain::id::{DepartureId, ManifestLineId, ScreeningId};
use suar_domain::manifest::LineFields;
use suar_domain::operation::{CorrectedPassenger, ScreeningResult};
use suar_domain::person::{Person, TravelDocument};
use suar_domain::sailing::Sailing;
use suar_domain::screening::ScreeningState;

use super::people::{planned_departure, stated_person};
use super::renew::FROM_THE_SAILING;
use crate::error::AppError;
use crate::screening::{Subject, assess_planned, evaluate};
use crate::{Desk, Notice};

/// Someone on the board before and after a row was heard.
pub(super) struct Restated {
    line: ManifestLineId,
    known: Person,
    person: Person,
    mistaken_number: Option<PassportNumber>,
    stored: Departure,
    departure: Departure,
}

impl Restated {
    /// The same without a number to forget: a newer manifest takes back nothing that an earlier one has stated.
    pub(super) fn keeping_numbers(self) -> Self {
        Self {
            mistaken_number: None,
            ..self
        }
    }

    /// Whether anything is stored differently now.
    pub(super) fn changes_anything(&self) -> bool {
        self.changes_more_than_the_number() || self.departure != self.stored
    }

    /// Whether more changes than the number of the row, which follows the order of the list, and what the sailing states.
    pub(super) fn changes_more_than_the_number(&self) -> bool {
        let said = |departure: &Departure| Departure {
            row_no: None,
            facts: departure
                .facts
                .iter()
                .filter(|fact| fact.fact != FROM_THE_SAILING)
                .cloned()
                .collect(),
            ..departure.clone()
        };
        self.person != self.known || said(&self.departure) != said(&self.stored)
    }
}

impl Desk {
    /// Someone on the board as a row states them: what was heard of the row before, and what it says now.
    pub(super) fn restated(
        &self,
        line: ManifestLineId,
        id: DepartureId,
        (before, after): (&LineFields, &LineFields),
        sailing: &Sailing,
    ) -> Result<Restated, AppError> {
        let stored = self.registry.departure(id)?;
        let known = self.registry.person(stored.person)?;
        let (person, mistaken_number) = corrected_person(known.clone(), before, after);
        let departure = Departure {
            id,
            line: stored.line,
            known: stored.known.clone(),
            ..planned_departure(after, line, person.id, sailing)
        };
        Ok(Restated {
            line,
            known,
            person,
            mistaken_number,
            stored,
            departure,
        })
    }

    /// What is stored of someone on the board, and who must be told.
    pub(super) fn corrected(
        &self,
        restated: Restated,
        sailing: &Sailing,
    ) -> Result<(CorrectedPassenger, Vec<Notice>), AppError> {
        let (result, notices) = self.result_of(&restated.departure, sailing)?;
        let passenger = CorrectedPassenger {
            line: restated.line,
            person: restated.person,
            mistaken_number: restated.mistaken_number,
            departure: restated.departure,
            result,
        };
        Ok((passenger, notices))
    }

    /// What the rules say about a corrected departure, with the answers so far. After a decision the level follows, but
    /// nobody is called: the talk is over.
    pub(crate) fn result_of(
        &self,
        departure: &Departure,
        sailing: &Sailing,
    ) -> Result<(ScreeningResult, Vec<Notice>), AppError> {
        let cleared = self.at_clearance(departure, sailing)?;
        let subject = Subject {
            departure,
            sailing,
            cleared: cleared.as_ref(),
        };
        let latest: Option<(ScreeningId, ScreeningState)> =
            self.registry.latest_screening(departure.id)?;
        let Some((talk, state)) = latest else {
            let assessment = assess_planned(&self.rules.active, subject)?;
            let result = ScreeningResult {
                assessment,
                alert: None,
            };
            return Ok((result, Vec::new()));
        };
        let screening = self.registry.screening(talk)?;
        let mut result = evaluate::result(&self.rules.active, subject, &screening)?;
        if state == ScreeningState::Decided {
            result.alert = None;
        }
        let notices = self.notices(&result, talk)?;
        Ok((result, notices))
    }
}

/// The person with every value that the row states anew, and the number that it had stated by mistake: the one that is
/// stored, whatever the row said in between. What the row
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
        (Some(now), known)
            if before.document_number != after.document_number
                && known
                    .as_ref()
                    .is_none_or(|known| known.number != now.number) =>
        {
            Some(TravelDocument {
                kind: now.kind,
                number: now.number.clone(),
                expires: now.expires,
            })
        }
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
    let mistaken = known
        .document
        .as_ref()
        .map(|document| document.number.expose("compared with the row").clone())
        .filter(|_| before.document_number != after.document_number)
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
