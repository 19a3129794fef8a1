//! Words that stand for other words, and words that are no part of a name.
//!
//! The lists are working knowledge (identifiers 4.8, marked there as not sourced): data to be argued with, kept in
//! one place. Everything is written in the alphabet of [`suar_domain::text::folded`].

use crate::fold::fold;

/// Titles and forms of address. A paper has them or not; they say nothing about who it is.
const TITLES: [&str; 27] = [
    "H", "HJ", "HAJI", "HAJAH", "HAJJAH", "SDR", "SDRI", "SAUDARA", "SAUDARI", "TN", "TUAN", "NY",
    "NYONYA", "NN", "NONA", "BPK", "BAPAK", "UST", "USTAD", "USTADZ", "TGK", "IR", "DRS", "DRA",
    "DR", "ALM", "ALMH",
];

/// "Child of", as Malaysian papers write it before the father's name. Dropped when something stands before it.
const CHILD_OF: [&str; 8] = ["BIN", "BINTI", "BINTE", "BTE", "BTI", "BT", "BN", "B"];

/// Words of rank that may be a title or the name itself: kept, but their absence says little.
const RANKS: [&str; 14] = [
    "ANDI", "DAENG", "DG", "BASO", "BESSE", "PUANG", "KARAENG", "LALU", "BAIQ", "RADEN", "TEUKU",
    "TENGKU", "SYARIFAH", "MUHAMMAD",
];

/// The key of a family of spellings, and its members: as written, or as folded.
const FAMILIES: [(&str, &[&str]); 8] = [
    (
        "MUHAMAD",
        &[
            "MUHAMAD", "MOHAMAD", "MOHAMED", "MUHAMED", "MUHAMAT", "MOHD", "MUHD", "MHD", "MOH",
            "MUH", "MOCH", "MUCH", "MOHAMAT", "MD",
        ],
    ),
    ("AHMAD", &["AHMAD", "AHMED", "AHMAT", "ACHM"]),
    ("ABDUL", &["ABDUL", "ABD", "ABDL", "ABDOL"]),
    ("SITI", &["SITI", "ST", "STI", "SITY"]),
    ("NUR", &["NUR", "NOOR", "NOR"]),
    (
        "ZOHANES",
        &["ZOHANES", "ZOHANIS", "ZUHANES", "YOH", "JOH", "ZOHAN"],
    ),
    ("PRANSISKUS", &["PRANSISKUS", "FRANS", "PRANS", "FRANSISC"]),
    ("ANTONZUS", &["ANTONZUS", "ANTON"]),
];

/// Whether a word is a title.
pub(crate) fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

/// Whether a word stands between a name and the father's name.
pub(crate) fn is_child_of(word: &str) -> bool {
    CHILD_OF.contains(&word)
}

/// The name behind a *bin* or *binti* that was written together with it. Many names begin so; it is one reading.
pub(crate) fn behind_bin(word: &str) -> Option<&str> {
    let name = word
        .strip_prefix("BINTI")
        .or_else(|| word.strip_prefix("BIN"))?;
    (name.len() >= 3).then_some(name)
}

/// What two spellings of a word have in common: the key of its family, or its folded form.
pub(crate) fn key(word: &str) -> String {
    let folded = fold(word);
    let family = FAMILIES
        .iter()
        .find(|(_, members)| members.contains(&word) || members.contains(&folded.as_str()));
    family.map_or(folded, |(key, _)| (*key).to_owned())
}

/// Whether the word with this key is left out so often that its absence says little.
pub(crate) fn is_optional(word_key: &str) -> bool {
    RANKS.iter().any(|rank| key(rank) == word_key)
}

#[cfg(test)]
mod tests {
    use super::{FAMILIES, key};

    #[test]
    fn the_muhammads_are_one_family() {
        for word in [
            "MUHAMMAD",
            "MOHAMMAD",
            "MUHAMAD",
            "MOHAMED",
            "MOCHAMAD",
            "MOCHAMMAD",
            "MUKHAMMAD",
            "MOHD",
            "MUH",
            "MOH",
            "MOCH",
            "MHD",
        ] {
            assert_eq!(key(word), "MUHAMAD", "{word}");
        }
        assert_ne!(key("MAHMUD"), "MUHAMAD");
        assert_eq!(key("ABDOEL"), key("ABD"));
    }

    #[test]
    fn the_key_of_a_key_is_itself() {
        for (family, members) in FAMILIES {
            assert_eq!(key(family), family);
            for member in members {
                assert_eq!(key(&key(member)), family, "{member}");
            }
        }
    }
}
