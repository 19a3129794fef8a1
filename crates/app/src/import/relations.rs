//! What only shows when rows are compared: duplicates, and one document number for two persons.

use std::collections::HashMap;

use suar_domain::document::PassportNumber;
use suar_domain::manifest::{
    ColumnMatch, Defect, DefectCode, Field, LineFields, LineState, ReadLine,
};
use suar_domain::sensitive::Sensitive;
use suar_domain::text::FullName;
use suar_domain::time::PlainDate;

/// Rows with the same document and the same name words, by birth date.
#[derive(Default)]
struct SameName {
    first: usize,
    births: HashMap<Option<PlainDate>, usize>,
}

/// What of a row is compared with other rows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared<'a> {
    pub document: &'a PassportNumber,
    pub name: Option<&'a FullName>,
    pub birth: Option<PlainDate>,
}

impl<'a> Compared<'a> {
    /// None without a document number: such a row is like no other.
    pub fn of(fields: &'a LineFields) -> Option<Self> {
        Some(Self {
            document: fields.document_number.as_ref()?,
            name: fields.full_name.as_ref(),
            birth: fields.birth_date,
        })
    }
}

/// How a row stands to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// It repeats an earlier row, by index.
    Repeats(usize),
    /// It shares its document number with somebody else.
    Conflicts,
}

/// Finds duplicates and conflicts among `count` rows.
///
/// Same person: same document, same words in the name, and birth dates that are equal, exchanged in day and month, or
/// missing on one side. A row without a name is nobody else: it is neither duplicate nor conflict.
pub(super) fn find<'a>(
    count: usize,
    row: impl Fn(usize) -> Option<Compared<'a>>,
) -> HashMap<usize, Relation> {
    let mut relations = HashMap::new();
    for rows in rows_by_document(count, &row) {
        let mut names: HashMap<Vec<String>, SameName> = HashMap::new();
        let mut persons = Vec::new();
        for index in rows {
            let Some((name, birth)) = row(index).and_then(|row| Some((row.name?, row.birth)))
            else {
                continue;
            };
            let same = names
                .entry(name.comparable_words())
                .or_insert_with(|| SameName {
                    first: index,
                    births: HashMap::new(),
                });
            match same.earlier(birth) {
                Some(first) => {
                    relations.insert(index, Relation::Repeats(first));
                }
                None => {
                    same.births.insert(birth, index);
                    persons.push(index);
                }
            }
        }
        if persons.len() > 1 {
            relations.extend(persons.into_iter().map(|row| (row, Relation::Conflicts)));
        }
    }
    relations
}

/// Marks duplicates and conflicts, and gives every row its state.
pub(super) fn compare(lines: &mut [ReadLine], columns: &[ColumnMatch]) {
    let relations = find(lines.len(), |index| Compared::of(&lines[index].fields));
    let column = document_column(columns);
    for index in 0..lines.len() {
        let relation = relations.get(&index).copied();
        let first = match relation {
            Some(Relation::Repeats(first)) => lines[first].line,
            _ => 0,
        };
        apply(&mut lines[index], relation, first, column);
    }
}

/// Index of the column with document numbers.
pub(super) fn document_column(columns: &[ColumnMatch]) -> Option<usize> {
    columns
        .iter()
        .find(|column| column.field == Some(Field::DocumentNumber))
        .map(|column| column.index)
}

/// Gives a row the defect and the state that follow from its relation; `first` is the line that a duplicate repeats.
pub(super) fn apply(
    line: &mut ReadLine,
    relation: Option<Relation>,
    first: u32,
    column: Option<usize>,
) {
    match relation {
        Some(Relation::Repeats(_)) => {
            line.defects = vec![defect(DefectCode::DuplicateRow, line, column)];
            line.state = LineState::Duplicate { of: first };
            return;
        }
        Some(Relation::Conflicts) => {
            let defect = defect(DefectCode::DocConflict, line, column);
            line.defects.push(defect);
        }
        None => {}
    }
    line.state = if line.defects.iter().any(|defect| defect.code.blocks()) {
        LineState::ToFix
    } else {
        LineState::Clean
    };
}

impl SameName {
    /// The earlier row of the same person.
    fn earlier(&self, birth: Option<PlainDate>) -> Option<usize> {
        if self.births.is_empty() {
            return None;
        }
        let Some(date) = birth else {
            return Some(self.first);
        };
        let exchanged = PlainDate::new(date.year(), date.day(), date.month()).ok();
        let known = |birth: Option<PlainDate>| self.births.get(&birth).copied();
        known(Some(date))
            .or_else(|| exchanged.and_then(|date| known(Some(date))))
            .or_else(|| known(None))
    }
}

/// Rows of each document number that occurs more than once, in the order of the file. Sorting costs no memory for the
/// numbers that occur once, which are nearly all.
fn rows_by_document<'a>(
    count: usize,
    row: &impl Fn(usize) -> Option<Compared<'a>>,
) -> Vec<Vec<usize>> {
    let document = |index: &usize| row(*index).map(|row| row.document);
    let mut rows: Vec<usize> = (0..count).filter(|index| row(*index).is_some()).collect();
    rows.sort_by(|a, b| document(a).cmp(&document(b)).then(a.cmp(b)));
    rows.chunk_by(|a, b| document(a) == document(b))
        .filter(|rows| rows.len() > 1)
        .map(<[usize]>::to_vec)
        .collect()
}

fn defect(code: DefectCode, line: &ReadLine, column: Option<usize>) -> Defect {
    let found = column
        .and_then(|index| line.cells.get(index))
        .cloned()
        .unwrap_or_default();
    Defect {
        code,
        field: Some(Field::DocumentNumber),
        column,
        found: Sensitive::new(found),
    }
}
