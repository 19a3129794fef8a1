//! Words that were written together: finding the records in which a word of the question is two words.

use crate::asked::{near_parts, same_parts};
use crate::dictionary::Token;
use crate::gather::{Memory, gain};
use crate::index::{Index, Key};
use crate::level::Level;
use crate::query::Asking;
use crate::weights::Weights;

/// Pairs of places that are looked at for one word that is taken apart; beyond them common parts are passed over.
const PART_PLACES: usize = 150_000;

/// Finds the records in which a word of the question is two words.
pub(crate) fn take_apart<K: Key>(
    index: &Index<K>,
    asking: &mut Asking,
    at: usize,
    weights: &Weights,
    memory: &mut Memory,
) {
    let Some(asked) = asking.words.get_mut(at) else {
        return;
    };
    let (mut same, mut near) = (Vec::new(), Vec::new());
    let (mut passed_same, mut passed_near) = (0.0, 0.0);
    let dictionary = &index.dictionary;
    // A word that is known as it is hardly is two words with an error in them.
    let errors = asked.class.is_none();
    for [left, right] in &asked.cuts {
        let (left_same, right_same) = (same_parts(dictionary, left), same_parts(dictionary, right));
        passed_same += both(index, memory, &left_same, &right_same, &mut same);
        if errors && !right_same.is_empty() {
            passed_near += both(
                index,
                memory,
                &near_parts(dictionary, left),
                &right_same,
                &mut near,
            );
        }
        if errors && !left_same.is_empty() {
            passed_near += both(
                index,
                memory,
                &left_same,
                &near_parts(dictionary, right),
                &mut near,
            );
        }
    }
    for places in [&mut same, &mut near] {
        places.sort_unstable();
        places.dedup();
    }
    let count = |places: &[u32], passed: f64| places.len() as f64 + passed;
    asked.set_parts(index, count(&same, passed_same), count(&near, passed_near));
    let without = weights.bits(Level::WordAbsent);
    for (places, level) in [(&same, Level::WordJoined), (&near, Level::WordJoinedNear)] {
        let gain = gain(weights.bits(level) + asked.rarity(level) - without);
        if gain > 0 {
            for &place in places {
                memory.add(place, 1 << at, gain, true);
            }
        }
    }
}

/// Finds the records that have a word of each list. Where that would take too long, none are found, and the answer is
/// how many there would be if the words were independent.
pub(crate) fn both<K: Key>(
    index: &Index<K>,
    memory: &mut Memory,
    left: &[Token],
    right: &[Token],
    found: &mut Vec<u32>,
) -> f64 {
    let size = |words: &[Token]| {
        words
            .iter()
            .map(|&word| index.words.of(word).len())
            .sum::<usize>()
    };
    let (left_size, right_size) = (size(left), size(right));
    if left_size == 0 || right_size == 0 {
        return 0.0;
    }
    if left_size + right_size > PART_PLACES {
        return left_size as f64 * right_size as f64 / index.keys.len() as f64;
    }
    let (few, many) = if left_size < right_size {
        (left, right)
    } else {
        (right, left)
    };
    let bit = |place: u32| (place as usize / 64, 1u64 << (place % 64));
    for &word in few {
        for place in index.words.of(word).iter() {
            let (at, bit) = bit(place);
            memory.marks[at] |= bit;
        }
    }
    for &word in many {
        for place in index.words.of(word).iter() {
            let (at, bit) = bit(place);
            if memory.marks[at] & bit != 0 && index.is_alive(place) {
                found.push(place);
            }
        }
    }
    for &word in few {
        for place in index.words.of(word).iter() {
            let (at, _) = bit(place);
            memory.marks[at] = 0;
        }
    }
    0.0
}
