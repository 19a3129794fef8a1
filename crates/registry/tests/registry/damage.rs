//! Files that a bad disk, a bad copy or a careless hand has changed.

use std::fs;
use std::path::{Path, PathBuf};

use suar_registry::{Registry, RegistryError};

use crate::world::{at, create, importing, sailing_id, save, unlock};

fn database(folder: &Path) -> PathBuf {
    folder.join("suar.db")
}

fn slots(folder: &Path) -> PathBuf {
    folder.join("suar.slots.json")
}

/// A closed registry with fifty people, and the number of its audit rows.
fn closed(folder: &Path) {
    let registry = create(folder).expect("a registry");
    save(&registry, at(1), &importing(1, 50)).expect("imported");
}

fn is_damaged<T>(result: &Result<T, RegistryError>) -> bool {
    matches!(result, Err(RegistryError::Damaged { .. }))
}

/// Reads everything there is.
fn read_all(registry: &Registry) -> Result<(usize, u64, usize), RegistryError> {
    let board = registry.board(sailing_id(1), 0, 100)?;
    for entry in &board {
        let departure = registry.departure(entry.departure)?;
        registry.person(departure.person)?;
        registry.assessment(entry.departure)?;
    }
    for manifest in registry.manifests_of(sailing_id(1))? {
        registry.manifest_lines(manifest.id)?;
    }
    let audited = registry.verify_audit()?;
    Ok((
        board.len(),
        audited,
        registry.outbox_after(0, usize::MAX)?.len(),
    ))
}

#[test]
fn a_key_file_that_is_cut_or_garbled_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    closed(folder.path());
    let whole = fs::read(slots(folder.path())).expect("slots");
    for broken in [
        Vec::new(),
        whole[..whole.len() / 2].to_vec(),
        b"\0\0\0\0".to_vec(),
        b"{}".to_vec(),
        [&whole[..], b"}"].concat(),
    ] {
        fs::write(slots(folder.path()), &broken).expect("written");
        let result = unlock(folder.path());
        assert!(
            is_damaged(&result),
            "{} bytes: {:?}",
            broken.len(),
            result.err()
        );
        assert!(
            matches!(create(folder.path()), Err(RegistryError::Exists)),
            "a damaged registry is never written over"
        );
    }
    fs::remove_file(slots(folder.path())).expect("gone");
    assert!(is_damaged(&unlock(folder.path())), "gone");
    assert!(
        matches!(create(folder.path()), Err(RegistryError::Exists)),
        "a registry whose key file is lost is never written over"
    );
    fs::write(slots(folder.path()), &whole).expect("written");
    let registry = unlock(folder.path()).expect("with the copy put back it opens");
    assert_eq!(read_all(&registry).expect("readable"), (50, 2, 103));
}

#[test]
fn a_key_file_cannot_ask_for_all_memory_or_another_role() {
    let folder = tempfile::tempdir().expect("a folder");
    closed(folder.path());
    let whole = fs::read_to_string(slots(folder.path())).expect("slots");
    let changed = |from: &str, to: &str| {
        let text = whole.replace(from, to);
        assert_ne!(text, whole, "{from} is in the file");
        fs::write(slots(folder.path()), text).expect("written");
        unlock(folder.path()).map(drop)
    };
    for (from, to) in [
        ("\"memory_kib\": 65536", "\"memory_kib\": 4294967295"),
        ("\"memory_kib\": 65536", "\"memory_kib\": 0"),
        ("\"passes\": 3", "\"passes\": 4000000000"),
        ("\"lanes\": 1", "\"lanes\": 0"),
        ("\"salt\": \"", "\"salt\": \"zz"),
    ] {
        let result = changed(from, to);
        assert!(is_damaged(&result), "{to}: {result:?}");
    }
    let result = changed("\"format\": 1", "\"format\": 2");
    assert!(
        matches!(result, Err(RegistryError::Newer { found: 2 })),
        "{result:?}"
    );
    let result = changed("\"version\": 1", "\"version\": 2");
    assert!(
        matches!(result, Err(RegistryError::Newer { found: 2 })),
        "{result:?}"
    );
}

#[test]
fn a_registry_file_that_is_gone_empty_cut_or_foreign_says_so_and_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    closed(folder.path());
    let path = database(folder.path());
    let whole = fs::read(&path).expect("the file");
    let mut foreign = whole.clone();
    foreign[..4096].fill(0x55);
    for broken in [
        Vec::new(),
        whole[..100].to_vec(),
        b"SQLite format 3\0".to_vec(),
        foreign,
    ] {
        fs::write(&path, &broken).expect("written");
        let result = unlock(folder.path()).map(drop);
        assert!(is_damaged(&result), "{} bytes: {result:?}", broken.len());
        let left = fs::read(&path).expect("the file");
        assert!(
            left == broken,
            "nothing was written into {} bytes",
            broken.len()
        );
    }
    fs::remove_file(&path).expect("gone");
    assert!(is_damaged(&unlock(folder.path())), "gone");
    assert!(
        !path.exists(),
        "no empty registry takes the place of a lost one"
    );

    fs::write(&path, &whole).expect("written");
    let registry = unlock(folder.path()).expect("with the copy put back it opens");
    assert_eq!(read_all(&registry).expect("readable"), (50, 2, 103));
}

#[test]
fn a_flipped_byte_is_noticed_and_never_read_as_data() {
    let folder = tempfile::tempdir().expect("a folder");
    closed(folder.path());
    let path = database(folder.path());
    let whole = fs::read(&path).expect("the file");
    let pages = whole.len() / 4096;
    let mut noticed = 0;
    for page in [0, 1, pages / 3, pages / 2, pages * 2 / 3, pages - 1] {
        let mut flipped = whole.clone();
        flipped[page * 4096 + 1234] ^= 1;
        fs::write(&path, &flipped).expect("written");
        let read = unlock(folder.path()).and_then(|registry| read_all(&registry));
        match read {
            Ok(all) => assert_eq!(
                all,
                (50, 2, 103),
                "page {page} is not part of what was read"
            ),
            Err(RegistryError::Damaged { .. }) => noticed += 1,
            Err(other) => panic!("page {page}: {other:?}"),
        }
    }
    assert!(
        noticed >= 2,
        "the first page at least is always read: {noticed}"
    );
}
