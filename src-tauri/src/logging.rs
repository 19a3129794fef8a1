//! The log: what happened, never to whom.
//!
//! It is a file in the registry's folder, limited by what is logged: start, failures by code, panics by place. The
//! message of a panic is not written, because it may hold anything.
//!
//! Lines are only ever added. The first app on a folder begins the file anew once it has grown; a second app on the
//! same folder never does, because the first one is still writing.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

const FILE: &str = "suar.log";
/// Held by the first app on a folder for as long as it runs.
const OWNER: &str = "suar.log.lock";
/// A log of this size is begun anew at the next start, in bytes: years of starts, or one very bad day.
const LIMIT: u64 = 1024 * 1024;

/// The mark of the first app. The operating system takes it away when the process ends.
static OWNED: OnceLock<File> = OnceLock::new();

/// Starts the log. Without a folder to write to, the app works without one.
pub fn start(folder: &Path) {
    if std::fs::create_dir_all(folder).is_ok()
        && let Ok((file, owner)) = open(folder)
    {
        if let Some(owner) = owner {
            // Set once: a process starts one log.
            let _ = OWNED.set(owner);
        }
        let log = tracing_subscriber::fmt()
            .with_writer(Mutex::new(file))
            .with_ansi(false)
            .with_env_filter(tracing_subscriber::EnvFilter::new("warn,suar_shell=info"))
            .finish();
        if tracing::subscriber::set_global_default(log).is_err() {
            return;
        }
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(|at| format!("{}:{}", at.file(), at.line()))
            .unwrap_or_default();
        tracing::error!(place, "a command ended in a panic");
    }));
    tracing::info!("started");
}

/// The log, for adding lines, and the mark of the first app when this one is it.
fn open(folder: &Path) -> io::Result<(File, Option<File>)> {
    let mark = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(OWNER))?;
    let owner = mark.try_lock().is_ok().then_some(mark);
    let path = folder.join(FILE);
    if owner.is_some() && fs::metadata(&path).is_ok_and(|log| log.len() > LIMIT) {
        fs::remove_file(&path)?;
    }
    let file = OpenOptions::new().create(true).append(true).open(path)?;
    Ok((file, owner))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_second_app_takes_nothing_from_the_log_of_the_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut first, owner) = open(folder.path()).expect("a log");
        assert!(owner.is_some(), "the first app owns the log");
        writeln!(first, "one").expect("a line");
        let (mut second, no_owner) = open(folder.path()).expect("a log");
        assert!(no_owner.is_none());
        writeln!(second, "two").expect("a line");
        writeln!(first, "three").expect("a line");
        let text = fs::read_to_string(folder.path().join(FILE)).expect("the log");
        assert_eq!(text, "one\ntwo\nthree\n");
    }

    #[test]
    fn a_log_that_has_grown_is_begun_anew_only_by_an_app_that_is_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let grown = vec![b'x'; usize::try_from(LIMIT).expect("a size") + 1];
        let (mut file, owner) = open(folder.path()).expect("a log");
        file.write_all(&grown).expect("a very bad day");
        let length = || {
            fs::metadata(folder.path().join(FILE))
                .expect("the log")
                .len()
        };
        drop(open(folder.path()).expect("a second app"));
        assert_eq!(length(), LIMIT + 1, "the first one still writes");
        drop((file, owner));
        drop(open(folder.path()).expect("the next start"));
        assert_eq!(length(), 0);
    }
}
