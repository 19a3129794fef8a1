//! Notifications of the operating system, by the policy of the design: a sentence that names nobody and nothing.
//!
//! A notice counts as shown only when the desktop has taken it. One that it does not take is tried once more, and then
//! shown by the window itself: someone at the port is waiting for a colleague.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

use suar_api::{App, Notice};

/// Notices of one kind within this time are one notification (design §12).
const GROUPED: Duration = Duration::from_secs(60);
/// Nothing repeats more than twice (design §12), and a call that failed may have been seen all the same.
const TRIES: u32 = 2;
/// Between the tries: a desktop that is just starting is there by then.
const PAUSE: Duration = Duration::from_secs(5);

/// The desktop did not take a notification.
#[derive(Debug)]
pub struct NotTaken;

type Show = Box<dyn Fn(&str) -> Result<(), NotTaken> + Send + Sync>;
type Window = Box<dyn Fn() + Send + Sync>;

/// Turns notices into notifications.
pub struct Notifier {
    app: OnceLock<Weak<App>>,
    show: Show,
    window: OnceLock<Window>,
    /// When a notice of a kind was shown, or since when it has been on its way. Of one that failed nothing is kept.
    taken: Mutex<HashMap<Notice, Instant>>,
}

impl Notifier {
    /// Speaks through the desktop of this computer.
    pub fn of_desktop() -> Self {
        Self::through(Box::new(|text| {
            notify_rust::Notification::new()
                .appname("Suar")
                .summary("Suar")
                .body(text)
                .show()
                .map(drop)
                .map_err(|_| NotTaken)
        }))
    }

    fn through(show: Show) -> Self {
        Self {
            app: OnceLock::new(),
            show,
            window: OnceLock::new(),
            taken: Mutex::default(),
        }
    }

    /// The language is the app's.
    pub fn speak_for(&self, app: Weak<App>) {
        // Set once at start; a second call would change nothing.
        let _ = self.app.set(app);
    }

    /// What the window does when the desktop takes nothing.
    pub fn or_else(&self, window: impl Fn() + Send + Sync + 'static) {
        // Set once at start, like the language.
        let _ = self.window.set(Box::new(window));
    }

    /// Hears a notice; returns at once, because the desktop may be slow.
    pub fn hear(self: &Arc<Self>, notice: Notice) {
        if self.is_news(notice) {
            let own = Arc::clone(self);
            std::thread::spawn(move || own.deliver(notice, || std::thread::park_timeout(PAUSE)));
        }
    }

    fn deliver(&self, notice: Notice, pause: impl Fn()) {
        let text = self.text(notice);
        for left in (0..TRIES).rev() {
            if (self.show)(&text).is_ok() {
                self.taken().insert(notice, Instant::now());
                return;
            }
            if left > 0 {
                pause();
            }
        }
        tracing::warn!("the notification service did not answer; the window calls instead");
        self.taken().remove(&notice);
        if let Some(window) = self.window.get() {
            window();
        }
    }

    fn text(&self, notice: Notice) -> String {
        let english = self
            .app
            .get()
            .and_then(Weak::upgrade)
            .is_some_and(|app| suar_api::speaks_english(&app));
        let text = suar_api::notification(notice);
        if english { text.en } else { text.id }
    }

    /// Whether a notice is to be delivered, and does not join one of its kind.
    fn is_news(&self, notice: Notice) -> bool {
        let mut taken = self.taken();
        let joins = taken.get(&notice).is_some_and(|at| at.elapsed() < GROUPED);
        if !joins {
            taken.insert(notice, Instant::now());
        }
        !joins
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<Notice, Instant>> {
        // Each entry is replaced as a whole: a panic elsewhere leaves it as it was.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// A desktop that refuses the first calls, and counters of its calls and of the window's.
    fn desktop(refusals: u32) -> (Notifier, Arc<AtomicU32>, Arc<AtomicU32>) {
        let (calls, window) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let counted = Arc::clone(&calls);
        let notifier = Notifier::through(Box::new(move |_| {
            if counted.fetch_add(1, Ordering::SeqCst) < refusals {
                return Err(NotTaken);
            }
            Ok(())
        }));
        let counted = Arc::clone(&window);
        notifier.or_else(move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        (notifier, calls, window)
    }

    fn hear(notifier: &Notifier, notice: Notice) {
        if notifier.is_news(notice) {
            notifier.deliver(notice, || ());
        }
    }

    #[test]
    fn two_notices_of_one_kind_in_a_minute_are_one_notification() {
        let (notifier, calls, window) = desktop(0);
        for notice in [
            Notice::SecondOfficer,
            Notice::SecondOfficer,
            Notice::Talk,
            Notice::Talk,
        ] {
            hear(&notifier, notice);
        }
        assert_eq!(calls.load(Ordering::SeqCst), 2, "one of each kind");
        assert_eq!(window.load(Ordering::SeqCst), 0, "the desktop took them");
    }

    #[test]
    fn a_call_that_failed_is_tried_once_more_and_then_counts_as_shown() {
        let (notifier, calls, window) = desktop(1);
        hear(&notifier, Notice::SecondOfficer);
        assert_eq!(calls.load(Ordering::SeqCst), 2, "tried again");
        hear(&notifier, Notice::SecondOfficer);
        assert_eq!(calls.load(Ordering::SeqCst), 2, "shown, and so grouped");
        assert_eq!(window.load(Ordering::SeqCst), 0);
    }

    #[test]
    fn what_the_desktop_never_takes_is_shown_by_the_window_and_the_next_notice_is_tried_again() {
        let (notifier, calls, window) = desktop(2);
        hear(&notifier, Notice::SecondOfficer);
        assert_eq!(calls.load(Ordering::SeqCst), 2, "never more than twice");
        assert_eq!(window.load(Ordering::SeqCst), 1, "the window calls");
        hear(&notifier, Notice::SecondOfficer);
        assert_eq!(
            calls.load(Ordering::SeqCst),
            3,
            "a failed call silences nobody"
        );
    }

    #[test]
    fn a_notice_joins_one_of_its_kind_that_is_being_tried() {
        let (notifier, _, _) = desktop(0);
        assert!(notifier.is_news(Notice::SecondOfficer));
        assert!(!notifier.is_news(Notice::SecondOfficer), "on its way");
        assert!(notifier.is_news(Notice::Talk), "another kind is news");
    }
}
