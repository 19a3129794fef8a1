//! Notifications of the operating system, by the policy of the design: a sentence that names nobody and nothing.
//!
//! A notice counts as shown only when the desktop has taken it. One that it refuses, or does not answer in time, is
//! tried once more, and then shown by the window itself: someone at the port is waiting for a colleague.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

use suar_api::{App, Notice};

use crate::desktop::Desktop;

/// Notices of one kind within this time are one notification (design §12).
const GROUPED: Duration = Duration::from_secs(60);
/// Nothing repeats more than twice (design §12), and a call that failed may have been seen all the same.
const TRIES: u32 = 2;
/// Between the tries: a desktop that is just starting is there by then.
const PAUSE: Duration = Duration::from_secs(5);

type Window = Box<dyn Fn() + Send + Sync>;

/// Turns notices into notifications.
pub struct Notifier {
    app: OnceLock<Weak<App>>,
    desktop: Desktop,
    window: OnceLock<Window>,
    /// When a notice of a kind was shown, or since when it has been on its way. Of one that failed nothing is kept.
    taken: Mutex<HashMap<Notice, Instant>>,
}

impl Notifier {
    /// Speaks through a desktop.
    pub fn through(desktop: Desktop) -> Self {
        Self {
            app: OnceLock::new(),
            desktop,
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
            if self.desktop.show(&text).is_ok() {
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
    use std::sync::mpsc;

    use super::*;
    use crate::desktop::NotTaken;

    /// Far more than a desktop in memory takes.
    const SOON: Duration = Duration::from_secs(10);

    /// A desktop that refuses the first calls, and counters of its calls and of the window's.
    fn desktop(refusals: u32) -> (Notifier, Arc<AtomicU32>, Arc<AtomicU32>) {
        let calls = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&calls);
        let desktop = Desktop::new(SOON, move |_| {
            if counted.fetch_add(1, Ordering::SeqCst) < refusals {
                return Err(NotTaken);
            }
            Ok(())
        });
        let (notifier, window) = before_a_window(desktop);
        (notifier, calls, window)
    }

    /// A notifier with that desktop, and a counter of the window's calls.
    fn before_a_window(desktop: Desktop) -> (Notifier, Arc<AtomicU32>) {
        let (notifier, window) = (Notifier::through(desktop), Arc::new(AtomicU32::new(0)));
        let counted = Arc::clone(&window);
        notifier.or_else(move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        (notifier, window)
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
    fn what_the_desktop_takes_and_never_answers_is_shown_by_the_window() {
        let (end, silence) = mpsc::channel::<()>();
        let silence = Mutex::new(silence);
        let desktop = Desktop::new(Duration::from_millis(20), move |_| {
            let _ = silence.lock().map(|silence| silence.recv());
            Ok(())
        });
        let (notifier, window) = before_a_window(desktop);
        for calls in 1..=2 {
            hear(&notifier, Notice::SecondOfficer);
            assert_eq!(window.load(Ordering::SeqCst), calls, "the window calls");
        }
        drop(end);
    }

    #[test]
    fn a_notice_joins_one_of_its_kind_that_is_being_tried() {
        let (notifier, _, _) = desktop(0);
        assert!(notifier.is_news(Notice::SecondOfficer));
        assert!(!notifier.is_news(Notice::SecondOfficer), "on its way");
        assert!(notifier.is_news(Notice::Talk), "another kind is news");
    }
}
