//! What a command needs to open a registry: a passphrase, the time, and words for what stops it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use suar_app::RegistryError;
use suar_domain::time::Instant;

/// Longest passphrase that is read, in bytes.
const LONGEST: u64 = 4096;

/// The first line of a file, or of standard input, without its end. At a terminal it is asked for.
///
/// # Errors
/// A sentence, when it cannot be read.
pub fn read(file: Option<&Path>) -> Result<String, String> {
    let unreadable = |error: io::Error| {
        format!(
            "the passphrase cannot be read: {error}\n  fix: name a file with --passphrase-file, or write it to standard input"
        )
    };
    let input: Box<dyn Read> = match file {
        Some(path) => Box::new(File::open(path).map_err(unreadable)?),
        None => {
            if io::stdin().is_terminal() {
                let mut terminal = io::stderr().lock();
                // Where nobody can be asked, whoever knows what to write still can.
                let _ = write!(terminal, "Passphrase (shown as it is typed): ");
                let _ = terminal.flush();
            }
            Box::new(io::stdin().lock())
        }
    };
    let mut line = String::new();
    BufReader::new(input.take(LONGEST))
        .read_line(&mut line)
        .map_err(unreadable)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// This computer's time.
pub fn now() -> Instant {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = passed.map_or(0, |passed| passed.as_millis());
    Instant::from_millis(i64::try_from(millis).unwrap_or(0))
}

/// What to do about a registry that does not open.
pub const fn fix(error: &RegistryError) -> &'static str {
    match error {
        RegistryError::Missing => "name the folder of a registry",
        RegistryError::AlreadyOpen => "close Suar on this computer first",
        RegistryError::WrongPassphrase => "give the passphrase of an account of this registry",
        RegistryError::Wait { .. } => "wait as long as it says",
        _ => "open the registry in Suar to see what is wrong with it",
    }
}
