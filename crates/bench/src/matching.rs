//! Finding a person among a million: quality, time and memory, beside a full-text search of SQLite.
//!
//! What must hold: people and questions are invented from seeds; the answer of every question is known here and nowhere
//! in what is measured. Memory and loading are measured in a process of their own that holds nothing else.
//!
//! Not here: goals (`cargo xtask bench`).

#![allow(
    clippy::print_stderr,
    reason = "the bench says what it is at while it takes its minutes"
)]

#[cfg(feature = "sqlite")]
pub mod fulltext;
pub mod other;
pub mod people;
pub mod quality;
pub mod speed;

use suar_domain::document::PassportNumber;
use suar_domain::id::PersonId;
use suar_domain::nik::Nik;
use suar_domain::phone::{Country, PhoneNumber};
use suar_domain::text::FullName;
use suar_domain::time::PlainDate;
use suar_matching::{Index, Known, Learned, Level, Memory, Weights};
use uuid::Uuid;

use crate::engine::Failure;
use crate::generate::Random;

/// Seeds of people, of questions and of strangers; the second population has its own.
const SEEDS: [u64; 2] = [20_261_124, 987_654_321];
/// Questions, and as many strangers.
pub const QUESTIONS: usize = 2_000;

/// A person or a question, as papers state it.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub born: Option<PlainDate>,
    pub nik: Option<String>,
    pub passport: Option<String>,
    pub phone: Option<String>,
    /// Kinds of changes that are counted apart.
    pub kinds: u8,
}

impl Person {
    /// Somebody of whom only the name is known.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            born: None,
            nik: None,
            passport: None,
            phone: None,
            kinds: 0,
        }
    }

    /// As the index takes it.
    ///
    /// # Errors
    /// The generator made something that is no value.
    pub fn known(&self) -> Result<Known, Failure> {
        let mut known = Known::named(FullName::parse(&self.name)?);
        known.birth_date = self.born;
        known.nik = self.nik.as_deref().map(Nik::parse).transpose()?;
        let passport = self
            .passport
            .as_deref()
            .map(PassportNumber::parse)
            .transpose()?;
        known.passports.extend(passport);
        let phone = self
            .phone
            .as_deref()
            .map(|phone| PhoneNumber::parse(phone, Country::Indonesia));
        known.phones.extend(phone.transpose()?);
        Ok(known)
    }
}

/// Key of the person at a place.
#[must_use]
pub fn key(place: usize) -> PersonId {
    // Spread like identities made over years, and no two equal: an odd factor.
    let bytes = (place as u128 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    PersonId::from_uuid(Uuid::from_u128(bytes))
}

/// One of the two populations.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Population {
    /// The one on which other programs were measured.
    First,
    /// Another shape.
    Second,
}

/// A question and the place of the person it is about.
pub struct Question {
    pub place: usize,
    pub text: Person,
    pub known: Known,
}

impl Population {
    fn random(self, purpose: u64) -> Random {
        Random(SEEDS[self as usize].wrapping_add(purpose.wrapping_mul(0x5851_F42D_4C95_7F2D)))
    }

    /// So many people, one after another.
    pub fn people(self, count: usize) -> impl Iterator<Item = Person> {
        let mut random = self.random(0);
        let pools = people::Pools::default();
        (0..count).map(move |_| match self {
            Self::First => people::person(&mut random, &pools),
            Self::Second => other::person(&mut random),
        })
    }

    /// Questions about people who are there.
    ///
    /// # Errors
    /// The generator made something that is no value.
    pub fn questions(self, people: &[Person], purpose: u64) -> Result<Vec<Question>, Failure> {
        let mut random = self.random(purpose);
        (0..QUESTIONS)
            .map(|_| {
                let place = random.below(people.len() as i64) as usize;
                let text = match self {
                    Self::First => people::question(&mut random, &people[place]),
                    Self::Second => other::question(&mut random, &people[place]),
                };
                Ok(Question {
                    place,
                    known: text.known()?,
                    text,
                })
            })
            .collect()
    }

    /// Questions about people who are not there.
    ///
    /// # Errors
    /// The generator made something that is no value.
    pub fn strangers(self) -> Result<Vec<Known>, Failure> {
        let mut random = self.random(9);
        let pools = people::Pools::default();
        (0..QUESTIONS)
            .map(|_| match self {
                Self::First => people::stranger(&mut random, &pools).known(),
                Self::Second => other::stranger(&mut random).known(),
            })
            .collect()
    }
}

/// The index of people.
///
/// # Errors
/// The generator made something that is no value, or the index is full.
pub fn index(people: impl Iterator<Item = Person>) -> Result<Index, Failure> {
    let mut failed = None;
    let records = people
        .enumerate()
        .filter_map(|(place, person)| match person.known() {
            Ok(known) => Some((key(place), known)),
            Err(error) => {
                failed = Some(error);
                None
            }
        });
    let index = Index::build(records)?;
    failed.map_or(Ok(index), Err)
}

/// A measured figure and what it is beside.
pub struct Figure {
    pub name: String,
    pub value: f64,
    pub unit: &'static str,
    pub baseline: Option<(&'static str, f64)>,
}

impl Figure {
    /// A figure that stands alone.
    #[must_use]
    pub fn new(name: &str, value: f64, unit: &'static str) -> Self {
        Self {
            name: name.to_owned(),
            value,
            unit,
            baseline: None,
        }
    }

    /// The same beside another one.
    #[must_use]
    pub fn beside(self, baseline: Option<(&'static str, f64)>) -> Self {
        Self { baseline, ..self }
    }
}

/// Measures everything over so many people and hands each figure out as soon as it is known.
///
/// # Errors
/// Something that was made cannot be measured.
pub fn measure(count: usize, mut row: impl FnMut(&Figure)) -> Result<(), Failure> {
    let first = Population::First;
    let all: Vec<Person> = first.people(count).collect();
    let index = index(all.iter().cloned())?;
    let mut memory = Memory::default();
    let questions = first.questions(&all, 1)?;
    let strangers = first.strangers()?;
    let by_hand = Weights::by_hand();

    eprintln!("  Asking {QUESTIONS} questions and {QUESTIONS} strangers");
    let found = quality::ask(&index, &questions, &strangers, &by_hand, &mut memory);
    #[cfg(feature = "sqlite")]
    let peer = fulltext::measure(&all, &index, &questions)?;
    #[cfg(not(feature = "sqlite"))]
    let peer: Option<quality::Peer> = None;
    quality::rows("match", &found, peer.as_ref())
        .iter()
        .for_each(&mut row);

    eprintln!("  Learning weights without labels");
    let unlabelled: Vec<Known> = first
        .questions(&all, 2)?
        .into_iter()
        .map(|question| question.known)
        .collect();
    let learned = index.learn(&unlabelled, &by_hand, &mut memory);
    learned_weights(&learned);
    row(&Figure::new(
        "learned: share with a true record",
        learned.known,
        "share",
    ));
    let again = quality::ask(
        &index,
        &questions,
        &strangers,
        &learned.weights,
        &mut memory,
    );
    quality::rows("learned weights", &again, None)
        .iter()
        .for_each(&mut row);
    quality::calibrated(&index, &questions, &strangers, &by_hand, &mut memory)
        .iter()
        .for_each(&mut row);

    speed::search(&index, &all, &mut memory)
        .iter()
        .for_each(&mut row);
    speed::inserts(index, &all)?.iter().for_each(&mut row);
    speed::watchlist(&all)?.iter().for_each(&mut row);
    drop(all);
    speed::fresh_process(count)?.iter().for_each(&mut row);
    second(count, &by_hand, &mut row)
}

/// Shows what was learned, beside what was set by hand.
fn learned_weights(learned: &Learned) {
    let by_hand = Weights::by_hand();
    for level in Level::ALL {
        let (hand, own) = (
            by_hand.probability(level),
            learned.weights.probability(level),
        );
        eprintln!("    {level:?}: {hand:.3} by hand, {own:.3} learned");
    }
}

fn second(count: usize, by_hand: &Weights, row: &mut impl FnMut(&Figure)) -> Result<(), Failure> {
    eprintln!("  A second population of another shape");
    let second = Population::Second;
    let all: Vec<Person> = second.people(count).collect();
    let index = index(all.iter().cloned())?;
    let mut memory = Memory::default();
    let (questions, strangers) = (second.questions(&all, 1)?, second.strangers()?);
    let found = quality::ask(&index, &questions, &strangers, by_hand, &mut memory);
    quality::rows("second population", &found, None)
        .iter()
        .for_each(&mut *row);
    quality::kinds("second population", &found, &questions)
        .iter()
        .for_each(&mut *row);
    let unlabelled: Vec<Known> = second
        .questions(&all, 2)?
        .into_iter()
        .map(|question| question.known)
        .collect();
    let learned = index.learn(&unlabelled, by_hand, &mut memory);
    learned_weights(&learned);
    let again = quality::ask(
        &index,
        &questions,
        &strangers,
        &learned.weights,
        &mut memory,
    );
    quality::rows("second population, learned", &again, None)
        .iter()
        .for_each(row);
    Ok(())
}
