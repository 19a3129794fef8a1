//! The group of a departure: people of the same sailing who share things with it.
//!
//! Whoever shares two kinds of attribute or more is in the group; when there is nobody like that, whoever shares one
//! (facts.toml, `link.group_has_open_case` and `link.group_size_same_sailing`).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use suar_domain::id::{DepartureId, PersonId};
use suar_domain::link::{Attribute, LinkRole};
use suar_domain::relation::{FEWEST_ALIKE, HUB, Relations};

use super::{Look, sailing_of};
use crate::error::RegistryError;
use crate::table::again::ROWS;
use crate::table::link::{self, Sharer};
use crate::table::{case, screening};

/// Kinds of attribute from which on somebody belongs to the group for certain.
const CLOSE: usize = 2;

/// Somebody on the same sailing.
struct Member {
    departure: DepartureId,
    kinds: BTreeSet<Attribute>,
}

pub(super) fn relate(look: &Look<'_>, relations: &mut Relations) -> Result<(), RegistryError> {
    let comparable = |thing: &super::Thing<'_>| thing.stated.role.attribute().is_some();
    if !look.things.iter().any(comparable) {
        return Ok(());
    }
    let mut members: HashMap<PersonId, Member> = HashMap::new();
    let mut aboard = HashMap::new();
    for thing in &look.things {
        let Some(kind) = thing.stated.role.attribute().filter(|_| !thing.harmless) else {
            continue;
        };
        let mut sharers = match thing.number {
            Some(number) => aboard_with(look, (number, thing.stated.role), &mut aboard)?,
            None => Vec::new(),
        };
        sharers.extend(look.company.sharers(thing.stated));
        if thing.stated.role == LinkRole::PassportBatch {
            sharers = in_a_row(thing.stated.number, sharers);
            let unrelated: HashSet<PersonId> = sharers
                .iter()
                .map(|sharer| sharer.person)
                .filter(|person| look.unrelated(*person))
                .collect();
            relations.consecutive_passports = u32::try_from(unrelated.len() + 1).ok();
        }
        for sharer in sharers {
            if !look.unrelated(sharer.person) {
                continue;
            }
            let member = members.entry(sharer.person).or_insert_with(|| Member {
                departure: sharer.departure,
                kinds: BTreeSet::new(),
            });
            member.kinds.insert(kind);
        }
    }
    let most = members.values().map(|member| member.kinds.len()).max();
    let most = most.unwrap_or(0);
    let least = most.clamp(1, CLOSE);
    let close = members
        .values()
        .filter(|member| member.kinds.len() >= least)
        .count();
    relations.group_size = u32::try_from(close + 1).ok().map(|size| size.min(HUB));
    relations.shared_kinds = u32::try_from(most).ok();
    let here = (look.subject.departure, look.subject.sailing.date);
    let mut has_case = false;
    for (person, member) in &members {
        if member.kinds.len() >= CLOSE && case::is_open(look.connection, *person, here)? {
            has_case = true;
            break;
        }
    }
    relations.group_has_open_case = Some(has_case);
    relations.identical_answers = alike(look, &members)?;
    Ok(())
}

/// Who on the same sailing names a thing.
fn aboard_with(
    look: &Look<'_>,
    thing: (i64, LinkRole),
    aboard: &mut HashMap<DepartureId, bool>,
) -> Result<Vec<Sharer>, RegistryError> {
    let mut found = Vec::new();
    for sharer in link::sharers(look.connection, thing, (look.day, look.day), ROWS)? {
        if !look.unrelated(sharer.person) && sharer.number.is_none() {
            continue;
        }
        let here = match aboard.get(&sharer.departure) {
            Some(here) => *here,
            None => {
                let sailing = sailing_of(look.connection, sharer.departure)?;
                let here = sailing == look.subject.sailing.id;
                aboard.insert(sharer.departure, here);
                here
            }
        };
        if here {
            found.push(sharer);
        }
    }
    Ok(found)
}

/// Those whose passport numbers lead from one to the next to this one.
fn in_a_row(own: Option<u64>, sharers: Vec<Sharer>) -> Vec<Sharer> {
    let Some(own) = own else { return Vec::new() };
    let mut by_number: BTreeMap<u64, Vec<Sharer>> = BTreeMap::new();
    for sharer in sharers {
        if let Some(number) = sharer.number {
            by_number.entry(number).or_default().push(sharer);
        }
    }
    let mut row = Vec::new();
    let mut take = |number: u64| match by_number.get(&number) {
        Some(found) => {
            row.extend(found.iter().copied());
            true
        }
        None => false,
    };
    take(own);
    let mut next = own;
    while let Some(number) = next.checked_add(1).filter(|number| take(*number)) {
        next = number;
    }
    let mut before = own;
    while let Some(number) = before.checked_sub(1).filter(|number| take(*number)) {
        before = number;
    }
    row
}

/// Members of the group whose answers are the same wherever both answered. None while nobody has given enough answers
/// to compare with this person's.
fn alike(
    look: &Look<'_>,
    members: &HashMap<PersonId, Member>,
) -> Result<Option<u32>, RegistryError> {
    let Some(own) = answers(look, look.subject.departure)? else {
        return Ok(None);
    };
    if own.len() < FEWEST_ALIKE {
        return Ok(None);
    }
    let mut alike = None;
    for member in members.values() {
        let Some(theirs) = answers(look, member.departure)? else {
            continue;
        };
        let both = theirs
            .iter()
            .filter(|(question, _)| own.contains_key(*question));
        let mut common = 0;
        let mut same = true;
        for (question, key) in both {
            common += 1;
            same &= own.get(question) == Some(key);
        }
        if common >= FEWEST_ALIKE {
            *alike.get_or_insert(0) += u32::from(same);
        }
    }
    Ok(alike)
}

fn answers(
    look: &Look<'_>,
    departure: DepartureId,
) -> Result<Option<HashMap<String, String>>, RegistryError> {
    let Some(talk) = screening::latest(look.connection, departure)? else {
        return Ok(None);
    };
    let answers = screening::coded_answers(look.connection, talk)?;
    Ok(Some(answers.into_iter().collect()))
}
