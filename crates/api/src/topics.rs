//! Cache topics: commands that read provide them, commands that write invalidate them.

use serde::Serialize;
use ts_rs::TS;

/// Something that the page shows and may have to read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Topic {
    /// Who is signed in, language, theme, zoom.
    Session,
    /// Sailings and boards.
    Sailing,
    /// The counter.
    Screening,
    /// Alerts.
    Alert,
    /// The exchange with the hub.
    Sync,
}
