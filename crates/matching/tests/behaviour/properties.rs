//! What holds for any people, in any order.

use proptest::prelude::*;
use suar_domain::id::PersonId;
use suar_domain::text::FullName;
use suar_matching::{Bits, Candidate, Index, Known, Memory, Weights};

use crate::world::{among_few, known, person};

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
