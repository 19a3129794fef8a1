//! A question prepared for comparing: which words are near each of its words, and how rare each level of agreement is.
//!
//! The rarity of a level is minus log2 of the share of records that agree with the question at this level *or closer*:
//! how often that happens by chance. It is counted in the index, so it follows the people who are really there. In a
//! small registry a count says little; it is mixed with what a large one would show.

use suar_domain::document::PassportNumber;
use suar_domain::text::FullName;

use crate::asked::{Asked, Joined};
use crate::bits::Bits;
use crate::date::Day;
use crate::index::{Index, Key};
use crate::known::Known;
use crate::level::Level;
use crate::name;
use crate::number::{NikDigits, PhoneDigits, passports_are_near};
use crate::record::Facts;

/// A count is mixed with as many records of an imagined large registry.
const MIXED: f64 = 500.0;
/// Shares in that registry: of one birthday, of one number.
const DAY: f64 = 1.0 / 15_000.0;
const NUMBER: f64 = 2e-6;
/// 1 January counts for so many days.
const NEW_YEAR: f64 = 10.0;
/// Share of names with a given number of words, where little is known.
const WORDS_OF_A_NAME: f64 = 0.3;

/// The birth date of the question.
pub(crate) struct AskedDay {
    pub(crate) day: Day,
    pub(crate) from_nik: bool,
    /// For the levels from [`Level::DateSame`] to [`Level::NewYearDiffers`].
    pub(crate) rarity: [Bits; 11],
}

/// The question.
pub(crate) struct Asking {
    /// How many people there are to choose from.
    pub(crate) people: u32,
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
pub(crate) fn rarity(count: f64, of: u32, expected: f64) -> Bits {
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
            people: index.alive,
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
        let new_year = day.new_year().map_or(0.0, on);
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
                of(new_year, NEW_YEAR),
                of(next_days, 2.0),
                of(next_years, 6.0),
                of(part, 80.0),
                of(year, 365.0),
                Bits::ZERO,
                of(same, NEW_YEAR),
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
