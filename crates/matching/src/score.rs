//! Comparing a question with one record, field by field.
//!
//! What must hold: the score is the sum of its parts, nothing else; what one side does not know has no part; each word
//! of either side takes part in one agreement at most.

use crate::asked::{Asked, WORD};
use crate::bits::Bits;
use crate::dictionary::{Dictionary, Token};
use crate::edit::edits;
use crate::family;
use crate::level::Level;
use crate::name::WORDS;
use crate::number::passports_are_near;
use crate::query::{Asking, rarity};
use crate::record::Facts;
use crate::row::Rows;
use crate::weights::Weights;

/// Letters by which a joined word and its parts may differ: folding takes some away, an error one.
const LENGTHS_APART: usize = 3;
/// Letters of the shortest word that is looked at as three words in one.
const THREE_WORDS: usize = 9;

/// One part of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) level: Level,
    /// How rare the level is by chance. What it is worth is this and its weight together.
    pub(crate) rarity: Bits,
    /// First word of the question it is about, and how many there are.
    pub(crate) asked: Option<u8>,
    pub(crate) asked_words: u8,
    /// First word of the record it is about, and how many there are.
    pub(crate) known: Option<u8>,
    pub(crate) known_words: u8,
}

impl Part {
    pub(crate) fn bits(&self, weights: &Weights) -> Bits {
        weights.bits(self.level) + self.rarity
    }
}

/// A possible agreement: so many words from `asked` on are so many words from `known` on.
#[derive(Clone, Copy)]
struct Pairing {
    worth: Bits,
    part: Part,
    asked: u16,
    known: u16,
}

/// Compares and leaves the parts in `parts`.
pub(crate) struct Comparison<'a> {
    pub(crate) dictionary: &'a Dictionary,
    pub(crate) asking: &'a Asking,
    pub(crate) weights: &'a Weights,
}

impl Comparison<'_> {
    /// The score, and which name of the record fits best; the parts are about that name.
    pub(crate) fn compare(
        &self,
        facts: &Facts,
        rows: &mut Rows,
        parts: &mut Vec<Part>,
    ) -> (Bits, usize) {
        parts.clear();
        let (mut name, mut best) = (Bits::ZERO, 0);
        let mut others = Vec::new();
        for (at, words) in facts.each_name().enumerate() {
            if at == 0 {
                name = self.name(words, rows, parts);
                continue;
            }
            others.clear();
            let other = self.name(words, rows, &mut others);
            if other > name {
                (name, best) = (other, at);
                std::mem::swap(parts, &mut others);
            }
        }
        let from = parts.len();
        self.nik(facts, parts);
        self.day(facts, parts);
        self.passports(facts, parts);
        self.phones(facts, parts);
        let numbers: Bits = parts
            .iter()
            .skip(from)
            .map(|part| part.bits(self.weights))
            .sum();
        (name + numbers, best)
    }

    fn name(&self, words: &[Token], rows: &mut Rows, parts: &mut Vec<Part>) -> Bits {
        let asking = self.asking;
        let known: Vec<Token> = words.iter().copied().take(WORDS).collect();
        let mut possible: Vec<Pairing> = Vec::with_capacity(16);
        for (k, &token) in known.iter().enumerate() {
            let row = rows.get(self.dictionary, asking, token);
            for (a, asked) in asking.words.iter().enumerate() {
                if let Some(level) = row[a] {
                    self.offer(
                        &mut possible,
                        level,
                        asked.rarity(level),
                        (a, 1),
                        (k, 1),
                        &known,
                    );
                }
            }
            for (a, joined) in asking.joined.iter().enumerate() {
                if let Some(level) = row[WORDS + a] {
                    self.offer(
                        &mut possible,
                        level,
                        joined.rarity(level),
                        (a, 2),
                        (k, 1),
                        &known,
                    );
                }
            }
        }
        for (k, pair) in known.windows(2).enumerate() {
            for (a, asked) in asking.words.iter().enumerate() {
                if let Some(level) = self.parts_level(asked, pair) {
                    self.offer(
                        &mut possible,
                        level,
                        asked.rarity(level),
                        (a, 1),
                        (k, 2),
                        &known,
                    );
                }
            }
        }
        for (k, three) in known.windows(3).enumerate() {
            for (a, asked) in asking.words.iter().enumerate() {
                if let Some(level) = self.three_parts_level(asked, three) {
                    let rarity = three.iter().map(|&token| self.rarity_of(token)).sum();
                    self.offer(&mut possible, level, rarity, (a, 1), (k, 3), &known);
                }
            }
        }
        // The most valuable first; among equals the ones farther to the left.
        possible.sort_by_key(|pairing| (-pairing.worth, pairing.part.asked, pairing.part.known));
        let (mut asked_used, mut known_used) = (0u16, 0u16);
        let mut sum = Bits::ZERO;
        for pairing in &possible {
            if asked_used & pairing.asked == 0 && known_used & pairing.known == 0 {
                asked_used |= pairing.asked;
                known_used |= pairing.known;
                sum += pairing.part.bits(self.weights);
                parts.push(pairing.part);
            }
        }
        for (at, asked) in asking.words.iter().enumerate() {
            if asked_used & (1 << at) == 0 {
                let part = alone(absent(asked.optional), Some(at), None);
                sum += part.bits(self.weights);
                parts.push(part);
            }
        }
        for (at, &token) in known.iter().enumerate() {
            if known_used & (1 << at) == 0 {
                let part = alone(self.extra(token, known.len()), None, Some(at));
                sum += part.bits(self.weights);
                parts.push(part);
            }
        }
        let whole = parts
            .iter()
            .all(|part| part.asked.is_some() && part.known.is_some());
        let length = self.asking.lengths.get(known.len().saturating_sub(1));
        let part = match length {
            Some(&rarity) if whole => number(Level::NameWhole, rarity),
            _ => number(Level::NamePart, Bits::ZERO),
        };
        sum += part.bits(self.weights);
        parts.push(part);
        sum
    }

    /// Adds an agreement, when it is worth more than leaving its words alone.
    fn offer(
        &self,
        possible: &mut Vec<Pairing>,
        level: Level,
        rarity: Bits,
        (asked, asked_words): (usize, usize),
        (at, known_words): (usize, usize),
        known: &[Token],
    ) {
        let part = Part {
            level,
            rarity,
            asked: Some(asked as u8),
            asked_words: asked_words as u8,
            known: Some(at as u8),
            known_words: known_words as u8,
        };
        let alone_asked = self.asking.words.iter().skip(asked).take(asked_words);
        let alone_known = known.iter().skip(at).take(known_words);
        let alone: Bits = alone_asked
            .map(|asked| self.weights.bits(absent(asked.optional)))
            .chain(alone_known.map(|&token| self.weights.bits(self.extra(token, known.len()))))
            .sum();
        let worth = part.bits(self.weights) - alone;
        if worth > Bits::ZERO {
            possible.push(Pairing {
                worth,
                part,
                asked: ((1 << asked_words) - 1) << asked,
                known: ((1 << known_words) - 1) << at,
            });
        }
    }

    fn extra(&self, token: Token, words: usize) -> Level {
        if words > 1 && self.dictionary.is_optional(self.dictionary.class(token)) {
            Level::RankExtra
        } else {
            Level::WordExtra
        }
    }

    /// Whether two neighbouring words of a record are one word of the question.
    fn parts_level(&self, asked: &Asked, pair: &[Token]) -> Option<Level> {
        let [left, right] = *pair else {
            return None;
        };
        let part = |token| {
            (
                self.dictionary.text(token),
                self.dictionary.key(self.dictionary.class(token)),
            )
        };
        let (left, right) = (part(left), part(right));
        let apart = (left.0.len() + right.0.len()).abs_diff(asked.word.text.len());
        (apart <= LENGTHS_APART).then(|| asked.parts_level(left, right))?
    }

    /// Whether three neighbouring words of a record are one word of the question. They are compared as a whole: with so many
    /// letters an error more or less is no chance.
    fn three_parts_level(&self, asked: &Asked, three: &[Token]) -> Option<Level> {
        let whole = asked.word.text.as_str();
        let length: usize = three
            .iter()
            .map(|&token| self.dictionary.text(token).len())
            .sum();
        if whole.len() < THREE_WORDS || length.abs_diff(whole.len()) > LENGTHS_APART {
            return None;
        }
        let text: String = three
            .iter()
            .map(|&token| self.dictionary.text(token))
            .collect();
        match edits(&asked.word.key, &family::key(&text))? {
            0 => Some(Level::WordJoined),
            _ => Some(Level::WordJoinedNear),
        }
    }

    /// How rare a word of the dictionary is.
    fn rarity_of(&self, token: Token) -> Bits {
        let count = self.dictionary.class_count(self.dictionary.class(token));
        rarity(count.into(), self.asking.people, WORD)
    }

    fn nik(&self, facts: &Facts, parts: &mut Vec<Part>) {
        let (Some(asked), Some(known)) = (&self.asking.nik, facts.nik) else {
            return;
        };
        parts.push(if asked.value == known {
            number(Level::NikSame, asked.same)
        } else if asked.value.is_near(known) {
            number(Level::NikNear, asked.near)
        } else {
            number(Level::NikDiffers, Bits::ZERO)
        });
    }

    fn day(&self, facts: &Facts, parts: &mut Vec<Part>) {
        let (Some(asked), Some(known)) = (&self.asking.day, facts.day) else {
            return;
        };
        let both_niks = self.asking.nik.is_some() && facts.nik.is_some();
        // The day inside two numbers was compared with the numbers.
        if both_niks && (asked.from_nik || facts.day_from_nik) {
            return;
        }
        let level = asked.day.level(known);
        let nik_agrees = parts
            .iter()
            .any(|part| matches!(part.level, Level::NikSame | Level::NikNear));
        let same = matches!(level, Level::DateSame | Level::NewYearSame);
        let rarity = if same && nik_agrees && self.asking.day_is_in_nik {
            // Whoever has nearly this NIK has this birth date: it says nothing more.
            -self.weights.bits(level)
        } else {
            asked.rarity(level)
        };
        parts.push(number(level, rarity));
    }

    fn passports(&self, facts: &Facts, parts: &mut Vec<Part>) {
        if facts.passport_ends.is_empty() {
            return;
        }
        let compared = self.asking.passports.iter().flat_map(|asked| {
            let text = asked.value.as_str().as_bytes();
            facts.each_passport().map(move |own| {
                if own == text {
                    number(Level::PassportSame, asked.same)
                } else if passports_are_near(own, text) {
                    number(Level::PassportNear, asked.near)
                } else {
                    number(Level::PassportDiffers, Bits::ZERO)
                }
            })
        });
        parts.extend(compared.max_by_key(|part| part.bits(self.weights)));
    }

    fn phones(&self, facts: &Facts, parts: &mut Vec<Part>) {
        if facts.phones.is_empty() {
            return;
        }
        let compared = self.asking.phones.iter().map(|asked| {
            if facts.phones.contains(&asked.value) {
                number(Level::PhoneSame, asked.same)
            } else {
                number(Level::PhoneDiffers, Bits::ZERO)
            }
        });
        parts.extend(compared.max_by_key(|part| part.bits(self.weights)));
    }
}

const fn absent(optional: bool) -> Level {
    if optional {
        Level::RankAbsent
    } else {
        Level::WordAbsent
    }
}

const fn number(level: Level, rarity: Bits) -> Part {
    Part {
        level,
        rarity,
        asked: None,
        asked_words: 0,
        known: None,
        known_words: 0,
    }
}

fn alone(level: Level, asked: Option<usize>, known: Option<usize>) -> Part {
    let place = |at: usize| at as u8;
    Part {
        asked: asked.map(place),
        asked_words: 1,
        known: known.map(place),
        known_words: 1,
        ..number(level, Bits::ZERO)
    }
}
