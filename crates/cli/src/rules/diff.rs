//! `suarctl rules diff`.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use suar_rules::Pack;

use super::{Format, Found, Language, Stop, load};

/// Arguments of `suarctl rules diff`.
#[derive(Args)]
pub struct DiffArgs {
    /// The old pack: a folder, or the word shipped.
    old: PathBuf,
    /// The new pack: a folder, an indicator file, or the word shipped.
    new: PathBuf,
    /// Language of the sentences.
    #[arg(long, value_enum, default_value_t = Language::Id)]
    language: Language,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// Compares.
pub fn run(args: &DiffArgs, out: &mut dyn Write) -> Result<Found, Stop> {
    let diff = Pack::diff(&load::pack(&args.old)?, &load::pack(&args.new)?);
    if args.format == Format::Json {
        super::json(out, &diff)?;
    } else {
        for difference in &diff.differences {
            writeln!(out, "{}", args.language.of(&difference.words()))?;
        }
        for case in &diff.cases {
            writeln!(out, "{}", args.language.of(&case.words()))?;
        }
        let (differences, moved, tried) =
            (diff.differences.len(), diff.cases.len(), diff.cases_tried);
        match args.language {
            Language::Id => writeln!(
                out,
                "{differences} perbedaan; {moved} dari {tried} kasus berubah tingkat"
            )?,
            Language::En => writeln!(
                out,
                "differences: {differences}; cases that change level: {moved} of {tried}"
            )?,
        }
    }
    Ok(if diff.is_empty() {
        Found::Nothing
    } else {
        Found::Something
    })
}
