//! Invented people, written as one line each.

use suar_domain::document::PassportNumber;
use suar_domain::id::PersonId;
use suar_domain::nik::Nik;
use suar_domain::phone::{Country, PhoneNumber};
use suar_domain::text::FullName;
use suar_matching::{Candidate, Index, Known, Memory, Weights};
use uuid::Uuid;

pub fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

/// A person from `name | date | nik | passport | phone`, of which all but the name may be left out.
pub fn known(line: &str) -> Known {
    let mut parts = line.split('|').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let mut known = Known::named(FullName::parse(name).expect("a name"));
    let mut next = || parts.next().filter(|part| !part.is_empty());
    known.birth_date = next().map(|date| date.parse().expect("a day"));
    known.nik = next().map(|nik| Nik::parse(nik).expect("a NIK"));
    known.passports = next()
        .map(|number| PassportNumber::parse(number).expect("a number"))
        .into_iter()
        .collect();
    known.phones = next()
        .map(|phone| PhoneNumber::parse(phone, Country::Indonesia).expect("a phone"))
        .into_iter()
        .collect();
    known
}

pub fn index(lines: &[&str]) -> Index {
    Index::build(
        lines
            .iter()
            .zip(1..)
            .map(|(line, number)| (person(number), known(line))),
    )
    .expect("few records")
}

pub fn candidates(index: &Index, line: &str) -> Vec<Candidate<PersonId>> {
    index.candidates(
        &known(line),
        &Weights::by_hand(),
        50,
        &mut Memory::default(),
    )
}

/// Number of the likeliest record.
pub fn first(index: &Index, line: &str) -> Option<u128> {
    candidates(index, line)
        .first()
        .map(|candidate| candidate.key.uuid().as_u128())
}

/// Two hundred people about whom nothing is asked, so that some words are common and others rare.
pub fn crowd() -> Vec<String> {
    let given = [
        "Siti", "Muhammad", "Budi", "Agus", "Dewi", "Ahmad", "Sri", "Nur", "Yohanes", "Maria",
    ];
    let family = [
        "Contoh", "Rekaan", "Umpama", "Misal", "Khayali", "Saputra", "Lestari", "Santoso", "Bria",
        "Hidayat",
    ];
    (0..200)
        .map(|at: usize| {
            let (year, month, day) = (1970 + at % 37, 1 + at % 12, 1 + at % 28);
            format!(
                "{} {} | {year}-{month:02}-{day:02}",
                given[at % 10],
                family[(at / 10 + at) % 10]
            )
        })
        .collect()
}

/// The crowd and, from number 1001 on, these people.
pub fn among_others(lines: &[&str]) -> Index {
    let mut index = Index::build(
        crowd()
            .iter()
            .zip(1..)
            .map(|(line, n)| (person(n), known(line))),
    )
    .expect("few");
    for (line, number) in lines.iter().zip(1001..) {
        index.insert(person(number), &known(line)).expect("few");
    }
    index
}

pub fn among_few() -> Index {
    index(&["Budi Contoh | 1983-04-09", "Siti Rekaan | 1990-01-01"])
}
