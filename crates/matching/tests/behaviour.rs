//! What the index promises, on small invented worlds.

use std::collections::BTreeSet;

use proptest::prelude::*;
use suar_domain::document::PassportNumber;
use suar_domain::id::PersonId;
use suar_domain::nik::Nik;
use suar_domain::phone::{Country, PhoneNumber};
use suar_domain::text::FullName;
use suar_matching::{
    Bits, BytesError, Candidate, Field, Index, Known, Level, Memory, Threshold, Verdict, Weights,
};
use uuid::Uuid;

fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

/// A person from `name | date | nik | passport | phone`, of which all but the name may be left out.
fn known(line: &str) -> Known {
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

fn index(lines: &[&str]) -> Index {
    Index::build(
        lines
            .iter()
            .zip(1..)
            .map(|(line, number)| (person(number), known(line))),
    )
    .expect("few records")
}

fn candidates(index: &Index, line: &str) -> Vec<Candidate<PersonId>> {
    index.candidates(
        &known(line),
        &Weights::by_hand(),
        50,
        &mut Memory::default(),
    )
}

/// Number of the likeliest record.
fn first(index: &Index, line: &str) -> Option<u128> {
    candidates(index, line)
        .first()
        .map(|candidate| candidate.key.uuid().as_u128())
}

/// Two hundred people about whom nothing is asked, so that some words are common and others rare.
fn crowd() -> Vec<String> {
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
fn among_others(lines: &[&str]) -> Index {
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

#[test]
fn a_name_is_found_in_every_way_of_writing_it() {
    let index = among_others(&[
        "Muhammad Yusuf Tjahjadi",
        "Siti Fatimah Nurhayati",
        "Wagiyem",
        "Soekardjo Kartosuwiryo",
        "Ni Luh Sri Handayani",
        "Ahmad Bin Slamet Riyadi",
    ]);
    for (asked, number) in [
        ("Moh. Jusuf Cahyadi", 1001),
        ("M. Yusup Cahyadi", 1001),
        ("TJAHJADI, MUHAMMAD YUSUF", 1001),
        ("H. Mochamad Yusuf bin Cahyadi", 1001),
        ("Sitti Fatima Nur Hayati", 1002),
        ("Siti Fatimahnurhayati", 1002),
        ("Fatimah Nurhayty Siti", 1002),
        ("St. Fatimah N.", 1002),
        ("Wagijem", 1003),
        ("Ny. Wagyem", 1003),
        ("Wagi Yem", 1003),
        ("Sukarjo Kartosuwirjo", 1004),
        ("Sukarjo Karto Suwiryo", 1004),
        ("Sukarjokartosuwiryo", 1004),
        ("Sukarjo Kartosuwiro", 1004),
        ("Luh Srihandayani", 1005),
        ("Luh Srihandayni", 1005),
        ("Achmad Slamet Rijadi", 1006),
        ("Ahmad binti Slametriyadi", 1006),
    ] {
        assert_eq!(first(&index, asked), Some(number), "{asked}");
    }
}

#[test]
fn a_birth_date_is_found_in_every_way_of_getting_it_wrong() {
    let index = among_others(&["Wagiyem Tarsih | 1983-04-09"]);
    for (date, level) in [
        ("1983-04-09", Level::DateSame),
        ("1983-09-04", Level::DateSwapped),
        ("1983-04-10", Level::DateNextDay),
        ("1983-01-01", Level::DateNewYear),
        ("1980-04-09", Level::DateNextYear),
        ("1983-04-19", Level::DatePart),
        ("1983-11-27", Level::DateYear),
        ("1961-11-27", Level::DateDiffers),
    ] {
        let found = candidates(&index, &format!("Wagijem | {date}"));
        let best = found.first().expect("somebody");
        assert_eq!(best.key, person(1001), "{date}");
        let evidence = best.field(Field::BirthDate).expect("every field is listed");
        assert_eq!(
            evidence.details.first().map(|d| d.level),
            Some(level),
            "{date}"
        );
        let agrees = level < Level::DatePart;
        assert_eq!(
            evidence.verdict == Verdict::Agrees,
            agrees,
            "{date}: {evidence:?}"
        );
    }
}

#[test]
fn numbers_find_a_person_whose_name_was_misunderstood() {
    let index = among_others(&[
        "Wagiyem | 1983-04-09 | 6503024904830001 | X0000471 | 0812-0000-0104",
        "Tarsih | | 6503026107840002",
    ]);
    for (asked, number) in [
        ("Xxx | | 6503024904830001", 1001),
        ("Xxx | | 6503024904830007", 1001),
        ("Xxx | | 5603024904830001", 1001),
        ("Xxx | | | X0000471", 1001),
        ("Xxx | | | X0008471", 1001),
        ("Xxx | | | | +62 812 0000 0104", 1001),
        // The day inside a woman's NIK is 21 July: 61 - 40.
        ("Tarsi | 1984-07-21", 1002),
        ("Wagijm | | 1202024904830009", 1001),
    ] {
        assert_eq!(first(&index, asked), Some(number), "{asked}");
    }
}

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
fn aliases_and_old_papers_find_their_person() {
    let mut other_names = known("Wagiyem | | | X0000471");
    other_names
        .aliases
        .push(FullName::parse("Tarsih Kartosuwiryo").expect("a name"));
    other_names
        .passports
        .push(PassportNumber::parse("A7654321").expect("a number"));
    let mut index = among_others(&[]);
    index.insert(person(1001), &other_names).expect("room");
    for asked in [
        "Tarsih Kartosuwirjo",
        "Wagijem",
        "Xxx | | | A7654321",
        "Xxx | | | X0000471",
    ] {
        assert_eq!(first(&index, asked), Some(1001), "{asked}");
    }
    let mut asked = known("Xxx");
    asked
        .aliases
        .push(FullName::parse("Wagijem").expect("a name"));
    let found = index.candidates(&asked, &Weights::by_hand(), 5, &mut Memory::default());
    let keys: BTreeSet<PersonId> = found.iter().map(|candidate| candidate.key).collect();
    assert_eq!(found.first().map(|best| best.key), Some(person(1001)));
    assert_eq!(keys.len(), found.len(), "everybody once");
}

#[test]
fn strange_names_are_names() {
    let long = "Panjang".repeat(43);
    let many = "ab cd ".repeat(50);
    let names = [
        "A",
        "O'Ng",
        "Sa’dan Lande'",
        "😀 Budi",
        "NULL",
        "\u{202e}Rahmat\u{202c}",
        "李小龍",
        "<script>alert(1)</script>",
        "Zero\u{200b}Width",
        "Robert'); DROP TABLE",
        "Ḿàřťíń",
        &long[..300],
        many.trim(),
        "H. Hj. Haji",
        "X Æ A-12",
    ];
    let index = among_others(&names);
    for (name, number) in names.iter().zip(1001..) {
        let found = candidates(&index, name);
        assert!(
            found
                .iter()
                .any(|candidate| candidate.key == person(number)),
            "{name} finds itself"
        );
        let searched = index.search(name, 300, &mut Memory::default());
        assert!(searched.contains(&person(number)), "{name} is searched for");
    }
}

#[test]
fn an_empty_index_answers() {
    let index: Index = Index::build([]).expect("nothing");
    assert!(candidates(&index, "Budi Contoh | 1983-04-09 | 6503024904830001").is_empty());
    assert!(index.search("budi", 10, &mut Memory::default()).is_empty());
    assert_eq!(
        Index::<PersonId>::from_bytes(&index.to_bytes()).map(|index| index.len()),
        Ok(0)
    );
}

#[test]
fn searching_finds_what_is_being_typed() {
    let index = among_others(&[
        "Muhammad Yusuf Tjahjadi | 1983-04-09 | 6503020904830001 | X0000471 | 0812-3456-0104",
        "Siti Fatimah Nurhayati",
    ]);
    for (typed, number) in [
        ("tja", 1001),
        ("cah", 1001),
        ("yusuf cahy", 1001),
        ("cahyadi moh", 1001),
        ("tjahjadi jusup ", 1001),
        ("yusuftjah", 1001),
        ("fatima nur", 1002),
        ("nur haya", 1002),
        ("nurhayti ", 1002),
        ("650302", 1001),
        ("830001", 1001),
        ("x00004", 1001),
        ("0471", 1001),
        ("0812 34", 1001),
        ("0104", 1001),
        ("yusuf 0104", 1001),
    ] {
        let found = index.search(typed, 10, &mut Memory::default());
        assert!(
            found.contains(&person(number)),
            "{typed} finds {number}: {found:?}"
        );
    }
    for typed in ["", " ", "zzz", "yusuf zzz", "yusuf 9999", "12"] {
        assert!(
            index.search(typed, 10, &mut Memory::default()).is_empty(),
            "{typed:?} finds nobody"
        );
    }
    assert_eq!(
        index.search("siti", 3, &mut Memory::default()).len(),
        3,
        "at most so many"
    );
}

#[test]
fn what_is_closer_to_what_was_typed_comes_first() {
    let index = index(&["Sukarnowati", "Soekarno", "Sukarno Putra", "Sukarno"]);
    let found = index.search("sukarno", 10, &mut Memory::default());
    assert_eq!(found, [4, 3, 2, 1].map(person));
}

#[test]
fn removed_records_are_gone_and_updated_ones_changed() {
    let mut index = among_others(&["Wagiyem Tarsih | 1983-04-09"]);
    let before = index.len();
    index
        .insert(person(1001), &known("Kartosuwiryo Handayani | 1990-05-06"))
        .expect("room");
    assert_eq!(index.len(), before, "still one");
    assert_eq!(first(&index, "Kartosuwirjo"), Some(1001));
    assert_ne!(first(&index, "Wagiyem Tarsih | 1983-04-09"), Some(1001));
    assert!(index.remove(person(1001)) && !index.contains(person(1001)));
    assert!(!index.remove(person(1001)), "only once");
    assert_ne!(first(&index, "Kartosuwiryo"), Some(1001));
    assert_eq!(index.len(), before - 1);
}

#[test]
fn gaps_go_when_the_index_is_compacted() {
    let mut index = among_others(&[]);
    for round in 0..30 {
        for number in 1..=100u128 {
            index
                .insert(
                    person(number),
                    &known(&format!("Baru Contoh | 19{:02}-02-03", 60 + round)),
                )
                .expect("room");
        }
    }
    assert!(index.wants_compaction());
    let fresh = index.compacted().expect("room");
    assert!(!fresh.wants_compaction());
    for asked in ["Baru Contoh | 1989-02-03", "Siti Contoh | 1970-01-01"] {
        assert_eq!(
            candidates(&fresh, asked),
            candidates(&index, asked),
            "{asked}"
        );
    }
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

fn among_few() -> Index {
    index(&["Budi Contoh | 1983-04-09", "Siti Rekaan | 1990-01-01"])
}

#[test]
fn bytes_that_are_no_index_are_refused() {
    let bytes = among_others(&["Wagiyem | 1983-04-09"]).to_bytes();
    let load = |bytes: &[u8]| Index::<PersonId>::from_bytes(bytes).err();
    assert_eq!(load(b""), Some(BytesError::Foreign));
    assert_eq!(load(b"SQLite format 3\0"), Some(BytesError::Foreign));
    assert_eq!(load(&bytes[..8]), Some(BytesError::Damaged));
    let mut newer = bytes.clone();
    newer[8] += 1;
    assert_eq!(load(&newer), Some(BytesError::OtherVersion));
    for cut in (9..bytes.len()).step_by(97) {
        assert_eq!(
            load(&bytes[..cut]),
            Some(BytesError::Damaged),
            "cut at {cut}"
        );
        let mut changed = bytes.clone();
        changed[cut] ^= 1;
        assert_eq!(
            load(&changed),
            Some(BytesError::Damaged),
            "changed at {cut}"
        );
    }
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

prop_compose! {
    fn a_name()(words in prop::collection::vec("[a-z]{1,3}(ti|no|jo|dj|oe|mah)?", 1..4)) -> String {
        words.join(" ")
    }
}

prop_compose! {
    fn a_person()(
        name in a_name(),
        date in prop::option::of((1960i32..2005, 1u32..=12, 1u32..=28)),
        serial in prop::option::of(1u32..40),
        passport in prop::option::of(0u32..30),
    ) -> Known {
        let date = date.map(|(year, month, day)| format!("{year}-{month:02}-{day:02}")).unwrap_or_default();
        let nik = serial.map(|serial| format!("650302050783{serial:04}")).unwrap_or_default();
        let passport = passport.map(|number| format!("X00004{number:02}")).unwrap_or_default();
        known(&format!("{name} | {date} | {nik} | {passport}"))
    }
}

/// What an index answers to everybody, as something that can be compared.
fn answers(index: &Index, people: &[Known]) -> Vec<Vec<Candidate<PersonId>>> {
    let (weights, mut memory) = (Weights::by_hand(), Memory::default());
    people
        .iter()
        .map(|known| index.candidates(known, &weights, 7, &mut memory))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_record_always_finds_itself_and_its_bits_add_up(people in prop::collection::vec(a_person(), 1..40)) {
        let index: Index = Index::build(people.iter().cloned().zip(1..).map(|(known, n)| (person(n), known))).expect("few");
        let (weights, mut memory) = (Weights::by_hand(), Memory::default());
        for (known, number) in people.iter().zip(1..) {
            let found = index.candidates(known, &weights, people.len(), &mut memory);
            prop_assert!(found.iter().any(|candidate| candidate.key == person(number)));
            prop_assert!(found.is_sorted_by_key(|candidate| (-candidate.score, candidate.key)));
            for candidate in &found {
                let fields: Bits = candidate.fields.iter().map(|field| field.bits).sum();
                let details: Bits = candidate.fields.iter().flat_map(|field| &field.details).map(|d| d.bits).sum();
                prop_assert_eq!(candidate.score, fields);
                prop_assert_eq!(candidate.score, details);
            }
        }
    }

    #[test]
    fn the_way_to_an_index_makes_no_difference(
        people in prop::collection::vec(a_person(), 1..30),
        others in prop::collection::vec(a_person(), 1..30),
        mix in any::<prop::sample::Index>(),
    ) {
        let numbered = |people: &[Known]| people.iter().cloned().zip(1..).map(|(known, n)| (person(n), known)).collect::<Vec<_>>();
        let built: Index = Index::build(numbered(&people)).expect("few");
        let expected = answers(&built, &people);

        // One after another, beginning anywhere.
        let mut turned = numbered(&people);
        turned.rotate_left(mix.index(people.len()));
        turned.reverse();
        let mut grown = Index::default();
        for (key, known) in &turned {
            grown.insert(*key, known).expect("few");
        }
        prop_assert_eq!(answers(&grown, &people), expected.clone());

        // Other records first, then replaced or taken out.
        let mut changed: Index = Index::build(numbered(&others)).expect("few");
        for (key, known) in numbered(&people) {
            changed.insert(key, &known).expect("few");
        }
        for number in people.len() + 1..=others.len() {
            changed.remove(person(number as u128));
        }
        prop_assert_eq!(answers(&changed, &people), expected.clone());
        prop_assert_eq!(answers(&changed.compacted().expect("few"), &people), expected.clone());

        // Through bytes.
        let loaded = Index::from_bytes(&changed.to_bytes()).expect("what was written");
        prop_assert_eq!(answers(&loaded, &people), expected);
        for known in &people {
            let typed = known.name.as_str();
            let mut memory = Memory::default();
            prop_assert_eq!(loaded.search(typed, 5, &mut memory), built.search(typed, 5, &mut memory));
        }
    }

    #[test]
    fn any_name_can_be_asked_and_searched_for(text in any::<String>()) {
        let index = among_few();
        let mut memory = Memory::default();
        let searched = index.search(&text, 3, &mut memory);
        prop_assert!(searched.len() <= 2);
        if let Ok(name) = FullName::parse(&text) {
            let found = index.candidates(&Known::named(name), &Weights::by_hand(), 5, &mut memory);
            prop_assert!(found.len() <= 2);
        }
    }

    #[test]
    fn bytes_from_anywhere_load_or_are_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Index::<PersonId>::from_bytes(&bytes).is_err());
        bytes.splice(0..0, *b"SUARFIND\x01");
        prop_assert!(Index::<PersonId>::from_bytes(&bytes).is_err());
    }
}
