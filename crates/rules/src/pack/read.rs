//! From a set of files to a pack: their order and their hash.

use sha2::{Digest, Sha256};
use toml::Spanned;

use super::Pack;
use super::build::Reader;
use super::files::{self, PackPath};
use super::raw::{RawIndicator, RawPack};
use super::toml as file;
use crate::bits::IndicatorSet;
use crate::diagnostic::{Code, PackErrors, Problems, Source};
use crate::vocabulary::{SCHEMA_VERSION, Vocabulary};

/// Reads a pack.
pub(super) fn read<'a>(
    files: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<Pack, PackErrors> {
    let vocabulary = Vocabulary::builtin()?;
    let mut files: Vec<Source<'_>> = files.map(|(file, text)| Source { file, text }).collect();
    files.sort_unstable_by_key(|source| source.file);
    let mut problems = Problems::default();
    files::check(&files, &mut problems);
    if problems.has(&[Code::TooLarge, Code::Duplicate, Code::NoPackFile]) {
        return Err(problems.into_errors());
    }
    // Files that cannot be read as TOML: their indicators exist, although nothing is known about them.
    let mut unread: Vec<&str> = Vec::new();
    let mut head: Option<(Source<'_>, RawPack)> = None;
    let mut raw: Vec<(Source<'_>, RawIndicator)> = Vec::new();
    for &source in &files {
        match PackPath::parse(source.file) {
            Some(PackPath::Head) => {
                head = file::read(&source, &mut problems).map(|pack| (source, pack));
            }
            Some(PackPath::Indicator(id)) => {
                if let Some(indicator) = file::read::<RawIndicator>(&source, &mut problems) {
                    check_id(&source, id, &indicator, &mut problems);
                    raw.push((source, indicator));
                } else {
                    unread.push(id);
                }
            }
            None => {}
        }
    }
    let Some((head_source, head)) = head else {
        return Err(problems.into_errors());
    };
    check_version(&head_source, &head.schema_version, &mut problems);
    for (source, indicator) in &raw {
        check_version(source, &indicator.schema_version, &mut problems);
    }
    order(&head, &head_source, &mut raw, &mut problems);
    if problems.has(&[Code::SchemaVersion, Code::TooLarge]) {
        return Err(problems.into_errors());
    }
    Reader::new(vocabulary, head_source, &head, &raw, problems)?.pack(&hash(&files), &unread)
}

fn check_id(source: &Source<'_>, id: &str, indicator: &RawIndicator, problems: &mut Problems) {
    let written = indicator.id.get_ref();
    let is_formed = written.split_once('-').is_some_and(|(family, number)| {
        !family.is_empty()
            && family.bytes().all(|byte| byte.is_ascii_uppercase())
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    if !is_formed {
        let offset = source.string_start(&indicator.id.span());
        problems.at(
            Code::Id,
            source,
            offset,
            format!("{written} is no id of an indicator"),
            "write a family in capital letters and a number, such as TIP-67",
        );
        return;
    }
    if written != id {
        let message = format!("the file of {written} has another name");
        let offset = source.string_start(&indicator.id.span());
        problems.at(
            Code::Id,
            source,
            offset,
            message,
            format!("write id = \"{id}\", or rename the file"),
        );
    }
}

fn check_version(source: &Source<'_>, version: &Spanned<u32>, problems: &mut Problems) {
    if *version.get_ref() != SCHEMA_VERSION {
        let message = format!("the file is written for vocabulary {}", version.get_ref());
        let hint = format!(
            "this program has vocabulary {SCHEMA_VERSION}: use a pack or program that fits"
        );
        problems.at(
            Code::SchemaVersion,
            source,
            version.span().start,
            message,
            hint,
        );
    }
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
    if raw.len() > IndicatorSet::CAPACITY {
        let message = format!("a pack has at most {} indicators", IndicatorSet::CAPACITY);
        problems.at(Code::TooLarge, source, 0, message, "split the pack");
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
            let offset = source.string_start(&indicator.id.span());
            problems.at(
                Code::Id,
                source,
                offset,
                message,
                "list its family in pack.toml",
            );
        }
    }
    raw.sort_by_cached_key(|(_, indicator)| {
        let id = indicator.id.get_ref();
        (family(id), id.clone())
    });
}
