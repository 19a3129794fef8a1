//! `suarctl rules facts`: what a condition can be about.
//!
//! Names, types, values, and the question or paper that fills each fact. The vocabulary belongs to the program: a pack
//! chooses from it and adds nothing.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};
use suar_rules::{FactId, Vocabulary};

use super::{Format, Found, Language, Stop};

/// Arguments of `suarctl rules facts`.
#[derive(Args)]
pub struct FactsArgs {
    /// Only facts with this word in their name, values, meaning or question.
    word: Option<String>,
    /// Language of labels and questions.
    #[arg(long, value_enum, default_value_t = Language::Id)]
    language: Language,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// Lists the facts.
pub fn run(args: &FactsArgs, out: &mut dyn Write) -> Result<Found, Stop> {
    let vocabulary = Vocabulary::builtin().map_err(|errors| Stop::Unusable(errors.to_string()))?;
    let wanted = args.word.as_deref().unwrap_or_default().to_lowercase();
    let facts: Vec<FactId> = vocabulary
        .facts()
        .filter(|fact| says(vocabulary, *fact).contains(&wanted))
        .collect();
    if facts.is_empty() {
        return Err(Stop::Wrong(
            "no fact says this\n  fix: try another word in Bahasa Indonesia or English, or none for the whole list"
                .to_owned(),
        ));
    }
    match args.format {
        Format::Json => {
            let facts: Vec<Value> = facts.iter().map(|fact| as_json(*fact)).collect();
            super::json(out, &facts)?;
        }
        Format::Human => {
            for fact in &facts {
                written(out, vocabulary, *fact, args.language)?;
            }
            writeln!(out, "{} facts", facts.len())?;
        }
    }
    Ok(Found::Nothing)
}

/// Everything in which a word is looked for, in small letters.
fn says(vocabulary: &Vocabulary, fact: FactId) -> String {
    let mut text = vec![fact.as_str(), fact.label_id(), fact.label_en(), fact.note()];
    text.extend(fact.values().iter().map(String::as_str));
    for source in fact.filled_by() {
        if let Some(question) = vocabulary.question(source) {
            text.extend([question.wording_id(), question.wording_en()]);
        }
        text.push(source);
    }
    text.join("\n").to_lowercase()
}

fn written(
    out: &mut dyn Write,
    vocabulary: &Vocabulary,
    fact: FactId,
    language: Language,
) -> Result<(), Stop> {
    let label = match language {
        Language::Id => fact.label_id(),
        Language::En => fact.label_en(),
    };
    writeln!(out, "{fact}: {label}")?;
    let unit = fact
        .unit()
        .map_or(String::new(), |unit| format!(" ({unit})"));
    match fact.values() {
        [] => writeln!(out, "  type: {}{unit}", fact.kind())?,
        values => writeln!(out, "  type: {}: {}", fact.kind(), values.join(", "))?,
    }
    for source in fact.filled_by() {
        match vocabulary.question(source) {
            Some(question) => {
                let wording = match language {
                    Language::Id => question.wording_id(),
                    Language::En => question.wording_en(),
                };
                writeln!(out, "  filled by {source}: {wording}")?;
            }
            None => writeln!(out, "  filled by {source}")?,
        }
    }
    if !fact.note().is_empty() {
        writeln!(out, "  note: {}", fact.note())?;
    }
    let readable = if fact.is_rule_input() { "yes" } else { "never" };
    writeln!(out, "  a rule may read it: {readable}\n")?;
    Ok(())
}

fn as_json(fact: FactId) -> Value {
    json!({
        "id": fact.as_str(),
        "type": fact.kind().to_string(),
        "values": fact.values(),
        "unit": fact.unit(),
        "filled_by": fact.filled_by(),
        "label_id": fact.label_id(),
        "label_en": fact.label_en(),
        "note": fact.note(),
        "rule_input": fact.is_rule_input(),
    })
}
