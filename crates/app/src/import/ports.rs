//! The ports of the corridor, and routes between them.

use suar_domain::text::{PlaceName, cleaned};

/// Ports and landing places of the corridor. Lower case; longer names before their parts.
pub(super) const PORTS: &[&str] = &[
    "tunon taka",
    "nunukan",
    "malundung",
    "tengkayu",
    "tarakan",
    "sungai nyamuk",
    "sei nyamuk",
    "sebatik",
    "tanjung selor",
    "parepare",
    "pare-pare",
    "makassar",
    "balikpapan",
    "tawau",
    "lahad datu",
    "sandakan",
    "semporna",
    "kunak",
    "kota kinabalu",
    "labuan",
];

/// Words that belong to the name of a port without being an address.
const AROUND_PORTS: &[&str] = &[
    "pelabuhan",
    "port",
    "sabah",
    "malaysia",
    "indonesia",
    "international",
    "internasional",
    "kota",
    "ferry",
    "terminal",
];

/// Whether a text is the name of a port and nothing more: no address.
pub(super) fn is_port(text: &str) -> bool {
    let mut rest = cleaned(text).to_lowercase();
    let mut found = false;
    for port in PORTS {
        if let Some(at) = position(&rest, port, 0) {
            rest.replace_range(at..at + port.len(), " ");
            found = true;
        }
    }
    found
        && rest
            .split(|c: char| !c.is_alphanumeric())
            .all(|word| word.is_empty() || AROUND_PORTS.contains(&word))
}

/// Port of departure and port of arrival, as far as told.
pub(super) type Ports = (Option<PlaceName>, Option<PlaceName>);

/// Two known ports with a connecting word or mark between them, or one after a word of direction.
pub(super) fn route(text: &str) -> Option<Ports> {
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for port in PORTS {
        let mut from = 0;
        while let Some(at) = position(&lower, port, from) {
            from = at + port.len();
            if !found.iter().any(|(start, end)| at < *end && from > *start) {
                found.push((at, from));
            }
        }
    }
    found.sort_unstable();
    let name = |(start, end): (usize, usize)| PlaceName::parse(&text[start..end]).ok();
    for pair in found.windows(2) {
        let between = lower[pair[0].1..pair[1].0].trim();
        let connects = matches!(
            between,
            "-" | "–"
                | "—"
                | "/"
                | "->"
                | "=>"
                | "→"
                | ">"
                | "ke"
                | "to"
                | "menuju"
                | "tujuan"
                | "- ke"
                | "s/d"
                | "(pp)"
        );
        if connects {
            return Some((name(pair[0]), name(pair[1])));
        }
    }
    let before = |start: usize| {
        lower[..start]
            .split_whitespace()
            .last()
            .unwrap_or_default()
            .to_owned()
    };
    let after_word = |words: &[&str]| {
        found
            .iter()
            .copied()
            .find(|(start, _)| words.contains(&before(*start).as_str()))
    };
    let from = after_word(&["dari", "from", "asal", "ex"]).and_then(name);
    let to = after_word(&["ke", "to", "tujuan", "menuju", "jurusan"]).and_then(name);
    (from.is_some() || to.is_some()).then_some((from, to))
}

/// A labelled route between places that need not be known.
pub(super) fn split_route(text: &str) -> Option<Ports> {
    let place = |text: &str| PlaceName::parse(text).ok();
    for mark in [
        " - ", " – ", " ke ", " KE ", " Ke ", " to ", " TO ", "-", "/",
    ] {
        if let Some((from, to)) = text.split_once(mark) {
            return Some((place(from), place(to)));
        }
    }
    None
}

/// Where `part` stands in `text` as whole words, from `start` on.
fn position(text: &str, part: &str, start: usize) -> Option<usize> {
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.get(start..)?
        .match_indices(part)
        .map(|(at, _)| at + start)
        .find(|at| free(text[..*at].chars().last()) && free(text[at + part.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_alone_is_no_address() {
        for text in [
            "Tawau",
            "TAWAU, SABAH",
            "Pelabuhan Tawau Malaysia",
            "Kota Kinabalu",
        ] {
            assert!(is_port(text), "{text}");
        }
        for text in ["Jl. Contoh 5 Tawau", "Ladang Contoh", "ikut ibu", ""] {
            assert!(!is_port(text), "{text}");
        }
    }
}
