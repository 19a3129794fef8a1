//! The parser against inputs nobody would write: shipped conditions with bytes changed, soups of bytes and words, and a
//! kept corpus (`tests/fixtures/fuzz/conditions`). It is blind to coverage and bounded, so that it runs with every test.
//!
//! What must hold for any text: an answer, not a panic; soon; and an error that points into the text, at a place where
//! it can be cut.
//!
//! An input that ever broke the parser belongs in the corpus, as a file with a name that says what it is.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::tests::shipped;
use super::{Names, Reading};
use crate::fact::FactId;
use crate::pack::Pack;
use crate::question::QuestionId;

const ROUNDS: usize = 20_000;
/// Far beyond what any text takes, also on a busy machine: only a parser that hangs takes longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// `SplitMix64`, as in the other tests: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }
}

/// Everything that a condition may name, gathered once.
struct World {
    facts: HashMap<&'static str, FactId>,
    questions: HashMap<&'static str, QuestionId>,
    indicators: HashMap<String, u16>,
    numbers: HashMap<String, i64>,
}

impl World {
    fn new() -> Self {
        let pack = Pack::builtin().unwrap();
        let questions = pack.vocabulary.questions();
        Self {
            facts: pack
                .vocabulary
                .facts()
                .map(|fact| (fact.as_str(), fact))
                .collect(),
            questions: questions.map(|each| (each.as_str(), each)).collect(),
            indicators: (0..)
                .zip(pack.indicators())
                .map(|(index, each)| (each.id().as_str().to_owned(), index))
                .collect(),
            numbers: HashMap::from([("limit".to_owned(), 5)]),
        }
    }

    /// Reads a text; gives whether it is a condition.
    fn answered(&self, text: &str) -> bool {
        let names = Names {
            facts: &self.facts,
            questions: Some(&self.questions),
            indicators: Some(&self.indicators),
        };
        let start = Instant::now();
        let found = Reading::new(&names).numbers(&self.numbers).read(text);
        assert!(start.elapsed() < PATIENCE, "no answer in time: {text:?}");
        match found {
            Ok(_) => true,
            Err(error) => {
                assert!(text.is_char_boundary(error.offset), "{text:?}: {error:?}");
                assert!(
                    !error.message.is_empty() && !error.hint.is_empty(),
                    "{text:?}: {error:?}"
                );
                false
            }
        }
    }
}

/// A shipped condition with some bytes changed, cut, doubled or taken from another one.
fn mutated(random: &mut Random, shipped: &[String]) -> String {
    let pick = |random: &mut Random| shipped[random.below(shipped.len())].clone().into_bytes();
    let mut bytes = pick(random);
    for _ in 0..1 + random.below(3) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(12)).min(bytes.len());
        match random.below(6) {
            0 if !bytes.is_empty() => bytes[at] = random.below(256) as u8,
            1 => bytes.insert(at, b"()[],=<>!@*-+._\"'0 \t\nn"[random.below(22)]),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let span = bytes[at..end].to_vec();
                bytes.splice(at..at, span.repeat(1 + random.below(20)));
            }
            4 => {
                let other = pick(random);
                let from = random.below(other.len());
                bytes.splice(at..at, other[from..].iter().copied());
            }
            _ => bytes.truncate(at),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn soup(random: &mut Random) -> String {
    let count = random.below(120);
    let bytes: Vec<u8> = (0..count).map(|_| random.below(256) as u8).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn whatever_is_written_the_parser_answers() {
    let world = World::new();
    // Named terms belong to a pack and are left out.
    let mut shipped = shipped();
    shipped.retain(|text| world.answered(text));
    assert!(shipped.len() > 100, "{} conditions", shipped.len());
    let mut random = Random(20_261_124);
    let mut sound = 0;
    for round in 0..ROUNDS {
        let text = if round % 8 == 0 {
            soup(&mut random)
        } else {
            mutated(&mut random, &shipped)
        };
        sound += usize::from(world.answered(&text));
    }
    assert!(
        (50..ROUNDS / 2).contains(&sound),
        "{sound} of {ROUNDS} could be read: the changes are too small or too large to find anything"
    );
}

#[test]
fn the_corpus_is_answered() {
    let world = World::new();
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/fuzz/conditions");
    let mut texts = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        world.answered(&text);
        texts += 1;
    }
    assert!(texts >= 15, "{texts} texts");
}
