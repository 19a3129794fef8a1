//! A second population, of another shape than the first: nothing in the weights was chosen by looking at either.
//!
//! Few given names cover most people, a third of the names are single words, compound names are written as one word
//! or as two, ranks and clan names of the eastern islands are common. Papers have gaps: no birth date, no NIK, 1 January
//! for "some day". Families and villages share phones, regions and birth dates.

use suar_domain::time::PlainDate;

use super::people::{capital, date, nik, typo, with, wrong_digit};
use super::{Person, people};
use crate::generate::Random;

/// The commonest first; each is drawn about as often as one over its place.
const GIVEN: [&str; 48] = [
    "Maria",
    "Yohanes",
    "Siti",
    "Muhammad",
    "Nur",
    "Andi",
    "La",
    "Wa",
    "Agustinus",
    "Kristina",
    "Hasan",
    "Rosdiana",
    "Petrus",
    "Yuliana",
    "Baharuddin",
    "Rahmat",
    "Saharia",
    "Martinus",
    "Elisabet",
    "Kamaruddin",
    "Suriani",
    "Jumadi",
    "Herman",
    "Marselina",
    "Daniel",
    "Hasnawati",
    "Ambo",
    "Indo",
    "Sulaiman",
    "Darmawati",
    "Gabriel",
    "Rusli",
    "Norhayati",
    "Yosefina",
    "Kornelis",
    "Asriani",
    "Syamsuddin",
    "Mardiana",
    "Tandi",
    "Lukas",
    "Hamida",
    "Basri",
    "Fransiska",
    "Ismail",
    "Sanusi",
    "Rabiah",
    "Yanuarius",
    "Ludia",
];
const FIRST_PARTS: [&str; 16] = [
    "Nur", "Sri", "Abdul", "Siti", "Eka", "Dwi", "Tri", "Mas", "Wahyu", "Ani", "Mar", "Sul", "Ros",
    "Her", "Yul", "Sam",
];
const SECOND_PARTS: [&str; 20] = [
    "hayati", "rahman", "wati", "aini", "jannah", "lestari", "rahim", "fitri", "asih", "yanti",
    "salam", "wahid", "ningsih", "hadi", "gani", "ani", "malik", "liana", "santi", "rauf",
];
const CLANS: [&str; 30] = [
    "Lamak",
    "Tukan",
    "Koten",
    "Hayon",
    "Boli",
    "Wuran",
    "Kelen",
    "Ola",
    "Duran",
    "Sogen",
    "Liwu",
    "Baon",
    "Palimbong",
    "Sampe",
    "Lembang",
    "Rante",
    "Tangke",
    "Patandean",
    "Pasang",
    "Sarira",
    "Daeng",
    "Pasolong",
    "Makkasau",
    "Tahir",
    "Mappa",
    "Sikki",
    "Rundu",
    "Galla",
    "Tiro",
    "Sattu",
];
const SYLLABLES: [&str; 24] = [
    "ba", "che", "da", "fe", "ga", "hi", "ja", "ke", "la", "mu", "nga", "nyo", "pa", "qo", "re",
    "sya", "ta", "u", "vi", "wo", "ya", "zu", "ling", "dong",
];
const REGIONS: [&str; 8] = [
    "7315", "7318", "7326", "5306", "5307", "6405", "6503", "7604",
];
const RANKS: [&str; 5] = ["Andi", "Daeng", "Baso", "Besse", "Puang"];

/// Kinds of questions that are counted apart.
pub const SPLIT: u8 = people::JOIN;
/// The person has a name of one word.
pub const SINGLE: u8 = 2;

fn concentrated(random: &mut Random, list: &[&'static str]) -> &'static str {
    // Places drawn evenly on a logarithmic scale: the first ten names cover six of ten people.
    let place = ((list.len() + 1) as f64).powf(random.share());
    list[(place as usize - 1).min(list.len() - 1)]
}

fn rare(random: &mut Random) -> String {
    let count = random.between(2, 5);
    let text: String = (0..count).map(|_| random.pick(&SYLLABLES)).collect();
    capital(&text)
}

fn name(random: &mut Random) -> String {
    let mut words: Vec<String> = Vec::new();
    if random.chance(0.06) {
        words.push(random.pick(&RANKS).to_owned());
    }
    let compound = random.chance(0.25);
    if compound {
        let (first, second) = (random.pick(&FIRST_PARTS), random.pick(&SECOND_PARTS));
        if random.chance(0.5) {
            words.push(format!("{first}{second}"));
        } else {
            words.extend([first.to_owned(), capital(second)]);
        }
    } else if random.chance(0.2) {
        words.push(rare(random));
    } else {
        words.push(concentrated(random, &GIVEN).to_owned());
    }
    for _ in 0..random.weighted(&[34, 46, 16, 4]) {
        words.push(match random.weighted(&[35, 35, 30]) {
            0 => concentrated(random, &CLANS).to_owned(),
            1 => concentrated(random, &GIVEN).to_owned(),
            _ => rare(random),
        });
    }
    words.join(" ")
}

fn birth(random: &mut Random) -> Option<PlainDate> {
    if random.chance(0.08) {
        return None;
    }
    // Most are young: the sum of three draws.
    let days = (0..3).map(|_| random.below(5_800)).sum::<i64>();
    let born = date(13_500 - days);
    Some(match random.weighted(&[85, 12, 3]) {
        0 => born,
        1 => with(born, born.year(), 1, 1),
        _ => with(born, born.year(), 12, 31),
    })
}

/// A person with papers that have gaps.
pub fn person(random: &mut Random) -> Person {
    let born = birth(random);
    let woman = random.chance(0.4);
    let nik = match born {
        Some(born) if random.chance(0.55) => Some(nik(random, &REGIONS, born, woman, 60)),
        _ => None,
    };
    let passport = random.chance(0.7).then(|| {
        format!(
            "{}{:07}",
            random.pick(&["C", "E", "X"]),
            random.below(4_000_000)
        )
    });
    // A thousand phones belong to people who help hundreds.
    let phone = random.chance(0.5).then(|| {
        let of = if random.chance(0.15) { 1_000 } else { 900_000 };
        format!("0852{:08}", random.below(of))
    });
    Person {
        born,
        nik,
        passport,
        phone,
        ..Person::named(&name(random))
    }
}

/// Somebody who is not among the people.
pub fn stranger(random: &mut Random) -> Person {
    let person = person(random);
    Person {
        name: variant(random, &person.name).0,
        ..person
    }
}

/// What somebody else writes of a person.
pub fn question(random: &mut Random, person: &Person) -> Person {
    let (name, mut kinds) = variant(random, &person.name);
    if !person.name.contains(' ') {
        kinds |= SINGLE;
    }
    let born = person.born.and_then(|born| wrong_date(random, born));
    let nik = person
        .nik
        .as_ref()
        .filter(|_| random.chance(0.4))
        .map(|nik| match random.weighted(&[90, 7, 3]) {
            0 => nik.clone(),
            1 => wrong_digit(random, nik),
            _ => {
                let at = random.below(15) as usize;
                [
                    &nik[..at],
                    &nik[at + 1..at + 2],
                    &nik[at..=at],
                    &nik[at + 2..],
                ]
                .concat()
            }
        });
    let passport = match random.weighted(&[30, 35, 35]) {
        0 => person.passport.clone(),
        1 => Some(format!("X{:07}", 4_000_000 + random.below(4_000_000))),
        _ => None,
    };
    let phone = person.phone.clone().filter(|_| random.chance(0.4));
    Person {
        name,
        born,
        nik,
        passport,
        phone,
        kinds,
    }
}

fn wrong_date(random: &mut Random, born: PlainDate) -> Option<PlainDate> {
    let (year, month, day) = (born.year(), born.month(), born.day());
    Some(match random.weighted(&[72, 4, 5, 5, 4, 10]) {
        0 => born,
        1 => with(born, year, day, month),
        2 => with(born, year, 1, 1),
        3 => with(born, year + random.pick(&[-1, 1]), month, day),
        // A digit of the day or of the decade.
        4 if random.chance(0.5) => with(born, year, month, (day + 10) % 30 + 1),
        4 => with(born, year + random.pick(&[-10, 10]), month, day),
        _ => return None,
    })
}

/// A name as somebody else writes it; four of ten as it is.
fn variant(random: &mut Random, name: &str) -> (String, u8) {
    let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    let mut kinds = 0;
    for _ in 0..random.weighted(&[40, 45, 15]) {
        let at = random.below(words.len() as i64) as usize;
        let pair = random.below(words.len() as i64 - 1) as usize;
        match random.weighted(&[30, 25, 15, 10, 10, 10]) {
            0 if words.len() > 1 && random.chance(0.5) => {
                let next = words.remove(pair + 1).to_lowercase();
                words[pair].push_str(&next);
                kinds |= SPLIT;
            }
            0 if words[at].len() >= 6 => {
                let cut = random.between(3, words[at].len() as i64 - 2) as usize;
                let rest = capital(&words[at][cut..]);
                words[at].truncate(cut);
                words.insert(at + 1, rest);
                kinds |= SPLIT;
            }
            1 => words[at] = capital(&typo(random, &words[at].to_lowercase())),
            2 => people::spell(random, &mut words[at]),
            3 if words.len() > 1 => words.swap(pair, pair + 1),
            4 if words.len() > 2 => drop(words.remove(at)),
            5 if words.len() > 1 && at > 0 => words[at].truncate(1),
            _ => {}
        }
    }
    (words.join(" "), kinds)
}
