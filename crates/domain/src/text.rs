//! Text that came from people and papers: names of persons, places and other one-line values.
//!
//! What must hold: a value has no control characters, no invisible or direction-changing marks, single ordinary
//! spaces only, and a bounded length. The text as it was received stays with the caller. Nothing is escaped:
//! `<img onerror=…>` is a strange name, and whoever shows it must show it as text.
//!
//! Not here: judging whether a name is likely, phonetic keys, or telling two persons apart.

use std::fmt;

/// Longest name of a person, in characters (ICAO 9303 knows 39; people write the full name).
const NAME_CHARS: usize = 300;
/// Longest name of a place, in characters.
const PLACE_CHARS: usize = 120;
/// Longest one-line note, in characters.
const LINE_CHARS: usize = 500;

/// Why a text is not a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing is left after cleaning.
    #[error("the text is empty")]
    Empty,
    /// More characters than a value of this kind can have.
    #[error("the text is longer than {limit} characters")]
    TooLong {
        /// The most that is allowed.
        limit: usize,
    },
    /// A name needs at least one letter.
    #[error("the text has no letter")]
    NoLetter,
}

/// Implements `Debug` so that only the type is shown.
macro_rules! hidden_debug {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([hidden])"))
            }
        }
    )+};
}
pub(crate) use hidden_debug;

/// An enum whose variants have stable codes for storage, files and facts.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {$(
            $(#[$vdoc])*
            $variant,
        )+}

        impl $name {
            /// Every variant, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self {$(Self::$variant => $code,)+}
            }

            /// The variant with this code; codes are compared exactly.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == code)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use codes;

macro_rules! line_of_text {
    ($(#[$doc:meta])* $name:ident, $limit:expr, letter: $letter:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        hidden_debug!($name);

        impl $name {
            /// Cleans the text and checks what is left.
            ///
            /// # Errors
            /// Empty after cleaning, too long, or (for names) without a letter.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                let text = cleaned(text);
                if text.is_empty() {
                    return Err(TextError::Empty);
                }
                if text.chars().count() > $limit {
                    return Err(TextError::TooLong { limit: $limit });
                }
                if $letter && !text.chars().any(char::is_alphabetic) {
                    return Err(TextError::NoLetter);
                }
                Ok(Self(text))
            }

            /// The cleaned text. Personal: not for logs.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Folded form for comparing: see [`folded`].
            pub fn comparable(&self) -> String {
                folded(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

line_of_text! {
    /// The whole name of a person in one field, 1 to 300 characters, spelling and capitals as received.
    ///
    /// There is no surname: many Indonesians have one name only, and that is a complete name (identifiers 4.8).
    FullName, NAME_CHARS, letter: true
}

line_of_text! {
    /// The name of a place or port, 1 to 120 characters.
    PlaceName, PLACE_CHARS, letter: true
}

line_of_text! {
    /// One line of other text: an employer, a seat, a remark; 1 to 500 characters.
    TextLine, LINE_CHARS, letter: false
}

impl FullName {
    /// Whether the name is a single word. Normal and valid; only a notice in an import report.
    pub fn is_mononym(&self) -> bool {
        self.0
            .split([' ', ',', ';'])
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .count()
            == 1
    }

    /// The folded words in alphabetical order, so that `CONTOH, MARTHA` equals `Martha Contoh`.
    pub fn comparable_words(&self) -> Vec<String> {
        let mut words: Vec<String> = self.comparable().split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    }
}

/// The text without control, invisible and direction marks, with every kind of space as one ordinary space and
/// no space at the ends. Used for all text that came from outside.
pub fn cleaned(text: &str) -> String {
    let plain = |b: u8| matches!(b, b' '..=b'~');
    if text.bytes().all(plain) && !text.contains("  ") {
        return text.trim().to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = true;
        } else if !is_invisible(c) {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
    out
}

/// Whether the text holds a space that is not the ordinary one (no-break, thin, ideographic …) or an invisible
/// mark, that is, something that [`cleaned`] changes and nobody can see. Tabs and line breaks do not count.
pub fn has_special_space(text: &str) -> bool {
    !text.is_ascii()
        && text
            .chars()
            .any(|c| !c.is_ascii() && ((c.is_whitespace()) || (is_invisible(c) && !c.is_control())))
}

/// Upper case without diacritics, apostrophes dropped, other punctuation as a space: the alphabet of a passport's
/// machine-readable zone as far as the letters are Latin; other scripts stay as they are.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | '′')
            || is_invisible(c)
            || is_combining(c)
        {
            continue;
        }
        if !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        match base_letters(c) {
            Some(base) => out.push_str(base),
            None => out.extend(c.to_uppercase()),
        }
    }
    out
}

/// Whether a spreadsheet turned a long number into scientific notation (`6,50302E+15`). Such a text has lost
/// digits for good. `5E1234567` is not one: an exponent has at most two digits.
pub fn is_scientific(text: &str) -> bool {
    let text = text.trim();
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let mantissa = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, fraction) = match mantissa.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, fraction),
        None => (mantissa, "0"),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    whole.len() == 1 && digits(whole) && digits(fraction) && digits(power) && power.len() <= 2
}

/// Marks that nobody sees: controls, zero-width characters, direction marks, soft hyphen, tags, blank letters.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{3164}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}')
}

fn base_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => "A",
        'Æ' | 'æ' => "AE",
        'Ç' | 'ç' | 'Ć'..='č' => "C",
        'Ď'..='đ' | 'Ð' | 'ð' => "D",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => "E",
        'Ĝ'..='ģ' => "G",
        'Ĥ'..='ħ' => "H",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "I",
        'Ĵ' | 'ĵ' => "J",
        'Ķ' | 'ķ' => "K",
        'Ĺ'..='ł' => "L",
        'Ñ' | 'ñ' | 'Ń'..='ň' => "N",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' => "O",
        'Œ' | 'œ' => "OE",
        'Ŕ'..='ř' => "R",
        'Ś'..='š' | 'Ș' | 'ș' => "S",
        'ß' | 'ẞ' => "SS",
        'Ţ'..='ŧ' | 'Ț' | 'ț' => "T",
        'Þ' | 'þ' => "TH",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => "U",
        'Ŵ' | 'ŵ' => "W",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => "Y",
        'Ź'..='ž' => "Z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(text: &str) -> FullName {
        FullName::parse(text).expect("a name in the test table")
    }

    #[test]
    fn a_name_loses_special_spaces_and_nothing_else() {
        for (raw, clean) in [
            ("SITTI\u{a0} CONTOH", "SITTI CONTOH"),
            (" DEWI\u{3000}\tCONTOH \n", "DEWI CONTOH"),
            ("NUR\u{a0}CONTOH’A", "NUR CONTOH’A"),
            ("\u{202e}RAHMAT\u{202c} \u{200f}CONTOH", "RAHMAT CONTOH"),
            ("ZERO\u{200b}WIDTH", "ZEROWIDTH"),
            (
                "<img src=x onerror=alert(1)>",
                "<img src=x onerror=alert(1)>",
            ),
            ("José d'Conto", "José d'Conto"),
        ] {
            assert_eq!(name(raw).as_str(), clean, "cleaning {raw:?}");
        }
    }

    #[test]
    fn a_name_needs_a_letter_and_fits_in_300_characters() {
        assert_eq!(FullName::parse(" \u{a0} "), Err(TextError::Empty));
        assert_eq!(FullName::parse("- . 7"), Err(TextError::NoLetter));
        assert!(
            FullName::parse(&"é".repeat(300)).is_ok(),
            "300 characters, not bytes"
        );
        assert_eq!(
            FullName::parse(&"a".repeat(301)),
            Err(TextError::TooLong { limit: 300 })
        );
        assert!(FullName::parse("李").is_ok(), "a letter of any script");
    }

    #[test]
    fn one_word_is_a_mononym_whatever_stands_around_it() {
        for (raw, mononym) in [
            ("SAIFUL", true),
            ("SAIFUL -", true),
            ("CONTOH, MARTHA", false),
            ("CONTOH,MARTHA", false),
            ("M. SAIFUL", false),
            ("SA'DAN", true),
        ] {
            assert_eq!(name(raw).is_mononym(), mononym, "{raw}");
        }
    }

    #[test]
    fn comparing_folds_case_accents_apostrophes_and_punctuation() {
        assert_eq!(name("José  D’Conto-Raga").comparable(), "JOSE DCONTO RAGA");
        assert_eq!(
            name("Jose\u{301}").comparable(),
            "JOSE",
            "a combining accent"
        );
        assert_eq!(
            name("CONTOH, MARTHA").comparable_words(),
            name("Martha Contoh").comparable_words()
        );
    }

    #[test]
    fn debug_shows_no_name() {
        assert_eq!(format!("{:?}", name("SAIFUL")), "FullName([hidden])");
    }

    #[test]
    fn special_spaces_are_told_from_ordinary_ones() {
        for (raw, special) in [
            ("a b\tc\n", false),
            ("é", false),
            ("a\u{a0}b", true),
            ("a\u{202f}b", true),
            ("a\u{200b}b", true),
        ] {
            assert_eq!(has_special_space(raw), special, "{raw:?}");
        }
    }

    #[test]
    fn scientific_notation_is_recognised_and_document_numbers_are_not() {
        for raw in ["6,50302E+15", "5.13E+08", "5,13e8", "5E+08", " 1E09 "] {
            assert!(is_scientific(raw), "{raw} lost its digits");
        }
        for raw in [
            "5E1234567",
            "E1234567",
            "X0000511",
            "12E34567",
            "5,13",
            "E+08",
            "",
        ] {
            assert!(!is_scientific(raw), "{raw} is whole");
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = cleaned(&text);
            prop_assert_eq!(cleaned(&once), once.clone());
            prop_assert!(!once.contains("  ") && !has_special_space(&once), "only single ordinary spaces stay");
        }
    }
}
