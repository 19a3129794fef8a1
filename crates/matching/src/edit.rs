//! How many typing errors lie between two words: a letter too many, too few, another one, or two neighbours swapped.

/// Most letters of the differing middle that are compared exactly.
const LONGEST: usize = 32;

/// Typing errors between two words, up to two; `None` for more.
///
/// Words are compared byte by byte; in scripts other than Latin one letter counts as several.
pub(crate) fn edits(one: &str, other: &str) -> Option<u8> {
    let (one, other) = middle(one.as_bytes(), other.as_bytes());
    match (one.len(), other.len()) {
        (0, 0) => return Some(0),
        (0, 1) | (1, 0 | 1) => return Some(1),
        (a, b) if a.abs_diff(b) > 2 || a > LONGEST || b > LONGEST => return None,
        _ => {}
    }
    let found = distance(one, other);
    (found <= 2).then_some(found)
}

/// Both words without what they begin and end with in common.
fn middle<'a>(one: &'a [u8], other: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let start = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[start..], &other[start..]);
    let end = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    (&one[..one.len() - end], &other[..other.len() - end])
}

/// Optimal string alignment: each letter takes part in one error.
fn distance(one: &[u8], other: &[u8]) -> u8 {
    let mut before = [0u8; LONGEST + 1];
    let mut last = [0u8; LONGEST + 1];
    let mut row = [0u8; LONGEST + 1];
    for (j, cell) in last.iter_mut().enumerate().take(other.len() + 1) {
        *cell = j as u8;
    }
    for i in 1..=one.len() {
        row[0] = i as u8;
        for j in 1..=other.len() {
            let differs = u8::from(one[i - 1] != other[j - 1]);
            let mut best = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + differs);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best;
        }
        (before, last) = (last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::edits;
    use proptest::prelude::*;

    #[test]
    fn typing_errors_are_counted_up_to_two() {
        for (one, other, found) in [
            ("", "", Some(0)),
            ("SITI", "SITI", Some(0)),
            ("SITI", "STI", Some(1)),
            ("SITI", "SIITI", Some(1)),
            ("SITI", "SIDI", Some(1)),
            ("SITI", "ISTI", Some(1)),
            ("SUHARTO", "SUHATRO", Some(1)),
            ("SUHARTO", "SHARTTO", Some(2)),
            ("SUHARTO", "USHATRO", Some(2)),
            ("SUHARTO", "SUMARNI", None),
            ("A", "ABCD", None),
        ] {
            assert_eq!(edits(one, other), found, "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_are_equally_far(one in "[A-C]{0,8}", other in "[A-C]{0,8}") {
            prop_assert_eq!(edits(&one, &other), edits(&other, &one));
            prop_assert_eq!(edits(&one, &other) == Some(0), one == other);
        }
    }
}
