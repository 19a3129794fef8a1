//! A word of the question: which words of the dictionary are near it, how it may be taken apart or put together, and how
//! rare each of that is.

use crate::bits::Bits;
use crate::dictionary::{Class, Dictionary, Token};
use crate::edit::edits;
use crate::family;
use crate::index::{Index, Key, letter};
use crate::level::Level;
use crate::name::Word;
use crate::query::rarity;

/// Share of records with one word, in a large registry.
pub(crate) const WORD: f64 = 2e-4;
/// Shortest key in which two typing errors are still a likeness.
pub(crate) const FAR: usize = 6;
/// Shortest beginning that may stand for a word.
pub(crate) const BEGINNING: usize = 4;
/// Share of records that have some word two errors away from a long word, for each that has one a single error away;
/// and at least so many. Words two errors away are not listed, so this is an estimate.
const FAR_FOR_NEAR: f64 = 4.0;
const FAR_AT_LEAST: f64 = 0.005;
/// Longest word that is taken apart.
const LONGEST_JOINED: usize = 40;
/// Shortest part of a joined word.
const PART: usize = 2;
/// Shortest part in which a typing error is still a likeness.
const NEAR_PART: usize = 4;

/// A word of the question and what is near it.
pub(crate) struct Asked {
    pub(crate) word: Word,
    pub(crate) token: Option<Token>,
    pub(crate) class: Option<Class>,
    pub(crate) optional: bool,
    /// The two parts of the word at each place where it can be taken apart.
    pub(crate) cuts: Vec<[Word; 2]>,
    /// Class of the name behind a *bin* that was written together with it.
    pub(crate) behind_bin: Option<Class>,
    /// Words of the dictionary that are near, the nearest first.
    pub(crate) near: Vec<(Token, Level)>,
    /// For the levels from [`Level::WordSame`] to [`Level::WordJoinedNear`].
    pub(crate) rarity: [Bits; 8],
}

impl Asked {
    /// How two neighbouring words of a record make this word: exactly, or with an error in one of them.
    pub(crate) fn parts_level(&self, left: (&str, &str), right: (&str, &str)) -> Option<Level> {
        let same = |part: &Word, (_, key): (&str, &str)| part.key == key;
        let near = |part: &Word, (text, key): (&str, &str)| {
            part.key.len() >= NEAR_PART
                && (edits(&part.key, key) == Some(1) || edits(&part.text, text) == Some(1))
        };
        // An error moves the place by one letter at most.
        let around = (left.0.len().saturating_sub(PART + 1)..left.0.len() + 2).take(3);
        let levels = around
            .filter_map(|at| self.cuts.get(at))
            .filter_map(|[l, r]| match (same(l, left), same(r, right)) {
                (true, true) => Some(Level::WordJoined),
                (true, false) => near(r, right).then_some(Level::WordJoinedNear),
                (false, true) => near(l, left).then_some(Level::WordJoinedNear),
                (false, false) => None,
            });
        // A word that is known as it is hardly is two words with an error in them (crate::apart).
        let possible = |level: &Level| *level == Level::WordJoined || self.class.is_none();
        levels.filter(possible).min()
    }
}

/// Words of the dictionary that a part of a word may be.
pub(crate) fn same_parts(dictionary: &Dictionary, part: &Word) -> Vec<Token> {
    let class = dictionary.class_of_key(&part.key);
    class
        .into_iter()
        .flat_map(|class| dictionary.members(class))
        .collect()
}

/// Words of the dictionary that a part of a word may be with an error in it.
pub(crate) fn near_parts(dictionary: &Dictionary, part: &Word) -> Vec<Token> {
    let mut near = Vec::new();
    if part.key.len() >= NEAR_PART {
        dictionary.near(&part.text, &part.key, &mut near);
    }
    near
}

/// The places where a word can be taken apart.
pub(crate) fn cuts(word: &Word) -> Vec<[Word; 2]> {
    let text = word.text.as_str();
    if !text.is_ascii() || text.len() > LONGEST_JOINED {
        return Vec::new();
    }
    let places = PART..(text.len() + 1).saturating_sub(PART);
    places
        .map(|at| text.split_at(at))
        .map(|(left, right)| [Word::new(left), Word::new(right)])
        .collect()
}

impl Asked {
    pub(crate) fn new<K: Key>(index: &Index<K>, word: Word, alone: bool) -> Self {
        let dictionary = &index.dictionary;
        let token = dictionary.token(&word.text);
        let class = dictionary.class_of_key(&word.key);
        let mut near: Vec<(Token, Level)> = token
            .map(|token| (token, Level::WordSame))
            .into_iter()
            .collect();
        let same = token.map_or(0, |token| dictionary.count(token));
        let mut folded = 0;
        if let Some(class) = class {
            let others = dictionary
                .members(class)
                .filter(|&other| Some(other) != token);
            near.extend(others.map(|other| (other, Level::WordFolded)));
            folded = dictionary.class_count(class);
        }
        let mut others = Vec::new();
        dictionary.near(&word.text, &word.key, &mut others);
        let mut one_error = f64::from(folded);
        for &token in &others {
            near.push((token, Level::WordNear));
            one_error += f64::from(dictionary.count(token));
        }
        let mut beginning = f64::from(same);
        if word.text.len() >= BEGINNING {
            let longer = dictionary.beginning(&word.text).iter().copied();
            let cuts = (BEGINNING..word.text.len()).filter_map(|at| word.text.get(..at));
            let shorter = cuts.filter_map(|text| dictionary.token(text));
            beginning += longer
                .chain(shorter)
                .filter(|&other| Some(other) != token)
                .map(|other| f64::from(dictionary.count(other)))
                .sum::<f64>();
        }
        let behind_bin = family::behind_bin(&word.text)
            .and_then(|name| dictionary.class_of_key(&family::key(name)))
            .filter(|&behind| Some(behind) != class);
        near.extend(
            behind_bin
                .into_iter()
                .flat_map(|class| dictionary.members(class))
                .map(|token| (token, Level::WordJoined)),
        );
        let alive = f64::from(index.alive);
        let far = (FAR_FOR_NEAR * one_error).max(FAR_AT_LEAST * alive);
        let initial = match (word.initial(), letter(&word.text)) {
            (Some(_), Some(letter)) => f64::from(index.letters[letter]),
            // A whole word that meets an initial.
            (None, Some(letter)) => {
                let text = char::from(b'A' + letter as u8).to_string();
                f64::from(
                    dictionary
                        .token(&text)
                        .map_or(0, |token| dictionary.count(token)),
                )
            }
            (_, None) => alive,
        };
        let of = |count: f64| rarity(count.min(alive), index.alive, WORD);
        let optional = !alone && family::is_optional(&word.key);
        Self {
            token,
            class,
            optional,
            cuts: cuts(&word),
            behind_bin,
            near,
            rarity: [
                of(same.into()),
                of(folded.into()),
                of(one_error),
                of(far),
                of(initial),
                of(beginning),
                // Counted when the word is taken apart.
                of(0.0),
                of(0.0),
            ],
            word,
        }
    }

    pub(crate) fn rarity(&self, level: Level) -> Bits {
        self.rarity
            .get(level.index())
            .copied()
            .unwrap_or(Bits::ZERO)
    }

    /// Sets how rare it is that two neighbouring words of a record make this word.
    pub(crate) fn set_parts<K: Key>(&mut self, index: &Index<K>, same: f64, near: f64) {
        let behind_bin = self
            .behind_bin
            .map_or(0, |class| index.dictionary.class_count(class));
        let same = same + f64::from(behind_bin);
        self.rarity[Level::WordJoined.index()] = rarity(same, index.alive, WORD);
        self.rarity[Level::WordJoinedNear.index()] = rarity(near + same, index.alive, WORD);
    }
}

/// Two neighbouring words of the question as one.
pub(crate) struct Joined {
    pub(crate) text: String,
    pub(crate) key: String,
    pub(crate) class: Option<Class>,
    pub(crate) near: Vec<(Token, Level)>,
    pub(crate) same: Bits,
    pub(crate) one_error: Bits,
}

impl Joined {
    pub(crate) fn new<K: Key>(index: &Index<K>, pair: &[Word]) -> Self {
        let text: String = pair.iter().map(|word| word.text.as_str()).collect();
        let key = Word::new(&text).key;
        let dictionary = &index.dictionary;
        let class = dictionary.class_of_key(&key);
        let mut near: Vec<(Token, Level)> = Vec::new();
        let mut count = 0.0;
        if let Some(class) = class {
            near.extend(
                dictionary
                    .members(class)
                    .map(|token| (token, Level::WordJoined)),
            );
            count = f64::from(dictionary.class_count(class));
        }
        let same = rarity(count, index.alive, WORD);
        let mut others = Vec::new();
        dictionary.near(&text, &key, &mut others);
        for &token in &others {
            near.push((token, Level::WordJoinedNear));
            count += f64::from(dictionary.count(token));
        }
        let one_error = rarity(count, index.alive, WORD);
        Self {
            text,
            key,
            class,
            near,
            same,
            one_error,
        }
    }

    pub(crate) const fn rarity(&self, level: Level) -> Bits {
        match level {
            Level::WordJoined => self.same,
            _ => self.one_error,
        }
    }
}
