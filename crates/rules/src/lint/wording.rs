//! Guard rail 4 and `levels.md` 4: the app never says what a person is, and decides nothing. Words that accuse or turn
//! people away do not stand in anything an officer or a traveller reads.

use super::Input;
use crate::diagnostic::{Code, Problems};

/// Whole words, in either language.
const WORDS: [&str; 18] = [
    "korban",
    "tersangka",
    "pelaku",
    "kriminal",
    "penyelundup",
    "tolak",
    "ditolak",
    "tunda",
    "ditunda",
    "victim",
    "victims",
    "suspect",
    "suspects",
    "criminal",
    "smuggler",
    "trafficker",
    "traffickers",
    "trafficking",
];

pub(super) fn check(input: &Input<'_>, problems: &mut Problems) {
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
            let start = source.string_start(&text.span());
            for (offset, word) in words(text.get_ref()) {
                if WORDS.contains(&word.to_lowercase().as_str()) {
                    let message = format!("{word} accuses or decides");
                    let hint = "say what was seen or what helps; people decide";
                    problems.at(Code::RailWording, source, start + offset, message, hint);
                }
            }
        }
    }
}

/// Words and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|next: char| !next.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}
