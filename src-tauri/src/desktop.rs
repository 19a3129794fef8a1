//! A call to the desktop's notifications, with a time limit.
//!
//! A desktop may take a call and never answer it. Whoever waits is told so after a while; the thread that made the call
//! cannot be stopped and waits on, so there is never more than one.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

/// A desktop that is well answers within milliseconds; one whose service is just starting, within seconds.
const PATIENCE: Duration = Duration::from_secs(3);

/// The desktop did not take a notification, as far as is known.
#[derive(Debug)]
pub struct NotTaken;

type Show = dyn Fn(&str) -> Result<(), NotTaken> + Send + Sync;

/// The notifications of the desktop.
pub struct Desktop {
    show: Arc<Show>,
    patience: Duration,
    line: Arc<Line>,
}

impl Desktop {
    /// The desktop of this computer.
    pub fn of_computer() -> Self {
        Self::new(PATIENCE, |text| {
            notify_rust::Notification::new()
                .appname("Suar")
                .summary("Suar")
                .body(text)
                .show()
                .map(drop)
                .map_err(|_| NotTaken)
        })
    }

    pub(crate) fn new(
        patience: Duration,
        show: impl Fn(&str) -> Result<(), NotTaken> + Send + Sync + 'static,
    ) -> Self {
        Self {
            show: Arc::new(show),
            patience,
            line: Arc::default(),
        }
    }

    /// Shows a notification. Takes twice the patience at most: for a call before this one, and for its own.
    ///
    /// # Errors
    /// The desktop refused, or has not answered in time. It may still show what it has not answered.
    pub fn show(&self, text: &str) -> Result<(), NotTaken> {
        let call = Line::take(&self.line, self.patience).ok_or(NotTaken)?;
        let (answer, answered) = mpsc::channel();
        let (show, text) = (Arc::clone(&self.show), text.to_owned());
        thread::Builder::new()
            .spawn(move || {
                let _call = call;
                // Nobody hears it when it took too long.
                let _ = answer.send(show(&text));
            })
            .map_err(|_| NotTaken)?;
        answered
            .recv_timeout(self.patience)
            .unwrap_or(Err(NotTaken))
    }
}

/// Whether a call is under way.
#[derive(Default)]
struct Line {
    is_taken: Mutex<bool>,
    freed: Condvar,
}

/// A call under way; over when dropped, also by a panic.
struct Call(Arc<Line>);

impl Line {
    /// Waits until the call before is over; gives up after `patience`.
    fn take(line: &Arc<Self>, patience: Duration) -> Option<Call> {
        let (mut is_taken, _) = line
            .freed
            .wait_timeout_while(line.is_taken(), patience, |is_taken| *is_taken)
            .unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *is_taken, true) {
            return None;
        }
        Some(Call(Arc::clone(line)))
    }

    fn is_taken(&self) -> MutexGuard<'_, bool> {
        // Replaced as a whole: a panic elsewhere leaves it as it was.
        self.is_taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        *self.0.is_taken() = false;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests;
