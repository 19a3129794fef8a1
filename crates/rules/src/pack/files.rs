//! Which files make a pack: their names, their size, their encoding. Nothing here touches a disk; whoever reads a
//! directory asks here first.

use std::path::{Component, Path};

use crate::diagnostic::{Code, PackErrors, Problems, Source};

/// Largest file of a pack, in bytes.
pub(crate) const LARGEST_FILE: usize = 256 * 1024;
/// Largest pack, all files together, in bytes.
pub(crate) const LARGEST_PACK: usize = 8 * 1024 * 1024;
/// Most files of a pack.
pub(crate) const MOST_FILES: usize = 512;

/// The name of a file inside a pack: `pack.toml` or `indicators/<ID>.toml`. No other name exists, so none climbs out
/// of the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackPath<'a> {
    /// `pack.toml`
    Head,
    /// `indicators/<ID>.toml`, with its id.
    Indicator(&'a str),
}

impl<'a> PackPath<'a> {
    /// Reads the name of a file, with `/` between parts; `None` if no pack has such a file.
    #[must_use]
    pub fn parse(path: &'a str) -> Option<Self> {
        if path == "pack.toml" {
            return Some(Self::Head);
        }
        let id = path.strip_prefix("indicators/")?.strip_suffix(".toml")?;
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let plain = !id.is_empty() && id.len() <= 64 && id.bytes().all(is_part);
        plain.then_some(Self::Indicator(id))
    }
}

/// Whether a file that a name or link led to still lies in the directory of the pack. Both paths must be resolved
/// already (links followed, absolute): a path that still has `..` in it is refused.
#[must_use]
pub fn lies_inside(directory: &Path, resolved: &Path) -> bool {
    let is_plain = |path: &Path| {
        path.is_absolute()
            && path
                .components()
                .all(|part| !matches!(part, Component::ParentDir | Component::CurDir))
    };
    is_plain(directory)
        && is_plain(resolved)
        && resolved.starts_with(directory)
        && resolved != directory
}

/// Bytes of files as texts.
///
/// # Errors
/// A file is too large or not UTF-8, with the place of the first wrong byte.
pub(super) fn texts<'a>(
    files: &[(&'a str, &'a [u8])],
) -> Result<Vec<(&'a str, &'a str)>, PackErrors> {
    let mut problems = Problems::default();
    let mut texts = Vec::new();
    for &(file, bytes) in files {
        if bytes.len() > LARGEST_FILE {
            too_large(&Source { file, text: "" }, &mut problems);
            continue;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => texts.push((file, text)),
            Err(error) => {
                let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let text = std::str::from_utf8(good).unwrap_or_default();
                let source = Source { file, text };
                let hint = "save the file as UTF-8";
                problems.at(
                    Code::NotUtf8,
                    &source,
                    text.len(),
                    "the file is not UTF-8 from here on",
                    hint,
                );
            }
        }
    }
    problems.into_result(texts)
}

/// Says which files cannot be part of a pack, or are too many, too large or there twice.
pub(super) fn check(files: &[Source<'_>], problems: &mut Problems) {
    let total: usize = files.iter().map(|source| source.text.len()).sum();
    if files.len() > MOST_FILES || total > LARGEST_PACK {
        let message = format!("a pack has at most {MOST_FILES} files and {LARGEST_PACK} bytes");
        problems.at(
            Code::TooLarge,
            &NOWHERE,
            0,
            message,
            "name the directory of one pack",
        );
    }
    let mut names: Vec<String> = Vec::with_capacity(files.len());
    for source in files {
        let name = source.file.to_ascii_lowercase();
        if PackPath::parse(source.file).is_none() {
            let hint = match source.file.rsplit_once(".toml") {
                _ if source.file.ends_with('/') => {
                    "no pack has a folder here: put its files into indicators/, or take it out"
                        .to_owned()
                }
                Some((name, rest)) if PackPath::parse(&format!("{name}.toml")).is_some() => {
                    format!("remove {rest} from its name, or take it out of the pack")
                }
                _ => "a pack has pack.toml and indicators/<ID>.toml: rename it, or take it out"
                    .to_owned(),
            };
            problems.at(
                Code::FileName,
                source,
                0,
                "this file does not belong to a pack",
                hint,
            );
        } else if source.text.len() > LARGEST_FILE {
            too_large(source, problems);
        } else if names.contains(&name) {
            let message = "a file of this name is there twice; capital letters make no difference";
            problems.at(
                Code::Duplicate,
                source,
                0,
                message,
                "remove or rename one of them",
            );
        }
        names.push(name);
    }
    if !files.iter().any(|source| source.file == NOWHERE.file) {
        problems.at(
            Code::NoPackFile,
            &NOWHERE,
            0,
            "pack.toml is missing",
            "add it",
        );
    }
}

fn too_large(source: &Source<'_>, problems: &mut Problems) {
    let message = format!("the file is too large for a pack: more than {LARGEST_FILE} bytes");
    problems.at(Code::TooLarge, source, 0, message, "split or shorten it");
}

/// Where a problem of the pack as a whole is shown.
const NOWHERE: Source<'static> = Source {
    file: "pack.toml",
    text: "",
};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{PackPath, lies_inside};

    #[test]
    fn only_two_kinds_of_names_exist() {
        assert_eq!(PackPath::parse("pack.toml"), Some(PackPath::Head));
        let tip = PackPath::parse("indicators/TIP-01.toml");
        assert_eq!(tip, Some(PackPath::Indicator("TIP-01")));
        let refused = [
            "",
            "Pack.toml",
            "./pack.toml",
            "../pack.toml",
            "/etc/passwd",
            "indicators/../pack.toml",
            "indicators/a/b.toml",
            "indicators/.toml",
            "indicators/a.toml.bak",
            "indicators\\TIP-01.toml",
            "indicators/TIP-01.toml\0",
            "indicators/é.toml",
            "C:\\pack.toml",
        ];
        for path in refused {
            assert_eq!(PackPath::parse(path), None, "{path:?}");
        }
    }

    #[test]
    fn a_link_that_leads_out_is_seen() {
        let inside = |path: &str| lies_inside(Path::new("/data/packs/inti"), Path::new(path));
        assert!(inside("/data/packs/inti/pack.toml"));
        assert!(inside("/data/packs/inti/indicators/TIP-01.toml"));
        for path in [
            "/data/packs/inti",
            "/data/packs/other/pack.toml",
            "/data/packs/inti-2/pack.toml",
            "/etc/passwd",
            "/data/packs/inti/../other/pack.toml",
            "indicators/TIP-01.toml",
            "",
        ] {
            assert!(!inside(path), "{path:?}");
        }
        assert!(
            !lies_inside(Path::new("packs"), Path::new("packs/pack.toml")),
            "not resolved"
        );
    }
}
