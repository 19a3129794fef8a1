//! One spelling for words that are written in many ways.
//!
//! What must hold: folding is a projection (folding the folded form changes nothing), and only spellings that
//! Indonesian papers really swap fall together: old spelling (*Soekarno*, *Djaja*, *Tjahja*, *Sjarif*, *Njoman*),
//! f-v-p, z-j, q-k, y-i, silent h, doubled letters (identifiers 4.8). A folded word is a key, never shown.
//!
//! Not here: abbreviations and titles ([`crate::family`]), typing errors ([`crate::edit`]).

/// Longest folded form, in letters. Two words that differ only beyond it fold together; their texts still differ.
const LONGEST: usize = 24;

/// The folded form of a word that is in the alphabet of [`suar_domain::text::folded`]. Words in other scripts stay as
/// they are, up to the same length.
pub(crate) fn fold(word: &str) -> String {
    if !word.is_ascii() {
        return word.chars().take(LONGEST).collect();
    }
    let mut out = Folding(String::with_capacity(word.len().min(LONGEST)));
    let mut rest = word.as_bytes();
    while out.0.len() < LONGEST
        && let Some(used) = out.take(rest)
    {
        rest = &rest[used..];
    }
    out.end()
}

struct Folding(String);

impl Folding {
    /// Takes one sound from the front and says how many letters it had.
    fn take(&mut self, rest: &[u8]) -> Option<usize> {
        let used = match *rest {
            [] => return None,
            [b'O', b'E', ..] => self.put(b'U', 2),
            [b'D', b'J', ..] => self.put(b'Z', 2),
            [b'T', b'J', ..] => self.put(b'C', 2),
            // Sjarif, Syarif, Sarif.
            [b'S', b'J' | b'Y', next, ..] if is_vowel(next) => self.put(b'S', 2),
            // Christina is Kristina; Achmad, Akhmad and Ahmad are one.
            [b'C', b'H', b'R' | b'L', ..] => self.put(b'K', 2),
            [b'C' | b'K', b'H', ..] => self.put(b'H', 2),
            [b'X', ..] => {
                self.put(b'K', 1);
                self.put(b'S', 1)
            }
            [b'I' | b'Y', ..] => {
                let run = rest.iter().take_while(|b| matches!(b, b'I' | b'Y')).count();
                // Before a vowel it is a consonant: Yanto, Janto; Riyanto, Rianto.
                match rest.get(run) {
                    Some(&next) if is_vowel(next) => self.put(b'Z', run),
                    _ => self.put(b'I', run),
                }
            }
            [b'J' | b'Z', ..] => self.put(b'Z', 1),
            [b'F' | b'V' | b'P', ..] => self.put(b'P', 1),
            [b'Q' | b'K', ..] => self.put(b'K', 1),
            [other, ..] => self.put(other, 1),
        };
        Some(used)
    }

    fn put(&mut self, letter: u8, used: usize) -> usize {
        let last = self.0.as_bytes().last().copied();
        let doubled = last == Some(letter) && !letter.is_ascii_digit();
        // Sholeh, Dhani, Thamrin.
        let silent = letter == b'H'
            && last.is_some_and(|l| l.is_ascii_alphabetic() && !is_vowel(l) && l != b'I');
        if !doubled && !silent && self.0.len() < LONGEST {
            self.0.push(char::from(letter));
        }
        used
    }

    /// Fatimah is Fatima.
    fn end(mut self) -> String {
        if self.0.len() > 1 && self.0.ends_with('H') {
            self.0.pop();
        }
        self.0
    }
}

/// The vowels before which I and Y are consonants, and U.
const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'A' | b'E' | b'O' | b'U')
}

#[cfg(test)]
mod tests {
    use super::fold;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_fold_together() {
        for (one, other) in [
            ("SOEKARNO", "SUKARNO"),
            ("DJOKO", "JOKO"),
            ("TJAHJA", "CAHYA"),
            ("SJARIF", "SYARIF"),
            ("SYARIF", "SHARIF"),
            ("NJOMAN", "NYOMAN"),
            ("YUSUF", "JUSUP"),
            ("RIZAL", "RIJAL"),
            ("TAUFIQ", "TAUFIK"),
            ("DEWY", "DEWI"),
            ("ACHMAD", "AKHMAD"),
            ("AHMAD", "ACHMAD"),
            ("SITTI", "SITI"),
            ("FATIMAH", "FATIMA"),
            ("SHOLEH", "SOLEH"),
            ("THAMRIN", "TAMRIN"),
            ("RIYANTO", "RIANTO"),
            ("MAXIMUS", "MAKSIMUS"),
            ("CHRISTINA", "KRISTINA"),
            ("YOSEPH", "JOSEF"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn different_names_stay_apart() {
        for (one, other) in [
            ("SITI", "SRI"),
            ("BUDI", "RUDI"),
            ("RINI", "RINA"),
            ("YANTO", "ANTO"),
            ("CANDRA", "KANDRA"),
        ] {
            assert_ne!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn a_word_never_folds_to_nothing() {
        for word in ["H", "HH", "I", "Y", "X", "7", "李"] {
            assert!(!fold(word).is_empty(), "{word}");
        }
    }

    proptest! {
        #[test]
        fn folding_is_a_projection(word in "[A-Z]{1,40}") {
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert!(!once.is_empty() && once.len() <= 24);
        }

        #[test]
        fn sounds_that_papers_swap_fold_as_a_projection(word in "[AEIOUYJZSHCKTDNX]{1,30}") {
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn any_text_folds(word in any::<String>()) {
            let word = suar_domain::text::folded(&word);
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
