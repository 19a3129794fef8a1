//! Words in cells: sex, nationality, kind of document, purpose. Exact words only; other text stays unknown.

use suar_domain::document::{DocumentKind, Nationality, Sex};
use suar_domain::manifest::TripPurpose;

use super::columns::canonical;

/// Whether P stands for *pria* (man): the header says so, or the column has P and W (*wanita*) and nothing that means
/// man otherwise.
pub(super) fn p_means_pria<'a>(header: &str, cells: impl Iterator<Item = &'a str>) -> bool {
    if matches!(header, "p/w" | "w/p") {
        return true;
    }
    let (mut p, mut w) = (false, false);
    for cell in cells {
        match cell.trim().to_ascii_lowercase().as_str() {
            "p" => p = true,
            "w" => w = true,
            other if sex(other, false) == Some(Sex::Male) || other == "f" => return false,
            _ => {}
        }
    }
    p && w
}

pub(super) fn sex(text: &str, p_is_male: bool) -> Option<Sex> {
    let text = text.to_lowercase();
    let text = text.split('(').next().unwrap_or_default();
    match text.trim_matches(|c: char| !c.is_alphanumeric()) {
        "p" if p_is_male => Some(Sex::Male),
        "l" | "lk" | "laki" | "laki-laki" | "laki laki" | "laki2" | "lelaki" | "pria" | "m"
        | "male" | "man" => Some(Sex::Male),
        "p" | "pr" | "prp" | "perempuan" | "wanita" | "w" | "f" | "female" | "woman" | "fem" => {
            Some(Sex::Female)
        }
        _ => None,
    }
}

pub(super) fn document_kind(text: &str) -> Option<DocumentKind> {
    let text = canonical(text);
    match text.as_str() {
        "paspor"
        | "paspor biasa"
        | "paspor ri"
        | "paspor indonesia"
        | "paspor republik indonesia" => Some(DocumentKind::Passport),
        "plb" | "pas lintas batas" | "border pass" => Some(DocumentKind::Plb),
        "splp" | "surat perjalanan laksana paspor" => Some(DocumentKind::Splp),
        "buku pelaut" | "seaman book" | "seaman's book" | "seamans book" | "seaman s book"
        | "seamen book" => Some(DocumentKind::SeamanBook),
        "paspor asing" | "foreign paspor" | "paspor malaysia" => {
            Some(DocumentKind::ForeignPassport)
        }
        code => DocumentKind::from_code(code),
    }
}

/// Exact words only. "WNA" alone says no more than "not Indonesian".
pub(super) fn nationality(text: &str) -> Option<Nationality> {
    let text = text.to_lowercase();
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let named = |text: &str| match text {
        "indonesia" | "indonesian" | "idn" | "ina" | "id" | "ri" | "republik indonesia" => {
            Some(Nationality::Indonesia)
        }
        "malaysia" | "malaysian" | "mys" | "mas" | "mal" | "my" => Some(Nationality::Malaysia),
        "filipina" | "philippines" | "filipino" | "philippine" | "phl" | "singapura"
        | "singapore" | "sgp" | "brunei" | "brn" | "brunei darussalam" | "china" | "chn"
        | "tiongkok" | "india" | "ind" | "thailand" | "tha" | "vietnam" | "vnm" | "bangladesh"
        | "bgd" | "pakistan" | "pak" | "nepal" | "npl" | "myanmar" | "mmr" | "australia"
        | "aus" | "jepang" | "japan" | "jpn" | "korea" | "kor" | "inggris" | "gbr" | "usa"
        | "amerika" | "timor leste" | "tls" => Some(Nationality::Other),
        _ => None,
    };
    if text == "wni" || text == "warga negara indonesia" {
        return Some(Nationality::Indonesia);
    }
    if text == "wna" || text == "asing" {
        return Some(Nationality::Other);
    }
    let prefixes = [
        "wni ",
        "wna ",
        "wni-",
        "wna-",
        "wna/",
        "wni/",
        "wn ",
        "warga negara ",
        "warganegara ",
    ];
    let rest = prefixes
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(text);
    named(rest.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Exact words only; other text stays unknown.
pub(super) fn purpose(text: &str) -> Option<TripPurpose> {
    let text = text.to_lowercase();
    match text.as_str() {
        "kerja" | "bekerja" | "work" | "working" => Some(TripPurpose::Work),
        "keluarga" | "kunjungan keluarga" | "family" | "family visit" => {
            Some(TripPurpose::FamilyVisit)
        }
        "belanja" | "berobat" | "shopping" | "medical" => Some(TripPurpose::MedicalOrShopping),
        "sekolah" | "school" => Some(TripPurpose::School),
        "wisata" | "holiday" => Some(TripPurpose::Holiday),
        "crew" => Some(TripPurpose::CrewDuty),
        "pulang" => Some(TripPurpose::GoingHome),
        code => TripPurpose::from_code(code),
    }
}

/// A count, alone or before one of `units`.
pub(super) fn count(text: &str, units: &[&str], most: u8) -> Option<u8> {
    let text = text.to_lowercase();
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let unit = text[digits..].trim().trim_end_matches('.');
    let number = text[..digits]
        .parse()
        .ok()
        .filter(|number| *number <= most)?;
    (unit.is_empty() || units.contains(&unit)).then_some(number)
}

pub(super) fn crew(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "ya" | "y" | "yes" | "1" | "x" | "v" | "✓" | "✔" | "true" | "abk" | "crew" | "awak" => {
            Some(true)
        }
        "tidak" | "tdk" | "t" | "no" | "n" | "0" | "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sex_follows_the_convention_of_the_column() {
        for (cell, expected) in [
            ("L", Some(Sex::Male)),
            ("Laki-laki", Some(Sex::Male)),
            ("M", Some(Sex::Male)),
            ("LELAKI", Some(Sex::Male)),
            ("P", Some(Sex::Female)),
            ("W", Some(Sex::Female)),
            ("f", Some(Sex::Female)),
            ("Perempuan", Some(Sex::Female)),
            ("?", None),
            ("Laki-laki (L)", Some(Sex::Male)),
            ("X?", None),
            ("X", None),
            ("LP", None),
            ("1", None),
        ] {
            assert_eq!(sex(cell, false), expected, "{cell}");
        }
        assert!(
            p_means_pria("jk", ["P", "W", "W"].into_iter()),
            "both cannot be women"
        );
        assert!(
            !p_means_pria("jk", ["P", "W", "L"].into_iter()),
            "men are written L here"
        );
        assert!(!p_means_pria("l/p", ["P", "P"].into_iter()));
    }

    #[test]
    fn only_exact_words_are_coded() {
        assert_eq!(purpose("Bekerja"), Some(TripPurpose::Work));
        assert_eq!(
            purpose("mau kerja di ladang"),
            None,
            "other text stays unknown"
        );
        assert_eq!(document_kind("Pas Lintas Batas"), Some(DocumentKind::Plb));
        assert_eq!(
            document_kind("Seaman's Book"),
            Some(DocumentKind::SeamanBook)
        );
        assert_eq!(nationality("WNA Malaysia"), Some(Nationality::Malaysia));
        assert_eq!(nationality("WNI"), Some(Nationality::Indonesia));
        assert_eq!(nationality("PHL"), Some(Nationality::Other));
        assert_eq!(nationality("entah"), None);
        assert_eq!(count("35 th", &["th"], 120), Some(35));
        assert_eq!(count("bayi 1", &["bayi"], 20), None, "text is not parsed");
    }
}
