//! Cases of an indicator file.

use super::Reader;
use crate::case::Case;
use crate::date::Date;
use crate::diagnostic::{Code, Place, Source};
use crate::indicator::State;
use crate::pack::cases::PackCase;
use crate::pack::raw::{RawCase, RawIndicator};
use crate::situation::{Leg, Stage};

/// Day of a case that names none: the day the format was first used. A fixed day keeps cases true for ever.
const DAY: &str = "2026-11-24";

impl Reader<'_> {
    pub(super) fn case(
        &mut self,
        source: &Source<'_>,
        indicator: usize,
        raw: &RawIndicator,
        case: &RawCase,
    ) -> Option<PackCase> {
        let expect = match case.expect.get_ref().as_str() {
            "present" => State::Present,
            "unknown" => State::Unknown,
            "absent" => State::Absent,
            "withdrawn" => State::Withdrawn,
            _ => {
                let offset = source.string_start(&case.expect.span());
                let hint = "write present, unknown, absent or withdrawn";
                self.problems
                    .at(Code::BadCase, source, offset, "this is no outcome", hint);
                return None;
            }
        };
        let leg = case
            .leg
            .or(raw.legs.get_ref().first().copied())
            .unwrap_or(Leg::Departure);
        let stage = if leg == Leg::Return {
            Stage::Return
        } else {
            Stage::Port
        };
        let Ok(as_of) = case.as_of.as_deref().unwrap_or(DAY).parse::<Date>() else {
            let hint = "write as_of as YYYY-MM-DD";
            let offset = case.name.span().start;
            self.problems
                .at(Code::BadCase, source, offset, "as_of is no date", hint);
            return None;
        };
        let mut built = Case::new(leg, stage, as_of);
        for (id, value) in &case.facts {
            built.facts.extend(self.fact_value(source, id, value));
        }
        Some(PackCase {
            indicator: u16::try_from(indicator).unwrap_or(u16::MAX),
            name: case.name.get_ref().clone(),
            case: built,
            expect,
            strength: case.strength,
            place: Place::new(source, source.string_start(&case.name.span())),
        })
    }
}
