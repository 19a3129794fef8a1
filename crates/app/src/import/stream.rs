//! A manifest whose rows are read one at a time, for long lists that are only looked at.
//!
//! What must hold: row by row the same answer as when everything is read at once. Only the text of the cells and what
//! rows are compared by is in memory.

use std::collections::HashMap;

use suar_domain::document::PassportNumber;
use suar_domain::manifest::{LineCounts, ReadLine, ReadManifest};
use suar_domain::text::FullName;
use suar_domain::time::PlainDate;

use super::cells::RowReader;
use super::relations::{self, Compared, Relation};
use super::table::Row;

/// A file with its lines sorted out and its rows not read yet.
pub(super) struct Unread {
    /// Everything but the rows.
    pub head: ReadManifest,
    pub rows: Vec<Row>,
    pub reader: RowReader,
}

/// What a row is compared by, kept while the others are read.
struct Kept {
    document: PassportNumber,
    name: Option<FullName>,
    birth: Option<PlainDate>,
}

/// A manifest that gives its rows one at a time.
pub struct Stream {
    file: Unread,
    relations: HashMap<usize, Relation>,
    column: Option<usize>,
    counts: LineCounts,
}

impl Unread {
    /// Reads all rows.
    pub fn read_all(self) -> ReadManifest {
        let Self {
            mut head,
            rows,
            reader,
        } = self;
        head.lines = rows.into_iter().map(|row| reader.read(row)).collect();
        relations::compare(&mut head.lines, &head.columns);
        head
    }

    /// Compares all rows and keeps none of them.
    pub fn stream(self) -> Stream {
        let mut kept: Vec<Option<Kept>> = Vec::with_capacity(self.rows.len());
        let mut blocked = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let line = self.reader.read(row.clone());
            blocked.push(line.defects.iter().any(|defect| defect.code.blocks()));
            kept.push(line.fields.document_number.map(|document| Kept {
                document,
                name: line.fields.full_name,
                birth: line.fields.birth_date,
            }));
        }
        let relations = relations::find(kept.len(), |index| {
            kept[index].as_ref().map(|kept| Compared {
                document: &kept.document,
                name: kept.name.as_ref(),
                birth: kept.birth,
            })
        });
        let mut counts = LineCounts {
            rows: self.rows.len(),
            ..LineCounts::default()
        };
        for (index, blocked) in blocked.into_iter().enumerate() {
            match relations.get(&index) {
                Some(Relation::Repeats(_)) => counts.duplicate += 1,
                Some(Relation::Conflicts) => counts.to_fix += 1,
                None if blocked => counts.to_fix += 1,
                None => counts.clean += 1,
            }
        }
        let column = relations::document_column(&self.head.columns);
        Stream {
            file: self,
            relations,
            column,
            counts,
        }
    }
}

impl Stream {
    /// The manifest without its rows.
    pub fn head(&self) -> &ReadManifest {
        &self.file.head
    }

    /// How many rows are in which state.
    pub fn counts(&self) -> LineCounts {
        self.counts
    }

    /// The line of each row.
    pub fn line_numbers(&self) -> impl Iterator<Item = u32> {
        self.file.rows.iter().map(|row| row.line)
    }

    /// The rows, each read when it is asked for.
    pub fn lines(&self) -> impl Iterator<Item = ReadLine> {
        self.file.rows.iter().enumerate().map(|(index, row)| {
            let mut line = self.file.reader.read(row.clone());
            let relation = self.relations.get(&index).copied();
            let first = match relation {
                Some(Relation::Repeats(first)) => {
                    self.file.rows.get(first).map_or(0, |row| row.line)
                }
                _ => 0,
            };
            relations::apply(&mut line, relation, first, self.column);
            line
        })
    }
}
