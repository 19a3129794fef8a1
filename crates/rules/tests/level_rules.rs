//! The level rules against a plain reading of `levels.md`, on random people.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails like the test"
)]

mod common;
mod reference;

use std::collections::BTreeMap;

use common::{Random, pack};
use suar_rules::{Level, LevelRule};

#[test]
fn the_engine_and_the_plain_reading_agree_on_random_people() {
    const PEOPLE: usize = 20_000;
    let groups = reference::groups();
    let mut random = Random(42);
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    let mut rules: BTreeMap<LevelRule, usize> = BTreeMap::new();
    for person in 0..PEOPLE {
        let facts = 10 + random.below(110);
        let case = random.case(facts);
        let screening = pack().screen_as_is(&case);
        let (lanes, level) = reference::levels(&screening, &case, &groups);
        let found = screening.lanes;
        assert_eq!(
            [found.documents, found.trafficking, found.courier],
            lanes,
            "person {person}, by {:?}",
            screening.rules
        );
        assert_eq!(
            screening.level, level,
            "person {person}, by {:?}",
            screening.rules
        );
        *seen.entry((found.trafficking, found.courier)).or_default() += 1;
        for rule in screening.rules {
            *rules.entry(rule).or_default() += 1;
        }
    }
    for lane in 0..2 {
        for level in [Level::Siap, Level::Lengkapi, Level::Dalami, Level::Lindungi] {
            let count: usize = seen
                .iter()
                .filter(|((one, two), _)| [*one, *two][lane] == level)
                .map(|(_, count)| count)
                .sum();
            assert!(
                count > PEOPLE / 100,
                "lane {lane} was {level:?} {count} times only"
            );
        }
    }
    assert_eq!(rules.len(), 14, "every rule held for someone: {rules:?}");
}
