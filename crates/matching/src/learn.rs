//! Weights learned from what is there, without anybody saying which records are of one person (expectation and
//! maximisation, Dempster, Laird and Rubin 1977, as Winkler used it for linking records).
//!
//! Each question has either one true record or none. Its candidates share the belief in proportion to their evidence; the
//! levels of what is believed give new weights, until they stay. Chance is not learned: it is counted in the index.
//! Levels that hardly occur keep the weights set by hand.

use crate::gather::{Memory, gather};
use crate::index::{Index, Key};
use crate::known::Known;
use crate::level::Level;
use crate::query::Asking;
use crate::record::Facts;
use crate::score::Part;
use crate::weights::{GROUPS, Weights};

/// Candidates of a question that can be the true one.
const CANDIDATES: usize = 20;
/// What is known by hand counts like so many observations of each group.
const PRIOR: f64 = 20.0;
/// Most rounds, and the change of a weight below which they end.
const ROUNDS: usize = 30;
const STILL: f64 = 5e-4;

/// What was learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// The weights.
    pub weights: Weights,
    /// Share of the questions that seem to have a true record.
    pub known: f64,
    /// Rounds that were needed.
    pub rounds: usize,
}

/// The parts of the candidates of one question.
type Question = Vec<Vec<Part>>;

impl<K: Key> Index<K> {
    /// Learns weights from questions whose answers nobody knows, as the rows of new manifests; some thousand are enough.
    pub fn learn<'a>(
        &self,
        questions: impl IntoIterator<Item = &'a Known>,
        by_hand: &Weights,
        memory: &mut Memory,
    ) -> Learned {
        let compared: Vec<Question> = questions
            .into_iter()
            .map(|known| self.question(known, by_hand, memory))
            .collect();
        let mut learned = Learned {
            weights: by_hand.clone(),
            known: 0.5,
            rounds: 0,
        };
        while learned.rounds < ROUNDS {
            let next = self.round(&compared, by_hand, &learned);
            let change = Level::ALL.iter().map(|&level| {
                (next.weights.probability(level) - learned.weights.probability(level)).abs()
            });
            let change = change.fold(0.0, f64::max);
            learned = next;
            if change < STILL {
                break;
            }
        }
        learned
    }

    fn question(&self, known: &Known, weights: &Weights, memory: &mut Memory) -> Question {
        let mut asking = Asking::new(self, &known.name, known);
        let (mut found, mut facts) = (Vec::new(), Facts::default());
        gather(self, &mut asking, weights, memory, &mut found);
        memory.rows.prepare(self.dictionary.len());
        let comparison = self.comparison(&asking, weights);
        let mut all = Vec::new();
        for place in found {
            if let Some(&key) = self.keys.get(place as usize)
                && self.is_alive(place)
                && self.read(place, &mut facts)
            {
                let mut parts = Vec::new();
                let (score, _) = comparison.compare(&facts, &mut memory.rows, &mut parts);
                all.push((-score, key, parts));
            }
        }
        all.sort_unstable_by_key(|&(score, key, _)| (score, key));
        all.truncate(CANDIDATES);
        all.into_iter().map(|(_, _, parts)| parts).collect()
    }

    fn round(&self, compared: &[Question], by_hand: &Weights, before: &Learned) -> Learned {
        let mut counts = [0.0; Level::ALL.len()];
        let (mut own_words, mut believed) = (0.0, 0.0);
        let one_of = before.known / self.len().max(1) as f64;
        for question in compared {
            let odds: Vec<f64> = question
                .iter()
                .map(|parts| {
                    let bits: f64 = parts
                        .iter()
                        .map(|part| part.bits(&before.weights).to_f64())
                        .sum();
                    one_of * bits.exp2()
                })
                .collect();
            let all: f64 = odds.iter().sum::<f64>() + (1.0 - before.known);
            for (parts, odds) in question.iter().zip(&odds) {
                let belief = odds / all;
                believed += belief;
                for part in parts {
                    counts[part.level.index()] += belief;
                    if part.known.is_some() {
                        own_words += belief * f64::from(part.known_words);
                    }
                }
            }
        }
        let mut weights = before.weights.clone();
        for group in GROUPS {
            let sum: f64 = group.iter().map(|level| counts[level.index()]).sum();
            for &level in group {
                let share = counts[level.index()] + PRIOR * by_hand.probability(level);
                weights.set(level, share / (sum + PRIOR));
            }
        }
        let extra =
            counts[Level::WordExtra.index()] + PRIOR * by_hand.probability(Level::WordExtra);
        weights.set(Level::WordExtra, extra / (own_words + PRIOR));
        let questions = compared.len().max(1) as f64;
        Learned {
            weights,
            known: (believed / questions).clamp(0.001, 0.999),
            rounds: before.rounds + 1,
        }
    }
}
