//! Randomness that is the same for the same seed (SplitMix64, Steele, Lea and Flood 2014). Not for secrets.

use suar_domain::time::Instant;
use uuid::Uuid;

/// A source of equal draws for equal seeds.
pub struct Random(u64);

impl Random {
    /// A source.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `bound - 1`; 0 when `bound` is 0.
    pub const fn below(&mut self, bound: u32) -> u32 {
        if bound == 0 {
            0
        } else {
            (self.next() % bound as u64) as u32
        }
    }

    /// True `of` times in a hundred.
    pub const fn percent(&mut self, of: u32) -> bool {
        self.below(100) < of
    }

    /// One of a list, which must not be empty.
    pub fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list.get(self.below(list.len() as u32) as usize)
            .copied()
            .unwrap_or_default()
    }

    /// A UUID of version 7 made from the world's own randomness, as at the moment `now`.
    pub fn uuid(&mut self, now: Instant) -> Uuid {
        let mut bytes = [0; 10];
        for chunk in bytes.chunks_mut(8) {
            let drawn = self.next().to_be_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
        let millis = u64::try_from(now.millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draws_of_a_seed_are_fixed_for_ever() {
        // The first draws of SplitMix64 from 0, as published with the algorithm.
        let mut random = Random::new(0);
        assert_eq!(random.next(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(random.next(), 0x6E78_9E6A_A1B9_65F4);
    }

    #[test]
    fn identities_are_of_version_seven_and_differ() {
        let now = Instant::from_millis(1_795_449_600_000);
        let mut random = Random::new(1);
        let (one, other) = (random.uuid(now), random.uuid(now));
        assert_eq!(one.get_version_num(), 7);
        assert_ne!(one, other);
    }
}
