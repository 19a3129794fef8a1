//! What is known of a person, as far as it tells people apart.

use std::fmt;

use suar_domain::document::PassportNumber;
use suar_domain::nik::Nik;
use suar_domain::phone::PhoneNumber;
use suar_domain::text::FullName;
use suar_domain::time::PlainDate;

/// What is known of somebody. Only the name is certain to exist; what is not known is neither equal nor different.
#[derive(Clone, PartialEq, Eq)]
pub struct Known {
    /// The name in use.
    pub name: FullName,
    /// Other names that papers have for the same person.
    pub aliases: Vec<FullName>,
    /// Birth date as stated.
    pub birth_date: Option<PlainDate>,
    /// Population number.
    pub nik: Option<Nik>,
    /// Numbers of travel documents, present and past.
    pub passports: Vec<PassportNumber>,
    /// Phones, present and past.
    pub phones: Vec<PhoneNumber>,
}

impl Known {
    /// Somebody of whom only the name is known.
    pub const fn named(name: FullName) -> Self {
        Self {
            name,
            aliases: Vec::new(),
            birth_date: None,
            nik: None,
            passports: Vec::new(),
            phones: Vec::new(),
        }
    }

    /// All names, the one in use first.
    pub(crate) fn names(&self) -> impl Iterator<Item = &FullName> {
        std::iter::once(&self.name).chain(&self.aliases)
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Known([hidden])")
    }
}
