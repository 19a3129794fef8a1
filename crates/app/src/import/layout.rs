//! Which lines are what: titles, header, passengers, skipped lines, footers.

use std::collections::HashSet;

use suar_domain::manifest::{ColumnMatch, DefectCode, Field, SailingHint};
use suar_domain::text::cleaned;
use suar_domain::time::PlainDate;

use super::columns::{self, Certainty, HeaderCell, canonical, vocabulary};
use super::error::{Cap, ImportError};
use super::ports::is_port;
use super::table::{Row, is_blank};
use super::text_file::SEARCHED;
use super::titles::{self, TitleKind};
use super::{MAX_ROWS, dates, footer};

/// A file whose lines are sorted out.
pub(super) struct Layout {
    pub header_line: u32,
    pub columns: Vec<ColumnMatch>,
    pub sailing: SailingHint,
    pub defects: Vec<DefectCode>,
    pub rows: Vec<Row>,
    pub titles: Vec<u32>,
    pub skipped: Vec<u32>,
    pub footers: Vec<u32>,
}

/// How much a row looks like a header; 0 when it cannot be one. A header names a person or a document and at least one
/// thing more.
pub(super) fn header_strength(row: &Row) -> usize {
    let mut fields: HashSet<Field> = HashSet::new();
    let (mut exact, mut contained) = (0, 0);
    for cell in row.cells.iter() {
        let Some((field, certainty)) = (!is_blank(cell))
            .then(|| vocabulary().field(cell))
            .flatten()
        else {
            continue;
        };
        if fields.insert(field) {
            match certainty {
                Certainty::Exact => exact += 1,
                Certainty::Contained => contained += 1,
            }
        }
    }
    let key = [
        Field::FullName,
        Field::Surname,
        Field::GivenNames,
        Field::DocumentNumber,
    ];
    let possible =
        key.iter().any(|field| fields.contains(field)) && exact >= 1 && exact + contained >= 2;
    if possible { exact * 2 + contained } else { 0 }
}

pub(super) fn find(mut rows: Vec<Row>, today: PlainDate) -> Result<Layout, ImportError> {
    let strengths: Vec<usize> = rows.iter().take(SEARCHED).map(header_strength).collect();
    let best = strengths
        .iter()
        .copied()
        .max()
        .filter(|strength| *strength > 0)
        .ok_or(ImportError::NoHeader)?;
    let main = strengths
        .iter()
        .position(|strength| *strength == best)
        .unwrap_or(0);
    let lower = if continues_header(&rows, main) {
        main + 1
    } else {
        main
    };
    let body = rows.split_off(lower + 1);
    let columns = columns::assign(header_cells(&rows, main, lower, width(&rows, &body)));
    let header_line = rows[lower].line;
    let above = if lower > main { lower } else { main };
    let (sailing, kinds) = titles::read(&rows[..main], today);
    let defects = title_defects(&kinds, lower > main);
    let titles: Vec<u32> = rows[..above].iter().map(|row| row.line).collect();
    let mut layout = Layout {
        header_line,
        columns,
        sailing,
        defects,
        rows: Vec::new(),
        titles,
        skipped: Vec::new(),
        footers: Vec::new(),
    };
    layout.sort_body(&rows, body);
    if layout.rows.len() > MAX_ROWS {
        return Err(ImportError::TooLarge(Cap::Rows));
    }
    if !layout.footers.is_empty() {
        layout.defects.push(DefectCode::FooterRow);
    }
    Ok(layout)
}

/// A line about the sailing is a title row; any other text above the header, and a header of two lines, is a merged
/// header. A line can be both ("MANIFES PENUMPANG KM CONTOH").
fn title_defects(kinds: &[TitleKind], two_lines: bool) -> Vec<DefectCode> {
    let mut defects = Vec::new();
    if two_lines || kinds.iter().any(|kind| kind.heading || !kind.sailing) {
        defects.push(DefectCode::MergedHeader);
    }
    if kinds.iter().any(|kind| kind.sailing) {
        defects.push(DefectCode::TitleRow);
    }
    defects
}

fn width(rows: &[Row], body: &[Row]) -> usize {
    let filled = |row: &Row| row.filled().last().map_or(0, |last| last + 1);
    let header = rows.last().map_or(0, |row| row.cells.len());
    rows.iter()
        .chain(body)
        .map(filled)
        .max()
        .unwrap_or(0)
        .max(header)
}

/// Whether the line after the header completes it: every filled cell is a header of its own or under a group title.
fn continues_header(rows: &[Row], main: usize) -> bool {
    let (Some(upper), Some(lower)) = (rows.get(main), rows.get(main + 1)) else {
        return false;
    };
    if similar(upper, lower) {
        return false;
    }
    let groups = spread(upper);
    let mut filled = lower.filled().peekable();
    filled.peek().is_some()
        && filled.all(|index| {
            let own = lower.cell(index);
            let group = groups.get(index).map_or("", String::as_str);
            let joined = || {
                let pair = [format!("{own} {group}"), format!("{group} {own}")];
                !group.is_empty() && pair.iter().any(|text| vocabulary().exact(text).is_some())
            };
            !own.bytes().all(|b| b.is_ascii_digit())
                && (vocabulary().exact(own).is_some() || joined())
        })
}

/// Each cell, and for an empty one the last filled cell before it: a merged cell has its text at its left end.
fn spread(row: &Row) -> Vec<String> {
    let mut last = String::new();
    let spread = row.cells.iter().map(|cell| {
        if !is_blank(cell) {
            last = cleaned(cell);
        }
        last.clone()
    });
    spread.collect()
}

fn header_cells(rows: &[Row], main: usize, lower: usize, width: usize) -> Vec<HeaderCell> {
    let header = &rows[lower];
    let above = if lower > main {
        Some(&rows[main])
    } else {
        main.checked_sub(1).map(|index| &rows[index])
    };
    let groups = above.map(spread).unwrap_or_default();
    let two_lines = lower > main;
    (0..width)
        .map(|index| {
            let own = cleaned(header.cell(index));
            let directly = above
                .map(|row| cleaned(row.cell(index)))
                .filter(|text| !text.is_empty());
            // The title of a group further left reaches over a column only as far as its own header line knows.
            let group = groups
                .get(index)
                .or(groups.last())
                .filter(|text| !text.is_empty() && !own.is_empty());
            let stands_for = directly
                .clone()
                .filter(|text| two_lines || vocabulary().exact(text).is_some());
            HeaderCell {
                above: stands_for.filter(|_| own.is_empty()),
                groups: group.into_iter().cloned().collect(),
                own,
            }
        })
        .collect()
}

/// Whether two lines are the same header, up to dress.
fn similar(header: &Row, row: &Row) -> bool {
    let filled: Vec<usize> = row.filled().collect();
    let same = filled
        .iter()
        .filter(|i| canonical(row.cell(**i)) == canonical(header.cell(**i)))
        .count();
    same >= 2 && same * 5 >= filled.len() * 3
}

/// What a line after the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Passenger,
    /// Only a number: a prepared line that nobody filled in, unless passengers follow.
    Numbered,
    Skipped,
    Footer,
}

impl Layout {
    fn sort_body(&mut self, head: &[Row], body: Vec<Row>) {
        let sorter = Sorter::new(&self.columns, head);
        let mut parts = Vec::with_capacity(body.len());
        let (mut in_footer, mut after_header) = (false, true);
        for row in &body {
            let part = sorter.part(row, in_footer, after_header);
            after_header = part == Part::Skipped;
            in_footer = part == Part::Footer || (in_footer && part != Part::Passenger);
            parts.push(part);
        }
        let last_passenger = parts.iter().rposition(|part| *part == Part::Passenger);
        for (index, (row, part)) in body.into_iter().zip(parts).enumerate() {
            match part {
                Part::Numbered if last_passenger.is_some_and(|last| index < last) => {
                    self.rows.push(row)
                }
                Part::Passenger => self.rows.push(row),
                Part::Skipped | Part::Numbered => self.skipped.push(row.line),
                Part::Footer => self.footers.push(row.line),
            }
        }
    }
}

/// Decides about single lines.
struct Sorter<'a> {
    head: &'a [Row],
    head_texts: HashSet<String>,
    row_no: Option<usize>,
    names: Vec<usize>,
    documents: Vec<usize>,
    birth: Option<usize>,
}

impl<'a> Sorter<'a> {
    fn new(columns: &[ColumnMatch], head: &'a [Row]) -> Self {
        let column = |field| {
            columns
                .iter()
                .find(|c| c.field == Some(field))
                .map(|c| c.index)
        };
        let all = |wanted: &[Field]| {
            let is = |c: &&ColumnMatch| c.field.is_some_and(|field| wanted.contains(&field));
            columns.iter().filter(is).map(|c| c.index).collect()
        };
        Self {
            head,
            head_texts: head.iter().map(joined).collect(),
            row_no: column(Field::RowNo),
            names: all(&[Field::FullName, Field::Surname, Field::GivenNames]),
            documents: all(&[Field::DocumentNumber]),
            birth: column(Field::BirthDate),
        }
    }

    fn part(&self, row: &Row, in_footer: bool, after_header: bool) -> Part {
        let numbered = self.row_no.is_some_and(|index| is_ordinal(row.cell(index)));
        let named = self
            .names
            .iter()
            .any(|index| row.cell(*index).chars().any(char::is_alphabetic));
        let documented = self
            .documents
            .iter()
            .any(|index| looks_like_number(row.cell(*index)));
        // Most lines are plain passengers; only the others are compared with the header.
        let plain = named && documented;
        if !plain && (self.is_header_again(row) || (after_header && is_column_numbers(row))) {
            return Part::Skipped;
        }
        if self.is_sum(row) {
            return Part::Footer;
        }
        let person = named && (documented || numbered);
        if !person && !numbered && self.opens_footer(row) {
            return Part::Footer;
        }
        if in_footer && !person {
            let born = self
                .birth
                .is_some_and(|index| row.cell(index).bytes().any(|b| b.is_ascii_digit()));
            return if named && born {
                Part::Passenger
            } else {
                Part::Footer
            };
        }
        let mut filled = row.filled();
        if let (Some(only), None) = (filled.next(), filled.next()) {
            if Some(only) == self.row_no {
                return if numbered {
                    Part::Numbered
                } else {
                    Part::Skipped
                };
            }
            // A section title ("ANAK-ANAK") at the beginning of the line, outside the columns of a person.
            if only == 0 && !self.names.contains(&0) && !self.documents.contains(&0) {
                return Part::Skipped;
            }
        }
        Part::Passenger
    }

    /// A line that sums up: its name is a word for a sum, and beside it are only counts. A person who is called like
    /// that has a birth date or a document.
    fn is_sum(&self, row: &Row) -> bool {
        let names = || self.names.iter().map(|index| row.cell(*index));
        let digits = |index: usize| row.cell(index).bytes().filter(u8::is_ascii_digit).count();
        // Cheap questions first: nearly every row is a person with a birth date.
        self.documents
            .iter()
            .copied()
            .chain(self.birth)
            .all(|index| digits(index) < 6)
            && row
                .filled()
                .filter(|index| !self.names.contains(index))
                .all(|index| footer::is_count(row.cell(index)))
            && names().any(footer::is_sum)
            && names().all(|cell| is_blank(cell) || footer::is_sum(cell))
    }

    /// The header, or a line above it, printed again on the next page.
    fn is_header_again(&self, row: &Row) -> bool {
        let mut filled = row.filled();
        let first = filled.next();
        let many = first.is_some() && filled.next().is_some();
        if self.head_texts.contains(&joined(row)) {
            return true;
        }
        if !many
            || first.is_none_or(|index| is_ordinal(row.cell(index)) && Some(index) == self.row_no)
        {
            return false;
        }
        self.head.last().is_some_and(|header| similar(header, row)) || is_header_like(row)
    }

    fn opens_footer(&self, row: &Row) -> bool {
        let signed_at = |cell: &str| {
            cell.split_once([',', ' '])
                .is_some_and(|(place, rest)| is_port(place) && dates::is_date(rest))
        };
        let opens = |index: usize| footer::opens(row.cell(index), self.names.contains(&index));
        let named = self
            .names
            .iter()
            .any(|i| row.cell(*i).chars().any(char::is_alphabetic) && !opens(*i));
        // Beside a name only the beginning of the line counts: "Nakhoda" may be a remark about a passenger.
        row.filled().take(if named { 1 } else { 3 }).any(opens)
            || (self.names.iter().all(|index| is_blank(row.cell(*index)))
                && row
                    .filled()
                    .any(|index| Some(index) != self.birth && signed_at(row.cell(index))))
    }
}

/// At least three cells, and most of the line, are headers exactly.
fn is_header_like(row: &Row) -> bool {
    let filled: Vec<usize> = row.filled().collect();
    if filled.len() < 3 || row.cell(filled[0]).len() > 40 {
        return false;
    }
    let headers = filled
        .iter()
        .filter(|index| vocabulary().exact(row.cell(**index)).is_some())
        .count();
    headers >= 3 && headers * 5 >= filled.len() * 3
}

fn joined(row: &Row) -> String {
    let cells: Vec<String> = row
        .filled()
        .map(|index| canonical(row.cell(index)))
        .collect();
    cells.join("|")
}

/// `1`, `12.`, `(3)`.
fn is_ordinal(cell: &str) -> bool {
    let digits = cell
        .trim()
        .trim_matches(|c: char| matches!(c, '.' | '(' | ')' | ' '));
    !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The line `1 2 3 4 5` that some forms print under the header.
fn is_column_numbers(row: &Row) -> bool {
    let filled: Vec<usize> = row.filled().collect();
    let number = |index: &usize| {
        let text = row
            .cell(*index)
            .trim_matches(|c: char| matches!(c, '.' | '(' | ')' | ' ' | '[' | ']'));
        text.parse::<usize>().ok()
    };
    let numbers: Vec<usize> = filled.iter().filter_map(number).collect();
    filled.len() >= 3
        && numbers.len() == filled.len()
        && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// A document cell that holds more than a placeholder or a count.
fn looks_like_number(cell: &str) -> bool {
    cell.chars().filter(|c| c.is_alphanumeric()).count() >= 4
        && cell.bytes().any(|b| b.is_ascii_digit())
}
