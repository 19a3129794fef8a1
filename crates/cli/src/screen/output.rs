//! Answers as JSON Lines, or as a table for people.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use suar_rules::{
    FactId, Finding, IndicatorId, Lanes, Level, Possible, QuestionId, Screening, State,
};

use super::input::Refusal;

/// Writes answers one at a time.
pub struct Writer<W> {
    output: W,
    is_table: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    level: Level,
    lanes: Lanes,
    possible: Possible,
    indicators: Vec<Indicator<'a>>,
    next_questions: &'a [QuestionId],
    actions: &'a [IndicatorId],
}

#[derive(Serialize)]
struct Indicator<'a> {
    id: &'a IndicatorId,
    lane: &'static str,
    strength: &'static str,
    state: State,
    facts: &'a [FactId],
}

#[derive(Serialize)]
struct Refused<'a> {
    id: &'a Value,
    error: Problem<'a>,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'a str,
    message: &'a str,
    line: u64,
    hint: &'a str,
}

impl<'a> From<&'a Finding> for Indicator<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            id: &finding.id,
            lane: finding.lane.as_str(),
            strength: finding.strength.as_str(),
            state: finding.state,
            facts: &finding.facts,
        }
    }
}

impl<W: Write> Writer<W> {
    pub fn new(output: W, is_table: bool) -> Self {
        Self { output, is_table }
    }

    /// The heading of a table.
    pub fn begin(&mut self) -> io::Result<()> {
        if self.is_table {
            let (id, level, lanes, possible) =
                ("id", "level", "documents/trafficking/courier", "possible");
            writeln!(
                self.output,
                "{id:<14} {level:<9} {lanes:<30} {possible:<19} {:<34} next",
                "present"
            )?;
        }
        Ok(())
    }

    /// The answer to a case.
    pub fn answer(&mut self, id: &Value, screening: &Screening) -> io::Result<()> {
        if self.is_table {
            return self.row(id, screening);
        }
        let shown = |finding: &&Finding| matches!(finding.state, State::Present | State::Unknown);
        let answer = Answer {
            id,
            level: screening.level,
            lanes: screening.lanes,
            possible: screening.possible,
            indicators: screening
                .findings
                .iter()
                .filter(shown)
                .map(Indicator::from)
                .collect(),
            next_questions: &screening.next_questions,
            actions: &screening.actions,
        };
        self.line(&answer)
    }

    /// The place of a line that cannot be used.
    pub fn refuse(&mut self, id: &Value, refusal: &Refusal, line: u64) -> io::Result<()> {
        let Refusal {
            code,
            message,
            hint,
        } = refusal;
        if self.is_table {
            return writeln!(
                self.output,
                "{:<14} line {line}: {message} ({hint})",
                cell(id)
            );
        }
        self.line(&Refused {
            id,
            error: Problem {
                code,
                message,
                line,
                hint,
            },
        })
    }

    /// Hands out what was written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.output, value)?;
        self.output.write_all(b"\n")
    }

    fn row(&mut self, id: &Value, screening: &Screening) -> io::Result<()> {
        let Lanes {
            documents,
            trafficking,
            courier,
        } = screening.lanes;
        let lanes = [documents, trafficking, courier]
            .map(Level::as_str)
            .join("/");
        let Possible { lowest, highest } = screening.possible;
        let possible = if lowest == highest {
            lowest.as_str().to_owned()
        } else {
            format!("{}-{}", lowest.as_str(), highest.as_str())
        };
        let present: Vec<&str> = screening
            .actions
            .iter()
            .map(IndicatorId::as_str)
            .take(4)
            .collect();
        let next: Vec<&str> = screening
            .next_questions
            .iter()
            .map(|question| question.as_str())
            .take(3)
            .collect();
        let (id, level) = (cell(id), screening.level.as_str());
        let (present, next) = (present.join(" "), next.join(" "));
        writeln!(
            self.output,
            "{id:<14} {level:<9} {lanes:<30} {possible:<19} {present:<34} {next}"
        )
    }
}

/// An id in a table: one line, no control characters.
fn cell(id: &Value) -> String {
    let text = match id {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    };
    text.chars()
        .map(|each| if each.is_control() { ' ' } else { each })
        .collect()
}
