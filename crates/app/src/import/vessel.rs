//! Names of vessels in running text: where they begin and where they end.

use suar_domain::text::PlaceName;

use super::dates;
use super::ports::PORTS;

/// Words that stand before the name of a vessel.
const VESSEL_MARKS: &[&str] = &[
    "KM",
    "MV",
    "M.V",
    "K.M",
    "KMP",
    "KLM",
    "MB",
    "SB",
    "FB",
    "TB",
    "KFC",
    "KMF",
    "FERRY",
    "FERI",
    "SPEEDBOAT",
    "SPEED",
    "KAPAL",
];

/// Words that end the name of a vessel.
const VESSEL_ENDS: &[&str] = &[
    "TUJUAN",
    "RUTE",
    "ROUTE",
    "DARI",
    "KE",
    "TANGGAL",
    "TGL",
    "JURUSAN",
    "TRAYEK",
    "VOY",
    "VOYAGE",
    "TRIP",
    "BERANGKAT",
    "FROM",
    "TO",
    "ON",
    "DATE",
    "PADA",
    "HARI",
    "PELABUHAN",
    "ETD",
    "SENIN",
    "SELASA",
    "RABU",
    "KAMIS",
    "JUMAT",
    "SABTU",
    "MINGGU",
    "AHAD",
    "JAM",
    "PUKUL",
    "TARIKH",
    "PENUMPANG",
    "DEPARTURE",
    "KEBERANGKATAN",
    "NO",
];

/// A vessel in a text without a label, found by the mark before its name.
pub(super) fn loose(text: &str) -> Option<PlaceName> {
    // "KM.CONTOH" becomes two words.
    let mut text = text.to_owned();
    for mark in ["KM.", "MV.", "KMP.", "SB.", "Km.", "Mv."] {
        text = text.replace(mark, &format!("{mark} "));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .to_ascii_uppercase()
    };
    let at = words
        .iter()
        .position(|word| VESSEL_MARKS.contains(&bare(word).as_str()))?;
    let start = if bare(words[at]) == "KAPAL" {
        at + 1
    } else {
        at
    };
    let name = name(words.get(start..)?);
    let has_own_word = name.split(' ').any(|word| {
        word.chars().any(char::is_alphabetic) && !VESSEL_MARKS.contains(&bare(word).as_str())
    });
    has_own_word.then(|| PlaceName::parse(&name).ok())?
}

/// The words of a vessel's name up to whatever ends it.
pub(super) fn name(words: &[&str]) -> String {
    let mut name: Vec<&str> = Vec::new();
    let bare = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .to_ascii_uppercase()
    };
    for (index, word) in words.iter().enumerate() {
        let dated =
            word.contains('/') || (word.contains('-') && word.bytes().any(|b| b.is_ascii_digit()));
        let next = words.get(index + 1).copied().unwrap_or_default();
        let day = word.bytes().all(|b| b.is_ascii_digit()) && dates::is_month(next);
        let ends = matches!(*word, "-" | "–" | "—" | "/" | "|" | ":" | "=>" | "->" | "→")
            || word.starts_with('(')
            || dated
            || day
            || (!name.is_empty() && VESSEL_ENDS.contains(&bare(word).as_str()));
        if ends {
            drop_departure_port(&mut name, &words[index..]);
            break;
        }
        let last = word.ends_with([',', ';', ':']);
        name.push(word.trim_end_matches([',', ';', ':']));
        if last
            && !name.is_empty()
            && !(name.len() == 1 && VESSEL_MARKS.contains(&bare(name[0]).as_str()))
        {
            break;
        }
    }
    name.join(" ")
}

/// In `KM CONTOH NUNUKAN - TAWAU` the port is no part of the name; in `KM NUNUKAN EXPRESS` it is.
fn drop_departure_port(name: &mut Vec<&str>, rest: &[&str]) {
    let port_follows = rest.get(1).is_some_and(|word| {
        PORTS
            .iter()
            .any(|port| port.starts_with(&word.to_lowercase()))
    });
    let ends_with_port = name
        .last()
        .is_some_and(|word| PORTS.contains(&word.to_lowercase().as_str()));
    if name.len() > 2 && port_follows && ends_with_port {
        name.pop();
    }
}
