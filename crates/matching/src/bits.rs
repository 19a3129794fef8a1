//! Weight of evidence, in bits: how many times more likely something is for one person than for two, as a power of two.
//!
//! What must hold: sums are exact and do not depend on their order, so that the parts of an explanation add up to its
//! score on every machine. Therefore bits are whole thousandths.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// A weight of evidence; ten bits for the same person are a thousand to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bits(i32);

impl Bits {
    /// Says nothing either way.
    pub const ZERO: Self = Self(0);

    /// From thousandths of a bit.
    pub const fn from_thousandths(thousandths: i32) -> Self {
        Self(thousandths)
    }

    /// Thousandths of a bit.
    pub const fn thousandths(self) -> i32 {
        self.0
    }

    /// Rounded to thousandths; what is not finite says nothing.
    pub fn from_f64(bits: f64) -> Self {
        // The cast saturates and makes 0 of what is not a number.
        Self((bits * 1000.0).round() as i32)
    }

    /// As a number of bits.
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    /// The bits of a share: how surprising it is. A share of 1/1024 is ten bits.
    pub(crate) fn of_share(share: f64) -> Self {
        Self::from_f64(-share.max(1e-12).log2())
    }
}

impl fmt::Display for Bits {
    /// With one decimal and its sign: `+12.3`, `-4.0`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:+.1}", self.to_f64())
    }
}

impl Add for Bits {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Bits {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Bits {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Bits {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Bits {
    fn sum<I: Iterator<Item = Self>>(bits: I) -> Self {
        bits.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn a_share_of_one_in_a_thousand_is_ten_bits() {
        assert_eq!(Bits::of_share(1.0 / 1024.0), Bits::from_thousandths(10_000));
        assert_eq!(Bits::of_share(1.0), Bits::ZERO);
        assert!(
            Bits::of_share(0.0) < Bits::from_thousandths(40_000),
            "never endless"
        );
    }

    #[test]
    fn what_is_not_a_number_says_nothing() {
        assert_eq!(Bits::from_f64(f64::NAN), Bits::ZERO);
    }

    #[test]
    fn bits_are_printed_with_their_sign() {
        assert_eq!(Bits::from_f64(12.34).to_string(), "+12.3");
        assert_eq!(Bits::from_f64(-4.0).to_string(), "-4.0");
    }
}
