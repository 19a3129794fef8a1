//! `cargo xtask package`: the Debian package.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::process::finish;
use crate::{Stop, needs, page, project, tools};

/// Builds the release and packs it.
pub fn deb() -> Result<(), Stop> {
    needs::toolchains()?;
    needs::meet(&needs::BUILD)?;
    page::install()?;
    page::build()?;
    let tauri = tools::tauri_cli()?;
    println!("  Building the release (a first build takes some minutes)");
    let mut build = Command::new(tauri);
    build
        .current_dir(project::root().join("src-tauri"))
        .args(["build", "--bundles", "deb"]);
    finish(&mut build, "Packing", "Read the lines above.")?;
    match newest_package() {
        Some(file) => {
            println!("The package: {}", file.display());
            println!("Install it with `sudo apt-get install {}`.", file.display());
            Ok(())
        }
        None => Err(Stop::new(
            "The package was built but is not found.",
            "Look in release/bundle/deb in the build folder.",
        )),
    }
}

fn newest_package() -> Option<PathBuf> {
    let files = fs::read_dir(project::target().join("release/bundle/deb"))
        .ok()?
        .flatten();
    let packages = files
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "deb"));
    packages.max_by_key(|path| fs::metadata(path).and_then(|meta| meta.modified()).ok())
}
