//! Search while typing: parts of names in any order, the last one unfinished, and parts of numbers.
//!
//! What must hold: a person is found by every spelling that folds to the same name, by words joined or split, and by the
//! beginning or the end of a number. Every part that was typed must fit. When few people fit, words with one
//! typing error count too. The order of the answer does not depend on the order in which records came.
//!
//! Not here: sailings, cases, places; those are few and searched where they are kept.

use suar_domain::text::folded;

use crate::apart::both;
use crate::asked::{cuts, same_parts};
use crate::dictionary::Token;
use crate::fold::fold;
use crate::gather::Memory;
use crate::index::{Index, Key};
use crate::name::{WORDS, Word};
use crate::number::{CODES, NikDigits};
use crate::record::Facts;

/// Fewest characters of a part of a number; fewer fit nearly everybody.
const NUMBER: usize = 3;
/// How well a word fits: as written, as folded, begun, with an error.
const SAME: i16 = 4;
const FOLDED: i16 = 3;
const BEGUN: i16 = 2;
const NEAR: i16 = 1;
/// Shortest word in which an error is looked for.
const NEAR_LETTERS: usize = 4;
/// Shortest beginning of the second of two words that were typed as one.
const PART: usize = 3;
/// Most records that are looked at for a part of a number alone; a part that fits more says nothing yet.
const BY_NUMBER: usize = 50_000;

/// Rank, number of words, and key of a record that fits.
type Hit<K> = (i16, u32, K);

/// What was typed.
struct Typed {
    words: Vec<Word>,
    /// The last word may go on.
    open: bool,
    numbers: Vec<String>,
}

impl Typed {
    fn new(text: &str) -> Self {
        let open = text.chars().next_back().is_some_and(char::is_alphanumeric);
        let text = folded(text);
        let mut typed = Self {
            words: Vec::new(),
            open,
            numbers: Vec::new(),
        };
        let mut after_number = false;
        for part in text.split(' ').filter(|part| !part.is_empty()) {
            let is_number = part.is_ascii() && part.bytes().any(|b| b.is_ascii_digit());
            match typed.numbers.last_mut() {
                // 0812 3456 is one number.
                Some(number) if is_number && after_number => number.push_str(part),
                _ if is_number => typed.numbers.push(part.to_owned()),
                _ => typed.words.push(Word::new(part)),
            }
            after_number = is_number;
        }
        typed.open &= !after_number;
        typed.words.truncate(WORDS);
        typed.numbers.retain(|number| number.len() >= NUMBER);
        typed
    }
}

impl<K: Key> Index<K> {
    /// The records that fit what was typed, the best first, at most `most`.
    pub fn search(&self, text: &str, most: usize, memory: &mut Memory) -> Vec<K> {
        let typed = Typed::new(text);
        let mut found: Vec<Hit<K>> = Vec::new();
        if typed.words.is_empty() {
            self.by_number(&typed, &mut found);
        } else {
            self.by_words(&typed, most, memory, &mut found);
        }
        let order = |&(rank, words, key): &Hit<K>| (-rank, words, key);
        if found.len() > most && most > 0 {
            found.select_nth_unstable_by_key(most - 1, order);
        }
        found.truncate(most);
        found.sort_unstable_by_key(order);
        found.into_iter().map(|(_, _, key)| key).collect()
    }

    fn by_number(&self, typed: &Typed, found: &mut Vec<Hit<K>>) {
        let Some(first) = typed.numbers.iter().max_by_key(|number| number.len()) else {
            return;
        };
        let lists = self.numbers.with_part(first);
        let mut places: Vec<u32> = lists
            .into_iter()
            .flat_map(|list| list.iter())
            .take(BY_NUMBER)
            .collect();
        places.sort_unstable();
        places.dedup();
        for place in places {
            self.take(place, SAME, &typed.numbers, found);
        }
    }

    /// Takes a living record in which every part of a number fits.
    fn take(&self, place: u32, rank: i16, numbers: &[String], found: &mut Vec<Hit<K>>) {
        let at = place as usize;
        let (Some(&key), Some(summary)) = (self.keys.get(at), self.summaries.get(at)) else {
            return;
        };
        if !summary.is_alive() {
            return;
        }
        let mut facts = Facts::default();
        if numbers.is_empty()
            || (self.read(place, &mut facts) && numbers.iter().all(|part| fits(&facts, part)))
        {
            found.push((rank, summary.words(), key));
        }
    }

    fn by_words(&self, typed: &Typed, most: usize, memory: &mut Memory, found: &mut Vec<Hit<K>>) {
        memory.prepare(self.keys.len());
        let last = typed.words.len() - 1;
        for (at, word) in typed.words.iter().enumerate() {
            self.whole(word, 1 << at, memory);
            if at == last && typed.open {
                self.begun(word, 1 << at, memory);
            }
            self.split(word, at == last && typed.open, 1 << at, memory);
        }
        for (at, pair) in typed.words.windows(2).enumerate() {
            let joined: String = pair.iter().map(|word| word.text.as_str()).collect();
            let joined = Word::new(&joined);
            self.whole(&joined, 3 << at, memory);
            if at + 1 == last && typed.open {
                self.begun(&joined, 3 << at, memory);
            }
        }
        self.all_marked(typed, most, memory, found);
        if found.len() >= most {
            return;
        }
        let mut near = Vec::new();
        for (at, word) in typed.words.iter().enumerate() {
            if word.text.len() >= NEAR_LETTERS {
                self.dictionary.near(&word.text, &word.key, &mut near);
                self.mark(&near, 1 << at, NEAR, memory);
            }
        }
        found.clear();
        self.all_marked(typed, most, memory, found);
    }

    /// Takes the records in which every word fits; the best ranks only, when they are enough.
    fn all_marked(&self, typed: &Typed, most: usize, memory: &Memory, found: &mut Vec<Hit<K>>) {
        let all = (1u16 << typed.words.len()) - 1;
        let fitting = || memory.marked().filter(|&(_, _, bits)| bits & all == all);
        let order = |place: u32, rank: i16| {
            let words = self
                .summaries
                .get(place as usize)
                .map_or(0, |summary| summary.words());
            // Fewer words are better among equal ranks.
            (rank.clamp(0, 63) as usize) * 16 + (15 - words.min(15) as usize)
        };
        let mut counts = [0usize; 1024];
        for (place, rank, _) in fitting() {
            counts[order(place, rank)] += usize::from(self.is_alive(place));
        }
        let mut limit = counts.len();
        let mut enough = 0;
        while limit > 0 && enough < most {
            limit -= 1;
            enough += counts[limit];
        }
        for (place, rank, _) in fitting() {
            // A number may rule any of them out.
            if !typed.numbers.is_empty() || order(place, rank) >= limit {
                self.take(place, rank, &typed.numbers, found);
            }
        }
    }

    fn mark(&self, words: &[Token], bits: u16, rank: i16, memory: &mut Memory) {
        for &word in words {
            memory.add_all(self.words.of(word), bits, rank, true);
        }
    }

    /// Records with the word, in any spelling.
    fn whole(&self, word: &Word, bits: u16, memory: &mut Memory) {
        let token = self.dictionary.token(&word.text);
        self.mark(token.as_slice(), bits, SAME, memory);
        if let Some(class) = self.dictionary.class_of_key(&word.key) {
            let members: Vec<Token> = self.dictionary.members(class).collect();
            self.mark(&members, bits, FOLDED, memory);
        }
    }

    /// Records with a word that begins so.
    fn begun(&self, word: &Word, bits: u16, memory: &mut Memory) {
        self.mark(self.dictionary.beginning(&word.text), bits, BEGUN, memory);
        // What follows decides how the last letter folds: Cahy is the beginning of Cahya and of Cahyo.
        let turning = word.text.ends_with(['I', 'Y']);
        let before_vowel = turning.then(|| fold(&[&word.text, "A"].concat()));
        let before_vowel = before_vowel
            .as_deref()
            .and_then(|key| key.strip_suffix('A'));
        // What folds to much less than was typed would fit nearly everybody.
        let keys = [Some(word.key.as_str()), before_vowel];
        let keys = keys.into_iter().flatten();
        for key in keys.filter(|key| 2 * key.len() >= word.text.len()) {
            for &class in self.dictionary.keys_beginning(key) {
                let members: Vec<Token> = self.dictionary.members(class).collect();
                self.mark(&members, bits, BEGUN, memory);
            }
        }
    }

    /// Records in which the word is two words, the second perhaps unfinished.
    fn split(&self, word: &Word, open: bool, bits: u16, memory: &mut Memory) {
        let mut places = Vec::new();
        for [left, right] in cuts(word) {
            let left = same_parts(&self.dictionary, &left);
            if left.is_empty() {
                continue;
            }
            let mut rights = same_parts(&self.dictionary, &right);
            if open && right.text.len() >= PART {
                rights.extend(self.dictionary.beginning(&right.text));
            }
            both(self, memory, &left, &rights, &mut places);
        }
        for place in places {
            memory.add(place, bits, FOLDED, true);
        }
    }
}

/// Whether a number of the record begins or ends with the part.
fn fits(facts: &Facts, part: &str) -> bool {
    let ends = |number: &str| number.starts_with(part) || number.ends_with(part);
    let nik = facts.nik.map(NikDigits::text);
    let mut passports = facts
        .each_passport()
        .filter_map(|number| std::str::from_utf8(number).ok());
    nik.is_some_and(|nik| ends(&nik))
        || passports.any(ends)
        || facts.phones.iter().any(|phone| {
            let digits = phone.national();
            let bare = part.trim_start_matches('0');
            let cut = CODES.into_iter().find_map(|code| part.strip_prefix(code));
            digits.ends_with(part)
                || (!bare.is_empty() && digits.starts_with(bare))
                || cut.is_some_and(|cut| !cut.is_empty() && digits.starts_with(cut))
        })
}
