//! `suarctl rules explain`.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use suar_rules::{Case, FactId, FactValue, Finding, Pack, Screening, State};

use super::load::{self, SHIPPED};
use super::{Format, Found, Language, Stop};
use crate::screen::input;

/// Largest case that is read, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// Arguments of `suarctl rules explain`.
#[derive(Args)]
pub struct ExplainArgs {
    /// The pack that is asked: a folder, or an indicator file in the place of the shipped one.
    #[arg(long, value_name = "DIR|FILE", default_value = SHIPPED)]
    pack: PathBuf,
    /// Also the indicators that are known to be absent.
    #[arg(long)]
    all: bool,
    /// Language of the sentences.
    #[arg(long, value_enum, default_value_t = Language::Id)]
    language: Language,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// One case, as a line of `suarctl screen`; - reads standard input.
    #[arg(value_name = "CASE.json|-")]
    case: PathBuf,
}

/// Explains.
pub fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<Found, Stop> {
    let pack = load::pack(&args.pack)?;
    let text = case_text(args)?;
    let case = input::read(&pack, &text)
        .case
        .map_err(|refusal| Stop::Wrong(format!("{}\n  fix: {}", refusal.message, refusal.hint)))?;
    let screening = pack.screen(&case);
    let told = Told {
        pack: &pack,
        case: &case,
        screening: &screening,
        args,
    };
    match args.format {
        Format::Json => super::json(out, &told.json())?,
        Format::Human => told.write(out)?,
    }
    Ok(Found::Nothing)
}

fn case_text(args: &ExplainArgs) -> Result<String, Stop> {
    let unreadable = |error: io::Error| {
        Stop::Unusable(format!(
            "{}: {error}\n  fix: name a readable file with one case, or -",
            args.case.display()
        ))
    };
    let input: Box<dyn Read> = if args.case.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(&args.case).map_err(unreadable)?)
    };
    let mut text = String::new();
    input
        .take(LARGEST)
        .read_to_string(&mut text)
        .map_err(unreadable)?;
    Ok(text)
}

struct Told<'a> {
    pack: &'a Pack,
    case: &'a Case,
    screening: &'a Screening,
    args: &'a ExplainArgs,
}

impl Told<'_> {
    fn findings(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.screening.findings.iter();
        findings.filter(|finding| self.args.all || finding.state != State::Absent)
    }

    fn write(&self, out: &mut dyn Write) -> Result<(), Stop> {
        let screening = self.screening;
        writeln!(
            out,
            "{}: documents {}, trafficking {}, courier {}; possible {} to {}",
            screening.level.as_str(),
            screening.lanes.documents.as_str(),
            screening.lanes.trafficking.as_str(),
            screening.lanes.courier.as_str(),
            screening.possible.lowest.as_str(),
            screening.possible.highest.as_str()
        )?;
        let rules: Vec<String> = screening
            .rules
            .iter()
            .map(|rule| format!("{rule:?}"))
            .collect();
        if !rules.is_empty() {
            writeln!(out, "level rules that hold: {}", rules.join(", "))?;
        }
        for finding in self.findings() {
            self.finding(out, finding)?;
        }
        let next: Vec<&str> = screening
            .next_questions
            .iter()
            .map(|each| each.as_str())
            .collect();
        if !next.is_empty() {
            writeln!(
                out,
                "\nquestions that could change the level, best first: {}",
                next.join(", ")
            )?;
        }
        Ok(())
    }

    fn finding(&self, out: &mut dyn Write, finding: &Finding) -> Result<(), Stop> {
        let counted = if finding.counted { ", counted" } else { "" };
        writeln!(
            out,
            "\n{} {} {}{counted} ({})",
            finding.id,
            state(finding.state),
            finding.strength.as_str(),
            finding.dimension.as_str()
        )?;
        let Some(indicator) = self.pack.indicator(finding.id.as_str()) else {
            return Ok(());
        };
        writeln!(out, "  {}", self.args.language.of(indicator.sentence()))?;
        writeln!(out, "  when {}", self.pack.condition_text(indicator))?;
        for cancel in self.pack.cancel_texts(indicator) {
            writeln!(out, "  withdrawn when {cancel}")?;
        }
        for fact in finding.facts.iter() {
            writeln!(out, "    {fact}: {}", self.value(*fact))?;
        }
        Ok(())
    }

    fn value(&self, fact: FactId) -> String {
        match self.case.facts.get(&fact) {
            Some(value) => plain(value).to_string(),
            None if self.case.refused.contains(&fact) => "refused".to_owned(),
            None if self.case.dont_know.contains(&fact) => "not known (asked)".to_owned(),
            None => "not known".to_owned(),
        }
    }

    fn json(&self) -> Value {
        let indicators: Vec<Value> = self
            .findings()
            .filter_map(|finding| {
                let indicator = self.pack.indicator(finding.id.as_str())?;
                let facts = finding.facts.iter();
                let facts: serde_json::Map<String, Value> = facts
                    .map(|fact| {
                        let value = self.case.facts.get(fact).map_or(Value::Null, plain);
                        (fact.to_string(), value)
                    })
                    .collect();
                Some(json!({
                    "id": finding.id,
                    "state": finding.state,
                    "strength": finding.strength,
                    "counted": finding.counted,
                    "sentence": self.args.language.of(indicator.sentence()),
                    "condition": self.pack.condition_text(indicator),
                    "withdrawn_when": self.pack.cancel_texts(indicator),
                    "facts": facts,
                }))
            })
            .collect();
        json!({
            "pack": { "id": self.pack.id(), "version": self.pack.version(), "hash": self.pack.hash() },
            "level": self.screening.level,
            "lanes": self.screening.lanes,
            "possible": self.screening.possible,
            "rules": self.screening.rules,
            "indicators": indicators,
            "next_questions": self.screening.next_questions,
        })
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Present => "present",
        State::Unknown => "unknown",
        State::Absent => "absent",
        State::Withdrawn => "withdrawn",
    }
}

fn plain(value: &FactValue) -> Value {
    match value {
        FactValue::Bool(value) => json!(value),
        FactValue::Int(value) | FactValue::Money(value) => json!(value),
        FactValue::Decimal(value) => json!(value.as_f64()),
        FactValue::Date(value) => json!(value.to_string()),
        FactValue::Text(value) | FactValue::Enum(value) => json!(value),
        FactValue::Set(values) => json!(values),
    }
}
