//! The real registry on disk, the real hub: what an officer wrote is at the hub, exactly, once.

use std::path::Path;

use suar_domain::id::UserId;
use suar_domain::operation::{Operation, Permit};
use suar_domain::sensitive::Sensitive;
use suar_domain::time::Instant;
use suar_domain::user::{Permission, Role, User};
use suar_registry::{NewRegistry, Registry};
use suar_sync::{SyncClient, SyncState};
use uuid::Uuid;

use crate::world::{Hub, now};

const PASSPHRASE: &str = "perahu biru di pelabuhan";

fn user(n: u128) -> User {
    User {
        id: UserId::from_uuid(Uuid::from_u128(n)),
        name: Sensitive::new(format!("Petugas {n}")),
        role: Role::Supervisor,
    }
}

fn create(folder: &Path) -> Registry {
    let new = NewRegistry {
        user: user(1),
        passphrase: PASSPHRASE,
        training: false,
        stream: Uuid::from_u128(0xabc),
    };
    Registry::create(folder, new, now()).expect("an empty folder")
}

fn write(registry: &Registry, users: std::ops::Range<u128>) {
    let permit =
        Permit::ask(user(1).id, Role::Supervisor, Permission::Configure).expect("a supervisor");
    for n in users {
        registry
            .write(&permit, now(), &Operation::CreateUser(user(n)))
            .expect("a new account");
    }
}

fn log_of(registry: &Registry) -> Vec<(u64, Vec<u8>)> {
    let lines = registry.outbox_after(0, usize::MAX).expect("it is open");
    lines
        .into_iter()
        .map(|line| (line.seq, line.line))
        .collect()
}

#[test]
fn what_was_written_is_at_the_hub_once_after_a_restart_and_a_dead_line() {
    let hub = Hub::start();
    let (proxy, url) = hub.proxy();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let registry = create(folder.path());
    let stream = registry.stream().expect("it is open").id;
    write(&registry, 2..40);

    let client = SyncClient::new().expect("a runtime");
    client
        .enroll(&registry, &url, &hub.code(), "Nunukan")
        .expect("a fresh code");
    proxy.cut_after(Some(1500));
    assert!(
        client.push(&registry, now()).is_err(),
        "the line dies in the middle"
    );
    let offline = client.status(&registry).expect("it is open");
    assert_eq!(offline.state, SyncState::Offline);
    assert!(
        offline.waiting >= 38 && offline.oldest.is_some_and(|oldest| oldest <= now()),
        "{offline:?}"
    );
    drop(registry);

    let registry =
        Registry::unlock(folder.path(), user(1).id, PASSPHRASE, now()).expect("the passphrase");
    let client = SyncClient::new().expect("a runtime");
    proxy.cut_after(None);
    client.push(&registry, now()).expect("the line is back");
    write(&registry, 40..45);
    client.push(&registry, now()).expect("and again");

    assert_eq!(
        hub.lines(stream),
        log_of(&registry),
        "each line once, byte for byte"
    );
    let state = registry.stream().expect("it is open");
    assert_eq!(
        (state.acked_seq, state.acked_head),
        (state.last_seq, state.head)
    );
    let status = client.status(&registry).expect("it is open");
    assert_eq!((status.state, status.waiting), (SyncState::AllSent, 0));
    assert!(
        status.rejected.is_empty(),
        "the hub could use every line: {:?}",
        status.rejected
    );
}

#[test]
fn the_note_of_the_last_attempt_outlives_the_app() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let hub = Hub::start();
    let registry = create(folder.path());
    let client = SyncClient::new().expect("a runtime");
    client
        .enroll(&registry, &hub.url(), &hub.code(), "Nunukan")
        .expect("a fresh code");
    client
        .push(&registry, Instant::from_millis(now().millis() - 3_600_000))
        .expect("an hour slow");
    drop((registry, client));
    let registry =
        Registry::unlock(folder.path(), user(1).id, PASSPHRASE, now()).expect("the passphrase");
    let status = SyncClient::new()
        .expect("a runtime")
        .status(&registry)
        .expect("it is open");
    assert_eq!(status.state, SyncState::AllSent);
    assert!(
        status.last_ok.is_some(),
        "the screen can say when it was last sent"
    );
}
