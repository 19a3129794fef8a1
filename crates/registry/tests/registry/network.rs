//! Who is connected with whom: two steps, the shortest way, groups of a sailing, and hubs that connect nobody.

use suar_domain::link::{Entity, LinkRole, StatedLink};
use suar_domain::phone::Country;
use suar_domain::relation::HUB;
use suar_domain::time::PlainDate;
use suar_registry::{Network, Registry, Way};

use crate::relations::{day, harmless, link, sail, thing};
use crate::world::{at, create, person_id, sailing_id, save};

fn days() -> (PlainDate, PlainDate) {
    (day(-90), day(90))
}

/// Persons of a network with their steps.
fn people(network: &Network) -> Vec<(u64, u8)> {
    let number = |person| {
        (1..1_000)
            .find(|n| person_id(1, *n) == person)
            .expect("of this world")
    };
    let mut people: Vec<_> = network
        .people
        .iter()
        .map(|one| (number(one.person), one.hop))
        .collect();
    people.sort_unstable();
    people
}

/// A chain over four ferries: 1 and 2 share a phone, 2 and 3 a payer, 3 and 4 a phone.
fn chain(registry: &Registry) {
    let phone = |n| link(LinkRole::ContactPhone, n);
    let payer = |n| link(LinkRole::TicketPayer, n);
    for (n, links) in (1..).zip([
        vec![phone(1), payer(9)],
        vec![phone(1), payer(1)],
        vec![payer(1), phone(2)],
        vec![phone(2)],
    ]) {
        let after = i32::try_from(n).expect("a day");
        sail(registry, n, day(after), &[(n, true, links)]);
    }
}

#[test]
fn a_network_ends_after_two_steps() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    chain(&registry);
    let network = registry
        .network(person_id(1, 1), days())
        .expect("a network");
    assert_eq!(people(&network), [(1, 0), (2, 1), (3, 2)]);
    assert!(!network.cut);
    let named: Vec<usize> = network
        .things
        .iter()
        .map(|thing| thing.named_by.len())
        .collect();
    assert_eq!(named, [2, 1, 2], "also what the person alone named");
    let narrow = registry
        .network(person_id(1, 1), (day(0), day(1)))
        .expect("a network");
    assert_eq!(people(&narrow), [(1, 0)], "the others sailed on other days");
}

#[test]
fn the_way_between_two_people_is_the_shortest() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    chain(&registry);
    let way = |one, other| {
        let between = (person_id(1, one), person_id(1, other));
        registry
            .connection_between(between, days())
            .expect("an answer")
    };
    let Way::Found(steps) = way(1, 4) else {
        panic!("they are connected")
    };
    let through: Vec<_> = steps
        .iter()
        .map(|step| (step.to, step.through.clone()))
        .collect();
    let expected = [
        (2, LinkRole::ContactPhone, 1),
        (3, LinkRole::TicketPayer, 1),
        (4, LinkRole::ContactPhone, 2),
    ];
    assert!(
        through
            .iter()
            .zip(expected)
            .all(|((to, through), (person, role, n))| {
                *to == person_id(1, person) && through.is_same(&thing(role, n))
            })
    );
    assert_eq!(through.len(), 3);
    let shortcut = vec![
        link(LinkRole::ContactPhone, 1),
        link(LinkRole::ContactPhone, 2),
    ];
    sail(&registry, 5, day(5), &[(5, true, shortcut)]);
    assert!(matches!(way(1, 4), Way::Found(steps) if steps.len() == 2));
    sail(&registry, 6, day(6), &[(6, true, Vec::new())]);
    assert!(matches!(way(1, 6), Way::None));
    assert!(matches!(way(1, 1), Way::Found(steps) if steps.is_empty()));
}

fn office() -> StatedLink {
    StatedLink {
        entity: Entity::somebody("Loket Tiket Rekaan", Country::Indonesia).expect("a name"),
        ..link(LinkRole::TicketPayer, 0)
    }
}

#[test]
fn a_hub_is_named_counted_up_to_its_limit_and_connects_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let last = u64::from(HUB) + 2;
    let bought: Vec<_> = (1..=last).map(|n| (n, true, vec![office()])).collect();
    sail(&registry, 1, day(0), &bought);
    let network = registry
        .network(person_id(1, 1), days())
        .expect("a network");
    assert_eq!(people(&network), [(1, 0)]);
    assert_eq!(network.things.len(), 1);
    assert!(network.things[0].hub);
    assert!(
        network.things[0].entity.is_same(&office().entity),
        "an officer sees what it is"
    );
    let between = (person_id(1, 1), person_id(1, 2));
    let way = registry
        .connection_between(between, days())
        .expect("an answer");
    assert!(matches!(way, Way::None));
    assert!(registry.groups(sailing_id(1)).expect("groups").is_empty());
    let relations = registry
        .relations_of(crate::world::departure_id(1, 1))
        .expect("relations");
    assert_eq!(relations.same_ticket_payer, Some(HUB));
}

#[test]
fn groups_of_a_sailing_are_those_that_things_hold_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let phone = |n| link(LinkRole::ContactPhone, n);
    let payer = |n| link(LinkRole::TicketPayer, n);
    let aboard = [
        (1, true, vec![phone(1)]),
        (2, true, vec![phone(1), payer(1)]),
        (3, true, vec![payer(1)]),
        (4, true, vec![phone(2)]),
        (5, true, vec![phone(2)]),
        (6, true, vec![phone(3)]),
    ];
    sail(&registry, 1, day(0), &aboard);
    sail(&registry, 2, day(0), &[(7, true, vec![phone(3)])]);
    let groups = || {
        let groups = registry.groups(sailing_id(1)).expect("groups");
        let sizes = groups
            .iter()
            .map(|group| (group.members.len(), group.through.len()));
        sizes.collect::<Vec<_>>()
    };
    assert_eq!(
        groups(),
        [(3, 2), (2, 1)],
        "6 shares with another ferry only"
    );
    save(
        &registry,
        at(2),
        &harmless(thing(LinkRole::TicketPayer, 1), None),
    )
    .expect("listed");
    assert_eq!(groups(), [(2, 1), (2, 1)]);
}
