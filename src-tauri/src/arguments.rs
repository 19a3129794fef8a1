//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: suar [--registry FOLDER]";

/// What was asked for on the command line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// The folder of the registry, instead of the usual one.
    pub registry: Option<PathBuf>,
}

impl Arguments {
    /// Reads the arguments after the program's name.
    pub fn read(mut words: impl Iterator<Item = OsString>) -> Result<Self, String> {
        let mut arguments = Self::default();
        while let Some(word) = words.next() {
            if word == "--registry" {
                let folder = words
                    .next()
                    .ok_or_else(|| format!("--registry needs a folder; {USAGE}"))?;
                arguments.registry = Some(folder.into());
            } else {
                return Err(format!("an argument is not known; {USAGE}"));
            }
        }
        Ok(arguments)
    }
}

/// Says why the app cannot start.
#[allow(
    clippy::print_stderr,
    reason = "before the window exists, the terminal is all there is"
)]
pub fn refuse(message: &str) -> ExitCode {
    eprintln!("suar: {message}");
    ExitCode::from(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_can_be_named_and_anything_else_is_refused() {
        let read = |words: &[&str]| Arguments::read(words.iter().map(OsString::from));
        assert_eq!(read(&[]), Ok(Arguments::default()));
        assert_eq!(
            read(&["--registry", "/tmp/x"]).map(|a| a.registry),
            Ok(Some("/tmp/x".into()))
        );
        assert!(read(&["--registry"]).is_err());
        assert!(read(&["--debug"]).is_err());
    }
}
