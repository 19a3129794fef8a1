//! What is stored of a screening, so that years later the same pack gives the same explanation, byte for byte.
//!
//! A record holds the hash of the pack and the case, nothing that can be computed from them. It is one line of JSON:
//!
//! ```json
//! {"v":1,"pack":"5f…","leg":"departure","stage":"port","as_of":"2026-11-24",
//!  "facts":{"cargo.for_other":true,"person.age_years":30},
//!  "said":{"cargo.for_other":[["K5","2026-11-24T01:21:07Z",true]]},
//!  "refused":["recruit.source"]}
//! ```
//!
//! without spaces or line breaks. The form is canonical: keys stand in this order, facts and ids in the order of their
//! bytes, and what is empty or false is left out (`manifest_only` before `facts`; `said`, `refused`, `dont_know`,
//! `answered`, `changed` after it). Bytes that are not in this form are refused, so equal cases have equal records.
//!
//! Values: true and false; whole numbers; decimals in millionths; days as `YYYY-MM-DD`; an enum's value; a sorted list
//! of a set's values. Words that no rule may read are stored as the empty text: that they are known matters to the
//! engine, what they say does not. A value that does not fit its fact counts as unknown and is left out.
//! `said` holds each statement as source, instant or null, value; the one in force is the last.
//!
//! Facts are named, not numbered: a vocabulary may grow between storing and reading.
//!
//! Not here: who the person is, files, encryption.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::Case;
use crate::cell::Cell;
use crate::date::Date;
use crate::fact::{Decimal, FactId, FactKind, FactValue};
use crate::situation::{Leg, Stage};
use crate::sources::Statement;
use crate::vocabulary::Vocabulary;

/// Version of the form above.
const VERSION: u32 = 1;

/// A case with the hash of the pack that answered it.
#[derive(Debug, Clone)]
pub struct Record {
    /// Hash of the pack ([`Pack::hash`](crate::Pack::hash)).
    pub pack: String,
    /// The case.
    pub case: Case,
}

/// Why bytes are no record. Never repeats a value: it may be personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// No JSON of this shape.
    #[error("this is no record of a screening")]
    Shape,
    /// Written by a later program.
    #[error("the record has form {0}; this program reads form {VERSION}")]
    Version(u32),
    /// A fact the vocabulary does not have.
    #[error("the vocabulary has no fact {0}")]
    NoFact(String),
    /// A question the vocabulary does not have.
    #[error("the vocabulary has no question {0}")]
    NoQuestion(String),
    /// A source the vocabulary does not have.
    #[error("{0} has a source that the vocabulary does not have")]
    NoSource(FactId),
    /// A value its fact cannot have.
    #[error("{0} has a value that does not fit it")]
    Value(FactId),
    /// Readable, but not in the one form that equal cases share.
    #[error("the record is not in its canonical form")]
    NotCanonical,
    /// A value that cannot be written. No case made through the vocabulary has one.
    #[error("the record cannot be written")]
    Unwritable,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    v: u32,
    pack: String,
    leg: Leg,
    stage: Stage,
    as_of: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    manifest_only: bool,
    facts: BTreeMap<String, Value>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    said: BTreeMap<String, Vec<(String, Option<String>, Value)>>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    refused: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    dont_know: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    answered: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    changed: BTreeSet<String>,
}

/// The version alone, to tell a later form from rubbish.
#[derive(Deserialize)]
struct Head {
    v: u32,
}

impl Record {
    /// The canonical bytes.
    ///
    /// # Errors
    /// [`RecordError::Unwritable`]; no case made through the vocabulary gives it.
    pub fn to_bytes(&self) -> Result<Vec<u8>, RecordError> {
        let case = &self.case;
        let ids = |facts: &BTreeSet<FactId>| facts.iter().map(ToString::to_string).collect();
        let facts = case.facts.iter().filter_map(|(fact, value)| {
            let value = to_json(*fact, value)?;
            Some((fact.to_string(), value))
        });
        let statement = |fact: FactId, each: &Statement| {
            let value = to_json(fact, &each.value)?;
            Some((each.source.to_string(), each.at.clone(), value))
        };
        let said = case.sources.iter().map(|(fact, sources)| {
            let statements = sources.all().iter();
            let statements: Vec<_> = statements
                .filter_map(|each| statement(*fact, each))
                .collect();
            (fact.to_string(), statements)
        });
        let line = Line {
            v: VERSION,
            pack: self.pack.clone(),
            leg: case.leg,
            stage: case.stage,
            as_of: case.as_of.to_string(),
            manifest_only: case.manifest_only,
            facts: facts.collect(),
            said: said
                .filter(|(_, statements)| !statements.is_empty())
                .collect(),
            refused: ids(&case.refused),
            dont_know: ids(&case.dont_know),
            answered: case.answered.iter().map(ToString::to_string).collect(),
            changed: ids(&case.changed),
        };
        serde_json::to_vec(&line).map_err(|_| RecordError::Unwritable)
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// Another form, an unknown fact or source, a value that does not fit, or bytes that are not canonical.
    pub fn from_bytes(vocabulary: &Vocabulary, bytes: &[u8]) -> Result<Self, RecordError> {
        let head: Head = serde_json::from_slice(bytes).map_err(|_| RecordError::Shape)?;
        if head.v != VERSION {
            return Err(RecordError::Version(head.v));
        }
        let line: Line = serde_json::from_slice(bytes).map_err(|_| RecordError::Shape)?;
        let as_of: Date = line.as_of.parse().map_err(|_| RecordError::Shape)?;
        let fact = |id: &str| {
            vocabulary
                .fact(id)
                .ok_or_else(|| RecordError::NoFact(id.to_owned()))
        };
        let ids = |ids: &BTreeSet<String>| -> Result<BTreeSet<FactId>, RecordError> {
            ids.iter().map(|id| fact(id)).collect()
        };
        let mut case = Case::new(line.leg, line.stage, as_of);
        case.manifest_only = line.manifest_only;
        case.refused = ids(&line.refused)?;
        case.dont_know = ids(&line.dont_know)?;
        case.changed = ids(&line.changed)?;
        let question = |id: &String| {
            vocabulary
                .question(id)
                .ok_or_else(|| RecordError::NoQuestion(id.clone()))
        };
        case.answered = line
            .answered
            .iter()
            .map(question)
            .collect::<Result<_, _>>()?;
        for (id, statements) in &line.said {
            let fact = fact(id)?;
            for (source, at, value) in statements {
                let statement = Statement {
                    value: from_json(fact, value).ok_or(RecordError::Value(fact))?,
                    source: vocabulary
                        .source(source)
                        .ok_or(RecordError::NoSource(fact))?,
                    at: at.clone(),
                };
                case.sources.entry(fact).or_default().add(statement);
            }
        }
        for (id, value) in &line.facts {
            let fact = fact(id)?;
            let value = from_json(fact, value).ok_or(RecordError::Value(fact))?;
            case.facts.insert(fact, value);
        }
        let pack = line.pack;
        let record = Self { pack, case };
        if record.to_bytes()? == bytes {
            Ok(record)
        } else {
            Err(RecordError::NotCanonical)
        }
    }
}

/// A value as it is stored; none if it does not fit its fact.
pub(crate) fn to_json(fact: FactId, value: &FactValue) -> Option<Value> {
    if !Cell::new(fact, value).is_known() {
        return None;
    }
    Some(match value {
        FactValue::Bool(value) => (*value).into(),
        FactValue::Int(number) | FactValue::Money(number) => (*number).into(),
        FactValue::Decimal(decimal) => decimal.millionths().into(),
        FactValue::Date(day) => day.to_string().into(),
        FactValue::Text(_) if !fact.is_rule_input() => "".into(),
        FactValue::Text(text) | FactValue::Enum(text) => text.as_str().into(),
        FactValue::Set(values) => values.iter().map(String::as_str).collect(),
    })
}

/// Reads what [`to_json`] writes. Unlike input from people it sets no limits: what was stored was accepted before.
fn from_json(fact: FactId, value: &Value) -> Option<FactValue> {
    let text = || value.as_str().map(str::to_owned);
    let value = match fact.kind() {
        FactKind::Bool => FactValue::Bool(value.as_bool()?),
        FactKind::Int => FactValue::Int(value.as_i64()?),
        FactKind::Money => FactValue::Money(value.as_i64()?),
        FactKind::Decimal => FactValue::Decimal(Decimal::from_millionths(value.as_i64()?)),
        FactKind::Date => FactValue::Date(value.as_str()?.parse().ok()?),
        FactKind::Text => FactValue::Text(text()?),
        FactKind::Enum => FactValue::Enum(text()?),
        FactKind::Set => {
            let values = value.as_array()?.iter();
            let texts = values.map(|each| each.as_str().map(str::to_owned));
            FactValue::Set(texts.collect::<Option<_>>()?)
        }
    };
    Cell::new(fact, &value).is_known().then_some(value)
}
