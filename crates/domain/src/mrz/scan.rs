//! What a keyboard-wedge scanner types: one burst of characters, rarely as clean as the passport.
//!
//! Handled (journeys §20, 3 to 7): lower case, missing or extra line breaks, CR, LF and Tab, the filler typed as
//! another character by a foreign keyboard layout, a document swiped twice, half a scan, two passports in one burst.

use super::check::{self, MrzField, MrzLines, MrzSuggestion};
use super::{LINE, Mrz, MrzError};
use crate::time::PlainDate;

/// Longest burst that is looked at; more is not a passport.
const LONGEST: usize = 1_000;
/// Differing characters up to which two scanned lines count as the same line, misread once.
const SAME_LINE: usize = 4;

/// Why a burst gave no passport, in words that an officer can act on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanProblem {
    /// Only one line, or part of one: swipe again.
    #[error("only half of the zone was scanned")]
    Half,
    /// A ticket, a card, a visa or typed text.
    #[error("this is not the zone of a passport")]
    NotAnMrz,
    /// A check digit differs: most often a misreading.
    #[error("the check digit of the {field} differs")]
    CheckFailed {
        /// The field to look at.
        field: MrzField,
        /// Fields that are sound.
        verified: Vec<MrzField>,
        /// One character away from valid: to be shown to the officer, never applied silently.
        suggestion: Option<Box<MrzSuggestion>>,
        /// The scanned lines, kept so that only the failed field has to be typed.
        lines: MrzLines,
    },
    /// Two different passports in one burst.
    #[error("two passports were scanned at once")]
    TwoPeople,
}

/// Reads a burst; `today` is only used to judge whether a suggested date makes sense.
///
/// # Errors
/// See [`ScanProblem`].
pub fn read_scan(text: &str, today: PlainDate) -> Result<Mrz, ScanProblem> {
    let zone = normalised(text).ok_or(ScanProblem::NotAnMrz)?;
    let lines = lines_of(&zone)?;
    let (mut first, mut second): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for line in lines {
        let seen = if is_second(line) {
            &mut second
        } else if is_first(line) {
            &mut first
        } else {
            return Err(ScanProblem::NotAnMrz);
        };
        if !seen.contains(&line) {
            seen.push(line);
        }
    }
    let (Some(name_line), Some(last_line)) = (first.first(), second.last()) else {
        return Err(ScanProblem::Half);
    };
    if first
        .iter()
        .any(|line| differences(line, name_line) > SAME_LINE)
    {
        return Err(ScanProblem::TwoPeople);
    }
    choose(name_line, &second, last_line, today)
}

/// The reading among the second lines: swiped twice, one of them may be misread.
fn choose(first: &str, seconds: &[&str], last: &str, today: PlainDate) -> Result<Mrz, ScanProblem> {
    let mut found: Option<Mrz> = None;
    for second in seconds {
        let Some(Ok(mrz)) = MrzLines::new(first, second).map(Mrz::read) else {
            continue;
        };
        match &found {
            Some(other) if other.document_number() != mrz.document_number() => {
                return Err(ScanProblem::TwoPeople);
            }
            Some(_) => {}
            None => found = Some(mrz),
        }
    }
    if let Some(mrz) = found {
        return Ok(mrz);
    }
    if seconds
        .iter()
        .any(|second| differences(second, last) > SAME_LINE)
    {
        return Err(ScanProblem::TwoPeople);
    }
    let lines = MrzLines::new(first, last).ok_or(ScanProblem::NotAnMrz)?;
    match Mrz::read(lines.clone()) {
        Ok(mrz) => Ok(mrz),
        Err(MrzError::CheckFailed(failure)) => Err(ScanProblem::CheckFailed {
            field: failure.field,
            suggestion: check::suggestion(&failure, today).map(Box::new),
            verified: failure.verified,
            lines,
        }),
        Err(MrzError::ImpossibleDate(field)) => {
            let verified = MrzField::ALL
                .iter()
                .copied()
                .filter(|f| *f != field && *f != MrzField::Composite);
            Err(ScanProblem::CheckFailed {
                field,
                verified: verified.collect(),
                suggestion: None,
                lines,
            })
        }
        Err(MrzError::Shape | MrzError::NotAPassport | MrzError::Missing(_)) => {
            Err(ScanProblem::NotAnMrz)
        }
    }
}

/// Upper case, the filler restored, line breaks and tabs gone. `None` when the burst holds anything else.
fn normalised(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let text: String = text.trim_matches(|c: char| c.is_control()).to_uppercase();
    let filler = filler_of(&text)?;
    let mut zone = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\r' | '\n' | '\t' => {}
            c if c == filler => zone.push('<'),
            c if c.is_ascii_uppercase() || c.is_ascii_digit() => zone.push(c),
            c if c.is_whitespace() || c.is_control() => {}
            _ => return None,
        }
    }
    Some(zone)
}

/// The one character that stands for the filler: `<`, or what a foreign layout typed in its place.
fn filler_of(text: &str) -> Option<char> {
    let strange = |c: &char| !c.is_ascii_alphanumeric() && !c.is_whitespace() && !c.is_control();
    let mut marks = text.chars().filter(strange);
    match marks.next() {
        Some(mark) => marks.all(|c| c == mark).then_some(mark),
        None => Some(if text.contains(' ') { ' ' } else { '<' }),
    }
}

/// Lines of 44 characters, wherever the breaks were typed.
fn lines_of(zone: &str) -> Result<Vec<&str>, ScanProblem> {
    if zone.len() < 2 * LINE {
        let looks_like = zone.len() >= 20
            && (is_second(zone)
                || (zone.starts_with('P') && zone.contains('<') && digits(zone) < zone.len() / 2));
        return Err(if looks_like {
            ScanProblem::Half
        } else {
            ScanProblem::NotAnMrz
        });
    }
    if !zone.len().is_multiple_of(LINE) {
        return Err(ScanProblem::NotAnMrz);
    }
    zone.as_bytes()
        .chunks(LINE)
        .map(|line| std::str::from_utf8(line).map_err(|_| ScanProblem::NotAnMrz))
        .collect()
}

/// A second line has its two dates where they belong: mostly digits there, not all of them filler.
fn is_second(line: &str) -> bool {
    let (Some(birth), Some(expiry)) = (line.get(13..20), line.get(21..28)) else {
        return false;
    };
    let dates = || birth.bytes().chain(expiry.bytes());
    let digit = |b: &u8| b.is_ascii_digit();
    dates().filter(|b| digit(b) || *b == b'<').count() >= 11 && dates().filter(digit).count() >= 7
}

fn is_first(line: &str) -> bool {
    line.starts_with('P') && digits(line) <= 6
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

fn differences(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).filter(|(a, b)| a != b).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Sex;
    use crate::mrz::MrzParts;
    use proptest::prelude::*;

    fn today() -> PlainDate {
        "2026-11-24".parse().expect("a day")
    }

    fn passport(name: &str, number: &str) -> String {
        let day = |text: &str| text.parse().expect("a day");
        Mrz::compose(&MrzParts {
            issuing_state: "IDN",
            nationality: "IDN",
            primary: "CONTOH",
            secondary: name,
            document_number: number,
            birth: day("2001-09-14"),
            sex: Sex::Female,
            expiry: day("2031-05-20"),
            personal_number: "6503025409010001",
        })
    }

    fn number(scan: &str) -> Result<String, ScanProblem> {
        read_scan(scan, today()).map(|mrz| mrz.document_number().to_string())
    }

    #[test]
    fn every_way_a_scanner_types_a_passport_is_read() {
        let lines = passport("MELATI", "X0000471");
        let one = lines.replace('\n', "");
        let (first, second) = lines.split_once('\n').expect("two lines");
        for (case, scan) in [
            ("as printed", lines.clone()),
            ("caps lock", lines.to_lowercase()),
            ("no line break", one.clone()),
            ("CR between and at the end", format!("{first}\r{second}\r")),
            ("CR LF", format!("{first}\r\n{second}\r\n")),
            ("Tab between", format!("{first}\t{second}\t")),
            ("extra Enter", format!("\n\n{first}\n\n\n{second}\n\n")),
            (
                "Enter in the middle of a line",
                format!("{}\n{}", &one[..30], &one[30..]),
            ),
            ("swiped twice", format!("{lines}\n{lines}\n")),
            ("swiped twice without a break", format!("{one}{one}")),
            ("lines in reverse", format!("{second}\n{first}")),
            ("filler as semicolon", lines.replace('<', ";")),
            ("filler as greater-than", lines.replace('<', ">")),
            ("filler as question mark", lines.replace('<', "?")),
            (
                "filler as comma, lower case",
                lines.replace('<', ",").to_lowercase(),
            ),
            ("filler as section sign", lines.replace('<', "§")),
            ("filler as space", lines.replace('<', " ")),
            ("control characters around", format!("\u{2}{lines}\u{3}")),
        ] {
            assert_eq!(number(&scan), Ok("X0000471".to_owned()), "{case}");
        }
    }

    #[test]
    fn half_a_scan_asks_for_another_swipe() {
        let lines = passport("MELATI", "X0000471");
        let (first, second) = lines.split_once('\n').expect("two lines");
        for (case, scan) in [
            ("only the first line", first.to_owned()),
            ("only the second line", second.to_owned()),
            ("most of both", lines[..70].to_owned()),
            ("the first line twice", format!("{first}\n{first}")),
            ("the second line twice", format!("{second}\n{second}")),
        ] {
            assert_eq!(number(&scan), Err(ScanProblem::Half), "{case}");
        }
    }

    #[test]
    fn other_bursts_are_not_passports() {
        let visa = format!("V{}", &passport("MELATI", "X0000471")[1..]);
        for scan in [
            "",
            "8991234567890",
            "ABC-12345-XYZ",
            "https://example.org/tiket?id=1",
            "P",
            &visa,
            &"P".repeat(5_000),
        ] {
            assert_eq!(number(scan), Err(ScanProblem::NotAnMrz), "{scan:.40}");
        }
    }

    #[test]
    fn two_passports_in_one_burst_are_not_mixed() {
        let (a, b) = (
            passport("MELATI", "X0000471"),
            passport("RATNA", "X0000476"),
        );
        assert_eq!(number(&format!("{a}\n{b}")), Err(ScanProblem::TwoPeople));
        let mother_and_namesake = format!("{a}\n{}", passport("MELATI", "X0000477"));
        assert_eq!(
            number(&mother_and_namesake),
            Err(ScanProblem::TwoPeople),
            "same name, two documents"
        );
    }

    #[test]
    fn a_misread_character_keeps_the_scan_and_offers_a_reading() {
        let lines = passport("MELATI", "X0000471");
        let misread = lines
            .replacen("0109142", "01O9142", 1)
            .replacen("010914", "01O914", 1);
        let Err(ScanProblem::CheckFailed {
            field,
            verified,
            suggestion,
            lines: kept,
        }) = read_scan(&misread, today())
        else {
            panic!("a letter in a date fails its check digit")
        };
        assert_eq!(field, MrzField::BirthDate);
        assert_eq!(
            verified,
            [
                MrzField::DocumentNumber,
                MrzField::ExpiryDate,
                MrzField::PersonalNumber
            ]
        );
        let suggestion = suggestion.expect("0 and O are look-alikes");
        assert_eq!(suggestion.value.expose("test"), "010914");
        assert_ne!(kept, suggestion.lines, "nothing was applied");
        assert!(Mrz::read(suggestion.lines).is_ok());
    }

    #[test]
    fn of_two_swipes_the_sound_one_counts() {
        let good = passport("MELATI", "X0000471");
        let bad = good.replacen("X0000471", "X0000411", 1);
        assert_eq!(number(&format!("{bad}\n{good}")), Ok("X0000471".to_owned()));
        assert!(matches!(
            number(&format!("{bad}\n{bad}")),
            Err(ScanProblem::CheckFailed { .. })
        ));
    }

    proptest! {
        #[test]
        fn no_burst_is_too_strange(text in "\\PC{0,200}") {
            prop_assert!(read_scan(&text, today()).is_err(), "random text is no passport");
        }

        #[test]
        fn no_burst_of_zone_characters_is_too_strange(text in "P[A-Z0-9<]{87}") {
            prop_assert!(read_scan(&text, today()).is_err(), "five check digits do not agree by chance");
        }
    }
}
