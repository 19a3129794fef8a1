//! Who the passengers of rows are: people known already, or new ones.

use std::collections::HashSet;

use suar_domain::departure::Departure;
use suar_domain::id::{DepartureId, ManifestLineId, PersonId, SailingId};
use suar_domain::manifest::{LineFields, ReadLine};
use suar_domain::operation::Passenger;
use suar_domain::person::{Person, TravelDocument};
use suar_domain::sailing::Sailing;
use suar_domain::sensitive::Sensitive;
use suar_domain::text::{FullName, TextLine};
use suar_registry::PersonMatch;

use crate::error::AppError;
use crate::relation::manifest_links;
use crate::screening::facts;
use crate::{Desk, new_id};

impl Desk {
    /// The people of rows, matched to those known already. Nobody gets a second place on the same sailing.
    pub(super) fn passengers<'a>(
        &self,
        sailing: &Sailing,
        lines: impl Iterator<Item = (&'a ManifestLineId, &'a ReadLine)>,
    ) -> Result<Vec<Passenger>, AppError> {
        let mut passengers = Vec::new();
        let mut placed: HashSet<PersonId> = HashSet::new();
        for (id, line) in lines {
            let Some(name) = line.fields.full_name.clone() else {
                continue;
            };
            let stated = stated_person(&line.fields, name);
            let known = self.known_person(&stated, sailing.id)?;
            // The same file again, or a newer one of the same sailing: the place is there already.
            if known
                .as_ref()
                .is_some_and(|found| found.departure_on(sailing.id).is_some())
            {
                continue;
            }
            // Two rows lead to one person by two passports: an officer has to look, so both stay visible.
            let known = known.filter(|found| placed.insert(found.person.id));
            let new_person = known.is_none();
            let person = match known {
                // What this manifest says of the document is newer than what was known.
                Some(found) => Person {
                    document: stated.document,
                    ..found.person
                },
                None => stated,
            };
            let departure = planned_departure(&line.fields, *id, person.id, sailing);
            passengers.push(Passenger {
                new_person,
                person,
                departure,
                assessment: None,
            });
        }
        self.relate(sailing, &mut passengers)?;
        Ok(passengers)
    }

    /// Whether one of these rows is someone with a place on the sailing.
    pub(super) fn shares_people<'a>(
        &self,
        sailing: SailingId,
        lines: impl Iterator<Item = &'a ReadLine>,
    ) -> Result<bool, AppError> {
        for line in lines {
            let Some(name) = line.fields.full_name.clone() else {
                continue;
            };
            let known = self.known_person(&stated_person(&line.fields, name), sailing)?;
            if known.is_some_and(|found| found.departure_on(sailing).is_some()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Someone with the same document and the same birth date is the same person; where one of them states no birth
    /// date, the names must agree. A number alone is not enough: two people with one number is an alarm about the
    /// data. Of several records of one person, the one with a place on this sailing, else the oldest.
    pub(crate) fn known_person(
        &self,
        stated: &Person,
        sailing: SailingId,
    ) -> Result<Option<PersonMatch>, AppError> {
        let Some(document) = &stated.document else {
            return Ok(None);
        };
        let number = document.number.expose("looked up in the registry");
        let matches = self.registry.people_by_document(number)?;
        Ok(matches
            .into_iter()
            .filter(|found| same_person(&found.person, stated))
            .min_by_key(|found| {
                (
                    found.departure_on(sailing).is_none(),
                    found.person.id.uuid(),
                )
            }))
    }
}

/// Whether two statements are about one person, when they share a document number.
pub(crate) fn same_person(known: &Person, stated: &Person) -> bool {
    let name = |person: &Person| person.name.expose("compared").clone();
    match (&known.birth_date, &stated.birth_date) {
        // Many people have 1 January as their birth date: a name that has nothing in common speaks against it.
        (Some(born), Some(stated_born)) => {
            let words = name(known).comparable_words();
            born == stated_born
                && name(stated)
                    .comparable_words()
                    .iter()
                    .any(|word| words.contains(word))
        }
        _ => name(known).comparable() == name(stated).comparable(),
    }
}

/// What a row states about its passenger.
pub(super) fn stated_person(fields: &LineFields, name: FullName) -> Person {
    Person {
        id: PersonId::from_uuid(new_id()),
        name: Sensitive::new(name),
        sex: fields.sex,
        birth_date: fields.birth_date.map(Sensitive::new),
        nationality: fields.nationality,
        nik: fields.nik.clone().map(Sensitive::new),
        document: document(fields),
    }
}

/// The place that a row gives to its passenger.
pub(super) fn planned_departure(
    fields: &LineFields,
    line: ManifestLineId,
    person: PersonId,
    sailing: &Sailing,
) -> Departure {
    let text = |text: &Option<TextLine>| text.as_ref().map(|text| text.as_str().to_owned());
    Departure {
        id: DepartureId::from_uuid(new_id()),
        person,
        sailing: sailing.id,
        line: Some(line),
        row_no: text(&fields.row_no),
        seat: text(&fields.seat),
        agency: text(&fields.agency),
        facts: facts::from_manifest(fields, sailing),
        links: manifest_links(fields),
        known: Vec::new(),
    }
}

fn document(fields: &LineFields) -> Option<TravelDocument> {
    Some(TravelDocument {
        kind: fields.document_kind,
        number: Sensitive::new(fields.document_number.clone()?),
        expires: fields.document_expiry,
    })
}
