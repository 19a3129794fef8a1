//! A prospective migrant worker (CPMI) or other traveller, as the papers state it.

use std::fmt;

use crate::document::{DocumentKind, Nationality, PassportNumber, Sex};
use crate::id::PersonId;
use crate::nik::Nik;
use crate::sensitive::Sensitive;
use crate::text::FullName;
use crate::time::PlainDate;

/// A person known to this office. Only the name is certain to exist; everything else may be unknown.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Identity in the registry; provisional when no document is known.
    pub id: PersonId,
    /// Full name, one field: a single word is a complete name.
    pub name: Sensitive<FullName>,
    /// Sex as stated in the papers; display only, never an input to a rule.
    pub sex: Option<Sex>,
    /// Birth date as stated in the papers.
    pub birth_date: Option<Sensitive<PlainDate>>,
    /// Nationality as stated in the papers.
    pub nationality: Option<Nationality>,
    /// National identity number. Its absence is a service note.
    pub nik: Option<Sensitive<Nik>>,
    /// The travel document last seen.
    pub document: Option<TravelDocument>,
}

/// A travel document as printed.
#[derive(Clone, PartialEq, Eq)]
pub struct TravelDocument {
    /// Passport, border pass, ...; unknown on many manifests.
    pub kind: Option<DocumentKind>,
    /// Number.
    pub number: Sensitive<PassportNumber>,
    /// Last day of validity.
    pub expires: Option<PlainDate>,
}

impl fmt::Debug for Person {
    /// The identity finds the rest for those who may see it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({})", self.id)
    }
}

impl fmt::Debug for TravelDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TravelDocument([hidden])")
    }
}
