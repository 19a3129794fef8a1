//! Who is connected with whom, through what: for people to look at. No rule reads it.
//!
//! What must hold: the work is bounded whatever the registry holds. A thing that more than [`HUB`] people name is a
//! hub: it is named and not followed, or everybody would be connected with everybody. Whitelisted things connect
//! nobody. There is no recursive query: each step asks for one person or one thing by an index.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use rusqlite::{Connection, params};
use suar_domain::id::PersonId;
use suar_domain::link::{Entity, LinkRole};
use suar_domain::relation::HUB;
use suar_domain::time::PlainDate;

use crate::Registry;
use crate::error::RegistryError;
use crate::table::again::ROWS;
use crate::table::link::{self, day_number, role_from, role_number};
use crate::table::{blob, uuid, whitelist};

/// Steps from person to person in a network.
const HOPS: u8 = 2;
/// Most people of a network: more than anybody can look at.
const PEOPLE: usize = 300;
/// Most people that are asked on the way from one to another.
const ASKED: usize = 3_000;

/// A person of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkPerson {
    /// Who.
    pub person: PersonId,
    /// Steps from the person in the middle: 0 is that person.
    pub hop: u8,
}

/// A thing of a network and who names it.
#[derive(Debug, Clone)]
pub struct NetworkThing {
    /// The thing.
    pub entity: Entity,
    /// Very many people name it: it is not followed.
    pub hub: bool,
    /// Whitelisted: it connects nobody.
    pub harmless: bool,
    /// Who names it, in which role. Of a hub, only people who are here for another reason.
    pub named_by: Vec<(PersonId, LinkRole)>,
}

/// People at most two steps from one, and the things between them.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// The people, nearest first.
    pub people: Vec<NetworkPerson>,
    /// The things.
    pub things: Vec<NetworkThing>,
    /// There are more people than are listed.
    pub cut: bool,
}

/// One step of a connection: through this thing to that person.
#[derive(Debug, Clone)]
pub struct Step {
    /// What both name.
    pub through: Entity,
    /// The next person.
    pub to: PersonId,
}

/// How two people are connected.
#[derive(Debug, Clone)]
pub enum Way {
    /// By these steps, and by no fewer.
    Found(Vec<Step>),
    /// By nothing that is known.
    None,
    /// The search was given up after very many people.
    GivenUp,
}

/// Looks things up, each once.
struct Finder<'a> {
    database: &'a Connection,
    days: (i32, i32),
    on: PlainDate,
    things: HashMap<i64, Known>,
}

/// What is known of a thing in the days that are looked at.
struct Known {
    hub: bool,
    harmless: bool,
    /// Empty where it is not to be followed.
    named_by: Vec<(PersonId, LinkRole)>,
}

impl<'a> Finder<'a> {
    fn of(database: &'a Connection, (from, to): (PlainDate, PlainDate)) -> Self {
        Self {
            database,
            days: (day_number(from), day_number(to)),
            on: to,
            things: HashMap::new(),
        }
    }

    /// What a person names.
    fn named_by(&self, person: PersonId) -> Result<Vec<(i64, LinkRole)>, RegistryError> {
        // Passports of one day and office connect nobody unless their numbers follow each other.
        let mut statement = self.database.prepare_cached(
            "SELECT DISTINCT l.entity, l.role FROM departures d JOIN links l ON l.departure_id = d.id
             WHERE d.person_id = ?1 AND l.ended_at IS NULL AND l.day BETWEEN ?2 AND ?3 AND l.role <> ?4
             ORDER BY l.entity, l.role",
        )?;
        let batch = role_number(LinkRole::PassportBatch);
        let mut rows = statement.query(params![
            blob(person.uuid()),
            self.days.0,
            self.days.1,
            batch
        ])?;
        let mut named = Vec::new();
        while let Some(row) = rows.next()? {
            named.push((row.get(0)?, role_from(row.get(1)?)?));
        }
        Ok(named)
    }

    fn thing(&mut self, entity: i64) -> Result<&Known, RegistryError> {
        if !self.things.contains_key(&entity) {
            let known = self.look_up(entity)?;
            self.things.insert(entity, known);
        }
        self.things
            .get(&entity)
            .ok_or(RegistryError::NotFound { what: "link" })
    }

    fn look_up(&self, entity: i64) -> Result<Known, RegistryError> {
        let harmless = whitelist::covers(self.database, entity, self.on)?;
        if harmless {
            return Ok(Known {
                hub: false,
                harmless,
                named_by: Vec::new(),
            });
        }
        let mut statement = self.database.prepare_cached(
            "SELECT person_id, role FROM links
             WHERE entity = ?1 AND day BETWEEN ?2 AND ?3 AND ended_at IS NULL LIMIT ?4",
        )?;
        let mut rows = statement.query(params![entity, self.days.0, self.days.1, ROWS])?;
        let mut named_by: BTreeSet<(PersonId, LinkRole)> = BTreeSet::new();
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            named_by.insert((PersonId::from_uuid(uuid(row, 0)?), role_from(row.get(1)?)?));
        }
        let people: BTreeSet<PersonId> = named_by.iter().map(|(person, _)| *person).collect();
        let hub = count >= ROWS || people.len() > HUB as usize;
        Ok(Known {
            hub,
            harmless,
            named_by: if hub {
                Vec::new()
            } else {
                named_by.into_iter().collect()
            },
        })
    }
}

fn network(finder: &mut Finder<'_>, middle: PersonId) -> Result<Network, RegistryError> {
    let mut hops: HashMap<PersonId, u8> = HashMap::from([(middle, 0)]);
    let mut network = Network {
        people: vec![NetworkPerson {
            person: middle,
            hop: 0,
        }],
        ..Network::default()
    };
    let mut between: BTreeMap<i64, BTreeSet<(PersonId, LinkRole)>> = BTreeMap::new();
    let mut at = 0;
    while let Some(NetworkPerson { person, hop }) = network.people.get(at).copied() {
        at += 1;
        for (entity, role) in finder.named_by(person)? {
            between.entry(entity).or_default().insert((person, role));
            if hop >= HOPS {
                continue;
            }
            for (other, _) in &finder.thing(entity)?.named_by {
                if hops.contains_key(other) {
                    continue;
                }
                if network.people.len() >= PEOPLE {
                    network.cut = true;
                    break;
                }
                hops.insert(*other, hop + 1);
                network.people.push(NetworkPerson {
                    person: *other,
                    hop: hop + 1,
                });
            }
        }
    }
    for (entity, named_by) in between {
        // What one person alone names connects nobody; what the person in the middle names is shown all the same.
        let of_middle = named_by.iter().any(|(person, _)| *person == middle);
        if named_by.len() < 2 && !of_middle {
            continue;
        }
        let known = finder.thing(entity)?;
        let (hub, harmless) = (known.hub, known.harmless);
        network.things.push(NetworkThing {
            entity: link::entity(finder.database, entity)?,
            hub,
            harmless,
            named_by: named_by.into_iter().collect(),
        });
    }
    Ok(network)
}

/// Breadth first from one end: the first way found is a shortest one.
fn connection(finder: &mut Finder<'_>, from: PersonId, to: PersonId) -> Result<Way, RegistryError> {
    let mut came: HashMap<PersonId, (PersonId, i64)> = HashMap::new();
    let mut seen: BTreeSet<PersonId> = BTreeSet::from([from]);
    let mut waiting: VecDeque<PersonId> = VecDeque::from([from]);
    let mut asked = 0;
    while let Some(person) = waiting.pop_front() {
        if person == to {
            return steps(finder.database, &came, (from, to));
        }
        asked += 1;
        if asked > ASKED {
            return Ok(Way::GivenUp);
        }
        for (entity, _) in finder.named_by(person)? {
            for (other, _) in &finder.thing(entity)?.named_by {
                if seen.insert(*other) {
                    came.insert(*other, (person, entity));
                    waiting.push_back(*other);
                }
            }
        }
    }
    Ok(Way::None)
}

fn steps(
    database: &Connection,
    came: &HashMap<PersonId, (PersonId, i64)>,
    (from, to): (PersonId, PersonId),
) -> Result<Way, RegistryError> {
    let mut steps = Vec::new();
    let mut at = to;
    while at != from
        && let Some((before, entity)) = came.get(&at)
    {
        steps.push(Step {
            through: link::entity(database, *entity)?,
            to: at,
        });
        at = *before;
    }
    steps.reverse();
    Ok(Way::Found(steps))
}

impl Registry {
    /// Everybody at most two steps from a person, through things named on sailings of these days.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn network(
        &self,
        person: PersonId,
        days: (PlainDate, PlainDate),
    ) -> Result<Network, RegistryError> {
        let database = self.connection();
        network(&mut Finder::of(&database, days), person)
    }

    /// The shortest connection between two people, through things named on sailings of these days.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn connection_between(
        &self,
        (from, to): (PersonId, PersonId),
        days: (PlainDate, PlainDate),
    ) -> Result<Way, RegistryError> {
        let database = self.connection();
        connection(&mut Finder::of(&database, days), from, to)
    }
}
