//! Where a fact comes from, and what happens when two sources disagree.
//!
//! What must hold: nothing that was said is thrown away. Of several statements about one fact exactly one is in force,
//! the others are kept and shown. Which one is in force depends on who said it, never on what was said: a worrying
//! answer wins over a reassuring one only where its setting does, and the other way round.
//!
//! Precedence. An answer given in a closed room stands above every other, and of two of equal standing the later one
//! (interview design, "From answers to facts"). The order of the rest is judgement: whoever is closer to the person
//! stands higher, so what was answered or seen corrects what a list says.
//!
//! Not here: collecting statements, who the officer was, clocks. Instants are carried through as they are given.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::fact::FactValue;
use crate::question::{Form, QuestionId};
use crate::vocabulary::Vocabulary;

/// Who or what fills a fact (facts.toml, `filled_by`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The register: earlier journeys, open cases, links between people.
    Registry,
    /// The passenger list.
    Manifest,
    /// The machine-readable zone of a passport.
    Mrz,
    /// A paper that was looked at.
    Document,
    /// What an officer saw or entered.
    Officer,
    /// An answer to a question, or a tick.
    Question(QuestionId),
}

impl Source {
    const PLAIN: [(Self, &'static str); 5] = [
        (Self::Registry, "registry"),
        (Self::Manifest, "manifest"),
        (Self::Mrz, "mrz"),
        (Self::Document, "document"),
        (Self::Officer, "officer"),
    ];

    /// The word used in data and output; the id of a question.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::Manifest => "manifest",
            Self::Mrz => "mrz",
            Self::Document => "document",
            Self::Officer => "officer",
            Self::Question(question) => question.as_str(),
        }
    }

    /// Standing among the sources of one fact; see the precedence above.
    fn standing(self) -> u8 {
        match self {
            Self::Registry => 0,
            Self::Manifest => 1,
            Self::Mrz => 2,
            Self::Document => 3,
            Self::Officer => 4,
            Self::Question(question) => match question.form() {
                // At a desk, within hearing of others.
                Form::Counter | Form::Return => 5,
                // In a closed room.
                Form::Long => 6,
            },
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Vocabulary {
    /// The source with this word: `registry`, `manifest`, `mrz`, `document`, `officer` or the id of a question.
    #[must_use]
    pub fn source(&self, word: &str) -> Option<Source> {
        let plain = Source::PLAIN.into_iter().find(|(_, each)| *each == word);
        plain
            .map(|(source, _)| source)
            .or_else(|| self.question(word).map(Source::Question))
    }
}

/// One source's word on one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it says.
    pub value: FactValue,
    /// Who or what says it.
    pub source: Source,
    /// When, as the caller writes instants. Of two statements of equal standing the greater text is the later one,
    /// which holds for RFC 3339 in UTC; without an instant the order of adding decides.
    pub at: Option<String>,
}

/// Everything that was said about one fact.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FactSources {
    /// In the order of precedence, lowest first.
    statements: Vec<Statement>,
}

impl FactSources {
    /// Adds what a source says. A source that speaks again about the same fact at the same instant corrects itself;
    /// otherwise what was said before is kept.
    pub fn add(&mut self, statement: Statement) {
        let same = |known: &Statement| known.source == statement.source && known.at == statement.at;
        self.statements.retain(|known| !same(known));
        self.statements.push(statement);
        // Stable: equal standing and instant stay in the order of adding.
        self.statements.sort_by(|left, right| {
            let key = |each: &Statement| each.source.standing();
            key(left)
                .cmp(&key(right))
                .then_with(|| left.at.cmp(&right.at))
        });
    }

    /// The statement that rules go by; none if nothing was said.
    #[must_use]
    pub fn in_force(&self) -> Option<&Statement> {
        self.statements.last()
    }

    /// All statements, the one in force last.
    #[must_use]
    pub fn all(&self) -> &[Statement] {
        &self.statements
    }

    /// Statements that say something else than the one in force, highest standing first.
    pub fn contradicting(&self) -> impl Iterator<Item = &Statement> {
        let in_force = self.in_force();
        self.statements
            .iter()
            .rev()
            .filter(move |each| in_force.is_some_and(|force| force.value != each.value))
    }
}

#[cfg(test)]
mod tests {
    use super::{FactSources, Statement};
    use crate::fact::FactValue;
    use crate::vocabulary::Vocabulary;

    fn said(source: &str, at: Option<&str>, value: &str) -> Statement {
        Statement {
            value: FactValue::Enum(value.to_owned()),
            source: Vocabulary::builtin().unwrap().source(source).unwrap(),
            at: at.map(str::to_owned),
        }
    }

    fn in_force(statements: &[Statement]) -> Statement {
        let mut sources = FactSources::default();
        for statement in statements {
            sources.add(statement.clone());
        }
        sources.in_force().unwrap().clone()
    }

    #[test]
    fn the_closed_room_stands_above_the_desk_whatever_was_said() {
        let desk = said("K3", Some("2026-11-24T09:00:00Z"), "escort");
        let room = said("E1", Some("2026-11-24T08:00:00Z"), "self");
        for order in [[&desk, &room], [&room, &desk]] {
            assert_eq!(in_force(&order.map(Clone::clone)), room);
        }
        let worse = said("E1", Some("2026-11-24T08:00:00Z"), "recruiter");
        let better = said("K3", Some("2026-11-24T09:00:00Z"), "self");
        assert_eq!(in_force(&[worse.clone(), better]), worse);
    }

    #[test]
    fn whoever_is_closer_to_the_person_stands_higher() {
        let order = [
            "registry", "manifest", "mrz", "document", "officer", "K3", "E1",
        ];
        for pair in order.windows(2) {
            let (lower, higher) = (said(pair[0], None, "self"), said(pair[1], None, "other"));
            assert_eq!(in_force(&[higher.clone(), lower]), higher, "{pair:?}");
        }
    }

    #[test]
    fn of_equal_standing_the_later_one_is_in_force() {
        let early = said("E1", Some("2026-11-24T08:00:00Z"), "self");
        let late = said("T2", Some("2026-11-24T08:05:00Z"), "escort");
        assert_eq!(in_force(&[late.clone(), early]), late);
        let (first, second) = (said("K3", None, "self"), said("K5", None, "other"));
        assert_eq!(in_force(&[first, second.clone()]), second);
    }

    #[test]
    fn nothing_that_was_said_is_lost_except_a_correction_of_the_same_moment() {
        let at = Some("2026-11-24T08:00:00Z");
        let mut sources = FactSources::default();
        for statement in [
            said("K3", at, "other"),
            said("K3", at, "escort"),
            said("E1", at, "self"),
            said("document", None, "self"),
        ] {
            sources.add(statement);
        }
        assert_eq!(sources.all().len(), 3, "K3 corrected itself");
        let against: Vec<_> = sources.contradicting().cloned().collect();
        assert_eq!(against, [said("K3", at, "escort")], "the paper agrees");
    }

    #[test]
    fn only_sources_of_the_vocabulary_exist() {
        let vocabulary = Vocabulary::builtin().unwrap();
        for word in ["registry", "manifest", "mrz", "document", "officer", "K3"] {
            assert_eq!(vocabulary.source(word).unwrap().as_str(), word);
        }
        assert_eq!(vocabulary.source("rumour"), None);
    }
}
