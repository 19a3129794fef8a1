//! What can only be tried with the connection in hand: rows that must not change, files of another time.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use suar_domain::sensitive::Sensitive;
use suar_domain::user::Role;

use super::*;

const PASSPHRASE: &str = "kapal berangkat pagi";
const NOW: Instant = Instant::from_millis(1_795_478_400_000);

fn officer() -> UserId {
    UserId::from_uuid(Uuid::from_u128(46))
}

fn create(folder: &Path) -> Registry {
    let user = User {
        id: officer(),
        name: Sensitive::new("Rekaan Tanjung".to_owned()),
        role: Role::Supervisor,
    };
    let new = NewRegistry {
        user,
        passphrase: PASSPHRASE,
        training: false,
        stream: Uuid::from_u128(77),
    };
    Registry::create(folder, new, NOW).expect("a new registry")
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .expect("files")
        .map(|entry| {
            let entry = entry.expect("a file");
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).expect("its bytes"))
        })
        .collect()
}

#[test]
fn lines_and_audit_rows_can_neither_be_changed_nor_deleted_nor_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path());
    let before = registry.stream().expect("a log");
    assert_eq!(before.last_seq, 1, "the account is the first line");
    let attempts = [
        "UPDATE outbox SET line = x'00'",
        "UPDATE outbox SET seq = 9",
        "DELETE FROM outbox",
        "INSERT OR REPLACE INTO outbox SELECT seq, x'00', hash, at FROM outbox",
        "REPLACE INTO outbox SELECT seq, x'00', hash, at FROM outbox",
        "INSERT INTO outbox SELECT seq, x'00', hash, at FROM outbox WHERE true
             ON CONFLICT (seq) DO UPDATE SET line = excluded.line",
        "UPDATE audit SET action = 'nothing'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT n, prev, hash, hlc, by_user, role, 'nothing', object, first_seq,
             last_seq FROM audit",
    ];
    for sql in attempts {
        assert!(
            registry.connection().execute(sql, []).is_err(),
            "refused: {sql}"
        );
    }
    assert_eq!(registry.stream().expect("a log"), before);
    assert_eq!(registry.verify_audit().expect("sound"), 1);
}

#[test]
fn a_registry_of_a_newer_version_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = create(folder.path());
    registry
        .connection()
        .pragma_update(None, "user_version", SCHEMA + 3)
        .expect("a number");
    drop(registry);
    let before = files(folder.path());
    let refused = Registry::unlock(folder.path(), officer(), PASSPHRASE, NOW).err();
    assert!(matches!(refused, Some(RegistryError::Newer { found }) if found == SCHEMA + 3));
    assert!(before == files(folder.path()), "not a byte was written");
}

#[test]
fn every_connection_is_as_careful_as_the_first() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(create(folder.path()));
    let registry =
        Registry::unlock(folder.path(), officer(), PASSPHRASE, NOW).expect("opened again");
    let connection = registry.connection();
    let number = |pragma: &str| -> i64 {
        connection
            .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
            .expect("a setting")
    };
    let text = |pragma: &str| -> String {
        connection
            .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
            .expect("a setting")
    };
    assert_eq!(text("journal_mode"), "wal");
    assert_eq!(number("synchronous"), 2, "FULL: a power cut loses nothing");
    assert_eq!(number("secure_delete"), 1, "freed pages keep no text");
    assert_eq!(
        number("temp_store"),
        2,
        "nothing sorted on the disk in clear"
    );
    assert_eq!(
        number("recursive_triggers"),
        1,
        "a replaced row is a deleted row"
    );
    assert_eq!(number("foreign_keys"), 1);
    assert!(
        text("cipher_version").starts_with('4'),
        "the file is encrypted"
    );
}
