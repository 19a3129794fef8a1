//! A table of facts of any kind: what conditions outside the shipped vocabulary are written over.
//!
//! The vocabulary of Suar is fixed and has questions; a schema is only facts. Both give the reader of conditions the
//! same thing, so a condition means the same over either.

use std::collections::HashMap;
use std::sync::Arc;

use crate::fact::{Fact, FactId, FactKind};
use crate::program::Layout;

/// One fact to be put in a schema.
#[derive(Debug, Clone)]
pub struct FactSpec {
    /// Its name in conditions: letters, digits, `_ . -`, beginning with a letter.
    pub id: String,
    /// Its type.
    pub kind: FactKind,
    /// The values of an enum or set, at most [`Schema::MOST_VALUES`]; empty for other kinds.
    pub values: Vec<String>,
    /// Unit of a number; facts of different units are never compared. Dates differ in `days`.
    pub unit: Option<String>,
    /// Whether a rule may read it.
    pub rule_input: bool,
}

impl FactSpec {
    /// A fact without unit that rules may read.
    #[must_use]
    pub fn new(id: &str, kind: FactKind, values: &[&str]) -> Self {
        Self {
            id: id.to_owned(),
            kind,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            unit: None,
            rule_input: true,
        }
    }
}

/// Why facts make no schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// A name that no condition could write.
    #[error("{0:?} is no name for a fact or value")]
    Name(String),
    /// Two facts, or two values of one fact, of this name.
    #[error("{0:?} is there twice")]
    Twice(String),
    /// An enum or set without values or with too many, or another kind with values.
    #[error("{0} needs 1 to 63 values if it is an enum or set, and none otherwise")]
    Values(String),
    /// More facts than a schema can have.
    #[error("a schema has at most {} facts", Schema::MOST_FACTS)]
    TooMany,
}

/// Facts by name. Like the vocabulary it is kept until the program ends, so that a [`FactId`] can be a plain reference.
#[derive(Debug)]
pub struct Schema {
    facts: &'static [Fact],
    by_id: HashMap<&'static str, FactId>,
    layout: Arc<Layout>,
}

impl Schema {
    /// Most facts.
    pub const MOST_FACTS: usize = 512;
    /// Most values of an enum or set.
    pub const MOST_VALUES: usize = 63;

    /// The schema of these facts, in this order.
    ///
    /// # Errors
    /// A name that conditions cannot write or that is there twice, or values that do not fit the kind.
    pub fn new(specs: impl IntoIterator<Item = FactSpec>) -> Result<Self, SchemaError> {
        let mut facts: Vec<Fact> = Vec::new();
        for spec in specs {
            check(&spec)?;
            if facts.iter().any(|known| known.id == spec.id) {
                return Err(SchemaError::Twice(spec.id));
            }
            let slot = u16::try_from(facts.len()).map_err(|_| SchemaError::TooMany)?;
            if facts.len() == Self::MOST_FACTS {
                return Err(SchemaError::TooMany);
            }
            facts.push(Fact {
                slot,
                id: spec.id,
                kind: spec.kind,
                values: spec.values,
                filled_by: Vec::new(),
                label_id: String::new(),
                label_en: String::new(),
                note: String::new(),
                rule_input: spec.rule_input,
                sensitivity: String::new(),
                unit: spec.unit,
            });
        }
        let facts: &'static [Fact] = Vec::leak(facts);
        let by_id = facts
            .iter()
            .map(|fact| (fact.id.as_str(), FactId(fact)))
            .collect();
        let layout = Arc::new(Layout::new(facts.iter().map(FactId)));
        Ok(Self {
            facts,
            by_id,
            layout,
        })
    }

    /// The fact of this name.
    #[must_use]
    pub fn fact(&self, id: &str) -> Option<FactId> {
        self.by_id.get(id).copied()
    }

    /// All facts, in the order of the schema.
    pub fn facts(&self) -> impl Iterator<Item = FactId> + use<> {
        self.facts.iter().map(FactId)
    }

    pub(crate) fn layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    pub(crate) fn by_id(&self) -> &HashMap<&'static str, FactId> {
        &self.by_id
    }
}

fn check(spec: &FactSpec) -> Result<(), SchemaError> {
    let word = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
    };
    if !word(&spec.id)
        || !spec
            .id
            .starts_with(|first: char| first.is_ascii_alphabetic())
    {
        return Err(SchemaError::Name(spec.id.clone()));
    }
    let listed = matches!(spec.kind, FactKind::Enum | FactKind::Set);
    let fits = if listed {
        (1..=Schema::MOST_VALUES).contains(&spec.values.len())
    } else {
        spec.values.is_empty()
    };
    if !fits {
        return Err(SchemaError::Values(spec.id.clone()));
    }
    for (index, value) in spec.values.iter().enumerate() {
        if !word(value) {
            return Err(SchemaError::Name(value.clone()));
        }
        if spec.values[..index].contains(value) {
            return Err(SchemaError::Twice(value.clone()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{FactSpec, Schema, SchemaError};
    use crate::fact::FactKind;

    #[test]
    fn a_schema_that_conditions_could_not_write_is_refused() {
        let spec = |id: &str, values: &[&str]| FactSpec::new(id, FactKind::Enum, values);
        let error = |specs: Vec<FactSpec>| Schema::new(specs).unwrap_err();
        assert_eq!(
            error(vec![spec("a b", &["x"])]),
            SchemaError::Name("a b".into())
        );
        assert_eq!(
            error(vec![spec("2a", &["x"])]),
            SchemaError::Name("2a".into())
        );
        assert_eq!(error(vec![spec("a", &[])]), SchemaError::Values("a".into()));
        assert_eq!(
            error(vec![spec("a", &["x", "x"])]),
            SchemaError::Twice("x".into())
        );
        let twice = vec![spec("a", &["x"]), spec("a", &["y"])];
        assert_eq!(error(twice), SchemaError::Twice("a".into()));
        let many = (0..=Schema::MOST_FACTS)
            .map(|index| FactSpec::new(&format!("f{index}"), FactKind::Bool, &[]));
        assert_eq!(Schema::new(many).unwrap_err(), SchemaError::TooMany);
    }
}
