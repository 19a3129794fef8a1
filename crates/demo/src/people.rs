//! Invented passengers, as a shipping agent would write them into a list.

use suar_domain::time::PlainDate;

use crate::random::Random;

const WOMEN: [&str; 16] = [
    "Melati", "Sari", "Dewi", "Ratna", "Nurul", "Siti", "Wulan", "Ayu", "Hana", "Rina", "Lestari",
    "Bunga", "Martha", "Yuliana", "Fatimah", "Endang",
];
const MEN: [&str; 16] = [
    "Budi",
    "Agus",
    "Yohanes",
    "Petrus",
    "Hasan",
    "Rudi",
    "Andi",
    "Markus",
    "Lukas",
    "Imran",
    "Darma",
    "Saiful",
    "Kamarudin",
    "Cahya",
    "Ahmad",
    "Samsul",
];
/// Words that mean "invented", "example" or "suppose".
const SURNAMES: [&str; 12] = [
    "Contoh",
    "Rekaan",
    "Umpama",
    "Misal",
    "Andaikan",
    "Khayali",
    "Sampel",
    "Tiruan",
    "Ibarat",
    "Perumpamaan",
    "Teladani",
    "Bayangan",
];
/// Steps through all numbers below a million, or below 100,000, without meeting one twice: no common factor.
const STRIDE: u64 = 48_271;

/// Titles of the columns, in the order of [`Row::cells`].
pub const TITLES: [&str; 12] = [
    "No",
    "Nama",
    "L/P",
    "No Paspor",
    "Jenis Dokumen",
    "Kewarganegaraan",
    "Tgl Lahir",
    "Berlaku Sampai",
    "No HP",
    "Kursi",
    "Keperluan",
    "Dibayar Oleh",
];

/// A row of the list, as printed. An empty cell is unknown.
#[derive(Clone, Default)]
pub struct Row {
    name: String,
    sex: &'static str,
    document: String,
    kind: &'static str,
    born: String,
    expires: String,
    phone: String,
    seat: String,
    purpose: &'static str,
    payer: String,
}

impl Row {
    /// The cells, in the order of [`TITLES`]. None has a comma or a quotation mark.
    pub fn cells(&self) -> [&str; 12] {
        [
            // The number is written by the list, which knows the order of the rows.
            "",
            &self.name,
            self.sex,
            &self.document,
            self.kind,
            "WNI",
            &self.born,
            &self.expires,
            &self.phone,
            &self.seat,
            self.purpose,
            &self.payer,
        ]
    }

    /// These people travel together to work: one phone, and a recruiter who paid.
    pub fn join_group(&mut self, phone: &str) {
        phone.clone_into(&mut self.phone);
        self.purpose = "Kerja";
        "recruiter".clone_into(&mut self.payer);
    }

    /// Somebody paid the ticket.
    pub fn paid_by(&mut self, payer: &str) {
        payer.clone_into(&mut self.payer);
    }

    /// Somebody pays, is called when the person arrives, and sends others too.
    pub fn is_sent_by(&mut self, payer: &str, phone: &str) {
        self.paid_by(payer);
        phone.clone_into(&mut self.phone);
        self.purpose = "Kerja";
    }

    /// The person of another list takes this place: papers and name are theirs, the journey is this one.
    pub fn becomes(&mut self, other: &Self) {
        *self = Self {
            seat: std::mem::take(&mut self.seat),
            purpose: self.purpose,
            payer: std::mem::take(&mut self.payer),
            ..other.clone()
        };
    }

    /// Nothing in it needs a fix or a look.
    pub fn is_sound(&self) -> bool {
        let printed = |text: &str| text.len() == 10 && !text.starts_with("31/02");
        self.kind == "Paspor"
            && !self.name.is_empty()
            && self.document.starts_with('X')
            && !self.document.contains(' ')
            && printed(&self.born)
            && printed(&self.expires)
    }

    /// The same person on another line: only the seat differs.
    pub fn again(&self, number: u32) -> Self {
        Self {
            seat: seat(number),
            ..self.clone()
        }
    }

    /// Another person who shows this person's document number.
    pub fn lend_document(&self, to: &mut Self) {
        to.document.clone_from(&self.document);
    }
}

/// Document number of the `serial`-th passenger: `X0` and six digits, none twice below five million.
///
/// `X0` is the mark of invented numbers in all samples; beyond a million a second letter keeps the shape valid.
pub fn document(seed: u64, serial: u64) -> String {
    let million = serial / 1_000_000;
    let digits = spread(seed, serial, 1_000_000);
    match u8::try_from(million) {
        Ok(0) => format!("X0{digits:06}"),
        Ok(letter) => format!("X{}0{digits:06}", char::from(b'A' + (letter - 1) % 26)),
        Err(_) => format!("XZ0{digits:06}"),
    }
}

/// Phone number in the block of the samples, `0812 0000`; none twice among 100,000 passengers in a row.
fn phone(seed: u64, serial: u64) -> String {
    format!("08120000{:05}", spread(seed, serial, 100_000))
}

const fn spread(seed: u64, serial: u64, size: u64) -> u64 {
    (seed % size + serial % size * STRIDE) % size
}

fn seat(number: u32) -> String {
    let row = char::from(b'A' + (number / 30 % 26) as u8);
    format!("{row}{:02}", number % 30 + 1)
}

fn printed(year: i32, month: u32, day: u32) -> String {
    format!("{day:02}/{month:02}/{year}")
}

/// The name of somebody who is not on a list.
pub fn full_name(random: &mut Random) -> String {
    let woman = random.percent(50);
    let given = random.of(if woman { &WOMEN } else { &MEN });
    format!("{given} {} {}", random.of(&SURNAMES), random.of(&SURNAMES))
}

/// Invents the passenger of a row. Most are ordinary; a few have something to fix, to complete or to talk about.
pub fn invent(random: &mut Random, day: PlainDate, number: u32, (seed, serial): (u64, u64)) -> Row {
    let woman = random.percent(45);
    let given = random.of(if woman { &WOMEN } else { &MEN });
    // One word is a whole name for about one person in eight.
    let name = if random.percent(12) {
        given.to_owned()
    } else {
        format!("{given} {}", random.of(&SURNAMES))
    };
    let age = 19 + random.below(30) as i32;
    let mut row = Row {
        name,
        sex: if woman { "P" } else { "L" },
        document: document(seed, serial),
        kind: "Paspor",
        born: printed(day.year() - age, 1 + random.below(12), 1 + random.below(28)),
        expires: printed(
            day.year() + 1 + random.below(7) as i32,
            1 + random.below(12),
            1 + random.below(28),
        ),
        phone: phone(seed, serial),
        seat: seat(number),
        purpose: purpose(random),
        payer: if random.percent(30) { "self" } else { "" }.to_owned(),
    };
    something_special(random, day, &mut row);
    row
}

fn purpose(random: &mut Random) -> &'static str {
    match random.below(10) {
        0..=3 => "Kerja",
        4..=6 => "Keluarga",
        7 => "Belanja",
        _ => "",
    }
}

/// In two hundred people: seven whose row needs a fix, nine whose papers or journey lead to a question, twelve with
/// gaps or an unusual spelling, and everyone else as the list should be.
fn something_special(random: &mut Random, day: PlainDate, row: &mut Row) {
    match random.below(200) {
        0..=2 => row.document.clear(),
        3 | 4 => row.born = printed(day.year() - 30, 2, 31),
        5 => row.document = "5.13E+08".to_owned(),
        6 => row.name.clear(),
        7..=10 => row.expires = printed(day.year(), day.month(), 28),
        11..=13 => {
            row.purpose = "Kerja";
            row.kind = "PLB";
        }
        14 | 15 => {
            row.purpose = "Kerja";
            row.born = printed(day.year() - 16, 1, 1 + random.below(28));
        }
        16..=19 => row.phone.clear(),
        20..=22 => {
            row.born.clear();
            row.expires.clear();
        }
        23 | 24 => row.document.insert(2, ' '),
        25..=27 => row.born = format!("{} Mar {}", 1 + random.below(28), day.year() - 31),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use suar_domain::document::PassportNumber;
    use suar_domain::text::FullName;

    use super::*;

    #[test]
    fn every_listed_name_is_a_name() {
        for name in WOMEN.iter().chain(&MEN).chain(&SURNAMES) {
            assert!(FullName::parse(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn invented_numbers_have_a_valid_shape_are_marked_and_do_not_repeat() {
        let mut seen = HashSet::new();
        for serial in (0..200_000)
            .chain(999_990..1_000_010)
            .chain(4_999_990..5_000_000)
        {
            let text = document(7, serial);
            let number = PassportNumber::parse(&text).expect("a number");
            assert!(number.usual_shape(), "{text}");
            let mark = if serial < 1_000_000 { 1 } else { 2 };
            assert!(
                text.starts_with('X') && text[mark..].starts_with('0'),
                "{text}"
            );
            assert!(seen.insert(text), "number {serial} is there already");
        }
        assert_ne!(
            document(7, 0),
            document(8, 0),
            "another seed, other numbers"
        );
    }

    #[test]
    fn phones_of_a_season_differ() {
        let phones: HashSet<String> = (0..100_000).map(|serial| phone(3, serial)).collect();
        assert_eq!(phones.len(), 100_000);
    }

    #[test]
    fn no_cell_needs_quotation_marks() {
        let mut random = Random::new(4);
        let day = PlainDate::new(2026, 11, 24).expect("a day");
        for number in 1..2_000 {
            let row = invent(&mut random, day, number, (4, number.into()));
            assert!(
                !row.cells()
                    .iter()
                    .any(|cell| cell.contains([',', '"', '\n']))
            );
        }
    }
}
