//! A form that opens by a typed number, because there is no scanner.

use suar_domain::document::PassportNumber;
use suar_domain::id::PersonId;
use suar_domain::person::{Person, TravelDocument};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::FullName;
use suar_domain::time::PlainDate;

use super::open::Start;
use super::{Counter, facts};
use crate::error::AppError;
use crate::{App, new_id};

/// What a typed number led to.
pub enum TypedOutcome {
    /// A form is open.
    Opened(Box<Counter>),
    /// The number is not on a manifest; name and birth date are needed.
    NotOnManifest,
}

impl App {
    /// A number typed because there is no scanner.
    pub fn type_person(
        &self,
        document: &str,
        name: Option<&str>,
        birth_date: Option<&str>,
    ) -> Result<TypedOutcome, AppError> {
        let desk = self.turn()?;
        let number = PassportNumber::parse(document).map_err(|_| AppError::Document)?;
        let birth_date = birth_date
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(|text| {
                text.parse::<PlainDate>()
                    .ok()
                    // Nobody who stands here is born tomorrow.
                    .filter(|born| *born <= desk.now.wita_date())
                    .ok_or(AppError::Date { field: "birthDate" })
            })
            .transpose()?;
        let matches = desk.registry.people_by_document(&number)?;
        if let Some((person, departure)) = desk.best_departure(&matches, birth_date, &|_| true)? {
            let sailing = desk.sailing_of_departure(departure)?;
            let facts = facts::from_typed(&number, birth_date, &sailing);
            let start = Start {
                person,
                departure,
                walk_on: None,
                new_sailing: None,
                mrz: None,
                facts,
            };
            return Ok(TypedOutcome::Opened(Box::new(self.start(&desk, start)?.0)));
        }
        let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) else {
            return Ok(TypedOutcome::NotOnManifest);
        };
        let name = FullName::parse(name).map_err(|_| AppError::Empty { field: "name" })?;
        let stated = Person {
            id: PersonId::from_uuid(new_id()),
            name: Sensitive::new(name),
            sex: None,
            birth_date: birth_date.map(Sensitive::new),
            nationality: None,
            nik: None,
            document: Some(TravelDocument {
                kind: None,
                number: Sensitive::new(number.clone()),
                expires: None,
            }),
        };
        let port = self.session().settings.port;
        let (sailing, new_sailing) = desk.current_sailing(&port)?;
        let facts = facts::from_typed(&number, birth_date, &sailing);
        let start = desk.walk_on(stated, &sailing, new_sailing, None, facts)?;
        Ok(TypedOutcome::Opened(Box::new(self.start(&desk, start)?.0)))
    }
}
