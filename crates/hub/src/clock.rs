//! The hub's clock, the reference for everyone's.

use std::time::{SystemTime, UNIX_EPOCH};

use suar_domain::time::Instant;

/// Now, by the operating system.
pub fn now() -> Instant {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
