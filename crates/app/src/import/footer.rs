//! Telling totals, signatures and other closing lines from passengers.

use super::broken::is_broken;
use super::columns::canonical;

/// Words that open a closing line.
const OPENINGS: &[&str] = &[
    "jumlah",
    "jml",
    "total",
    "grand total",
    "sub total",
    "subtotal",
    "total pax",
    "nakhoda",
    "nahkoda",
    "kapten",
    "captain",
    "master",
    "mualim",
    "mengetahui",
    "menyetujui",
    "disetujui",
    "diketahui",
    "mengesahkan",
    "disahkan",
    "dibuat oleh",
    "dibuat",
    "diperiksa",
    "disiapkan",
    "tanda tangan",
    "ttd",
    "tertanda",
    "syahbandar",
    "hormat kami",
    "dicetak",
    "printed",
    "prepared by",
    "approved by",
    "checked by",
    "verified by",
    "signature",
    "signed",
    "halaman",
    "page",
    "rekapitulasi",
    "rekap",
    "demikian",
    "kepala",
    "petugas",
    "agen",
    "agen pelayaran",
    "agent",
    "operator",
    "nip",
    "catatan",
    "keterangan",
    "note",
    "notes",
    "end of list",
    "end of manifest",
    "akhir daftar",
    "selesai",
    "penumpang dewasa",
    "penumpang anak",
    "purser",
    "crew list",
    "daftar abk",
];

/// Words that can follow an opening when it stands in the column of names, where a name could begin alike.
const FOLLOWING: &[&str] = &[
    "penumpang",
    "pnp",
    "pax",
    "passenger",
    "passengers",
    "orang",
    "keseluruhan",
    "seluruhnya",
    "seluruh",
    "semua",
    "laki-laki",
    "perempuan",
    "dewasa",
    "anak",
    "anak-anak",
    "bayi",
    "kapal",
    "oleh",
    "by",
    "pelabuhan",
    "kantor",
    "pelayaran",
    "imigrasi",
    "wni",
    "wna",
    "l",
    "p",
    "kapten",
    "nakhoda",
    "syahbandar",
    "pax:",
    "crew",
    "abk",
];

/// Words that open a closing line only when they count something ("Laki-laki: 4").
const COUNTED: &[&str] = &[
    "laki-laki",
    "laki laki",
    "perempuan",
    "pria",
    "wanita",
    "dewasa",
    "anak",
    "anak-anak",
    "bayi",
    "wni",
    "wna",
    "crew",
    "abk",
    "awak kapal",
    "l",
    "p",
    "male",
    "female",
    "adult",
    "adults",
    "child",
    "children",
    "infant",
    "infants",
    "penumpang",
    "passengers",
];

/// Whether a cell opens a closing line. In the column of names only when no name can begin like that.
pub(super) fn opens(cell: &str, in_name_column: bool) -> bool {
    if is_signature_space(cell) {
        return true;
    }
    let plain = cell.trim().to_lowercase();
    let text = canonical(cell);
    if counts(&plain) {
        return true;
    }
    OPENINGS.iter().any(|opening| {
        let Some(rest) = text.strip_prefix(opening) else {
            return false;
        };
        if rest.chars().next().is_some_and(char::is_alphanumeric) {
            return false;
        }
        let rest = rest.trim_start();
        if !in_name_column || rest.is_empty() {
            return true;
        }
        let marked = plain.strip_prefix(opening).is_some_and(|after| {
            after
                .trim_start()
                .starts_with([':', '=', '(', '.', '…', '_'])
                || after.trim_start().starts_with(|c: char| c.is_ascii_digit())
        });
        marked
            || rest
                .split([' ', '/'])
                .next()
                .is_some_and(|word| FOLLOWING.contains(&word))
    })
}

/// Words for a sum.
const SUMS: &[&str] = &[
    "jumlah",
    "jml",
    "total",
    "grand total",
    "sub total",
    "subtotal",
    "total pax",
    "rekap",
    "rekapitulasi",
];

/// Units that can stand beside a sum.
const UNITS: &[&str] = &["orang", "org", "pax", "pnp", "penumpang", "rp", "idr"];

/// Whether a cell in the column of names is a word for a sum and nothing else, such as `TOTAL` or `Jumlah penumpang:`.
/// A person may have that name; what stands beside it decides.
pub(super) fn is_sum(cell: &str) -> bool {
    let text = canonical(cell);
    SUMS.iter().any(|word| text == *word)
        || (opens(cell, true) && SUMS.iter().any(|word| text.starts_with(word)))
}

/// Whether a cell holds a count or an amount, with or without a unit, or a formula for one, and no date and no document
/// number.
pub(super) fn is_count(cell: &str) -> bool {
    if is_broken(cell) {
        // A sum that was never computed.
        return true;
    }
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let mut words = cell
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let marks = |c: char| {
        c.is_alphanumeric() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '(' | ')' | ':' | '=' | '-')
    };
    let separated =
        cell.contains(|c: char| c.is_ascii_digit()) && cell.trim_matches('-').contains('-');
    digits <= 9
        && !separated
        && cell.chars().all(marks)
        && words.all(|word| UNITS.contains(&word.to_lowercase().as_str()))
}

/// A counted word, a mark, a number.
fn counts(text: &str) -> bool {
    text.split_once([':', '=']).is_some_and(|(word, number)| {
        COUNTED.contains(&word.trim())
            && number
                .trim_start()
                .starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Dots, underscores or an empty bracket to sign on.
fn is_signature_space(cell: &str) -> bool {
    let cell = cell.trim();
    let blank = |c: char| matches!(c, '.' | '…' | '_' | '-' | '(' | ')' | ' ' | '\u{a0}' | '=');
    cell.chars().all(blank)
        && cell
            .chars()
            .filter(|c| matches!(c, '.' | '_' | '='))
            .count()
            >= 4
        || (cell.chars().all(blank) && cell.contains('…') && cell.chars().count() >= 2)
        || (cell.starts_with('(')
            && cell.ends_with(')')
            && cell.chars().all(blank)
            && cell.chars().count() >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_signatures_open_a_footer() {
        for cell in [
            "Jumlah: 7 orang",
            "JUMLAH",
            "TOTAL PENUMPANG : 12",
            "Total = 12",
            "Nakhoda: ..........",
            "Mengetahui,",
            "Mengetahui Syahbandar",
            "Kapten Kapal",
            "..........",
            "(..............)",
            "( )  ( )",
            "Dibuat oleh: PT CONTOH",
            "Tanda Tangan",
            "Halaman 1 dari 2",
            "Jumlah Penumpang",
            "Prepared by",
            "Laki-laki : 4",
            "WNI = 12",
            "NIP. 1980",
        ] {
            assert!(opens(cell, true), "{cell}");
        }
    }

    #[test]
    fn names_do_not() {
        for cell in [
            "KAPTEN CONTOH",
            "TOTALINA CONTOH",
            "Master Contoh",
            "AGEN CONTOH",
            "SAIFUL",
            "JUMLAHWATI",
            "-",
            "Note Contoh",
            "Dewasa",
            "Anak",
        ] {
            assert!(!opens(cell, true), "{cell} could be a name");
        }
        assert!(
            opens("Nakhoda BUDI CONTOH", false),
            "outside the names it is no passenger"
        );
    }
}
