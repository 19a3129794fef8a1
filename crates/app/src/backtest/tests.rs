//! The counting, and a back-test of a small registry through the public door.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

use suar_domain::operation::Operation;
use suar_domain::outcome::{Outcome, Verdict};
use suar_rules::Level;
use uuid::Uuid;

use super::report::Sides;
use super::tally::{Said, Seen, Tally};
use super::*;
use crate::pack::testing::{World, kept, mild};

fn said(level: Level, signs: &[&str]) -> Said {
    Said {
        level,
        signs: signs.iter().map(|sign| (*sign).to_owned()).collect(),
    }
}

type Outcomes = Vec<(Option<String>, String)>;

fn outcomes(given: &[(&str, &str)]) -> Outcomes {
    let sign = |sign: &str| (!sign.is_empty()).then(|| sign.to_owned());
    given
        .iter()
        .map(|(of, verdict)| (sign(of), (*verdict).to_owned()))
        .collect()
}

struct Row {
    n: u128,
    sailing: u128,
    sex: &'static str,
    active: Said,
    new: Said,
    outcomes: Outcomes,
}

impl Row {
    fn new(n: u128, active: Level, new: Level) -> Self {
        Self {
            n,
            sailing: 1,
            sex: "L",
            active: said(active, &[]),
            new: said(new, &[]),
            outcomes: Vec::new(),
        }
    }
}

fn tally(rows: Vec<Row>) -> Tally {
    let mut tally = Tally::default();
    for row in rows {
        tally.add(&Seen {
            departure: DepartureId::from_uuid(Uuid::from_u128(row.n)),
            sailing: suar_domain::id::SailingId::from_uuid(Uuid::from_u128(row.sailing)),
            sex: row.sex,
            province: "65",
            outcomes: &row.outcomes,
            active: row.active,
            new: row.new,
        });
    }
    tally
}

fn report(tally: Tally) -> Report {
    let name = |text: &str| (text.to_owned(), text.to_owned());
    let sides = Sides {
        active: name("1"),
        new: name("2"),
    };
    tally.report(sides, &Options::default())
}

fn mixed() -> Vec<Row> {
    let mut rows: Vec<Row> = (0..12)
        .map(|n| Row::new(n, Level::Siap, Level::Siap))
        .collect();
    rows.push(Row::new(20, Level::Dalami, Level::Lindungi));
    rows.push(Row {
        sailing: 2,
        ..Row::new(21, Level::Lindungi, Level::Lindungi)
    });
    rows.push(Row {
        sailing: 2,
        active: said(Level::Dalami, &["TIP-12"]),
        new: said(Level::Lindungi, &["TIP-12", "TIP-67"]),
        outcomes: outcomes(&[
            ("", "confirmed"),
            ("TIP-12", "confirmed"),
            ("TIP-67", "not_confirmed"),
        ]),
        ..Row::new(22, Level::Siap, Level::Siap)
    });
    rows.push(Row {
        sex: "P",
        active: said(Level::Dalami, &["TIP-12"]),
        new: said(Level::Siap, &[]),
        outcomes: outcomes(&[("TIP-12", "confirmed"), ("TIP-24", "unclear")]),
        ..Row::new(23, Level::Siap, Level::Siap)
    });
    rows
}

#[test]
fn levels_are_counted_from_one_pack_to_the_other() {
    let report = report(tally(mixed()));
    assert_eq!(report.people, 16);
    assert_eq!(
        report.transitions,
        [[12, 0, 0, 0], [0; 4], [1, 0, 0, 2], [0, 0, 0, 1]]
    );
    assert_eq!(report.risen, 2, "one was there already");
    let ids = [20, 22].map(|n| Uuid::from_u128(n).to_string());
    assert_eq!(report.risen_departures, ids);
}

#[test]
fn confirmed_cases_are_caught_or_missed_and_signs_right_or_wrong() {
    let report = report(tally(mixed()));
    assert_eq!(report.confirmed, 2, "by the case or by a sign");
    assert_eq!((report.active.caught, report.active.missed), (2, 0));
    assert_eq!((report.new.caught, report.new.missed), (1, 1));
    assert_eq!(
        report.newly_missed_departures,
        [Uuid::from_u128(23).to_string()]
    );
    let precision = |side: &Side, sign: &str| {
        let found = side.precision.iter().find(|share| share.indicator == sign);
        found
            .and_then(|share| share.precision)
            .map(|share| (share.hits, share.of))
    };
    assert_eq!(precision(&report.active, "TIP-12"), Some((2, 2)));
    assert_eq!(precision(&report.new, "TIP-12"), Some((1, 1)));
    assert_eq!(precision(&report.new, "TIP-67"), Some((0, 1)));
    assert_eq!(
        precision(&report.active, "TIP-67"),
        None,
        "it is not there: nothing is known of it"
    );
    let unclear = report
        .new
        .precision
        .iter()
        .find(|share| share.indicator == "TIP-24");
    assert_eq!(unclear.map(|share| share.unclear), Some(1));
}

#[test]
fn a_case_that_was_not_one_is_none_whatever_its_signs() {
    let row = Row {
        outcomes: outcomes(&[("", "not_confirmed"), ("TIP-12", "confirmed")]),
        ..Row::new(1, Level::Dalami, Level::Dalami)
    };
    assert_eq!(report(tally(vec![row])).confirmed, 0);
}

#[test]
fn alerts_are_held_against_what_a_sailing_can_bear() {
    let report = report(tally(mixed()));
    let (active, new) = (&report.active.load, &report.new.load);
    assert_eq!(
        (
            active.sailings,
            active.alerts,
            active.most,
            active.over_budget
        ),
        (2, 1, 1, 0)
    );
    assert_eq!(
        (new.alerts, new.most, new.over_budget),
        (3, 2, 1),
        "two on the second sailing"
    );
    assert!((new.mean - 1.5).abs() < 1e-9);
}

#[test]
fn a_single_woman_is_not_shown() {
    let report = report(tally(mixed()));
    let shown = |groups: &[GroupShare]| groups.iter().filter(|group| group.share.is_some()).count();
    assert_eq!(shown(&report.new.by_sex), 0, "the men would tell of her");
    let province = report.new.by_province[0].share.expect("16 people");
    assert_eq!((province.hits, province.of), (3, 16));
}

#[test]
fn two_threads_count_what_one_counts() {
    let one = report(tally(mixed()));
    let (first, second): (Vec<_>, Vec<_>) = mixed().into_iter().partition(|row| row.n % 2 == 0);
    let mut both = tally(second);
    both.merge(tally(first));
    assert_eq!(report(both), one);
}

const QUIET: &(dyn Fn(u64, u64) + Sync) = &|_, _| {};

#[test]
fn a_registry_is_judged_by_another_pack() {
    let world = World::new();
    for n in 1..=3 {
        world.talk(&format!("X000000{n}"));
    }
    let hash = kept(&world, &mild());
    let told = AtomicU64::new(0);
    let progress = |done, all| {
        assert_eq!(all, 3);
        told.store(done, Ordering::Relaxed);
    };
    let watch = Watch {
        stop: &AtomicBool::new(false),
        progress: &progress,
    };
    let report = world
        .app
        .backtest(hash, &Options::default(), &watch)
        .expect("a report");
    assert_eq!((report.people, report.unreadable), (3, 0));
    assert_eq!(
        report.transitions[2],
        [0, 3, 0, 0],
        "dalami becomes lengkapi"
    );
    assert_eq!(told.load(Ordering::Relaxed), 3, "all of them were told");
    assert_eq!(report.packs.new.1, hash.to_string());

    let same = Watch {
        stop: &AtomicBool::new(false),
        progress: QUIET,
    };
    let stored = world.stored();
    let active = stored.active().expect("rules");
    let itself = stored
        .backtest(&active, &active, &Options::default(), &same)
        .expect("a report");
    assert_eq!(
        itself.transitions[2],
        [0, 0, 3, 0],
        "a pack agrees with itself"
    );
}

#[test]
fn recorded_outcomes_say_what_a_pack_would_miss() {
    let world = World::new();
    world.talk("X0000001");
    world.talk("X0000002");
    let hash = kept(&world, &mild());
    let desk = world.app.desk().expect("a desk");
    let page = desk.registry.stored_cases(None, 10).expect("a page");
    let case = page[0].as_ref().expect("readable");
    let stored = desk.registry.assessment(case.departure).expect("read");
    let outcome = Outcome {
        departure: case.departure,
        edition: stored.expect("assessed").edition,
        case: Verdict::Confirmed,
        signs: vec![("TIP-12".into(), Verdict::Confirmed)],
    };
    desk.write(&Operation::RecordOutcome(Box::new(outcome)))
        .expect("recorded");
    let watch = Watch {
        stop: &AtomicBool::new(false),
        progress: QUIET,
    };
    let report = world.app.backtest(hash, &Options::default(), &watch);
    let report = report.expect("a report");
    assert_eq!((report.people, report.confirmed), (2, 1));
    assert_eq!((report.active.caught, report.active.missed), (1, 0));
    assert_eq!((report.new.caught, report.new.missed), (0, 1));
    assert_eq!(report.newly_missed_departures, [case.departure.to_string()]);
    let precision = report.new.precision[0]
        .precision
        .expect("the sign is still there");
    assert_eq!((precision.hits, precision.of), (1, 1));
}

#[test]
fn a_back_test_can_be_stopped() {
    let world = World::new();
    world.talk("X0000001");
    let hash = kept(&world, &mild());
    let watch = Watch {
        stop: &AtomicBool::new(true),
        progress: QUIET,
    };
    let stopped = world.app.backtest(hash, &Options::default(), &watch);
    assert!(matches!(stopped, Err(BacktestProblem::Cancelled)));
}
