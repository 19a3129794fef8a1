//! The files of the shipped pack, and the same with something wrong.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::collections::BTreeMap;
use std::path::Path;

use suar_rules::{Code, Pack, PackErrors};

/// The files of the shipped pack, by path.
pub fn files() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/inti");
    let mut files = BTreeMap::new();
    files.insert(
        "pack.toml".to_owned(),
        std::fs::read_to_string(root.join("pack.toml")).unwrap(),
    );
    for entry in std::fs::read_dir(root.join("indicators")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(
            format!("indicators/{name}"),
            std::fs::read_to_string(path).unwrap(),
        );
    }
    files
}

/// The shipped files with texts replaced: file, text, replacement.
pub fn changed(changes: &[(&str, &str, &str)]) -> BTreeMap<String, String> {
    let mut files = files();
    for (file, from, to) in changes {
        let text = files
            .get_mut(*file)
            .unwrap_or_else(|| panic!("there is no {file}"));
        assert!(text.contains(from), "{file} has no {from:?}");
        *text = text.replacen(from, to, 1);
    }
    files
}

/// The errors of the shipped pack with texts replaced.
pub fn refused(changes: &[(&str, &str, &str)]) -> PackErrors {
    match Pack::from_files(changed(changes)) {
        Ok(_) => panic!("a pack with {changes:?} was accepted"),
        Err(errors) => errors,
    }
}

/// The codes of the errors of the shipped pack with texts replaced.
pub fn codes(changes: &[(&str, &str, &str)]) -> Vec<Code> {
    refused(changes)
        .errors()
        .iter()
        .map(|error| error.code)
        .collect()
}

/// The errors of the shipped pack with one text replaced in one file.
pub fn broken(file: &str, from: &str, to: &str) -> PackErrors {
    refused(&[(file, from, to)])
}

/// The shipped pack with the condition of one indicator replaced by another, whatever it was.
pub fn with_condition(id: &str, condition: &str) -> BTreeMap<String, String> {
    let mut files = files();
    let text = files.get_mut(&format!("indicators/{id}.toml")).unwrap();
    let table: toml::Table = toml::from_str(text).unwrap();
    let old = table["condition"].as_str().unwrap();
    let (start, quotes) = match text.find(&format!("'''\n{old}'''")) {
        Some(start) => (start, 3),
        None => (text.find(&format!("\"{old}\"")).unwrap(), 1),
    };
    let newline = usize::from(quotes == 3);
    let end = start + old.len() + 2 * quotes + newline;
    text.replace_range(start..end, &format!("\"{condition}\""));
    files
}

/// The errors of a pack.
pub fn errors_of(files: BTreeMap<String, String>) -> PackErrors {
    match Pack::from_files(files) {
        Ok(_) => panic!("the pack was accepted"),
        Err(errors) => errors,
    }
}
