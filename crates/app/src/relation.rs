//! What people share, and those who are judged again because of it.
//!
//! What must hold: whoever is stored is judged with everything that links them to others, those of the same list
//! included. Whoever else is touched waits in the registry and is judged in the same turn, or in a later one: a power
//! cut forgets nobody. What comes of it is a review, not an alarm, unless the person stands at the counter.

use suar_domain::departure::Departure;
use suar_domain::id::{DepartureId, PersonId, ReviewId, SailingId};
use suar_domain::link::{Entity, LinkRole, StatedLink};
use suar_domain::manifest::LineFields;
use suar_domain::operation::{Operation, Passenger, StateLinks};
use suar_domain::phone::{Country, PhoneNumber};
use suar_domain::relation::Relations;
use suar_domain::review::{JudgeAgain, JudgedAgain, NewReview, ReviewReason};
use suar_domain::sailing::Sailing;
use suar_domain::screening::{Assessment, ScreeningState};
use suar_domain::time::PlainDate;
use suar_registry::{Company, RegistryError, Subject};
pub use suar_registry::{Group, LinkRow, Network, ReviewRow, Way};

use crate::error::AppError;
use crate::screening::{assess_planned, facts};
use crate::session::required;
use crate::{App, Desk, Notice, new_id};

/// Departures that are judged again in one operation.
const BATCH: u32 = 64;
/// Operations after one step of an officer; whoever is left waits for the next step, so that nobody waits long at
/// the counter.
const BATCHES: u32 = 4;
/// Longest text of a thing that is named.
const NAMED_MAX: usize = 200;
/// Most things of one role.
const NAMED_MOST: usize = 8;
/// Reviews in one list.
const REVIEWS: u32 = 200;

/// What a manifest row names.
pub fn manifest_links(fields: &LineFields) -> Vec<StatedLink> {
    let mut links = Vec::new();
    let mut add = |role, entity: Option<Entity>, number| {
        links.extend(entity.map(|entity| StatedLink {
            role,
            entity,
            number,
            source: "manifest".into(),
        }));
    };
    let phone = fields.contact_phone.as_ref().map(Entity::phone);
    add(LinkRole::ContactPhone, phone, None);
    let text = |line: &Option<suar_domain::text::TextLine>| {
        line.as_ref().map(|line| line.as_str().to_owned())
    };
    let payer = text(&fields.payer_name);
    let payer = payer.and_then(|name| Entity::somebody(&name, Country::Indonesia));
    add(LinkRole::TicketPayer, payer, None);
    let employer = text(&fields.employer).and_then(|name| Entity::organisation(&name));
    add(LinkRole::Employer, employer, None);
    let agency = text(&fields.agency).and_then(|name| Entity::organisation(&name));
    add(LinkRole::Agency, agency, None);
    let destination = text(&fields.destination).and_then(|name| Entity::address(&name));
    add(LinkRole::DestinationAddress, destination, None);
    let lodging = text(&fields.lodging).and_then(|name| Entity::booking(&name));
    add(LinkRole::Lodging, lodging, None);
    if let (Some(number), Some(office), Some(issued)) = (
        &fields.document_number,
        &fields.issue_office,
        fields.issue_date,
    ) && let Some((batch, within)) = Entity::passport_batch(number, office.as_str(), issued)
    {
        add(LinkRole::PassportBatch, Some(batch), Some(within));
    }
    links
}

/// What the registry knows, in the words of the rules, for worlds that are made without a counter.
pub fn registry_facts(relations: &Relations) -> Vec<suar_domain::departure::StatedFact> {
    facts::from_relations(relations)
}

impl Desk {
    /// Judges people before they are stored, with what links them to others and to each other.
    pub(crate) fn relate(
        &self,
        sailing: &Sailing,
        passengers: &mut [Passenger],
    ) -> Result<(), AppError> {
        let company = Company::of(passengers);
        for passenger in passengers {
            let subject = Subject {
                departure: passenger.departure.id,
                person: &passenger.person,
                sailing,
                links: &passenger.departure.links,
            };
            let relations = self.registry.relations(subject, &company)?;
            passenger.departure.known = facts::from_relations(&relations);
            let cleared = self.at_clearance(&passenger.departure, sailing)?;
            let judged = crate::screening::Subject {
                departure: &passenger.departure,
                sailing,
                cleared: cleared.as_ref(),
            };
            passenger.assessment = assess_planned(&self.rules.active, judged)?;
        }
        Ok(())
    }

    /// Judges one departure again; none when nothing that is known about it has changed.
    fn judged_again(
        &self,
        id: DepartureId,
        reason: ReviewReason,
    ) -> Result<Option<(JudgedAgain, Vec<Notice>)>, AppError> {
        let known = facts::from_relations(&self.registry.relations_of(id)?);
        let departure = self.registry.departure(id)?;
        let before = match self.registry.assessment(id) {
            Ok(row) => row.map(|row| row.assessment),
            // The new one says all that is known.
            Err(RegistryError::Damaged { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        if known == departure.known && before.is_some() {
            return Ok(None);
        }
        let departure = Departure { known, ..departure };
        let sailing = self.registry.sailing(departure.sailing)?;
        let (mut result, mut notices) = self.result_of(&departure, &sailing)?;
        let talk = self.registry.latest_screening(id)?;
        let at_the_counter = talk.is_some_and(|(_, state)| state == ScreeningState::Open);
        let mut review = None;
        if !at_the_counter {
            result.alert = None;
            notices.clear();
            review = news(before.as_ref(), result.assessment.as_ref()).map(|new_signs| NewReview {
                id: ReviewId::from_uuid(new_id()),
                reason,
                new_signs,
            });
        }
        let judged = JudgedAgain {
            departure: id,
            known: departure.known,
            result,
            review,
        };
        Ok(Some((judged, notices)))
    }

    /// Judges the next of those who wait; tells who must know, and whether anybody waited.
    fn judge_batch(&self) -> Result<(bool, Vec<Notice>), AppError> {
        let waiting = self.registry.waiting_to_be_judged(BATCH)?;
        if waiting.is_empty() {
            return Ok((false, Vec::new()));
        }
        let mut again = JudgeAgain::default();
        let mut notices = Vec::new();
        for (id, reason) in waiting {
            match self.judged_again(id, reason) {
                Ok(Some((judged, told))) => {
                    again.judged.push(judged);
                    notices.extend(told);
                }
                Ok(None) => again.same.push(id),
                // A record that cannot be read holds up nobody behind it; it is said where it is opened.
                Err(AppError::Registry(RegistryError::Damaged { .. })) => again.same.push(id),
                Err(error) => return Err(error),
            }
        }
        self.write(&Operation::JudgeAgain(Box::new(again)))?;
        Ok((true, notices))
    }

    /// Judges those who wait, as many as one step has time for. Who is left, and whoever waits when the disk refuses,
    /// is judged at a later step.
    pub(crate) fn judge_waiting(&self) -> Vec<Notice> {
        let mut notices = Vec::new();
        for _ in 0..BATCHES {
            match self.judge_batch() {
                Ok((true, told)) => notices.extend(told),
                Ok((false, _)) | Err(_) => break,
            }
        }
        notices
    }
}

/// Signs that are there now and were not before, when there are any or the level is higher; none otherwise, and for
/// whom nothing was said before.
fn news(before: Option<&Assessment>, now: Option<&Assessment>) -> Option<Vec<String>> {
    let (before, now) = (before?, now?);
    let signs = now.signs.iter();
    let new: Vec<String> = signs
        .filter(|sign| !before.signs.contains(sign))
        .cloned()
        .collect();
    (!new.is_empty() || now.level > before.level).then_some(new)
}

/// The thing that a text names in a role.
///
/// # Errors
/// The text names nothing that could be compared.
fn named(role: LinkRole, text: &str) -> Result<Entity, AppError> {
    let text = required("text", text, NAMED_MAX)?;
    let thing = match role {
        LinkRole::ContactPhone | LinkRole::RecruiterPhone => {
            PhoneNumber::parse(&text, Country::Indonesia)
                .ok()
                .as_ref()
                .map(Entity::phone)
        }
        LinkRole::TicketPayer | LinkRole::Recruiter | LinkRole::Sponsor | LinkRole::Escort => {
            Entity::somebody(&text, Country::Indonesia)
        }
        LinkRole::Employer | LinkRole::Agency => Entity::organisation(&text),
        LinkRole::DestinationAddress => Entity::address(&text),
        LinkRole::Lodging => Entity::booking(&text),
        LinkRole::PassportBatch => None,
    };
    thing.ok_or(AppError::BadRequest { what: "text" })
}

impl App {
    /// Notes whom or what a person named in a role: it takes the place of what the officer had noted before. The
    /// person, and whoever names the same, is judged again.
    ///
    /// # Errors
    /// A text names nothing, or the registry refuses.
    pub fn note_links(
        &self,
        departure: DepartureId,
        role: LinkRole,
        texts: &[&str],
    ) -> Result<Vec<LinkRow>, AppError> {
        const SOURCE: &str = "officer";
        if texts.len() > NAMED_MOST {
            return Err(AppError::BadRequest { what: "texts" });
        }
        let desk = self.turn()?;
        let mut links: Vec<StatedLink> = Vec::new();
        for text in texts {
            let entity = named(role, text)?;
            if !links.iter().any(|link| link.entity.is_same(&entity)) {
                links.push(StatedLink {
                    role,
                    entity,
                    number: None,
                    source: SOURCE.into(),
                });
            }
        }
        desk.write(&Operation::StateLinks(Box::new(StateLinks {
            departure,
            role,
            source: SOURCE.into(),
            links,
        })))?;
        self.after_change(&desk, &[]);
        Ok(desk.registry.links_of(departure)?)
    }

    /// Everything that was ever named about a departure.
    ///
    /// # Errors
    /// Nobody is signed in, or the registry cannot be read.
    pub fn links(&self, departure: DepartureId) -> Result<Vec<LinkRow>, AppError> {
        Ok(self.desk()?.registry.links_of(departure)?)
    }

    /// Two people are one household, or are not.
    ///
    /// # Errors
    /// Nobody is signed in, or the registry refuses.
    pub fn declare_kin(&self, people: [PersonId; 2], related: bool) -> Result<(), AppError> {
        let desk = self.turn()?;
        desk.write(&Operation::DeclareKin { people, related })?;
        self.after_change(&desk, &[]);
        Ok(())
    }

    /// Judges everybody who waits, in turns of their own, so that officers at work come in between.
    ///
    /// # Errors
    /// Nobody is signed in any more, or the registry refuses.
    pub fn judge_everybody_who_waits(&self) -> Result<(), AppError> {
        while self.judge_some_who_wait()? {}
        Ok(())
    }

    /// Judges the next of those who wait, in a turn of its own; tells whether anybody waited.
    ///
    /// # Errors
    /// Nobody is signed in any more, or the registry refuses.
    pub fn judge_some_who_wait(&self) -> Result<bool, AppError> {
        // Most of the time nobody waits; whoever works at the counter is not held up to learn that.
        if self.desk()?.registry.waiting_to_be_judged(1)?.is_empty() {
            return Ok(false);
        }
        let desk = self.turn()?;
        let (judged, notices) = desk.judge_batch()?;
        for notice in notices {
            (desk.notify)(notice);
        }
        if judged {
            self.something_waits();
        }
        Ok(judged)
    }

    /// People to look at once more, oldest first.
    ///
    /// # Errors
    /// Nobody is signed in, or the registry cannot be read.
    pub fn reviews(&self) -> Result<Vec<ReviewRow>, AppError> {
        Ok(self.desk()?.registry.reviews(REVIEWS)?)
    }

    /// A review was looked at.
    ///
    /// # Errors
    /// It was looked at before.
    pub fn see_review(&self, id: ReviewId) -> Result<Vec<ReviewRow>, AppError> {
        self.desk()?.write(&Operation::SeeReview(id))?;
        self.something_waits();
        self.reviews()
    }

    /// Everybody at most two steps from a person, through things named on sailings of these days.
    ///
    /// # Errors
    /// Nobody is signed in, or the registry cannot be read.
    pub fn network(
        &self,
        person: PersonId,
        days: (PlainDate, PlainDate),
    ) -> Result<Network, AppError> {
        Ok(self.desk()?.registry.network(person, days)?)
    }

    /// The shortest connection between two people.
    ///
    /// # Errors
    /// Nobody is signed in, or the registry cannot be read.
    pub fn connection_between(
        &self,
        people: (PersonId, PersonId),
        days: (PlainDate, PlainDate),
    ) -> Result<Way, AppError> {
        Ok(self.desk()?.registry.connection_between(people, days)?)
    }

    /// Groups of a sailing, the largest first.
    ///
    /// # Errors
    /// Nobody is signed in, or the registry cannot be read.
    pub fn groups(&self, sailing: SailingId) -> Result<Vec<Group>, AppError> {
        Ok(self.desk()?.registry.groups(sailing)?)
    }
}

#[cfg(test)]
mod tests;
