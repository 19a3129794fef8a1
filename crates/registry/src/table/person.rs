//! People and their documents.

use rusqlite::{OptionalExtension, Row, params};
use serde_json::json;
use suar_domain::document::{DocumentKind, Nationality, PassportNumber, Sex};
use suar_domain::id::{DepartureId, PersonId, SailingId};
use suar_domain::nik::Nik;
use suar_domain::operation::{CorrectedPassenger, Passenger};
use suar_domain::person::{Person, TravelDocument};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::FullName;
use suar_domain::time::PlainDate;
use suar_protocol::change::ChangeKind;

use super::{assessment, blob, damaged, departure, known, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::write::Writing;

const STORED: &str = "stored encrypted";

/// A person and place on a sailing, from a manifest.
pub(crate) fn insert_passenger(
    w: &mut Writing<'_>,
    passenger: &Passenger,
    position: i64,
) -> Result<(), RegistryError> {
    if passenger.new_person {
        insert(w, &passenger.person)?;
    } else if let Some(document) = &passenger.person.document {
        see_document(w, passenger.person.id, document)?;
    }
    departure::insert(w, &passenger.departure, position)?;
    let judged = passenger.assessment.is_some();
    departure::arrived(w, &passenger.departure, (passenger.new_person, judged))?;
    if let Some(assessment) = &passenger.assessment {
        assessment::store(w, passenger.departure.id, assessment)?;
    }
    Ok(())
}

/// A person added after the import.
pub(crate) fn insert_passenger_at_end(
    w: &mut Writing<'_>,
    passenger: &Passenger,
) -> Result<(), RegistryError> {
    let sailing = blob(passenger.departure.sailing.uuid());
    let sql = "SELECT coalesce(max(position), 0) + 1 FROM departures WHERE sailing_id = ?1";
    let position = w.tx.query_row(sql, [sailing], |row| row.get(0))?;
    insert_passenger(w, passenger, position)
}

fn insert(w: &mut Writing<'_>, person: &Person) -> Result<(), RegistryError> {
    let name = person.name.expose(STORED).as_str();
    let birth_date = person
        .birth_date
        .as_ref()
        .map(|date| date.expose(STORED).to_string());
    let nik = person.nik.as_ref().map(|nik| nik.expose(STORED).as_str());
    w.tx.prepare_cached(
        "INSERT INTO people (id, name, sex, birth_date, nationality, nik, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        blob(person.id.uuid()),
        name,
        person.sex.map(Sex::as_str),
        birth_date,
        person.nationality.map(Nationality::as_str),
        nik,
        w.at_ms()
    ])?;
    let document = person.document.as_ref().map(|document| {
        known(json!({
            "kind": document.kind.map(DocumentKind::as_str),
            "number": document.number.expose(STORED).as_str(),
            "expires": document.expires.map(|date| date.to_string()),
        }))
    });
    let value = known(json!({
        "name": name,
        "sex": person.sex.map(Sex::as_str),
        "birth_date": birth_date,
        "nationality": person.nationality.map(Nationality::as_str),
        "nik": nik,
        "document": document,
    }));
    w.log(person.id.uuid(), ChangeKind::Create, "person", value)?;
    if let Some(document) = &person.document {
        see_document(w, person.id, document)?;
    }
    Ok(())
}

/// Stores what a corrected row says about a person. Every changed value is a line of the log, so that each earlier
/// version stays, and one event says why: `reason` is a code.
pub(crate) fn correct(
    w: &mut Writing<'_>,
    corrected: &CorrectedPassenger,
    reason: &str,
) -> Result<(), RegistryError> {
    let person = &corrected.person;
    let key = blob(person.id.uuid());
    let before: [Option<String>; 5] = w
        .tx
        .prepare_cached("SELECT name, sex, birth_date, nationality, nik FROM people WHERE id = ?1")?
        .query_row([&key], |row| {
            Ok([
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ])
        })
        .optional()?
        .ok_or(RegistryError::NotFound { what: "person" })?;
    let now = [
        ("name", Some(person.name.expose(STORED).as_str().to_owned())),
        ("sex", person.sex.map(|sex| sex.as_str().to_owned())),
        (
            "birth_date",
            person
                .birth_date
                .as_ref()
                .map(|date| date.expose(STORED).to_string()),
        ),
        (
            "nationality",
            person.nationality.map(|code| code.as_str().to_owned()),
        ),
        (
            "nik",
            person
                .nik
                .as_ref()
                .map(|nik| nik.expose(STORED).as_str().to_owned()),
        ),
    ];
    let [name, sex, birth_date, nationality, nik] = &now;
    w.tx.prepare_cached(
        "UPDATE people SET name = ?2, sex = ?3, birth_date = ?4, nationality = ?5, nik = ?6 WHERE id = ?1",
    )?
    .execute(params![
        key,
        name.1,
        sex.1,
        birth_date.1,
        nationality.1,
        nik.1
    ])?;
    let mut fields = Vec::new();
    for ((field, value), before) in now.into_iter().zip(before) {
        if value != before {
            w.log(person.id.uuid(), ChangeKind::Set, field, json!(value))?;
            fields.push(field);
        }
    }
    if correct_document(w, corrected)? {
        fields.push("document");
    }
    if fields.is_empty() {
        return Ok(());
    }
    let reason = json!({
        "reason": reason,
        "line": corrected.line.to_string(),
        "fields": fields,
    });
    w.log(person.id.uuid(), ChangeKind::Event, "corrected", reason)
}

/// Stores the document of a corrected row; tells whether anything about it is new. A number that only this row stated,
/// by mistake, no longer leads to the person: the log keeps it.
fn correct_document(
    w: &mut Writing<'_>,
    corrected: &CorrectedPassenger,
) -> Result<bool, RegistryError> {
    let person = corrected.person.id;
    let Some(document) = &corrected.person.document else {
        return Ok(false);
    };
    let key = blob(person.uuid());
    let number = document.number.expose(STORED).as_str();
    type Known = (Option<String>, Option<String>);
    let known: Option<Known> = w
        .tx
        .prepare_cached("SELECT kind, expires FROM documents WHERE person_id = ?1 AND number = ?2")?
        .query_row(params![key, number], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let kind = document.kind.map(DocumentKind::as_str);
    let expires = document.expires.map(|date| date.to_string());
    let says_nothing_new = |(known_kind, known_expires): &Known| {
        (kind.is_none() || kind == known_kind.as_deref())
            && (expires.is_none() || expires == *known_expires)
    };
    if corrected.mistaken_number.is_none() && known.as_ref().is_some_and(says_nothing_new) {
        return Ok(false);
    }
    see_document(w, person, document)?;
    if let Some(mistaken) = &corrected.mistaken_number {
        w.tx.prepare_cached(
            "DELETE FROM documents WHERE person_id = ?1 AND number = ?2 AND number <> ?3
                 AND (SELECT count(*) FROM departures WHERE person_id = ?1) = 1
                 AND NOT EXISTS (SELECT 1 FROM screenings WHERE person_id = ?1 AND mrz IS NOT NULL)",
        )?
        .execute(params![key, mistaken.as_str(), number])?;
    }
    let value = json!({ "kind": kind, "number": number, "expires": expires });
    w.log(person.uuid(), ChangeKind::Set, "document", value)?;
    Ok(true)
}

/// Remembers a document; what was known of it before is only completed, never blanked.
pub(crate) fn see_document(
    w: &Writing<'_>,
    person: PersonId,
    document: &TravelDocument,
) -> Result<(), RegistryError> {
    w.tx.prepare_cached(
        "INSERT INTO documents (person_id, number, kind, expires, seen_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (person_id, number) DO UPDATE SET
             kind = coalesce(excluded.kind, kind),
             expires = coalesce(excluded.expires, expires),
             seen_at = excluded.seen_at",
    )?
    .execute(params![
        blob(person.uuid()),
        document.number.expose(STORED).as_str(),
        document.kind.map(DocumentKind::as_str),
        document.expires.map(|date| date.to_string()),
        w.at_ms()
    ])?;
    Ok(())
}

/// A person found by a document number.
#[derive(Debug, Clone)]
pub struct PersonMatch {
    /// The person.
    pub person: Person,
    /// Departures of this person, latest sailing day first.
    pub departures: Vec<(DepartureId, SailingId, PlainDate)>,
}

impl PersonMatch {
    /// The person's place on a sailing.
    pub fn departure_on(&self, sailing: SailingId) -> Option<DepartureId> {
        self.departures
            .iter()
            .find(|(_, on, _)| *on == sailing)
            .map(|(departure, ..)| *departure)
    }
}

fn read(row: &Row<'_>) -> Result<Person, RegistryError> {
    let name: String = row.get(1)?;
    let sex: Option<String> = row.get(2)?;
    let birth_date: Option<String> = row.get(3)?;
    let nationality: Option<String> = row.get(4)?;
    let nik: Option<String> = row.get(5)?;
    let number: Option<String> = row.get(6)?;
    let kind: Option<String> = row.get(7)?;
    let expires: Option<String> = row.get(8)?;
    let document = match number {
        Some(number) => Some(TravelDocument {
            number: Sensitive::new(PassportNumber::parse(&number).map_err(|_| damaged())?),
            kind: kind
                .map(|kind| DocumentKind::from_code(&kind).ok_or_else(damaged))
                .transpose()?,
            expires: expires
                .map(|date| date.parse().map_err(|_| damaged()))
                .transpose()?,
        }),
        None => None,
    };
    Ok(Person {
        id: PersonId::from_uuid(uuid(row, 0)?),
        name: Sensitive::new(FullName::parse(&name).map_err(|_| damaged())?),
        sex: sex
            .map(|sex| Sex::from_code(&sex).ok_or_else(damaged))
            .transpose()?,
        birth_date: birth_date
            .map(|date| date.parse().map(Sensitive::new).map_err(|_| damaged()))
            .transpose()?,
        nationality: nationality
            .map(|code| Nationality::from_code(&code).ok_or_else(damaged))
            .transpose()?,
        nik: nik
            .map(|nik| Nik::parse(&nik).map(Sensitive::new).map_err(|_| damaged()))
            .transpose()?,
        document,
    })
}

/// A person with the document seen last.
const PERSON: &str = "SELECT p.id, p.name, p.sex, p.birth_date, p.nationality, p.nik, d.number, d.kind, d.expires
    FROM people p LEFT JOIN documents d ON d.person_id = p.id
        AND d.number = (SELECT number FROM documents WHERE person_id = p.id ORDER BY seen_at DESC, number LIMIT 1)";

impl Registry {
    /// One person.
    pub fn person(&self, id: PersonId) -> Result<Person, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!("{PERSON} WHERE p.id = ?1"))?;
        let mut rows = statement.query([blob(id.uuid())])?;
        read(
            rows.next()?
                .ok_or(RegistryError::NotFound { what: "person" })?,
        )
    }

    /// Everyone who has shown this document number. More than one is an alarm about the data, not about a person.
    pub fn people_by_document(
        &self,
        number: &PassportNumber,
    ) -> Result<Vec<PersonMatch>, RegistryError> {
        let connection = self.connection();
        let sql =
            format!("{PERSON} WHERE p.id IN (SELECT person_id FROM documents WHERE number = ?1)");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([number.as_str()])?;
        let mut matches = Vec::new();
        while let Some(row) = rows.next()? {
            let person = read(row)?;
            let departures = departure::of_person(&connection, person.id)?;
            matches.push(PersonMatch { person, departures });
        }
        Ok(matches)
    }

    /// How many people the registry holds.
    pub fn people_count(&self) -> Result<u64, RegistryError> {
        let connection = self.connection();
        let count = connection
            .query_row("SELECT count(*) FROM people", [], |row| row.get(0))
            .optional()?;
        Ok(count.unwrap_or(0))
    }
}
