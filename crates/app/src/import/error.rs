//! Why a file is not a manifest, in sentences that name the fix.

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Bahasa Indonesia.
    pub id: String,
    /// English.
    pub en: String,
}

impl Sentence {
    pub(super) fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            en: en.into(),
        }
    }
}

/// Which limit a file exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cap {
    /// 20 MB of file.
    File,
    /// 100 MB unpacked, also refused when the file lies about it.
    Unpacked,
    /// 200,000 rows.
    Rows,
    /// 64 columns.
    Columns,
}

/// What a file that is not a table seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// PNG, JPEG or another picture.
    Picture(&'static str),
    /// PDF document.
    Pdf,
    /// Word document.
    Word,
    /// Old Excel workbook (.xls) or another file of that family.
    OldOffice,
    /// Binary Excel workbook (.xlsb).
    BinaryWorkbook,
    /// LibreOffice or other OpenDocument file.
    OpenDocument,
    /// Web page, often exported with the name .xls.
    WebPage,
    /// XML file.
    Xml,
    /// RTF document.
    RichText,
    /// ZIP, RAR, 7z or gzip archive.
    Archive,
    /// Program.
    Program,
    /// Anything else that is not text.
    Binary,
}

impl Foreign {
    fn name(self) -> Sentence {
        match self {
            Self::Picture(kind) => {
                Sentence::new(format!("gambar ({kind})"), format!("a picture ({kind})"))
            }
            Self::Pdf => Sentence::new("dokumen PDF", "a PDF document"),
            Self::Word => Sentence::new("dokumen Word", "a Word document"),
            Self::OldOffice => {
                Sentence::new("berkas Excel lama (.xls)", "an old Excel file (.xls)")
            }
            Self::BinaryWorkbook => {
                Sentence::new("berkas Excel biner (.xlsb)", "a binary Excel file (.xlsb)")
            }
            Self::OpenDocument => {
                Sentence::new("berkas OpenDocument (.ods)", "an OpenDocument file (.ods)")
            }
            Self::WebPage => Sentence::new("halaman web (HTML)", "a web page (HTML)"),
            Self::Xml => Sentence::new("berkas XML", "an XML file"),
            Self::RichText => Sentence::new("dokumen RTF", "an RTF document"),
            Self::Archive => Sentence::new("arsip (ZIP, RAR)", "an archive (ZIP, RAR)"),
            Self::Program => Sentence::new("program", "a program"),
            Self::Binary => Sentence::new("berkas yang bukan teks", "a file that is not text"),
        }
    }
}

/// How the process that reads a file ended without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// It needed more memory than it may have.
    Memory,
    /// It needed more time than it may have.
    Time,
    /// It ended in another way, or said something that is no answer.
    Died,
    /// It could not be started.
    NotStarted,
}

/// Why a file cannot be read as a manifest. Nothing of it was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Neither text nor workbook.
    #[error("the file is not a table")]
    NotATable(Foreign),
    /// No text at all.
    #[error("the file is empty")]
    Empty,
    /// Over a limit.
    #[error("the file is too large")]
    TooLarge(Cap),
    /// No line names the columns.
    #[error("no header with a name or document column was found")]
    NoHeader,
    /// A workbook that is damaged.
    #[error("the workbook cannot be read")]
    Unreadable,
    /// A workbook with a password.
    #[error("the workbook is protected by a password")]
    Encrypted,
    /// The process that reads it ended first.
    #[error("the file was not read to its end")]
    Stopped(Stop),
}

impl ImportError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotATable(_) => "not_a_table",
            Self::Empty => "empty_file",
            Self::TooLarge(_) => "too_large",
            Self::NoHeader => "no_header",
            Self::Unreadable => "unreadable_workbook",
            Self::Encrypted => "encrypted_workbook",
            Self::Stopped(_) => "reading_stopped",
        }
    }

    /// What is wrong.
    pub fn message(&self) -> Sentence {
        match self {
            Self::NotATable(kind) => {
                let name = kind.name();
                Sentence::new(
                    format!("Berkas ini tampaknya {}, bukan tabel penumpang.", name.id),
                    format!("This seems to be {}, not a table of passengers.", name.en),
                )
            }
            Self::Empty => Sentence::new("Berkas ini kosong.", "This file is empty."),
            Self::TooLarge(Cap::File) => Sentence::new(
                "Berkas ini lebih besar dari 20 MB.",
                "This file is larger than 20 MB.",
            ),
            Self::TooLarge(Cap::Unpacked) => Sentence::new(
                "Isi berkas ini lebih besar dari 100 MB setelah dibuka.",
                "The content of this file is larger than 100 MB when unpacked.",
            ),
            Self::TooLarge(Cap::Rows) => Sentence::new(
                "Berkas ini memuat lebih dari 200.000 baris.",
                "This file has more than 200,000 rows.",
            ),
            Self::TooLarge(Cap::Columns) => Sentence::new(
                "Berkas ini memuat lebih dari 64 kolom.",
                "This file has more than 64 columns.",
            ),
            Self::NoHeader => Sentence::new(
                "Kepala kolom tidak ditemukan. Yang dicari: nama, nomor paspor, tanggal lahir, jenis kelamin, \
                 kewarganegaraan, dan kolom lain yang dikenal.",
                "No column headers were found. Looked for: name, passport number, date of birth, sex, nationality and \
                 the other known columns.",
            ),
            Self::Unreadable => Sentence::new(
                "Berkas Excel ini rusak atau tidak lengkap.",
                "This Excel file is damaged or incomplete.",
            ),
            Self::Encrypted => Sentence::new(
                "Berkas Excel ini dilindungi kata sandi.",
                "This Excel file is protected by a password.",
            ),
            Self::Stopped(Stop::Memory) => Sentence::new(
                "Berkas ini membutuhkan terlalu banyak memori; pembacaannya dihentikan.",
                "This file needs too much memory; reading it was stopped.",
            ),
            Self::Stopped(Stop::Time) => Sentence::new(
                "Berkas ini terlalu lama dibaca; pembacaannya dihentikan.",
                "This file takes too long to read; reading it was stopped.",
            ),
            Self::Stopped(Stop::Died) => Sentence::new(
                "Pembacaan berkas ini terputus. Tidak ada yang disimpan.",
                "Reading this file broke off. Nothing was stored.",
            ),
            Self::Stopped(Stop::NotStarted) => Sentence::new(
                "Pembaca berkas tidak dapat dijalankan di komputer ini.",
                "The reader of files cannot be started on this computer.",
            ),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Sentence {
        match self {
            Self::NotATable(
                Foreign::OldOffice
                | Foreign::BinaryWorkbook
                | Foreign::OpenDocument
                | Foreign::WebPage,
            ) => Sentence::new(
                "Buka di aplikasi lembar kerja, simpan sebagai XLSX atau CSV, lalu impor lagi.",
                "Open it in a spreadsheet program, save it as XLSX or CSV, then import again.",
            ),
            Self::NotATable(Foreign::Archive) => Sentence::new(
                "Keluarkan manifes dari arsip, lalu impor berkas XLSX atau CSV di dalamnya.",
                "Take the manifest out of the archive, then import the XLSX or CSV file.",
            ),
            Self::NotATable(_) => Sentence::new(
                "Minta manifes dalam bentuk XLSX atau CSV kepada agen kapal.",
                "Ask the ship's agent for the manifest as XLSX or CSV.",
            ),
            Self::Empty => Sentence::new(
                "Periksa apakah berkas sudah tersimpan penuh, atau minta kirim ulang.",
                "Check that the file was saved completely, or ask for it again.",
            ),
            Self::TooLarge(Cap::Columns) => Sentence::new(
                "Simpan hanya lembar manifes dengan kolom yang diperlukan, lalu impor lagi.",
                "Save only the manifest sheet with the columns that are needed, then import again.",
            ),
            Self::Stopped(Stop::NotStarted) => Sentence::new(
                "Tutup program lain, buka Suar kembali, lalu impor lagi.",
                "Close other programs, start Suar again, then import again.",
            ),
            Self::Stopped(Stop::Died) => Sentence::new(
                "Impor sekali lagi. Bila terulang, simpan sebagai CSV, lalu impor itu.",
                "Import once more. If it happens again, save the file as CSV and import that.",
            ),
            Self::TooLarge(_) | Self::Stopped(Stop::Memory | Stop::Time) => Sentence::new(
                "Simpan satu pelayaran per berkas tanpa gambar, lalu impor lagi.",
                "Save one sailing per file, without pictures, then import again.",
            ),
            Self::NoHeader => Sentence::new(
                "Tambahkan satu baris kepala kolom di atas data penumpang, misalnya: No, Nama, L/P, No Paspor, Tgl Lahir.",
                "Add one header line above the passengers, for example: No, Name, Sex, Passport No, Date of Birth.",
            ),
            Self::Unreadable => Sentence::new(
                "Buka di Excel, simpan ulang sebagai XLSX atau CSV, lalu impor lagi.",
                "Open it in Excel, save it again as XLSX or CSV, then import again.",
            ),
            Self::Encrypted => Sentence::new(
                "Buka di Excel dengan kata sandinya, simpan tanpa kata sandi, lalu impor lagi.",
                "Open it in Excel with the password, save it without one, then import again.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_has_a_sentence_and_a_way_out_in_both_languages() {
        let mut errors = vec![
            ImportError::Empty,
            ImportError::NoHeader,
            ImportError::Unreadable,
            ImportError::Encrypted,
        ];
        errors.extend(
            [Stop::Memory, Stop::Time, Stop::Died, Stop::NotStarted].map(ImportError::Stopped),
        );
        errors
            .extend([Cap::File, Cap::Unpacked, Cap::Rows, Cap::Columns].map(ImportError::TooLarge));
        errors.extend(
            [
                Foreign::Picture("PNG"),
                Foreign::Pdf,
                Foreign::Archive,
                Foreign::WebPage,
            ]
            .map(ImportError::NotATable),
        );
        for error in errors {
            for sentence in [error.message(), error.hint()] {
                assert!(
                    sentence.id.ends_with('.') && sentence.en.ends_with('.'),
                    "{error:?}: {sentence:?}"
                );
                assert_ne!(sentence.id, sentence.en, "{error:?} is translated");
            }
        }
    }
}
