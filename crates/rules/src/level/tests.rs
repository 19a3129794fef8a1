//! What must hold for every combination of signs, whatever facts may lead to it.

use crate::case::Case;
use crate::date::Date;
use crate::indicator::{Lane, State, Strength};
use crate::pack::Pack;
use crate::screening::Level;
use crate::situation::{Leg, Mark, Situation, Stage};

/// The generator of Steele, Lea and Flood (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}

const STRENGTHS: [Strength; 3] = [Strength::Weak, Strength::Medium, Strength::Strong];

fn nobody(pack: &Pack, leg: Leg) -> Situation {
    let case = Case::new(leg, Stage::Port, Date::new(2026, 11, 24).unwrap());
    pack.situation(&case)
}

/// Signs of trafficking and courier that could be present on this leg, gates apart.
fn signs(pack: &Pack, leg: Leg) -> Vec<usize> {
    let scored = |index: &usize| {
        let indicator = &pack.indicators[*index];
        indicator.lane != Lane::Documents
            && indicator.adult != Strength::Gate
            && indicator.legs.contains(&leg)
    };
    (0..pack.indicators.len()).filter(scored).collect()
}

fn set(pack: &Pack, situation: &mut Situation, index: usize, strength: Strength) {
    let mark = Mark {
        state: State::Present,
        strength,
        decisive: pack.indicators[index].decisive,
    };
    situation.set_mark(index, mark);
}

#[test]
fn a_further_or_stronger_sign_never_lowers_a_level() {
    let pack = Pack::builtin().unwrap();
    let mut random = Random(3);
    for round in 0..30_000 {
        let leg = [Leg::Departure, Leg::Return][round % 2];
        let signs = signs(pack, leg);
        let mut situation = nobody(pack, leg);
        for _ in 0..random.below(9) {
            let index = signs[random.below(signs.len())];
            set(pack, &mut situation, index, STRENGTHS[random.below(3)]);
        }
        let before = pack.judge(&situation);
        let index = signs[random.below(signs.len())];
        let mark = situation.marks[index];
        let stronger = match (mark.state, mark.strength) {
            (State::Present, Strength::Weak) => Strength::Medium,
            (State::Present, _) => Strength::Strong,
            _ => STRENGTHS[random.below(3)],
        };
        set(pack, &mut situation, index, stronger);
        let after = pack.judge(&situation);
        let present: Vec<String> = situation
            .present
            .iter()
            .map(|each| {
                format!(
                    "{} {:?}",
                    pack.indicators[each].id, situation.marks[each].strength
                )
            })
            .collect();
        let grown = &pack.indicators[index].id;
        assert!(
            after.level >= before.level
                && after.lanes.trafficking >= before.lanes.trafficking
                && after.lanes.courier >= before.lanes.courier,
            "{grown} grew from {mark:?} among {present:?}: {:?} became {:?}",
            before.lanes,
            after.lanes
        );
    }
}

#[test]
fn two_strong_and_two_medium_are_no_less_than_one_strong_and_three() {
    let pack = Pack::builtin().unwrap();
    let level = |strengths: [Strength; 4]| {
        // Four signs of one dimension, each of its own evidence group.
        let ids = ["CUR-01", "CUR-02", "CUR-03", "CUR-22"];
        let mut situation = nobody(pack, Leg::Return);
        for (id, strength) in ids.into_iter().zip(strengths) {
            set(pack, &mut situation, usize::from(pack.by_id[id]), strength);
        }
        pack.judge(&situation).lanes.courier
    };
    use Strength::{Medium, Strong};
    assert_eq!(
        level([Strong, Medium, Medium, Medium]),
        Level::Lindungi,
        "C3"
    );
    assert_eq!(level([Strong, Strong, Medium, Medium]), Level::Lindungi);
    assert_eq!(level([Medium, Medium, Medium, Medium]), Level::Dalami);
}

#[test]
fn a_group_counts_where_it_makes_most_of_the_whole() {
    // TIP-18 (D2) and TIP-49 (PORT) rest on the same fact. With TIP-42 and TIP-11 the port is positive and a
    // decisive sign of D2 is there: L6. That the phone is also held (TIP-18) must not take TIP-49 away from the port.
    let pack = Pack::builtin().unwrap();
    let mut situation = nobody(pack, Leg::Departure);
    for (id, strength) in [
        ("TIP-49", Strength::Medium),
        ("TIP-37", Strength::Medium),
        ("TIP-38", Strength::Medium),
        ("TIP-11", Strength::Medium),
    ] {
        set(pack, &mut situation, usize::from(pack.by_id[id]), strength);
    }
    assert_eq!(pack.judge(&situation).lanes.trafficking, Level::Lindungi);
    let held = usize::from(pack.by_id["TIP-18"]);
    set(pack, &mut situation, held, Strength::Medium);
    let verdict = pack.judge(&situation);
    assert_eq!(verdict.lanes.trafficking, Level::Lindungi);
    let port = usize::from(pack.by_id["TIP-49"]);
    assert!(
        verdict.counted.contains(port) && !verdict.counted.contains(held),
        "one fact never counts twice"
    );
}

#[test]
fn weak_signs_alone_never_raise_a_level_however_many() {
    let pack = Pack::builtin().unwrap();
    for leg in [Leg::Departure, Leg::Return] {
        let mut situation = nobody(pack, leg);
        for index in signs(pack, leg) {
            set(pack, &mut situation, index, Strength::Weak);
            // TIP-31 and CUR-24 decide by being present at all, whatever their strength (levels 3 and 4).
            if ["TIP-31", "CUR-24"].contains(&pack.indicators[index].id.as_str()) {
                situation.set_mark(index, Mark::ABSENT);
            }
        }
        // J1 asks that CUR-05 fires, beside a decisive medium or strong sign: there is none.
        let lanes = pack.judge(&situation).lanes;
        assert_eq!(
            (lanes.trafficking, lanes.courier),
            (Level::Siap, Level::Siap),
            "{leg:?}"
        );
    }
}

#[test]
fn vulnerability_alone_never_raises_a_level_however_strong() {
    let pack = Pack::builtin().unwrap();
    let mut situation = nobody(pack, Leg::Departure);
    for index in signs(pack, Leg::Departure) {
        let indicator = &pack.indicators[index];
        if indicator.lane == Lane::Trafficking
            && !indicator.decisive
            && indicator.id.as_str() != "TIP-31"
        {
            set(pack, &mut situation, index, Strength::Strong);
        }
    }
    assert!(!situation.present.is_empty());
    assert_eq!(pack.judge(&situation).lanes.trafficking, Level::Siap);
}

#[test]
fn each_number_of_the_combination_rule_is_where_it_belongs() {
    let pack = Pack::builtin().unwrap();
    let limits = &pack.levels.thresholds;
    let count = |strong, medium, weak| super::Count {
        strong,
        medium,
        weak,
        ..super::Count::default()
    };
    for (strong, medium, weak, positive) in [
        (2, 0, 0, true),
        (1, 0, 0, false),
        (1, 0, 1, true),
        (1, 1, 0, true),
        (0, 3, 0, true),
        (0, 2, 0, false),
        (0, 2, 1, true),
        (0, 1, 9, false),
        (0, 0, 9, false),
    ] {
        let found = count(strong, medium, weak).is_positive(limits);
        assert_eq!(
            found, positive,
            "{strong} strong, {medium} medium, {weak} weak"
        );
    }
}
