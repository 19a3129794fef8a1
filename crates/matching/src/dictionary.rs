//! Every word that occurs in a name, how many people have it, and which words are near it.
//!
//! What must hold: a word keeps its number; counts are of living records; the nearness of two words is decided by
//! comparing them, the table of shortened keys only proposes. A key and all that is left of it when one letter is
//! taken out is in that table (the method of symmetric deletion), so that two keys with one typing error between
//! them meet in it.
//!
//! Not here: what a near word is worth ([`crate::query`]).

use crate::edit::edits;
use crate::family;
use crate::pairs::Pairs;
use crate::texts::{Texts, hash};

/// Keys shorter than this have no near keys: every short word is near every other.
const SHORTEST_NEAR: usize = 3;

/// Number of a word.
pub(crate) type Token = u32;
/// Number of a key.
pub(crate) type Class = u32;

/// The dictionary.
#[derive(Default)]
pub(crate) struct Dictionary {
    texts: Texts,
    class_of: Vec<Class>,
    /// Living records that have the word.
    count: Vec<u32>,
    keys: Texts,
    /// Living records that have a word with the key, counted once for each word.
    class_count: Vec<u32>,
    optional: Vec<bool>,
    members: Pairs,
    /// From what is left of a key without one of its letters to its class.
    shortened: Pairs,
    /// The same for words that are not their own key, to the word: an error may break what folding joins.
    shortened_texts: Pairs,
    by_text: Vec<Token>,
    by_key: Vec<Class>,
    bulk: bool,
}

impl Dictionary {
    pub(crate) fn begin_bulk(&mut self) {
        self.bulk = true;
        self.members.begin_bulk();
        self.shortened.begin_bulk();
        self.shortened_texts.begin_bulk();
    }

    pub(crate) fn settle(&mut self) {
        self.members.settle();
        self.shortened.settle();
        self.shortened_texts.settle();
        self.bulk = false;
        self.by_text = (0..self.texts.len() as u32).collect();
        let texts = &self.texts;
        self.by_text.sort_unstable_by_key(|&token| texts.get(token));
        self.by_key = (0..self.keys.len() as u32).collect();
        let keys = &self.keys;
        self.by_key.sort_unstable_by_key(|&class| keys.get(class));
    }

    /// The number of a word; a new one is counted nowhere yet.
    pub(crate) fn add(&mut self, text: &str) -> Token {
        if let Some(token) = self.texts.find(text) {
            return token;
        }
        let key = family::key(text);
        let class = match self.keys.find(&key) {
            Some(class) => class,
            None => self.add_class(&key),
        };
        let token = self.texts.add(text);
        self.class_of.push(class);
        self.count.push(0);
        self.members.add(class, token);
        if key != text {
            let shortened = &mut self.shortened_texts;
            each_shortened(text, |hash| shortened.add(hash, token));
        }
        if !self.bulk {
            let texts = &self.texts;
            let at = self
                .by_text
                .partition_point(|&other| texts.get(other) < text);
            self.by_text.insert(at, token);
        }
        token
    }

    fn add_class(&mut self, key: &str) -> Class {
        let class = self.keys.add(key);
        self.class_count.push(0);
        self.optional.push(family::is_optional(key));
        let shortened = &mut self.shortened;
        each_shortened(key, |hash| shortened.add(hash, class));
        if !self.bulk {
            let keys = &self.keys;
            let at = self.by_key.partition_point(|&other| keys.get(other) < key);
            self.by_key.insert(at, class);
        }
        class
    }

    /// One more or one fewer living record has these words; each word is given once.
    pub(crate) fn count_words(&mut self, words: &[Token], one_more: bool) {
        let step = |count: &mut u32| {
            *count = if one_more {
                count.saturating_add(1)
            } else {
                count.saturating_sub(1)
            };
        };
        for &token in words {
            if let Some(count) = self.count.get_mut(token as usize) {
                step(count);
            }
            let class = self.class(token);
            if let Some(count) = self.class_count.get_mut(class as usize) {
                step(count);
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn text(&self, token: Token) -> &str {
        self.texts.get(token)
    }

    pub(crate) fn token(&self, text: &str) -> Option<Token> {
        self.texts.find(text)
    }

    pub(crate) fn class(&self, token: Token) -> Class {
        self.class_of.get(token as usize).copied().unwrap_or(0)
    }

    pub(crate) fn key(&self, class: Class) -> &str {
        self.keys.get(class)
    }

    pub(crate) fn class_of_key(&self, key: &str) -> Option<Class> {
        self.keys.find(key)
    }

    /// Living records that have the word.
    pub(crate) fn count(&self, token: Token) -> u32 {
        self.count.get(token as usize).copied().unwrap_or(0)
    }

    /// Living records that have a word with the key.
    pub(crate) fn class_count(&self, class: Class) -> u32 {
        self.class_count.get(class as usize).copied().unwrap_or(0)
    }

    pub(crate) fn is_optional(&self, class: Class) -> bool {
        self.optional.get(class as usize).copied().unwrap_or(false)
    }

    /// The words with a key.
    pub(crate) fn members(&self, class: Class) -> impl Iterator<Item = Token> + '_ {
        self.members.of(class).iter()
    }

    /// The words one typing error away from a word, as written or by their keys, that have another key; each once, in
    /// no order that matters.
    pub(crate) fn near(&self, text: &str, key: &str, found: &mut Vec<Token>) {
        found.clear();
        let mut proposed = Vec::new();
        each_shortened(key, |hash| proposed.extend(self.shortened.of(hash).iter()));
        proposed.sort_unstable();
        proposed.dedup();
        let near = |class: &Class| edits(key, self.key(*class)) == Some(1);
        found.extend(
            proposed
                .iter()
                .filter(|class| near(class))
                .flat_map(|&class| self.members(class)),
        );
        proposed.clear();
        each_shortened(text, |hash| {
            proposed.extend(self.shortened_texts.of(hash).iter())
        });
        proposed.sort_unstable();
        proposed.dedup();
        found.extend(proposed.into_iter().filter(|&token| {
            edits(text, self.text(token)) == Some(1) && self.key(self.class(token)) != key
        }));
        found.sort_unstable();
        found.dedup();
    }

    /// The words that begin with a text.
    pub(crate) fn beginning(&self, text: &str) -> &[Token] {
        let start = self
            .by_text
            .partition_point(|&token| self.text(token) < text);
        let rest = &self.by_text[start..];
        let end = rest.partition_point(|&token| self.text(token).starts_with(text));
        &rest[..end]
    }

    /// The keys that begin with a text.
    pub(crate) fn keys_beginning(&self, text: &str) -> &[Class] {
        let start = self.by_key.partition_point(|&class| self.key(class) < text);
        let rest = &self.by_key[start..];
        let end = rest.partition_point(|&class| self.key(class).starts_with(text));
        &rest[..end]
    }
}

/// Hashes of a key and of what is left of it without one of its letters.
fn each_shortened(key: &str, mut each: impl FnMut(u32)) {
    let upper = |hash: u64| (hash ^ (hash >> 32)) as u32;
    each(upper(hash(key.as_bytes())));
    if key.chars().count() < SHORTEST_NEAR {
        return;
    }
    let mut left = Vec::with_capacity(key.len());
    let mut before = None;
    for (at, letter) in key.char_indices() {
        // Taking either of two equal neighbours leaves the same.
        if before.replace(letter) == Some(letter) {
            continue;
        }
        left.clear();
        left.extend_from_slice(&key.as_bytes()[..at]);
        left.extend_from_slice(&key.as_bytes()[at + letter.len_utf8()..]);
        each(upper(hash(&left)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary(words: &[&str], bulk: bool) -> Dictionary {
        let mut dictionary = Dictionary::default();
        if bulk {
            dictionary.begin_bulk();
        }
        for word in words {
            let token = dictionary.add(word);
            dictionary.count_words(&[token], true);
        }
        if bulk {
            dictionary.settle();
        }
        dictionary
    }

    fn near(dictionary: &Dictionary, word: &str) -> Vec<String> {
        let mut found = Vec::new();
        dictionary.near(word, &family::key(word), &mut found);
        let mut texts: Vec<String> = found
            .iter()
            .map(|&token| dictionary.text(token).to_owned())
            .collect();
        texts.sort();
        texts
    }

    #[test]
    fn an_error_that_breaks_the_folding_is_still_one_error() {
        for bulk in [false, true] {
            let dictionary = dictionary(&["WAYEM", "TUTI"], bulk);
            assert_eq!(near(&dictionary, "WAYXM"), ["WAYEM"]);
            assert_eq!(near(&dictionary, "WAYXMA"), [""; 0]);
        }
    }

    #[test]
    fn near_words_are_one_error_away() {
        for bulk in [false, true] {
            let words = [
                "SULASTRI",
                "SULASTR",
                "SULASTRIH",
                "SULASTI",
                "SUALSTRI",
                "SULASTO",
            ];
            let dictionary = dictionary(&words, bulk);
            assert_eq!(
                near(&dictionary, "SULASTRI"),
                ["SUALSTRI", "SULASTI", "SULASTR"],
                "SULASTRIH folds to the word itself, SULASTO is two errors away"
            );
        }
    }

    #[test]
    fn spellings_share_a_key_and_its_count() {
        let dictionary = dictionary(&["SOEKARNO", "SUKARNO", "SUKARNO"], false);
        let class = dictionary.class_of_key("SUKARNO").expect("the key");
        assert_eq!(dictionary.members(class).count(), 2);
        assert_eq!(dictionary.class_count(class), 3);
        let token = dictionary.token("SUKARNO").expect("the word");
        assert_eq!(dictionary.count(token), 2);
    }

    #[test]
    fn words_are_found_by_their_beginning() {
        for bulk in [false, true] {
            let dictionary = dictionary(&["SUKARNO", "BUDI", "SUKARTI", "SUK", "SUL"], bulk);
            let found = dictionary.beginning("SUK");
            let texts: Vec<&str> = found.iter().map(|&t| dictionary.text(t)).collect();
            assert_eq!(texts, ["SUK", "SUKARNO", "SUKARTI"]);
            assert_eq!(dictionary.keys_beginning("BU").len(), 1);
            assert_eq!(dictionary.beginning("X").len(), 0);
        }
    }
}
