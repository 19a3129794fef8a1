//! `suarctl screen`: cases as JSON Lines in, screenings as JSON Lines out.
//!
//! What must hold: one line out for every line in, in order, whatever the line holds; memory does not grow with the
//! input; a line that cannot be used is answered with an error object that names the field and the fix and repeats no
//! value, because values are personal.
//!
//! Not here: what a case means (`suar-rules`), what a line may hold (`input`), how an answer is written (`output`).

pub mod input;
mod lines;
mod output;

use std::fs::File;
use std::io::{self, BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use suar_rules::Pack;

use lines::{Line, Lines};
use output::Writer;

/// Arguments of `suarctl screen`.
#[derive(Args)]
pub struct ScreenArgs {
    /// Directory of a rule pack; without it the pack that Suar ships.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
    /// How the answers are written.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// File with one case a line; - or nothing reads standard input.
    #[arg(value_name = "FILE|-")]
    file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object a line.
    Json,
    /// A table for people.
    Table,
}

/// Exit status when the arguments or the pack are wrong.
const UNUSABLE: u8 = 2;

/// Screens every line of the input.
pub fn run(args: &ScreenArgs) -> ExitCode {
    let own;
    let pack: &Pack = match &args.pack {
        Some(directory) => match suar_app::pack::read_pack(directory) {
            Ok(pack) => {
                own = pack;
                &own
            }
            Err(error) => return unusable(&error.to_string()),
        },
        None => match Pack::builtin() {
            Ok(pack) => pack,
            Err(errors) => return unusable(&errors.to_string()),
        },
    };
    let (input, length): (Box<dyn Read>, Option<u64>) = match &args.file {
        Some(path) if path.as_os_str() != "-" => match File::open(path) {
            Ok(file) => {
                let length = file
                    .metadata()
                    .ok()
                    .filter(|data| data.is_file())
                    .map(|data| data.len());
                (Box::new(file), length)
            }
            Err(error) => {
                return unusable(&format!(
                    "{}: {error}\n  fix: name a readable file, or -",
                    path.display()
                ));
            }
        },
        _ => (Box::new(io::stdin().lock()), None),
    };
    let input = BufReader::with_capacity(64 * 1024, input);
    let output = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    match screen(
        pack,
        input,
        Writer::new(output, args.format == Format::Table),
        &progress(length),
    ) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        // The reader of our output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => unusable(&format!(
            "{error}\n  fix: check the input file and the place the answers go to"
        )),
    }
}

/// Screens all lines; gives the number of lines that could not be used.
fn screen<R: Read, W: Write>(
    pack: &Pack,
    input: BufReader<R>,
    mut writer: Writer<W>,
    progress: &ProgressBar,
) -> io::Result<u64> {
    let mut lines = Lines::new(input);
    let mut wrong = 0;
    writer.begin()?;
    while let Some(line) = lines.next()? {
        let number = line.number;
        progress.inc(line.read);
        let read = match line.content {
            Line::Text(text) => input::read(pack, text),
            Line::Unusable(problem) => input::unusable(problem),
        };
        match read.case {
            Ok(case) => writer.answer(&read.id, &pack.screen(&case))?,
            Err(refusal) => {
                wrong += 1;
                writer.refuse(&read.id, &refusal, number)?;
            }
        }
        if lines.would_wait() {
            writer.flush()?;
        }
    }
    writer.flush()?;
    progress.finish_and_clear();
    Ok(wrong)
}

/// A bar over the bytes of a file on a terminal; nothing otherwise.
fn progress(length: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() || io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match length {
        Some(length) => (
            ProgressBar::new(length),
            "{bar:40} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left",
        ),
        None => (
            ProgressBar::no_length(),
            "{spinner} {bytes} read, {bytes_per_sec}",
        ),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Says on standard error why nothing was done.
fn unusable(message: &str) -> ExitCode {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(io::stderr().lock(), "suarctl: {message}");
    ExitCode::from(UNUSABLE)
}
