//! What the lines above the header say about the sailing: vessel, day, ports.

use suar_domain::manifest::{ColumnMatch, Field, SailingHint};
use suar_domain::text::{PlaceName, cleaned};
use suar_domain::time::PlainDate;

use super::columns::{canonical, vocabulary};
use super::dates::{self, Century};
use super::table::Row;

/// Ports and landing places of the corridor. Lower case; longer names before their parts.
const PORTS: &[&str] = &[
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

/// Words of a heading: such a line is a title of the list, whatever else it says.
const HEADINGS: &[&str] = &[
    "manifes", "manifest", "daftar", "list", "senarai", "laporan",
];

/// Words of a heading, unless they stand in a label ("Jumlah penumpang: 8").
const WEAK_HEADINGS: &[&str] = &["penumpang", "passenger", "passengers", "data"];

/// What one line above the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TitleKind {
    /// It describes the sailing: something was read from it, or it has the form "label: value".
    pub sailing: bool,
    /// It has words of a heading.
    pub heading: bool,
}

/// Reads the lines above the header. Labelled values count more than loose ones, earlier lines more than later ones.
pub(super) fn read(rows: &[Row], today: PlainDate) -> (SailingHint, Vec<TitleKind>) {
    let mut labelled = SailingHint::default();
    let mut loose = SailingHint::default();
    let kinds = rows.iter().map(|row| {
        let cells: Vec<String> = row
            .cells
            .iter()
            .map(|cell| cleaned(cell))
            .filter(|cell| !cell.is_empty())
            .collect();
        let mut here = [SailingHint::default(), SailingHint::default()];
        read_line(&cells, today, &mut here);
        let told = here.iter().any(|hint| *hint != SailingHint::default());
        let sailing = told || cells.iter().any(|cell| is_labelled(cell));
        let [line_labelled, line_loose] = here;
        merge(&mut labelled, line_labelled);
        merge(&mut loose, line_loose);
        TitleKind {
            sailing,
            heading: cells.iter().any(|cell| has_heading(cell)),
        }
    });
    let kinds = kinds.collect();
    merge(&mut labelled, loose);
    (labelled, kinds)
}

/// Completes the hint from columns of the table that say the same in every row.
pub(super) fn with_columns(
    mut hint: SailingHint,
    columns: &[ColumnMatch],
    rows: &[Row],
    today: PlainDate,
) -> SailingHint {
    let uniform = |field: Field| {
        let index = columns
            .iter()
            .find(|column| column.field == Some(field))?
            .index;
        let mut texts = rows
            .iter()
            .map(|row| cleaned(row.cell(index)))
            .filter(|text| !text.is_empty());
        let first = texts.next()?;
        texts.all(|text| text == first).then_some(first)
    };
    let mut from_columns = SailingHint::default();
    if let Some(text) = uniform(Field::SailingDate) {
        from_columns.date = dates::find(&text, Century::Near(today)).map(|found| found.date);
    }
    from_columns.vessel = uniform(Field::Vessel).and_then(|text| PlaceName::parse(&text).ok());
    from_columns.port_from = uniform(Field::PortFrom)
        .filter(|text| is_port(text))
        .and_then(|t| PlaceName::parse(&t).ok());
    from_columns.port_to = uniform(Field::PortTo).and_then(|text| PlaceName::parse(&text).ok());
    merge(&mut hint, from_columns);
    hint
}

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

fn merge(hint: &mut SailingHint, other: SailingHint) {
    hint.vessel = hint.vessel.take().or(other.vessel);
    hint.date = hint.date.or(other.date);
    hint.port_from = hint.port_from.take().or(other.port_from);
    hint.port_to = hint.port_to.take().or(other.port_to);
}

fn has_heading(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        HEADINGS.contains(&word) || (WEAK_HEADINGS.contains(&word) && !is_labelled(cell))
    })
}

fn is_labelled(cell: &str) -> bool {
    cell.split_once(':')
        .is_some_and(|(label, _)| label.chars().any(char::is_alphabetic) && label.len() <= 40)
}

/// One line: labelled values into `hints[0]`, others into `hints[1]`.
fn read_line(cells: &[String], today: PlainDate, hints: &mut [SailingHint; 2]) {
    let mut at = 0;
    while at < cells.len() {
        let cell = cells[at].as_str();
        at += 1;
        let (label, value) = cell
            .split_once([':', '='])
            .map_or((cell, None), |(label, value)| (label, Some(value)));
        let value = value.map(str::trim).filter(|value| !value.is_empty());
        let Some(label) = Label::of(label) else {
            loose(cell, today, &mut hints[1]);
            continue;
        };
        let value = match value {
            Some(value) => Some(value),
            None => {
                let next = cells
                    .get(at)
                    .map(|next| next.trim_start_matches([':', '=', ' ']));
                let next = next.filter(|next| !next.is_empty());
                // A lone ":" cell between label and value.
                if next.is_none() && at < cells.len() {
                    at += 1;
                    cells.get(at).map(String::as_str)
                } else {
                    next
                }
                .inspect(|_| at += 1)
            }
        };
        if let Some(value) = value {
            label.apply(value, today, hints);
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Label {
    Vessel,
    Date,
    From,
    To,
    Route,
}

impl Label {
    fn of(text: &str) -> Option<Self> {
        let text = canonical(text);
        match text.as_str() {
            "rute" | "route" | "trayek" | "jurusan" | "lintasan" | "pelayaran"
            | "rute pelayaran" => return Some(Self::Route),
            "hari/tgl"
            | "hari tgl"
            | "hari"
            | "tgl/hari"
            | "tgl/jam"
            | "tgl & jam"
            | "tgl jam"
            | "hari & tgl"
            | "hari dan tgl"
            | "sailing"
            | "departure"
            | "keberangkatan"
            | "waktu keberangkatan" => {
                return Some(Self::Date);
            }
            "tujuan" | "destination" | "pelabuhan tujuan" => return Some(Self::To),
            "nama kapal/vessel" | "vessel/kapal" | "kapal/vessel" | "nama speedboat"
            | "speedboat" => return Some(Self::Vessel),
            _ => {}
        }
        match vocabulary().exact(&text)? {
            Field::Vessel => Some(Self::Vessel),
            Field::SailingDate => Some(Self::Date),
            Field::PortFrom => Some(Self::From),
            Field::PortTo => Some(Self::To),
            _ => None,
        }
    }

    fn apply(self, value: &str, today: PlainDate, hints: &mut [SailingHint; 2]) {
        let [labelled, others] = hints;
        match self {
            Self::Date => {
                let found = dates::find(value, Century::Near(today)).map(|found| found.date);
                labelled.date = labelled.date.or(found);
                if found.is_none() {
                    loose(value, today, others);
                }
            }
            Self::Vessel => {
                let words: Vec<&str> = value.split_whitespace().collect();
                labelled.vessel = labelled
                    .vessel
                    .take()
                    .or_else(|| PlaceName::parse(&vessel_name(&words)).ok());
                let rest = SailingHint {
                    vessel: labelled.vessel.clone(),
                    ..SailingHint::default()
                };
                let mut found = rest;
                loose(value, today, &mut found);
                found.vessel = None;
                merge(others, found);
            }
            Self::From => {
                labelled.port_from = labelled
                    .port_from
                    .take()
                    .or_else(|| PlaceName::parse(value).ok());
            }
            Self::To => {
                labelled.port_to = labelled
                    .port_to
                    .take()
                    .or_else(|| PlaceName::parse(value).ok())
            }
            Self::Route => {
                let (from, to) = route(value)
                    .or_else(|| split_route(value))
                    .unwrap_or((None, None));
                labelled.port_from = labelled.port_from.take().or(from);
                labelled.port_to = labelled.port_to.take().or(to);
            }
        }
    }
}

/// What an unlabelled text says: a vessel by its mark, a date, a route between known ports.
fn loose(text: &str, today: PlainDate, hint: &mut SailingHint) {
    let lower = text.to_ascii_lowercase();
    let printed = ["cetak", "print", "dibuat", "update"]
        .iter()
        .any(|word| lower.contains(word));
    if !printed && hint.date.is_none() {
        hint.date = dates::find(text, Century::Near(today)).map(|found| found.date);
    }
    if hint.vessel.is_none() {
        hint.vessel = loose_vessel(text);
    }
    if let Some((from, to)) = route(text) {
        hint.port_from = hint.port_from.take().or(from);
        hint.port_to = hint.port_to.take().or(to);
    }
}

fn loose_vessel(text: &str) -> Option<PlaceName> {
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
    let name = vessel_name(words.get(start..)?);
    let has_own_word = name
        .split(' ')
        .any(|word| word.len() > 1 && !VESSEL_MARKS.contains(&bare(word).as_str()));
    has_own_word.then(|| PlaceName::parse(&name).ok())?
}

/// The words of a vessel's name up to whatever ends it.
fn vessel_name(words: &[&str]) -> String {
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

type Ports = (Option<PlaceName>, Option<PlaceName>);

/// Two known ports with a connecting word or mark between them, or one after a word of direction.
fn route(text: &str) -> Option<Ports> {
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
fn split_route(text: &str) -> Option<Ports> {
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

    fn read_rows(rows: &[&[&str]]) -> (String, Vec<TitleKind>) {
        let rows: Vec<Row> = rows
            .iter()
            .map(|cells| Row {
                line: 1,
                cells: cells.iter().map(|c| (*c).to_owned()).collect(),
                origins: vec![],
            })
            .collect();
        let today = "2026-11-24".parse().expect("a day");
        let (hint, kinds) = read(&rows, today);
        let text = |place: Option<PlaceName>| place.map_or("?".to_owned(), |p| p.to_string());
        let date = hint.date.map_or("?".to_owned(), |d| d.to_string());
        (
            format!(
                "{} | {date} | {} | {}",
                text(hint.vessel),
                text(hint.port_from),
                text(hint.port_to)
            ),
            kinds,
        )
    }

    #[test]
    fn the_sailing_is_read_from_many_wordings() {
        for (rows, expected) in [
            (
                &[&[
                    "KM CONTOH EXPRESS - NUNUKAN KE TAWAU",
                    "",
                    "Tanggal: 02/03/2026",
                ][..]][..],
                "KM CONTOH EXPRESS | 2026-03-02 | NUNUKAN | TAWAU",
            ),
            (
                &[&["Tgl berangkat", "03-03-2026"]],
                "? | 2026-03-03 | ? | ?",
            ),
            (
                &[
                    &["Nama Kapal : MV. CONTOH JAYA"],
                    &["Hari/Tanggal", ":", "Senin, 2 Maret 2026"],
                    &["Rute: Nunukan - Tawau"],
                ],
                "MV. CONTOH JAYA | 2026-03-02 | Nunukan | Tawau",
            ),
            (
                &[&["MANIFES PENUMPANG KM. CONTOH EXPRESS TANGGAL 2 MARET 2026"]],
                "KM. CONTOH EXPRESS | 2026-03-02 | ? | ?",
            ),
            (
                &[
                    &["PASSENGER MANIFEST"],
                    &["Vessel", "FERRY CONTOH 3"],
                    &["Date of departure: 2026-03-02"],
                ],
                "FERRY CONTOH 3 | 2026-03-02 | ? | ?",
            ),
            (
                &[&["MV CONTOH 2, TARAKAN - TAWAU, 05.03.2026"]],
                "MV CONTOH 2 | 2026-03-05 | TARAKAN | TAWAU",
            ),
            (
                &[&["KM CONTOH NUNUKAN - TAWAU 2 Maret 2026 Pukul 08.00"]],
                "KM CONTOH | 2026-03-02 | NUNUKAN | TAWAU",
            ),
            (
                &[&["KM NUNUKAN EXPRESS"], &["Dicetak: 01/03/2026"]],
                "KM NUNUKAN EXPRESS | ? | ? | ?",
            ),
            (
                &[&["Daftar penumpang kapal CONTOH INDAH dari Nunukan ke Tawau"]],
                "CONTOH INDAH | ? | Nunukan | Tawau",
            ),
            (
                &[&["Dari", "Nunukan", "Ke", "Tawau", "ETD", "02/03/2026 08:30"]],
                "? | 2026-03-02 | Nunukan | Tawau",
            ),
            (
                &[&["Kapal: KM CONTOH / 02-03-2026"]],
                "KM CONTOH | 2026-03-02 | ? | ?",
            ),
        ] {
            assert_eq!(read_rows(rows).0, expected, "{rows:?}");
        }
    }

    #[test]
    fn headings_are_told_from_lines_about_the_sailing() {
        let kind = |sailing, heading| TitleKind { sailing, heading };
        let (_, kinds) = read_rows(&[
            &["MANIFES PENUMPANG"],
            &["KM CONTOH EXPRESS", "Tanggal: 02/03/2026"],
            &["DAFTAR PENUMPANG FERRY CONTOH 2"],
            &["PT CONTOH"],
            &["Agen: PT CONTOH"],
            &["Jumlah penumpang : 8"],
        ]);
        assert_eq!(
            kinds,
            [
                kind(false, true),
                kind(true, false),
                kind(true, true),
                kind(false, false),
                kind(true, false),
                kind(true, false)
            ]
        );
    }

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
