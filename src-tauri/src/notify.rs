//! Notifications of the operating system, by the policy of the design: a sentence that names nobody and nothing.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

use suar_api::{App, Notice};

/// Notices of one kind within this time are one notification.
const GROUPED: Duration = Duration::from_secs(60);

/// Turns notices into notifications.
#[derive(Default)]
pub struct Notifier {
    app: OnceLock<Weak<App>>,
    shown: Mutex<HashMap<Notice, Instant>>,
}

impl Notifier {
    /// The language is the app's.
    pub fn speak_for(&self, app: Weak<App>) {
        // Set once at start; a second call would change nothing.
        let _ = self.app.set(app);
    }

    /// Hears a notice.
    pub fn hear(&self, notice: Notice) {
        if !self.is_news(notice) {
            return;
        }
        let english = self
            .app
            .get()
            .and_then(Weak::upgrade)
            .is_some_and(|app| suar_api::speaks_english(&app));
        let text = suar_api::notification(notice);
        let text = if english { text.en } else { text.id };
        // The service may be missing, slow or denied; the queue in the window is the same without it.
        std::thread::spawn(move || {
            let shown = notify_rust::Notification::new()
                .appname("Suar")
                .summary("Suar")
                .body(&text)
                .show();
            if shown.is_err() {
                tracing::warn!("the notification service did not answer");
            }
        });
    }

    fn is_news(&self, notice: Notice) -> bool {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let recent = shown
            .get(&notice)
            .is_some_and(|at| now.duration_since(*at) < GROUPED);
        if !recent {
            shown.insert(notice, now);
        }
        !recent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_notices_of_one_kind_in_a_minute_are_one_notification() {
        let notifier = Notifier::default();
        assert!(notifier.is_news(Notice::SecondOfficer));
        assert!(!notifier.is_news(Notice::SecondOfficer), "grouped");
        assert!(notifier.is_news(Notice::Talk), "another kind is news");
    }
}
