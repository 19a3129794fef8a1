//! What the page may say and hear.
//!
//! Every command is one line in [`commands`], one request type and one view type. Requests are parsed here,
//! handed to `suar-app`, and the answer is drawn as a view; nothing is decided in this crate. The TypeScript of
//! all types is generated into `ui/src/lib/api/generated` by [`export`], whose test fails when it is stale.
//!
//! Add a command in four steps: a line in `commands.rs`; the request and view in the file of its concept; the
//! handler beside them; `cargo xtask types`.

pub mod alert;
pub mod case;
pub mod commands;
pub mod error;
pub mod export;
pub mod handle;
pub mod manifest;
pub mod sailing;
pub mod screening;
pub mod session;
pub mod sync;
pub mod text;
pub mod topics;

pub use suar_app::import::{Parsing, serve as parse_for_another};
pub use suar_app::{App, Clock, Notice, Notify};
pub use suar_domain::time::Instant;
pub use topics::Topic;

/// What the operating system may show for a notice.
pub fn notification(notice: Notice) -> text::Text {
    let sentence = suar_app::text::notification(notice);
    text::Text::new(sentence.id, sentence.en)
}

/// The interface is in English.
pub fn speaks_english(app: &App) -> bool {
    app.session().settings.language == "en"
}

/// Sends what waits when an attempt is due; tells whether anything was tried. Nothing happens while locked.
pub fn send_if_due(app: &App) -> Result<bool, error::ApiError> {
    match app.sync_if_due() {
        Err(suar_app::AppError::Locked) => Ok(false),
        other => Ok(other?),
    }
}

/// Judges the next people about whom somebody else's journey said something new; tells whether there were any. Nothing
/// happens while locked.
pub fn judge_waiting(app: &App) -> Result<bool, error::ApiError> {
    match app.judge_some_who_wait() {
        Err(suar_app::AppError::Locked) => Ok(false),
        other => Ok(other?),
    }
}

/// Locks when nobody has been at work for long enough; tells whether it did.
pub fn lock_if_idle(app: &App) -> Result<bool, error::ApiError> {
    Ok(app.lock_if_idle()?)
}
