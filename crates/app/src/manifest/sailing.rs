//! Which sailing a manifest belongs to.
//!
//! What must hold: a sailing is a vessel, a day and a time of departure. Two crossings of one vessel on one day stay two.
//! Where the officer's words fit more than one answer, the officer is asked; nothing is guessed.

use suar_domain::id::SailingId;
use suar_domain::manifest::{LineState, ReadManifest};
use suar_domain::sailing::{ClockTime, Port, Sailing};
use suar_domain::text::PlaceName;

use crate::error::AppError;
use crate::session::required;
use crate::{Desk, new_id};

/// How many rows are looked at to see whether a manifest is about people of a known sailing.
const COMPARED: usize = 300;

/// The sailing as the officer confirmed it.
#[derive(Debug, Clone, Default)]
pub struct SailingDraft {
    /// Vessel name.
    pub vessel: String,
    /// Port of departure, as written; empty means what is known, or this office's port.
    pub from: String,
    /// Port of arrival, as written; empty means what is known, or Tawau.
    pub to: String,
    /// Day, ISO 8601.
    pub date: String,
    /// Departure time; may be empty.
    pub departs: String,
    /// When boarding closes; may be empty.
    pub gate_closes: String,
    /// Which crossing of that day, when the officer was asked.
    pub choice: Option<SailingChoice>,
}

/// The officer's answer when one vessel sails more than once on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SailingChoice {
    /// A crossing that is not known yet.
    New,
    /// A known one; its ports and times become those that were confirmed.
    Known(SailingId),
}

/// What the officer confirmed, in values.
struct Confirmed {
    vessel: PlaceName,
    date: suar_domain::time::PlainDate,
    from: Option<Port>,
    to: Option<Port>,
    departs: Option<ClockTime>,
    gate_closes: Option<ClockTime>,
}

impl Desk {
    /// The sailing of a manifest, and whether it is a new one.
    ///
    /// # Errors
    /// A field that cannot be read; [`AppError::SailingUnclear`] when only the officer can tell which crossing is meant.
    pub(super) fn sailing_for(
        &self,
        draft: &SailingDraft,
        home_port: &str,
        reading: &ReadManifest,
    ) -> Result<(Sailing, bool), AppError> {
        let confirmed = Confirmed::read(draft)?;
        let known = self
            .registry
            .sailings_of(&confirmed.vessel, confirmed.date)?;
        let chosen = match draft.choice {
            Some(SailingChoice::New) => None,
            Some(SailingChoice::Known(id)) => Some(
                known
                    .into_iter()
                    .find(|sailing| sailing.id == id)
                    .ok_or(AppError::BadRequest { what: "choice" })?,
            ),
            None => self.crossing(known, confirmed.departs, reading)?,
        };
        Ok(match chosen {
            Some(sailing) => (confirmed.correct(sailing), false),
            None => (confirmed.sailing(home_port)?, true),
        })
    }

    /// Which of the crossings of a day is meant: the one with the same time; none when all leave at other times. Without
    /// a time to compare, the only one there is if the manifest has people of it.
    fn crossing(
        &self,
        mut known: Vec<Sailing>,
        departs: Option<ClockTime>,
        reading: &ReadManifest,
    ) -> Result<Option<Sailing>, AppError> {
        if let Some(at) = known
            .iter()
            .position(|sailing| departs.is_some() && sailing.departs == departs)
        {
            return Ok(Some(known.swap_remove(at)));
        }
        if departs.is_some() {
            // Those that leave at another time are other crossings.
            let all = known.clone();
            known.retain(|sailing| sailing.departs.is_none());
            if known.is_empty() {
                return Ok(None);
            }
            return match self.only_with_same_people(&known, reading)? {
                Some(sailing) => Ok(Some(sailing)),
                None => Err(unclear(&all)),
            };
        }
        if known.is_empty() {
            return Ok(None);
        }
        self.only_with_same_people(&known, reading)?
            .map(Some)
            .ok_or_else(|| unclear(&known))
    }

    fn only_with_same_people(
        &self,
        known: &[Sailing],
        reading: &ReadManifest,
    ) -> Result<Option<Sailing>, AppError> {
        let [sailing] = known else {
            return Ok(None);
        };
        let clean = reading
            .lines
            .iter()
            .filter(|line| line.state == LineState::Clean)
            .take(COMPARED);
        let same = self.figures(sailing.clone())?.counts.total == 0
            || self.shares_people(sailing.id, clean)?;
        Ok(same.then(|| sailing.clone()))
    }
}

impl Confirmed {
    fn read(draft: &SailingDraft) -> Result<Self, AppError> {
        let vessel = required("vessel", &draft.vessel, 100)?;
        Ok(Self {
            vessel: PlaceName::parse(&vessel).map_err(|_| AppError::Empty { field: "vessel" })?,
            date: required("date", &draft.date, 10)?
                .parse()
                .map_err(|_| AppError::Date { field: "date" })?,
            from: port("from", &draft.from)?,
            to: port("to", &draft.to)?,
            departs: clock_time("departsAt", &draft.departs)?,
            gate_closes: clock_time("gateClosesAt", &draft.gate_closes)?,
        })
    }

    /// A known sailing with what was confirmed. What was left empty stays as it is known.
    fn correct(self, known: Sailing) -> Sailing {
        Sailing {
            from: self.from.unwrap_or(known.from),
            to: self.to.unwrap_or(known.to),
            departs: self.departs.or(known.departs),
            gate_closes: self.gate_closes.or(known.gate_closes),
            ..known
        }
    }

    /// A new sailing. Where the officer named no port of departure, it is this office's; one that is not known is not
    /// guessed: the settings that name it may have been lost.
    fn sailing(self, home_port: &str) -> Result<Sailing, AppError> {
        let from = self
            .from
            .or_else(|| Port::parse(home_port))
            .ok_or(AppError::Empty { field: "from" })?;
        Ok(Sailing {
            id: SailingId::from_uuid(new_id()),
            vessel: self.vessel,
            from,
            to: self.to.unwrap_or(Port::Tawau),
            date: self.date,
            departs: self.departs,
            gate_closes: self.gate_closes,
        })
    }
}

fn unclear(known: &[Sailing]) -> AppError {
    AppError::SailingUnclear {
        known: known
            .iter()
            .map(|sailing| (sailing.id, sailing.departs))
            .collect(),
    }
}

/// A port as written; none when nothing was written. A text that names no place, or two ports of the corridor, is an
/// error: a guess would put the sailing at the wrong quay.
fn port(field: &'static str, text: &str) -> Result<Option<Port>, AppError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let named = |port: Port| {
        text.to_lowercase()
            .contains(&port.to_string().to_lowercase())
    };
    let corridor = [Port::Nunukan, Port::Tarakan, Port::Tawau];
    let several = corridor
        .into_iter()
        .filter(|port| named(port.clone()))
        .count()
        > 1;
    let has_letters = text.chars().any(char::is_alphabetic);
    match Port::parse(text) {
        Some(port) if has_letters && !several => Ok(Some(port)),
        _ => Err(AppError::Port { field }),
    }
}

fn clock_time(field: &'static str, text: &str) -> Result<Option<ClockTime>, AppError> {
    match text.trim() {
        "" => Ok(None),
        written => written
            .parse()
            .map(Some)
            .map_err(|_| AppError::Date { field }),
    }
}
