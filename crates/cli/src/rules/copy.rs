//! `suarctl rules copy`.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use suar_rules::SHIPPED_FILES;

use super::{Found, Stop};

/// Arguments of `suarctl rules copy`.
#[derive(Args)]
pub struct CopyArgs {
    /// Folder to make; it must not exist.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Id of the new pack: small letters, digits and hyphens. Its version is then 0.1.0.
    #[arg(long, value_name = "ID", value_parser = id)]
    id: Option<String>,
    /// Who answers for the new pack.
    #[arg(long, value_name = "NAME", value_parser = author, requires = "id")]
    author: Option<String>,
}

fn id(text: &str) -> Result<String, String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (1..=64).contains(&text.len()) && text.bytes().all(plain);
    if fits && text != "inti" {
        Ok(text.to_owned())
    } else {
        Err(
            "write a name of its own in small letters, digits and hyphens, such as nunukan"
                .to_owned(),
        )
    }
}

fn author(text: &str) -> Result<String, String> {
    let plain = |character: char| !character.is_control() && !matches!(character, '"' | '\\');
    if !text.trim().is_empty() && text.chars().all(plain) {
        Ok(text.trim().to_owned())
    } else {
        Err("write a name without quotes".to_owned())
    }
}

/// `pack.toml` with another id, version and author. Only the keys before the first table are those of the pack.
fn renamed(text: &str, args: &CopyArgs) -> String {
    let Some(id) = &args.id else {
        return text.to_owned();
    };
    let (head, rest) = text.split_at(text.find("\n[").unwrap_or(text.len()));
    let line = |line: &str| {
        let set = |value: &str| {
            line.split('=')
                .next()
                .map(|key| format!("{key}= \"{value}\""))
        };
        let new = match line.split('=').next().map(str::trim) {
            Some("id") => set(id),
            Some("version") => set("0.1.0"),
            Some("author") => args.author.as_deref().and_then(set),
            _ => None,
        };
        new.unwrap_or_else(|| line.to_owned())
    };
    let head: Vec<String> = head.split('\n').map(line).collect();
    format!("{}{rest}", head.join("\n"))
}

/// Writes the files of the shipped pack into a new folder.
pub fn run(args: &CopyArgs, out: &mut dyn Write) -> Result<Found, Stop> {
    let failed = |error: io::Error| {
        let fix = match error.kind() {
            io::ErrorKind::AlreadyExists => "name a folder that does not exist",
            io::ErrorKind::StorageFull => "free some space and name a new folder",
            _ => "name a folder in a place that can be written to",
        };
        Stop::Unusable(format!("{}: {error}\n  fix: {fix}", args.folder.display()))
    };
    fs::create_dir(&args.folder).map_err(failed)?;
    fs::create_dir(args.folder.join("indicators")).map_err(failed)?;
    for (path, text) in SHIPPED_FILES {
        let text = if *path == "pack.toml" {
            renamed(text, args)
        } else {
            (*text).to_owned()
        };
        fs::write(args.folder.join(path), text).map_err(failed)?;
    }
    writeln!(
        out,
        "{}: {} files of the shipped pack",
        args.folder.display(),
        SHIPPED_FILES.len()
    )?;
    if args.author.is_none() {
        writeln!(
            out,
            "now set id, version, author and title in {}: a pack of one's own has its own",
            args.folder.join("pack.toml").display()
        )?;
    }
    Ok(Found::Nothing)
}
