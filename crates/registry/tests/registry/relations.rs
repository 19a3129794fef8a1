//! What people share and what was before, counted by the registry: edges, exceptions, what cannot be known.

use std::collections::BTreeSet;

use suar_domain::decision::Decision;
use suar_domain::id::DepartureId;
use suar_domain::link::{Entity, LinkRole, StatedLink};
use suar_domain::operation::{DecisionTaken, Operation, StateLinks};
use suar_domain::phone::{Country, PhoneNumber};
use suar_domain::relation::{CaseMatch, PriorOutcome, Relations};
use suar_domain::review::JudgeAgain;
use suar_domain::sensitive::Sensitive;
use suar_domain::time::PlainDate;
use suar_domain::watchlist::{Harmless, WhitelistChange};
use suar_registry::Registry;

use crate::world::{
    answering, at, create, decision_id, departure_id, import, open_form, passenger, person_id,
    sailing, sailing_id, save, screening_id,
};

/// Names: contact phone, payer, recruiter's phone, address, booking.
pub const ROLES: [LinkRole; 5] = [
    LinkRole::ContactPhone,
    LinkRole::TicketPayer,
    LinkRole::RecruiterPhone,
    LinkRole::DestinationAddress,
    LinkRole::Lodging,
];

fn phone(n: u8) -> Entity {
    let number = PhoneNumber::parse(&format!("081200001{n:03}"), Country::Indonesia);
    Entity::phone(&number.expect("a number"))
}

pub fn thing(role: LinkRole, n: u8) -> Entity {
    let named = match role {
        LinkRole::ContactPhone | LinkRole::RecruiterPhone => Some(phone(n)),
        LinkRole::TicketPayer => Entity::somebody(&format!("REKAAN {n:03}"), Country::Indonesia),
        LinkRole::DestinationAddress => Entity::address(&format!("Jalan Contoh {n}")),
        _ => Entity::booking(&format!("PESAN{n:03}")),
    };
    named.expect("a thing")
}

pub fn link(role: LinkRole, n: u8) -> StatedLink {
    StatedLink {
        role,
        entity: thing(role, n),
        number: None,
        source: "manifest".into(),
    }
}

pub fn by_officer(role: LinkRole, n: u8) -> StatedLink {
    StatedLink {
        source: "officer".into(),
        ..link(role, n)
    }
}

fn batch(number: u64) -> StatedLink {
    let day = PlainDate::new(2026, 1, 5).expect("a day");
    let text = format!("X{number:07}");
    let passport = suar_domain::document::PassportNumber::parse(&text).expect("a number");
    let (entity, number) =
        Entity::passport_batch(&passport, "Kanim Nunukan", day).expect("a batch");
    StatedLink {
        role: LinkRole::PassportBatch,
        entity,
        number: Some(number),
        source: "manifest".into(),
    }
}

/// A day so many days after the first of June.
pub fn day(after: i32) -> PlainDate {
    let first = PlainDate::new(2026, 6, 1).expect("a day");
    (2025..=2027)
        .flat_map(|year| (1..=12).map(move |month| (year, month)))
        .flat_map(|(year, month)| {
            (1..=31).filter_map(move |day| PlainDate::new(year, month, day).ok())
        })
        .find(|date| first.days_until(*date) == after)
        .expect("a day of three years")
}

/// A sailing `of` on a day with these people: person, and what was named.
pub fn sail(
    registry: &Registry,
    of: u64,
    date: PlainDate,
    aboard: &[(u64, bool, Vec<StatedLink>)],
) {
    let mut manifest = import(of, 0, &[]);
    manifest.sailing = suar_domain::sailing::Sailing { date, ..sailing(1) };
    manifest.sailing.id = sailing_id(of);
    for (person, new, links) in aboard {
        let mut one = passenger(of, *person, None);
        one.person.id = person_id(1, *person);
        one.departure.person = one.person.id;
        one.new_person = *new;
        one.departure.links.clone_from(links);
        manifest.passengers.push(one);
    }
    save(
        registry,
        at(1),
        &Operation::ImportManifest(Box::new(manifest)),
    )
    .expect("imported");
}

pub fn of(registry: &Registry, sailing: u64, person: u64) -> Relations {
    registry
        .relations_of(departure_id(sailing, person))
        .expect("relations")
}

/// Nobody waits any more.
pub fn all_judged(registry: &Registry) {
    let waiting = registry.waiting_to_be_judged(u32::MAX).expect("who waits");
    let again = JudgeAgain {
        judged: Vec::new(),
        same: waiting
            .into_iter()
            .map(|(departure, _)| departure)
            .collect(),
    };
    save(registry, at(2), &Operation::JudgeAgain(Box::new(again))).expect("judged");
}

pub fn waiting(registry: &Registry) -> BTreeSet<DepartureId> {
    let waiting = registry.waiting_to_be_judged(u32::MAX).expect("who waits");
    waiting
        .into_iter()
        .map(|(departure, _)| departure)
        .collect()
}

#[test]
fn both_edges_of_a_window_belong_to_it_and_go_by_the_day_of_sailing() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let payer = || {
        vec![
            link(LinkRole::TicketPayer, 1),
            link(LinkRole::RecruiterPhone, 1),
        ]
    };
    sail(&registry, 1, day(-200), &[]);
    // Typed in another order than they sail.
    sail(&registry, 2, day(31), &[(2, true, payer())]);
    sail(&registry, 3, day(0), &[(3, true, payer())]);
    assert_eq!(
        of(&registry, 3, 3).same_ticket_payer,
        Some(0),
        "31 days apart"
    );
    assert_eq!(
        of(&registry, 3, 3).same_recruiter_phone,
        Some(1),
        "within 90"
    );
    sail(&registry, 4, day(30), &[(4, true, payer())]);
    assert_eq!(
        of(&registry, 3, 3).same_ticket_payer,
        Some(1),
        "30 days apart"
    );
    assert_eq!(
        of(&registry, 4, 4).same_ticket_payer,
        Some(2),
        "30 before and 1 after"
    );
    sail(&registry, 5, day(-90), &[(5, true, payer())]);
    assert_eq!(of(&registry, 3, 3).same_recruiter_phone, Some(3));
    sail(&registry, 6, day(-91), &[(6, true, payer())]);
    assert_eq!(
        of(&registry, 3, 3).same_recruiter_phone,
        Some(3),
        "91 days apart"
    );
    assert_eq!(
        of(&registry, 3, 3).same_contact_phone,
        None,
        "nobody named one"
    );
}

#[test]
fn a_zero_is_stated_only_where_the_registry_goes_back_far_enough() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let named = vec![link(LinkRole::ContactPhone, 1)];
    sail(&registry, 1, day(0), &[(1, true, named)]);
    assert_eq!(of(&registry, 1, 1).same_contact_phone, None);
    assert_eq!(of(&registry, 1, 1).prior_trips, None);
    sail(&registry, 2, day(-60), &[]);
    assert_eq!(of(&registry, 1, 1).same_contact_phone, Some(0));
    assert_eq!(of(&registry, 1, 1).prior_trips, Some(0));
}

#[test]
fn a_trip_counts_for_sixty_days_unless_the_person_was_held_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    sail(&registry, 1, day(-1), &[(1, true, Vec::new())]);
    sail(&registry, 2, day(0), &[(1, false, Vec::new())]);
    sail(&registry, 3, day(59), &[(1, false, Vec::new())]);
    assert_eq!(
        of(&registry, 3, 1).prior_trips,
        Some(2),
        "59 and 60 days before"
    );
    sail(&registry, 4, day(60), &[(1, false, Vec::new())]);
    assert_eq!(
        of(&registry, 4, 1).prior_trips,
        Some(2),
        "the first is 61 days before"
    );
    decide(&registry, 1, (3, 1), Decision::SarankanTunda);
    assert_eq!(of(&registry, 4, 1).prior_trips, Some(1));
}

/// Opens a form for a departure and decides.
pub fn decide(registry: &Registry, form: u64, (of, person): (u64, u64), decision: Decision) {
    talk(registry, form, (of, person), &[]);
    save(registry, at(4), &deciding(form, decision)).expect("decided");
}

fn deciding(form: u64, decision: Decision) -> Operation {
    Operation::Decide(Box::new(DecisionTaken {
        id: decision_id(form),
        screening: screening_id(form),
        decision,
        advice: decision,
        reason: None,
    }))
}

fn talk(registry: &Registry, form: u64, (of, person): (u64, u64), answers: &[(&str, &str)]) {
    let mut open = open_form(form, of, person);
    open.screening.person = person_id(1, person);
    save(registry, at(3), &Operation::OpenScreening(Box::new(open))).expect("opened");
    for (question, key) in answers {
        save(registry, at(3), &answering(form, question, key)).expect("answered");
    }
}

#[test]
fn kin_and_the_whitelisted_count_for_nothing_until_they_do_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let named = || {
        vec![
            link(LinkRole::ContactPhone, 1),
            link(LinkRole::TicketPayer, 1),
        ]
    };
    sail(
        &registry,
        1,
        day(0),
        &[(1, true, named()), (2, true, named()), (3, true, named())],
    );
    let before = of(&registry, 1, 1);
    assert_eq!(
        (before.same_contact_phone, before.same_ticket_payer),
        (Some(2), Some(2))
    );
    assert_eq!((before.group_size, before.shared_kinds), (Some(3), Some(2)));
    assert_eq!(
        (before.whitelisted_contact, before.whitelisted_payer),
        (Some(false), Some(false))
    );

    let kin = |related| Operation::DeclareKin {
        people: [person_id(1, 1), person_id(1, 2)],
        related,
    };
    save(&registry, at(2), &kin(true)).expect("declared");
    assert_eq!(of(&registry, 1, 1).same_contact_phone, Some(1));
    assert_eq!(of(&registry, 1, 1).group_size, Some(2));
    assert_eq!(
        of(&registry, 1, 3).same_contact_phone,
        Some(2),
        "to others they are two"
    );
    save(&registry, at(2), &kin(false)).expect("taken back");
    assert_eq!(of(&registry, 1, 1), before);

    save(&registry, at(2), &harmless(phone(1), Some(day(0)))).expect("listed");
    let after = of(&registry, 1, 1);
    assert_eq!(
        (after.same_contact_phone, after.whitelisted_contact),
        (None, Some(true))
    );
    assert_eq!(
        (after.same_ticket_payer, after.shared_kinds),
        (Some(2), Some(1))
    );
    save(&registry, at(2), &harmless(phone(1), Some(day(-1)))).expect("listed");
    assert_eq!(
        of(&registry, 1, 1),
        before,
        "its day was over before the sailing"
    );
}

pub fn harmless(entity: Entity, expires: Option<PlainDate>) -> Operation {
    Operation::ChangeWhitelist(Box::new(WhitelistChange {
        entity,
        harmless: Some(Harmless::ShipAgent),
        reason: Sensitive::new("loket tiket rekaan".into()),
        expires,
    }))
}

#[test]
fn passports_in_a_row_are_counted_around_the_persons_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let aboard: Vec<_> = [(1, 471), (2, 472), (3, 473), (4, 475)]
        .map(|(person, number)| (person, true, vec![batch(number)]))
        .into();
    sail(&registry, 1, day(0), &aboard);
    sail(&registry, 2, day(0), &[(5, true, vec![batch(474)])]);
    assert_eq!(
        of(&registry, 1, 2).consecutive_passports,
        Some(3),
        "the gap is on another ferry"
    );
    assert_eq!(of(&registry, 1, 4).consecutive_passports, Some(1));
    let kin = Operation::DeclareKin {
        people: [person_id(1, 2), person_id(1, 3)],
        related: true,
    };
    save(&registry, at(2), &kin).expect("declared");
    assert_eq!(
        of(&registry, 1, 3).consecutive_passports,
        Some(2),
        "kin lead on and do not count"
    );
}

#[test]
fn an_open_case_follows_the_person_and_the_group_until_it_is_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let named = || {
        vec![
            link(LinkRole::ContactPhone, 1),
            link(LinkRole::TicketPayer, 1),
        ]
    };
    sail(&registry, 1, day(0), &[(1, true, named())]);
    decide(&registry, 1, (1, 1), Decision::Rujuk);
    assert_eq!(
        of(&registry, 1, 1).open_case,
        Some(CaseMatch::None),
        "its own case is no news"
    );
    sail(
        &registry,
        2,
        day(3),
        &[
            (1, false, named()),
            (2, true, named()),
            (3, true, vec![link(LinkRole::ContactPhone, 1)]),
        ],
    );
    assert_eq!(of(&registry, 2, 1).open_case, Some(CaseMatch::Exact));
    assert_eq!(
        of(&registry, 2, 1).prior_outcome,
        Some(PriorOutcome::Protected)
    );
    assert_eq!(of(&registry, 2, 2).group_has_open_case, Some(true));
    assert_eq!(
        of(&registry, 2, 3).group_has_open_case,
        Some(false),
        "one thing is no group"
    );

    // Another record with the same number: exact with the same birth date, possible with another.
    let mut manifest = import(3, 0, &[]);
    manifest.sailing.id = sailing_id(3);
    manifest.sailing.date = day(4);
    let born = [
        PlainDate::new(1990, 2, 3).ok(),
        PlainDate::new(1991, 2, 3).ok(),
        None,
    ];
    for (n, born) in (11..).zip(born) {
        let mut one = passenger(3, n, None);
        one.person.document = passenger(1, 1, None).person.document;
        one.person.birth_date = born.map(Sensitive::new);
        manifest.passengers.push(one);
    }
    save(
        &registry,
        at(5),
        &Operation::ImportManifest(Box::new(manifest)),
    )
    .expect("imported");
    let matches = [11, 12, 13].map(|n| of(&registry, 3, n).open_case);
    let expected = [CaseMatch::Exact, CaseMatch::Possible, CaseMatch::Possible];
    assert_eq!(matches, expected.map(Some));

    all_judged(&registry);
    let case = registry.open_cases(10).expect("cases")[0].id;
    let close = Operation::CloseCase {
        case,
        reason: Sensitive::new("sudah pulang".into()),
    };
    save(&registry, at(6), &close).expect("closed");
    assert_eq!(of(&registry, 2, 1).open_case, None, "no case is open here");
    assert_eq!(of(&registry, 2, 2).group_has_open_case, Some(false));
    let waiting = waiting(&registry);
    for (sailing, person) in [(2, 1), (2, 2), (3, 11)] {
        assert!(
            waiting.contains(&departure_id(sailing, person)),
            "{sailing} {person}"
        );
    }
    assert!(
        save(&registry, at(7), &close).is_err(),
        "it is closed already"
    );
}

#[test]
fn equal_answers_of_a_group_are_counted_from_five_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    let named = || vec![link(LinkRole::ContactPhone, 1)];
    let aboard = [
        (1, true, named()),
        (2, true, named()),
        (3, true, named()),
        (4, true, Vec::new()),
    ];
    sail(&registry, 1, day(0), &aboard);
    let five = [
        ("K1", "1"),
        ("K2", "2"),
        ("K3", "1"),
        ("K4", "1"),
        ("K5", "3"),
    ];
    talk(&registry, 1, (1, 1), &five[..4]);
    assert_eq!(
        of(&registry, 1, 1).identical_answers,
        None,
        "too few to compare"
    );
    save(&registry, at(3), &answering(1, "K5", "3")).expect("answered");
    assert_eq!(
        of(&registry, 1, 1).identical_answers,
        None,
        "nobody else answered"
    );
    assert!(
        waiting(&registry).is_empty(),
        "nobody is judged again for that"
    );
    for (form, person) in [(2, 2), (4, 4)] {
        save(
            &registry,
            at(3),
            &Operation::ParkScreening(screening_id(form - if form == 2 { 1 } else { 2 })),
        )
        .expect("parked");
        talk(&registry, form, (1, person), &five);
    }
    assert_eq!(
        of(&registry, 1, 1).identical_answers,
        Some(1),
        "4 shares nothing"
    );
    assert!(waiting(&registry).contains(&departure_id(1, 1)));
    save(&registry, at(3), &Operation::ParkScreening(screening_id(4))).expect("parked");
    save(
        &registry,
        at(3),
        &Operation::ResumeScreening(screening_id(2)),
    )
    .expect("resumed");
    save(&registry, at(3), &answering(2, "K2", "1")).expect("answered");
    assert_eq!(
        of(&registry, 1, 1).identical_answers,
        Some(0),
        "one differs now"
    );
}

#[test]
fn what_an_officer_adds_takes_the_place_of_what_the_officer_had_said_and_all_of_it_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    sail(
        &registry,
        1,
        day(0),
        &[
            (1, true, vec![link(LinkRole::RecruiterPhone, 1)]),
            (2, true, vec![link(LinkRole::RecruiterPhone, 2)]),
        ],
    );
    let state = |n| {
        Operation::StateLinks(Box::new(StateLinks {
            departure: departure_id(1, 1),
            role: LinkRole::RecruiterPhone,
            source: "officer".into(),
            links: vec![by_officer(LinkRole::RecruiterPhone, n)],
        }))
    };
    save(&registry, at(2), &state(3)).expect("stated");
    save(&registry, at(3), &state(2)).expect("stated");
    assert_eq!(of(&registry, 1, 1).same_recruiter_phone, Some(1));
    assert!(waiting(&registry).contains(&departure_id(1, 2)));
    let rows = registry.links_of(departure_id(1, 1)).expect("links");
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.link.source.as_str(),
                row.link.entity.key(),
                row.ended_at,
            )
        })
        .collect();
    let (one, two, three) = (phone(1), phone(2), phone(3));
    let expected = [
        ("manifest", one.key(), None),
        ("officer", three.key(), Some(at(3))),
        ("officer", two.key(), None),
    ];
    assert_eq!(told, expected);
}
