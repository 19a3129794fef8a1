//! Many changes in an order that nobody chose, against a small model of what must be true after each.

use std::collections::BTreeMap;

use suar_domain::alert::AlertKind;
use suar_domain::operation::{Operation, ScreeningResult};
use suar_domain::screening::ScreeningState;

use crate::Office;
use crate::world::{
    alert, answering_with, deciding, decision_id, importing, opening, picture, screening_id,
    sound_log,
};

/// People on the sailing of a story.
const PEOPLE: u64 = 4;

/// SplitMix64: equal seeds give equal stories.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }
}

/// What must be true of one talk.
#[derive(Clone)]
struct Talk {
    state: ScreeningState,
    answers: BTreeMap<String, String>,
    decision: Option<u64>,
    alert: Option<AlertKind>,
}

/// Talks by number, and how many answers were ever given.
#[derive(Clone, Default)]
struct Model {
    talks: BTreeMap<u64, Talk>,
    answered: usize,
    /// Numbers that are taken, also by what was refused.
    numbers: u64,
}

impl Model {
    fn open(&self) -> Option<u64> {
        let mut open = (self.talks.iter()).filter(|(_, talk)| talk.state == ScreeningState::Open);
        open.next().map(|(id, _)| *id)
    }

    fn park_open(&mut self) {
        if let Some(open) = self.open() {
            self.talk(open).state = ScreeningState::Parked;
        }
    }

    fn talk(&mut self, id: u64) -> &mut Talk {
        self.talks.get_mut(&id).expect("a known talk")
    }
}

/// Draws a change; gives it with the model after it, or with none when it must be refused.
fn step(draw: &mut Draw, model: &mut Model) -> (Operation, Option<Model>) {
    model.numbers += 1;
    let number = model.numbers;
    let mut next = model.clone();
    let ids: Vec<u64> = model.talks.keys().copied().collect();
    let kind = draw.below(8);
    if kind == 0 || ids.is_empty() {
        let talk = Talk {
            state: ScreeningState::Open,
            answers: BTreeMap::new(),
            decision: None,
            alert: None,
        };
        next.talks.insert(number, talk);
        let operation = opening(number, 1, 1 + draw.below(PEOPLE));
        return (operation, model.open().is_none().then_some(next));
    }
    let id = ids[draw.below(ids.len() as u64) as usize];
    let state = model.talks[&id].state;
    match kind {
        1 => {
            next.talk(id).state = ScreeningState::Parked;
            let fits = state == ScreeningState::Open;
            let operation = Operation::ParkScreening(screening_id(id));
            (operation, fits.then_some(next))
        }
        2 => {
            next.park_open();
            next.talk(id).state = ScreeningState::Open;
            let fits = state == ScreeningState::Parked;
            let operation = Operation::ResumeScreening(screening_id(id));
            (operation, fits.then_some(next))
        }
        3 => {
            next.talk(id).state = ScreeningState::Decided;
            next.talk(id).decision = Some(number);
            let fits = state == ScreeningState::Open;
            (deciding(number, id), fits.then_some(next))
        }
        4 => {
            let known = model.talks[&id].decision;
            next.park_open();
            next.talk(id).state = ScreeningState::Open;
            next.talk(id).decision = None;
            let operation = Operation::UndoDecision {
                decision: decision_id(known.unwrap_or(number)),
                screening: screening_id(id),
                reason: None,
            };
            (operation, known.map(|_| next))
        }
        _ => {
            let (operation, next) = answered(draw, next, (id, number), kind == 5);
            (operation, (state == ScreeningState::Open).then_some(next))
        }
    }
}

/// An answer, which may ask for someone.
fn answered(
    draw: &mut Draw,
    mut next: Model,
    (id, number): (u64, u64),
    may_ask: bool,
) -> (Operation, Model) {
    let question = format!("K{}", draw.below(8) + 1);
    let key = draw.below(1000).to_string();
    let kinds = [None, Some(AlertKind::Talk), Some(AlertKind::SecondOfficer)];
    let asked = kinds[if may_ask { draw.below(3) as usize } else { 0 }];
    let result = ScreeningResult {
        assessment: None,
        alert: asked.map(|kind| alert(number, id, kind)),
    };
    let operation = answering_with(id, &question, &key, result);
    let talk = next.talk(id);
    talk.answers.insert(question, key);
    talk.alert = match (talk.alert, asked) {
        (Some(before), Some(asked)) => Some(before.with(asked)),
        (before, asked) => before.or(asked),
    };
    next.answered += 1;
    (operation, next)
}

fn agrees(office: &Office, model: &Model, story: &str) {
    let registry = &office.registry;
    let open = registry.open_screening().expect("readable");
    assert_eq!(open, model.open().map(screening_id), "{story}");
    for (id, talk) in &model.talks {
        let row = registry.screening(screening_id(*id)).expect("the talk");
        assert_eq!(row.state, talk.state, "{story}");
        let answers: BTreeMap<String, String> = row
            .answers
            .into_iter()
            .map(|answer| (answer.question, answer.key.unwrap_or_default()))
            .collect();
        assert_eq!(answers, talk.answers, "{story}");
        let decision = registry.decision_of(row.id).expect("readable");
        let decision = decision.map(|row| row.id);
        assert_eq!(decision, talk.decision.map(decision_id), "{story}");
        let alert = registry.alert_of(row.id).expect("readable");
        assert_eq!(alert.map(|row| row.kind), talk.alert, "{story}");
    }
}

#[test]
fn changes_in_any_order_keep_what_must_be_true() {
    let mut fitted = 0;
    let mut refused = 0;
    for seed in 1..=6 {
        let mut office = Office::new();
        office.done(&importing(1, PEOPLE));
        let mut draw = Draw(seed);
        let mut model = Model::default();
        for place in 0..120 {
            let (operation, next) = step(&mut draw, &mut model);
            let story = format!("seed {seed}, step {place}: {}", operation.audit_name());
            let before = picture(&office.registry);
            let audited = office.registry.verify_audit().expect("sound");
            match (office.write(&operation), next) {
                (Ok(()), Some(next)) => {
                    model = next;
                    fitted += 1;
                    let now = office.registry.verify_audit().expect("sound");
                    assert_eq!(now, audited + 1, "{story}");
                }
                (Err(_), None) => {
                    refused += 1;
                    assert_eq!(picture(&office.registry), before, "{story}");
                }
                (outcome, next) => panic!("{story}: {outcome:?}, fits: {}", next.is_some()),
            }
            if place % 40 == 39 {
                office = office.reopened();
            }
            agrees(&office, &model, &story);
        }
        let log = sound_log(&office.registry);
        let logged = log.iter().filter(|change| change.field == "answer").count();
        assert_eq!(
            logged, model.answered,
            "seed {seed}: every answer, and no other"
        );
    }
    assert!(
        fitted > 200 && refused > 100,
        "{fitted} fitted, {refused} were refused"
    );
}
