//! The repository as text.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that are made, not written.
const MADE: [&str; 6] = [
    ".git",
    "target",
    "node_modules",
    "dist",
    "artifacts",
    "test-results",
];

/// The repository's root folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("tests/ lies in the repository")
        .to_owned()
}

/// Reads a file below the root.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path))
        .unwrap_or_else(|error| panic!("{path} can be read: {error}"))
}

/// Whether something below the root exists.
pub fn exists(path: &str) -> bool {
    root().join(path).exists()
}

/// Written text files below `folder` whose name ends in one of `ends`, as path from the root and content.
pub fn files(folder: &str, ends: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&root().join(folder), ends, &mut found);
    found.sort();
    assert!(
        !found.is_empty(),
        "there are files in {folder:?} that end in {ends:?}"
    );
    found
}

fn collect(folder: &Path, ends: &[&str], found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if path.is_dir() {
            if !MADE.contains(&name.as_ref()) {
                collect(&path, ends, found);
            }
        } else if ends.iter().any(|end| name.ends_with(end))
            && let Ok(text) = fs::read_to_string(&path)
        {
            let path = path
                .strip_prefix(root())
                .expect("below the root")
                .to_string_lossy()
                .replace('\\', "/");
            found.push((path, text));
        }
    }
}

/// Fails with every line of `problems`, when there are any.
pub fn assert_none(problems: &[String], rule: &str) {
    assert!(problems.is_empty(), "{rule}\n  {}", problems.join("\n  "));
}
