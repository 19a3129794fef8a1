//! What evidence is worth, how it is explained, and when a person should look.

use suar_domain::id::PersonId;
use suar_matching::{Bits, Field, Index, Known, Level, Memory, Threshold, Verdict, Weights};

use crate::world::{among_few, among_others, candidates, crowd, known, person};

#[test]
fn an_explanation_says_what_agrees_what_differs_and_what_is_missing() {
    let index = among_others(&["Siti Nurhayati Rahayu | 1983-04-09 | 6503024904830001 | X0000471"]);
    let found = candidates(
        &index,
        "Siti Nur Hayati | 1983-09-04 | | A1234567 | 0812-0000-0104",
    );
    let best = found.first().expect("somebody");
    let verdicts = Field::ALL.map(|field| best.field(field).map(|evidence| evidence.verdict));
    assert_eq!(
        verdicts,
        [
            Some(Verdict::Agrees),
            Some(Verdict::Agrees),
            Some(Verdict::Missing),
            Some(Verdict::Differs),
            Some(Verdict::Missing)
        ]
    );
    let name = best.field(Field::Name).expect("the name");
    let words: Vec<(Level, &str, &str)> = name
        .details
        .iter()
        .map(|d| (d.level, d.asked.as_str(), d.known.as_str()))
        .collect();
    assert!(
        words.contains(&(Level::WordSame, "SITI", "SITI")),
        "{words:?}"
    );
    assert!(
        words.contains(&(Level::WordJoined, "NUR HAYATI", "NURHAYATI")),
        "{words:?}"
    );
    assert!(
        words.contains(&(Level::WordExtra, "", "RAHAYU")),
        "{words:?}"
    );
}

#[test]
fn three_words_written_as_one_are_recognised() {
    let index = among_others(&["Ahmad bin Slamet Riyadi | 1983-04-09"]);
    for (asked, level) in [
        ("Ahmadslametriyadi", Level::WordJoined),
        ("Achmadslametriadi", Level::WordJoined),
        ("Ahmadslametriyad", Level::WordJoinedNear),
    ] {
        let found = candidates(&index, &format!("{asked} | 1983-04-09"));
        let best = found.first().and_then(|best| best.field(Field::Name));
        let detail = best.and_then(|name| name.details.first());
        let words = detail.map(|detail| (detail.level, detail.known.as_str()));
        assert_eq!(words, Some((level, "AHMAD SLAMET RIYADI")), "{asked}");
    }
}

#[test]
fn two_records_are_compared_as_the_search_would() {
    let index = among_others(&["Siti Nurhayati | 1983-04-09", "Wagiyem | 1960-01-01"]);
    let asked = known("Siti Nur Hayati | 1983-09-04");
    let (weights, mut memory) = (Weights::by_hand(), Memory::default());
    let chosen = [person(1002), person(1001), person(1001), person(7777)];
    let compared = index.compared(&asked, &chosen, &weights, 9, &mut memory);
    let keys: Vec<PersonId> = compared.iter().map(|candidate| candidate.key).collect();
    assert_eq!(
        keys,
        [person(1001), person(1002)],
        "each once, and nobody who is not there"
    );
    let found = index.candidates(&asked, &weights, 1, &mut memory);
    assert_eq!(compared.first(), found.first());
}

#[test]
fn a_rare_word_is_worth_more_than_a_common_one() {
    let index = among_others(&["Wagiyem Contoh", "Siti Wagiyem"]);
    let bits = |asked: &str, word: &str| {
        let found = candidates(&index, asked);
        let details = found
            .iter()
            .flat_map(|c| &c.fields)
            .flat_map(|field| &field.details);
        details
            .filter(|d| d.asked == word)
            .map(|d| d.bits)
            .max()
            .expect("the word")
    };
    assert!(bits("Wagiyem Contoh", "WAGIYEM") > bits("Siti Contoh", "SITI"));
}

#[test]
fn a_name_alone_never_alerts() {
    let index = among_others(&["Wagiyem Kartosuwiryo Tjahjadi Handayani | 1983-04-09"]);
    let nothing = Threshold::at(Bits::ZERO);
    let alone = candidates(&index, "Wagiyem Kartosuwiryo Tjahjadi Handayani");
    assert!(
        alone.iter().all(|candidate| !candidate.is_alert(nothing)),
        "{alone:?}"
    );
    let other_day = candidates(
        &index,
        "Wagiyem Kartosuwiryo Tjahjadi Handayani | 1961-11-27",
    );
    assert!(
        other_day
            .iter()
            .all(|candidate| candidate.key != person(1001) || !candidate.is_alert(nothing))
    );
    let same_day = candidates(&index, "Wagiyem Kartosuwiryo | 1983-04-09");
    assert!(
        same_day
            .first()
            .is_some_and(|best| best.key == person(1001) && best.is_alert(nothing))
    );
}

#[test]
fn weights_are_learned_without_being_told_who_is_who() {
    // Invented names of five letters; every second question has day and month the other way round,
    // which shows in two of three.
    let letters = ["ba", "ci", "du", "fe", "go", "ka", "li", "mu", "ne", "po"];
    let name = |at: usize| {
        format!(
            "{0}{1}{2} {2}{0}{3}",
            letters[at % 10],
            letters[at / 10 % 10],
            letters[at / 100 % 10],
            letters[at * 7 % 10]
        )
    };
    let date = |at: usize| (1970 + at % 30, 1 + at % 12, 1 + at * 5 % 12);
    let people: Vec<Known> = (0..900)
        .map(|at| {
            let (year, month, day) = date(at);
            known(&format!("{} | {year}-{month:02}-{day:02}", name(at)))
        })
        .collect();
    let index: Index = Index::build(
        people
            .iter()
            .cloned()
            .zip(1..)
            .map(|(known, n)| (person(n), known)),
    )
    .expect("few");
    let questions: Vec<Known> = (0..900)
        .step_by(7)
        .map(|at| {
            let (year, month, day) = date(at);
            let (month, day) = if at % 2 == 0 {
                (day, month)
            } else {
                (month, day)
            };
            known(&format!("{} | {year}-{month:02}-{day:02}", name(at)))
        })
        .collect();
    let by_hand = Weights::by_hand();
    let learned = index.learn(&questions, &by_hand, &mut Memory::default());
    assert!(
        learned.known > 0.9,
        "all of them are there: {}",
        learned.known
    );
    let swapped = learned.weights.probability(Level::DateSwapped);
    assert!(
        (0.25..0.45).contains(&swapped),
        "a third are swapped: {swapped}"
    );
    assert!(learned.weights.probability(Level::WordSame) > by_hand.probability(Level::WordSame));
}

#[test]
fn a_measured_threshold_lets_few_strangers_through() {
    let index = among_others(&[]);
    let (weights, mut memory) = (Weights::by_hand(), Memory::default());
    let threshold = index
        .calibrated(&weights, 0.05, 200, &mut memory)
        .expect("enough records");
    // People of the same words, born when nobody of them was.
    let alerts = crowd().into_iter().enumerate().filter(|(at, line)| {
        let name = line.split('|').next().unwrap_or_default();
        let stranger = known(&format!(
            "{name} | {}-{:02}-30",
            1960 + at % 9,
            [1, 3, 5, 7, 8, 10, 12][at % 7]
        ));
        let found = index.candidates(&stranger, &weights, 3, &mut memory);
        found.iter().any(|candidate| candidate.is_alert(threshold))
    });
    assert!(alerts.count() <= 10, "five of a hundred at most");
    let few = among_few();
    assert_eq!(
        few.calibrated(&weights, 0.05, 200, &mut memory),
        None,
        "too few to say"
    );
}

#[test]
fn nothing_personal_is_printed() {
    let index = among_others(&["Wagiyem | 1983-04-09 | 6503024904830001"]);
    let asked = known("Wagiyem | 1983-04-09 | 6503024904830001");
    let printed = format!(
        "{asked:?} {:?}",
        candidates(&index, "Wagiyem | 1983-04-09 | 6503024904830001")
    );
    for personal in ["WAGIYEM", "Wagiyem", "1983", "650302"] {
        assert!(
            !printed.contains(personal),
            "{personal} is hidden: {printed}"
        );
    }
}
