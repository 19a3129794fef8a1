//! Rules over columns: leaves are answered column by column; a rule then costs one operation a leaf for 64 cases
//! together.

use super::Program;
use super::columns::{BLOCK, Columns};
use super::plan::within;

/// One bit for each number of a block.
fn bits(numbers: &[i64], holds: impl Fn(i64) -> bool) -> u64 {
    let mut column = 0;
    for (case, number) in numbers.iter().enumerate() {
        column |= u64::from(holds(*number)) << case;
    }
    column
}

impl Program {
    /// Finds the conditions that hold, in each case.
    pub(crate) fn batch(&self, cases: &Columns<'_>, fired: &mut Vec<u64>) {
        let words = self.rules.div_ceil(64);
        fired.clear();
        fired.resize(cases.len() * words, 0);
        if cases.layout != self.layout {
            // Cases of other facts: nothing is known.
            return;
        }
        let mut columns = vec![0u64; self.holds.columns()];
        let mut rules = vec![[0u64; BLOCK]; words];
        for block in 0..cases.len().div_ceil(BLOCK) {
            self.answer_block(cases, block, &mut columns);
            rules.fill([0; BLOCK]);
            self.holds.run_columns(&mut columns, |rule, column| {
                rules[rule / 64][rule % 64] = column;
            });
            for (word, square) in rules.iter_mut().enumerate() {
                transpose(square);
                let masks = fired[block * BLOCK * words..].iter_mut();
                for (mask, row) in masks.skip(word).step_by(words).zip(square.iter()) {
                    *mask = *row;
                }
            }
        }
    }

    /// Answers all leaves for the cases of a block: one column a leaf, four times.
    fn answer_block(&self, cases: &Columns<'_>, block: usize, columns: &mut [u64]) {
        let plan = &self.plan;
        let plane = plan.words * 64;
        let (truths, rest) = columns.split_at_mut(plane);
        let (falses, rest) = rest.split_at_mut(plane);
        truths.fill(0);
        falses.fill(0);
        // `falses` holds what is known until the end.
        self.look_up_block(cases, block, truths, falses);
        for (place, range) in (plan.first.ranges * 64..).zip(&plan.ranges) {
            let numbers = cases.numbers(range.spot, block);
            let (from, span) = (range.from, range.span);
            truths[place] = bits(numbers, |number| within(number, from, span));
            falses[place] = cases.known(range.spot, block);
        }
        for (place, each) in (plan.first.differences * 64..).zip(&plan.differences) {
            let (plus, minus) = (
                cases.numbers(each.plus, block),
                cases.numbers(each.minus, block),
            );
            let mut column = 0;
            for (case, (plus, minus)) in plus.iter().zip(minus).enumerate() {
                let value = plus.wrapping_sub(*minus);
                column |= u64::from(within(value, each.from, each.span)) << case;
            }
            truths[place] = column;
            falses[place] = cases.known(each.plus, block) & cases.known(each.minus, block);
        }
        for (place, sum) in (plan.first.sums * 64..).zip(&plan.sums) {
            let count = BLOCK.min(cases.len() - block * BLOCK);
            for case in 0..count {
                let (holds, known) = sum.answer(|spot| {
                    let known = cases.known(spot, block) >> case & 1;
                    let number = cases.numbers(spot, block).get(case);
                    (number.copied().unwrap_or(0), known as u8)
                });
                truths[place] |= u64::from(holds) << case;
                falses[place] |= u64::from(known) << case;
            }
        }
        for (place, each) in (plan.first.shares * 64..).zip(&plan.shares) {
            truths[place] = bits(cases.numbers(each.spot, block), |set| each.holds(set));
            falses[place] = cases.known(each.spot, block);
        }
        for (place, spot) in (plan.first.known * 64..).zip(&plan.known) {
            truths[place] = cases.known(*spot, block);
            falses[place] = u64::MAX;
        }
        for texts in &plan.texts {
            let known = cases.known(plan.numbers + texts.spot, block);
            let place = texts.word * 64 + texts.shift as usize;
            let count = texts.all.count_ones() as usize;
            falses[place..place + count].fill(known);
            let column = cases.texts(texts.spot, block);
            for (case, text) in column.iter().enumerate() {
                if known >> case & 1 == 1 {
                    let mut found = texts.automaton.run(text);
                    while found != 0 {
                        truths[place + found.trailing_zeros() as usize] |= 1 << case;
                        found &= found - 1;
                    }
                }
            }
        }
        for (truth, fails) in truths.iter_mut().zip(falses.iter_mut()) {
            *truth &= *fails;
            *fails &= !*truth;
        }
        let opposites = truths.iter().chain(&*falses);
        for (place, word) in rest.iter_mut().zip(opposites) {
            *place = !word;
        }
    }

    /// Bools and enums: case by case as in a row, then turned into columns.
    fn look_up_block(
        &self,
        cases: &Columns<'_>,
        block: usize,
        truths: &mut [u64],
        falses: &mut [u64],
    ) {
        for word in 0..self.plan.first.ranges {
            let (mut true_rows, mut known_rows) = ([0u64; BLOCK], [0u64; BLOCK]);
            for table in self.plan.tables.iter().filter(|table| table.word == word) {
                let codes = cases.codes(table.spot, block);
                let rows = true_rows.iter_mut().zip(&mut known_rows);
                for (code, (truths, known)) in codes.iter().zip(rows) {
                    let answers = self.plan.looked_up(table, *code);
                    *truths |= answers.truths;
                    *known |= answers.known;
                }
            }
            transpose(&mut true_rows);
            transpose(&mut known_rows);
            truths[word * 64..][..64].copy_from_slice(&true_rows);
            falses[word * 64..][..64].copy_from_slice(&known_rows);
        }
    }
}

/// Swaps rows and columns of 64 × 64 bits, in six steps of halves (Warren, Hacker's Delight, 7-3).
fn transpose(square: &mut [u64; 64]) {
    let (mut width, mut mask) = (32, 0x0000_0000_FFFF_FFFFu64);
    while width != 0 {
        let mut row = 0;
        while row < 64 {
            let swapped = (square[row] >> width ^ square[row + width]) & mask;
            square[row + width] ^= swapped;
            square[row] ^= swapped << width;
            row = (row + width + 1) & !width;
        }
        width >>= 1;
        mask ^= mask << width;
    }
}
