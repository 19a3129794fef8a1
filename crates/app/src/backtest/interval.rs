//! What can be said about a share from a count: the interval, and when to say nothing.

use serde::Serialize;

/// Quantile of the normal distribution for a two-sided interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;
/// A group smaller than this is not shown: few people are easily recognised.
pub const SMALLEST_GROUP: u64 = 10;

/// A share with its interval of 95 %, all from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Share {
    /// How many of them.
    pub hits: u64,
    /// Of how many.
    pub of: u64,
    /// The share.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Share {
    /// A share with its Wilson score interval (Wilson 1927), which stays sensible for few cases and for none or all
    /// of them; none where there is nothing to count.
    #[must_use]
    pub fn new(hits: u64, of: u64) -> Option<Self> {
        if of == 0 || hits > of {
            return None;
        }
        let (k, n) = (hits as f64, of as f64);
        let share = k / n;
        let z2 = Z * Z;
        let middle = k + z2 / 2.0;
        let spread = Z * (k * (n - k) / n + z2 / 4.0).sqrt();
        Some(Self {
            hits,
            of,
            share,
            low: ((middle - spread) / (n + z2)).max(0.0),
            high: ((middle + spread) / (n + z2)).min(1.0),
        })
    }
}

/// One group of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupShare {
    /// The group.
    pub group: String,
    /// Its share; none where the group is too small to be shown, or shown beside a single one that is.
    pub share: Option<Share>,
}

/// The shares of all groups of one table. Groups of fewer than [`SMALLEST_GROUP`] are masked. If that masks exactly
/// one, the smallest other is masked too, because the total would tell what was hidden.
#[must_use]
pub fn masked(groups: impl IntoIterator<Item = (String, u64, u64)>) -> Vec<GroupShare> {
    let mut groups: Vec<(String, u64, u64)> = groups.into_iter().collect();
    groups.sort();
    let mut hidden: Vec<bool> = groups
        .iter()
        .map(|(_, _, of)| *of < SMALLEST_GROUP)
        .collect();
    if hidden.iter().filter(|hidden| **hidden).count() == 1 {
        let shown = groups.iter().enumerate().filter(|(at, _)| !hidden[*at]);
        let smallest = shown.min_by_key(|(_, (_, _, of))| *of).map(|(at, _)| at);
        if let Some(at) = smallest {
            hidden[at] = true;
        }
    }
    let shares = groups.into_iter().zip(hidden);
    let share = |((group, hits, of), hidden): ((String, u64, u64), bool)| GroupShare {
        group,
        share: if hidden { None } else { Share::new(hits, of) },
    };
    shares.map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, published: f64) -> bool {
        (found - published).abs() < 0.000_05
    }

    #[test]
    fn intervals_are_those_of_the_literature() {
        // Newcombe, Statistics in Medicine 17 (1998), table I, method 3: four decimals.
        let published = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ];
        for (hits, of, low, high) in published {
            let share = Share::new(hits, of).expect("something to count");
            assert!(close(share.low, low), "{hits} of {of}: {share:?}");
            assert!(close(share.high, high), "{hits} of {of}: {share:?}");
        }
    }

    #[test]
    fn an_interval_holds_its_share_and_mirrors() {
        for of in [1, 2, 9, 10, 1000] {
            for hits in 0..=of.min(50) {
                let share = Share::new(hits, of).expect("something to count");
                assert!(
                    share.low <= share.share && share.share <= share.high,
                    "{share:?}"
                );
                assert!((0.0..=1.0).contains(&share.low) && share.high <= 1.0);
                let other = Share::new(of - hits, of).expect("something to count");
                assert!(close(share.low, 1.0 - other.high), "{share:?} {other:?}");
            }
        }
        assert_eq!(Share::new(0, 0), None, "nothing is not zero");
        assert_eq!(Share::new(2, 1), None);
    }

    fn group(name: &str, hits: u64, of: u64) -> (String, u64, u64) {
        (name.to_owned(), hits, of)
    }

    fn shown(groups: &[GroupShare]) -> Vec<&str> {
        let shown = groups.iter().filter(|group| group.share.is_some());
        shown.map(|group| group.group.as_str()).collect()
    }

    #[test]
    fn small_groups_are_masked_and_cannot_be_reckoned_from_the_rest() {
        let all = masked([group("a", 5, 100), group("b", 1, 10)]);
        assert_eq!(shown(&all), ["a", "b"], "ten are shown");
        let one = masked([group("a", 5, 100), group("b", 1, 40), group("c", 1, 9)]);
        assert_eq!(shown(&one), ["a"], "b would tell c");
        let two = masked([group("a", 5, 100), group("b", 1, 3), group("c", 1, 9)]);
        assert_eq!(shown(&two), ["a"]);
        assert_eq!(shown(&masked([group("a", 1, 9)])), Vec::<&str>::new());
    }
}
