//! Kleene's three truth values.
//!
//! "Unknown" is a value of its own: it is neither a quiet no nor a small yes. What must hold: no operation turns
//! unknown into true by itself; only [`Truth::surely`] leaves the third value, and it leaves it towards false.

/// True, false, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// Known not to hold.
    False,
    /// Some fact that decides it is not known.
    Unknown,
    /// Known to hold.
    True,
}

impl Truth {
    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// At least one holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }

    /// Does not hold; the opposite of unknown is unknown.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }

    /// Whether it is known to hold: unknown becomes false.
    #[must_use]
    pub fn surely(self) -> Self {
        Self::from(self == Self::True)
    }

    /// Whether it is known to hold.
    #[must_use]
    pub fn holds(self) -> bool {
        self == Self::True
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown};

    const ALL: [Truth; 3] = [False, Unknown, True];

    #[test]
    fn unknown_decides_nothing_alone() {
        assert_eq!(Unknown.and(False), False, "one false part settles an and");
        assert_eq!(Unknown.and(True), Unknown);
        assert_eq!(Unknown.or(True), True, "one true part settles an or");
        assert_eq!(Unknown.or(False), Unknown);
        assert_eq!(Unknown.negated(), Unknown);
        assert_eq!(Unknown.surely(), False, "unknown is never taken for true");
    }

    #[test]
    fn de_morgan_holds_for_all_three_values() {
        for a in ALL {
            for b in ALL {
                assert_eq!(
                    a.and(b).negated(),
                    a.negated().or(b.negated()),
                    "{a:?} and {b:?}"
                );
            }
        }
    }
}
