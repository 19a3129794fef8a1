//! Random stories, and the counts of the registry beside a full recount of everything that was said.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;
use suar_domain::decision::Decision;
use suar_domain::link::{Attribute, Entity, LinkRole, StatedLink};
use suar_domain::operation::{Operation, StateLinks};
use suar_domain::outcome::{Outcome, Verdict};
use suar_domain::relation::{CaseMatch, PriorOutcome, Relations};
use suar_registry::Registry;

use crate::relations::{
    ROLES, all_judged, by_officer, day, decide, harmless, link, of, sail, thing, waiting,
};
use crate::world::{at, create, departure_id, person_id, save};

/// Everything that a story has said, kept in the plainest way.
#[derive(Default)]
struct Told {
    /// Sailing, day.
    sailings: BTreeMap<u64, i32>,
    /// Sailing and person.
    departures: Vec<(u64, u64)>,
    links: Vec<((u64, u64), LinkRole, Entity, &'static str)>,
    kin: BTreeSet<(u64, u64)>,
    harmless: Vec<Entity>,
    decisions: HashMap<(u64, u64), Decision>,
    verdicts: HashMap<(u64, u64), Verdict>,
}

impl Told {
    fn day(&self, departure: (u64, u64)) -> i32 {
        self.sailings[&departure.0]
    }

    fn unrelated(&self, one: u64, other: u64) -> bool {
        one != other && !self.kin.contains(&(one.min(other), one.max(other)))
    }

    fn named(&self, of: (u64, u64), role: LinkRole) -> Vec<&Entity> {
        let links = self.links.iter();
        links
            .filter(|(by, as_, ..)| *by == of && *as_ == role)
            .map(|(_, _, entity, _)| entity)
            .collect()
    }

    fn count(&self, of: (u64, u64), role: LinkRole, within: i32) -> Option<u32> {
        let named = self.named(of, role);
        if named.is_empty() {
            return None;
        }
        let others: BTreeSet<u64> = self
            .links
            .iter()
            .filter(|(by, as_, entity, _)| {
                *as_ == role
                    && self.unrelated(by.1, of.1)
                    && (self.day(*by) - self.day(of)).abs() <= within
                    && !self.harmless.contains(entity)
                    && named.contains(&entity)
            })
            .map(|(by, ..)| by.1)
            .collect();
        Some(u32::try_from(others.len()).expect("a few"))
    }

    fn kinds(&self, of: (u64, u64), other: (u64, u64)) -> BTreeSet<Attribute> {
        let shared = |role: &LinkRole| {
            let theirs = self.named(other, *role);
            let mut mine = self.named(of, *role).into_iter();
            mine.any(|entity| theirs.contains(&entity) && !self.harmless.contains(entity))
        };
        ROLES
            .into_iter()
            .filter(shared)
            .filter_map(LinkRole::attribute)
            .collect()
    }

    fn case_before(&self, person: u64, (but, day): ((u64, u64), i32)) -> bool {
        self.decisions.iter().any(|(at, decision)| {
            at.1 == person && *at != but && self.day(*at) <= day && *decision == Decision::Rujuk
        })
    }

    fn ended(&self, departure: (u64, u64)) -> PriorOutcome {
        match (
            self.verdicts.get(&departure),
            self.decisions.get(&departure),
        ) {
            (Some(Verdict::NotConfirmed), _) | (None, Some(Decision::Lanjut)) => {
                PriorOutcome::Cleared
            }
            (Some(Verdict::Confirmed), _) | (None, Some(Decision::Rujuk)) => {
                PriorOutcome::Protected
            }
            (None, Some(Decision::LanjutEdukasi)) => PriorOutcome::Education,
            (None, None) => PriorOutcome::None,
            _ => PriorOutcome::Unclear,
        }
    }

    fn relations(&self, of: (u64, u64)) -> Relations {
        let day = self.day(of);
        let aboard = self
            .departures
            .iter()
            .copied()
            .filter(|other| other.0 == of.0 && self.unrelated(other.1, of.1));
        let shared: Vec<((u64, u64), usize)> = aboard
            .map(|other| (other, self.kinds(of, other).len()))
            .filter(|(_, kinds)| *kinds > 0)
            .collect();
        let most = shared.iter().map(|(_, kinds)| *kinds).max().unwrap_or(0);
        let group: Vec<_> = shared
            .iter()
            .filter(|(_, kinds)| *kinds >= most.min(2))
            .collect();
        let comparable = ROLES
            .into_iter()
            .any(|role| role.attribute().is_some() && !self.named(of, role).is_empty());
        let mut earlier: Vec<(u64, u64)> = self.departures.clone();
        earlier.retain(|other| other.1 == of.1 && self.day(*other) < day);
        earlier.sort_by_key(|other| {
            std::cmp::Reverse((self.day(*other), departure_id(other.0, other.1)))
        });
        let trips = earlier.iter().filter(|trip| {
            self.day(**trip) >= day - 60
                && !matches!(
                    self.decisions.get(trip),
                    Some(Decision::SarankanTunda | Decision::Rujuk)
                )
        });
        let last = earlier
            .iter()
            .find(|trip| self.decisions.contains_key(trip));
        let harmless = |roles: &[LinkRole]| {
            let named: Vec<_> = roles
                .iter()
                .flat_map(|role| self.named(of, *role))
                .collect();
            (!named.is_empty()).then(|| named.iter().all(|entity| self.harmless.contains(entity)))
        };
        Relations {
            same_contact_phone: self.count(of, LinkRole::ContactPhone, 30),
            same_ticket_payer: self.count(of, LinkRole::TicketPayer, 30),
            same_recruiter_phone: self.count(of, LinkRole::RecruiterPhone, 90),
            same_destination_address: self.count(of, LinkRole::DestinationAddress, 30),
            same_lodging: self.count(of, LinkRole::Lodging, 30),
            prior_trips: Some(u32::try_from(trips.count()).expect("a few")),
            open_case: self
                .case_before(of.1, (of, day))
                .then_some(CaseMatch::Exact),
            group_has_open_case: comparable.then(|| {
                shared
                    .iter()
                    .any(|(other, kinds)| *kinds >= 2 && self.case_before(other.1, (of, day)))
            }),
            group_size: comparable.then(|| u32::try_from(group.len() + 1).expect("a few")),
            shared_kinds: comparable.then(|| u32::try_from(most).expect("a few")),
            whitelisted_contact: harmless(&[LinkRole::ContactPhone, LinkRole::RecruiterPhone]),
            whitelisted_payer: harmless(&[LinkRole::TicketPayer]),
            cleared_recently: last
                .filter(|trip| self.day(**trip) >= day - 30)
                .map(|trip| self.ended(*trip) == PriorOutcome::Cleared),
            prior_outcome: (!earlier.is_empty())
                .then(|| last.map_or(PriorOutcome::None, |trip| self.ended(*trip))),
            ..Relations::default()
        }
    }
}

/// One step of a story. Numbers are taken modulo what there is.
#[derive(Debug, Clone)]
enum Happens {
    /// A ferry: the day, and each passenger with what was named.
    Sails(usize, Vec<(u64, Vec<(usize, u8)>)>),
    /// An officer notes what a departure named in a role.
    Notes(usize, usize, Option<u8>),
    /// Two people are a household or not.
    Kin(u64, u64, bool),
    /// A thing is whitelisted or not.
    Harmless(usize, u8, bool),
    /// A departure is decided.
    Decides(usize, usize),
    /// What became known later.
    Learns(usize, usize),
}

/// Days that meet the edges of all windows.
const DAYS: [i32; 12] = [0, 0, 1, 29, 30, 31, 59, 60, 61, 90, 91, 120];
const PEOPLE: u64 = 6;

fn story() -> impl Strategy<Value = Vec<Happens>> {
    let named = proptest::collection::vec((0..ROLES.len(), 0..3_u8), 0..4);
    let sails = (
        0..DAYS.len(),
        proptest::collection::vec((0..PEOPLE, named), 1..5),
    )
        .prop_map(|(day, aboard)| Happens::Sails(day, aboard));
    let notes = (
        any::<usize>(),
        0..ROLES.len(),
        proptest::option::of(0..3_u8),
    )
        .prop_map(|(at, role, thing)| Happens::Notes(at, role, thing));
    let kin = (0..PEOPLE, 0..PEOPLE, any::<bool>())
        .prop_map(|(one, other, related)| Happens::Kin(one, other, related));
    let harmless = (0..ROLES.len(), 0..3_u8, any::<bool>())
        .prop_map(|(role, n, listed)| Happens::Harmless(role, n, listed));
    let decides = (any::<usize>(), 0..5_usize).prop_map(|(at, n)| Happens::Decides(at, n));
    let learns = (any::<usize>(), 0..3_usize).prop_map(|(at, n)| Happens::Learns(at, n));
    let one =
        prop_oneof![5 => sails, 2 => notes, 1 => kin, 1 => harmless, 2 => decides, 1 => learns];
    proptest::collection::vec(one, 1..14)
}

fn happen(registry: &Registry, told: &mut Told, n: u64, what: &Happens) {
    let chosen = |told: &Told, at: usize| {
        let departures = &told.departures;
        departures.get(at % departures.len().max(1)).copied()
    };
    match what {
        Happens::Sails(at, aboard) => {
            let mut here: Vec<(u64, bool, Vec<StatedLink>)> = Vec::new();
            for (person, named) in aboard {
                if here.iter().any(|(known, ..)| known == person) {
                    continue;
                }
                let mut links: Vec<StatedLink> = Vec::new();
                for (role, thing) in named {
                    let link = link(ROLES[*role], *thing);
                    if !links.contains(&link) {
                        links.push(link);
                    }
                }
                let new = !told.departures.iter().any(|known| known.1 == *person);
                here.push((*person, new, links));
            }
            sail(registry, n, day(DAYS[*at]), &here);
            told.sailings.insert(n, DAYS[*at]);
            for (person, _, links) in here {
                told.departures.push((n, person));
                let links = links.into_iter();
                told.links
                    .extend(links.map(|link| ((n, person), link.role, link.entity, "manifest")));
            }
        }
        Happens::Notes(at, role, thing) => {
            let Some(of) = chosen(told, *at) else { return };
            let role = ROLES[*role];
            let stated = StateLinks {
                departure: departure_id(of.0, of.1),
                role,
                source: "officer".into(),
                links: thing.iter().map(|n| by_officer(role, *n)).collect(),
            };
            told.links
                .retain(|(by, as_, _, source)| (*by, *as_, *source) != (of, role, "officer"));
            let links = stated.links.iter();
            told.links
                .extend(links.map(|link| (of, role, link.entity.clone(), "officer")));
            save(registry, at_(n), &Operation::StateLinks(Box::new(stated))).expect("noted");
        }
        Happens::Kin(one, other, related) => {
            let known = |person| told.departures.iter().any(|of| of.1 == person);
            if one == other || !known(*one) || !known(*other) {
                return;
            }
            let pair = (*one.min(other), *one.max(other));
            if *related {
                told.kin.insert(pair);
            } else {
                told.kin.remove(&pair);
            }
            let people = [person_id(1, *one), person_id(1, *other)];
            let operation = Operation::DeclareKin {
                people,
                related: *related,
            };
            save(registry, at_(n), &operation).expect("declared");
        }
        Happens::Harmless(role, thing_, listed) => {
            let entity = thing(ROLES[*role], *thing_);
            let there = told.harmless.contains(&entity);
            if *listed == there {
                return;
            }
            told.harmless.retain(|known| *known != entity);
            let mut operation = harmless(entity.clone(), None);
            if *listed {
                told.harmless.push(entity);
            } else if let Operation::ChangeWhitelist(change) = &mut operation {
                change.harmless = None;
            }
            save(registry, at_(n), &operation).expect("listed");
        }
        Happens::Decides(at, which) => {
            let Some(of) = chosen(told, *at) else { return };
            if told.decisions.contains_key(&of) {
                return;
            }
            let decision = Decision::ALL[*which];
            decide(registry, n, of, decision);
            told.decisions.insert(of, decision);
        }
        Happens::Learns(at, which) => {
            let Some(of) = chosen(told, *at) else { return };
            let verdict = Verdict::ALL[*which];
            told.verdicts.insert(of, verdict);
            let outcome = Outcome {
                departure: departure_id(of.0, of.1),
                edition: 1,
                case: verdict,
                signs: Vec::new(),
            };
            save(
                registry,
                at_(n),
                &Operation::RecordOutcome(Box::new(outcome)),
            )
            .expect("recorded");
        }
    }
}

fn at_(n: u64) -> suar_domain::time::Instant {
    at(i64::try_from(n).expect("a second"))
}

/// A list that says nobody and no list say the same about a match.
fn plain(relations: Relations) -> Relations {
    Relations {
        open_case: relations
            .open_case
            .filter(|found| *found != CaseMatch::None),
        ..relations
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_count_is_that_of_a_full_recount_and_whoever_is_touched_waits(story in story()) {
        let folder = tempfile::tempdir().expect("a folder");
        let registry = create(folder.path()).expect("a registry");
        let mut told = Told::default();
        sail(&registry, 1, day(-200), &[]);
        for (n, what) in (2..).zip(&story) {
            let before: Vec<_> = told.departures.iter().map(|of| (*of, told.relations(*of))).collect();
            all_judged(&registry);
            happen(&registry, &mut told, n, what);
            let waiting = waiting(&registry);
            for (departure, was) in before {
                let now = told.relations(departure);
                let waits = waiting.contains(&departure_id(departure.0, departure.1));
                prop_assert!(was == now || waits, "{:?} was not asked again after {:?}", departure, what);
            }
            for departure in &told.departures {
                let counted = of(&registry, departure.0, departure.1);
                prop_assert_eq!(plain(counted), told.relations(*departure), "{:?} after {:?}", departure, what);
            }
        }
    }
}
