//! A name as words that can be compared.
//!
//! What must hold: every [`FullName`] has at least one word here, also a name that consists of titles only; one word
//! is a whole name. The order of the words is kept, but nothing depends on it.
//!
//! Not here: comparing ([`crate::score`]).

use suar_domain::text::FullName;

use crate::family;

/// Most words of a name that are compared. Longer names agree on their first eight words or do not agree.
pub(crate) const WORDS: usize = 8;

/// A word of a name.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// As written: capital letters, no accents.
    pub(crate) text: String,
    /// What its spellings have in common.
    pub(crate) key: String,
}

impl Word {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            key: family::key(text),
        }
    }

    /// The letter of an abbreviated word, as in *Siti A.*
    pub(crate) fn initial(&self) -> Option<u8> {
        match self.text.as_bytes() {
            [letter @ b'A'..=b'Z'] => Some(*letter),
            _ => None,
        }
    }
}

/// The words of a name, without titles and *bin*, at most [`WORDS`].
pub(crate) fn words(name: &FullName) -> Vec<Word> {
    let text = name.comparable();
    let all: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mut kept: Vec<&str> = Vec::with_capacity(all.len());
    for word in &all {
        let child_of = !kept.is_empty() && family::is_child_of(word);
        if !child_of && !family::is_title(word) {
            kept.push(word);
        }
    }
    if kept.is_empty() {
        kept = all;
    }
    kept.into_iter().take(WORDS).map(Word::new).collect()
}

/// The name in the spelling in which it is compared: its folded words in alphabetical order. Personal: not for logs.
pub fn folded_name(name: &FullName) -> String {
    let mut keys: Vec<String> = words(name).into_iter().map(|word| word.key).collect();
    keys.sort_unstable();
    keys.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(name: &str) -> Vec<String> {
        let name = FullName::parse(name).expect("a name in the test table");
        words(&name).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn titles_and_bin_are_no_part_of_a_name() {
        for (name, left) in [
            (
                "Hj. Siti Aminah binti Hasan",
                vec!["SITI", "AMINAH", "HASAN"],
            ),
            ("H. M. Yusuf B. Umar", vec!["M", "YUSUF", "UMAR"]),
            ("Sdr. Budi", vec!["BUDI"]),
            ("Bin Umar", vec!["BIN", "UMAR"]),
            ("Haji", vec!["HAJI"]),
            ("Sa'dan", vec!["SADAN"]),
            ("Nur-Hayati", vec!["NUR", "HAYATI"]),
        ] {
            assert_eq!(texts(name), left, "{name}");
        }
    }

    #[test]
    fn every_name_has_a_word_and_none_too_many() {
        for name in ["A", "李", "NULL", "😀 X", "\u{202e}Budi"] {
            assert_eq!(texts(name).len(), 1, "{name}");
        }
        assert_eq!(texts(&"ab ".repeat(100)).len(), WORDS);
        assert_eq!(texts(&"x".repeat(300)), ["X".repeat(300)]);
    }
}
