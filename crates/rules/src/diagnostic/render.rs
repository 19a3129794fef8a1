//! Diagnostics with the line they are about, as compilers show them.

use std::fmt::Write;

use super::{Code, PackError, PackErrors, is_hidden, plain};

/// Longest part of a line that is shown, in characters.
const WIDEST: usize = 160;

impl PackErrors {
    /// All problems with code, place, the line in question, a mark under the word, and a fix. `files` are path and
    /// text, as they were given to [`Pack::from_files`](crate::Pack::from_files); a file that is not among them is
    /// shown without its line.
    #[must_use]
    pub fn render<P: AsRef<str>, T: AsRef<str>>(&self, files: &[(P, T)]) -> String {
        let text_of = |error: &PackError| {
            files
                .iter()
                .find(|(path, _)| path.as_ref() == error.file)
                .map(|(_, text)| text.as_ref())
        };
        let mut out = String::new();
        for error in self.errors() {
            error.render("error", text_of(error), &mut out);
            out.push('\n');
        }
        let (count, files) = (self.errors().len(), self.files());
        let problems = if count == 1 { "problem" } else { "problems" };
        let places = if files == 1 { "file" } else { "files" };
        // Cases are run when everything else is in order.
        let cases = self
            .errors()
            .iter()
            .all(|error| error.code != Code::FailingCase);
        let cases = if cases {
            "; its cases were not run yet"
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "{count} {problems} in {files} {places}; the pack is not usable{cases}"
        );
        out
    }

    fn files(&self) -> usize {
        let mut files: Vec<&str> = self
            .errors()
            .iter()
            .map(|each| each.file.as_str())
            .collect();
        files.sort_unstable();
        files.dedup();
        files.len()
    }
}

impl PackError {
    /// As a warning, with its line where the text of the file is given.
    #[must_use]
    pub fn render_warning(&self, text: Option<&str>) -> String {
        let mut out = String::new();
        self.render("warning", text, &mut out);
        out
    }

    fn render(&self, word: &str, text: Option<&str>, out: &mut String) {
        let Self {
            code,
            file,
            line,
            column,
            length,
            message,
            hint,
        } = self;
        let (file, message, hint) = (plain(file), plain(message), plain(hint));
        let gutter = " ".repeat(line.to_string().len());
        // Writing into a String cannot fail.
        let _ = writeln!(out, "{word}[{code}]: {message}");
        let _ = writeln!(out, "{gutter}--> {file}:{line}:{column}");
        if let Some(shown) = text.and_then(|text| text.lines().nth(line - 1)) {
            // A window of a long line, with the mark in it.
            let skipped = if *column > WIDEST {
                column - WIDEST / 2
            } else {
                0
            };
            let shown: String = shown
                .chars()
                .skip(skipped)
                .take(WIDEST)
                .map(printable)
                .collect();
            let before = column.saturating_sub(1 + skipped);
            let room = WIDEST.saturating_sub(before).max(1);
            let _ = writeln!(out, "{gutter} |");
            let _ = writeln!(out, "{line} | {shown}");
            let mark = "^".repeat((*length).clamp(1, room));
            let _ = writeln!(out, "{gutter} | {}{mark}", " ".repeat(before));
        }
        let _ = writeln!(out, "{gutter} = fix: {hint}");
    }
}

/// A tab is one column wide here, and nothing moves the cursor or turns the line around.
fn printable(character: char) -> char {
    if is_hidden(character) { ' ' } else { character }
}
