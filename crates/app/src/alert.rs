//! Requests for a colleague, in the order in which they need one.

use std::cmp::Reverse;
use std::collections::HashMap;

use suar_domain::id::{AlertId, SailingId};
use suar_domain::operation::Operation;
use suar_domain::screening::Level;
use suar_registry::AlertRow;

use crate::App;
use crate::error::AppError;
use crate::sailing::SailingFigures;

/// A request with the sailing that it is about.
pub struct Alert {
    /// The request.
    pub row: AlertRow,
    /// Vessel and time left.
    pub sailing: SailingFigures,
}

impl App {
    /// Requests: open ones first, in the order of [`urgency`]; then those that were taken, latest first.
    pub fn alerts(&self) -> Result<Vec<Alert>, AppError> {
        let desk = self.desk()?;
        let mut sailings: HashMap<SailingId, SailingFigures> = HashMap::new();
        let mut alerts = Vec::new();
        for row in desk.registry.alerts()? {
            let sailing = match sailings.get(&row.sailing) {
                Some(known) => known.clone(),
                None => {
                    let figures = desk.figures(desk.registry.sailing(row.sailing)?)?;
                    sailings.insert(row.sailing, figures.clone());
                    figures
                }
            };
            alerts.push(Alert { row, sailing });
        }
        alerts.sort_by_key(|alert| (alert.row.taken, urgency(alert)));
        Ok(alerts)
    }

    /// Takes a request.
    pub fn take_alert(&self, id: AlertId) -> Result<Vec<Alert>, AppError> {
        self.desk()?.write(&Operation::TakeAlert(id))?;
        self.something_waits();
        self.alerts()
    }
}

/// Who comes first (journeys.md §5): the gate that closes soonest while it is open, then the level, then the evidence,
/// then who waits longest. A gate that has closed comes after all that are open, and one without a known time between
/// the two. Among requests that were taken only the time counts.
fn urgency(alert: &Alert) -> (u8, i32, Reverse<Level>, Reverse<usize>, i64) {
    let waits = alert.row.raised_at.millis();
    if alert.row.taken {
        return (0, 0, Reverse(Level::Siap), Reverse(0), -waits);
    }
    let (gate, minutes) = match alert.sailing.minutes_left {
        Some(left) if left >= 0 => (0, left),
        None => (1, 0),
        Some(past) => (2, -past),
    };
    let level = alert.row.level.unwrap_or(Level::Siap);
    let signs = alert.row.signs.len();
    (gate, minutes, Reverse(level), Reverse(signs), waits)
}

#[cfg(test)]
mod tests {
    use suar_domain::alert::AlertKind;
    use suar_domain::id::{DepartureId, ScreeningId};
    use suar_domain::sailing::{Port, Sailing};
    use suar_domain::sensitive::Sensitive;
    use suar_domain::text::PlaceName;
    use suar_domain::time::Instant;
    use suar_registry::LevelCounts;
    use uuid::Uuid;

    use super::*;

    fn alert(name: &str, minutes_left: Option<i32>, level: Level, signs: usize) -> Alert {
        let id = Uuid::from_u128(1);
        Alert {
            row: AlertRow {
                id: AlertId::from_uuid(id),
                screening: ScreeningId::from_uuid(id),
                kind: AlertKind::SecondOfficer,
                name: Sensitive::new(name.to_owned()),
                raised_at: Instant::from_millis(1_000),
                taken: false,
                departure: DepartureId::from_uuid(id),
                sailing: SailingId::from_uuid(id),
                level: Some(level),
                signs: vec!["TIP-12".to_owned(); signs],
                decided: false,
            },
            sailing: SailingFigures {
                sailing: Sailing {
                    id: SailingId::from_uuid(id),
                    vessel: PlaceName::parse("KM CONTOH").expect("a name"),
                    from: Port::Nunukan,
                    to: Port::Tawau,
                    date: "2026-11-24".parse().expect("a day"),
                    departs: None,
                    gate_closes: None,
                },
                active: true,
                counts: LevelCounts::default(),
                to_fix: 0,
                minutes_left,
            },
        }
    }

    #[test]
    fn the_gate_decides_then_the_level_then_the_evidence_then_who_waits() {
        let mut early = alert("menunggu lama", Some(30), Level::Dalami, 1);
        early.row.raised_at = Instant::from_millis(1);
        let mut alerts = [
            alert("sudah ditutup", Some(-5), Level::Lindungi, 9),
            alert("jam tidak diketahui", None, Level::Lindungi, 9),
            alert("kapal berikut", Some(120), Level::Lindungi, 9),
            alert("satu tanda", Some(30), Level::Dalami, 1),
            alert("dua tanda", Some(30), Level::Dalami, 2),
            alert("lindungi", Some(30), Level::Lindungi, 1),
            early,
        ];
        alerts.sort_by_key(urgency);
        let order: Vec<_> = alerts
            .iter()
            .map(|alert| alert.row.name.expose("compared").as_str())
            .collect();
        assert_eq!(
            order,
            [
                "lindungi",
                "dua tanda",
                "menunggu lama",
                "satu tanda",
                "kapal berikut",
                "jam tidak diketahui",
                "sudah ditutup"
            ]
        );
    }
}
