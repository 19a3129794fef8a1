//! A question prepared for comparing: which words are near each of its words, and how rare each level of agreement is.
//!
//! The rarity of a level is minus log2 of the share of records that agree with the question at this level *or closer*:
//! how often that happens by chance. It is counted in the index, so it follows the people who are really there. In a
//! small registry a count says little; it is mixed with what a large one would show.

use crate::bits::Bits;
use crate::date::Day;
use crate::dictionary::{Class, Dictionary, Token};
use crate::edit::edits;
use crate::family;
use crate::index::{Index, Key, letter};
use crate::known::Known;
use crate::level::Level;
use crate::name::{self, Word};
use crate::number::{NikDigits, PhoneDigits, passports_are_near};
use crate::record::Facts;
use suar_domain::document::PassportNumber;
use suar_domain::text::FullName;

/// A count is mixed with as many records of an imagined large registry.
const MIXED: f64 = 500.0;
/// Shares in that registry: of one word, of one birthday, of one number.
const WORD: f64 = 2e-4;
const DAY: f64 = 1.0 / 15_000.0;
const NUMBER: f64 = 2e-6;
/// Share of names with a given number of words, where little is known.
const WORDS_OF_A_NAME: f64 = 0.3;
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

/// A word of the question and what is near it.
pub(crate) struct Asked {
    pub(crate) word: Word,
    pub(crate) token: Option<Token>,
    pub(crate) class: Option<Class>,
    pub(crate) optional: bool,
    /// The two parts of the word at each place where it can be taken apart.
    pub(crate) cuts: Vec<[Word; 2]>,
    /// Words of the dictionary that are near, the nearest first.
    pub(crate) near: Vec<(Token, Level)>,
    /// For the levels from [`Level::WordSame`] to [`Level::WordJoinedNear`].
    pub(crate) rarity: [Bits; 8],
}

/// Shortest part of a joined word.
const PART: usize = 2;
/// Shortest part in which a typing error is still a likeness.
const NEAR_PART: usize = 4;

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
        levels.min()
    }
}

/// Words of the dictionary that a part may be: exactly, and with an error, if that is asked for.
pub(crate) fn word_parts(
    dictionary: &Dictionary,
    part: &Word,
    errors: bool,
) -> (Vec<Token>, Vec<Token>) {
    let of = |class| dictionary.members(class);
    let same = dictionary.class_of_key(&part.key).into_iter().flat_map(of);
    let mut near = Vec::new();
    if errors && part.key.len() >= NEAR_PART {
        dictionary.near(&part.text, &part.key, &mut near);
    }
    (same.collect(), near)
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

/// Two neighbouring words of the question as one.
pub(crate) struct Joined {
    pub(crate) text: String,
    pub(crate) key: String,
    pub(crate) class: Option<Class>,
    pub(crate) near: Vec<(Token, Level)>,
    pub(crate) same: Bits,
    pub(crate) one_error: Bits,
}

/// The birth date of the question.
pub(crate) struct AskedDay {
    pub(crate) day: Day,
    pub(crate) from_nik: bool,
    /// For the levels from [`Level::DateSame`] to [`Level::DateDiffers`].
    pub(crate) rarity: [Bits; 8],
}

/// The question.
pub(crate) struct Asking {
    pub(crate) words: Vec<Asked>,
    pub(crate) joined: Vec<Joined>,
    /// How rare names of so many words are, by their number of words less one.
    pub(crate) lengths: [Bits; name::WORDS],
    pub(crate) day: Option<AskedDay>,
    pub(crate) nik: Option<AskedNumber<NikDigits>>,
    /// The birth date is the one inside the NIK.
    pub(crate) day_is_in_nik: bool,
    pub(crate) passports: Vec<AskedNumber<PassportNumber>>,
    pub(crate) phones: Vec<AskedNumber<PhoneDigits>>,
    /// Records that share a number, or nearly.
    pub(crate) by_number: Vec<u32>,
}

/// A number of the question, and how rare it is that somebody shares it, exactly or nearly.
pub(crate) struct AskedNumber<T> {
    pub(crate) value: T,
    pub(crate) same: Bits,
    pub(crate) near: Bits,
}

/// The rarity of what so many of the records show.
fn rarity(count: f64, of: u32, expected: f64) -> Bits {
    Bits::of_share(((count + MIXED * expected) / (f64::from(of) + MIXED)).min(1.0))
}

impl Asking {
    pub(crate) fn new<K: Key>(index: &Index<K>, name: &FullName, known: &Known) -> Self {
        let texts = name::words(name);
        let joined = texts
            .windows(2)
            .map(|pair| Joined::new(index, pair))
            .collect();
        let alone = texts.len() == 1;
        let words = texts
            .into_iter()
            .map(|word| Asked::new(index, word, alone))
            .collect();
        let own_day = known.birth_date.map(Day::new);
        let nik_day = known.nik.as_ref().and_then(Day::of_nik);
        let day = own_day.or(nik_day);
        let day_is_in_nik = match (&known.nik, day) {
            (Some(nik), Some(day)) => day.is_in(nik),
            _ => false,
        };
        let mut asking = Self {
            words,
            joined,
            lengths: index
                .lengths
                .map(|count| rarity(count.into(), index.alive, WORDS_OF_A_NAME)),
            day: day.map(|day| AskedDay::new(index, day, own_day.is_none())),
            nik: None,
            day_is_in_nik,
            passports: Vec::new(),
            phones: Vec::new(),
            by_number: Vec::new(),
        };
        asking.find_numbers(index, known);
        asking
    }

    /// Finds the records that share a number and counts them.
    fn find_numbers<K: Key>(&mut self, index: &Index<K>, known: &Known) {
        let mut facts = Facts::default();
        let mut all = std::mem::take(&mut self.by_number);
        let mut counted = |places: &mut dyn Iterator<Item = u32>,
                           how: &dyn Fn(&Facts) -> Option<bool>| {
            let (mut same, mut near) = (0u32, 0u32);
            let mut places: Vec<u32> = places.filter(|&place| index.is_alive(place)).collect();
            places.sort_unstable();
            places.dedup();
            for place in places {
                if !index.read(place, &mut facts) {
                    continue;
                }
                if let Some(exact) = how(&facts) {
                    same += u32::from(exact);
                    near += 1;
                    all.push(place);
                }
            }
            let of = |count: u32| rarity(f64::from(count), index.alive, NUMBER);
            (of(same), of(near))
        };
        if let Some(value) = known.nik.as_ref().map(NikDigits::new) {
            let mut places = index
                .numbers
                .near_nik(value)
                .into_iter()
                .flat_map(|p| p.iter());
            let (same, near) = counted(&mut places, &|facts| {
                let own = facts.nik?;
                (own == value || own.is_near(value)).then_some(own == value)
            });
            self.nik = Some(AskedNumber { value, same, near });
        }
        for value in &known.passports {
            let text = value.as_str().as_bytes();
            let mut places = index
                .numbers
                .near_passport(value)
                .into_iter()
                .flat_map(|p| p.iter());
            let (same, near) = counted(&mut places, &|facts| {
                let exact = facts.each_passport().any(|own| own == text);
                let near = exact
                    || facts
                        .each_passport()
                        .any(|own| passports_are_near(own, text));
                near.then_some(exact)
            });
            self.passports.push(AskedNumber {
                value: value.clone(),
                same,
                near,
            });
        }
        for value in known.phones.iter().map(PhoneDigits::new) {
            let mut places = index.numbers.like_phone(value).iter();
            let (same, near) = counted(&mut places, &|facts| {
                facts.phones.contains(&value).then_some(true)
            });
            self.phones.push(AskedNumber { value, same, near });
        }
        all.sort_unstable();
        all.dedup();
        self.by_number = all;
    }
}

impl Asked {
    fn new<K: Key>(index: &Index<K>, word: Word, alone: bool) -> Self {
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
        self.rarity[Level::WordJoined.index()] = rarity(same, index.alive, WORD);
        self.rarity[Level::WordJoinedNear.index()] = rarity(near + same, index.alive, WORD);
    }
}

impl Joined {
    fn new<K: Key>(index: &Index<K>, pair: &[Word]) -> Self {
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

impl AskedDay {
    fn new<K: Key>(index: &Index<K>, day: Day, from_nik: bool) -> Self {
        let count = |low: u32, high: u32| {
            let places = index.days.within(low, high).iter();
            places.filter(|&place| index.is_alive(place)).count() as f64
        };
        let on = |day: Day| count(day.key(), day.key());
        let same = on(day);
        let (low, high) = day.year();
        let year = count(low, high);
        let (low, high) = day.month();
        let month = count(low, high);
        let swapped = day.swapped().map_or(0.0, on);
        let new_year = day.new_year().map_or(year - same, on);
        let next_days: f64 = day.neighbours().map(on).sum();
        let next_years: f64 = day.other_years().map(on).sum();
        let of = |count: f64, days: f64| rarity(count, index.dated, DAY * days);
        // One part of three wrong: another day of the month, another month, or another year.
        let part = month + year / 30.0 + f64::from(index.dated) / 365.0;
        Self {
            day,
            from_nik,
            rarity: [
                of(same, 1.0),
                of(swapped, 1.0),
                of(new_year, 2.0),
                of(next_days, 2.0),
                of(next_years, 6.0),
                of(part, 80.0),
                of(year, 365.0),
                Bits::ZERO,
            ],
        }
    }

    pub(crate) fn rarity(&self, level: Level) -> Bits {
        let at = level.index().checked_sub(Level::DateSame.index());
        at.and_then(|at| self.rarity.get(at))
            .copied()
            .unwrap_or(Bits::ZERO)
    }
}
