//! What the officer sees of the exchange: one state, what waits, and when it is tried again.

use suar_domain::time::Instant;
use suar_registry::{SyncNote, Waiting};

use crate::problem::is_passing;

/// Code of an attempt that sent everything.
pub const OK: &str = "ok";

/// The state, for the chip at the top of the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncState {
    /// This computer has no hub.
    NotEnrolled,
    /// The hub confirmed everything.
    AllSent,
    /// Something is being sent, or will be in a moment.
    Sending,
    /// The hub cannot be reached or is busy; it is tried again.
    Offline,
    /// A person must act; the code chooses the text.
    NeedsHelp(String),
}

/// What the officer sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncStatus {
    /// The state.
    pub state: SyncState,
    /// Log lines that the hub has not confirmed.
    pub waiting: u64,
    /// Their bytes.
    pub waiting_bytes: u64,
    /// When the oldest of them was written.
    pub oldest: Option<Instant>,
    /// When an attempt last sent everything.
    pub last_ok: Option<Instant>,
    /// When it is tried again; none when nothing is planned.
    pub next_try: Option<Instant>,
    /// Lines the hub keeps but could not use, `number code`.
    pub rejected: Vec<String>,
}

/// What is known when a status is made.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// This computer has a hub.
    pub enrolled: bool,
    /// An attempt is under way.
    pub sending: bool,
    /// What the hub has not confirmed.
    pub waiting: Waiting,
    /// How the last attempt ended.
    pub note: Option<SyncNote>,
    /// When an attempt last sent everything.
    pub last_ok: Option<Instant>,
    /// When it is tried again.
    pub next_try: Option<Instant>,
}

impl From<Known> for SyncStatus {
    fn from(known: Known) -> Self {
        let state = state(&known);
        Self {
            state,
            waiting: known.waiting.lines,
            waiting_bytes: known.waiting.bytes,
            oldest: known.waiting.oldest,
            last_ok: known.last_ok,
            next_try: known.next_try,
            rejected: known.note.map(|note| note.rejected).unwrap_or_default(),
        }
    }
}

fn state(known: &Known) -> SyncState {
    if !known.enrolled {
        return SyncState::NotEnrolled;
    }
    if known.sending {
        return SyncState::Sending;
    }
    match known.note.as_ref().map(|note| note.code.as_str()) {
        Some(code) if code != OK && !is_passing(code) => SyncState::NeedsHelp(code.to_owned()),
        Some(code) if code != OK => SyncState::Offline,
        _ if known.waiting.lines == 0 => SyncState::AllSent,
        _ => SyncState::Sending,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(code: &str, lines: u64) -> Known {
        let note = SyncNote {
            at: Instant::from_millis(1),
            code: code.into(),
            rejected: vec![],
        };
        let waiting = Waiting {
            lines,
            ..Waiting::default()
        };
        Known {
            enrolled: true,
            waiting,
            note: Some(note),
            ..Known::default()
        }
    }

    #[test]
    fn the_state_says_what_matters_most() {
        let cases = [
            (Known::default(), SyncState::NotEnrolled),
            (
                Known {
                    enrolled: true,
                    ..Known::default()
                },
                SyncState::AllSent,
            ),
            (known(OK, 0), SyncState::AllSent),
            (known(OK, 3), SyncState::Sending),
            (known("offline", 3), SyncState::Offline),
            (known("hub_busy", 3), SyncState::Offline),
            (
                known("stream_forked", 3),
                SyncState::NeedsHelp("stream_forked".into()),
            ),
            (
                known("stream_forked", 0),
                SyncState::NeedsHelp("stream_forked".into()),
            ),
            (
                Known {
                    sending: true,
                    ..known("offline", 3)
                },
                SyncState::Sending,
            ),
        ];
        for (known, expected) in cases {
            assert_eq!(SyncStatus::from(known.clone()).state, expected, "{known:?}");
        }
    }
}
