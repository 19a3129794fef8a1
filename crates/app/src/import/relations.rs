//! What only shows when rows are compared: duplicates, and one document number for two persons.

use std::collections::HashMap;

use suar_domain::manifest::{ColumnMatch, Defect, DefectCode, Field, LineState, ReadLine};
use suar_domain::sensitive::Sensitive;
use suar_domain::time::PlainDate;

/// Rows with the same document and the same name words, by birth date.
#[derive(Default)]
struct SameName {
    first: usize,
    births: HashMap<Option<PlainDate>, usize>,
}

/// Marks duplicates and conflicts, and gives every row its state.
///
/// Same person: same document, same words in the name, and birth dates that are equal, exchanged in day and month, or
/// missing on one side. A row without a name is nobody else: it is neither duplicate nor conflict.
pub(super) fn compare(lines: &mut [ReadLine], columns: &[ColumnMatch]) {
    let column = columns
        .iter()
        .find(|c| c.field == Some(Field::DocumentNumber))
        .map(|c| c.index);
    let mut duplicates: Vec<(usize, usize)> = Vec::new();
    let mut conflicts: Vec<usize> = Vec::new();
    for rows in rows_by_document(lines) {
        let mut names: HashMap<Vec<String>, SameName> = HashMap::new();
        let mut persons = Vec::new();
        for row in rows {
            let Some(name) = &lines[row].fields.full_name else {
                continue;
            };
            let birth = lines[row].fields.birth_date;
            let same = names
                .entry(name.comparable_words())
                .or_insert_with(|| SameName {
                    first: row,
                    births: HashMap::new(),
                });
            match same.earlier(birth) {
                Some(first) => duplicates.push((row, first)),
                None => {
                    same.births.insert(birth, row);
                    persons.push(row);
                }
            }
        }
        if persons.len() > 1 {
            conflicts.extend(persons);
        }
    }
    for row in conflicts {
        let defect = defect(DefectCode::DocConflict, &lines[row], column);
        lines[row].defects.push(defect);
    }
    for (row, first) in duplicates {
        lines[row].defects = vec![defect(DefectCode::DuplicateRow, &lines[row], column)];
        lines[row].state = LineState::Duplicate {
            of: lines[first].line,
        };
    }
    for line in lines
        .iter_mut()
        .filter(|line| !matches!(line.state, LineState::Duplicate { .. }))
    {
        let blocked = line.defects.iter().any(|defect| defect.code.blocks());
        line.state = if blocked {
            LineState::ToFix
        } else {
            LineState::Clean
        };
    }
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

/// Rows of each document number that occurs more than once, in the order of the file.
fn rows_by_document(lines: &[ReadLine]) -> Vec<Vec<usize>> {
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        if let Some(number) = &line.fields.document_number {
            groups.entry(number.as_str()).or_default().push(index);
        }
    }
    let mut groups: Vec<_> = groups.into_values().filter(|rows| rows.len() > 1).collect();
    groups.sort_unstable();
    groups
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
