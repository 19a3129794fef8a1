//! Whether a sailing boards: then the rules stay what they are, so that two people of one queue are judged alike.

use suar_domain::sailing::Sailing;
use suar_domain::time::Instant;

/// People come to the counter this long before boarding closes, in minutes (judgement).
const QUEUE_MINUTES: i32 = 180;
/// Hours in which ferries of the crossing leave, for a sailing whose time is not known (judgement): by daylight.
const DAYLIGHT_MINUTES: std::ops::Range<i32> = 5 * 60..18 * 60;

/// People of this sailing may stand in the queue. A time that is not known is not "later".
pub(super) fn boards(sailing: &Sailing, now: Instant) -> bool {
    if now.wita_date() != sailing.date {
        return false;
    }
    let (hour, minute) = now.wita_time();
    let Ok(minutes) = i32::try_from(hour * 60 + minute) else {
        return true;
    };
    match sailing.gate_closes.max(sailing.departs) {
        Some(last) => {
            let last = i32::from(last.minutes());
            (last - QUEUE_MINUTES..=last).contains(&minutes)
        }
        None => DAYLIGHT_MINUTES.contains(&minutes),
    }
}

#[cfg(test)]
mod tests {
    use suar_domain::id::SailingId;
    use suar_domain::sailing::Port;
    use suar_domain::text::PlaceName;
    use uuid::Uuid;

    use super::*;

    fn at(hour: i64, minute: i64) -> Instant {
        let midnight = 1_795_449_600_000; // 2026-11-24 00:00 WITA
        Instant::from_millis(midnight + (hour * 60 + minute) * 60_000)
    }

    fn sailing(departs: &str, gate: &str) -> Sailing {
        Sailing {
            id: SailingId::from_uuid(Uuid::from_u128(1)),
            vessel: PlaceName::parse("KM CONTOH").expect("a name"),
            from: Port::Nunukan,
            to: Port::Tawau,
            date: "2026-11-24".parse().expect("a day"),
            departs: departs.parse().ok(),
            gate_closes: gate.parse().ok(),
        }
    }

    #[test]
    fn a_sailing_boards_from_three_hours_before_until_it_leaves() {
        let known = sailing("09:30", "09:15");
        let asked = [(6, 29), (6, 30), (9, 30), (9, 31)].map(|(h, m)| boards(&known, at(h, m)));
        assert_eq!(asked, [false, true, true, false]);
        assert!(!boards(&known, at(24 + 8, 0)), "another day");
        let gate_only = sailing("", "09:15");
        assert!(boards(&gate_only, at(9, 15)) && !boards(&gate_only, at(9, 16)));
    }

    #[test]
    fn a_sailing_whose_time_is_not_known_may_board_all_day() {
        let unknown = sailing("", "");
        let asked = [(4, 59), (5, 0), (17, 59), (18, 0)].map(|(h, m)| boards(&unknown, at(h, m)));
        assert_eq!(asked, [false, true, true, false]);
    }
}
