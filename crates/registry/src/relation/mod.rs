//! How a departure relates to others, and what was before: the `link.*` and `hist.*` facts, counted from what is stored.
//!
//! What must hold: windows go by the day of sailing and not by the day of typing; both edges belong to them. Kin,
//! whitelisted things and the traveller count for nothing. A zero is stated only where the registry goes back as far
//! as the window does; what the person did not name is not known. A thing that very many share is counted up to
//! [`HUB`] and no further, so that the work for one person is bounded.
//!
//! Windows reach to both sides: two people with one payer are linked, whoever of them sails first. That is why an
//! earlier departure is judged again when a later one arrives (`table/again.rs`).

pub mod aboard;
mod before;
mod group;
pub mod network;

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;
use suar_domain::id::{DepartureId, PersonId, SailingId};
use suar_domain::link::{EntityKind, LinkRole, StatedLink};
use suar_domain::operation::Passenger;
use suar_domain::person::Person;
use suar_domain::relation::{HUB, Relations};
use suar_domain::sailing::Sailing;
use suar_domain::time::PlainDate;

use crate::Registry;
use crate::error::RegistryError;
use crate::table::again::ROWS;
use crate::table::link::{self, Sharer, day_number};
use crate::table::{case, kin, watchlist, whitelist};

/// Roles of whoever may have recruited or waits at the other end: those whom watchlists are about.
const WATCHED: [LinkRole; 5] = [
    LinkRole::ContactPhone,
    LinkRole::RecruiterPhone,
    LinkRole::Recruiter,
    LinkRole::Sponsor,
    LinkRole::Escort,
];

/// A departure that is to be related to others; it need not be stored yet.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// Its identity.
    pub departure: DepartureId,
    /// Who.
    pub person: &'a Person,
    /// With which sailing.
    pub sailing: &'a Sailing,
    /// Everything that was named about it.
    pub links: &'a [StatedLink],
}

/// People of one sailing who are stored together: they know each other's links before any of them is stored.
#[derive(Default)]
pub struct Company {
    shared: HashMap<(EntityKind, String, LinkRole), Vec<Sharer>>,
}

impl Company {
    /// The company of these passengers.
    pub fn of(passengers: &[Passenger]) -> Self {
        let mut shared: HashMap<_, Vec<Sharer>> = HashMap::new();
        for passenger in passengers {
            for stated in &passenger.departure.links {
                let key = (
                    stated.entity.kind(),
                    stated.entity.key().to_owned(),
                    stated.role,
                );
                shared.entry(key).or_default().push(Sharer {
                    person: passenger.person.id,
                    departure: passenger.departure.id,
                    number: stated.number,
                });
            }
        }
        Self { shared }
    }

    /// Who names the same; of very many, as many as are counted. Of passports, those whose numbers are near.
    fn sharers<'a>(&'a self, stated: &StatedLink) -> impl Iterator<Item = &'a Sharer> + use<'a> {
        let own = stated.number;
        let near = move |sharer: &&Sharer| match (own, sharer.number) {
            (Some(own), Some(number)) => own.abs_diff(number) <= u64::from(HUB),
            _ => true,
        };
        let all = self.all_sharers(stated).iter();
        all.filter(near).take(ROWS as usize)
    }

    fn all_sharers(&self, stated: &StatedLink) -> &[Sharer] {
        // Most imports share nothing: a key is made only when there is something to find.
        if self.shared.is_empty() {
            return &[];
        }
        let key = (
            stated.entity.kind(),
            stated.entity.key().to_owned(),
            stated.role,
        );
        self.shared.get(&key).map_or(&[], Vec::as_slice)
    }
}

/// One thing that the subject named.
struct Thing<'a> {
    stated: &'a StatedLink,
    /// Its number; none when nobody stored has named it.
    number: Option<i64>,
    harmless: bool,
}

/// What is needed to relate one departure.
struct Look<'a> {
    connection: &'a Connection,
    subject: Subject<'a>,
    company: &'a Company,
    things: Vec<Thing<'a>>,
    kin: HashSet<PersonId>,
    day: i32,
}

impl<'a> Look<'a> {
    fn of(
        connection: &'a Connection,
        subject: Subject<'a>,
        company: &'a Company,
    ) -> Result<Self, RegistryError> {
        let mut things = Vec::with_capacity(subject.links.len());
        for stated in subject.links {
            let number = link::find(connection, &stated.entity)?;
            let harmless = match number {
                Some(number) => whitelist::covers(connection, number, subject.sailing.date)?,
                None => false,
            };
            things.push(Thing {
                stated,
                number,
                harmless,
            });
        }
        Ok(Self {
            connection,
            subject,
            company,
            things,
            kin: kin::of(connection, subject.person.id)?,
            day: day_number(subject.sailing.date),
        })
    }

    fn unrelated(&self, person: PersonId) -> bool {
        person != self.subject.person.id && !self.kin.contains(&person)
    }

    fn in_role(&self, role: LinkRole) -> impl Iterator<Item = &Thing<'a>> {
        self.things
            .iter()
            .filter(move |thing| thing.stated.role == role)
    }

    /// Others who name one of the things of a role within its window; none when the person named nothing.
    fn count(&self, role: LinkRole, oldest: Option<i32>) -> Result<Option<u32>, RegistryError> {
        let mut named = false;
        let mut others: HashSet<PersonId> = HashSet::new();
        let within = role.window_days();
        let days = (self.day - within, self.day + within);
        for thing in self.in_role(role) {
            named = true;
            if thing.harmless {
                continue;
            }
            if let Some(number) = thing.number {
                let sharers = link::sharers(self.connection, (number, role), days, ROWS)?;
                others.extend(sharers.iter().map(|sharer| sharer.person));
            }
            let company = self.company.sharers(thing.stated);
            others.extend(company.map(|sharer| sharer.person));
        }
        if !named {
            return Ok(None);
        }
        let count = others
            .into_iter()
            .filter(|person| self.unrelated(*person))
            .count();
        let count = u32::try_from(count).unwrap_or(HUB).min(HUB);
        Ok(stated(count, oldest, days.0))
    }

    /// Whether everything named in these roles is harmless; none when nothing was named.
    fn all_harmless(&self, roles: &[LinkRole]) -> Option<bool> {
        let mut named = self
            .things
            .iter()
            .filter(|thing| roles.contains(&thing.stated.role))
            .peekable();
        named.peek()?;
        Some(named.all(|thing| thing.harmless))
    }
}

/// A count as it may be stated: a zero only if the registry goes back to the first day of the window.
fn stated(count: u32, oldest: Option<i32>, first: i32) -> Option<u32> {
    let goes_back = oldest.is_some_and(|oldest| oldest <= first);
    (count > 0 || goes_back).then_some(count)
}

/// The day of the oldest sailing that is stored.
fn oldest_day(connection: &Connection) -> Result<Option<i32>, RegistryError> {
    let date: Option<String> = connection
        .prepare_cached("SELECT min(date) FROM sailings")?
        .query_row([], |row| row.get(0))?;
    let date: Option<PlainDate> = date.and_then(|date| date.parse().ok());
    Ok(date.map(day_number))
}

pub(crate) fn relate(
    connection: &Connection,
    subject: Subject<'_>,
    company: &Company,
) -> Result<Relations, RegistryError> {
    let look = Look::of(connection, subject, company)?;
    let oldest = oldest_day(connection)?;
    let watched = look
        .things
        .iter()
        .filter(|thing| WATCHED.contains(&thing.stated.role))
        .map(|thing| thing.stated);
    let named_somebody = look
        .things
        .iter()
        .any(|thing| WATCHED.contains(&thing.stated.role));
    let watchlist = if named_somebody {
        watchlist::strength(connection, watched, subject.links, subject.sailing.date)?
    } else {
        None
    };
    let mut relations = Relations {
        same_contact_phone: look.count(LinkRole::ContactPhone, oldest)?,
        same_ticket_payer: look.count(LinkRole::TicketPayer, oldest)?,
        same_recruiter_phone: look.count(LinkRole::RecruiterPhone, oldest)?,
        same_destination_address: look.count(LinkRole::DestinationAddress, oldest)?,
        same_lodging: look.count(LinkRole::Lodging, oldest)?,
        open_case: case::matching(
            connection,
            subject.person,
            (subject.departure, subject.sailing.date),
        )?,
        watchlist,
        whitelisted_contact: look.all_harmless(&[LinkRole::ContactPhone, LinkRole::RecruiterPhone]),
        whitelisted_payer: look.all_harmless(&[LinkRole::TicketPayer]),
        ..Relations::default()
    };
    group::relate(&look, &mut relations)?;
    before::relate(&look, oldest, &mut relations)?;
    Ok(relations)
}

/// The sailing of a stored departure.
fn sailing_of(connection: &Connection, departure: DepartureId) -> Result<SailingId, RegistryError> {
    let sailing: [u8; 16] = connection
        .prepare_cached("SELECT sailing_id FROM departures WHERE id = ?1")?
        .query_row([crate::table::blob(departure.uuid())], |row| row.get(0))?;
    Ok(SailingId::from_uuid(uuid::Uuid::from_bytes(sailing)))
}

impl Registry {
    /// How a departure relates to others. It may be stored or not; `company` are people who are about to be stored
    /// with it.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn relations(
        &self,
        subject: Subject<'_>,
        company: &Company,
    ) -> Result<Relations, RegistryError> {
        relate(&self.connection(), subject, company)
    }

    /// How a stored departure relates to others.
    ///
    /// # Errors
    /// There is no such departure, or the registry cannot be read.
    pub fn relations_of(&self, departure: DepartureId) -> Result<Relations, RegistryError> {
        let stored = self.departure(departure)?;
        let sailing = self.sailing(stored.sailing)?;
        let person = self.person(stored.person)?;
        let connection = self.connection();
        let links: Vec<StatedLink> = link::in_effect(&connection, departure)?
            .into_iter()
            .map(|(_, _, link)| link)
            .collect();
        let subject = Subject {
            departure,
            person: &person,
            sailing: &sailing,
            links: &links,
        };
        relate(&connection, subject, &Company::default())
    }
}
