//! What each defect code says to an officer, and what to do about it.

use suar_domain::manifest::{Defect, DefectCode, FileNote, SheetProblem};

use super::broken::is_broken;
use super::cells::{NoNumber, no_number};
use super::columns::vocabulary;
use super::error::Sentence;

/// What is unusual or wrong, as a sentence: the Indonesian wording is that of the vocabulary, which has no full stop.
pub fn problem(code: DefectCode) -> Sentence {
    Sentence::new(
        format!("{}.", vocabulary().defect_text(code)),
        format!("{}.", english(code)),
    )
}

/// What is wrong in one cell. As [`problem`], except where the same code has different causes.
pub fn problem_in(defect: &Defect) -> Sentence {
    let found = defect.found.expose("told to the officer in other words");
    match defect.code {
        DefectCode::DocMissing => {
            no_number(found).map_or_else(|| problem(defect.code), without_number)
        }
        DefectCode::DateInvalid
        | DefectCode::NameMissing
        | DefectCode::NikShape
        | DefectCode::PhoneShape
        | DefectCode::SexUnknown
            if is_broken(found) =>
        {
            broken_cell()
        }
        code => problem(code),
    }
}

/// Why no document number was taken from a cell.
fn without_number(why: NoNumber) -> Sentence {
    match why {
        NoNumber::Empty => problem(DefectCode::DocMissing),
        NoNumber::Broken => broken_cell(),
        NoNumber::Placeholder => Sentence::new(
            "Sel ini tidak memuat nomor dokumen.",
            "This cell holds no document number.",
        ),
        NoNumber::Several => Sentence::new(
            "Lebih dari satu nomor dokumen dalam satu sel; tidak ada yang diambil.",
            "More than one document number in one cell; none was taken.",
        ),
        NoNumber::Beside => Sentence::new(
            "Ada tulisan lain di samping nomor dokumen; nomor itu tidak diambil.",
            "There is other text beside the document number; the number was not taken.",
        ),
    }
}

fn broken_cell() -> Sentence {
    Sentence::new(
        "Sel ini berisi galat atau rumus tanpa hasil dari lembar kerja.",
        "This cell holds an error of the spreadsheet, or a formula without a result.",
    )
}

/// What to do about it, or that nothing has to be done.
pub fn fix(code: DefectCode) -> Sentence {
    use DefectCode as C;
    let (id, en) = match code {
        C::MergedHeader | C::TitleRow | C::FooterRow | C::DelimiterSemicolon | C::Encoding1252 => {
            ("Tidak perlu tindakan.", "Nothing to do.")
        }
        C::DateFormat => (
            "Cocokkan tanggal dengan paspor saat di loket.",
            "Compare the date with the passport at the counter.",
        ),
        C::DateAmbiguous => (
            "Cocokkan hari dan bulan dengan paspor; bila terbalik, ketik ulang hari lebih dahulu.",
            "Compare day and month with the passport; if exchanged, type the date again, day first.",
        ),
        C::DateInvalid => (
            "Ketik tanggal seperti di paspor, hari lebih dahulu: 31/12/1990.",
            "Type the date as in the passport, day first: 31/12/1990.",
        ),
        C::DocSpaces => (
            "Cocokkan nomor dengan paspor saat di loket.",
            "Compare the number with the passport at the counter.",
        ),
        C::DocScientific => (
            "Ketik nomor dokumen seperti di paspor, atau minta manifes dengan kolom nomor sebagai teks.",
            "Type the document number as in the passport, or ask for the manifest with that column as text.",
        ),
        C::NameMissing => (
            "Ketik nama seperti di paspor.",
            "Type the name as in the passport.",
        ),
        C::DocMissing => (
            "Ketik nomor dokumen, atau sisihkan baris ini dan catat orangnya di loket.",
            "Type the document number, or set the row aside and record the person at the counter.",
        ),
        C::DocShape => (
            "Periksa nomor dengan paspor; dokumen negara lain boleh berbeda.",
            "Check the number with the passport; documents of other states may differ.",
        ),
        C::DocConflict => (
            "Periksa nomor, nama, dan tanggal lahir kedua orang, lalu betulkan sel yang salah.",
            "Check number, name and birth date of both persons, then correct the wrong cell.",
        ),
        C::DuplicateRow => (
            "Tidak perlu tindakan: orang ini sudah tercatat dari baris pertama.",
            "Nothing to do: this person is recorded from the first row.",
        ),
        C::Mononym => (
            "Tidak perlu tindakan: nama satu kata adalah nama lengkap.",
            "Nothing to do: a name of one word is complete.",
        ),
        C::Nbsp => ("Tidak perlu tindakan.", "Nothing to do."),
        C::SexUnknown => (
            "Isi L atau P bila perlu; paspor yang dipindai mengisinya sendiri.",
            "Type L (male) or P (female) if needed; a scanned passport fills it in.",
        ),
        C::NikShape => (
            "Periksa NIK dengan KTP; boleh dikosongkan.",
            "Check the NIK with the identity card; it may stay empty.",
        ),
        C::NikScientific => (
            "Ketik NIK dari KTP bila perlu; boleh dikosongkan.",
            "Type the NIK from the identity card if needed; it may stay empty.",
        ),
        C::PhoneShape => (
            "Ketik nomor seperti 0812… atau +60…; boleh dikosongkan.",
            "Type the number like 0812… or +60…; it may stay empty.",
        ),
    };
    Sentence {
        id: id.to_owned(),
        en: en.to_owned(),
    }
}

/// A note about the file as a whole: what was not used, why, and what to do.
pub fn note(note: &FileNote) -> Sentence {
    match note {
        FileNote::NoDocumentColumn => Sentence::new(
            "Berkas ini tidak punya kolom nomor dokumen. Nomor dicatat di loket, atau minta manifes dengan kolom itu.",
            "This file has no column of document numbers. Record the numbers at the counter, or ask for a manifest with \
             that column.",
        ),
        FileNote::DateColumnUnclear { header } => Sentence::new(
            format!(
                "Kolom \u{201c}{header}\u{201d} tidak dibaca: isinya bukan satu tanggal berangkat. Bila itu tanggal lahir, beri \
                 judul Tgl Lahir lalu impor lagi."
            ),
            format!(
                "Column \u{201c}{header}\u{201d} was not read: it does not hold one day of departure. If these are birth \
                 dates, call it Date of Birth and import again."
            ),
        ),
        FileNote::RepeatedColumn { header } => Sentence::new(
            format!(
                "Kolom \u{201c}{header}\u{201d} berisi hal yang sama dengan kolom lain di sebelah kirinya; isinya hanya dipakai \
                 bila kolom itu kosong."
            ),
            format!(
                "Column \u{201c}{header}\u{201d} says the same as another one to its left; it is used only where that one is \
                 empty."
            ),
        ),
        FileNote::CellsNotRead { header } => Sentence::new(
            format!(
                "Kolom \u{201c}{header}\u{201d} memuat galat atau rumus tanpa hasil dari lembar kerja; sel itu tidak dibaca. \
                 Perbaiki di lembar kerja, simpan, lalu impor lagi."
            ),
            format!(
                "Column \u{201c}{header}\u{201d} has errors of the spreadsheet, or formulas without a result; these cells were \
                 not read. Correct them in the spreadsheet, save, and import again."
            ),
        ),
        FileNote::SheetNotRead { name, why } => {
            let why = sheet_problem(*why);
            Sentence::new(
                format!(
                    "Lembar \u{201c}{name}\u{201d} tidak dibaca karena {}.",
                    why.id
                ),
                format!(
                    "Sheet \u{201c}{name}\u{201d} was not read, because {}.",
                    why.en
                ),
            )
        }
    }
}

fn sheet_problem(why: SheetProblem) -> Sentence {
    let (id, en) = match why {
        SheetProblem::Hidden => ("disembunyikan", "it is hidden"),
        SheetProblem::Empty => ("kosong", "it is empty"),
        SheetProblem::NoHeader => (
            "kepala kolomnya tidak ditemukan",
            "no column headers were found",
        ),
        SheetProblem::Damaged => ("rusak", "it is damaged"),
        SheetProblem::TooLarge => ("memuat terlalu banyak kolom", "it has too many columns"),
        SheetProblem::OtherSailing => (
            "memuat pelayaran lain; simpan sebagai berkas sendiri lalu impor",
            "it is about another sailing; save it as a file of its own and import that",
        ),
        SheetProblem::OtherWriting => (
            "jenis kelamin atau tanggal lahir ditulis dengan cara lain; simpan sebagai berkas sendiri lalu impor",
            "sex or birth dates are written in another way; save it as a file of its own and import that",
        ),
        SheetProblem::NotATable => ("bukan tabel", "it is not a table"),
    };
    Sentence::new(id, en)
}

const fn english(code: DefectCode) -> &'static str {
    use DefectCode as C;
    match code {
        C::MergedHeader => "Title or merged cells before the column headers",
        C::TitleRow => "Line that describes the sailing",
        C::DateFormat => "Date format is not uniform, read day first",
        C::DateAmbiguous => "Date can be read in two ways",
        C::DateInvalid => "Date is impossible",
        C::DocSpaces => "Spaces or punctuation in the document number, cleaned",
        C::DocScientific => "Document number became scientific notation, must be typed again",
        C::NameMissing => "Name is empty",
        C::DocMissing => "Document number is empty",
        C::DocShape => "Document number has an unusual shape, check again",
        C::DocConflict => "One document number for two different names",
        C::DuplicateRow => "Duplicate row",
        C::Mononym => "Name of one word (valid)",
        C::Nbsp => "Special spaces in the text, cleaned",
        C::SexUnknown => "Sex cannot be read",
        C::NikShape => "NIK has not 16 digits (notice)",
        C::NikScientific => "NIK became scientific notation",
        C::DelimiterSemicolon => "Semicolon as separator",
        C::Encoding1252 => "File in Windows-1252",
        C::PhoneShape => "Phone number cannot be read",
        C::FooterRow => "Line of totals or signatures",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_both_texts_in_both_languages() {
        for code in DefectCode::ALL {
            let (problem, fix) = (problem(*code), fix(*code));
            assert_ne!(problem.id, ".", "{code} is in the vocabulary");
            assert_ne!(problem.id, problem.en, "{code} is translated");
            for sentence in [&problem, &fix] {
                for text in [&sentence.id, &sentence.en] {
                    assert!(
                        text.ends_with('.') && !text.ends_with(".."),
                        "{code}: {text} is a sentence, because the next one follows it"
                    );
                }
            }
        }
    }
}
