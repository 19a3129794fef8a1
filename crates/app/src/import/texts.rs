//! What each defect code says to an officer, and what to do about it.

use suar_domain::manifest::DefectCode;

use super::columns::vocabulary;
use super::error::Sentence;

/// What is unusual or wrong: the Indonesian wording is that of the vocabulary.
pub fn problem(code: DefectCode) -> Sentence {
    let id = vocabulary().defect_text(code).to_owned();
    Sentence {
        id,
        en: english(code).to_owned(),
    }
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
            assert!(!problem.id.is_empty(), "{code} is in the vocabulary");
            assert_ne!(problem.id, problem.en, "{code} is translated");
            assert!(
                fix.id.ends_with('.') && fix.en.ends_with('.'),
                "{code}: {fix:?}"
            );
        }
    }
}
