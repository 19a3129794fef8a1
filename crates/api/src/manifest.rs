//! Manifests: reading a file, importing it, fixing rows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::import::{self, Sentence};
use suar_app::manifest::{self as app, LineRow};
use suar_domain::manifest as domain;
use suar_domain::manifest::{Defect, ReadLine, ReadManifest};
use ts_rs::TS;

use crate::error::ApiError;

use crate::sailing::SailingView;
use crate::text::Text;

/// What a file was found to be, before anything is stored.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ManifestPreview {
    /// Handle of the reading; it is forgotten when the registry is locked.
    pub token: String,
    /// File name as chosen.
    pub file_name: String,
    /// Character encoding, such as `utf-8` or `windows-1252`; `xlsx` for a workbook.
    pub encoding: String,
    /// Column headers found, with the field each one fills; none for an unknown column, which is ignored.
    pub columns: Vec<ColumnView>,
    /// The first rows (at most 10).
    pub sample: Vec<LineView>,
    /// Rows that need a fix (at most 500), and duplicates.
    pub problems: Vec<LineView>,
    /// Figures.
    pub counts: LineCounts,
    /// What is unusual about the file as a whole, in words.
    pub notes: Vec<Text>,
    /// Vessel, ports and day as far as the file tells them.
    pub sailing: SailingDraft,
}

/// A column of the file.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ColumnView {
    /// Header as printed.
    pub header: String,
    /// Field name, when the header is known.
    pub field: Option<String>,
}

/// Row figures of a file.
#[derive(Debug, Clone, Copy, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LineCounts {
    /// Rows with people.
    pub rows: u32,
    /// Rows that can be imported as they are.
    pub clean: u32,
    /// Rows that wait for a fix.
    pub to_fix: u32,
    /// Rows that repeat an earlier one.
    pub duplicate: u32,
}

/// Vessel, ports and day, as far as known.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SailingDraft {
    /// Vessel name.
    pub vessel: Option<String>,
    /// Port of departure: `nunukan`, `tarakan`, or text.
    pub from: Option<String>,
    /// Port of arrival.
    pub to: Option<String>,
    /// Day of sailing, ISO 8601.
    pub date: Option<String>,
    /// Departure time, `HH:MM`.
    pub departs_at: Option<String>,
    /// When boarding closes, `HH:MM`.
    pub gate_closes_at: Option<String>,
    /// Which crossing of the day, when the vessel has others: the id of a known sailing, or `new`.
    pub choice: Option<String>,
}

/// Stores a reading.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ManifestImport {
    /// Handle from the preview.
    pub token: String,
    /// The sailing as the officer confirmed it; vessel and date are required.
    pub sailing: SailingDraft,
}

/// What an import did.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// The sailing, with its figures.
    pub sailing: SailingView,
    /// Row figures.
    pub counts: LineCounts,
    /// How this manifest differs from an earlier one of the sailing; absent for the first.
    pub changes: Option<ManifestChanges>,
}

/// How a newer manifest differs from what was known of its sailing. Nobody is removed by it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ManifestChanges {
    /// People who are new on the board.
    pub added: u32,
    /// People about whom the newer manifest says something else; that is stored.
    pub changed: Vec<NamedPerson>,
    /// People from an earlier manifest whom the newer one does not name.
    pub missing: Vec<NamedPerson>,
}

/// A person on the board, as the report of an import names them.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NamedPerson {
    /// Their place on the sailing.
    pub departure: String,
    /// Full name.
    pub name: String,
    /// Travel document number.
    pub document: Option<String>,
}

/// A manifest row that an officer can look at and fix.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LineView {
    /// Row id; absent in a preview.
    pub id: Option<String>,
    /// Sheet of the workbook, when the rows come from several.
    pub sheet: Option<String>,
    /// Line in the file or on the sheet, from 1.
    pub line: u32,
    /// State of the row.
    pub state: LineState,
    /// For a duplicate, the line that it repeats.
    pub duplicate_of: Option<u32>,
    /// Sheet of that line, when the rows come from several.
    pub duplicate_sheet: Option<String>,
    /// Cells as printed, with their headers.
    pub cells: Vec<CellView>,
    /// What is wrong or notable.
    pub defects: Vec<DefectView>,
    /// Why the row was set aside.
    pub reason: Option<String>,
}

/// State of a manifest row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LineState {
    /// Imported as it is.
    Clean,
    /// Waits for a fix.
    ToFix,
    /// Repeats an earlier row.
    Duplicate,
    /// An officer set it aside.
    SetAside,
}

/// One cell of a row.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CellView {
    /// Column number, from 0.
    pub column: u32,
    /// Header as printed.
    pub header: String,
    /// Text as printed, or as corrected.
    pub text: String,
    /// The text was corrected by an officer; the original is kept.
    pub corrected: bool,
}

/// One finding about a row.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DefectView {
    /// Code of `manifest-columns.toml`.
    pub code: String,
    /// The row cannot be imported until this is fixed.
    pub blocks: bool,
    /// Column number concerned, when there is one.
    pub column: Option<u32>,
    /// What is wrong.
    pub problem: Text,
    /// What to do about it.
    pub fix: Text,
}

/// Corrects one cell of a row.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LineFix {
    /// Row id.
    pub line: String,
    /// Column number, from 0.
    pub column: u32,
    /// New text, at most 300 characters.
    pub text: String,
}

/// Sets a row aside, or brings it back.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LineSetAside {
    /// Row id.
    pub line: String,
    /// Why; absent brings the row back.
    pub reason: Option<String>,
}

const SAMPLE: usize = 10;
const PROBLEMS: usize = 500;

fn text(sentence: Sentence) -> Text {
    Text::new(sentence.id, sentence.en)
}

fn cells(
    printed: &[String],
    corrected: &BTreeMap<u32, String>,
    reading: &ReadManifest,
) -> Vec<CellView> {
    reading
        .columns
        .iter()
        .filter_map(|column| {
            let at = u32::try_from(column.index).ok()?;
            let correction = corrected.get(&at);
            let printed = printed.get(column.index).cloned().unwrap_or_default();
            Some(CellView {
                column: at,
                header: column.header.clone(),
                text: correction.cloned().unwrap_or(printed),
                corrected: correction.is_some(),
            })
        })
        .collect()
}

fn defects(found: &[Defect]) -> Vec<DefectView> {
    found
        .iter()
        .map(|defect| DefectView {
            code: defect.code.as_str().to_owned(),
            blocks: defect.code.blocks(),
            column: defect.column.and_then(|at| u32::try_from(at).ok()),
            problem: text(import::problem_in(defect)),
            fix: text(import::fix(defect.code)),
        })
        .collect()
}

const fn state(state: domain::LineState, set_aside: bool) -> (LineState, Option<u32>) {
    match state {
        _ if set_aside => (LineState::SetAside, None),
        domain::LineState::Clean => (LineState::Clean, None),
        domain::LineState::ToFix => (LineState::ToFix, None),
        domain::LineState::Duplicate { of } => (LineState::Duplicate, Some(of)),
    }
}

/// The parts of a row that a preview and a stored row have in common.
struct Drawn<'a> {
    line: u32,
    state: domain::LineState,
    cells: Vec<CellView>,
    defects: &'a [Defect],
}

fn draw(row: Drawn<'_>, reason: Option<&str>, reading: &ReadManifest) -> LineView {
    let (state, duplicate_of) = state(row.state, reason.is_some());
    let (sheet, line) = reading.place_of(row.line);
    let of = duplicate_of.map(|line| reading.place_of(line));
    LineView {
        id: None,
        sheet: sheet.map(str::to_owned),
        line,
        state,
        duplicate_of: of.map(|(_, line)| line),
        duplicate_sheet: of.and_then(|(sheet, _)| sheet).map(str::to_owned),
        cells: row.cells,
        defects: defects(row.defects),
        reason: reason.map(str::to_owned),
    }
}

/// Draws a stored row.
pub(crate) fn line(row: &LineRow, reading: &ReadManifest) -> LineView {
    let drawn = Drawn {
        line: row.line,
        state: row.state,
        cells: cells(&row.cells, &row.corrections, reading),
        defects: &row.defects,
    };
    LineView {
        id: Some(row.id.to_string()),
        ..draw(drawn, row.set_aside.as_deref(), reading)
    }
}

fn read_line(row: &ReadLine, reading: &ReadManifest) -> LineView {
    let drawn = Drawn {
        line: row.line,
        state: row.state,
        cells: cells(&row.cells, &BTreeMap::new(), reading),
        defects: &row.defects,
    };
    draw(drawn, None, reading)
}

fn counts(reading: &ReadManifest) -> LineCounts {
    let counts = reading.counts();
    let figure = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    LineCounts {
        rows: figure(counts.rows),
        clean: figure(counts.clean),
        to_fix: figure(counts.to_fix),
        duplicate: figure(counts.duplicate),
    }
}

/// Reads a file. The shell calls this with the raw bytes, because a list of numbers would be four times as large.
pub fn read(app: &App, bytes: &[u8], file_name: &str) -> Result<ManifestPreview, ApiError> {
    let (token, reading) = app.read_manifest(bytes, file_name)?;
    let hint = &reading.sailing;
    let problems = reading
        .lines
        .iter()
        .filter(|line| line.state != domain::LineState::Clean);
    Ok(ManifestPreview {
        token,
        file_name: file_name.to_owned(),
        encoding: reading.encoding.as_str().to_owned(),
        columns: reading
            .columns
            .iter()
            .map(|column| ColumnView {
                header: column.header.clone(),
                field: column.field.map(|field| field.as_str().to_owned()),
            })
            .collect(),
        sample: reading
            .lines
            .iter()
            .take(SAMPLE)
            .map(|line| read_line(line, &reading))
            .collect(),
        problems: problems
            .take(PROBLEMS)
            .map(|line| read_line(line, &reading))
            .collect(),
        counts: counts(&reading),
        notes: reading
            .file_defects
            .iter()
            .map(|code| text(import::problem(*code)))
            .chain(reading.notes.iter().map(|note| text(import::note(note))))
            .collect(),
        sailing: SailingDraft {
            vessel: hint.vessel.as_ref().map(|name| name.as_str().to_owned()),
            from: hint.port_from.as_ref().map(|name| name.as_str().to_owned()),
            to: hint.port_to.as_ref().map(|name| name.as_str().to_owned()),
            date: hint.date.map(|date| date.to_string()),
            departs_at: None,
            gate_closes_at: None,
            choice: None,
        },
    })
}

pub(crate) fn import(app: &App, request: ManifestImport) -> Result<ImportReport, ApiError> {
    let draft = request.sailing;
    let or_empty = Option::unwrap_or_default;
    let choice = match draft.choice.as_deref() {
        None => None,
        Some("new") => Some(app::SailingChoice::New),
        Some(id) => Some(app::SailingChoice::Known(
            id.parse().map_err(|_| ApiError::bad_request("choice"))?,
        )),
    };
    let imported = app.import_manifest(
        &request.token,
        &app::SailingDraft {
            vessel: or_empty(draft.vessel),
            from: or_empty(draft.from),
            to: or_empty(draft.to),
            date: or_empty(draft.date),
            departs: or_empty(draft.departs_at),
            gate_closes: or_empty(draft.gate_closes_at),
            choice,
        },
    )?;
    let figures = imported.figures;
    let counts = LineCounts {
        rows: figures.counts.total + figures.to_fix,
        clean: figures.counts.total,
        to_fix: figures.to_fix,
        duplicate: 0,
    };
    Ok(ImportReport {
        sailing: crate::sailing::view(&figures),
        counts,
        changes: imported.changes.map(|changes| ManifestChanges {
            added: changes.added,
            changed: changes.changed.iter().map(named).collect(),
            missing: changes.missing.iter().map(named).collect(),
        }),
    })
}

fn named(entry: &suar_app::sailing::BoardEntry) -> NamedPerson {
    NamedPerson {
        departure: entry.departure.to_string(),
        name: entry.name.expose("shown to the officer").clone(),
        document: entry
            .document
            .as_ref()
            .map(|number| number.expose("shown to the officer").clone()),
    }
}

pub(crate) fn fix(app: &App, request: LineFix) -> Result<LineView, ApiError> {
    let id = request
        .line
        .parse()
        .map_err(|_| ApiError::bad_request("line"))?;
    let (row, manifest) = app.correct_line(id, request.column, &request.text)?;
    Ok(line(&row, &manifest.reading))
}

pub(crate) fn set_aside(app: &App, request: LineSetAside) -> Result<LineView, ApiError> {
    let id = request
        .line
        .parse()
        .map_err(|_| ApiError::bad_request("line"))?;
    let (row, manifest) = app.set_line_aside(id, request.reason.as_deref())?;
    Ok(line(&row, &manifest.reading))
}
