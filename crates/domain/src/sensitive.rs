//! Values that must not reach a log, an error or a panic.

use std::fmt;

/// A value whose `Debug` shows only that it exists.
///
/// Reading it needs a reason in words, so that every place that takes personal data out of its wrapper can be
/// found and judged by searching for `expose`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for the stated reason ("shown to the officer", "stored encrypted").
    pub const fn expose(&self, _reason: &'static str) -> &T {
        &self.0
    }

    /// Unwraps the value, for the stated reason.
    pub fn into_exposed(self, _reason: &'static str) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(
            format!("{:?}", Some(Sensitive::new("X0000471"))),
            "Some([hidden])"
        );
    }
}
