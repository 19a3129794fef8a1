//! What the lines above the header say about the sailing: vessel, day, ports.

use suar_domain::manifest::{ColumnMatch, Field, FileNote, SailingHint};
use suar_domain::text::{PlaceName, cleaned};
use suar_domain::time::PlainDate;

use super::broken::is_broken;
use super::columns::{canonical, vocabulary};
use super::dates::{self, Century};
use super::ports::{is_port, route, split_route};
use super::table::{Row, is_blank};
use super::vessel;

/// Words of a heading: such a line is a title of the list, whatever else it says.
const HEADINGS: &[&str] = &[
    "manifes", "manifest", "daftar", "list", "senarai", "laporan",
];

/// Words of a heading, unless they stand in a label ("Jumlah penumpang: 8").
const WEAK_HEADINGS: &[&str] = &["penumpang", "passenger", "passengers", "data"];

/// How far from the day of reading a sailing can be, in days, when only a column called "date" tells its day.
const NEAR_DAYS: i32 = 366;

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
            .map(cleaned)
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
) -> (SailingHint, Option<FileNote>) {
    let column = |field: Field| columns.iter().find(|column| column.field == Some(field));
    let uniform = |field: Field| {
        let index = column(field)?.index;
        let mut texts = rows
            .iter()
            .map(|row| cleaned(row.cell(index)))
            .filter(|text| !text.is_empty() && !is_broken(text));
        let first = texts.next()?;
        texts.all(|text| text == first).then_some(first)
    };
    let mut from_columns = SailingHint::default();
    let date = uniform(Field::SailingDate)
        .and_then(|text| dates::find(&text, Century::Near(today)))
        .map(|found| found.date);
    let unclear = column(Field::SailingDate)
        .filter(|column| is_unclear(column, columns, rows, date, today))
        .map(|column| FileNote::DateColumnUnclear {
            header: column.header.clone(),
        });
    if unclear.is_none() {
        from_columns.date = date;
    }
    from_columns.vessel = uniform(Field::Vessel).and_then(|text| PlaceName::parse(&text).ok());
    from_columns.port_from = uniform(Field::PortFrom)
        .filter(|text| is_port(text))
        .and_then(|t| PlaceName::parse(&t).ok());
    from_columns.port_to = uniform(Field::PortTo).and_then(|text| PlaceName::parse(&text).ok());
    merge(&mut hint, from_columns);
    (hint, unclear)
}

/// Whether a column that is only called "date" may hold something else than the day of departure, birth dates above
/// all: its values differ, are more than a year away, or belong to a single person without a birth date.
fn is_unclear(
    column: &ColumnMatch,
    columns: &[ColumnMatch],
    rows: &[Row],
    date: Option<PlainDate>,
    today: PlainDate,
) -> bool {
    let plain = matches!(canonical(&column.header).as_str(), "tgl" | "date");
    let filled = rows.iter().filter(|row| !is_blank(row.cell(column.index)));
    let born = columns.iter().any(|c| c.field == Some(Field::BirthDate));
    let single = rows.len() == 1 && !born;
    let near = |date: PlainDate| date.days_until(today).abs() <= NEAR_DAYS;
    plain && filled.count() > 0 && (single || !date.is_some_and(near))
}

/// Fills what is not known yet.
pub(super) fn merge(hint: &mut SailingHint, other: SailingHint) {
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
                    .or_else(|| PlaceName::parse(&vessel::name(&words)).ok());
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
        hint.vessel = vessel::loose(text);
    }
    if let Some((from, to)) = route(text) {
        hint.port_from = hint.port_from.take().or(from);
        hint.port_to = hint.port_to.take().or(to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_rows(rows: &[&[&str]]) -> (String, Vec<TitleKind>) {
        let rows: Vec<Row> = rows
            .iter()
            .map(|cells| Row {
                line: 1,
                cells: cells.iter().collect(),
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
            (&[&["Jl. Contoh KM 12"]], "? | ? | ? | ?"),
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
}
