//! What a column header means, by the vocabulary in `data/manifest-columns.toml`.
//!
//! An exact match decides; otherwise the longest known spelling that the header contains as whole words. A header that
//! matches nothing is listed and ignored, never guessed.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;
use suar_domain::manifest::{ColumnMatch, DefectCode, Field, FileNote};
use suar_domain::text::cleaned;

const DATA: &str = include_str!("../../data/manifest-columns.toml");

/// Shortest spelling that counts when it is only part of a header.
const SHORTEST_PART: usize = 3;
/// Short spellings that are words of their own in longer headers (`JK (L/P)`, `HP darurat`).
const SHORT_PARTS: [&str; 3] = ["jk", "hp", "wn"];
/// Words that stand in headers of every kind (`Nama Agen`, `Paspor berlaku`): any other spelling beats them.
const WEAK: [&str; 7] = [
    "nama",
    "name",
    "paspor",
    "pax name",
    "penumpang",
    "passenger",
    "tujuan",
];

/// How sure a header match is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// A known spelling is part of the header.
    Contained,
    /// The header is a known spelling.
    Exact,
}

/// The vocabulary, ready for matching.
pub(super) struct Vocabulary {
    exact: HashMap<String, Field>,
    parts: Vec<(String, Field)>,
    defects: HashMap<DefectCode, String>,
}

#[derive(Deserialize)]
struct Data {
    column: Vec<Column>,
    defects: HashMap<String, String>,
}

#[derive(Deserialize)]
struct Column {
    field: String,
    synonyms: Vec<String>,
    #[serde(default)]
    extra: Vec<String>,
}

/// The vocabulary; parsed once. It is part of the program, and a test proves that it parses completely.
pub(super) fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| {
        let data: Data = toml::from_str(DATA).unwrap_or(Data {
            column: Vec::new(),
            defects: HashMap::new(),
        });
        let mut exact = HashMap::new();
        for column in data.column {
            let Some(field) = Field::from_code(&column.field) else {
                continue;
            };
            for spelling in column.synonyms.iter().chain(&column.extra) {
                exact.entry(canonical(spelling)).or_insert(field);
            }
        }
        let countable = |(spelling, field): &(&String, &Field)| {
            **field != Field::RowNo
                && (spelling.chars().count() >= SHORTEST_PART
                    || SHORT_PARTS.contains(&spelling.as_str()))
        };
        let mut parts: Vec<_> = exact
            .iter()
            .filter(countable)
            .map(|(s, f)| (s.clone(), *f))
            .collect();
        parts.sort_by(|(a, _), (b, _)| {
            (WEAK.contains(&a.as_str()), b.len(), a).cmp(&(WEAK.contains(&b.as_str()), a.len(), b))
        });
        let defects = data
            .defects
            .into_iter()
            .filter_map(|(code, text)| Some((DefectCode::from_code(&code)?, text)));
        Vocabulary {
            exact,
            parts,
            defects: defects.collect(),
        }
    })
}

impl Vocabulary {
    /// The field that a header is exactly, with or without what stands in brackets at its end.
    pub fn exact(&self, header: &str) -> Option<Field> {
        let header = canonical(header);
        self.exact.get(&header).copied().or_else(|| {
            let (before, _) = header.split_once('(')?;
            self.exact.get(&canonical(before)).copied()
        })
    }

    /// The field of a header, and how sure that is.
    pub fn field(&self, header: &str) -> Option<(Field, Certainty)> {
        if let Some(field) = self.exact(header) {
            return Some((field, Certainty::Exact));
        }
        let header = canonical(header);
        if header.len() > 120 {
            return None;
        }
        let mut found: Option<(usize, &str, Field)> = None;
        for (part, field) in &self.parts {
            let rank = |text: &str| if WEAK.contains(&text) { 0 } else { text.len() };
            if found.is_some_and(|(_, best, _)| rank(best) > rank(part)) {
                break;
            }
            if let Some(at) = position_of_words(&header, part)
                && found.is_none_or(|(best, _, _)| at < best)
            {
                found = Some((at, part, *field));
            }
        }
        found.map(|(_, _, field)| (field, Certainty::Contained))
    }

    /// The Indonesian text of a code.
    pub fn defect_text(&self, code: DefectCode) -> &str {
        self.defects.get(&code).map_or("", String::as_str)
    }
}

/// What is known of one column from the lines of the header.
pub(super) struct HeaderCell {
    /// The cell in the header line.
    pub own: String,
    /// Group titles above it: the cell directly above, and the merged one that reaches over it.
    pub groups: Vec<String>,
    /// Text that stands for the column when its own cell is empty (merged downwards).
    pub above: Option<String>,
}

/// Gives each column its field. A field goes to the surest column and then to the first; further columns with exactly its
/// header stand in where that one is empty. The number of the row needs no stand-in.
pub(super) fn assign(header: Vec<HeaderCell>) -> Vec<ColumnMatch> {
    let matches: Vec<Option<(Field, Certainty)>> = header.iter().map(HeaderCell::field).collect();
    let mut taken = HashSet::new();
    let mut fields: Vec<Option<Field>> = vec![None; header.len()];
    for wanted in [Certainty::Exact, Certainty::Contained] {
        for (index, found) in matches.iter().enumerate() {
            if let Some((field, certainty)) = found
                && *certainty == wanted
                && taken.insert(*field)
            {
                fields[index] = Some(*field);
            }
        }
    }
    for (index, found) in matches.iter().enumerate() {
        if let Some((field, Certainty::Exact)) = found
            && *field != Field::RowNo
        {
            fields[index] = Some(*field);
        }
    }
    let columns = header.into_iter().zip(fields).enumerate();
    columns
        .map(|(index, (cell, field))| ColumnMatch {
            index,
            header: cell.printed(),
            field,
        })
        .collect()
}

/// Columns that say the same as an earlier one.
pub(super) fn repeated(columns: &[ColumnMatch]) -> Vec<FileNote> {
    let mut seen = HashSet::new();
    let again = columns
        .iter()
        .filter(|column| column.field.is_some_and(|field| !seen.insert(field)));
    again
        .map(|column| FileNote::RepeatedColumn {
            header: column.header.clone(),
        })
        .collect()
}

impl HeaderCell {
    fn field(&self) -> Option<(Field, Certainty)> {
        let vocabulary = vocabulary();
        if self.own.is_empty() {
            let above = self.above.as_deref()?;
            return vocabulary.field(above);
        }
        for group in &self.groups {
            for joined in [
                format!("{} {group}", self.own),
                format!("{group} {}", self.own),
            ] {
                if let Some(field) = vocabulary.exact(&joined) {
                    return Some((field, Certainty::Exact));
                }
            }
        }
        vocabulary.field(&self.own)
    }

    fn printed(self) -> String {
        if self.own.is_empty() {
            self.above.unwrap_or_default()
        } else {
            self.own
        }
    }
}

/// Header text in the form in which headers are compared: lower case, single spaces, no punctuation around words,
/// the usual abbreviations of "number", "date" and "passport" as one word.
pub(super) fn canonical(text: &str) -> String {
    let text = cleaned(text)
        .to_lowercase()
        .replace('№', "no ")
        .replace(['_', '*', ':', '"', '\u{2019}', '\''], " ");
    let text = text.replace("no.", "no. ").replace("tgl.", "tgl. ");
    let mut out = String::with_capacity(text.len());
    for (index, piece) in text.split_inclusive(['/', ',', ' ', '(']).enumerate() {
        let separator = piece
            .chars()
            .last()
            .filter(|c| matches!(c, '/' | ',' | ' ' | '('));
        let word = piece.strip_suffix(['/', ',', ' ', '(']).unwrap_or(piece);
        let word = word.trim_matches(|c: char| {
            matches!(c, '.' | ')' | ']' | '[' | ';' | '-' | '?' | '!' | '=')
        });
        let word = match word {
            "nomor" | "nombor" | "nomer" | "number" | "num" | "nr" => "no",
            "tanggal" | "tarikh" | "tg" => "tgl",
            "passport" | "pasport" | "passpor" => "paspor",
            "telpon" | "telephone" => "telepon",
            word => word,
        };
        if index == 0 && word.is_empty() && separator.is_some() {
            continue;
        }
        out.push_str(word);
        match separator {
            Some(',') => out.push('/'),
            Some(mark) => out.push(mark),
            None => {}
        }
    }
    tidy_separators(&out)
}

/// No spaces around slashes, single spaces elsewhere, nothing loose at the ends.
fn tidy_separators(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (c, out.chars().last()) {
            (' ', None | Some(' ' | '/')) | ('/', None) => {}
            ('/', Some(' ')) => {
                out.pop();
                if !out.ends_with('/') {
                    out.push('/');
                }
            }
            ('/', Some('/')) => {}
            ('(', Some(last)) if last != ' ' => out.push_str(" ("),
            (c, _) => out.push(c),
        }
    }
    out.trim_end_matches([' ', '/', '(']).to_owned()
}

/// Where `part` stands in `text` as whole words.
fn position_of_words(text: &str, part: &str) -> Option<usize> {
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(part)
        .find(|(at, _)| {
            free(text[..*at].chars().last()) && free(text[at + part.len()..].chars().next())
        })
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use suar_domain::manifest::Field as F;

    #[test]
    fn the_vocabulary_parses_completely() {
        let data: Data = toml::from_str(DATA).expect("the vocabulary is valid TOML");
        for column in &data.column {
            assert!(
                Field::from_code(&column.field).is_some(),
                "{} has a field",
                column.field
            );
        }
        assert_eq!(
            data.column.len(),
            Field::ALL.len(),
            "every field has a column"
        );
        assert_eq!(
            vocabulary().defects.len(),
            DefectCode::ALL.len(),
            "every code has a text"
        );
        for column in &data.column {
            for spelling in column.synonyms.iter().chain(&column.extra) {
                let field = vocabulary().exact(spelling);
                assert_eq!(
                    field,
                    Field::from_code(&column.field),
                    "{spelling} means one thing"
                );
            }
        }
    }

    #[test]
    fn headers_match_exactly_in_any_dress() {
        for (header, field) in [
            ("NO.", F::RowNo),
            ("#", F::RowNo),
            ("  Nama\u{a0}Lengkap ", F::FullName),
            ("NAMA*", F::FullName),
            ("Nama_Lengkap", F::FullName),
            ("Nomor Paspor", F::DocumentNumber),
            ("No.Paspor", F::DocumentNumber),
            ("Passport Number", F::DocumentNumber),
            ("PASSPORT", F::DocumentNumber),
            ("No. Paspor (Passport No.)", F::DocumentNumber),
            ("Tanggal Lahir", F::BirthDate),
            ("Tgl. Lahir", F::BirthDate),
            ("Tgl\nLahir", F::BirthDate),
            ("Tarikh Lahir", F::BirthDate),
            ("Tempat, Tanggal Lahir", F::BirthDate),
            ("Tempat / Tgl Lahir", F::BirthDate),
            ("Tempat/Tgl.Lahir", F::BirthDate),
            ("Tgl Lahir (dd/mm/yyyy)", F::BirthDate),
            ("D.O.B.", F::BirthDate),
            ("Jenis Kelamin (L/P)", F::Sex),
            ("L / P", F::Sex),
            ("WNI / WNA", F::Nationality),
            ("No. HP", F::ContactPhone),
            ("Nomor Telepon", F::ContactPhone),
            ("E-PMI", F::StatusPmi),
        ] {
            assert_eq!(
                vocabulary().field(header),
                Some((field, Certainty::Exact)),
                "{header:?}"
            );
        }
    }

    #[test]
    fn otherwise_the_longest_known_part_decides() {
        for (header, field) in [
            ("Tanggal Lahir Penumpang", F::BirthDate),
            ("Nama / Name", F::FullName),
            ("Nama Penumpang / Passenger Name", F::FullName),
            ("Masa Berlaku Paspor Penumpang", F::DocumentExpiry),
            ("Tgl Terbit Paspor", F::IssueDate),
            ("Nama Agen Perjalanan", F::Agency),
            ("No HP Keluarga", F::ContactPhone),
            ("JK penumpang", F::Sex),
            ("Kewarganegaraan / Nationality", F::Nationality),
            ("Nama sesuai paspor", F::FullName),
        ] {
            assert_eq!(
                vocabulary().field(header).map(|(f, _)| f),
                Some(field),
                "{header:?}"
            );
        }
    }

    #[test]
    fn unknown_headers_are_not_guessed() {
        for header in [
            "Gelang",
            "Nominal",
            "Paspoort",
            "Alternatif",
            "",
            "Berat",
            "Totem",
        ] {
            assert_eq!(vocabulary().field(header), None, "{header:?}");
        }
    }

    #[test]
    fn a_field_goes_to_the_surest_column() {
        let plain = |own: &str| HeaderCell {
            own: own.into(),
            groups: vec![],
            above: None,
        };
        let columns = assign(vec![
            plain("Nama Ibu Kandung"),
            plain("Nama"),
            plain("Nama Penumpang"),
            plain("Gelang"),
            plain("No"),
            plain("No."),
        ]);
        let fields: Vec<_> = columns.iter().map(|c| c.field).collect();
        assert_eq!(
            fields,
            [
                None,
                Some(F::FullName),
                Some(F::FullName),
                None,
                Some(F::RowNo),
                None
            ],
            "the exact and first one is the name, the next exact one stands in; a mother's name never does"
        );
        let header = "Nama Penumpang".to_owned();
        assert_eq!(repeated(&columns), [FileNote::RepeatedColumn { header }]);
    }

    #[test]
    fn group_titles_complete_short_headers() {
        let under = |own: &str, group: &str| HeaderCell {
            own: own.into(),
            groups: vec![group.into()],
            above: None,
        };
        let columns = assign(vec![
            under("No", "Paspor"),
            under("Tanggal", "Lahir"),
            under("Tempat", "Lahir"),
        ]);
        let fields: Vec<_> = columns.iter().map(|c| c.field).collect();
        assert_eq!(
            fields,
            [
                Some(F::DocumentNumber),
                Some(F::BirthDate),
                Some(F::BirthPlace)
            ]
        );
    }
}
