//! Which word was probably meant.

/// The word of `known` nearest to `wrong`, if it is near enough to be a slip of the pen: one slip, and one more for each
/// eight letters. The group before a point (`money.`) makes no word nearer.
pub(crate) fn nearest<'a>(
    wrong: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    known
        .into_iter()
        .map(|word| (distance(wrong, word), word))
        .min()
        .filter(|(distance, word)| {
            let own = word.rsplit('.').next().unwrap_or(word);
            *distance <= 1 + own.len() / 8
        })
        .map(|(_, word)| word)
}

/// Number of single-byte edits between two words (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let known = ["trip.purpose", "job.match", "money.repay"];
        assert_eq!(nearest("trip.purpos", known), Some("trip.purpose"));
        assert_eq!(nearest("job.mach", known), Some("job.match"));
        assert_eq!(
            nearest("money.reason", known),
            None,
            "another word of the group"
        );
        assert_eq!(nearest("harm.threat", known), None, "nothing is near");
    }
}
