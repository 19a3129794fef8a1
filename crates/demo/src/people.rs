//! One invented passenger at a time.

use suar_domain::document::{DocumentKind, Nationality, PassportNumber, Sex};
use suar_domain::manifest::{LineFields, TicketPayer, TripPurpose};
use suar_domain::phone::{Country, PhoneNumber};
use suar_domain::sailing::Sailing;
use suar_domain::text::{FullName, TextLine};
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

/// A passenger: what the row prints, and what it means.
pub struct Invented {
    /// Cells, in the order of the columns.
    pub cells: Vec<String>,
    /// Their meaning.
    pub fields: LineFields,
    /// The name.
    pub name: FullName,
}

/// Invents the passenger of a row. Most are ordinary; a few have something to fix, to complete or to talk about.
pub fn invent(random: &mut Random, sailing: &Sailing, number: u32) -> Invented {
    let woman = random.percent(45);
    let given = random.of(if woman { &WOMEN } else { &MEN });
    // One word is a whole name for about one person in eight.
    let written = if random.percent(12) {
        given.to_owned()
    } else {
        format!("{given} {}", random.of(&SURNAMES))
    };
    let digits = random.below(1_000_000);
    let document = format!("X{digits:07}");
    let age = 19 + random.below(30) as i32;
    let year = sailing.date.year() - age;
    let birth = PlainDate::new(year, 1 + random.below(12), 1 + random.below(28)).ok();
    let expiry = PlainDate::new(
        sailing.date.year() + 1 + random.below(7) as i32,
        1 + random.below(12),
        1 + random.below(28),
    )
    .ok();
    let seat = format!(
        "{}{:02}",
        char::from(b'A' + (number / 30) as u8 % 8),
        number % 30 + 1
    );
    let text = |value: &str| TextLine::parse(value).ok();
    let name = FullName::parse(&written).unwrap_or_else(|_| people_have_names());
    let mut fields = LineFields {
        row_no: text(&number.to_string()),
        full_name: Some(name.clone()),
        document_number: PassportNumber::parse(&document).ok(),
        document_kind: Some(DocumentKind::Passport),
        document_expiry: expiry,
        nationality: Some(Nationality::Indonesia),
        sex: Some(if woman { Sex::Female } else { Sex::Male }),
        birth_date: birth,
        contact_phone: PhoneNumber::parse(
            &format!("0812{:08}", random.below(100_000_000)),
            Country::Indonesia,
        )
        .ok(),
        seat: text(&seat),
        purpose: purpose(random),
        ..LineFields::default()
    };
    something_special(random, sailing, &mut fields);
    let date = |date: Option<PlainDate>| {
        date.map_or(String::new(), |d| {
            format!("{:02}/{:02}/{}", d.day(), d.month(), d.year())
        })
    };
    let cells = vec![
        number.to_string(),
        written,
        if woman { "P" } else { "L" }.to_owned(),
        fields
            .document_number
            .as_ref()
            .map_or(String::new(), |number| number.as_str().to_owned()),
        date(fields.birth_date),
        date(fields.document_expiry),
        fields
            .contact_phone
            .as_ref()
            .map_or(String::new(), |phone| phone.as_str().to_owned()),
        seat,
        fields.purpose.map_or("", purpose_word).to_owned(),
    ];
    Invented {
        cells,
        fields,
        name,
    }
}

fn purpose(random: &mut Random) -> Option<TripPurpose> {
    match random.below(10) {
        0..=3 => Some(TripPurpose::Work),
        4..=6 => Some(TripPurpose::FamilyVisit),
        7 => Some(TripPurpose::MedicalOrShopping),
        _ => None,
    }
}

const fn purpose_word(purpose: TripPurpose) -> &'static str {
    match purpose {
        TripPurpose::Work => "Kerja",
        TripPurpose::FamilyVisit => "Keluarga",
        _ => "Belanja",
    }
}

/// In a hundred people: two without a number, three whose passport ends soon, two whose ticket someone else paid, one
/// on a border pass who will work, and now and then a child who is said to work.
fn something_special(random: &mut Random, sailing: &Sailing, fields: &mut LineFields) {
    match random.below(100) {
        0 | 1 => fields.document_number = None,
        2..=4 => {
            fields.document_expiry =
                PlainDate::new(sailing.date.year(), sailing.date.month(), 28).ok()
        }
        5 | 6 => {
            fields.purpose = Some(TripPurpose::Work);
            fields.payer_code = Some(TicketPayer::Recruiter);
        }
        7 => {
            fields.purpose = Some(TripPurpose::Work);
            fields.document_kind = Some(DocumentKind::Plb);
        }
        8 => {
            fields.purpose = Some(TripPurpose::Work);
            fields.birth_date =
                PlainDate::new(sailing.date.year() - 16, 1, 1 + random.below(28)).ok();
        }
        _ => {}
    }
}

/// The lists of this module are names; a test holds that.
fn people_have_names() -> FullName {
    FullName::parse("Contoh").unwrap_or_else(|_| std::process::abort())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_is_a_name_and_every_surname_says_that_it_is_invented() {
        for name in WOMEN.iter().chain(&MEN).chain(&SURNAMES) {
            assert!(FullName::parse(name).is_ok(), "{name}");
        }
    }
}
