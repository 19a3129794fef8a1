//! `suarctl rules explain`.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use suar_rules::{
    Counterfactual, Counterfactuals, Explanation, NearMiss, Node, NotUsed, Part, Reason, Shown,
    Standing, State, Truth,
};

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
    /// Every indicator of the leg, also those that nothing is known about.
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
    let told = Told {
        answer: pack.explain(&case),
        changes: pack.counterfactuals(&case),
    };
    match args.format {
        Format::Json => super::json(out, &told)?,
        Format::Human => told.write(out, args)?,
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

/// The whole answer, and what would change it.
#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    answer: Explanation,
    changes: Counterfactuals,
}

impl Told {
    fn write(&self, out: &mut dyn Write, args: &ExplainArgs) -> Result<(), Stop> {
        let answer = &self.answer;
        writeln!(
            out,
            "{}: documents {}, trafficking {}, courier {}; possible {} to {}",
            answer.level.as_str(),
            answer.lanes.documents.as_str(),
            answer.lanes.trafficking.as_str(),
            answer.lanes.courier.as_str(),
            answer.possible.lowest.as_str(),
            answer.possible.highest.as_str()
        )?;
        let rules: Vec<String> = answer
            .rules
            .iter()
            .map(|rule| format!("{rule:?}"))
            .collect();
        if !rules.is_empty() {
            writeln!(out, "level rules that hold: {}", rules.join(", "))?;
        }
        for dimension in &answer.dimensions {
            if dimension.standing != Standing::None {
                let standing = match dimension.standing {
                    Standing::Positive => "positive",
                    Standing::OneShort => "one medium sign short",
                    Standing::None => "",
                };
                writeln!(out, "{}: {standing}", dimension.dimension.as_str())?;
            }
        }
        // What made the level comes first. What nothing is known about says nothing.
        let mut reasons: Vec<&Reason> = answer.indicators.iter().collect();
        reasons.sort_by_key(|reason| rank(reason));
        for reason in reasons {
            let tells = match reason.state {
                State::Present | State::Withdrawn => true,
                State::Unknown => !reason.facts.is_empty(),
                State::Absent => !reason.facts.is_empty() && reason.near.is_some(),
            };
            if args.all || tells {
                indicator(out, args, reason)?;
            }
        }
        self.rest(out)
    }

    fn rest(&self, out: &mut dyn Write) -> Result<(), Stop> {
        let unused = &self.answer.unused;
        if !unused.is_empty() {
            writeln!(out, "\nNot used")?;
        }
        for fact in unused {
            let why = match fact.why {
                NotUsed::NeverRead => "never read by any rule",
                NotUsed::NotReadHere => "no indicator of this leg reads it",
            };
            writeln!(out, "  {}: {why}", fact.fact)?;
        }
        let next: Vec<&str> = self
            .answer
            .next_questions
            .iter()
            .map(|each| each.as_str())
            .collect();
        if !next.is_empty() {
            writeln!(
                out,
                "\nQuestions that could change the level, best first: {}",
                next.join(", ")
            )?;
        }
        writeln!(out, "\nWhat would change the level")?;
        let changes = &self.changes;
        if changes.lower.is_empty() && changes.higher.is_empty() {
            writeln!(
                out,
                "  no single fact and no pair of facts that can be checked"
            )?;
        }
        few(out, &changes.lower)?;
        few(out, &changes.higher)?;
        for fixed in &changes.fixed {
            writeln!(
                out,
                "  {} keeps it up and is not to be changed (without it: {})",
                fixed.fact,
                fixed.without.as_str()
            )?;
        }
        Ok(())
    }
}

fn indicator(out: &mut dyn Write, args: &ExplainArgs, reason: &Reason) -> Result<(), Stop> {
    let counted = if reason.counted { ", counted" } else { "" };
    writeln!(
        out,
        "\n{} {} {}{counted} ({})",
        reason.id,
        state(reason.state),
        reason.strength.as_str(),
        reason.dimension.as_str()
    )?;
    let sentence = match args.language {
        Language::Id => &reason.sentence.id,
        Language::En => &reason.sentence.en,
    };
    writeln!(out, "  {sentence}")?;
    tree(out, &reason.trace.condition, 1)?;
    for cancel in &reason.trace.cancels {
        writeln!(out, "  withdrawn when")?;
        tree(out, cancel, 2)?;
    }
    for rule in &reason.trace.strengths {
        writeln!(out, "  {} when", rule.then.as_str())?;
        tree(out, &rule.when, 2)?;
    }
    reason
        .near
        .as_ref()
        .map_or(Ok(()), |near_miss| near(out, near_miss))
}

/// A condition, part under part, each with how it came out.
fn tree(out: &mut dyn Write, node: &Node, depth: usize) -> Result<(), Stop> {
    let text = match node.part {
        Part::All => "all of".to_owned(),
        Part::Any => "any of".to_owned(),
        Part::AtLeast(least) => format!("at least {least} of"),
        Part::Not => "not".to_owned(),
        Part::Surely => "known to hold".to_owned(),
        Part::Fact | Part::Sign | Part::Setting => node.text.clone(),
    };
    let values: Vec<String> = node
        .reads
        .iter()
        .map(|read| format!("{} is {}", read.fact, shown(read.value.as_ref())))
        .collect();
    let values = if values.is_empty() {
        String::new()
    } else {
        format!("   ({})", values.join("; "))
    };
    writeln!(
        out,
        "{}{} {text}{values}",
        "  ".repeat(depth),
        mark(node.truth)
    )?;
    node.parts
        .iter()
        .try_for_each(|part| tree(out, part, depth + 1))
}

fn near(out: &mut dyn Write, near: &NearMiss) -> Result<(), Stop> {
    writeln!(
        out,
        "  near: {} of {} conditions hold; open:",
        near.holds, near.of
    )?;
    for missing in &near.missing {
        let why = if missing.is_false {
            "does not hold"
        } else {
            "is not known"
        };
        writeln!(out, "    {} {why}", missing.condition)?;
    }
    Ok(())
}

/// A screenful of ways; all are in the JSON.
fn few(out: &mut dyn Write, ways: &[Counterfactual]) -> Result<(), Stop> {
    const SHOWN: usize = 8;
    for way in ways.iter().take(SHOWN) {
        let changes: Vec<String> = way
            .changes
            .iter()
            .map(|change| {
                let to: Vec<String> = change.to.iter().map(|value| shown(Some(value))).collect();
                format!(
                    "{} {} (now {})",
                    change.fact,
                    to.join(" or "),
                    shown(change.now.as_ref())
                )
            })
            .collect();
        writeln!(out, "  {}: {}", way.level.as_str(), changes.join(", and "))?;
    }
    if ways.len() > SHOWN {
        writeln!(out, "  and {} more: see --format json", ways.len() - SHOWN)?;
    }
    Ok(())
}

fn shown(value: Option<&Shown>) -> String {
    value.map_or_else(
        || "not known".to_owned(),
        |value| value.as_json().to_string(),
    )
}

fn mark(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "yes",
        Truth::False => "no ",
        Truth::Unknown => "?  ",
    }
}

/// Present signs that were counted, other present ones, withdrawn ones, and the rest.
fn rank(reason: &Reason) -> u8 {
    match (reason.state, reason.counted) {
        (State::Present, true) => 0,
        (State::Present, false) => 1,
        (State::Withdrawn, _) => 2,
        (State::Unknown, _) => 3,
        (State::Absent, _) => 4,
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
