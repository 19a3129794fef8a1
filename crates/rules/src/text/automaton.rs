//! The table that is run over a text: one look-up a byte, all tests at once.

use std::collections::HashMap;

use super::nfa::{Nfa, State};
use super::pattern::{ByteSet, Pattern};

/// Most cells of a table, so that a place in it fits 16 bits.
const LARGEST: usize = 60_000;
/// Most tests of one automaton: one bit each.
pub(crate) const MOST_TESTS: usize = 64;

/// Decides up to 64 tests of one text.
///
/// States are kept as the place of their row in the table. Rows of states in which something happens (a test holds, or
/// nothing can happen any more) come last, so that one comparison a byte finds them.
#[derive(Debug)]
pub(crate) struct Automaton {
    /// Class of each byte: bytes that no test tells apart share one.
    classes: Box<[u8; 256]>,
    table: Box<[u16]>,
    start: u16,
    /// Rows from here on are noted.
    noted: u16,
    /// From here nothing leads anywhere; beyond the table if there is no such state.
    dead: u16,
    width: u16,
    /// Tests that hold once the state is reached, by row from `noted` on.
    found: Box<[u64]>,
    /// Tests that hold if the text ends in the state, by row.
    at_end: Box<[u64]>,
}

impl Automaton {
    /// The automaton of these tests, each a list of patterns; `None` if it would be too large.
    pub(crate) fn new(tests: &[Vec<Pattern>]) -> Option<Self> {
        if tests.len() > MOST_TESTS {
            return None;
        }
        let mut nfa = Nfa::default();
        for (test, patterns) in (0..).zip(tests) {
            for pattern in patterns {
                nfa.add(pattern, test);
            }
        }
        let (classes, samples) = classes(&nfa);
        let sets = Sets::of(&nfa, &samples)?;
        Some(sets.table(&nfa, classes, samples.len()))
    }

    /// The tests that hold for a text, one bit each.
    pub(crate) fn run(&self, text: &str) -> u64 {
        let mut state = self.start;
        let mut found = 0;
        for byte in text.bytes() {
            let place = usize::from(state) + usize::from(self.classes[usize::from(byte)]);
            state = self.table[place];
            if state >= self.noted {
                if state >= self.dead {
                    return found;
                }
                found |= self.found[usize::from((state - self.noted) / self.width)];
            }
        }
        found | self.at_end[usize::from(state / self.width)]
    }
}

/// Class of each byte, and one byte of each class.
fn classes(nfa: &Nfa) -> (Box<[u8; 256]>, Vec<u8>) {
    let mut sets: Vec<ByteSet> = nfa
        .states
        .iter()
        .filter_map(|state| match state {
            State::Byte(set, _) => Some(*set),
            State::Split(_) | State::Accept(..) => None,
        })
        .collect();
    sets.sort_unstable();
    sets.dedup();
    let mut classes = Box::new([0; 256]);
    let mut samples = Vec::new();
    let mut known: HashMap<Vec<bool>, u8> = HashMap::new();
    for byte in 0..=255u8 {
        let signature: Vec<bool> = sets.iter().map(|set| set.contains(byte)).collect();
        // There are at most as many classes as bytes.
        let next = u8::try_from(known.len()).unwrap_or(u8::MAX);
        classes[usize::from(byte)] = *known.entry(signature).or_insert_with(|| {
            samples.push(byte);
            next
        });
    }
    (classes, samples)
}

/// The reachable sets of states, and where each leads by class.
struct Sets {
    sets: Vec<Vec<u32>>,
    next: Vec<Vec<usize>>,
}

impl Sets {
    fn of(nfa: &Nfa, samples: &[u8]) -> Option<Self> {
        let mut start = Vec::new();
        for state in nfa.at_start.iter().chain(&nfa.anywhere) {
            nfa.enter(*state, &mut start);
        }
        let mut numbers = HashMap::from([(start.clone(), 0)]);
        let mut this = Self {
            sets: vec![start],
            next: Vec::new(),
        };
        while let Some(set) = this.sets.get(this.next.len()).cloned() {
            let mut row = Vec::with_capacity(samples.len());
            for &byte in samples {
                let mut reached = Vec::new();
                for state in &set {
                    match nfa.states.get(*state as usize) {
                        Some(State::Byte(bytes, next)) if bytes.contains(byte) => {
                            nfa.enter(*next, &mut reached);
                        }
                        _ => {}
                    }
                }
                for state in &nfa.anywhere {
                    nfa.enter(*state, &mut reached);
                }
                let number = *numbers.entry(reached).or_insert_with_key(|reached| {
                    this.sets.push(reached.clone());
                    this.sets.len() - 1
                });
                row.push(number);
            }
            this.next.push(row);
            if this.sets.len() * samples.len() > LARGEST {
                return None;
            }
        }
        Some(this)
    }

    fn table(self, nfa: &Nfa, classes: Box<[u8; 256]>, width: usize) -> Automaton {
        let holding = |set: &[u32], ends: bool| {
            set.iter()
                .filter_map(|state| match nfa.states.get(*state as usize) {
                    Some(State::Accept(test, at_end)) if ends || !at_end => Some(1u64 << test),
                    _ => None,
                })
                .fold(0, |all, test| all | test)
        };
        let found: Vec<u64> = self.sets.iter().map(|set| holding(set, false)).collect();
        // Plain states, then those in which a test holds, then the one from which nothing leads on.
        let rank = |number: &usize| {
            let set = &self.sets[*number];
            (set.is_empty(), found[*number] != 0)
        };
        let mut order: Vec<usize> = (0..self.sets.len()).collect();
        order.sort_by_key(rank);
        let mut row_of = vec![0; order.len()];
        for (row, number) in order.iter().enumerate() {
            row_of[*number] = row;
        }
        // Fits: `LARGEST` bounds the cells.
        let place = |row: usize| u16::try_from(row * width).unwrap_or(u16::MAX);
        let noted = order
            .iter()
            .filter(|each| rank(each) == (false, false))
            .count();
        let living = order.iter().filter(|each| !rank(each).0).count();
        Automaton {
            classes,
            table: order
                .iter()
                .flat_map(|number| &self.next[*number])
                .map(|next| place(row_of[*next]))
                .collect(),
            start: place(row_of[0]),
            noted: place(noted),
            dead: place(living),
            width: place(1),
            found: order[noted..].iter().map(|number| found[*number]).collect(),
            at_end: order
                .iter()
                .map(|number| holding(&self.sets[*number], true))
                .collect(),
        }
    }
}
