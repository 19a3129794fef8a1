//! From a set of files to a pack: which files belong to one, in which order, and their hash.

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Pack;
use super::build::Reader;
use super::raw::{RawIndicator, RawPack};
use crate::bits::IndicatorSet;
use crate::diagnostic::{PackErrors, Problems, Source};
use crate::vocabulary::{SCHEMA_VERSION, Vocabulary};

/// Largest file of a pack, in bytes.
const LARGEST_FILE: usize = 256 * 1024;

/// Reads a pack.
pub(super) fn read<'a>(
    files: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Pack, PackErrors> {
    let vocabulary = Vocabulary::builtin()?;
    let mut files: Vec<Source<'_>> = files.map(|(file, text)| Source { file, text }).collect();
    files.sort_unstable_by_key(|source| source.file);
    let mut problems = Problems::default();
    let mut head: Option<(Source<'_>, RawPack)> = None;
    let mut raw: Vec<(Source<'_>, RawIndicator)> = Vec::new();
    for &source in &files {
        let id = source
            .file
            .strip_prefix("indicators/")
            .and_then(|name| name.strip_suffix(".toml"));
        if source.text.len() > LARGEST_FILE {
            problems.at(
                &source,
                0,
                "the file is too large for a pack".to_owned(),
                "split or shorten it".to_owned(),
            );
        } else if source.file == "pack.toml" {
            head = toml_of(&source, &mut problems).map(|pack| (source, pack));
        } else if let Some(id) = id.filter(|id| is_plain(id)) {
            if let Some(indicator) = toml_of::<RawIndicator>(&source, &mut problems) {
                if indicator.id.get_ref() != id {
                    let message =
                        format!("the file of {} has another name", indicator.id.get_ref());
                    problems.at(
                        &source,
                        indicator.id.span().start,
                        message,
                        "name the file after its id".to_owned(),
                    );
                }
                raw.push((source, indicator));
            }
        } else {
            let hint = "a pack has pack.toml and indicators/<ID>.toml".to_owned();
            problems.at(
                &source,
                0,
                "this file does not belong to a pack".to_owned(),
                hint,
            );
        }
    }
    let Some((head_source, head)) = head else {
        if problems.is_empty() {
            let source = Source {
                file: "pack.toml",
                text: "",
            };
            problems.at(
                &source,
                0,
                "pack.toml is missing".to_owned(),
                "add it".to_owned(),
            );
        }
        return Err(problems.into_errors());
    };
    let hash = hash(&files);
    order(&head, &head_source, &mut raw, &mut problems);
    if !problems.is_empty() {
        return Err(problems.into_errors());
    }
    Reader::new(vocabulary, head_source, &head, &raw, problems)?.pack(hash)
}

fn is_plain(id: &str) -> bool {
    !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn toml_of<T: for<'de> Deserialize<'de>>(
    source: &Source<'_>,
    problems: &mut Problems,
) -> Option<T> {
    let read = toml::from_str(source.text);
    read.map_err(|error: toml::de::Error| {
        let offset = error.span().map_or(0, |span| span.start);
        problems.at(
            source,
            offset,
            error.message().to_owned(),
            "correct the file as described".to_owned(),
        );
    })
    .ok()
}

/// Contents decide, not the order in which a directory was read.
fn hash(files: &[Source<'_>]) -> String {
    let mut hasher = Sha256::new();
    for Source { file, text } in files {
        hasher.update(format!("{}:{file}\n{}:", file.len(), text.len()));
        hasher.update(text);
        hasher.update("\n");
    }
    hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Pack order: by family as `pack.toml` lists them, then by id.
fn order(
    head: &RawPack,
    source: &Source<'_>,
    raw: &mut [(Source<'_>, RawIndicator)],
    problems: &mut Problems,
) {
    if *head.schema_version.get_ref() != SCHEMA_VERSION {
        let message = format!(
            "the pack is written for vocabulary {}",
            head.schema_version.get_ref()
        );
        let hint = format!(
            "this program has vocabulary {SCHEMA_VERSION}: use a pack or program that fits"
        );
        problems.at(source, head.schema_version.span().start, message, hint);
    }
    if raw.len() > IndicatorSet::CAPACITY {
        let message = format!("a pack has at most {} indicators", IndicatorSet::CAPACITY);
        problems.at(source, 0, message, "split the pack".to_owned());
    }
    let family = |id: &str| {
        head.families
            .iter()
            .position(|family| id.split('-').next() == Some(family))
    };
    for (source, indicator) in &*raw {
        if family(indicator.id.get_ref()).is_none() {
            let message = format!(
                "{} belongs to no family of the pack",
                indicator.id.get_ref()
            );
            let hint = "list its family in pack.toml".to_owned();
            problems.at(source, indicator.id.span().start, message, hint);
        }
    }
    raw.sort_by_cached_key(|(_, indicator)| {
        let id = indicator.id.get_ref();
        (family(id), id.clone())
    });
}
