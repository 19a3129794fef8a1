//! Tests of a text: is it this, does it start with that, does a word occur in it, does it match a pattern.
//!
//! All tests that a set of rules puts to one fact become one [`Automaton`]: the text is read once, from left to right,
//! one table look-up a byte, whatever the number of tests. Nothing is ever tried again, so a hostile text costs no
//! more than a long one.
//!
//! Case. `A` to `Z` and `a` to `z` are the same letter in every test; all other characters, also letters with accents,
//! are compared as they are. Indonesian and Malay are written without accents, and officers type in any case.
//!
//! Not here: names of persons (they are matched elsewhere, with other rules), word boundaries, Unicode normal forms.

mod automaton;
mod nfa;
mod pattern;

pub(crate) use automaton::{Automaton, MOST_TESTS};
pub(crate) use pattern::{Pattern, PatternError};

/// How a text is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum How {
    /// The whole text.
    Equals,
    /// Its beginning.
    Starts,
    /// Any part of it.
    Contains,
    /// Any part of it, against a pattern; `^` and `$` bind it to the ends.
    Matches,
}

/// A test of one text: it holds if one of the words does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TextTest {
    pub(crate) how: How,
    pub(crate) words: Box<[Box<str>]>,
}

impl TextTest {
    /// The patterns of the test, one for each word.
    ///
    /// # Errors
    /// A word is empty, or no pattern of the safe subset.
    pub(crate) fn patterns(&self) -> Result<Vec<Pattern>, PatternError> {
        self.words
            .iter()
            .map(|word| match self.how {
                How::Matches => Pattern::read(word),
                How::Equals | How::Starts | How::Contains => Pattern::literal(word, self.how),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
