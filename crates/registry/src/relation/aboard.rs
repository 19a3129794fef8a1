//! Groups of one sailing: people who share a contact phone, a payer, a recruiter, an address, or passports in a row.
//!
//! What must hold: a hub and a whitelisted thing put nobody together; passports only when their numbers follow each
//! other. For people to look at; the facts of one person are counted in `group.rs`.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;
use suar_domain::id::{DepartureId, PersonId, SailingId};
use suar_domain::link::{Entity, LinkRole};
use suar_domain::relation::HUB;
use suar_domain::time::PlainDate;

use crate::Registry;
use crate::error::RegistryError;
use crate::table::link::{self, role_from};
use crate::table::{blob, uuid, whitelist};

/// People of one sailing who are connected by things that they share.
#[derive(Debug, Clone)]
pub struct Group {
    /// Who.
    pub members: Vec<(PersonId, DepartureId)>,
    /// What at least two of them share.
    pub through: Vec<(Entity, LinkRole)>,
}

/// One link of somebody aboard.
struct Aboard {
    who: (PersonId, DepartureId),
    entity: i64,
    role: LinkRole,
    number: Option<u64>,
}

fn aboard(database: &Connection, sailing: SailingId) -> Result<Vec<Aboard>, RegistryError> {
    let mut statement = database.prepare_cached(
        "SELECT d.person_id, d.id, l.entity, l.role, l.number FROM departures d JOIN links l ON l.departure_id = d.id
         WHERE d.sailing_id = ?1 AND l.ended_at IS NULL ORDER BY l.entity, l.role, d.position, d.id",
    )?;
    let mut rows = statement.query([blob(sailing.uuid())])?;
    let mut links = Vec::new();
    while let Some(row) = rows.next()? {
        links.push(Aboard {
            who: (
                PersonId::from_uuid(uuid(row, 0)?),
                DepartureId::from_uuid(uuid(row, 1)?),
            ),
            entity: row.get(2)?,
            role: role_from(row.get(3)?)?,
            number: row.get(4)?,
        });
    }
    Ok(links)
}

/// Sets that grow together: each place names an earlier one, or itself.
struct Sets(Vec<usize>);

impl Sets {
    fn first(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.0[one.max(other)] = one.min(other);
    }
}

fn groups(
    database: &Connection,
    sailing: SailingId,
    on: PlainDate,
) -> Result<Vec<Group>, RegistryError> {
    let links: Vec<Aboard> = aboard(database, sailing)?
        .into_iter()
        .filter(|link| link.role.attribute().is_some())
        .collect();
    let mut places: HashMap<PersonId, usize> = HashMap::new();
    let mut people: Vec<(PersonId, DepartureId)> = Vec::new();
    for link in &links {
        places.entry(link.who.0).or_insert_with(|| {
            people.push(link.who);
            people.len() - 1
        });
    }
    let mut sets = Sets((0..people.len()).collect());
    let mut through: Vec<(usize, i64, LinkRole)> = Vec::new();
    for shared in links.chunk_by(|a, b| (a.entity, a.role) == (b.entity, b.role)) {
        let Some(first) = shared.first() else {
            continue;
        };
        let mut joined: Vec<usize> = if first.role == LinkRole::PassportBatch {
            in_rows(shared, &places, &mut sets)
        } else {
            shared
                .iter()
                .filter_map(|link| places.get(&link.who.0).copied())
                .collect()
        };
        joined.sort_unstable();
        joined.dedup();
        let hub = joined.len() > HUB as usize;
        if joined.len() < 2 || hub || whitelist::covers(database, first.entity, on)? {
            continue;
        }
        if first.role != LinkRole::PassportBatch {
            for pair in joined.windows(2) {
                sets.join(pair[0], pair[1]);
            }
        }
        through.push((joined[0], first.entity, first.role));
    }
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    for (at, entity, role) in through {
        let group = groups.entry(sets.first(at)).or_insert_with(|| Group {
            members: Vec::new(),
            through: Vec::new(),
        });
        group.through.push((link::entity(database, entity)?, role));
    }
    for (at, who) in people.iter().enumerate() {
        if let Some(group) = groups.get_mut(&sets.first(at)) {
            group.members.push(*who);
        }
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.members.len()));
    Ok(groups)
}

/// Joins those of one batch whose numbers follow each other, and gives everybody who was joined.
fn in_rows(batch: &[Aboard], places: &HashMap<PersonId, usize>, sets: &mut Sets) -> Vec<usize> {
    let mut numbered: Vec<(u64, usize)> = batch
        .iter()
        .filter_map(|link| Some((link.number?, *places.get(&link.who.0)?)))
        .collect();
    numbered.sort_unstable();
    let mut joined = Vec::new();
    for pair in numbered.windows(2) {
        let ((before, one), (after, other)) = (pair[0], pair[1]);
        if after - before <= 1 && one != other {
            sets.join(one, other);
            joined.extend([one, other]);
        }
    }
    joined
}

impl Registry {
    /// Groups of a sailing, the largest first: people who share a contact phone, a payer, a recruiter, an address, or
    /// passports in a row.
    ///
    /// # Errors
    /// The registry cannot be read.
    pub fn groups(&self, sailing: SailingId) -> Result<Vec<Group>, RegistryError> {
        let on = self.sailing(sailing)?.date;
        groups(&self.connection(), sailing, on)
    }
}
