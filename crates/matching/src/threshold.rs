//! From which score on a person should look.

use crate::bits::Bits;

/// The least score of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold(Bits);

impl Threshold {
    /// A threshold that was measured or decided.
    pub const fn at(bits: Bits) -> Self {
        Self(bits)
    }

    /// The threshold for so many records when at most so large a share of strangers may raise an alert.
    ///
    /// Among n strangers at most n / 2^t have t bits by chance, if the bits are honest; so t is log2(n / share).
    pub fn for_records(records: usize, false_alerts: f64) -> Self {
        let share = false_alerts.clamp(1e-6, 1.0);
        Self(Bits::from_f64((records.max(1) as f64 / share).log2()))
    }

    /// The score.
    pub const fn bits(self) -> Bits {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_times_fewer_false_alerts_cost_three_bits() {
        let million = Threshold::for_records(1_000_000, 0.01).bits();
        assert!((million.to_f64() - 26.575).abs() < 0.01, "{million}");
        let rarer = Threshold::for_records(1_000_000, 0.001).bits();
        assert!((rarer - million).to_f64() > 3.3);
    }
}
