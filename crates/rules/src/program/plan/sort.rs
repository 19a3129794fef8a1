//! Which leaf goes where: leaves of one kind side by side, those about one bool, enum or text in one word.

use super::{Answers, Difference, Plan, Range, Shares, Sum, Table, Texts};
use crate::fact::FactId;
use crate::program::layout::{Layout, Spot};
use crate::program::leaf::{Leaf, Leaves};
use crate::text::{Automaton, MOST_TESTS, Pattern};

impl Plan {
    /// Sorts the leaves over these facts.
    pub(in crate::program) fn new(leaves: &Leaves, facts: &[FactId], layout: &Layout) -> Self {
        let mut plan = Self {
            codes: layout.codes,
            numbers: layout.numbers,
            bits: vec![0; leaves.list.len()],
            ..Self::default()
        };
        plan.tables(leaves, facts, layout);
        plan.first.ranges = plan.words;
        plan.ranges = plan.kind(leaves, |leaf| match *leaf {
            Leaf::Range(slot, from, to) => Some(Range {
                spot: layout.number(slot),
                from,
                span: span(from, to),
            }),
            _ => None,
        });
        plan.first.differences = plan.words;
        plan.differences = plan.kind(leaves, |leaf| match leaf {
            Leaf::Sum(terms, from, to) => difference(terms, *from, *to, layout),
            _ => None,
        });
        plan.first.sums = plan.words;
        plan.sums = plan.kind(leaves, |leaf| match leaf {
            Leaf::Sum(terms, from, to) if difference(terms, *from, *to, layout).is_none() => {
                Some(Sum {
                    terms: terms
                        .iter()
                        .map(|(slot, by)| (layout.number(*slot), *by))
                        .collect(),
                    from: *from,
                    to: *to,
                })
            }
            _ => None,
        });
        plan.first.shares = plan.words;
        plan.shares = plan.kind(leaves, |leaf| match *leaf {
            Leaf::Shares(slot, mask, least) => Some(Shares {
                spot: layout.number(slot),
                mask,
                least,
            }),
            _ => None,
        });
        plan.first.known = plan.words;
        plan.known = plan.kind(leaves, |leaf| match *leaf {
            Leaf::Known(slot) => match layout.spot(usize::from(slot)) {
                Spot::Code(_) => None,
                Spot::Number(spot) => Some(spot),
                Spot::Text(spot) => Some(layout.numbers + spot),
            },
            _ => None,
        });
        plan.texts(leaves, layout);
        plan
    }

    /// Gives the leaves of one kind the next bits.
    fn kind<T>(&mut self, leaves: &Leaves, of: impl Fn(&Leaf) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        for (number, leaf) in leaves.list.iter().enumerate() {
            if let Some(each) = of(leaf) {
                self.bits[number] = bit(self.words, found.len());
                found.push(each);
            }
        }
        self.words += found.len().div_ceil(64);
        found
    }

    fn tables(&mut self, leaves: &Leaves, facts: &[FactId], layout: &Layout) {
        let mut used = 64;
        for fact in facts {
            let Spot::Code(spot) = layout.spot(fact.slot()) else {
                continue;
            };
            let about: Vec<usize> = (0..leaves.list.len())
                .filter(|&number| match leaves.list[number] {
                    Leaf::Known(slot) | Leaf::Code(slot, _) => usize::from(slot) == fact.slot(),
                    _ => false,
                })
                .collect();
            for some in about.chunks(64) {
                if used + some.len() > 64 {
                    (used, self.words) = (0, self.words + 1);
                }
                let word = self.words - 1;
                let mut answers = vec![Answers::default(); fact.values().len().max(2) + 1];
                for (place, &number) in (used..).zip(some) {
                    self.bits[number] = bit(word, place);
                    for (code, answer) in answers.iter_mut().enumerate() {
                        let (truth, known) = match leaves.list[number] {
                            Leaf::Code(_, mask) => (in_mask(mask, code), code > 0),
                            _ => (code > 0, true),
                        };
                        answer.truths |= u64::from(truth) << place;
                        answer.known |= u64::from(known) << place;
                    }
                }
                used += some.len();
                let first = self.answers.len();
                self.answers.extend(answers);
                self.tables.push(Table { spot, word, first });
            }
        }
    }

    fn texts(&mut self, leaves: &Leaves, layout: &Layout) {
        let mut slots: Vec<u16> = leaves
            .list
            .iter()
            .filter_map(|leaf| match leaf {
                Leaf::Text(slot, _) => Some(*slot),
                _ => None,
            })
            .collect();
        slots.sort_unstable();
        slots.dedup();
        let mut used = 64;
        for slot in slots {
            let Spot::Text(spot) = layout.spot(usize::from(slot)) else {
                continue;
            };
            let mut tests: Vec<(usize, Vec<Pattern>)> = Vec::new();
            for (number, leaf) in leaves.list.iter().enumerate() {
                if let Leaf::Text(about, test) = leaf
                    && *about == slot
                {
                    // Read before, when the condition was read: it cannot fail here.
                    tests.push((number, test.patterns().unwrap_or_default()));
                }
            }
            let mut left: Vec<&[(usize, Vec<Pattern>)]> = tests.chunks(MOST_TESTS).collect();
            while let Some(some) = left.pop() {
                let patterns: Vec<Vec<Pattern>> =
                    some.iter().map(|(_, each)| each.clone()).collect();
                let Some(automaton) = Automaton::new(&patterns) else {
                    // Too large together: in two halves. One alone always fits, reading made sure of that.
                    let (one, other) = some.split_at(some.len() / 2);
                    left.extend(
                        [one, other]
                            .into_iter()
                            .filter(|half| half.len() < some.len() && !half.is_empty()),
                    );
                    continue;
                };
                if used + some.len() > 64 {
                    (used, self.words) = (0, self.words + 1);
                }
                let word = self.words - 1;
                for (place, (number, _)) in (used..).zip(some) {
                    self.bits[*number] = bit(word, place);
                }
                self.texts.push(Texts {
                    spot,
                    word,
                    shift: used as u32,
                    all: u64::MAX >> (64 - some.len()),
                    automaton,
                });
                used += some.len();
            }
        }
    }
}

fn span(from: i64, to: i64) -> u64 {
    to.wrapping_sub(from) as u64
}

/// Values are within ±10¹⁸, so their difference fits.
fn difference(terms: &[(u16, i64)], from: i64, to: i64, layout: &Layout) -> Option<Difference> {
    let (plus, minus) = match *terms {
        [(plus, 1), (minus, -1)] | [(minus, -1), (plus, 1)] => (plus, minus),
        _ => return None,
    };
    Some(Difference {
        plus: layout.number(plus),
        minus: layout.number(minus),
        from,
        span: span(from, to),
    })
}

/// Whether a value, counted from 1, is in a mask of positions.
fn in_mask(mask: u64, code: usize) -> bool {
    (1..=64).contains(&code) && mask >> (code - 1) & 1 == 1
}

fn bit(word: usize, place: usize) -> u32 {
    u32::try_from(word * 64 + place).unwrap_or(u32::MAX)
}
