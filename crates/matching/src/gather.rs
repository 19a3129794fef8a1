//! Which records are worth a full comparison.
//!
//! Every record that shares a word, a part of a joined word, a birth date or a number with the question, exactly or
//! nearly, gets a quick sum of its evidence; the best go on. Nothing is cut off before it was summed: which records go on
//! depends on their evidence and, where that is equal, on their keys, never on the order in which they came.
//!
//! The quick sum leaves out what needs the record itself: which word stands for which, and numbers that differ.

use crate::apart::take_apart;
use crate::bits::Bits;
use crate::date::Day;
use crate::index::{Index, Key};
use crate::level::Level;
use crate::pairs::Places;
use crate::query::{AskedDay, Asking};
use crate::row::Rows;
use crate::weights::Weights;

/// Records that are compared in full.
const FULL: usize = 600;
/// Bit of the birth date in a cell; the words have the lower ones, neighbouring pairs of words the next.
const DAY_BIT: u16 = 1 << 15;
const JOINED: usize = 8;

/// Working memory of a search, to be used again: four bytes and one bit for each record.
#[derive(Default)]
pub struct Memory {
    /// Upper half: evidence in sixteenths of a bit. Lower half: what gave it.
    cells: Vec<u32>,
    touched: Vec<u32>,
    /// One bit for each record, all zero between uses.
    pub(crate) marks: Vec<u64>,
    /// How words agree with the question.
    pub(crate) rows: Rows,
}

/// Sixteenths of a bit.
pub(crate) fn gain(bits: Bits) -> i16 {
    (bits.thousandths() * 16 / 1000).clamp(-8000, 8000) as i16
}

fn split(cell: u32) -> (i16, u16) {
    ((cell >> 16) as u16 as i16, cell as u16)
}

impl Memory {
    pub(crate) fn prepare(&mut self, places: usize) {
        for &place in &self.touched {
            if let Some(cell) = self.cells.get_mut(place as usize) {
                *cell = 0;
            }
        }
        self.touched.clear();
        self.cells.resize(places, 0);
        self.marks.resize(places.div_ceil(64), 0);
    }

    /// Adds evidence once for each bit. Records that have none yet are taken up only when `open`.
    pub(crate) fn add(&mut self, place: u32, bit: u16, gain: i16, open: bool) {
        let Some(cell) = self.cells.get_mut(place as usize) else {
            return;
        };
        if *cell == 0 {
            if !open {
                return;
            }
            self.touched.push(place);
        }
        let (sum, bits) = split(*cell);
        if bits & bit != bit {
            let sum = sum.saturating_add(gain) as u16;
            *cell = (u32::from(sum) << 16) | u32::from(bits | bit);
        }
    }

    /// Every record that has evidence: its place, the sum, and what gave it.
    pub(crate) fn marked(&self) -> impl Iterator<Item = (u32, i16, u16)> + '_ {
        let cell = |&place: &u32| self.cells.get(place as usize).map(|&cell| (place, cell));
        self.touched.iter().filter_map(cell).map(|(place, cell)| {
            let (sum, bits) = split(cell);
            (place, sum, bits)
        })
    }

    pub(crate) fn add_all(&mut self, places: Places<'_>, bit: u16, gain: i16, open: bool) {
        for place in places.iter() {
            self.add(place, bit, gain, open);
        }
    }
}

/// Fills `found` with the places to compare in full.
pub(crate) fn gather<K: Key>(
    index: &Index<K>,
    asking: &mut Asking,
    weights: &Weights,
    memory: &mut Memory,
    found: &mut Vec<u32>,
) {
    memory.prepare(index.keys.len());
    let absent = |optional| {
        weights.bits(if optional {
            Level::RankAbsent
        } else {
            Level::WordAbsent
        })
    };
    for (at, asked) in asking.words.iter().enumerate() {
        for &(token, level) in &asked.near {
            let gain = gain(weights.bits(level) + asked.rarity(level) - absent(asked.optional));
            if gain > 0 {
                memory.add_all(index.words.of(token), 1 << at, gain, true);
            }
        }
    }
    for (at, joined) in asking.joined.iter().enumerate() {
        let both = asking.words.iter().skip(at).take(2);
        let without: Bits = both.map(|asked| absent(asked.optional)).sum();
        for &(token, level) in &joined.near {
            let gain = gain(weights.bits(level) + joined.rarity(level) - without);
            if gain > 0 {
                memory.add_all(index.words.of(token), 1 << (JOINED + at), gain, true);
            }
        }
    }
    for at in 0..asking.words.len() {
        take_apart(index, asking, at, weights, memory);
    }
    days(index, asking, weights, memory);
    best(index, asking, weights, memory, found);
}

/// Adds what birth dates say, the closest first. Whole months and years only speak for records that have been found.
fn days<K: Key>(index: &Index<K>, asking: &Asking, weights: &Weights, memory: &mut Memory) {
    let Some(asked) = &asking.day else {
        return;
    };
    let day = asked.day;
    let differs = weights.bits(differs(asked));
    let gain = |level| gain(weights.bits(level) + asked.rarity(level) - differs);
    let one = |memory: &mut Memory, day: Day, level| {
        memory.add_all(index.days.of(day.key()), DAY_BIT, gain(level), true);
    };
    if day.is_new_year() {
        one(memory, day, Level::NewYearSame);
        let (low, high) = day.year();
        let year = index.days.within(low, high);
        memory.add_all(year, DAY_BIT, gain(Level::NewYearOther), false);
        return;
    }
    one(memory, day, Level::DateSame);
    if let Some(swapped) = day.swapped() {
        one(memory, swapped, Level::DateSwapped);
    }
    if let Some(new_year) = day.new_year() {
        one(memory, new_year, Level::DateNewYear);
    }
    for day in day.neighbours() {
        one(memory, day, Level::DateNextDay);
    }
    for day in day.other_years() {
        one(memory, day, Level::DateNextYear);
    }
    for ((low, high), level) in [
        (day.month(), Level::DatePart),
        (day.year(), Level::DateYear),
    ] {
        memory.add_all(index.days.within(low, high), DAY_BIT, gain(level), false);
    }
}

const fn differs(asked: &AskedDay) -> Level {
    if asked.day.is_new_year() {
        Level::NewYearDiffers
    } else {
        Level::DateDiffers
    }
}

/// The records with the most evidence, and all that share a number.
fn best<K: Key>(
    index: &Index<K>,
    asking: &Asking,
    weights: &Weights,
    memory: &Memory,
    found: &mut Vec<u32>,
) {
    let extra = gain(weights.bits(Level::WordExtra));
    let other_day = asking
        .day
        .as_ref()
        .map_or(0, |asked| gain(weights.bits(differs(asked))));
    let other_nik = match asking.nik {
        Some(_) => gain(weights.bits(Level::NikDiffers)),
        None => 0,
    };
    let words = (1u16 << JOINED) - 1;
    let asked_words = asking.words.len() as u32;
    let part = gain(weights.bits(Level::NamePart));
    let whole = asking
        .lengths
        .map(|rarity| gain(weights.bits(Level::NameWhole) + rarity));
    let sum = |place: u32| {
        let summary = index
            .summaries
            .get(place as usize)
            .filter(|s| s.is_alive())?;
        let (sum, bits) = split(*memory.cells.get(place as usize)?);
        let joined = (bits & !words & !DAY_BIT).count_ones();
        let matched = (bits & words).count_ones() + joined;
        let extras = summary.words().saturating_sub(matched) as i16;
        let mut sum = sum.saturating_add(extra.saturating_mul(extras));
        let length = whole.get(summary.words().saturating_sub(1) as usize);
        sum = sum.saturating_add(match length {
            Some(&whole) if extras == 0 && matched >= asked_words => whole,
            _ => part,
        });
        // The gain of a date is measured against a date that differs; without a date nothing differs.
        if bits & DAY_BIT != 0 || summary.has_day() {
            sum = sum.saturating_add(other_day);
        }
        if summary.has_nik() {
            sum = sum.saturating_add(other_nik);
        }
        Some(sum)
    };
    // Sums are small whole numbers: counting them finds the limit in one pass.
    let slot = |sum: i16| (i32::from(sum) + 2048).clamp(0, 6143) as usize;
    let mut counts = vec![0u32; 6144];
    for &place in &memory.touched {
        if let Some(sum) = sum(place) {
            counts[slot(sum)] += 1;
        }
    }
    let mut room = FULL;
    let mut limit = counts.len();
    while limit > 0 && counts[limit - 1] as usize <= room {
        limit -= 1;
        room -= counts[limit] as usize;
    }
    found.clear();
    let mut at_limit: Vec<(K, u32)> = Vec::new();
    for &place in &memory.touched {
        match sum(place).map(slot) {
            Some(sum) if sum >= limit => found.push(place),
            Some(sum) if sum + 1 == limit => {
                at_limit.extend(index.keys.get(place as usize).map(|&key| (key, place)))
            }
            _ => {}
        }
    }
    if at_limit.len() > room && room > 0 {
        at_limit.select_nth_unstable(room - 1);
    }
    found.extend(at_limit.iter().take(room).map(|&(_, place)| place));
    found.extend(&asking.by_number);
    found.sort_unstable();
    found.dedup();
}
