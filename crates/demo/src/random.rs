//! Randomness that is the same for the same seed (SplitMix64, Steele, Lea and Flood 2014). Not for secrets.

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
}
