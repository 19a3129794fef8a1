//! The files of the shipped pack, compiled in. A test compares this list with the directory.

/// Path inside the pack and text of `pack.toml` and of each indicator.
macro_rules! files {
    ($($id:literal),* $(,)?) => {
        &[
            ("pack.toml", include_str!("../packs/inti/pack.toml")),
            $((
                concat!("indicators/", $id, ".toml"),
                include_str!(concat!("../packs/inti/indicators/", $id, ".toml")),
            ),)*
        ]
    };
}

/// Path inside the pack and text.
#[rustfmt::skip]
pub const FILES: &[(&str, &str)] = files![
    "TIP-01", "TIP-02", "TIP-03", "TIP-04", "TIP-05", "TIP-06", "TIP-07", "TIP-08",
    "TIP-09", "TIP-10", "TIP-11", "TIP-12", "TIP-13", "TIP-14", "TIP-15", "TIP-16",
    "TIP-17", "TIP-18", "TIP-19", "TIP-20", "TIP-21", "TIP-22", "TIP-23", "TIP-24",
    "TIP-25", "TIP-26", "TIP-27", "TIP-28", "TIP-29", "TIP-30", "TIP-31", "TIP-32",
    "TIP-33", "TIP-34", "TIP-35", "TIP-36", "TIP-37", "TIP-38", "TIP-39", "TIP-40",
    "TIP-41", "TIP-42", "TIP-43", "TIP-44", "TIP-45", "TIP-46", "TIP-47", "TIP-48",
    "TIP-49", "TIP-50", "TIP-51", "TIP-52", "TIP-53", "TIP-54", "TIP-55", "TIP-56",
    "TIP-57", "TIP-58", "TIP-59", "TIP-60", "TIP-61", "TIP-62", "TIP-63", "TIP-64",
    "TIP-65", "TIP-66", "CUR-01", "CUR-02", "CUR-03", "CUR-04", "CUR-05", "CUR-06",
    "CUR-07", "CUR-08", "CUR-09", "CUR-10", "CUR-11", "CUR-12", "CUR-13", "CUR-14",
    "CUR-15", "CUR-16", "CUR-17", "CUR-18", "CUR-19", "CUR-20", "CUR-21", "CUR-22",
    "CUR-23", "CUR-24", "CUR-25", "CUR-26", "CUR-27", "CUR-28", "CUR-29", "CUR-30",
    "CUR-31", "CUR-32", "CUR-33", "DOC-01", "DOC-02", "DOC-03", "DOC-04", "DOC-05",
    "DOC-06", "DOC-07", "DOC-08", "DOC-09", "DOC-10", "DOC-11", "DOC-12", "DOC-13",
    "DOC-14", "DOC-15", "DOC-16", "DOC-17", "DOC-18", "DOC-19", "DOC-20", "DOC-21",
    "LNK-01", "LNK-02", "LNK-03", "LNK-04", "LNK-05",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_file_of_the_pack_is_compiled_in() {
        let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("packs/inti");
        let names = |folder: &str| -> Vec<String> {
            let entries = std::fs::read_dir(pack.join(folder)).unwrap();
            entries
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect()
        };
        let mut found: BTreeSet<String> = names("indicators")
            .iter()
            .map(|name| format!("indicators/{name}"))
            .collect();
        found.insert("pack.toml".to_owned());
        let listed: BTreeSet<String> = super::FILES
            .iter()
            .map(|(path, _)| (*path).to_owned())
            .collect();
        assert_eq!(listed, found, "list every indicator file in builtin.rs");
    }
}
