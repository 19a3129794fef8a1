//! `suarctl manifest export`: what it writes imports again, and exports to the same bytes.

#![allow(
    clippy::expect_used,
    reason = "a test that cannot go on says why and stops"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn export(file: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_suarctl"))
        .args(["manifest", "export"])
        .arg(file)
        .output()
        .expect("suarctl runs")
}

#[test]
fn every_sample_exports_imports_and_exports_to_the_same_bytes() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/manifests");
    let folder = tempfile::tempdir().expect("a folder");
    let mut seen = 0;
    for entry in fs::read_dir(samples).expect("the samples") {
        let sample = entry.expect("a sample").path();
        if sample.extension().is_none_or(|ending| ending != "csv") {
            continue;
        }
        seen += 1;
        let first = export(&sample);
        assert!(first.status.success() && first.stderr.is_empty());
        let file = folder.path().join("ekspor.csv");
        fs::write(&file, &first.stdout).expect("written");
        let second = export(&file);
        assert!(second.status.success());
        assert!(second.stdout == first.stdout, "byte for byte");
        assert!(first.stdout.starts_with("\u{feff}".as_bytes()));
    }
    assert!(seen >= 3, "there are samples");
}

#[test]
fn a_file_that_is_no_manifest_writes_nothing_and_says_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("gambar.csv");
    fs::write(&file, b"\x89PNG\r\n\x1a\n").expect("written");
    let output = export(&file);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.contains("a picture (PNG)"), "{said}");
}
