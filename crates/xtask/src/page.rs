//! The page: npm packages and build, each only when something changed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::process::{finish, npm};
use crate::{Stop, project};

/// Installs the npm packages when the lock file changed.
pub fn install() -> Result<(), Stop> {
    let ui = project::root().join("ui");
    let fingerprint = fingerprint(&[ui.join("package.json"), ui.join("package-lock.json")]);
    let stamp = stamp("npm")?;
    if ui.join("node_modules").is_dir() && stamp.holds(fingerprint) {
        eprintln!("  The npm packages are up to date.");
        return Ok(());
    }
    // Without install scripts: no package may run code of its own on this machine.
    finish(
        npm().args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]),
        "`npm ci`",
        "See that the npm registry can be reached, then run this command again.",
    )?;
    stamp.keep(fingerprint)
}

/// Builds the page into `ui/dist` when one of its files changed.
pub fn build() -> Result<(), Stop> {
    let ui = project::root().join("ui");
    let mut files = Vec::new();
    for name in [
        "index.html",
        "package-lock.json",
        "vite.config.ts",
        "catalogues.ts",
        "svelte.config.js",
        "tsconfig.json",
    ] {
        files.push(ui.join(name));
    }
    for folder in ["src", "public"] {
        files_below(&ui.join(folder), &mut files);
    }
    files.sort();
    let fingerprint = fingerprint(&files);
    let stamp = stamp("page")?;
    if ui.join("dist/index.html").is_file() && stamp.holds(fingerprint) {
        eprintln!("  The page is up to date.");
        return Ok(());
    }
    finish(
        npm().args(["run", "--silent", "build"]),
        "Building the page",
        "Read the lines above; they name file and line.",
    )?;
    stamp.keep(fingerprint)
}

/// Checks types and templates of the page.
pub fn check() -> Result<(), Stop> {
    finish(
        npm().args(["run", "--silent", "check"]),
        "The check of the page",
        "Read the lines above; they name file and line.",
    )
}

/// Runs the page's unit tests.
pub fn test() -> Result<(), Stop> {
    finish(
        npm().args(["run", "--silent", "test"]),
        "A test of the page",
        "Run `npm test` in ui/ to see it alone.",
    )
}

/// Looks at the page in Chromium: access, contrast, keyboard, sizes, high contrast.
pub fn test_in_browser() -> Result<(), Stop> {
    finish(
        npm().args(["run", "--silent", "test:browser"]),
        "A test of the page in Chromium",
        "Run `npm run test:browser` in ui/ to see it alone.",
    )
}

/// All files in a folder and the ones below it.
pub fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn fingerprint(files: &[PathBuf]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(file).unwrap_or_default().hash(&mut hasher);
    }
    hasher.finish()
}

/// A file that remembers what was last done with which input.
struct Stamp(PathBuf);

fn stamp(name: &str) -> Result<Stamp, Stop> {
    Ok(Stamp(
        project::target_folder("xtask")?.join(format!("{name}.stamp")),
    ))
}

impl Stamp {
    fn holds(&self, fingerprint: u64) -> bool {
        fs::read_to_string(&self.0).is_ok_and(|text| text == fingerprint.to_string())
    }

    fn keep(&self, fingerprint: u64) -> Result<(), Stop> {
        fs::write(&self.0, fingerprint.to_string()).map_err(|error| {
            Stop::new(
                format!("{} cannot be written: {error}.", self.0.display()),
                "Free disk space.",
            )
        })
    }
}
