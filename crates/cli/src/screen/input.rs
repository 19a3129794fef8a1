//! From one line to a case, or to the reason why not.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use suar_rules::{Case, FactId, Leg, Pack, QuestionId, Stage, ValueError};

use super::lines::{LONGEST, Problem};

/// A line: the id under which it came, null if unreadable, and its case.
pub struct Read {
    pub id: Value,
    pub case: Result<Case, Refusal>,
}

/// Why a line cannot be used.
#[derive(Debug)]
pub struct Refusal {
    pub code: &'static str,
    pub message: String,
    pub hint: String,
}

impl Refusal {
    fn new(code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// A line that is no text.
pub fn unusable(problem: Problem) -> Read {
    let refusal = match problem {
        Problem::TooLong => {
            let hint = "one case is one line; check for a missing line end";
            Refusal::new(
                "line_too_long",
                format!("the line is longer than {LONGEST} bytes"),
                hint,
            )
        }
        Problem::NotUtf8 => Refusal::new(
            "not_utf8",
            "the line is not UTF-8",
            "save the file as UTF-8",
        ),
    };
    Read {
        id: Value::Null,
        case: Err(refusal),
    }
}

/// The members of a line, before they are understood. Members with other names are left alone.
#[derive(Default)]
struct Raw {
    id: Option<Value>,
    leg: Option<Value>,
    stage: Option<Value>,
    as_of: Option<Value>,
    facts: Option<Members>,
    refused: Option<Value>,
    dont_know: Option<Value>,
    changed: Option<Value>,
    /// A member that stands twice.
    twice: Option<String>,
}

/// The facts of a line.
enum Members {
    Object(Vec<(String, Value)>),
    /// Not an object.
    Other,
}

/// Reads a line.
pub fn read(pack: &Pack, text: &str) -> Read {
    if text.trim().is_empty() {
        let refusal = Refusal::new(
            "empty_line",
            "the line is empty",
            "remove it, or write one case",
        );
        return Read {
            id: Value::Null,
            case: Err(refusal),
        };
    }
    match parse(text) {
        Ok(raw) => {
            let id = raw.id.clone().filter(|id| id.is_string() || id.is_number());
            Read {
                id: id.unwrap_or_default(),
                case: understand(pack, raw),
            }
        }
        Err(refusal) => Read {
            id: Value::Null,
            case: Err(refusal),
        },
    }
}

fn parse(text: &str) -> Result<Raw, Refusal> {
    let mut json = serde_json::Deserializer::from_str(text);
    let raw = json
        .deserialize_any(RawVisitor)
        .and_then(|raw| json.end().map(|()| raw));
    raw.map_err(|error| {
        // Only the place is told: the message of the parser may repeat what stands there.
        if error.is_data() {
            Refusal::new(
                "not_an_object",
                "the line is no JSON object",
                "write {\"id\": …, \"leg\": …, …}",
            )
        } else {
            // A case that is explained may be laid out over several lines.
            let line = match error.line() {
                0 | 1 => String::new(),
                line => format!("line {line}, "),
            };
            let message = format!("the JSON is broken at {line}column {}", error.column());
            Refusal::new(
                "broken_json",
                message,
                "write one complete JSON object on one line",
            )
        }
    })
}

fn understand(pack: &Pack, raw: Raw) -> Result<Case, Refusal> {
    if let Some(name) = raw.twice {
        return Err(Refusal::new(
            "duplicate_key",
            format!("{name} stands twice"),
            "keep one of them",
        ));
    }
    match raw.id {
        None => return Err(missing("id", "a text that names the case")),
        Some(Value::String(id)) if !id.is_empty() => {}
        Some(Value::Number(_)) => {}
        Some(_) => return Err(wrong_type("id", "a text that names the case")),
    }
    let leg = match word(raw.leg, "leg", "departure or return")?.as_str() {
        "departure" => Leg::Departure,
        "return" => Leg::Return,
        _ => return Err(wrong_value("leg", "departure or return")),
    };
    let stages = "predeparture, port or return";
    let stage = match word(raw.stage, "stage", stages)?.as_str() {
        "predeparture" => Stage::Predeparture,
        "port" => Stage::Port,
        "return" => Stage::Return,
        _ => return Err(wrong_value("stage", stages)),
    };
    let as_of = word(raw.as_of, "as_of", "a date YYYY-MM-DD")?;
    let as_of = as_of.parse().map_err(|error| {
        Refusal::new(
            "wrong_date",
            format!("as_of: {error}"),
            "write the day of the screening as YYYY-MM-DD",
        )
    })?;
    let mut case = Case::new(leg, stage, as_of);
    let facts = match raw.facts {
        None => return Err(missing("facts", "an object of facts and values")),
        Some(Members::Other) => return Err(wrong_type("facts", "an object of facts and values")),
        Some(Members::Object(facts)) => facts,
    };
    for (id, value) in facts {
        let fact = pack
            .vocabulary()
            .fact(&id)
            .ok_or_else(|| unknown_fact(pack, &id, "facts"))?;
        let value = pack
            .vocabulary()
            .value(fact, &value)
            .map_err(|error| not_a_value(&error))?;
        case.facts.insert(fact, value);
    }
    case.changed = named(pack, raw.changed, "changed")?;
    case.refused = unanswered(pack, &case, raw.refused, "refused")?;
    case.dont_know = unanswered(pack, &case, raw.dont_know, "dont_know")?;
    case.manifest_only = case.rests_on_manifest();
    Ok(case)
}

/// Facts of a list of fact and question ids; a question id stands for the facts that question sets.
fn named(
    pack: &Pack,
    list: Option<Value>,
    name: &'static str,
) -> Result<BTreeSet<FactId>, Refusal> {
    let named = ids(pack, list, name)?;
    let facts = named.into_iter().flat_map(|each| match each {
        Named::Fact(fact) => vec![fact],
        Named::Question(question) => question.facts(),
    });
    Ok(facts.collect())
}

/// One entry of a list of fact and question ids.
enum Named {
    Fact(FactId),
    Question(QuestionId),
}

fn ids(pack: &Pack, list: Option<Value>, name: &'static str) -> Result<Vec<Named>, Refusal> {
    let expected = "a list of fact or question ids";
    let items = match list {
        None => return Ok(Vec::new()),
        Some(Value::Array(items)) => items,
        Some(_) => return Err(wrong_type(name, expected)),
    };
    let read = |item: &Value| {
        let id = item.as_str().ok_or_else(|| wrong_type(name, expected))?;
        let vocabulary = pack.vocabulary();
        let fact = vocabulary.fact(id).map(Named::Fact);
        fact.or_else(|| vocabulary.question(id).map(Named::Question))
            .ok_or_else(|| unknown_fact(pack, id, name))
    };
    items.iter().map(read).collect()
}

/// Facts of `refused` or `dont_know`. A question may be refused although another one, a paper or the manifest made some of
/// its facts known: those stay known. A fact that nothing else can make known, or that is named itself, cannot be both.
fn unanswered(
    pack: &Pack,
    case: &Case,
    list: Option<Value>,
    name: &'static str,
) -> Result<BTreeSet<FactId>, Refusal> {
    let is_known = |fact: &FactId| case.facts.contains_key(fact);
    let mut facts = BTreeSet::new();
    for each in ids(pack, list, name)? {
        match each {
            Named::Question(question) => {
                let (known, open): (Vec<FactId>, Vec<FactId>) =
                    question.facts().into_iter().partition(is_known);
                let only_here = |fact: &&FactId| matches!(fact.filled_by(), [source] if source == question.as_str());
                if let Some(fact) = known.iter().find(only_here) {
                    return Err(both(*fact, name));
                }
                facts.extend(open);
            }
            Named::Fact(fact) if is_known(&fact) => return Err(both(fact, name)),
            Named::Fact(fact) => _ = facts.insert(fact),
        }
    }
    Ok(facts)
}

fn both(fact: FactId, name: &str) -> Refusal {
    let code = if name == "refused" {
        "answered_and_refused"
    } else {
        "answered_and_dont_know"
    };
    let message = format!("{fact} is both answered and in {name}");
    Refusal::new(
        code,
        message,
        format!("remove it from facts or from {name}"),
    )
}

/// An id of another group than those of the vocabulary is not repeated: it may be anything, also a name.
fn unknown_fact(pack: &Pack, id: &str, field: &str) -> Refusal {
    let vocabulary = pack.vocabulary();
    let group = |id: &'static str| id.split_once('.').map_or("", |(group, _)| group);
    let rest = vocabulary
        .facts()
        .find_map(|fact| id.strip_prefix(group(fact.as_str()))?.strip_prefix('.'));
    let is_plain = |rest: &str| {
        rest.len() <= 40
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let message = match rest.filter(|rest| is_plain(rest)) {
        Some(_) => format!("{field}: there is no fact {id}"),
        None => format!("{field} names a fact that does not exist"),
    };
    let hint = match vocabulary.nearest_fact(id) {
        Some(fact) => format!("did you mean {fact}?"),
        None => "use an id of facts.toml, such as trip.purpose".to_owned(),
    };
    Refusal::new("unknown_fact", message, hint)
}

fn not_a_value(error: &ValueError) -> Refusal {
    let (code, fact) = match error {
        ValueError::WrongType { fact, .. } => ("wrong_type", fact),
        ValueError::NotListed { fact } => ("wrong_value", fact),
        ValueError::Date { fact, .. } => ("wrong_date", fact),
        ValueError::OutOfRange { fact } => ("out_of_range", fact),
    };
    let hint = format!("correct {fact}, or leave it out if it is not known");
    Refusal::new(code, error.to_string(), hint)
}

fn word(value: Option<Value>, name: &'static str, expected: &str) -> Result<String, Refusal> {
    match value {
        None => Err(missing(name, expected)),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(wrong_type(name, expected)),
    }
}

fn missing(name: &str, expected: &str) -> Refusal {
    Refusal::new(
        "missing_field",
        format!("{name} is missing"),
        format!("add {name}: {expected}"),
    )
}

fn wrong_type(name: &str, expected: &str) -> Refusal {
    Refusal::new(
        "wrong_type",
        format!("{name} has the wrong type"),
        format!("write {name} as {expected}"),
    )
}

fn wrong_value(name: &str, expected: &str) -> Refusal {
    Refusal::new(
        "wrong_value",
        format!("{name} has no such value"),
        format!("write {expected}"),
    )
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut raw = Raw::default();
        while let Some(key) = map.next_key::<String>()? {
            let place = match key.as_str() {
                "id" => &mut raw.id,
                "leg" => &mut raw.leg,
                "stage" => &mut raw.stage,
                "as_of" => &mut raw.as_of,
                "refused" => &mut raw.refused,
                "dont_know" => &mut raw.dont_know,
                "changed" => &mut raw.changed,
                "facts" => {
                    let facts = map.next_value_seed(FactsSeed(&mut raw.twice))?;
                    if raw.facts.replace(facts).is_some() {
                        raw.twice = Some(key);
                    }
                    continue;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if place.replace(map.next_value()?).is_some() {
                raw.twice = Some(key);
            }
        }
        Ok(raw)
    }
}

/// Reads the facts, and notes a fact that stands twice.
struct FactsSeed<'a>(&'a mut Option<String>);

impl<'de> serde::de::DeserializeSeed<'de> for FactsSeed<'_> {
    type Value = Members;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Members, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FactsSeed<'_> {
    type Value = Members;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object of facts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut facts: Vec<(String, Value)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            if !seen.insert(key.clone()) {
                *self.0 = Some("a fact".to_owned());
            }
            facts.push((key, value));
        }
        Ok(Members::Object(facts))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Members, E> {
        Ok(Members::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Members, E> {
        Ok(Members::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Members, E> {
        Ok(Members::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Members, E> {
        Ok(Members::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Members, E> {
        Ok(Members::Other)
    }

    fn visit_unit<E>(self) -> Result<Members, E> {
        Ok(Members::Other)
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Members, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Members::Other)
    }
}
