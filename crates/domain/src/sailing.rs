//! Vessels, ports and crossings.

use std::fmt;
use std::str::FromStr;

use crate::id::SailingId;
use crate::text::PlaceName;
use crate::time::PlainDate;

/// A port. The corridor's own ports have codes; any other keeps the name that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Port {
    /// Tunon Taka, Nunukan.
    Nunukan,
    /// Malundung, Tarakan.
    Tarakan,
    /// Tawau, Sabah.
    Tawau,
    /// Any other port, as written.
    Other(PlaceName),
}

impl Port {
    /// Reads a code or a written name: `TUNON TAKA, NUNUKAN` is Nunukan. None when the text names no place.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = text.to_lowercase();
        for (word, port) in [
            ("nunukan", Self::Nunukan),
            ("tunon taka", Self::Nunukan),
            ("tarakan", Self::Tarakan),
            ("malundung", Self::Tarakan),
            ("tawau", Self::Tawau),
        ] {
            if folded.contains(word) {
                return Some(port);
            }
        }
        PlaceName::parse(text).ok().map(Self::Other)
    }

    /// The code of facts `trip.departure_point`, for ports that the vocabulary knows.
    pub const fn departure_point(&self) -> Option<&'static str> {
        match self {
            Self::Nunukan => Some("tunon_taka"),
            Self::Tarakan => Some("malundung"),
            Self::Tawau | Self::Other(_) => None,
        }
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nunukan => f.write_str("Nunukan"),
            Self::Tarakan => f.write_str("Tarakan"),
            Self::Tawau => f.write_str("Tawau"),
            Self::Other(name) => f.write_str(name.as_str()),
        }
    }
}

/// A time of day at the port (WITA), to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockTime {
    minutes: u16,
}

/// Not a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a time of day")]
pub struct ClockTimeError;

impl ClockTime {
    /// Minutes since midnight, 0 to 1439.
    pub const fn minutes(self) -> u16 {
        self.minutes
    }
}

impl FromStr for ClockTime {
    type Err = ClockTimeError;
    /// Reads `09:15`, `9:15` and `09.15`.
    fn from_str(text: &str) -> Result<Self, ClockTimeError> {
        let (hour, minute) = text.trim().split_once([':', '.']).ok_or(ClockTimeError)?;
        let plain = |part: &str| {
            !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit())
        };
        if !plain(hour) || !plain(minute) {
            return Err(ClockTimeError);
        }
        let hour: u16 = hour.parse().map_err(|_| ClockTimeError)?;
        let minute: u16 = minute.parse().map_err(|_| ClockTimeError)?;
        if hour > 23 || minute > 59 {
            return Err(ClockTimeError);
        }
        Ok(Self {
            minutes: hour * 60 + minute,
        })
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

/// One crossing of one vessel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sailing {
    /// Identity.
    pub id: SailingId,
    /// Vessel name as on the manifest, such as `KM CONTOH EXPRESS`.
    pub vessel: PlaceName,
    /// Port of departure.
    pub from: Port,
    /// Port of arrival.
    pub to: Port,
    /// Day of departure at the port.
    pub date: PlainDate,
    /// Time of departure, when known.
    pub departs: Option<ClockTime>,
    /// When boarding closes, when known.
    pub gate_closes: Option<ClockTime>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_of_the_corridor_are_recognised_in_any_wording() {
        assert_eq!(Port::parse("Pelabuhan TUNON TAKA"), Some(Port::Nunukan));
        assert_eq!(Port::parse("tawau, sabah"), Some(Port::Tawau));
        assert_eq!(
            Port::parse("Parepare").map(|p| p.to_string()).as_deref(),
            Some("Parepare")
        );
        assert_eq!(Port::parse("  "), None, "blank names no port");
    }

    #[test]
    fn times_are_read_with_colon_or_dot() {
        assert_eq!(
            "9.05"
                .parse::<ClockTime>()
                .map(|t| t.to_string())
                .as_deref(),
            Ok("09:05")
        );
        for wrong in ["24:00", "9", "09:60", "a:b", "-1:00", "+9:05", ""] {
            assert_eq!(
                wrong.parse::<ClockTime>(),
                Err(ClockTimeError),
                "{wrong} is no time of day"
            );
        }
    }
}
