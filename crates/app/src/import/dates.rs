//! Reading dates as people and spreadsheets write them: day first, unless only another order exists.

use calamine::{ExcelDateTime, ExcelDateTimeType};
use suar_domain::text::cleaned;
use suar_domain::time::PlainDate;

/// How a two-digit year is completed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Century {
    /// A birth date: the latest that is not after this day.
    Past(PlainDate),
    /// Any other date: the one nearest to this day.
    Near(PlainDate),
}

/// A date found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub date: PlainDate,
    /// Not day-month-year with slashes or hyphens.
    pub odd: bool,
    /// Day and month could be exchanged.
    pub ambiguous: bool,
    start: usize,
    end: usize,
}

/// What a date cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DateCell {
    /// Nothing, or only a place; the date is unknown.
    Blank {
        /// Text beside the date.
        place: Option<String>,
    },
    /// A date.
    Read {
        date: PlainDate,
        odd: bool,
        ambiguous: bool,
        /// Text beside the date.
        place: Option<String>,
    },
    /// Something that is no date.
    Invalid,
}

/// What the column says about its cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct DateColumn {
    pub century: Century,
    /// The cell may hold a place before the date.
    pub with_place: bool,
    /// The header names a place, so that a place alone is fine.
    pub place_in_header: bool,
}

/// Month names and abbreviations in Indonesian, Malay and English, and Roman numerals.
const MONTHS: [&[&str]; 12] = [
    &["jan", "januari", "january", "i"],
    &["feb", "februari", "pebruari", "peb", "february", "ii"],
    &["mar", "maret", "mrt", "march", "mac", "iii"],
    &["apr", "april", "iv"],
    &["mei", "may", "v"],
    &["jun", "juni", "june", "vi"],
    &["jul", "juli", "july", "julai", "vii"],
    &[
        "agu", "agustus", "agust", "agt", "ags", "aug", "august", "ogos", "ogo", "viii",
    ],
    &["sep", "sept", "september", "ix"],
    &["okt", "oktober", "oct", "october", "x"],
    &["nov", "november", "nopember", "nop", "xi"],
    &[
        "des", "desember", "dec", "december", "dis", "disember", "xii",
    ],
];

const WEEKDAYS: [&str; 22] = [
    "senin",
    "selasa",
    "rabu",
    "kamis",
    "jumat",
    "jum'at",
    "sabtu",
    "minggu",
    "ahad",
    "isnin",
    "khamis",
    "jumaat",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "sen",
    "sel",
    "min",
];

/// Reads a cell of a date column.
pub(super) fn read_cell(text: &str, column: DateColumn) -> DateCell {
    let text = cleaned(text);
    if text.is_empty() {
        return DateCell::Blank { place: None };
    }
    if let Some(found) = compact(&text).or_else(|| find(&text, column.century)) {
        let (before, after) = (&text[..found.start], &text[found.end..]);
        let (after, time) = without_time(after);
        if has_digit(before) || has_digit(after) {
            return DateCell::Invalid;
        }
        let place = beside(before).or_else(|| beside(after));
        let odd = found.odd || time || (place.is_some() && !column.with_place);
        return DateCell::Read {
            date: found.date,
            odd,
            ambiguous: found.ambiguous,
            place,
        };
    }
    if column.place_in_header && !has_digit(&text) {
        return DateCell::Blank {
            place: beside(&text),
        };
    }
    DateCell::Invalid
}

/// A spreadsheet's day number, 10000 (1927) to 73050 (2099).
pub(super) fn serial(text: &str) -> Option<PlainDate> {
    let number: f64 = text
        .trim()
        .parse()
        .ok()
        .filter(|n| (10_000.0..=73_050.0).contains(n))?;
    let (year, month, day, ..) =
        ExcelDateTime::new(number, ExcelDateTimeType::DateTime, false).to_ymd_hms_milli();
    PlainDate::new(i32::from(year), u32::from(month), u32::from(day)).ok()
}

/// The first date in a text.
pub(super) fn find(text: &str, century: Century) -> Option<Found> {
    let tokens = tokens(text);
    tokens.windows(3).find_map(|three| match three {
        [a, b, c] => triple(text, *a, *b, *c, century),
        _ => None,
    })
}

#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    number: bool,
    start: usize,
    end: usize,
}

/// Runs of digits and runs of letters; English ordinal endings are joined to their number.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let number = c.is_ascii_digit();
        if !number && !c.is_alphabetic() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, next)) = chars.next_if(|(_, n)| {
            if number {
                n.is_ascii_digit()
            } else {
                n.is_alphabetic()
            }
        }) {
            end = at + next.len_utf8();
        }
        let word = &text[start..end];
        let ordinal = ["st", "nd", "rd", "th"]
            .iter()
            .any(|o| word.eq_ignore_ascii_case(o));
        match tokens.last_mut() {
            Some(last) if ordinal && last.number && last.end == start => last.end = end,
            _ => tokens.push(Token {
                text: word,
                number,
                start,
                end,
            }),
        }
    }
    tokens
}

fn triple(text: &str, a: Token<'_>, b: Token<'_>, c: Token<'_>, century: Century) -> Option<Found> {
    let first = separator(text, a, b)?;
    let second = separator(text, b, c)?;
    let found = |date: PlainDate, odd, ambiguous| Found {
        date,
        odd,
        ambiguous,
        start: a.start,
        end: c.end,
    };
    let number = |token: Token<'_>| {
        token
            .text
            .parse::<u32>()
            .ok()
            .filter(|_| token.number && token.text.len() <= 2)
    };
    if let (Some(left), Some(middle)) = (number(a), number(b)) {
        if !c.number || (c.text.len() == 2 && first != second) {
            return None;
        }
        let slashes = [first, second].iter().all(|s| matches!(s, '/' | '-'));
        if let Some(date) = with_year(c.text, middle, left, century) {
            let ambiguous = left <= 12 && middle <= 12 && left != middle;
            return Some(found(date, !slashes, ambiguous));
        }
        let month_first = with_year(c.text, left, middle, century);
        let year_first = || {
            number(c)
                .filter(|_| left > 31)
                .and_then(|day| with_year(a.text, middle, day, century))
        };
        return month_first
            .or_else(year_first)
            .map(|date| found(date, true, false));
    }
    if a.number && a.text.len() == 4 {
        let month = number(b).or_else(|| month(b.text))?;
        return with_year(a.text, month, number(c)?, century).map(|date| found(date, true, false));
    }
    if let (Some(day), Some(month)) = (number(a), month(b.text)) {
        return c
            .number
            .then(|| with_year(c.text, month, day, century))?
            .map(|date| found(date, true, false));
    }
    if let (Some(month), Some(day)) = (month(a.text), number(b)) {
        let year = Some(c.text).filter(|year| c.number && year.len() == 4)?;
        return with_year(year, month, day, century).map(|date| found(date, true, false));
    }
    None
}

/// What stands between two parts of a date; a space when nothing else does.
fn separator(text: &str, a: Token<'_>, b: Token<'_>) -> Option<char> {
    let between = text[a.end..b.start].trim();
    let mut marks = between.chars();
    match (marks.next(), marks.next(), marks.next()) {
        (None, ..) if a.end < b.start || a.number != b.number => Some(' '),
        (Some('‐'..='―'), None, _) => Some('-'),
        (Some(mark @ ('/' | '-' | '.' | ',' | '\\')), None, _) => Some(mark),
        (Some('.'), Some(mark @ ('/' | '-' | ',')), None) => Some(mark),
        _ => None,
    }
}

/// A date from a year of two or four digits.
fn with_year(year: &str, month: u32, day: u32, century: Century) -> Option<PlainDate> {
    let number: i32 = year.parse().ok()?;
    match year.len() {
        4 => PlainDate::new(number, month, day).ok(),
        2 => {
            let mut readings = [1900, 2000]
                .into_iter()
                .filter_map(|c| PlainDate::new(c + number, month, day).ok());
            match century {
                Century::Past(today) => readings.filter(|date| *date <= today).max(),
                Century::Near(today) => {
                    let first = readings.next()?;
                    readings
                        .chain([first])
                        .min_by_key(|date| date.days_until(today).abs())
                }
            }
        }
        _ => None,
    }
}

/// Whether a text is a date and nothing else.
pub(super) fn is_date(text: &str) -> bool {
    // Any day serves: the century of a two-digit year does not matter here.
    let Ok(today) = PlainDate::new(2000, 1, 1) else {
        return false;
    };
    let column = DateColumn {
        century: Century::Near(today),
        with_place: false,
        place_in_header: false,
    };
    matches!(read_cell(text, column), DateCell::Read { place: None, .. })
}

/// Whether a word names a month; single letters, Roman numerals, do not count here.
pub(super) fn is_month(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.len() >= 3 && month(word).is_some()
}

fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    MONTHS
        .iter()
        .position(|names| names.contains(&word.as_str()))
        .map(|index| index as u32 + 1)
}

/// Eight digits without separators, day first or year first.
fn compact(text: &str) -> Option<Found> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text[from..to].parse::<u32>().ok();
    let (day, month) = (part(0, 2)?, part(2, 4)?);
    let found = |date, ambiguous| Found {
        date,
        odd: true,
        ambiguous,
        start: 0,
        end: 8,
    };
    if let Ok(date) = PlainDate::new(part(4, 8)? as i32, month, day) {
        return Some(found(date, day <= 12 && month <= 12 && day != month));
    }
    let date = PlainDate::new(part(0, 4)? as i32, part(4, 6)?, part(6, 8)?).ok()?;
    Some(found(date, false))
}

/// The text without a time of day at its beginning, and whether there was one.
fn without_time(text: &str) -> (&str, bool) {
    let rest = text.trim_start_matches([' ', ',', 'T', 't']);
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.'))
        .unwrap_or(rest.len());
    let time = &rest[..end];
    let mut parts = time.split([':', '.']);
    let valid = matches!((parts.next(), parts.next()), (Some(h), Some(m))
        if (1..=2).contains(&h.len()) && m.len() == 2);
    if !valid {
        return (text, false);
    }
    let rest = rest[end..].trim_start();
    for zone in ["wita", "wib", "wit", "am", "pm", "z"] {
        if rest.to_ascii_lowercase() == zone {
            return ("", true);
        }
    }
    (rest, true)
}

/// A place beside a date: the text without punctuation at its ends; a weekday is none.
fn beside(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || (c.is_ascii_punctuation() && c != '(' && c != ')')
    });
    let only_weekday = WEEKDAYS.contains(&text.to_lowercase().as_str());
    (!only_weekday && text.chars().any(char::is_alphabetic)).then(|| text.to_owned())
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> PlainDate {
        "2026-11-24".parse().expect("a day")
    }

    fn birth(text: &str) -> DateCell {
        read_cell(
            text,
            DateColumn {
                century: Century::Past(today()),
                with_place: true,
                place_in_header: true,
            },
        )
    }

    /// The date, with `o` for odd and `a` for ambiguous.
    fn short(cell: DateCell) -> String {
        match cell {
            DateCell::Blank { .. } => "blank".to_owned(),
            DateCell::Invalid => "invalid".to_owned(),
            DateCell::Read {
                date,
                odd,
                ambiguous,
                ..
            } => {
                format!(
                    "{date} {}{}",
                    if odd { "o" } else { "" },
                    if ambiguous { "a" } else { "" }
                )
            }
        }
    }

    #[test]
    fn dates_are_read_day_first_and_oddities_are_named() {
        for (text, expected) in [
            ("14/09/2001", "2001-09-14 "),
            ("14-9-2001", "2001-09-14 "),
            ("1-1-2026", "2026-01-01 "),
            ("03/04/1979", "1979-04-03 a"),
            ("04/04/1979", "1979-04-04 "),
            ("14 / 09 / 2001", "2001-09-14 "),
            ("14–09–2001", "2001-09-14 "),
            ("1999-01-07", "1999-01-07 o"),
            ("1999/1/7", "1999-01-07 o"),
            ("31.12.1990", "1990-12-31 o"),
            ("03.04.1979", "1979-04-03 oa"),
            ("03 04 1979", "1979-04-03 oa"),
            ("5 Mar 1988", "1988-03-05 o"),
            ("5-Mar-88", "1988-03-05 o"),
            ("5Mac1988", "1988-03-05 o"),
            ("12 Agustus 1994", "1994-08-12 o"),
            ("12 OGOS 1994", "1994-08-12 o"),
            ("25 Disember 1987", "1987-12-25 o"),
            ("17-VIII-1995", "1995-08-17 o"),
            ("March 5, 1988", "1988-03-05 o"),
            ("5th March 1988", "1988-03-05 o"),
            ("1988 Mar 5", "1988-03-05 o"),
            ("12/31/1990", "1990-12-31 o"),
            ("14/09/2001 00:00", "2001-09-14 o"),
            ("2001-09-14T00:00:00", "2001-09-14 o"),
            ("14092001", "2001-09-14 o"),
            ("03041979", "1979-04-03 oa"),
            ("20010914", "2001-09-14 o"),
            ("07-11-83", "1983-11-07 a"),
            ("14/09/01", "2001-09-14 "),
            ("25/11/26", "1926-11-25 "),
            ("83-11-27", "1983-11-27 o"),
            ("Jumat, 14/09/2001", "2001-09-14 "),
        ] {
            assert_eq!(short(birth(text)), expected, "{text}");
        }
    }

    #[test]
    fn what_names_no_day_is_invalid() {
        for text in [
            "31/02/1992",
            "13/13/2000",
            "1994/02/30",
            "00/00/1980",
            "1985",
            "32 Mar 1988",
            "5 Foo 1988",
            "14/09/201",
            "14/09/2001 15/09/2001",
            "36148",
            "14/09",
            "1850-01-01",
        ] {
            assert_eq!(birth(text), DateCell::Invalid, "{text}");
        }
    }

    #[test]
    fn a_place_may_stand_beside_a_birth_date() {
        for (text, place) in [
            ("Nunukan, 17-08-1995", "Nunukan"),
            ("Nunukan/17-08-1995", "Nunukan"),
            ("Kab. Bone, 17-08-1995", "Kab. Bone"),
            ("Nunukan 17-08-1995", "Nunukan"),
            ("17-08-1995, Nunukan", "Nunukan"),
        ] {
            let DateCell::Read {
                date,
                odd,
                place: found,
                ..
            } = birth(text)
            else {
                panic!("{text} has a date")
            };
            assert_eq!(
                (date.to_string().as_str(), odd, found.as_deref()),
                ("1995-08-17", false, Some(place)),
                "{text}"
            );
        }
        assert_eq!(
            birth("Nunukan"),
            DateCell::Blank {
                place: Some("Nunukan".into())
            },
            "a place without a date"
        );
    }

    #[test]
    fn in_a_plain_date_column_words_are_odd_or_no_date() {
        let expiry = DateColumn {
            century: Century::Near(today()),
            with_place: false,
            place_in_header: false,
        };
        assert_eq!(short(read_cell("s/d 20/05/2030", expiry)), "2030-05-20 o");
        assert_eq!(short(read_cell("20/05/30", expiry)), "2030-05-20 ");
        assert_eq!(read_cell("seumur hidup", expiry), DateCell::Invalid);
    }

    #[test]
    fn a_spreadsheets_day_number_is_a_date() {
        assert_eq!(
            serial("37148").map(|d| d.to_string()).as_deref(),
            Some("2001-09-14")
        );
        assert_eq!(serial("471"), None, "too small to be meant as a date");
    }
}
