//! Rows that were changed or removed behind the triggers are found, whichever they are.

use std::path::Path;

use suar_domain::id::UserId;
use suar_domain::operation::Operation;
use suar_domain::sensitive::Sensitive;
use suar_domain::time::Instant;
use suar_domain::user::{Permission, Role, User};

use super::*;
use crate::NewRegistry;

const NOW: Instant = Instant::from_millis(1_795_478_400_000);

fn user(n: u128) -> User {
    User {
        id: UserId::from_uuid(Uuid::from_u128(n)),
        name: Sensitive::new("Rekaan Tanjung".to_owned()),
        role: Role::Supervisor,
    }
}

/// A registry with three audited changes.
fn audited(folder: &Path) -> Registry {
    let new = NewRegistry {
        user: user(1),
        passphrase: "kapal berangkat pagi",
        training: false,
        stream: Uuid::from_u128(77),
    };
    let registry = Registry::create(folder, new, NOW).expect("a new registry");
    let permit =
        Permit::ask(user(1).id, Role::Supervisor, Permission::Configure).expect("a supervisor may");
    for n in [2, 3] {
        registry
            .write(&permit, NOW, &Operation::CreateUser(user(n)))
            .expect("another account");
    }
    registry
}

#[test]
fn a_row_that_was_changed_behind_the_triggers_is_found() {
    for change in [
        "UPDATE audit SET action = 'nothing' WHERE n = 3",
        "UPDATE audit SET by_user = zeroblob(16) WHERE n = 1",
        "UPDATE audit SET hlc = '0.0' WHERE n = 2",
        "UPDATE audit SET object = NULL WHERE n = 2",
        "UPDATE audit SET last_seq = 9 WHERE n = 2",
        "UPDATE audit SET prev = hash WHERE n = 2",
        "UPDATE audit SET n = n + 10",
        "DELETE FROM audit WHERE n = 1",
        "DELETE FROM audit WHERE n = 2",
        "DELETE FROM audit WHERE n = 3",
        "DELETE FROM audit WHERE n > 1",
        "DELETE FROM audit",
        "DELETE FROM outbox WHERE seq = 3",
        "DELETE FROM audit WHERE n = 3; DELETE FROM outbox WHERE seq = 3",
        "DELETE FROM meta WHERE key = 'audit_end'",
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let registry = audited(folder.path());
        assert_eq!(registry.verify_audit().expect("sound"), 3);
        // Whoever holds the key can take the triggers away.
        let sql = format!(
            "DROP TRIGGER audit_is_append_only_u; DROP TRIGGER audit_is_append_only_d;
             DROP TRIGGER outbox_is_append_only_d; {change}"
        );
        registry.connection().execute_batch(&sql).expect(change);
        let found = registry.verify_audit();
        assert!(
            matches!(found, Err(RegistryError::Damaged { what: "audit" })),
            "{change}: {found:?}"
        );
    }
}

#[test]
fn a_last_row_without_lines_is_missed_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = audited(folder.path());
    let permit =
        Permit::ask(user(1).id, Role::Supervisor, Permission::Configure).expect("a supervisor may");
    let connection = registry.connection();
    let day = "INSERT INTO sailings (id, vessel, port_from, port_to, date, created_at)
        VALUES (zeroblob(16), 'KM CONTOH', 'nunukan', 'tawau', '2026-11-24', 1)";
    connection.execute(day, []).expect("a sailing");
    drop(connection);
    let sailing = suar_domain::id::SailingId::from_uuid(Uuid::nil());
    registry
        .write(&permit, NOW, &Operation::SelectSailing(sailing))
        .expect("selected");
    assert_eq!(registry.verify_audit().expect("sound"), 4);
    let sql = "DROP TRIGGER audit_is_append_only_d; DELETE FROM audit WHERE n = 4";
    registry.connection().execute_batch(sql).expect("removed");
    assert!(registry.verify_audit().is_err());
}

#[test]
fn what_the_hub_confirmed_cannot_be_taken_back_by_whoever_has_the_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = audited(folder.path());
    let state = registry.stream().expect("a log");
    let receipt = "kept as it was signed";
    registry
        .record_receipt(state.last_seq, state.head, receipt, NOW)
        .expect("confirmed");
    assert_eq!(registry.verify_audit().expect("sound"), 3);
    let sql = "DROP TRIGGER audit_is_append_only_d; DROP TRIGGER outbox_is_append_only_d;
        DELETE FROM audit WHERE n = 3; DELETE FROM outbox WHERE seq = 3";
    let connection = registry.connection();
    connection.execute_batch(sql).expect("removed");
    let end = mark(&connection).expect("the new end").to_string();
    set_meta(&connection, END, end.as_bytes()).expect("made to fit");
    drop(connection);
    assert!(registry.verify_audit().is_err(), "the receipt knows line 3");
}

#[test]
fn a_rewritten_audit_does_not_fit_the_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let registry = audited(folder.path());
    let connection = registry.connection();
    let row = connection
        .query_row(
            "SELECT hlc, by_user, first_seq FROM audit WHERE n = 1",
            [],
            |row| {
                Ok(Stored {
                    n: 1,
                    prev: vec![0; 32],
                    hash: Vec::new(),
                    hlc: row.get(0)?,
                    user: row.get(1)?,
                    role: "supervisor".into(),
                    action: "something.else".into(),
                    object: None,
                    first: row.get(2)?,
                    last: row.get(2)?,
                })
            },
        )
        .expect("the first row");
    let sql = "DROP TRIGGER audit_is_append_only_u; DROP TRIGGER audit_is_append_only_d;
        DROP TRIGGER outbox_is_append_only_d; DELETE FROM audit WHERE n > 2; DELETE FROM outbox WHERE seq > 2";
    connection.execute_batch(sql).expect("the last row is gone");
    // Chained anew from the first row on, with hashes that fit each other.
    connection
        .execute(
            "UPDATE audit SET action = 'something.else', object = NULL, hash = ?1 WHERE n = 1",
            [row.computed()],
        )
        .expect("changed");
    let second = connection
        .query_row(
            "SELECT hlc, by_user, object FROM audit WHERE n = 2",
            [],
            |second| {
                Ok(Stored {
                    n: 2,
                    prev: row.computed().to_vec(),
                    hash: Vec::new(),
                    hlc: second.get(0)?,
                    user: second.get(1)?,
                    role: "supervisor".into(),
                    action: "user.create".into(),
                    object: second.get(2)?,
                    first: Some(2),
                    last: Some(2),
                })
            },
        )
        .expect("the second row");
    connection
        .execute(
            "UPDATE audit SET prev = ?1, hash = ?2 WHERE n = 2",
            [row.computed(), second.computed()],
        )
        .expect("changed");
    let end = mark(&connection).expect("the new end").to_string();
    set_meta(&connection, END, end.as_bytes()).expect("made to fit");
    drop(connection);
    assert!(
        registry.verify_audit().is_err(),
        "line 2 knows the first row"
    );
}
