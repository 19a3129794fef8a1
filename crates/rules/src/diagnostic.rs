//! What is wrong with a pack or a vocabulary, where, and how to put it right.
//!
//! A pack is written by people in the field: every diagnostic has a stable code, names file, line and column, and
//! proposes a fix.

mod code;
mod nearest;
mod plain;
mod render;
mod source;

use std::fmt;

pub use code::Code;
pub(crate) use nearest::nearest;
pub use plain::{is_hidden, plain};
pub(crate) use source::Source;

/// One thing wrong with a pack or vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackError {
    /// What kind of mistake it is.
    pub code: Code,
    /// File inside the pack, with `/` between parts.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters the mistake is long, at least 1.
    pub length: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl fmt::Display for PackError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{}:{}: error[{}]: {}\n  fix: {}",
            plain(&self.file),
            self.line,
            self.column,
            self.code,
            plain(&self.message),
            plain(&self.hint)
        )
    }
}

/// Everything that is wrong with a pack: never empty, and the pack is not usable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackErrors(Vec<PackError>);

impl PackErrors {
    /// Each problem, in the order in which it was found.
    #[must_use]
    pub fn errors(&self) -> &[PackError] {
        &self.0
    }
}

impl fmt::Display for PackErrors {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            write!(out, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for PackErrors {}

/// A place in a file that outlives the text it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) length: usize,
}

impl Place {
    pub(crate) fn new(source: &Source<'_>, offset: usize) -> Self {
        let (line, column) = source.position(offset);
        Self {
            file: source.file.to_owned(),
            line,
            column,
            length: source.length(offset),
        }
    }
}

/// Collects problems while a pack is read, so that one run shows them all.
#[derive(Default)]
pub(crate) struct Problems {
    found: Vec<PackError>,
    /// What an author should look at although the pack is usable.
    warned: Vec<PackError>,
}

impl Problems {
    pub(crate) fn at(
        &mut self,
        code: Code,
        source: &Source<'_>,
        offset: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.add(code, Place::new(source, offset), message, hint);
    }

    pub(crate) fn add(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.found.push(PackError::new(code, place, message, hint));
    }

    /// Notes something that leaves the pack usable.
    pub(crate) fn warn(&mut self, warning: PackError) {
        self.warned.push(warning);
    }

    pub(crate) fn take_warnings(&mut self) -> Vec<PackError> {
        std::mem::take(&mut self.warned)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether a problem of one of these kinds was found.
    pub(crate) fn has(&self, codes: &[Code]) -> bool {
        self.found.iter().any(|error| codes.contains(&error.code))
    }

    /// Removes problems that only follow from others.
    pub(crate) fn forget(&mut self, follows: impl Fn(&PackError) -> bool) {
        self.found.retain(|error| !follows(error));
    }

    pub(crate) fn into_result<T>(self, value: T) -> Result<T, PackErrors> {
        if self.found.is_empty() {
            Ok(value)
        } else {
            Err(PackErrors(self.found))
        }
    }

    pub(crate) fn into_errors(self) -> PackErrors {
        PackErrors(self.found)
    }
}

impl PackError {
    pub(crate) fn new(
        code: Code,
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        let Place {
            file,
            line,
            column,
            length,
        } = place;
        Self {
            code,
            file,
            line,
            column,
            length,
            message: message.into(),
            hint: hint.into(),
        }
    }
}
