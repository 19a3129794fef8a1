//! Leaves sorted by what they need: each kind is answered by a loop of its own, without asking what a leaf is.

mod sort;

use super::row::Row;
use crate::text::Automaton;

/// Answers of a few leaves of one word: those that are true, and those that are known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Answers {
    pub(super) truths: u64,
    pub(super) known: u64,
}

/// All leaves about one bool or enum: the value is the place of their answers.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) spot: usize,
    pub(super) word: usize,
    /// Place of the answers for an unknown value in [`Plan::answers`]; those for the values follow.
    pub(super) first: usize,
}

/// A number from, and how far up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub(super) spot: usize,
    pub(super) from: i64,
    pub(super) span: u64,
}

#[derive(Debug)]
pub(super) struct Sum {
    pub(super) terms: Box<[(usize, i64)]>,
    pub(super) from: i64,
    pub(super) to: i64,
}

/// A difference of two facts: what most sums are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Difference {
    pub(super) plus: usize,
    pub(super) minus: usize,
    pub(super) from: i64,
    pub(super) span: u64,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Shares {
    pub(super) spot: usize,
    pub(super) mask: u64,
    pub(super) least: u32,
}

/// Leaves about one text; their bits lie side by side.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) spot: usize,
    pub(super) word: usize,
    pub(super) shift: u32,
    /// One bit for each leaf, not shifted.
    pub(super) all: u64,
    pub(super) automaton: Automaton,
}

/// The leaves of a program by kind. Each kind begins with a new word.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Bit of each leaf, by its number.
    pub(super) bits: Vec<u32>,
    /// Bools and enums of a row, and numbers.
    pub(super) codes: usize,
    pub(super) numbers: usize,
    /// Words in use.
    pub(super) words: usize,
    pub(super) tables: Vec<Table>,
    pub(super) answers: Vec<Answers>,
    pub(super) ranges: Vec<Range>,
    pub(super) differences: Vec<Difference>,
    pub(super) sums: Vec<Sum>,
    pub(super) shares: Vec<Shares>,
    /// Numbers, and texts counted behind them, of which is asked whether they are known.
    pub(super) known: Vec<usize>,
    pub(super) texts: Vec<Texts>,
    /// First words of the kinds.
    pub(super) first: First,
}

#[derive(Debug, Default, Clone, Copy)]
pub(super) struct First {
    pub(super) ranges: usize,
    pub(super) differences: usize,
    pub(super) sums: usize,
    pub(super) shares: usize,
    pub(super) known: usize,
}

impl Plan {
    /// Answers of the leaves about one bool or enum. Codes of rows fit their facts; any other counts as unknown.
    pub(super) fn looked_up(&self, table: &Table, code: u8) -> Answers {
        let place = table.first + usize::from(code);
        self.answers.get(place).copied().unwrap_or_default()
    }

    /// Answers all leaves about a row: true in the first `words`, false in the second.
    pub(super) fn answer(&self, row: &Row<'_>, truths: &mut [u64], falses: &mut [u64]) {
        truths.fill(0);
        // As long as it is not known which are false, this holds which are known.
        falses.fill(0);
        let (codes, known) = row.flags.split_at(self.codes.min(row.flags.len()));
        for tables in self.tables.chunk_by(|one, other| one.word == other.word) {
            let mut all = Answers::default();
            for table in tables {
                let answers = self.looked_up(table, codes[table.spot]);
                all.truths |= answers.truths;
                all.known |= answers.known;
            }
            if let [table, ..] = tables {
                truths[table.word] = all.truths;
                falses[table.word] = all.known;
            }
        }
        let mut put = |word: usize, answers: Answers| {
            truths[word] = answers.truths & answers.known;
            falses[word] = answers.known;
        };
        words(self.first.ranges, &self.ranges, &mut put, |range| {
            let number = row.numbers[range.spot];
            (within(number, range.from, range.span), known[range.spot])
        });
        words(
            self.first.differences,
            &self.differences,
            &mut put,
            |each| {
                let (plus, minus) = (row.numbers[each.plus], row.numbers[each.minus]);
                let value = plus.wrapping_sub(minus);
                (
                    within(value, each.from, each.span),
                    known[each.plus] & known[each.minus],
                )
            },
        );
        words(self.first.sums, &self.sums, &mut put, |sum| {
            let term = |spot: usize| (row.numbers[spot], known[spot]);
            sum.answer(term)
        });
        words(self.first.shares, &self.shares, &mut put, |each| {
            (each.holds(row.numbers[each.spot]), known[each.spot])
        });
        words(self.first.known, &self.known, &mut put, |spot| {
            (known[*spot] == 1, 1)
        });
        for texts in &self.texts {
            if known[self.numbers + texts.spot] == 1 {
                let found = texts.automaton.run(row.texts[texts.spot]);
                truths[texts.word] |= found << texts.shift;
                falses[texts.word] |= texts.all << texts.shift;
            }
        }
        for (fails, truths) in falses.iter_mut().zip(truths) {
            *fails &= !*truths;
        }
    }
}

impl Sum {
    /// Whether the sum is within its bounds, and whether it is known (0 or 1).
    pub(super) fn answer(&self, term: impl Fn(usize) -> (i64, u8)) -> (bool, u8) {
        let (mut sum, mut known) = (0, 1);
        for (spot, factor) in &self.terms {
            let (value, is_known) = term(*spot);
            sum += i128::from(value) * i128::from(*factor);
            known &= is_known;
        }
        (
            i128::from(self.from) <= sum && sum <= i128::from(self.to),
            known,
        )
    }
}

impl Shares {
    pub(super) fn holds(&self, set: i64) -> bool {
        (set as u64 & self.mask).count_ones() >= self.least
    }
}

/// Whether a number is from `from` up, but not further than `span`: one comparison, also at the ends of the range.
pub(super) fn within(value: i64, from: i64, span: u64) -> bool {
    value.wrapping_sub(from) as u64 <= span
}

fn words<T>(
    first: usize,
    all: &[T],
    put: &mut impl FnMut(usize, Answers),
    one: impl Fn(&T) -> (bool, u8),
) {
    for (word, some) in (first..).zip(all.chunks(64)) {
        let mut answers = Answers::default();
        for (place, each) in some.iter().enumerate() {
            let (truth, known) = one(each);
            answers.truths |= u64::from(truth) << place;
            answers.known |= u64::from(known) << place;
        }
        put(word, answers);
    }
}
