//! Texts: every test against an obvious matcher, and what is refused.

use proptest::prelude::*;

use super::pattern::Piece;
use super::{Automaton, How, Pattern, TextTest};

fn test(how: How, words: &[&str]) -> TextTest {
    TextTest {
        how,
        words: words.iter().map(|word| (*word).into()).collect(),
    }
}

/// Whether one test holds for a text.
fn holds(how: How, word: &str, text: &str) -> bool {
    let patterns = test(how, &[word]).patterns().unwrap();
    Automaton::new(&[patterns]).unwrap().run(text) == 1
}

/// Places at which a piece that begins at `from` may end: tries everything.
fn ends(piece: &Piece, text: &[u8], from: usize) -> Vec<usize> {
    match piece {
        Piece::Byte(set) => match text.get(from) {
            Some(byte) if set.contains(*byte) => vec![from + 1],
            _ => Vec::new(),
        },
        Piece::All(parts) => parts.iter().fold(vec![from], |places, part| {
            let next = places.iter().flat_map(|place| ends(part, text, *place));
            unique(next.collect())
        }),
        Piece::Any(parts) => unique(
            parts
                .iter()
                .flat_map(|part| ends(part, text, from))
                .collect(),
        ),
        Piece::Repeat(inner, least, most) => {
            let most = most.map_or(text.len() + 1, usize::from);
            let (mut places, mut found) = (vec![from], Vec::new());
            for times in 0..=most {
                if times >= usize::from(*least) {
                    found.extend(&places);
                }
                let next = places.iter().flat_map(|place| ends(inner, text, *place));
                places = unique(next.collect());
            }
            unique(found)
        }
    }
}

fn unique(mut places: Vec<usize>) -> Vec<usize> {
    places.sort_unstable();
    places.dedup();
    places
}

fn obviously(pattern: &Pattern, text: &str) -> bool {
    let starts = if pattern.from_start {
        0..=0
    } else {
        0..=text.len()
    };
    starts
        .flat_map(|from| ends(&pattern.piece, text.as_bytes(), from))
        .any(|end| !pattern.to_end || end == text.len())
}

#[test]
fn words_are_found_where_they_must_stand() {
    assert!(holds(How::Contains, "titip", "diminta titip koper"));
    assert!(
        holds(How::Contains, "aab", "aaab"),
        "a false start is not the end"
    );
    assert!(!holds(How::Contains, "titip", "diminta titi koper"));
    assert!(holds(How::Starts, "+855", "+855123"));
    assert!(!holds(How::Starts, "+855", "0+855123"));
    assert!(holds(How::Equals, "kupang", "kupang"));
    assert!(!holds(How::Equals, "kupang", "kupang barat"));
    assert!(!holds(How::Equals, "kupang", ""));
}

#[test]
fn case_is_folded_for_plain_letters_only() {
    assert!(holds(How::Equals, "Kupang", "KUPANG"));
    assert!(holds(
        How::Matches,
        "^sip3mi-[0-9]{4}/[A-F]$",
        "SIP3MI-0123/c"
    ));
    assert!(holds(How::Contains, "é", "café"));
    assert!(
        !holds(How::Contains, "é", "CAFÉ"),
        "accents are compared as written"
    );
}

#[test]
fn patterns_know_classes_repetitions_and_ends() {
    let license = "^SIP3MI-[0-9]{4}/[0-9]{2}$";
    assert!(holds(How::Matches, license, "SIP3MI-0042/25"));
    for text in ["SIP3MI-042/25", "SIP3MI-0042/255", "X SIP3MI-0042/25", ""] {
        assert!(!holds(How::Matches, license, text), "{text}");
    }
    let parcel = "titip(an)? (koper|paket|tas)";
    assert!(holds(How::Matches, parcel, "ada titipan paket"));
    assert!(!holds(How::Matches, parcel, "titipankoper"));
    assert!(holds(
        How::Matches,
        "gaji (besar|[0-9]+ juta)",
        "gaji 15 juta sebulan"
    ));
    assert!(!holds(
        How::Matches,
        "gaji (besar|[0-9]+ juta)",
        "gaji  juta"
    ));
    assert!(
        holds(How::Matches, "^.{2}$", "éø"),
        "a point is a character, not a byte"
    );
    assert!(holds(How::Matches, "^[^;]+$", "a\u{20ac}b"));
    assert!(!holds(How::Matches, "^[^;]+$", "a;b"));
    assert!(holds(How::Matches, "\\d\\.\\d", "1.5") && !holds(How::Matches, "\\d\\.\\d", "1x5"));
}

#[test]
fn one_pass_decides_all_tests_of_a_text() {
    let tests = [
        test(How::Contains, &["operator", "admin online"]),
        test(How::Starts, &["bekerja"]),
        test(How::Equals, &["bekerja sebagai operator"]),
        test(How::Contains, &["perato"]),
        test(How::Contains, &["gaji"]),
    ];
    let patterns: Vec<_> = tests.iter().map(|test| test.patterns().unwrap()).collect();
    let found = Automaton::new(&patterns)
        .unwrap()
        .run("Bekerja sebagai operator");
    assert_eq!(
        found, 0b01111,
        "words inside each other do not hide each other"
    );
}

#[test]
fn what_is_no_pattern_is_refused_with_its_place() {
    let wrong = [
        ("", 0),
        ("a*", 0),
        ("(a", 0),
        ("a)", 1),
        ("^a)", 2),
        ("a|", 0),
        ("a**", 2),
        ("+a", 0),
        ("a{3,1}", 1),
        ("a{", 1),
        ("[]", 1),
        ("[z-a]", 1),
        ("[a", 0),
        ("(?i)a", 0),
        ("(a)\\1", 3),
        ("a\\", 1),
        ("a^b", 1),
        ("a$b", 1),
        ("(a*)*b", 4),
        ("((((((((((((((((((a))))))))))))))))))", 16),
        ("(a{200}){200}", 0),
    ];
    for (pattern, offset) in wrong {
        let error = test(How::Matches, &[pattern]).patterns().unwrap_err();
        assert_eq!(error.offset, offset, "{pattern}: {error:?}");
    }
    assert!(test(How::Contains, &[""]).patterns().is_err());
}

#[test]
fn a_hostile_text_costs_one_step_a_byte() {
    // Engines that try again need 2^n steps for this one; here the number of states is bounded and so is the work.
    let pattern = test(How::Matches, &["^(a|aa)+$"]).patterns().unwrap();
    let automaton = Automaton::new(&[pattern]).unwrap();
    assert_eq!(automaton.run(&format!("{}b", "a".repeat(100_000))), 0);
    assert_eq!(automaton.run(&"a".repeat(100_000)), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_table_agrees_with_an_obvious_matcher(
        pattern in "\\^?([abc.]|\\[a-b\\]|\\[\\^a\\]|\\(ab\\|c\\)|\\(a\\?b\\)|a\\?|b\\*|c\\+|a\\{1,2\\}|é){1,6}\\$?",
        texts in proptest::collection::vec("[abcA é]{0,8}", 8),
    ) {
        // Some are refused, because every text matches them.
        if let Ok(patterns) = test(How::Matches, &[&pattern]).patterns() {
            let automaton = Automaton::new(std::slice::from_ref(&patterns)).unwrap();
            for text in texts {
                prop_assert_eq!(automaton.run(&text) == 1, obviously(&patterns[0], &text), "{} on {}", pattern, text);
            }
        }
    }

    #[test]
    fn any_text_is_read_as_a_pattern_or_refused(pattern in ".{0,40}", signs in "[a()\\[\\]|*+?{},2^$\\\\.-]{0,12}") {
        for text in [pattern, signs] {
            match test(How::Matches, &[&text]).patterns() {
                Ok(patterns) => prop_assert!(Automaton::new(&[patterns]).is_none_or(|automaton| automaton.run("ab") <= 1)),
                Err(error) => prop_assert!(error.offset <= text.len()),
            }
        }
    }

    #[test]
    fn tests_together_say_what_each_says_alone(
        words in proptest::collection::vec("[ab]{1,3}", 1..6), text in "[abc]{0,12}",
    ) {
        let hows = [How::Contains, How::Starts, How::Equals];
        let tests: Vec<_> = words.iter().enumerate().map(|(index, word)| test(hows[index % 3], &[word])).collect();
        let patterns: Vec<_> = tests.iter().map(|test| test.patterns().unwrap()).collect();
        let together = Automaton::new(&patterns).unwrap().run(&text);
        for (index, (test, word)) in tests.iter().zip(&words).enumerate() {
            let expected = match test.how {
                How::Contains => text.contains(word),
                How::Starts => text.starts_with(word),
                _ => text == *word,
            };
            prop_assert_eq!(together & (1 << index) != 0, expected, "{:?} {} in {}", test.how, word, text);
        }
    }
}
