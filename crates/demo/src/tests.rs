//! Worlds read and judged by the app itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use suar_app::import;
use suar_app::relation::{manifest_links, registry_facts};
use suar_app::screening::{assess_departure, manifest_facts};
use suar_domain::manifest::{DefectCode, Field};

use super::*;

fn world(people: u32, seed: u64) -> World {
    World {
        people,
        seed,
        now: Instant::from_millis(1_795_478_400_000),
    }
}

fn built(folder: &Path, world: World) -> Result<Summary, DemoError> {
    let bridge = Bridge {
        read: &|text, day| import::read_on(text.as_bytes(), "", day).ok(),
        facts: &manifest_facts,
        links: &manifest_links,
        known: &registry_facts,
        assess: &assess_departure,
    };
    build(folder, world, &bridge, &mut |_| ())
}

fn opened(folder: &Path, world: World) -> Registry {
    let slots = suar_registry::key::SlotFile::read(folder).expect("slots");
    let accounts = slots.accounts().expect("accounts");
    Registry::unlock(folder, accounts[0].user, PASSPHRASE, world.now).expect("opens")
}

/// Every row of every manifest, oldest sailing last.
fn rows(registry: &Registry) -> Vec<suar_registry::LineRow> {
    let mut rows = Vec::new();
    for sailing in registry.sailings().expect("sailings") {
        for manifest in registry.manifests_of(sailing.id).expect("manifests") {
            rows.extend(registry.manifest_lines(manifest.id).expect("rows"));
        }
    }
    rows
}

fn cells(folder: &Path, world: World) -> Vec<Vec<String>> {
    let registry = opened(folder, world);
    rows(&registry).into_iter().map(|row| row.cells).collect()
}

#[test]
fn equal_seeds_give_equal_people_and_other_seeds_others() {
    let folders = [(); 3].map(|()| tempfile::tempdir().expect("a folder"));
    let seeds = [7, 7, 8];
    let written: Vec<_> = folders
        .iter()
        .zip(seeds)
        .map(|(folder, seed)| {
            let summary = built(folder.path(), world(250, seed)).expect("a world");
            (summary, cells(folder.path(), world(250, seed)))
        })
        .collect();
    assert!(written[0] == written[1], "the same to the last cell");
    assert!(written[0].1 != written[2].1, "another seed, other people");
    assert_eq!(written[0].0.sailings, 3);
    assert_eq!(written[0].0.rows(), 250, "every row is counted once");
}

#[test]
fn equal_seeds_give_the_same_log_to_the_last_byte() {
    let lines = || {
        let folder = tempfile::tempdir().expect("a folder");
        built(folder.path(), world(60, 3)).expect("a world");
        let registry = opened(folder.path(), world(60, 3));
        registry.fingerprint().expect("a fingerprint")
    };
    assert_eq!(lines(), lines(), "identities too");
}

#[test]
fn today_a_full_ship_closes_its_gate_in_the_future() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = world(400, 7);
    built(folder.path(), world).expect("a world");
    let registry = opened(folder.path(), world);
    let active = registry.active_sailing().expect("readable").expect("one");
    let sailing = registry.sailing(active).expect("the sailing");
    assert_eq!(sailing.date, world.now.wita_date());
    let (hour, minute) = world.now.wita_time();
    let gate = sailing.gate_closes.expect("a gate time");
    assert!(u32::from(gate.minutes()) > hour * 60 + minute);
    assert!(sailing.departs.expect("a time") > gate);
    let manifest = registry.manifests_of(active).expect("manifests").remove(0);
    let lines = registry.manifest_lines(manifest.id).expect("rows");
    assert_eq!(
        lines.len(),
        ABOARD as usize,
        "and the small one is the oldest"
    );
    let days: BTreeSet<_> = (registry.sailings().expect("sailings").iter())
        .map(|sailing| sailing.date)
        .collect();
    assert_eq!(days.len(), 3, "two sailings a day, back from today");
}

#[test]
fn a_world_has_what_an_officer_should_practise() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = world(2_500, 11);
    let summary = built(folder.path(), world).expect("a world");
    let registry = opened(folder.path(), world);
    assert_eq!(
        registry.people_count().expect("a count"),
        u64::from(summary.people)
    );
    let rows = rows(&registry);
    let mut found: BTreeMap<DefectCode, usize> = BTreeMap::new();
    for defect in rows.iter().flat_map(|row| &row.defects) {
        *found.entry(defect.code).or_default() += 1;
    }
    for code in [
        DefectCode::DocMissing,
        DefectCode::DateInvalid,
        DefectCode::DocScientific,
        DefectCode::NameMissing,
        DefectCode::DocConflict,
        DefectCode::DuplicateRow,
        DefectCode::Mononym,
        DefectCode::DocSpaces,
        DefectCode::DateFormat,
    ] {
        assert!(found.contains_key(&code), "nobody has {code:?}: {found:?}");
    }
    for code in [
        DefectCode::PhoneShape,
        DefectCode::SexUnknown,
        DefectCode::DocShape,
    ] {
        assert_eq!(found.get(&code), None, "nothing else is wrong");
    }
    let few = summary.rows() / 10;
    assert!((1..few).contains(&summary.to_fix), "{summary:?}");
    assert!((1..few).contains(&summary.duplicate), "{summary:?}");
    let mut levels = [0; 4];
    for sailing in registry.sailings().expect("sailings") {
        let counts = registry.level_counts(sailing.id).expect("figures");
        for (sum, count) in levels.iter_mut().zip(counts.levels) {
            *sum += count;
        }
    }
    assert!(
        levels[0] > 0 && levels[1] > 0,
        "someone is ready, someone has a gap: {levels:?}"
    );
    assert!(
        levels[0] + levels[1] > summary.people / 2,
        "most people are ordinary: {levels:?}"
    );
}

#[test]
fn every_crowded_ship_has_a_group_with_one_phone() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = world(354, 5);
    built(folder.path(), world).expect("a world");
    let registry = opened(folder.path(), world);
    for sailing in registry.sailings().expect("sailings") {
        let manifest = registry
            .manifests_of(sailing.id)
            .expect("manifests")
            .remove(0);
        let column = manifest
            .reading
            .column_of(Field::ContactPhone)
            .expect("a column");
        let mut phones: BTreeMap<String, usize> = BTreeMap::new();
        for row in registry.manifest_lines(manifest.id).expect("rows") {
            *phones.entry(row.cells[column].clone()).or_default() += 1;
        }
        phones.remove("");
        let largest = phones.values().max().copied().unwrap_or_default();
        assert!((4..=7).contains(&largest), "{largest} people share a phone");
    }
}

#[test]
fn a_world_of_months_has_people_who_travel_again_and_payers_of_strangers() {
    let folder = tempfile::tempdir().expect("a folder");
    // A month and a day.
    let world = world(62 * ABOARD, 3);
    let summary = built(folder.path(), world).expect("a world");
    assert_eq!(summary.rows(), 62 * ABOARD, "every row is counted once");
    assert!(summary.again > 100, "{summary:?}");
    let registry = opened(folder.path(), world);
    assert_eq!(
        registry.people_count().expect("a count"),
        u64::from(summary.people)
    );
    let (mut trips, mut hub, mut strangers) = (0, 0, 0);
    // A week of sailings, latest first: a sponsor does not send somebody with every one.
    let week = registry.sailings().expect("sailings").into_iter().take(14);
    let boards = week.flat_map(|sailing| registry.board(sailing.id, 0, 200).expect("a board"));
    for entry in boards {
        let known = registry.departure(entry.departure).expect("stored").known;
        let count = |fact: &str| {
            let stated = known.iter().find(|stated| stated.fact == fact);
            stated.and_then(|stated| stated.value.parse::<u32>().ok())
        };
        trips += count("link.prior_trips_60d").unwrap_or(0);
        let payers = count("link.same_ticket_payer_30d").unwrap_or(0);
        hub += u32::from(payers == suar_domain::relation::HUB);
        strangers += u32::from((2..suar_domain::relation::HUB).contains(&payers));
    }
    assert!(trips > 0, "somebody travelled before");
    assert!(hub > 0, "the ticket office is counted up to the limit");
    assert!(strangers > 0, "somebody pays for strangers");
}

#[test]
fn every_column_is_understood_and_no_row_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    built(folder.path(), world(130, 2)).expect("a world");
    let registry = opened(folder.path(), world(130, 2));
    for sailing in registry.sailings().expect("sailings") {
        let manifest = registry
            .manifests_of(sailing.id)
            .expect("manifests")
            .remove(0);
        let reading = &manifest.reading;
        assert_eq!(reading.columns.len(), people::TITLES.len());
        for column in &reading.columns {
            assert!(
                column.field.is_some(),
                "{} is not understood",
                column.header
            );
        }
        assert_eq!(
            (reading.title_lines.len(), reading.footer_lines.len()),
            (1, 1)
        );
        assert!(reading.skip_lines.is_empty());
    }
}

#[test]
fn a_row_to_fix_can_be_fixed_as_a_real_one_can() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = world(236, 9);
    built(folder.path(), world).expect("a world");
    let registry = opened(folder.path(), world);
    let sailing = registry.active_sailing().expect("readable").expect("one");
    let manifest = registry.manifests_of(sailing).expect("manifests").remove(0);
    let rows = registry.manifest_lines(manifest.id).expect("rows");
    let mut reading = manifest.reading.clone();
    let column = reading.column_of(Field::DocumentNumber).expect("a column");
    let broken = rows
        .iter()
        .find(|row| {
            row.defects
                .iter()
                .any(|defect| defect.code == DefectCode::DocMissing)
        })
        .expect("someone has no number")
        .line;
    reading.lines = rows
        .iter()
        .map(|row| suar_domain::manifest::ReadLine {
            line: row.line,
            cells: row.cells.clone(),
            origins: row.origins.clone(),
            fields: LineFields::default(),
            defects: Vec::new(),
            state: row.state,
        })
        .collect();
    let fixed = import::reinterpret(&reading, &[(broken, column, "X9999999".to_owned())]);
    for (row, read) in rows.iter().zip(&fixed.lines) {
        if row.line == broken {
            assert_eq!(read.state, LineState::Clean, "this one is a passenger now");
        } else {
            assert_eq!(read.state, row.state, "line {} is as before", row.line);
            assert!(read.defects == row.defects, "line {}", row.line);
        }
    }
}

#[test]
fn a_training_registry_says_that_it_is_one_and_is_never_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = world(5, 1);
    built(folder.path(), world).expect("a world");
    let slots = suar_registry::key::SlotFile::read(folder.path()).expect("slots");
    assert!(slots.training);
    let settings = Settings::read(folder.path());
    assert_eq!(
        (settings.port.as_str(), settings.counter.as_str()),
        ("nunukan", "Loket 2")
    );
    let before = cells(folder.path(), world);
    let again = built(folder.path(), self::world(5, 2));
    assert!(matches!(
        again,
        Err(DemoError::Registry(RegistryError::Exists))
    ));
    assert!(cells(folder.path(), world) == before, "it was left alone");
}

#[test]
fn progress_only_grows_and_ends_with_every_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let bridge = Bridge {
        read: &|text, day| import::read_on(text.as_bytes(), "", day).ok(),
        facts: &|_, _| Vec::new(),
        links: &|_| Vec::new(),
        known: &|_| Vec::new(),
        assess: &|_, _| None,
    };
    let mut heard = Vec::new();
    build(folder.path(), world(300, 1), &bridge, &mut |rows| {
        heard.push(rows)
    })
    .expect("a world");
    assert!(heard.is_sorted());
    assert_eq!(heard.last(), Some(&300));
    let unreadable = Bridge {
        read: &|_, _| None,
        ..bridge
    };
    let other = tempfile::tempdir().expect("a folder");
    let refused = build(other.path(), world(3, 1), &unreadable, &mut |_| ());
    assert!(matches!(refused, Err(DemoError::Unreadable)));
}

#[test]
fn every_vessel_is_a_name() {
    for vessel in VESSELS {
        assert!(PlaceName::parse(vessel).is_ok(), "{vessel}");
    }
}
