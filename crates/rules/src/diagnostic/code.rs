//! Codes of diagnostics: stable words, so that a script, a page and a manual can name the same mistake.

use std::fmt;

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $word:literal,)*) => {
        /// What kind of mistake a diagnostic is about. The word never changes once it is released.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])* $name,)*
        }

        impl Code {
            /// Every code, in the order of this list.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word, as in `unknown-fact`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

codes! {
    /// A file name that no pack has, or a path that climbs out of the pack.
    FileName = "file-name",
    /// A file, or the pack as a whole, is too large.
    TooLarge = "too-large",
    /// A file is not UTF-8.
    NotUtf8 = "not-utf8",
    /// `pack.toml` is missing.
    NoPackFile = "no-pack-file",
    /// The file is no TOML, or a key has a value of another type.
    Toml = "toml",
    /// A key that the format does not have.
    UnknownKey = "unknown-key",
    /// A key that the format needs is missing.
    MissingKey = "missing-key",
    /// The file is written for another vocabulary.
    SchemaVersion = "schema-version",
    /// The vocabulary itself contradicts itself.
    Vocabulary = "vocabulary",
    /// An id, file or case appears twice.
    Duplicate = "duplicate",
    /// A dimension that its lane does not have.
    Dimension = "dimension",
    /// One observation may count as two signs.
    CountsTwice = "counts-twice",
    /// An id that does not fit its file or belongs to no family.
    Id = "id",
    /// A sign or word stands where the language does not allow it.
    Syntax = "syntax",
    /// Nesting beyond the limit.
    TooDeep = "too-deep",
    /// A fact that does not exist.
    UnknownFact = "unknown-fact",
    /// A value that the fact cannot have.
    UnknownValue = "unknown-value",
    /// An indicator that the pack does not have.
    UnknownIndicator = "unknown-indicator",
    /// A question that the interview does not have.
    UnknownQuestion = "unknown-question",
    /// A named term or number that is not defined.
    UnknownTerm = "unknown-term",
    /// A comparison of things that cannot be compared.
    WrongType = "wrong-type",
    /// A fact that no rule may read.
    ForbiddenFact = "forbidden-fact",
    /// A condition, or a part of one, that can never hold.
    NeverTrue = "never-true",
    /// A condition, or a part of one, that can never fail.
    NeverFalse = "never-false",
    /// A sign that is withdrawn whenever it would be present.
    AlwaysWithdrawn = "always-withdrawn",
    /// Indicators that point to each other in a circle.
    Cycle = "cycle",
    /// A text is missing in a language.
    MissingText = "missing-text",
    /// Too few cases, or none that fires, or none that does not.
    MissingCase = "missing-case",
    /// A case that does not come out as written.
    FailingCase = "failing-case",
    /// A case that is not written as cases are.
    BadCase = "bad-case",
    /// Review and expiry that do not fit each other.
    Dates = "dates",
    /// Review is overdue.
    Expired = "expired",
    /// A text that cannot be read as it stands: letters that are not shown, or that look like others.
    BadText = "bad-text",
    /// Guard rail 1: a circumstance of the person counts as another person's conduct.
    RailVulnerability = "rail-vulnerability",
    /// Guard rail 2: weak signs alone raise something.
    RailWeakOnly = "rail-weak-only",
    /// Guard rail 2: a number of the level rules outside its range.
    RailThreshold = "rail-threshold",
    /// Guard rail 4: a text that accuses or decides.
    RailWording = "rail-wording",
    /// Guard rail 5: missing data raises something.
    RailUnknown = "rail-unknown",
    /// Guard rails 6 and 9: a matter of papers, health or demeanour is scored.
    RailNotScored = "rail-not-scored",
    /// Guard rail 7: people are linked without a whitelist.
    RailLinking = "rail-linking",
    /// Guard rail 10: a clearance is switched off where there is no danger.
    RailClearing = "rail-clearing",
    /// Guard rail 5: a refusal, or that a question was put, counts for something.
    RailRefusal = "rail-refusal",
    /// Guard rails 1, 5 and 6: something is raised although nothing that is a sign is known.
    RailNoSign = "rail-no-sign",
    /// Danger is explained away.
    RailDanger = "rail-danger",
    /// A sign is weaker for a child.
    RailChild = "rail-child",
    /// An indicator on which the level rules stand is missing or means something else.
    RailCore = "rail-core",
    /// A level rule looks at something that `levels.md` does not give it.
    RailLevelRule = "rail-level-rule",
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Code;

    #[test]
    fn every_code_has_a_word_of_its_own() {
        let words: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), Code::ALL.len(), "two mistakes share a word");
        let plain = |word: &&str| {
            word.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        assert!(words.iter().all(plain), "{words:?}");
    }
}
