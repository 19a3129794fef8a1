//! Guard rail 4 and `levels.md` 4: the app never says what a person is, and decides nothing. Words that accuse or turn
//! people away do not stand in anything an officer or a traveller reads.

use toml::Spanned;

use super::Input;
use crate::diagnostic::{Code, Problems, Source};

/// Beginnings of words that say what a person is, in either language; what follows them is an ending (korbannya,
/// victims).
const PERSONS: [&str; 21] = [
    "korban",
    "tersangka",
    "terdakwa",
    "pelaku",
    "kriminal",
    "penjahat",
    "penyelundup",
    "sindikat",
    "trafik",
    "traffick",
    "tppo",
    "bersalah",
    "victim",
    "suspect",
    "criminal",
    "smuggler",
    "offender",
    "perpetrator",
    "culprit",
    "guilty",
    "accused",
];

/// Whole words that turn people away. That a traveller may refuse something is another matter.
const DECISIONS: [&str; 12] = [
    "tolak",
    "ditolak",
    "tunda",
    "ditunda",
    "menunda",
    "tangkap",
    "ditangkap",
    "reject",
    "rejected",
    "deny",
    "arrest",
    "detain",
];

/// Words that belong together.
const PHRASES: [&str; 2] = ["perdagangan orang", "perdagangan manusia"];

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
    let (source, head) = &input.head;
    for text in [&head.title_id, &head.title_en] {
        look(source, text, problems);
    }
    for (source, raw) in input.raw {
        let texts = [
            &raw.label_id,
            &raw.label_en,
            &raw.sentence_id,
            &raw.sentence_en,
            &raw.action_id,
            &raw.action_en,
        ];
        for text in texts {
            look(source, text, problems);
        }
    }
}

fn look(source: &Source<'_>, text: &Spanned<String>, problems: &mut Problems) {
    let start = source.string_start(&text.span());
    let mut before = String::new();
    for (offset, word) in words(text.get_ref()) {
        let plain = plain(word);
        let pair = format!("{before} {plain}");
        let accuses = PERSONS.iter().any(|beginning| plain.starts_with(beginning))
            || DECISIONS.contains(&plain.as_str())
            || PHRASES.contains(&pair.as_str());
        if accuses {
            let message = format!("{word} accuses or decides");
            let hint = "say what was seen or what helps; people decide";
            problems.at(Code::RailWording, source, start + offset, message, hint);
        }
        before = plain;
    }
}

/// A word in small letters, with figures that stand for letters read as letters.
fn plain(word: &str) -> String {
    let letter = |character: char| match character {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        other => other,
    };
    word.to_lowercase().chars().map(letter).collect()
}

/// Words and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|next: char| !next.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}
