//! The rules in the language of each engine.
//!
//! Where a comparison with a missing field would not be false by itself, `known(f) and …` or a test for null goes
//! before it.

use serde_json::{Value, json};

use crate::case::Case;
use crate::ruleset::{Number, Test};

fn is_optional(field: &str) -> bool {
    Case::SPECS
        .iter()
        .any(|spec| spec.id == field && spec.optional)
}

fn is_text(field: &str) -> bool {
    let texts = Case::SPECS
        .iter()
        .filter(|spec| spec.kind == suar_rules::FactKind::Text);
    texts.map(|spec| spec.id).any(|id| id == field)
}

/// Fields of a leaf that may be missing, each once.
fn optional_fields(test: &Test) -> Vec<&'static str> {
    let mut fields = Vec::new();
    match test {
        Test::All(_) | Test::Any(_) | Test::Not(_) | Test::Missing(_) => {}
        Test::Compare(left, _, right) => {
            left.fields(&mut fields);
            right.fields(&mut fields);
        }
        Test::NumberOf(field, _)
        | Test::Is(field, _)
        | Test::Equal(field, _)
        | Test::NotEqual(field, _)
        | Test::OneOf(field, _)
        | Test::Contains(field, _)
        | Test::Starts(field, _)
        | Test::Matches(field, _)
        | Test::Has(field, _) => fields.push(*field),
    }
    fields.retain(|field| is_optional(field));
    fields.sort_unstable();
    fields.dedup();
    fields
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn join<T>(parts: &[T], sign: &str, each: impl Fn(&T) -> String) -> String {
    parts.iter().map(each).collect::<Vec<_>>().join(sign)
}

/// In Suar's own language.
#[must_use]
pub fn suar(test: &Test) -> String {
    let plain = match test {
        Test::All(parts) => return format!("({})", join(parts, " and ", suar)),
        Test::Any(parts) => return format!("({})", join(parts, " or ", suar)),
        Test::Not(inner) => return format!("not ({})", suar(inner)),
        Test::Missing(field) => return format!("missing({field})"),
        Test::Compare(left, order, right) => format!("{} {order} {}", sum(left), sum(right)),
        Test::NumberOf(field, numbers) => {
            format!("{field} in [{}]", join(numbers, ", ", i64::to_string))
        }
        Test::Is(field, value) => format!("{field} = {value}"),
        Test::Equal(field, value) => format!("{field} = {}", named(field, value)),
        Test::NotEqual(field, value) => format!("{field} != {}", named(field, value)),
        Test::OneOf(field, values) => {
            format!(
                "{field} in [{}]",
                join(values, ", ", |value| named(field, value))
            )
        }
        Test::Contains(field, text) => format!("{field} contains {}", quoted(text)),
        Test::Starts(field, text) => format!("{field} starts with {}", quoted(text)),
        Test::Matches(field, pattern) => format!("{field} matches \"{pattern}\""),
        Test::Has(field, value) => format!("{field} contains {value}"),
    };
    let known = optional_fields(test);
    let known: String = known
        .iter()
        .map(|field| format!("known({field}) and "))
        .collect();
    if known.is_empty() {
        plain
    } else {
        format!("({known}{plain})")
    }
}

fn named(field: &str, value: &str) -> String {
    if is_text(field) {
        quoted(value)
    } else {
        value.to_owned()
    }
}

fn sum(number: &Number) -> String {
    match number {
        Number::Field(field) => (*field).to_owned(),
        Number::Constant(text) => text.clone(),
        Number::Pair(left, sign, right) => format!("{} {sign} {}", sum(left), sum(right)),
    }
}

/// What differs between languages of expressions.
pub struct Words {
    and: &'static str,
    or: &'static str,
    not: &'static str,
    contains: fn(&str, &str) -> String,
    starts: fn(&str, &str) -> String,
    matches: fn(&str, &str) -> String,
}

/// The Common Expression Language.
pub const CEL: Words = Words {
    and: " && ",
    or: " || ",
    not: "!",
    contains: |field, text| format!("{field}.contains({text})"),
    starts: |field, text| format!("{field}.startsWith({text})"),
    matches: |field, text| format!("{field}.matches({text})"),
};

/// The language of ZEN.
pub const ZEN: Words = Words {
    and: " and ",
    or: " or ",
    not: "not ",
    contains: |field, text| format!("contains({field}, {text})"),
    starts: |field, text| format!("startsWith({field}, {text})"),
    matches: |field, text| format!("matches({field}, {text})"),
};

/// In a language of expressions.
#[must_use]
pub fn expression(test: &Test, words: &Words) -> String {
    let each = |part: &Test| expression(part, words);
    let (plain, guarded) = match test {
        Test::All(parts) => return format!("({})", join(parts, words.and, each)),
        Test::Any(parts) => return format!("({})", join(parts, words.or, each)),
        Test::Not(inner) => return format!("{}({})", words.not, each(inner)),
        Test::Missing(field) => (format!("{field} == null"), false),
        Test::Compare(left, order, right) => {
            (format!("{} {order} {}", braced(left), braced(right)), true)
        }
        Test::NumberOf(field, numbers) => (
            format!("{field} in [{}]", join(numbers, ", ", i64::to_string)),
            false,
        ),
        Test::Is(field, value) => (format!("{field} == {value}"), false),
        Test::Equal(field, value) => (format!("{field} == {}", quoted(value)), false),
        Test::NotEqual(field, value) => (format!("{field} != {}", quoted(value)), true),
        Test::OneOf(field, values) => (
            format!("{field} in [{}]", join(values, ", ", |value| quoted(value))),
            false,
        ),
        Test::Contains(field, text) => ((words.contains)(field, &quoted(text)), true),
        Test::Starts(field, text) => ((words.starts)(field, &quoted(text)), true),
        Test::Matches(field, text) => ((words.matches)(field, &quoted(text)), true),
        Test::Has(field, value) => (format!("{} in {field}", quoted(value)), false),
    };
    let mut fields = optional_fields(test);
    fields.retain(|_| guarded);
    if fields.is_empty() {
        plain
    } else {
        let known = join(&fields, words.and, |field| format!("{field} != null"));
        format!("({known}{}{plain})", words.and)
    }
}

fn braced(number: &Number) -> String {
    match number {
        Number::Pair(left, sign, right) => format!("({} {sign} {})", braced(left), braced(right)),
        other => sum(other),
    }
}

/// In JSONLogic, with an operator `rx` for patterns.
#[must_use]
pub fn json_logic(test: &Test) -> Value {
    let var = |field: &str| json!({"var": field});
    let (plain, guarded) = match test {
        Test::All(parts) => {
            return json!({"and": parts.iter().map(json_logic).collect::<Vec<_>>()});
        }
        Test::Any(parts) => return json!({"or": parts.iter().map(json_logic).collect::<Vec<_>>()}),
        Test::Not(inner) => return json!({"!": [json_logic(inner)]}),
        Test::Missing(field) => (json!({"===": [var(field), null]}), false),
        Test::Compare(left, order, right) => (
            json!({*order: [json_number(left), json_number(right)]}),
            true,
        ),
        Test::NumberOf(field, numbers) => (json!({"in": [var(field), numbers]}), false),
        Test::Is(field, value) => (json!({"===": [var(field), value]}), false),
        Test::Equal(field, value) => (json!({"===": [var(field), value]}), false),
        Test::NotEqual(field, value) => (json!({"!==": [var(field), value]}), true),
        Test::OneOf(field, values) => (json!({"in": [var(field), values]}), false),
        Test::Contains(field, text) => (json!({"in": [text, var(field)]}), true),
        Test::Starts(field, text) => {
            let beginning = json!({"substr": [var(field), 0, text.len()]});
            (json!({"===": [beginning, text]}), true)
        }
        Test::Matches(field, pattern) => (json!({"rx": [var(field), pattern]}), true),
        Test::Has(field, value) => (json!({"in": [value, var(field)]}), false),
    };
    let mut fields = optional_fields(test);
    fields.retain(|_| guarded);
    if fields.is_empty() {
        return plain;
    }
    let known = fields
        .iter()
        .map(|field| json!({"!==": [var(field), null]}));
    json!({"and": known.chain([plain]).collect::<Vec<_>>()})
}

fn json_number(number: &Number) -> Value {
    match number {
        Number::Field(field) => json!({"var": field}),
        Number::Constant(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        Number::Pair(left, sign, right) => json!({*sign: [json_number(left), json_number(right)]}),
    }
}
