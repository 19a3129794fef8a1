//! Manifests for the officer to import.

use std::path::PathBuf;

/// One of the shipped samples.
pub fn sample(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/manifests");
    let path = folder.join(name).canonicalize();
    path.unwrap_or_else(|error| panic!("the sample {name} is there: {error}"))
}

/// Text of a manifest with the given rows of name, passport number and birth date (`DD/MM/YYYY`).
pub fn departing_today(rows: &[(&str, &str, &str)]) -> String {
    let mut text = String::from("No,Nama Lengkap,L/P,No. Paspor,Tgl Lahir,Berlaku Sampai\n");
    for (index, (name, number, birth)) in rows.iter().enumerate() {
        let name = name.replace('"', "\"\"");
        text.push_str(&format!(
            "{},\"{name}\",P,{number},{birth},20/05/2031\n",
            index + 1
        ));
    }
    text
}
