//! How often the right person is found, and how often a stranger is taken for somebody.

use std::time::Instant;

use suar_matching::{Bits, Index, Known, Memory, Weights};

use super::{Figure, Question, key, other};
use crate::measure::quantile;

/// Name of the peer in rows.
pub const PEER: &str = "SQLite FTS5 trigram";
/// Share of strangers that may raise an alert.
const FALSE_ALERTS: f64 = 0.01;

/// The same figures of another program.
pub struct Peer {
    pub at_1: f64,
    pub at_5: f64,
    pub p50: f64,
    pub p95: f64,
}

/// What was found for one question.
#[derive(Clone, Copy)]
pub struct Answer {
    /// Place of the right person among the five likeliest, from 0.
    pub place: Option<usize>,
    /// Score of the likeliest.
    pub score: Bits,
    /// Anything but its name agrees.
    pub second_field: bool,
}

/// What was found for all questions.
pub struct Found {
    pub answers: Vec<Answer>,
    /// Score of the likeliest record of each stranger, and of the likeliest with a second field.
    pub strangers: Vec<(Bits, Bits)>,
    /// Milliseconds.
    pub times: Vec<f64>,
}

/// Asks everything.
#[must_use]
pub fn ask(
    index: &Index,
    questions: &[Question],
    strangers: &[Known],
    weights: &Weights,
    memory: &mut Memory,
) -> Found {
    let none = Bits::from_thousandths(-1_000_000);
    let strangers = strangers.iter().map(|known| {
        let found = index.candidates(known, weights, 5, memory);
        let with_second = found.iter().find(|candidate| candidate.has_second_field());
        (
            found.first().map_or(none, |candidate| candidate.score),
            with_second.map_or(none, |candidate| candidate.score),
        )
    });
    let strangers = strangers.collect();
    let mut times = Vec::with_capacity(questions.len());
    let answers = questions.iter().map(|question| {
        let start = Instant::now();
        let found = index.candidates(&question.known, weights, 5, memory);
        times.push(start.elapsed().as_secs_f64() * 1e3);
        let right = key(question.place);
        Answer {
            place: found.iter().position(|candidate| candidate.key == right),
            score: found.first().map_or(none, |candidate| candidate.score),
            second_field: found
                .first()
                .is_some_and(|candidate| candidate.has_second_field()),
        }
    });
    let answers = answers.collect();
    Found {
        answers,
        strangers,
        times,
    }
}

fn share(count: usize, of: usize) -> f64 {
    count as f64 / of.max(1) as f64
}

impl Found {
    fn within(&self, places: usize) -> f64 {
        let found = self
            .answers
            .iter()
            .filter(|answer| answer.place.is_some_and(|place| place < places));
        share(found.count(), self.answers.len())
    }

    /// The highest score that still lets one stranger in a hundred through.
    fn limit(&self, score: impl Fn(&(Bits, Bits)) -> Bits) -> f64 {
        let scores = self
            .strangers
            .iter()
            .map(|stranger| score(stranger).to_f64());
        quantile(scores.collect(), 1.0 - FALSE_ALERTS)
    }

    fn first_above(&self, limit: f64, second_field: bool) -> f64 {
        let alerts = self.answers.iter().filter(|answer| {
            answer.place == Some(0)
                && answer.score.to_f64() > limit
                && (answer.second_field || !second_field)
        });
        share(alerts.count(), self.answers.len())
    }
}

/// Quality and time.
#[must_use]
pub fn rows(name: &str, found: &Found, peer: Option<&Peer>) -> Vec<Figure> {
    let beside = |value: fn(&Peer) -> f64| peer.map(|peer| (PEER, value(peer)));
    let figure =
        |what: &str, value: f64, unit| Figure::new(&format!("{name}: {what}"), value, unit);
    let by_score = found.limit(|stranger| stranger.0);
    let by_alert = found.limit(|stranger| stranger.1);
    vec![
        figure("recall at 1", found.within(1), "share").beside(beside(|peer| peer.at_1)),
        figure("recall at 5", found.within(5), "share").beside(beside(|peer| peer.at_5)),
        figure(
            "first at 1 % false alerts",
            found.first_above(by_score, false),
            "share",
        ),
        figure(
            "alert at 1 % false alerts",
            found.first_above(by_alert, true),
            "share",
        ),
        figure("p50", quantile(found.times.clone(), 0.5), "ms").beside(beside(|peer| peer.p50)),
        figure("p95", quantile(found.times.clone(), 0.95), "ms").beside(beside(|peer| peer.p95)),
    ]
}

/// Recall of the kinds of questions that are hardest.
#[must_use]
pub fn kinds(name: &str, found: &Found, questions: &[Question]) -> Vec<Figure> {
    let of = |what: &str, kind: u8| {
        let of_kind = || {
            let all = found.answers.iter().zip(questions);
            all.filter(|(_, question)| question.text.kinds & kind != 0)
        };
        let right = of_kind()
            .filter(|(answer, _)| answer.place.is_some())
            .count();
        Figure::new(
            &format!("{name}: recall at 5, {what}"),
            share(right, of_kind().count()),
            "share",
        )
    };
    vec![
        of("joined or split", other::SPLIT),
        of("one word", other::SINGLE),
    ]
}

/// What a threshold does that was measured without knowing who is a stranger.
#[must_use]
pub fn calibrated(
    index: &Index,
    questions: &[Question],
    strangers: &[Known],
    weights: &Weights,
    memory: &mut Memory,
) -> Vec<Figure> {
    let start = Instant::now();
    let Some(threshold) = index.calibrated(weights, FALSE_ALERTS, 1_000, memory) else {
        return Vec::new();
    };
    let seconds = start.elapsed().as_secs_f64();
    let mut alerts = |known: &Known| {
        let found = index.candidates(known, weights, 5, memory);
        found
            .into_iter()
            .find(|candidate| candidate.is_alert(threshold))
            .map(|candidate| candidate.key)
    };
    let false_alerts = strangers
        .iter()
        .filter(|known| alerts(known).is_some())
        .count();
    let right = questions
        .iter()
        .filter(|question| alerts(&question.known) == Some(key(question.place)))
        .count();
    vec![
        Figure::new("own threshold: measured in", seconds, "s"),
        Figure::new("own threshold", threshold.bits().to_f64(), "bits"),
        Figure::new(
            "own threshold: false alerts",
            share(false_alerts, strangers.len()),
            "share",
        ),
        Figure::new(
            "own threshold: alert for the right person",
            share(right, questions.len()),
            "share",
        ),
    ]
}
