//! Facts as the engine reads them: one small copyable cell per fact, at the fact's slot.

use crate::fact::{FactId, FactValue};

/// The value at a slot. Enum values are their position in the vocabulary, sets a mask of positions, dates days,
/// decimals millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    Unknown,
    Bool(bool),
    Code(u8),
    Set(u64),
    Number(i64),
}

impl Cell {
    /// The cell of a value; `Unknown` if the value does not fit the fact, so that a mistake never counts as a sign.
    pub(crate) fn new(fact: FactId, value: &FactValue) -> Self {
        use crate::fact::FactKind as Kind;
        match (fact.kind(), value) {
            (Kind::Bool, FactValue::Bool(value)) => Self::Bool(*value),
            (Kind::Int, FactValue::Int(value)) | (Kind::Money, FactValue::Money(value)) => {
                Self::Number(*value)
            }
            (Kind::Decimal, FactValue::Decimal(value)) => Self::Number(value.millionths()),
            (Kind::Date, FactValue::Date(value)) => Self::Number(value.ordinal()),
            (Kind::Enum, FactValue::Enum(value)) => {
                fact.code(value).map_or(Self::Unknown, Self::Code)
            }
            (Kind::Set, FactValue::Set(values)) => {
                let mask = values
                    .iter()
                    .try_fold(0u64, |mask, value| Some(mask | 1 << fact.code(value)?));
                mask.map_or(Self::Unknown, Self::Set)
            }
            // No text of the vocabulary may be read by a rule (tested below); that it is known can still be asked.
            (Kind::Text, FactValue::Text(_)) => Self::Bool(true),
            _ => Self::Unknown,
        }
    }

    pub(crate) fn is_known(self) -> bool {
        self != Self::Unknown
    }
}

#[cfg(test)]
mod tests {
    use crate::fact::FactKind;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn no_text_of_the_vocabulary_may_be_read_so_a_cell_need_not_hold_it() {
        let mut facts = Vocabulary::builtin().unwrap().facts();
        assert!(!facts.any(|fact| fact.kind() == FactKind::Text && fact.is_rule_input()));
    }
}
