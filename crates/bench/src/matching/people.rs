//! Invented people and the ways in which somebody else writes them down: the population on which other programs were
//! measured, so that figures compare.
//!
//! Names, shares and variants follow the generator of those measurements; the draws are our own. Given names are
//! concentrated, three in ten words are made of syllables, one name in eight is a single word. Papers hold a NIK and
//! a birth date always, a passport in six of ten cases.

use suar_domain::time::{Instant, PlainDate};

use super::Person;
use crate::generate::Random;

const MEN: &str = "Ahmad Muhammad Agus Budi Slamet Joko Dedi Eko Rudi Hendra Andi Iwan Bambang Sutrisno Supriyadi Suyanto Suharto Sumarno Sugeng Wahyu Yusuf Ibrahim Ismail Abdul Abdullah Umar Usman Hasan Husein Zainal Arif Rahmat Hidayat Nur Fajar Rizki Dimas Bayu Aditya Putra Yohanes Petrus Paulus Markus Yosef Antonius Fransiskus Stefanus Domingus Gede Made Nyoman Ketut Wayan Ucok Tigor Parlindungan Asep Ujang Dadang Cecep Tatang Jajang Kosim Tarno Warsito Karno Paijo Tukiman Ngatiman Sarjono Mulyono Suwarno Sudirman Lalu Baiq Amaq Daeng Teuku Syarif Rusdi Jamal Kamal Faisal Firman Taufik Yanto Anton Rian Dian Indra Ilham Zulkifli Syamsul Mahmud Saiful Saleh Rohim Karim Rauf Latif Malik";
const WOMEN: &str = "Siti Nur Sri Dewi Ani Wati Yuni Rini Tuti Aminah Fatimah Aisyah Khadijah Maryam Zainab Halimah Rohani Rohayati Sumiati Suparti Sulastri Suminah Wagiyem Tukinem Ponirah Sukarti Kartini Ratna Indah Lestari Maya Putri Ayu Intan Mega Bulan Melati Kusuma Wulan Fitri Nurul Hidayah Khotimah Yanti Yulianti Susanti Herawati Nuraini Nurhayati Nurjanah Rahmawati Setyawati Handayani Maria Yohana Marta Kristina Theresia Yuliana Agustina Anastasia Veronika Elisabet Komang Luh Desak Neneng Euis Iis Imas Ai Enok Juju Juriah Marni Sarinah Satinah Warsiti Tarsih Casmi Daryati Kasmi Raodah Hajrah Hasnah Nurbaya Mirna Lia Lina Nina Rina Tina Dina Eka Dwi Tri";
const LAST: &str = "Saputra Santoso Wijaya Kusuma Pratama Setiawan Gunawan Hidayat Nugroho Prasetyo Wibowo Susanto Hartono Kurniawan Firmansyah Ramadhan Maulana Hakim Siregar Nasution Harahap Lubis Simanjuntak Sitompul Panjaitan Hutapea Sinaga Situmorang Tarigan Ginting Sembiring Manurung Purba Damanik Bria Seran Klau Nahak Bere Tefa Lao Nope Taolin Benu Manafe Fallo Tnunay Sae Ati Kase Snae Wulandari Rahayu Permata Anggraini Puspita Safitri Utami Lestari Oktaviani Apriliani Mulyani Mulyadi Suryadi Sutisna Suherman Sukardi Rosyid Fauzi Ridwan Syahputra Effendi Iskandar Jafar Basri Tanjung Chaniago Piliang Koto Batubara Daulay Pohan Rangkuti Ritonga Hasibuan Tambunan Silalahi Pakpahan Sihombing";
const SYLLABLES: [&str; 30] = [
    "su", "di", "ra", "man", "to", "wa", "ni", "ti", "yo", "har", "ta", "mi", "lek", "sar", "ka",
    "ro", "nu", "ma", "pri", "ya", "bo", "nah", "sih", "jo", "ko", "wi", "le", "mo", "gi", "yem",
];
const REGIONS: [&str; 15] = [
    "3201", "3212", "3209", "3302", "3328", "3507", "3511", "5201", "5203", "5301", "5304", "5371",
    "1801", "6101", "1271",
];
const SPELLINGS: [(&str, &str); 17] = [
    ("u", "oe"),
    ("j", "dj"),
    ("y", "j"),
    ("c", "tj"),
    ("sy", "sj"),
    ("kh", "ch"),
    ("ny", "nj"),
    ("f", "p"),
    ("v", "f"),
    ("z", "j"),
    ("i", "y"),
    ("q", "k"),
    ("k", "q"),
    ("sy", "s"),
    ("dh", "d"),
    ("th", "t"),
    ("s", "sh"),
];
/// First birth date, 1 January 1965, in days from 1970; births of 43 years follow.
const FIRST: i64 = -1826;
const DAYS: i64 = 43 * 365;

/// The word lists, split once.
pub struct Pools {
    men: Vec<&'static str>,
    women: Vec<&'static str>,
    last: Vec<&'static str>,
}

impl Default for Pools {
    fn default() -> Self {
        let list = |text: &'static str| text.split(' ').collect();
        Self {
            men: list(MEN),
            women: list(WOMEN),
            last: list(LAST),
        }
    }
}

/// The word with its first letter as a capital, the rest small.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first
        .into_iter()
        .chain(letters.map(|letter| letter.to_ascii_lowercase()))
        .collect()
}

fn word(random: &mut Random, pool: &[&str]) -> String {
    if random.chance(0.30) {
        let count = random.pick(&[2, 3, 3, 4]);
        let text: String = (0..count).map(|_| random.pick(&SYLLABLES)).collect();
        return capital(&text);
    }
    let place = -(1.0 - random.share()).ln() * pool.len() as f64 / 3.0;
    pool[(place as usize).min(pool.len() - 1)].to_owned()
}

/// A name, and whether it is a woman's.
pub fn name(random: &mut Random, pools: &Pools) -> (Vec<String>, bool) {
    let woman = random.chance(0.5);
    let pool = if woman { &pools.women } else { &pools.men };
    let count = 1 + random.weighted(&[12, 48, 30, 10]);
    let mut words = vec![word(random, pool)];
    for at in 1..count {
        let last = at == count - 1 && random.chance(0.7);
        words.push(word(random, if last { &pools.last } else { pool }));
    }
    if count >= 2 && random.chance(0.08) {
        words.insert(1, if woman { "Binti" } else { "Bin" }.to_owned());
    }
    if !woman && random.chance(0.14) && words[0] != "Muhammad" {
        let first = random.pick(&["Muhammad", "Muhammad", "Mohammad", "Mochamad", "Muhamad"]);
        words.insert(0, first.to_owned());
    }
    if random.chance(0.03) {
        words.insert(0, if woman { "Hj." } else { "H." }.to_owned());
    }
    (words, woman)
}

/// A day so many days after 1 January 1970.
pub fn date(days: i64) -> PlainDate {
    Instant::from_millis(days * 86_400_000).wita_date()
}

/// The date with other parts, or as it is where there is no such day.
pub fn with(date: PlainDate, year: i32, month: u32, day: u32) -> PlainDate {
    PlainDate::new(year, month, day).unwrap_or(date)
}

fn birth(random: &mut Random) -> PlainDate {
    let date = date(FIRST + random.below(DAYS));
    if random.chance(0.06) {
        with(date, date.year(), 1, 1)
    } else {
        date
    }
}

/// A NIK with this birth date.
pub fn nik(
    random: &mut Random,
    regions: &[&str],
    born: PlainDate,
    woman: bool,
    serials: i64,
) -> String {
    let day = born.day() + if woman { 40 } else { 0 };
    format!(
        "{}{:02}{day:02}{:02}{:02}{:04}",
        random.pick(regions),
        random.between(1, 30),
        born.month(),
        born.year() % 100,
        random.between(1, serials)
    )
}

/// A person with papers.
pub fn person(random: &mut Random, pools: &Pools) -> Person {
    let (words, woman) = name(random, pools);
    let born = birth(random);
    let nik = nik(random, &REGIONS, born, woman, 400);
    let passport = random.chance(0.6).then(|| {
        let letter = random.pick(&["A", "B", "C", "E", "X"]);
        format!("{letter}{:07}", random.below(10_000_000))
    });
    Person {
        name: words.join(" "),
        born: Some(born),
        nik: Some(nik),
        passport,
        phone: None,
        kinds: 0,
    }
}

/// Somebody who is not among the people, as a stranger's papers state it.
pub fn stranger(random: &mut Random, pools: &Pools) -> Person {
    let (words, _) = name(random, pools);
    let born = birth(random);
    Person {
        born: Some(born),
        ..Person::named(&variant(random, words).0)
    }
}

/// What somebody else writes of a person: one to three changes of the name, a birth date in 84 of 100 cases, a NIK in
/// thirty; a new passport.
pub fn question(random: &mut Random, person: &Person) -> Person {
    let words = person.name.split(' ').map(str::to_owned).collect();
    let (name, kinds) = variant(random, words);
    let born = person.born.and_then(|born| wrong_date(random, born));
    let nik = person.nik.clone().and_then(|nik| {
        let chance = random.share();
        if chance < 0.70 {
            return None;
        }
        Some(if chance < 0.85 {
            wrong_digit(random, &nik)
        } else {
            nik
        })
    });
    Person {
        born,
        nik,
        kinds,
        ..Person::named(&name)
    }
}

/// The number with one digit drawn anew.
pub fn wrong_digit(random: &mut Random, number: &str) -> String {
    let at = random.below(number.len() as i64) as usize;
    let digit = random.below(10).to_string();
    [&number[..at], &digit, &number[at + 1..]].concat()
}

fn wrong_date(random: &mut Random, born: PlainDate) -> Option<PlainDate> {
    let chance = random.share();
    let (year, month, day) = (born.year(), born.month(), born.day());
    Some(if chance < 0.62 {
        born
    } else if chance < 0.70 {
        if day <= 12 {
            with(born, year, day, month)
        } else {
            let days = i64::from(date(0).days_until(born));
            date(days + random.pick(&[-1, 1]))
        }
    } else if chance < 0.78 {
        with(
            born,
            year + random.pick(&[-2, -1, 1, 2, 3]),
            month,
            day.min(28),
        )
    } else if chance < 0.84 {
        with(born, year, 1, 1)
    } else {
        return None;
    })
}

/// A typing error: a letter lost, another, one more, or two swapped.
pub fn typo(random: &mut Random, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 {
        return word.to_owned();
    }
    let at = random.below(letters.len() as i64) as usize;
    let letter = char::from(b'a' + random.below(26) as u8);
    let chance = random.share();
    if chance < 0.3 {
        letters.remove(at);
    } else if chance < 0.6 {
        letters[at] = letter;
    } else if chance < 0.8 {
        letters.insert(at, letter);
    } else if at + 1 < letters.len() {
        letters.swap(at, at + 1);
    } else {
        letters.extend(letters.last().copied());
    }
    letters.into_iter().collect()
}

/// Kind of a change that joins two words; other kinds are not told apart.
pub const JOIN: u8 = 1;

/// A name with one to three changes, and which kinds they were.
fn variant(random: &mut Random, mut words: Vec<String>) -> (String, u8) {
    let mut kinds = 0;
    for _ in 0..=random.weighted(&[55, 32, 13]) {
        let kind = random.pick(&[
            "spell", "spell", "typo", "typo", "swap", "drop", "moh", "bin", "title", "double",
            "init", "join",
        ]);
        let at = random.below(words.len() as i64) as usize;
        let pair = random.below(words.len() as i64 - 1) as usize;
        match kind {
            "spell" => spell(random, &mut words[at]),
            "typo" => {
                let weigh = |random: &mut Random, word: &String| random.share() * word.len() as f64;
                let weights: Vec<f64> = words.iter().map(|word| weigh(random, word)).collect();
                let at = (0..words.len())
                    .max_by(|&a, &b| weights[a].total_cmp(&weights[b]))
                    .unwrap_or(0);
                words[at] = capital(&typo(random, &words[at].to_lowercase()));
            }
            "swap" if words.len() > 1 => words.swap(pair, pair + 1),
            "drop" if words.len() > 2 => drop(words.remove(at)),
            "moh" => {
                let family = |word: &&mut String| {
                    ["muh", "moh", "moch"]
                        .iter()
                        .any(|start| word.to_lowercase().starts_with(start))
                };
                if let Some(word) = words.iter_mut().find(family) {
                    random
                        .pick(&["Moh.", "M.", "Mohd", "Muh.", "Mohamad", "Moch."])
                        .clone_into(word);
                }
            }
            "bin" => {
                if let Some(at) = words
                    .iter()
                    .position(|word| word == "Bin" || word == "Binti")
                {
                    words.remove(at);
                } else if words.len() >= 2 {
                    let word = random.pick(&["bin", "binti", "B."]);
                    words.insert(words.len() - 1, word.to_owned());
                }
            }
            "title" => words.insert(0, random.pick(&["H.", "Hj.", "Sdr.", "Ny."]).to_owned()),
            "double" => {
                let word = words[at].to_lowercase();
                let letter = random.below(word.len() as i64) as usize;
                words[at] = capital(&[&word[..=letter], &word[letter..]].concat());
            }
            "init" if words.len() > 2 => {
                let at = 1 + random.below(words.len() as i64 - 1) as usize;
                words[at] = format!("{}.", &words[at][..1]);
            }
            "join" if words.len() > 1 => {
                let next = words.remove(pair + 1).to_lowercase();
                words[pair].push_str(&next);
                kinds |= JOIN;
            }
            _ => {}
        }
    }
    (words.join(" "), kinds)
}

/// One of the spellings that fit, once.
pub fn spell(random: &mut Random, word: &mut String) {
    let small = word.to_lowercase();
    let fitting: Vec<_> = SPELLINGS
        .iter()
        .filter(|(from, _)| small.contains(from))
        .collect();
    if !fitting.is_empty() {
        let (from, to) = random.pick(&fitting);
        *word = capital(&small.replacen(from, to, 1));
    }
}
