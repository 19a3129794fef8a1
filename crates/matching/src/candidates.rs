//! Finding the records that may be a person: gather, compare, explain.

use crate::bits::Bits;
use crate::explain::{Candidate, Detail, FieldEvidence};
use crate::gather::{Memory, gather};
use crate::index::{Index, Key};
use crate::known::Known;
use crate::level::Field;
use crate::query::Asking;
use crate::record::Facts;
use crate::score::{Comparison, Part};
use crate::weights::Weights;

/// A record, its score, and the name of the question that fits it best.
struct Scored<K> {
    score: Bits,
    key: K,
    place: u32,
    name: usize,
}

impl<K: Key> Index<K> {
    /// The records that may be the person of whom so much is known, the likeliest first, at most `most`.
    ///
    /// Equal scores are in the order of their keys. Nothing here decides: a score is an invitation to look.
    pub fn candidates(
        &self,
        known: &Known,
        weights: &Weights,
        most: usize,
        memory: &mut Memory,
    ) -> Vec<Candidate<K>> {
        self.answer(known, None, weights, most, memory)
    }

    /// The same for records that were chosen otherwise: two that a person compares, or what another search found.
    pub fn compared(
        &self,
        known: &Known,
        with: &[K],
        weights: &Weights,
        most: usize,
        memory: &mut Memory,
    ) -> Vec<Candidate<K>> {
        let mut places: Vec<u32> = with.iter().filter_map(|&key| self.place(key)).collect();
        places.sort_unstable();
        places.dedup();
        self.answer(known, Some(&places), weights, most, memory)
    }

    fn answer(
        &self,
        known: &Known,
        only: Option<&[u32]>,
        weights: &Weights,
        most: usize,
        memory: &mut Memory,
    ) -> Vec<Candidate<K>> {
        let mut askings = Vec::new();
        let mut scored: Vec<Scored<K>> = Vec::new();
        let (mut found, mut facts, mut parts) = (Vec::new(), Facts::default(), Vec::new());
        for (name, text) in known.names().enumerate() {
            let mut asking = Asking::new(self, text, known);
            gather(self, &mut asking, weights, memory, &mut found);
            memory.rows.prepare(self.dictionary.len());
            let comparison = self.comparison(&asking, weights);
            for &place in only.unwrap_or(&found) {
                if let Some(&key) = self.keys.get(place as usize)
                    && self.is_alive(place)
                    && self.read(place, &mut facts)
                {
                    let (score, _) = comparison.compare(&facts, &mut memory.rows, &mut parts);
                    scored.push(Scored {
                        score,
                        key,
                        place,
                        name,
                    });
                }
            }
            askings.push(asking);
        }
        best_of_each(&mut scored, askings.len() > 1, most);
        let explain = |scored: Scored<K>| {
            let asking = askings.get(scored.name)?;
            self.read(scored.place, &mut facts).then_some(())?;
            memory.rows.prepare(self.dictionary.len());
            let comparison = self.comparison(asking, weights);
            let (score, name) = comparison.compare(&facts, &mut memory.rows, &mut parts);
            let own = facts.each_name().nth(name).unwrap_or(&[]);
            let own: Vec<&str> = own.iter().map(|&word| self.dictionary.text(word)).collect();
            let asked: Vec<&str> = asking
                .words
                .iter()
                .map(|asked| asked.word.text.as_str())
                .collect();
            let fields = Field::ALL.map(|field| {
                let of_field = parts.iter().filter(|part| part.level.field() == field);
                FieldEvidence::new(
                    field,
                    of_field
                        .map(|part| detail(part, &asked, &own, weights))
                        .collect(),
                )
            });
            Some(Candidate {
                key: scored.key,
                score,
                fields: fields.into(),
            })
        };
        scored.into_iter().filter_map(explain).collect()
    }

    pub(crate) const fn comparison<'a>(
        &'a self,
        asking: &'a Asking,
        weights: &'a Weights,
    ) -> Comparison<'a> {
        Comparison {
            dictionary: &self.dictionary,
            asking,
            weights,
        }
    }
}

fn detail(part: &Part, asked: &[&str], own: &[&str], weights: &Weights) -> Detail {
    let text = |words: &[&str], (at, count): (Option<u8>, u8)| {
        let words = at
            .into_iter()
            .flat_map(|at| words.iter().skip(at.into()).take(count.into()));
        words.copied().collect::<Vec<&str>>().join(" ")
    };
    Detail {
        level: part.level,
        bits: part.bits(weights),
        asked: text(asked, (part.asked, part.asked_words)),
        known: text(own, (part.known, part.known_words)),
    }
}

/// Sorts, keeps each record once, and cuts.
fn best_of_each<K: Key>(scored: &mut Vec<Scored<K>>, several_names: bool, most: usize) {
    scored.sort_unstable_by_key(|scored| (-scored.score, scored.key, scored.name));
    if several_names {
        let mut seen = std::collections::BTreeSet::new();
        scored.retain(|scored| seen.insert(scored.key));
    }
    scored.truncate(most);
}
