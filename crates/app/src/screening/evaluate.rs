//! From facts to levels, reasons and alerts.

use std::collections::{BTreeMap, BTreeSet};

use suar_domain::alert::{AlertKind, Evidence, NewAlert};
use suar_domain::basis::{self, Basis};
use suar_domain::decision::Decision;
use suar_domain::departure::{Departure, StatedFact};
use suar_domain::id::{AlertId, ScreeningId};
use suar_domain::operation::ScreeningResult;
use suar_domain::sailing::Sailing;
use suar_domain::screening::{AnswerStatus, Assessment, Level};
use suar_domain::time::PlainDate;
use suar_registry::ScreeningRow;
use suar_rules::{
    Case, Date, FactId, Finding, Leg, Pack, QuestionId, Screening, Stage, State, Strength, Truth,
};

use super::{clearance, facts};
use crate::error::AppError;
use crate::pack::Rules;
use crate::{Desk, Notice, new_id};

/// The checklist item of questions that were not asked yet (indicators.toml).
const CORE_QUESTIONS: &str = "DOC-19";

/// What the rules say, with where each fact came from.
pub struct Reasons {
    /// The answer of the engine.
    pub screening: Screening,
    /// The case that it answers.
    pub case: Case,
    /// Sources of each fact: question ids, `mrz`, `document`, `manifest`.
    pub sources: BTreeMap<FactId, String>,
    /// What Suar advises.
    pub advice: Decision,
    /// The pack that answered.
    pub rules: Rules,
    basis: Basis,
}

/// What the headline counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Headline {
    /// Strong signs counted.
    pub strong: usize,
    /// Medium signs counted.
    pub medium: usize,
    /// Different elements they come from.
    pub elements: usize,
    /// Items of the checklist that are missing or not known.
    pub gaps: usize,
}

impl Reasons {
    /// Overall level.
    pub fn level(&self) -> Level {
        level(self.screening.level)
    }

    /// Signs present, strongest first, papers last. Questions that were not asked yet are a gap and not among them.
    pub fn signs(&self) -> Vec<&Finding> {
        let mut signs: Vec<&Finding> = self
            .present()
            .filter(|finding| finding.id.as_str() != CORE_QUESTIONS)
            .collect();
        signs.sort_by_key(|finding| {
            let paper = finding.lane == suar_rules::Lane::Documents;
            std::cmp::Reverse((!paper, finding.counted, weight(finding.strength)))
        });
        signs
    }

    /// What is not known yet, by indicator id: core questions first, then papers.
    pub fn gaps(&self) -> Vec<&str> {
        let core = self
            .present()
            .any(|finding| finding.id.as_str() == CORE_QUESTIONS);
        let papers = self.screening.gaps.iter().map(|gap| gap.indicator.as_str());
        core.then_some(CORE_QUESTIONS)
            .into_iter()
            .chain(papers.filter(|id| *id != CORE_QUESTIONS))
            .collect()
    }

    fn present(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.screening.findings.iter();
        findings
            .filter(|finding| finding.state == State::Present && finding.strength != Strength::None)
    }

    /// Sources of the facts that a finding rests on, each once.
    pub fn sources_of(&self, finding: &Finding) -> Vec<String> {
        let mut sources = Vec::new();
        for fact in finding.facts.iter() {
            if let Some(source) = self.sources.get(fact)
                && !sources.contains(source)
            {
                sources.push(source.clone());
            }
        }
        sources
    }

    /// Whether a question applies. Before the purpose of the journey is asked, every question may still apply.
    pub fn applies(&self, question: QuestionId) -> bool {
        applies(&self.rules, question, &self.case)
    }

    /// What the headline counts.
    pub fn headline(&self) -> Headline {
        let counted: Vec<&Finding> = self
            .signs()
            .into_iter()
            .filter(|finding| finding.counted)
            .collect();
        let mut elements: Vec<&str> = counted
            .iter()
            .filter(|finding| matches!(finding.strength, Strength::Strong | Strength::Medium))
            .map(|finding| finding.dimension.as_str())
            .collect();
        elements.sort_unstable();
        elements.dedup();
        let of = |strength| {
            counted
                .iter()
                .filter(|finding| finding.strength == strength)
                .count()
        };
        let missing = self
            .signs()
            .into_iter()
            .filter(|finding| finding.lane == suar_rules::Lane::Documents)
            .count();
        Headline {
            strong: of(Strength::Strong),
            medium: of(Strength::Medium),
            elements: elements.len(),
            gaps: missing + self.gaps().len(),
        }
    }

    pub(super) fn assessment(&self) -> Assessment {
        let pack = &self.rules;
        let signs = self.signs();
        Assessment {
            level: self.level(),
            documents: level(self.screening.lanes.documents),
            trafficking: level(self.screening.lanes.trafficking),
            courier: level(self.screening.lanes.courier),
            signs: signs
                .iter()
                .map(|finding| finding.id.as_str().to_owned())
                .collect(),
            pack: pack.version().to_string(),
            pack_hash: pack.hash().to_string(),
            basis: self.basis.clone(),
        }
    }

    fn alert(&self, screening: ScreeningId) -> Option<NewAlert> {
        let pack = &self.rules;
        let kind = match (self.level() == Level::Lindungi, self.screening.request) {
            (true, true) => AlertKind::SecondOfficerAndTalk,
            (true, false) => AlertKind::SecondOfficer,
            (false, true) => AlertKind::Talk,
            (false, false) => return None,
        };
        let evidence = self
            .signs()
            .into_iter()
            .map(|finding| Evidence {
                indicator: finding.id.as_str().to_owned(),
                pack: pack.version().to_string(),
                facts: finding
                    .facts
                    .iter()
                    .map(|fact| fact.as_str().to_owned())
                    .collect(),
            })
            .collect();
        Some(NewAlert {
            id: AlertId::from_uuid(new_id()),
            screening,
            kind,
            evidence,
        })
    }
}

/// A finding's place in a list that starts with the strongest.
const fn weight(strength: Strength) -> u8 {
    match strength {
        Strength::Gate => 4,
        Strength::Strong => 3,
        Strength::Medium => 2,
        Strength::Weak => 1,
        Strength::None => 0,
    }
}

pub(super) const fn level(level: suar_rules::Level) -> Level {
    match level {
        suar_rules::Level::Siap => Level::Siap,
        suar_rules::Level::Lengkapi => Level::Lengkapi,
        suar_rules::Level::Dalami => Level::Dalami,
        suar_rules::Level::Lindungi => Level::Lindungi,
    }
}

/// The same level in the words of the rules.
pub(crate) const fn level_of_rules(level: Level) -> suar_rules::Level {
    match level {
        Level::Siap => suar_rules::Level::Siap,
        Level::Lengkapi => suar_rules::Level::Lengkapi,
        Level::Dalami => suar_rules::Level::Dalami,
        Level::Lindungi => suar_rules::Level::Lindungi,
    }
}

/// What Suar advises at a level. Suar never advises to postpone or refer: that is for people.
const fn advice(level: Level) -> Decision {
    match level {
        Level::Siap => Decision::Lanjut,
        Level::Lengkapi => Decision::LanjutEdukasi,
        Level::Dalami | Level::Lindungi => Decision::AjakBicara,
    }
}

/// Whose journey is judged.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) departure: &'a Departure,
    pub(crate) sailing: &'a Sailing,
    /// What the rules were told when the person was last cleared ([`clearance::at_clearance`]).
    pub(crate) cleared: Option<&'a Basis>,
}

/// What the rules say about a departure, with its talk when there is one.
pub(crate) fn reasons(
    rules: &Rules,
    subject: Subject<'_>,
    screening: Option<&ScreeningRow>,
) -> Result<Reasons, AppError> {
    look(rules, subject, screening, Look::AtOne)
}

/// How much of the answer is wanted.
#[derive(Clone, Copy)]
enum Look {
    /// Everything, with the interval and the next question.
    AtOne,
    /// The level and its signs.
    AtMany,
}

fn look(
    rules: &Rules,
    subject: Subject<'_>,
    screening: Option<&ScreeningRow>,
    look: Look,
) -> Result<Reasons, AppError> {
    let Subject {
        departure,
        sailing,
        cleared,
    } = subject;
    let pack: &Pack = rules;
    let date = sailing.date;
    let as_of = day(date)?;
    let mut gathered = Gathered {
        pack,
        case: Case::new(Leg::Departure, Stage::Port, as_of),
        sources: BTreeMap::new(),
        stated: Vec::new(),
    };
    // What was said about this journey stands above what is known from others.
    gathered.state(&departure.known);
    gathered.state(&departure.facts);
    gathered.case.manifest_only = screening.is_none();
    if let Some(screening) = screening {
        gathered.state(&screening.facts);
        gathered.state(&facts::from_documents(
            &screening.ticks,
            screening.all_documents,
        ));
        gathered.answers(screening);
    }
    let Gathered {
        mut case,
        sources,
        stated,
        ..
    } = gathered;
    case.changed = clearance::changed(pack, &case, cleared);
    // What another source made known is not open any more, whichever question was refused.
    let (known, refused) = (&case.facts, &mut case.refused);
    refused.retain(|fact| !known.contains_key(fact));
    // A whole sailing is assessed at once; what further answers could change matters only once someone is looked at.
    let screening = match look {
        Look::AtOne => pack.screen(&case),
        Look::AtMany => pack.screen_as_is(&case),
    };
    let advice = advice(level(screening.level));
    let names =
        |facts: &BTreeSet<FactId>| facts.iter().map(|fact| fact.as_str().to_owned()).collect();
    let basis = Basis {
        as_of: date,
        leg: basis::Leg::Departure,
        stage: basis::Stage::Port,
        manifest_only: case.manifest_only,
        facts: stated,
        refused: names(&case.refused),
        dont_know: names(&case.dont_know),
        changed: names(&case.changed),
    };
    Ok(Reasons {
        screening,
        case,
        sources,
        advice,
        rules: rules.clone(),
        basis,
    })
}

/// A day as the rules count it.
pub(crate) fn day(date: PlainDate) -> Result<Date, AppError> {
    u16::try_from(date.year())
        .ok()
        .and_then(|year| Date::new(year, date.month() as u8, date.day() as u8).ok())
        .ok_or(AppError::Date { field: "date" })
}

fn applies(pack: &Pack, question: QuestionId, case: &Case) -> bool {
    match pack.shows(question, case) {
        Truth::True => true,
        Truth::False => false,
        Truth::Unknown => !pack
            .vocabulary()
            .fact("trip.purpose")
            .is_some_and(|purpose| {
                case.facts.contains_key(&purpose)
                    || case.refused.contains(&purpose)
                    || case.dont_know.contains(&purpose)
            }),
    }
}

struct Gathered<'a> {
    pack: &'a Pack,
    case: Case,
    sources: BTreeMap<FactId, String>,
    stated: Vec<StatedFact>,
}

impl Gathered<'_> {
    /// Adds facts; a later source replaces an earlier one, because it was closer to the person.
    fn state(&mut self, facts: &[StatedFact]) {
        for stated in facts {
            // A fact of an older vocabulary stays in the record and is simply not used.
            let Some((fact, value)) = facts::read(self.pack.vocabulary(), stated) else {
                continue;
            };
            self.case.facts.insert(fact, value);
            self.sources.insert(fact, stated.source.clone());
            self.stated.push(stated.clone());
        }
    }

    /// Adds answers in the order of the form. An answer to a question that no longer applies (because an earlier
    /// answer was corrected) stays in the record and is not used.
    fn answers(&mut self, screening: &ScreeningRow) {
        let pack = self.pack;
        for question in pack.vocabulary().questions() {
            let Some(answer) = screening
                .answers
                .iter()
                .find(|answer| answer.question == question.as_str())
            else {
                continue;
            };
            if !applies(pack, question, &self.case) {
                continue;
            }
            match answer.status {
                AnswerStatus::Answered => {
                    let chosen = question
                        .options()
                        .iter()
                        .find(|option| Some(option.key()) == answer.key.as_deref());
                    // An option of an older vocabulary says nothing to this pack: its question is open again.
                    let Some(chosen) = chosen else { continue };
                    self.case.answered.insert(question);
                    for (fact, value) in chosen.sets() {
                        self.case.facts.insert(*fact, value.clone());
                        self.sources.insert(*fact, question.as_str().to_owned());
                        self.stated.push(StatedFact {
                            fact: fact.as_str().to_owned(),
                            value: facts::value(value).to_string(),
                            source: question.as_str().to_owned(),
                        });
                    }
                }
                AnswerStatus::Refused => self.unanswered(question, true),
                AnswerStatus::DontKnow => self.unanswered(question, false),
            }
        }
    }

    fn unanswered(&mut self, question: QuestionId, refused: bool) {
        for fact in question.facts() {
            if self.case.facts.contains_key(&fact) {
                continue;
            }
            if refused {
                self.case.refused.insert(fact);
            } else {
                self.case.dont_know.insert(fact);
            }
        }
    }
}

/// What the rules say about a passenger before the talk.
pub(crate) fn assess_planned(
    rules: &Rules,
    subject: Subject<'_>,
) -> Result<Option<Assessment>, AppError> {
    Ok(Some(look(rules, subject, None, Look::AtMany)?.assessment()))
}

impl Desk {
    /// What follows from a talk as it would stand after a change.
    pub(crate) fn result(&self, screening: &ScreeningRow) -> Result<ScreeningResult, AppError> {
        let departure = self.registry.departure(screening.departure)?;
        let sailing = self.registry.sailing(departure.sailing)?;
        let cleared = self.at_clearance(&departure, &sailing)?;
        let subject = Subject {
            departure: &departure,
            sailing: &sailing,
            cleared: cleared.as_ref(),
        };
        result(&self.rules.active, subject, screening)
    }

    /// What the rules were told when a departing person was last cleared.
    pub(crate) fn at_clearance(
        &self,
        departure: &Departure,
        sailing: &Sailing,
    ) -> Result<Option<Basis>, AppError> {
        clearance::at_clearance(&self.registry, departure, sailing)
    }

    /// Who must be told: only of what the alert before did not ask for.
    pub(crate) fn notices(
        &self,
        result: &ScreeningResult,
        id: ScreeningId,
    ) -> Result<Vec<Notice>, AppError> {
        let Some(new) = &result.alert else {
            return Ok(Vec::new());
        };
        let known = self.registry.alert_of(id)?.map(|alert| alert.kind);
        Ok(news(known, new.kind))
    }
}

/// What an alert of a kind asks for that the one before it did not.
fn news(known: Option<AlertKind>, new: AlertKind) -> Vec<Notice> {
    let mut notices = Vec::new();
    if new.wants_second_officer() && !known.is_some_and(AlertKind::wants_second_officer) {
        notices.push(Notice::SecondOfficer);
    }
    if new.wants_talk() && !known.is_some_and(AlertKind::wants_talk) {
        notices.push(Notice::Talk);
    }
    notices
}

/// Assessment and alert of a talk.
pub(crate) fn result(
    rules: &Rules,
    subject: Subject<'_>,
    screening: &ScreeningRow,
) -> Result<ScreeningResult, AppError> {
    let reasons = reasons(rules, subject, Some(screening))?;
    let alert = reasons.alert(screening.id);
    Ok(ScreeningResult {
        assessment: Some(reasons.assessment()),
        alert,
    })
}

/// What the rules that Suar ships say about a planned departure; none while they cannot be used.
pub fn assess_departure(departure: &Departure, sailing: &Sailing) -> Option<Assessment> {
    let rules = Rules::shipped().ok()?;
    let subject = Subject {
        departure,
        sailing,
        cleared: None,
    };
    assess_planned(&rules, subject).ok().flatten()
}
