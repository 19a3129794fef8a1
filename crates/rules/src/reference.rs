//! The conditions once more, as slowly and plainly as they can be written, to hold the engine against.
//!
//! Random conditions are made as trees, written out in the language of packs, read by the parser and asked of the
//! engine; the same trees are walked here over the plain values of a case. Nothing of the engine is used below
//! [`Tree::truth`] except what a fact's value is.

mod random;

use std::collections::{BTreeMap, HashMap};

use crate::case::Case;
use crate::cell::Cell;
use crate::date::Date;
use crate::fact::{FactId, FactKind, FactValue};
use crate::indicator::{State, Strength};
use crate::pack::Pack;
use crate::situation::{Leg, Stage};
use crate::syntax::{Names, Reading};

use random::Random;

/// A condition, as a person would describe it.
enum Tree {
    Always,
    Never,
    Leg(Leg),
    Known(FactId),
    /// `=` and, asking what is known, `is`.
    Yes(FactId, bool, bool),
    OneOf(FactId, Vec<String>),
    Is(FactId, String),
    Contains(FactId, usize, Vec<String>),
    Compare(FactId, &'static str, i64),
    Ratio(i64, FactId, &'static str, i64, FactId),
    Days(FactId, &'static str, i64),
    Fires(String, Strength),
    Not(Box<Self>),
    Surely(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
    AtLeast(usize, Vec<Self>),
}

/// What the walk looks at.
struct World<'a> {
    case: &'a Case,
    signs: &'a HashMap<String, (State, Strength)>,
}

fn holds(left: i64, order: &str, right: i64) -> bool {
    match order {
        "=" => left == right,
        "!=" => left != right,
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        _ => left >= right,
    }
}

impl Tree {
    /// `None` is unknown.
    fn truth(&self, world: &World<'_>) -> Option<bool> {
        let value = |fact: &FactId| world.case.facts.get(fact);
        let number = |fact: &FactId| match value(fact)? {
            FactValue::Int(number) | FactValue::Money(number) => Some(*number),
            FactValue::Decimal(decimal) => Some(decimal.millionths()),
            _ => None,
        };
        match self {
            Self::Always => Some(true),
            Self::Never => Some(false),
            Self::Leg(leg) => Some(world.case.leg == *leg),
            Self::Known(fact) => Some(value(fact).is_some()),
            Self::Yes(fact, wanted, known) => match value(fact) {
                Some(FactValue::Bool(found)) => Some(found == wanted),
                _ => known.then_some(false),
            },
            Self::OneOf(fact, listed) => match value(fact)? {
                FactValue::Enum(found) => Some(listed.contains(found)),
                _ => None,
            },
            Self::Is(fact, wanted) => match value(fact) {
                Some(FactValue::Enum(found)) => Some(found == wanted),
                _ => Some(false),
            },
            Self::Contains(fact, least, listed) => match value(fact)? {
                FactValue::Set(found) => {
                    let shared = listed.iter().filter(|each| found.contains(*each));
                    Some(shared.count() >= *least)
                }
                _ => None,
            },
            Self::Compare(fact, order, limit) => Some(holds(number(fact)?, order, *limit)),
            Self::Ratio(times, left, order, by, right) => {
                Some(holds(number(left)? * times, order, number(right)? * by))
            }
            Self::Days(fact, order, days) => match value(fact)? {
                FactValue::Date(day) => {
                    let passed = world.case.as_of.ordinal() - day.ordinal();
                    Some(holds(passed, order, *days))
                }
                _ => None,
            },
            Self::Fires(id, least) => match world.signs[id] {
                (State::Present, strength) => Some(strength >= *least),
                (State::Unknown, _) => None,
                _ => Some(false),
            },
            Self::Not(inner) => inner.truth(world).map(|truth| !truth),
            Self::Surely(inner) => Some(inner.truth(world) == Some(true)),
            Self::All(parts) => {
                let found: Vec<_> = parts.iter().map(|part| part.truth(world)).collect();
                if found.contains(&Some(false)) {
                    Some(false)
                } else if found.contains(&None) {
                    None
                } else {
                    Some(true)
                }
            }
            Self::Any(parts) => {
                let found: Vec<_> = parts.iter().map(|part| part.truth(world)).collect();
                if found.contains(&Some(true)) {
                    Some(true)
                } else if found.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
            Self::AtLeast(least, parts) => {
                let found: Vec<_> = parts.iter().map(|part| part.truth(world)).collect();
                let yes = found.iter().filter(|truth| **truth == Some(true)).count();
                let open = found.iter().filter(|truth| truth.is_none()).count();
                if yes >= *least {
                    Some(true)
                } else if yes + open < *least {
                    Some(false)
                } else {
                    None
                }
            }
        }
    }

    fn text(&self) -> String {
        let join = |parts: &[Self], with: &str| {
            let parts: Vec<String> = parts.iter().map(Self::text).collect();
            parts.join(with)
        };
        let decimal = |fact: &FactId, number: i64| match fact.kind() {
            FactKind::Decimal => format!("{}.{:06}", number / 1_000_000, number % 1_000_000),
            _ => number.to_string(),
        };
        match self {
            Self::Always => "always".to_owned(),
            Self::Never => "never".to_owned(),
            Self::Leg(Leg::Departure) => "leg = departure".to_owned(),
            Self::Leg(Leg::Return) => "leg = return".to_owned(),
            Self::Known(fact) => format!("known({fact})"),
            Self::Yes(fact, wanted, false) => format!("{fact} = {wanted}"),
            Self::Yes(fact, wanted, true) => format!("{fact} is {wanted}"),
            Self::OneOf(fact, listed) => format!("{fact} in [{}]", listed.join(", ")),
            Self::Is(fact, wanted) => format!("{fact} is {wanted}"),
            Self::Contains(fact, least, listed) => {
                format!(
                    "{fact} contains at least {least} of [{}]",
                    listed.join(", ")
                )
            }
            Self::Compare(fact, order, limit) => {
                format!("{fact} {order} {}", decimal(fact, *limit))
            }
            Self::Ratio(times, left, order, by, right) => {
                format!("{times} * {left} {order} {by} * {right}")
            }
            Self::Days(fact, order, days) => format!("days_since({fact}) {order} {days}"),
            Self::Fires(id, Strength::None) => format!("fires({id})"),
            Self::Fires(id, least) => format!("fires({id}, {})", least.as_str()),
            Self::Not(inner) => format!("not ({})", inner.text()),
            Self::Surely(inner) => format!("surely({})", inner.text()),
            Self::All(parts) => format!("({})", join(parts, " and ")),
            Self::Any(parts) => format!("({})", join(parts, " or ")),
            Self::AtLeast(least, parts) => format!("at least {least} of ({})", join(parts, ", ")),
        }
    }
}

#[test]
fn the_engine_and_the_plain_walk_agree_on_random_conditions() {
    const CASES: usize = 2_500;
    const CONDITIONS: usize = 44;
    let pack = Pack::builtin().unwrap();
    let facts: HashMap<&str, FactId> = pack
        .vocabulary
        .facts()
        .map(|fact| (fact.as_str(), fact))
        .collect();
    let names = Names {
        facts: &facts,
        questions: None,
        indicators: Some(&pack.by_id),
    };
    let reading = Reading::new(&names);
    let usable: Vec<FactId> = pack
        .vocabulary
        .facts()
        .filter(|fact| fact.is_rule_input())
        .collect();
    let ids: Vec<String> = pack
        .indicators
        .iter()
        .map(|each| each.id.as_str().to_owned())
        .collect();
    let mut random = Random(20_261_124);
    let mut outcomes: BTreeMap<Option<bool>, usize> = BTreeMap::new();
    for _ in 0..CASES {
        let leg = *random.pick(&[Leg::Departure, Leg::Return]);
        let mut case = Case::new(leg, Stage::Port, Date::new(2026, 11, 24).unwrap());
        // Few facts, so that several parts of one condition speak of the same one.
        let pool: Vec<FactId> = (0..12).map(|_| *random.pick(&usable)).collect();
        for fact in &pool {
            if random.below(3) > 0 {
                case.facts.insert(*fact, random.value(*fact));
            }
        }
        let situation = pack.situation(&case);
        // What follows from other facts is the engine's own; here it is only read where it is what was stated.
        let is_stated = |fact: &FactId| {
            let stated = case.facts.get(fact).map(|value| Cell::new(*fact, value));
            situation.cells[fact.slot()] == stated.unwrap_or(Cell::Unknown)
        };
        let pool: Vec<FactId> = pool.into_iter().filter(is_stated).collect();
        let pool = if pool.is_empty() {
            usable.iter().copied().filter(is_stated).collect()
        } else {
            pool
        };
        let signs = ids.iter().cloned().zip(
            situation
                .marks
                .iter()
                .map(|mark| (mark.state, mark.strength)),
        );
        let signs: HashMap<String, (State, Strength)> = signs.collect();
        let world = World {
            case: &case,
            signs: &signs,
        };
        for _ in 0..CONDITIONS {
            let tree = random.tree(&pool, &ids, 3);
            let text = tree.text();
            let read = reading
                .read(&text)
                .unwrap_or_else(|error| panic!("{text}: {error:?}"));
            let expected = tree.truth(&world);
            let found = pack.ask_level(&situation, &read);
            let found = (found != crate::truth::Truth::Unknown).then(|| found.holds());
            assert_eq!(found, expected, "{text}");
            *outcomes.entry(expected).or_default() += 1;
        }
    }
    assert_eq!(outcomes.values().sum::<usize>(), CASES * CONDITIONS);
    for outcome in [None, Some(false), Some(true)] {
        let count = outcomes.get(&outcome).copied().unwrap_or_default();
        assert!(
            count > CASES * CONDITIONS / 10,
            "{outcome:?} came out {count} times only"
        );
    }
}
