//! Declares the commands to Tauri, so that its permission system guards them for the local page too.

macro_rules! names {
    ($($name:ident: $module:ident :: $handler:ident ($($request:ty)?) -> $reply:ty, [$($topic:ident),*];)*) => {
        &["manifest_read", $(stringify!($name)),*]
    };
}
include!("../crates/api/src/commands.rs");

fn main() {
    const NAMES: &[&str] = commands!(names);
    println!("cargo:rerun-if-changed=../crates/api/src/commands.rs");
    println!("cargo:rerun-if-changed=../ui/dist");
    let manifest = tauri_build::AppManifest::new().commands(NAMES);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning=the window cannot be described: {error:#}");
        std::process::exit(1);
    }
}
