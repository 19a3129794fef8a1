//! Who is found, and what stays true while records come and go.

use std::collections::BTreeSet;

use suar_domain::document::PassportNumber;
use suar_domain::id::PersonId;
use suar_domain::text::FullName;
use suar_matching::{BytesError, Field, Index, Level, Memory, Verdict, Weights};

use crate::world::{among_others, candidates, first, known, person};

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
        ("1983-01-01", Level::NewYearOther),
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
        let agrees = !matches!(
            level,
            Level::DatePart | Level::DateYear | Level::DateDiffers
        );
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
