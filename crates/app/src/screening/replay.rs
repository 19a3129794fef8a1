//! A stored assessment asked again: the answer of the rules as it was, years later.
//!
//! What must hold: with the pack of the same hash the answer is the same, to the byte. With another pack there is no
//! answer, because it would be another one.

use std::collections::BTreeSet;

use suar_domain::basis::{Basis, Leg, Stage};
use suar_domain::screening::{Assessment, Level};
use suar_rules::{Case, FactId, Pack, Screening};

use super::evaluate::{day, level};
use super::facts;

/// Why a stored assessment cannot be asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// The pack at hand is not the one that made the assessment.
    #[error("the assessment was made by another rule pack")]
    OtherPack,
    /// The pack does not know a fact or a value of the basis: pack and basis cannot belong together.
    #[error("the rule pack does not know what the assessment rests on")]
    UnknownFact,
}

/// Asks `pack` what it said when it made `assessment`, with everything that only the desk asks for: the interval of
/// levels and the next questions.
///
/// # Errors
/// [`ReplayError`] when the answer would not be the one that was given.
pub fn replay(pack: &Pack, assessment: &Assessment) -> Result<Screening, ReplayError> {
    if pack.hash() != assessment.pack_hash {
        return Err(ReplayError::OtherPack);
    }
    Ok(pack.screen(&case(pack, &assessment.basis)?))
}

/// The level that a pack gives to what an assessment rests on.
///
/// # Errors
/// The pack does not know what the assessment rests on.
pub(crate) fn level_of_basis(pack: &Pack, basis: &Basis) -> Result<Level, ReplayError> {
    Ok(level(pack.screen_as_is(&case(pack, basis)?).level))
}

/// The case that an assessment rests on.
///
/// # Errors
/// The pack does not know a fact or a value of it.
pub(crate) fn case(pack: &Pack, basis: &Basis) -> Result<Case, ReplayError> {
    let vocabulary = pack.vocabulary();
    let names = |facts: &[String]| -> Result<BTreeSet<FactId>, ReplayError> {
        facts
            .iter()
            .map(|fact| vocabulary.fact(fact).ok_or(ReplayError::UnknownFact))
            .collect()
    };
    let as_of = day(basis.as_of).map_err(|_| ReplayError::UnknownFact)?;
    let mut case = Case::new(leg(basis.leg), stage(basis.stage), as_of);
    case.manifest_only = basis.manifest_only;
    case.refused = names(&basis.refused)?;
    case.dont_know = names(&basis.dont_know)?;
    case.changed = names(&basis.changed)?;
    for stated in &basis.facts {
        let (fact, value) = facts::read(vocabulary, stated).ok_or(ReplayError::UnknownFact)?;
        // Every answer states something, under the name of its question.
        case.answered.extend(vocabulary.question(&stated.source));
        case.facts.insert(fact, value);
    }
    Ok(case)
}

const fn leg(leg: Leg) -> suar_rules::Leg {
    match leg {
        Leg::Departure => suar_rules::Leg::Departure,
        Leg::Return => suar_rules::Leg::Return,
    }
}

const fn stage(stage: Stage) -> suar_rules::Stage {
    match stage {
        Stage::Predeparture => suar_rules::Stage::Predeparture,
        Stage::Port => suar_rules::Stage::Port,
        Stage::Return => suar_rules::Stage::Return,
    }
}

#[cfg(test)]
mod tests {
    use suar_domain::departure::Departure;
    use suar_domain::departure::StatedFact;
    use suar_domain::id::{DepartureId, PersonId, SailingId, ScreeningId};
    use suar_domain::sailing::{Port, Sailing};
    use suar_domain::screening::{Answer, AnswerStatus, DocumentItem, ScreeningState, TickState};
    use suar_domain::text::PlaceName;
    use suar_domain::time::{Instant, PlainDate};
    use suar_registry::ScreeningRow;
    use uuid::Uuid;

    use super::super::counter_questions;
    use super::super::evaluate::{Subject, reasons, result};
    use super::*;
    use crate::pack::Rules;

    fn sailing() -> Sailing {
        Sailing {
            id: SailingId::from_uuid(Uuid::from_u128(1)),
            vessel: PlaceName::parse("KM CONTOH BAHARI").expect("a name"),
            from: Port::Nunukan,
            to: Port::Tawau,
            date: PlainDate::new(2026, 11, 24).expect("a day"),
            departs: None,
            gate_closes: None,
        }
    }

    fn departure() -> Departure {
        let fact = |fact: &str, value: &str| StatedFact {
            fact: fact.into(),
            value: value.into(),
            source: "manifest".into(),
        };
        Departure {
            id: DepartureId::from_uuid(Uuid::from_u128(2)),
            person: PersonId::from_uuid(Uuid::from_u128(3)),
            sailing: sailing().id,
            line: None,
            row_no: None,
            seat: None,
            agency: None,
            facts: vec![
                fact("person.age_years", "24"),
                fact("trip.purpose", "\"work\""),
                fact("money.ticket_payer", "\"recruiter\""),
                fact("of.another.vocabulary", "true"),
            ],
            links: Vec::new(),
            known: Vec::new(),
        }
    }

    fn subject<'a>(departure: &'a Departure, sailing: &'a Sailing) -> Subject<'a> {
        Subject {
            departure,
            sailing,
            cleared: None,
        }
    }

    fn talk(key: &str) -> ScreeningRow {
        let answer = |question: &str, status, key: Option<&str>| Answer {
            question: question.into(),
            status,
            key: key.map(str::to_owned),
        };
        ScreeningRow {
            id: ScreeningId::from_uuid(Uuid::from_u128(4)),
            person: departure().person,
            departure: departure().id,
            state: ScreeningState::Open,
            mrz: None,
            facts: Vec::new(),
            all_documents: false,
            changed_at: Instant::from_millis(1_795_478_400_000),
            answers: vec![
                answer("K3", AnswerStatus::Answered, Some(key)),
                answer("K4", AnswerStatus::Refused, None),
                answer("K5", AnswerStatus::Answered, Some(key)),
                answer("K6", AnswerStatus::DontKnow, None),
            ],
            ticks: vec![(DocumentItem::Visa, TickState::NotShown)],
        }
    }

    fn bytes(screening: &Screening) -> String {
        serde_json::to_string(screening).expect("a screening serialises")
    }

    #[test]
    fn an_assessment_is_replayed_to_the_same_bytes() {
        let pack = Rules::shipped().expect("the shipped pack");
        for key in ["1", "2", "3"] {
            let talk = talk(key);
            for talk in [None, Some(&talk)] {
                let then =
                    reasons(&pack, subject(&departure(), &sailing()), talk).expect("assessed");
                let stored = then.assessment();
                let again = replay(&pack, &stored).expect("the same pack");
                assert_eq!(bytes(&again), bytes(&then.screening), "answers {key}");
            }
        }
    }

    #[test]
    fn a_question_that_was_answered_is_not_proposed_again_also_when_it_is_asked_again_years_later()
    {
        let pack = Rules::shipped().expect("the shipped pack");
        for key in ["1", "2", "3"] {
            let then = reasons(&pack, subject(&departure(), &sailing()), Some(&talk(key)))
                .expect("assessed");
            let again = case(&pack, &then.assessment().basis).expect("the same pack");
            for answered in [&then.case.answered, &again.answered] {
                let answered: Vec<&str> =
                    answered.iter().map(|question| question.as_str()).collect();
                assert_eq!(
                    answered,
                    ["K3", "K5"],
                    "K4 was refused, and K6 is not known"
                );
            }
            let next = &then.screening.next_questions;
            assert!(
                next.iter().all(|next| !then.case.answered.contains(next)),
                "{next:?}"
            );
        }
    }

    #[test]
    fn a_cleared_person_is_stopped_for_what_is_new_only() {
        let pack = Rules::shipped().expect("the shipped pack");
        let then = reasons(&pack, subject(&departure(), &sailing()), Some(&talk("3")))
            .expect("assessed")
            .assessment()
            .basis;
        let cleared = StatedFact {
            fact: "hist.cleared_recently".into(),
            value: "true".into(),
            source: "registry".into(),
        };
        let mut again = departure();
        again.facts.push(cleared);
        let sailing = sailing();
        let judge = |cleared: Option<&Basis>, key: &str| {
            let subject = Subject {
                cleared,
                ..subject(&again, &sailing)
            };
            reasons(&pack, subject, Some(&talk(key))).expect("assessed")
        };
        let changed = |reasons: &crate::screening::Reasons| -> Vec<&str> {
            reasons
                .case
                .changed
                .iter()
                .map(|fact| fact.as_str())
                .collect()
        };
        let same = judge(Some(&then), "3");
        assert_eq!(changed(&same), Vec::<&str>::new());
        assert_eq!(same.screening.lanes.trafficking, suar_rules::Level::Siap);
        assert_eq!(same.screening.lanes.courier, suar_rules::Level::Siap);
        let replayed = replay(&pack, &same.assessment()).expect("the same pack");
        assert_eq!(bytes(&replayed), bytes(&same.screening));
        // Somebody else holds the phone now, and the parcel's content is known.
        let other = judge(Some(&then), "2");
        assert!(
            changed(&other).contains(&"control.id_holder"),
            "{:?}",
            changed(&other)
        );
        let replayed = replay(&pack, &other.assessment()).expect("the same pack");
        assert_eq!(
            bytes(&replayed),
            bytes(&other.screening),
            "what changed is stored"
        );
        // What was known then cannot be found: nothing of it is taken for unchanged.
        let lost = judge(None, "3");
        assert!(changed(&lost).contains(&"control.id_holder"));
        assert_eq!(lost.level(), Level::Lindungi, "passport and parcel");
        // Without a clearance there is nothing to compare with.
        let first = departure();
        let never = Subject {
            cleared: Some(&then),
            ..subject(&first, &sailing)
        };
        let never = reasons(&pack, never, Some(&talk("3"))).expect("assessed");
        assert_eq!(changed(&never), Vec::<&str>::new());
    }

    #[test]
    fn every_answer_at_the_counter_states_something() {
        for question in counter_questions().expect("the vocabulary") {
            for option in question.options() {
                assert!(
                    !option.sets().is_empty(),
                    "{question} {}: nothing in the basis would tell that it was answered",
                    option.key()
                );
            }
        }
    }

    #[test]
    fn another_pack_does_not_answer_for_it() {
        let pack = Rules::shipped().expect("the shipped pack");
        let result =
            result(&pack, subject(&departure(), &sailing()), &talk("3")).expect("assessed");
        let mut stored = result.assessment.expect("the rules work");
        stored.basis.facts.push(StatedFact {
            fact: "of.another.vocabulary".into(),
            value: "true".into(),
            source: "K9".into(),
        });
        assert_eq!(replay(&pack, &stored), Err(ReplayError::UnknownFact));
        stored.pack_hash = "0".repeat(64);
        assert_eq!(replay(&pack, &stored), Err(ReplayError::OtherPack));
    }
}
