//! Sailings and the triage board: who needs a talk, before anyone stands at the counter.

use suar_domain::id::{DepartureId, SailingId};
use suar_domain::operation::Operation;
use suar_domain::sailing::Sailing;
use suar_domain::time::Instant;
pub use suar_registry::BoardEntry;
use suar_registry::{LevelCounts, LineRow, ManifestRow};

use crate::App;
use crate::error::AppError;
use crate::pack::Rules;
use crate::screening::Reasons;

/// Most rows that one request delivers.
pub const BOARD_LIMIT: u32 = 2_000;
/// Most open manifest rows that the board lists.
pub const OPEN_LINES_LIMIT: u32 = 500;

/// A sailing with its figures.
#[derive(Debug, Clone)]
pub struct SailingFigures {
    /// The sailing.
    pub sailing: Sailing,
    /// The counter works on it.
    pub active: bool,
    /// People by level and state.
    pub counts: LevelCounts,
    /// Manifest rows that wait for a fix.
    pub to_fix: u32,
    /// Minutes until boarding closes, on the day of sailing.
    pub minutes_left: Option<i32>,
}

/// The board of a sailing.
pub struct Board {
    /// The sailing.
    pub sailing: SailingFigures,
    /// The manifest imported last, when there is one.
    pub manifest: Option<ManifestRow>,
    /// People, most urgent first.
    pub entries: Vec<BoardEntry>,
    /// Rows that wait.
    pub lines: Vec<(LineRow, ManifestRow)>,
    /// The rules in force, which name the signs.
    pub rules: Rules,
}

impl App {
    /// All sailings, latest day first.
    pub fn sailings(&self) -> Result<Vec<SailingFigures>, AppError> {
        let desk = self.desk()?;
        desk.registry
            .sailings()?
            .into_iter()
            .map(|sailing| desk.figures(sailing))
            .collect()
    }

    /// Makes a sailing the one that the counter works on.
    pub fn select_sailing(&self, id: SailingId) -> Result<Vec<SailingFigures>, AppError> {
        self.desk()?.write(&Operation::SelectSailing(id))?;
        self.sailings()
    }

    /// The board of a sailing, from `offset`.
    pub fn board(&self, id: SailingId, offset: u32, limit: u32) -> Result<Board, AppError> {
        let desk = self.desk()?;
        let manifests = desk.registry.manifests_of(id)?;
        let lines = desk
            .registry
            .open_lines(id, OPEN_LINES_LIMIT)?
            .into_iter()
            .filter_map(|line| {
                let manifest = manifests
                    .iter()
                    .find(|manifest| manifest.id == line.manifest)?
                    .clone();
                Some((line, manifest))
            })
            .collect();
        Ok(Board {
            sailing: desk.figures(desk.registry.sailing(id)?)?,
            manifest: manifests.into_iter().next(),
            entries: desk.registry.board(id, offset, limit.min(BOARD_LIMIT))?,
            lines,
            rules: desk.rules.active.clone(),
        })
    }

    /// One person on the board, with the reasons.
    pub fn board_person(
        &self,
        id: DepartureId,
    ) -> Result<(BoardEntry, Sailing, Reasons), AppError> {
        let desk = self.desk()?;
        let entry = desk.registry.board_entry(id)?;
        let departure = desk.registry.departure(id)?;
        let sailing = desk.registry.sailing(departure.sailing)?;
        let screening = match &entry.screening {
            Some((screening, _)) => Some(desk.registry.screening(*screening)?),
            None => None,
        };
        let rules = match &screening {
            Some(screening) => self.rules_of(&desk, screening)?,
            None => desk.rules.active.clone(),
        };
        let cleared = desk.at_clearance(&departure, &sailing)?;
        let subject = crate::screening::Subject {
            departure: &departure,
            sailing: &sailing,
            cleared: cleared.as_ref(),
        };
        let reasons = crate::screening::reasons(&rules, subject, screening.as_ref())?;
        Ok((entry, sailing, reasons))
    }
}

impl crate::Desk {
    /// A sailing with its figures.
    pub(crate) fn figures(&self, sailing: Sailing) -> Result<SailingFigures, AppError> {
        let id = sailing.id;
        Ok(SailingFigures {
            active: self.registry.active_sailing()? == Some(id),
            counts: self.registry.level_counts(id)?,
            to_fix: self.registry.lines_to_fix(id)?,
            minutes_left: minutes_left(&sailing, self.now),
            sailing,
        })
    }
}

/// Minutes until boarding closes; only on the day of sailing, because a figure of days helps nobody in a queue.
fn minutes_left(sailing: &Sailing, now: Instant) -> Option<i32> {
    let closes = sailing.gate_closes.or(sailing.departs)?;
    if now.wita_date() != sailing.date {
        return None;
    }
    let (hour, minute) = now.wita_time();
    let passed = i32::try_from(hour * 60 + minute).ok()?;
    Some(i32::from(closes.minutes()) - passed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use suar_domain::sailing::Port;
    use suar_domain::text::PlaceName;
    use uuid::Uuid;

    #[test]
    fn minutes_left_are_counted_on_the_day_at_the_port() {
        let sailing = Sailing {
            id: SailingId::from_uuid(Uuid::from_u128(1)),
            vessel: PlaceName::parse("KM CONTOH").expect("a name"),
            from: Port::Nunukan,
            to: Port::Tawau,
            date: "2026-11-24".parse().expect("a day"),
            departs: "09:30".parse().ok(),
            gate_closes: "09:15".parse().ok(),
        };
        let at_the_port = |millis| minutes_left(&sailing, Instant::from_millis(millis));
        let midnight = 1_795_449_600_000; // 2026-11-24 00:00 WITA
        assert_eq!(at_the_port(midnight + 9 * 3_600_000), Some(15));
        assert_eq!(at_the_port(midnight + 10 * 3_600_000), Some(-45), "closed");
        assert_eq!(at_the_port(midnight - 1), None, "the evening before");
    }
}
