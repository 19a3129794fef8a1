//! Lists of contacts and recruiters: what is certain, what is only a name, and when a list counts.

use suar_domain::id::WatchlistId;
use suar_domain::link::{Entity, LinkRole, StatedLink};
use suar_domain::operation::Operation;
use suar_domain::phone::Country;
use suar_domain::relation::MatchStrength;
use suar_domain::text::TextLine;
use suar_domain::time::PlainDate;
use suar_domain::watchlist::{WatchEntry, Watchlist, WatchlistChange};
use suar_registry::{Registry, RegistryError};
use uuid::Uuid;

use crate::relations::{all_judged, day, link, of, sail, thing, waiting};
use crate::world::{at, create, departure_id, save};

fn list(n: u128) -> WatchlistId {
    WatchlistId::from_uuid(Uuid::from_u128(n))
}

fn change(registry: &Registry, change: WatchlistChange) -> Result<(), RegistryError> {
    save(
        registry,
        at(5),
        &Operation::ChangeWatchlist(Box::new(change)),
    )
}

fn made(registry: &Registry, n: u128, expires: PlainDate) {
    let line = |text: &str| TextLine::parse(text).expect("a line");
    let list = Watchlist {
        id: list(n),
        name: line("Perekrut rekaan"),
        owner: line("BP3MI"),
        purpose: line("latihan"),
        legal_basis: line("UU 21/2007"),
        expires,
    };
    change(registry, WatchlistChange::Create(list)).expect("a list");
}

fn added(registry: &Registry, n: u128, entity: Entity, second: Option<Entity>) {
    let entries = vec![WatchEntry { entity, second }];
    change(
        registry,
        WatchlistChange::Add {
            list: list(n),
            entries,
        },
    )
    .expect("added");
}

fn recruiter(name: &str) -> StatedLink {
    StatedLink {
        entity: Entity::somebody(name, Country::Indonesia).expect("a name"),
        ..link(LinkRole::Recruiter, 0)
    }
}

/// Two people who name recruiters: one with a number, one without.
fn world(registry: &Registry) {
    let named = vec![recruiter("Budi Rekaan"), link(LinkRole::RecruiterPhone, 7)];
    sail(
        registry,
        1,
        day(0),
        &[(1, true, named), (2, true, vec![recruiter("REKAAN Budi")])],
    );
}

#[test]
fn a_number_is_exact_a_name_is_weak_and_with_its_second_identifier_probable() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    world(&registry);
    let strength = || [1, 2].map(|person| of(&registry, 1, person).watchlist);
    assert_eq!(strength(), [None, None], "there is no list");
    made(&registry, 1, day(9));
    assert_eq!(strength(), [Some(MatchStrength::None); 2]);
    let budi = || recruiter("Budi Rekaan").entity;
    added(&registry, 1, budi(), None);
    assert_eq!(strength(), [Some(MatchStrength::Weak); 2]);
    let phone = || thing(LinkRole::RecruiterPhone, 7);
    added(&registry, 1, budi(), Some(phone()));
    assert_eq!(
        strength(),
        [Some(MatchStrength::Probable), Some(MatchStrength::Weak)]
    );
    assert_eq!(
        registry.watchlists().expect("lists")[0].1,
        1,
        "the entry was replaced"
    );
    let names = registry.watched_names(day(9)).expect("names");
    assert_eq!(names.len(), 1);
    assert!(names[0].has_second);
    assert!(registry.watched_names(day(10)).expect("names").is_empty());
    added(&registry, 1, phone(), None);
    assert_eq!(strength()[0], Some(MatchStrength::Exact));
}

#[test]
fn a_list_counts_until_its_day_and_until_it_is_ended_and_whom_it_concerned_waits() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    world(&registry);
    let phone = || thing(LinkRole::RecruiterPhone, 7);
    made(&registry, 1, day(-1));
    added(&registry, 1, phone(), None);
    assert_eq!(
        of(&registry, 1, 1).watchlist,
        None,
        "it was over before the sailing"
    );
    made(&registry, 2, day(0));
    all_judged(&registry);
    added(&registry, 2, phone(), None);
    assert_eq!(
        of(&registry, 1, 1).watchlist,
        Some(MatchStrength::Exact),
        "its last day"
    );
    let concerned = [departure_id(1, 1)];
    assert!(waiting(&registry).iter().eq(&concerned));

    all_judged(&registry);
    let drop = || WatchlistChange::Drop {
        list: list(2),
        entity: phone(),
    };
    change(&registry, drop()).expect("dropped");
    assert_eq!(of(&registry, 1, 1).watchlist, Some(MatchStrength::None));
    assert!(waiting(&registry).iter().eq(&concerned));
    assert!(matches!(
        change(&registry, drop()),
        Err(RegistryError::NotFound { .. })
    ));

    added(&registry, 2, phone(), None);
    all_judged(&registry);
    change(&registry, WatchlistChange::End(list(2))).expect("ended");
    assert_eq!(of(&registry, 1, 1).watchlist, None);
    assert!(waiting(&registry).iter().eq(&concerned));
    let entries = Vec::new();
    let late = change(
        &registry,
        WatchlistChange::Add {
            list: list(2),
            entries,
        },
    );
    assert!(matches!(late, Err(RegistryError::NotFound { .. })));
}
