//! Full disks and damaged files beyond the usual: at the first run, at unlocking, at every length and place.

use std::fs;
use std::path::Path;

use suar_domain::time::Instant;
use suar_registry::settings::Settings;
use suar_registry::{Registry, RegistryError};
use suar_testkit::disk::SmallDisk;

use crate::Office;
use crate::world::{
    PASSPHRASE, at, create, importing, officer, picture, sailing_id, sound_log, unlock,
};

const DATABASE: &str = "suar.db";
const PAGE: usize = 4096;

fn attempt(folder: &Path, passphrase: &str, at: Instant) -> Result<(), RegistryError> {
    Registry::unlock(folder, officer(), passphrase, at).map(drop)
}

#[test]
fn a_first_run_on_a_full_disk_says_so_and_can_be_repeated() {
    let Some(disk) = SmallDisk::mount().expect("the disk is made, or may not be") else {
        return;
    };
    let folder = disk.path().join("registry");
    fs::create_dir(&folder).expect("a folder");
    let ballast = disk.fill().expect("it fills");
    let refused = create(&folder).map(drop);
    assert!(
        matches!(refused, Err(RegistryError::DiskFull)),
        "{refused:?}"
    );
    assert!(!Registry::exists(&folder), "there is no registry yet");
    fs::remove_file(ballast).expect("space again");
    let registry = create(&folder).expect("a registry");
    assert_eq!(sound_log(&registry).len(), 1);
}

#[test]
fn a_full_disk_is_not_taken_for_damage_and_costs_nobody_the_way_in() {
    let Some(disk) = SmallDisk::mount().expect("the disk is made, or may not be") else {
        return;
    };
    let folder = disk.path().join("registry");
    drop(create(&folder).expect("a registry"));
    let wrong = attempt(&folder, "perahu lewat sore hari", at(0));
    assert!(
        matches!(wrong, Err(RegistryError::WrongPassphrase)),
        "{wrong:?}"
    );
    let ballast = disk.fill().expect("it fills");
    for _ in 0..3 {
        let result = attempt(&folder, PASSPHRASE, at(0));
        assert!(
            matches!(result, Ok(()) | Err(RegistryError::DiskFull)),
            "neither damage nor a wrong passphrase: {result:?}"
        );
    }
    let names: Vec<_> = fs::read_dir(&folder)
        .expect("files")
        .map(|entry| entry.expect("a file").file_name())
        .collect();
    assert!(
        !names
            .iter()
            .any(|name| name.to_string_lossy().ends_with(".new")),
        "{names:?}"
    );
    let settings = Settings {
        port: "tarakan".into(),
        ..Settings::default()
    };
    let result = settings.write(&folder);
    assert!(matches!(result, Err(RegistryError::DiskFull)), "{result:?}");
    fs::remove_file(ballast).expect("space again");
    attempt(&folder, PASSPHRASE, at(0)).expect("and it opens");
    settings.write(&folder).expect("and settings are kept");
    assert_eq!(Settings::read(&folder), settings);
}

/// Everything that can be read, as text; the first error ends it.
fn read_everything(folder: &Path) -> Result<String, RegistryError> {
    let registry = unlock(folder)?;
    let mut all = String::new();
    for line in registry.outbox_after(0, usize::MAX)? {
        all.push_str(&String::from_utf8_lossy(&line.line));
    }
    for entry in registry.board(sailing_id(1), 0, 1_000)? {
        all.push_str(entry.name.expose("compared"));
    }
    for manifest in registry.manifests_of(sailing_id(1))? {
        for line in registry.manifest_lines(manifest.id)? {
            all.push_str(&line.cells.join(";"));
        }
    }
    all.push_str(&registry.verify_audit()?.to_string());
    Ok(all)
}

/// A closed registry with its file's bytes and everything that can be read from it.
fn closed() -> (tempfile::TempDir, Vec<u8>, String) {
    let office = Office::new();
    office.done(&importing(1, 120));
    let Office { folder, registry } = office;
    drop(registry);
    let bytes = fs::read(folder.path().join(DATABASE)).expect("the file");
    let all = read_everything(folder.path()).expect("sound");
    (folder, bytes, all)
}

fn is_damage<T>(result: &Result<T, RegistryError>) -> bool {
    matches!(result, Err(RegistryError::Damaged { .. }))
}

#[test]
fn a_flipped_bit_anywhere_is_damage_or_unread_and_never_other_data() {
    let (folder, sound, before) = closed();
    let path = folder.path().join(DATABASE);
    let pages = sound.len() / PAGE;
    assert!(pages > 30, "{pages} pages");
    let mut damaged = 0;
    for part in 0..12 {
        // Spread over the file; at the start, in the middle and at the end of a page.
        let offset = part * pages / 12 * PAGE + [3, PAGE / 2, PAGE - 5][part % 3];
        let mut bytes = sound.clone();
        bytes[offset] ^= 0x10;
        fs::write(&path, &bytes).expect("damaged");
        let read = read_everything(folder.path());
        match &read {
            Ok(all) => assert!(*all == before, "byte {offset}: other data"),
            Err(error) => assert!(is_damage(&read), "byte {offset}: {error:?}"),
        }
        damaged += usize::from(read.is_err());
    }
    assert!(damaged >= 6, "{damaged} of 12 were noticed");
    fs::write(&path, &sound).expect("mended");
    assert!(read_everything(folder.path()).expect("sound again") == before);
}

#[test]
fn a_file_cut_at_any_length_is_damage_and_opening_it_makes_nothing_worse() {
    let (folder, sound, before) = closed();
    let path = folder.path().join(DATABASE);
    let lengths = [
        1,
        15,
        PAGE - 1,
        PAGE,
        PAGE + 7,
        sound.len() / 2,
        sound.len() - PAGE,
    ];
    for length in lengths {
        fs::write(&path, &sound[..length]).expect("cut");
        let read = read_everything(folder.path());
        assert!(is_damage(&read), "{length} bytes: {:?}", read.err());
        for suffix in ["-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("{DATABASE}{suffix}")));
        }
    }
    fs::write(&path, &sound).expect("mended");
    assert!(read_everything(folder.path()).expect("sound again") == before);
}

#[test]
fn the_database_of_another_office_does_not_open() {
    let (folder, sound, _) = closed();
    let (_other, foreign, _) = closed();
    fs::write(folder.path().join(DATABASE), foreign).expect("exchanged");
    let read = read_everything(folder.path());
    assert!(is_damage(&read), "{:?}", read.err());
    fs::write(folder.path().join(DATABASE), sound).expect("put back");
    assert!(read_everything(folder.path()).is_ok());
}

#[test]
fn a_registry_that_was_moved_to_another_folder_opens_there() {
    let office = Office::new();
    office.done(&importing(1, 5));
    let before = picture(&office.registry);
    let Office { folder, registry } = office;
    drop(registry);
    let elsewhere = tempfile::tempdir().expect("a folder");
    for entry in fs::read_dir(folder.path()).expect("files") {
        let entry = entry.expect("a file");
        fs::copy(entry.path(), elsewhere.path().join(entry.file_name())).expect("copied");
    }
    let registry = unlock(elsewhere.path()).expect("the key file came along");
    assert_eq!(picture(&registry), before);
}

#[test]
#[cfg(unix)]
fn other_users_of_the_computer_cannot_enter_the_folder() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    // A folder that was there before, open to everyone, is closed too.
    for (name, made_before) in [("new", false), ("old", true)] {
        let path = folder.path().join(name);
        if made_before {
            fs::create_dir(&path).expect("a folder");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("open");
        }
        drop(create(&path).expect("a registry"));
        let mode = fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}: nothing for group and others");
    }
}
