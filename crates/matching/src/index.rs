//! The index: every living record, and the ways to it.
//!
//! What must hold: what was inserted is found from then on, also what no hub has seen yet; an update is a removal and an
//! insertion; the order in which records came makes no difference to any answer. A place is never given to another
//! record: a removed one leaves a gap until [`Index::compacted`].
//!
//! Not here: files, keys, locks. Whoever writes records tells the index afterwards.

use hashbrown::HashTable;
use suar_domain::id::PersonId;
use uuid::Uuid;

use crate::date::Day;
use crate::dictionary::{Dictionary, Token};
use crate::known::Known;
use crate::name;
use crate::number::{NikDigits, Numbers, PhoneDigits};
use crate::pairs::Pairs;
use crate::record::Facts;

/// What identifies a record outside: sixteen bytes.
pub trait Key: Copy + Ord {
    /// The bytes as a number.
    fn to_u128(self) -> u128;
    /// The key with these bytes.
    fn from_u128(bytes: u128) -> Self;
}

impl Key for PersonId {
    fn to_u128(self) -> u128 {
        self.uuid().as_u128()
    }
    fn from_u128(bytes: u128) -> Self {
        Self::from_uuid(Uuid::from_u128(bytes))
    }
}

/// Why a record has no place any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// There are as many records as the index can address, 4,294,967,295 or 4 GB of them.
    #[error("the index is full")]
    Full,
}

/// What the search reads of a record before it unpacks it.
#[derive(Clone, Copy)]
pub(crate) struct Summary(u8);

impl Summary {
    const ALIVE: u8 = 0x80;
    const DAY: u8 = 0x40;
    const NIK: u8 = 0x20;

    fn new(facts: &Facts) -> Self {
        let words = facts.names.first().copied().unwrap_or(0).min(name::WORDS) as u8;
        let day = if facts.day.is_some() { Self::DAY } else { 0 };
        let nik = if facts.nik.is_some() { Self::NIK } else { 0 };
        Self(Self::ALIVE | day | nik | words)
    }

    pub(crate) const fn is_alive(self) -> bool {
        self.0 & Self::ALIVE != 0
    }

    pub(crate) const fn has_day(self) -> bool {
        self.0 & Self::DAY != 0
    }

    pub(crate) const fn has_nik(self) -> bool {
        self.0 & Self::NIK != 0
    }

    /// Words of the first name.
    pub(crate) const fn words(self) -> u32 {
        (self.0 & 0x0f) as u32
    }
}

/// Records of people, or of whatever `K` identifies.
pub struct Index<K: Key = PersonId> {
    pub(crate) dictionary: Dictionary,
    pub(crate) keys: Vec<K>,
    places: HashTable<u32>,
    starts: Vec<u32>,
    bytes: Vec<u8>,
    pub(crate) summaries: Vec<Summary>,
    pub(crate) words: Pairs,
    pub(crate) days: Pairs,
    pub(crate) numbers: Numbers,
    pub(crate) alive: u32,
    /// Living records with a birth date.
    pub(crate) dated: u32,
    /// Living records with a word that begins with the letter, counted once for each word.
    pub(crate) letters: [u32; 26],
    /// Living records by the number of words of their first name, less one.
    pub(crate) lengths: [u32; name::WORDS],
}

impl<K: Key> Default for Index<K> {
    fn default() -> Self {
        Self {
            dictionary: Dictionary::default(),
            keys: Vec::new(),
            places: HashTable::new(),
            starts: Vec::new(),
            bytes: Vec::new(),
            summaries: Vec::new(),
            words: Pairs::default(),
            days: Pairs::default(),
            numbers: Numbers::default(),
            alive: 0,
            dated: 0,
            letters: [0; 26],
            lengths: [0; name::WORDS],
        }
    }
}

/// Mixes sixteen bytes to eight: keys made in one moment share most of their bytes.
const fn spread(key: u128) -> u64 {
    let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

impl<K: Key> Index<K> {
    /// An index of many records at once. Where a key comes twice, the later record stands.
    ///
    /// # Errors
    /// More records than can be addressed.
    pub fn build(records: impl IntoIterator<Item = (K, Known)>) -> Result<Self, IndexError> {
        let mut index = Self::default();
        index.begin_bulk();
        for (key, known) in records {
            index.insert(key, &known)?;
        }
        index.settle();
        Ok(index)
    }

    pub(crate) fn begin_bulk(&mut self) {
        self.dictionary.begin_bulk();
        self.words.begin_bulk();
        self.days.begin_bulk();
        self.numbers.begin_bulk();
    }

    pub(crate) fn settle(&mut self) {
        self.dictionary.settle();
        self.words.settle();
        self.days.settle();
        self.numbers.settle();
        self.keys.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.bytes.shrink_to_fit();
        self.summaries.shrink_to_fit();
    }

    /// Living records.
    pub const fn len(&self) -> usize {
        self.alive as usize
    }

    /// Whether there is no living record.
    pub const fn is_empty(&self) -> bool {
        self.alive == 0
    }

    /// Whether the record is there.
    pub fn contains(&self, key: K) -> bool {
        self.place(key).is_some()
    }

    pub(crate) fn place(&self, key: K) -> Option<u32> {
        let same = |&place: &u32| self.keys.get(place as usize) == Some(&key);
        self.places.find(spread(key.to_u128()), same).copied()
    }

    /// Inserts a record, or replaces the one with this key.
    ///
    /// # Errors
    /// More records than can be addressed; then nothing was changed.
    pub fn insert(&mut self, key: K, known: &Known) -> Result<(), IndexError> {
        let facts = self.facts(known);
        self.insert_facts(key, &facts)
    }

    /// Takes a record out; `false` when it was not there.
    pub fn remove(&mut self, key: K) -> bool {
        let Some(place) = self.place(key) else {
            return false;
        };
        let mut facts = Facts::default();
        if self.read(place, &mut facts) {
            self.count(&facts, false);
        }
        if let Some(summary) = self.summaries.get_mut(place as usize) {
            *summary = Summary(0);
        }
        let keys = &self.keys;
        let same = |&place: &u32| keys.get(place as usize) == Some(&key);
        if let Ok(found) = self.places.find_entry(spread(key.to_u128()), same) {
            found.remove();
        }
        true
    }

    /// The record in the form in which it is kept; its words are in the dictionary afterwards.
    fn facts(&mut self, known: &Known) -> Facts {
        let mut facts = Facts::default();
        for name in known.names() {
            for word in name::words(name) {
                facts.words.push(self.dictionary.add(&word.text));
            }
            facts.names.push(facts.words.len());
        }
        facts.nik = known.nik.as_ref().map(NikDigits::new);
        facts.day = known.birth_date.map(Day::new);
        if facts.day.is_none() {
            facts.day = known.nik.as_ref().and_then(Day::of_nik);
            facts.day_from_nik = facts.day.is_some();
        }
        for passport in &known.passports {
            facts
                .passports
                .extend_from_slice(passport.as_str().as_bytes());
            facts.passport_ends.push(facts.passports.len());
        }
        facts.phones = known.phones.iter().map(PhoneDigits::new).collect();
        facts
    }

    /// Inserts a record whose words are in the dictionary.
    pub(crate) fn insert_facts(&mut self, key: K, facts: &Facts) -> Result<(), IndexError> {
        let place = u32::try_from(self.keys.len()).map_err(|_| IndexError::Full)?;
        let start = u32::try_from(self.bytes.len()).map_err(|_| IndexError::Full)?;
        self.remove(key);
        facts.write(&mut self.bytes);
        self.keys.push(key);
        self.starts.push(start);
        self.summaries.push(Summary::new(facts));
        let keys = &self.keys;
        let hash = |&place: &u32| {
            keys.get(place as usize)
                .map_or(0, |key| spread(key.to_u128()))
        };
        self.places
            .insert_unique(spread(key.to_u128()), place, hash);
        for word in once_each(&facts.words) {
            self.words.add(word, place);
        }
        if let Some(day) = facts.day {
            self.days.add(day.key(), place);
        }
        if let Some(nik) = facts.nik {
            self.numbers.add_nik(nik, place);
        }
        for passport in facts.each_passport() {
            self.numbers.add_passport(passport, place);
        }
        for &phone in &facts.phones {
            self.numbers.add_phone(phone, place);
        }
        self.count(facts, true);
        Ok(())
    }

    /// Counts a record in or out.
    fn count(&mut self, facts: &Facts, one_more: bool) {
        let step = |count: &mut u32| {
            *count = if one_more {
                count.saturating_add(1)
            } else {
                count.saturating_sub(1)
            };
        };
        let words = once_each(&facts.words);
        for &word in &words {
            if let Some(letter) = letter(self.dictionary.text(word)) {
                step(&mut self.letters[letter]);
            }
        }
        self.dictionary.count_words(&words, one_more);
        step(&mut self.alive);
        if facts.day.is_some() {
            step(&mut self.dated);
        }
        let length = facts
            .names
            .first()
            .map_or(0, |&words| words.saturating_sub(1));
        if let Some(count) = self.lengths.get_mut(length) {
            step(count);
        }
    }

    /// Unpacks a record; `false` when there is none at the place.
    pub(crate) fn read(&self, place: u32, facts: &mut Facts) -> bool {
        let start = self.starts.get(place as usize).map(|&start| start as usize);
        let bytes = start.and_then(|start| self.bytes.get(start..));
        bytes.is_some_and(|bytes| facts.read(bytes).is_some())
    }

    pub(crate) fn is_alive(&self, place: u32) -> bool {
        let summary = self.summaries.get(place as usize);
        summary.is_some_and(|summary| summary.is_alive())
    }

    /// Places of living records, in no order that matters.
    pub(crate) fn living(&self) -> impl Iterator<Item = (u32, K)> + '_ {
        let all = self.keys.iter().enumerate();
        all.map(|(place, &key)| (place as u32, key))
            .filter(|&(place, _)| self.is_alive(place))
    }

    /// Whether removed records take so much room that [`Self::compacted`] is worth its time.
    pub const fn wants_compaction(&self) -> bool {
        let gaps = self.keys.len() - self.alive as usize;
        gaps > 1024 && gaps > self.alive as usize / 4
    }

    /// The same records without gaps. Takes as long as loading them.
    ///
    /// # Errors
    /// None that fewer records could meet; see [`Self::insert`].
    pub fn compacted(&self) -> Result<Self, IndexError> {
        let mut fresh = Self::default();
        fresh.begin_bulk();
        let mut facts = Facts::default();
        for (place, key) in self.living() {
            if self.read(place, &mut facts) {
                for word in &mut facts.words {
                    *word = fresh.dictionary.add(self.dictionary.text(*word));
                }
                fresh.insert_facts(key, &facts)?;
            }
        }
        fresh.settle();
        Ok(fresh)
    }
}

/// Number of the letter from A to Z with which a text begins.
pub(crate) fn letter(text: &str) -> Option<usize> {
    let first = *text.as_bytes().first()?;
    first
        .is_ascii_uppercase()
        .then(|| usize::from(first - b'A'))
}

fn once_each(words: &[Token]) -> Vec<Token> {
    let mut words = words.to_vec();
    words.sort_unstable();
    words.dedup();
    words
}
