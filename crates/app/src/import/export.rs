//! A manifest as a CSV file that imports again: the same people, values, doubts and unknown columns.
//!
//! What must hold: exporting, importing and exporting again gives the same bytes. A value that was read is written in one
//! form, dates as ISO 8601; a cell that was not read is written as it was, so that its doubt comes back with it. No cell
//! begins with what a spreadsheet would take for a formula ([`super::guard`]).
//!
//! Not written: titles, totals and signatures. What they said of the sailing goes into columns of its own, unless the file
//! has such a column already; a port of departure that is no port of the corridor is not written, because a column of it
//! would not be believed.

use std::io::{self, Write};

use suar_domain::document::Sex;
use suar_domain::manifest::{CellOrigin, DefectCode, Field, ReadLine, ReadManifest};

use super::columns::vocabulary;
use super::guard::guarded;
use super::ports::is_port;
use super::stream::Stream;
use super::table::is_blank;
use super::text_file::LONGEST_QUOTED;

/// Tells spreadsheets that the text is UTF-8.
const MARK: &str = "\u{feff}";

/// One column of the file that is written.
struct Column {
    header: String,
    source: Source,
}

/// Where its cells come from.
enum Source {
    /// A column that was read; with its field when it is the one that says it.
    Cell(usize, Option<Field>),
    /// The place that stood beside the birth date.
    BirthPlace,
    /// What the file said about its sailing.
    Sailing(String),
}

/// Writes a manifest that was read as a whole.
///
/// # Errors
/// Only those of the output.
pub fn export(manifest: &ReadManifest, out: &mut impl Write) -> io::Result<()> {
    write(manifest, || manifest.lines.iter().cloned(), out)
}

/// Writes a manifest whose rows are read one at a time.
///
/// # Errors
/// Only those of the output.
pub fn export_stream(manifest: &Stream, out: &mut impl Write) -> io::Result<()> {
    write(manifest.head(), || manifest.lines(), out)
}

fn write<I: Iterator<Item = ReadLine>>(
    manifest: &ReadManifest,
    lines: impl Fn() -> I,
    out: &mut impl Write,
) -> io::Result<()> {
    let columns = columns(manifest, lines());
    out.write_all(MARK.as_bytes())?;
    record(out, columns.iter().map(|column| column.header.as_str()))?;
    for line in lines() {
        let cells: Vec<String> = columns.iter().map(|column| column.cell(&line)).collect();
        record(out, cells.iter().map(String::as_str))?;
    }
    out.flush()
}

/// The columns to write. Those without a header and without a cell in any row only gave room to a title.
fn columns(manifest: &ReadManifest, lines: impl Iterator<Item = ReadLine>) -> Vec<Column> {
    let mut filled = vec![false; manifest.columns.len()];
    let mut birth_place = false;
    for line in lines {
        birth_place |= line.fields.birth_place.is_some();
        for (filled, column) in filled.iter_mut().zip(&manifest.columns) {
            let cell = line.cells.get(column.index);
            *filled = *filled || cell.is_some_and(|cell| !is_blank(cell));
        }
    }
    let mut columns: Vec<Column> = Vec::new();
    for (column, filled) in manifest.columns.iter().zip(filled) {
        let main = column
            .field
            .filter(|field| manifest.column_of(*field) == Some(column.index));
        if filled || !is_blank(&column.header) {
            columns.push(Column {
                header: header(&column.header, column.field),
                source: Source::Cell(column.index, main),
            });
        }
    }
    let missing = |field| manifest.column_of(field).is_none();
    if birth_place && missing(Field::BirthPlace) {
        columns.push(Column {
            header: usual_header(Field::BirthPlace).to_owned(),
            source: Source::BirthPlace,
        });
    }
    let hint = &manifest.sailing;
    let from = text(hint.port_from.as_ref()).filter(|port| is_port(port));
    for (field, said) in [
        (Field::Vessel, text(hint.vessel.as_ref())),
        (Field::SailingDate, text(hint.date.as_ref())),
        (Field::PortFrom, from),
        (Field::PortTo, text(hint.port_to.as_ref())),
    ] {
        if let Some(said) = said.filter(|_| missing(field)) {
            columns.push(Column {
                header: usual_header(field).to_owned(),
                source: Source::Sailing(said),
            });
        }
    }
    columns
}

/// The printed header where it alone says what the column is; otherwise the usual one, because titles above it are gone.
fn header(printed: &str, field: Option<Field>) -> String {
    match field {
        Some(field) if vocabulary().exact(printed) != Some(field) => usual_header(field).to_owned(),
        _ => printed.to_owned(),
    }
}

impl Column {
    fn cell(&self, line: &ReadLine) -> String {
        match &self.source {
            Source::Cell(index, field) => {
                let value = field.and_then(|field| value(field, line));
                value.unwrap_or_else(|| as_it_was(line, *index))
            }
            Source::BirthPlace => text(line.fields.birth_place.as_ref()).unwrap_or_default(),
            Source::Sailing(said) => said.clone(),
        }
    }
}

fn text<T: ToString>(value: Option<&T>) -> Option<String> {
    value.map(T::to_string)
}

/// A value in its one form. What is not listed is written as it was: its form carries more than its value.
fn value(field: Field, line: &ReadLine) -> Option<String> {
    let fields = &line.fields;
    match field {
        Field::FullName => text(fields.full_name.as_ref()),
        Field::DocumentNumber => text(fields.document_number.as_ref()),
        Field::BirthDate => text(fields.birth_date.as_ref()),
        Field::DocumentExpiry => text(fields.document_expiry.as_ref()),
        Field::IssueDate => text(fields.issue_date.as_ref()),
        Field::BirthPlace => text(fields.birth_place.as_ref()),
        Field::Sex => match fields.sex? {
            Sex::Male => Some("L".to_owned()),
            Sex::Female => Some("P".to_owned()),
            Sex::Unspecified => None,
        },
        _ => None,
    }
}

/// The text of a cell. A number that a workbook had lost digits of is written so that they are missed again.
fn as_it_was(line: &ReadLine, index: usize) -> String {
    let cell = line.cells.get(index).map_or("", String::as_str);
    let lost = line.defects.iter().any(|defect| {
        defect.column == Some(index)
            && matches!(
                defect.code,
                DefectCode::DocScientific | DefectCode::NikScientific
            )
    });
    match (line.origin(index), cell.parse::<f64>()) {
        (Some(CellOrigin::Number), Ok(number)) if lost => scientific(number),
        _ => cell.to_owned(),
    }
}

/// `5.13E+08`, as a spreadsheet writes it.
fn scientific(number: f64) -> String {
    let text = format!("{number:E}");
    match text.split_once('E') {
        Some((mantissa, power)) if !power.starts_with('-') => format!("{mantissa}E+{power:0>2}"),
        _ => text,
    }
}

/// One line, in which every cell stands for itself.
fn record<'a>(out: &mut impl Write, cells: impl Iterator<Item = &'a str>) -> io::Result<()> {
    const MARKS: [char; 4] = [',', '"', '\r', '\n'];
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        let cell = guarded(cell);
        if !cell.contains(MARKS) {
            out.write_all(cell.as_bytes())?;
        } else if cell.len() * 2 < LONGEST_QUOTED {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            // Longer than a cell in quotes may be: it stays one cell, without the marks that need quotes.
            out.write_all(cell.replace(MARKS, " ").as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

/// A header that means this field and nothing else.
const fn usual_header(field: Field) -> &'static str {
    match field {
        Field::RowNo => "No",
        Field::FullName => "Nama Lengkap",
        Field::Surname => "Nama Keluarga",
        Field::GivenNames => "Nama Depan",
        Field::DocumentNumber => "No Paspor",
        Field::DocumentKind => "Jenis Dokumen",
        Field::DocumentExpiry => "Berlaku Sampai",
        Field::IssueDate => "Tgl Terbit",
        Field::IssueOffice => "Tempat Terbit",
        Field::Nationality => "Kewarganegaraan",
        Field::Sex => "Jenis Kelamin",
        Field::BirthDate => "Tgl Lahir",
        Field::BirthPlace => "Tempat Lahir",
        Field::Age => "Umur",
        Field::Nik => "NIK",
        Field::Purpose => "Tujuan Perjalanan",
        Field::Scheme => "Skema Penempatan",
        Field::StatusPmi => "E-PMI",
        Field::Employer => "Pemberi Kerja",
        Field::Agency => "P3MI",
        Field::ContactPhone => "No HP",
        Field::Payer => "Dibayar Oleh",
        Field::Destination => "Alamat Tujuan",
        Field::Lodging => "Penginapan",
        Field::Seat => "Kursi",
        Field::TicketNo => "No Tiket",
        Field::Vessel => "Nama Kapal",
        Field::SailingDate => "Tanggal Keberangkatan",
        Field::PortFrom => "Pelabuhan Asal",
        Field::PortTo => "Pelabuhan Tujuan",
        Field::Remarks => "Keterangan",
        Field::Children => "Jml Anak",
        Field::CrewFlag => "ABK",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_headers_are_understood() {
        for field in Field::ALL {
            assert_eq!(vocabulary().exact(usual_header(*field)), Some(*field));
        }
    }

    #[test]
    fn numbers_are_written_as_spreadsheets_spoil_them() {
        assert_eq!(scientific(513_000_000.0), "5.13E+08");
        assert_eq!(scientific(6.503_021_409_01e15), "6.50302140901E+15");
    }
}
