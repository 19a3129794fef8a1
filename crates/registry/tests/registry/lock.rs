//! First run, unlocking, and who is kept out.

use std::path::Path;

use suar_domain::id::UserId;
use suar_registry::key::SlotFile;
use suar_registry::{Registry, RegistryError, is_open_elsewhere};
use uuid::Uuid;

use crate::world::{PASSPHRASE, at, create, importing, officer, picture, save, sound_log, unlock};

#[test]
fn a_first_run_makes_a_registry_that_only_the_passphrase_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("belum/ada");
    assert!(!Registry::exists(&path));
    assert!(unlock(&path).is_err(), "there is nothing to open");
    assert!(!path.exists(), "asking makes nothing");

    let registry = create(&path).expect("a registry");
    assert!(Registry::exists(&path));
    assert_eq!(registry.folder(), path);
    assert_eq!(
        registry.audit_tail(5).expect("the audit"),
        [("user.create".to_owned(), 1)],
        "the founder is the first change"
    );
    sound_log(&registry);
    drop(registry);

    let again = unlock(&path).expect("the passphrase opens it");
    let founder = again.user(officer()).expect("the founder");
    assert_eq!(founder.name.expose("compared"), "Rekaan Tanjung");
    let accounts = SlotFile::read(&path)
        .expect("slots")
        .accounts()
        .expect("accounts");
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0].user, officer());
}

#[test]
fn a_first_run_on_top_of_a_registry_touches_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    save(&registry, at(1), &importing(1, 3)).expect("imported");
    let kept = picture(&registry);
    drop(registry);
    assert!(matches!(create(folder.path()), Err(RegistryError::Exists)));
    assert_eq!(picture(&unlock(folder.path()).expect("opens")), kept);
}

#[test]
fn a_first_run_that_did_not_come_to_its_end_can_be_repeated() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in [
        "suar.founding.db",
        "suar.founding.db-wal",
        "suar.founding.db-shm",
    ] {
        std::fs::write(folder.path().join(name), b"half of something").expect("written");
    }
    assert!(
        !Registry::exists(folder.path()),
        "nothing was ever saved in it"
    );
    let registry = create(folder.path()).expect("a registry");
    assert_eq!(registry.verify_audit().expect("sound"), 1);
    drop(registry);
    assert!(
        matches!(create(folder.path()), Err(RegistryError::Exists)),
        "and now it is a registry like any other"
    );
    let left = names(folder.path());
    assert_eq!(left, ["suar.db", "suar.lock", "suar.slots.json"]);
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("files")
        .map(|file| {
            let name = file.expect("a file").file_name();
            name.to_string_lossy().into_owned()
        })
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn a_first_run_that_stopped_after_its_key_file_is_ended_by_unlocking() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(create(folder.path()).expect("a registry"));
    let (named, begun) = (
        folder.path().join("suar.db"),
        folder.path().join("suar.founding.db"),
    );
    std::fs::rename(&named, &begun).expect("as a power cut leaves it");
    std::fs::write(folder.path().join("suar.db-wal"), b"of a lost one").expect("written");
    assert!(matches!(create(folder.path()), Err(RegistryError::Exists)));
    let registry = unlock(folder.path()).expect("what was begun is ended");
    assert_eq!(registry.verify_audit().expect("sound"), 1);
    assert!(named.exists() && !begun.exists());
}

#[test]
fn a_mark_of_a_first_run_never_makes_a_registry_with_people_a_new_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    save(&registry, at(1), &importing(1, 50)).expect("imported");
    let kept = picture(&registry);
    drop(registry);
    let [mark, slots, database] =
        ["suar.founding", "suar.slots.json", "suar.db"].map(|name| folder.path().join(name));
    std::fs::write(&mark, b"").expect("left over");
    let key = std::fs::read(&slots).expect("the key file");
    std::fs::remove_file(&slots).expect("lost");
    let before = std::fs::read(&database).expect("the database");
    assert!(
        Registry::exists(folder.path()),
        "so no screen offers a first run"
    );
    assert!(matches!(create(folder.path()), Err(RegistryError::Exists)));
    assert!(
        matches!(unlock(folder.path()), Err(RegistryError::Damaged { .. })),
        "and it says what is wrong"
    );
    assert!(std::fs::read(&database).expect("the database") == before);

    std::fs::write(&slots, key).expect("the key file is put back");
    let registry = unlock(folder.path()).expect("opens");
    assert_eq!(picture(&registry), kept, "everybody is there");
    assert!(!mark.exists(), "cleared away");
}

#[test]
fn wrong_passphrases_cost_time_and_never_the_registry() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(create(folder.path()).expect("a registry"));
    let attempt = |passphrase: &str, seconds| {
        Registry::unlock(folder.path(), officer(), passphrase, at(seconds)).map(drop)
    };
    for wrong in ["", "Perahu lewat pagi hari", "perahu lewat pagi hari "] {
        assert!(
            matches!(attempt(wrong, 0), Err(RegistryError::WrongPassphrase)),
            "{wrong:?}"
        );
    }
    assert!(
        matches!(
            attempt(PASSPHRASE, 0),
            Err(RegistryError::Wait { seconds: 1 })
        ),
        "after three of them there is a pause, for the right one too"
    );
    assert!(matches!(
        attempt("salah", 1),
        Err(RegistryError::WrongPassphrase)
    ));
    assert!(
        matches!(
            attempt(PASSPHRASE, 1),
            Err(RegistryError::Wait { seconds: 2 })
        ),
        "the pause doubles"
    );
    let slots = SlotFile::read(folder.path()).expect("slots");
    assert_eq!(
        slots.wait_seconds(officer(), at(-1_000_000)),
        300,
        "a clock set back by days costs five minutes, not days"
    );
    attempt(PASSPHRASE, 3).expect("nobody is locked out");
    assert!(
        matches!(attempt("salah", 4), Err(RegistryError::WrongPassphrase)),
        "the count began again"
    );
    attempt(PASSPHRASE, 4).expect("and one mistake costs nothing");
}

#[test]
fn a_stranger_is_not_an_account() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(create(folder.path()).expect("a registry"));
    let stranger = UserId::from_uuid(Uuid::from_u128(404));
    let result = Registry::unlock(folder.path(), stranger, PASSPHRASE, at(0)).map(drop);
    assert!(matches!(result, Err(RegistryError::UnknownUser)));
}

#[test]
fn a_registry_is_open_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path()).expect("a registry");
    assert!(is_open_elsewhere(folder.path()));
    assert!(matches!(
        unlock(folder.path()),
        Err(RegistryError::AlreadyOpen)
    ));
    let wrong = Registry::unlock(folder.path(), officer(), "salah", at(0)).map(drop);
    assert!(
        matches!(wrong, Err(RegistryError::AlreadyOpen)),
        "no passphrase is tried on a registry in use"
    );
    drop(registry);
    assert!(!is_open_elsewhere(folder.path()));
    unlock(folder.path()).expect("free again");
}
