//! `suarctl rules explain`.

mod changes;
mod parts;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use suar_rules::{
    Counterfactuals, Explanation, Lane, NotUsed, Pack, Reason, Shown, Standing, State, Strength,
};

use self::changes::few;
use self::parts::{near, not_put, tree};
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
        pack: &pack,
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
struct Told<'a> {
    #[serde(skip)]
    pack: &'a Pack,
    #[serde(flatten)]
    answer: Explanation,
    changes: Counterfactuals,
}

impl Told<'_> {
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
            // Core questions that were not put are a matter of the checklist: one line says which.
            let is_gap = reason.lane == Lane::Documents && reason.state == State::Unknown;
            if args.all || (tells && !is_gap) {
                let counted = self.counted(reason);
                indicator(out, args, reason, &counted)?;
            }
        }
        self.rest(out)
    }

    /// Whether a present sign was counted, and why not.
    fn counted(&self, reason: &Reason) -> String {
        if reason.counted {
            return ", counted".to_owned();
        }
        if reason.state != State::Present || reason.lane == Lane::Documents {
            return String::new();
        }
        let why = match reason.strength {
            Strength::None => "it is only shown".to_owned(),
            Strength::Gate => "it opens a path of its own".to_owned(),
            _ => self.taken(reason).unwrap_or_else(|| {
                "it is not decisive, and nothing that another person does counts beside it"
                    .to_owned()
            }),
        };
        format!(", not counted: {why}")
    }

    /// Which sign counts for the same observation.
    fn taken(&self, reason: &Reason) -> Option<String> {
        let group = |reason: &Reason| {
            let indicator = self.pack.indicator(reason.id.as_str())?;
            Some(self.pack.evidence_group(indicator))
        };
        let own = group(reason)?;
        let taken =
            self.answer.indicators.iter().find(|each| {
                each.counted && each.lane == reason.lane && group(each) == Some(own)
            })?;
        Some(format!(
            "{} already counts for the observation '{own}'",
            taken.id
        ))
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
        if !self.answer.gaps.is_empty() {
            writeln!(out, "\nStill needed for the papers")?;
        }
        for gap in &self.answer.gaps {
            let facts: Vec<&str> = gap.facts.iter().map(|fact| fact.as_str()).collect();
            writeln!(out, "  {}: {}", gap.indicator, facts.join(", "))?;
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

fn indicator(
    out: &mut dyn Write,
    args: &ExplainArgs,
    reason: &Reason,
    counted: &str,
) -> Result<(), Stop> {
    // A reason why it was not counted is a clause, and stands behind the dimension.
    let (short, long) = if reason.counted {
        (counted, "")
    } else {
        ("", counted)
    };
    writeln!(
        out,
        "\n{} {} {}{short} ({}){long}",
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
    let mut open = Vec::new();
    not_put(&reason.trace.condition, &mut open);
    if reason.lane == Lane::Documents && !open.is_empty() && !args.all {
        // The checklist of core questions is a long tree that says only this.
        writeln!(out, "  questions that were not put: {}", open.join(", "))?;
        return Ok(());
    }
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

fn shown(value: Option<&Shown>) -> String {
    value.map_or_else(
        || "not known".to_owned(),
        |value| value.as_json().to_string(),
    )
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
