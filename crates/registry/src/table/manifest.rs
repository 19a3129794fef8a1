//! Manifests and their rows. The text of a cell is kept as printed; a correction stands beside it.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use suar_domain::id::{DepartureId, ManifestId, ManifestLineId, SailingId};
use suar_domain::manifest::{
    CellOrigin, ColumnMatch, Defect, DefectCode, Encoding, Field, FileNote, LineState, ReadLine,
    ReadManifest, SailingHint, SheetRows,
};
use suar_domain::operation::{CorrectLine, ImportManifest};
use suar_domain::sensitive::Sensitive;
use suar_domain::time::PlainDate;
use suar_protocol::change::ChangeKind;

use super::{blob, damaged, maybe_uuid, uuid};
use crate::Registry;
use crate::error::RegistryError;
use crate::write::Writing;

/// Corrected cells of one row: column and new text.
pub type Corrections = BTreeMap<u32, String>;

/// A manifest as stored, without its rows.
#[derive(Debug, Clone)]
pub struct ManifestRow {
    /// Identity.
    pub id: ManifestId,
    /// Its sailing.
    pub sailing: SailingId,
    /// File name as chosen.
    pub file_name: String,
    /// The file as it was read; `lines` is empty here.
    pub reading: ReadManifest,
}

/// One row as stored. Values are not stored: they are read again from the cells and their corrections.
#[derive(Clone)]
pub struct LineRow {
    /// Identity.
    pub id: ManifestLineId,
    /// Its manifest.
    pub manifest: ManifestId,
    /// Line in the file.
    pub line: u32,
    /// Cells as printed.
    pub cells: Vec<String>,
    /// What an XLSX cell was before it became text.
    pub origins: Vec<(u16, CellOrigin)>,
    /// Corrected cells.
    pub corrections: Corrections,
    /// State as read; a row that was set aside keeps it.
    pub state: LineState,
    /// Findings: code, field, column, text found.
    pub defects: Vec<Defect>,
    /// Why the row was set aside.
    pub set_aside: Option<String>,
    /// The departure made from it.
    pub departure: Option<DepartureId>,
}

/// The stored form of what is known of a file as a whole.
#[derive(Serialize, Deserialize)]
struct Shape {
    columns: Vec<(usize, String, Option<String>)>,
    file_defects: Vec<String>,
    skip: Vec<u32>,
    title: Vec<u32>,
    footer: Vec<u32>,
    /// Sheets by name, with the lines before each.
    #[serde(default)]
    sheets: Vec<(String, u32)>,
    /// Notes about the file: code and name.
    #[serde(default)]
    notes: Vec<(String, String)>,
    read_on: String,
}

type StoredDefect = (String, Option<String>, Option<usize>, String);

fn state_code(state: LineState) -> (&'static str, Option<u32>) {
    match state {
        LineState::Clean => ("clean", None),
        LineState::ToFix => ("to_fix", None),
        LineState::Duplicate { of } => ("duplicate", Some(of)),
    }
}

fn state_from(code: &str, of: Option<u32>) -> Result<LineState, RegistryError> {
    match (code, of) {
        ("clean", _) => Ok(LineState::Clean),
        ("to_fix", _) => Ok(LineState::ToFix),
        ("duplicate", Some(of)) => Ok(LineState::Duplicate { of }),
        _ => Err(damaged()),
    }
}

fn to_json<T: Serialize>(value: &T) -> Result<String, RegistryError> {
    serde_json::to_string(value).map_err(|_| damaged())
}

fn from_json<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, RegistryError> {
    serde_json::from_str(text).map_err(|_| damaged())
}

fn defects_to_json(defects: &[Defect]) -> Result<String, RegistryError> {
    let stored: Vec<StoredDefect> = defects
        .iter()
        .map(|defect| {
            let found = defect.found.expose("stored encrypted").clone();
            (
                defect.code.as_str().to_owned(),
                defect.field.map(|field| field.as_str().to_owned()),
                defect.column,
                found,
            )
        })
        .collect();
    to_json(&stored)
}

fn defects_from_json(text: &str) -> Result<Vec<Defect>, RegistryError> {
    let stored: Vec<StoredDefect> = from_json(text)?;
    stored
        .into_iter()
        .map(|(code, field, column, found)| {
            Ok(Defect {
                code: DefectCode::from_code(&code).ok_or_else(damaged)?,
                field: field
                    .map(|field| Field::from_code(&field).ok_or_else(damaged))
                    .transpose()?,
                column,
                found: Sensitive::new(found),
            })
        })
        .collect()
}

fn origins_to_json(origins: &[(u16, CellOrigin)]) -> Result<String, RegistryError> {
    let stored: Vec<(u16, bool)> = origins
        .iter()
        .map(|(at, origin)| (*at, *origin == CellOrigin::Date))
        .collect();
    to_json(&stored)
}

fn origins_from_json(text: &str) -> Result<Vec<(u16, CellOrigin)>, RegistryError> {
    let stored: Vec<(u16, bool)> = from_json(text)?;
    let origin = |date| {
        if date {
            CellOrigin::Date
        } else {
            CellOrigin::Number
        }
    };
    Ok(stored
        .into_iter()
        .map(|(at, date)| (at, origin(date)))
        .collect())
}

pub(crate) fn insert(w: &mut Writing<'_>, import: &ImportManifest) -> Result<(), RegistryError> {
    let reading = &import.reading;
    let shape = Shape {
        columns: reading
            .columns
            .iter()
            .map(|column| {
                (
                    column.index,
                    column.header.clone(),
                    column.field.map(|field| field.as_str().to_owned()),
                )
            })
            .collect(),
        file_defects: reading
            .file_defects
            .iter()
            .map(|code| code.as_str().to_owned())
            .collect(),
        skip: reading.skip_lines.clone(),
        title: reading.title_lines.clone(),
        footer: reading.footer_lines.clone(),
        sheets: reading
            .sheets
            .iter()
            .map(|sheet| (sheet.name.clone(), sheet.before))
            .collect(),
        notes: reading
            .notes
            .iter()
            .map(|note| {
                let (code, name) = note.to_parts();
                (code.to_owned(), name.to_owned())
            })
            .collect(),
        read_on: reading.read_on.to_string(),
    };
    w.tx.prepare_cached(
        "INSERT INTO manifests
             (id, sailing_id, file_name, encoding, delimiter, header_line, shape, imported_at, imported_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        blob(import.manifest.uuid()),
        blob(import.sailing.id.uuid()),
        import.file_name,
        reading.encoding.as_str(),
        reading.delimiter.map(String::from),
        reading.header_line,
        to_json(&shape)?,
        w.at_ms(),
        w.by()
    ])?;
    for (id, line) in import.line_ids.iter().zip(&reading.lines) {
        insert_line(w, import.manifest, *id, line)?;
    }
    let counts = reading.counts();
    let value = json!({
        "type": "manifest",
        "sailing": import.sailing.id.to_string(),
        "encoding": reading.encoding.as_str(),
        "rows": counts.rows,
        "clean": counts.clean,
        "to_fix": counts.to_fix,
        "duplicate": counts.duplicate,
        "file_defects": shape.file_defects,
    });
    w.log(
        import.manifest.uuid(),
        ChangeKind::Create,
        "manifest",
        value,
    )
}

fn insert_line(
    w: &Writing<'_>,
    manifest: ManifestId,
    id: ManifestLineId,
    line: &ReadLine,
) -> Result<(), RegistryError> {
    let (state, duplicate_of) = state_code(line.state);
    w.tx.prepare_cached(
        "INSERT INTO manifest_lines (id, manifest_id, line, cells, origins, state, duplicate_of, defects)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        blob(id.uuid()),
        blob(manifest.uuid()),
        line.line,
        to_json(&line.cells)?,
        origins_to_json(&line.origins)?,
        state,
        duplicate_of,
        defects_to_json(&line.defects)?
    ])?;
    Ok(())
}

pub(crate) fn correct(w: &mut Writing<'_>, correction: &CorrectLine) -> Result<(), RegistryError> {
    let key = blob(correction.line.uuid());
    let before: String =
        w.tx.prepare_cached("SELECT corrections FROM manifest_lines WHERE id = ?1")?
            .query_row([&key], |row| row.get(0))
            .optional()?
            .ok_or(RegistryError::NotFound { what: "row" })?;
    let mut corrections: Corrections = from_json(&before)?;
    corrections.insert(correction.column, correction.text.clone());
    w.tx.prepare_cached("UPDATE manifest_lines SET corrections = ?2 WHERE id = ?1")?
        .execute(params![key, to_json(&corrections)?])?;
    // A correction can end or start a duplicate elsewhere in the file.
    for (id, line) in &correction.lines {
        let (state, duplicate_of) = state_code(line.state);
        w.tx.prepare_cached(
            "UPDATE manifest_lines SET state = ?2, duplicate_of = ?3, defects = ?4
             WHERE id = ?1 AND (state IS NOT ?2 OR duplicate_of IS NOT ?3 OR defects IS NOT ?4)",
        )?
        .execute(params![
            blob(id.uuid()),
            state,
            duplicate_of,
            defects_to_json(&line.defects)?
        ])?;
    }
    let value = json!({ "line": correction.line.to_string(), "column": correction.column });
    w.log(
        correction.manifest.uuid(),
        ChangeKind::Event,
        "line_corrected",
        value,
    )
}

pub(crate) fn set_aside(
    w: &mut Writing<'_>,
    id: ManifestLineId,
    reason: Option<&str>,
) -> Result<(), RegistryError> {
    let changed =
        w.tx.prepare_cached("UPDATE manifest_lines SET set_aside_reason = ?2 WHERE id = ?1")?
            .execute(params![blob(id.uuid()), reason])?;
    if changed != 1 {
        return Err(RegistryError::NotFound { what: "row" });
    }
    let manifest =
        w.tx.prepare_cached("SELECT manifest_id FROM manifest_lines WHERE id = ?1")?
            .query_row([blob(id.uuid())], |row| uuid(row, 0))?;
    let field = if reason.is_some() {
        "line_set_aside"
    } else {
        "line_brought_back"
    };
    w.log(
        manifest,
        ChangeKind::Event,
        field,
        json!({ "line": id.to_string(), "reason": reason }),
    )
}

const LINE: &str = "SELECT l.id, l.manifest_id, l.line, l.cells, l.origins, l.corrections, l.state, l.duplicate_of,
        l.defects, l.set_aside_reason, d.id
    FROM manifest_lines l LEFT JOIN departures d ON d.line_id = l.id";

fn read_line(row: &Row<'_>) -> Result<LineRow, RegistryError> {
    let cells: String = row.get(3)?;
    let origins: String = row.get(4)?;
    let corrections: String = row.get(5)?;
    let state: String = row.get(6)?;
    let defects: String = row.get(8)?;
    Ok(LineRow {
        id: ManifestLineId::from_uuid(uuid(row, 0)?),
        manifest: ManifestId::from_uuid(uuid(row, 1)?),
        line: row.get(2)?,
        cells: from_json(&cells)?,
        origins: origins_from_json(&origins)?,
        corrections: from_json(&corrections)?,
        state: state_from(&state, row.get(7)?)?,
        defects: defects_from_json(&defects)?,
        set_aside: row.get(9)?,
        departure: maybe_uuid(row, 10)?.map(DepartureId::from_uuid),
    })
}

fn read_manifest(row: &Row<'_>) -> Result<ManifestRow, RegistryError> {
    let encoding: String = row.get(3)?;
    let delimiter: Option<String> = row.get(4)?;
    let shape: String = row.get(6)?;
    let shape: Shape = from_json(&shape)?;
    let field = |code: String| Field::from_code(&code).ok_or_else(damaged);
    let columns = shape
        .columns
        .into_iter()
        .map(|(index, header, code)| {
            Ok(ColumnMatch {
                index,
                header,
                field: code.map(field).transpose()?,
            })
        })
        .collect::<Result<_, RegistryError>>()?;
    let file_defects = shape
        .file_defects
        .iter()
        .map(|code| DefectCode::from_code(code).ok_or_else(damaged))
        .collect::<Result<_, _>>()?;
    let read_on: PlainDate = shape.read_on.parse().map_err(|_| damaged())?;
    Ok(ManifestRow {
        id: ManifestId::from_uuid(uuid(row, 0)?),
        sailing: SailingId::from_uuid(uuid(row, 1)?),
        file_name: row.get(2)?,
        reading: ReadManifest {
            encoding: Encoding::from_code(&encoding).ok_or_else(damaged)?,
            delimiter: delimiter.and_then(|text| text.chars().next()),
            header_line: row.get(5)?,
            sailing: SailingHint::default(),
            columns,
            file_defects,
            lines: Vec::new(),
            skip_lines: shape.skip,
            title_lines: shape.title,
            footer_lines: shape.footer,
            sheets: shape
                .sheets
                .into_iter()
                .map(|(name, before)| SheetRows { name, before })
                .collect(),
            notes: shape
                .notes
                .into_iter()
                .map(|(code, name)| FileNote::from_parts(&code, name).ok_or_else(damaged))
                .collect::<Result<_, _>>()?,
            read_on,
        },
    })
}

const MANIFEST: &str =
    "SELECT id, sailing_id, file_name, encoding, delimiter, header_line, shape FROM manifests";

impl Registry {
    /// One manifest.
    pub fn manifest(&self, id: ManifestId) -> Result<ManifestRow, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!("{MANIFEST} WHERE id = ?1"))?;
        let mut rows = statement.query([blob(id.uuid())])?;
        read_manifest(
            rows.next()?
                .ok_or(RegistryError::NotFound { what: "manifest" })?,
        )
    }

    /// The manifests of a sailing, newest first.
    pub fn manifests_of(&self, sailing: SailingId) -> Result<Vec<ManifestRow>, RegistryError> {
        let connection = self.connection();
        let sql = format!("{MANIFEST} WHERE sailing_id = ?1 ORDER BY imported_at DESC, id DESC");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([blob(sailing.uuid())])?;
        let mut manifests = Vec::new();
        while let Some(row) = rows.next()? {
            manifests.push(read_manifest(row)?);
        }
        Ok(manifests)
    }

    /// One row.
    pub fn manifest_line(&self, id: ManifestLineId) -> Result<LineRow, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(&format!("{LINE} WHERE l.id = ?1"))?;
        let mut rows = statement.query([blob(id.uuid())])?;
        read_line(
            rows.next()?
                .ok_or(RegistryError::NotFound { what: "row" })?,
        )
    }

    /// All rows of a manifest, in the order of the file.
    pub fn manifest_lines(&self, manifest: ManifestId) -> Result<Vec<LineRow>, RegistryError> {
        let connection = self.connection();
        let sql = format!("{LINE} WHERE l.manifest_id = ?1 ORDER BY l.line");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([blob(manifest.uuid())])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(read_line(row)?);
        }
        Ok(lines)
    }

    /// Rows of a sailing's manifests that need a look: to fix, double, or set aside (at most `limit`). A row that was set
    /// aside stays listed when another correction has made it clean, or nobody would ever see it again.
    pub fn open_lines(
        &self,
        sailing: SailingId,
        limit: u32,
    ) -> Result<Vec<LineRow>, RegistryError> {
        let connection = self.connection();
        let sql = format!(
            "{LINE} WHERE l.manifest_id IN (SELECT id FROM manifests WHERE sailing_id = ?1)
             AND (l.state <> 'clean' OR l.set_aside_reason IS NOT NULL)
             ORDER BY l.set_aside_reason IS NOT NULL, l.state = 'duplicate', l.line LIMIT ?2"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![blob(sailing.uuid()), limit])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            lines.push(read_line(row)?);
        }
        Ok(lines)
    }

    /// How many rows of a sailing wait for a fix.
    pub fn lines_to_fix(&self, sailing: SailingId) -> Result<u32, RegistryError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT count(*) FROM manifest_lines WHERE state = 'to_fix' AND set_aside_reason IS NULL
             AND manifest_id IN (SELECT id FROM manifests WHERE sailing_id = ?1)",
        )?;
        Ok(statement.query_row([blob(sailing.uuid())], |row| row.get(0))?)
    }
}
